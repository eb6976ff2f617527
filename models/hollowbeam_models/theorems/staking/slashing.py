"""Theorems: a slash is bounded, charged once, inescapable, and never pays its offender."""

from __future__ import annotations

from hollowbeam.kernel.actor import Call
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import BASIS_POINTS, Address, Nat
from hollowbeam_contracts.staking.actions import Commit, Settle, Slash, Unstake, Withdraw
from hollowbeam_contracts.staking.invariants import (
    fault_is_sound,
    supply,
)
from hollowbeam_contracts.staking.slashing import (
    charged,
    comes_first,
    commit,
    commitment_of,
    evidence_ends_at,
    penalty_due,
    rate_of,
    record_of,
    settle,
    slash,
)
from hollowbeam_contracts.staking.stakes import unstake, withdraw
from hollowbeam_contracts.staking.state import (
    Bond,
    BondKey,
    Commitment,
    FaultKind,
    FaultStatus,
    Role,
    Slashing,
    StakingState,
)
from hollowbeam_models.theorem import assume, implies, prove, theorem
from hollowbeam_models.theorems.staking.measures import at_risk, bond_of, fault_of, is_sound, liquid

SLASH_REASONS = (
    Reason.STALE_ANCHOR,
    Reason.NOT_ADJUDICATOR,
    Reason.ROLE_NOT_SLASHABLE,
    Reason.OUTSIDE_EVIDENCE_WINDOW,
    Reason.NOTHING_AT_RISK,
    Reason.ALREADY_SLASHED,
)


@theorem(
    "THM-STK-10",
    clauses=("STK-20", "STK-21", "STK-22", "STK-28"),
    about=(slash, evidence_ends_at),
    rejects=SLASH_REASONS,
)
def a_slash_conserves(state: StakingState, call: Call, action: Slash) -> None:
    """A slash moves HyperCoin from the bond to the reward and the burn, and loses none.

    It needs the adjudicator, a role with duties, and a fault within the evidence window.
    """
    parameters = state.parameters
    assume(is_sound(state))
    assume(fault_is_sound(state, fault_of(action)))
    ends_at = evidence_ends_at(state, action)
    after = slash(state, call, action).state
    prove(supply(after) == supply(state), "conserved")
    prove(after.burned >= state.burned, "the burn never shrinks")
    prove(call.caller == parameters.adjudicator, "the adjudicator calls")
    prove(action.role != Role.PARTICIPANT, "no participant is slashed")
    prove(action.height <= call.anchor, "the fault is not in the future")
    prove(call.anchor <= ends_at, "the evidence is in time")
    prove(
        ends_at <= action.height + parameters.evidence_window + parameters.dispute_bound,
        "a dispute adds its bound and no more",
    )
    undisputed = state.open_disputes.get(bond_of(action)) == 0
    prove(
        implies(undisputed, call.anchor <= action.height + parameters.evidence_window),
        "undisputed, within the window",
    )
    prove(fault_is_sound(after, fault_of(action)), "the record stays sound")


@theorem(
    "THM-STK-11",
    clauses=("STK-23", "STK-25"),
    about=(slash, charged),
    rejects=SLASH_REASONS,
)
def only_the_offender_loses(
    state: StakingState, call: Call, action: Slash, someone: Address, other: BondKey
) -> None:
    """A slash takes at most what is at risk, from the offender in that role and no one else."""
    assume(is_sound(state))
    assume(fault_is_sound(state, fault_of(action)))
    key = bond_of(action)
    after = slash(state, call, action).state
    lost = at_risk(state, key) - at_risk(after, key)
    prove((lost >= 0) & (lost <= at_risk(state, key)), "within what is at risk")
    prove(liquid(after, someone) == liquid(state, someone), "no liquid balance is touched")
    before, now = state.bonds.get(key), after.bonds.get(key)
    prove(now.stake <= before.stake, "the stake never grows")
    prove(now.leaving <= before.leaving, "the leaving stake never grows")
    prove(implies(now.stake > 0, now.leaving == before.leaving), "the stake is taken first")
    prove(now.ready_at == before.ready_at, "the wait stays")
    if other != key:
        prove(at_risk(after, other) == at_risk(state, other), "no other bond is touched")


