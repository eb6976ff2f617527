"""What a counterexample is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counterexample:
    """Something that went wrong, in a draft of these rules or elsewhere.

    ``story`` is what happened, ``harm`` what comes of it. ``case`` passes on the shipped code, and
    fails when ``saboteur`` takes the rule away.
    """

    story: str
    harm: str
    case: str
    saboteur: str

    @property
    def clause(self) -> str:
        """The clause whose rule the saboteur takes away: its own id without its letter."""
        return self.saboteur.removeprefix("SAB-").rstrip("abcdefghijklmnopqrstuvwxyz")


@dataclass(frozen=True, slots=True)
class Section:
    """Counterexamples of one kind, under one heading; ``anchor`` is its place on the page."""

    title: str
    anchor: str
    rows: tuple[Counterexample, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A counterexample without a case, since the ``room`` that has to judge it is not there yet."""

    room: str
    story: str
    harm: str
    remedy: str
