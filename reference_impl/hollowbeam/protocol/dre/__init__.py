"""Room dre: the log of a process is evaluated, slot by slot, into results and an outbox."""
