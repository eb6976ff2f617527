"""One live session: rounds of random sequences for each role, until time or patience ends."""

from __future__ import annotations

import secrets
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from hollowbeam_conformance.live.clauses import needs
from hollowbeam_conformance.live.domains import (
    Domain,
    Sequences,
    Step,
    domain_of,
    recorded,
)
from hollowbeam_conformance.live.keeping import case_of, save
from hollowbeam_conformance.live.partner import Failure, Gone, Partner
from hollowbeam_conformance.live.remembering import remembered_checks
from hollowbeam_conformance.live.shrinking import Shrinker, requests_of
from hollowbeam_conformance.live.working import suspects
from hollowbeam_conformance.run.client import BadHello, Client
from hollowbeam_conformance.run.control import Control
from hollowbeam_conformance.run.inspection import finding
from hollowbeam_conformance.run.isolation import Launch
from hollowbeam_conformance.run.judge import BREAKING, Judge, Kind
from hollowbeam_conformance.run.process import Limits
from hollowbeam_conformance.run.report import (
    EXIT_CODES,
    CaseResult,
    ClauseInfo,
    Finding,
    IsolationReport,
    LiveRun,
    Report,
    RoleRun,
)
from hollowbeam_conformance.run.session import Options as CaseOptions
from hollowbeam_conformance.run.session import Session, introduced, stopped
from hollowbeam_conformance.run.suite import REASONS, STATE_ROOT, Case, Suite, probes
from hollowbeam_conformance.run.verdict import count, decide
from hollowbeam_conformance.run.wire import HelloReply

SECONDS: Final = 60.0
SEED_LIMIT: Final = 2**48
REMEMBERED: Final = 500
"""So many steps before a failure are asked again, where the failure does not come alone."""

COMPARED: Final = 10
"""A failure is compared with so many sequences before it, for what was right in them."""

HURRIED_SECONDS: Final = 2.0
"""While a hang is made smaller, nobody waits longer for a reply; the result is asked again."""

Listener = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Options:
    """What to draw, and when to stop.

    ``seed`` None: one is drawn. ``rounds``: after so many rounds of each role it ends, whatever the
    time. ``reproduce`` makes the command line that judges the case saved in a file; ``repeat`` the
    one that draws the sequences of a seed again.
    """

    role: str | None = None
    seed: int | None = None
    max_seconds: float = SECONDS
    max_failures: int = 1
    rounds: int | None = None
    save: Path | None = None
    clauses: dict[str, ClauseInfo] = field(default_factory=dict)
    reproduce: Callable[[Path], str] = lambda path: f"hb conform --case {path}"
    repeat: Callable[[int], str] = lambda seed: f"hb conform --live --seed {seed}"
    domains: Callable[[str], Domain | None] = domain_of


class Enough(Exception):
    """The session is over, for the reason given; empty where nothing ended early."""


@dataclass(slots=True)
class Drawn:
    """What was drawn for one role so far."""

    sequences: Sequences
    count: int = 0
    accepted: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def add(self, steps: Sequence[Step]) -> None:
        """Count the steps of a sequence by operation, or by reason."""
        self.count += 1
        for step in steps:
            if "reject" in step["expect"]:
                self.refused[step["expect"]["reject"]["code"]] += 1
            else:
                self.accepted[step["op"] if "op" in step else step["verb"]] += 1

    def written(self) -> RoleRun:
        """Write it down for the report."""
        return RoleRun(
            role=self.sequences.role,
            sequences=self.count,
            steps=self.accepted.total() + self.refused.total(),
            accepted=dict(sorted(self.accepted.items())),
            refused=dict(sorted(self.refused.items())),
        )


