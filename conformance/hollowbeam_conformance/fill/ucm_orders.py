"""Cases of orders that rest and are cancelled, with nobody on the other side (UCM-14 to UCM-22)."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.cases import CaseBook, look
from hollowbeam_conformance.fill.ucm_history import (
    ASSET,
    DMAC,
    EVE,
    FUND,
    LARGEST,
    LOT,
    MINIMUM,
    PROCESS,
    SAM,
    TOP,
    ask,
    assets,
    bid,
    cancel,
    deposit,
    escrow,
    exchange,
    free,
    limit,
    order,
    withdraw,
)


def first_orders(book: CaseBook) -> None:
    """Add the cases of a first order (UCM-17)."""
    book.accept(
        "ucm-17-ask",
        "An order that sells locks its lots, and no more",
        assets(DMAC, 3),
        ask(DMAC, 2, 30),
        order(1),
        free(DMAC, "ASSET"),
        escrow("ASSET"),
        look("order_count"),
        look("links/ASK/0/0"),
        look("links/ASK/30/0"),
        genesis=exchange(),
    )
    book.accept(
        "ucm-17-bid",
        "An order that buys locks what its lots cost, and no more",
        deposit(SAM, 100),
        bid(SAM, 3, 30),
        order(1),
        free(SAM),
        escrow(),
        look("links/BID/0/0"),
        genesis=exchange(),
    )
    book.accept(
        "ucm-17-process",
        "An order of a process is remembered as such",
        deposit(FUND, 100, kind=PROCESS),
        limit(FUND, "BID", 3, 30, by=PROCESS),
        order(1),
        genesis=exchange(),
    )


def prices(book: CaseBook) -> None:
    """Add the cases of prices (UCM-14)."""
    bad = Reason.BAD_PRICE
    for name, title, price in (
        ("one", "The least price is 1", 1),
        ("largest", "The largest price is 2^128 - 1", TOP - 1),
    ):
        book.accept(
            f"ucm-14-{name}",
            title,
            deposit(SAM, LARGEST),
            bid(SAM, MINIMUM + 1, price),
            order(1),
            look("links/BID/0/0"),
            genesis=exchange(),
        )
    for name, title, price, neighbour in (
        ("zero", "A price of 0 is refused", 0, "one"),
        ("top", "A price of 2^128 is refused", TOP, "largest"),
        ("huge", "So is the largest number there is", LARGEST, "largest"),
    ):
        for side, act in (
            ("ask", ask(SAM, MINIMUM, price, 0, bad)),
            ("bid", bid(SAM, MINIMUM, price, 0, bad)),
        ):
            book.reject(
                f"ucm-14-{name}-{side}",
                title,
                deposit(SAM, LARGEST),
                assets(SAM, 100),
                act,
                neighbour=f"ucm-14-{neighbour}",
                genesis=exchange(),
            )


def fills(book: CaseBook) -> None:
    """Add the cases of how many fills an order may ask for (UCM-15)."""
    for number in (0, 1, 64):
        book.accept(
            f"ucm-15-{number}",
            f"An order may be filled by {number} others at most",
            assets(DMAC, 3),
            limit(DMAC, "ASK", 2, 30, fills=number),
            genesis=exchange(),
        )
    for number in (65, LARGEST):
        book.reject(
            f"ucm-15-{'too-many' if number == 65 else 'huge'}",  # noqa: PLR2004
            "More than 64 fills are refused, whatever the budget",
            assets(DMAC, 3),
            limit(DMAC, "ASK", 2, 30, 0, Reason.TOO_MANY_FILLS, number),
            neighbour="ucm-15-64",
            genesis=exchange(),
        )
    book.reject(
        "ucm-15-after-price",
        "Of a price of 0 and too many fills, the price is the reason",
        assets(DMAC, 3),
        limit(DMAC, "ASK", 2, 0, 0, Reason.BAD_PRICE, 65),
        neighbour="ucm-15-64",
        genesis=exchange(),
    )


def minima(book: CaseBook) -> None:
    """Add the cases of the minimum worth (UCM-16)."""
    small = Reason.BELOW_MINIMUM
    for name, lots, price in (("one-lot", 1, MINIMUM), ("cheap", MINIMUM, 1), ("both", 4, 5)):
        book.accept(
            f"ucm-16-exact-{name}",
            f"An order may be worth the minimum exactly: {lots} at {price}",
            assets(DMAC, 30),
            ask(DMAC, lots, price),
            genesis=exchange(),
        )
    for name, lots, price in (
        ("one-lot", 1, MINIMUM - 1),
        ("cheap", MINIMUM - 1, 1),
        ("both", 3, 6),
        ("nothing", 0, 30),
    ):
        book.reject(
            f"ucm-16-below-{name}",
            f"An order that is worth less is refused: {lots} at {price}",
            assets(DMAC, 30),
            ask(DMAC, lots, price, 0, small),
            neighbour="ucm-16-exact-one-lot",
            genesis=exchange(),
        )
    book.reject(
        "ucm-16-before-balance",
        "Of too small an order and no balance, the worth is the reason",
        ask(DMAC, 1, 1, 0, small),
        neighbour="ucm-16-exact-one-lot",
        genesis=exchange(),
    )


def unfunded(book: CaseBook) -> None:
    """Add the cases of orders that are not paid for (UCM-7)."""
    poor = Reason.INSUFFICIENT_BALANCE
    book.accept(
        "ucm-7-order-exact",
        "All that is free may be locked, on either side",
        assets(DMAC, 2),
        deposit(DMAC, 60),
        ask(DMAC, 2, 70),
        bid(DMAC, 2, 30),
        free(DMAC, "ASSET"),
        free(DMAC),
        genesis=exchange(),
    )
    for name, title, act in (
        ("ask", "A lot more than is free is not offered", ask(DMAC, 3, 70, 0, poor)),
        ("bid", "An order of one unit more than is free is refused", bid(DMAC, 1, 61, 0, poor)),
        ("other-coin", "Assets do not pay for assets", bid(DMAC, 10, 7, 0, poor)),
        ("huge", "More lots than numbers go are refused", ask(DMAC, LARGEST, 70, 0, poor)),
    ):
        book.reject(
            f"ucm-7-order-{name}",
            title,
            assets(DMAC, 2),
            deposit(DMAC, 60),
            act,
            neighbour="ucm-7-order-exact",
            genesis=exchange(),
        )
    book.reject(
        "ucm-7-part-of-a-lot",
        "Units that make no whole lot are not offered",
        assets(DMAC, 1),
        deposit(DMAC, LOT - 1, ASSET),
        ask(DMAC, 2, 70, 0, poor),
        neighbour="ucm-7-order-exact",
        genesis=exchange(),
    )
    book.reject(
        "ucm-7-locked",
        "What an order locks is not withdrawn",
        assets(DMAC, 2),
        ask(DMAC, 2, 70),
        withdraw(DMAC, "ASSET", 1, poor),
        neighbour="ucm-7-all",
        genesis=exchange(),
    )


def queues(book: CaseBook) -> None:
    """Add the cases of levels and their queues (UCM-19)."""
    book.accept(
        "ucm-19-behind",
        "A second order at a price stands behind the first; no hint is needed, nor looked at",
        assets(DMAC, 9),
        assets(EVE, 9),
        ask(DMAC, 2, 30),
        ask(EVE, 3, 30, 77),
        ask(DMAC, 1, 30, TOP),
        *map(order, (1, 2, 3)),
        look("links/ASK/30/0"),
        look("links/ASK/30/2"),
        look("order_count"),
        genesis=exchange(),
    )
    book.accept(
        "ucm-19-asks",
        "Levels of asks ascend: the cheapest is the best",
        assets(DMAC, 9),
        ask(DMAC, 1, 30),
        ask(DMAC, 1, 50, 30),
        ask(DMAC, 1, 40, 30),
        ask(DMAC, 1, 20),
        look("links/ASK/0/0"),
        *(look(f"links/ASK/0/{price}") for price in (20, 30, 40, 50)),
        genesis=exchange(),
    )
    book.accept(
        "ucm-19-bids",
        "Levels of bids descend: the dearest is the best",
        deposit(SAM, 900),
        bid(SAM, 1, 30),
        bid(SAM, 1, 50),
        bid(SAM, 1, 40, 50),
        bid(SAM, 1, 20, 30),
        look("links/BID/0/0"),
        *(look(f"links/BID/0/{TOP - price}") for price in (50, 40, 30, 20)),
        genesis=exchange(),
    )
    book.accept(
        "ucm-19-open-level",
        "A level that is open needs no hint, though others are better",
        assets(DMAC, 9),
        ask(DMAC, 1, 30),
        ask(DMAC, 1, 50, 30),
        ask(DMAC, 2, 50),
        look("links/ASK/50/0"),
        genesis=exchange(),
    )
    book.accept(
        "ucm-19-sides",
        "The sides have rings of their own",
        assets(DMAC, 9),
        deposit(SAM, 900),
        bid(SAM, 1, 30),
        ask(DMAC, 1, 50),
        bid(SAM, 1, 40),
        ask(DMAC, 1, 60, 50),
        genesis=exchange(),
    )


def hints(book: CaseBook) -> None:
    """Add the cases of hints (UCM-18)."""
    stale = Reason.STALE_HINT
    funded = (assets(DMAC, 9), deposit(DMAC, 900))
    asks = (*funded, ask(DMAC, 1, 30), ask(DMAC, 1, 50, 30))
    bids = (*funded, bid(DMAC, 1, 50), bid(DMAC, 1, 30, 50))
    for name, title, before, act, neighbour in (
        (
            "none-ask",
            "A hint is needed behind a better ask",
            asks,
            ask(DMAC, 1, 40, 0, stale),
            "asks",
        ),
        (
            "none-bid",
            "A hint is needed behind a better bid",
            bids,
            bid(DMAC, 1, 40, 0, stale),
            "bids",
        ),
        (
            "closed",
            "A level that is not open is no hint",
            asks,
            ask(DMAC, 1, 40, 35, stale),
            "asks",
        ),
        (
            "not-next",
            "A level that is better, but not the next better one, is refused",
            asks,
            ask(DMAC, 1, 60, 30, stale),
            "asks",
        ),
        ("worse", "A level that is worse is refused", asks, ask(DMAC, 1, 40, 50, stale), "asks"),
        ("worse-bid", "A bid that is worse is refused", bids, bid(DMAC, 1, 40, 30, stale), "bids"),
        ("itself", "A new level is no hint for itself", asks, ask(DMAC, 1, 40, 40, stale), "asks"),
        (
            "worst",
            "The worst level is no hint for a better one",
            asks,
            ask(DMAC, 1, 20, 50, stale),
            "asks",
        ),
        ("top-ask", "A hint of 2^128 is none", funded, ask(DMAC, 1, 40, TOP, stale), "asks"),
        (
            "top-bid",
            "A hint of 2^128 is none, for a bid either",
            funded,
            bid(DMAC, 1, 40, TOP, stale),
            "bids",
        ),
        ("huge", "A hint above 2^128 is none", funded, bid(DMAC, 1, 40, LARGEST, stale), "bids"),
        (
            "other-side",
            "A level of the other side is no hint",
            (*funded, bid(DMAC, 1, 30)),
            ask(DMAC, 1, 40, 30, stale),
            "asks",
        ),
    ):
        book.reject(
            f"ucm-18-{name}",
            title,
            *before,
            act,
            neighbour=f"ucm-19-{neighbour}",
            genesis=exchange(),
        )
    book.accept(
        "ucm-18-neighbours",
        "Levels may lie one unit apart, on either side",
        *funded,
        bid(DMAC, 1, 40),
        bid(DMAC, 1, 41),
        ask(DMAC, 1, 61),
        ask(DMAC, 1, 60),
        look("links/ASK/0/0"),
        look("links/BID/0/0"),
        genesis=exchange(),
    )
    book.reject(
        "ucm-18-gone",
        "A hint whose level was closed is stale; the order may come again with a good one",
        *asks,
        cancel(DMAC, 1),
        ask(DMAC, 1, 40, 30, stale),
        neighbour="ucm-18-again",
        genesis=exchange(),
    )
    book.accept(
        "ucm-18-again",
        "A refused hint costs nothing: the order is accepted with the hint that is right now",
        *asks,
        cancel(DMAC, 1),
        ask(DMAC, 1, 40, 30, stale),
        ask(DMAC, 1, 40, 0),
        free(DMAC, "ASSET"),
        look("links/ASK/0/0"),
        genesis=exchange(),
    )


def cancelled(book: CaseBook) -> None:
    """Add the cases of orders that are taken back (UCM-22)."""
    book.accept(
        "ucm-22-ask",
        "An ask that is cancelled gives back its lots, and its level is closed",
        assets(DMAC, 3),
        ask(DMAC, 2, 30),
        cancel(DMAC, 1),
        order(1),
        free(DMAC, "ASSET"),
        free(DMAC),
        look("links/ASK/0/0"),
        look("links/ASK/30/0"),
        look("order_count"),
        genesis=exchange(),
    )
    book.accept(
        "ucm-22-bid",
        "A bid that is cancelled gives back what it locked",
        deposit(SAM, 100),
        bid(SAM, 3, 30),
        cancel(SAM, 1),
        free(SAM),
        free(SAM, "ASSET"),
        genesis=exchange(),
    )
    book.accept(
        "ucm-22-in-between",
        "Orders are taken out of the front, the middle and the end of a queue",
        assets(DMAC, 9),
        *(ask(DMAC, 1, 30) for _ in range(5)),
        cancel(DMAC, 3),
        cancel(DMAC, 1),
        cancel(DMAC, 5),
        look("links/ASK/30/0"),
        look("links/ASK/30/2"),
        look("links/ASK/30/4"),
        free(DMAC, "ASSET"),
        genesis=exchange(),
    )
    book.accept(
        "ucm-22-levels",
        "Levels are taken out of the front, the middle and the end of a side",
        deposit(SAM, 900),
        bid(SAM, 1, 60),
        bid(SAM, 1, 50, 60),
        bid(SAM, 1, 40, 50),
        bid(SAM, 1, 30, 40),
        cancel(SAM, 2),
        cancel(SAM, 1),
        cancel(SAM, 4),
        look("links/BID/0/0"),
        look(f"links/BID/0/{TOP - 40}"),
        genesis=exchange(),
    )


def not_cancelled(book: CaseBook) -> None:
    """Add the cases of cancellations that are refused (UCM-20, UCM-21)."""
    missing, foreign = Reason.NO_SUCH_ORDER, Reason.NOT_OWNER
    resting = (assets(DMAC, 3), ask(DMAC, 2, 30))
    for name, title, acts in (
        ("never", "There is no order with a number to come", [cancel(DMAC, 2, missing)]),
        ("zero", "There is no order with the number 0", [cancel(DMAC, 0, missing)]),
        ("twice", "An order is cancelled once", [cancel(DMAC, 1), cancel(DMAC, 1, missing)]),
    ):
        book.reject(
            f"ucm-20-{name}", title, *resting, *acts, neighbour="ucm-22-ask", genesis=exchange()
        )
    book.reject(
        "ucm-21-another",
        "Nobody cancels another's order",
        *resting,
        cancel(EVE, 1, foreign),
        neighbour="ucm-22-ask",
        genesis=exchange(),
    )
