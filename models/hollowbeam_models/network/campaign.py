"""Many seeds: each a schedule of faults, audited at every boundary, and shortened if it fails."""

from __future__ import annotations

from dataclasses import dataclass

from hollowbeam_models.network.audit import Audit, settled
from hollowbeam_models.network.exchange import exchange
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
    broken = ""
    try:
        run(here, draw(seed, deeds), Audit())
        settled(here)
    except Exception as error:  # noqa: BLE001 - whatever ends a run is what it found
        broken = complaint(error)
    world = here.world
    terms = sum(map(len, world.routes.values()))
    return Outcome(seed, trace_hash(world), terms, len(world.chain.blocks), broken)


def complaint(error: Exception) -> str:
    """Say what ended a run, the same way each time."""
    return f"{type(error).__name__}: {error}"


def fails(schedule: Schedule, as_before: str) -> bool:
    """Say whether a schedule fails in the same way."""
    here = exchange()
    try:
        run(here, schedule, Audit())
        settled(here)
    except Exception as error:  # noqa: BLE001 - see above
        return complaint(error) == as_before
    return False


def shortest(seed: int, deeds: int, broken: str) -> Schedule:
    """Give a minimal schedule that fails as the seed did."""
    return shorten(draw(seed, deeds), lambda schedule: fails(schedule, broken))
