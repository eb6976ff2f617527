"""Theorems: what has weight, from when, for how long, and that it answers for its duties."""

from __future__ import annotations

from hollowbeam.kernel.actor import Call
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam_contracts.staking.actions import Slash, Stake, Unstake
from hollowbeam_contracts.staking.invariants import (
    active_weight_is_total,
    bond_is_accountable,
    fault_is_sound,
)
from hollowbeam_contracts.staking.slashing import charged, slash
from hollowbeam_contracts.staking.stakes import stake, unstake
from hollowbeam_contracts.staking.state import (
    Bond,
    BondKey,
    FaultStatus,
    Parameters,
    Role,
    StakingState,
)
from hollowbeam_contracts.staking.weights import (
    at_anchor,
    minimum_of,
    weighing_in,
    weight_in_epoch,
    weight_of,
    with_bond,
)
from hollowbeam_models.theorem import assume, implies, prove, theorem
from hollowbeam_models.theorems.staking.measures import at_risk, bond_of, fault_of, is_sound
from hollowbeam_models.theorems.staking.slashing import SLASH_REASONS


@theorem("THM-STK-20", clauses=("STK-17",), about=(weight_of, minimum_of), rejects=())
def splitting_never_gains_weight(parameters: Parameters, role: Role, one: Nat, other: Nat) -> None:
    """Two stakes weigh at most what they weigh together; weight never exceeds the stake."""
    whole = weight_of(parameters, role, Nat(one + other))
    parts = weight_of(parameters, role, one) + weight_of(parameters, role, other)
    prove(parts <= whole, "splitting never gains, joining never loses")
    prove(whole <= one + other, "weight never exceeds stake")
    prove(implies(role == Role.PARTICIPANT, whole == 0), "a participant has no weight")
    enough = (role != Role.PARTICIPANT) & (one >= minimum_of(parameters, role))
    prove(implies(enough, weight_of(parameters, role, one) == one), "from the minimum, all of it")
    few = one < minimum_of(parameters, role)
    prove(implies(few, weight_of(parameters, role, one) == 0), "below the minimum, nothing")
    prove(
        implies(role == Role.DRE, minimum_of(parameters, role) == parameters.minimum_dre)
        & implies(role == Role.RELAYER, minimum_of(parameters, role) == parameters.minimum_relayer)
        & implies(
            role == Role.SEQUENCER, minimum_of(parameters, role) == parameters.minimum_sequencer
        ),
        "each role has its own minimum",
    )


@theorem(
    "THM-STK-21",
    clauses=("STK-18",),
    about=(stake, weighing_in, weight_in_epoch),
    rejects=(Reason.STALE_ANCHOR, Reason.ZERO_AMOUNT, Reason.INSUFFICIENT_BALANCE),
)
def stake_that_arrives_waits_for_the_next_epoch(
    state: StakingState, call: Call, action: Stake, holder: BondKey
) -> None:
    """Staking changes no weight in the present epoch."""
    assume(is_sound(state))
    before = at_anchor(state, call)
    after = stake(state, call, action).state
    prove(weight_in_epoch(after, holder) == weight_in_epoch(before, holder), "no weight changes")
    prove(after.epoch_weight == before.epoch_weight, "nor does the total")


@theorem(
    "THM-STK-22",
    clauses=("STK-11", "STK-18"),
    about=(unstake, weighing_in, weight_in_epoch),
    rejects=(Reason.STALE_ANCHOR, Reason.ZERO_AMOUNT, Reason.INSUFFICIENT_STAKE),
)
def stake_that_leaves_weighs_until_the_epoch_ends(
    state: StakingState, call: Call, action: Unstake, later: Call, holder: BondKey
) -> None:
    """Unstaking changes no weight in the present epoch, and ends it with the epoch."""
    assume(is_sound(state))
    before = at_anchor(state, call)
    after = unstake(state, call, action).state
    prove(weight_in_epoch(after, holder) == weight_in_epoch(before, holder), "it still weighs")
    assume(later.anchor >= call.anchor)
    then = at_anchor(after, later)
    assume(then.epoch > after.epoch)
    key = (call.caller, action.role)
    remaining = weight_of(state.parameters, action.role, after.bonds.get(key).stake)
    prove(weight_in_epoch(then, key) == remaining, "in the next epoch it no longer does")


