"""Room sequencer: the log of each process, its order, and what survives its host."""
