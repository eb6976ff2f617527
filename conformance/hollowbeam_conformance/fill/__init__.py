"""The cases of every room, filled in by the reference, and the vectors written from them."""
