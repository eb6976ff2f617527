"""How units of a token or of an asset move: the rules that both contracts share.

A balance shrinks by a call of its own holder alone: by a transfer, or because a Credit-Notice that
the holder was sent came back. Whatever a bouncing process says, it gives away only its own units.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final, TypeAlias, TypeVar

from hollowbeam.kernel.actor import Bounce, Call, Emission, Kind
from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.errors import Reason, Rejection, require
from hollowbeam.kernel.records import from_json
from hollowbeam.kernel.transition import Step, implements
from hollowbeam.kernel.vocabulary import NAT_LIMIT, Address, Nat
from hollowbeam_contracts.notices import (
    CREDIT_NOTICE,
    DEBIT_NOTICE,
    CreditNotice,
    DebitNotice,
    Transfer,
)

ClaimKey: TypeAlias = tuple[Address, Address]
"""Who is owed, and who owes."""

LARGEST: Final = Nat(NAT_LIMIT - 1)
"""No claim grows beyond this: a record that no number on the wire can say helps nobody."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Who holds how many units, and which of them were owed back and could not be taken."""

    balances: Map[Address, Nat]
    claims: Map[ClaimKey, Nat]


Books = TypeVar("Books", bound=Ledger)
"""The state of a contract that keeps a ledger."""


@dataclass(frozen=True, slots=True)
class Allocation:
    """Units that an address holds at genesis."""

    address: Address
    quantity: Nat


def held(_: Address, quantity: Nat) -> Nat:
    """Measure: the units of one holder."""
    return quantity


def supply(state: Ledger) -> Nat:
    """All units that anybody holds."""
    total: Nat = state.balances.sum(held)
    return total


def claim_is_within_limit(state: Ledger, key: ClaimKey) -> bool:
    """Whether the wire can say what is owed (INV-TOK-6, INV-AST-2)."""
    return state.claims.get(key) <= LARGEST


def receive(state: Books, payee: Address, quantity: Nat) -> Books:
    """Give units to a holder."""
    balance = state.balances.get(payee)
    return replace(state, balances=state.balances.set(payee, Nat(balance + quantity)))


@implements("TOK-5", "AST-6")
def spend(state: Books, payer: Address, quantity: Nat) -> Books:
    """Take units from a holder (TOK-5, AST-6).

    Rejects: INSUFFICIENT_BALANCE.
    """
    balance = state.balances.get(payer)
    require(balance >= quantity, Reason.INSUFFICIENT_BALANCE)
    return replace(state, balances=state.balances.set(payer, Nat(balance - quantity)))


@implements("TOK-4", "TOK-6", "TOK-7", "TOK-8", "TOK-9", "AST-5", "AST-7", "AST-8", "AST-9")
def transfer(state: Books, call: Call, action: Transfer) -> Step[Books]:
    """Give units to another holder, and tell both; a holder who gives to itself is told once.

    Rejects: ZERO_AMOUNT (TOK-4, AST-5), INSUFFICIENT_BALANCE (TOK-5, AST-6).
    """
    require(action.quantity > 0, Reason.ZERO_AMOUNT)
    state = spend(state, call.caller, action.quantity)
    state = receive(state, action.recipient, action.quantity)
    debited = debit_notice(
        call, DebitNotice(action.recipient, action.kind, action.quantity, action.reference)
    )
    if action.recipient == call.caller:
        return Step(state, (debited,))
    credit = CreditNotice(call.caller, call.kind, action.quantity, action.reference)
    return Step(state, (debited, credit_notice(action.recipient, action.kind, credit)))


def credit_notice(holder: Address, kind: Kind, notice: CreditNotice) -> Emission:
    """Tell a holder of units that it has more."""
    return Emission(kind, holder, CREDIT_NOTICE, notice)


def debit_notice(call: Call, notice: DebitNotice) -> Emission:
    """Tell the caller that what it asked for took place."""
    return Emission(call.kind, call.caller, DEBIT_NOTICE, notice)


@implements("TOK-10", "TOK-11", "TOK-12", "AST-10", "AST-11", "AST-12")
def take_back(state: Books, call: Call, notice: CreditNotice) -> Step[Books]:
    """Move back what the bouncing process still holds of a credit; the rest is owed (TOK-10).

    It rejects nothing and emits nothing. A wallet is sent no relay and bounces none (TOK-12).
    """
    if call.kind != Kind.PROCESS:
        return Step(state)
    returned = min(state.balances.get(call.caller), notice.quantity)
    state = spend(state, call.caller, returned)
    state = receive(state, notice.sender, returned)
    key = (notice.sender, call.caller)
    owed = min(state.claims.get(key) + notice.quantity - returned, LARGEST)
    return Step(replace(state, claims=state.claims.set(key, Nat(owed))))


@implements("TOK-12", "AST-12")
def bounce(
    state: Books,
    call: Call,
    action: Bounce,
    accept: Callable[[Books, Call, CreditNotice], Step[Books]] = take_back,
) -> Step[Books]:
    """Answer a message that came back: a Credit-Notice is taken back, nothing else does anything.

    Rejects nothing: a bounce that errs would be parked for ever.
    """
    notice = credit_of(action)
    return Step(state) if notice is None else accept(state, call, notice)


def credit_of(action: Bounce) -> CreditNotice | None:
    """Read the Credit-Notice that came back, or find that it was none."""
    if action.action == CREDIT_NOTICE:
        with suppress(Rejection):
            return from_json(CreditNotice, action.input)
    return None
