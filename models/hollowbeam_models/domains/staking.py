"""The domain of room staking: sound parameters, and states that a history reaches."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any, Final, get_type_hints

from hypothesis import strategies as st

from hollowbeam.kernel.actor import Call
from hollowbeam.kernel.errors import Rejection
from hollowbeam.kernel.vocabulary import (
    BASIS_POINTS,
    NAT_LIMIT,
    ZERO,
    Address,
    Digest,
    Nat,
    ProcessId,
)
from hollowbeam_contracts.staking.actions import (
    Allocation,
    CloseDispute,
    Genesis,
    Settle,
    Slash,
    Stake,
    Transfer,
)
from hollowbeam_contracts.staking.contract import ACTIONS, genesis
from hollowbeam_contracts.staking.slashing import commitment_of
from hollowbeam_contracts.staking.stakes import stake
from hollowbeam_contracts.staking.state import (
    Bond,
    BondKey,
    Commitment,
    DisputeId,
    DisputeStatus,
    FaultKey,
    FaultStatus,
    Parameters,
    Role,
    Slashing,
    StakingState,
)
from hollowbeam_contracts.staking.weights import weight_in_epoch, weight_of
from hollowbeam_models.domains.staking_moves import moves, starts
from hollowbeam_models.strategies import (
    HITS,
    MOST_ACTIONS,
    Aim,
    Domain,
    aimed,
    pool,
    values,
)

__all__ = ["moves", "staking", "staking_aims", "starts"]

_OFTEN: Final = ("Slash", "Unstake", "Open-Dispute", "Slash", "Unstake", "Slash", *ACTIONS)
"""The actions of a random history: what later actions need comes more often."""

_AMOUNTS: Final = st.integers(0, 60).map(Nat)
_FEW: Final = st.integers(0, 1).map(Nat)
_RATES: Final = st.one_of(
    st.sampled_from((1, BASIS_POINTS // 3, BASIS_POINTS)), st.integers(1, BASIS_POINTS)
).map(Nat)


def sound_parameters() -> st.SearchStrategy[Parameters]:
    """Draw parameters that genesis accepts, with epochs and windows of a few blocks."""
    few = st.integers(1, 6).map(Nat)
    hints = get_type_hints(Parameters)
    return st.builds(
        Parameters,
        **{name: _RATES for name in hints if name.startswith("rate_")},
        **{name: few for name in hints if name.startswith("minimum_")},
        adjudicator=st.just(Address(pool()[0])),
        epoch_length=few,
        evidence_window=st.integers(0, 20).map(Nat),
        dispute_bound=few,
        dispute_deposit=st.integers(0, 4).map(Nat),
        reward_rate=st.integers(0, BASIS_POINTS // 2).map(Nat),
        emission=_AMOUNTS,
        cap=st.sampled_from((150, 1_000, NAT_LIMIT - 1)).map(Nat),
    )


def bonds() -> st.SearchStrategy[Bond]:
    """Draw a bond: arbitrary, or with stake that leaves and is ready at a small height."""
    few = st.integers(1, 20)
    leaving = st.builds(Bond, stake=st.integers(0, 20), leaving=few, ready_at=few, weighing=few)
    return st.one_of(leaving, values(Bond))


def slashings(usual: st.SearchStrategy[Slashing]) -> st.SearchStrategy[Slashing]:
    """Draw the record of a fault: arbitrary, or one that is open and sound but for its reward."""

    def made(taken: list[int], numbers: list[int], record: Slashing) -> Slashing:
        numbers.sort()
        return replace(
            record,
            status=FaultStatus.OPEN,
            taken=Nat(min(taken)),
            at_risk=Nat(max(taken)),
            reward=ZERO,
            committed=Nat(numbers[0]),
            sealed=Nat(numbers[1]),
        )

    two = st.lists(st.integers(0, 20), min_size=2, max_size=2)
    untaken = st.builds(lambda at_risk: [0, at_risk], st.integers(1, 20))
    few = st.lists(st.integers(0, 2), min_size=2, max_size=2)
    return st.one_of(usual, st.builds(made, st.one_of(untaken, two), few, usual))


def arbitrary_states(inputs: Domain) -> st.SearchStrategy[StakingState]:
    """Draw any state at a small height; its clock and its totals of weight are mostly right."""

    def made(state: StakingState, anchor: int, wrong: int) -> StakingState:
        state = replace(state, anchor=Nat(anchor))
        return state if wrong == HITS else _with_totals(state)

    return st.builds(made, values(StakingState, inputs), st.integers(0, 20), st.integers(0, HITS))


def _with_totals(state: StakingState) -> StakingState:
    """Set what a state could compute of itself: its epoch, and the weights of all bonds."""
    epoch = Nat(state.anchor // state.parameters.epoch_length)
    now = replace(state, epoch=epoch)
    bonds = list(state.bonds.items())
    active = sum(weight_of(state.parameters, key[1], bond.stake) for key, bond in bonds)
    present = sum(weight_in_epoch(now, key) for key, _ in bonds)
    return replace(
        now, active_weight=Nat(active), epoch_weight=Nat(max(present, state.epoch_weight))
    )


@st.composite
def reachable_states(draw: st.DrawFn, inputs: Domain) -> StakingState:
    """Draw a state that actions lead to from a genesis; refused ones change nothing.

    Its first actions stake, since most others need a stake.
    """
    holders = [Address(name) for name in pool()]
    held = draw(st.tuples(*(st.tuples(st.integers(0, 20), st.integers(0, 20)) for _ in holders)))
    allocations = tuple(
        Allocation(holder, Nat(liquid + bonded))
        for holder, (liquid, bonded) in zip(holders, held, strict=True)
    )
    state = genesis(Genesis(draw(inputs[Parameters]), allocations))
    for holder, (_, bonded) in zip(holders, held, strict=True):
        with suppress(Rejection):
            action = Stake(draw(inputs[Role]), Nat(bonded))
            state = stake(state, Call(holder, ZERO), action).state
    for name in draw(st.lists(st.sampled_from(_OFTEN), min_size=2, max_size=MOST_ACTIONS)):
        record, transition = ACTIONS[name]
        aim = dict(draw(st.sampled_from(staking_aims(state))))
        if record in {Slash, CloseDispute}:
            aim[Call, "caller"] = [state.parameters.adjudicator]
        call = aimed(draw, Call, inputs, aim)
        with suppress(Rejection):
            state = transition(state, call, aimed(draw, record, inputs, aim)).state
    return state


def staking_aims(state: Any) -> list[Aim]:
    """Give what to aim at: each fault, dispute and bond of a state; the sum of a fault's record."""
    if isinstance(state, Slashing):
        return [_split(state.at_risk, stake) for stake in (0, state.at_risk // 2, state.at_risk)]
    if not isinstance(state, StakingState):
        return []
    nobody: BondKey = (Address(pool()[0]), Role.DRE)
    bonds = [key for key, _ in state.bonds.items()] or [nobody]
    aims = []
    for key, record in state.faults.items():
        offender, role, process, term, slot = key
        which: dict[Any, Sequence[Any]] = {
            FaultKey: [key],
            Settle: [Settle(*key)],
            ProcessId: [process],
            (Slash, "term"): [term],
            (Slash, "slot"): [slot],
        }
        aims += 2 * [_aim(state, (offender, role), record.closes_at, which)]
    for name, dispute in state.disputes.items():
        which = {DisputeId: [name]}
        aims += 2 * [_aim(state, (dispute.holder, dispute.role), dispute.lapses_at, which)]
    return aims + [_aim(state, key, state.bonds.get(key).ready_at, {}) for key in bonds]


def _split(at_risk: int, stake: int) -> Aim:
    """Aim at a bond with so much stake, and all else leaving."""
    rates = [Nat(1), Nat(BASIS_POINTS // 2), Nat(BASIS_POINTS)]
    return {(Bond, "stake"): [stake], (Bond, "leaving"): [at_risk - stake], Nat: rates}


def _aim(state: StakingState, key: BondKey, height: Nat, which: Aim) -> Aim:
    """Aim at one holder in one role, at the state's height and at one where something is due."""
    holder, role = key
    bond = state.bonds.get(key)
    now = state.anchor
    due = [Nat(max(now, height)), Nat(max(now, height) + 1)]
    later = [now, Nat(now + 1), Nat(now + state.parameters.epoch_length), Nat(now + 40)]
    return {
        Address: [holder],
        Role: [role],
        BondKey: [key],
        Nat: [Nat(1), bond.stake, bond.leaving, state.liquid.get(holder)],
        (Call, "caller"): [holder, holder, state.parameters.adjudicator],
        (Call, "anchor"): [*due, *due, *later],
        (Slash, "height"): [now, Nat(max(0, now - 1))],
        (Transfer, "recipient"): pool(),
        **which,
    }


@cache
def staking() -> Domain:
    """Give the domain of room staking: sound parameters, states arbitrary and reachable."""
    process = st.sampled_from(pool(1)).map(ProcessId)
    roles = st.sampled_from([Role.DRE, Role.RELAYER, Role.SEQUENCER, Role.PARTICIPANT])
    inputs: dict[Any, st.SearchStrategy[Any]] = {
        Role: roles,
        FaultStatus: st.sampled_from([FaultStatus.OPEN, FaultStatus.SETTLED, FaultStatus.NONE]),
        DisputeStatus: st.sampled_from([DisputeStatus.OPEN, *DisputeStatus]),
        ProcessId: process,
        Parameters: sound_parameters(),
        Bond: bonds(),
        Commitment: st.builds(commitment_of, values(Digest), values(Address)),
        FaultKey: st.tuples(values(Address), roles, process, _FEW, _FEW),
    }
    inputs[Slashing] = slashings(values(Slashing, inputs))
    states = st.one_of(arbitrary_states(inputs), reachable_states(inputs))
    return MappingProxyType({**inputs, StakingState: states})
