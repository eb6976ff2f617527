"""Room u_token against books kept naively, over random histories.

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
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import Address, Nat
from hollowbeam_contracts import u_token
from hollowbeam_contracts.u_token import invariants as stated_of_tokens
from hollowbeam_contracts.u_token.state import LockId, Release, TokenState
from hollowbeam_models.domains import u_token as tokens
from hollowbeam_models.domains.ledger_moves import HOLDERS, KEEPER
from hollowbeam_models.domains.u_token import LOCKS
from hollowbeam_models.ledger_books import Books
from hollowbeam_models.ledger_comparison import (
    EVERYBODY,
    agrees_on_holdings,
    refused_or,
    root_of_anew,
    step,
)

HISTORIES = 100
ACTIONS = 25


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
