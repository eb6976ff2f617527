"""What every role of a contract shares: the contract, as a process sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, get_type_hints

from hollowbeam.kernel.actor import Call
from hollowbeam.kernel.authenticated_map import state_root
from hollowbeam.kernel.encoding import Json, base64url
from hollowbeam.kernel.records import from_json, to_json
from hollowbeam.kernel.transition import Step

_FIELDS: Final = get_type_hints(Call)


def read_call(given: dict[str, Json]) -> Call:
    """Read the fields of a call that are given."""
    return Call(**{name: from_json(_FIELDS[name], value) for name, value in given.items()})


class ContractRole:
    """A contract between a genesis and its actions; arguments are the fields of a Call, and input.

    A field of the call that is not given has its default.
    """

    def __init__(
        self,
        start: Callable[[Json], Any],
        handle: Callable[[Any, Call, str, Json], Step[Any]],
        view: Callable[[Any, str], Json],
    ) -> None:
        self._start, self._handle, self._view = start, handle, view

    def reset(self, genesis: Any) -> dict[str, Any]:
        self.state = self._start(genesis)
        return {"ok": {"digest": base64url(state_root(self.state))}}

    def step(self, op: str, args: Any) -> dict[str, Any]:
        given = {name: value for name, value in args.items() if name != "input"}
        done = self._handle(self.state, read_call(given), op, args["input"])
        self.state = done.state
        root, effects = base64url(state_root(self.state)), list(map(to_json, done.effects))
        return {"ok": {"digest": root, "effects": effects}}

    def view(self, path: str) -> dict[str, Any]:
        return {"ok": {"out": self._view(self.state, path)}}
