"""Histories of room dre for live testing: a log as a host writes it, and entries that are wrong."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from hashlib import sha256
from typing import Any, Final

from hypothesis import strategies as st

from hollowbeam.kernel.encoding import Json, base64url
from hollowbeam.kernel.records import to_json
from hollowbeam.kernel.vocabulary import AssignmentHash, ModuleId, Nat, ProcessId, Root
from hollowbeam.protocol.commitments import Entry
from hollowbeam.protocol.dre.attestations import attest
from hollowbeam.protocol.dre.evaluator import Evaluator
from hollowbeam.protocol.dre.spawning import spawned_id
from hollowbeam.protocol.dre.state import Life
from hollowbeam.protocol.message.item import Item, parse_item, serialize_item
from hollowbeam.protocol.relayer.envelope import wrap
from hollowbeam_models.domains.choosing import choose
from hollowbeam_models.domains.dre_log import (
    NETWORK,
    OTHER_NETWORK,
    Place,
    address,
    assigned,
    emitted,
    message_item,
    process_of,
    relay_item,
    relay_of,
    signed_by,
    some_id,
    spawn_item,
    spawning,
    wallet,
)

SOURCE: Final = some_id("source")
FRIENDS: Final = (some_id("friend"), some_id("another friend"), SOURCE)
CHILD: Final = Nat(4)

SPAWNS: Final = (
    spawning("5"),
    spawning("5", minimum_stake=3, guarantee="FINAL"),
    spawning("0"),
    spawning("5", module=ModuleId(some_id("unwritten code"))),
)
CONTEXT: Final[dict[str, Json]] = {
    "route": {"host": address("host"), "begin": "0", "end": "1000"},
    "is_seen": True,
    "is_admissible": True,
    "stake": "3",
    "budget": "60",
    "hops": "3",
}
_TOLD: Final[tuple[dict[str, Json], ...]] = (
    *[{}] * 14,
    {"budget": "2"},
    {"budget": "1"},
    {"budget": "5"},
    {"hops": "0"},
    {"hops": "1"},
    {"stake": "2"},
    {"is_seen": False},
    {"is_admissible": False},
    {"route": {"host": address("host"), "begin": "0", "end": "2"}},
    {"route": {"host": address("another host"), "begin": "0", "end": "9"}},
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


def process_for(number: int) -> ProcessId:
    """Give the process of a start: spawned by a wallet, or by a process on branch 0 or 1."""
    if number < len(SPAWNS):
        return process_of(spawned(number))
    return spawned_id(NETWORK, ProcessId(SOURCE), Nat(number - len(SPAWNS)), CHILD)


@cache
def spawned(number: int) -> Item:
    """Give the Spawn of a start."""
    return spawn_item("dmac", SPAWNS[number])


_PROCESSES: Final = {process_for(number): number for number in range(len(SPAWNS) + 2)}


@st.composite
def starts(draw: st.DrawFn) -> Json:
    """Draw the genesis of an evaluator; mostly of a process that can be spawned."""
    number = choose(draw, (0, 0, 0, 1, 1, 2, 3, 4, 5))
    return {
        "network": NETWORK,
        "process": process_for(number),
        "key": base64url(sha256(b"an evaluator").digest()),
        "interval": choose(draw, ("1", "2", "3", "50")),
        "rules": {
            "rates": {"step": "2", "bounce": "1"},
            "spawn_quota": choose(draw, ("0", "1", "2", "9")),
        },
    }


def moves(role: Any) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    """Draw an operation aimed at the state of an evaluator."""
    evaluator: Evaluator = role.evaluator
    return _moves(evaluator)


@st.composite
def _moves(draw: st.DrawFn, evaluator: Evaluator) -> tuple[str, dict[str, Any]]:
    kind = choose(
        draw, (*["evaluate"] * 15, "look", "look", "hash", "hash", "read", "back", "branch", "ask")
    )
    if kind == "look":
        return "view", {"path": draw(_paths(evaluator))}
    if kind == "hash":
        return "snapshot", {}
    if kind == "read":
        return draw(_reads(evaluator))
    if kind == "back":
        slots = [each.kernel.slot for each in evaluator.snapshots]
        return "restore", {"slot": str(choose(draw, slots) + choose(draw, (0, 0, 0, 1)))}
    if kind == "branch":
        return "branch", {"branch": str(evaluator.latest + choose(draw, (1, 2, 0)))}
    return draw(_questions() if kind == "ask" else _evaluations(evaluator))


@st.composite
def _reads(draw: st.DrawFn, evaluator: Evaluator) -> tuple[str, dict[str, Any]]:
    """Read a result or a message of a slot that was evaluated, mostly."""
    slot = str(max(0, evaluator.state.kernel.slot - choose(draw, (1, 1, 1, 0, 2))))
    op = choose(draw, ("message", "message", "result", "attest"))
    index = {"index": choose(draw, ("0", "0", "1", "2"))} if op == "message" else {}
    return op, {"slot": slot, **index}


@st.composite
def _evaluations(draw: st.DrawFn, evaluator: Evaluator) -> tuple[str, dict[str, Any]]:
    op = choose(draw, (*["evaluate"] * 9, "dry-run"))
    entry = draw(_entries(evaluator))
    return op, {"entry": to_json(entry), **CONTEXT, **choose(draw, _TOLD)}


@st.composite
def _paths(draw: st.DrawFn, evaluator: Evaluator) -> str:
    kernel = evaluator.state.kernel
    if kernel.life is Life.BORN and draw(st.booleans()):
        return f"contract/{choose(draw, _SEEN)}"
    parked = [key for key, _ in kernel.parked.items()]
    return choose(draw, (*_LOOKS, *(f"parked/{key}" for key in parked)))


@st.composite
def _questions(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """Ask whether two results convict, or whether evidence is enough."""
    if draw(st.booleans()):
        return "meets", {"guarantee": _guarantee(draw), "evidence": _evidence(draw)}
    one = relay_of([emitted(SOURCE, "Add", {"amount": "1"})]).attestation.result
    changes: tuple[dict[str, Any], ...] = (
        {},
        {"state_root": Root(some_id("another state"))},
        {"spent": Nat(one.spent + 1)},
        {"slot": one.slot, "assignment": AssignmentHash(some_id("another"))},
    )
    other = attest(
        replace(one, **choose(draw, changes)), wallet(choose(draw, ("ann", "ann", "bob")))
    )
    first = attest(one, wallet("ann"))
    if choose(draw, (0, 0, 0, 1)):
        other = replace(other, signature=first.signature)
    return "equivocates", {"one": to_json(first), "other": to_json(other)}


def _guarantee(draw: st.DrawFn) -> str:
    return choose(draw, ("ATTESTED", "QUORUM", "FINAL", "REPLAYED"))


def _evidence(draw: st.DrawFn) -> dict[str, Json]:
    """Draw evidence that is enough, or just not."""
    return {
        "result": some_id("a result"),
        "height": choose(draw, ("111", "111", "110", "400")),
        "attested": choose(draw, (True, True, False)),
        "endorsed": choose(draw, ("3", "3", "2", "0")),
        "quorum": choose(draw, ("3", "3", "0")),
        "published": choose(draw, ("100", "100", "100", "0")),
        "window": "10",
        "challenged": choose(draw, (False, False, False, True)),
        "replayed": some_id(choose(draw, ("a result", "a result", "another"))),
        "convicted": choose(draw, (False, False, False, False, True)),
    }


@st.composite
def _entries(draw: st.DrawFn, evaluator: Evaluator) -> Entry:
    """Draw the next entry, or one that is wrong in one way."""
    kernel = evaluator.state.kernel
    height = Nat(kernel.height + choose(draw, (1, 1, 1, 0, 7)))
    place = Place(kernel.process, kernel.log, kernel.slot, kernel.term, height)
    item = draw(_items(evaluator, height))
    wrong = choose(
        draw,
        (
            *[""] * 22,
            *("slot", "chain", "term", "host", "back", "network"),
            *("process", "signed", "item", "later", "id"),
        ),
    )
    changed: dict[str, Place] = {
        "slot": replace(place, slot=Nat(abs(place.slot + choose(draw, (-1, 1))))),
        "chain": replace(place, previous=AssignmentHash(some_id("another log"))),
        "term": replace(place, term=Nat(max(0, place.term - 1))),
        "later": replace(place, term=Nat(place.term + 1)),
        "back": replace(place, height=Nat(max(0, kernel.height - 1))),
        "network": replace(place, network=OTHER_NETWORK),
        "process": replace(place, process=ProcessId(some_id("another process"))),
    }
    host = "another host" if wrong == "host" else "host"
    entry = assigned(changed.get(wrong, place), item, host=host)
    if wrong == "signed":
        value = bytes([entry.signature.value[0] ^ 1]) + entry.signature.value[1:]
        return replace(entry, signature=replace(entry.signature, value=value))
    if wrong == "id":
        renamed = replace(entry.assignment, message=type(entry.assignment.message)(SOURCE))
        return signed_by("host", renamed, entry.item)
    if wrong == "item":
        return replace(entry, item=_altered(entry.item))
    return entry


def _altered(raw: bytes) -> bytes:
    """Change the data of an item, and leave its signature."""
    item = parse_item(raw)
    return serialize_item(replace(item, data=item.data + b" "))


@st.composite
def _items(draw: st.DrawFn, evaluator: Evaluator, height: Nat) -> Item:
    """Draw a message for the process; of one that is not born mostly its Spawn."""
    kernel = evaluator.state.kernel
    number = _PROCESSES[kernel.process]
    spawns = (
        choose(draw, (1, 1, 1, 0)) if kernel.life is Life.UNBORN else choose(draw, [0] * 19 + [1])
    )
    if spawns:
        return _birth(draw, number)
    if choose(draw, (True, True, False)) and kernel.life is Life.BORN:
        about_bounces = _about_bounces(draw, evaluator, height)
        if about_bounces is not None:
            return about_bounces
    kind = choose(draw, ("wallet", "wallet", "wallet", "relay", "relay", "bounce", "odd"))
    if kind == "odd":
        return _odd(draw, kernel.process)
    if kind == "bounce":
        return _bounce(draw, kernel.process, height)
    data, action = _asked(draw)
    if kind == "relay":
        return relay_item(_emitted(draw, kernel.process, action, _shallow(data), height))
    return _said(draw, kernel.process, action, data)


def _said(draw: st.DrawFn, process: str, action: str, data: Json) -> Item:
    """Let a wallet say something."""
    nonce = draw(st.integers(0, 10**6))
    return message_item(choose(draw, ("sam", "dmac")), process, action, data, nonce=nonce)


def _bounce(draw: st.DrawFn, process: str, height: Nat) -> Item:
    back: Json = {"action": "Add", "reason": choose(draw, ("EXPIRED", "TRAP")), "input": None}
    return relay_item(_emitted(draw, process, "Bounce", back, height))


def _about_bounces(draw: st.DrawFn, evaluator: Evaluator, height: Nat) -> Item | None:
    """Go on with a Bounce that is parked, or is about to be; mostly nothing is to be done."""
    kernel = evaluator.state.kernel
    parked = [key for key, _ in kernel.parked.items()]
    refuses = getattr(evaluator.state.contents, "refuses", False)
    if parked and refuses and choose(draw, (True, False)):
        return _said(draw, kernel.process, "Refuse", {"refuses": False})
    if parked:
        wanted = choose(draw, (*parked, *parked, *parked, some_id("no bounce")))
        return _said(draw, kernel.process, "Redeliver", {"bounce": wanted})
    return _bounce(draw, kernel.process, height) if refuses else None


def _birth(draw: st.DrawFn, number: int) -> Item:
    """Give the Spawn of a process, or a relay of one; now and then of another number."""
    if number < len(SPAWNS):
        return spawned(number)
    wrong = choose(draw, (0, 0, 0, 0, 1))
    data: Json = {"number": str(CHILD + wrong), "spawn": dict(spawning("6", minimum_stake=2))}
    branch = number - len(SPAWNS)
    return relay_item(emitted(process_for(number), "Spawn", data, source=SOURCE, branch=branch))


def _emitted(draw: st.DrawFn, process: str, action: str, data: Json, height: Nat) -> Any:
    """Draw the rest of a message of another process."""
    return emitted(
        process,
        action,
        data,
        source=SOURCE,
        sequence=draw(st.integers(0, 10**6)),
        budget=choose(draw, (60, 60, 20, 3, 1, 0)),
        hops=choose(draw, (3, 3, 1, 0)),
        expires=choose(draw, (0, 0, 0, 0, height, height + 1, height - 1)),
    )


def _odd(draw: st.DrawFn, process: str) -> Item:
    """Draw an item that should never have been assigned, and is."""
    message = emitted(process, "Add", {"amount": "2"}, source=SOURCE)
    if draw(st.booleans()):
        forged = replace(relay_of([message]), message=replace(message, input={"amount": "9"}))
        return wrap(forged, wallet("relayer"))
    item = message_item("sam", process, "Add", {"amount": "2"}, network=choose(draw, _NETWORKS))
    return replace(item, data=b'{"amount":"7"}')


_NETWORKS: Final = (NETWORK, NETWORK, OTHER_NETWORK)


def _asked(draw: st.DrawFn) -> tuple[Json, str]:
    """Draw what the probe is asked for: the input, then the action."""
    action = choose(draw, ("Add", "Emit", "Emit", "Emit", "Emit", "Err", "Refuse", "Rare"))
    if action == "Rare":
        return choose(draw, _RARE)
    if action == "Emit":
        count = choose(draw, (1, 1, 2, 3, 0))
        return {"messages": [_message(draw) for _ in range(count)]}, "Emit"
    if action == "Refuse":
        return {"refuses": choose(draw, (True, True, False))}, "Refuse"
    return {"amount": choose(draw, ("1", "7"))}, action


def _shallow(data: Json) -> Json:
    """Leave out messages whose inputs no relay could carry within another message."""
    if not isinstance(data, dict) or "messages" not in data:
        return data
    messages: Any = data["messages"]
    return {"messages": [each for each in messages if not isinstance(each["input"], list)]}


def _deep(levels: int) -> Json:
    value: Json = "bottom"
    for _ in range(levels):
        value = [value]
    return value


_RARE: Final[tuple[tuple[Json, str], ...]] = (
    ({}, "Fail"),
    ({}, "Exhaust"),
    ({}, "Mumble"),
    ({}, "Fly"),
    ({"amount": "-1"}, "Add"),
    ({"bounce": some_id("no bounce")}, "Redeliver"),
    ({"action": "Add", "reason": "x", "input": None}, "Bounce"),
)
_NOTE: Final[dict[str, Json]] = {"kind": "WALLET", "action": "Note", "input": "hello"}
_CHILD: Final[dict[str, Json]] = {"target": "", "action": "Spawn", "input": dict(spawning("2"))}
_MESSAGES: Final[tuple[dict[str, Json], ...]] = (
    *[{}] * 6,
    *[_NOTE] * 4,
    *[_CHILD] * 4,
    {"action": "Bounce"},
    _NOTE | {"action": "Bounce"},
    {"action": "Spawn"},
    {"target": ""},
    {"target": "nobody"},
    {"expires": "500"},
    _NOTE | {"input": _deep(60)},
    _NOTE | {"input": _deep(61)},
)


def _message(draw: st.DrawFn) -> dict[str, Json]:
    """Draw what the probe is to emit."""
    plain: dict[str, Json] = {
        "kind": "PROCESS",
        "target": choose(draw, FRIENDS),
        "action": "Add",
        "input": {"amount": "1"},
        "expires": "0",
    }
    return plain | choose(draw, _MESSAGES)
