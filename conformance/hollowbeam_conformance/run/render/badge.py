"""A report as a badge: a small picture for a README."""

from __future__ import annotations

from xml.sax.saxutils import escape

from hollowbeam_conformance.run.report import Report, counted

COLOURS = {
    "conforms": "#24704f",
    "findings": "#a3362b",
    "could-not-test": "#6b6f76",
    "interrupted": "#6b6f76",
}
CHARACTER = 6.6
"""Mean width of a character at 11 pixels; ``textLength`` makes it exact in any font."""
PADDING = 8


def badge(report: Report) -> str:
    """Draw the version of the specification and how many cases passed."""
    counts = report.counts
    tally = f"{counts.passed}/{counts.selected}"
    said = {
        "conforms": f"conforms {tally}",
        "findings": counted(len(report.findings), "finding"),
        "could-not-test": "not tested",
        "interrupted": "interrupted",
    }[report.verdict]
    left, right = f"Hollow BEAM {report.spec}", said
    first, second = _width(left), _width(right)
    width = first + second
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" role="img" \
aria-label="{escape(left)}: {escape(right)}">
<title>{escape(left)}: {escape(right)}</title>
<clipPath id="r"><rect width="{width}" height="20" rx="3"/></clipPath>
<g clip-path="url(#r)">
<rect width="{first}" height="20" fill="#30343a"/>
<rect x="{first}" width="{second}" height="20" fill="{COLOURS[report.verdict]}"/>
</g>
<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
<text x="{PADDING}" y="14" textLength="{first - 2 * PADDING}">{escape(left)}</text>
<text x="{first + PADDING}" y="14" textLength="{second - 2 * PADDING}">{escape(right)}</text>
</g>
</svg>
"""


def _width(text: str) -> int:
    return round(len(text) * CHARACTER) + 2 * PADDING
