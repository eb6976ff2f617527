"""Matching: an order that comes takes from the best level of the other side, the oldest first.

Prices are whole for a lot, so nothing is ever rounded. One step of the loop fills one order. Each
fill asks for two transfers, one to the buyer and one to the seller.
"""

from __future__ import annotations

from dataclasses import replace

from hollowbeam.kernel.transition import implements, loop, select
from hollowbeam.kernel.vocabulary import ZERO, Nat
from hollowbeam_contracts.ucm.book import best_rank, coin_of, dequeue, opposite, rank_of
from hollowbeam_contracts.ucm.invariants import taking_is_sound
from hollowbeam_contracts.ucm.rings import Links, first
from hollowbeam_contracts.ucm.state import Coin, Order, Parameters, Request, Side, Taker, Taking
from hollowbeam_contracts.ucm.transfers import credit


@implements("UCM-23")
def best_order(taking: Taking, taker: Taker) -> Nat:
    """Give the number of the oldest order of the best level of the other side (UCM-23)."""
    side = opposite(taker.side)
    return first(taking.links, side, best_rank(taking.links, side))


@implements("UCM-26")
def crosses(links: Links, taker: Taker) -> bool:
    """Say whether the best level of the other side is within the taker's limit."""
    best = best_rank(links, opposite(taker.side))
    return (best != 0) & (best <= taker.limit)


@implements("UCM-26", "UCM-29")
def goes_on(taking: Taking, taker: Taker) -> bool:
    """Say whether one more order is filled."""
    side = opposite(taker.side)
    price = rank_of(side, best_rank(taking.links, side))
    can_pay = taking.reserve >= select(taker.spends, price, ZERO)
    return crosses(taking.links, taker) & (taking.lots > 0) & (taking.fills > 0) & can_pay


@implements("UCM-23", "UCM-24", "UCM-25")
def fill(parameters: Parameters, taking: Taking, taker: Taker) -> Taking:
    """Trade with the best order of the other side, at its price (UCM-24).

    What is left of that order is given back if it is worth less than the minimum (UCM-25).
    """
    number = best_order(taking, taker)
    order = taking.orders.get(number)
    wanted = select(taker.spends, Nat(taking.reserve // order.price), taking.lots)
    lots = min(wanted, order.lots)
    goods, cost = Nat(lots * parameters.lot), Nat(lots * order.price)
    sells = taker.side == Side.ASK
    used, paid = select(sells, cost, goods), select(sells, goods, cost)
    rest = replace(order, lots=Nat(order.lots - lots), locked=Nat(order.locked - used))
    orders, links, free = taking.orders, taking.links, taking.free
    if rest.lots * rest.price >= parameters.minimum:
        orders = orders.set(number, rest)
    else:
        orders = orders.set(number, Order())
        links = dequeue(links, order.side, order.price, number)
        free = credit(free, coin_of(order.side), order.owner, rest.locked)
    buyer, buyer_kind = (
        select(sells, order.owner, taker.owner),
        select(sells, order.kind, taker.kind),
    )
    seller, seller_kind = (
        select(sells, taker.owner, order.owner),
        select(sells, taker.kind, order.kind),
    )
    asset, token = Nat(taking.request_count + 1), Nat(taking.request_count + 2)
    pending = taking.pending.set(asset, Request(Coin.ASSET, buyer, buyer_kind, goods))
    pending = pending.set(token, Request(Coin.TOKEN, seller, seller_kind, cost))
    return Taking(
        orders=orders,
        links=links,
        free=free,
        pending=pending,
        request_count=token,
        lots=Nat(taking.lots - lots),
        reserve=Nat(taking.reserve - paid),
        fills=Nat(taking.fills - 1),
    )


@implements("UCM-26")
def take(parameters: Parameters, taking: Taking, taker: Taker) -> Taking:
    """Fill the best orders of the other side, one by one, until something ends it (UCM-26)."""
    return loop(
        taking,
        guard=lambda now: goes_on(now, taker),
        step=lambda now: fill(parameters, now, taker),
        invariant=lambda now: taking_is_sound(parameters, taking, taker, now),
        variant=lambda now: now.fills,
    )
