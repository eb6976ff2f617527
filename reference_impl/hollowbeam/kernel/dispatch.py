"""How operations are found by name, and how a state is read by path: what all actors share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, TypeAlias, TypeVar, get_args, get_type_hints

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.errors import Reason, Rejection, require
from hollowbeam.kernel.records import from_json, to_json
from hollowbeam.kernel.transition import Step

State = TypeVar("State")
Operation: TypeAlias = tuple[type[Any], Callable[..., Step[State]]]
"""The type of an operation's input, and its transition, which takes the input last."""


def dispatch(
    operations: Mapping[str, Operation[State]], name: str, data: Json, *before: Any
) -> Step[State]:
    """Apply the named operation to what comes ``before`` its input: the state, perhaps a call.

    Rejects: UNKNOWN_ACTION, INVALID_INPUT, and what the operation rejects.
    """
    if name not in operations:
        raise Rejection(Reason.UNKNOWN_ACTION, f"no action {name!r}")
    record, transition = operations[name]
    return transition(*before, from_json(record, data))


def look_up(state: Any, path: str) -> Json:
    """Read a field of a state, or one entry of a collection at ``collection/key``.

    The parts of a tuple key are joined by ``/``.

    Rejects: INVALID_INPUT for a path that names nothing.
    """
    name, separator, rest = path.partition("/")
    if name not in {field.name for field in fields(state)}:
        raise Rejection(Reason.INVALID_INPUT, f"the state has no field {name!r}")
    value = getattr(state, name)
    if not isinstance(value, Map):
        require(not separator, Reason.INVALID_INPUT, f"{name!r} is not a collection")
        return to_json(value)
    key_type, _ = get_args(get_type_hints(type(state))[name])
    parts: list[Json] = list(rest.split("/"))
    key = from_json(key_type, parts if get_args(key_type) else rest)
    return to_json(value.get(key))
