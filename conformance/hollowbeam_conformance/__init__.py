"""The conformance suite: cases, vectors, the black-box runner and its adapters."""
