"""New HyperCoin: each epoch's emission, shared by weight, under a hard cap."""

from __future__ import annotations

from dataclasses import replace

from hollowbeam.kernel.actor import Call
from hollowbeam.kernel.arithmetic import pro_rata
from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.transition import Step, implements
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam_contracts.staking.actions import Mint
from hollowbeam_contracts.staking.stakes import credit
from hollowbeam_contracts.staking.state import StakingState
from hollowbeam_contracts.staking.weights import (
    at_anchor,
    bond_in_epoch,
    weight_in_epoch,
    with_bond,
)


@implements("STK-33", "STK-34", "STK-35", "STK-36")
def mint(state: StakingState, call: Call, action: Mint) -> Step[StakingState]:
    """Mint the caller's share of this epoch's emission, rounded down, within the cap (STK-35).

    The share is of the weight that the epoch began with; a slash since then lowers the share and
    leaves the whole as it was, so shares never add up to more than the emission.

    Rejects: STALE_ANCHOR, NO_WEIGHT (STK-33), ALREADY_MINTED (STK-34), NOTHING_TO_MINT (STK-36).
    """
    state = at_anchor(state, call)
    parameters = state.parameters
    key = (call.caller, action.role)
    weight = weight_in_epoch(state, key)
    require(weight > 0, Reason.NO_WEIGHT)
    bond = bond_in_epoch(state, key)
    this_epoch = Nat(state.epoch + 1)
    require(bond.minted != this_epoch, Reason.ALREADY_MINTED)
    room = Nat(parameters.cap - state.issued - state.minted)
    amount = min(pro_rata(parameters.emission, weight, state.epoch_weight), room)
    require(amount > 0, Reason.NOTHING_TO_MINT)
    state = with_bond(state, key, replace(bond, minted=this_epoch))
    state = replace(state, minted=Nat(state.minted + amount))
    return Step(credit(state, call.caller, amount))
