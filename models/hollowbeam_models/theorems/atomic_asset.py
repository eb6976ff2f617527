"""Theorems of an asset: its units move and none is made or lost; what it is never changes."""

from __future__ import annotations

from hollowbeam.kernel.actor import Call, Kind
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import Address, Nat
from hollowbeam_contracts.atomic_asset.invariants import claim_is_sound, supply_is_fixed
from hollowbeam_contracts.atomic_asset.state import AssetState
from hollowbeam_contracts.atomic_asset.units import endow, take_back, transfer
from hollowbeam_contracts.ledger import LARGEST, ClaimKey, supply
from hollowbeam_contracts.notices import CreditNotice, Transfer
from hollowbeam_models.ledger_claims import credited, holds, owed
from hollowbeam_models.theorem import assume, both, implies, ite, prove, rejection_of, theorem
from hollowbeam_models.theorems.ledger import (
    prove_a_bounce,
    prove_a_transfer,
    prove_nothing_moves_to_oneself,
)

TRANSFER_REASONS = (Reason.ZERO_AMOUNT, Reason.INSUFFICIENT_BALANCE)


@theorem(
    "THM-AST-1",
    clauses=("AST-5", "AST-6", "AST-7", "AST-8", "AST-9"),
    about=(transfer,),
    rejects=TRANSFER_REASONS,
)
def a_transfer_moves_exactly_its_quantity(
    state: AssetState, call: Call, action: Transfer, someone: Address, claim: ClaimKey
) -> None:
    """A transfer takes its quantity from the caller and gives it to the recipient, and tells both.

    No other balance changes and no claim; no units are made or lost.
    """
    step = transfer(state, call, action)
    prove_a_transfer(state, step, call, action, someone, claim)


@theorem("THM-AST-2", clauses=("AST-7",), about=(transfer,), rejects=TRANSFER_REASONS)
def a_transfer_to_oneself_changes_nothing(
    state: AssetState, call: Call, action: Transfer, someone: Address
) -> None:
    """A transfer to oneself leaves every balance as it is, and gives nobody a credit."""
    step = transfer(state, call, action)
    prove_nothing_moves_to_oneself(state, step, call, action, someone)


@theorem("THM-AST-3", clauses=("AST-10", "AST-11", "AST-12"), about=(take_back,), acceptance=True)
def a_bounce_moves_back_what_is_held_and_owes_the_rest(
    state: AssetState, call: Call, notice: CreditNotice, someone: Address, claim: ClaimKey
) -> None:
    """A bounced credit moves at most what its receiver holds, the rest is owed, none is lost.

    It is never refused and emits nothing; nobody but the receiver pays.
    """
    step = take_back(state, call, notice)
    prove_a_bounce(state, step, call, notice, someone, claim)


@theorem(
    "THM-AST-4",
    clauses=("AST-1", "INV-AST-1", "INV-AST-2"),
    about=(endow,),
    rejects=(Reason.BAD_PARAMETERS,),
)
def one_holder_has_all_units(
    state: AssetState, holder: Address, someone: Address, claim: ClaimKey
) -> None:
    """An asset that nobody holds yet goes to one holder whole; one without units is refused.

    Nobody is owed any.
    """
    assume((supply(state) == 0) & (owed(state, claim) == 0))
    after = endow(state, holder)
    prove(supply_is_fixed(after), "INV-AST-1")
    prove(holds(after, holder) == state.units, "the holder has all units")
    prove(implies(someone != holder, holds(after, someone) == 0), "nobody else has any")
    prove((owed(after, claim) == 0) & claim_is_sound(after, claim), "INV-AST-2")


@theorem("THM-AST-5", clauses=("AST-14",), about=(transfer, take_back), rejects=TRANSFER_REASONS)
def nothing_changes_what_an_asset_is(
    state: AssetState,
    call: Call,
    action: Transfer,
    notice: CreditNotice,
    bounces: bool,
    number: Nat,
) -> None:
    """No transfer and no bounce changes title, type, description, content, topics or supply."""
    if bounces:
        after = take_back(state, call, notice).state
    else:
        after = transfer(state, call, action).state
    described = both(
        after.title == state.title,
        after.type == state.type,
        after.description == state.description,
        after.content == state.content,
    )
    prove(described, "it is called the same")
    prove(after.topics.get(number) == state.topics.get(number), "its topics stay")
    counted = both(after.units == state.units, after.topic_count == state.topic_count)
    prove(counted, "there are as many units and topics")


