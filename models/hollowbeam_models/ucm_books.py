"""Books of the exchange, kept naively from the chapter alone: the oracle of the property tests.

Orders stand in one list, in the order in which they came; whoever comes looks at all of them. The
contract is not used.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from hollowbeam.kernel.encoding import base64url
from hollowbeam.kernel.errors import Reason


def name_of(what: str) -> str:
    """Give the id that stands for a name."""
    return base64url(sha256(what.encode()).digest())


ASSET = name_of("the process of the asset")
TOKEN = name_of("the process of the token")
KEEPERS = {ASSET: "ASSET", TOKEN: "TOKEN"}
PAYS_WITH = {"ASK": "ASSET", "BID": "TOKEN"}
TOP = 2**128
MOST_FILLS = 64


@dataclass
class Resting:
    """An order that rests."""

    number: int
    owner: str
    kind: str
    side: str
    price: int
    lots: int


@dataclass
class Asked:
    """A transfer that was asked for."""

    coin: str
    recipient: str
    kind: str
    quantity: int


class Books:
    """A bookkeeper who writes everything down. Each action gives the reason why it is refused."""

    def __init__(self, lot: int, minimum: int) -> None:
        self.lot, self.minimum = lot, minimum
        self.free: Counter[tuple[str, str]] = Counter()
        self.held: Counter[str] = Counter()
        self.orders: list[Resting] = []
        self.asked: dict[int, Asked] = {}
        self.orders_made = self.requests_made = 0
        self.caller = self.kind = ""

    def act(self, caller: str, kind: str, name: str, data: dict[str, Any]) -> Reason | None:
        """Enter one action, or say why not: then these books are spoilt, so try it on a copy."""
        self.caller, self.kind = caller, kind
        reason: Reason | None = getattr(self, name.lower().replace("-", "_"))(**data)
        return reason

    def locked(self, order: Resting) -> int:
        """Give what an order has to hold."""
        return order.lots * (self.lot if order.side == "ASK" else order.price)

    def sent(self) -> list[tuple[int, Asked]]:
        """Give what was asked for and not answered, by its number."""
        return sorted(self.asked.items())

    def credit_notice(self, sender: str, kind: str, quantity: int, reference: int) -> Reason | None:
        """Enter a deposit."""
        del kind, reference
        if self.caller not in KEEPERS:
            return Reason.UNKNOWN_TOKEN
        if quantity == 0:
            return Reason.ZERO_AMOUNT
        coin = KEEPERS[self.caller]
        self.free[coin, sender] += quantity
        self.held[coin] += quantity
        return None

    def withdraw(self, coin: str, quantity: int) -> Reason | None:
        """Enter a withdrawal."""
        if quantity == 0:
            return Reason.ZERO_AMOUNT
        if self.free[coin, self.caller] < quantity:
            return Reason.INSUFFICIENT_BALANCE
        self.free[coin, self.caller] -= quantity
        self._ask(coin, self.caller, self.kind, quantity)
        return None

    def debit_notice(
        self, recipient: str, kind: str, quantity: int, reference: int
    ) -> Reason | None:
        """Enter a transfer that took place."""
        del kind
        asked = self.asked.get(reference)
        if asked is None:
            return Reason.UNKNOWN_REQUEST
        told = (KEEPERS.get(self.caller), recipient, quantity)
        if told != (asked.coin, asked.recipient, asked.quantity):
            return Reason.WRONG_NOTICE
        self.held[asked.coin] -= self.asked.pop(reference).quantity
        return None

    def bounce(self, action: str, reason: str, input: dict[str, Any]) -> Reason | None:  # noqa: A002
        """Enter a transfer that came back."""
        del reason
        if action != "Transfer":
            return Reason.INVALID_INPUT
        asked = self.asked.get(input["reference"])
        if asked is None:
            return Reason.UNKNOWN_REQUEST
        if KEEPERS.get(self.caller) != asked.coin:
            return Reason.WRONG_NOTICE
        del self.asked[input["reference"]]
        self.free[asked.coin, asked.recipient] += asked.quantity
        return None

    def cancel_order(self, order: int) -> Reason | None:
        """Enter a cancellation."""
        found = [each for each in self.orders if each.number == order]
        if not found:
            return Reason.NO_SUCH_ORDER
        if found[0].owner != self.caller:
            return Reason.NOT_OWNER
        self._give_back(found[0])
        return None

    def limit_order(
        self, side: str, lots: int, price: int, hint: int, max_fills: int
    ) -> Reason | None:
        """Enter a limit order."""
        mine = Resting(0, self.caller, self.kind, side, price, lots)
        coin, worst = PAYS_WITH[side], self.locked(mine)
        if not 0 < price < TOP:
            return Reason.BAD_PRICE
        if max_fills > MOST_FILLS:
            return Reason.TOO_MANY_FILLS
        if lots * price < self.minimum:
            return Reason.BELOW_MINIMUM
        if self.free[coin, self.caller] < worst:
            return Reason.INSUFFICIENT_BALANCE
        if max_fills == 0 and self._matching(side, price):
            return Reason.WOULD_CROSS
        self.free[coin, self.caller] -= worst
        left, paid = lots, 0
        while left and max_fills and self._matching(side, price):
            best = self._matching(side, price)[0]
            filled = min(left, best.lots)
            paid += self._fill(best, filled)
            left, max_fills = left - filled, max_fills - 1
        mine.lots = left
        rests = left * price >= self.minimum and not self._matching(side, price)
        self.free[coin, self.caller] += worst - paid - (self.locked(mine) if rests else 0)
        return self._rest(mine, hint) if rests else None

    def market_order(self, side: str, amount: int, max_fills: int) -> Reason | None:
        """Enter a market order."""
        coin, left = PAYS_WITH[side], amount * (self.lot if side == "ASK" else 1)
        if amount == 0:
            return Reason.ZERO_AMOUNT
        if max_fills > MOST_FILLS:
            return Reason.TOO_MANY_FILLS
        if self.free[coin, self.caller] < left:
            return Reason.INSUFFICIENT_BALANCE
        self.free[coin, self.caller] -= left
        fills = 0
        while fills < max_fills and self._matching(side, None):
            best = self._matching(side, None)[0]
            wanted = left // (self.lot if side == "ASK" else best.price)
            if wanted == 0:
                break
            left -= self._fill(best, min(wanted, best.lots))
            fills += 1
        self.free[coin, self.caller] += left
        return None if fills else Reason.NO_MATCH

    def _matching(self, side: str, limit: int | None) -> list[Resting]:
        """Give the orders of the other side within the limit: by price, then by age."""
        if side == "BID":
            asks = [each for each in self.orders if each.side == "ASK"]
            found = [each for each in asks if limit is None or each.price <= limit]
            return sorted(found, key=lambda each: (each.price, each.number))
        bids = [each for each in self.orders if each.side == "BID"]
        found = [each for each in bids if limit is None or each.price >= limit]
        return sorted(found, key=lambda each: (-each.price, each.number))

    def _fill(self, maker: Resting, lots: int) -> int:
        """Enter a fill, and give what the taker pays."""
        goods, cost = lots * self.lot, lots * maker.price
        taker = (self.caller, self.kind)
        owner = (maker.owner, maker.kind)
        buyer, seller = (owner, taker) if maker.side == "BID" else (taker, owner)
        self._ask("ASSET", *buyer, goods)
        self._ask("TOKEN", *seller, cost)
        maker.lots -= lots
        if maker.lots * maker.price < self.minimum:
            self._give_back(maker)
        return goods if maker.side == "BID" else cost

    def _give_back(self, order: Resting) -> None:
        self.orders.remove(order)
        self.free[PAYS_WITH[order.side], order.owner] += self.locked(order)

    def _rest(self, order: Resting, hint: int) -> Reason | None:
        """Let an order rest, if its level is open or the hint is the next better price."""
        own = [each.price for each in self.orders if each.side == order.side]
        if order.price not in own:
            sign = 1 if order.side == "ASK" else -1
            better = [price for price in own if sign * price < sign * order.price]
            if hint != (max(better, key=lambda price: sign * price) if better else 0):
                return Reason.STALE_HINT
        self.orders_made += 1
        order.number = self.orders_made
        self.orders.append(order)
        return None

    def _ask(self, coin: str, recipient: str, kind: str, quantity: int) -> None:
        self.requests_made += 1
        self.asked[self.requests_made] = Asked(coin, recipient, kind, quantity)
