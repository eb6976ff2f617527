"""Serving the log: subscriptions with their cursors and bounded queues."""

from __future__ import annotations

from dataclasses import replace

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.transition import Step, implements, select
from hollowbeam.kernel.vocabulary import ZERO, Address, AssignmentHash, Nat, ProcessId
from hollowbeam.protocol.commitments import Assignment
from hollowbeam.protocol.gateway.actions import (
    Acknowledge,
    CutOff,
    Deliver,
    Genesis,
    Resume,
    Subscribe,
)
from hollowbeam.protocol.gateway.follower import extend
from hollowbeam.protocol.gateway.state import (
    NO_HEAD,
    Delivery,
    Gateway,
    Subscription,
    SubscriptionKey,
    SubscriptionStatus,
    Tail,
    Term,
)


@implements("GTW-1")
def genesis(start: Genesis) -> Gateway:
    """Make a gateway that knows no process and has no subscriber.

    Rejects: BAD_PARAMETERS (GTW-1).
    """
    require((start.queue >= 1) & (start.retention >= 1), Reason.BAD_PARAMETERS)
    return Gateway(
        network=start.network,
        tails=Map(Tail()),
        heads=Map(NO_HEAD),
        survivors=Map(NO_HEAD),
        terms=Map(Term()),
        queue=start.queue,
        retention=start.retention,
        oldest=Map(ZERO),
        subscriptions=Map(Subscription()),
    )


@implements("GTW-18")
def publish(state: Gateway, assignment: Assignment, signer: Address) -> Step[Gateway]:
    """Take an assignment that its signer signed, and let go of what is kept no longer.

    Rejects: as ``extend`` (GTW-4 to GTW-8).
    """
    process = assignment.process
    before = state.tails.get(process).slots
    step = extend(state, assignment, signer)
    after = step.state.tails.get(process).slots
    was = state.oldest.get(process)
    kept_now = oldest_kept(was, before, after, state.retention)
    oldest = select(after > before, kept_now, was)
    kept = replace(step.state, oldest=state.oldest.set(process, oldest))
    return replace(step, state=kept)


@implements("GTW-18")
def oldest_kept(oldest: Nat, before: Nat, after: Nat, retention: Nat) -> Nat:
    """Give the first slot that is kept of a log that grew from ``before`` to ``after`` slots.

    A log that a takeover cut below what was kept begins there anew.
    """
    present = select(oldest < before, oldest, before)
    bound = select(after > retention, Nat(after - retention), ZERO)
    return select(present < bound, bound, present)


@implements("GTW-19")
def subscribe(state: Gateway, action: Subscribe) -> Step[Gateway]:
    """Serve a subscriber from its cursor on, whatever it was served before.

    Rejects: WRONG_CURSOR (GTW-19).
    """
    slots = state.tails.get(action.process).slots
    held = state.heads.get((action.process, action.cursor))
    require((action.cursor <= slots) & (held == action.head), Reason.WRONG_CURSOR)
    subscription = Subscription(
        SubscriptionStatus.ACTIVE, action.cursor, action.cursor, action.head, action.head
    )
    return Step(_with(state, (action.subscriber, action.process), subscription))


@implements("GTW-24")
def deliver(state: Gateway, action: Deliver) -> Step[Gateway]:
    """Send a subscriber the next entry; the effect is the delivery.

    Rejects: NOT_SUBSCRIBED (GTW-20), LOG_REWRITTEN (GTW-21), UP_TO_DATE (GTW-22), QUEUE_FULL
    (GTW-23), NOT_KEPT (GTW-24).
    """
    key = (action.subscriber, action.process)
    subscription = waiting(state, key)
    require(subscription.sent >= state.oldest.get(action.process), Reason.NOT_KEPT)
    return _send(state, key, subscription)


@implements("GTW-26")
def backfill(
    state: Gateway, subscriber: Address, process: ProcessId, fetched: AssignmentHash
) -> Step[Gateway]:
    """Send a subscriber the next entry, which was fetched from anywhere; it has this hash.

    Rejects: NOT_SUBSCRIBED (GTW-20), LOG_REWRITTEN (GTW-21), UP_TO_DATE (GTW-22), QUEUE_FULL
    (GTW-23), OUT_OF_ORDER (GTW-26).
    """
    key = (subscriber, process)
    subscription = waiting(state, key)
    due = state.heads.get((process, Nat(subscription.sent + 1)))
    require(fetched == due, Reason.OUT_OF_ORDER)
    return _send(state, key, subscription)


