"""The command ``hb``: its frame, and the commands of this package."""
