"""Symbolic execution of the shipped functions: every path, for all inputs, by an SMT solver."""
