"""Theorems of acceptance: what is valid is never refused, so no contract of stone passes."""

from __future__ import annotations

from hollowbeam.kernel.actor import Call
from hollowbeam.kernel.arithmetic import pro_rata
from hollowbeam_contracts.staking.actions import (
    CloseDispute,
    Commit,
    Mint,
    OpenDispute,
    Settle,
    Slash,
    Stake,
    Transfer,
    Unstake,
    Withdraw,
)
from hollowbeam_contracts.staking.disputes import close_dispute, open_dispute
from hollowbeam_contracts.staking.emission import mint
from hollowbeam_contracts.staking.invariants import (
    disputes_are_counted,
    epoch_weight_covers,
)
from hollowbeam_contracts.staking.slashing import commit, settle, slash
from hollowbeam_contracts.staking.stakes import stake, transfer, unstake, withdraw
from hollowbeam_contracts.staking.state import (
    DisputeStatus,
    FaultStatus,
    Role,
    StakingState,
)
from hollowbeam_contracts.staking.weights import at_anchor, weight_in_epoch
from hollowbeam_models.theorem import assume, ite, prove, theorem
from hollowbeam_models.theorems.staking.measures import at_risk, bond_of, fault_of, is_sound, liquid


def in_time(state: StakingState, call: Call) -> bool:
    """The state is sound and the anchor does not go back."""
    return is_sound(state) & (call.anchor >= state.anchor)


@theorem("THM-STK-50", clauses=("STK-8",), about=(transfer,), acceptance=True)
def a_funded_transfer_is_accepted(state: StakingState, call: Call, action: Transfer) -> None:
    """A transfer of a positive amount that the caller has is never refused."""
    assume(in_time(state, call))
    assume((action.amount > 0) & (liquid(state, call.caller) >= action.amount))
    after = transfer(state, call, action).state
    prove(after.anchor == call.anchor, "accepted")


@theorem("THM-STK-51", clauses=("STK-9",), about=(stake,), acceptance=True)
def a_funded_stake_is_accepted(state: StakingState, call: Call, action: Stake) -> None:
    """A stake of a positive amount that the caller has is never refused, in any role."""
    assume(in_time(state, call))
    assume((action.amount > 0) & (liquid(state, call.caller) >= action.amount))
    after = stake(state, call, action).state
    prove(after.anchor == call.anchor, "accepted")


@theorem("THM-STK-52", clauses=("STK-11",), about=(unstake,), acceptance=True)
def staked_may_always_leave(state: StakingState, call: Call, action: Unstake) -> None:
    """Unstaking a positive amount that is staked is never refused."""
    assume(in_time(state, call))
    staked = state.bonds.get((call.caller, action.role)).stake
    assume((action.amount > 0) & (staked >= action.amount))
    after = unstake(state, call, action).state
    prove(after.anchor == call.anchor, "accepted")


@theorem("THM-STK-53", clauses=("STK-16",), about=(withdraw,), acceptance=True)
def what_is_ready_is_paid(state: StakingState, call: Call, action: Withdraw) -> None:
    """Leaving stake that is ready and undisputed is always paid out."""
    assume(in_time(state, call))
    key = (call.caller, action.role)
    bond = state.bonds.get(key)
    assume((bond.leaving > 0) & (bond.ready_at <= call.anchor))
    assume(state.open_disputes.get(key) == 0)
    after = withdraw(state, call, action).state
    prove(liquid(after, call.caller) > liquid(state, call.caller), "accepted")


@theorem("THM-STK-54", clauses=("STK-19",), about=(commit,), acceptance=True)
def a_new_commitment_is_accepted(state: StakingState, call: Call, action: Commit) -> None:
    """A commitment that was not recorded before is always recorded."""
    assume(in_time(state, call))
    assume(state.commitments.get(action.commitment) == 0)
    after = commit(state, call, action).state
    prove(after.commitments.get(action.commitment) > 0, "accepted")


@theorem("THM-STK-55", clauses=("STK-24",), about=(slash,), acceptance=True)
def a_fault_in_time_is_slashed(state: StakingState, call: Call, action: Slash) -> None:
    """An adjudicated fault within the window, of a holder with stake at risk, is always slashed.

    An open dispute makes the window longer by the dispute bound.
    """
    assume(in_time(state, call))
    parameters = state.parameters
    assume((call.caller == parameters.adjudicator) & (action.role != Role.PARTICIPANT))
    assume(action.height <= call.anchor)
    disputed = state.open_disputes.get(bond_of(action)) > 0
    more = ite(disputed, parameters.dispute_bound, 0)
    assume(call.anchor <= action.height + parameters.evidence_window + more)
    assume(at_risk(state, bond_of(action)) > 0)
    assume(state.faults.get(fault_of(action)).status == FaultStatus.NONE)
    after = slash(state, call, action).state
    prove(after.faults.get(fault_of(action)).taken > 0, "accepted")


@theorem("THM-STK-56", clauses=("STK-32",), about=(settle,), acceptance=True)
def a_waiting_reward_is_settled(state: StakingState, call: Call, action: Settle) -> None:
    """A waiting reward is always settled once its window is over."""
    assume(in_time(state, call))
    record = state.faults.get(fault_of(action))
    assume((record.status == FaultStatus.OPEN) & (call.anchor > record.closes_at))
    after = settle(state, call, action).state
    prove(after.faults.get(fault_of(action)).status == FaultStatus.SETTLED, "accepted")


@theorem("THM-STK-57", clauses=("STK-35",), about=(mint,), acceptance=True)
def a_weight_holder_may_mint(state: StakingState, call: Call, action: Mint) -> None:
    """Who has weight and a share of one unit or more, and did not mint yet, may mint."""
    assume(in_time(state, call))
    now = at_anchor(state, call)
    assume(epoch_weight_covers(now))
    key = (call.caller, action.role)
    weight = weight_in_epoch(now, key)
    assume(weight > 0)
    assume(state.bonds.get(key).minted != now.epoch + 1)
    assume(pro_rata(state.parameters.emission, weight, now.epoch_weight) >= 1)
    assume(state.issued + state.minted < state.parameters.cap)
    after = mint(now, call, action).state
    prove(after.minted > state.minted, "accepted")


@theorem("THM-STK-58", clauses=("STK-38",), about=(open_dispute,), acceptance=True)
def a_funded_dispute_is_opened(state: StakingState, call: Call, action: OpenDispute) -> None:
    """A dispute with a new id and a funded deposit is always opened."""
    assume(in_time(state, call))
    assume(action.role != Role.PARTICIPANT)
    assume(state.disputes.get(action.dispute).status == DisputeStatus.NONE)
    assume(liquid(state, call.caller) >= state.parameters.dispute_deposit)
    after = open_dispute(state, call, action).state
    prove(after.disputes.get(action.dispute).status == DisputeStatus.OPEN, "accepted")


@theorem("THM-STK-59", clauses=("STK-40", "STK-41"), about=(close_dispute,), acceptance=True)
def an_open_dispute_can_be_closed(state: StakingState, call: Call, action: CloseDispute) -> None:
    """The adjudicator can always close an open dispute, and anyone can once it lapsed."""
    assume(in_time(state, call))
    dispute = state.disputes.get(action.dispute)
    assume(dispute.status == DisputeStatus.OPEN)
    assume(disputes_are_counted(state, (dispute.holder, dispute.role)))
    judged = call.caller == state.parameters.adjudicator
    assume(judged | (call.anchor > dispute.lapses_at))
    after = close_dispute(state, call, action).state
    prove(after.disputes.get(action.dispute).status == DisputeStatus.CLOSED, "accepted")
