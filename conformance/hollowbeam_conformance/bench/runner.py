"""Conformance: steps per second of one core through the whole runner, with one adapter process.

What counts is the processor time of both, less that of a session with the first case alone: so
neither the start of the adapter counts, nor whatever else the machine does.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import Final

from hollowbeam_conformance.bench.measure import Measurement, one_core
from hollowbeam_conformance.run.isolation import prepare, scratch_directory
from hollowbeam_conformance.run.process import Limits
from hollowbeam_conformance.run.session import Options, Session
from hollowbeam_conformance.run.suite import BrokenSuite, Case, Suite, load, probes

TRIVIAL: Final = (sys.executable, "-I", str(Path(__file__).with_name("trivial_adapter.py")))
REFERENCE: Final = (sys.executable, "-m", "hollowbeam", "testee")
VECTORS: Final = Path(__file__).resolve().parents[1] / "vectors" / "HB.1"

TRIVIAL_LIMIT: Final = 10_000
REFERENCE_LIMIT: Final = 3_000
STEPS_OF_A_CASE: Final = 5
"""As many as the cases of the rooms have."""


def trivial_suite(cases: int) -> Suite:
    """Make a suite for the trivial adapter, its steps as long as those of the rooms."""

    def step(number: int) -> dict[str, object]:
        text = sha256(str(number).encode()).hexdigest()
        args = {
            "caller": text[:43],
            "anchor": str(number),
            "input": {"recipient": text, "it": text},
        }
        expect = {"ok": {"out": args}}
        return {"verb": "step", "op": "echo", "args": args, "expect": expect}

    reset = {"verb": "reset", "role": "trivial", "genesis": {}, "expect": {"ok": {}}}
    case = Case(
        id="trivial-1",
        clause="TRI-1",
        title="a step is answered with its arguments",
        role="trivial",
        kind="accept",
        requires=frozenset(),
        neighbour=None,
        saboteurs=(),
        steps=(reset, *(step(number) for number in range(STEPS_OF_A_CASE))),
    )
    several = tuple(replace(case, id=f"trivial-1-{number}") for number in range(cases))
    return Suite("HB.1", "", Path(__file__).parent, several)


def repeated(suite: Suite, steps: int) -> Suite:
    """Repeat the cases of a suite until they have so many steps."""
    once = sum(len(case.steps) for case in suite.cases)
    return replace(suite, cases=suite.cases * max(1, -(-steps // once)))


class Unmeasurable(Exception):
    """The session did not end as it must for its time to mean something."""


def steps_per_second(suite: Suite, command: Sequence[str]) -> float:
    """Run two sessions, and give the steps of one core in a second. Raises Unmeasurable."""
    first = replace(suite, cases=suite.cases[:1])
    seconds = session_seconds(suite, command) - session_seconds(first, command)
    if seconds <= 0:
        raise Unmeasurable("the suite is too short to be measured")
    return sum(len(probes(case, by_view=False)) for case in suite.cases[1:]) / seconds


def session_seconds(suite: Suite, command: Sequence[str]) -> float:
    """Run one session, and give the processor seconds of both sides. Raises Unmeasurable."""
    limits = Limits()
    began = processor_seconds()
    with scratch_directory() as scratch:
        launch = prepare(command, level="process", limits=limits, scratch=scratch)
        report = Session(suite, launch, limits=limits, options=Options()).run()
    spent = processor_seconds() - began
    passed = sum(result.verdict == "passed" for result in report.cases)
    if passed != len(suite.cases):
        why = report.findings[0].detail if report.findings else report.reason
        raise Unmeasurable(f"{report.verdict}: {why}")
    return spent


def processor_seconds() -> float:
    """Give the processor seconds of this process and of those that it started and that ended."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def measure_trivial(*, quick: bool) -> Iterator[Measurement]:
    """Measure the runner with the trivial adapter."""
    suite = trivial_suite(400 if quick else 2_000)
    yield rate("runner with a trivial adapter", suite, TRIVIAL, TRIVIAL_LIMIT, quick=quick)


def measure_reference(*, quick: bool) -> Iterator[Measurement]:
    """Measure the runner with the reference on the vectors as they are published."""
    name = "runner with the reference"
    try:
        suite = repeated(load(VECTORS), 2_000 if quick else 10_000)
    except BrokenSuite as error:
        absent = not (VECTORS / "index.json").is_file()
        note = "there are no vectors: run `hb vectors`" if absent else str(error)
        yield Measurement(name, None, "steps/s", at_least=REFERENCE_LIMIT, note=note)
        return
    yield rate(name, suite, REFERENCE, REFERENCE_LIMIT, quick=quick)


def rate(
    name: str, suite: Suite, command: Sequence[str], limit: float, *, quick: bool
) -> Measurement:
    """Measure some sessions, and give the median of their rates."""
    try:
        with one_core():
            rates = [steps_per_second(suite, command) for _ in range(1 if quick else 3)]
    except Unmeasurable as error:
        return Measurement(name, None, "steps/s", at_least=limit, note=str(error))
    return Measurement(name, median(rates), "steps/s", at_least=limit)
