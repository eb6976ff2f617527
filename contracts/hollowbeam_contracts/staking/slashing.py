"""Commitments, slashes and rewards: a fault costs once, and pays who knew first."""

from __future__ import annotations

from dataclasses import replace

from hollowbeam.kernel.actor import Call
from hollowbeam.kernel.arithmetic import share, share_up
from hollowbeam.kernel.encoding import base64url, base64url_decode
from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.hashing import Tag, tagged_hash
from hollowbeam.kernel.transition import Step, implements, opaque, select
from hollowbeam.kernel.vocabulary import ZERO, Address, Digest, Nat
from hollowbeam_contracts.staking.actions import Commit, Settle, Slash
from hollowbeam_contracts.staking.stakes import credit
from hollowbeam_contracts.staking.state import (
    Bond,
    BondKey,
    Commitment,
    FaultKey,
    FaultKind,
    FaultStatus,
    Parameters,
    Role,
    Slashing,
    StakingState,
)
from hollowbeam_contracts.staking.weights import at_anchor, bond_in_epoch, with_bond


@implements("STK-19")
@opaque(injective=True)
def commitment_of(evidence: Digest, fisher: Address) -> Commitment:
    """Bind evidence to who found it: hash("hb/commitment", evidence ‖ fisher), 64 bytes hashed."""
    data = base64url_decode(evidence) + base64url_decode(fisher)
    return Commitment(base64url(tagged_hash(Tag.COMMITMENT, data)))


@implements("STK-19")
def commit(state: StakingState, call: Call, action: Commit) -> Step[StakingState]:
    """Give a commitment its number, the first being 1 (STK-19).

    Rejects: STALE_ANCHOR, DUPLICATE_COMMITMENT (STK-19).
    """
    state = at_anchor(state, call)
    require(state.commitments.get(action.commitment) == 0, Reason.DUPLICATE_COMMITMENT)
    number = Nat(state.commitment_count + 1)
    return Step(
        replace(
            state,
            commitments=state.commitments.set(action.commitment, number),
            commitment_count=number,
        )
    )


def rate_of(parameters: Parameters, kind: FaultKind) -> Nat:
    """Give the share of the stake at risk that a kind of fault costs, in basis points."""
    return select(
        kind == FaultKind.EQUIVOCATION,
        parameters.rate_equivocation,
        select(
            kind == FaultKind.INVALID_ASSIGNMENT,
            parameters.rate_invalid_assignment,
            select(
                kind == FaultKind.WRONG_RESULT,
                parameters.rate_wrong_result,
                parameters.rate_omission,
            ),
        ),
    )


@implements("STK-24", "STK-27")
def penalty_due(record: Slashing, bond: Bond, rate: Nat) -> Nat:
    """Give what a fault costs now: its rate of the stake at risk, rounded up, less what it cost.

    Never more than what is left.
    """
    owed = share_up(record.at_risk, rate)
    due = Nat(select(owed > record.taken, owed - record.taken, 0))
    return min(due, Nat(bond.stake + bond.leaving))


@implements("STK-25")
def charged(bond: Bond, penalty: Nat) -> Bond:
    """Take a penalty from the stake first, then from the leaving stake, and from the weight."""
    from_stake = min(bond.stake, penalty)
    stake = Nat(bond.stake - from_stake)
    leaving = Nat(bond.leaving - (penalty - from_stake))
    weighing = Nat(bond.weighing - min(bond.weighing, penalty))
    return replace(bond, stake=stake, leaving=leaving, weighing=weighing)


@implements("STK-29")
def comes_first(record: Slashing, number: Nat) -> bool:
    """Say whether a commitment's number beats the present claimant's, while the reward waits.

    Numbers start at 1; a commitment made after the fault was first slashed does not count.
    """
    in_time = (number > 0) & (number <= record.sealed)
    waits = record.status == FaultStatus.OPEN
    return waits & in_time & ((record.committed == 0) | (number < record.committed))


