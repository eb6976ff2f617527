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
from textwrap import wrap
from typing import Any

from hollow_site.svg import LETTER, LINE, Picture
from hollowbeam.kernel.records import ID_LENGTH
from hollowbeam_conformance.fill import staking_history

LANE, LAST_LANE, GUTTER, CHANGES = 112.0, 168.0, 60.0, 22.0
HEAD, FOOT = 50.0, 14.0
CALL_LETTERS, LINE_LETTERS = 26, 40
INDENT = 14.0
_TIE = "\N{NO-BREAK SPACE}"
CLOCK = frozenset({"anchor", "epoch"})
"""What every call moves; the margin shows the anchor instead."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One call of a case: at which height, by whom, with what, and what came of it.

    ``details`` is the input where it is too long to stand on the arrow.
    """

    anchor: str
    caller: str
    call: str
    details: str
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
        changed = step.get("changes", {})
        call, details = _call(step["op"], args["input"])
        found.append(
            Exchange(
                args["anchor"],
                named(args["caller"]),
                call,
                details,
                expected["reject"]["code"] if "reject" in expected else None,
                tuple(
                    _change(path, known.get(path), value)
                    for path, value in changed.items()
                    if path.partition("/")[0] not in CLOCK
                ),
            )
        )
        known |= changed
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


def _call(action: str, data: Any) -> tuple[str, str]:
    """Write a call on one line, or its action alone and its input by name."""
    if not isinstance(data, dict):
        return action, json.dumps(data)
    values = {name: named(_plain(value)) for name, value in data.items()}
    whole = f"{action} {', '.join(values.values())}"
    if len(whole) <= CALL_LETTERS:
        return whole, ""
    return action, ", ".join(f"{name}{_TIE}{value}" for name, value in values.items())


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _change(path: str, before: Any, after: Any) -> str:
    """Say what a path holds now; of a record, the fields that differ, or are not their default."""
    words = "/".join(named(part) for part in path.split("/"))
    if not isinstance(after, dict):
        return f"{words} = {named(_plain(after))}"
    members = ", ".join(
        f"{name}{_TIE}{named(_plain(value))}"
        for name, value in after.items()
        if (value not in {"", "0", "NONE"} if before is None else value != before[name])
    )
    return f"{words}: {members}"


def draw_sequence(name: str, case: Mapping[str, Any]) -> Picture:
    """Draw a case: a lane for each caller and one for the contract, time from top to bottom."""
    calls = exchanges(case)
    callers = list(dict.fromkeys(exchange.caller for exchange in calls))
    lanes = {caller: GUTTER + 54 + index * LANE for index, caller in enumerate(callers)}
    contract = max(lanes.values()) + LAST_LANE
    said = [_said(exchange) for exchange in calls]
    heights = [max(40.0, LINE * len(lines) + 20) for lines in said]
    whole = HEAD + sum(heights) + FOOT
    width = contract + CHANGES + LETTER * LINE_LETTERS + INDENT
    picture = Picture(name, case["title"], width, whole)
    for who, x in {**lanes, "contract": contract}.items():
        picture.line((x, 38), (x, whole - 4), "lane")
        picture.box(x - 48, 8, 96, 30, "box")
        picture.text((x, 27.5), who, "name")
    top, height = HEAD, ""
    for exchange, lines, room in zip(calls, said, heights, strict=True):
        y = top + 24
        if exchange.anchor != height:
            picture.text((2, y + 4), f"at {exchange.anchor}", "quiet", "start")
            height = exchange.anchor
        style = "refused" if exchange.reason else "arrow"
        picture.arrow(((lanes[exchange.caller], y), (contract - 2, y)), style)
        picture.text((contract - 14, y - 6), exchange.call, "label", "end")
        for index, (line, look, indent) in enumerate(lines):
            where = (contract + CHANGES + indent, y + 4.5 + index * LINE)
            picture.text(where, line, look, "start")
        top += room
    return picture


def _said(exchange: Exchange) -> list[tuple[str, str, float]]:
    """Give the lines beside a call, each with its style and how far it is moved in."""
    said = [(exchange.details, "change quiet")] if exchange.details else []
    if exchange.reason:
        said.append((f"refused: {exchange.reason}", "bad"))
    elif exchange.changes:
        said += [(change, "change") for change in exchange.changes]
    else:
        said.append(("nothing changes", "quiet"))
    return [
        (line, look, INDENT if index else 0.0)
        for text, look in said
        for index, line in enumerate(wrap(text, LINE_LETTERS, break_on_hyphens=False))
    ]
