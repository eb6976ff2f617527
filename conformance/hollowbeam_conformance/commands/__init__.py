"""The commands of the conformance suite: one light module each."""
