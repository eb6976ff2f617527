"""What the HB contract remembers: flat records in authenticated maps, and a few totals."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import NewType, TypeAlias

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.vocabulary import NOBODY, ZERO, Address, Nat, ProcessId

Commitment = NewType("Commitment", str)
"""base64url of hash("hb/commitment", evidence ‖ fisher): see STK-19."""

DisputeId = NewType("DisputeId", str)
"""The id that a challenger gives to a dispute."""


@unique
class Role(StrEnum):
    """What a holder stakes for. A participant buys admission, the others take on duties."""

    PARTICIPANT = "PARTICIPANT"
    DRE = "DRE"
    RELAYER = "RELAYER"
    SEQUENCER = "SEQUENCER"


@unique
class FaultKind(StrEnum):
    """The four faults that a fraud proof can show."""

    EQUIVOCATION = "EQUIVOCATION"
    INVALID_ASSIGNMENT = "INVALID_ASSIGNMENT"
    WRONG_RESULT = "WRONG_RESULT"
    OMISSION = "OMISSION"


@unique
class FaultStatus(StrEnum):
    """Whether a fault was slashed, and whether its reward still waits. Absent is NONE."""

    NONE = "NONE"
    OPEN = "OPEN"
    SETTLED = "SETTLED"


@unique
class DisputeStatus(StrEnum):
    """Whether a dispute stands. Absent is NONE."""

    NONE = "NONE"
    OPEN = "OPEN"
    CLOSED = "CLOSED"


BondKey: TypeAlias = tuple[Address, Role]
"""Holder and role."""

FaultKey: TypeAlias = tuple[Address, Role, ProcessId, Nat, Nat]
"""Offender, role, process, term, slot: one slash each (STK-26)."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a network fixes at genesis. Heights and lengths are in blocks, rates in basis points."""

    adjudicator: Address
    epoch_length: Nat
    evidence_window: Nat
    dispute_bound: Nat
    dispute_deposit: Nat
    minimum_dre: Nat
    minimum_relayer: Nat
    minimum_sequencer: Nat
    rate_equivocation: Nat
    rate_invalid_assignment: Nat
    rate_wrong_result: Nat
    rate_omission: Nat
    reward_rate: Nat
    emission: Nat
    cap: Nat


@dataclass(frozen=True, slots=True)
class Bond:
    """One holder's stake in one role.

    ``stake`` counts from the next epoch on, ``leaving`` no longer does and is paid out from height
    ``ready_at``. ``weighing`` is the stake at the start of ``epoch``, less what was slashed since.
    ``minted`` is one more than the epoch of the last mint, or zero.
    """

    stake: Nat = ZERO
    leaving: Nat = ZERO
    ready_at: Nat = ZERO
    epoch: Nat = ZERO
    weighing: Nat = ZERO
    minted: Nat = ZERO


@dataclass(frozen=True, slots=True)
class Slashing:
    """What one fault cost so far, and whose the reward is.

    ``at_risk`` is the offender's stake and leaving stake at the first slash, ``taken`` the
    penalties since. ``reward`` waits until ``closes_at``; it is for ``claimant``, whose commitment
    has the number ``committed`` (zero: nobody). Commitments numbered above ``sealed`` came too
    late. ``height`` is the latest anchor of the fault that was shown; a later one raises
    ``at_risk`` to the stake of then.
    """

    status: FaultStatus = FaultStatus.NONE
    at_risk: Nat = ZERO
    taken: Nat = ZERO
    reward: Nat = ZERO
    claimant: Address = NOBODY
    committed: Nat = ZERO
    sealed: Nat = ZERO
    closes_at: Nat = ZERO
    height: Nat = ZERO


@dataclass(frozen=True, slots=True)
class Dispute:
    """A challenge of one holder in one role; its deposit is held until it closes."""

    status: DisputeStatus = DisputeStatus.NONE
    challenger: Address = NOBODY
    holder: Address = NOBODY
    role: Role = Role.PARTICIPANT
    deposit: Nat = ZERO
    lapses_at: Nat = ZERO


@dataclass(frozen=True, slots=True)
class StakingState:
    """The state of the HB contract.

    ``anchor`` is the height of the last action and ``epoch`` the epoch of that height.
    ``active_weight`` is the total weight of present stakes, ``epoch_weight`` what it was when the
    epoch began. ``commitment_count`` numbers the commitments. ``issued`` is the genesis supply.
    """

    parameters: Parameters
    liquid: Map[Address, Nat]
    bonds: Map[BondKey, Bond]
    faults: Map[FaultKey, Slashing]
    commitments: Map[Commitment, Nat]
    disputes: Map[DisputeId, Dispute]
    open_disputes: Map[BondKey, Nat]
    anchor: Nat = ZERO
    epoch: Nat = ZERO
    active_weight: Nat = ZERO
    epoch_weight: Nat = ZERO
    commitment_count: Nat = ZERO
    issued: Nat = ZERO
    minted: Nat = ZERO
    burned: Nat = ZERO
