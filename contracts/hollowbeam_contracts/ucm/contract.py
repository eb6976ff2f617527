"""The exchange as a process sees it: genesis, ``handle``, ``view``, and the module of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from hollowbeam.kernel.actor import BOUNCE, Bounce, Call
from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.dispatch import dispatch, look_up
from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.transition import Step, implements
from hollowbeam.kernel.vocabulary import ZERO, Nat
from hollowbeam_contracts.module import module
from hollowbeam_contracts.notices import CREDIT_NOTICE, DEBIT_NOTICE, CreditNotice, DebitNotice
from hollowbeam_contracts.ucm.actions import CancelOrder, LimitOrder, MarketOrder, Withdraw
from hollowbeam_contracts.ucm.invariants import parameters_are_sound
from hollowbeam_contracts.ucm.orders import cancel_order, limit_order, market_order
from hollowbeam_contracts.ucm.state import Node, Order, Parameters, Request, UcmState
from hollowbeam_contracts.ucm.transfers import bounce, deposit, settle, transfer_for, withdraw

Transition = Callable[[UcmState, Call, Any], Step[UcmState]]

ACTIONS: Final[dict[str, tuple[type[Any], Transition]]] = {
    "Limit-Order": (LimitOrder, limit_order),
    "Market-Order": (MarketOrder, market_order),
    "Cancel-Order": (CancelOrder, cancel_order),
    "Withdraw": (Withdraw, withdraw),
    CREDIT_NOTICE: (CreditNotice, deposit),
    DEBIT_NOTICE: (DebitNotice, settle),
    BOUNCE: (Bounce, bounce),
}
"""Each action's name on the wire, the type of its input, and its transition."""


@implements("UCM-1")
def genesis(parameters: Parameters) -> UcmState:
    """Make the state in which the exchange holds nothing.

    Rejects: BAD_PARAMETERS (UCM-1).
    """
    require(parameters_are_sound(parameters), Reason.BAD_PARAMETERS)
    return UcmState(
        parameters=parameters,
        free=Map(ZERO),
        orders=Map(Order()),
        links=Map(Node()),
        pending=Map(Request()),
        escrow=Map(ZERO),
    )


@implements("UCM-2", "UCM-3", "UCM-9")
def handle(state: UcmState, call: Call, name: str, data: Json) -> Step[UcmState]:
    """Apply the named action, and ask for each transfer that it made a request of (UCM-9).

    Rejects: UNKNOWN_ACTION (UCM-2), INVALID_INPUT (UCM-3), and what the action rejects.
    """
    after = dispatch(ACTIONS, name, data, state, call).state
    new = range(state.request_count + 1, after.request_count + 1)
    return Step(after, tuple(transfer_for(after, Nat(number)) for number in new))


def view(state: UcmState, path: str) -> Json:
    """Read a field of the state, or one entry of a collection at ``collection/key``.

    Rejects: INVALID_INPUT (UCM-3) for a path that names nothing.
    """
    return look_up(state, path)


MODULE: Final = module("ucm", Parameters, genesis, handle, view)
"""The exchange behind a process."""
