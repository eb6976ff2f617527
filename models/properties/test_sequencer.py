"""Room sequencer against books kept naively, over random histories of a small world.

After every step the lane and the books agree: on the reason, and then nothing changed; or on the
log, the pairs, and what waits in which order. All invariants hold. A lane that is rebuilt from
bundles in any order, and one that followed entry by entry, equal the lane that was lived.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hollowbeam.kernel.encoding import base64url, base64url_decode
from hollowbeam.kernel.errors import Rejection
from hollowbeam.kernel.records import from_json, to_json
from hollowbeam.kernel.vocabulary import Digest, Nat
from hollowbeam.protocol.arweave import Block
from hollowbeam.protocol.commitments import Entry
from hollowbeam.protocol.message.item import parse_item
from hollowbeam.protocol.sequencer import invariants as stated
from hollowbeam.protocol.sequencer.bundles import write_bundle
from hollowbeam.protocol.sequencer.seat import Genesis, Seat, begin, handle
from hollowbeam.protocol.sequencer.state import Lane
from hollowbeam_models.domains.sequencer_items import (
    FOREIGN,
    INHERITED,
    MESSAGES,
    RELAYS,
    SOURCE_BUNDLE,
)
from hollowbeam_models.domains.sequencer_moves import small_moves, small_starts
from hollowbeam_models.random_items import outcome_of
from hollowbeam_models.sequencer_world import (
    HOST,
    MET,
    NOW,
    PROCESS,
    ROOT,
    SOURCE,
    STRANGER,
    SUCCESSOR,
    address,
    block,
    digest_of,
    genesis,
    relay,
    term,
)

STEPS = 25
OUTBOX = {item: number // 2 for number, item in enumerate(RELAYS)} | dict.fromkeys(INHERITED, 0)
"""The sequence of each relay of this world; all are of one pair."""

FIRST_BLOCK = block(ROOT, SOURCE_BUNDLE)
OPENING: dict[str, Any] = {"block": to_json(FIRST_BLOCK), "tip": "9", "guaranteed": [MET]}
"""The slot of the source is durable, and its result is guaranteed, so that relays are admitted."""

ORDINARY = settings(
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=30,
    suppress_health_check=list(HealthCheck),
)


@dataclass
class Books:
    """A lane as the chapter tells it, with nothing but lists."""

    log: list[bytes] = field(default_factory=list)
    queue: list[bytes] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    met: bool = False
    terms: list[dict[str, Any]] = field(default_factory=list)

    def is_attested(self, item: bytes) -> bool:
        """Look for the signer among the hosts of the source, from the term of the result on."""
        if item not in INHERITED:
            return True
        who, number = INHERITED[item]
        return any(
            (each["process"], each["host"]) == (SOURCE, address(who))
            and int(each["term"]) >= number
            for each in self.terms
        )

    def received(self) -> int:
        return len([item for item in self.log if item in OUTBOX])

    def is_durable(self) -> bool:
        return any(SOURCE_BUNDLE in each.items for each in self.blocks)

    def is_admissible(self, item: bytes) -> bool:
        is_next = item not in OUTBOX or OUTBOX[item] == self.received()
        return item not in self.log and is_next

    def due(self) -> bytes | None:
        return next((item for item in self.queue if self.is_admissible(item)), None)

    def advance(self, to: Block, tip: int, lane: Lane) -> str | None:
        if self.due() is not None:
            return "FORCED_FIRST"
        if to.height <= lane.height:
            return "STALE_ANCHOR"
        if to.height > lane.height + 1 or to.previous != lane.block:
            return "NOT_NEXT_BLOCK"
        return "UNCONFIRMED_ANCHOR" if tip - to.height < lane.depth else None

    def moved(self, to: Block) -> None:
        """Take a block: sort its items by sort, by their owner's number, by their place."""
        self.blocks.append(to)
        found = []
        for place, item in enumerate(to.items):
            is_relay = item in OUTBOX
            is_proven = is_relay and self.is_attested(item) and self.is_durable() and self.met
            if item in MESSAGES or is_proven:
                owner = sha256(base64url_decode(to.id) + parse_item(item).owner).digest()
                found.append((is_relay, owner, place, item))
        self.queue = [item for *_, item in sorted(found)]

    def submit(self, item: bytes, at: int, lane: Lane, *, weighty: bool) -> str | None:
        if item in FOREIGN:
            return "WRONG_NETWORK" if item == FOREIGN[2] else "WRONG_PROCESS"
        if not lane.since <= at < 10**13:
            return "BAD_TIMESTAMP"
        if self.due() not in (None, item):
            return "FORCED_FIRST"
        if item in self.log:
            return "ALREADY_ASSIGNED"
        return self.relay(item, weighty=weighty) if item in OUTBOX else None

    def relay(self, item: bytes, *, weighty: bool) -> str | None:
        if not self.is_attested(item):
            return "NOT_EVALUATOR"
        if not self.is_durable() and not weighty:
            return "NOT_DURABLE"
        if not self.met:
            return "NOT_GUARANTEED"
        if OUTBOX[item] == self.received():
            return None
        return "ALREADY_RELAYED" if OUTBOX[item] < self.received() else "OUT_OF_SEQUENCE"


