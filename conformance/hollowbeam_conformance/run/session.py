"""One session: an implementation, a suite, a verdict. Whatever happens, it ends with a report."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from hollowbeam_conformance.run import wire
from hollowbeam_conformance.run.client import BadHello, Client, encode
from hollowbeam_conformance.run.control import Control
from hollowbeam_conformance.run.inspection import Inspector, finding
from hollowbeam_conformance.run.isolation import Launch
from hollowbeam_conformance.run.judge import BREAKING, Judge, Kind, Probe, Problem
from hollowbeam_conformance.run.process import Broken, Limits
from hollowbeam_conformance.run.report import (
    EXIT_CODES,
    CaseResult,
    CaseVerdict,
    ClauseInfo,
    Finding,
    Implementation,
    IsolationReport,
    Report,
)
from hollowbeam_conformance.run.suite import REASONS, STATE_ROOT, Case, Suite, probes
from hollowbeam_conformance.run.values import harmless
from hollowbeam_conformance.run.verdict import conclude

Listener = Callable[[int, int, CaseResult], None]

ASKED_ALONE = 3
"""So many findings are asked again of a fresh process; each costs a start."""

UNSUSPECTED = frozenset({*map(str, BREAKING), str(Kind.UNSTABLE)})
"""Findings for which there was a fresh process already, or which do not come again."""


@dataclass(frozen=True, slots=True)
class Options:
    """What to run, and when to stop.

    ``expected`` maps the ids of cases that are known to fail to the reason why. ``reproduce`` makes
    the command line that runs one case alone, or with None the whole session. ``max_broken``:
    after so many cases that broke the process the session ends. ``asked_alone``: so many findings
    are asked again of a fresh process. ``clauses``: what is known about each, for the report.
    """

    role: str | None = None
    patterns: Sequence[str] = ()
    smoke: bool = False
    seed: int | None = None
    max_seconds: float | None = None
    max_failures: int | None = None
    max_broken: int = 5
    asked_alone: int = ASKED_ALONE
    expected: Mapping[str, str] = field(default_factory=dict)
    clauses: Mapping[str, ClauseInfo] = field(default_factory=dict)
    reproduce: Callable[[str | None], str] = lambda case: f"hb conform --only {case or '*'}"


def nobody(_done: int, _total: int, _result: CaseResult) -> None:
    """Listen to nothing."""


class Session:
    """Runs the cases and gathers the report."""

    def __init__(
        self,
        suite: Suite,
        launch: Launch,
        *,
        limits: Limits | None = None,
        options: Options | None = None,
        listener: Listener = nobody,
    ) -> None:
        self._suite = suite
        self._limits = limits or Limits()
        self._options = options or Options()
        self._listener = listener
        self._client = Client(launch, self._limits, suite.spec)
        self._broken = 0
        isolation = launch.isolation
        self._report = Report(
            verdict="could-not-test",
            exit_code=EXIT_CODES["could-not-test"],
            spec=suite.spec,
            suite_sha256=suite.hash,
            command=list(launch.given),
            isolation=IsolationReport(
                level=isolation.level,
                measures=list(isolation.measures),
                lacking=list(isolation.lacking),
            ),
            seed=self._options.seed,
            clauses=dict(self._options.clauses),
        )

    def run(self) -> Report:
        """Run everything; never raises for what the implementation does."""
        began = time.monotonic()
        report = self._report
        try:
            self._run(began)
        except KeyboardInterrupt:
            report.verdict, report.reason = "interrupted", "interrupted"
        finally:
            self._client.close()
            report.seconds = time.monotonic() - began
        conclude(report, self._suite, self._options.expected, whole=self._whole())
        return report

    def _whole(self) -> bool:
        """Whether all was selected that the implementation claims."""
        options, who = self._options, self._report.implementation
        if options.patterns or options.smoke:
            return False
        claimed = set(who.roles if who else ()) & set(self._suite.roles)
        return options.role is None or claimed <= {options.role}

    def _run(self, began: float) -> None:
        report, options = self._report, self._options
        selected = self._suite.select(options.role, options.patterns, smoke=options.smoke)
        if not selected:
            report.reason = "no case is selected"
            return
        try:
            hello = self._client.start()
        except BadHello as error:
            report.reason = str(error)
            self._explain_bad_start(gone=error.gone)
            return
        report.implementation = introduced(hello)
        cases = self._claimed(hello, selected)
        if not cases:
            roles = ", ".join(self._suite.roles)
            report.reason = f"it claims no role that is selected; the suite has {roles}"
            return
        try:
            self._judge_all(hello, cases, began)
        finally:
            judged = {case.id for case in report.cases}
            self._not_run([case for case in cases if case.id not in judged], report.reason)
        self._stop(cases[0])

    def _explain_bad_start(self, *, gone: bool) -> None:
        stderr = self._client.stderr().strip()
        if stderr:
            self._report.notes.append(f"it wrote to standard error: {stderr}")
        if gone and self._report.isolation.level in {"process", "namespace"}:
            self._report.notes.append(
                "it starts in an empty directory with a scrubbed environment; "
                "try --directory . or --keep NAME if it needs more"
            )

    def _claimed(self, hello: wire.HelloReply, selected: Sequence[Case]) -> list[Case]:
        """Choose the cases of claimed roles; note what is claimed in vain or not at all."""
        report = self._report
        known = {*self._suite.roles, *self._suite.elsewhere}
        report.not_claimed = [role for role in self._suite.roles if role not in hello.roles]
        strange = sorted(set(hello.roles) - known)
        if strange:
            names = ", ".join(harmless(role) for role in strange)
            report.notes.append(f"it claims roles that this suite does not have: {names}")
        cases = [case for case in selected if case.role in hello.roles]
        needed = {REASONS} if any(case.codes for case in cases) else set()
        needed |= {STATE_ROOT} if any(case.digests for case in cases) else set()
        needed = needed.union(*(case.requires for case in cases))
        report.missing_features = sorted(needed - set(hello.features))
        if self._options.seed is not None:
            random.Random(self._options.seed).shuffle(cases)  # noqa: S311 - an order, no secret
        return cases

    def _judge_all(self, hello: wire.HelloReply, cases: Sequence[Case], began: float) -> None:
        features = frozenset(hello.features)
        judge = Judge(REASONS in features, STATE_ROOT in features, features)
        control = Control(judge)
        self._report.control = control.results
        inspector = Inspector(self._client, judge)
        for done, case in enumerate(cases):
            ending = self._ending(began)
            if ending:
                self._report.reason = ending
                break
            result = self._case(case, features, judge, control, inspector)
            self._report.cases.append(result)
            self._listener(done + 1, len(cases), result)
        self._alone({case.id: case for case in cases}, inspector)

    def _alone(self, cases: Mapping[str, Case], inspector: Inspector) -> None:
        """Ask the first findings again, each of a fresh process: earlier cases may be to blame."""
        if self._broken >= self._options.max_broken:
            return
        suspects = [found for found in self._report.findings if found.kind not in UNSUSPECTED]
        for found in suspects[: self._options.asked_alone]:
            if not self._restart():
                return
            if inspector.right_alone(self._probes(cases[found.case])):
                found.kind = str(Kind.LEAK)
                found.detail += (
                    "; alone in a fresh process the same requests are answered rightly, so "
                    "something is left over from the cases before"
                )
                found.reproduce = self._options.reproduce(None)

    def _stop(self, first: Case) -> None:
        """Ask it to end; not to do so is a finding that belongs to no case."""
        if self._broken >= self._options.max_broken:
            return
        self._report.findings += stopped(self._client, self._options.reproduce(first.id))

    def _probes(self, case: Case) -> list[Probe]:
        assert self._report.implementation is not None, "hello comes first"
        return probes(case, by_view=STATE_ROOT not in self._report.implementation.features)

    def _ending(self, began: float) -> str:
        """Say why no further case is run; empty while there is no reason."""
        options = self._options
        if options.max_seconds is not None and time.monotonic() - began > options.max_seconds:
            return f"stopped after {options.max_seconds:g} s, as asked"
        if options.max_failures is not None and len(self._report.findings) >= options.max_failures:
            return f"stopped after {options.max_failures} failed cases, as asked"
        if self._broken >= self._options.max_broken:
            return f"given up: {self._broken} cases broke the process"
        return ""

    def _not_run(self, cases: Sequence[Case], reason: str) -> None:
        for case in cases:
            self._report.cases.append(_result(case, "not-run", reason=reason))

    def _case(
        self,
        case: Case,
        features: frozenset[str],
        judge: Judge,
        control: Control,
        inspector: Inspector,
    ) -> CaseResult:
        missing = sorted(case.requires - features)
        if missing:
            return _result(case, "skipped", missing=missing)
        asked = self._probes(case)
        self._report.counts.steps += len(asked)
        try:
            line, frame_id = self._client.batch(encode([probe.request for probe in asked]))
            problem = judge.batch(line, frame_id, asked)
            if problem is None and (extra := self._client.unsolicited()) is not None:
                problem = Problem(Kind.UNSOLICITED, "more output than one reply", "nothing", extra)
        except Broken as broken:
            line, problem = b"", Problem(Kind(broken.fate), broken.detail)
        if problem is None:
            control.consider(line, frame_id, asked)
            return _result(case, "passed")
        found = self._inspect(case, asked, problem, line, inspector)
        found.reproduce = self._options.reproduce(case.id)
        if case.id in self._options.expected:
            self._report.expected_failures.append(found)
            return _result(case, "expected-failure", reason=self._options.expected[case.id])
        self._report.findings.append(found)
        return _result(case, "failed", reason=found.detail)

    def _inspect(
        self,
        case: Case,
        asked: Sequence[Probe],
        problem: Problem,
        line: bytes,
        inspector: Inspector,
    ) -> Finding:
        """Turn a problem into a finding, and leave a process that is fit for the next case."""
        if not problem.breaks:
            found = inspector.examine(case, asked, problem, line)
            if inspector.broke:
                self._restart()
            return found
        self._broken += 1
        stderr = self._client.stderr()
        found = finding(case, asked, problem)
        if self._restart():
            found = inspector.step_by_step(case, asked, problem)
            if inspector.broke or problem.kind is not Kind.CRASH:
                self._restart()
        found.stderr = stderr
        return found

    def _restart(self) -> bool:
        """Start a fresh process; if that fails, no more cases are run."""
        self._report.restarts += 1
        try:
            self._client.start()
        except BadHello as error:
            self._report.notes.append(f"it could not be started again: {error}")
            self._broken = self._options.max_broken
            return False
        return True


def stopped(client: Client, reproduce: str) -> list[Finding]:
    """Ask the process to end; find what was not as it must be, if anything."""
    wrongs = client.stop()
    if not wrongs:
        return []
    found = Finding(
        kind=str(Kind.BAD_STOP),
        clause="",
        case="stop",
        title="The process ends when it is asked to",
        role="",
        detail="; ".join(wrongs),
        expected="its id and ok, then the end of the process",
        actual=wrongs[0],
        reproduce=reproduce,
    )
    return [found]


def introduced(hello: wire.HelloReply) -> Implementation:
    """Write down who answers, in letters that do no harm to a terminal."""
    return Implementation(
        name=harmless(hello.name),
        version=harmless(hello.version),
        spec=harmless(hello.spec),
        roles=[harmless(role) for role in hello.roles],
        features=[harmless(feature) for feature in hello.features],
    )


def _result(
    case: Case, verdict: CaseVerdict, *, missing: Sequence[str] = (), reason: str = ""
) -> CaseResult:
    return CaseResult(
        id=case.id,
        role=case.role,
        clause=case.clause,
        title=case.title,
        verdict=verdict,
        missing=list(missing),
        reason=reason,
    )
