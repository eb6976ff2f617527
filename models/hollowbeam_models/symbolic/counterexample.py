"""Counterexamples as a person reads them and as a program replays them."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import Enum
from importlib import import_module
from typing import Any, NewType, get_args, get_origin

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.records import to_json
from hollowbeam.kernel.transition import Opaque
from hollowbeam_models.symbolic.replay import WatchedMap, Witness
from hollowbeam_models.symbolic.shapes import hints_of, shape_of
from hollowbeam_models.theorem import Theorem

INDENT = "    "


@dataclass(frozen=True)
class Counterexample:
    """Values that contradict a theorem when its body is run with them.

    ``arguments`` gives each as a Python expression; ``json`` holds all that a replay needs.
    ``is_to_induction``: it starts in a state of a loop that the invariant allows and that no run
    need ever reach.
    """

    label: str
    arguments: tuple[tuple[str, str], ...]
    json: Json
    is_to_induction: bool


def counterexample_of(label: str, witness: Witness) -> Counterexample:
    """Write a witness down."""
    return Counterexample(
        label,
        tuple((name, text_of(value)) for name, value in witness.arguments.items()),
        {
            "arguments": {name: to_json(value) for name, value in witness.arguments.items()},
            "calls": [
                [_name_of(function), [to_json(argument) for argument in given], to_json(result)]
                for function, given, result in witness.calls
            ],
            "loops": [[where, to_json(state)] for where, state in witness.loops],
        },
        is_to_induction=bool(witness.loops),
    )


def witness_of(theorem: Theorem, json: Any) -> Witness:
    """Read what ``counterexample_of`` wrote.

    Raises ValueError for loops: the type of their state stands nowhere.
    """
    if json["loops"]:
        raise ValueError("a counterexample to induction starts inside a loop; prove it again")
    hints = hints_of(theorem.body)
    calls = []
    for name, given, result in json["calls"]:
        function = _function_named(name)
        kinds = dict(hints_of(function.function))
        answer = _read(kinds.pop("return"), result)
        arguments = tuple(map(_read, kinds.values(), given))
        calls.append((function, arguments, answer))
    return Witness(
        {name: _read(hints[name], value, name) for name, value in json["arguments"].items()},
        tuple(calls),
    )


def text_of(value: Any, depth: int = 0) -> str:
    """Write a value as a Python expression, a field or an entry a line; defaults are left out."""
    if isinstance(value, Map):
        entries = [f"{text_of(k)}: {text_of(v, depth + 1)}" for k, v in value.items()]
        inside = _lines("{", entries, "}", depth) if entries else "{}"
        return f"Map.of({text_of(value.default)}, {inside})"
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, tuple):
        return f"({', '.join(map(text_of, value))}{',' if len(value) == 1 else ''})"
    if is_dataclass(value):
        parts = [
            f"{field.name}={text_of(getattr(value, field.name), depth + 1)}"
            for field in fields(value)
            if field.default is MISSING or getattr(value, field.name) != field.default
        ]
        return _lines(f"{type(value).__name__}(", parts, ")", depth)
    return repr(value)


def _lines(start: str, parts: list[str], end: str, depth: int) -> str:
    """Put short parts on one line and others on a line each."""
    line = f"{start}{', '.join(parts)}{end}"
    if len(line) + len(INDENT) * depth <= 88 and "\n" not in line:  # noqa: PLR2004 - a line's width
        return line
    inner = INDENT * (depth + 1)
    return "\n".join([start, *(f"{inner}{part}," for part in parts), f"{INDENT * depth}{end}"])


def _name_of(function: Opaque[..., Any]) -> str:
    return f"{function.function.__module__}:{function.function.__qualname__}"


def _function_named(name: str) -> Opaque[..., Any]:
    module, _, attribute = name.partition(":")
    found = getattr(import_module(module), attribute)
    if not isinstance(found, Opaque):
        raise TypeError(f"{name} is not opaque")
    return found


def _read(annotation: Any, json: Any, name: str = "") -> Any:  # noqa: PLR0911 - one for each kind
    """Read a value of a type; unlike the wire's reader it takes default ids and any number."""
    if isinstance(annotation, NewType):
        return _read(annotation.__supertype__, json)
    if annotation is int:
        return int(json)
    if annotation in {str, bool}:
        return json
    if get_origin(annotation) is Map:
        key, value = get_args(annotation)
        return _read_map(key, value, json, name)
    if get_origin(annotation) is tuple:
        return tuple(map(_read, get_args(annotation), json))
    if is_dataclass(annotation):
        record: Any = annotation
        hints = hints_of(record)
        return record(
            **{
                field: _read(hints[field], value, f"{name}.{field}")
                for field, value in json.items()
            }
        )
    return annotation(json)


def _read_map(key: Any, value: Any, json: Any, name: str) -> WatchedMap:
    key_shape, value_shape = shape_of(key), shape_of(value)
    read = WatchedMap(value_shape.zero(), name, key_shape, value_shape)
    for text, entry in json.items():
        read = read.set(_read(key, text.split("/") if get_args(key) else text), _read(value, entry))
    return read
