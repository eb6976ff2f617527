"""The domain of room atomic_asset: states for its theorems, and histories for live testing."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from hypothesis import strategies as st

from hollowbeam.kernel.actor import Call
from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.vocabulary import NAT_LIMIT, ZERO, Address, Nat
from hollowbeam_contracts.atomic_asset.state import AssetState
from hollowbeam_contracts.ledger import supply
from hollowbeam_contracts.notices import Transfer
from hollowbeam_models.domains.choosing import choose, seldom
from hollowbeam_models.domains.ledger_moves import HOLDERS, bounce, looked_or_spoiled, transfer
from hollowbeam_models.domains.spoiled import Move
from hollowbeam_models.strategies import Aim, Domain, pool, values

_UNITS: Final = ("1", "1", "2", "100", str(NAT_LIMIT - 1))
_TITLES: Final = ("A picture", "t" * 150, "\N{BEAR FACE}" * 150, " A  picture\n", "a picture")
_TOPICS: Final[tuple[list[Json], ...]] = ([], ["light"], ["z", "a", "b"], ["a", "A", "a"])
_ODD: Final[tuple[dict[str, Json], ...]] = (
    {"units": "0"},
    {"title": ""},
    {"title": "t" * 151},
    {"type": ""},
    {"topics": ["light", ""]},
    {"description": "d" * 301},
    {"description": "\N{BEAR FACE}" * 300},
    {"units": str(NAT_LIMIT)},
)
"""What is refused, and one that is not."""


@st.composite
def states(draw: st.DrawFn) -> AssetState:
    """Draw a state: arbitrary, with all its units held, or with none."""
    state: AssetState = draw(values(AssetState))
    how = draw(st.sampled_from(("any", "held", "held", "new")))
    if how == "new":
        return replace(state, balances=Map(ZERO))
    return replace(state, units=supply(state)) if how == "held" else state


@cache
def atomic_asset() -> Domain:
    """Give the domain of room atomic_asset."""
    return MappingProxyType({AssetState: states()})


def atomic_asset_aims(state: Any) -> list[Aim]:
    """Give what to aim at: each holder's balance."""
    if not isinstance(state, AssetState):
        return []
    holders = [holder for holder, _ in state.balances.items()] or [Address(pool()[0])]
    return [
        {
            (Call, "caller"): [holder],
            (Transfer, "recipient"): [Address(name) for name in pool()],
            Address: [holder],
            Nat: [Nat(1), state.balances.get(holder)],
        }
        for holder in holders
    ]


@st.composite
def starts(draw: st.DrawFn) -> Json:
    """Draw the genesis of an asset; one in four has one member at or beyond its bound."""
    start: dict[str, Json] = {
        "title": choose(draw, _TITLES),
        "type": choose(draw, ("image", "music")),
        "topics": choose(draw, _TOPICS),
        "description": choose(draw, ("", "d", "d" * 300)),
        "content": choose(draw, HOLDERS),
        "units": choose(draw, _UNITS),
        "holder": choose(draw, HOLDERS),
    }
    return {**start, **(choose(draw, _ODD) if seldom(draw, 4) else {})}


def moves(role: Any) -> st.SearchStrategy[Move]:
    """Draw a step aimed at the state of the role: mostly acceptable, often at a boundary.

    Some are spoiled in their form; now and then one only looks.
    """
    return _moves(role.state)


@st.composite
def _moves(draw: st.DrawFn, state: AssetState) -> Move:
    return looked_or_spoiled(draw, lambda: choose(draw, _MAKES)(draw, state))


_MAKES: Final = (transfer, transfer, bounce)
