"""Theorems of acceptance: what is due is never refused, so no gateway of stone passes."""

from __future__ import annotations

from hollowbeam.kernel.vocabulary import Address, AssignmentHash, Nat, ProcessId
from hollowbeam.protocol.commitments import Assignment, assignment_hash
from hollowbeam.protocol.gateway.actions import (
    Acknowledge,
    Appoint,
    Confirm,
    CutOff,
    Deliver,
    Resume,
    Subscribe,
)
from hollowbeam.protocol.gateway.follower import extend, governs, note_durable, open_term
from hollowbeam.protocol.gateway.service import (
    acknowledge,
    backfill,
    cut_off,
    deliver,
    resume,
    stands,
    subscribe,
)
from hollowbeam.protocol.gateway.state import (
    NO_HEAD,
    Follower,
    Gateway,
    SubscriptionKey,
    SubscriptionStatus,
    TailStatus,
    TermStatus,
    Verdict,
)
from hollowbeam_models.theorem import assume, either, prove, theorem


def is_of_its_host(state: Follower, assignment: Assignment, signer: Address) -> bool:
    """Say that the host of a known term signed one of its slots."""
    term = state.terms.get((assignment.process, assignment.term))
    is_known = term.status != TermStatus.UNKNOWN
    is_before_end = (term.status == TermStatus.OPEN) | (assignment.slot < term.end)
    return is_known & (signer == term.host) & (term.start <= assignment.slot) & is_before_end


def is_served(state: Gateway, key: SubscriptionKey) -> bool:
    """Say that a subscriber is served, and has the log that is kept."""
    subscription = state.subscriptions.get(key)
    is_active = subscription.status == SubscriptionStatus.ACTIVE
    return is_active & stands(state, key[1], subscription.sent, subscription.last)


def has_room(state: Gateway, key: SubscriptionKey) -> bool:
    """Say that a subscriber is below its bound, and there is something to send."""
    subscription = state.subscriptions.get(key)
    is_below = subscription.sent - subscription.cursor < state.queue
    return is_below & (subscription.sent < state.tails.get(key[1]).slots)


@theorem("THM-GTW-50", clauses=("GTW-9",), about=(governs,), acceptance=True)
def the_next_entry_of_a_chain_is_accepted(
    state: Follower, assignment: Assignment, signer: Address
) -> None:
    """An entry of the next slot that its host signed and that names the head is never refused.

    Unless another assignment of that slot is known to survive.
    """
    process, slot = assignment.process, assignment.slot
    head = assignment_hash(assignment)
    survivor = state.survivors.get((process, Nat(slot + 1)))
    assume(is_of_its_host(state, assignment, signer))
    assume(slot == state.tails.get(process).slots)
    assume(assignment.previous == state.heads.get((process, slot)))
    assume(either(survivor == NO_HEAD, survivor == head))
    step = extend(state, assignment, signer)
    prove(step.out.verdict == Verdict.NEXT, "it is next")
    prove(step.state.tails.get(process).slots == slot + 1, "and the log grows")


@theorem("THM-GTW-51", clauses=("GTW-10", "GTW-11"), about=(governs,), acceptance=True)
def what_is_seen_or_far_is_not_refused(
    state: Follower, assignment: Assignment, signer: Address
) -> None:
    """An entry that was followed before, or that lies beyond a gap, is never refused."""
    process, slot = assignment.process, assignment.slot
    slots = state.tails.get(process).slots
    is_seen = state.heads.get((process, Nat(slot + 1))) == assignment_hash(assignment)
    assume(is_of_its_host(state, assignment, signer))
    assume(either(slot > slots, (slot < slots) & is_seen))
    step = extend(state, assignment, signer)
    prove(step.out.verdict != Verdict.NEXT, "and it is not followed")


@theorem("THM-GTW-52", clauses=("GTW-12", "GTW-13"), about=(governs,), acceptance=True)
def a_later_term_is_accepted(state: Follower, action: Appoint) -> None:
    """A later term that starts from what is durable, or beyond, is never refused."""
    process = action.process
    tail = state.tails.get(process)
    latest = state.terms.get((process, tail.term))
    survivor = state.survivors.get((process, action.start))
    assume(tail.status == TailStatus.FOLLOWED)
    assume((action.term > tail.term) & (action.start >= tail.durable))
    assume(action.start >= latest.start)
    assume(either(action.start > 0, action.head == AssignmentHash(process)))
    assume(either(survivor == NO_HEAD, survivor == action.head))
    after = open_term(state, action).state
    opened = after.terms.get((process, action.term))
    prove(governs(opened, action.start), "it gives the slots from its start on")


