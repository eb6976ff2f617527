"""Theorems: HyperCoin moves between addresses and roles, and none is made or lost."""

from __future__ import annotations

from hollowbeam.kernel.actor import Call
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import Address
from hollowbeam_contracts.staking.actions import (
    Allocation,
    Stake,
    Transfer,
    Unstake,
    Withdraw,
)
from hollowbeam_contracts.staking.contract import allocate, empty
from hollowbeam_contracts.staking.invariants import (
    conserves,
    is_within_cap,
    parameters_are_sound,
    rate_is_sound,
    supply,
)
from hollowbeam_contracts.staking.stakes import ready_height, stake, transfer, unstake, withdraw
from hollowbeam_contracts.staking.state import BondKey, Parameters, Role, StakingState
from hollowbeam_contracts.staking.weights import at_anchor
from hollowbeam_models.theorem import assume, both, implies, negate, prove, rejection_of, theorem
from hollowbeam_models.theorems.staking.measures import at_risk, is_sound, liquid


@theorem(
    "THM-STK-1",
    clauses=("STK-6", "STK-7", "STK-8"),
    about=(transfer,),
    rejects=(Reason.STALE_ANCHOR, Reason.ZERO_AMOUNT, Reason.INSUFFICIENT_BALANCE),
)
def a_transfer_moves_exactly_its_amount(
    state: StakingState, call: Call, action: Transfer, someone: Address
) -> None:
    """A transfer takes its amount from the caller and gives it to the recipient, and no one else.

    To oneself it changes nothing.
    """
    assume(is_sound(state))
    after = transfer(state, call, action).state
    prove(supply(after) == supply(state), "conserved")
    prove(action.amount > 0, "the amount is positive")
    prove(liquid(state, call.caller) >= action.amount, "the caller could pay")
    if call.caller == action.recipient:
        prove(liquid(after, someone) == liquid(state, someone), "to oneself nothing changes")
        return
    gained = liquid(after, action.recipient) - liquid(state, action.recipient)
    prove(gained == action.amount, "the recipient has the amount")
    paid = liquid(state, call.caller) - liquid(after, call.caller)
    prove(paid == action.amount, "the caller pays the amount")
    if someone != call.caller and someone != action.recipient:
        prove(liquid(after, someone) == liquid(state, someone), "nobody else is touched")


@theorem(
    "THM-STK-2",
    clauses=("STK-6", "STK-7", "STK-9"),
    about=(stake,),
    rejects=(Reason.STALE_ANCHOR, Reason.ZERO_AMOUNT, Reason.INSUFFICIENT_BALANCE),
)
def staking_moves_liquid_into_the_role(
    state: StakingState, call: Call, action: Stake, other: BondKey
) -> None:
    """Staking moves its amount from the caller's liquid HyperCoin into the caller's role."""
    assume(is_sound(state))
    after = stake(state, call, action).state
    key = (call.caller, action.role)
    prove(supply(after) == supply(state), "conserved")
    prove(action.amount > 0, "the amount is positive")
    paid = liquid(state, call.caller) - liquid(after, call.caller)
    prove(paid == action.amount, "the caller pays the amount")
    grown = after.bonds.get(key).stake - state.bonds.get(key).stake
    prove(grown == action.amount, "the role's stake grows by the amount")
    prove(after.bonds.get(key).leaving == state.bonds.get(key).leaving, "leaving stake stays")
    if other != key:
        prove(at_risk(after, other) == at_risk(state, other), "no other bond is touched")


@theorem(
    "THM-STK-3",
    clauses=("STK-6", "STK-10", "STK-11", "STK-12"),
    about=(unstake, ready_height),
    rejects=(Reason.STALE_ANCHOR, Reason.ZERO_AMOUNT, Reason.INSUFFICIENT_STAKE),
)
def unstaking_keeps_what_leaves_at_risk(
    state: StakingState, call: Call, action: Unstake, someone: Address
) -> None:
    """Unstaking moves its amount from stake to leaving stake, which waits as its role demands."""
    assume(is_sound(state))
    after = unstake(state, call, action).state
    key = (call.caller, action.role)
    prove(supply(after) == supply(state), "conserved")
    prove(at_risk(after, key) == at_risk(state, key), "all of it stays at risk")
    left = after.bonds.get(key).leaving - state.bonds.get(key).leaving
    prove(left == action.amount, "the amount leaves")
    prove(action.amount > 0, "the amount is positive")
    prove(liquid(after, someone) == liquid(state, someone), "nothing is paid out yet")
    parameters = after.parameters
    ready_at = after.bonds.get(key).ready_at
    if action.role == Role.PARTICIPANT:
        prove(ready_at == call.anchor + parameters.epoch_length, "a participant waits one epoch")
    else:
        end = (after.epoch + 1) * parameters.epoch_length
        bound = parameters.evidence_window + parameters.dispute_bound
        prove(ready_at == end + bound, "duties last until evidence and disputes are over")


