"""What a relayer remembers: what is to be relayed, how far each pair is, whom it serves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final, TypeAlias

from hollowbeam.kernel.actor import Kind
from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.vocabulary import ZERO, Address, AssignmentHash, Nat, ProcessId
from hollowbeam.protocol.relayer.admission import Pair
from hollowbeam.protocol.relayer.envelope import Claims
from hollowbeam.protocol.relayer.funding import Rates

RelayKey: TypeAlias = tuple[ProcessId, Nat, Address, Nat]
"""An emitted message: (source, branch, target, sequence)."""

SlotKey: TypeAlias = tuple[ProcessId, Nat]
"""A slot of a process."""

NO_ASSIGNMENT: Final = AssignmentHash("")


@unique
class Progress(StrEnum):
    """What a relayer did about a message: nothing, sent it, or posted it on Arweave."""

    NONE = "NONE"
    KNOWN = "KNOWN"
    SENT = "SENT"
    POSTED = "POSTED"


@unique
class Way(StrEnum):
    """How a relay is brought: to the host of the target, or to it and onto Arweave."""

    NOTHING = "NOTHING"
    SEND = "SEND"
    POST = "POST"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that waits to be relayed.

    ``slot`` and ``assignment`` are those of the result that names its outbox. ``guaranteed_at`` is
    the height at which that result met the guarantee of the target, ``tried_at`` that of the last
    attempt.
    """

    progress: Progress = Progress.NONE
    kind: Kind = Kind.WALLET
    is_bounce: bool = False
    budget: Nat = ZERO
    slot: Nat = ZERO
    assignment: AssignmentHash = NO_ASSIGNMENT
    guaranteed: bool = False
    guaranteed_at: Nat = ZERO
    tried_at: Nat = ZERO


@dataclass(frozen=True, slots=True)
class Durable:
    """The assignment of a slot that will survive, and the height at which that was known."""

    durable: bool = False
    assignment: AssignmentHash = NO_ASSIGNMENT
    since: Nat = ZERO


@dataclass(frozen=True, slots=True)
class Lane:
    """How far a pair is in the log of its target.

    ``next`` is the next sequence to be assigned; those below ``settled`` lie in durable slots.
    ``since`` is the height at which ``next`` last changed.
    """

    next: Nat = ZERO
    settled: Nat = ZERO
    since: Nat = ZERO


@dataclass(frozen=True, slots=True)
class Charge:
    """Whether the relayer answers for a process, and since which height."""

    held: bool = False
    since: Nat = ZERO


@dataclass(frozen=True, slots=True)
class Terms:
    """What binds a relayer. ``patience`` and ``deadline`` are in blocks of anchor heights.

    After ``patience`` a relay that its target's host does not assign is posted; after ``deadline``
    a relayer that did not is at fault.
    """

    rates: Rates
    patience: Nat
    deadline: Nat


@dataclass(frozen=True, slots=True)
class RelayerState:
    """The state of a relayer. ``height`` is the highest anchor height that it has seen."""

    terms: Terms
    deliveries: Map[RelayKey, Delivery]
    slots: Map[SlotKey, Durable]
    lanes: Map[Pair, Lane]
    charges: Map[ProcessId, Charge]
    height: Nat = ZERO


@dataclass(frozen=True, slots=True)
class Learn:
    """An emitted message with its proof, and who hosts its source in the term of the result."""

    claims: Claims
    source: ProcessId
    branch: Nat
    target: Address
    sequence: Nat
    evaluator: Address
    host: Address
    slot: Nat
    assignment: AssignmentHash
    is_bounce: bool
    budget: Nat


@dataclass(frozen=True, slots=True)
class Confirm:
    """The assignment of a slot is durable."""

    process: ProcessId
    slot: Nat
    assignment: AssignmentHash


@dataclass(frozen=True, slots=True)
class Guarantee:
    """The result of an assignment meets the guarantee of a message's target."""

    source: ProcessId
    branch: Nat
    target: Address
    sequence: Nat
    assignment: AssignmentHash


@dataclass(frozen=True, slots=True)
class Observe:
    """The log of the target holds the next relay of a pair."""

    source: ProcessId
    branch: Nat
    target: Address
    sequence: Nat


@dataclass(frozen=True, slots=True)
class Settle:
    """The slot of the target that holds a relay is durable."""

    source: ProcessId
    branch: Nat
    target: Address
    sequence: Nat


@dataclass(frozen=True, slots=True)
class Rewind:
    """The host of the target was replaced: relays that were not durable are lost."""

    source: ProcessId
    branch: Nat
    target: Address


@dataclass(frozen=True, slots=True)
class Advance:
    """The relayer sees a higher anchor."""

    height: Nat


@dataclass(frozen=True, slots=True)
class Take:
    """The relayer answers for a process from now on."""

    process: ProcessId


@dataclass(frozen=True, slots=True)
class Leave:
    """Another relayer answers for a process from now on."""

    process: ProcessId


@dataclass(frozen=True, slots=True)
class Deliver:
    """What is due for a message is to be done."""

    source: ProcessId
    branch: Nat
    target: Address
    sequence: Nat


@dataclass(frozen=True, slots=True)
class Sending:
    """What a relayer does: it brings a relay, one way or both."""

    way: Way
    source: ProcessId
    branch: Nat
    target: Address
    sequence: Nat