@theorem("THM-GTW-53", clauses=("GTW-17",), about=(note_durable,), acceptance=True)
def a_confirmation_is_accepted(state: Follower, action: Confirm) -> None:
    """A confirmation of as many slots as are durable, or more, is never refused.

    Unless another head is known to survive.
    """
    process = action.process
    tail = state.tails.get(process)
    survivor = state.survivors.get((process, action.slots))
    assume((tail.status == TailStatus.FOLLOWED) & (action.slots >= tail.durable))
    assume(either(survivor == NO_HEAD, survivor == action.head))
    after = note_durable(state, action).state
    prove(after.survivors.get((process, action.slots)) == action.head, "accepted")


@theorem("THM-GTW-54", clauses=("GTW-19",), about=(subscribe,), acceptance=True)
def any_cursor_of_the_log_is_accepted(state: Gateway, action: Subscribe) -> None:
    """Whoever has a part of the log may subscribe for the rest, however old its cursor is."""
    assume(stands(state, action.process, action.cursor, action.head))
    after = subscribe(state, action).state
    prove(is_served(after, (action.subscriber, action.process)), "and is served")


@theorem("THM-GTW-55", clauses=("GTW-23", "GTW-25"), about=(deliver,), acceptance=True)
def who_is_below_its_bound_is_served(state: Gateway, action: Deliver) -> None:
    """A subscriber below its bound is always sent the next entry that is kept."""
    key = (action.subscriber, action.process)
    sent = state.subscriptions.get(key).sent
    assume(is_served(state, key) & has_room(state, key))
    assume(sent >= state.oldest.get(action.process))
    after = deliver(state, action).state
    prove(after.subscriptions.get(key).sent == sent + 1, "served")


@theorem("THM-GTW-56", clauses=("GTW-26",), about=(backfill,), acceptance=True)
def what_is_due_is_backfilled(state: Gateway, subscriber: Address, process: ProcessId) -> None:
    """A subscriber below its bound is always sent an entry that is no longer kept, once fetched."""
    key = (subscriber, process)
    sent = state.subscriptions.get(key).sent
    assume(is_served(state, key) & has_room(state, key))
    due = state.heads.get((process, Nat(sent + 1)))
    after = backfill(state, subscriber, process, due).state
    prove(after.subscriptions.get(key).sent == sent + 1, "served")


@theorem("THM-GTW-57", clauses=("GTW-27",), about=(acknowledge,), acceptance=True)
def what_was_sent_is_acknowledged(state: Gateway, action: Acknowledge) -> None:
    """A slot that was sent may always be acknowledged, also again, unless a takeover cut it."""
    key = (action.subscriber, action.process)
    assume(is_served(state, key) & (action.slot < state.subscriptions.get(key).sent))
    after = acknowledge(state, action).state
    prove(after.subscriptions.get(key).cursor > action.slot, "the cursor is behind it")


@theorem("THM-GTW-58", clauses=("GTW-28",), about=(cut_off,), acceptance=True)
def who_is_slow_may_be_cut_off(state: Gateway, action: CutOff) -> None:
    """A subscriber whose queue is full may always be cut off, also where the log was rewritten."""
    key = (action.subscriber, action.process)
    was = state.subscriptions.get(key)
    assume(was.status == SubscriptionStatus.ACTIVE)
    assume(was.sent - was.cursor >= state.queue)
    after = cut_off(state, action).state
    prove(after.subscriptions.get(key).status == SubscriptionStatus.CUT_OFF, "cut off")


@theorem("THM-GTW-59", clauses=("GTW-29",), about=(resume,), acceptance=True)
def who_was_cut_off_may_resume(state: Gateway, action: Resume) -> None:
    """Who was cut off, or lost its connection, may resume while the log still has its cursor."""
    key = (action.subscriber, action.process)
    was = state.subscriptions.get(key)
    assume(was.status != SubscriptionStatus.NONE)
    assume(stands(state, key[1], was.cursor, was.head))
    after = resume(state, action).state
    prove(is_served(after, key), "and is served")
