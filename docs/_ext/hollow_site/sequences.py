"""Draw a conformance case as a conversation: who calls which action when, and what that changed.

A case is drawn as the vectors hold it. Ids are shown by the names of the authors' words for the
cases, numbers as they are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hollow_site.svg import LINE, Picture, width_of
from hollowbeam.kernel.records import ID_LENGTH
from hollowbeam_conformance.fill import staking_history

LANE, GUTTER, CHANGES = 150.0, 74.0, 20.0
HEAD, FOOT = 50.0, 14.0
CLOCK = frozenset({"anchor", "epoch"})
"""What every call moves; the margin shows the anchor instead."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One call of a case: at which height, by whom, with what, and what came of it."""

    anchor: str
    caller: str
    call: str
    reason: str | None
    changes: tuple[str, ...]


def read_case(path: Path, line: int) -> dict[str, Any]:
    """Read the case that stands at a line of a file of vectors."""
    with path.open(encoding="utf-8") as lines:
        for number, text in enumerate(lines, start=1):
            if number == line:
                case: dict[str, Any] = json.loads(text)
                return case
    raise ValueError(f"{path} has no line {line}")


def exchanges(case: Mapping[str, Any]) -> list[Exchange]:
    """Give the calls of a case of a contract.

    Raises ValueError for a case in which nobody calls anything.
    """
    found = []
    known: dict[str, Any] = {}
    for step in case["steps"]:
        if step["verb"] != "step" or "caller" not in step["args"]:
            continue
        args, expected = step["args"], step["expect"]
        found.append(
            Exchange(
                args["anchor"],
                named(args["caller"]),
                f"{step['op']} {_input(args['input'])}".strip(),
                expected["reject"]["code"] if "reject" in expected else None,
                tuple(
                    _change(path, known.get(path), value)
                    for path, value in step.get("changes", {}).items()
                    if path.partition("/")[0] not in CLOCK
                ),
            )
        )
        known |= step.get("changes", {})
    if not found:
        raise ValueError(f"nobody calls anything in the case {case['id']}")
    return found


@cache
def _names() -> dict[str, str]:
    """Give the name of each id that the authors of the cases have a word for."""
    return {
        value: word.replace("_", " ").capitalize()
        for word, value in vars(staking_history).items()
        if word.isupper() and isinstance(value, str) and len(value) == ID_LENGTH
    }


def named(text: str) -> str:
    """Show an id by its name, or by its first letters."""
    if len(text) != ID_LENGTH:
        return text
    return _names().get(text, text[:6] + "…")


def _input(data: Any) -> str:
    if not isinstance(data, dict):
        return json.dumps(data)
    shown = [
        named(str(value).lower() if isinstance(value, bool) else str(value))
        for value in data.values()
    ]
    return ", ".join(shown)


def _change(path: str, before: Any, after: Any) -> str:
    """Say what a path holds now; of a record, the fields that differ, or are not their default."""
    words = "/".join(named(part) for part in path.split("/"))
    if not isinstance(after, dict):
        return f"{words} = {named(str(after))}"
    if before is None:
        members = {name: value for name, value in after.items() if value not in {"", "0", "NONE"}}
    else:
        members = {name: value for name, value in after.items() if value != before[name]}
    return f"{words}: " + (
        ", ".join(f"{name} {named(value)}" for name, value in members.items()) or "gone"
    )


def draw_sequence(name: str, case: Mapping[str, Any]) -> Picture:
    """Draw a case: a lane for each caller and one for the contract, time from top to bottom."""
    calls = exchanges(case)
    callers = list(dict.fromkeys(exchange.caller for exchange in calls))
    words = max(width_of(exchange.call) for exchange in calls)
    lanes = {caller: GUTTER + 60 + index * LANE for index, caller in enumerate(callers)}
    contract = max(lanes.values()) + max(LANE, words + 40)
    said = [_said(exchange) for exchange in calls]
    right = max(width_of(line) for lines in said for line, _ in lines)
    heights = [max(44.0, LINE * len(lines) + 22) for lines in said]
    whole = HEAD + sum(heights) + FOOT
    picture = Picture(name, case["title"], contract + CHANGES + right + 10, whole)
    for who, x in {**lanes, "contract": contract}.items():
        picture.line((x, 38), (x, whole - 4), "lane")
        picture.box(x - 54, 8, 108, 30, "box")
        picture.text((x, 27.5), who, "name")
    top, height = HEAD, ""
    for exchange, lines, room in zip(calls, said, heights, strict=True):
        y = top + 24
        if exchange.anchor != height:
            picture.text((4, y + 4), f"at {exchange.anchor}", "quiet", "start")
            height = exchange.anchor
        style = "refused" if exchange.reason else "arrow"
        picture.arrow(((lanes[exchange.caller], y), (contract - 2, y)), style)
        picture.text((contract - 14, y - 6), exchange.call, "label", "end")
        for index, (line, look) in enumerate(lines):
            picture.text((contract + CHANGES, y + 4.5 + index * LINE), line, look, "start")
        top += room
    return picture


def _said(exchange: Exchange) -> list[tuple[str, str]]:
    """Give the lines beside a call, each with its style."""
    if exchange.reason:
        return [(f"refused: {exchange.reason}", "bad")]
    return [(line, "change") for line in exchange.changes] or [("nothing changes", "quiet")]
