"""Histories of room gateway for live testing: a few logs, their forks, and who listens to them.

Entries are signed with throwaway keys. What a head in the state of a gateway stands for is known by
its hash, so that later steps can send an entry again, fetch it, or go on with it after a takeover.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from hashlib import sha256
from typing import Any, Final

from hypothesis import strategies as st

from hollowbeam.kernel.encoding import Json, base64url
from hollowbeam.kernel.records import to_json
from hollowbeam.kernel.vocabulary import Address, AssignmentHash, BlockId, Nat, ProcessId
from hollowbeam.kernel.wallets import Ed25519Wallet, Wallet
from hollowbeam.protocol.commitments import Assignment, Entry, assignment_hash, sign
from hollowbeam.protocol.gateway.state import Gateway, SubscriptionStatus, TailStatus
from hollowbeam.protocol.message.item import Item, serialize_item
from hollowbeam.protocol.message.signing import address_of, item_digest, item_id, sign_item
from hollowbeam_models.domains.choosing import choose, seldom
from hollowbeam_models.strategies import pool

Move = tuple[str, dict[str, Any]]

NETWORK: Final = "a network"
PROCESSES: Final = [ProcessId(name) for name in pool(2)]
SUBSCRIBERS: Final = [Address(base64url(sha256(b"subscriber %d" % n).digest())) for n in range(2)]
_WALLETS: Final[list[Wallet]] = [Ed25519Wallet(sha256(b"host %d" % n).digest()) for n in range(3)]
HOSTS: Final = [address_of(wallet.owner) for wallet in _WALLETS]
_SENDER: Final = Ed25519Wallet(sha256(b"a sender").digest())
_JUNK: Final = AssignmentHash(base64url(sha256(b"no head").digest()))

MOST_SLOTS: Final = 20
"""Of a longer log only so many of the first slots are sent again."""

_MADE: Final[dict[AssignmentHash, tuple[Assignment, bytes]]] = {}
"""The assignment and the item behind each hash: what the hash itself stands for, and nothing more.

