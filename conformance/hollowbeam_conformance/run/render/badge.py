"""A report as a badge: a small picture for a README."""

from __future__ import annotations

from xml.sax.saxutils import escape

from hollowbeam_conformance.run.report import Report, counted

CERTIFIED, FINDINGS, CONFORMS, UNKNOWN = "#24704f", "#a3362b", "#8a5a00", "#6b6f76"
COLOURS = {
    "conforms": CONFORMS,
    "findings": FINDINGS,
    "could-not-test": UNKNOWN,
    "interrupted": UNKNOWN,
}
CHARACTER = 6.6
"""Mean width of a character at 11 pixels; ``textLength`` makes it exact in any font."""
PADDING = 8


def badge(report: Report) -> str:
    """Draw the version of the specification and how many cases passed; green is certified."""
    counts = report.counts
    tally = f"{counts.passed}/{counts.selected}"
    certified = report.certificate is not None and report.certificate.certified
    colour = CERTIFIED if certified else COLOURS[report.verdict]
    said = {
        "conforms": f"conforms {tally}" if certified else f"{tally} passed",
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
<rect x="{first}" width="{second}" height="20" fill="{colour}"/>
</g>
<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
<text x="{PADDING}" y="14" textLength="{first - 2 * PADDING}">{escape(left)}</text>
<text x="{first + PADDING}" y="14" textLength="{second - 2 * PADDING}">{escape(right)}</text>
</g>
</svg>
"""


def _width(text: str) -> int:
    return round(len(text) * CHARACTER) + 2 * PADDING
