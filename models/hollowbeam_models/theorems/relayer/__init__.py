"""Theorems of room relayer: admission, funding, cranks, and the duties of a relayer."""
