"""Theorems: anchors move on, what waits is passed in order, and a term begins after another."""

from __future__ import annotations

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import Address, AssignmentHash, Digest, Nat, ProcessId
from hollowbeam.protocol.commitments import Anchor
from hollowbeam.protocol.relayer.admission import Pair
from hollowbeam.protocol.sequencer.admission import is_admissible, is_due, skip
from hollowbeam.protocol.sequencer.invariants import (
    none_before_is_admissible,
    queue_is_sound,
    relays_take_slots,
    slots_are_unique,
)
from hollowbeam.protocol.sequencer.lane import move_anchor, open_lane, take_over, tick
from hollowbeam.protocol.sequencer.order import Place, precedes
from hollowbeam.protocol.sequencer.state import Header, Lane, Route, Waiting
from hollowbeam_models.theorem import (
    assume,
    either,
    implies,
    negate,
    prove,
    theorem,
)
from hollowbeam_models.theorems.sequencer.words import is_sound

MOVE_REASONS = (
    Reason.FORCED_FIRST,
    Reason.STALE_ANCHOR,
    Reason.NOT_NEXT_BLOCK,
    Reason.UNCONFIRMED_ANCHOR,
)


def keeps_the_log(after: Lane, before: Lane, digest: Digest, pair: Pair) -> bool:
    """Nothing that was assigned is lost, gained or renumbered."""
    return (
        (after.slot == before.slot)
        & (after.head == before.head)
        & (after.assigned.get(digest) == before.assigned.get(digest))
        & (after.received.get(pair) == before.received.get(pair))
    )


def is_of_the_same_lane(after: Lane, before: Lane) -> bool:
    """What a lane is never changes."""
    return (
        (after.network == before.network)
        & (after.process == before.process)
        & (after.depth == before.depth)
    )


@theorem("THM-SEQ-20", clauses=("SEQ-1",), about=(open_lane,), acceptance=True)
def a_lane_begins_empty_and_sound(
    network: str,
    process: ProcessId,
    host: Address,
    anchor: Anchor,
    index: Nat,
    one: Digest,
    other: Digest,
    pair: Pair,
) -> None:
    """A lane begins at slot 0, with the id of its process for a head, and nothing counted.

    INV-SEQ-0, INV-SEQ-1, INV-SEQ-2, INV-SEQ-3, INV-SEQ-4 and INV-SEQ-5.
    """
    lane = open_lane(network, process, host, anchor)
    prove((lane.slot == 0) & (lane.head == AssignmentHash(process)), "no slot yet")
    prove((lane.height == anchor.height) & (lane.block == anchor.block), "at its anchor")
    prove(lane.assigned.get(one) == 0, "no digest")
    prove(lane.received.get(pair) == 0, "no relay")
    prove(is_sound(lane, index, one) & slots_are_unique(lane, one, other), "sound")
    prove(relays_take_slots(lane) & negate(is_due(lane)), "and nothing is due")


@theorem(
    "THM-SEQ-21",
    clauses=("SEQ-2", "SEQ-3", "SEQ-4", "SEQ-11"),
    about=(move_anchor,),
    rejects=MOVE_REASONS,
)
def the_anchor_moves_on_by_one_block(
    lane: Lane,
    header: Header,
    waiting: Map[Nat, Waiting],
    relays: Nat,
    count: Nat,
    digest: Digest,
    pair: Pair,
) -> None:
    """An anchor is followed by the next block of the same chain, once enough blocks stand on it."""
    after = move_anchor(lane, header, waiting, relays, count).state
    prove(negate(is_due(lane)), "nothing was due")
    prove(after.height == lane.height + 1, "one block on, never back")
    prove(header.previous == lane.block, "a block that stands on the anchor")
    prove((after.block == header.block) & (after.since == header.timestamp), "with its time")
    prove(header.tip >= after.height + lane.depth, "with so many blocks on it")
    prove(keeps_the_log(after, lane, digest, pair), "the log stays")
    prove((after.term == lane.term) & (after.host == lane.host), "so does the term")
    prove(is_of_the_same_lane(after, lane), "it is the same lane")