@theorem(
    "THM-STK-12",
    clauses=("STK-24",),
    about=(slash, penalty_due, rate_of, record_of),
    rejects=SLASH_REASONS,
)
def a_first_slash_costs_its_rate_rounded_up(state: StakingState, call: Call, action: Slash) -> None:
    """The first slash of a fault takes its kind's rate of what is at risk, rounded up."""
    parameters = state.parameters
    assume(is_sound(state))
    key = bond_of(action)
    fault = fault_of(action)
    assume(fault_is_sound(state, fault))
    first = state.faults.get(fault).status == FaultStatus.NONE
    after = slash(state, call, action).state
    if not first:
        return
    risk = at_risk(state, key)
    lost = risk - at_risk(after, key)
    rate = rate_of(parameters, action.kind)
    prove(lost * BASIS_POINTS >= risk * rate, "never less than the rate")
    prove((lost - 1) * BASIS_POINTS < risk * rate, "at most one unit more")
    prove(after.faults.get(fault).taken == lost, "the record counts it")
    prove(after.faults.get(fault).at_risk == risk, "the record keeps what was at risk")
    prove(lost > 0, "a fault is never free")
    prove(
        implies(action.kind == FaultKind.EQUIVOCATION, rate == parameters.rate_equivocation)
        & implies(
            action.kind == FaultKind.INVALID_ASSIGNMENT, rate == parameters.rate_invalid_assignment
        )
        & implies(action.kind == FaultKind.WRONG_RESULT, rate == parameters.rate_wrong_result)
        & implies(action.kind == FaultKind.OMISSION, rate == parameters.rate_omission),
        "each kind has its own rate",
    )


@theorem(
    "THM-STK-13",
    clauses=("STK-26", "STK-27"),
    about=(penalty_due, charged),
    rejects=(),
)
def a_fault_costs_its_highest_rate_once(
    record: Slashing, bond: Bond, lower: Nat, higher: Nat
) -> None:
    """Two proofs of one fault cost together what the higher rate alone costs, in either order."""
    assume((lower <= higher) & (higher <= BASIS_POINTS))
    assume((record.taken == 0) & (record.at_risk == bond.stake + bond.leaving))
    at_once = penalty_due(record, bond, higher)
    first = penalty_due(record, bond, lower)
    after_first = charged(bond, first)
    paid = Slashing(
        record.status,
        record.at_risk,
        first,
        record.reward,
        record.claimant,
        record.committed,
        record.sealed,
        record.closes_at,
    )
    second = penalty_due(paid, after_first, higher)
    prove(first + second == at_once, "lower, then higher")
    again = Slashing(
        record.status,
        record.at_risk,
        at_once,
        record.reward,
        record.claimant,
        record.committed,
        record.sealed,
        record.closes_at,
    )
    prove(penalty_due(again, charged(bond, at_once), lower) == 0, "higher, then lower")
    prove(penalty_due(again, charged(bond, at_once), higher) == 0, "the same again is free")


@theorem(
    "THM-STK-14",
    clauses=("STK-11", "STK-24", "STK-25"),
    about=(slash, unstake),
    rejects=(*SLASH_REASONS, Reason.ZERO_AMOUNT, Reason.INSUFFICIENT_STAKE),
)
def unbonding_first_escapes_nothing(
    state: StakingState, call: Call, amount: Nat, judge: Call, action: Slash
) -> None:
    """Who unstakes before being slashed loses exactly as much as who did not."""
    assume(is_sound(state))
    assume(fault_is_sound(state, fault_of(action)))
    assume(call.caller == action.offender)
    direct = slash(state, judge, action).state
    dodged = slash(unstake(state, call, Unstake(action.role, amount)).state, judge, action).state
    key = bond_of(action)
    prove(at_risk(dodged, key) == at_risk(direct, key), "the same remains")
    prove(dodged.burned == direct.burned, "the same burns")


@theorem(
    "THM-STK-15",
    clauses=("STK-11", "STK-14", "STK-18", "STK-21"),
    about=(unstake, withdraw, evidence_ends_at),
    rejects=(
        Reason.STALE_ANCHOR,
        Reason.ZERO_AMOUNT,
        Reason.INSUFFICIENT_STAKE,
        Reason.NOT_READY,
        Reason.DISPUTED,
    ),
)
def what_is_paid_out_can_no_longer_be_accused(
    state: StakingState, leave: Call, action: Unstake, take: Call, accusation: Slash
) -> None:
    """When stake that left a role with duties is paid out, its faults are past all evidence.

    Its weight ended with the epoch in which it left; any fault up to then is outside the evidence
    window, even if a dispute made that longer.
    """
    parameters = state.parameters
    assume(is_sound(state))
    assume(action.role != Role.PARTICIPANT)
    assume(take.caller == leave.caller)
    left = unstake(state, leave, action).state
    assume(accusation.height < (left.epoch + 1) * parameters.epoch_length)
    paid = withdraw(left, take, Withdraw(action.role)).state
    spare = parameters.evidence_window + parameters.dispute_bound
    prove(take.anchor > accusation.height + spare, "evidence and disputes are over")
    prove(take.anchor > evidence_ends_at(paid, accusation), "no slash is admitted any more")