Only what a state holds is looked up, so what was drawn for another gateway changes nothing.
"""


@cache
def _item(process: ProcessId, text: str) -> Item:
    target = sha256(process.encode()).digest()
    return sign_item(_SENDER, target=target, anchor=target, data=text.encode())


@cache
def entry_of(  # noqa: PLR0913, PLR0917 - where an entry stands, and who signs it
    process: ProcessId, slot: int, term: int, previous: AssignmentHash, host: int, branch: int
) -> Entry:
    """Make the entry of a slot, the same one at each call; another branch has another message."""
    message = _item(process, f"{slot} {branch}")
    assignment = Assignment(
        network=NETWORK,
        process=process,
        slot=Nat(slot),
        term=Nat(term),
        message=item_id(message),
        digest=item_digest(message),
        height=Nat(slot),
        block=BlockId(process),
        timestamp=Nat(slot),
        previous=previous,
    )
    return published(assignment, host, serialize_item(message))


@cache
def published(assignment: Assignment, host: int, item: bytes) -> Entry:
    """Sign an assignment and remember what it says."""
    head = assignment_hash(assignment)
    _MADE[head] = assignment, item
    return Entry(assignment, sign(_WALLETS[host], head), item)


def _behind(state: Gateway, head: AssignmentHash) -> Entry | None:
    """Give the entry behind a head of a state, signed by the host of its term; None if of none."""
    if head not in _MADE:
        return None
    assignment, item = _MADE[head]
    return published(assignment, _host(state, assignment.process, assignment.term), item)


@st.composite
def starts(draw: st.DrawFn) -> Json:
    """Draw the genesis of a gateway that keeps little; one in eight has a bound of 0."""
    start = {"network": NETWORK, "queue": choose(draw, _FEW), "retention": choose(draw, _FEW)}
    return {**start, choose(draw, ("queue", "retention")): "0"} if seldom(draw, 8) else {**start}


_FEW: Final = ("1", "2", "2", "3", "3", "4", "4")


def moves(role: Any) -> st.SearchStrategy[Move]:
    """Draw a step aimed at the state of the role: mostly acceptable, often at a boundary."""
    return _moves(role.state)


@st.composite
def _moves(draw: st.DrawFn, state: Gateway) -> Move:
    process = PROCESSES[1 if seldom(draw, 4) else 0]
    if state.tails.get(process).status == TailStatus.UNKNOWN and not seldom(draw, 8):
        return _appoint(draw, state, process)
    chosen = choose(draw, _OFTEN)
    if chosen in _SERVING and not _listeners(state, process) and not seldom(draw, 8):
        chosen = _subscribe
    return chosen(draw, state, process)


def _listeners(state: Gateway, process: ProcessId) -> list[Address]:
    """Give who has subscribed to a process."""
    return [
        who
        for who in SUBSCRIBERS
        if state.subscriptions.get((who, process)).status != SubscriptionStatus.NONE
    ]


def _known(state: Gateway, process: ProcessId, slots: int) -> AssignmentHash:
    """Give the head after so many slots, or what is no head."""
    return state.heads.get((process, Nat(max(slots, 0)))) or _JUNK


def _host(state: Gateway, process: ProcessId, term: int) -> int:
    host = state.terms.get((process, Nat(term))).host
    return HOSTS.index(host) if host in HOSTS else 0


def _term_of(state: Gateway, process: ProcessId, slot: int) -> int:
    """Give the term that has a slot."""
    latest = state.tails.get(process).term
    for term in range(latest, -1, -1):
        if state.terms.get((process, Nat(term))).host and (
            state.terms.get((process, Nat(term))).start <= slot
        ):
            return term
    return latest


def _next_entry(state: Gateway, process: ProcessId, branch: int) -> Entry:
    """Give an entry of the next slot; of the one that is known to survive, if one is."""
    slots = state.tails.get(process).slots
    survivor = state.survivors.get((process, Nat(slots + 1)))
    surviving = _behind(state, survivor)
    if surviving is not None:
        return surviving
    term = _term_of(state, process, slots)
    previous = _known(state, process, slots)
    return entry_of(process, slots, term, previous, _host(state, process, term), branch)


def _publish(draw: st.DrawFn, state: Gateway, process: ProcessId) -> Move:
    entry = _next_entry(state, process, choose(draw, range(2)))
    return "publish", {"entry": to_json(entry)}


def _publish_seen(draw: st.DrawFn, state: Gateway, process: ProcessId) -> Move:
    """Publish a slot that the log has: the same entry, or another one."""
    tail = state.tails.get(process)
    slot = choose(draw, range(max(1, min(tail.slots, MOST_SLOTS))))
    seen = _behind(state, _known(state, process, slot + 1))
    if seen is None or seldom(draw, 3):
        term = choose(draw, (_term_of(state, process, slot), tail.term))
        previous = _known(state, process, slot)
        host = _host(state, process, term)
        seen = entry_of(process, slot, term, previous, host, choose(draw, range(3)))
    return "publish", {"entry": to_json(seen)}


def _publish_fenced(draw: st.DrawFn, state: Gateway, process: ProcessId) -> Move:
    """Let a host go on that was replaced and has not heard of it; if there is none, replace one.

    Now and then the host of the latest term signs in its place.
    """
    tail = state.tails.get(process)
    replaced = [term for term in range(tail.term) if state.terms.get((process, Nat(term))).host]
    if not replaced:
        return _appoint(draw, state, process)
    term = choose(draw, replaced)
    end = state.terms.get((process, Nat(term))).end
    slot = max(0, choose(draw, (end, end, end - 1, tail.slots, tail.slots)))
    signs = tail.term if seldom(draw, 4) else term
    previous, host = _known(state, process, slot), _host(state, process, signs)
    entry = entry_of(process, slot, term, previous, host, choose(draw, range(2)))
    return "publish", {"entry": to_json(entry)}


def _publish_far(draw: st.DrawFn, state: Gateway, process: ProcessId) -> Move:
    """Publish a slot beyond the next: the chain goes on from an entry of the next."""
    missing = _next_entry(state, process, 0)
    made = missing.assignment
    slot = made.slot + choose(draw, (1, 1, 2, 9))
    term = _term_of(state, process, slot)
    host = _host(state, process, term)
    entry = entry_of(process, slot, term, assignment_hash(made), host, 0)
    return "publish", {"entry": to_json(entry)}


def _publish_wrong(draw: st.DrawFn, state: Gateway, process: ProcessId) -> Move:
    """Publish the next entry with one thing wrong."""
    entry = _next_entry(state, process, 0)
    made = entry.assignment
    host = _host(state, process, made.term)
    how = choose(draw, ("network", "message", "digest", "previous", "term", "slot", "host"))
    if how == "host":
        return "publish", {"entry": to_json(published(made, (host + 1) % 3, entry.item))}
    if seldom(draw, 5):
        spoiled = choose(draw, (b"", entry.item[:-1], serialize_item(_item(process, "x"))))
        return "publish", {"entry": to_json(replace(entry, item=spoiled))}
    if seldom(draw, 5):
        value = entry.signature.value
        spoiled = choose(draw, (b"", value[:-1], bytes((value[0] ^ 1,)) + value[1:]))
        signature = replace(entry.signature, value=spoiled)
        return "publish", {"entry": to_json(replace(entry, signature=signature))}
    wrong: dict[str, Any] = {
        "network": "another network",
        "message": _JUNK,
        "digest": _JUNK,
        "previous": choose(draw, (_JUNK, _known(state, process, made.slot - 1))),
        "term": Nat(choose(draw, (made.term + 1, max(made.term - 1, 0)))),
        "slot": Nat(max(made.slot - 1, 0)),
    }
    changed = replace(made, **{how: wrong[how]})
    return "publish", {"entry": to_json(published(changed, host, entry.item))}


def _head_near(draw: st.DrawFn, state: Gateway, process: ProcessId, slots: int) -> AssignmentHash:
    """Draw the head of a log after so many slots; in one of five, that of another branch."""
    if slots == 0:
        return AssignmentHash(process)
    right = state.survivors.get((process, Nat(slots)))
    if not right and slots <= state.tails.get(process).slots:
        right = _known(state, process, slots)
    if right and not seldom(draw, 5):
        return right
    before = _known(state, process, slots - 1)
    term = _term_of(state, process, slots - 1)
    host = _host(state, process, term)
    other = entry_of(process, slots - 1, term, before, host, choose(draw, range(3)))
    return assignment_hash(other.assignment)


def _near(draw: st.DrawFn, state: Gateway, process: ProcessId) -> int:
    """Draw a number of slots around where something changes."""
    tail = state.tails.get(process)
    slots, durable = tail.slots, tail.durable
    start = state.terms.get((process, tail.term)).start
    ends = (slots, slots, slots - 1, slots - 2, slots + 1)
    return max(0, choose(draw, (*ends, durable, durable + 1, durable - 1, start, start - 1)))


def _appoint(draw: st.DrawFn, state: Gateway, process: ProcessId) -> Move:
    tail = state.tails.get(process)
    is_first = tail.status == TailStatus.UNKNOWN
    start = choose(draw, (0, 0, 0, 2)) if is_first else _near(draw, state, process)
    later = (0, 0, 1) if is_first else tuple(tail.term + more for more in (1, 1, 1, 1, 2, 0, -1))
    term = choose(draw, later)
    head = _JUNK if seldom(draw, 16) else _head_near(draw, state, process, start)
    return "appoint", {
        "process": process,
        "term": str(max(0, term)),
        "host": choose(draw, HOSTS),
        "start": str(start),
        "head": head,
    }


def _confirm(draw: st.DrawFn, state: Gateway, process: ProcessId) -> Move:
    slots = _near(draw, state, process)
    head = _head_near(draw, state, process, slots)
    return "confirm", {"process": process, "slots": str(slots), "head": head}


def _subscribe(draw: st.DrawFn, state: Gateway, process: ProcessId) -> Move:
    slots = state.tails.get(process).slots
    few = (slots, slots - 1, slots - 2, slots - 3, 0)
    cursor = slots + 1 if seldom(draw) else max(0, choose(draw, few))
    head = _JUNK if seldom(draw) else _known(state, process, cursor)
    who = choose(draw, SUBSCRIBERS)
    return "subscribe", {"subscriber": who, "process": process, "cursor": str(cursor), "head": head}


def _who(draw: st.DrawFn, state: Gateway, process: ProcessId) -> Address:
    """Draw a subscriber, mostly one that is served."""
    listeners = _listeners(state, process)
    return choose(draw, SUBSCRIBERS if seldom(draw, 8) or not listeners else listeners)


def _deliver(draw: st.DrawFn, state: Gateway, process: ProcessId) -> Move:
    """Deliver to a subscriber; mostly, do first what it waits for."""
    who = _who(draw, state, process)
    held = state.subscriptions.get((who, process))
    if not seldom(draw, 4):
        if held.sent >= state.tails.get(process).slots:
            return _publish(draw, state, process)
        if held.sent - held.cursor >= state.queue:
            return choose(draw, (_acknowledge, _cut_off))(draw, state, process)
        if held.sent < state.oldest.get(process):
            return _backfill(draw, state, process)
    return "deliver", {"subscriber": who, "process": process}


def _backfill(draw: st.DrawFn, state: Gateway, process: ProcessId) -> Move:
    who = _who(draw, state, process)
    sent = state.subscriptions.get((who, process)).sent
    slot = max(0, sent + choose(draw, (0, 0, 0, 0, 1, -1)))
    entry = _behind(state, _known(state, process, slot + 1)) or _next_entry(state, process, 0)
    if seldom(draw, 8):
        entry = replace(entry, item=serialize_item(_item(process, "y")))
    return "backfill", {"subscriber": who, "entry": to_json(entry)}


def _acknowledge(draw: st.DrawFn, state: Gateway, process: ProcessId) -> Move:
    """Acknowledge what was sent; mostly, where nothing was, let something be sent."""
    who = _who(draw, state, process)
    subscription = state.subscriptions.get((who, process))
    if subscription.sent == subscription.cursor and not seldom(draw, 4):
        return _deliver(draw, state, process)
    last, cursor = subscription.sent - 1, subscription.cursor
    slot = choose(draw, (last, last, cursor, cursor - 2, 0, last + 1))
    return "acknowledge", {"subscriber": who, "process": process, "slot": str(max(0, slot))}


def _cut_off(draw: st.DrawFn, state: Gateway, process: ProcessId) -> Move:
    """Cut off a subscriber whose queue is full; if none is, fill one up first, or try."""
    held = {who: state.subscriptions.get((who, process)) for who in SUBSCRIBERS}
    full = [who for who in SUBSCRIBERS if held[who].sent - held[who].cursor >= state.queue]
    if not full and not seldom(draw, 4):
        return _deliver(draw, state, process)
    who = choose(draw, full) if full else _who(draw, state, process)
    return "cut_off", {"subscriber": who, "process": process}


def _resume(draw: st.DrawFn, state: Gateway, process: ProcessId) -> Move:
    return "resume", {"subscriber": _who(draw, state, process), "process": process}


_Draw = Callable[[st.DrawFn, Gateway, ProcessId], Move]

_OFTEN: Final[tuple[_Draw, ...]] = (
    *[_publish] * 8,
    *[_deliver] * 6,
    *[_publish_seen, _publish_fenced, _subscribe, _backfill] * 2,
    *[_acknowledge] * 4,
    *[_cut_off, _publish_far, _publish_wrong] * 3,
    *[_appoint, _confirm] * 3,
    *[_resume] * 3,
)
"""What is done; what other steps need comes more often."""

_SERVING: Final[tuple[_Draw, ...]] = (_deliver, _acknowledge, _backfill, _cut_off, _resume)
"""What is done for somebody who has subscribed."""
