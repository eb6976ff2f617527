"""Theorems of room sequencer."""