@theorem(
    "THM-STK-16",
    clauses=("STK-24", "STK-28"),
    about=(slash,),
    rejects=SLASH_REASONS,
)
def accusing_oneself_never_pays(state: StakingState, call: Call, action: Slash) -> None:
    """The reward is at most half of what the offender lost, rounded down: the rest burns."""
    parameters = state.parameters
    assume(is_sound(state))
    fault = fault_of(action)
    assume(fault_is_sound(state, fault))
    key = bond_of(action)
    after = slash(state, call, action).state
    record = after.faults.get(fault)
    if record.status == FaultStatus.SETTLED:
        prove(record.reward == 0, "once settled, all of it burns")
        prove(after.burned - state.burned == at_risk(state, key) - at_risk(after, key), "all")
        return
    prove(2 * record.reward <= record.taken, "at most half")
    exact = record.taken * parameters.reward_rate
    prove(record.reward * BASIS_POINTS <= exact, "rounded down")
    prove((record.reward + 1) * BASIS_POINTS > exact, "by less than one unit")
    lost = at_risk(state, key) - at_risk(after, key)
    gained = record.reward - state.faults.get(fault).reward
    prove(gained <= lost, "what is gained is at most what is lost")
    prove(after.burned - state.burned == lost - gained, "the rest burns")


@theorem(
    "THM-STK-17",
    clauses=("STK-19",),
    about=(commit,),
    rejects=(Reason.STALE_ANCHOR, Reason.DUPLICATE_COMMITMENT),
)
def commitments_are_numbered_in_order(
    state: StakingState, call: Call, action: Commit, other: Commitment
) -> None:
    """A commitment gets the next number, once; no other commitment changes."""
    assume(is_sound(state))
    assume(state.commitments.get(other) <= state.commitment_count)
    after = commit(state, call, action).state
    number = after.commitments.get(action.commitment)
    prove(state.commitments.get(action.commitment) == 0, "it was not there")
    prove(number == state.commitment_count + 1, "it gets the next number")
    prove(after.commitment_count == number, "the count follows")
    if other != action.commitment:
        same = after.commitments.get(other) == state.commitments.get(other)
        prove(same, "no other number changes")
        prove(after.commitments.get(other) < number, "it comes after all others")


@theorem(
    "THM-STK-18",
    clauses=("STK-26", "STK-29"),
    about=(slash, comes_first, commitment_of),
    rejects=SLASH_REASONS,
)
def the_earliest_commitment_has_the_reward(state: StakingState, call: Call, action: Slash) -> None:
    """After a slash the claimant is whoever showed the earliest commitment in time."""
    fault = fault_of(action)
    assume(is_sound(state))
    assume(fault_is_sound(state, fault))
    number = state.commitments.get(commitment_of(action.evidence, action.fisher))
    assume(number <= state.commitment_count)
    before = state.faults.get(fault)
    after = slash(state, call, action).state.faults.get(fault)
    waits = before.status != FaultStatus.SETTLED
    in_time = waits & (number > 0) & (number <= after.sealed)
    prove(implies(in_time, (after.committed > 0) & (after.committed <= number)), "none is earlier")
    won = after.committed != before.committed
    prove(won | (after.taken > before.taken), "a slash adds something")
    prove(implies(won, in_time & (after.claimant == action.fisher)), "only who committed wins")
    prove(implies(won & (before.committed > 0), number < before.committed), "only an earlier one")
    kept = (after.claimant == before.claimant) | won
    prove(implies(before.status == FaultStatus.OPEN, kept), "else the claimant stays")


@theorem(
    "THM-STK-19",
    clauses=("STK-30", "STK-31", "STK-32"),
    about=(settle,),
    rejects=(Reason.STALE_ANCHOR, Reason.UNKNOWN_FAULT, Reason.CLAIMS_OPEN),
)
def a_reward_is_paid_once_after_the_window(
    state: StakingState, call: Call, action: Settle, someone: Address
) -> None:
    """Settling pays the waiting reward to its claimant, or burns it, after the window, once."""
    assume(is_sound(state))
    fault = fault_of(action)
    before = state.faults.get(fault)
    after = settle(state, call, action).state
    prove(supply(after) == supply(state), "conserved")
    prove(call.anchor > before.closes_at, "after the window")
    prove(before.status == FaultStatus.OPEN, "the reward was waiting")
    prove(after.faults.get(fault).status == FaultStatus.SETTLED, "it no longer waits")
    prove(after.faults.get(fault).reward == 0, "nothing is left")
    gained = liquid(after, someone) - liquid(state, someone)
    if before.committed == 0:
        prove(gained == 0, "unclaimed, nobody is paid")
        prove(after.burned == state.burned + before.reward, "unclaimed, it burns")
    else:
        prove(after.burned == state.burned, "claimed, nothing burns")
        if someone == before.claimant:
            prove(gained == before.reward, "the claimant is paid in full")
        else:
            prove(gained == 0, "nobody else is paid")
