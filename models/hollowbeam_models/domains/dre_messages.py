"""What the probe is asked to do in random histories: mostly to emit, and what it may emit."""

from __future__ import annotations

from typing import Any, Final

from hypothesis import strategies as st

from hollowbeam.kernel.encoding import Json
from hollowbeam_models.domains.choosing import choose
from hollowbeam_models.domains.dre_log import some_id, spawning

SOURCE: Final = some_id("source")
"""The process that relays to the one under test."""

FRIENDS: Final = (some_id("friend"), some_id("another friend"), SOURCE)


def _deep(levels: int) -> Json:
    value: Json = "bottom"
    for _ in range(levels):
        value = [value]
    return value


_RARE: Final[tuple[tuple[str, Json], ...]] = (
    ("Fail", {}),
    ("Exhaust", {}),
    ("Mumble", {}),
    ("Fly", {}),
    ("Add", {"amount": "-1"}),
    ("Redeliver", {"bounce": some_id("no bounce")}),
    ("Bounce", {"action": "Add", "reason": "x", "input": None}),
)
_NOTE: Final[dict[str, Json]] = {"kind": "WALLET", "action": "Note", "input": "hello"}
_CHILD: Final[dict[str, Json]] = {"target": "", "action": "Spawn", "input": dict(spawning("2"))}
_USUAL: Final[tuple[dict[str, Json], ...]] = ({}, {}, _NOTE, _NOTE, _CHILD, _CHILD, _CHILD)
_ODD: Final[tuple[dict[str, Json], ...]] = (
    {"action": "Bounce"},
    _NOTE | {"action": "Bounce"},
    {"action": "Spawn"},
    {"target": ""},
    {"target": "nobody"},
    {"expires": "500"},
    _NOTE | {"input": _deep(60)},
    _NOTE | {"input": _deep(61)},
)
_MESSAGES: Final = (*_USUAL * 3, *_ODD)


def asked(draw: st.DrawFn) -> tuple[str, Json]:
    """Draw what the probe is asked for: an action and its input."""
    action = choose(draw, (*["Emit"] * 5, "Add", "Err", "Refuse", "Refuse", "Rare"))
    if action == "Rare":
        return choose(draw, _RARE)
    if action == "Emit":
        return "Emit", {"messages": _messages(draw)}
    if action == "Refuse":
        return "Refuse", {"refuses": choose(draw, (True, True, True, False))}
    return action, {"amount": choose(draw, ("1", "7"))}


def shallow(data: Json) -> Json:
    """Leave out messages whose inputs no relay could carry within another message."""
    if not isinstance(data, dict) or "messages" not in data:
        return data
    messages: Any = data["messages"]
    return {"messages": [each for each in messages if not isinstance(each["input"], list)]}


def _messages(draw: st.DrawFn) -> list[Json]:
    """Draw what is emitted in one step: some of it the same twice, or nothing."""
    count = choose(draw, (1, 1, 2, 2, 3, 0))
    if count > 1 and choose(draw, (True, False)):
        return [_message(draw)] * count
    return [_message(draw) for _ in range(count)]


def _message(draw: st.DrawFn) -> Json:
    """Draw a message that the probe is to emit."""
    plain: dict[str, Json] = {
        "kind": "PROCESS",
        "target": choose(draw, FRIENDS),
        "action": "Add",
        "input": {"amount": "1"},
        "expires": "0",
    }
    return plain | choose(draw, _MESSAGES)
