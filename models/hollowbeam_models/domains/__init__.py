"""Random states and inputs of each room that does not leave them to their types alone."""
