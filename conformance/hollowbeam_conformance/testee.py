"""The reference behind the adapter protocol: one answer a line for one request a line."""

from __future__ import annotations

import json
from typing import Any, TextIO

from hollowbeam import __version__
from hollowbeam.kernel.errors import Rejection
from hollowbeam_conformance.roles import ROLES, role

HELLO = {"name": "hollowbeam", "version": __version__, "spec": "HB.1"}
FEATURES = ["reasons", "read", "state-root", "digest", "protocol", "bundles"]


def reply(roles: list[Any], request: dict[str, Any]) -> Any:
    """Answer a request; the last of the roles is the one that was reset last."""
    try:
        match request:
            case {"verb": "reset", "role": name, "genesis": start}:
                roles[:] = [role(name)]
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
