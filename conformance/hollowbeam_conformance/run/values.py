"""JSON as implementations send it: parsed without trust, compared exactly, shown harmlessly."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from itertools import zip_longest
from typing import Any, Final, NamedTuple

ABSENT: Final = "(absent)"
"""What stands for no value; only this very object does."""

SHOWN = 2_000
"""At most this many characters of a value stand in a report."""


class NotAReply(ValueError):
    """A line is not one JSON object in UTF-8."""


class Number:
    """A JSON number. It equals nothing, for HB-JSON has none; frames carry it only as an id."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return f"number {self.text}"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise NotAReply("an object has the same key twice")
    return result


_decoder = json.JSONDecoder(
    parse_int=Number, parse_float=Number, parse_constant=Number, object_pairs_hook=_object
)


def parse(line: bytes) -> dict[str, Any]:
    """Read one line as a JSON object. Raises: NotAReply, saying what is wrong."""
    try:
        text = line.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise NotAReply(f"the line is not UTF-8: byte {error.start}") from None
    try:
        value = _decoder.decode(text)
    except json.JSONDecodeError as error:
        raise NotAReply(f"the line is not JSON: {error.msg}, character {error.pos}") from None
    except RecursionError:
        raise NotAReply("the line is nested too deeply") from None
    if not isinstance(value, dict):
        raise NotAReply("the line is not a JSON object")
    return value


def show(value: Any, limit: int = SHOWN, *, by_name: bool = False) -> str:
    """Write a value on one line, without control characters, at most ``limit`` characters long.

    Members are in the order in which they came, or ``by_name``, for the eye to compare two.
    """
    try:
        text = _written(value, sorted if by_name else list)
    except RecursionError:
        text = "(nested too deeply)"
    return harmless(text, limit)


def _written(value: Any, order: Callable[[Iterable[str]], list[str]]) -> str:
    """Write JSON as ``json`` does, and numbers as they came."""
    if isinstance(value, Number):
        return value.text
    if isinstance(value, dict):
        inner = (
            f"{json.dumps(key, ensure_ascii=False)}: {_written(value[key], order)}"
            for key in order(value)
        )
        return "{" + ", ".join(inner) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_written(each, order) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def harmless(text: str, limit: int = SHOWN) -> str:
    """Keep what can be printed anywhere; write the rest as escapes; cut what is too long."""
    length = len(text)
    cut = text if length <= limit else text[:limit]
    safe = "".join(
        character
        if character.isprintable() or character == "\n"
        else character.encode("unicode_escape").decode("ascii")
        for character in cut
    )
    return safe if length <= limit else f"{safe}… ({length} characters)"


class Difference(NamedTuple):
    """The first place where two values differ, and what stands there; ``ABSENT`` is nothing."""

    path: str
    expected: Any
    actual: Any


def difference(expected: Any, actual: Any, path: str = "") -> Difference | None:
    """Find the first place where two values differ."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        keys = sorted(expected.keys() | actual.keys())
        parts = [
            (f"{path}.{key}" if path else key, expected.get(key, ABSENT), actual.get(key, ABSENT))
            for key in keys
        ]
    elif isinstance(expected, list) and isinstance(actual, list):
        pairs = enumerate(zip_longest(expected, actual, fillvalue=ABSENT))
        parts = [(f"{path}[{index}]", left, right) for index, (left, right) in pairs]
    else:
        same = expected == actual and (expected is ABSENT) == (actual is ABSENT)
        return None if same else Difference(path, expected, actual)
    found = (difference(left, right, inner) for inner, left, right in parts)
    return next((each for each in found if each), None)


def number_within(value: Any, path: str = "") -> str | None:
    """Name the first place where a value holds a JSON number."""
    if isinstance(value, Number):
        return path or "the value"
    if isinstance(value, dict):
        inner = ((key, f"{path}.{key}" if path else key) for key in value)
        found = (number_within(value[key], at) for key, at in inner)
    elif isinstance(value, list):
        found = (number_within(item, f"{path}[{i}]") for i, item in enumerate(value))
    else:
        return None
    return next((at for at in found if at), None)
