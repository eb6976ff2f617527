"""Role gateway: a follower that serves others. The suite plays the hosts and the subscribers."""

from __future__ import annotations

from typing import Any

from hollowbeam.kernel.authenticated_map import state_root
from hollowbeam.kernel.dispatch import look_up
from hollowbeam.kernel.encoding import base64url
from hollowbeam.kernel.records import from_json, to_json
from hollowbeam.protocol.gateway import Archive, Gateway, Genesis, begin, handle


class Role:
    """A gateway with what it keeps. Its state is that of the chapter: entries are no part of it."""

    archive: Archive

    @property
    def state(self) -> Gateway:
        return self.archive.gateway

    def reset(self, genesis: Any) -> dict[str, Any]:
        self.archive = begin(from_json(Genesis, genesis))
        return {"ok": {"digest": self._root()}}

    def step(self, op: str, args: Any) -> dict[str, Any]:
        done = handle(self.archive, op, args)
        self.archive = done.state
        effects = list(map(to_json, done.effects))
        return {"ok": {"out": to_json(done.out), "effects": effects, "digest": self._root()}}

    def view(self, path: str) -> dict[str, Any]:
        return {"ok": {"out": look_up(self.state, path)}}

    def _root(self) -> str:
        return base64url(state_root(self.state))