@implements("STK-23", "STK-24", "STK-27")
def record_of(state: StakingState, key: FaultKey, bond: Bond, action: Slash) -> Slashing:
    """Read what a fault cost so far, or open its record.

    A proof with a later height shows something done since, perhaps with more stake: what is at risk
    then is what there is now and what the fault took before (STK-27).

    Rejects: NOTHING_AT_RISK (STK-23).
    """
    record = state.faults.get(key)
    present = Nat(bond.stake + bond.leaving)
    if record.status == FaultStatus.NONE:
        require(present > 0, Reason.NOTHING_AT_RISK)
        return Slashing(
            status=FaultStatus.OPEN,
            at_risk=present,
            sealed=state.commitment_count,
            closes_at=Nat(action.height + state.parameters.evidence_window),
            height=action.height,
        )
    is_later = action.height > record.height
    whole = Nat(record.taken + present)
    return replace(
        record,
        at_risk=select(is_later & (whole > record.at_risk), whole, record.at_risk),
        height=select(is_later, action.height, record.height),
    )


@implements("STK-21")
def evidence_ends_at(state: StakingState, action: Slash) -> Nat:
    """Give the last height at which a fault may be slashed.

    While a dispute names the offender in the role, the dispute bound comes on top: evidence that
    was disputed in time is decided later.
    """
    end = action.height + state.parameters.evidence_window
    disputed = state.open_disputes.get((action.offender, action.role)) > 0
    return select(disputed, Nat(end + state.parameters.dispute_bound), Nat(end))


@implements("STK-20", "STK-21", "STK-22", "STK-26", "STK-28")
def slash(state: StakingState, call: Call, action: Slash) -> Step[StakingState]:
    """Punish an adjudicated fault once, at the highest rate shown within the window.

    The penalty leaves the offender's bond; the reward rounds down and waits, the rest burns
    (STK-28). A later proof may raise the rate (STK-27) or show an earlier commitment (STK-29).
    Once the reward was settled, all of a penalty burns.

    Rejects: STALE_ANCHOR, NOT_ADJUDICATOR (STK-20), ROLE_NOT_SLASHABLE (STK-22),
    OUTSIDE_EVIDENCE_WINDOW (STK-21), NOTHING_AT_RISK (STK-23), ALREADY_SLASHED (STK-26).
    """
    state = at_anchor(state, call)
    parameters = state.parameters
    require(call.caller == parameters.adjudicator, Reason.NOT_ADJUDICATOR)
    require(action.role != Role.PARTICIPANT, Reason.ROLE_NOT_SLASHABLE)
    in_window = (action.height <= call.anchor) & (call.anchor <= evidence_ends_at(state, action))
    require(in_window, Reason.OUTSIDE_EVIDENCE_WINDOW)
    key: FaultKey = (action.offender, action.role, action.process, action.term, action.slot)
    bond_key: BondKey = (action.offender, action.role)
    bond = bond_in_epoch(state, bond_key)
    record = record_of(state, key, bond, action)
    penalty = penalty_due(record, bond, rate_of(parameters, action.kind))
    number = state.commitments.get(commitment_of(action.evidence, action.fisher))
    first = comes_first(record, number)
    require((penalty > 0) | first, Reason.ALREADY_SLASHED)
    taken = Nat(record.taken + penalty)
    rewarded = record.status == FaultStatus.OPEN
    reward = select(rewarded, share(taken, parameters.reward_rate), ZERO)
    updated = replace(
        record,
        taken=taken,
        reward=reward,
        claimant=select(first, action.fisher, record.claimant),
        committed=select(first, number, record.committed),
    )
    state = with_bond(state, bond_key, charged(bond, penalty))
    return Step(
        replace(
            state,
            faults=state.faults.set(key, updated),
            burned=Nat(state.burned + penalty - (reward - record.reward)),
        )
    )


@implements("STK-30", "STK-31", "STK-32")
def settle(state: StakingState, call: Call, action: Settle) -> Step[StakingState]:
    """Pay a waiting reward to its claimant, or burn it if there is none (STK-32).

    Rejects: STALE_ANCHOR, UNKNOWN_FAULT (STK-30), CLAIMS_OPEN (STK-31).
    """
    state = at_anchor(state, call)
    key: FaultKey = (action.offender, action.role, action.process, action.term, action.slot)
    record = state.faults.get(key)
    require(record.status == FaultStatus.OPEN, Reason.UNKNOWN_FAULT)
    require(call.anchor > record.closes_at, Reason.CLAIMS_OPEN)
    settled = replace(record, status=FaultStatus.SETTLED, reward=ZERO)
    state = replace(state, faults=state.faults.set(key, settled))
    if record.committed == 0:
        return Step(replace(state, burned=Nat(state.burned + record.reward)))
    return Step(credit(state, record.claimant, record.reward))
