"""Runs the theorems: each in a fresh process, on the shipped source and on the sabotaged ones."""
