"""Words that the theorems of the exchange share: what is assumed, and what is proved again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam_contracts.ucm.book import best_rank, coin_of, opposite, rank_of
from hollowbeam_contracts.ucm.invariants import (
    asked_of,
    has_no_gap,
    is_covered,
    level_is_sound,
    levels_do_not_cross,
    link_is_sound,
    node_is_sound,
    order_is_counted,
    order_is_linked,
    order_is_sound,
    parameters_are_sound,
    place_is_counted,
    request_is_numbered,
)
from hollowbeam_contracts.ucm.matching import best_order
from hollowbeam_contracts.ucm.rings import Links
from hollowbeam_contracts.ucm.state import (
    LEVELS,
    Coin,
    LinkKey,
    Node,
    Order,
    Parameters,
    Side,
    Taker,
    Taking,
    UcmState,
)
from hollowbeam_contracts.ucm.transfers import Free
from hollowbeam_models.theorem import assume, both, every, implies, ite, prove


def is_at(key: LinkKey, side: Side, ring: Nat, place: Nat) -> Any:
    """Say whether a key is that of a place."""
    return both(key[0] == side, key[1] == ring, key[2] == place)


def is_in(key: LinkKey, side: Side, ring: Nat) -> Any:
    """Say whether a key is one of a ring."""
    return both(key[0] == side, key[1] == ring)


def is_same(one: Node, other: Node) -> Any:
    """Say that two nodes are equal."""
    return both(one.is_open == other.is_open, one.after == other.after, one.before == other.before)


def is_before(key: LinkKey, node: Node, number: Nat) -> Any:
    """Say that what stands in a queue is older than an order with this number."""
    return implies((key[1] > 0) & node.is_open, key[2] < number)


def sound(links: Links) -> Callable[..., Any]:
    """INV-UCM-4 of each place."""
    return lambda key, _: node_is_sound(links, key)


def gapless(links: Links) -> Callable[..., Any]:
    """INV-UCM-5 of each two places of one ring."""
    return lambda key, _, other, __: implies(
        is_in(other, key[0], key[1]), has_no_gap(links, key, other[2])
    )


def assume_rings(links: Links) -> None:
    """Assume INV-UCM-4 and INV-UCM-5."""
    assume(every(links, sound(links)))
    assume(every(links, gapless(links), arity=2))


def prove_rings(links: Links) -> None:
    """Prove INV-UCM-4 and INV-UCM-5."""
    prove(every(links, sound(links)), "neighbours name each other")
    prove(every(links, gapless(links), arity=2), "nothing lies between them")


def assume_book(links: Links) -> None:
    """Assume INV-UCM-4, INV-UCM-5 and INV-UCM-10."""
    assume_rings(links)
    assume(every(links, level_is_sound, arity=2))


def prove_book(links: Links) -> None:
    """Prove INV-UCM-4, INV-UCM-5 and INV-UCM-10."""
    prove_rings(links)
    prove(every(links, level_is_sound, arity=2), "no open level is empty, and no other is not")


def worthy(parameters: Parameters) -> Callable[..., Any]:
    """INV-UCM-2 of each order."""
    return lambda _, order: order_is_sound(parameters, order)


def linked(links: Links, before: Links | None = None) -> Callable[..., Any]:
    """INV-UCM-3 of each order. What stood at its places before is looked at first."""

    def stands(number: Nat, order: Order) -> Any:
        if before is not None:
            rank = rank_of(order.side, order.price)
            before.get((order.side, rank, number))
            before.get((order.side, LEVELS, rank))
        return order_is_linked(links, number, order)

    return stands


def queued(orders: Map[Nat, Order], before: Links | None = None) -> Callable[..., Any]:
    """INV-UCM-6 of each place, for its order. What stood there before is looked at first."""

    def stands(key: LinkKey, node: Node) -> Any:
        if before is not None:
            before.get(key)
        return link_is_sound(key, node, orders.get(key[2]))

    return stands


def numbered(request_count: Nat) -> Callable[..., Any]:
    """INV-UCM-8 of each request."""
    return lambda number, request: request_is_numbered(request_count, number, request)


def at_least(before: Free) -> Callable[..., Any]:
    """Say of each holder and coin that no less is free than before."""
    return lambda key, amount: amount >= before.get(key)


def assume_meeting(state: UcmState | Taking) -> None:
    """Assume that orders stand in their levels, and nothing else does (INV-UCM-3, INV-UCM-6)."""
    assume(every(state.orders, linked(state.links)))
    assume(every(state.links, queued(state.orders)))


def meets(taking: Taking, taker: Taker, order: Order) -> Any:
    """Say that an order is one of the best level of the side that a taker meets."""
    side = opposite(taker.side)
    return both(
        order.lots > 0,
        order.side == side,
        rank_of(side, order.price) == best_rank(taking.links, side),
    )


def best_of(taking: Taking, taker: Taker) -> Order:
    """Give the order that comes first, having looked at its place and its level."""
    side = opposite(taker.side)
    rank, number = best_rank(taking.links, side), best_order(taking, taker)
    taking.links.get((side, rank, number))
    taking.links.get((side, LEVELS, rank))
    return taking.orders.get(number)


def set_aside(taking: Taking, taker: Taker, coin: Coin) -> Any:
    """Give what is set aside for a taker, in a coin."""
    return ite(coin_of(taker.side) == coin, taking.reserve, 0)


def asked_for(state: UcmState | Taking, coin: Coin) -> Any:
    """Give how many units of a coin all pending requests are about."""
    return state.pending.sum(lambda _, request: asked_of(coin, request))


def worst_price(taker: Taker) -> Any:
    """Give the price of a taker's limit."""
    return rank_of(opposite(taker.side), taker.limit)


