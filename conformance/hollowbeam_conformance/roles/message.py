"""Role message: items, bundles and messages. Each operation stands on its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hollowbeam.kernel.encoding import base64url_decode as raw
from hollowbeam.kernel.encoding import decode, decode_canonical
from hollowbeam.protocol.message import described
from hollowbeam.protocol.message.bundle import read_bundle
from hollowbeam.protocol.message.envelope import read_message
from hollowbeam.protocol.message.item import parse_item
from hollowbeam.protocol.message.signing import read_item

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


class Role:
    """A session of the role, which remembers nothing."""

    def reset(self, _genesis: Any) -> dict[str, Any]:
        return {"ok": {}}

    def step(self, op: str, args: Any) -> dict[str, Any]:
        return {"ok": {"out": OPERATIONS[op](args)}}
