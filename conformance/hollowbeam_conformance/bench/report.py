"""What was measured, for people and for machines, beside what was measured before."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from hollowbeam import __version__
from hollowbeam_conformance.bench.measure import Measurement, Verdict, number

EXIT_KEPT: Final = 0
EXIT_BROKEN: Final = 1
EXIT_NOT_MEASURED: Final = 2

VALUE: Final = 1
"""The column of a table that is aligned to the right."""


class NoReport(Exception):
    """A file does not hold what ``hb bench`` saves."""


def exit_code(measured: Sequence[Measurement]) -> int:
    """Give 1 if a limit is broken, else 2 if something, or all, could not be measured, else 0."""
    verdicts = {each.verdict for each in measured}
    if Verdict.BROKEN in verdicts:
        return EXIT_BROKEN
    return EXIT_NOT_MEASURED if Verdict.SKIPPED in verdicts or not verdicts else EXIT_KEPT


def machine() -> dict[str, Any]:
    """Give the facts of this machine that a value depends on."""
    return {
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "cpu": cpu_model(Path("/proc/cpuinfo")),
    }


def cpu_model(source: Path) -> str:
    """Give the name of the processor, from the file of the system where it has one."""
    if source.is_file():
        for line in source.read_text(encoding="utf-8", errors="replace").splitlines():
            name, colon, value = line.partition(":")
            if colon and name.strip() == "model name":
                return value.strip()
    return platform.processor() or "unknown"


def to_json(measured: Sequence[Measurement], *, quick: bool) -> bytes:
    """Write everything as JSON, to be compared with later."""
    values = [{**asdict(each), "verdict": each.verdict.name.lower()} for each in measured]
    content = {
        "hollowbeam": __version__,
        "machine": machine(),
        "quick": quick,
        "measurements": values,
    }
    return json.dumps(content, indent=1, ensure_ascii=False).encode() + b"\n"


def read_values(raw: bytes) -> dict[str, float]:
    """Read the values of a saved run by name. Raises NoReport."""
    try:
        found = json.loads(raw)["measurements"]
        return {each["name"]: float(each["value"]) for each in found if each["value"] is not None}
    except (KeyError, TypeError, ValueError) as error:
        raise NoReport(f"not a file that `hb bench` saved: {error!r}") from error


def table(measured: Sequence[Measurement], before: Mapping[str, float] | None = None) -> str:
    """Write one line a value: name, value, limit, verdict, what it was before, note."""
    rows = [row(each, before) for each in measured]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for cells in rows:
        aligned = [
            cell.rjust(width) if column == VALUE else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
            if width
        ]
        lines.append("  ".join(aligned).rstrip() + "\n")
    return "".join(lines)


def row(each: Measurement, before: Mapping[str, float] | None) -> tuple[str, ...]:
    """Write the cells of one line."""
    value = "" if each.value is None else number(each.value)
    verdict = each.verdict.value
    return (each.name, value, each.unit, each.limit, verdict, change(each, before), each.note)


def change(each: Measurement, before: Mapping[str, float] | None) -> str:
    """Write what a value was before, and by how much it changed; empty if nothing is known."""
    was = (before or {}).get(each.name)
    if was is None or each.value is None:
        return ""
    percent = f" ({round((each.value / was - 1) * 100):+d} %)" if was else ""
    return f"was {number(was)}{percent}"
