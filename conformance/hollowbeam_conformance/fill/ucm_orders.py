"""Cases of orders that rest, with nobody on the other side (UCM-14 to UCM-17)."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.cases import CaseBook, look
from hollowbeam_conformance.fill.ucm_history import (
    ASSET,
    DMAC,
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
