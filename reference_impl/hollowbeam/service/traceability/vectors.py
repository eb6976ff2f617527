"""Read which cases the vectors hold: their ids, clauses and titles, not their steps."""

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
                    place=place,
                )
            except (KeyError, TypeError, ValueError) as error:
                yield Malformed(place, f"the line is not a case: {error!r}")
