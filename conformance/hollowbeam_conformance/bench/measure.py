"""How a benchmark is measured and judged.

Machines are noisy: what is compared is measured in turns, in one process time each, and the median
of the ratios of neighbours is quoted. A limit is a promise; breaking it fails the run.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from statistics import median


class Verdict(StrEnum):
    """What a limit says about a value."""

    KEPT = "kept"
    BROKEN = "BROKEN"
    SKIPPED = "skipped"
    INFORMATION = "-"


@dataclass(frozen=True, slots=True)
class Measurement:
    """One measured value beside its limit; without a value, the note says why it was skipped."""

    name: str
    value: float | None
    unit: str
    at_most: float | None = None
    at_least: float | None = None
    note: str = ""

    @property
    def verdict(self) -> Verdict:
        """Judge the value by its limit."""
        if self.value is None:
            return Verdict.SKIPPED
        if self.at_most is None and self.at_least is None:
            return Verdict.INFORMATION
        kept = (self.at_most is None or self.value <= self.at_most) and (
            self.at_least is None or self.value >= self.at_least
        )
        return Verdict.KEPT if kept else Verdict.BROKEN

    @property
    def limit(self) -> str:
        """Write the limit for people."""
        if self.at_most is not None:
            return f"≤ {number(self.at_most)}"
        return "" if self.at_least is None else f"≥ {number(self.at_least)}"


def number(value: float) -> str:
    """Write a number with as many digits as a reader can use."""
    if abs(value) >= 100:  # noqa: PLR2004 - from here on the fraction tells nothing
        return f"{value:,.0f}"
    return f"{value:.2f}"


Work = Callable[[], int]
"""Do some work and give how many units of it were done."""


def seconds_per_unit(work: Work, at_least_seconds: float) -> float:
    """Repeat the work for so long and give the processor seconds that one unit takes."""
    units = 0
    began = time.process_time()
    while (spent := time.process_time() - began) < at_least_seconds or not units:
        units += work()
    return spent / units


def in_turns(measures: Sequence[Callable[[], float]], rounds: int) -> list[list[float]]:
    """Take each measure once a round, so that neighbours see the same machine; discard the first.

    Gives the values of each measure, in the order of the rounds.
    """
    taken = [[measure() for measure in measures] for _ in range(rounds + 1)][1:]
    return [list(values) for values in zip(*taken, strict=True)]


def median_ratio(values: Sequence[float], bases: Sequence[float]) -> float:
    """Give the median of the ratios of neighbours."""
    return median(value / base for value, base in zip(values, bases, strict=True))


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Something that can be measured alone: ``run(quick)`` gives its values as they come."""

    name: str
    about: str
    run: Callable[[bool], Iterator[Measurement]]


@contextmanager
def one_core() -> Iterator[None]:
    """Keep this process and those that it starts on one core, where the system can."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
