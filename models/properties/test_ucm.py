"""Room ucm against books kept naively, over random histories of a small exchange.

After every action contract and books agree: on the reason, and then nothing changed; or on all that
anybody has free, on each order and each request, and on every message that is emitted. All
invariants hold, and maps built anew from their entries give the same root.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import fields, replace
from types import SimpleNamespace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hollowbeam.kernel.actor import Call, Emission, Kind
from hollowbeam.kernel.authenticated_map import Map, state_root
from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.errors import Reason, Rejection
from hollowbeam.kernel.vocabulary import Address, Nat
from hollowbeam_contracts.notices import Transfer
from hollowbeam_contracts.ucm import MODULE, handle
from hollowbeam_contracts.ucm import invariants as stated
from hollowbeam_contracts.ucm.search import hint_for, prices, queue
from hollowbeam_contracts.ucm.state import Coin, Side, UcmState
from hollowbeam_models.domains.ucm import moves
from hollowbeam_models.domains.ucm_moves import ASSET, TOKEN
from hollowbeam_models.ucm_books import Asked, Books, Resting

HISTORIES = 50
ACTIONS = 40
FORM = frozenset({Reason.INVALID_INPUT, Reason.UNKNOWN_ACTION})
"""Why what is spoiled in its form is refused."""


def plain(value: Json) -> Any:
    """Give the numbers of an input as numbers."""
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    return int(value) if isinstance(value, str) and value.isdecimal() else value


def agree(state: UcmState, books: Books) -> None:
    """Compare all that is free, rests, was asked for and is held."""
    free = {(str(coin), str(who)): held for (coin, who), held in state.free.items()}
    assert free == {key: held for key, held in books.free.items() if held}
    rests = [
        Resting(number, order.owner, str(order.kind), str(order.side), order.price, order.lots)
        for number, order in sorted(state.orders.items())
    ]
    assert rests == books.orders
    locked = [order.locked for _, order in sorted(state.orders.items())]
    assert locked == [books.locked(order) for order in books.orders]
    asked = [
        (number, Asked(str(one.coin), one.recipient, str(one.kind), one.quantity))
        for number, one in sorted(state.pending.items())
    ]
    assert asked == books.sent()
    held = {str(coin): units for coin, units in state.escrow.items()}
    assert held == {coin: units for coin, units in books.held.items() if units}
    assert (state.order_count, state.request_count) == (books.orders_made, books.requests_made)


def keeps_the_stated_invariants(state: UcmState) -> None:
    """INV-UCM-0 to INV-UCM-12, but INV-UCM-9, which is of matching alone."""
    links = state.links
    assert stated.parameters_are_sound(state.parameters)
    assert all(stated.is_covered(state, coin) for coin in Coin)
    for number, order in state.orders.items():
        assert stated.order_is_sound(state.parameters, order)
        assert stated.order_is_linked(links, number, order)
        assert stated.order_is_counted(state.order_count, number, order)
    for number, request in state.pending.items():
        assert stated.request_is_numbered(state.request_count, number, request)
    nodes = list(links.items())
    for key, node in nodes:
        assert stated.node_is_sound(links, key)
        assert stated.link_is_sound(key, node, state.orders.get(key[2]))
        assert stated.place_is_counted(state.order_count, key, node)
        for other, found in nodes:
            assert stated.level_is_sound(key, node, other, found)
            assert stated.levels_do_not_cross(key, node, other, found)
            if other[:2] == key[:2]:
                assert stated.has_no_gap(links, key, other[2])


def reads_the_book(state: UcmState, books: Books) -> None:
    """What a client looks up is what the books say: prices, queues, hints."""
    for side, sign in ((Side.ASK, 1), (Side.BID, -1)):
        own = [order for order in books.orders if order.side == side]
        found = sorted({order.price for order in own}, key=lambda price: sign * price)
        assert prices(state, side) == found
        for price in found:
            waiting = [order.number for order in own if order.price == price]
            assert queue(state, side, Nat(price)) == waiting
        for price in range(7, 14):
            better = [other for other in found if sign * other < sign * price]
            assert hint_for(state, side, Nat(price)) == (better[-1] if better else 0)


def emitted(books: Books, before: int) -> tuple[Emission, ...]:
    """Give the messages that the books ask for beyond a number."""
    return tuple(
        Emission(
            Kind.PROCESS,
            Address(ASSET if asked.coin == "ASSET" else TOKEN),
            "Transfer",
            Transfer(Address(asked.recipient), Kind(asked.kind), Nat(asked.quantity), Nat(number)),
        )
        for number, asked in books.sent()
        if number > before
    )


def same_root_anew(state: UcmState) -> None:
    """Build each map anew from its entries, the other way round."""
    maps: dict[str, Any] = {
        field.name: value
        for field in fields(state)
        if isinstance(value := getattr(state, field.name), Map)
    }
    anew: dict[str, Any] = {
        name: Map.of(value.default, dict(reversed(list(value.items()))))
        for name, value in maps.items()
    }
    assert state_root(replace(state, **anew)) == state_root(state)


@settings(derandomize=True, deadline=None, max_examples=HISTORIES)
@given(data=st.data(), scale=st.sampled_from(((1, 1), (5, 20), (1, 20))))
def test_contract_and_books_agree(data: st.DataObject, scale: tuple[int, int]) -> None:
    lot, minimum = scale
    start = {"asset": ASSET, "token": TOKEN, "lot": str(lot), "minimum": str(minimum)}
    role = SimpleNamespace(state=MODULE.start(dict(start)))
    books = Books(lot, minimum)
    for _ in range(ACTIONS):
        op, args = data.draw(moves(role))
        caller = Call(Address(args["caller"]), Nat(7), Kind(args["kind"]))
        tried = deepcopy(books)
        reason, effects = None, ()
        root = state_root(role.state)
        try:
            done = handle(role.state, caller, op, args["input"])
            role.state, effects = done.state, done.effects
        except Rejection as refusal:
            reason = refusal.reason
            assert state_root(role.state) == root
        if reason in FORM:
            continue
        assert tried.act(args["caller"], args["kind"], op, plain(args["input"])) == reason
        if reason is None:
            assert effects == emitted(tried, books.requests_made)
            books = tried
        agree(role.state, books)
    keeps_the_stated_invariants(role.state)
    reads_the_book(role.state, books)
    same_root_anew(role.state)
