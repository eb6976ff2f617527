"""Cases of matching: who is filled, at which price, until when (UCM-23 to UCM-27)."""

from __future__ import annotations

from hollowbeam_conformance.fill.cases import CaseBook, look
from hollowbeam_conformance.fill.ucm_history import (
    ASSET,
    DMAC,
    EVE,
    FUND,
    PROCESS,
    SAM,
    ask,
    assets,
    bid,
    deposit,
    exchange,
    free,
    limit,
    order,
    request,
)


def fills(book: CaseBook) -> None:
    """Add the cases of one fill (UCM-24): sellers first, since a buyer may have to be paid back."""
    book.accept(
        "ucm-24-sells",
        "Who sells into a bid has the maker's price, though asking for less",
        assets(DMAC, 2),
        deposit(SAM, 60),
        bid(SAM, 2, 30),
        ask(DMAC, 2, 25),
        *map(request, (1, 2)),
        order(1),
        free(DMAC, "ASSET"),
        free(SAM),
        look("request_count"),
        look("order_count"),
        genesis=exchange(),
    )
    book.accept(
        "ucm-24-part",
        "A part of a bid is filled: the maker pays for it alone, and the rest stays",
        assets(DMAC, 2),
        deposit(SAM, 150),
        bid(SAM, 5, 30),
        ask(DMAC, 2, 25),
        *map(request, (1, 2)),
        order(1),
        look("links/BID/0/0"),
        genesis=exchange(),
    )
    book.accept(
        "ucm-24-processes",
        "A process is paid as a process, a wallet as a wallet",
        deposit(FUND, 10, ASSET, kind=PROCESS),
        deposit(SAM, 60),
        bid(SAM, 2, 30),
        limit(FUND, "ASK", 2, 25, by=PROCESS),
        *map(request, (1, 2)),
        genesis=exchange(),
    )
    book.accept(
        "ucm-24-to-a-process",
        "A process that made an order gets its asset as a process",
        assets(DMAC, 2),
        deposit(FUND, 60, kind=PROCESS),
        limit(FUND, "BID", 2, 30, by=PROCESS),
        ask(DMAC, 2, 25),
        *map(request, (1, 2)),
        genesis=exchange(),
    )
    book.accept(
        "ucm-24-oneself",
        "Who trades with itself has it all back, by two transfers",
        assets(DMAC, 2),
        deposit(DMAC, 60),
        bid(DMAC, 2, 30),
        ask(DMAC, 2, 25),
        *map(request, (1, 2)),
        free(DMAC),
        free(DMAC, "ASSET"),
        genesis=exchange(),
    )


def priorities(book: CaseBook) -> None:
    """Add the cases of who comes first (UCM-23)."""
    book.accept(
        "ucm-23-oldest",
        "At equal prices the oldest order is filled, and then the next",
        assets(DMAC, 9),
        deposit(SAM, 60),
        deposit(EVE, 60),
        bid(SAM, 1, 30),
        bid(EVE, 1, 30),
        bid(SAM, 1, 30),
        ask(DMAC, 1, 20),
        *map(order, (1, 2, 3)),
        ask(DMAC, 1, 20),
        *map(order, (1, 2, 3)),
        genesis=exchange(),
    )
    book.accept(
        "ucm-23-dearest-bid",
        "Of several bids the dearest is filled, though it is the youngest",
        assets(DMAC, 9),
        deposit(SAM, 300),
        bid(SAM, 1, 40),
        bid(SAM, 1, 30, 40),
        bid(SAM, 1, 50),
        ask(DMAC, 1, 20),
        *map(order, (1, 2, 3)),
        genesis=exchange(),
    )
    book.accept(
        "ucm-23-kept-place",
        "An order that was filled in part keeps its place",
        assets(DMAC, 9),
        deposit(SAM, 150),
        deposit(EVE, 60),
        bid(SAM, 5, 30),
        bid(EVE, 2, 30),
        ask(DMAC, 1, 20),
        ask(DMAC, 1, 20),
        *map(order, (1, 2)),
        genesis=exchange(),
    )


