"""Histories of an evaluator for live testing: entries of its log, and what it is asked between."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Final

from hypothesis import strategies as st

from hollowbeam.kernel.encoding import Json, base64url
from hollowbeam.kernel.errors import Rejection
from hollowbeam.kernel.records import from_json, to_json
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam.protocol.commitments import Entry
from hollowbeam.protocol.dre.evaluator import Evaluator
from hollowbeam.protocol.dre.state import Kernel, Life
from hollowbeam_models.domains.choosing import choose, seldom
from hollowbeam_models.domains.dre_entries import followed, next_entry, process_for, wrong_entry
from hollowbeam_models.domains.dre_log import NETWORK, address
from hollowbeam_models.domains.dre_messages import FRIENDS, SOURCE
from hollowbeam_models.domains.dre_questions import question

Move = tuple[str, dict[str, Any]]

CONTEXT: Final[dict[str, Json]] = {
    "route": {"host": address("host"), "begin": "0", "end": "1000"},
    "is_seen": True,
    "is_admissible": True,
    "stake": "3",
    "budget": "60",
    "hops": "3",
}
_TOLD: Final[tuple[dict[str, Json], ...]] = (
    {"budget": "0"},
    {"budget": "1"},
    {"budget": "2"},
    {"budget": "4"},
    {"budget": "5"},
    {"budget": "8"},
    {"hops": "0"},
    {"hops": "1"},
    {"is_seen": False},
    {"is_admissible": False},
)
_LOOKS: Final = (
    *("slot", "life", "log", "results", "state", "branch", "spawned", "term", "height"),
    *("module", "scheduler", "relayer", "minimum_stake", "guarantee"),
    *(f"sent/{friend}" for friend in FRIENDS),
)
_SEEN: Final = (
    *("total", "reason", "caller", "kind", "principal", "slot", "timestamp", "budget", "hops"),
    f"bounced/{SOURCE}",
)


@st.composite
def starts(draw: st.DrawFn) -> Json:
    """Draw the genesis of an evaluator; mostly of a process that can be spawned."""
    number = choose(draw, (*[0] * 4, *[1] * 5, *[4] * 3, *[5] * 3, 2, 3))
    return {
        "network": NETWORK,
        "process": process_for(number),
        "key": base64url(sha256(b"an evaluator").digest()),
        "interval": choose(draw, ("1", "2", "3", "50")),
        "rules": {
            "rates": {"step": "2", "bounce": "1"},
            "spawn_quota": choose(draw, ("0", "1", "1", "2", "2", "9")),
        },
    }


def moves(role: Any) -> st.SearchStrategy[Move]:
    """Draw an operation aimed at the state of an evaluator."""
    evaluator: Evaluator = role.evaluator
    return _moves(evaluator)


def follow(_: str, args: dict[str, Any], before: Any, now: Any) -> dict[str, Any]:
    """Give a step of one history as a step of another: its entry links to the log of that one."""
    then, present = before.evaluator.state.kernel, now.evaluator.state.kernel
    if "entry" in args:
        try:
            entry = from_json(Entry, args["entry"])
        except Rejection:
            return args
        return {**args, "entry": to_json(followed(entry, then, present))}
    if "slot" in args and args["slot"].isdecimal():
        return {**args, "slot": str(max(0, int(args["slot"]) - then.slot + present.slot))}
    return args


_KINDS: Final = (
    *["evaluate"] * 15,
    *["hash"] * 4,
    *("look", "read", "read", "back", "back", "branch", "branch", "ask", "ask"),
)


@st.composite
def _moves(draw: st.DrawFn, evaluator: Evaluator) -> Move:
    kind = choose(draw, _KINDS)
    if kind == "look":
        return "view", {"path": _path(draw, evaluator.state.kernel)}
    if kind == "hash":
        return "snapshot", {}
    if kind == "read":
        return _read(draw, evaluator)
    if kind == "back":
        slots = [each.kernel.slot for each in evaluator.snapshots]
        return "restore", {"slot": str(choose(draw, slots) + seldom(draw, 4))}
    if kind == "branch":
        latest, present = evaluator.latest, evaluator.state.kernel.branch
        near = (latest + 1, latest + 1, latest + 2, latest, present + 1, present + 1)
        return "branch", {"branch": str(choose(draw, near))}
    return question(draw) if kind == "ask" else _evaluation(draw, evaluator)


def _evaluation(draw: st.DrawFn, evaluator: Evaluator) -> Move:
    """Evaluate the next entry, or try it out; now and then a wrong one, or under other facts."""
    op = "dry-run" if seldom(draw, 10) else "evaluate"
    how = choose(draw, (*["next"] * 5, "wrong", "told", "told"))
    entry = wrong_entry(draw, evaluator) if how == "wrong" else next_entry(draw, evaluator)
    kernel = evaluator.state.kernel
    told = choose(draw, (*_TOLD, *_routes(kernel.slot))) if how == "told" else {}
    stake = max(0, kernel.minimum_stake + choose(draw, (0, 0, 1, 5, 0, -1)))
    return op, {"entry": to_json(entry), **CONTEXT, "stake": str(stake), **told}


def _routes(slot: Nat) -> list[dict[str, Any]]:
    """Give routes whose term begins or ends about now, and that of another host."""
    host = address("host")
    terms = [(0, slot), (0, slot + 1), (slot, slot + 9), (slot + 1, slot + 9)]
    routes = [(address("another host"), 0, 1000), *((host, *term) for term in terms)]
    return [
        {"route": {"host": who, "begin": str(begin), "end": str(end)}} for who, begin, end in routes
    ]


def _read(draw: st.DrawFn, evaluator: Evaluator) -> Move:
    """Read a result, or a message where some were emitted; now and then what is not there."""
    sent = [
        (at, index)
        for at, outbox in enumerate(evaluator.outboxes, evaluator.first)
        for index in range(len(outbox))
    ]
    if sent and not seldom(draw, 3):
        slot, index = choose(draw, sent[-5:])
        return "message", {"slot": str(slot), "index": str(index + seldom(draw, 3))}
    slot = Nat(max(0, evaluator.state.kernel.slot - choose(draw, (1, 1, 1, 0, 2))))
    op = choose(draw, ("result", "attest", "message"))
    return op, {"slot": str(slot), **({"index": "0"} if op == "message" else {})}


def _path(draw: st.DrawFn, kernel: Kernel) -> str:
    if kernel.life is Life.BORN and choose(draw, (True, False)):
        return f"contract/{choose(draw, _SEEN)}"
    parked = [key for key, _ in kernel.parked.items()]
    return choose(draw, (*_LOOKS, *(f"parked/{key}" for key in parked)))
