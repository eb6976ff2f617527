"""Schedules: what the wire, Arweave and the machines do, choice by choice, and how to shorten one.

A schedule is data. It is drawn from a seed, replayed as often as one likes, and made shorter until
nothing can be left out of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum, unique
from random import Random
from typing import Final, TypeAlias


@unique
class Deed(StrEnum):
    """What may happen at a boundary between two messages."""

    DELIVER = "deliver"
    DUPLICATE = "duplicate"
    DROP = "drop"
    MINE = "mine"
    WAKE = "wake"
    CRASH = "crash"
    RESTART = "restart"
    REORGANISE = "reorganise"
    TAKE_OVER = "take over"


@dataclass(frozen=True, slots=True)
class Choice:
    """One deed; ``number`` picks what it is done to, modulo how many there are."""

    deed: Deed
    number: int = 0


Schedule: TypeAlias = tuple[Choice, ...]

FREQUENCIES: Final = {
    Deed.DELIVER: 60,
    Deed.DUPLICATE: 6,
    Deed.DROP: 6,
    Deed.MINE: 10,
    Deed.WAKE: 6,
    Deed.CRASH: 4,
    Deed.RESTART: 5,
    Deed.REORGANISE: 3,
    Deed.TAKE_OVER: 1,
}
"""How often each deed is drawn, in relation to the others."""

LARGEST: Final = 2**16


def draw(seed: int, length: int) -> Schedule:
    """Draw the schedule of a seed."""
    chance = Random(seed)  # noqa: S311 - it must come again
    deeds = chance.choices(list(FREQUENCIES), list(FREQUENCIES.values()), k=length)
    return tuple(Choice(deed, chance.randrange(LARGEST)) for deed in deeds)


def one_fault(deed: Deed, boundary: int, number: int = 0) -> Schedule:
    """Deliver in order up to a boundary, and there do one thing."""
    return (Choice(Deed.DELIVER),) * boundary + (Choice(deed, number),)


def shorten(schedule: Schedule, fails: Callable[[Schedule], bool]) -> Schedule:
    """Leave out whatever is not needed for the failure, and make numbers zero where that keeps it.

    Ends at a schedule of which no single choice can be left out.
    """
    size = max(1, len(schedule) // 2)
    while size:
        start, shorter = 0, schedule
        while start < len(shorter):
            without = shorter[:start] + shorter[start + size :]
            if fails(without):
                shorter = without
            else:
                start += size
        size = size // 2 if shorter == schedule or size > 1 else 1
        schedule = shorter
    for place, choice in enumerate(schedule):
        plain = (*schedule[:place], Choice(choice.deed), *schedule[place + 1 :])
        if choice.number and fails(plain):
            schedule = plain
    return schedule
