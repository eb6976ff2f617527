"""Test each saboteur live: whether it is found in time, and how short its minimal trace is."""

from __future__ import annotations

import multiprocessing
import os
import statistics
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from hollowbeam_conformance.live.domains import domain_of, keep_files_in
from hollowbeam_conformance.live.session import LiveSession, Options
from hollowbeam_conformance.run.isolation import prepare, scratch_directory
from hollowbeam_conformance.run.report import Report
from hollowbeam_conformance.run.suite import Suite, read_cases
from hollowbeam_conformance.sabotage.matrix import CONTROL, LIMITS, command_of
from hollowbeam_conformance.sabotage.reach import roles_reached
from hollowbeam_models.saboteur import Saboteur

MOST_STEPS: Final = 8
"""The median of the minimal traces has at most so many steps after the genesis."""


@dataclass(frozen=True, slots=True)
class Trail:
    """What live testing made of one saboteur.

    ``roles`` are those that were tested, in turn; ``seconds`` is the time until it was found and
    shrunk; ``steps`` are those of the minimal trace after its genesis, ``named`` is its clause.
    """

    saboteur: str
    clause: str
    breaks: str
    roles: tuple[str, ...]
    verdict: str
    seconds: float
    sequences: int
    steps: int
    kind: str = ""
    role: str = ""
    named: str = ""
    reason: str = ""

    @property
    def found(self) -> bool:
        """Whether it was found."""
        return bool(self.kind)

    @property
    def is_right(self) -> bool:
        """Whether it was found; of the control, that nothing was found."""
        return self.verdict == "conforms" if self.saboteur == CONTROL else self.found

    def to_json(self) -> dict[str, Any]:
        """Write the trail."""
        return {**asdict(self), "found": self.found}


def hunt_all(
    suite: Suite,
    saboteurs: Sequence[Saboteur],
    *,
    max_seconds: float,
    seed: int | None = None,
    jobs: int | None = None,
) -> Iterator[Trail]:
    """Test the control and every saboteur, several at a time, and give trails as they come.

    Each has so many seconds, and a seed of its own where none is given.
    """
    control = Saboteur(CONTROL, "", "", "", "", "nothing: the reference as it is")
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs or os.cpu_count() or 1, mp_context=context) as pool:
        waiting = [
            pool.submit(hunt, suite, each, max_seconds, seed) for each in (control, *saboteurs)
        ]
        try:
            for done in as_completed(waiting):
                yield done.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def hunt(suite: Suite, saboteur: Saboteur, max_seconds: float, seed: int | None) -> Trail:
    """Test one saboteur live, in the role whose cases judge its clause; else where it reaches."""
    roles = _roles(suite, saboteur)
    with scratch_directory() as scratch, scratch_directory() as kept:
        keep_files_in(Path(kept))
        launch = prepare(command_of(saboteur), level="none", limits=LIMITS, scratch=scratch)
        wanted = Options(
            seed=seed,
            max_seconds=max_seconds,
            save=Path(kept),
            domains=lambda role: domain_of(role) if role in roles else None,
        )
        report = LiveSession(suite, launch, limits=LIMITS, options=wanted).run()
        found = next((case for case in report.cases if case.verdict == "failed"), None)
        steps = 0
        if found is not None:
            case = read_cases([Path(kept) / f"{found.id}.jsonl"], suite).cases[0]
            steps = sum(step["verb"] != "reset" for step in case.steps)
    return trail(saboteur, report, roles, steps)


def _roles(suite: Suite, saboteur: Saboteur) -> tuple[str, ...]:
    judged = {case.role for case in suite.cases if case.clause == saboteur.clause}
    drawn = [role for role in roles_reached(saboteur.module) if domain_of(role) is not None]
    return tuple(role for role in drawn if role in judged) or tuple(drawn)


def trail(saboteur: Saboteur, report: Report, roles: tuple[str, ...], steps: int) -> Trail:
    """Sum up a report."""
    assert report.live is not None, "a live session says what it drew"
    found = report.findings[0] if report.findings else None
    return Trail(
        saboteur=saboteur.id,
        clause=saboteur.clause,
        breaks=saboteur.breaks,
        roles=roles,
        verdict=report.verdict,
        seconds=report.seconds,
        sequences=sum(run.sequences for run in report.live.roles),
        steps=steps,
        kind=found.kind if found else "",
        role=found.role if found else "",
        named=found.clause if found else "",
        reason=report.reason,
    )


def lines(trails: Sequence[Trail]) -> Iterator[str]:
    """Write one line for each saboteur, then what all of them amount to."""
    for each in trails:
        name = f"{each.saboteur:<12} {each.clause:<7}"
        if each.found:
            named = "" if each.named == each.clause else f", filed under {each.named}"
            spent = f"{each.seconds:5.1f} s  {each.steps} steps"
            yield f"{name} {spent}  {each.kind} in {each.role}{named}"
        elif each.saboteur == CONTROL:
            yield f"{each.saboteur:<20} {each.seconds:5.1f} s  {each.verdict}"
        else:
            yield f"{name} NOT FOUND after {each.sequences} sequences: {each.breaks}"
    yield summary(trails)


def summary(trails: Sequence[Trail]) -> str:
    """Say how many were found, how fast, and how short their traces are."""
    hunted = [each for each in trails if each.saboteur != CONTROL]
    found = [each for each in hunted if each.found]
    if not found:
        return f"{len(hunted)} saboteurs: none found"
    times, steps = [each.seconds for each in found], [each.steps for each in found]
    right = sum(each.named == each.clause for each in found)
    return (
        f"{len(hunted)} saboteurs: {len(found)} found ({100 * len(found) // len(hunted)} %);"
        f" seconds: median {statistics.median(times):.1f}, most {max(times):.1f};"
        f" steps: median {statistics.median(steps):g}, most {max(steps)};"
        f" {right} filed under their own clause"
    )


def is_right(trails: Sequence[Trail]) -> bool:
    """Whether all were found and nothing was held against the control, with short traces."""
    found = [each.steps for each in trails if each.found]
    short = statistics.median(found) <= MOST_STEPS if found else False
    return short and all(each.is_right for each in trails)
