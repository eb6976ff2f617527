"""What a follower of logs knows, and what a gateway keeps beside it (room gateway)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final, TypeAlias

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.vocabulary import (
    NOBODY,
    ZERO,
    Address,
    AssignmentHash,
    Nat,
    ProcessId,
)

NO_HEAD: Final = AssignmentHash("")
"""The head of a log of which nothing is known."""

HeadKey: TypeAlias = tuple[ProcessId, Nat]
"""A process and a number of slots."""

TermKey: TypeAlias = tuple[ProcessId, Nat]
"""A process and the number of a term."""

SubscriptionKey: TypeAlias = tuple[Address, ProcessId]
"""A subscriber and a process."""


@unique
class TailStatus(StrEnum):
    """Whether a process is followed."""

    UNKNOWN = "UNKNOWN"
    FOLLOWED = "FOLLOWED"


@unique
class TermStatus(StrEnum):
    """Whether a term is known, and whether it still gives slots."""

    UNKNOWN = "UNKNOWN"
    OPEN = "OPEN"
    CLOSED = "CLOSED"


@unique
class SubscriptionStatus(StrEnum):
    """Whether a subscriber is served."""

    NONE = "NONE"
    ACTIVE = "ACTIVE"
    CUT_OFF = "CUT_OFF"


@unique
class Verdict(StrEnum):
    """What an entry is to a follower: the next one, one that it has, or one beyond a gap."""

    NEXT = "NEXT"
    DUPLICATE = "DUPLICATE"
    GAP = "GAP"


@dataclass(frozen=True, slots=True)
class Tail:
    """Where the log of a process ends: how many slots it has, and how many of them are durable.

    ``term`` is the latest term that is known.
    """

    status: TailStatus = TailStatus.UNKNOWN
    slots: Nat = ZERO
    durable: Nat = ZERO
    term: Nat = ZERO


@dataclass(frozen=True, slots=True)
class Term:
    """Who gives the slots of a term: those from ``start`` on, once closed those below ``end``."""

    status: TermStatus = TermStatus.UNKNOWN
    host: Address = NOBODY
    start: Nat = ZERO
    end: Nat = ZERO


@dataclass(frozen=True, slots=True)
class Subscription:
    """How far one subscriber is with one process.

    ``cursor`` is the first slot that it did not acknowledge, ``sent`` the next one to send; the
    slots between are its queue. ``head`` and ``last`` are the heads of the log before the two.
    """

    status: SubscriptionStatus = SubscriptionStatus.NONE
    cursor: Nat = ZERO
    sent: Nat = ZERO
    head: AssignmentHash = NO_HEAD
    last: AssignmentHash = NO_HEAD


@dataclass(frozen=True, slots=True)
class Follower:
    """What follows the logs of processes: a gateway, and whoever evaluates.

    ``heads`` has the hash of the last assignment after so many slots. ``survivors`` has the heads
    that are known to be durable, whether the follower came so far or not.
    """

    network: str
    tails: Map[ProcessId, Tail]
    heads: Map[HeadKey, AssignmentHash]
    survivors: Map[HeadKey, AssignmentHash]
    terms: Map[TermKey, Term]


@dataclass(frozen=True, slots=True)
class Gateway(Follower):
    """A follower that serves others.

    ``queue`` is how many slots one subscriber may have unacknowledged, ``retention`` how many
    entries of a process are kept, ``oldest`` the first slot that is.
    """

    queue: Nat
    retention: Nat
    oldest: Map[ProcessId, Nat]
    subscriptions: Map[SubscriptionKey, Subscription]


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of an entry. ``first`` is the next slot before it was seen.

    ``until`` is the entry's own slot: beyond a gap, the slots from ``first`` up to it are missing.
    """

    verdict: Verdict
    first: Nat
    until: Nat


@dataclass(frozen=True, slots=True)
class Delivery:
    """An entry on its way to a subscriber, by its hash."""

    subscriber: Address
    process: ProcessId
    slot: Nat
    hash: AssignmentHash
