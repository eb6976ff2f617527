"""The messages by which contracts move value: a transfer, and the two notices that tell of it.

A token gives its new holder a Credit-Notice and whoever asked a Debit-Notice. A contract that is
told of a credit may count on it; one that asked for a transfer learns from the Debit-Notice that it
took place, or from a Bounce that it did not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hollowbeam.kernel.actor import Kind
from hollowbeam.kernel.vocabulary import Address, Nat

TRANSFER: Final = "Transfer"
CREDIT_NOTICE: Final = "Credit-Notice"
DEBIT_NOTICE: Final = "Debit-Notice"


@dataclass(frozen=True, slots=True)
class Transfer:
    """Give units to a wallet or a process. ``reference`` is the asker's own, and comes back."""

    recipient: Address
    kind: Kind
    quantity: Nat
    reference: Nat


@dataclass(frozen=True, slots=True)
class CreditNotice:
    """Tell a holder that it has so many units more, and from whom they came."""

    sender: Address
    kind: Kind
    quantity: Nat
    reference: Nat


@dataclass(frozen=True, slots=True)
class DebitNotice:
    """Tell whoever asked for a transfer that it took place."""

    recipient: Address
    kind: Kind
    quantity: Nat
    reference: Nat
