"""A token as a process sees it: genesis, ``handle``, ``view``, and the module of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from hollowbeam.kernel.actor import BOUNCE, Bounce, Call
from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.dispatch import dispatch, look_up
from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.records import to_json
from hollowbeam.kernel.transition import Step, implements
from hollowbeam.kernel.vocabulary import ZERO, Address, Nat
from hollowbeam_contracts import ledger
from hollowbeam_contracts.ledger import Allocation
from hollowbeam_contracts.module import module
from hollowbeam_contracts.notices import TRANSFER, Transfer
from hollowbeam_contracts.u_token.actions import Burn, Genesis, Mint
from hollowbeam_contracts.u_token.bridge import burn, mint
from hollowbeam_contracts.u_token.invariants import is_within_limit
from hollowbeam_contracts.u_token.state import Information, Release, TokenState

Transition = Callable[[TokenState, Call, Any], Step[TokenState]]

ACTIONS: Final[dict[str, tuple[type[Any], Transition]]] = {
    TRANSFER: (Transfer, ledger.transfer),
    "Mint": (Mint, mint),
    "Burn": (Burn, burn),
    BOUNCE: (Bounce, ledger.bounce),
}
"""Each action's name on the wire, the type of its input, and its transition."""

INFORMATION: Final = "info"
"""The path at which a token tells of itself in one record."""


@implements("TOK-1")
def empty(
    name: str, ticker: str, denomination: Nat, authority: Address, confirmations: Nat
) -> TokenState:
    """Make the state in which nobody holds anything."""
    return TokenState(
        balances=Map(ZERO),
        claims=Map(ZERO),
        locks=Map(ZERO),
        releases=Map(Release()),
        name=name,
        ticker=ticker,
        denomination=denomination,
        authority=authority,
        confirmations=confirmations,
    )


@implements("TOK-1")
def allocate(state: TokenState, allocation: Allocation) -> TokenState:
    """Issue units at genesis.

    Rejects: BAD_PARAMETERS (TOK-1) at 2^256 units and above.
    """
    state = replace(state, issued=Nat(state.issued + allocation.quantity))
    require(is_within_limit(state), Reason.BAD_PARAMETERS)
    return ledger.receive(state, allocation.address, allocation.quantity)


@implements("TOK-1")
def genesis(start: Genesis) -> TokenState:
    """Make the first state.

    Rejects: BAD_PARAMETERS (TOK-1).
    """
    state = empty(
        start.name, start.ticker, start.denomination, start.authority, start.confirmations
    )
    for allocation in start.allocations:
        state = allocate(state, allocation)
    return state


@implements("TOK-2", "TOK-3")
def handle(state: TokenState, call: Call, name: str, data: Json) -> Step[TokenState]:
    """Apply the named action.

    Rejects: UNKNOWN_ACTION (TOK-2), INVALID_INPUT (TOK-3), and what the action rejects.
    """
    return dispatch(ACTIONS, name, data, state, call)


@implements("TOK-22")
def information(state: TokenState) -> Information:
    """Sum a token up; its supply is what is held (INV-TOK-1)."""
    supply = Nat(state.issued + state.minted - state.released)
    return Information(state.name, state.ticker, state.denomination, state.authority, supply)


def view(state: TokenState, path: str) -> Json:
    """Read ``info``, a field of the state, or one entry of a collection.

    Rejects: INVALID_INPUT (TOK-3) for a path that names nothing.
    """
    return to_json(information(state)) if path == INFORMATION else look_up(state, path)


MODULE: Final = module("u_token", Genesis, genesis, handle, view)
"""The token behind a process."""
