"""Theorems: the invariants hold at genesis, and every action keeps all of them.

Together they are an induction: each theorem starts in any state in which the invariants hold.
"""

from __future__ import annotations

from dataclasses import dataclass

from hollowbeam.kernel.actor import Call
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam_contracts.staking.actions import (
    Allocation,
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
from hollowbeam_contracts.staking.contract import allocate, empty
from hollowbeam_contracts.staking.disputes import close_dispute, open_dispute
from hollowbeam_contracts.staking.emission import mint
from hollowbeam_contracts.staking.invariants import (
    active_weight_is_total,
    bond_is_accountable,
    clock_is_sound,
    conserves,
    dispute_is_sound,
    disputes_are_counted,
    epoch_weight_covers,
    fault_is_sound,
    is_within_cap,
    leaving_outlasts_weight,
    parameters_are_sound,
)
from hollowbeam_contracts.staking.slashing import commit, settle, slash
from hollowbeam_contracts.staking.stakes import stake, transfer, unstake, withdraw
from hollowbeam_contracts.staking.state import (
    Bond,
    BondKey,
    DisputeId,
    FaultKey,
    Parameters,
    StakingState,
)
from hollowbeam_contracts.staking.weights import at_anchor, weighing_in, weight_of
from hollowbeam_models.theorem import assume, every, prove, prove_dominated, theorem
from hollowbeam_models.theorems.staking.slashing import SLASH_REASONS

INVARIANTS = (
    "INV-STK-0",
    "INV-STK-1",
    "INV-STK-2",
    "INV-STK-3",
    "INV-STK-4",
    "INV-STK-5",
    "INV-STK-6",
    "INV-STK-7",
    "INV-STK-8",
    "INV-STK-9",
    "INV-STK-10",
)


@dataclass(frozen=True, slots=True)
class Arbitrary:
    """Any bond, fault and dispute: what is proved of them is proved of all."""

    holder: BondKey
    fault: FaultKey
    dispute: DisputeId


def assume_invariants(state: StakingState, some: Arbitrary) -> None:
    """Start in any state in which the invariants hold."""
    assume(parameters_are_sound(state.parameters))
    assume(conserves(state))
    assume(every(state.bonds, lambda key, _: bond_is_accountable(state, key)))
    assume(is_within_cap(state))
    assume(active_weight_is_total(state))
    assume(epoch_weight_covers(state))
    assume(clock_is_sound(state))
    assume(every(state.faults, lambda key, _: fault_is_sound(state, key)))
    assume(disputes_are_counted(state, some.holder))
    assume(every(state.bonds, lambda key, _: leaving_outlasts_weight(state, key)))
    assume(every(state.disputes, lambda key, _: dispute_is_sound(state, key)))


def prove_invariants(state: StakingState, some: Arbitrary) -> None:
    """Show that they hold in another."""
    prove(parameters_are_sound(state.parameters), "INV-STK-0")
    prove(conserves(state), "INV-STK-1")
    prove(bond_is_accountable(state, some.holder), "INV-STK-2")
    prove(is_within_cap(state), "INV-STK-3")
    prove(active_weight_is_total(state), "INV-STK-4")
    prove(epoch_weight_covers(state), "INV-STK-5")
    prove(clock_is_sound(state), "INV-STK-6")
    prove(fault_is_sound(state, some.fault), "INV-STK-7")
    prove(disputes_are_counted(state, some.holder), "INV-STK-8")
    prove(leaving_outlasts_weight(state, some.holder), "INV-STK-9")
    prove(dispute_is_sound(state, some.dispute), "INV-STK-10")


def move_the_clock(state: StakingState, call: Call) -> None:
    """Show that the epoch's weight covers all weights after the clock moved to the call's anchor.

    In a later epoch every bond weighs what its present stake weighs, so the weights of the new
    epoch add up to the active weight, which its epoch weight is.
    """
    parameters = state.parameters
    now = at_anchor(state, call)

    def weight_now(key: BondKey, bond: Bond) -> Nat:
        return weight_of(parameters, key[1], weighing_in(bond, now.epoch))

    def weight_before(key: BondKey, bond: Bond) -> Nat:
        return weight_of(parameters, key[1], weighing_in(bond, state.epoch))

    def present_weight(key: BondKey, bond: Bond) -> Nat:
        return weight_of(parameters, key[1], bond.stake)

    if now.epoch == state.epoch:
        prove_dominated(state.bonds, weight_now, weight_before, "within an epoch weights stay")
    else:
        prove(now.epoch > state.epoch, "epochs only move forward")
        prove_dominated(state.bonds, weight_now, present_weight, "a new epoch weighs what there is")
    prove(epoch_weight_covers(now), "the epoch's weight covers all when it begins")


@theorem(
    "THM-STK-60",
    clauses=INVARIANTS,
    about=(empty, parameters_are_sound),
    rejects=(Reason.BAD_PARAMETERS,),
)
def the_empty_state_has_the_invariants(parameters: Parameters, some: Arbitrary) -> None:
    """All invariants hold where nobody holds anything yet."""
    prove_invariants(empty(parameters), some)


@theorem("THM-STK-61", clauses=INVARIANTS, about=(allocate,), rejects=(Reason.BAD_PARAMETERS,))
def an_allocation_keeps_the_invariants(
    state: StakingState, allocation: Allocation, some: Arbitrary
) -> None:
    """All invariants survive each allocation of the genesis."""
    assume_invariants(state, some)
    prove_invariants(allocate(state, allocation), some)


@theorem(
    "THM-STK-62",
    clauses=INVARIANTS,
    about=(transfer,),
    rejects=(Reason.STALE_ANCHOR, Reason.ZERO_AMOUNT, Reason.INSUFFICIENT_BALANCE),
)
def a_transfer_keeps_the_invariants(
    state: StakingState, call: Call, action: Transfer, some: Arbitrary
) -> None:
    """All invariants survive a transfer."""
    assume_invariants(state, some)
    move_the_clock(state, call)
    prove_invariants(transfer(state, call, action).state, some)


@theorem(
    "THM-STK-63",
    clauses=INVARIANTS,
    about=(stake,),
    rejects=(Reason.STALE_ANCHOR, Reason.ZERO_AMOUNT, Reason.INSUFFICIENT_BALANCE),
)
def a_stake_keeps_the_invariants(
    state: StakingState, call: Call, action: Stake, some: Arbitrary
) -> None:
    """All invariants survive a stake."""
    assume_invariants(state, some)
    move_the_clock(state, call)
    prove_invariants(stake(state, call, action).state, some)


@theorem(
    "THM-STK-64",
    clauses=INVARIANTS,
    about=(unstake,),
    rejects=(Reason.STALE_ANCHOR, Reason.ZERO_AMOUNT, Reason.INSUFFICIENT_STAKE),
)
def an_unstake_keeps_the_invariants(
    state: StakingState, call: Call, action: Unstake, some: Arbitrary
) -> None:
    """All invariants survive an unstake."""
    assume_invariants(state, some)
    move_the_clock(state, call)
    prove_invariants(unstake(state, call, action).state, some)


@theorem(
    "THM-STK-65",
    clauses=INVARIANTS,
    about=(withdraw,),
    rejects=(
        Reason.STALE_ANCHOR,
        Reason.NOTHING_TO_WITHDRAW,
        Reason.NOT_READY,
        Reason.DISPUTED,
    ),
)
def a_withdrawal_keeps_the_invariants(
    state: StakingState, call: Call, action: Withdraw, some: Arbitrary
) -> None:
    """All invariants survive a withdrawal."""
    assume_invariants(state, some)
    move_the_clock(state, call)
    prove_invariants(withdraw(state, call, action).state, some)


@theorem(
    "THM-STK-66",
    clauses=INVARIANTS,
    about=(commit,),
    rejects=(Reason.STALE_ANCHOR, Reason.DUPLICATE_COMMITMENT),
)
def a_commitment_keeps_the_invariants(
    state: StakingState, call: Call, action: Commit, some: Arbitrary
) -> None:
    """All invariants survive a commitment."""
    assume_invariants(state, some)
    move_the_clock(state, call)
    prove_invariants(commit(state, call, action).state, some)


@theorem("THM-STK-67", clauses=INVARIANTS, about=(slash,), rejects=SLASH_REASONS)
def a_slash_keeps_the_invariants(
    state: StakingState, call: Call, action: Slash, some: Arbitrary
) -> None:
    """All invariants survive a slash."""
    assume_invariants(state, some)
    move_the_clock(state, call)
    prove_invariants(slash(state, call, action).state, some)


@theorem(
    "THM-STK-68",
    clauses=INVARIANTS,
    about=(settle,),
    rejects=(Reason.STALE_ANCHOR, Reason.UNKNOWN_FAULT, Reason.CLAIMS_OPEN),
)
def settling_keeps_the_invariants(
    state: StakingState, call: Call, action: Settle, some: Arbitrary
) -> None:
    """All invariants survive the settling of a reward."""
    assume_invariants(state, some)
    move_the_clock(state, call)
    prove_invariants(settle(state, call, action).state, some)


@theorem(
    "THM-STK-69",
    clauses=INVARIANTS,
    about=(mint,),
    rejects=(Reason.STALE_ANCHOR, Reason.NO_WEIGHT, Reason.ALREADY_MINTED, Reason.NOTHING_TO_MINT),
)
def a_mint_keeps_the_invariants(
    state: StakingState, call: Call, action: Mint, some: Arbitrary
) -> None:
    """All invariants survive a mint."""
    assume_invariants(state, some)
    move_the_clock(state, call)
    prove_invariants(mint(state, call, action).state, some)


@theorem(
    "THM-STK-70",
    clauses=INVARIANTS,
    about=(open_dispute,),
    rejects=(
        Reason.STALE_ANCHOR,
        Reason.ROLE_NOT_SLASHABLE,
        Reason.DISPUTE_EXISTS,
        Reason.INSUFFICIENT_BALANCE,
    ),
)
def a_new_dispute_keeps_the_invariants(
    state: StakingState, call: Call, action: OpenDispute, some: Arbitrary
) -> None:
    """All invariants survive the opening of a dispute."""
    assume_invariants(state, some)
    move_the_clock(state, call)
    prove_invariants(open_dispute(state, call, action).state, some)


@theorem(
    "THM-STK-71",
    clauses=INVARIANTS,
    about=(close_dispute,),
    rejects=(Reason.STALE_ANCHOR, Reason.UNKNOWN_DISPUTE, Reason.NOT_ADJUDICATOR),
)
def the_end_of_a_dispute_keeps_the_invariants(
    state: StakingState, call: Call, action: CloseDispute, some: Arbitrary
) -> None:
    """All invariants survive the closing of a dispute."""
    assume_invariants(state, some)
    dispute = state.disputes.get(action.dispute)
    assume(disputes_are_counted(state, (dispute.holder, dispute.role)))
    move_the_clock(state, call)
    prove_invariants(close_dispute(state, call, action).state, some)
