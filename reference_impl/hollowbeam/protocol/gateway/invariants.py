"""What is true of every reachable follower and gateway. Proofs and property tests share these."""

from __future__ import annotations

from hollowbeam.kernel.vocabulary import Nat, ProcessId
from hollowbeam.protocol.gateway.state import (
    NO_HEAD,
    Follower,
    Gateway,
    HeadKey,
    SubscriptionKey,
    TailStatus,
    TermStatus,
)


def queue_is_bounded(state: Gateway, key: SubscriptionKey) -> bool:
    """INV-GTW-1: what was sent and not acknowledged fits into the queue."""
    subscription = state.subscriptions.get(key)
    return (subscription.cursor <= subscription.sent) & (
        subscription.sent <= subscription.cursor + state.queue
    )


def durable_is_reached(state: Follower, process: ProcessId) -> bool:
    """INV-GTW-2: what is durable is part of the log, and its head is known to survive.

    A log that is not followed has no slots.
    """
    tail = state.tails.get(process)
    key = (process, tail.durable)
    head = state.heads.get(key)
    is_durable = (head != NO_HEAD) & (state.survivors.get(key) == head)
    is_followed = tail.status == TailStatus.FOLLOWED
    return (tail.durable <= tail.slots) & (
        (is_followed & is_durable) | ((tail.status == TailStatus.UNKNOWN) & (tail.slots == 0))
    )


def survivor_is_kept(state: Follower, key: HeadKey) -> bool:
    """INV-GTW-3: a survivor that the log came to is its head there, and is durable.

    Of a process that is not followed no survivor is known.
    """
    tail = state.tails.get(key[0])
    survivor = state.survivors.get(key)
    is_beyond = key[1] > tail.slots
    is_kept = (state.heads.get(key) == survivor) & (key[1] <= tail.durable)
    is_followed = tail.status == TailStatus.FOLLOWED
    return (survivor == NO_HEAD) | (is_followed & (is_beyond | is_kept))


def terms_are_apart(state: Follower, process: ProcessId, one: Nat, other: Nat) -> bool:
    """INV-GTW-4: the latest term alone is open, and an earlier one ends before a later one starts.

    A process that is not followed has no terms.
    """
    tail = state.tails.get(process)
    earlier, later = state.terms.get((process, one)), state.terms.get((process, other))
    is_followed = tail.status == TailStatus.FOLLOWED
    is_unknown = earlier.status == TermStatus.UNKNOWN
    is_open = earlier.status == TermStatus.OPEN
    ends_before = (earlier.status == TermStatus.CLOSED) & (earlier.end <= later.start)
    return (
        (is_unknown | (is_followed & (one <= tail.term)))
        & (is_open == (is_followed & (one == tail.term)))
        & (is_unknown | (one >= other) | (later.status == TermStatus.UNKNOWN) | ends_before)
    )
