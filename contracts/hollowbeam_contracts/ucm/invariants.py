"""What is true of every reachable state. Proofs, property tests and the simulator share these."""

from __future__ import annotations

from hollowbeam.kernel.transition import select
from hollowbeam.kernel.vocabulary import ZERO, Nat
from hollowbeam_contracts.ucm.book import coin_of, locked_for, opposite, rank_of
from hollowbeam_contracts.ucm.rings import Links
from hollowbeam_contracts.ucm.state import (
    LEVELS,
    TOP,
    AccountKey,
    Coin,
    LinkKey,
    Node,
    Order,
    Parameters,
    Request,
    Side,
    Taker,
    Taking,
    UcmState,
)


def implies(condition: bool, consequence: bool) -> bool:
    """If the first then the second, without a branch."""
    return (condition ^ True) | consequence


def parameters_are_sound(parameters: Parameters) -> bool:
    """INV-UCM-0: what genesis checks of the parameters (UCM-1)."""
    return (
        (parameters.asset != parameters.token) & (parameters.lot >= 1) & (parameters.minimum >= 1)
    )


def free_of(coin: Coin, key: AccountKey, amount: Nat) -> Nat:
    """Measure: free units of a coin that one holder has."""
    return select(key[0] == coin, amount, ZERO)


def locked_of(coin: Coin, order: Order) -> Nat:
    """Measure: units of a coin that one order locks."""
    return select(coin_of(order.side) == coin, order.locked, ZERO)


def asked_of(coin: Coin, request: Request) -> Nat:
    """Measure: units of a coin that one request is about."""
    return select(request.coin == coin, request.quantity, ZERO)


def owed(state: UcmState | Taking, coin: Coin) -> Nat:
    """All units of a coin that the exchange owes: free, locked by orders, or on their way."""
    return Nat(
        state.free.sum(lambda key, amount: free_of(coin, key, amount))
        + state.orders.sum(lambda _, order: locked_of(coin, order))
        + state.pending.sum(lambda _, request: asked_of(coin, request))
    )


def is_covered(state: UcmState, coin: Coin) -> bool:
    """INV-UCM-1: what the exchange holds of a coin is exactly what it owes."""
    return state.escrow.get(coin) == owed(state, coin)


def order_is_sound(parameters: Parameters, order: Order) -> bool:
    """INV-UCM-2: an order locks exactly what it may cost, and is worth at least the minimum."""
    worth = order.lots * order.price
    rests = (order.price > 0) & (order.price < TOP) & (worth >= parameters.minimum)
    locked = locked_for(parameters, order.side, order.lots, order.price)
    return (order.locked == locked) & implies(order.lots > 0, rests)


def order_is_linked(links: Links, number: Nat, order: Order) -> bool:
    """INV-UCM-3: an order stands in the queue of its level, and its level in its side."""
    rank = rank_of(order.side, order.price)
    is_linked = (
        links.get((order.side, rank, number)).is_open
        & links.get((order.side, LEVELS, rank)).is_open
        & (number > 0)
    )
    return implies(order.lots > 0, is_linked)


def order_is_counted(order_count: Nat, number: Nat, order: Order) -> bool:
    """INV-UCM-11: no number of an order is ahead of the count."""
    return implies(order.lots > 0, number <= order_count)


def place_is_counted(order_count: Nat, key: LinkKey, node: Node) -> bool:
    """INV-UCM-12: no number that stands in a queue is ahead of the count."""
    return implies((key[1] > 0) & node.is_open, key[2] <= order_count)


def is_member(links: Links, key: LinkKey) -> bool:
    """Say whether something stands at a place; place zero is always there."""
    return (key[2] == 0) | links.get(key).is_open


def node_is_sound(links: Links, key: LinkKey) -> bool:
    """INV-UCM-4: neighbours name each other and ascend; only what is there has neighbours."""
    side, ring, place = key
    node = links.get(key)
    after, before = links.get((side, ring, node.after)), links.get((side, ring, node.before))
    linked = (
        implies(node.after > 0, after.is_open & (node.after > place))
        & implies(node.before > 0, before.is_open)
        & implies(place > 0, node.before < place)
        & (after.before == place)
        & (before.after == place)
    )
    alone = (node.after == 0) & (node.before == 0)
    is_there = is_member(links, key)
    return implies(node.is_open, place > 0) & implies(is_there, linked) & (is_there | alone)


def has_no_gap(links: Links, key: LinkKey, place: Nat) -> bool:
    """INV-UCM-5: between a place and the one after it nothing is open."""
    side, ring, here = key
    lies_after = is_member(links, key) & links.get((side, ring, place)).is_open & (place > here)
    after = links.get(key).after
    return implies(lies_after, (after > 0) & (after <= place))


def level_is_sound(key: LinkKey, head: Node, other: LinkKey, level: Node) -> bool:
    """INV-UCM-10: a level is open exactly if its own ring is not empty (two arbitrary places)."""
    heads = (key[1] > 0) & (key[2] == 0)
    is_its = heads & (other[0] == key[0]) & (other[1] == LEVELS) & (other[2] == key[1])
    return implies(is_its, level.is_open == (head.after > 0))


def link_is_sound(key: LinkKey, node: Node, order: Order) -> bool:
    """INV-UCM-6: what stands in a queue is the number of an order that rests at that level."""
    side, ring, _ = key
    stands = (order.lots > 0) & (order.side == side) & (rank_of(side, order.price) == ring)
    return implies((ring > 0) & node.is_open, stands)


def levels_do_not_cross(key: LinkKey, level: Node, other: LinkKey, found: Node) -> bool:
    """INV-UCM-7: an open level of asks is dearer than an open one of bids (two arbitrary places).

    The rank of a bid is what its price lacks to 2^128.
    """
    asks = (key[0] == Side.ASK) & (key[1] == LEVELS) & level.is_open
    bids = (other[0] == Side.BID) & (other[1] == LEVELS) & found.is_open
    return implies(asks & bids, key[2] + other[2] > TOP)


def request_is_numbered(request_count: Nat, number: Nat, request: Request) -> bool:
    """INV-UCM-8: no number of a request is ahead of the count."""
    return implies(request.quantity > 0, (number > 0) & (number <= request_count))


def reserve_suffices(parameters: Parameters, taker: Taker, now: Taking) -> bool:
    """INV-UCM-9: while an order is matched, what was set aside for it pays for all it may take."""
    worst = rank_of(opposite(taker.side), taker.limit)
    sells = now.reserve == now.lots * parameters.lot
    buys = select(taker.spends, now.reserve <= now.lots, now.reserve >= now.lots * worst)
    return select(taker.side == Side.ASK, sells, buys)


def taking_is_sound(
    parameters: Parameters, start: Taking, taker: Taker, now: Taking
) -> tuple[tuple[str, bool], ...]:
    """Give what one fill after another keeps; only a proof reads it."""
    return (
        ("the reserve suffices", reserve_suffices(parameters, taker, now)),
        ("no fill too many", now.fills <= start.fills),
    )
