"""Theorems: subscribers are sent every slot in order; a cursor moves by acknowledgement alone."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import Address, AssignmentHash, Nat, ProcessId
from hollowbeam.protocol.commitments import Assignment
from hollowbeam.protocol.gateway.actions import (
    Acknowledge,
    CutOff,
    Deliver,
    Genesis,
    Resume,
    Subscribe,
)
from hollowbeam.protocol.gateway.invariants import (
    durable_is_reached,
    queue_is_bounded,
    survivor_is_kept,
    terms_are_apart,
)
from hollowbeam.protocol.gateway.service import (
    acknowledge,
    backfill,
    cut_off,
    deliver,
    genesis,
    oldest_kept,
    publish,
    resume,
    served,
    stands,
    subscribe,
    waiting,
)
from hollowbeam.protocol.gateway.state import (
    Gateway,
    HeadKey,
    SubscriptionKey,
    SubscriptionStatus,
    Verdict,
)
from hollowbeam_models.theorem import assume, both, implies, prove, theorem
from hollowbeam_models.theorems.gateway.following import ENTRY_REASONS

SEND_REASONS = (
    Reason.NOT_SUBSCRIBED,
    Reason.LOG_REWRITTEN,
    Reason.UP_TO_DATE,
    Reason.QUEUE_FULL,
)
"""Why nothing is sent, whatever it is."""


def untouched(
    before: Gateway, after: Gateway, key: SubscriptionKey, other: SubscriptionKey
) -> None:
    """Prove that an operation for one subscriber changes neither the log nor another subscriber."""
    prove(both(after.tails == before.tails, after.heads == before.heads), "the log stays")
    known = both(after.terms == before.terms, after.survivors == before.survivors)
    prove(both(known, after.oldest == before.oldest), "and all that is known of it")
    bounds = both(after.queue == before.queue, after.retention == before.retention)
    prove(both(bounds, after.network == before.network), "the gateway stays what it is")
    if other != key:
        stays = after.subscriptions.get(other) == before.subscriptions.get(other)
        prove(stays, "nobody else is touched")


def sent_in_order(
    before: Gateway, after: Gateway, key: SubscriptionKey, other: SubscriptionKey
) -> None:
    """Prove that exactly the next slot was sent, and the cursor stayed."""
    was, now = before.subscriptions.get(key), after.subscriptions.get(key)
    next_head = before.heads.get((key[1], Nat(was.sent + 1)))
    prove(was.sent < before.tails.get(key[1]).slots, "it is there")
    prove(before.heads.get((key[1], was.sent)) == was.last, "it stands on what was sent before")
    prove(both(now.sent == was.sent + 1, now.last == next_head), "one slot further")
    prove(both(now.cursor == was.cursor, now.head == was.head), "the cursor stays")
    prove(queue_is_bounded(after, key), "the queue is bounded")
    untouched(before, after, key, other)


@theorem("THM-GTW-1", clauses=("GTW-1",), about=(genesis,), rejects=(Reason.BAD_PARAMETERS,))
def a_gateway_keeps_and_sends_something(
    start: Genesis, key: SubscriptionKey, head: HeadKey, one: Nat, other: Nat
) -> None:
    """A gateway begins with room in each queue, for one entry at least, and without subscribers.

    It follows nothing: INV-GTW-1, INV-GTW-2, INV-GTW-3 and INV-GTW-4.
    """
    state = genesis(start)
    prove(both(state.queue >= 1, state.retention >= 1), "there is room")
    prove(state.subscriptions.get(key).status == SubscriptionStatus.NONE, "nobody is served")
    prove(queue_is_bounded(state, key), "queues are bounded")
    prove(durable_is_reached(state, key[1]) & survivor_is_kept(state, head), "nothing is durable")
    prove(terms_are_apart(state, key[1], one, other), "no term is known")


@theorem("THM-GTW-12", clauses=("GTW-18",), about=(publish, oldest_kept), rejects=ENTRY_REASONS)
def the_last_entries_are_kept(
    state: Gateway, assignment: Assignment, signer: Address, other: ProcessId
) -> None:
    """At most as many entries as the retention are kept, the newest always; no cursor moves."""
    assume(state.retention >= 1)
    process = assignment.process
    step = publish(state, assignment, signer)
    slots, oldest = step.state.tails.get(process).slots, step.state.oldest.get(process)
    is_next = step.out.verdict == Verdict.NEXT
    prove(implies(is_next, slots <= oldest + state.retention), "not too many")
    prove(implies(is_next, oldest < slots), "the newest is kept")
    before = state.tails.get(process).slots
    was = state.oldest.get(process)
    prove(is_next | (oldest == was), "nothing else lets go of anything")
    if was <= before and before - was < state.retention:
        prove(oldest == was, "nothing is let go of while there is room")
    prove(step.state.subscriptions == state.subscriptions, "no cursor moves")
    bounds = both(step.state.queue == state.queue, step.state.retention == state.retention)
    prove(bounds, "nor a bound")
    if other != process:
        prove(step.state.oldest.get(other) == state.oldest.get(other), "nor another log")


@theorem("THM-GTW-13", clauses=("GTW-19",), about=(subscribe,), rejects=(Reason.WRONG_CURSOR,))
def a_subscription_begins_at_its_cursor(
    state: Gateway, action: Subscribe, other: SubscriptionKey
) -> None:
    """A subscription is one of the log that is kept, and its first delivery is its cursor."""
    key = (action.subscriber, action.process)
    after = subscribe(state, action).state
    made = after.subscriptions.get(key)
    prove(made.status == SubscriptionStatus.ACTIVE, "it is served")
    prove(both(made.cursor == action.cursor, made.sent == action.cursor), "from its cursor on")
    prove(stands(after, action.process, made.sent, made.last), "on the log that is kept")
    prove(made.head == action.head, "which the subscriber has too")
    prove(queue_is_bounded(after, key), "nothing waits yet")
    untouched(state, after, key, other)


@theorem(
    "THM-GTW-14",
    clauses=("GTW-20", "GTW-21", "GTW-22", "GTW-23", "GTW-24", "GTW-25"),
    about=(deliver, served, waiting),
    rejects=(*SEND_REASONS, Reason.NOT_KEPT),
)
def a_delivery_is_the_next_slot(state: Gateway, action: Deliver, other: SubscriptionKey) -> None:
    """A delivery is the next slot of the log that the subscriber has; its queue stays bounded.

    With an empty queue that is the cursor.
    """
    key = (action.subscriber, action.process)
    assume(queue_is_bounded(state, key))
    was = state.subscriptions.get(key)
    step = deliver(state, action)
    sent_in_order(state, step.state, key, other)
    (delivery,) = step.effects
    prove(delivery.slot == was.sent, "the next slot is sent")
    head = state.heads.get((key[1], Nat(was.sent + 1)))
    prove(delivery.hash == head, "and it is the log's")
    prove(both(delivery.subscriber == key[0], delivery.process == key[1]), "to whom it is due")
    prove(was.sent >= state.oldest.get(key[1]), "it is kept")
    prove(was.status == SubscriptionStatus.ACTIVE, "the subscriber is served")


@theorem(
    "THM-GTW-15",
    clauses=("GTW-20", "GTW-23", "GTW-26"),
    about=(backfill, served, waiting),
    rejects=(*SEND_REASONS, Reason.OUT_OF_ORDER),
)
def a_backfilled_entry_is_the_next_slot(
    state: Gateway,
    subscriber: Address,
    process: ProcessId,
    fetched: AssignmentHash,
    other: SubscriptionKey,
) -> None:
    """What is backfilled, from whatever source, is the next slot of the log and nothing else."""
    key = (subscriber, process)
    assume(queue_is_bounded(state, key))
    was = state.subscriptions.get(key)
    step = backfill(state, subscriber, process, fetched)
    sent_in_order(state, step.state, key, other)
    (delivery,) = step.effects
    prove(both(delivery.slot == was.sent, delivery.hash == fetched), "the next slot is sent")
    prove(both(delivery.subscriber == subscriber, delivery.process == process), "to whom it is due")
    prove(fetched == state.heads.get((process, Nat(was.sent + 1))), "and it is the log's")
    prove(was.status == SubscriptionStatus.ACTIVE, "the subscriber is served")


@theorem(
    "THM-GTW-16",
    clauses=("GTW-27",),
    about=(acknowledge, served),
    rejects=(Reason.NOT_SUBSCRIBED, Reason.LOG_REWRITTEN, Reason.NOT_DELIVERED),
)
def a_cursor_moves_over_what_was_sent(
    state: Gateway, action: Acknowledge, other: SubscriptionKey
) -> None:
    """An acknowledgement moves the cursor up to its slot, never back or beyond what was sent."""
    key = (action.subscriber, action.process)
    assume(queue_is_bounded(state, key))
    was = state.subscriptions.get(key)
    after = acknowledge(state, action).state
    now = after.subscriptions.get(key)
    prove(action.slot < was.sent, "it was sent")
    prove(now.cursor == max(was.cursor, action.slot + 1), "up to its slot, never back")
    prove(both(now.sent == was.sent, now.last == was.last), "nothing is sent")
    prove(queue_is_bounded(after, key), "the queue is bounded")
    if now.cursor > was.cursor:
        prove(now.head == state.heads.get((key[1], now.cursor)), "with the head there")
    else:
        prove(now == was, "what was acknowledged before stays so")
    untouched(state, after, key, other)


@theorem(
    "THM-GTW-17",
    clauses=("GTW-20", "GTW-28"),
    about=(cut_off,),
    rejects=(Reason.NOT_SUBSCRIBED, Reason.NOT_SLOW),
)
def a_cut_keeps_the_cursor(state: Gateway, action: CutOff, other: SubscriptionKey) -> None:
    """Only a subscriber with a full queue is cut off, and its cursor stays."""
    key = (action.subscriber, action.process)
    assume(queue_is_bounded(state, key))
    was = state.subscriptions.get(key)
    after = cut_off(state, action).state
    now = after.subscriptions.get(key)
    prove(was.sent == was.cursor + state.queue, "the queue was full")
    prove(both(now.cursor == was.cursor, now.head == was.head), "the cursor stays")
    prove(now.status == SubscriptionStatus.CUT_OFF, "it is cut off")
    prove(both(now.sent == was.cursor, now.last == was.head), "what was sent counts for nothing")
    untouched(state, after, key, other)


@theorem(
    "THM-GTW-18",
    clauses=("GTW-20", "GTW-21", "GTW-29"),
    about=(resume, stands),
    rejects=(Reason.NOT_SUBSCRIBED, Reason.LOG_REWRITTEN),
)
def a_subscriber_resumes_at_its_cursor(
    state: Gateway, action: Resume, other: SubscriptionKey
) -> None:
    """Who resumes is sent its cursor next, on the log that it has; nothing is skipped."""
    key = (action.subscriber, action.process)
    was = state.subscriptions.get(key)
    after = resume(state, action).state
    now = after.subscriptions.get(key)
    prove(was.status != SubscriptionStatus.NONE, "it had subscribed")
    prove(now.status == SubscriptionStatus.ACTIVE, "it is served")
    prove(both(now.cursor == was.cursor, now.sent == was.cursor), "its cursor is next")
    prove(stands(after, key[1], now.sent, now.last), "on the log that is kept")
    prove(both(now.head == was.head, now.last == was.head), "which it has too")
    untouched(state, after, key, other)
