"""A report as annotations of a GitHub workflow."""

from __future__ import annotations

from hollowbeam_conformance.run.report import Finding, Report


def github(report: Report) -> str:
    """Write one error for each finding, and one line with the verdict."""
    lines = [_finding(report, found) for found in report.findings]
    level = {"conforms": "notice", "findings": "error"}.get(report.verdict, "warning")
    counts = report.counts
    tally = f"{counts.passed} of {counts.selected} cases passed, {counts.skipped} skipped"
    lines.append(_command(level, "Hollow BEAM conformance", f"{report.headline}\n{tally}"))
    return "".join(line + "\n" for line in lines)


def _finding(report: Report, found: Finding) -> str:
    about = report.about(found.clause)
    lines = [
        f"{found.title}: {found.detail}",
        f"expected {found.expected}",
        f"actual {found.actual}",
        " ".join(filter(None, ("clause", found.clause, about.title, about.place))),
        f"reproduce {found.reproduce}",
    ]
    return _command("error", f"{found.clause} {found.case}".strip(), "\n".join(lines))


def _command(level: str, title: str, text: str) -> str:
    """Write a workflow command; the runner ends a property at a comma or a colon."""
    escaped = title.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    escaped = escaped.replace(":", "%3A").replace(",", "%2C")
    body = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::{level} title={escaped}::{body}"
