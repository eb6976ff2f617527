"""Theorems: what an assignment is, and that a digest has one and a relay its turn."""

from __future__ import annotations

from hollowbeam.kernel.errors import Rejection
from hollowbeam.kernel.vocabulary import Digest, Nat
from hollowbeam.protocol.commitments import Assignment, assignment_hash
from hollowbeam.protocol.relayer.admission import Pair
from hollowbeam.protocol.sequencer.admission import (
    assign,
    check_new,
    check_turn,
    extended,
    is_admissible,
    is_due,
    received_with,
)
from hollowbeam.protocol.sequencer.invariants import (
    digest_stands_in_the_log,
    none_before_is_admissible,
    queue_is_sound,
    relays_take_slots,
    slots_are_unique,
)
from hollowbeam.protocol.sequencer.lane import equivocates
from hollowbeam.protocol.sequencer.state import Lane, Request
from hollowbeam_models.theorem import (
    assume,
    both,
    implies,
    ite,
    negate,
    prove,
    rejection_of,
    theorem,
)
from hollowbeam_models.theorems.sequencer.words import (
    REASONS,
    TURN_REASONS,
    has_good_source,
    is_good,
    is_in_time,
    is_next,
    is_sound,
    pair_of_relay,
    proves_itself,
)


@theorem(
    "THM-SEQ-1",
    clauses=("SEQ-5", "SEQ-6", "SEQ-7"),
    about=(assign, extended, received_with),
    rejects=REASONS,
)
def an_assignment_takes_the_next_slot(lane: Lane, request: Request) -> None:
    """An assignment has the next slot, names the one before it, and bears term and anchor."""
    done = assign(lane, request)
    made, after = done.effects[0], done.state
    prove(request.is_addressed & is_in_time(lane, request), "a message of this lane, in time")
    prove((made.network == lane.network) & (made.process == lane.process), "of this log")
    prove((made.slot == lane.slot) & (after.slot == lane.slot + 1), "the next slot, no gap")
    prove((made.previous == lane.head) & (after.head == assignment_hash(made)), "linked")
    prove((made.term == lane.term) & (after.term == lane.term), "in the present term")
    prove((made.height == lane.height) & (made.block == lane.block), "at the present anchor")
    prove((after.height == lane.height) & (after.block == lane.block), "which stays")
    same = (made.message == request.message) & (made.digest == request.digest)
    prove(same & (made.timestamp == request.timestamp), "given to the message")
    stays = (after.process == lane.process) & (after.host == lane.host)
    prove(stays & (after.network == lane.network) & (after.depth == lane.depth), "nothing else")


@theorem("THM-SEQ-2", clauses=("SEQ-8",), about=(assign, extended), rejects=TURN_REASONS)
def a_digest_is_assigned_once(lane: Lane, request: Request, someone: Digest) -> None:
    """A digest that is assigned was not before, and this is its slot for ever."""
    assume(is_good(lane, request))
    after = assign(lane, request).state
    prove(lane.assigned.get(request.digest) == 0, "new")
    prove(after.assigned.get(request.digest) == lane.slot + 1, "it has this slot")
    if someone != request.digest:
        same = after.assigned.get(someone) == lane.assigned.get(someone)
        prove(same, "all other digests stay as they are")


@theorem("THM-SEQ-3", clauses=("SEQ-8",), about=(check_new,))
def what_has_a_slot_is_refused(lane: Lane, request: Request) -> None:
    """Whatever else is so, a digest with a slot gets no other."""
    assume(lane.assigned.get(request.digest) > 0)
    prove(rejection_of(assign, lane, request) is not None, "refused")


@theorem("THM-SEQ-4", clauses=("SEQ-9",), about=(assign,), rejects=TURN_REASONS)
def a_pair_moves_by_one_with_each_relay(lane: Lane, request: Request, pair: Pair) -> None:
    """The counter of a pair moves by exactly one with each of its relays, and never else."""
    assume(is_good(lane, request))
    after = assign(lane, request).state
    moved = after.received.get(pair) - lane.received.get(pair)
    is_its = both(request.is_relay, pair == pair_of_relay(request.relay))
    prove(moved == ite(is_its, 1, 0), "by one with its own relays alone")
    expected = lane.received.get(pair)
    prove(implies(is_its, request.relay.sequence == expected), "the relay was the next")


