"""Live testing: random sequences, compared with the reference step by step across the pipe."""
