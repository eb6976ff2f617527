"""The bridge: units come in against locks that its authority has seen, and go back by burning."""

from __future__ import annotations

from dataclasses import replace

from hollowbeam.kernel.actor import Call, Kind
from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.transition import Step, implements
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam_contracts.ledger import credit_notice, debit_notice, receive, spend
from hollowbeam_contracts.notices import CreditNotice, DebitNotice
from hollowbeam_contracts.u_token.actions import Burn, Mint
from hollowbeam_contracts.u_token.invariants import is_within_limit
from hollowbeam_contracts.u_token.state import Release, TokenState


@implements("TOK-4", "TOK-13", "TOK-14", "TOK-15", "TOK-16", "TOK-17", "TOK-18")
def mint(state: TokenState, call: Call, action: Mint) -> Step[TokenState]:
    """Bring in units against a lock (TOK-17), and tell whoever has them (TOK-18).

    Rejects: NOT_AUTHORITY (TOK-13), ZERO_AMOUNT (TOK-4), LOCK_NOT_CONFIRMED (TOK-14),
    LOCK_MINTED (TOK-15), SUPPLY_LIMIT (TOK-16).
    """
    require(call.caller == state.authority, Reason.NOT_AUTHORITY)
    require(action.quantity > 0, Reason.ZERO_AMOUNT)
    require(call.anchor >= action.height + state.confirmations, Reason.LOCK_NOT_CONFIRMED)
    require(state.locks.get(action.lock) == 0, Reason.LOCK_MINTED)
    after = replace(
        receive(state, action.recipient, action.quantity),
        locks=state.locks.set(action.lock, action.quantity),
        minted=Nat(state.minted + action.quantity),
    )
    require(is_within_limit(after), Reason.SUPPLY_LIMIT)
    credit = CreditNotice(call.caller, call.kind, action.quantity, action.reference)
    return Step(after, (credit_notice(action.recipient, action.kind, credit),))


@implements("TOK-4", "TOK-5", "TOK-19", "TOK-20", "TOK-21")
def burn(state: TokenState, call: Call, action: Burn) -> Step[TokenState]:
    """Destroy units and record the release that they stand for (TOK-20); tell the caller (TOK-21).

    Rejects: ZERO_AMOUNT (TOK-4), INSUFFICIENT_BALANCE (TOK-5), NOT_LOCKED (TOK-19).
    """
    require(action.quantity > 0, Reason.ZERO_AMOUNT)
    rest = spend(state, call.caller, action.quantity)
    released = Nat(state.released + action.quantity)
    require(released <= state.minted, Reason.NOT_LOCKED)
    number = Nat(state.release_count + 1)
    release = Release(call.caller, action.recipient, action.quantity)
    after = replace(
        rest,
        releases=state.releases.set(number, release),
        released=released,
        release_count=number,
    )
    notice = DebitNotice(action.recipient, Kind.WALLET, action.quantity, action.reference)
    return Step(after, (debit_notice(call, notice),))
