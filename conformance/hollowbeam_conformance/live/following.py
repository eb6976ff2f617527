"""Leaving steps out of a history whose later steps name what came before, as entries of a log do.

A domain may know how such a step follows another history: ``follow(op, args, before, now)`` gives
the arguments of a step that was taken where the role was ``before``, as they are where it is
``now``. What was right stays right, and what was wrong stays wrong.
"""

from __future__ import annotations

from typing import Any

from hollowbeam_conformance.fill.recorder import Recorder
from hollowbeam_conformance.live.domains import Step, domain_of


def without(requests: list[Step], start: int, end: int) -> list[Step]:
    """Leave out the steps from ``start`` to before ``end``, and let those after them follow."""
    role = next(each["role"] for each in reversed(requests[:start]) if each["verb"] == "reset")
    domain: Any = domain_of(role)
    if not hasattr(domain, "follow"):
        return requests[:start] + requests[end:]
    before, now, kept = Recorder(), Recorder(), []
    for position, request in enumerate(requests):
        if not start <= position < end:
            moved = request
            if position >= end and request["verb"] == "step":
                args = domain.follow(request["op"], request["args"], before.role, now.role)
                moved = {**request, "args": args}
            now.ask(moved)
            kept.append(moved)
        before.ask(request)
    return kept
