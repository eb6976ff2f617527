"""Theorems of room dre."""