def wanted(taking: Taking, taker: Taker, order: Order) -> Any:
    """Give how many lots of an order a taker wants: no more than it can pay for."""
    return ite(taker.spends, taking.reserve // order.price, taking.lots)


def uncrossed(before: Links | None = None) -> Callable[..., Any]:
    """INV-UCM-7 of each two places. What stood there before is looked at first."""

    def apart(key: LinkKey, node: Node, other: LinkKey, found: Node) -> Any:
        if before is not None:
            before.get(key)
            before.get(other)
        return levels_do_not_cross(key, node, other, found)

    return apart


def covers_all(state: UcmState) -> Any:
    """INV-UCM-1 of both coins."""
    return is_covered(state, Coin.ASSET) & is_covered(state, Coin.TOKEN)


def counted(order_count: Nat, before: Links | None = None) -> Callable[..., Any]:
    """INV-UCM-12 of each place. What stood there before is looked at first."""

    def stands(key: LinkKey, node: Node) -> Any:
        if before is not None:
            before.get(key)
        return place_is_counted(order_count, key, node)

    return stands


def own_side(taker: Taker, before: Links) -> Callable[..., Any]:
    """Say that a taker's own side is as it was."""
    return lambda key, node: implies(key[0] == taker.side, is_same(node, before.get(key)))


def known(order_count: Nat) -> Callable[..., Any]:
    """INV-UCM-11 of each order."""
    return lambda number, order: order_is_counted(order_count, number, order)


def assume_sound(state: UcmState) -> None:
    """Assume INV-UCM-0 and all that the book keeps (INV-UCM-2 to INV-UCM-8)."""
    assume(parameters_are_sound(state.parameters))
    assume(every(state.orders, worthy(state.parameters)))
    assume(every(state.orders, known(state.order_count)))
    assume(every(state.links, counted(state.order_count)))
    assume(every(state.pending, numbered(state.request_count)))
    assume_book(state.links)
    assume_meeting(state)
    assume(every(state.links, uncrossed(), arity=2))


def are_same(one: Parameters, other: Parameters) -> Any:
    """Say that two parameters are equal."""
    return both(
        one.asset == other.asset,
        one.token == other.token,
        one.lot == other.lot,
        one.minimum == other.minimum,
    )


def prove_structure(state: UcmState) -> None:
    """Prove all that the book keeps of its links (INV-UCM-3 to INV-UCM-7)."""
    prove(every(state.links, counted(state.order_count)), "orders are numbered")
    prove_book(state.links)
    prove(every(state.orders, linked(state.links)), "each order stands in its level")
    prove(every(state.links, queued(state.orders)), "only orders stand in levels")
    prove(every(state.links, uncrossed(), arity=2), "the book is not crossed")
