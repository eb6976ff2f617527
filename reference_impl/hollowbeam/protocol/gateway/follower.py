"""Following a log: the next entry, what was seen before, gaps, terms, and what survives."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.errors import Reason, Rejection, require
from hollowbeam.kernel.transition import Step, implements, select
from hollowbeam.kernel.vocabulary import NOBODY, Address, AssignmentHash, Nat, ProcessId
from hollowbeam.protocol.commitments import (
    Assignment,
    Entry,
    assignment_hash,
    is_signed,
    signer_of,
)
from hollowbeam.protocol.gateway.actions import Appoint, Confirm
from hollowbeam.protocol.gateway.state import (
    NO_HEAD,
    Followed,
    Follower,
    Tail,
    TailStatus,
    Term,
    TermStatus,
    Verdict,
)
from hollowbeam.protocol.message.item import parse_item
from hollowbeam.protocol.message.signing import item_digest, item_id

Log = TypeVar("Log", bound=Follower)
"""A follower, or a gateway."""


def follow_nothing(network: str) -> Follower:
    """Make a follower that knows no process yet."""
    return Follower(network, Map(Tail()), Map(NO_HEAD), Map(NO_HEAD), Map(Term()))


@implements("GTW-2", "GTW-3", "GTW-5")
def verify_entry(entry: Entry, network: str) -> Address:
    """Check what an entry says of itself, and give who signed the assignment: nobody if none did.

    Rejects: WRONG_NETWORK (GTW-2), OTHER_MESSAGE (GTW-3).
    """
    require(entry.assignment.network == network, Reason.WRONG_NETWORK)
    verify_item(entry)
    is_valid = is_signed(entry.signature, assignment_hash(entry.assignment))
    return signer_of(entry.signature) if is_valid else NOBODY


@implements("GTW-3")
def verify_item(entry: Entry) -> None:
    """Check that the item is the one that was assigned; its own signature is for who evaluates.

    Rejects: OTHER_MESSAGE (GTW-3).
    """
    try:
        item = parse_item(entry.item)
    except Rejection as rejection:
        raise Rejection(Reason.OTHER_MESSAGE, f"no item: {rejection}") from rejection
    require(item_id(item) == entry.assignment.message, Reason.OTHER_MESSAGE, "another id")
    require(item_digest(item) == entry.assignment.digest, Reason.OTHER_MESSAGE, "another digest")


def follow(follower: Log, entry: Entry) -> Step[Log]:
    """Take an entry, from whomever; ``out`` says what it was: next, seen before, beyond a gap.

    Rejects: as ``verify_entry`` (GTW-2, GTW-3), then as ``extend`` (GTW-4 to GTW-8).
    """
    signer = verify_entry(entry, follower.network)
    return extend(follower, entry.assignment, signer)


def governs(term: Term, slot: Nat) -> bool:
    """Say whether a slot belongs to a term."""
    is_before_end = (term.status == TermStatus.OPEN) | (slot < term.end)
    return (term.start <= slot) & is_before_end


@implements("GTW-4", "GTW-5", "GTW-6", "GTW-7", "GTW-8", "GTW-9", "GTW-10", "GTW-11")
def extend(follower: Log, assignment: Assignment, signer: Address) -> Step[Log]:
    """Take an assignment that its signer signed.

    Rejects: UNKNOWN_TERM (GTW-4), NOT_HOST (GTW-5), FENCED (GTW-6), CONFLICTING_ASSIGNMENT
    (GTW-7), BROKEN_CHAIN (GTW-8).
    """
    process, slot = assignment.process, assignment.slot
    term = follower.terms.get((process, assignment.term))
    require(term.status != TermStatus.UNKNOWN, Reason.UNKNOWN_TERM)
    require(signer == term.host, Reason.NOT_HOST)
    require(governs(term, slot), Reason.FENCED)
    tail = follower.tails.get(process)
    if slot > tail.slots:
        return Step(follower, out=Followed(Verdict.GAP, tail.slots, slot))
    after = (process, Nat(slot + 1))
    head = assignment_hash(assignment)
    if slot < tail.slots:
        require(follower.heads.get(after) == head, Reason.CONFLICTING_ASSIGNMENT)
        return Step(follower, out=Followed(Verdict.DUPLICATE, tail.slots, slot))
    survivor = follower.survivors.get(after)
    require((survivor == head) | (survivor == NO_HEAD), Reason.CONFLICTING_ASSIGNMENT)
    require(assignment.previous == follower.heads.get((process, slot)), Reason.BROKEN_CHAIN)
    durable = select(survivor == head, Nat(slot + 1), tail.durable)
    grown = replace(tail, slots=Nat(slot + 1), durable=durable)
    state = replace(
        follower,
        tails=follower.tails.set(process, grown),
        heads=follower.heads.set(after, head),
    )
    return Step(state, out=Followed(Verdict.NEXT, tail.slots, slot))


def appoint(follower: Log, action: Appoint) -> Step[Log]:
    """Hear of a term; what the follower has beyond its start is void. ``out`` is the tail.

    Rejects: as ``open_term`` (GTW-8, GTW-12 to GTW-14).
    """
    return _forget(follower, action.process, open_term(follower, action))


def confirm(follower: Log, action: Confirm) -> Step[Log]:
    """Hear that slots are durable; ``out`` is the tail.

    Rejects: as ``note_durable`` (GTW-13, GTW-14, GTW-17).
    """
    return _forget(follower, action.process, note_durable(follower, action))


def _forget(before: Log, process: ProcessId, step: Step[Log]) -> Step[Log]:
    """Take away the heads of the slots that were cut; no rule reads them."""
    heads = step.state.heads
    for slot in range(step.out.slots, before.tails.get(process).slots):
        heads = heads.set((process, Nat(slot + 1)), NO_HEAD)
    return replace(step, state=replace(step.state, heads=heads))


@implements("GTW-8", "GTW-12", "GTW-13", "GTW-16")
def open_term(follower: Log, action: Appoint) -> Step[Log]:
    """Open a term and close the one before; ``out`` is the tail.

    The first term that is heard of is where a follower begins. Heads of slots that are cut stay
    behind.

    Rejects: STALE_TERM (GTW-12), BROKEN_CHAIN (GTW-8), DURABLE_SLOT (GTW-13), CONFLICTING_HEAD
    (GTW-14).
    """
    process, start = action.process, action.start
    tail = follower.tails.get(process)
    is_first = tail.status == TailStatus.UNKNOWN
    require(is_first | (action.term > tail.term), Reason.STALE_TERM)
    is_rooted = (start > 0) | (action.head == AssignmentHash(process))
    require(is_rooted, Reason.BROKEN_CHAIN)
    opened = Term(TermStatus.OPEN, action.host, start)
    if is_first:
        begun = Tail(TailStatus.FOLLOWED, start, start, action.term)
        state = replace(
            follower,
            tails=follower.tails.set(process, begun),
            heads=follower.heads.set((process, start), action.head),
            survivors=follower.survivors.set((process, start), action.head),
            terms=follower.terms.set((process, action.term), opened),
        )
        return Step(state, out=begun)
    latest = follower.terms.get((process, tail.term))
    require(start >= latest.start, Reason.DURABLE_SLOT)
    settled = settle(follower, process, start, action.head)
    cut = settled.tails.get(process)
    cut = replace(cut, slots=select(cut.slots > start, start, cut.slots), term=action.term)
    closed = replace(latest, status=TermStatus.CLOSED, end=start)
    terms = settled.terms.set((process, tail.term), closed).set((process, action.term), opened)
    return Step(replace(settled, tails=settled.tails.set(process, cut), terms=terms), out=cut)


@implements("GTW-17")
def note_durable(follower: Log, action: Confirm) -> Step[Log]:
    """Note that slots are durable; ``out`` is the tail. Heads of slots that are cut stay behind.

    Rejects: UNKNOWN_PROCESS (GTW-17), DURABLE_SLOT (GTW-13), CONFLICTING_HEAD (GTW-14).
    """
    tail = follower.tails.get(action.process)
    require(tail.status == TailStatus.FOLLOWED, Reason.UNKNOWN_PROCESS)
    state = settle(follower, action.process, action.slots, action.head)
    return Step(state, out=state.tails.get(action.process))


@implements("GTW-13", "GTW-14", "GTW-15")
def settle(follower: Log, process: ProcessId, slots: Nat, head: AssignmentHash) -> Log:
    """Note a head that survives; where the follower has another, it falls back on what is durable.

    Rejects: DURABLE_SLOT (GTW-13), CONFLICTING_HEAD (GTW-14).
    """
    tail = follower.tails.get(process)
    known = follower.survivors.get((process, slots))
    require(slots >= tail.durable, Reason.DURABLE_SLOT)
    require((known == head) | (known == NO_HEAD), Reason.CONFLICTING_HEAD)
    is_reached = slots <= tail.slots
    held = follower.heads.get((process, slots))
    kept = replace(
        tail,
        slots=select(is_reached & (held != head), tail.durable, tail.slots),
        durable=select(is_reached & (held == head), slots, tail.durable),
    )
    return replace(
        follower,
        tails=follower.tails.set(process, kept),
        survivors=follower.survivors.set((process, slots), head),
    )
