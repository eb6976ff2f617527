"""The inputs of the HB contract: one frozen record an action."""

from __future__ import annotations

from dataclasses import dataclass

from hollowbeam.kernel.vocabulary import Address, Digest, Nat, ProcessId
from hollowbeam_contracts.staking.state import Commitment, DisputeId, FaultKind, Parameters, Role


@dataclass(frozen=True, slots=True)
class Transfer:
    """Give liquid HyperCoin to another address."""

    recipient: Address
    amount: Nat


@dataclass(frozen=True, slots=True)
class Stake:
    """Bond liquid HyperCoin in a role."""

    role: Role
    amount: Nat


@dataclass(frozen=True, slots=True)
class Unstake:
    """Let stake leave a role."""

    role: Role
    amount: Nat


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take all stake that has left a role."""

    role: Role


@dataclass(frozen=True, slots=True)
class Commit:
    """Record that somebody has evidence, without showing it."""

    commitment: Commitment


@dataclass(frozen=True, slots=True)
class Slash:
    """Punish a fault that was adjudicated.

    ``height`` is the anchor of the fault, ``evidence`` the digest of its proof, ``fisher`` who
    found it.
    """

    kind: FaultKind
    offender: Address
    role: Role
    process: ProcessId
    term: Nat
    slot: Nat
    height: Nat
    evidence: Digest
    fisher: Address


@dataclass(frozen=True, slots=True)
class Settle:
    """Pay the reward of a fault once no earlier commitment can be shown any more."""

    offender: Address
    role: Role
    process: ProcessId
    term: Nat
    slot: Nat


@dataclass(frozen=True, slots=True)
class Mint:
    """Take the caller's share of this epoch's emission for a role."""

    role: Role


@dataclass(frozen=True, slots=True)
class OpenDispute:
    """Challenge a holder in a role; the caller's deposit is held."""

    dispute: DisputeId
    holder: Address
    role: Role


@dataclass(frozen=True, slots=True)
class CloseDispute:
    """End a dispute: ``upheld`` says that the challenger was right."""

    dispute: DisputeId
    upheld: bool


@dataclass(frozen=True, slots=True)
class Allocation:
    """HyperCoin that an address holds at genesis."""

    address: Address
    amount: Nat


@dataclass(frozen=True, slots=True)
class Genesis:
    """How the contract starts."""

    parameters: Parameters
    allocations: tuple[Allocation, ...]
