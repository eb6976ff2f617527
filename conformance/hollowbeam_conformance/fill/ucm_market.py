"""Cases of market orders (UCM-29, UCM-30), of the seed's exchange, and of others' defects."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.cases import CaseBook, emitting, look
from hollowbeam_conformance.fill.ucm_history import (
    ASSET,
    DMAC,
    EVE,
    LARGEST,
    SAM,
    SEED,
    TOKEN,
    ask,
    assets,
    bid,
    delivered,
    deposit,
    escrow,
    exchange,
    free,
    market,
    order,
    raw,
    request,
)


def unequal(book: CaseBook) -> None:
    """Add the case of prices that cross and are not equal (UCM-26).

    What the buyer saves is a matter of UCM-27, so the case looks at what is asked for alone.
    """
    book.accept(
        "ucm-26-limits-cross-without-being-equal",
        "A bid of 100 fills an ask of 90, at 90 (elsewhere: only equal prices matched)",
        deposit(DMAC, 10, ASSET),
        ask(DMAC, 1, 90),
        deposit(SAM, 1_000),
        emitting(bid(SAM, 1, 100)),
        *map(request, (1, 2)),
        genesis=SEED,
    )


def sales(book: CaseBook) -> None:
    """Add the cases of market orders that sell (UCM-29)."""
    bids = (deposit(SAM, 900), bid(SAM, 2, 50), bid(SAM, 2, 40, 50))
    book.accept(
        "ucm-29-ask",
        "A market order sells at the best prices there are",
        assets(DMAC, 3),
        *bids,
        market(DMAC, "ASK", 3),
        *map(order, (1, 2)),
        *map(request, range(1, 5)),
        free(DMAC, "ASSET"),
        genesis=exchange(),
    )
    book.accept(
        "ucm-29-ask-empties-the-book",
        "What finds no buyer is free again, and does not rest",
        assets(DMAC, 9),
        *bids,
        market(DMAC, "ASK", 7),
        *map(order, (1, 2, 3)),
        free(DMAC, "ASSET"),
        look("links/BID/0/0"),
        genesis=exchange(),
    )


def purchases(book: CaseBook) -> None:
    """Add the cases of market orders that buy (UCM-29)."""
    asks = (assets(DMAC, 9), ask(DMAC, 2, 30), ask(DMAC, 2, 40, 30))
    book.accept(
        "ucm-29-bid",
        "A market order spends at most what it says, and the rest is free again",
        *asks,
        deposit(SAM, 900),
        market(SAM, "BID", 115),
        *map(order, (1, 2)),
        *map(request, range(1, 5)),
        free(SAM),
        genesis=exchange(),
    )
    book.accept(
        "ucm-29-bid-part",
        "Of an order it buys as many lots as it can pay for",
        *asks,
        deposit(SAM, 59),
        market(SAM, "BID", 59),
        order(1),
        free(SAM),
        genesis=exchange(),
    )
    book.accept(
        "ucm-29-bid-all",
        "It may spend all on whole lots",
        *asks,
        deposit(SAM, 140),
        market(SAM, "BID", 140),
        *map(order, (1, 2)),
        free(SAM),
        genesis=exchange(),
    )
    book.accept(
        "ucm-29-bid-empties-the-book",
        "What finds no seller is not spent",
        *asks,
        deposit(SAM, 900),
        market(SAM, "BID", 900),
        look("links/ASK/0/0"),
        free(SAM),
        genesis=exchange(),
    )
    book.accept(
        "ucm-29-seed",
        "DMac deposits 1 asset and asks 10 U; Sam deposits 10 U and buys",
        deposit(DMAC, 1, ASSET),
        ask(DMAC, 1, 10),
        deposit(SAM, 10),
        market(SAM, "BID", 10),
        delivered(ASSET, 1, SAM, 1),
        delivered(TOKEN, 2, DMAC, 10),
        *(free(who, coin) for who in (DMAC, SAM) for coin in ("ASSET", "TOKEN")),
        escrow("ASSET"),
        escrow(),
        genesis=SEED,
    )


def bounds(book: CaseBook) -> None:
    """Add the cases of market orders whose fills are used up (UCM-26)."""
    bids = (deposit(SAM, 900), bid(SAM, 2, 50), bid(SAM, 2, 40, 50))
    book.accept(
        "ucm-26-market-fills",
        "A market order fills no more orders than it allows",
        assets(DMAC, 9),
        *bids,
        market(DMAC, "ASK", 4, fills=1),
        *map(order, (1, 2)),
        free(DMAC, "ASSET"),
        genesis=exchange(),
    )


def refusals(book: CaseBook) -> None:
    """Add the cases of market orders that are refused (UCM-5, UCM-7, UCM-15, UCM-30)."""
    none = Reason.NO_MATCH
    asks = (assets(DMAC, 9), ask(DMAC, 2, 30), deposit(SAM, 900))
    for name, title, acts in (
        ("empty", "Into an empty book nothing is sold", [market(DMAC, "ASK", 1, none)]),
        ("one-side", "Sellers alone fill no seller", [*asks, market(DMAC, "ASK", 1, none)]),
        (
            "no-fills",
            "With max_fills 0 nothing is filled",
            [*asks, market(SAM, "BID", 60, none, 0)],
        ),
        ("too-little", "One unit less than a lot costs", [*asks, market(SAM, "BID", 29, none)]),
    ):
        book.reject(
            f"ucm-30-{name}",
            title,
            assets(DMAC, 1),
            *acts,
            neighbour="ucm-29-ask" if "ASK" in str(acts[-1].args) else "ucm-29-bid",
            genesis=exchange(),
        )
    for clause, name, title, act in (
        (5, "ask", "A sale of 0 is refused", market(DMAC, "ASK", 0, Reason.ZERO_AMOUNT)),
        (5, "bid", "A purchase for 0 is refused", market(SAM, "BID", 0, Reason.ZERO_AMOUNT)),
        (7, "ask", "More than is free is not sold", market(SAM, "ASK", 1, _POOR)),
        (7, "ask-locked", "What is locked is not sold", market(DMAC, "ASK", 8, _POOR)),
        (7, "bid", "More than is free is not spent", market(SAM, "BID", 901, _POOR)),
        (7, "huge", "Far more either", market(SAM, "BID", LARGEST, _POOR)),
        (15, "fills", "More than 64 fills", market(SAM, "BID", 60, Reason.TOO_MANY_FILLS, 65)),
    ):
        book.reject(
            f"ucm-{clause}-market-{name}",
            title,
            *asks,
            act,
            neighbour="ucm-29-bid",
            genesis=exchange(),
        )
    book.accept(
        "ucm-15-market-most",
        "A market order may ask for 64 fills",
        *asks,
        market(SAM, "BID", 60, fills=64),
        genesis=exchange(),
    )


_POOR = Reason.INSUFFICIENT_BALANCE


def defects(book: CaseBook) -> None:
    """Add what deployed exchanges of this kind got wrong, each as a case of its own."""
    one = exchange(lot=1, minimum=1)
    at_100 = (deposit(DMAC, 10, ASSET), ask(DMAC, 5, 100), deposit(SAM, 1_000))
    book.reject(
        "ucm-30-buy-for-99-at-100",
        "Who spends 99 where a lot costs 100 keeps the 99 (elsewhere: paid 99, got nothing)",
        *at_100,
        market(SAM, "BID", 99, Reason.NO_MATCH),
        neighbour="ucm-29-buy-for-350-at-100",
        genesis=one,
    )
    book.accept(
        "ucm-29-buy-for-350-at-100",
        "Who spends 350 at 100 gets 3, pays 300 and keeps 50 (elsewhere: paid 348 for 3)",
        *at_100,
        market(SAM, "BID", 350),
        *map(request, (1, 2)),
        free(SAM),
        genesis=one,
    )
    book.accept(
        "ucm-23-equal-prices-last-in-last",
        "At equal prices the first in is the first out, each time (elsewhere: the last, by turns)",
        deposit(DMAC, 10, ASSET),
        deposit(EVE, 10, ASSET),
        ask(DMAC, 1, 100),
        ask(EVE, 1, 100),
        ask(DMAC, 1, 100),
        ask(EVE, 1, 100),
        deposit(SAM, 1_000),
        *(step for number in (1, 2, 3, 4) for step in (market(SAM, "BID", 100), order(number))),
        genesis=one,
    )
    book.accept(
        "ucm-24-no-fee-on-either-leg",
        "Of 1,000 sold the buyer gets 1,000, the seller the whole price (elsewhere: 995 of each)",
        deposit(DMAC, 1_000, ASSET),
        ask(DMAC, 1_000, 3),
        deposit(SAM, 3_000),
        market(SAM, "BID", 3_000),
        *map(request, (1, 2)),
        free(SAM),
        free(SAM, "ASSET"),
        genesis=one,
    )
    book.reject(
        "ucm-7-another-s-assets-as-one-s-own-order",
        "Eve does not sell what DMac deposited (elsewhere: a claim's owner was not looked at)",
        deposit(DMAC, 100, ASSET),
        ask(EVE, 100, 1, 0, Reason.INSUFFICIENT_BALANCE),
        neighbour="ucm-24-no-fee-on-either-leg",
        genesis=one,
    )
    sold = {"side": "ASK", "lots": "1", "hint": "0", "max_fills": "1"}
    book.reject(
        "ucm-3-price-is-no-fraction",
        "A price is a whole number for a lot (elsewhere: a float)",
        deposit(DMAC, 100, ASSET),
        raw("Limit-Order", DMAC, {**sold, "price": "0.01"}, Reason.INVALID_INPUT),
        neighbour="ucm-24-no-fee-on-either-leg",
        genesis=one,
    )
