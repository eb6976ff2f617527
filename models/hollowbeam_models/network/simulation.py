"""What ``hb simulate`` shows: how many trials held, and what the first that did not needs."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import typer

from hollowbeam_models.network.campaign import Outcome, Trial, drawn, outcome_of, shortest, swept
from hollowbeam_models.network.schedule import Schedule

FAR: Final = 100_000
"""More boundaries than an exchange has."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which trials are to be run, and where the report goes.

    ``stride`` asks for each fault at every so many boundaries from the ``first`` on, in place of
    ``seeds`` from the ``first`` on, with so many ``deeds`` in each.
    """

    first: int
    seeds: int
    deeds: int
    stride: int | None
    jobs: int | None
    report: str | None

    def trials(self) -> list[Trial]:
        """Give the trials, in order."""
        if self.stride is not None:
            return list(swept(self.first, self.stride))
        return list(drawn(range(self.first, self.first + self.seeds), self.deeds))


def outcomes(trials: list[Trial], jobs: int | None) -> Iterator[Outcome]:
    """Run the trials, in order."""
    jobs = min(jobs or os.cpu_count() or 1, len(trials))
    if jobs <= 1:
        yield from map(outcome_of, trials)
        return
    with ProcessPoolExecutor(jobs, get_context("fork")) as pool:
        yield from pool.map(outcome_of, trials, chunksize=2)


def simulate(asked: Asked) -> int:
    """Run the trials and say how they ended; give the exit code."""
    started, found, trials = time.monotonic(), [], asked.trials()
    kind = "seeds" if asked.stride is None else "faults"
    for outcome in outcomes(trials, asked.jobs):
        found.append(outcome)
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{len(found)}/{len(trials)} {kind}")
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
    failed = [outcome for outcome in found if outcome.broken]
    seconds = time.monotonic() - started
    if asked.report != "-":
        how = f"{asked.deeds} faults each" if asked.stride is None else "one at a time"
        blocks, terms = sum(each.blocks for each in found), sum(each.terms for each in found)
        typer.echo(
            f"{len(found)} {kind}, {how}, over {blocks} blocks and"
            f" {terms} terms: {len(found) - len(failed)} conserved and settled"
        )
        typer.echo(f"{seconds:.1f} s, {60 * len(found) / max(seconds, 0.001):.0f} {kind} a minute")
    shorter = None
    if failed:
        first = next(trial for trial in trials if trial.name == failed[0].trial)
        shorter = shortest(first, failed[0].broken)
        if asked.report != "-":
            _explain(failed, first, shorter, asked)
    if asked.report is not None:
        _report(asked, found, shorter)
    return 1 if failed else 0


def _explain(failed: list[Outcome], first: Trial, shorter: Schedule, asked: Asked) -> None:
    """Show what failed, and the fewest faults that make the first fail."""
    for outcome in failed[:10]:
        typer.echo(f"✗ {outcome.trial}: {outcome.broken}")
    if len(failed) > 10:  # noqa: PLR2004 - the lines above
        typer.echo(f"  and {len(failed) - 10} more")
    typer.echo(f"{first.name} needs only {len(shorter)} of its {len(first.schedule)} faults:")
    for choice in shorter:
        typer.echo(f"  after {choice.after} boundaries: {choice.deed} {choice.number}")
    if asked.stride is None:
        options = f"--first {first.number} --seeds 1 --deeds {asked.deeds}"
    else:
        options = f"--first {first.number} --every {FAR}"
    typer.echo(f"reproduce: hb simulate {options}")


def _report(asked: Asked, found: list[Outcome], shorter: Schedule | None) -> None:
    """Write the report as JSON."""
    content = {
        "deeds": asked.deeds if asked.stride is None else 1,
        "trials": [asdict(outcome) for outcome in found],
        "shortest": None if shorter is None else [asdict(choice) for choice in shorter],
    }
    text = json.dumps(content, indent=1) + "\n"
    if asked.report == "-":
        typer.echo(text, nl=False)
    elif asked.report is not None:
        Path(asked.report).write_text(text, encoding="utf-8")
