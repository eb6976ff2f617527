"""A report as one self-contained page: no network, light and dark, readable on a phone."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from html import escape
from importlib.resources import files

from hollowbeam_conformance.run.report import (
    ClauseSummary,
    Finding,
    Report,
    TraceLine,
    by_clause,
    counted,
    findings_by_clause,
    skipped_by_feature,
)

VERDICTS = {
    "passed": "passed",
    "failed": "failed",
    "expected-failure": "expected to fail",
    "partly": "tested in part",
    "skipped": "skipped",
    "not-run": "not run",
}
IN_SIGHT = 2
"""So many findings of a clause are in sight, the others are folded away."""
TRACES_OPEN = 1
"""The first finding of a clause shows its trace; the others fold it away."""


def page(report: Report) -> str:
    """Write a report as HTML."""
    resources = files("hollowbeam_conformance.run.render")
    style = resources.joinpath("page.css").read_text(encoding="utf-8")
    script = resources.joinpath("page.js").read_text(encoding="utf-8")
    sections = [
        _head(report),
        _clauses(report),
        _findings(report),
        _expected(report),
        _ground(report),
        _cases(report),
    ]
    return f"""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>{escape(report.headline)}</title>
<style>
{style}</style>
</head>
<body>
<main>
{"".join(sections)}</main>
<script>
{script}</script>
</body>
</html>
"""


def _head(report: Report) -> str:
    counts = report.counts
    tally = "".join(
        f'<li class="{kind.replace(" ", "-")}"><b>{number}</b> {kind}</li>'
        for kind, number in counts.by_verdict.items()
    )
    remarks = [report.reason] if report.verdict != "could-not-test" and report.reason else []
    notes = "".join(f"<p>{escape(note)}</p>" for note in [*remarks, *report.notes])
    mark = {"conforms": "✓", "findings": "✗"}.get(report.verdict, "!")
    steps = f"{counts.steps} requests in {report.seconds:.2f} s" if counts.steps else ""
    return f"""\
