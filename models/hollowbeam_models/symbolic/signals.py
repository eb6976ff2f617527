"""What ends a path other than a result.

These are not of class ``Exception``, so that no ``except Exception`` of the shipped code sees them.
"""

from __future__ import annotations


class Stop(BaseException):
    """The path ends here: an assumption fails, a claim was refuted, or a loop was cut."""


class Cut(Stop):
    """One step of a loop was taken from any state; what follows is for the path of the exit."""


class Unsupported(BaseException):
    """A symbolic value came where only a concrete one can go: such code cannot be proved."""


class Diverged(BaseException):
    """Executing a path again took another way: something is not deterministic."""