@theorem("THM-SEQ-5", clauses=("SEQ-9",), about=(assign,), rejects=REASONS)
def only_durable_slots_are_relayed(lane: Lane, request: Request) -> None:
    """A relay is assigned only if it proves itself and its source slot is durable and surviving."""
    assume(request.is_relay)
    assign(lane, request)
    prove(proves_itself(request.relay), "it is included in an outbox that was attested")
    prove(has_good_source(request.relay), "of a durable slot, by its host, as the target demands")


@theorem(
    "THM-SEQ-6", clauses=("SEQ-11", "SEQ-12"), about=(assign, check_turn), rejects=TURN_REASONS
)
def forced_items_come_first(lane: Lane, request: Request, index: Nat) -> None:
    """While an item of the anchor's block is admissible, only the first such item is assigned."""
    assume(is_good(lane, request))
    assume(queue_is_sound(lane) & none_before_is_admissible(lane, index))
    assume((index < lane.count) & is_admissible(lane, lane.waiting.get(index)))
    assign(lane, request)
    prove(request.digest == lane.waiting.get(lane.first).digest, "an item of the block")
    prove(lane.first <= index, "and none that is admissible stands before it")


@theorem(
    "THM-SEQ-7",
    clauses=("SEQ-7", "SEQ-8", "SEQ-9", "SEQ-12"),
    about=(assign, extended),
    rejects=TURN_REASONS,
)
def assigning_keeps_the_lane_sound(
    lane: Lane, request: Request, index: Nat, one: Digest, other: Digest
) -> None:
    """Every invariant survives an assignment.

    INV-SEQ-0, INV-SEQ-1, INV-SEQ-2, INV-SEQ-3, INV-SEQ-4 and INV-SEQ-5.
    """
    assume(is_good(lane, request))
    assume(is_sound(lane, index, one) & digest_stands_in_the_log(lane, other))
    assume(slots_are_unique(lane, one, other) & relays_take_slots(lane))
    after = assign(lane, request).state
    prove(is_sound(after, index, one), "the queue is sound, and nothing before its mark is due")
    prove(slots_are_unique(after, one, other), "no slot was given twice")
    prove(relays_take_slots(after), "no more relays than slots")


@theorem("THM-SEQ-8", clauses=("SEQ-30",), about=(equivocates, assign), rejects=TURN_REASONS)
def a_host_that_remembers_never_equivocates(
    lane: Lane, request: Request, later: Assignment
) -> None:
    """An assignment and any that comes after it are no fault, nor is one that is said twice."""
    assume(is_good(lane, request))
    done = assign(lane, request)
    made = done.effects[0]
    assume(later.slot >= done.state.slot)
    prove(negate(equivocates(made, later)), "one slot after the other")
    prove(negate(equivocates(made, made)), "nor is a thing said twice")


@theorem("THM-SEQ-9", clauses=("SEQ-30",), about=(equivocates,), acceptance=True)
def a_host_that_forgets_equivocates(one: Assignment, two: Assignment) -> None:
    """Two assignments are a fault exactly if they are of one slot and term and differ anywhere."""
    slot = (one.network == two.network) & (one.process == two.process) & (one.slot == two.slot)
    same = (one.message == two.message) & (one.digest == two.digest)
    anchored = (one.height == two.height) & (one.block == two.block)
    same = same & anchored & (one.timestamp == two.timestamp) & (one.previous == two.previous)
    fault = both(slot & (one.term == two.term), negate(same))
    prove(equivocates(one, two) == fault, "the slot is given twice")


def attempted(lane: Lane, request: Request) -> Lane:
    """Assign if that is admissible, else change nothing."""
    try:
        return assign(lane, request).state
    except Rejection:
        return lane


def has_slot(lane: Lane, digest: Digest) -> bool:
    """Say whether a digest is assigned."""
    return lane.assigned.get(digest) > 0


