"""Words that the theorems of a ledger share, whichever contract keeps it."""

from __future__ import annotations

from typing import Any

from hollowbeam.kernel.actor import Call, Emission
from hollowbeam.kernel.transition import Step
from hollowbeam.kernel.vocabulary import Address, Nat
from hollowbeam_contracts.ledger import ClaimKey, Ledger
from hollowbeam_contracts.notices import CREDIT_NOTICE, DEBIT_NOTICE, Transfer
from hollowbeam_models.theorem import both, ite


def holds(state: Ledger, who: Address) -> Nat:
    """Give the units of a holder."""
    return state.balances.get(who)


def owed(state: Ledger, key: ClaimKey) -> Nat:
    """Give what somebody is owed by somebody."""
    return state.claims.get(key)


def told(step: Step[Any], action: str, who: Address) -> Any:
    """Give the units of which the messages of a step tell somebody, by one kind of notice."""
    notices = [emission for emission in step.effects if emission.action == action]
    return sum(ite(each.target == who, each.input.quantity, 0) for each in notices)


def credited(step: Step[Any], who: Address) -> Any:
    """Give the units of which Credit-Notices tell somebody: value in flight."""
    return told(step, CREDIT_NOTICE, who)


def debited(step: Step[Any], who: Address) -> Any:
    """Give the units of which Debit-Notices tell somebody."""
    return told(step, DEBIT_NOTICE, who)


def is_debit(emissions: tuple[Emission, ...], call: Call, action: Transfer) -> Any:
    """Say that the first message is the Debit-Notice of a transfer."""
    if not emissions or emissions[0].action != DEBIT_NOTICE:
        return False
    emission, notice = emissions[0], emissions[0].input
    return both(
        emission.target == call.caller,
        emission.kind == call.kind,
        emission.expires == 0,
        notice.recipient == action.recipient,
        notice.kind == action.kind,
        notice.quantity == action.quantity,
        notice.reference == action.reference,
    )


def is_credit(emissions: tuple[Emission, ...], call: Call, action: Any) -> Any:
    """Say that the last message is the Credit-Notice of a transfer or of a mint."""
    if not emissions or emissions[-1].action != CREDIT_NOTICE:
        return False
    emission, notice = emissions[-1], emissions[-1].input
    return both(
        emission.target == action.recipient,
        emission.kind == action.kind,
        emission.expires == 0,
        notice.sender == call.caller,
        notice.kind == call.kind,
        notice.quantity == action.quantity,
        notice.reference == action.reference,
    )
