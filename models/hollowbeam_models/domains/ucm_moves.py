"""Histories of room ucm for live testing: few holders, few prices, and steps near boundaries."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Final

from hypothesis import strategies as st

from hollowbeam.kernel.encoding import Json, base64url
from hollowbeam.kernel.vocabulary import NAT_LIMIT, Address, Nat
from hollowbeam_contracts.ucm.book import opposite
from hollowbeam_contracts.ucm.search import hint_for, prices, queue
from hollowbeam_contracts.ucm.state import TOP, Coin, Order, Side, UcmState
from hollowbeam_models.domains.choosing import choose, seldom
from hollowbeam_models.domains.spoiled import Move, spoil
from hollowbeam_models.strategies import pool

ASSET: Final = base64url(sha256(b"the process of the asset").digest())
TOKEN: Final = base64url(sha256(b"the process of the token").digest())
KEEPERS: Final = {Coin.ASSET: ASSET, Coin.TOKEN: TOKEN}
HOLDERS: Final = pool()
"""The last of them is a process."""

LEAST_FUNDS: Final = 3
MOST_LOTS: Final = 20
_PRICES: Final = (8, 9, 10, 10, 10, 11, 12)
_WRONG_PRICES: Final = (0, 1, TOP - 1, TOP, TOP + 1)
_FILLS: Final = (8, 8, 8, 8, 8, 64, 2, 2, 1, 1, 0)
_ODD_FILLS: Final = (65, 66, NAT_LIMIT - 1)
_SIDES: Final = (Side.ASK, Side.BID)
_COINS: Final = (Coin.ASSET, Coin.TOKEN)
_ACCOUNTS: Final = [(coin, who) for coin in _COINS for who in HOLDERS]
_PAID_IN: Final = {Side.ASK: Coin.ASSET, Side.BID: Coin.TOKEN}


@st.composite
def starts(draw: st.DrawFn) -> Json:
    """Draw the genesis of an exchange; one in eight has a parameter at or beyond its bound."""
    start = {"asset": ASSET, "token": TOKEN, "lot": "5", "minimum": "20"}
    start["lot"] = choose(draw, ("1", "5"))
    start["minimum"] = choose(draw, ("1", "10", "20", "24"))
    if seldom(draw, 8):
        name, value = choose(draw, (("lot", "0"), ("minimum", "0"), ("token", ASSET), ("lot", "7")))
        start[name] = value
    return dict(start)


def moves(role: Any) -> st.SearchStrategy[Move]:
    """Draw a step aimed at the state of the role: mostly acceptable, often at a boundary.

    One in six is spoiled in its form.
    """
    return _moves(role.state)


@st.composite
def _moves(draw: st.DrawFn, state: UcmState) -> Move:
    move = step(draw, state)
    return spoil(draw, move) if seldom(draw, 6) else move


def step(draw: st.DrawFn, state: UcmState) -> Move:
    """Draw who does what, in its right form; now and then what cannot be done."""
    if seldom(draw):
        return choose(draw, tuple(_MAKE.values()))(draw, state)
    funded, resting = len(list(state.free.items())), len(list(state.orders.items()))
    names = ["Credit-Notice"] * (4 if funded < LEAST_FUNDS else 1)
    names += ["Limit-Order"] * (6 if funded else 0)
    names += ["Market-Order", "Market-Order", "Cancel-Order"] if resting and funded else []
    names += ["Debit-Notice", "Bounce"] if list(state.pending.items()) else []
    names += ["Withdraw"] if funded else []
    return _MAKE[choose(draw, names)](draw, state)


def call(op: str, caller: str, given: dict[str, Json]) -> Move:
    """Write a call of a holder, or of a process that keeps a coin."""
    kind = "WALLET" if caller in HOLDERS[:2] else "PROCESS"
    return op, {"caller": caller, "kind": kind, "anchor": "7", "input": given}


def _account(draw: st.DrawFn, state: UcmState, coin: Coin, least: int = 1) -> tuple[str, int]:
    """Draw who has enough of a coin free, and how much; now and then anybody."""
    found = [(str(who), held) for (kept, who), held in state.free.items() if kept == coin]
    enough = [(who, held) for who, held in found if held >= least]
    if enough and not seldom(draw):
        return choose(draw, enough)
    who = choose(draw, HOLDERS)
    return who, state.free.get((coin, Address(who)))


def _deposit(draw: st.DrawFn, state: UcmState) -> Move:
    coin, sender = choose(draw, _COINS), choose(draw, HOLDERS)
    empty = [key for key in _ACCOUNTS if not state.free.get((key[0], Address(key[1])))]
    if empty and seldom(draw, 2):
        coin, sender = choose(draw, empty)
    keeper = choose(draw, HOLDERS) if seldom(draw) else KEEPERS[coin]
    units = MOST_LOTS * (state.parameters.lot if coin == Coin.ASSET else 10)
    quantity = choose(draw, (units, units, units, units // 2, 60, 7, 1, NAT_LIMIT - 1 - 10**6))
    quantity = 0 if seldom(draw) else quantity
    kind = "WALLET" if sender in HOLDERS[:2] else "PROCESS"
    told = {"sender": sender, "kind": kind, "quantity": str(quantity), "reference": "1"}
    return call("Credit-Notice", keeper, dict(told))


def _withdraw(draw: st.DrawFn, state: UcmState) -> Move:
    coin = choose(draw, _COINS)
    who, held = _account(draw, state, coin)
    some = (held, (held + 1) // 2, 1, 3, min(7, held))
    amount = choose(draw, (0, held + 1, held) if seldom(draw, 4) else some)
    return call("Withdraw", who, {"coin": str(coin), "quantity": str(amount)})


def _side(draw: st.DrawFn, state: UcmState) -> Side:
    """Draw a side on which somebody can order."""
    held = {coin for (coin, _), _ in state.free.items()}
    return choose(draw, [side for side in _SIDES if _PAID_IN[side] in held] or _SIDES)


def _met(state: UcmState, side: Side) -> Order:
    """Give the order that an order of a side meets first, or none."""
    other = opposite(side)
    levels = prices(state, other)
    return state.orders.get(queue(state, other, levels[0])[0]) if levels else Order()


def _least(state: UcmState, price: int) -> int:
    """Give the lots that are worth the minimum at a price, or just more."""
    return -(-state.parameters.minimum // max(1, price))


def _around(state: UcmState, met: Order) -> list[int]:
    """Give numbers of lots that fill an order, or leave of it or beyond it about the minimum."""
    least, lots = _least(state, met.price), met.lots
    return [
        lots,
        lots - least,
        lots - least + 1,
        lots + least,
        lots + least - 1,
        lots + 1,
        lots - 1,
    ]


def _limit(draw: st.DrawFn, state: UcmState) -> Move:
    side = _side(draw, state)
    met = _met(state, side)
    near = [met.price, met.price, met.price + 1, met.price - 1] if met.lots else []
    price = choose(draw, _WRONG_PRICES if seldom(draw) else [*_PRICES, *near])
    least, unit = _least(state, price), state.parameters.lot if side == Side.ASK else price
    who, held = _account(draw, state, _PAID_IN[side], least * unit)
    most = held // max(1, unit)
    some = [most, (most + 1) // 2, least, least, least + 1, least + 2, 3, 5]
    some += _around(state, met) if _reaches(side, price, met) else []
    few = [lots for lots in some if least <= lots <= min(most, MOST_LOTS)]
    odd = (most + 1, least - 1, 0, least)
    return call("Limit-Order", who, {
        "side": str(side),
        "lots": str(max(0, choose(draw, few if few and not seldom(draw) else odd))),
        "price": str(price),
        "hint": str(_hint(draw, state, side, price)),
        "max_fills": str(_fills(draw)),
    })  # fmt: skip


def _reaches(side: Side, price: int, met: Order) -> bool:
    """Say whether an order at a price meets another one, or almost."""
    return bool(met.lots) and (
        price <= met.price + 1 if side == Side.ASK else price >= met.price - 1
    )


def _fills(draw: st.DrawFn) -> int:
    return choose(draw, _ODD_FILLS if seldom(draw, 16) else _FILLS)


def _hint(draw: st.DrawFn, state: UcmState, side: Side, price: int) -> int:
    """Draw a hint: mostly the right one, else a price of the side or nearby."""
    if not seldom(draw, 4):
        return hint_for(state, side, Nat(price)) if 0 < price < TOP else 0
    return choose(draw, (0, price, TOP, choose(draw, _PRICES), *prices(state, side) * 2))


def _market(draw: st.DrawFn, state: UcmState) -> Move:
    """Draw a market order, mostly of a side that somebody can pay for and that meets an order."""
    sides = [side for side in _SIDES if prices(state, opposite(side))]
    side = choose(draw, sides if sides and not seldom(draw) else _SIDES)
    who, held = _account(draw, state, _PAID_IN[side])
    met = _met(state, side)
    lots = [*_around(state, met), 3, 5, MOST_LOTS]
    if side == Side.ASK:
        most, some = held // state.parameters.lot, lots
    else:
        rest = choose(draw, (0, 0, 1, met.price - 1))
        most, some = held, [max(1, number) * met.price + rest for number in lots]
    few = [amount for amount in (*some, min(most, 500)) if 0 < amount <= most]
    amount = choose(draw, few if few and not seldom(draw) else (0, most + 1, most))
    given = {"side": str(side), "amount": str(amount), "max_fills": str(_fills(draw))}
    return call("Market-Order", who, dict(given))


def _cancel(draw: st.DrawFn, state: UcmState) -> Move:
    known = list(state.orders.items())
    if not known or seldom(draw):
        number = choose(draw, (0, state.order_count, state.order_count + 1))
        return call("Cancel-Order", choose(draw, HOLDERS), {"order": str(number)})
    number, order = choose(draw, known)
    who = choose(draw, HOLDERS) if seldom(draw, 6) else order.owner
    return call("Cancel-Order", who, {"order": str(number)})


def _answer(draw: st.DrawFn, state: UcmState) -> tuple[str, dict[str, Json]]:
    """Draw a transfer that was asked for, with its keeper; in one of three, in other words."""
    known = list(state.pending.items())
    number, coin, who, kind, quantity = 1, Coin.TOKEN, HOLDERS[0], "WALLET", 1
    if known:
        number, request = choose(draw, known)
        coin, who, quantity = request.coin, str(request.recipient), request.quantity
        kind = str(request.kind)
    wrong = choose(draw, _WORDS) if seldom(draw, 3) else ""
    keeper = KEEPERS[coin]
    if wrong == "keeper":
        keeper = choose(draw, (ASSET, TOKEN, who))
    if wrong == "kind":
        kind = choose(draw, ("WALLET", "PROCESS"))
    if wrong == "quantity":
        quantity = Nat(choose(draw, (max(0, quantity - 1), quantity + 1, 0)))
    told = {
        "recipient": choose(draw, HOLDERS) if wrong == "who" else who,
        "kind": kind,
        "quantity": str(quantity),
        "reference": str(choose(draw, (0, state.request_count)) if wrong == "number" else number),
    }
    return keeper, dict(told)


_WORDS: Final = ("keeper", "who", "kind", "quantity", "number")


def _delivered(draw: st.DrawFn, state: UcmState) -> Move:
    keeper, told = _answer(draw, state)
    return call("Debit-Notice", keeper, told)


def _bounced(draw: st.DrawFn, state: UcmState) -> Move:
    """Draw a transfer that comes back; in one of four, in a form that is not quite that of one."""
    keeper, told = _answer(draw, state)
    back: Move = ("Transfer", {"input": told})
    action, given = spoil(draw, back) if seldom(draw, 4) else back
    return call("Bounce", keeper, {"action": action, "reason": "EXPIRED", **given})


_MAKE: Final = {
    "Credit-Notice": _deposit,
    "Withdraw": _withdraw,
    "Debit-Notice": _delivered,
    "Bounce": _bounced,
    "Limit-Order": _limit,
    "Market-Order": _market,
    "Cancel-Order": _cancel,
}
