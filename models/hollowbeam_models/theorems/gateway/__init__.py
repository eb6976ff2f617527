"""Theorems of the gateway; each module registers its own."""
