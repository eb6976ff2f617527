"""What is true of every reachable state. Proofs, property tests and the simulator share these."""

from __future__ import annotations

from hollowbeam.kernel.arithmetic import share
from hollowbeam.kernel.transition import select
from hollowbeam.kernel.vocabulary import BASIS_POINTS, ZERO, Address, Nat
from hollowbeam_contracts.staking.state import (
    Bond,
    BondKey,
    Dispute,
    DisputeId,
    DisputeStatus,
    FaultKey,
    FaultStatus,
    Parameters,
    Slashing,
    StakingState,
)
from hollowbeam_contracts.staking.weights import weighing_in, weight_of


def parameters_are_sound(parameters: Parameters) -> bool:
    """INV-STK-0: what genesis checks of the parameters (STK-1)."""
    return (
        (parameters.epoch_length >= 1)
        & rate_is_sound(parameters.rate_equivocation)
        & rate_is_sound(parameters.rate_invalid_assignment)
        & rate_is_sound(parameters.rate_wrong_result)
        & rate_is_sound(parameters.rate_omission)
        & (2 * parameters.reward_rate <= BASIS_POINTS)
        & (parameters.minimum_dre >= 1)
        & (parameters.minimum_relayer >= 1)
        & (parameters.minimum_sequencer >= 1)
    )


def rate_is_sound(rate: Nat) -> bool:
    """Every fault costs something, and none costs more than all."""
    return (rate >= 1) & (rate <= BASIS_POINTS)


def balance(_: Address, amount: Nat) -> Nat:
    """Measure: liquid HyperCoin of one address."""
    return amount


def bonded(_: BondKey, bond: Bond) -> Nat:
    """Measure: HyperCoin of one holder in one role, staked or leaving."""
    return Nat(bond.stake + bond.leaving)


def reward_held(_: FaultKey, record: Slashing) -> Nat:
    """Measure: the reward that waits for one fault."""
    return record.reward


def deposit_held(_: object, dispute: Dispute) -> Nat:
    """Measure: the deposit that one dispute holds."""
    return dispute.deposit


def supply(state: StakingState) -> Nat:
    """All HyperCoin there is or was: liquid, staked, leaving, held and burned."""
    return Nat(
        state.liquid.sum(balance)
        + state.bonds.sum(bonded)
        + state.faults.sum(reward_held)
        + state.disputes.sum(deposit_held)
        + state.burned
    )


def conserves(state: StakingState) -> bool:
    """INV-STK-1: genesis and minted HyperCoin equal all there is or was."""
    return supply(state) == state.issued + state.minted


def bond_is_accountable(state: StakingState, key: BondKey) -> bool:
    """INV-STK-2: stake that has weight can still be slashed, and no bond is ahead of its time."""
    bond = state.bonds.get(key)
    return (weighing_in(bond, state.epoch) <= bond.stake + bond.leaving) & (
        bond.epoch <= state.epoch
    )


def is_within_cap(state: StakingState) -> bool:
    """INV-STK-3: the supply never exceeds the cap."""
    return state.issued + state.minted <= state.parameters.cap


def active_weight_is_total(state: StakingState) -> bool:
    """INV-STK-4: ``active_weight`` is the total weight of the present stakes."""
    parameters = state.parameters

    def weight(key: BondKey, bond: Bond) -> Nat:
        return weight_of(parameters, key[1], bond.stake)

    total: Nat = state.bonds.sum(weight)
    return total == state.active_weight


def epoch_weight_covers(state: StakingState) -> bool:
    """INV-STK-5: no weights in this epoch add up to more than ``epoch_weight``."""
    parameters, epoch = state.parameters, state.epoch

    def weight(key: BondKey, bond: Bond) -> Nat:
        return weight_of(parameters, key[1], weighing_in(bond, epoch))

    total: Nat = state.bonds.sum(weight)
    return total <= state.epoch_weight


def clock_is_sound(state: StakingState) -> bool:
    """INV-STK-6: the epoch is the epoch of the anchor."""
    length = state.parameters.epoch_length
    return (state.epoch * length <= state.anchor) & (state.anchor < (state.epoch + 1) * length)


def fault_is_sound(state: StakingState, key: FaultKey) -> bool:
    """INV-STK-7: a fault took at most what was at risk; only while it is open its reward waits.

    A fault that is not there took nothing and has no claimant.
    """
    record = state.faults.get(key)
    due = share(record.taken, state.parameters.reward_rate)
    return (
        (record.taken <= record.at_risk)
        & (record.reward == select(record.status == FaultStatus.OPEN, due, ZERO))
        & ((record.status != FaultStatus.NONE) | ((record.taken == 0) & (record.committed == 0)))
        & (record.committed <= record.sealed)
        & (record.sealed <= state.commitment_count)
    )


def disputes_are_counted(state: StakingState, holder: BondKey) -> bool:
    """INV-STK-8: ``open_disputes`` counts the open disputes that name a holder in a role."""

    def names(_: object, dispute: Dispute) -> Nat:
        is_named = (
            (dispute.status == DisputeStatus.OPEN)
            & (dispute.holder == holder[0])
            & (dispute.role == holder[1])
        )
        return select(is_named, Nat(1), Nat(0))

    named: Nat = state.disputes.sum(names)
    return named == state.open_disputes.get(holder)


def leaving_outlasts_weight(state: StakingState, key: BondKey) -> bool:
    """INV-STK-9: leaving stake that still weighs is not paid out before its epoch ends."""
    bond = state.bonds.get(key)
    end = (bond.epoch + 1) * state.parameters.epoch_length
    return (bond.weighing <= bond.stake) | (bond.ready_at >= end)


def dispute_is_sound(state: StakingState, key: DisputeId) -> bool:
    """INV-STK-10: only an open dispute holds a deposit."""
    dispute = state.disputes.get(key)
    return (dispute.status == DisputeStatus.OPEN) | (dispute.deposit == 0)
