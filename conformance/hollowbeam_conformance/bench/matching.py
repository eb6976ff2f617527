"""Room ucm: what an order costs, as more and more orders rest that it does not touch.

A message reads and writes so many entries whatever rests. What an entry costs grows a little, like
the logarithm of the entries there are; from a hundred orders to a hundred thousand all of it
together may not even double.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from statistics import median
from typing import Final

from hollowbeam.kernel.actor import Call, Kind
from hollowbeam.kernel.authenticated_map import state_root
from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.vocabulary import Address, Nat
from hollowbeam_conformance.bench.measure import Measurement, one_core, seconds_per_unit
from hollowbeam_contracts.ucm import MODULE
from hollowbeam_contracts.ucm.state import UcmState
from hollowbeam_models.strategies import pool

SIZES: Final = (100, 1_000, 10_000, 100_000)
QUICK_SIZES: Final = SIZES[:3]
GROWTH_LIMIT: Final = 2.0

FILLS: Final = 10
ORDERS_A_LEVEL: Final = 20
LOWEST: Final = 1_000_000
ASSET, TOKEN, MAKER = map(Address, pool())


def measure(*, quick: bool) -> Iterator[Measurement]:
    """Measure an order that rests and is cancelled, and one that is filled, at each size."""
    sizes = QUICK_SIZES if quick else SIZES
    rounds = 3 if quick else 7
    first: dict[str, float] = {}
    book = Book()
    with one_core():
        for size in sizes:
            book.grow(size)
            works: dict[str, Callable[[], int]] = {
                "rest and cancel": book.rest_and_cancel,
                "fill": book.fill_some,
            }
            for what, work in works.items():
                work()
                cost = median(seconds_per_unit(work, 0.02) for _ in range(rounds))
                name = f"{what}, {size:,} orders"
                yield Measurement(name, cost * 1e6, "µs")
                first.setdefault(what, cost)
                if size != sizes[0]:
                    grown, to = cost / first[what], f"{name}, to {sizes[0]}"
                    yield Measurement(to, grown, "x", at_most=GROWTH_LIMIT)


class Book:
    """An exchange in which one maker sells at many prices."""

    def __init__(self) -> None:
        start = {"asset": ASSET, "token": TOKEN, "lot": "1", "minimum": "1"}
        self.source = random.Random(1)  # noqa: S311 - no secrets
        self.state: UcmState = MODULE.start(dict(start))
        for keeper in (ASSET, TOKEN):
            told = {"sender": MAKER, "kind": "WALLET", "quantity": str(10**30), "reference": "1"}
            self.state = self.after("Credit-Notice", keeper, dict(told))

    def after(self, op: str, caller: Address, given: Json) -> UcmState:
        """Give the state after an action; its root is known, as an evaluator has to know it."""
        state: UcmState = MODULE.handle(
            self.state, Call(caller, Nat(1), Kind.WALLET), op, given
        ).state
        assert state_root(state)
        return state

    def ask(self, price: int, hint: int) -> UcmState:
        """Offer a few lots at a price."""
        numbers = {"lots": "3", "price": str(price), "hint": str(hint), "max_fills": "8"}
        return self.after("Limit-Order", MAKER, {"side": "ASK", **numbers})

    def grow(self, size: int) -> None:
        """Let orders rest, twenty at a price, until there are so many; prices go up."""
        while self.state.order_count < size:
            level = self.state.order_count // ORDERS_A_LEVEL
            hint = LOWEST + level - 1 if level else 0
            self.state = self.ask(LOWEST + level, hint)

    def rest_and_cancel(self) -> int:
        """Let an order rest at a price in the midst of the others, and take it back."""
        levels = self.state.order_count // ORDERS_A_LEVEL
        before = self.state
        self.state = self.ask(LOWEST + self.source.randrange(levels), 0)
        self.state = self.after("Cancel-Order", MAKER, {"order": str(self.state.order_count)})
        assert self.state.links == before.links
        self.state = before
        return 2

    def fill_some(self) -> int:
        """Buy from some orders at the best price, in one message."""
        wanted = {"side": "BID", "amount": str(10**12), "max_fills": str(FILLS)}
        assert self.after("Market-Order", MAKER, dict(wanted)).request_count == 2 * FILLS
        return FILLS
