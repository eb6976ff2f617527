"""Theorems, one module for each room."""
