"""Schedules: what the wire, Arweave and the machines do, choice by choice, and how to shorten one.

A schedule is data. It is drawn from a seed, replayed as often as one likes, and made shorter until
nothing can be left out of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
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
    LOSE = "lose"
    TAKE_OVER = "take over"


@dataclass(frozen=True, slots=True)
class Choice:
    """One deed, after so many boundaries at which nothing goes wrong.

    ``number`` picks what it is done to, modulo how many there are.
    """

    deed: Deed
    number: int = 0
    after: int = 0


Schedule: TypeAlias = tuple[Choice, ...]

FREQUENCIES: Final = {
    Deed.DELIVER: 30,
    Deed.DUPLICATE: 15,
    Deed.DROP: 15,
    Deed.MINE: 10,
    Deed.WAKE: 10,
    Deed.CRASH: 8,
    Deed.RESTART: 10,
    Deed.REORGANISE: 6,
    Deed.LOSE: 8,
    Deed.TAKE_OVER: 8,
}
"""How often each deed is drawn, in relation to the others.

To deliver is to do so out of turn, to lose is for Arweave to forget a pending item.
"""

PACES: Final = (3, 20, 100)
"""How far apart the deeds of one schedule may be, in boundaries: some are dense, some long."""

LARGEST: Final = 2**16


def draw(seed: int, length: int) -> Schedule:
    """Draw the schedule of a seed: so many deeds, spread over the exchange."""
    chance = Random(seed)  # noqa: S311 - it must come again
    pace = chance.choice(PACES)
    deeds = chance.choices(list(FREQUENCIES), list(FREQUENCIES.values()), k=length)
    return tuple(Choice(deed, chance.randrange(LARGEST), chance.randint(0, pace)) for deed in deeds)


DOWN: Final = 30
"""So many boundaries a machine is down that falls alone."""


def faults_at(boundary: int) -> Iterator[tuple[Deed, Schedule]]:
    """Give, for a boundary of a run in which all else goes well, each deed that is done there.

    What it is done to changes from boundary to boundary, so that everybody meets everything.
    """
    for deed in FREQUENCIES:
        then = (Choice(Deed.RESTART, 0, DOWN),) if deed is Deed.CRASH else ()
        if deed is not Deed.RESTART:
            yield deed, (Choice(deed, boundary, boundary), *then)


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
    for place in range(len(schedule)):
        for plain in (_without_number, _without_wait):
            simpler = (*schedule[:place], plain(schedule[place]), *schedule[place + 1 :])
            if simpler != schedule and fails(simpler):
                schedule = simpler
    return schedule


def _without_number(choice: Choice) -> Choice:
    return replace(choice, number=0)


def _without_wait(choice: Choice) -> Choice:
    return replace(choice, after=0)