@theorem(
    "THM-STK-23",
    clauses=("STK-18", "STK-25"),
    about=(slash, charged, weight_in_epoch),
    rejects=SLASH_REASONS,
)
def what_weighs_is_at_risk(state: StakingState, call: Call, action: Slash) -> None:
    """After a slash too, the offender weighs no more than what can still be taken."""
    key = bond_of(action)
    assume(is_sound(state))
    assume(fault_is_sound(state, fault_of(action)))
    before = at_anchor(state, call)
    assume(bond_is_accountable(before, key))
    after = slash(state, call, action).state
    prove(weight_in_epoch(after, key) <= at_risk(after, key), "what weighs is at risk")
    prove(bond_is_accountable(after, key), "accountable")
    prove(weight_in_epoch(after, key) <= weight_in_epoch(before, key), "a slash gains no weight")


@theorem(
    "THM-STK-24",
    clauses=("STK-17",),
    about=(with_bond,),
    acceptance=True,
)
def the_active_weight_follows_every_bond(
    state: StakingState, key: BondKey, bond: Bond, other: BondKey
) -> None:
    """INV-STK-4 is kept whenever a bond is written, whatever it becomes."""
    assume(active_weight_is_total(state))
    after = with_bond(state, key, bond)
    prove(active_weight_is_total(after), "the active weight is the total")
    prove(after.bonds.get(key) == bond, "the bond is written")
    if other != key:
        prove(after.bonds.get(other) == state.bonds.get(other), "no other bond is touched")


@theorem("THM-STK-29", clauses=("STK-18", "STK-21", "STK-23"), about=(slash,), acceptance=True)
def stake_that_weighs_can_be_slashed(state: StakingState, call: Call, action: Slash) -> None:
    """Whoever has weight in the present epoch is slashed for a fault that is shown in time."""
    parameters = state.parameters
    key, fault = bond_of(action), fault_of(action)
    assume(is_sound(state) & (call.anchor >= state.anchor))
    assume((call.caller == parameters.adjudicator) & (action.role != Role.PARTICIPANT))
    assume(action.height <= call.anchor)
    assume(call.anchor <= action.height + parameters.evidence_window)
    assume(state.faults.get(fault).status == FaultStatus.NONE)
    now = at_anchor(state, call)
    assume(bond_is_accountable(now, key))
    assume(weight_in_epoch(now, key) > 0)
    after = slash(state, call, action).state
    prove(at_risk(after, key) < at_risk(state, key), "it loses stake")


@theorem(
    "THM-STK-25", clauses=("STK-4", "STK-5"), about=(at_anchor,), rejects=(Reason.STALE_ANCHOR,)
)
def the_clock_is_idempotent(state: StakingState, call: Call) -> None:
    """Setting the clock twice is setting it once, so a theorem may start at the anchor."""
    assume(state.parameters.epoch_length >= 1)
    once = at_anchor(state, call)
    twice = at_anchor(once, call)
    prove(twice.epoch == once.epoch, "the same epoch")
    prove(twice.epoch_weight == once.epoch_weight, "the same weight")
    prove(twice.anchor == once.anchor, "the same anchor")


@theorem("THM-STK-26", clauses=("STK-18",), about=(weighing_in, weight_of), rejects=())
def a_new_epoch_begins_with_present_stakes(
    parameters: Parameters, bond: Bond, role: Role, epoch: Nat
) -> None:
    """In a later epoch every bond weighs what its present stake weighs: the total rolls over.

    Pointwise, this is what makes INV-STK-5 follow from INV-STK-4 when an epoch begins.
    """
    assume(bond.epoch < epoch)
    then = weight_of(parameters, role, weighing_in(bond, epoch))
    prove(then == weight_of(parameters, role, bond.stake), "the present stake weighs")
