"""Conformance: steps per second through the whole runner, one adapter process, one core for both.

The clock runs from the first verdict to the last, so that the start of the adapter does not count.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import Final

from hollowbeam_conformance.bench.measure import Measurement, one_core
from hollowbeam_conformance.run.isolation import prepare, scratch_directory
from hollowbeam_conformance.run.process import Limits
from hollowbeam_conformance.run.report import CaseResult
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
    """Run one session, and give its steps by its seconds. Raises Unmeasurable."""
    moments: list[float] = []

    def listener(_done: int, _total: int, _result: CaseResult) -> None:
        moments.append(time.perf_counter())

    limits = Limits()
    with scratch_directory() as scratch:
        launch = prepare(command, level="process", limits=limits, scratch=scratch)
        session = Session(suite, launch, limits=limits, options=Options(), listener=listener)
        report = session.run()
    if report.findings or any(result.verdict != "passed" for result in report.cases):
        first = report.findings[0].detail if report.findings else "a case was not run"
        raise Unmeasurable(f"{report.verdict}: {first}")
    if len(report.cases) != len(suite.cases) or len(moments) < 2:  # noqa: PLR2004 - a span has two ends
        raise Unmeasurable(f"{report.verdict}: {report.reason}")
    asked = sum(len(probes(case, by_view=False)) for case in suite.cases[1:])
    return asked / (moments[-1] - moments[0])


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
