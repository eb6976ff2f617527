"""Theorems of the exchange; each module registers its own."""