@theorem("THM-SEQ-10", clauses=("SEQ-8", "SEQ-12"), about=(assign,))
def admission_of_a_block_commutes(
    lane: Lane, one: Request, other: Request, digest: Digest, pair: Pair
) -> None:
    """Whichever of two items is tried first, the same are admitted, unless both are of one pair.

    Which slots they have is for the order of the block to say, and so is whose turn it is: here
    nothing else waits.
    """
    assume(is_good(lane, one) & is_good(lane, other) & (lane.count == 0))
    of_one_pair = pair_of_relay(one.relay) == pair_of_relay(other.relay)
    assume(negate(both(one.is_relay, other.is_relay, of_one_pair)))
    assume(one.digest != other.digest)
    left = attempted(attempted(lane, one), other)
    right = attempted(attempted(lane, other), one)
    prove(has_slot(left, digest) == has_slot(right, digest), "the same digests")
    prove(left.received.get(pair) == right.received.get(pair), "the same relays")
    prove(left.slot == right.slot, "as many")


@theorem(
    "THM-SEQ-12",
    clauses=("SEQ-9", "SEQ-12"),
    about=(assign,),
    saboteurs=("SAB-RLY-15a",),
)
def admission_of_a_pair_commutes_with_retries(
    lane: Lane, one: Request, other: Request, digest: Digest
) -> None:
    """Whichever of two relays of a pair is tried first, after a retry the same are admitted.

    Of two that bring the same message one is admitted: the first in the order of the block.
    """
    assume(is_good(lane, one) & is_good(lane, other) & (lane.count == 0))
    pair = pair_of_relay(one.relay)
    assume(one.is_relay & other.is_relay & (pair_of_relay(other.relay) == pair))
    assume(one.relay.sequence != other.relay.sequence)
    assume(one.digest != other.digest)
    left = attempted(attempted(attempted(lane, one), other), one)
    right = attempted(attempted(attempted(lane, other), one), other)
    prove(has_slot(left, digest) == has_slot(right, digest), "the same digests")
    prove(left.received.get(pair) == right.received.get(pair), "as many relays")
    prove(left.slot == right.slot, "and as many slots")


@theorem("THM-SEQ-11", clauses=("SEQ-8",), about=(assign,))
def admission_is_idempotent(lane: Lane, request: Request) -> None:
    """An item that was tried before changes nothing when it is tried again."""
    assume(is_good(lane, request))
    once = attempted(lane, request)
    twice = attempted(once, request)
    prove((twice.slot == once.slot) & (twice.head == once.head), "no further slot")
    prove(twice.first == once.first, "and nothing waits again")


@theorem("THM-SEQ-50", clauses=("SEQ-7",), about=(assign,), acceptance=True)
def a_fresh_message_is_accepted(lane: Lane, request: Request) -> None:
    """A new message of this lane, in time, with nothing forced due, is never refused."""
    assume(is_good(lane, request) & negate(request.is_relay) & negate(is_due(lane)))
    assume(lane.assigned.get(request.digest) == 0)
    prove(assign(lane, request).state.slot == lane.slot + 1, "accepted")


@theorem(
    "THM-SEQ-51",
    clauses=("SEQ-9",),
    about=(assign,),
    saboteurs=("SAB-RLY-16d",),
    acceptance=True,
)
def the_next_relay_is_accepted(lane: Lane, request: Request) -> None:
    """The next relay of its pair, with good evidence and nothing forced due, is never refused."""
    assume(is_good(lane, request) & request.is_relay & negate(is_due(lane)))
    assume(is_next(lane, request))
    prove(assign(lane, request).state.slot == lane.slot + 1, "accepted")


@theorem("THM-SEQ-52", clauses=("SEQ-11",), about=(assign,), acceptance=True)
def what_is_due_is_accepted(lane: Lane, request: Request) -> None:
    """The item that is due, if it is admissible, is never refused."""
    assume(is_due(lane) & is_good(lane, request) & is_next(lane, request))
    assume(lane.waiting.get(lane.first).digest == request.digest)
    prove(assign(lane, request).state.slot == lane.slot + 1, "accepted")
