"""The domain of room ucm: states that histories reach, and books in the midst of matching."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from hypothesis import strategies as st

from hollowbeam.kernel.actor import Call, Kind
from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.errors import Rejection
from hollowbeam.kernel.vocabulary import ZERO, Address, Nat
from hollowbeam_contracts.notices import CreditNotice, DebitNotice
from hollowbeam_contracts.ucm import MODULE
from hollowbeam_contracts.ucm.actions import CancelOrder, LimitOrder, MarketOrder, Returned
from hollowbeam_contracts.ucm.book import best_rank, opposite, rank_of
from hollowbeam_contracts.ucm.orders import opened
from hollowbeam_contracts.ucm.rings import Links
from hollowbeam_contracts.ucm.search import hint_for, prices
from hollowbeam_contracts.ucm.state import (
    TOP,
    Coin,
    Parameters,
    Side,
    Taker,
    Taking,
    UcmState,
)
from hollowbeam_models.domains.ucm_moves import ASSET, HOLDERS, TOKEN, moves, starts, step
from hollowbeam_models.strategies import Aim, Domain, pool

__all__ = ["moves", "starts", "ucm", "ucm_aims"]

MOST_STEPS: Final = 12
"""How long the history behind a random state is, after its deposits."""

_FUNDS: Final = (("ASSET", 0), ("TOKEN", 1), ("TOKEN", 0), ("ASSET", 2), ("TOKEN", 2))


@st.composite
def reachable_states(draw: st.DrawFn) -> UcmState:
    """Draw a state that actions lead to; refused ones change nothing."""
    lot, minimum = draw(st.sampled_from((("1", "1"), ("5", "20"), ("1", "20"))))
    state = MODULE.start({"asset": ASSET, "token": TOKEN, "lot": lot, "minimum": minimum})
    for coin, holder in _FUNDS:
        keeper = Call(Address(ASSET if coin == "ASSET" else TOKEN), ZERO, Kind.PROCESS)
        told = {"sender": HOLDERS[holder], "kind": "WALLET", "quantity": "100", "reference": "1"}
        state = MODULE.handle(state, keeper, "Credit-Notice", dict(told)).state
    for _ in range(draw(st.integers(0, MOST_STEPS))):
        op, args = step(draw, state)
        call = Call(Address(args["caller"]), Nat(7), Kind(args["kind"]))
        with suppress(Rejection):
            state = MODULE.handle(state, call, op, args["input"]).state
    found: UcmState = state
    return found


def takings(states: st.SearchStrategy[UcmState]) -> st.SearchStrategy[Taking]:
    """Draw the midst of matching: a state, and what a taker still wants and has set aside."""

    def made(state: UcmState, lots: int, reserve: int, fills: int) -> Taking:
        return opened(state, Nat(lots), Nat(reserve), Nat(fills))

    few = st.integers(0, 9)
    return st.builds(made, states, few, st.sampled_from((0, 5, 9, 50, 100, 500)), few)


@cache
def ucm() -> Domain:
    """Give the domain of room ucm."""
    names: Any = st.sampled_from([*pool(), ASSET, TOKEN]).map(Address)
    states = reachable_states()
    parameters = st.builds(
        Parameters,
        asset=names,
        token=names,
        lot=st.sampled_from((0, 1, 1, 5)).map(Nat),
        minimum=st.sampled_from((0, 1, 1, 20)).map(Nat),
    )
    links: Any = Links
    return MappingProxyType(
        {
            Address: names,
            Parameters: parameters,
            UcmState: states,
            Taking: takings(states),
            links: states.map(lambda state: state.links),
        }
    )


def ucm_aims(given: Any) -> list[Aim]:
    """Give what to aim at in a state, in a book, or with parameters of a fill."""
    if isinstance(given, UcmState):
        return _aims_of_state(given)
    if isinstance(given, Parameters):
        return _aims_of_fill(given)
    if isinstance(given, Taking):
        return [_aim_of_midst(given, side) for side in Side]
    if hasattr(given, "items"):
        return [_aim_of_place(*key) for key, node in given.items() if node.is_open]
    return []


def _aims_of_state(state: UcmState) -> list[Aim]:
    """Aim at each order, each request and each account, and at prices that meet or do not."""
    keepers = [Address(ASSET), Address(TOKEN)]
    aims: list[Aim] = []
    for number, order in state.orders.items():
        aims.append({
            CancelOrder: [CancelOrder(number)],
            (Call, "caller"): [order.owner],
            **_aim_of_side(state, order.side),
            Nat: [number, state.order_count],
        })  # fmt: skip
        aims.append({**_aim_of_side(state, opposite(order.side)), Nat: [state.order_count, number]})
    for number, asked in state.pending.items():
        told = DebitNotice(asked.recipient, asked.kind, asked.quantity, number)
        aims.append({
            DebitNotice: [told],
            Returned: [Returned(number)],
            Coin: [asked.coin],
            Nat: [number],
            (Call, "caller"): [keepers[asked.coin == Coin.TOKEN]],
        })  # fmt: skip
    deposit = CreditNotice(Address(HOLDERS[0]), Kind.WALLET, Nat(5), Nat(1))
    aims += [{CreditNotice: [deposit], (Call, "caller"): keepers}]
    aims += [
        {**_aim_of_side(state, side), Nat: [state.order_count], (Call, "caller"): [who]}
        for side in Side
        for who in map(Address, HOLDERS)
    ]
    for (coin, who), held in state.free.items():
        aims.append({Coin: [coin], (Call, "caller"): [who], Nat: [Nat(1), held, state.order_count]})
        aims += [_aim_of_funds(state, coin, who, held, Nat(price)) for price in (10, 9)]
    return aims


def _aim_of_funds(state: UcmState, coin: Coin, who: Address, held: Nat, price: Nat) -> Aim:
    """Aim an order at a price that its owner has the funds for, with the hint that is right."""
    side = Side.ASK if coin == Coin.ASSET else Side.BID
    lots = Nat(held // (state.parameters.lot if side == Side.ASK else price))
    hint = hint_for(state, side, price)
    place = rank_of(side, hint) if hint else ZERO
    return {
        LimitOrder: [LimitOrder(side, lots, price, hint, Nat(4))],
        MarketOrder: [MarketOrder(side, lots if side == Side.ASK else held, Nat(4))],
        (Call, "caller"): [who],
        Nat: [state.order_count, rank_of(side, price), place],
    }


def _aim_of_side(state: UcmState, side: Side) -> Aim:
    """Aim orders of a side at prices that are open, on either side, or next to one."""
    near = {*prices(state, side), *prices(state, opposite(side)), Nat(10), Nat(9)}
    orders = [
        LimitOrder(side, Nat(lots), price, hint_for(state, side, price), Nat(fills))
        for price in sorted(near)
        for lots, fills in ((3, 4), (20, 2), (4, 0))
    ]
    limit = [rank_of(opposite(side), price) for price in sorted(near)]
    return {
        LimitOrder: orders,
        MarketOrder: [MarketOrder(side, Nat(amount), Nat(4)) for amount in (1, 4, 30)],
        Side: [side],
        (Taker, "limit"): limit,
        (Taker, "spends"): [False],
    }


_STANDING: Final = (
    ("ASK", 0, 3, 10),
    ("ASK", 2, 4, 10),
    ("ASK", 0, 9, 11),
    ("BID", 1, 4, 9),
    ("BID", 2, 3, 9),
    ("BID", 1, 5, 8),
)
"""Side, holder, lots and price of orders that rest."""


@cache
def standing(lot: Nat, minimum: Nat) -> UcmState:
    """Give an exchange of a scale in which some orders rest; those below the minimum do not."""
    start: Json = {"asset": ASSET, "token": TOKEN, "lot": str(lot), "minimum": str(minimum)}
    state: UcmState = MODULE.start(start)
    for keeper in (ASSET, TOKEN):
        for holder in HOLDERS:
            told: Json = {"sender": holder, "kind": "WALLET", "quantity": "300", "reference": "1"}
            call = Call(Address(keeper), ZERO, Kind.PROCESS)
            state = MODULE.handle(state, call, "Credit-Notice", told).state
    for side, owner, lots, price in _STANDING:
        hint = hint_for(state, Side(side), Nat(price))
        numbers = {"lots": lots, "price": price, "hint": hint, "max_fills": 0}
        wanted: Json = {"side": side, **{name: str(number) for name, number in numbers.items()}}
        with suppress(Rejection):
            call = Call(Address(HOLDERS[owner]), ZERO)
            state = MODULE.handle(state, call, "Limit-Order", wanted).state
    return state


def _aims_of_fill(parameters: Parameters) -> list[Aim]:
    """Aim a taker at a book of these parameters, with a reserve that suffices."""
    if not parameters.lot or not parameters.minimum:
        return []
    state = standing(parameters.lot, parameters.minimum)

    def aim(side: Side, limit: int, reserve: Callable[[int], int], *, spends: bool) -> Aim:
        midst = [
            opened(state, Nat(lots), Nat(reserve(lots)), Nat(fills))
            for lots in (1, 3, 5, 30)
            for fills in (1, 4)
        ]
        return {
            Taking: midst,
            Side: [side],
            (Taker, "side"): [side],
            (Taker, "limit"): [Nat(limit)],
            (Taker, "spends"): [spends],
            Nat: [state.order_count],
        }

    sells = aim(Side.ASK, TOP - 8, lambda lots: lots * parameters.lot, spends=False)
    buys = aim(Side.BID, 11, lambda lots: lots * 12, spends=False)
    return [sells, buys, aim(Side.BID, TOP, lambda lots: lots, spends=True)]


def _aim_of_midst(taking: Taking, side: Side) -> Aim:
    """Aim a taker of a side at the best price of the other, and at the orders there are."""
    other = opposite(side)
    rank = best_rank(taking.links, other)
    best = rank_of(other, rank)
    numbers = [number for number, _ in taking.orders.items()]
    return {
        Side: [side],
        (Taker, "side"): [side],
        (Taker, "limit"): [rank],
        Nat: [best, best, best, *numbers],
    }


def _aim_of_place(side: Side, ring: Nat, place: Nat) -> Aim:
    """Aim at a place of a ring, and at numbers around it."""
    near = [ring, place, Nat(place + 1), rank_of(side, place), rank_of(side, ring)]
    return {Side: [side], Nat: [number for number in near if number >= 0]}
