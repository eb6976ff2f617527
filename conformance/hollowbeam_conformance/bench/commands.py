"""Whole commands, as a person waits for them: seconds on the clock, in a process of their own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from hollowbeam_conformance.bench.measure import Measurement

CHECKOUT: Final = Path(__file__).resolve().parents[3]
HB: Final = (sys.executable, "-m", "hollowbeam")

HELP_SECONDS: Final = 0.3
PROVE_SECONDS: Final = 60.0
SPEC_SECONDS: Final = 15.0
CONFORM_SECONDS: Final = 60.0
PATIENCE: Final = 10
"""A command that takes so many times its limit is ended."""


def seconds_of(name: str, command: Sequence[str], limit: float, rounds: int = 1) -> Measurement:
    """Run a command some times, and give the fewest of its seconds; it must succeed.

    The fewest, since whatever else the machine does can only add to them.
    """
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        try:
            done = subprocess.run(  # noqa: S603 - the commands are ours
                command,
                cwd=CHECKOUT,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                timeout=limit * PATIENCE,
            )
        except subprocess.TimeoutExpired:
            return Measurement(name, limit * PATIENCE, "s", at_most=limit, note="ended by force")
        taken.append(time.perf_counter() - began)
        if done.returncode != 0:
            said = (done.stderr + done.stdout).decode("utf-8", "replace").split("\n")
            last = next((line.strip() for line in reversed(said) if line.strip()), "no word")
            note = f"exit code {done.returncode}: {last}"
            return Measurement(name, None, "s", at_most=limit, note=note)
    return Measurement(name, min(taken), "s", at_most=limit)


def measure_help(*, quick: bool) -> Iterator[Measurement]:
    """Measure the help of all commands."""
    yield seconds_of("hb --help", (*HB, "--help"), HELP_SECONDS, rounds=3 if quick else 9)


def measure_prove(*, quick: bool) -> Iterator[Measurement]:
    """Measure all theorems with their saboteurs; quickly, with one seed."""
    if quick:
        yield seconds_of("hb prove, one seed", (*HB, "prove", "--seeds", "1"), PROVE_SECONDS)
    else:
        yield seconds_of("hb prove, all theorems", (*HB, "prove"), PROVE_SECONDS)


def measure_spec(*, quick: bool) -> Iterator[Measurement]:
    """Measure the site, from nothing, with warnings as errors."""
    del quick
    with tempfile.TemporaryDirectory(prefix="hb-bench-") as folder:
        command = (sys.executable, "-m", "sphinx", "-n", "-W", "-q", "-j", "auto")
        places = ("-b", "html", "-d", f"{folder}/doctrees", "-c", "docs", ".", f"{folder}/html")
        yield seconds_of("specification, built from nothing", (*command, *places), SPEC_SECONDS)


def measure_conform(*, quick: bool) -> Iterator[Measurement]:
    """Measure the whole suite on the reference."""
    del quick
    yield seconds_of("hb conform, the whole suite", (*HB, "conform"), CONFORM_SECONDS)
