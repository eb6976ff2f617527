"""Theorems of a token, part by part; each module registers its own."""
