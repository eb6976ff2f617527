"""The pure rooms of the protocol: each a transition from state and input to state and effects."""
