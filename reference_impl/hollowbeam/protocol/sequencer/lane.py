"""A lane from its beginning: anchors, ticks, logs that others wrote, and new hosts."""

from __future__ import annotations

from dataclasses import replace

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.transition import Step, implements, select
from hollowbeam.kernel.vocabulary import (
    NOBODY,
    ZERO,
    Address,
    AssignmentHash,
    Nat,
    ProcessId,
)
from hollowbeam.protocol.commitments import Anchor, Assignment, Tick, assignment_hash
from hollowbeam.protocol.relayer.admission import Pair
from hollowbeam.protocol.sequencer.admission import extended, is_due
from hollowbeam.protocol.sequencer.state import (
    Head,
    Header,
    Lane,
    Published,
    Route,
    Waiting,
)


@implements("SEQ-1")
def open_lane(  # noqa: PLR0913 - what a lane begins with, the last three by keyword
    network: str,
    process: ProcessId,
    host: Address,
    anchor: Anchor,
    *,
    depth: Nat = ZERO,
    term: Nat = ZERO,
    since: Nat = ZERO,
) -> Lane:
    """Begin the lane of a process at an anchor, with an empty log."""
    return Lane(
        network=network,
        process=process,
        depth=depth,
        host=host,
        term=term,
        slot=ZERO,
        head=AssignmentHash(process),
        height=anchor.height,
        block=anchor.block,
        since=since,
        assigned=Map(ZERO),
        received=Map(ZERO),
        waiting=Map(Waiting()),
    )


@implements("SEQ-2", "SEQ-3", "SEQ-4", "SEQ-11")
def move_anchor(
    lane: Lane, header: Header, waiting: Map[Nat, Waiting], relays: Nat, count: Nat
) -> Step[Lane]:
    """Take the next block as the anchor; its items for this process wait from now on.

    Rejects, in this order: FORCED_FIRST (SEQ-11), STALE_ANCHOR (SEQ-2), NOT_NEXT_BLOCK (SEQ-3),
    UNCONFIRMED_ANCHOR (SEQ-4).
    """
    require(not is_due(lane), Reason.FORCED_FIRST)
    require(header.height > lane.height, Reason.STALE_ANCHOR)
    require(header.height == lane.height + 1, Reason.NOT_NEXT_BLOCK)
    require(header.previous == lane.block, Reason.NOT_NEXT_BLOCK)
    require(header.height + lane.depth <= header.tip, Reason.UNCONFIRMED_ANCHOR)
    return Step(
        replace(
            lane,
            height=header.height,
            block=header.block,
            since=header.timestamp,
            waiting=waiting,
            relays=relays,
            count=count,
            first=ZERO,
        )
    )


@implements("SEQ-14")
def tick(lane: Lane) -> Step[Lane]:
    """Say that the host lives and has nothing to assign. The effect is the tick, to be signed.

    Rejects: FORCED_FIRST (SEQ-11).
    """
    require(not is_due(lane), Reason.FORCED_FIRST)
    made = Tick(
        network=lane.network,
        process=lane.process,
        slot=lane.slot,
        term=lane.term,
        height=lane.height,
        block=lane.block,
        head=lane.head,
    )
    return Step(lane, (made,))