@theorem(
    "THM-STK-4",
    clauses=("STK-13", "STK-14", "STK-15", "STK-16"),
    about=(withdraw,),
    rejects=(
        Reason.STALE_ANCHOR,
        Reason.NOTHING_TO_WITHDRAW,
        Reason.NOT_READY,
        Reason.DISPUTED,
    ),
)
def withdrawing_pays_what_left_and_is_ready(
    state: StakingState, call: Call, action: Withdraw, someone: Address
) -> None:
    """Withdrawing pays all that has left the role, never early and never under dispute."""
    assume(is_sound(state))
    key = (call.caller, action.role)
    before = state.bonds.get(key)
    after = withdraw(state, call, action).state
    prove(supply(after) == supply(state), "conserved")
    prove(before.ready_at <= call.anchor, "never early")
    prove(state.open_disputes.get(key) == 0, "never under dispute")
    gained = liquid(after, call.caller) - liquid(state, call.caller)
    prove((gained == before.leaving) & (gained > 0), "all that left is paid")
    prove(after.bonds.get(key).leaving == 0, "nothing is left to withdraw")
    prove(after.bonds.get(key).ready_at == 0, "nothing is left to wait for")
    prove(after.bonds.get(key).ready_at == 0, "nothing waits any more")
    prove(after.bonds.get(key).stake == before.stake, "the stake stays")
    if someone != call.caller:
        prove(liquid(after, someone) == liquid(state, someone), "nobody else is paid")


@theorem(
    "THM-STK-5",
    clauses=("STK-1",),
    about=(allocate,),
    rejects=(Reason.BAD_PARAMETERS,),
)
def genesis_conserves(state: StakingState, allocation: Allocation) -> None:
    """Each allocation of the genesis keeps conservation and the cap."""
    assume(conserves(state) & is_within_cap(state))
    after = allocate(state, allocation)
    prove(conserves(after), "conserved")
    prove(is_within_cap(after), "within the cap")
    gained = liquid(after, allocation.address) - liquid(state, allocation.address)
    prove(gained == allocation.amount, "the address has its allocation")


@theorem(
    "THM-STK-7",
    clauses=("STK-1",),
    about=(empty, parameters_are_sound, rate_is_sound),
    rejects=(Reason.BAD_PARAMETERS,),
)
def a_genesis_has_parameters_in_range(parameters: Parameters) -> None:
    """What genesis accepts is in the ranges that the chapter gives, and all of that is accepted."""
    rates = (
        parameters.rate_equivocation,
        parameters.rate_invalid_assignment,
        parameters.rate_wrong_result,
        parameters.rate_omission,
    )
    minima = (parameters.minimum_dre, parameters.minimum_relayer, parameters.minimum_sequencer)
    at_least_one = both(*(number >= 1 for number in (*rates, *minima, parameters.epoch_length)))
    at_most_all = both(*(rate <= 10_000 for rate in rates))
    refused = rejection_of(empty, parameters) == Reason.BAD_PARAMETERS
    if at_least_one & at_most_all & (parameters.reward_rate <= 5_000):
        prove(negate(refused), "all in range is accepted")
    else:
        prove(refused, "nothing out of range is accepted")
        empty(parameters)


@theorem("THM-STK-8", clauses=("STK-1",), about=(allocate,), acceptance=True)
def an_allocation_within_the_cap_is_accepted(state: StakingState, allocation: Allocation) -> None:
    """The genesis may issue all that the cap allows."""
    assume(state.issued + state.minted + allocation.amount <= state.parameters.cap)
    after = allocate(state, allocation)
    prove(after.issued == state.issued + allocation.amount, "accepted")


@theorem(
    "THM-STK-6",
    clauses=("STK-4", "STK-5"),
    about=(at_anchor,),
    rejects=(Reason.STALE_ANCHOR,),
)
def the_clock_only_moves_forward(state: StakingState, call: Call) -> None:
    """An action's anchor is never before an earlier one, and the epoch is that of the anchor."""
    length = state.parameters.epoch_length
    assume(length >= 1)
    after = at_anchor(state, call)
    prove(call.anchor >= state.anchor, "never back")
    prove(after.anchor == call.anchor, "the clock shows the anchor")
    inside = (after.epoch * length <= call.anchor) & (call.anchor < (after.epoch + 1) * length)
    prove(inside, "the anchor lies in the epoch")
    kept = implies(after.epoch == state.epoch, after.epoch_weight == state.epoch_weight)
    prove(kept, "within an epoch its weight stays")
    rolled = implies(after.epoch != state.epoch, after.epoch_weight == state.active_weight)
    prove(rolled, "a new epoch starts with the active weight")
