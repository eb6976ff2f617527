"""Counterexamples as a person reads them and as a program replays them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import Enum
from functools import reduce
from importlib import import_module
from typing import Any, NewType, get_args, get_origin

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.records import to_json
from hollowbeam.kernel.transition import Opaque, Step
from hollowbeam_models.symbolic.citing import unknown_step
from hollowbeam_models.symbolic.replay import WatchedMap, Witness
from hollowbeam_models.symbolic.shapes import hints_of, shape_of
from hollowbeam_models.theorem import Theorem

INDENT = "    "


@dataclass(frozen=True)
class Counterexample:
    """Values that contradict a theorem when its body is run with them.

    ``arguments`` gives each as a Python expression; ``json`` holds all that a replay needs.
    ``is_to_induction``: it starts in a state of a loop that the invariant allows, or goes on from
    an answer that a cited theorem allows, and no run need ever come there. ``is_whole``: what is
    assumed of every entry holds of all of its entries, not only of those that the proof read; where
    it is not, an instance may be missing.
    """

    label: str
    arguments: tuple[tuple[str, str], ...]
    json: Json
    is_to_induction: bool
    is_whole: bool


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
            "loops": [[where, _typed(state)] for where, state in witness.loops],
            "answers": [[_path_of(f), _typed(answer)] for f, answer in witness.answers],
            "roots": _roots_of(witness),
            "is_whole": witness.is_whole,
        },
        is_to_induction=bool(witness.loops or witness.answers),
        is_whole=witness.is_whole,
    )


def witness_of(theorem: Theorem, json: Any) -> Witness:
    """Read what ``counterexample_of`` wrote.

    Raises ValueError for the state of a loop whose type has no name to find it by.
    """
    roots = json.get("roots", {})
    hints = hints_of(theorem.body)
    calls = []
    for name, given, result in json["calls"]:
        function = _function_named(name)
        kinds = dict(hints_of(function.function))
        answer = _read(kinds.pop("return"), result)
        calls.append((function, tuple(map(_read, kinds.values(), given)), answer))
    arguments = {n: _read(hints[n], value, n) for n, value in json["arguments"].items()}
    loops = tuple((where, _read_typed(state)) for where, state in json["loops"])
    told = [(_named(name), answer) for name, answer in json.get("answers", ())]
    answers = tuple((function, _read_answer(function, answer)) for function, answer in told)
    parts = (*arguments.values(), *(part for _, part in (*loops, *answers)))
    for collection in _maps_in(parts):
        known = roots.get(collection.name, ())
        collection.roots = tuple(_read(collection.key_type, key) for key in known)
    return Witness(arguments, tuple(calls), loops, answers, json.get("is_whole", True))


def _roots_of(witness: Witness) -> dict[str, Json]:
    """Give the keys that the proof read, by the names of the collections."""
    found: dict[str, dict[Any, None]] = {}
    states = (state for _, state in (*witness.loops, *witness.answers))
    for collection in _maps_in((*witness.arguments.values(), *states)):
        found.setdefault(collection.name, {}).update(dict.fromkeys(collection.roots))
    return {name: [to_json(key) for key in keys] for name, keys in found.items() if keys}


def _maps_in(value: Any) -> Iterator[WatchedMap]:
    """Walk the collections of a value, in the order of its fields."""
    if isinstance(value, WatchedMap):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _maps_in(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _maps_in(getattr(value, field.name))


def _typed(state: Any) -> Json:
    """Write the state of a loop, or an answer, with its type, which stands nowhere else."""
    if isinstance(state, tuple):
        return {"tuple": [_typed(part) for part in state]}
    if isinstance(state, Step):
        return {"step": _typed(state.state)}
    if isinstance(state, WatchedMap):
        return {"map": to_json(state), "name": state.name}
    names: list[Json] = [collection.name for collection in _maps_in(state)]
    return {"type": _path_of(type(state)), "value": to_json(state), "maps": names}


def _read_answer(function: Any, json: Any) -> Any:
    """Read what a function answered; of a collection alone, the function tells the types."""
    if "map" in json:
        return _read(hints_of(function)["return"], json["map"], json["name"])
    return _read_typed(json)


def _read_typed(json: Any) -> Any:
    """Read what ``_typed`` wrote. Raises ValueError where the type cannot be found."""
    if "tuple" in json:
        return tuple(map(_read_typed, json["tuple"]))
    if "step" in json:
        return unknown_step("a step", _read_typed(json["step"]))
    if "map" in json:
        raise ValueError("a collection alone as the state of a loop does not tell its types")
    state = _read(_named(json["type"]), json["value"])
    for collection, name in zip(_maps_in(state), json["maps"], strict=True):
        collection.name = name
    return state


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
    return _path_of(function.function)


def _path_of(named: Any) -> str:
    return f"{named.__module__}:{named.__qualname__}"


def _function_named(name: str) -> Opaque[..., Any]:
    found = _named(name)
    if not isinstance(found, Opaque):
        raise TypeError(f"{name} is not opaque")
    return found


def _named(name: str) -> Any:
    """Find what a module holds by a name. Raises ValueError for what stands inside a function."""
    module, _, path = name.partition(":")
    if "<locals>" in path:
        raise ValueError(f"{name} stands inside a function")
    return reduce(getattr, path.split("."), import_module(module))


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
    read.key_type = key
    return read
