"""An adapter that does nothing but answer: what is measured with it is the runner and the pipe.

Each step gives its arguments back.
"""

from __future__ import annotations

import json
import sys
from typing import Any

HELLO = {"name": "trivial", "version": "1", "spec": "HB.1", "roles": ["trivial"], "features": []}


def outcome(request: dict[str, Any]) -> dict[str, Any]:
    """Answer a request that has no id."""
    return {"ok": {"out": request["args"]} if request["verb"] == "step" else {}}


def main() -> None:
    """Answer until the input ends or the suite says stop."""
    for line in sys.stdin:
        request = json.loads(line)
        reply: dict[str, Any]
        if request["verb"] == "hello":
            reply = HELLO
        elif request["verb"] == "batch":
            reply = {"replies": [outcome(part) for part in request["requests"]]}
        else:
            reply = outcome(request)
        sys.stdout.write(json.dumps({"id": request["id"], **reply}) + "\n")
        sys.stdout.flush()
        if request["verb"] == "stop":
            break


if __name__ == "__main__":
    main()
