"""Cases of where orders stand in the book, and of taking them out (UCM-18 to UCM-22)."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.cases import CaseBook, look
from hollowbeam_conformance.fill.ucm_history import (
    DMAC,
    EVE,
    LARGEST,
    SAM,
    TOP,
    ask,
    assets,
    bid,
    cancel,
    deposit,
    exchange,
    free,
    order,
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
