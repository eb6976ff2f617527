"""The forms of a report: each is written from the same model, and from nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hollowbeam_conformance.run.render.badge import badge
from hollowbeam_conformance.run.render.document import document
from hollowbeam_conformance.run.render.github import github
from hollowbeam_conformance.run.render.junit import junit
from hollowbeam_conformance.run.render.page import page
from hollowbeam_conformance.run.render.text import text
from hollowbeam_conformance.run.report import Report

FORMATS: dict[str, Callable[[Report], str]] = {
    "text": text,
    "json": document,
    "junit": junit,
    "html": page,
    "github": github,
}
"""What can be printed, by name."""

FILES: dict[str, Callable[[Report], str]] = {
    "report.txt": text,
    "report.json": document,
    "junit.xml": junit,
    "report.html": page,
    "badge.svg": badge,
}
"""What is written into a directory, by the name of the file."""

SUFFIXES: dict[str, Callable[[Report], str]] = {
    Path(name).suffix: form for name, form in FILES.items()
}
"""What is written to one file, by the end of its name."""


def write(report: Report, place: Path) -> list[Path]:
    """Write a report to one file, or all its forms into a directory; return what was written.

    A name that ends as one of the files does is a file, any other a directory. Raises: OSError.
    """
    if place.suffix in SUFFIXES and not place.is_dir():
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(SUFFIXES[place.suffix](report), encoding="utf-8")
        return [place]
    place.mkdir(parents=True, exist_ok=True)
    written = []
    for name, form in FILES.items():
        path = place / name
        path.write_text(form(report), encoding="utf-8")
        written.append(path)
    return written
