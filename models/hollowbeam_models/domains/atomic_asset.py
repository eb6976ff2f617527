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
from hollowbeam_models.domains.ledger_moves import HOLDERS, LOOK, bounce, transfer
from hollowbeam_models.domains.spoiled import Move, spoiled
from hollowbeam_models.strategies import Aim, Domain, pool, values

_UNITS: Final = ("1", "1", "2", "100", str(NAT_LIMIT - 1))
_TITLES: Final = ("A picture", "t" * 150, "\N{BEAR FACE}" * 150, "t" * 151, "")
_TOPICS: Final[tuple[list[Json], ...]] = ([], ["light"], ["z", "a", "b"], ["light", ""])


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
    """Draw the genesis of an asset; a few are refused, for what they say or have no units of."""
    is_odd = draw(st.integers(0, 3)) == 0
    return {
        "title": draw(st.sampled_from(_TITLES if is_odd else _TITLES[:3])),
        "type": draw(st.sampled_from(("image", "music", "") if is_odd else ("image", "music"))),
        "topics": draw(st.sampled_from(_TOPICS if is_odd else _TOPICS[:3])),
        "description": draw(st.sampled_from(("", "d" * 300, "d" * (301 if is_odd else 1)))),
        "content": draw(st.sampled_from(HOLDERS)),
        "units": draw(st.sampled_from((*_UNITS, "0") if is_odd else _UNITS)),
        "holder": draw(st.sampled_from(HOLDERS)),
    }


def moves(role: Any) -> st.SearchStrategy[Move]:
    """Draw a step aimed at the state of the role: mostly acceptable, often at a boundary.

    One in ten is spoiled in its form; now and then one only looks.
    """
    state: AssetState = role.state
    return st.one_of(*[_moves(state)] * 16, *[spoiled(_moves(state))] * 2, st.just(LOOK))


@st.composite
def _moves(draw: st.DrawFn, state: AssetState) -> Move:
    """Draw who does what."""
    move: Move = draw(st.sampled_from((transfer, transfer, bounce)))(draw, state)
    return move