def rests(book: CaseBook) -> None:
    """Add the cases of what is left of a maker's order (UCM-25)."""
    book.accept(
        "ucm-25-exact",
        "What is left and worth the minimum exactly stays",
        assets(DMAC, 3),
        deposit(SAM, 50),
        bid(SAM, 5, 10),
        ask(DMAC, 3, 9),
        order(1),
        free(SAM),
        genesis=exchange(),
    )
    book.accept(
        "ucm-25-small-bid",
        "What is left of a bid and worth less goes back to the maker",
        assets(DMAC, 3),
        deposit(SAM, 40),
        bid(SAM, 4, 10),
        ask(DMAC, 3, 9),
        order(1),
        free(SAM),
        look("links/BID/0/0"),
        genesis=exchange(),
    )


def ends(book: CaseBook) -> None:
    """Add the cases of where matching ends (UCM-26)."""
    bids = (deposit(SAM, 900), bid(SAM, 1, 50), bid(SAM, 1, 40, 50), bid(SAM, 1, 30, 40))
    book.accept(
        "ucm-26-at-the-limit",
        "A price of exactly the limit is filled, and the next is not",
        assets(DMAC, 2),
        *bids,
        ask(DMAC, 2, 40),
        *map(order, (1, 2, 3)),
        genesis=exchange(),
    )
    book.accept(
        "ucm-26-beyond-the-limit",
        "A level beyond the limit is not filled: the book is not crossed afterwards",
        assets(DMAC, 9),
        *bids,
        ask(DMAC, 3, 31),
        *map(order, (1, 2, 3, 4)),
        look("links/ASK/0/0"),
        genesis=exchange(),
    )
    book.accept(
        "ucm-26-does-not-cross",
        "An ask above the best bid fills nothing",
        assets(DMAC, 9),
        *bids,
        ask(DMAC, 1, 51),
        *map(order, (1, 4)),
        look("request_count"),
        genesis=exchange(),
    )
    book.accept(
        "ucm-26-bid-at-the-limit",
        "A bid at the price of the best ask is filled",
        assets(DMAC, 9),
        deposit(SAM, 40),
        ask(DMAC, 1, 40),
        ask(DMAC, 1, 41, 40),
        bid(SAM, 1, 40),
        *map(order, (1, 2)),
        genesis=exchange(),
    )
    book.accept(
        "ucm-26-all-levels",
        "Matching walks from level to level while it crosses",
        assets(DMAC, 3),
        *bids,
        ask(DMAC, 3, 30),
        *map(order, (1, 2, 3)),
        *map(request, range(1, 7)),
        look("links/BID/0/0"),
        genesis=exchange(),
    )


def bounds(book: CaseBook) -> None:
    """Add the cases of fills that are used up (UCM-26, UCM-27), once it is judged in markets."""
    book.accept(
        "ucm-27-would-cross",
        "A remainder that would cross when the fills are used up goes back",
        assets(DMAC, 9),
        deposit(SAM, 900),
        bid(SAM, 1, 50),
        bid(SAM, 1, 40, 50),
        limit(DMAC, "ASK", 5, 40, fills=1),
        order(3),
        free(DMAC, "ASSET"),
        look("links/ASK/0/0"),
        genesis=exchange(),
    )
    bids = (deposit(SAM, 900), bid(SAM, 1, 50), bid(SAM, 1, 40, 50), bid(SAM, 1, 30, 40))
    for number in (1, 2):
        book.accept(
            f"ucm-26-fills-{number}",
            f"With max_fills {number} no more orders are filled, though more would cross",
            assets(DMAC, 3),
            *bids,
            limit(DMAC, "ASK", 3, 30, fills=number),
            *map(order, (1, 2, 3, 4)),
            look("request_count"),
            genesis=exchange(),
        )
