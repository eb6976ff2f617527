"""Draw a conformance case as a conversation: who does what when, and what came of it.

A case is drawn as the vectors hold it. Ids are shown by the names of the authors' words for the
cases, numbers as they are. A step is drawn from whom it names: its caller, or the subscriber that
it is for. Where the authors say who else there is, a step that names nobody is drawn from there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap
from typing import Any

from hollow_site.names import names_of, others_of, quiet_of, shown_of
from hollow_site.svg import LETTER, LINE, Picture
from hollowbeam.kernel.records import ID_LENGTH

LANE, LAST_LANE, GUTTER, CHANGES = 112.0, 168.0, 60.0, 22.0
HEAD, FOOT = 50.0, 14.0
CALL_LETTERS, LINE_LETTERS = 26, 40
INDENT = 14.0
_TIE = "\N{NO-BREAK SPACE}"
CLOCK = frozenset({"anchor", "epoch"})
"""What every call moves; the margin shows the anchor instead."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One step of a case: at which height, by whom, with what, and what came of it.

    ``details`` is the input where it is too long to stand on the arrow. ``answers`` says what came
    out, and what was sent on.
    """

    anchor: str
    caller: str
    call: str
    details: str
    reason: str | None
    changes: tuple[str, ...]
    answers: tuple[str, ...] = ()


ACTORS = ("caller", "subscriber")
"""The arguments that name who does a step."""


def read_case(path: Path, line: int) -> dict[str, Any]:
    """Read the case that stands at a line of a file of vectors."""
    with path.open(encoding="utf-8") as lines:
        for number, text in enumerate(lines, start=1):
            if number == line:
                case: dict[str, Any] = json.loads(text)
                return case
    raise ValueError(f"{path} has no line {line}")


def role_of(case: Mapping[str, Any]) -> str:
    """Give the role that a case is of."""
    resets = (step["role"] for step in case["steps"] if step["verb"] == "reset")
    return str(next(resets, ""))


def exchanges(case: Mapping[str, Any]) -> list[Exchange]:
    """Give the steps of a case in which somebody does something.

    Raises ValueError for a case in which nobody does.
    """
    words = Words(role_of(case))
    hidden = CLOCK | quiet_of(words.role)
    found = []
    known: dict[str, Any] = {}
    for step in case["steps"]:
        args = step.get("args", {})
        actor = next((args[name] for name in ACTORS if name in args), None)
        caller = words.others if actor is None else words.named(actor)
        if step["verb"] != "step" or caller is None:
            continue
        expected, changed = step["expect"], step.get("changes", {})
        data = args.get("input", {k: v for k, v in args.items() if k not in {*ACTORS, *hidden}})
        call, details = words.call(step["op"], data)
        found.append(
            Exchange(
                args.get("anchor", ""),
                caller,
                call,
                details,
                expected["reject"]["code"] if "reject" in expected else None,
                tuple(
                    words.change(path, known.get(path), value)
                    for path, value in changed.items()
                    if path.partition("/")[0] not in hidden
                ),
                tuple(words.answers(expected.get("ok", {}))),
            )
        )
        known |= changed
    if not found:
        raise ValueError(f"nobody calls anything in the case {case['id']}")
    return found


@dataclass(frozen=True, slots=True)
class Words:
    """How the values of the cases of one role are written."""

    role: str

    @property
    def others(self) -> str | None:
        """Name who does what names nobody, if there is anybody."""
        return others_of(self.role)

    def named(self, text: str) -> str:
        """Show an id by its name, or by its first letters; another long text by its first too."""
        if len(text) == ID_LENGTH:
            return names_of(self.role).get(text, text[:6] + "…")
        return text if len(text) <= LINE_LETTERS else text[:6] + "…"

    def value(self, name: str, value: Any) -> str:
        """Write a value that has a name."""
        shown = shown_of(self.role).get(name)
        if shown is not None:
            return shown(value)
        if isinstance(value, dict):
            return ", ".join(f"{part} {self.value(part, held)}" for part, held in value.items())
        return self.named(value if isinstance(value, str) else json.dumps(value))

    def call(self, action: str, data: Any) -> tuple[str, str]:
        """Write a call on one line, or its action alone and its input by name."""
        if not isinstance(data, dict):
            return action, json.dumps(data)
        values = {name: self.value(name, value) for name, value in data.items()}
        whole = f"{action} {', '.join(values.values())}".rstrip()
        if len(whole) <= CALL_LETTERS:
            return whole, ""
        return action, ", ".join(f"{name}{_TIE}{value}" for name, value in values.items())

    def change(self, path: str, before: Any, after: Any) -> str:
        """Say what a path holds now; of a record, what differs, or is not its default."""
        where = "/".join(self.named(part) for part in path.split("/"))
        if not isinstance(after, dict):
            return f"{where} = {self.value('', after)}"
        members = ", ".join(
            f"{name}{_TIE}{self.value(name, value)}"
            for name, value in after.items()
            if (value not in {"", "0", "NONE"} if before is None else value != before[name])
        )
        return f"{where}: {members}"

    def answers(self, ok: Mapping[str, Any]) -> Iterator[str]:
        """Say what came out, and what was sent on to whom."""
        if isinstance(ok.get("out"), dict):
            parts = ((name, value) for name, value in ok["out"].items() if value != "")
            yield ", ".join(f"{name}{_TIE}{self.value(name, value)}" for name, value in parts)
        for effect in ok.get("effects", []):
            to = effect.get("target", effect.get("subscriber"))
            if to is not None:
                yield f"→ {self.named(to)}: {self._sent(effect)}"

    def _sent(self, effect: Mapping[str, Any]) -> str:
        if "action" in effect:
            data = effect.get("input", {})
            values = [self.value(name, value) for name, value in data.items()]
            return f"{effect['action']} {', '.join(values)}".rstrip()
        rest = {name: value for name, value in effect.items() if name not in ACTORS}
        return ", ".join(self.value(name, value) for name, value in rest.items())


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
    server = role_of(case)
    title = "contract" if others_of(server) is None else server
    for who, x in {**lanes, title: contract}.items():
        picture.line((x, 38), (x, whole - 4), "lane")
        picture.box(x - 48, 8, 96, 30, "box")
        picture.text((x, 27.5), who, "name")
    top, height = HEAD, ""
    for exchange, lines, room in zip(calls, said, heights, strict=True):
        y = top + 24
        if exchange.anchor and exchange.anchor != height:
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
    elif exchange.changes or exchange.answers:
        said += [(answer, "change") for answer in exchange.answers]
        said += [(change, "change quiet") for change in exchange.changes if exchange.answers]
        said += [(change, "change") for change in exchange.changes if not exchange.answers]
    else:
        said.append(("nothing changes", "quiet"))
    return [
        (line, look, INDENT if index else 0.0)
        for text, look in said
        for index, line in enumerate(wrap(text, LINE_LETTERS, break_on_hyphens=False))
    ]
