"""What a session found: one model, which every form of report is written from."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Verdict = Literal["conforms", "findings", "could-not-test", "interrupted"]
CaseVerdict = Literal["passed", "failed", "expected-failure", "skipped", "not-run"]

EXIT_CODES: dict[str, int] = {
    "conforms": 0,
    "findings": 1,
    "could-not-test": 2,
    "interrupted": 130,
}


class Part(BaseModel):
    """A part of a report."""

    model_config = ConfigDict(extra="forbid")


class ClauseInfo(Part):
    """What a clause is about, and where it stands; both may be unknown, and are empty then."""

    title: str = ""
    place: str = ""


class Implementation(Part):
    """Who was judged, in its own words."""

    name: str
    version: str
    spec: str
    roles: list[str]
    features: list[str]


class IsolationReport(Part):
    """How far the implementation was shut in."""

    level: str
    measures: list[str]
    lacking: list[str]


class TraceLine(Part):
    """One request of a failing case, with the right answer and the one that came."""

    request: str
    expected: str
    actual: str
    verdict: Literal["right", "wrong", "unknown"]


class Finding(Part):
    """One case that failed. ``step`` counts from 1; texts are cut to a readable length."""

    kind: str
    clause: str
    case: str
    title: str
    role: str
    detail: str
    step: int | None = None
    expected: str
    actual: str
    places: list[str] = Field(default_factory=list)
    trace: list[TraceLine] = Field(default_factory=list)
    stderr: str = ""
    reproduce: str = ""


class CaseResult(Part):
    """What became of one case. ``missing`` are the features for want of which it was skipped."""

    id: str
    role: str
    clause: str
    title: str
    verdict: CaseVerdict
    missing: list[str] = Field(default_factory=list)
    reason: str = ""


class Counts(Part):
    """How many cases had each verdict, and how many steps were judged."""

    selected: int = 0
    run: int = 0
    passed: int = 0
    failed: int = 0
    expected_failures: int = 0
    skipped: int = 0
    not_run: int = 0
    steps: int = 0

    @property
    def by_verdict(self) -> dict[str, int]:
        """The number of cases of each verdict, in words; what did not happen is left out."""
        numbers = {
            "passed": self.passed,
            "failed": self.failed,
            "expected to fail": self.expected_failures,
            "skipped": self.skipped,
            "not run": self.not_run,
        }
        return {name: number for name, number in numbers.items() if number}


class RoleRun(Part):
    """What was drawn for one role: steps accepted, by operation, and refused, by reason."""

    role: str
    sequences: int
    steps: int
    accepted: dict[str, int]
    refused: dict[str, int]


class LiveRun(Part):
    """A live session: its seed, and the command line that draws the same sequences again."""

    seed: int
    repeat: str
    roles: list[RoleRun]


class Certificate(Part):
    """What may be claimed after this session.

    ``certified`` needs: every case of every claimed role run and passed, every feature of these
    roles claimed, the control flagged, the whole suite selected.
    """

    certified: bool
    obstacles: list[str]
    spec: str
    suite_sha256: str
    implementation: str
    roles: list[str]
    counts: Counts
    missing_features: list[str]
    isolation: str


class Report(Part):
    """A session. ``reason`` says why it could not test, or why it ended early."""

    verdict: Verdict
    exit_code: int
    reason: str = ""
    spec: str
    suite_sha256: str
    command: list[str]
    implementation: Implementation | None = None
    isolation: IsolationReport
    control: dict[str, str] = Field(default_factory=dict)
    counts: Counts = Field(default_factory=Counts)
    cases: list[CaseResult] = Field(default_factory=list)
    findings: list[Finding] = Field(default_factory=list)
    expected_failures: list[Finding] = Field(default_factory=list)
    clauses: dict[str, ClauseInfo] = Field(default_factory=dict)
    notes: list[str] = Field(default_factory=list)
    not_claimed: list[str] = Field(default_factory=list)
    missing_features: list[str] = Field(default_factory=list)
    seed: int | None = None
    restarts: int = 0
    seconds: float = 0.0
    certificate: Certificate | None = None
    live: LiveRun | None = None

    @property
    def who(self) -> str:
        """Name the implementation."""
        if self.implementation is None:
            return "unknown"
        return f"{self.implementation.name} {self.implementation.version}"

    @property
    def headline(self) -> str:
        """Say the verdict in one sentence."""
        counts = self.counts
        match self.verdict:
            case "conforms" if self.live is not None:
                return f"{self.who} answers all that was drawn as the reference does"
            case "conforms":
                known = counts.expected_failures
                limits = [f", but for {counted(known, 'expected failure')}"] if known else []
                limits += [", as far as it was judged"] if counts.not_run else []
                return f"{self.who} conforms to {self.spec}{''.join(limits)}"
            case "findings":
                return f"{self.who} does not conform to {self.spec}"
            case "interrupted":
                return f"interrupted: {self.who} was judged in part"
            case _:
                return f"could not test: {self.reason}"

    def about(self, clause: str) -> ClauseInfo:
        """Tell what is known about a clause; an empty name is the adapter protocol itself."""
        if not clause:
            return ClauseInfo(title="The adapter protocol", place="docs/implementers.md")
        return self.clauses.get(clause, ClauseInfo())


class ClauseSummary(Part):
    """All cases of one clause together."""

    role: str
    clause: str
    passed: int = 0
    failed: int = 0
    expected_failures: int = 0
    skipped: int = 0
    not_run: int = 0

    @property
    def verdict(self) -> str:
        """The worst that befell a case of the clause."""
        if self.failed:
            return "failed"
        if self.expected_failures:
            return "expected-failure"
        if self.passed:
            return "passed" if not self.skipped + self.not_run else "partly"
        return "skipped" if self.skipped else "not-run"


FIELDS = {
    "passed": "passed",
    "failed": "failed",
    "expected-failure": "expected_failures",
    "skipped": "skipped",
    "not-run": "not_run",
}


def by_clause(report: Report) -> dict[str, list[ClauseSummary]]:
    """Group the cases by role in the order of the suite, and by clause in the order of numbers."""
    table: dict[tuple[str, str], ClauseSummary] = {}
    for case in report.cases:
        key = (case.role, case.clause)
        summary = table.setdefault(key, ClauseSummary(role=case.role, clause=case.clause))
        name = FIELDS[case.verdict]
        setattr(summary, name, getattr(summary, name) + 1)
    roles: dict[str, list[ClauseSummary]] = {role: [] for role, _ in table}
    for summary in sorted(table.values(), key=lambda summary: _number(summary.clause)):
        roles.setdefault(summary.role, []).append(summary)
    return roles


def _number(clause: str) -> tuple[str, int]:
    room, _, number = clause.rpartition("-")
    return room, int(number) if number.isdecimal() else 0


def counted(number: int, noun: str) -> str:
    """Write a number of things."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def findings_by_clause(report: Report) -> dict[str, list[Finding]]:
    """Group the findings by clause, in the order of the suite."""
    groups: dict[str, list[Finding]] = {}
    for found in report.findings:
        groups.setdefault(found.clause, []).append(found)
    return groups


def skipped_by_feature(report: Report) -> dict[str, int]:
    """Count the skipped cases for each missing feature."""
    counts: dict[str, int] = {}
    for case in report.cases:
        for feature in case.missing:
            counts[feature] = counts.get(feature, 0) + 1
    return counts
