"""Role sequencer: the host of one process. The suite plays chain, wallets, relayers and DREs."""

from __future__ import annotations

from typing import Any

from hollowbeam.kernel.authenticated_map import state_root
from hollowbeam.kernel.dispatch import look_up
from hollowbeam.kernel.encoding import base64url
from hollowbeam.kernel.records import from_json, to_json
from hollowbeam.protocol.sequencer.seat import Genesis, Seat, begin, handle
from hollowbeam.protocol.sequencer.state import Lane


class Role:
    """A host with what it knows. Its state is its lane."""

    seat: Seat

    @property
    def state(self) -> Lane:
        return self.seat.lane

    def reset(self, genesis: Any) -> dict[str, Any]:
        self.seat = begin(from_json(Genesis, genesis))
        return {"ok": {"digest": self._root()}}

    def step(self, op: str, args: Any) -> dict[str, Any]:
        done = handle(self.seat, op, args)
        self.seat = done.state
        effects = list(map(to_json, done.effects))
        return {"ok": {"out": done.out, "effects": effects, "digest": self._root()}}

    def view(self, path: str) -> dict[str, Any]:
        return {"ok": {"out": look_up(self.state, path)}}

    def _root(self) -> str:
        return base64url(state_root(self.state))
