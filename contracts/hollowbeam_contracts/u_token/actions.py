"""The inputs of a token: one frozen record an action. Transfer and Bounce are everybody's."""

from __future__ import annotations

from dataclasses import dataclass

from hollowbeam.kernel.actor import Kind
from hollowbeam.kernel.vocabulary import Address, Nat
from hollowbeam_contracts.ledger import Allocation
from hollowbeam_contracts.u_token.state import LockId


@dataclass(frozen=True, slots=True)
class Mint:
    """Bring in units whose originals are locked, at Arweave height ``height``, under ``lock``."""

    lock: LockId
    height: Nat
    recipient: Address
    kind: Kind
    quantity: Nat
    reference: Nat


@dataclass(frozen=True, slots=True)
class Burn:
    """Destroy units of the caller for their originals to be released to ``recipient``."""

    recipient: Address
    quantity: Nat
    reference: Nat


@dataclass(frozen=True, slots=True)
class Genesis:
    """How a token starts."""

    name: str
    ticker: str
    denomination: Nat
    authority: Address
    confirmations: Nat
    allocations: tuple[Allocation, ...]