@theorem("THM-AST-6", clauses=("AST-8", "AST-9"), about=(transfer,), rejects=TRANSFER_REASONS)
def credits_tell_of_what_moved(
    state: AssetState, call: Call, action: Transfer, someone: Address
) -> None:
    """What Credit-Notices tell somebody is what that balance gained, but for the giver."""
    step = transfer(state, call, action)
    gained = holds(step.state, someone) - holds(state, someone)
    is_giver = (someone == call.caller) & (call.caller != action.recipient)
    prove(gained == credited(step, someone) - ite(is_giver, action.quantity, 0), "told and moved")


@theorem("THM-AST-7", clauses=("AST-4", "AST-5"), about=(transfer,))
def only_positive_quantities_have_an_effect(
    state: AssetState, call: Call, to: Address, kind: Kind, quantity: int, reference: Nat
) -> None:
    """A transfer of zero or of a negative number of units is refused, whatever anybody holds.

    On the wire there is no such number, and no fraction (AST-4); the core does not rely on it.
    """
    action = Transfer(to, kind, Nat(quantity), reference)
    reason = rejection_of(transfer, state, call, action)
    prove(implies(quantity <= 0, reason == Reason.ZERO_AMOUNT), "nothing but a positive quantity")
    overdrawn = (quantity > 0) & (quantity > holds(state, call.caller))
    prove(implies(overdrawn, reason == Reason.INSUFFICIENT_BALANCE), "nothing that is not there")


@theorem(
    "THM-AST-8",
    clauses=("AST-6", "AST-10"),
    about=(transfer, take_back),
    rejects=TRANSFER_REASONS,
)
def a_balance_shrinks_by_its_holders_call_alone(
    state: AssetState,
    call: Call,
    action: Transfer,
    notice: CreditNotice,
    bounces: bool,
    someone: Address,
) -> None:
    """Whatever anybody else does, nobody's balance gets smaller."""
    assume(someone != call.caller)
    if bounces:
        after = take_back(state, call, notice).state
    else:
        after = transfer(state, call, action).state
    prove(holds(after, someone) >= holds(state, someone), "nobody is robbed")


@theorem(
    "THM-AST-9",
    clauses=("AST-7", "AST-10", "AST-11", "INV-AST-1", "INV-AST-2"),
    about=(transfer, take_back),
    rejects=TRANSFER_REASONS,
)
def moving_units_keeps_the_invariants(
    state: AssetState,
    call: Call,
    action: Transfer,
    notice: CreditNotice,
    bounces: bool,
    claim: ClaimKey,
) -> None:
    """Every transfer and every bounce keeps the invariants."""
    assume(supply_is_fixed(state) & claim_is_sound(state, claim))
    if bounces:
        after = take_back(state, call, notice).state
    else:
        after = transfer(state, call, action).state
    prove(supply_is_fixed(after), "INV-AST-1")
    prove(claim_is_sound(after, claim), "INV-AST-2")


@theorem("THM-AST-10", clauses=("AST-10",), about=(take_back,), acceptance=True)
def what_is_still_held_comes_back(state: AssetState, call: Call, notice: CreditNotice) -> None:
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


@theorem("THM-AST-11", clauses=("AST-9", "AST-10"), about=(take_back,), rejects=TRANSFER_REASONS)
def a_bounced_transfer_is_as_if_it_had_not_been(
    state: AssetState,
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


@theorem("THM-AST-12", clauses=("AST-7",), about=(transfer,), acceptance=True)
def what_is_held_can_be_given(state: AssetState, call: Call, action: Transfer) -> None:
    """A transfer of a positive quantity that the caller holds is never refused."""
    assume((action.quantity > 0) & (holds(state, call.caller) >= action.quantity))
    step = transfer(state, call, action)
    prove(len(step.effects) >= 1, "accepted")
