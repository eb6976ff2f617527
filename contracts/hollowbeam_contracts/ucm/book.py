"""The order book: a ring of price levels on each side, and a ring of orders in each level."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.transition import implements, select
from hollowbeam.kernel.vocabulary import ZERO, Nat
from hollowbeam_contracts.ucm.rings import Links, first, insert, last, remove
from hollowbeam_contracts.ucm.state import LEVELS, TOP, Coin, Parameters, Side


def opposite(side: Side) -> Side:
    """Give the side that trades with a side."""
    return select(side == Side.ASK, Side.BID, Side.ASK)


def coin_of(side: Side) -> Coin:
    """Give what an order of a side pays with."""
    return select(side == Side.ASK, Coin.ASSET, Coin.TOKEN)


def rank_of(side: Side, price: Nat) -> Nat:
    """Give the rank of a price: on both sides the smaller is the better. It is its own inverse."""
    return select(side == Side.ASK, price, Nat(TOP - price))


@implements("UCM-17")
def locked_for(parameters: Parameters, side: Side, lots: Nat, price: Nat) -> Nat:
    """Give what an order has to lock: what it sells, or all that it may have to pay."""
    return select(side == Side.ASK, Nat(lots * parameters.lot), Nat(lots * price))


@implements("UCM-18", "UCM-19")
def enqueue(links: Links, side: Side, price: Nat, hint: Nat, number: Nat) -> Links:
    """Put an order at the end of its level; a new level goes where the hint says (UCM-19).

    Rejects: STALE_HINT (UCM-18).
    """
    rank = rank_of(side, price)
    if not links.get((side, LEVELS, rank)).is_open:
        require(hint < TOP, Reason.STALE_HINT)
        place = select(hint == 0, ZERO, rank_of(side, hint))
        links = insert(links, side, LEVELS, place, rank)
    return insert(links, side, rank, last(links, side, rank), number)


@implements("UCM-22")
def dequeue(links: Links, side: Side, price: Nat, number: Nat) -> Links:
    """Take an order out of its level, and the level out of its side with its last order."""
    rank = rank_of(side, price)
    links = remove(links, side, rank, number)
    if first(links, side, rank) == 0:
        links = remove(links, side, LEVELS, rank)
    return links


def best_rank(links: Links, side: Side) -> Nat:
    """Give the rank of the best level of a side, or zero where the side is empty."""
    return first(links, side, LEVELS)
