"""What is proved of every ledger, whichever contract keeps it: one body for all their theorems."""

from __future__ import annotations

from typing import Any

from hollowbeam.kernel.actor import Call, Kind
from hollowbeam.kernel.transition import Step
from hollowbeam.kernel.vocabulary import Address
from hollowbeam_contracts.ledger import LARGEST, ClaimKey, Ledger, supply
from hollowbeam_contracts.notices import CreditNotice, Transfer
from hollowbeam_models.ledger_claims import credited, holds, is_credit, is_debit, owed
from hollowbeam_models.theorem import implies, ite, prove


def prove_a_transfer(
    state: Ledger,
    step: Step[Any],
    call: Call,
    action: Transfer,
    someone: Address,
    claim: ClaimKey,
) -> None:
    """Prove that a transfer took effect as its caller asked, on two balances and nothing else."""
    after = step.state
    prove(supply(after) == supply(state), "conserved")
    prove(action.quantity > 0, "the quantity is positive")
    prove(holds(state, call.caller) >= action.quantity, "the caller had it")
    prove(owed(after, claim) == owed(state, claim), "no claim changes")
    prove(is_debit(step.effects, call, action), "whoever asked is told")
    if call.caller == action.recipient:
        prove(len(step.effects) == 1, "nobody else is told")
        return
    gained = holds(after, action.recipient) - holds(state, action.recipient)
    prove(gained == action.quantity, "the recipient has the quantity")
    given = holds(state, call.caller) - holds(after, call.caller)
    prove(given == action.quantity, "the caller gives the quantity")
    if someone != call.caller and someone != action.recipient:
        prove(holds(after, someone) == holds(state, someone), "nobody else is touched")
    prove(len(step.effects) == 2, "two are told")
    prove(is_credit(step.effects, call, action), "the recipient is told")


def prove_nothing_moves_to_oneself(
    state: Ledger, step: Step[Any], call: Call, action: Transfer, someone: Address
) -> None:
    """Prove that a transfer, if it is to oneself, moved nothing and told of no credit."""
    to_oneself = action.recipient == call.caller
    same = holds(step.state, someone) == holds(state, someone)
    prove(implies(to_oneself, same), "no balance changes")
    prove(implies(to_oneself, credited(step, someone) == 0), "no credit is told of")


def prove_a_bounce(
    state: Ledger,
    step: Step[Any],
    call: Call,
    notice: CreditNotice,
    someone: Address,
    claim: ClaimKey,
) -> None:
    """Prove that a bounced credit moved what its receiver held of it and that the rest is owed."""
    after = step.state
    prove(supply(after) == supply(state), "conserved")
    prove(step.effects == (), "nobody is told")
    if call.kind == Kind.WALLET:
        prove(holds(after, someone) == holds(state, someone), "a wallet moves nothing")
        prove(owed(after, claim) == owed(state, claim), "a wallet owes nothing")
        return
    held = holds(state, call.caller)
    returned = ite(held < notice.quantity, held, notice.quantity)
    key = (notice.sender, call.caller)
    due = owed(state, key) + notice.quantity - returned
    prove(owed(after, key) == ite(due > LARGEST, LARGEST, due), "the rest is owed")
    if claim != key:
        prove(owed(after, claim) == owed(state, claim), "nobody else is owed or owes more")
    if notice.sender == call.caller:
        prove(holds(after, someone) == holds(state, someone), "to oneself nothing moves")
        return
    prove(holds(after, call.caller) == held - returned, "the receiver pays what it holds of it")
    gained = holds(after, notice.sender) - holds(state, notice.sender)
    prove(gained == returned, "the sender has it back")
    if someone != call.caller and someone != notice.sender:
        prove(holds(after, someone) == holds(state, someone), "nobody else is touched")
