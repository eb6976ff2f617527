"""Epochs and weights: when stake begins to count, and when it stops.

Weight counts from the start of the next epoch, and stake that leaves keeps both its weight and its
duties until the epoch ends. So whatever has weight can still be slashed (INV-STK-2).
"""

from __future__ import annotations

from dataclasses import replace

from hollowbeam.kernel.actor import Call
from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.transition import implements, select
from hollowbeam.kernel.vocabulary import ZERO, Nat
from hollowbeam_contracts.staking.state import Bond, BondKey, Parameters, Role, StakingState


@implements("STK-4", "STK-5")
def at_anchor(state: StakingState, call: Call) -> StakingState:
    """Move the contract's clock to the anchor of the call.

    Rejects: STALE_ANCHOR (STK-4).
    """
    require(call.anchor >= state.anchor, Reason.STALE_ANCHOR)
    epoch = Nat(call.anchor // state.parameters.epoch_length)
    return replace(
        state,
        anchor=call.anchor,
        epoch=epoch,
        epoch_weight=select(epoch == state.epoch, state.epoch_weight, state.active_weight),
    )


def end_of_epoch(parameters: Parameters, epoch: Nat) -> Nat:
    """Give the first height after an epoch, in blocks."""
    return Nat((epoch + 1) * parameters.epoch_length)


def minimum_of(parameters: Parameters, role: Role) -> Nat:
    """Give the stake below which a role with duties has no weight."""
    return select(
        role == Role.DRE,
        parameters.minimum_dre,
        select(role == Role.RELAYER, parameters.minimum_relayer, parameters.minimum_sequencer),
    )


@implements("STK-17")
def weight_of(parameters: Parameters, role: Role, amount: Nat) -> Nat:
    """Weigh an amount of stake: all of it from the role's minimum on, else nothing."""
    weighs = (role != Role.PARTICIPANT) & (amount >= minimum_of(parameters, role))
    return select(weighs, amount, ZERO)


@implements("STK-18")
def weighing_in(bond: Bond, epoch: Nat) -> Nat:
    """Give the stake that a bond had when the epoch began, less what was slashed since."""
    return select(bond.epoch == epoch, bond.weighing, bond.stake)


def weight_in_epoch(state: StakingState, key: BondKey) -> Nat:
    """Give the weight of a holder in a role in the present epoch."""
    _, role = key
    return weight_of(state.parameters, role, weighing_in(state.bonds.get(key), state.epoch))


def bond_in_epoch(state: StakingState, key: BondKey) -> Bond:
    """Read a bond as it stands in the present epoch, before this action changes it."""
    bond = state.bonds.get(key)
    return replace(bond, epoch=state.epoch, weighing=weighing_in(bond, state.epoch))


def with_bond(state: StakingState, key: BondKey, bond: Bond) -> StakingState:
    """Write a bond back and keep the total weight of present stakes."""
    _, role = key
    before = weight_of(state.parameters, role, state.bonds.get(key).stake)
    after = weight_of(state.parameters, role, bond.stake)
    return replace(
        state,
        bonds=state.bonds.set(key, bond),
        active_weight=Nat(state.active_weight - before + after),
    )
