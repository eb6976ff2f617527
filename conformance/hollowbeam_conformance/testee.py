"""The reference behind the adapter protocol: one answer a line for one request a line."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TextIO

from hollowbeam import __version__
from hollowbeam.kernel.authenticated_map import state_root
from hollowbeam.kernel.encoding import base64url, decode, decode_canonical
from hollowbeam.kernel.encoding import base64url_decode as raw
from hollowbeam.kernel.errors import Rejection
from hollowbeam.kernel.records import from_json, to_json
from hollowbeam.protocol.message import described
from hollowbeam.protocol.message.bundle import read_bundle
from hollowbeam.protocol.message.envelope import read_message
from hollowbeam.protocol.message.item import parse_item
from hollowbeam.protocol.message.signing import read_item
from hollowbeam_contracts.staking import Call, Genesis, genesis, handle, view

HELLO = {"name": "hollowbeam", "version": __version__, "spec": "HB.1"}
FEATURES = ["reasons", "read", "state-root", "digest", "protocol", "bundles"]
OPERATIONS: dict[str, Callable[[Any], Any]] = {
    "read": lambda args: described.item_to_json(parse_item(raw(args["item"]))),
    "verify": lambda args: described.item_to_json(read_item(raw(args["item"]))),
    "digest": lambda args: described.hashes_to_json(parse_item(raw(args["item"]))),
    "bundle": lambda args: described.bundle_to_json(read_bundle(raw(args["bundle"]))),
    "message": lambda args: described.message_to_json(
        read_message(read_item(raw(args["item"])), args["network"])
    ),
    "decode": lambda args: (decode_canonical if args["canonical"] else decode)(raw(args["json"])),
}


class MessageRole:
    """Items, bundles and messages: each operation stands on its own."""

    def reset(self, _genesis: Any) -> dict[str, Any]:
        return {"ok": {}}

    def step(self, op: str, args: Any) -> dict[str, Any]:
        return {"ok": {"out": OPERATIONS[op](args)}}


class StakingRole:
    """The HB contract, as a process sees it."""

    def reset(self, start: Any) -> dict[str, Any]:
        self.state = genesis(from_json(Genesis, start))
        return {"ok": {"digest": base64url(state_root(self.state))}}

    def step(self, op: str, args: Any) -> dict[str, Any]:
        call = from_json(Call, {"caller": args["caller"], "anchor": args["anchor"]})
        done = handle(self.state, call, op, args["input"])
        self.state = done.state
        root, effects = base64url(state_root(self.state)), list(map(to_json, done.effects))
        return {"ok": {"digest": root, "effects": effects}}

    def view(self, path: str) -> dict[str, Any]:
        return {"ok": {"out": view(self.state, path)}}


ROLES: dict[str, Callable[[], Any]] = {"message": MessageRole, "staking": StakingRole}


def reply(roles: list[Any], request: dict[str, Any]) -> Any:
    """Answer a request; the last of the roles is the one that was reset last."""
    try:
        match request:
            case {"verb": "reset", "role": role, "genesis": start}:
                roles[:] = [ROLES[role]()]
                return roles[-1].reset(start)
            case {"verb": "step", "op": op, "args": args}:
                return roles[-1].step(op, args)
            case {"verb": "view", "path": path}:
                return roles[-1].view(path)
            case {"verb": "batch", "requests": requests}:
                return {"replies": [reply(roles, each) for each in requests]}
            case {"verb": "hello"}:
                return {**HELLO, "roles": list(ROLES), "features": FEATURES}
    except Rejection as rejection:
        return {"reject": {"code": rejection.reason}}
    except Exception as error:  # noqa: BLE001 - anything else is our bug, and a finding
        return {"fault": {"detail": repr(error)}}
    return {"ok": {}}


def serve(requests: TextIO, replies: TextIO) -> None:
    """Answer line by line until ``stop``."""
    roles: list[Any] = []
    for request in map(json.loads, requests):
        answer = json.dumps({"id": request["id"], **reply(roles, request)}, separators=(",", ":"))
        replies.write(answer + "\n")
        replies.flush()
        if request["verb"] == "stop":
            return
