"""Theorems: terms do not overlap, and what is durable stays."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import Address, AssignmentHash, Nat, ProcessId
from hollowbeam.protocol.commitments import Assignment, assignment_hash
from hollowbeam.protocol.gateway.actions import Appoint, Confirm
from hollowbeam.protocol.gateway.follower import extend, governs, note_durable, open_term, settle
from hollowbeam.protocol.gateway.invariants import (
    durable_is_reached,
    survivor_is_kept,
    terms_are_apart,
)
from hollowbeam.protocol.gateway.state import (
    NO_HEAD,
    Follower,
    HeadKey,
    TailStatus,
    TermStatus,
)
from hollowbeam_models.theorem import assume, both, implies, prove, theorem
from hollowbeam_models.theorems.gateway.following import ENTRY_REASONS

TERM_REASONS = (
    Reason.STALE_TERM,
    Reason.BROKEN_CHAIN,
    Reason.DURABLE_SLOT,
    Reason.CONFLICTING_HEAD,
)
"""Why a term is refused."""

CONFIRM_REASONS = (Reason.UNKNOWN_PROCESS, Reason.DURABLE_SLOT, Reason.CONFLICTING_HEAD)
"""Why a confirmation is refused."""


def durable_stays(before: Follower, after: Follower, key: HeadKey) -> None:
    """Prove that what is durable is kept, and that survivors are never replaced."""
    durable = before.tails.get(key[0]).durable
    prove(after.tails.get(key[0]).durable >= durable, "no slot becomes less durable")
    if key[1] <= durable:
        prove(after.heads.get(key) == before.heads.get(key), "durable slots keep their heads")
    known = before.survivors.get(key)
    if known != NO_HEAD:
        prove(after.survivors.get(key) == known, "survivors stay")


def sound(state: Follower, process: ProcessId, key: HeadKey) -> bool:
    """Say INV-GTW-2 of the process, and INV-GTW-3 of the key."""
    return durable_is_reached(state, process) & survivor_is_kept(state, key)


def elsewhere(before: Follower, after: Follower, process: ProcessId, other: HeadKey) -> None:
    """Prove that nothing changes for another process; the key names a term or so many slots."""
    if other[0] != process:
        prove(after.tails.get(other[0]) == before.tails.get(other[0]), "other logs stay")
        prove(after.heads.get(other) == before.heads.get(other), "with their heads")
        prove(after.survivors.get(other) == before.survivors.get(other), "their survivors")
        prove(after.terms.get(other) == before.terms.get(other), "and their terms")


@theorem(
    "THM-GTW-8",
    clauses=("GTW-7", "GTW-9"),
    about=(extend,),
    rejects=ENTRY_REASONS,
)
def an_entry_keeps_what_survives(
    state: Follower, assignment: Assignment, signer: Address, slots: Nat, one: Nat, other: Nat
) -> None:
    """An entry keeps INV-GTW-2 to INV-GTW-4; the log never leaves a head that survives.

    INV-GTW-2, INV-GTW-3 and INV-GTW-4.
    """
    process = assignment.process
    key = (process, slots)
    assume(sound(state, process, key) & (assignment_hash(assignment) != NO_HEAD))
    assume(terms_are_apart(state, process, assignment.term, assignment.term))
    assume(terms_are_apart(state, process, one, other))
    after = extend(state, assignment, signer).state
    prove(terms_are_apart(after, process, one, other), "terms are apart")
    prove(durable_is_reached(after, process), "what is durable was reached")
    prove(survivor_is_kept(after, key), "survivors are kept")
    durable_stays(state, after, key)


@theorem(
    "THM-GTW-9",
    clauses=("GTW-12", "GTW-13", "GTW-16"),
    about=(open_term,),
    rejects=TERM_REASONS,
)
def terms_do_not_overlap(state: Follower, action: Appoint, one: Nat, other: Nat, slot: Nat) -> None:
    """A later term closes the one before, keeps INV-GTW-4, and leaves no slot beyond its start.

    The host that it follows gives no slot from there on.
    """
    process = action.process
    before = state.tails.get(process)
    for term in (one, other, action.term, before.term):
        assume(terms_are_apart(state, process, term, before.term))
    assume(terms_are_apart(state, process, one, other))
    assume(durable_is_reached(state, process))
    after = open_term(state, action).state
    prove(terms_are_apart(after, process, one, other), "terms are apart")
    prove(after.tails.get(process).term == action.term, "it is the latest")
    opened = after.terms.get((process, action.term))
    prove(both(opened.status == TermStatus.OPEN, opened.host == action.host), "its host is known")
    prove(after.tails.get(process).slots <= action.start, "nothing stands beyond its start")
    if before.status == TailStatus.FOLLOWED:
        closed = after.terms.get((process, before.term))
        prove(both(closed.status == TermStatus.CLOSED, closed.end == action.start), "closed")
        gives = governs(closed, slot)
        prove(implies(gives, slot < action.start), "fenced")


@theorem("THM-GTW-10", clauses=("GTW-8", "GTW-16"), about=(open_term,), rejects=TERM_REASONS)
def a_follower_begins_at_a_durable_head(
    state: Follower, action: Appoint, slots: Nat, other: HeadKey
) -> None:
    """The first term makes a log of as many slots as it says, all durable, ending at its head.

    INV-GTW-2 and INV-GTW-3 are kept. No term touches the log of another process.
    """
    before = state.tails.get(action.process)
    assume(sound(state, action.process, (action.process, slots)) & (action.head != NO_HEAD))
    after = open_term(state, action).state
    rooted = (action.start > 0) | (action.head == AssignmentHash(action.process))
    prove(rooted, "an empty log ends at the id of its process")
    if before.status == TailStatus.UNKNOWN:
        tail = after.tails.get(action.process)
        prove(durable_is_reached(after, action.process), "what is durable was reached")
        prove(survivor_is_kept(after, (action.process, slots)), "survivors are kept")
        prove(both(tail.slots == action.start, tail.durable == action.start), "all are durable")
        prove(after.heads.get((action.process, action.start)) == action.head, "its head")
        prove(after.survivors.get((action.process, action.start)) == action.head, "survives")
    elsewhere(state, after, action.process, other)


@theorem(
    "THM-GTW-11",
    clauses=("GTW-13", "GTW-14", "GTW-15", "GTW-17"),
    about=(note_durable, settle),
    rejects=CONFIRM_REASONS,
)
def a_confirmed_head_is_kept_or_awaited(
    state: Follower, action: Confirm, slots: Nat, one: Nat, two: Nat, other: HeadKey
) -> None:
    """A confirmed head is that of the log, or is awaited, or the log is cut to what was durable.

    INV-GTW-2, INV-GTW-3 and INV-GTW-4 are kept. No log of another process is touched.
    """
    process = action.process
    key, here = (process, slots), (process, action.slots)
    assume(sound(state, process, key) & survivor_is_kept(state, here))
    assume(action.head != NO_HEAD)
    assume(terms_are_apart(state, process, one, two))
    before = state.tails.get(process)
    after = note_durable(state, action).state
    tail = after.tails.get(process)
    prove(before.status == TailStatus.FOLLOWED, "of a log that is followed")
    prove(after.survivors.get(here) == action.head, "the head is remembered")
    prove(durable_is_reached(after, process), "what is durable was reached")
    prove(survivor_is_kept(after, key), "survivors are kept")
    durable_stays(state, after, key)
    prove(after.heads == state.heads, "no head is made up")
    prove(terms_are_apart(after, process, one, two), "terms are apart")
    elsewhere(state, after, process, other)
    if action.slots > before.slots:
        prove(tail == before, "what was not reached is awaited")
    elif state.heads.get(here) == action.head:
        prove(both(tail.durable == action.slots, tail.slots == before.slots), "it is durable")
    else:
        prove(tail.slots == before.durable, "else all that was not durable falls")


@theorem(
    "THM-GTW-19",
    clauses=("GTW-13", "GTW-15", "GTW-16"),
    about=(settle,),
    rejects=TERM_REASONS,
)
def a_takeover_keeps_what_is_durable(state: Follower, action: Appoint, slots: Nat) -> None:
    """A later term keeps INV-GTW-2 and INV-GTW-3, every durable slot, and all that it starts from.

    If the follower has the head that the term starts from, exactly the slots beyond it fall.
    """
    process = action.process
    key, here = (process, slots), (process, action.start)
    before = state.tails.get(process)
    assume(before.status == TailStatus.FOLLOWED)
    assume(sound(state, process, key) & survivor_is_kept(state, here))
    assume(action.head != NO_HEAD)
    after = open_term(state, action).state
    tail = after.tails.get(process)
    prove(durable_is_reached(after, process), "what is durable was reached")
    prove(survivor_is_kept(after, key), "survivors are kept")
    durable_stays(state, after, key)
    if action.start <= before.slots and state.heads.get(here) == action.head:
        prove(both(tail.slots == action.start, tail.durable == action.start), "cut to its start")
    elif action.start <= before.slots:
        prove(tail.slots == before.durable, "another branch falls back to what is durable")
    else:
        prove(tail.slots == before.slots, "who is behind loses nothing")
