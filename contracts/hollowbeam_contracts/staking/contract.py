"""The HB contract as a process sees it: genesis, ``handle`` and ``view``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from hollowbeam.kernel.actor import Call
from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.dispatch import dispatch, look_up
from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.transition import Step, implements
from hollowbeam.kernel.vocabulary import ZERO, Nat
from hollowbeam_contracts.module import module
from hollowbeam_contracts.staking import actions
from hollowbeam_contracts.staking.actions import Allocation, Genesis
from hollowbeam_contracts.staking.disputes import close_dispute, open_dispute
from hollowbeam_contracts.staking.emission import mint
from hollowbeam_contracts.staking.invariants import is_within_cap, parameters_are_sound
from hollowbeam_contracts.staking.slashing import commit, settle, slash
from hollowbeam_contracts.staking.stakes import credit, stake, transfer, unstake, withdraw
from hollowbeam_contracts.staking.state import (
    Bond,
    Dispute,
    Parameters,
    Slashing,
    StakingState,
)

Transition = Callable[[StakingState, Call, Any], Step[StakingState]]

ACTIONS: dict[str, tuple[type[Any], Transition]] = {
    "Transfer": (actions.Transfer, transfer),
    "Stake": (actions.Stake, stake),
    "Unstake": (actions.Unstake, unstake),
    "Withdraw": (actions.Withdraw, withdraw),
    "Commit": (actions.Commit, commit),
    "Slash": (actions.Slash, slash),
    "Settle": (actions.Settle, settle),
    "Mint": (actions.Mint, mint),
    "Open-Dispute": (actions.OpenDispute, open_dispute),
    "Close-Dispute": (actions.CloseDispute, close_dispute),
}
"""Each action's name on the wire, the type of its input, and its transition."""


@implements("STK-1")
def empty(parameters: Parameters) -> StakingState:
    """Make the state in which nobody holds anything.

    Rejects: BAD_PARAMETERS (STK-1).
    """
    require(parameters_are_sound(parameters), Reason.BAD_PARAMETERS)
    return StakingState(
        parameters=parameters,
        liquid=Map(ZERO),
        bonds=Map(Bond()),
        faults=Map(Slashing()),
        commitments=Map(ZERO),
        disputes=Map(Dispute()),
        open_disputes=Map(ZERO),
    )


@implements("STK-1")
def allocate(state: StakingState, allocation: Allocation) -> StakingState:
    """Issue HyperCoin at genesis.

    Rejects: BAD_PARAMETERS (STK-1) above the cap.
    """
    state = replace(state, issued=Nat(state.issued + allocation.amount))
    require(is_within_cap(state), Reason.BAD_PARAMETERS)
    return credit(state, allocation.address, allocation.amount)


@implements("STK-1")
def genesis(start: Genesis) -> StakingState:
    """Make the first state.

    Rejects: BAD_PARAMETERS (STK-1).
    """
    state = empty(start.parameters)
    for allocation in start.allocations:
        state = allocate(state, allocation)
    return state


@implements("STK-2", "STK-3")
def handle(state: StakingState, call: Call, name: str, data: Json) -> Step[StakingState]:
    """Apply the named action.

    Rejects: UNKNOWN_ACTION (STK-2), INVALID_INPUT (STK-3), and what the action rejects.
    """
    return dispatch(ACTIONS, name, data, state, call)


def view(state: StakingState, path: str) -> Json:
    """Read a field of the state, or one entry of a collection at ``collection/key``.

    The parts of a tuple key are joined by ``/``.

    Rejects: INVALID_INPUT (STK-3) for a path that names nothing.
    """
    return look_up(state, path)


MODULE: Final = module("staking", Genesis, genesis, handle, view)
"""The HB contract behind a process."""
