"""Rooms u_token and atomic_asset against books kept naively, over random histories.

After every action contract and books agree: on the reason, and then nothing changed; or on all that
anybody holds and is owed, and on every message. All invariants hold, and maps built anew from their
entries give the same root.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import fields, replace
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hollowbeam.kernel.actor import Call, Kind
from hollowbeam.kernel.authenticated_map import Map, state_root
from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.errors import Reason, Rejection
from hollowbeam.kernel.records import to_json
from hollowbeam.kernel.vocabulary import Address, Nat
from hollowbeam_contracts import atomic_asset, u_token
from hollowbeam_contracts.atomic_asset import invariants as stated_of_assets
from hollowbeam_contracts.atomic_asset.state import AssetState
from hollowbeam_contracts.ledger import Ledger
from hollowbeam_contracts.u_token import invariants as stated_of_tokens
from hollowbeam_contracts.u_token.state import LockId, Release, TokenState
from hollowbeam_models.domains import atomic_asset as assets
from hollowbeam_models.domains import u_token as tokens
from hollowbeam_models.domains.ledger_moves import HOLDERS, KEEPER, LOOK
from hollowbeam_models.domains.u_token import LOCKS
from hollowbeam_models.ledger_books import Books

HISTORIES = 100
ACTIONS = 25
EVERYBODY = (*HOLDERS, KEEPER)
FORM = frozenset({Reason.INVALID_INPUT, Reason.UNKNOWN_ACTION})
"""Why what is spoiled in its form is refused."""


def agrees_on_holdings(state: Ledger, books: Books) -> None:
    """Compare what anybody holds and is owed."""
    for who in EVERYBODY:
        assert state.balances.get(Address(who)) == books.balance(who)
        for other in EVERYBODY:
            owed = state.claims.get((Address(who), Address(other)))
            assert owed == books.owed[who, other]


def agrees_on_bridge(state: TokenState, books: Books) -> None:
    """Compare what was locked and released, and check the invariants."""
    for lock in LOCKS:
        assert state.locks.get(LockId(lock)) == books.mints.get(lock, 0)
    for number, burned in enumerate(books.burns, start=1):
        holder, recipient, units = burned
        release = Release(Address(holder), Address(recipient), Nat(units))
        assert state.releases.get(Nat(number)) == release
    assert state.release_count == len(books.burns)
    assert (state.issued, state.released) == (books.issued, books.released)
    assert stated_of_tokens.conserves(state)
    assert stated_of_tokens.minted_is_locked(state)
    assert stated_of_tokens.released_is_recorded(state)
    assert stated_of_tokens.is_within_limit(state)
    numbers = range(state.release_count + 2)
    assert all(stated_of_tokens.release_is_numbered(state, Nat(number)) for number in numbers)
    assert all(stated_of_tokens.claim_is_sound(state, key) for key, _ in state.claims.items())


def agrees_on_asset(state: AssetState, first: AssetState) -> None:
    """Compare what the asset is with what it was, and check the invariants."""
    assert replace(first, balances=state.balances, claims=state.claims) == state
    assert stated_of_assets.supply_is_fixed(state)
    assert all(stated_of_assets.claim_is_sound(state, key) for key, _ in state.claims.items())


def root_of_anew(state: Any) -> bytes:
    """Give the root of a state whose maps are built anew, the other way round."""
    anew = {
        field.name: Map.of(value.default, dict(reversed(list(value.items()))))
        for field in fields(state)
        if isinstance(value := getattr(state, field.name), Map)
    }
    return state_root(replace(state, **anew))


def is_well_formed(op: str, args: Any, books: Books) -> bool:
    """Whether the books know the action; what is spoiled in its form is left to the cases."""
    known: dict[str, set[str]] = {
        "Transfer": {"recipient", "kind", "quantity", "reference"},
        "Bounce": {"action", "reason", "input"},
    }
    if books.authority:
        known["Mint"] = {*known["Transfer"], "lock", "height"}
        known["Burn"] = {"recipient", "quantity", "reference"}
    data = args["input"]
    return op in known and isinstance(data, dict) and data.keys() == known[op]


def step(module: Any, state: Any, books: Books, op: str, args: Any) -> tuple[Any, Books]:
    """Take one step in the contract and in the books; both refuse for one reason, or neither."""
    if (op, args) == LOOK:
        return state, books
    call = Call(Address(args["caller"]), Nat(int(args["anchor"])), Kind(args["kind"]))
    root = state_root(state)
    answer = refused_or(lambda: module.MODULE.handle(state, call, op, args["input"]))
    assert state_root(state) == root
    if isinstance(answer, Reason) and answer in FORM:
        return state, books
    assert is_well_formed(op, args, books)
    after = deepcopy(books)
    expected = after.act(op, call.caller, call.kind, call.anchor, args["input"])
    if isinstance(answer, Reason):
        assert answer == expected
        return state, books
    assert [to_json(effect) for effect in answer.effects] == expected
    return answer.state, after


def refused_or(act: Callable[[], Any]) -> Any:
    """Give what comes of an act, or the reason why it is refused."""
    try:
        return act()
    except Rejection as rejection:
        return rejection.reason


@settings(derandomize=True, deadline=None, max_examples=HISTORIES)
@given(data=st.data(), start=tokens.starts())
def test_a_token_keeps_its_books(data: st.DataObject, start: Any) -> None:
    held = [(each["address"], int(each["quantity"])) for each in start["allocations"]]
    books = Books(held, start["authority"], int(start["confirmations"]))
    state = refused_or(lambda: u_token.MODULE.start(start))
    assert (state == Reason.BAD_PARAMETERS) == (books.issued >= 2**256)
    if isinstance(state, Reason):
        return
    for _ in range(ACTIONS):
        op, args = data.draw(tokens.moves(SimpleNamespace(state=state)))
        state, books = step(u_token, state, books, op, args)
        agrees_on_holdings(state, books)
        agrees_on_bridge(state, books)
    supply = u_token.MODULE.view(state, "info")
    assert isinstance(supply, dict)
    assert supply["supply"] == str(sum(map(books.balance, EVERYBODY)))
    assert root_of_anew(state) == state_root(state)


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


TOKEN = tokens.sound(
    TokenState(
        balances=Map.of(Nat(0), {Address(HOLDERS[0]): Nat(5)}),
        claims=Map(Nat(0)),
        locks=Map.of(Nat(0), {LockId(LOCKS[0]): Nat(7)}),
        releases=Map.of(Release(), {Nat(1): Release(quantity=Nat(2))}),
        name="U",
        ticker="U",
        denomination=Nat(6),
        authority=Address(KEEPER),
        confirmations=Nat(0),
    )
)
KEY = (Address(HOLDERS[0]), Address(HOLDERS[1]))


@pytest.mark.parametrize(
    ("changed", "broken"),
    [
        ({}, set()),
        ({"issued": Nat(1)}, {"conserves"}),
        ({"balances": Map(Nat(0))}, {"conserves"}),
        ({"minted": Nat(8)}, {"conserves", "minted_is_locked"}),
        ({"locks": Map(Nat(0))}, {"minted_is_locked"}),
        ({"released": Nat(1)}, {"conserves", "released_is_recorded"}),
        ({"releases": Map(Release())}, {"released_is_recorded", "release_is_numbered"}),
        ({"release_count": Nat(0)}, {"release_is_numbered"}),
        ({"release_count": Nat(2)}, {"release_is_numbered"}),
        ({"issued": Nat(2**256 - 7)}, {"conserves", "is_within_limit"}),
        ({"issued": Nat(2**256 - 8)}, {"conserves"}),
        ({"claims": Map.of(Nat(0), {KEY: Nat(2**256)})}, {"claim_is_sound"}),
        ({"claims": Map.of(Nat(0), {KEY: Nat(2**256 - 1)})}, set()),
    ],
)
def test_an_invariant_of_a_token_notices(changed: dict[str, Any], broken: set[str]) -> None:
    state = replace(TOKEN, **changed)
    holds = {
        "conserves": stated_of_tokens.conserves(state),
        "minted_is_locked": stated_of_tokens.minted_is_locked(state),
        "released_is_recorded": stated_of_tokens.released_is_recorded(state),
        "is_within_limit": stated_of_tokens.is_within_limit(state),
        "claim_is_sound": stated_of_tokens.claim_is_sound(state, KEY),
        "release_is_numbered": all(
            stated_of_tokens.release_is_numbered(state, Nat(number)) for number in range(4)
        ),
    }
    assert {name for name, value in holds.items() if not value} == broken


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