class LiveSession:
    """Draws, asks, shrinks what fails, and gathers the report."""

    def __init__(
        self,
        suite: Suite,
        launch: Launch,
        *,
        limits: Limits | None = None,
        options: Options | None = None,
        listener: Listener = lambda _: None,
    ) -> None:
        self._suite, self._launch = suite, launch
        self._limits = limits or Limits()
        self._options = options or Options()
        self._listener = listener
        self._client = Client(launch, self._limits, suite.spec)
        given = self._options.seed
        self._seed = secrets.randbelow(SEED_LIMIT) if given is None else given
        self._drawn: dict[str, Drawn] = {}
        self._known: set[tuple[Any, ...]] = set()
        self._before: list[Step] = []
        self._right: deque[list[Step]] = deque(maxlen=COMPARED)
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
            clauses=dict(self._options.clauses),
        )

    def run(self) -> Report:
        """Run until the end; never raises for what the implementation does.

        Raises: BrokenReference, which is a mistake of ours.
        """
        began = time.monotonic()
        report = self._report
        try:
            with remembered_checks():
                self._run(began)
        except KeyboardInterrupt:
            report.verdict, report.reason = "interrupted", "interrupted"
        finally:
            self._client.close()
        report.seconds = time.monotonic() - began
        self._conclude()
        return report

    def _run(self, began: float) -> None:
        report = self._report
        try:
            hello = self._client.start()
        except BadHello as error:
            report.reason = str(error)
            stderr = self._client.stderr().strip()
            report.notes += [f"it wrote to standard error: {stderr}"] if stderr else []
            return
        report.implementation = introduced(hello)
        self._drawn = {each.role: Drawn(each) for each in self._sequences(hello)}
        if not self._drawn:
            report.reason = report.reason or "it claims no role for which sequences can be drawn"
            return
        features = frozenset(hello.features)
        self._judge = Judge(REASONS in features, STATE_ROOT in features, features)
        control = Control(self._judge)
        report.control = control.results
        partner = Partner(self._client, self._judge, control)
        try:
            self._rounds(partner, began)
        except Enough as end:
            report.reason = str(end)
        except Gone as gone:
            report.notes.append(str(gone))
            return
        finally:
            report.counts.steps, report.restarts = partner.asked, partner.restarts
        report.findings += stopped(self._client, self._options.repeat(self._seed))

    def _sequences(self, hello: HelloReply) -> list[Sequences]:
        """Give what can be drawn for the roles that it claims, as far as its features go."""
        features = frozenset(hello.features)
        chosen = self._options.role
        found = []
        for role in dict.fromkeys(hello.roles):
            if chosen is not None and role != chosen:
                continue
            domain = self._options.domains(role)
            if domain is None:
                self._report.notes.append(f"no sequences can be drawn for the role {role}")
                continue
            asks = self._asking(role, features)
            found.append(Sequences(role, domain, asks, changes=STATE_ROOT not in features))
        return found

    def _asking(self, role: str, features: frozenset[str]) -> Callable[[str], bool]:
        needed: dict[str, frozenset[str]] = {}

        def asks(op: str) -> bool:
            if op not in needed:
                needed[op] = needs(self._suite, role, op)
            return needed[op] <= features

        return asks

    def _rounds(self, partner: Partner, began: float) -> None:
        """Draw a round of each role in turn. Raises: Enough, Gone."""
        number = 0
        while self._options.rounds is None or number < self._options.rounds:
            for role, drawn in self._drawn.items():

                def consume(steps: list[Step], drawn: Drawn = drawn) -> None:
                    self._one(partner, drawn, steps)
                    self._end_in_time(began)

                drawn.sequences.each(f"{self._seed}/{role}/{number}", consume)
            number += 1

    def _end_in_time(self, began: float) -> None:
        seconds = time.monotonic() - began
        if seconds > self._options.max_seconds:
            raise Enough(f"ended after {self._options.max_seconds:g} s")
        sequences = sum(drawn.count for drawn in self._drawn.values())
        self._listener(f"live: {sequences} sequences, {seconds:.0f} s")

    def _one(self, partner: Partner, drawn: Drawn, steps: list[Step]) -> None:
        """Ask one sequence; see to its failure."""
        restarts = partner.restarts
        failure = partner.ask(steps)
        drawn.add(steps)
        self._right.append(steps if failure is None else steps[: failure.step])
        if failure is not None and (sign := _sign(drawn, steps, failure)) not in self._known:
            self._known.add(sign)
            self._listener(f"live: {failure.kind} in {drawn.sequences.role}, shrinking")
            try:
                smallest = self._smallest(partner, steps, failure)
            except Gone:
                self._keep(steps[: failure.step + 1], failure, Kind.UNSTABLE)
                raise
            self._keep(*smallest)
            if len(self._report.findings) >= self._options.max_failures:
                reached = self._options.max_failures
                raise Enough("" if reached == 1 else f"ended after {reached} failures, as asked")
        is_new = partner.restarts > restarts
        self._before = [] if is_new else [*self._before, *steps][-REMEMBERED:]

    def _smallest(
        self, partner: Partner, steps: list[Step], failure: Failure
    ) -> tuple[list[Step], Failure, Kind | None]:
        """Shrink a failure, with what came before it where that is to blame.

        The last of the result is what it is where it cannot be shown in a fresh process.
        """
        if failure.kind is Kind.HANG:
            return self._hurried(steps, failure)
        again = partner.ask(steps)
        alone = partner.afresh(steps)
        if alone is not None:
            return _shrunk(Shrinker(partner.ask, steps, alone, changes=self._by_view))
        whole = recorded(requests_of(self._since_reset() + steps))
        late = partner.afresh(whole)
        if late is not None:
            return _shrunk(
                Shrinker(partner.afresh, whole, late, starts=True, changes=self._by_view)
            )
        kind = Kind.LEAK if again is not None else Kind.UNSTABLE
        return steps[: failure.step + 1], failure, kind

    @property
    def _by_view(self) -> bool:
        """Whether the implementation has to be asked for what each step changes."""
        return not self._judge.compare_digests

    def _since_reset(self) -> list[Step]:
        """Give the steps remembered, from the first reset on."""
        resets = [at for at, step in enumerate(self._before) if step["verb"] == "reset"]
        return self._before[resets[0] :] if resets else []

    def _hurried(
        self, steps: list[Step], failure: Failure
    ) -> tuple[list[Step], Failure, Kind | None]:
        """Shrink a hang, waiting only a little for each reply."""
        seconds = min(HURRIED_SECONDS, self._limits.reply_seconds)
        limits = replace(self._limits, reply_seconds=seconds)
        client = Client(self._launch, limits, self._suite.spec)
        try:
            partner = Partner(client, self._judge, Control(self._judge))
            alone = partner.afresh(steps)
            if alone is None or alone.kind is not Kind.HANG:
                return steps[: failure.step + 1], failure, Kind.UNSTABLE
            return _shrunk(Shrinker(partner.ask, steps, alone, changes=self._by_view))
        finally:
            client.close()

    def _keep(self, steps: list[Step], failure: Failure, kind: Kind | None) -> None:
        """Make a case of a failure, judge it as any case is, and write both down.

        ``kind`` is what it is where no fresh process shows it.
        """
        about = suspects(self._right, steps)
        case = case_of(self._suite, recorded(requests_of(steps)), failure, about)
        suite = replace(self._suite, cases=(case,), retired={})
        path = save(case, self._options.save)
        options = CaseOptions(reproduce=lambda _: self._options.reproduce(path))
        session = Session(suite, self._launch, limits=self._limits, options=options)
        again = [] if kind else session.run().findings
        found = [each for each in again if each.case == case.id]
        if not found:
            found = [self._unstable(case, failure, kind or Kind.UNSTABLE)]
        elif any(step["verb"] == "reset" for step in steps[1:]):
            found[0].kind = str(Kind.LEAK)
            found[0].detail += "; without what comes before the last reset, it is right"
        found[0].places += self._at_work(case.role, about)
        self._report.findings.append(found[0])
        self._report.cases.append(_result(case.id, case.role, case.clause, case.title, "failed"))

    def _at_work(self, role: str, clauses: AbstractSet[str]) -> list[str]:
        """Name the clauses of a role that a failure may be about."""
        judged = dict.fromkeys(case.clause for case in self._suite.cases if case.role == role)
        names = sorted(clauses & judged.keys(), key=lambda name: int(name.rpartition("-")[2]))
        return [f"a step about {', '.join(names)}"] if names else []

    def _unstable(self, case: Case, failure: Failure, kind: Kind) -> Finding:
        """Describe a failure that does not come in a fresh process."""
        asked = probes(case, by_view=self._by_view)
        problem = failure.problem
        found = finding(case, asked, replace(problem, probe=None))
        found.step = failure.step + 1
        found.kind = str(failure.kind if failure.kind in BREAKING else kind)
        found.stderr = failure.stderr
        found.detail += "; alone in a fresh process the same requests are answered rightly"
        found.reproduce = self._options.repeat(self._seed)
        return found

    def _conclude(self) -> None:
        report = self._report
        runs = [drawn.written() for drawn in self._drawn.values()]
        report.live = LiveRun(seed=self._seed, repeat=self._options.repeat(self._seed), roles=runs)
        failed = {case.role for case in report.cases}
        report.cases += [
            _result(f"live-{run.role}", run.role, "live", "Random sequences", "passed")
            for run in runs
            if run.sequences and run.role not in failed
        ]
        report.seed = self._seed
        report.counts = count(report)
        if report.verdict != "interrupted":
            decide(report)
        report.exit_code = EXIT_CODES[report.verdict]


def _shrunk(shrinker: Shrinker) -> tuple[list[Step], Failure, None]:
    shrinker.run()
    return shrinker.steps, shrinker.failure, None


def _sign(drawn: Drawn, steps: Sequence[Step], failure: Failure) -> tuple[Any, ...]:
    """Tell one failure from others: where it shows, and how."""
    step, given = steps[failure.step], failure.problem.actual
    refusal = given.get("reject") if isinstance(given, dict) else None
    code = refusal.get("code") if isinstance(refusal, dict) else None
    expected = step["expect"].get("reject", {}).get("code")
    return (drawn.sequences.role, failure.kind, step.get("op"), expected, str(code))


def _result(identity: str, role: str, clause: str, title: str, verdict: Any) -> CaseResult:
    return CaseResult(id=identity, role=role, clause=clause, title=title, verdict=verdict)
