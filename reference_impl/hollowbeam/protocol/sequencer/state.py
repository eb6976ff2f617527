"""What a lane remembers, and what it is asked: flat records and maps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hollowbeam.kernel.actor import Kind
from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.vocabulary import (
    NAT_LIMIT,
    NOBODY,
    ZERO,
    Address,
    AssignmentHash,
    BlockId,
    Digest,
    MessageId,
    Nat,
    ProcessId,
)
from hollowbeam.protocol.relayer.admission import Evidence, Facts, Received
from hollowbeam.protocol.relayer.envelope import Claims

TIMESTAMP_LIMIT: Final = 10**13
"""Timestamps are below this many milliseconds: thirteen digits, until the year 2286."""

OPEN: Final = Nat(NAT_LIMIT - 1)
"""The end of a term that goes on."""

NO_DIGEST: Final = Digest("")
NO_PROCESS: Final = ProcessId("")
NO_ASSIGNMENT: Final = AssignmentHash("")
"""What stands where nothing is."""

NO_RELAY: Final = Facts(
    claims=Claims(
        kind=Kind.WALLET,
        on_network=False,
        of_source=False,
        to_target=False,
        included=False,
        attested=False,
    ),
    source=NO_PROCESS,
    branch=ZERO,
    target=NOBODY,
    sequence=ZERO,
    evaluator=NOBODY,
    assignment=NO_ASSIGNMENT,
    evidence=Evidence(host=NOBODY, durable=False, surviving=NO_ASSIGNMENT, guaranteed=False),
)
"""What is known of the relay in an item that is none."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item of the anchor's block. Of one that is no relay the last three say nothing."""

    digest: Digest = NO_DIGEST
    is_relay: bool = False
    source: ProcessId = NO_PROCESS
    branch: Nat = ZERO
    sequence: Nat = ZERO


@dataclass(frozen=True, slots=True)
class Lane:
    """The log of one process as far as its next slot depends on it.

    ``depth`` is how many blocks stand on an anchor at least. ``height``, ``block`` and ``since``
    are the present anchor and the time of its block, milliseconds. ``assigned`` gives each digest
    of the log the number of its slot, from 1. ``waiting`` are the ``count`` items of the anchor's
    block for this process, in forced order, relays from ``relays`` on; those before ``first`` are
    assigned or inadmissible.
    """

    network: str
    process: ProcessId
    depth: Nat
    host: Address
    term: Nat
    slot: Nat
    head: AssignmentHash
    height: Nat
    block: BlockId
    since: Nat
    assigned: Map[Digest, Nat]
    received: Received
    waiting: Map[Nat, Waiting]
    relays: Nat = ZERO
    count: Nat = ZERO
    first: Nat = ZERO


@dataclass(frozen=True, slots=True)
class Request:
    """A message to be assigned. ``is_addressed`` says that it belongs into this lane."""

    message: MessageId
    digest: Digest
    is_addressed: bool
    is_relay: bool
    relay: Facts
    timestamp: Nat


@dataclass(frozen=True, slots=True)
class Header:
    """A block as a host sees it: ``tip`` is the height of the last block that it has seen."""

    height: Nat
    block: BlockId
    previous: BlockId
    timestamp: Nat
    tip: Nat


@dataclass(frozen=True, slots=True)
class Route:
    """Who hosts a process in a term, and the slots of the term: from ``begin`` to before ``end``.

    A term that goes on ends at ``OPEN``. The default is a term that nobody hosts.
    """

    host: Address = NOBODY
    begin: Nat = ZERO
    end: Nat = ZERO


@dataclass(frozen=True, slots=True)
class Head:
    """Where the log of a process ends: the next slot, and the last assignment.

    Before slot 0, ``hash`` is empty: the first assignment names the id of the process.
    """

    slot: Nat = ZERO
    hash: AssignmentHash = NO_ASSIGNMENT
    term: Nat = ZERO
    height: Nat = ZERO


@dataclass(frozen=True, slots=True)
class Published:
    """What a published entry shows beside its assignment.

    ``signer`` signed the assignment, or nobody. ``is_seen`` says that its anchor is a block that
    the reader sees. ``message``, ``digest`` and the rest are those of the item in the entry.
    """

    signer: Address
    route: Route
    is_seen: bool
    message: MessageId
    digest: Digest
    is_addressed: bool
    is_relay: bool
    source: ProcessId
    branch: Nat
    sequence: Nat
