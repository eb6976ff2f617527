"""Theorems: how a fault is recorded, and which stake it is counted on."""

from __future__ import annotations

from hollowbeam.kernel.actor import Call
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import BASIS_POINTS, Nat
from hollowbeam_contracts.staking.actions import Slash, Unstake
from hollowbeam_contracts.staking.invariants import fault_is_sound, rate_is_sound
from hollowbeam_contracts.staking.slashing import rate_of, record_of, slash
from hollowbeam_contracts.staking.stakes import unstake
from hollowbeam_contracts.staking.state import (
    Bond,
    FaultKey,
    FaultKind,
    FaultStatus,
    Parameters,
    StakingState,
)
from hollowbeam_models.theorem import assume, implies, prove, rejection_of, theorem
from hollowbeam_models.theorems.staking.measures import bond_of, fault_of, is_sound
from hollowbeam_models.theorems.staking.slashing import SLASH_REASONS


@theorem(
    "THM-STK-27",
    clauses=("STK-23", "STK-24", "STK-27"),
    about=(record_of,),
    rejects=(Reason.NOTHING_AT_RISK,),
)
def only_a_later_deed_is_counted_anew(
    state: StakingState, fault: FaultKey, bond: Bond, action: Slash
) -> None:
    """A fault that was slashed before is counted on new stake only if it was committed again.

    Whether its reward was settled makes no difference, so no settled fault is a licence.
    """
    before = state.faults.get(fault)
    after = record_of(state, fault, bond, action)
    present = bond.stake + bond.leaving
    if before.status == FaultStatus.NONE:
        prove((after.at_risk == present) & (present > 0), "a first proof counts on all there is")
        prove((after.taken == 0) & (after.reward == 0), "nothing was taken before")
        prove(after.status == FaultStatus.OPEN, "the fault is open")
        prove(after.height == action.height, "its height is the first")
        prove(after.sealed == state.commitment_count, "later commitments come too late")
        window = state.parameters.evidence_window
        prove(after.closes_at == action.height + window, "claims are open for the window")
        return
    if action.height > before.height:
        prove(after.at_risk >= before.taken + present, "a later deed counts on all there is")
        prove(after.at_risk >= before.at_risk, "and on no less than before")
        grown = after.at_risk != before.at_risk
        prove(implies(grown, after.at_risk == before.taken + present), "and on no more")
        prove(after.height == action.height, "the later height is kept")
    else:
        prove(after.at_risk == before.at_risk, "the same deed counts on the same stake")
        prove(after.height == before.height, "the latest height stays")
    prove((after.taken == before.taken) & (after.reward == before.reward), "what it took stays")
    prove(after.status == before.status, "a settled fault stays settled")
    same = (after.sealed == before.sealed) & (after.closes_at == before.closes_at)
    prove(same, "the claims close when they did")


@theorem("THM-STK-28", clauses=("STK-24",), about=(rate_of,), acceptance=True)
def each_kind_of_fault_has_its_own_rate(parameters: Parameters, kind: FaultKind) -> None:
    """The rate of a fault is the parameter of its kind; none is free or above all."""
    rate = rate_of(parameters, kind)
    own = (
        implies(kind == FaultKind.EQUIVOCATION, rate == parameters.rate_equivocation)
        & implies(kind == FaultKind.INVALID_ASSIGNMENT, rate == parameters.rate_invalid_assignment)
        & implies(kind == FaultKind.WRONG_RESULT, rate == parameters.rate_wrong_result)
        & implies(kind == FaultKind.OMISSION, rate == parameters.rate_omission)
    )
    prove(own, "each kind has its own rate")
    assume(rate_is_sound(parameters.rate_equivocation) & rate_is_sound(parameters.rate_omission))
    assume(rate_is_sound(parameters.rate_invalid_assignment))
    assume(rate_is_sound(parameters.rate_wrong_result))
    prove((rate >= 1) & (rate <= BASIS_POINTS), "between one unit and all")


@theorem("THM-STK-33", clauses=("STK-11", "STK-23"), about=(unstake,))
def unstaking_first_makes_no_slash_fail(
    state: StakingState, call: Call, amount: Nat, judge: Call, action: Slash
) -> None:
    """Whether the offender unstakes before or not, the same slash is admitted, or refused alike."""
    assume(is_sound(state))
    assume(fault_is_sound(state, fault_of(action)))
    assume(call.caller == action.offender)
    assume((state.anchor <= call.anchor) & (call.anchor <= judge.anchor))
    assume((amount > 0) & (state.bonds.get(bond_of(action)).stake >= amount))
    left = unstake(state, call, Unstake(action.role, amount)).state
    stayed = rejection_of(slash, state, judge, action)
    dodged = rejection_of(slash, left, judge, action)
    prove((stayed is None) == (dodged is None), "admitted alike")
    prove(stayed == dodged, "for the same reason")


@theorem("THM-STK-34", clauses=("STK-26",), about=(slash,), rejects=SLASH_REASONS)
def the_same_proof_again_is_refused(
    state: StakingState, call: Call, later: Call, action: Slash
) -> None:
    """A slash that was accepted is refused when the same proof is brought at once again."""
    assume(is_sound(state))
    assume(fault_is_sound(state, fault_of(action)))
    after = slash(state, call, action).state
    refused = rejection_of(slash, after, later, action) is not None
    prove(refused, "refused")
