"""Theorems of matching: what any number of fills keeps, conserves, and comes to."""

from __future__ import annotations

from typing import Any, Final

from hollowbeam.kernel.vocabulary import Address, Nat
from hollowbeam_contracts.ucm.invariants import (
    level_is_sound,
    owed,
    parameters_are_sound,
    reserve_suffices,
)
from hollowbeam_contracts.ucm.matching import fill, goes_on, take
from hollowbeam_contracts.ucm.state import LEVELS, Coin, Parameters, Side, Taker, Taking
from hollowbeam_models.theorem import assume, every, implies, ite, keep, negate, prove, theorem
from hollowbeam_models.theorems.ucm.filling import (
    a_fill_crosses_nothing,
    a_fill_keeps_the_rings,
    a_fill_leaves_all_orders_sound,
    a_fill_leaves_each_order_in_its_level,
    a_fill_leaves_only_orders_in_levels,
    a_fill_moves_exactly_its_value,
)
from hollowbeam_models.theorems.ucm.words import (
    asked_for,
    assume_book,
    assume_meeting,
    counted,
    gapless,
    is_same,
    known,
    linked,
    numbered,
    queued,
    set_aside,
    sound,
    uncrossed,
    worst_price,
    worthy,
)

FILLING: Final = (
    a_fill_leaves_all_orders_sound,
    a_fill_keeps_the_rings,
    a_fill_crosses_nothing,
    a_fill_leaves_each_order_in_its_level,
    a_fill_leaves_only_orders_in_levels,
)
MATCHED: Final = ("UCM-23", "UCM-25", "UCM-26")


def ready(parameters: Parameters, taking: Taking, taker: Taker, order_count: Nat) -> None:
    """Assume all invariants before the first fill."""
    assume(parameters_are_sound(parameters) & reserve_suffices(parameters, taker, taking))
    assume(every(taking.orders, worthy(parameters)))
    assume(every(taking.pending, numbered(taking.request_count)))
    assume(every(taking.orders, known(order_count)))
    assume(every(taking.links, counted(order_count)))
    assume_book(taking.links)
    assume_meeting(taking)
    assume(every(taking.links, uncrossed(), arity=2))


def kept(parameters: Parameters, taking: Taking, order_count: Nat) -> list[tuple[str, Any]]:
    """Give all invariants of a book between two fills."""
    return [
        ("orders", every(taking.orders, worthy(parameters))),
        ("requests", every(taking.pending, numbered(taking.request_count))),
        ("known", every(taking.orders, known(order_count))),
        ("numbers", every(taking.links, counted(order_count))),
        ("neighbours", every(taking.links, sound(taking.links))),
        ("no gaps", every(taking.links, gapless(taking.links), arity=2)),
        ("levels", every(taking.links, level_is_sound, arity=2)),
        ("places", every(taking.orders, linked(taking.links))),
        ("queues", every(taking.links, queued(taking.orders))),
        ("not crossed", every(taking.links, uncrossed(), arity=2)),
    ]


def same_level(now: Taking, taking: Taking, taker: Taker, level: Nat) -> Any:
    """Say that a level of the taker's own side is as it was."""
    key = (taker.side, LEVELS, level)
    return is_same(now.links.get(key), taking.links.get(key))


def begins(now: Taking, taking: Taking, taker: Taker) -> Any:
    """Say that an order was filled, or that one can be as at the start."""
    return (now.fills < taking.fills) | (goes_on(now, taker) == goes_on(taking, taker))


def within(taking: Taking, now: Taking, taker: Taker) -> Any:
    """Say that what was paid for all lots so far is within the limit."""
    limit = (taking.lots - now.lots) * worst_price(taker)
    paid = asked_for(now, Coin.TOKEN) - asked_for(taking, Coin.TOKEN)
    buys = taker.spends | (paid <= limit)
    return ite(taker.side == Side.ASK, paid >= limit, buys)


@theorem("THM-UCM-57", clauses=MATCHED, about=(take,), known_by={fill: FILLING})
def matching_keeps_the_book(
    parameters: Parameters,
    taking: Taking,
    taker: Taker,
    order_count: Nat,
    level: Nat,
    place: Nat,
) -> None:
    """Any number of fills keeps the book, and leaves the taker's own side alone.

    At their end nothing is left that the taker would fill, and one is filled if one could be.
    INV-UCM-9 is kept between any two of them.
    """
    ready(parameters, taking, taker, order_count)

    def more(now: Taking) -> list[tuple[str, Any]]:
        return [
            *kept(parameters, now, order_count),
            ("its level", same_level(now, taking, taker, level)),
            ("its place", same_level(now, taking, taker, place)),
            ("begins", begins(now, taking, taker)),
        ]

    keep(Taking, more)
    after = take(parameters, taking, taker)
    claims = more(after)
    for label, condition in claims:
        prove(condition, label)
    prove(reserve_suffices(parameters, taker, after), "what is set aside suffices")
    prove(negate(goes_on(after, taker)), "nothing is left to fill")
    prove(implies(goes_on(taking, taker), after.fills < taking.fills), "one is filled if one can")


@theorem(
    "THM-UCM-58",
    clauses=("UCM-24", "UCM-26"),
    about=(take,),
    known_by={fill: (a_fill_moves_exactly_its_value, *FILLING)},
)
def matching_conserves_both_coins(
    parameters: Parameters,
    taking: Taking,
    taker: Taker,
    order_count: Nat,
    coin: Coin,
    other: Address,
) -> None:
    """Any number of fills makes and loses nothing, and their average price is within the limit."""
    ready(parameters, taking, taker, order_count)

    def more(now: Taking) -> list[tuple[str, Any]]:
        value = owed(now, coin) + set_aside(now, taker, coin)
        return [
            *kept(parameters, now, order_count),
            ("conserved", value == owed(taking, coin) + set_aside(taking, taker, coin)),
            ("within", within(taking, now, taker)),
            ("lots", now.lots <= taking.lots),
            (
                "requests",
                now.request_count - taking.request_count == 2 * (taking.fills - now.fills),
            ),
            ("no loss", now.free.get((coin, other)) >= taking.free.get((coin, other))),
        ]

    keep(Taking, more)
    after = take(parameters, taking, taker)
    claims = more(after)
    for label, condition in claims:
        prove(condition, label)
    prove(reserve_suffices(parameters, taker, after), "what is set aside suffices")
