"""What the files of a checkout say about each clause: its code, proofs, saboteurs and cases.

Everything here reads text. No module of a room is imported, so that a tree which does not even
import can still be read, and so that this package knows none of the packages above it.
"""
