"""Many seeds: each a schedule of faults, audited at every boundary, and shortened if it fails."""

from __future__ import annotations

from dataclasses import dataclass

from hollowbeam_models.network.audit import Audit, settled
from hollowbeam_models.network.exchange import Exchange, exchange
from hollowbeam_models.network.running import run, trace_hash
from hollowbeam_models.network.schedule import Schedule, draw, shorten


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the run of one seed ended. ``broken`` is the claim that failed, empty if none did."""

    seed: int
    trace: str
    terms: int
    blocks: int
    broken: str


def outcome_of(seed: int, deeds: int) -> Outcome:
    """Run a seed to its end."""
    here = exchange()
    broken = complaint_of(here, draw(seed, deeds))
    world = here.world
    terms = sum(map(len, world.routes.values()))
    return Outcome(seed, trace_hash(world), terms, len(world.chain.blocks), broken)


def complaint_of(here: Exchange, schedule: Schedule) -> str:
    """Run a schedule to its end, and say what ended it before, the same way each time."""
    try:
        run(here, schedule, Audit())
        settled(here)
    except Exception as error:  # noqa: BLE001 - whatever ends a run is what it found
        return f"{type(error).__name__}: {error}"
    return ""


def shortest(seed: int, deeds: int, broken: str) -> Schedule:
    """Give a minimal schedule that fails as the seed did."""
    return shorten(draw(seed, deeds), lambda schedule: complaint_of(exchange(), schedule) == broken)
