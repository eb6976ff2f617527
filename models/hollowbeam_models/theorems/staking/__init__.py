"""Theorems of the HB contract, chapter by chapter; each module registers its own."""
