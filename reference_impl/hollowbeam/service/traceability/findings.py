"""A thing to mend in a checkout, and where the parts of a room belong."""

from __future__ import annotations

from dataclasses import dataclass

from hollowbeam.service.traceability.records import Place
from hollowbeam.service.traceability.tree import (
    CASES,
    CHAPTERS,
    PROPERTIES,
    ROOM_CODE,
    SABOTEURS,
    THEOREMS,
)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing to mend: where it is, of what kind, what is wrong, and what to do."""

    place: Place
    kind: str
    what: str
    remedy: str


def places_of(room: str) -> dict[str, tuple[str, ...]]:
    """Give the places of a room, each with the files of which one must be there."""

    def either(*folders: str) -> tuple[str, ...]:
        ends = (".py", "/__init__.py")
        return tuple(f"{folder}/{room}{end}" for folder in folders for end in ends)

    return {
        "chapter": (f"{CHAPTERS}/{room}.md",),
        "transitions": either(*ROOM_CODE),
        "theorems": either(THEOREMS),
        "saboteurs": either(SABOTEURS),
        "property tests": (f"{PROPERTIES}/test_{room}.py",),
        "cases": either(CASES),
    }
