"""Theorems of the book: what an order changes when it comes to rest, and when it leaves."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import ZERO, Nat
from hollowbeam_contracts.ucm.book import dequeue, enqueue, rank_of
from hollowbeam_contracts.ucm.rings import Links, insert, last
from hollowbeam_contracts.ucm.state import LEVELS, TOP, Side
from hollowbeam_models.theorem import (
    assume,
    both,
    either,
    every,
    implies,
    ite,
    negate,
    prove,
    theorem,
)
from hollowbeam_models.theorems.ucm.words import (
    assume_book,
    assume_rings,
    is_at,
    is_before,
    is_in,
    is_same,
    prove_book,
)


@theorem("THM-UCM-44", clauses=("UCM-22",), about=(dequeue,))
def leaving_takes_exactly_an_order(links: Links, side: Side, price: Nat, number: Nat) -> None:
    """An order that leaves is gone from its queue, and so is its level if it was the last there."""
    rank = rank_of(side, price)
    assume_book(links)
    assume((price > 0) & (price < TOP) & (number > 0))
    assume(links.get((side, rank, number)).is_open)
    links.get((side, rank, ZERO))
    links.get((side, LEVELS, rank))
    after = dequeue(links, side, price, number)
    prove_book(after)
    prove(
        every(
            after,
            lambda at, node: implies(
                negate(is_at(at, side, LEVELS, rank)),
                node.is_open == (links.get(at).is_open & negate(is_at(at, side, rank, number))),
            ),
        ),
        "exactly the order is gone, and perhaps its level",
    )
    prove(
        every(after, lambda at, node: (at[0] == side) | is_same(node, links.get(at))),
        "the other side is as it was",
    )
    prove(
        implies(after.get((side, LEVELS, rank)).is_open, links.get((side, LEVELS, rank)).is_open),
        "no level is opened",
    )


@theorem(
    "THM-UCM-45",
    clauses=("UCM-18", "UCM-19"),
    about=(enqueue,),
    rejects=(Reason.STALE_HINT,),
)
def resting_adds_exactly_an_order(
    links: Links, side: Side, price: Nat, hint: Nat, number: Nat
) -> None:
    """An order that comes to rest is the last of its queue, and its level is open."""
    rank = rank_of(side, price)
    assume_book(links)
    assume((price > 0) & (price < TOP))
    assume(every(links, lambda at, node: is_before(at, node, number)))
    links.get((side, rank, last(links, side, rank)))
    after = enqueue(links, side, price, hint, number)
    prove_book(after)
    prove(
        every(
            after,
            lambda at, node: (
                node.is_open
                == either(
                    links.get(at).is_open,
                    is_at(at, side, rank, number),
                    is_at(at, side, LEVELS, rank),
                )
            ),
        ),
        "exactly the order and its level are added",
    )
    prove(last(after, side, rank) == number, "it is the last of its queue")
    was_open = links.get((side, LEVELS, rank)).is_open
    prove(was_open | (hint < TOP), "no hint at the top or above opens a level")


@theorem("THM-UCM-46", clauses=("UCM-18", "UCM-19"), about=(insert, last), acceptance=True)
def an_open_level_takes_any_order(
    links: Links, side: Side, price: Nat, hint: Nat, number: Nat
) -> None:
    """At a level that is open an order comes to rest whatever its hint."""
    rank = rank_of(side, price)
    assume_rings(links)
    assume((price > 0) & (price < TOP) & (number > 0))
    assume(every(links, lambda at, node: is_before(at, node, number)))
    assume(links.get((side, LEVELS, rank)).is_open)
    links.get((side, rank, last(links, side, rank)))
    after = enqueue(links, side, price, hint, number)
    prove(after.get((side, rank, number)).is_open, "accepted")


@theorem("THM-UCM-47", clauses=("UCM-18", "UCM-19"), about=(enqueue,), acceptance=True)
def a_good_hint_opens_a_level(links: Links, side: Side, price: Nat, hint: Nat, number: Nat) -> None:
    """A level is opened behind the next better one, or at the front where none is better."""
    rank = rank_of(side, price)
    place = ite(hint == 0, ZERO, rank_of(side, hint))
    assume_book(links)
    assume((price > 0) & (price < TOP) & (number > 0) & (hint < TOP))
    assume(every(links, lambda at, node: is_before(at, node, number)))
    assume((place == 0) | links.get((side, LEVELS, place)).is_open)
    assume(place < rank)
    assume(
        every(
            links,
            lambda at, node: negate(
                both(is_in(at, side, LEVELS), node.is_open, at[2] > place, at[2] < rank)
            ),
        )
    )
    links.get((side, LEVELS, links.get((side, LEVELS, place)).after))
    links.get((side, rank, last(links, side, rank)))
    after = enqueue(links, side, price, hint, number)
    prove(after.get((side, LEVELS, rank)).is_open, "its level is open")
    prove(after.get((side, rank, number)).is_open, "accepted")


@theorem("THM-UCM-48", clauses=("UCM-18", "UCM-19"), about=(enqueue,), acceptance=True)
def what_follows_the_hint_is_accepted(
    links: Links, side: Side, price: Nat, hint: Nat, number: Nat
) -> None:
    """An order rests where its level is open, or comes directly after that of its hint."""
    rank = rank_of(side, price)
    place = ite(hint == 0, ZERO, rank_of(side, hint))
    assume_rings(links)
    assume((price > 0) & (price < TOP) & (number > 0))
    assume(every(links, lambda at, node: is_before(at, node, number)))
    before = links.get((side, LEVELS, place))
    assume(
        either(
            links.get((side, LEVELS, rank)).is_open,
            both(
                hint < TOP,
                before.is_open | (place == 0),
                place < rank,
                (before.after == 0) | (rank < before.after),
            ),
        )
    )
    links.get((side, rank, last(links, side, rank)))
    after = enqueue(links, side, price, hint, number)
    prove(after.get((side, rank, number)).is_open, "accepted")