<header class="{report.verdict}">
<p class="kicker">Hollow BEAM conformance, {escape(report.spec)}</p>
<h1><span class="mark" aria-hidden="true">{mark}</span> {escape(report.headline)}</h1>
<ul class="tally">{tally}</ul>
{notes}<p class="how"><code>{escape(shlex.join(report.command))}</code><br>{steps}</p>
</header>
"""


def _clauses(report: Report) -> str:
    rooms = by_clause(report)
    if not rooms:
        return ""
    blocks = []
    for role, summaries in rooms.items():
        chips = "".join(_chip(report, summary) for summary in summaries)
        passed = sum(summary.verdict == "passed" for summary in summaries)
        blocks.append(
            f"<h3>{escape(role)} <small>{passed} of {len(summaries)} clauses passed</small></h3>\n"
            f'<ul class="chips">{chips}</ul>\n'
        )
    shown = {summary.verdict for summaries in rooms.values() for summary in summaries}
    legend = "".join(
        f'<li><span class="dot {verdict}"></span>{text}</li>'
        for verdict, text in VERDICTS.items()
        if verdict in shown
    )
    below = f'<ul class="legend">{legend}</ul>\n'
    return f"<section>\n<h2>Clauses</h2>\n{''.join(blocks)}{below}</section>\n"


def _chip(report: Report, summary: ClauseSummary) -> str:
    title = report.about(summary.clause).title
    verdict = VERDICTS[summary.verdict]
    label = f"{summary.clause} {title}: {verdict}".replace(" :", ":")
    target = f"finding-{summary.clause}" if summary.failed else f"cases-{summary.clause}"
    return (
        f'<li><a class="chip {summary.verdict}" href="#{escape(target)}" '
        f'title="{escape(label)}">{escape(summary.clause)}</a></li>'
    )


def _findings(report: Report) -> str:
    groups = findings_by_clause(report)
    if not groups:
        return ""
    blocks = []
    for clause, group in groups.items():
        about = report.about(clause)
        place = f'<p class="place">{escape(about.place)}</p>' if about.place else ""
        name = f'<span class="id">{escape(clause)}</span> ' if clause else ""
        articles = [_finding(found, number) for number, found in enumerate(group)]
        shown, folded = articles[:IN_SIGHT], articles[IN_SIGHT:]
        if folded:
            shown.append(
                _folded(f"{counted(len(folded), 'more finding')} of this clause", "".join(folded))
            )
        blocks.append(
            f'<section class="clause" id="finding-{escape(clause)}">\n'
            f"<h3>{name}{escape(about.title)}</h3>\n{place}{''.join(shown)}</section>\n"
        )
    hint = (
        "<p>Later clauses build on earlier ones: begin with the first. "
        "<code>hb spec CLAUSE</code> prints a clause.</p>\n"
    )
    return f"<section>\n<h2>Findings</h2>\n{hint}{''.join(blocks)}</section>\n"


def _finding(found: Finding, number: int) -> str:
    step = f"step {found.step}: " if found.step else ""
    places = "".join(f"<li><code>{escape(place)}</code></li>" for place in found.places)
    parts = [
        f'<article>\n<h4><span class="kind">{escape(found.kind)}</span> ',
        f"{escape(found.title)}</h4>\n",
        f'<p class="case"><code>{escape(found.case)}</code> {step}{escape(found.detail)}</p>\n',
        '<dl class="pair">',
        f"<div><dt>expected</dt><dd><code>{escape(found.expected)}</code></dd></div>",
        f"<div><dt>actual</dt><dd><code>{escape(found.actual)}</code></dd></div></dl>\n",
        f'<ul class="places">{places}</ul>\n' if places else "",
        _trace(found.trace, unfolded=number < TRACES_OPEN),
        _folded("standard error", f"<pre>{escape(found.stderr)}</pre>") if found.stderr else "",
    ]
    if found.reproduce:
        parts.append(
            f'<div class="reproduce"><code>{escape(found.reproduce)}</code>'
            '<button type="button" hidden>copy</button></div>\n'
        )
    return "".join(parts) + "</article>\n"


def _trace(lines: Iterable[TraceLine], *, unfolded: bool) -> str:
    rows = "".join(
        f'<tr class="{line.verdict}"><td class="number">{number}</td>'
        f'<td data-label="request"><code>{escape(line.request)}</code></td>'
        f'<td data-label="expected"><code>{escape(line.expected)}</code></td>'
        f'<td data-label="actual"><code>{escape(line.actual)}</code></td></tr>\n'
        for number, line in enumerate(lines, 1)
    )
    if not rows:
        return ""
    head = "<tr><th></th><th>request</th><th>expected</th><th>actual</th></tr>"
    table = f'<table class="trace"><thead>{head}</thead><tbody>\n{rows}</tbody></table>'
    return _folded(f"trace, {counted(rows.count('<tr'), 'request')}", table, unfolded=unfolded)


def _folded(title: str, content: str, *, unfolded: bool = False) -> str:
    state = " open" if unfolded else ""
    return f"<details{state}><summary>{escape(title)}</summary>{content}</details>\n"


def _expected(report: Report) -> str:
    if not report.expected_failures:
        return ""
    reasons = {case.id: case.reason for case in report.cases}
    rows = "".join(
        f"<tr><td>{escape(found.clause)}</td><td><code>{escape(found.case)}</code></td>"
        f"<td>{escape(reasons.get(found.case, ''))}</td><td>{escape(found.detail)}</td></tr>\n"
        for found in report.expected_failures
    )
    head = "<tr><th>clause</th><th>case</th><th>reason given</th><th>what happens</th></tr>"
    return (
        f'<section>\n<h2>Expected to fail</h2>\n<div class="wide"><table><thead>{head}</thead>'
        f"<tbody>{rows}</tbody></table></div>\n</section>\n"
    )


def _ground(report: Report) -> str:
    """Say what the verdict rests on, and what it does not cover."""
    rows: list[tuple[str, str]] = []
    certificate = report.certificate
    if certificate is not None:
        if certificate.certified:
            text = f"{escape(report.who)} is certified for {escape(', '.join(certificate.roles))}"
        else:
            text = "none, because of" + _list(certificate.obstacles)
        rows.append(("certificate", text))
    if report.control:
        flagged = [name for name, result in report.control.items() if result == "flagged"]
        others = [
            f"{name}: {result}" for name, result in report.control.items() if result != "flagged"
        ]
        text = f"falsified replies that the judge flagged: {escape(', '.join(flagged) or 'none')}"
        rows.append(("control", text + _list(others)))
    isolation = report.isolation
    text = f"level <b>{escape(isolation.level)}</b>{_list(isolation.measures)}"
    if isolation.lacking:
        text += f"what it does not stop{_list(isolation.lacking)}"
    rows.append(("isolation", text))
    skipped = skipped_by_feature(report)
    if skipped:
        lines = [f"{name}: {counted(count, 'case')}" for name, count in skipped.items()]
        rows.append(("features not claimed", _list(lines)))
    if report.not_claimed:
        rows.append(("roles not claimed", escape(", ".join(report.not_claimed))))
    rows.append(("suite", f"<code>{escape(report.suite_sha256)}</code>"))
    if report.seed is not None:
        rows.append(("seed", str(report.seed)))
    if report.restarts:
        rows.append(("started anew", f"{report.restarts} times"))
    items = "".join(f"<div><dt>{name}</dt><dd>{text}</dd></div>\n" for name, text in rows)
    return f'<section>\n<h2>What this rests on</h2>\n<dl class="facts">\n{items}</dl>\n</section>\n'


def _list(items: Iterable[str]) -> str:
    lines = "".join(f"<li>{escape(item)}</li>" for item in items)
    return f"<ul>{lines}</ul>" if lines else ""


def _cases(report: Report) -> str:
    rows = []
    seen: set[str] = set()
    for case in report.cases:
        anchor = "" if case.clause in seen else f' id="cases-{escape(case.clause)}"'
        seen.add(case.clause)
        verdict = VERDICTS[case.verdict]
        why = f", needs {', '.join(case.missing)}" if case.missing else ""
        rows.append(
            f"<tr{anchor}><td>{escape(case.clause)}</td>"
            f"<td><code>{escape(case.id)}</code> {escape(case.title)}</td>"
            f'<td class="verdict"><span class="dot {case.verdict}"></span>'
            f"{verdict}{escape(why)}</td></tr>\n"
        )
    if not rows:
        return ""
    head = "<tr><th>clause</th><th>case</th><th>verdict</th></tr>"
    table = f'<table class="cases"><thead>{head}</thead><tbody>\n{"".join(rows)}</tbody></table>'
    return (
        f"<section>\n<h2>All cases</h2>\n{_folded(counted(len(rows), 'case'), table)}</section>\n"
    )
