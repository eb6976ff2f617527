"""A report for a terminal: the verdict, then what is wrong, then how to go on."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from hollowbeam_conformance.run.report import (
    ClauseSummary,
    Finding,
    LiveRun,
    Report,
    by_clause,
    counted,
    findings_by_clause,
    skipped_by_feature,
)

IN_FULL_A_CLAUSE = 3
IN_FULL = 20
"""So many findings are shown in full, the others in two lines."""
SHOWN = 160
"""Characters of a value in a finding; the trace has the whole."""
SHOWN_BRIEFLY = 50
WIDTH = 100

MARKS = {
    "passed": ("✓", "green"),
    "failed": ("✗", "red"),
    "expected-failure": ("~", "yellow"),
    "skipped": ("-", "dim"),
    "partly": ("◐", "yellow"),
    "not-run": ("·", "dim"),
}
VERDICTS = {"conforms": "green", "findings": "red"}
CODES = {"bold": 1, "dim": 2, "red": 31, "green": 32, "yellow": 33}


@dataclass(frozen=True, slots=True)
class Style:
    """Writes in colour, or not."""

    colour: bool

    def __call__(self, text: str, *names: str) -> str:
        """Give the text in a style."""
        if not self.colour:
            return text
        codes = ";".join(str(CODES[name]) for name in names)
        return f"\x1b[{codes}m{text}\x1b[0m"


def text(report: Report, *, verbose: bool = False, colour: bool = False) -> str:
    """Write a report in lines. ``verbose``: every finding in full, with its trace."""
    style = Style(colour)
    parts = [
        _head(report, style),
        _clauses(report, style),
        _findings(report, style, verbose=verbose),
        _known(report, style),
        _ground(report, style),
        _onwards(report, style, verbose=verbose),
    ]
    return "\n".join("".join(line + "\n" for line in part) for part in map(list, parts) if part)


def _head(report: Report, style: Style) -> Iterator[str]:
    mark = "✓" if report.verdict == "conforms" else "✗" if report.verdict == "findings" else "!"
    colour = VERDICTS.get(report.verdict, "yellow")
    yield style(f"{mark} {report.headline}", "bold", colour)
    counts = report.counts
    if report.live is not None:
        yield from _drawn(report, report.live)
        return
    if not counts.selected:
        yield from (f"  {note}" for note in report.notes)
        return
    tally = ", ".join(f"{number} {name}" for name, number in counts.by_verdict.items())
    yield f"  {counts.selected} cases: {tally}; {counts.steps} requests in {report.seconds:.2f} s"
    if report.reason and report.verdict != "could-not-test":
        yield f"  {report.reason}"
    yield from (f"  {note}" for note in report.notes)


def _drawn(report: Report, live: LiveRun) -> Iterator[str]:
    """Say what was drawn, and how to draw it again."""
    for run in live.roles:
        share = 100 * sum(run.accepted.values()) // max(run.steps, 1)
        yield (
            f"  {run.role:<14} {counted(run.sequences, 'sequence')}, {run.steps} steps:"
            f" {share} % accepted, {counted(len(run.refused), 'reason')} met"
        )
    yield f"  {report.counts.steps} requests in {report.seconds:.2f} s"
    yield from (f"  {note}" for note in report.notes)
    yield f"  seed {live.seed}; to draw the same again: {live.repeat}"


def _clauses(report: Report, style: Style) -> Iterator[str]:
    """One line a group of clauses with the same verdict; those with failures one line each."""
    if report.live is not None:
        return
    for role, summaries in by_clause(report).items():
        yield style(role, "bold")
        for verdict in ("failed", "expected-failure", "partly", "skipped", "not-run", "passed"):
            group = [summary for summary in summaries if summary.verdict == verdict]
            if verdict in {"failed", "expected-failure"}:
                yield from (_clause(report, summary, style) for summary in group)
            elif group:
                names = " ".join(summary.clause for summary in group)
                yield from _listed(verdict, names, style)


def _clause(report: Report, summary: ClauseSummary, style: Style) -> str:
    mark, colour = MARKS[summary.verdict]
    total = (
        summary.passed
        + summary.failed
        + summary.expected_failures
        + summary.skipped
        + summary.not_run
    )
    wrong = summary.failed or summary.expected_failures
    title = report.about(summary.clause).title
    return f"  {style(mark, colour)} {summary.clause:<8} {wrong} of {total} fail  {title}".rstrip()


def _listed(verdict: str, names: str, style: Style) -> Iterator[str]:
    mark, colour = MARKS[verdict]
    label = "" if verdict == "passed" else f"{verdict.replace('-', ' ')}: "
    first, *rest = textwrap.wrap(label + names, WIDTH - 4, break_on_hyphens=False)
    yield f"  {style(mark, colour)} {first}"
    yield from (f"    {line}" for line in rest)


def _findings(report: Report, style: Style, *, verbose: bool) -> Iterator[str]:
    shown = 0
    for position, (clause, group) in enumerate(findings_by_clause(report).items()):
        about = report.about(clause)
        if position:
            yield ""
        heading = style(" ".join(filter(None, (clause, about.title))) or "expectations", "bold")
        yield f"{heading}  {style(about.place, 'dim')}".rstrip()
        for number, found in enumerate(group):
            if verbose or (number < IN_FULL_A_CLAUSE and shown < IN_FULL):
                shown += 1
                yield from _finding(found, style, verbose=verbose)
            else:
                yield from _brief(found, style)


def _finding(found: Finding, style: Style, *, verbose: bool) -> Iterator[str]:
    limit = None if verbose else SHOWN
    yield f"  {style('✗', 'red')} {style(found.case, 'bold')}  {found.title}"
    step = f"step {found.step}: " if found.step else ""
    yield f"    {found.kind:<9} {step}{found.detail}"
    yield f"    expected  {_cut(found.expected, limit)}"
    yield f"    actual    {_cut(found.actual, limit)}"
    for place in found.places:
        yield f"    at        {_cut(place, limit)}"
    if verbose:
        for number, line in enumerate(found.trace, 1):
            mark, colour = {"right": ("✓", "green"), "wrong": ("✗", "red")}.get(
                line.verdict, ("·", "dim")
            )
            yield f"    {style(mark, colour)} {number:>2} request  {line.request}"
            yield f"         expected {line.expected}"
            yield f"         actual   {line.actual}"
    if found.stderr:
        for said in found.stderr.strip().splitlines()[-3:]:
            yield f"    stderr    {_cut(said, limit)}"
    if found.reproduce:
        yield f"    reproduce {found.reproduce}"


def _brief(found: Finding, style: Style) -> Iterator[str]:
    expected, actual = _cut(found.expected, SHOWN_BRIEFLY), _cut(found.actual, SHOWN_BRIEFLY)
    compared = f"expected {expected}, actual {actual}"
    yield f"  {style('✗', 'red')} {found.case}  {found.kind}: {compared}"
    if found.reproduce:
        yield f"    reproduce {found.reproduce}"


def _cut(value: str, limit: int | None = SHOWN) -> str:
    return value if limit is None or len(value) <= limit else f"{value[:limit]}…"


def _known(report: Report, style: Style) -> Iterator[str]:
    if not report.expected_failures:
        return
    reasons = {case.id: case.reason for case in report.cases}
    yield style("expected to fail", "bold")
    for found in report.expected_failures:
        yield f"  ~ {found.clause} {found.case}: {reasons.get(found.case, '')}"


def _ground(report: Report, style: Style) -> Iterator[str]:
    """Say what the verdict rests on."""
    if report.implementation is None:
        return
    yield style("what this rests on", "bold")
    flagged = sum(result == "flagged" for result in report.control.values())
    occasions = sum(result != "no occasion" for result in report.control.values())
    yield f"  control      {flagged} of {occasions} falsified replies flagged"
    yield f"  isolation    {report.isolation.level}: {_isolation(report)}"
    features = skipped_by_feature(report)
    if features:
        named = ", ".join(f"{name} ({count})" for name, count in features.items())
        yield f"  not tested   for want of features: {named}"
    if report.not_claimed:
        yield f"  not claimed  roles: {', '.join(report.not_claimed)}"
    certificate = report.certificate
    if certificate is not None and certificate.certified:
        yield f"  certificate  {report.who} is certified for {', '.join(certificate.roles)}"
    elif certificate is not None:
        yield f"  certificate  none: {'; '.join(certificate.obstacles)}"


def _isolation(report: Report) -> str:
    return {
        "namespace": "no network, read-only files, vectors out of sight",
        "process": "limits and a scrubbed environment; network and files within reach",
    }.get(report.isolation.level, "nothing is shut off")


def _onwards(report: Report, style: Style, *, verbose: bool) -> Iterator[str]:
    """Say how to go on."""
    clauses = [clause for clause in findings_by_clause(report) if clause]
    if not report.findings:
        return
    yield style("how to go on", "bold")
    if clauses:
        yield f"  read the first clause         hb spec {clauses[0]}"
        yield "  the first finding first       later clauses build on earlier ones"
    if not verbose:
        yield "  every request and answer      --verbose, or --report DIRECTORY for a page to read"
    yield "  what is known and accepted    --expect-failures FILE, a line for each: CASE REASON"
