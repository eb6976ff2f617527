"""Theorems: everyone who reads a log ends where its host is; durable slots are fixed."""

from __future__ import annotations

from dataclasses import replace

from hollowbeam.kernel.vocabulary import NOBODY, Address, AssignmentHash, Digest, Nat
from hollowbeam.protocol.commitments import Assignment, assignment_hash
from hollowbeam.protocol.relayer.admission import Pair
from hollowbeam.protocol.sequencer.admission import assign
from hollowbeam.protocol.sequencer.durable import has_supermajority, survivor
from hollowbeam.protocol.sequencer.invariants import (
    digest_stands_in_the_log,
    relays_take_slots,
    slots_are_unique,
)
from hollowbeam.protocol.sequencer.lane import follow, link, reach
from hollowbeam.protocol.sequencer.state import (
    NO_ASSIGNMENT,
    Head,
    Lane,
    Published,
    Request,
)
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
    LINK_REASONS,
    TURN_REASONS,
    is_good,
    is_published_by,
    is_sound,
)


@theorem(
    "THM-SEQ-30",
    clauses=(
        "SEQ-2",
        "SEQ-5",
        "SEQ-17",
        "SEQ-18",
        "SEQ-19",
        "SEQ-20",
        "SEQ-21",
        "SEQ-22",
        "SEQ-23",
    ),
    about=(link,),
    rejects=LINK_REASONS,
)
def a_log_is_one_chain(head: Head, network: str, assignment: Assignment, shown: Published) -> None:
    """What is linked is the next slot of its log, signed by the host whose slot it is."""
    after = link(head, network, assignment, shown).state
    route = shown.route
    prove(assignment.network == network, "on this network")
    prove((shown.signer == route.host) & (shown.signer != NOBODY), "signed by the host")
    prove((route.begin <= assignment.slot) & (assignment.slot < route.end), "in its own slots")
    prove((assignment.term >= head.term) & (after.term == assignment.term), "terms never go back")
    prove((assignment.slot == head.slot) & (after.slot == head.slot + 1), "no gap, none twice")
    begun = ite(head.slot == 0, AssignmentHash(assignment.process), head.hash)
    prove((assignment.previous == begun) & (after.hash == assignment_hash(assignment)), "linked")
    anchored = (assignment.height >= head.height) & (after.height == assignment.height)
    prove(anchored & shown.is_seen, "anchors are seen and never go back")
    same = (assignment.message == shown.message) & (assignment.digest == shown.digest)
    prove(same & shown.is_addressed, "with its message, which belongs here")


@theorem("THM-SEQ-31", clauses=("SEQ-20", "SEQ-21"), about=(link,), rejects=LINK_REASONS)
def of_two_assignments_of_a_slot_one_is_linked(
    head: Head,
    network: str,
    assignment: Assignment,
    shown: Published,
    later: Head,
    rival: Assignment,
    rival_shown: Published,
) -> None:
    """Once a slot is linked, no other assignment of it, by whichever host, ever is.

    A log only grows (THM-SEQ-30), so ``later`` is any end that it may have from now on.
    """
    assume(rival.slot == assignment.slot)
    after = link(head, network, assignment, shown).state
    assume(later.slot >= after.slot)
    prove(rejection_of(link, later, network, rival, rival_shown) is not None, "refused")


@theorem("THM-SEQ-32", clauses=("SEQ-24",), about=(follow, reach), rejects=LINK_REASONS)
def a_follower_counts_what_stands_in_the_log(
    lane: Lane, assignment: Assignment, shown: Published, digest: Digest, pair: Pair
) -> None:
    """A linked entry takes its slot; a digest counts once, and a relay in its sequence."""
    after = follow(lane, assignment, shown).state
    prove((after.slot == lane.slot + 1) & (after.head == assignment_hash(assignment)), "linked")
    prove((after.height >= lane.height) & (after.height == assignment.height), "anchored")
    prove((after.term == assignment.term) & (after.host == shown.route.host), "in its term")
    before = lane.assigned.get(digest)
    new = both(digest == assignment.digest, before == 0)
    prove(after.assigned.get(digest) == ite(new, lane.slot + 1, before), "a digest once")
    expected = lane.received.get(pair)
    is_its = both(shown.is_relay, pair == (shown.source, shown.branch, Address(lane.process)))
    fresh = lane.assigned.get(assignment.digest) == 0
    counts = both(is_its, fresh, shown.sequence == expected)
    prove(after.received.get(pair) == expected + ite(counts, 1, 0), "a relay in its sequence")


@theorem("THM-SEQ-33", clauses=("SEQ-24",), about=(follow, reach), rejects=LINK_REASONS)
def following_keeps_the_lane_sound(
    lane: Lane, assignment: Assignment, shown: Published, index: Nat, one: Digest, other: Digest
) -> None:
    """Every invariant survives whatever a host publishes.

    INV-SEQ-0, INV-SEQ-1, INV-SEQ-2, INV-SEQ-3, INV-SEQ-4 and INV-SEQ-5.
    """
    assume(is_sound(lane, index, one) & digest_stands_in_the_log(lane, other))
    assume(slots_are_unique(lane, one, other) & relays_take_slots(lane))
    after = follow(lane, assignment, shown).state
    prove(is_sound(after, index, one), "the queue is sound")
    prove(slots_are_unique(after, one, other), "no slot was given twice")
    prove(relays_take_slots(after), "no more relays than slots")


