"""Room atomic_asset against books kept naively, over random histories.

After every action contract and books agree: on the reason, and then nothing changed; or on all that
anybody holds and is owed, and on every message. All invariants hold, and maps built anew from their
entries give the same root.
"""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hollowbeam.kernel.authenticated_map import Map, state_root
from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import Address, Nat
from hollowbeam_contracts import atomic_asset
from hollowbeam_contracts.atomic_asset import invariants as stated_of_assets
from hollowbeam_contracts.atomic_asset.state import AssetState
from hollowbeam_models.domains import atomic_asset as assets
from hollowbeam_models.domains.ledger_moves import HOLDERS, KEEPER
from hollowbeam_models.ledger_books import Books
from hollowbeam_models.ledger_comparison import (
    agrees_on_holdings,
    refused_or,
    root_of_anew,
    step,
)

HISTORIES = 100
ACTIONS = 25
KEY = (Address(HOLDERS[0]), Address(HOLDERS[1]))


def agrees_on_asset(state: AssetState, first: AssetState) -> None:
    """Compare what the asset is with what it was, and check the invariants."""
    assert replace(first, balances=state.balances, claims=state.claims) == state
    assert stated_of_assets.supply_is_fixed(state)
    assert all(stated_of_assets.claim_is_sound(state, key) for key, _ in state.claims.items())


@settings(derandomize=True, deadline=None, max_examples=HISTORIES)
@given(data=st.data(), start=assets.starts())
def test_an_asset_keeps_its_books(data: st.DataObject, start: Any) -> None:
    is_right = (
        1 <= len(start["title"]) <= 150
        and start["type"] != ""
        and "" not in start["topics"]
        and len(start["description"]) <= 300
        and start["units"] != "0"
    )
    first = refused_or(lambda: atomic_asset.MODULE.start(start))
    assert (first == Reason.BAD_PARAMETERS) != is_right
    if isinstance(first, Reason):
        return
    told = {name: value for name, value in start.items() if name != "holder"}
    assert atomic_asset.MODULE.view(first, "info") == told
    books, state = Books([(start["holder"], int(start["units"]))]), first
    for _ in range(ACTIONS):
        op, args = data.draw(assets.moves(SimpleNamespace(state=state)))
        state, books = step(atomic_asset, state, books, op, args)
        agrees_on_holdings(state, books)
        agrees_on_asset(state, first)
    assert atomic_asset.MODULE.view(state, "info") == told
    assert root_of_anew(state) == state_root(state)


@pytest.mark.parametrize(
    ("units", "held", "owed", "holds"),
    [
        (5, 5, 0, (True, True)),
        (5, 6, 0, (False, True)),
        (5, 4, 0, (False, True)),
        (0, 0, 0, (False, True)),
        (1, 1, 2**256 - 1, (True, True)),
        (1, 1, 2**256, (True, False)),
    ],
)
def test_an_invariant_of_an_asset_notices(
    units: int, held: int, owed: int, holds: tuple[bool, bool]
) -> None:
    start: dict[str, Json] = {
        "title": "A",
        "type": "a",
        "topics": [],
        "description": "",
        "content": KEEPER,
    }
    state = atomic_asset.MODULE.start({**start, "units": "1", "holder": KEEPER})
    state = replace(
        state,
        units=Nat(units),
        balances=Map.of(Nat(0), {Address(KEEPER): Nat(held)}),
        claims=Map.of(Nat(0), {KEY: Nat(owed)}),
    )
    found = stated_of_assets.supply_is_fixed(state), stated_of_assets.claim_is_sound(state, KEY)
    assert found == holds
