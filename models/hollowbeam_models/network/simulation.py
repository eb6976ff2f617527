"""What ``hb simulate`` shows: how many seeds held, and what the first that did not needs."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

import typer

from hollowbeam_models.network.campaign import Outcome, outcome_of, shortest
from hollowbeam_models.network.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Asked:
    """Which seeds are to be run, with how many deeds each, and where the report goes."""

    first: int
    seeds: int
    deeds: int
    jobs: int | None
    report: str | None


def outcomes(asked: Asked) -> Iterator[Outcome]:
    """Run the seeds, in order."""
    seeds = range(asked.first, asked.first + asked.seeds)
    jobs = min(asked.jobs or os.cpu_count() or 1, asked.seeds)
    if jobs == 1:
        yield from (outcome_of(seed, asked.deeds) for seed in seeds)
        return
    with ProcessPoolExecutor(jobs, get_context("fork")) as pool:
        yield from pool.map(outcome_of, seeds, repeat(asked.deeds), chunksize=2)


def simulate(asked: Asked) -> int:
    """Run the seeds and say how they ended; give the exit code."""
    started, found = time.monotonic(), []
    for outcome in outcomes(asked):
        found.append(outcome)
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{len(found)}/{asked.seeds} seeds")
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
    failed = [outcome for outcome in found if outcome.broken]
    seconds = time.monotonic() - started
    terms = sum(outcome.terms for outcome in found)
    blocks = sum(outcome.blocks for outcome in found)
    if asked.report != "-":
        typer.echo(
            f"{len(found)} seeds, {asked.deeds} faults each, over {blocks} blocks and"
            f" {terms} terms: {len(found) - len(failed)} conserved and settled"
        )
        typer.echo(f"{seconds:.1f} s, {60 * len(found) / max(seconds, 0.001):.0f} seeds a minute")
    shorter = None
    if failed:
        shorter = shortest(failed[0].seed, asked.deeds, failed[0].broken)
        if asked.report != "-":
            _explain(failed, shorter, asked)
    if asked.report is not None:
        _report(asked, found, shorter)
    return 1 if failed else 0


def _explain(failed: list[Outcome], shorter: Schedule, asked: Asked) -> None:
    """Show what failed, and the fewest faults that make it fail."""
    for outcome in failed[:10]:
        typer.echo(f"✗ seed {outcome.seed}: {outcome.broken}")
    if len(failed) > 10:  # noqa: PLR2004 - the lines above
        typer.echo(f"  and {len(failed) - 10} more")
    typer.echo(f"seed {failed[0].seed} needs only {len(shorter)} of its {asked.deeds} faults:")
    for choice in shorter:
        typer.echo(f"  after {choice.after} boundaries: {choice.deed} {choice.number}")
    options = f"--first {failed[0].seed} --seeds 1 --deeds {asked.deeds}"
    typer.echo(f"reproduce: hb simulate {options}")


def _report(asked: Asked, found: list[Outcome], shorter: Schedule | None) -> None:
    """Write the report as JSON."""
    content = {
        "deeds": asked.deeds,
        "seeds": [asdict(outcome) for outcome in found],
        "shortest": None if shorter is None else [asdict(choice) for choice in shorter],
    }
    text = json.dumps(content, indent=1) + "\n"
    if asked.report == "-":
        typer.echo(text, nl=False)
    elif asked.report is not None:
        Path(asked.report).write_text(text, encoding="utf-8")
