"""Read which cases the vectors hold: what they are about and which reasons they expect."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hollowbeam.service.traceability.records import Case, Malformed, Place


def read_cases(root: Path, path: Path) -> Iterator[Case | Malformed]:
    """Give every case of one file of JSON lines."""
    name = path.relative_to(root).as_posix()
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            place = Place(name, number)
            try:
                case: dict[str, Any] = json.loads(line)
                yield Case(
                    id=case["id"],
                    clause=case["clause"],
                    title=case["title"],
                    kind=case["kind"],
                    role=case["role"],
                    saboteurs=tuple(case.get("saboteurs", ())),
                    codes=frozenset(_codes(case["steps"])),
                    place=place,
                )
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                yield Malformed(place, f"the line is not a case: {error!r}")


def _codes(steps: list[dict[str, Any]]) -> Iterator[str]:
    """Give the reasons that a case expects.

    They are those of a step that is refused, of the items of a bundle, and of a result.
    """
    for step in steps:
        expected = step["expect"]
        if "reject" in expected:
            yield expected["reject"]["code"]
            continue
        out = expected["ok"].get("out")
        if step.get("op") == "bundle" and isinstance(out, dict):
            yield from filter(None, out.get("reasons", ()))
        if step.get("op") == "evaluate" and isinstance(out, dict):
            yield from filter(None, [out.get("reason")])
