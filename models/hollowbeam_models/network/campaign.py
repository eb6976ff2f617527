"""Many trials: each a schedule of faults, audited at every boundary, and shortened if it fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hollowbeam_models.network.audit import Audit, settled
from hollowbeam_models.network.exchange import Exchange, exchange
from hollowbeam_models.network.running import finish, run, trace_hash
from hollowbeam_models.network.schedule import Schedule, draw, faults_at, shorten


@dataclass(frozen=True, slots=True)
class Trial:
    """A schedule by its name, and the seed or the boundary that it came from."""

    name: str
    number: int
    schedule: Schedule


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a trial ended. ``broken`` is the claim that failed, empty if none did."""

    trial: str
    trace: str
    terms: int
    blocks: int
    broken: str


def drawn(seeds: Iterable[int], deeds: int) -> Iterator[Trial]:
    """Give the trial of each seed: so many deeds, drawn by chance."""
    return (Trial(f"seed {seed}", seed, draw(seed, deeds)) for seed in seeds)


def swept(first: int, stride: int) -> Iterator[Trial]:
    """Give each deed by itself at every boundary of the exchange, or at every so many."""
    for boundary in range(first, boundaries(), stride):
        for deed, schedule in faults_at(boundary):
            yield Trial(f"{deed} at boundary {boundary}", boundary, schedule)


def boundaries() -> int:
    """Count the boundaries between messages in an exchange where nothing goes wrong."""
    count = 0

    def watch(_: Exchange) -> None:
        nonlocal count
        count += 1

    finish(exchange(), watch)
    return count


def outcome_of(trial: Trial) -> Outcome:
    """Run a trial to its end."""
    here = exchange()
    broken = complaint_of(here, trial.schedule)
    world = here.world
    terms = sum(map(len, world.routes.values()))
    return Outcome(trial.name, trace_hash(world), terms, len(world.chain.blocks), broken)


def complaint_of(here: Exchange, schedule: Schedule) -> str:
    """Run a schedule to its end, and say what ended it before, the same way each time."""
    try:
        run(here, schedule, Audit())
        settled(here)
    except Exception as error:  # noqa: BLE001 - whatever ends a run is what it found
        return f"{type(error).__name__}: {error}"
    return ""


def shortest(trial: Trial, broken: str) -> Schedule:
    """Give a minimal schedule that fails as the trial did."""
    return shorten(trial.schedule, lambda schedule: complaint_of(exchange(), schedule) == broken)
