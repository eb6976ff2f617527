"""The inputs of the exchange that are its own; notices and bounces are those of every contract."""

from __future__ import annotations

from dataclasses import dataclass

from hollowbeam.kernel.vocabulary import Nat
from hollowbeam_contracts.ucm.state import Coin, Side


@dataclass(frozen=True, slots=True)
class LimitOrder:
    """Buy or sell some lots at a price or better; what is not filled rests in the book.

    ``hint`` is the price of the next better level of the same side, zero if there is none. It is
    needed where the order opens a new level, and is not looked at elsewhere.
    """

    side: Side
    lots: Nat
    price: Nat
    hint: Nat
    max_fills: Nat


@dataclass(frozen=True, slots=True)
class MarketOrder:
    """Trade now at the best prices there are; nothing rests.

    ``amount`` is in lots for an ask. For a bid it is the most that is spent, in units of the token.
    """

    side: Side
    amount: Nat
    max_fills: Nat


@dataclass(frozen=True, slots=True)
class CancelOrder:
    """Take back an order of one's own."""

    order: Nat


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Have free units of a coin sent to oneself."""

    coin: Coin
    quantity: Nat


@dataclass(frozen=True, slots=True)
class Returned:
    """A transfer that the exchange asked for has come back; the edge of Bounce makes it."""

    reference: Nat