@theorem("THM-SEQ-34", clauses=("SEQ-24", "SEQ-27"), about=(assign, follow), rejects=TURN_REASONS)
def who_reads_the_log_ends_where_its_host_is(
    lane: Lane, request: Request, shown: Published, digest: Digest, pair: Pair, index: Nat
) -> None:
    """A follower with the state of the host accepts what the host assigned, and has its state."""
    assume(is_good(lane, request))
    done = assign(lane, request)
    made, after = done.effects[0], done.state
    assume(is_published_by(lane, made, shown) & shows(shown, request))
    assume((lane.slot > 0) | (lane.head == AssignmentHash(lane.process)))
    assume(lane.host != NOBODY)
    read = follow(lane, made, shown).state
    prove((read.slot == after.slot) & (read.head == after.head), "the same log")
    prove((read.term == after.term) & (read.host == after.host), "the same term")
    prove((read.height == after.height) & (read.block == after.block), "the same anchor")
    prove(read.assigned.get(digest) == after.assigned.get(digest), "the same digests")
    prove(read.received.get(pair) == after.received.get(pair), "the same relays")
    queue = (read.first == after.first) & (read.count == after.count)
    prove(queue & (read.waiting.get(index) == after.waiting.get(index)), "the same due")


@theorem("THM-SEQ-35", clauses=("SEQ-24", "SEQ-27"), about=(assign, follow), rejects=TURN_REASONS)
def bundles_alone_give_the_state_of_admission(
    lane: Lane,
    request: Request,
    shown: Published,
    reader: Lane,
    digest: Digest,
    pair: Pair,
) -> None:
    """Whatever a reader knows of blocks, from equal logs follow equal digests, pairs and heads.

    Of blocks, of what waits, of hosts and of terms the reader may know anything that is not later.
    """
    assume(is_good(lane, request))
    behind = replace(
        reader,
        network=lane.network,
        process=lane.process,
        slot=lane.slot,
        head=lane.head,
        assigned=lane.assigned,
        received=lane.received,
    )
    assume((behind.height <= lane.height) & (behind.term <= lane.term))
    done = assign(lane, request)
    made, after = done.effects[0], done.state
    assume(is_published_by(lane, made, shown) & shows(shown, request))
    assume((lane.slot > 0) | (lane.head == AssignmentHash(lane.process)))
    assume(lane.host != NOBODY)
    assume(implies(behind.block == lane.block, behind.height == lane.height))
    read = follow(behind, made, shown).state
    prove((read.slot == after.slot) & (read.head == after.head), "the same log")
    prove((read.height == after.height) & (read.block == after.block), "the same anchor")
    prove((read.term == after.term) & (read.host == after.host), "the same term")
    prove(read.assigned.get(digest) == after.assigned.get(digest), "the same digests")
    prove(read.received.get(pair) == after.received.get(pair), "the same relays")


def shows(shown: Published, request: Request) -> bool:
    """The entry holds the item of the request."""
    relay = request.relay
    return (
        (shown.message == request.message)
        & (shown.digest == request.digest)
        & (shown.is_relay == request.is_relay)
        & (shown.source == relay.source)
        & (shown.branch == relay.branch)
        & (shown.sequence == relay.sequence)
    )


@theorem("THM-SEQ-36", clauses=("SEQ-26",), about=(has_supermajority,), acceptance=True)
def two_supermajorities_share_more_than_a_third(
    shared: Nat, only_one: Nat, only_two: Nat, neither: Nat
) -> None:
    """Whenever each of two assignments has its supermajority, more than a third signed both.

    So while less than a third is dishonest, no two assignments of a slot survive by weight.
    """
    total = Nat(shared + only_one + only_two + neither)
    assume(has_supermajority(Nat(shared + only_one), total))
    assume(has_supermajority(Nat(shared + only_two), total))
    prove(3 * shared > total, "more than a third signed both")


@theorem("THM-SEQ-37", clauses=("SEQ-25", "SEQ-26"), about=(survivor,), acceptance=True)
def what_lies_in_a_bundle_survives(
    bundled: AssignmentHash, named: AssignmentHash, signed: Nat, total: Nat
) -> None:
    """A slot survives by its bundle, else by its weight, and else it may be lost."""
    survives = survivor(bundled, named, signed, total)
    weighty = 3 * signed > 2 * total
    prove(implies(bundled != NO_ASSIGNMENT, survives == bundled), "what is in the bundle")
    alone = bundled == NO_ASSIGNMENT
    prove(implies(both(alone, weighty), survives == named), "what the weight signed")
    prove(implies(both(alone, negate(weighty)), survives == NO_ASSIGNMENT), "else nothing")
