"""Disputes: a deposit is held, and the accused stake is not paid out meanwhile."""

from __future__ import annotations

from dataclasses import replace

from hollowbeam.kernel.actor import Call
from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.transition import Step, implements, select
from hollowbeam.kernel.vocabulary import ZERO, Nat
from hollowbeam_contracts.staking.actions import CloseDispute, OpenDispute
from hollowbeam_contracts.staking.stakes import credit, debit
from hollowbeam_contracts.staking.state import (
    BondKey,
    Dispute,
    DisputeStatus,
    Role,
    StakingState,
)
from hollowbeam_contracts.staking.weights import at_anchor


@implements("STK-22", "STK-37", "STK-38")
def open_dispute(state: StakingState, call: Call, action: OpenDispute) -> Step[StakingState]:
    """Challenge a holder in a role and hold the caller's deposit (STK-38).

    Rejects: STALE_ANCHOR, ROLE_NOT_SLASHABLE (STK-22), DISPUTE_EXISTS (STK-37),
    INSUFFICIENT_BALANCE (STK-7).
    """
    state = at_anchor(state, call)
    require(action.role != Role.PARTICIPANT, Reason.ROLE_NOT_SLASHABLE)
    known = state.disputes.get(action.dispute)
    require(known.status == DisputeStatus.NONE, Reason.DISPUTE_EXISTS)
    deposit = state.parameters.dispute_deposit
    state = debit(state, call.caller, deposit)
    dispute = Dispute(
        status=DisputeStatus.OPEN,
        challenger=call.caller,
        holder=action.holder,
        role=action.role,
        deposit=deposit,
        lapses_at=Nat(call.anchor + state.parameters.dispute_bound),
    )
    key: BondKey = (action.holder, action.role)
    named = Nat(state.open_disputes.get(key) + 1)
    return Step(
        replace(
            state,
            disputes=state.disputes.set(action.dispute, dispute),
            open_disputes=state.open_disputes.set(key, named),
        )
    )


@implements("STK-20", "STK-39", "STK-40", "STK-41")
def close_dispute(state: StakingState, call: Call, action: CloseDispute) -> Step[StakingState]:
    """End a dispute and pay its deposit to whom it belongs (STK-40).

    A challenger who was right has it back, one who was wrong pays the holder. After the dispute
    bound anyone may close it, and the deposit goes back (STK-41).

    Rejects: STALE_ANCHOR, UNKNOWN_DISPUTE (STK-39), NOT_ADJUDICATOR (STK-20).
    """
    state = at_anchor(state, call)
    dispute = state.disputes.get(action.dispute)
    require(dispute.status == DisputeStatus.OPEN, Reason.UNKNOWN_DISPUTE)
    lapsed = call.anchor > dispute.lapses_at
    may_close = lapsed | (call.caller == state.parameters.adjudicator)
    require(may_close, Reason.NOT_ADJUDICATOR)
    payee = select(lapsed | action.upheld, dispute.challenger, dispute.holder)
    closed = replace(dispute, status=DisputeStatus.CLOSED, deposit=ZERO)
    key: BondKey = (dispute.holder, dispute.role)
    named = Nat(state.open_disputes.get(key) - 1)
    state = replace(
        state,
        disputes=state.disputes.set(action.dispute, closed),
        open_disputes=state.open_disputes.set(key, named),
    )
    return Step(credit(state, payee, dispute.deposit))
