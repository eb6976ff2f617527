"""What the nodes say to each other."""

from __future__ import annotations

from dataclasses import dataclass

from hollowbeam.kernel.vocabulary import AssignmentHash, Nat, ProcessId
from hollowbeam.protocol.commitments import Attestation, Entry, OutboxMessage


@dataclass(frozen=True, slots=True)
class Submit:
    """An item that a host is asked to assign."""

    item: bytes


@dataclass(frozen=True, slots=True)
class Publish:
    """A slot that a host assigned."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class Fetch:
    """Entries of a process are asked for, from a slot on."""

    process: ProcessId
    slot: Nat


@dataclass(frozen=True, slots=True)
class Subscribe:
    """A log is asked for from a cursor on; ``head`` is the head of the subscriber's own."""

    process: ProcessId
    cursor: Nat
    head: AssignmentHash


@dataclass(frozen=True, slots=True)
class Deliver:
    """A gateway passes an entry on."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """A subscriber has the slots of a process up to this one."""

    process: ProcessId
    slot: Nat


@dataclass(frozen=True, slots=True)
class AskResults:
    """Results of a process are asked for, from a slot on."""

    process: ProcessId
    slot: Nat


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A result, and the outbox that it commits to."""

    attestation: Attestation
    outbox: tuple[OutboxMessage, ...]
