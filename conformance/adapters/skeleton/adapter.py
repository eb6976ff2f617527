"""A beginning: room message, of which it knows two rules. Run: hb conform -- python3 adapter.py."""

# ruff: noqa: BLE001, INP001, PLR0911, PLR2004
import base64
import json
import sys
from typing import Any

HELLO = {"name": "mine", "version": "0.1", "spec": "HB.1", "roles": ["message"], "features": []}


class Rejected(Exception):
    """The input breaks a rule of the specification; the argument is the code of its reason."""


def verify(args: dict[str, str]) -> dict[str, Any]:
    """Check an item, and say what is in it."""
    item = base64.urlsafe_b64decode(args["item"] + "=" * (-len(args["item"]) % 4))
    if len(item) < 2:
        raise Rejected("TRUNCATED")  # MSG-2
    if int.from_bytes(item[:2], "little") not in {1, 2, 3}:
        raise Rejected("UNKNOWN_SIGNATURE_TYPE")  # MSG-1
    raise NotImplementedError("the other rules of MSG")


OPERATIONS = {"verify": verify}


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Answer one request."""
    try:
        match request["verb"]:
            case "hello":
                return HELLO
            case "reset":
                return {"ok": {}}  # build the state from request["genesis"] here
            case "step" if request["op"] in OPERATIONS:
                return {"ok": {"out": OPERATIONS[request["op"]](request["args"])}}
            case "batch":
                return {"replies": [answer(each) for each in request["requests"]]}
            case "stop":
                return {"ok": {}}
            case verb:
                return {"unsupported": {"feature": request.get("op", verb)}}
    except Rejected as reason:
        return {"reject": {"code": str(reason)}}
    except Exception as error:  # a bug of yours is a fault, never a rejection
        return {"fault": {"detail": repr(error)}}


for line in sys.stdin:
    asked = json.loads(line)
    print(json.dumps({"id": asked["id"], **answer(asked)}), flush=True)  # noqa: T201
    if asked["verb"] == "stop":
        break
