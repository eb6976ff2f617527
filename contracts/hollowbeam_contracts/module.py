"""How a contract is put behind a process."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from hollowbeam.kernel.actor import Call, Module
from hollowbeam.kernel.encoding import Json, base64url
from hollowbeam.kernel.hashing import Tag, tagged_hash
from hollowbeam.kernel.records import from_json
from hollowbeam.kernel.transition import Step
from hollowbeam.kernel.vocabulary import ModuleId

State = TypeVar("State")
Start = TypeVar("Start")


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
