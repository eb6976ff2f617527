"""What a lane admits, and what it must admit first (SEQ-7 to SEQ-13)."""

from __future__ import annotations

from dataclasses import replace

from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.transition import Step, implements, select
from hollowbeam.kernel.vocabulary import Address, Digest, Nat
from hollowbeam.protocol.commitments import Assignment, assignment_hash
from hollowbeam.protocol.relayer.admission import Pair, Received, admit
from hollowbeam.protocol.sequencer.state import TIMESTAMP_LIMIT, Lane, Request, Waiting


def pair_of(lane: Lane, item: Waiting) -> Pair:
    """Name the pair of a relay that waits here."""
    return (item.source, item.branch, Address(lane.process))


@implements("SEQ-8", "SEQ-12")
def is_admissible(lane: Lane, item: Waiting) -> bool:
    """Say whether a waiting item could be assigned now: once only, and a relay in sequence."""
    is_next = item.sequence == lane.received.get(pair_of(lane, item))
    return (lane.assigned.get(item.digest) == 0) & ((item.is_relay ^ True) | is_next)


@implements("SEQ-12")
def skip(lane: Lane) -> Step[Lane]:
    """Pass over the first waiting item if it is assigned or inadmissible; else change nothing."""
    item = lane.waiting.get(lane.first)
    passed = (lane.first < lane.count) & (is_admissible(lane, item) ^ True)
    return Step(replace(lane, first=select(passed, Nat(lane.first + 1), lane.first)))


def settle(lane: Lane) -> Lane:
    """Pass over all waiting items that need not be assigned, up to the first that is due."""
    while (passed := skip(lane).state).first != lane.first:
        lane = passed
    return lane


def is_due(lane: Lane) -> bool:
    """Say whether an item of the anchor's block must be assigned before anything else."""
    return lane.first < lane.count


@implements("SEQ-11")
def check_turn(lane: Lane, digest: Digest) -> None:
    """Refuse what is not due while something else is.

    Rejects: FORCED_FIRST (SEQ-11).
    """
    if is_due(lane):
        require(digest == lane.waiting.get(lane.first).digest, Reason.FORCED_FIRST)


@implements("SEQ-8")
def check_new(lane: Lane, digest: Digest) -> None:
    """Refuse a digest that has a slot.

    Rejects: ALREADY_ASSIGNED (SEQ-8).
    """
    require(lane.assigned.get(digest) == 0, Reason.ALREADY_ASSIGNED)


@implements("SEQ-5", "SEQ-6", "SEQ-9")
def received_with(lane: Lane, request: Request) -> Received:
    """Check a request, and count it if it is a relay.

    Rejects, in this order: WRONG_PROCESS (SEQ-5), BAD_TIMESTAMP (SEQ-6), FORCED_FIRST (SEQ-11),
    ALREADY_ASSIGNED (SEQ-8); for a relay as ``relayer.admission.admit``.
    """
    require(request.is_addressed, Reason.WRONG_PROCESS)
    require(request.timestamp >= lane.since, Reason.BAD_TIMESTAMP)
    require(request.timestamp < TIMESTAMP_LIMIT, Reason.BAD_TIMESTAMP)
    check_turn(lane, request.digest)
    check_new(lane, request.digest)
    if request.is_relay:
        return admit(lane.received, request.relay)
    return lane.received


@implements("SEQ-7")
def assign(lane: Lane, request: Request) -> Step[Lane]:
    """Give the next slot to a message (SEQ-7). The effect is the assignment, to be signed.

    Rejects: as ``received_with``.
    """
    received = received_with(lane, request)
    assignment = Assignment(
        network=lane.network,
        process=lane.process,
        slot=lane.slot,
        term=lane.term,
        message=request.message,
        digest=request.digest,
        height=lane.height,
        block=lane.block,
        timestamp=request.timestamp,
        previous=lane.head,
    )
    return Step(extended(lane, assignment, received, request.is_relay), (assignment,))


@implements("SEQ-7", "SEQ-8", "SEQ-12")
def extended(lane: Lane, assignment: Assignment, received: Received, is_relay: bool) -> Lane:
    """Give the lane after its next assignment.

    A relay may make relays that waited for it admissible, so all of them are looked at again.
    """
    number = lane.assigned.get(assignment.digest)
    again = min(lane.first, lane.relays)
    return replace(
        lane,
        slot=Nat(lane.slot + 1),
        head=assignment_hash(assignment),
        assigned=lane.assigned.set(
            assignment.digest, select(number == 0, Nat(lane.slot + 1), number)
        ),
        received=received,
        first=select(is_relay, again, lane.first),
    )