@implements("SEQ-2", "SEQ-5", "SEQ-17", "SEQ-18", "SEQ-19", "SEQ-20", "SEQ-21", "SEQ-22", "SEQ-23")
def link(head: Head, network: str, assignment: Assignment, shown: Published) -> Step[Head]:
    """Add the next assignment to a log, as every reader does.

    Rejects, in this order: WRONG_NETWORK (MSG-28), NOT_HOST (SEQ-17), FENCED (SEQ-18), STALE_TERM
    (SEQ-19), WRONG_SLOT (SEQ-20), BROKEN_CHAIN (SEQ-21), STALE_ANCHOR (SEQ-2), UNKNOWN_ANCHOR
    (SEQ-22), OTHER_MESSAGE (SEQ-23), WRONG_PROCESS (SEQ-5).
    """
    route = shown.route
    before = select(head.slot == 0, AssignmentHash(assignment.process), head.hash)
    require(assignment.network == network, Reason.WRONG_NETWORK)
    require((shown.signer != NOBODY) & (shown.signer == route.host), Reason.NOT_HOST)
    require((assignment.slot >= route.begin) & (assignment.slot < route.end), Reason.FENCED)
    require(assignment.term >= head.term, Reason.STALE_TERM)
    require(assignment.slot == head.slot, Reason.WRONG_SLOT)
    require(assignment.previous == before, Reason.BROKEN_CHAIN)
    require(assignment.height >= head.height, Reason.STALE_ANCHOR)
    require(shown.is_seen, Reason.UNKNOWN_ANCHOR)
    require(assignment.message == shown.message, Reason.OTHER_MESSAGE)
    require(assignment.digest == shown.digest, Reason.OTHER_MESSAGE)
    require(shown.is_addressed, Reason.WRONG_PROCESS)
    return Step(
        Head(
            slot=Nat(head.slot + 1),
            hash=assignment_hash(assignment),
            term=assignment.term,
            height=assignment.height,
        )
    )


def head_of(lane: Lane) -> Head:
    """Give where the log of a lane ends."""
    return Head(slot=lane.slot, hash=lane.head, term=lane.term, height=lane.height)


@implements("SEQ-24")
def follow(lane: Lane, assignment: Assignment, shown: Published) -> Step[Lane]:
    """Add an entry that a host published to the lane of its process.

    What is linked takes its slot, whether it was admissible or not: that is judged elsewhere. It
    counts where it is: a digest at its first slot, a relay in its sequence.

    Rejects: as ``link``.
    """
    require(assignment.process == lane.process, Reason.WRONG_PROCESS)
    link(head_of(lane), lane.network, assignment, shown)
    pair: Pair = (shown.source, shown.branch, Address(lane.process))
    expected = lane.received.get(pair)
    counts = (
        shown.is_relay & (lane.assigned.get(assignment.digest) == 0) & (shown.sequence == expected)
    )
    received = lane.received.set(pair, select(counts, Nat(expected + 1), expected))
    lane = reach(lane, assignment)
    lane = replace(lane, host=shown.route.host, term=assignment.term)
    return Step(extended(lane, assignment, received, shown.is_relay))


def reach(lane: Lane, assignment: Assignment) -> Lane:
    """Take the anchor of an assignment; of another block than before, nothing is known to wait."""
    if (assignment.block == lane.block) & (assignment.height == lane.height):
        return lane
    return replace(
        lane,
        height=assignment.height,
        block=assignment.block,
        since=ZERO,
        waiting=Map(Waiting()),
        relays=ZERO,
        count=ZERO,
        first=ZERO,
    )


@implements("SEQ-28")
def take_over(lane: Lane, term: Nat, route: Route, host: Address) -> Step[Lane]:
    """Go on with a lane, as far as it survived, in a later term under another host.

    Rejects, in this order: STALE_TERM (SEQ-19), NOT_HOST (SEQ-17), WRONG_SLOT (SEQ-20).
    """
    require(term > lane.term, Reason.STALE_TERM)
    require(route.host == host, Reason.NOT_HOST)
    require(route.begin == lane.slot, Reason.WRONG_SLOT)
    return Step(replace(lane, term=term, host=host))


@implements("SEQ-29")
def sort_key(assignment: Assignment) -> str:
    """Write the order of assignments as text, for clients: height, timestamp, slot (SEQ-29)."""
    return f"{assignment.height:012d},{assignment.timestamp:013d},{assignment.slot:08d}"


@implements("SEQ-30")
def equivocates(one: Assignment, other: Assignment) -> bool:
    """Say whether one key that signed both assignments is guilty: one slot, given twice."""
    same = (
        (one.network == other.network)
        & (one.process == other.process)
        & (one.slot == other.slot)
        & (one.term == other.term)
    )
    return same & (assignment_hash(one) != assignment_hash(other))