def told(books: Books, seat: Seat, op: str, args: dict[str, Any]) -> str | None:
    """Say why the books refuse a step, if they do; else write it down."""
    lane = seat.lane
    if op == "advance":
        to = from_json(Block, args["block"])
        reason = books.advance(to, int(args["tip"]), lane)
        if reason is None:
            books.met = books.met or bool(args["guaranteed"])
            books.moved(to)
        return reason
    if lane.host != seat_address(seat):
        return "NOT_HOST"
    if op == "tick":
        return "FORCED_FIRST" if books.due() else None
    item = base64url_decode(args["item"])
    weighty = 3 * int(args["signed"]) > 2 * int(args["total"])
    reason = books.submit(item, int(args["timestamp"]), lane, weighty=weighty)
    if reason is None:
        books.log.append(item)
    return reason


def seat_address(seat: Seat) -> str:
    return base64url(sha256(seat.wallet.owner).digest())


def agree(books: Books, lane: Lane) -> None:
    """Compare everything that the two hold, and check the invariants."""
    assert lane.slot == len(books.log)
    assert dict(lane.assigned.items()) == {
        digest_of(item): number for number, item in enumerate(books.log, 1)
    }
    assert sum(number for _, number in lane.received.items()) == books.received()
    waiting = [lane.waiting.get(Nat(number)).digest for number in range(lane.count)]
    assert waiting == [digest_of(item) for item in books.queue]
    due = books.due()
    found = lane.waiting.get(lane.first).digest if lane.first < lane.count else None
    assert found == (None if due is None else digest_of(due))
    check_invariants(lane)


def check_invariants(lane: Lane) -> None:
    digests = [digest for digest, _ in lane.assigned.items()] + [Digest("")]
    assert stated.queue_is_sound(lane)
    assert stated.relays_take_slots(lane)
    for index in range(lane.count + 1):
        assert stated.relays_wait_last(lane, Nat(index))
        assert stated.none_before_is_admissible(lane, Nat(index))
    for one in digests:
        assert stated.digest_stands_in_the_log(lane, one)
        for other in digests:
            assert stated.slots_are_unique(lane, one, other)


@ORDINARY
@given(st.data())
def test_a_host_does_what_the_chapter_says(data: st.DataObject) -> None:
    start: Any = data.draw(small_starts())
    seat, books = begin(from_json(Genesis, start)), Books(terms=start["terms"])
    if data.draw(st.booleans()):
        told(books, seat, "advance", OPENING)
        seat = handle(seat, "advance", OPENING).state
    for _ in range(data.draw(st.integers(1, STEPS))):
        op, args = data.draw(small_moves(seat, ("submit", "advance", "tick")))
        expected = told(books, seat, op, args)
        outcome = outcome_of(partial(stepped, seat, op, args))
        if isinstance(outcome, Rejection):
            assert outcome.reason == expected
        else:
            assert expected is None
            seat = outcome
        agree(books, seat.lane)


def stepped(seat: Seat, op: str, args: dict[str, Any]) -> Seat:
    return handle(seat, op, args).state


@dataclass
class Life:
    """A lane that was lived: its host, the blocks that it saw and the entries that it signed."""

    seat: Seat
    blocks: list[Block]
    entries: list[Entry]


def lived(data: st.DataObject) -> Life:
    """Let a host live for a while; that the results are guaranteed is known from the start."""
    seat = replace(begin(from_json(Genesis, genesis())), guaranteed=frozenset([MET]))
    life = Life(handle(seat, "advance", OPENING).state, [FIRST_BLOCK], [])
    for _ in range(data.draw(st.integers(1, STEPS))):
        op, args = data.draw(small_moves(life.seat, ("submit", "advance")))
        try:
            done = handle(life.seat, op, args)
        except Rejection:
            continue
        life.seat = done.state
        life.entries += done.effects
        if op == "advance":
            life.blocks.append(from_json(Block, args["block"]))
    return life


def bundled(data: st.DataObject, entries: list[Entry]) -> list[bytes]:
    """Write entries into bundles, each into one of three, in any order."""
    parts: list[list[Entry]] = [[], [], []]
    for each in entries:
        parts[data.draw(st.integers(0, 2))].append(each)
    return [write_bundle(HOST, part) for part in data.draw(st.permutations(parts))]


