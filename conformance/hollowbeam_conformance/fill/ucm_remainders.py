"""Cases of what a limit order leaves, of buyers, and of mere resting (UCM-23 to UCM-28)."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.cases import CaseBook, look
from hollowbeam_conformance.fill.ucm_history import (
    ASSET,
    DMAC,
    FUND,
    PROCESS,
    SAM,
    TOKEN,
    ask,
    assets,
    bid,
    delivered,
    deposit,
    escrow,
    exchange,
    free,
    limit,
    order,
    request,
    returned,
)


def remainders(book: CaseBook) -> None:
    """Add the cases of what a limit order did not fill (UCM-27)."""
    book.accept(
        "ucm-27-partly-filled",
        "A buyer fills one order and rests with what is left",
        assets(DMAC, 2),
        deposit(SAM, 150),
        ask(DMAC, 2, 30),
        bid(SAM, 5, 30),
        delivered(ASSET, 1, SAM, 10),
        delivered(TOKEN, 2, DMAC, 60),
        *map(order, (1, 2)),
        free(SAM),
        escrow(),
        escrow("ASSET"),
        genesis=exchange(),
    )
    book.accept(
        "ucm-27-better-price",
        "Who buys for less than the limit has the difference back",
        assets(DMAC, 2),
        deposit(SAM, 100),
        ask(DMAC, 2, 30),
        bid(SAM, 2, 45),
        free(SAM),
        *map(request, (1, 2)),
        genesis=exchange(),
    )
    book.accept(
        "ucm-27-better-price-and-rest",
        "The remainder of a buyer locks its own price; the difference of the fill is free",
        assets(DMAC, 2),
        deposit(SAM, 200),
        ask(DMAC, 2, 30),
        bid(SAM, 4, 45),
        free(SAM),
        order(2),
        genesis=exchange(),
    )
    book.accept(
        "ucm-27-exact",
        "A remainder that is worth the minimum exactly rests",
        assets(DMAC, 5),
        deposit(SAM, 30),
        bid(SAM, 3, 10),
        ask(DMAC, 5, 10),
        order(2),
        free(DMAC, "ASSET"),
        genesis=exchange(),
    )
    book.accept(
        "ucm-27-small",
        "A remainder that is worth less goes back",
        assets(DMAC, 4),
        deposit(SAM, 30),
        bid(SAM, 3, 10),
        ask(DMAC, 4, 10),
        order(2),
        free(DMAC, "ASSET"),
        look("order_count"),
        look("links/ASK/0/0"),
        genesis=exchange(),
    )
    book.accept(
        "ucm-27-stale-hint-not-needed",
        "The hint of an order that does not rest is not looked at",
        assets(DMAC, 2),
        deposit(SAM, 60),
        bid(SAM, 2, 30),
        ask(DMAC, 2, 30, 29),
        free(DMAC, "ASSET"),
        genesis=exchange(),
    )
    book.reject(
        "ucm-18-after-fills",
        "A stale hint undoes the fills as well",
        assets(DMAC, 9),
        deposit(SAM, 60),
        bid(SAM, 2, 30),
        ask(DMAC, 5, 30, 29, Reason.STALE_HINT),
        neighbour="ucm-27-exact",
        genesis=exchange(),
    )


def buyers(book: CaseBook) -> None:
    """Add the cases of buyers who meet asks (UCM-23 to UCM-25), once a remainder is judged."""
    book.accept(
        "ucm-24-part-of-an-ask",
        "A part of an ask is filled, and the rest stays",
        assets(DMAC, 5),
        deposit(SAM, 60),
        ask(DMAC, 5, 30),
        bid(SAM, 2, 30),
        *map(request, (1, 2)),
        order(1),
        free(SAM),
        genesis=exchange(),
    )
    book.accept(
        "ucm-24-process-buys",
        "A process that buys from a wallet gets its asset as a process",
        assets(DMAC, 2),
        deposit(FUND, 60, kind=PROCESS),
        ask(DMAC, 2, 30),
        limit(FUND, "BID", 2, 30, by=PROCESS),
        *map(request, (1, 2)),
        genesis=exchange(),
    )
    book.accept(
        "ucm-24-process-sold",
        "A process that a wallet buys from is paid as a process",
        deposit(FUND, 10, ASSET, kind=PROCESS),
        deposit(SAM, 60),
        limit(FUND, "ASK", 2, 30, by=PROCESS),
        bid(SAM, 2, 30),
        *map(request, (1, 2)),
        genesis=exchange(),
    )
    book.accept(
        "ucm-23-cheapest-ask",
        "Of several asks the cheapest is filled, though it is the youngest",
        assets(DMAC, 9),
        deposit(SAM, 30),
        ask(DMAC, 1, 40),
        ask(DMAC, 1, 50, 40),
        ask(DMAC, 1, 30),
        bid(SAM, 1, 30),
        *map(order, (1, 2, 3)),
        genesis=exchange(),
    )
    book.accept(
        "ucm-25-small-ask",
        "What is left of an ask and worth less goes back to the maker",
        assets(DMAC, 3),
        deposit(SAM, 20),
        ask(DMAC, 3, 10),
        bid(SAM, 2, 10),
        order(1),
        free(DMAC, "ASSET"),
        free(SAM, "ASSET"),
        look("links/ASK/0/0"),
        genesis=exchange(),
    )


def crossing(book: CaseBook) -> None:
    """Add the cases of orders that only rest (UCM-28)."""
    crossed = Reason.WOULD_CROSS
    bids = (assets(DMAC, 9), deposit(SAM, 900), bid(SAM, 1, 40))
    book.accept(
        "ucm-28-rests",
        "An order that fills none rests one unit behind the other side",
        *bids,
        limit(DMAC, "ASK", 1, 41, fills=0),
        order(2),
        genesis=exchange(),
    )
    for name, title, act in (
        (
            "equal",
            "At the price of the best bid an ask that fills none is refused",
            limit(DMAC, "ASK", 1, 40, 0, crossed, 0),
        ),
        ("below", "Below it too", limit(DMAC, "ASK", 1, 39, 0, crossed, 0)),
    ):
        book.reject(
            f"ucm-28-{name}", title, *bids, act, neighbour="ucm-28-rests", genesis=exchange()
        )
    book.reject(
        "ucm-28-bid",
        "A bid that fills none is refused at the price of the best ask",
        assets(DMAC, 9),
        deposit(SAM, 900),
        ask(DMAC, 1, 40),
        limit(SAM, "BID", 1, 40, 0, crossed, 0),
        neighbour="ucm-28-rests",
        genesis=exchange(),
    )


def afterwards(book: CaseBook) -> None:
    """Add the cases of transfers of a fill that come back (UCM-13)."""
    book.accept(
        "ucm-13-fill",
        "A leg of a fill that bounces is free for its recipient; the other leg stands",
        assets(DMAC, 2),
        deposit(SAM, 60),
        ask(DMAC, 2, 30),
        bid(SAM, 2, 30),
        delivered(TOKEN, 2, DMAC, 60),
        returned(ASSET, 1, SAM, 10),
        free(SAM, "ASSET"),
        free(DMAC, "ASSET"),
        escrow(),
        escrow("ASSET"),
        genesis=exchange(),
    )
