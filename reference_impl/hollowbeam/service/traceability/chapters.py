"""Read the clauses and invariants of a chapter: fenced directives in Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from hollowbeam.service.traceability.records import (
    CLAUSE_ID,
    INVARIANT_ID,
    Clause,
    Invariant,
    Malformed,
    Place,
)

_OPENING = re.compile(r"(?P<fence>:{3,}|`{3,})\{(?P<kind>clause|invariant)\}\s*(?P<title>.*)")
_OPTION = re.compile(r":(?P<name>[a-z]+):\s*(?P<value>.*)")


@dataclass(frozen=True, slots=True)
class Chapter:
    """The clauses and invariants of one chapter, and what could not be read."""

    clauses: tuple[Clause, ...]
    invariants: tuple[Invariant, ...]
    malformed: tuple[Malformed, ...]


def read_chapter(root: Path, path: Path) -> Chapter:
    """Read the chapter ``path``; its room is the name of the file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    name = path.relative_to(root).as_posix()
    found: list[Clause | Invariant | Malformed] = []
    index = 0
    while index < len(lines):
        opening = _OPENING.fullmatch(lines[index].strip())
        if opening is None:
            index += 1
            continue
        place = Place(name, index + 1)
        end = _closing(lines, index + 1, opening["fence"])
        if end is None:
            what = f"the {opening['kind']} is not closed: end it with {opening['fence']}"
            found.append(Malformed(place, what))
            break
        found.append(_item(opening, lines[index + 1 : end], path.stem, place))
        index = end + 1
    return Chapter(
        tuple(item for item in found if isinstance(item, Clause)),
        tuple(item for item in found if isinstance(item, Invariant)),
        tuple(item for item in found if isinstance(item, Malformed)),
    )


def _closing(lines: list[str], start: int, fence: str) -> int | None:
    """Give the line that closes the fence: the same character, at least as often."""
    for index in range(start, len(lines)):
        line = lines[index].strip()
        if len(line) >= len(fence) and set(line) == {fence[0]}:
            return index
    return None


def _item(
    opening: re.Match[str], body: list[str], room: str, place: Place
) -> Clause | Invariant | Malformed:
    """Split a directive into its options and its text."""
    options: dict[str, str] = {}
    for line in body:
        option = _OPTION.fullmatch(line.strip())
        if option is None:
            break
        options[option["name"]] = option["value"].strip()
    title, text = opening["title"].strip(), "\n".join(body[len(options) :]).strip()
    kind = opening["kind"]
    identity = options.pop("id", "")
    reason = options.pop("reason", None) if kind == "clause" else None
    wanted, example = (CLAUSE_ID, "STK-4") if kind == "clause" else (INVARIANT_ID, "INV-STK-1")
    if not wanted.fullmatch(identity):
        return Malformed(place, f"the {kind} has no id such as {example}, but {identity!r}")
    if options:
        return Malformed(place, f"{identity} has unknown options: {', '.join(options)}")
    if not title or not text:
        return Malformed(place, f"{identity} lacks a title or a text")
    if kind == "clause":
        return Clause(identity, title, text, reason, room, place)
    return Invariant(identity, title, text, room, place)
