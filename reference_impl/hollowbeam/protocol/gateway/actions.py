"""What is told to a follower, and what is asked of a gateway."""

from __future__ import annotations

from dataclasses import dataclass

from hollowbeam.kernel.vocabulary import Address, AssignmentHash, Nat, ProcessId
from hollowbeam.protocol.commitments import Entry


@dataclass(frozen=True, slots=True)
class Genesis:
    """What a gateway starts with: its network, the bound of each queue, how much is kept."""

    network: str
    queue: Nat
    retention: Nat


@dataclass(frozen=True, slots=True)
class Appoint:
    """A term of a process, from the registry: its host, and the durable head that it starts from.

    ``start`` is its first slot, ``head`` the hash of the assignment before it; before slot 0, the
    id of the process.
    """

    process: ProcessId
    term: Nat
    host: Address
    start: Nat
    head: AssignmentHash


@dataclass(frozen=True, slots=True)
class Confirm:
    """So many slots of a process are durable, and the last of them has this hash."""

    process: ProcessId
    slots: Nat
    head: AssignmentHash


@dataclass(frozen=True, slots=True)
class Publish:
    """An entry arrives, from its host or from anybody else."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class Subscribe:
    """A subscriber asks for a process from its cursor on; ``head`` is the head of its own log."""

    subscriber: Address
    process: ProcessId
    cursor: Nat
    head: AssignmentHash


@dataclass(frozen=True, slots=True)
class Deliver:
    """The next entry is to be sent to a subscriber."""

    subscriber: Address
    process: ProcessId


@dataclass(frozen=True, slots=True)
class Backfill:
    """An entry that is no longer kept was fetched somewhere and is to be sent to a subscriber."""

    subscriber: Address
    entry: Entry


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """A subscriber has all entries up to and including a slot."""

    subscriber: Address
    process: ProcessId
    slot: Nat


@dataclass(frozen=True, slots=True)
class CutOff:
    """A subscriber is too slow."""

    subscriber: Address
    process: ProcessId


@dataclass(frozen=True, slots=True)
class Resume:
    """A subscriber is back and goes on at the cursor that the gateway has."""

    subscriber: Address
    process: ProcessId