@theorem("THM-SEQ-22", clauses=("SEQ-10", "SEQ-12"), about=(move_anchor,), rejects=MOVE_REASONS)
def moving_the_anchor_keeps_the_lane_sound(
    lane: Lane,
    header: Header,
    waiting: Map[Nat, Waiting],
    relays: Nat,
    count: Nat,
    index: Nat,
    one: Digest,
    other: Digest,
) -> None:
    """Every invariant survives a new anchor whose relays stand last.

    INV-SEQ-0, INV-SEQ-1, INV-SEQ-2, INV-SEQ-3, INV-SEQ-4 and INV-SEQ-5.
    """
    assume(is_sound(lane, index, one) & slots_are_unique(lane, one, other))
    assume((relays <= count) & relays_take_slots(lane))
    assume(implies(index < relays, negate(waiting.get(index).is_relay)))
    after = move_anchor(lane, header, waiting, relays, count).state
    prove(is_sound(after, index, one), "the queue is sound")
    prove(slots_are_unique(after, one, other) & relays_take_slots(after), "the log as well")
    prove((after.first == 0) & (after.count == count), "all of the block waits")
    prove(after.waiting.get(index) == waiting.get(index), "in its order")


@theorem("THM-SEQ-23", clauses=("SEQ-12",), about=(skip,), acceptance=True)
def only_what_is_inadmissible_is_passed_over(
    lane: Lane, index: Nat, one: Digest, other: Digest, pair: Pair
) -> None:
    """The first item that waits is passed over exactly if it is assigned or inadmissible.

    INV-SEQ-0, INV-SEQ-1, INV-SEQ-2, INV-SEQ-3, INV-SEQ-4 and INV-SEQ-5.
    """
    assume(is_sound(lane, index, one) & slots_are_unique(lane, one, other))
    assume(relays_take_slots(lane))
    item = lane.waiting.get(lane.first)
    after = skip(lane).state
    prove(is_sound(after, index, one), "the queue stays sound")
    prove(slots_are_unique(after, one, other) & relays_take_slots(after), "the log as well")
    prove(keeps_the_log(after, lane, one, pair), "nothing is assigned by it")
    prove(is_of_the_same_lane(after, lane), "it is the same lane")
    passed = is_due(lane) & negate(is_admissible(lane, item))
    prove(implies(passed, after.first == lane.first + 1), "passed over")
    prove(implies(negate(passed), after.first == lane.first), "or kept for its turn")


@theorem("THM-SEQ-24", clauses=("SEQ-12",), about=(skip, is_admissible), acceptance=True)
def a_queue_at_rest_hides_nothing(lane: Lane, index: Nat) -> None:
    """When nothing more is passed over, either an admissible item is due, or none is admissible."""
    assume(queue_is_sound(lane) & none_before_is_admissible(lane, index))
    assume(skip(lane).state.first == lane.first)
    if is_due(lane):
        prove(is_admissible(lane, lane.waiting.get(lane.first)), "what is due is admissible")
    else:
        hidden = (index < lane.count) & is_admissible(lane, lane.waiting.get(index))
        prove(negate(hidden), "no item of the block is admissible")


@theorem("THM-SEQ-25", clauses=("SEQ-11", "SEQ-14"), about=(tick,), rejects=(Reason.FORCED_FIRST,))
def a_tick_says_that_nothing_is_due(lane: Lane, index: Nat) -> None:
    """A tick states the end of the log at the anchor, and is given only if nothing is due.

    The lane stays as it is, and so does every invariant.
    """
    assume(queue_is_sound(lane) & none_before_is_admissible(lane, index))
    done = tick(lane)
    made, after = done.effects[0], done.state
    hidden = (index < lane.count) & is_admissible(lane, lane.waiting.get(index))
    prove(negate(hidden), "nothing is due")
    prove((made.slot == lane.slot) & (made.head == lane.head), "the end of the log")
    prove((made.height == lane.height) & (made.block == lane.block), "at the anchor")
    prove((made.network == lane.network) & (made.process == lane.process), "of this process")
    prove(made.term == lane.term, "in this term")
    prove(after == lane, "nothing changes")