@implements("GTW-27")
def acknowledge(state: Gateway, action: Acknowledge) -> Step[Gateway]:
    """Move the cursor behind a slot that was sent; what was acknowledged before stays so.

    Rejects: NOT_SUBSCRIBED (GTW-20), LOG_REWRITTEN (GTW-21), NOT_DELIVERED (GTW-27).
    """
    key = (action.subscriber, action.process)
    subscription = served(state, key)
    require(action.slot < subscription.sent, Reason.NOT_DELIVERED)
    is_news = action.slot >= subscription.cursor
    after = Nat(action.slot + 1)
    head = state.heads.get((action.process, after))
    moved = replace(
        subscription,
        cursor=select(is_news, after, subscription.cursor),
        head=select(is_news, head, subscription.head),
    )
    return Step(_with(state, key, moved))


@implements("GTW-20", "GTW-28")
def cut_off(state: Gateway, action: CutOff) -> Step[Gateway]:
    """Stop serving a subscriber whose queue is full; its cursor stays.

    Rejects: NOT_SUBSCRIBED (GTW-20), NOT_SLOW (GTW-28).
    """
    key = (action.subscriber, action.process)
    subscription = state.subscriptions.get(key)
    require(subscription.status == SubscriptionStatus.ACTIVE, Reason.NOT_SUBSCRIBED)
    require(subscription.sent - subscription.cursor >= state.queue, Reason.NOT_SLOW)
    return Step(_with(state, key, _rewound(subscription, SubscriptionStatus.CUT_OFF)))


@implements("GTW-20", "GTW-21", "GTW-29")
def resume(state: Gateway, action: Resume) -> Step[Gateway]:
    """Serve a subscriber again from its cursor on; what it did not acknowledge is sent again.

    Rejects: NOT_SUBSCRIBED (GTW-20), LOG_REWRITTEN (GTW-21).
    """
    key = (action.subscriber, action.process)
    subscription = state.subscriptions.get(key)
    require(subscription.status != SubscriptionStatus.NONE, Reason.NOT_SUBSCRIBED)
    is_there = stands(state, action.process, subscription.cursor, subscription.head)
    require(is_there, Reason.LOG_REWRITTEN)
    return Step(_with(state, key, _rewound(subscription, SubscriptionStatus.ACTIVE)))


@implements("GTW-20", "GTW-21")
def served(state: Gateway, key: SubscriptionKey) -> Subscription:
    """Give the subscription of a subscriber that is served.

    Rejects: NOT_SUBSCRIBED (GTW-20), LOG_REWRITTEN (GTW-21).
    """
    subscription = state.subscriptions.get(key)
    require(subscription.status == SubscriptionStatus.ACTIVE, Reason.NOT_SUBSCRIBED)
    is_there = stands(state, key[1], subscription.sent, subscription.last)
    require(is_there, Reason.LOG_REWRITTEN)
    return subscription


@implements("GTW-22", "GTW-23")
def waiting(state: Gateway, key: SubscriptionKey) -> Subscription:
    """Give the subscription of a subscriber that is to be sent another entry.

    Rejects: as ``served`` (GTW-20, GTW-21), UP_TO_DATE (GTW-22), QUEUE_FULL (GTW-23).
    """
    subscription = served(state, key)
    require(subscription.sent < state.tails.get(key[1]).slots, Reason.UP_TO_DATE)
    require(subscription.sent - subscription.cursor < state.queue, Reason.QUEUE_FULL)
    return subscription


def stands(state: Gateway, process: ProcessId, slots: Nat, head: AssignmentHash) -> bool:
    """Say whether the log still has this head after so many slots."""
    is_reached = slots <= state.tails.get(process).slots
    return is_reached & (state.heads.get((process, slots)) == head)


@implements("GTW-25")
def _send(state: Gateway, key: SubscriptionKey, subscription: Subscription) -> Step[Gateway]:
    slot = subscription.sent
    after = Nat(slot + 1)
    head = state.heads.get((key[1], after))
    sent = replace(subscription, sent=after, last=head)
    return Step(_with(state, key, sent), (Delivery(key[0], key[1], slot, head),))


def _rewound(subscription: Subscription, status: SubscriptionStatus) -> Subscription:
    """Give the subscription with an empty queue: what is not acknowledged is to be sent again."""
    return replace(subscription, status=status, sent=subscription.cursor, last=subscription.head)


def _with(state: Gateway, key: SubscriptionKey, subscription: Subscription) -> Gateway:
    return replace(state, subscriptions=state.subscriptions.set(key, subscription))
