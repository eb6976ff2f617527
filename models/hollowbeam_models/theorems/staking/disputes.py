"""Theorems: a dispute holds its deposit and the accused stake, and lets go of both."""

from __future__ import annotations

from hollowbeam.kernel.actor import Call
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import Address
from hollowbeam_contracts.staking.actions import CloseDispute, OpenDispute, Withdraw
from hollowbeam_contracts.staking.disputes import close_dispute, open_dispute
from hollowbeam_contracts.staking.invariants import (
    dispute_is_sound,
    disputes_are_counted,
    supply,
)
from hollowbeam_contracts.staking.stakes import withdraw
from hollowbeam_contracts.staking.state import BondKey, DisputeStatus, Role, StakingState
from hollowbeam_models.theorem import assume, implies, prove, theorem
from hollowbeam_models.theorems.staking.measures import is_sound, liquid


@theorem(
    "THM-STK-40",
    clauses=("STK-22", "STK-37", "STK-38"),
    about=(open_dispute,),
    rejects=(
        Reason.STALE_ANCHOR,
        Reason.ROLE_NOT_SLASHABLE,
        Reason.DISPUTE_EXISTS,
        Reason.INSUFFICIENT_BALANCE,
    ),
)
def a_dispute_holds_its_deposit(
    state: StakingState, call: Call, action: OpenDispute, named: BondKey
) -> None:
    """Opening a dispute holds the challenger's deposit and counts it against the holder."""
    assume(is_sound(state))
    assume(disputes_are_counted(state, named) & dispute_is_sound(state, action.dispute))
    after = open_dispute(state, call, action).state
    dispute = after.disputes.get(action.dispute)
    deposit = state.parameters.dispute_deposit
    prove(supply(after) == supply(state), "conserved")
    prove(dispute.deposit == deposit, "the deposit is held")
    paid = liquid(state, call.caller) - liquid(after, call.caller)
    prove(paid == deposit, "the challenger pays it")
    prove(dispute.challenger == call.caller, "the caller is the challenger")
    prove(disputes_are_counted(after, named), "open disputes are counted")
    prove(action.role != Role.PARTICIPANT, "no participant is accused")
    bound = state.parameters.dispute_bound
    prove(dispute.lapses_at == call.anchor + bound, "it lapses after the bound")
    prove(state.disputes.get(action.dispute).status == DisputeStatus.NONE, "ids are used once")


@theorem(
    "THM-STK-41",
    clauses=("STK-20", "STK-39", "STK-40", "STK-41"),
    about=(close_dispute,),
    rejects=(Reason.STALE_ANCHOR, Reason.UNKNOWN_DISPUTE, Reason.NOT_ADJUDICATOR),
)
def a_dispute_pays_who_was_right(
    state: StakingState, call: Call, action: CloseDispute, named: BondKey, someone: Address
) -> None:
    """Closing pays the deposit to the challenger if upheld or lapsed, else to the holder, once."""
    assume(is_sound(state))
    before = state.disputes.get(action.dispute)
    assume(disputes_are_counted(state, (before.holder, before.role)))
    assume(disputes_are_counted(state, named))
    after = close_dispute(state, call, action).state
    prove(supply(after) == supply(state), "conserved")
    prove(before.status == DisputeStatus.OPEN, "only an open dispute closes")
    prove(after.disputes.get(action.dispute).status == DisputeStatus.CLOSED, "once")
    prove(disputes_are_counted(after, named), "open disputes are counted")
    lapsed = call.anchor > before.lapses_at
    judged = call.caller == state.parameters.adjudicator
    prove(lapsed | judged, "the adjudicator closes, or anyone once it lapsed")
    back = lapsed | action.upheld
    gained = liquid(after, someone) - liquid(state, someone)
    if back:
        expected = someone == before.challenger
    else:
        expected = someone == before.holder
    prove(implies(expected, gained == before.deposit), "the deposit goes where it belongs")
    prove(expected | (gained == 0), "and nowhere else")


@theorem(
    "THM-STK-42",
    clauses=("STK-15", "STK-38"),
    about=(open_dispute, withdraw),
    rejects=(
        Reason.STALE_ANCHOR,
        Reason.ROLE_NOT_SLASHABLE,
        Reason.DISPUTE_EXISTS,
        Reason.INSUFFICIENT_BALANCE,
        Reason.NOTHING_TO_WITHDRAW,
        Reason.NOT_READY,
        Reason.DISPUTED,
    ),
)
def what_is_disputed_is_not_paid_out(
    state: StakingState, call: Call, action: OpenDispute, take: Call, other: Withdraw
) -> None:
    """While a dispute names a holder in a role, that stake is not paid out."""
    assume(is_sound(state))
    disputed = open_dispute(state, call, action).state
    withdraw(disputed, take, other)
    same = (take.caller == action.holder) & (other.role == action.role)
    prove(implies(same, False), "only other stake is paid out")