@theorem(
    "THM-SEQ-26",
    clauses=("SEQ-17", "SEQ-19", "SEQ-20", "SEQ-28"),
    about=(take_over,),
    rejects=(Reason.STALE_TERM, Reason.NOT_HOST, Reason.WRONG_SLOT),
)
def a_takeover_keeps_exactly_what_survived(
    lane: Lane,
    term: Nat,
    route: Route,
    host: Address,
    digest: Digest,
    other: Digest,
    pair: Pair,
    index: Nat,
) -> None:
    """A later term goes on after the last survivor: no digest is lost, none is kept from use.

    INV-SEQ-0, INV-SEQ-1, INV-SEQ-2, INV-SEQ-3, INV-SEQ-4 and INV-SEQ-5.
    """
    assume(is_sound(lane, index, digest) & slots_are_unique(lane, digest, other))
    assume(relays_take_slots(lane))
    after = take_over(lane, term, route, host).state
    prove((after.term == term) & (term > lane.term), "a later term")
    prove((after.host == host) & (route.host == host), "under its host")
    prove(after.slot == route.begin, "from the first slot of the term")
    prove(keeps_the_log(after, lane, digest, pair), "what survived, and nothing else")
    anchor = (after.height == lane.height) & (after.block == lane.block)
    prove(anchor & (after.since == lane.since), "at its anchor")
    marks = (after.first == lane.first) & (after.count == lane.count)
    prove(marks & (after.relays == lane.relays), "with what was due")
    prove(is_of_the_same_lane(after, lane), "it is the same lane")
    prove(is_sound(after, index, digest), "the queue stays sound")
    prove(slots_are_unique(after, digest, other) & relays_take_slots(after), "the log as well")


@theorem("THM-SEQ-27", clauses=("SEQ-10",), about=(precedes,), acceptance=True)
def the_order_of_a_block_is_strict_and_total(one: Place, two: Place, three: Place) -> None:
    """Of two items of a block exactly one comes first, and the order is transitive."""
    prove(negate(precedes(one, one)), "irreflexive")
    prove(negate(precedes(one, two) & precedes(two, one)), "asymmetric")
    chained = precedes(one, two) & precedes(two, three)
    prove(implies(chained, precedes(one, three)), "transitive")
    comparable = either(precedes(one, two), precedes(two, one))
    prove(implies(one.position != two.position, comparable), "total")


@theorem("THM-SEQ-28", clauses=("SEQ-10",), about=(precedes,), acceptance=True)
def groups_stay_together_and_relays_come_last(one: Place, two: Place, three: Place) -> None:
    """Relays come after all else, and no item of another owner stands between two of one owner."""
    prove(implies(negate(one.is_relay) & two.is_relay, precedes(one, two)), "relays last")
    of_one_owner = (one.is_relay == three.is_relay) & (one.group == three.group)
    between = precedes(one, two) & precedes(two, three)
    together = (two.is_relay == one.is_relay) & (two.group == one.group)
    prove(implies(of_one_owner & between, together), "groups stay together")
    sooner = of_one_owner & (one.position < three.position)
    prove(implies(sooner, precedes(one, three)), "inside a group by position")


@theorem("THM-SEQ-53", clauses=("SEQ-2",), about=(move_anchor,), acceptance=True)
def the_next_confirmed_block_is_accepted(
    lane: Lane, header: Header, waiting: Map[Nat, Waiting], relays: Nat, count: Nat
) -> None:
    """With nothing due, the next block with enough blocks on it is never refused."""
    assume(negate(is_due(lane)) & (header.previous == lane.block))
    assume(header.height == lane.height + 1)
    assume(header.tip >= header.height + lane.depth)
    after = move_anchor(lane, header, waiting, relays, count).state
    prove(after.height == header.height, "accepted")


@theorem("THM-SEQ-54", clauses=("SEQ-14",), about=(tick,), acceptance=True)
def a_host_with_nothing_due_may_tick(lane: Lane) -> None:
    """With nothing due, a host may always say that it lives."""
    assume(negate(is_due(lane)))
    prove(tick(lane).state.slot == lane.slot, "accepted")


@theorem("THM-SEQ-55", clauses=("SEQ-28",), about=(take_over,), acceptance=True)
def the_next_host_may_always_begin(lane: Lane, term: Nat, route: Route) -> None:
    """The host of a later term that begins after the last survivor is never refused."""
    assume((term > lane.term) & (route.begin == lane.slot))
    prove(take_over(lane, term, route, route.host).state.term == term, "accepted")
