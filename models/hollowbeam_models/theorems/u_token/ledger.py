"""Theorems: units move between holders, none is made or lost, and messages tell what moved."""

from __future__ import annotations

from hollowbeam.kernel.actor import Call, Kind
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import Address, Nat
from hollowbeam_contracts.ledger import (
    LARGEST,
    ClaimKey,
    credit_notice,
    debit_notice,
    receive,
    spend,
    take_back,
    transfer,
)
from hollowbeam_contracts.notices import CreditNotice, Transfer
from hollowbeam_contracts.u_token.state import TokenState
from hollowbeam_models.ledger_claims import credited, holds, owed
from hollowbeam_models.theorem import assume, implies, ite, prove, rejection_of, theorem
from hollowbeam_models.theorems.ledger import (
    prove_a_bounce,
    prove_a_transfer,
    prove_nothing_moves_to_oneself,
)

TRANSFER_REASONS = (Reason.ZERO_AMOUNT, Reason.INSUFFICIENT_BALANCE)


@theorem(
    "THM-TOK-1",
    clauses=("TOK-4", "TOK-5", "TOK-6", "TOK-8", "TOK-9"),
    about=(transfer, spend, receive, credit_notice, debit_notice),
    rejects=TRANSFER_REASONS,
)
def a_transfer_moves_exactly_its_quantity(
    state: TokenState, call: Call, action: Transfer, someone: Address, claim: ClaimKey
) -> None:
    """A transfer takes its quantity from the caller and gives it to the recipient, and tells both.

    No other balance changes and no claim; no units are made or lost.
    """
    step = transfer(state, call, action)
    prove_a_transfer(state, step, call, action, someone, claim)


@theorem("THM-TOK-2", clauses=("TOK-7",), about=(transfer,), rejects=TRANSFER_REASONS)
def a_transfer_to_oneself_changes_nothing(
    state: TokenState, call: Call, action: Transfer, someone: Address
) -> None:
    """A transfer to oneself leaves every balance as it is, and gives nobody a credit."""
    step = transfer(state, call, action)
    prove_nothing_moves_to_oneself(state, step, call, action, someone)


@theorem("THM-TOK-3", clauses=("TOK-10", "TOK-11", "TOK-12"), about=(take_back,), acceptance=True)
def a_bounce_moves_back_what_is_held_and_owes_the_rest(
    state: TokenState, call: Call, notice: CreditNotice, someone: Address, claim: ClaimKey
) -> None:
    """A bounced credit moves at most what its receiver holds, the rest is owed, none is lost.

    It is never refused and emits nothing; nobody but the receiver pays.
    """
    step = take_back(state, call, notice)
    prove_a_bounce(state, step, call, notice, someone, claim)


@theorem("THM-TOK-6", clauses=("TOK-8", "TOK-9"), about=(transfer,), rejects=TRANSFER_REASONS)
def credits_tell_of_what_moved(
    state: TokenState, call: Call, action: Transfer, someone: Address
) -> None:
    """What Credit-Notices tell somebody is what that balance gained, for everybody but the payer.

    So the value in flight is always there: whoever is told of a credit has it.
    """
    step = transfer(state, call, action)
    gained = holds(step.state, someone) - holds(state, someone)
    is_payer = (someone == call.caller) & (call.caller != action.recipient)
    prove(gained == credited(step, someone) - ite(is_payer, action.quantity, 0), "told and moved")


@theorem("THM-TOK-7", clauses=("TOK-3", "TOK-4"), about=(transfer,))
def only_positive_quantities_have_an_effect(
    state: TokenState, call: Call, to: Address, kind: Kind, quantity: int, reference: Nat
) -> None:
    """A transfer of zero or of a negative number of units is refused, whatever anybody holds.

    On the wire there is no such number, and no fraction (TOK-3); the core does not rely on it.
    """
    action = Transfer(to, kind, Nat(quantity), reference)
    reason = rejection_of(transfer, state, call, action)
    prove(implies(quantity <= 0, reason == Reason.ZERO_AMOUNT), "nothing but a positive quantity")
    overdrawn = (quantity > 0) & (quantity > holds(state, call.caller))
    prove(implies(overdrawn, reason == Reason.INSUFFICIENT_BALANCE), "nothing that is not there")


@theorem("THM-TOK-11", clauses=("TOK-9", "TOK-10"), about=(take_back,), rejects=TRANSFER_REASONS)
def a_bounced_transfer_is_as_if_it_had_not_been(
    state: TokenState,
    call: Call,
    action: Transfer,
    back: Kind,
    anchor: Nat,
    someone: Address,
    claim: ClaimKey,
) -> None:
    """A transfer whose Credit-Notice comes back leaves every balance and claim as it was.

    If the one who says so is a wallet, the transfer stands.
    """
    assume(action.recipient != call.caller)
    assume(owed(state, (call.caller, action.recipient)) <= LARGEST)
    sent = transfer(state, call, action)
    bounced = Call(action.recipient, anchor, back)
    after = take_back(sent.state, bounced, sent.effects[1].input).state
    if back == Kind.WALLET:
        prove(holds(after, someone) == holds(sent.state, someone), "the transfer stands")
        return
    prove(holds(after, someone) == holds(state, someone), "every balance is as it was")
    prove(owed(after, claim) == owed(state, claim), "nothing is owed")


@theorem("THM-TOK-20", clauses=("TOK-6",), about=(transfer,), acceptance=True)
def a_funded_transfer_is_accepted(state: TokenState, call: Call, action: Transfer) -> None:
    """A transfer of a positive quantity that the caller holds is never refused."""
    assume((action.quantity > 0) & (holds(state, call.caller) >= action.quantity))
    step = transfer(state, call, action)
    prove(len(step.effects) >= 1, "accepted")


@theorem("THM-TOK-23", clauses=("TOK-10",), about=(take_back,), acceptance=True)
def what_is_still_held_comes_back(state: TokenState, call: Call, notice: CreditNotice) -> None:
    """A credit that its receiver, a process, still holds comes back whole; nothing new is owed."""
    assume(call.caller != notice.sender)
    assume(holds(state, call.caller) >= notice.quantity)
    key = (notice.sender, call.caller)
    assume(owed(state, key) <= LARGEST)
    after = take_back(state, call, notice).state
    gained = holds(after, notice.sender) - holds(state, notice.sender)
    due = ite(call.kind == Kind.PROCESS, notice.quantity, 0)
    prove(gained == due, "all of it comes back")
    prove(owed(after, key) == owed(state, key), "nothing new is owed")
