"""Words that the theorems of the HB contract share."""

from __future__ import annotations

from hollowbeam.kernel.vocabulary import Address, Nat
from hollowbeam_contracts.staking.actions import Settle, Slash
from hollowbeam_contracts.staking.invariants import active_weight_is_total, parameters_are_sound
from hollowbeam_contracts.staking.state import BondKey, FaultKey, StakingState


def is_sound(state: StakingState) -> bool:
    """Say INV-STK-0 and INV-STK-4, without which an action could not even divide or subtract."""
    return parameters_are_sound(state.parameters) & active_weight_is_total(state)


def at_risk(state: StakingState, key: BondKey) -> Nat:
    """Give what a holder can lose in a role: staked and leaving HyperCoin."""
    bond = state.bonds.get(key)
    return Nat(bond.stake + bond.leaving)


def liquid(state: StakingState, who: Address) -> Nat:
    """Give the liquid HyperCoin of an address."""
    return state.liquid.get(who)


def fault_of(action: Slash | Settle) -> FaultKey:
    """Give the id of the fault that an action names."""
    return (action.offender, action.role, action.process, action.term, action.slot)


def bond_of(action: Slash) -> BondKey:
    """Give the bond that a slash charges."""
    return (action.offender, action.role)
