"""An asset as a process sees it: genesis, ``handle``, ``view``, and the module of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from hollowbeam.kernel.actor import BOUNCE, Bounce, Call
from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.dispatch import dispatch, look_up
from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.records import to_json
from hollowbeam.kernel.transition import Step, implements
from hollowbeam.kernel.vocabulary import ZERO, Nat
from hollowbeam_contracts import ledger
from hollowbeam_contracts.atomic_asset.state import AssetState, Genesis, Information
from hollowbeam_contracts.atomic_asset.units import endow, take_back, transfer
from hollowbeam_contracts.module import module
from hollowbeam_contracts.notices import TRANSFER, Transfer

INFORMATION: Final = "info"
"""The path at which an asset tells of itself in one record."""

MOST_TITLE: Final = 150
MOST_DESCRIPTION: Final = 300
"""Lengths in characters (Unicode code points), as ANS-110 limits them."""


@implements("AST-1")
def genesis(start: Genesis) -> AssetState:
    """Make the first state: one holder has all units (AST-1).

    Rejects: BAD_PARAMETERS (AST-1, AST-2).
    """
    state = described(start)
    return endow(state, start.holder)


@implements("AST-2")
def described(start: Genesis) -> AssetState:
    """Make the state of an asset that nobody holds yet.

    Rejects: BAD_PARAMETERS (AST-2).
    """
    require(1 <= len(start.title) <= MOST_TITLE, Reason.BAD_PARAMETERS, "title")
    require(len(start.type) >= 1, Reason.BAD_PARAMETERS, "type")
    require(len(start.description) <= MOST_DESCRIPTION, Reason.BAD_PARAMETERS, "description")
    require(all(start.topics), Reason.BAD_PARAMETERS, "topics")
    topics: Map[Nat, str] = Map("")
    for number, topic in enumerate(start.topics, start=1):
        topics = topics.set(Nat(number), topic)
    return AssetState(
        balances=Map(ZERO),
        claims=Map(ZERO),
        topics=topics,
        title=start.title,
        type=start.type,
        description=start.description,
        content=start.content,
        units=start.units,
        topic_count=Nat(len(start.topics)),
    )


@implements("AST-12")
def bounce(state: AssetState, call: Call, action: Bounce) -> Step[AssetState]:
    """Answer a message that came back, as every ledger does (AST-10 to AST-12)."""
    return ledger.bounce(state, call, action, take_back)


Transition = Callable[[AssetState, Call, Any], Step[AssetState]]

ACTIONS: Final[dict[str, tuple[type[Any], Transition]]] = {
    TRANSFER: (Transfer, transfer),
    BOUNCE: (Bounce, bounce),
}
"""Each action's name on the wire, the type of its input, and its transition."""


@implements("AST-3", "AST-4")
def handle(state: AssetState, call: Call, name: str, data: Json) -> Step[AssetState]:
    """Apply the named action.

    Rejects: UNKNOWN_ACTION (AST-3), INVALID_INPUT (AST-4), and what the action rejects.
    """
    return dispatch(ACTIONS, name, data, state, call)


@implements("AST-13")
def information(state: AssetState) -> Information:
    """Sum an asset up (AST-13)."""
    topics = tuple(state.topics.get(Nat(number + 1)) for number in range(state.topic_count))
    return Information(
        state.title, state.type, topics, state.description, state.content, state.units
    )


def view(state: AssetState, path: str) -> Json:
    """Read ``info``, a field of the state, or one entry of a collection.

    Rejects: INVALID_INPUT (AST-4) for a path that names nothing.
    """
    return to_json(information(state)) if path == INFORMATION else look_up(state, path)


MODULE: Final = module("atomic_asset", Genesis, genesis, handle, view)
"""The asset behind a process."""
