"""Words for the cases of room sequencer: what a host is asked, in the world of the models."""

from __future__ import annotations

from collections.abc import Iterable

from hollowbeam.kernel.encoding import Json, base64url, decimal
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.records import to_json
from hollowbeam.kernel.vocabulary import ResultHash
from hollowbeam.protocol.arweave import Block
from hollowbeam.protocol.commitments import Entry
from hollowbeam_conformance.fill.cases import Act, Look, look
from hollowbeam_models.sequencer_world import DEPTH, NOW

PLENTY = 7
"""More blocks than a host needs."""


def submit(
    item: bytes,
    reason: Reason | None = None,
    *,
    at: int = NOW,
    signed: int = 0,
    total: int = 0,
) -> Act:
    """Hand in an item."""
    args: dict[str, Json] = {
        "item": base64url(item),
        "timestamp": decimal(at),
        "signed": decimal(signed),
        "total": decimal(total),
    }
    return Act("submit", args, reason)


def advance(
    to: Block,
    reason: Reason | None = None,
    *,
    tip: int | None = None,
    guaranteed: Iterable[ResultHash] = (),
) -> Act:
    """Let the host see a block, and more on it than it needs."""
    args: dict[str, Json] = {
        "block": to_json(to),
        "tip": decimal(to.height + DEPTH + PLENTY if tip is None else tip),
        "guaranteed": list(guaranteed),
    }
    return Act("advance", args, reason)


def follow(entry: Entry, reason: Reason | None = None) -> Act:
    """Hand in an entry that another published."""
    return Act("follow", {"entry": to_json(entry)}, reason)


def ask(op: str, reason: Reason | None = None, **args: Json) -> Act:
    """Ask for anything else."""
    return Act(op, args, reason)


def state(*fields: str) -> tuple[Look, ...]:
    """Look at fields of the lane."""
    return tuple(map(look, fields))


LOG = state("slot", "head", "height", "block", "term", "host")
"""Where the log ends."""

QUEUE = state("count", "relays", "first")
"""The marks of the queue."""
