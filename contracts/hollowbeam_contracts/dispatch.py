"""What every contract shares of a process: how an action is found, a state read, a module named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, TypeVar, get_args, get_type_hints

from hollowbeam.kernel.actor import Call, Module
from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.encoding import Json, base64url
from hollowbeam.kernel.errors import Reason, Rejection, require
from hollowbeam.kernel.hashing import Tag, tagged_hash
from hollowbeam.kernel.records import from_json, to_json
from hollowbeam.kernel.transition import Step
from hollowbeam.kernel.vocabulary import ModuleId

State = TypeVar("State")
Start = TypeVar("Start")


def dispatch(
    actions: Mapping[str, tuple[type[Any], Callable[[State, Call, Any], Step[State]]]],
    state: State,
    call: Call,
    name: str,
    data: Json,
) -> Step[State]:
    """Apply the named action: each has the type of its input, and its transition.

    Rejects: UNKNOWN_ACTION, INVALID_INPUT, and what the action rejects.
    """
    if name not in actions:
        raise Rejection(Reason.UNKNOWN_ACTION, f"no action {name!r}")
    record, transition = actions[name]
    return transition(state, call, from_json(record, data))


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


def module(
    room: str,
    start: type[Start],
    genesis: Callable[[Start], State],
    handle: Callable[[State, Call, str, Json], Step[State]],
    view: Callable[[State, str], Json],
) -> Module:
    """Put a contract behind a process; its id names the room and the version of the chapter."""
    identity = tagged_hash(Tag.MODULE, f"python:{room}:HB.1".encode())

    def begin(data: Json) -> State:
        return genesis(from_json(start, data))

    return Module(ModuleId(base64url(identity)), begin, handle, view)