def rebuilt(seat: Seat, blocks: list[Block], bundles: list[bytes]) -> Seat:
    args: dict[str, Any] = {
        "blocks": [to_json(each) for each in blocks],
        "bundles": [base64url(raw) for raw in bundles],
    }
    return handle(seat, "rebuild", args).state


def caught_up(seat: Seat, blocks: list[Block]) -> Seat:
    """Let a host see the blocks above its anchor."""
    for each in blocks:
        if each.height > seat.lane.height:
            args = {"block": to_json(each), "tip": str(each.height + 9), "guaranteed": []}
            seat = handle(seat, "advance", args).state
    return seat


@ORDINARY
@given(st.data())
def test_a_rebuilt_lane_is_the_lane_that_was_lived(data: st.DataObject) -> None:
    life = lived(data)
    again = rebuilt(life.seat, life.blocks, bundled(data, life.entries))
    again = caught_up(again, life.blocks)
    assert again.lane == life.seat.lane
    assert again.durable == life.seat.durable


@ORDINARY
@given(st.data())
def test_a_follower_ends_where_the_host_is(data: st.DataObject) -> None:
    life = lived(data)
    start = genesis(who=STRANGER, terms=(term(HOST),))
    standby = replace(begin(from_json(Genesis, start)), guaranteed=frozenset([MET]))
    for entry in life.entries:
        seen = [each for each in life.blocks if each.height <= entry.assignment.height]
        standby = caught_up(standby, seen)
        standby = handle(standby, "follow", {"entry": to_json(entry)}).state
    assert caught_up(standby, life.blocks).lane == life.seat.lane


@ORDINARY
@given(st.data())
def test_a_takeover_keeps_survivors_and_frees_the_rest(data: st.DataObject) -> None:
    life = lived(data)
    kept = data.draw(st.integers(0, len(life.entries)))
    terms = (term(HOST, end=kept), term(SUCCESSOR, 1, begin=kept))
    heir = begin(from_json(Genesis, genesis(who=SUCCESSOR, terms=terms)))
    heir = replace(heir, guaranteed=frozenset([MET]))
    heir = rebuilt(heir, life.blocks, bundled(data, life.entries))
    heir = handle(heir, "take-over", {"term": "1"}).state
    assert (heir.lane.slot, heir.lane.term) == (kept, 1)
    survivors = {entry.item for entry in life.entries[:kept]}
    for entry in life.entries:
        is_assigned = heir.lane.assigned.get(entry.assignment.digest) > 0
        assert is_assigned == (entry.item in survivors)
    heir = assigned_all_due(heir)
    for entry in life.entries[kept:]:
        if entry.item in MESSAGES and not heir.lane.assigned.get(entry.assignment.digest):
            heir = handle(heir, "submit", submission(entry.item)).state
            heir = assigned_all_due(heir)


def assigned_all_due(seat: Seat) -> Seat:
    """Assign whatever is due."""
    known = {digest_of(item): item for item in (*MESSAGES, *RELAYS)}
    while seat.lane.first < seat.lane.count:
        due = known[seat.lane.waiting.get(seat.lane.first).digest]
        seat = handle(seat, "submit", submission(due)).state
    return seat


def submission(item: bytes) -> dict[str, Any]:
    at = str(NOW * 1_000)
    return {"item": base64url(item), "timestamp": at, "signed": "3", "total": "3"}


def test_the_relays_of_this_world_are_numbered_as_the_books_say() -> None:
    assert [OUTBOX[item] for item in RELAYS] == [0, 0, 1, 1, 2, 2]
    assert relay(0) not in MESSAGES
    assert digest_of(relay(0)) != PROCESS


@pytest.mark.parametrize("order", list(permutations(RELAYS[::2])))
def test_relays_of_a_block_are_admitted_in_any_order_and_after_any_stop(
    order: tuple[bytes, ...],
) -> None:
    """The host stops after each assignment, is rebuilt from what it signed, and goes on."""
    blocks = [FIRST_BLOCK, block(FIRST_BLOCK, *order, MESSAGES[0])]
    known = {digest_of(item): item for item in (*order, MESSAGES[0])}
    seat = begin(from_json(Genesis, genesis()))
    seat = caught_up(replace(seat, guaranteed=frozenset([MET])), blocks)
    entries: list[Entry] = []
    while seat.lane.first < seat.lane.count:
        due = known[seat.lane.waiting.get(seat.lane.first).digest]
        done = handle(seat, "submit", submission(due))
        entries += done.effects
        seat = rebuilt(done.state, blocks, [write_bundle(HOST, entries)])
        assert seat.lane == done.state.lane
    assert [entry.item for entry in entries] == [MESSAGES[0], *RELAYS[::2]]
