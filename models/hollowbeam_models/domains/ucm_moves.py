"""Histories of room ucm for live testing: few holders, few prices, and steps near boundaries."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Final

from hypothesis import strategies as st

from hollowbeam.kernel.encoding import Json, base64url
from hollowbeam.kernel.vocabulary import NAT_LIMIT, Nat
from hollowbeam_contracts.ucm.search import hint_for, prices
from hollowbeam_contracts.ucm.state import TOP, Coin, Side, UcmState
from hollowbeam_models.domains.choosing import choose
from hollowbeam_models.domains.spoiled import Move, spoil
from hollowbeam_models.strategies import pool

ASSET: Final = base64url(sha256(b"the process of the asset").digest())
TOKEN: Final = base64url(sha256(b"the process of the token").digest())
KEEPERS: Final = {Coin.ASSET: ASSET, Coin.TOKEN: TOKEN}
HOLDERS: Final = pool()
"""The last of them is a process."""

LEAST_FUNDS: Final = 4
_PICK: Final = range(12)
_PRICES: Final = (8, 9, 10, 10, 10, 11, 12)
_WRONG_PRICES: Final = (0, 1, TOP - 1, TOP, TOP + 1)
_FILLS: Final = (8, 8, 8, 8, 2, 1, 1, 0, 64, 65)


@st.composite
def starts(draw: st.DrawFn) -> Json:
    """Draw the genesis of an exchange; one in eight has a parameter at or beyond its bound."""
    start = {"asset": ASSET, "token": TOKEN, "lot": "5", "minimum": "20"}
    start["lot"] = draw(st.sampled_from(("1", "5")))
    start["minimum"] = draw(st.sampled_from(("1", "10", "10", "20")))
    if draw(st.integers(0, 7)) == 0:
        name, value = draw(
            st.sampled_from((("lot", "0"), ("minimum", "0"), ("token", ASSET), ("lot", "7")))
        )
        start[name] = value
    return dict(start)


def moves(role: Any) -> st.SearchStrategy[Move]:
    """Draw a step aimed at the state of the role: mostly acceptable, often at a boundary.

    One in twelve is spoiled in its form.
    """
    return _moves(role.state)


@st.composite
def _moves(draw: st.DrawFn, state: UcmState) -> Move:
    move = step(draw, state)
    return spoil(draw, move) if _seldom(draw) else move


def step(draw: st.DrawFn, state: UcmState) -> Move:
    """Draw who does what, in its right form."""
    funded = len(list(state.free.items()))
    names = ["Credit-Notice"] * (6 if funded < LEAST_FUNDS else 1)
    names += ["Limit-Order"] * (5 if funded else 1)
    names += ["Market-Order"] * (3 if list(state.orders.items()) else 1)
    names += ["Cancel-Order"] * (2 if list(state.orders.items()) else 1)
    names += ["Debit-Notice", "Bounce"] * (2 if list(state.pending.items()) else 1)
    return _MAKE[choose(draw, [*names, "Withdraw"])](draw, state)


def call(op: str, caller: str, given: dict[str, Json]) -> Move:
    """Write a call of a holder, or of a process that keeps a coin."""
    kind = "WALLET" if caller in HOLDERS[:2] else "PROCESS"
    return op, {"caller": caller, "kind": kind, "anchor": "7", "input": given}


def _seldom(draw: st.DrawFn) -> bool:
    return choose(draw, _PICK) == 0


def _amount(draw: st.DrawFn, whole: int) -> int:
    """Draw an amount, often near what there is."""
    return choose(draw, (whole, whole, (whole + 1) // 2, 1, min(7, whole), whole + 1, 0, 3))


def _account(draw: st.DrawFn, state: UcmState, coin: Coin | None = None) -> tuple[Coin, str, int]:
    """Draw who has some of a coin free, or now and then anybody."""
    found = [(*key, held) for key, held in state.free.items() if coin in {None, key[0]}]
    if found and not _seldom(draw):
        return choose(draw, found)
    return coin or choose(draw, list(Coin)), choose(draw, HOLDERS), 0


def _deposit(draw: st.DrawFn, state: UcmState) -> Move:
    coin = choose(draw, list(Coin))
    keeper = choose(draw, HOLDERS) if _seldom(draw) else KEEPERS[coin]
    units = 20 * state.parameters.lot if coin == Coin.ASSET else 200
    quantity = choose(draw, (units, units, units // 2, 60, 7, 1, 0, NAT_LIMIT - 1 - 10**6))
    sender = choose(draw, HOLDERS)
    kind = "WALLET" if sender in HOLDERS[:2] else "PROCESS"
    told = {"sender": sender, "kind": kind, "quantity": str(quantity), "reference": "1"}
    return call("Credit-Notice", keeper, dict(told))


def _withdraw(draw: st.DrawFn, state: UcmState) -> Move:
    coin, who, held = _account(draw, state)
    return call("Withdraw", who, {"coin": str(coin), "quantity": str(_amount(draw, held))})


def _limit(draw: st.DrawFn, state: UcmState) -> Move:
    side = choose(draw, list(Side))
    coin = Coin.ASSET if side == Side.ASK else Coin.TOKEN
    _, who, held = _account(draw, state, coin)
    price = choose(draw, _WRONG_PRICES if _seldom(draw) else _PRICES)
    unit = state.parameters.lot if side == Side.ASK else max(1, price)
    most = min(held // unit, 20)
    lots = choose(draw, (most, (most + 1) // 2, 2, 3, 1, 5, 0, held // unit + 1))
    return call("Limit-Order", who, {
        "side": str(side),
        "lots": str(lots),
        "price": str(price),
        "hint": str(_hint(draw, state, side, price)),
        "max_fills": str(choose(draw, _FILLS)),
    })  # fmt: skip


def _hint(draw: st.DrawFn, state: UcmState, side: Side, price: int) -> int:
    """Draw a hint: mostly the right one, else a price of the side or nearby."""
    right = hint_for(state, side, Nat(price)) if 0 < price < TOP else Nat(0)
    if choose(draw, _PICK) > 2:  # noqa: PLR2004 - three in twelve
        return right
    return choose(draw, (0, price, TOP, *prices(state, side), *_PRICES))


def _market(draw: st.DrawFn, state: UcmState) -> Move:
    side = choose(draw, list(Side))
    coin = Coin.ASSET if side == Side.ASK else Coin.TOKEN
    _, who, held = _account(draw, state, coin)
    most = held // state.parameters.lot if side == Side.ASK else held
    amount = choose(draw, (min(most, 500), _amount(draw, most), 9, 25, 31, 3))
    given = {"side": str(side), "amount": str(amount), "max_fills": str(choose(draw, _FILLS))}
    return call("Market-Order", who, dict(given))


def _cancel(draw: st.DrawFn, state: UcmState) -> Move:
    known = list(state.orders.items())
    if not known or _seldom(draw):
        number = choose(draw, (0, state.order_count, state.order_count + 1))
        return call("Cancel-Order", choose(draw, HOLDERS), {"order": str(number)})
    number, order = choose(draw, known)
    who = choose(draw, HOLDERS) if _seldom(draw) else order.owner
    return call("Cancel-Order", who, {"order": str(number)})


def _answer(draw: st.DrawFn, state: UcmState) -> tuple[str, dict[str, Json]]:
    """Draw a transfer that was asked for, with its keeper; now and then in other words."""
    known = list(state.pending.items())
    number, coin, who, kind, quantity = 1, Coin.TOKEN, HOLDERS[0], "WALLET", 1
    if known:
        number, request = choose(draw, known)
        coin, who, quantity = request.coin, str(request.recipient), request.quantity
        kind = str(request.kind)
    wrong = choose(draw, ("keeper", "who", "less", "number", *["nothing"] * 12))
    keeper = KEEPERS[coin]
    if wrong == "keeper":
        keeper = choose(draw, (ASSET, TOKEN, who))
    told = {
        "recipient": choose(draw, HOLDERS) if wrong == "who" else who,
        "kind": kind,
        "quantity": str(quantity - (wrong == "less" and quantity > 0)),
        "reference": str(choose(draw, (0, state.request_count)) if wrong == "number" else number),
    }
    return keeper, dict(told)


def _delivered(draw: st.DrawFn, state: UcmState) -> Move:
    keeper, told = _answer(draw, state)
    return call("Debit-Notice", keeper, told)


def _bounced(draw: st.DrawFn, state: UcmState) -> Move:
    keeper, told = _answer(draw, state)
    action = "Credit-Notice" if _seldom(draw) else "Transfer"
    return call("Bounce", keeper, {"action": action, "reason": "EXPIRED", "input": told})


_MAKE: Final = {
    "Credit-Notice": _deposit,
    "Withdraw": _withdraw,
    "Debit-Notice": _delivered,
    "Bounce": _bounced,
    "Limit-Order": _limit,
    "Market-Order": _market,
    "Cancel-Order": _cancel,
}
