"""Orders: limit orders, which may rest, market orders, which never do, and taking an order back."""

from __future__ import annotations

from dataclasses import replace

from hollowbeam.kernel.actor import Call
from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.transition import Step, implements, select
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam_contracts.ucm.actions import CancelOrder, LimitOrder, MarketOrder
from hollowbeam_contracts.ucm.book import coin_of, dequeue, enqueue, locked_for, opposite, rank_of
from hollowbeam_contracts.ucm.matching import crosses, take
from hollowbeam_contracts.ucm.state import MOST_FILLS, TOP, Order, Side, Taker, Taking, UcmState
from hollowbeam_contracts.ucm.transfers import credit, debit


def opened(state: UcmState, lots: Nat, reserve: Nat, fills: Nat) -> Taking:
    """Begin to match with what a taker wants and has set aside."""
    return Taking(
        orders=state.orders,
        links=state.links,
        free=state.free,
        pending=state.pending,
        request_count=state.request_count,
        lots=lots,
        reserve=reserve,
        fills=fills,
    )


def closed(state: UcmState, taken: Taking) -> UcmState:
    """Go on from where matching ended; what is left of the reserve is still set aside."""
    return replace(
        state,
        orders=taken.orders,
        links=taken.links,
        free=taken.free,
        pending=taken.pending,
        request_count=taken.request_count,
    )


@implements("UCM-14", "UCM-15", "UCM-16", "UCM-17", "UCM-28")
def limit_order(state: UcmState, call: Call, action: LimitOrder) -> Step[UcmState]:
    """Trade at a price or better, and let the remainder rest (UCM-27).

    Rejects: BAD_PRICE (UCM-14), TOO_MANY_FILLS (UCM-15), BELOW_MINIMUM (UCM-16),
    INSUFFICIENT_BALANCE (UCM-7), WOULD_CROSS (UCM-28), STALE_HINT (UCM-18).
    """
    parameters, side, price = state.parameters, action.side, action.price
    require((price > 0) & (price < TOP), Reason.BAD_PRICE)
    require(action.max_fills <= MOST_FILLS, Reason.TOO_MANY_FILLS)
    require(action.lots * price >= parameters.minimum, Reason.BELOW_MINIMUM)
    reserve = locked_for(parameters, side, action.lots, price)
    free = debit(state.free, coin_of(side), call.caller, reserve)
    taker = Taker(call.caller, call.kind, side, rank_of(opposite(side), price), spends=False)
    start = opened(replace(state, free=free), action.lots, reserve, action.max_fills)
    if action.max_fills == 0:
        require(not crosses(state.links, taker), Reason.WOULD_CROSS)
    taken = take(parameters, start, taker)
    return Step(rested(closed(state, taken), taker, action, taken.lots, taken.reserve))


@implements("UCM-27")
def rested(state: UcmState, taker: Taker, action: LimitOrder, lots: Nat, reserve: Nat) -> UcmState:
    """Let the lots that were not filled rest, or give their reserve back (UCM-27).

    They rest if they are worth the minimum and no order of the other side is left to match them.

    Rejects: STALE_HINT (UCM-18).
    """
    side, price = action.side, action.price
    is_small = lots * price < state.parameters.minimum
    if is_small | crosses(state.links, taker):
        return replace(state, free=credit(state.free, coin_of(side), taker.owner, reserve))
    number = Nat(state.order_count + 1)
    locked = locked_for(state.parameters, side, lots, price)
    back = Nat(reserve - locked)
    order = Order(taker.owner, taker.kind, side, price, lots, locked)
    return replace(
        state,
        orders=state.orders.set(number, order),
        links=enqueue(state.links, side, price, action.hint, number),
        free=credit(state.free, coin_of(side), taker.owner, back),
        order_count=number,
    )


@implements("UCM-5", "UCM-15", "UCM-29", "UCM-30")
def market_order(state: UcmState, call: Call, action: MarketOrder) -> Step[UcmState]:
    """Trade at the best prices there are; what is not filled is given back (UCM-29).

    Rejects: ZERO_AMOUNT (UCM-5), TOO_MANY_FILLS (UCM-15), INSUFFICIENT_BALANCE (UCM-7),
    NO_MATCH (UCM-30).
    """
    parameters, side = state.parameters, action.side
    require(action.amount > 0, Reason.ZERO_AMOUNT)
    require(action.max_fills <= MOST_FILLS, Reason.TOO_MANY_FILLS)
    goods = Nat(action.amount * parameters.lot)
    reserve = select(side == Side.ASK, goods, action.amount)
    free = debit(state.free, coin_of(side), call.caller, reserve)
    taker = Taker(call.caller, call.kind, side, TOP, spends=side == Side.BID)
    start = opened(replace(state, free=free), action.amount, reserve, action.max_fills)
    taken = take(parameters, start, taker)
    require(taken.fills < action.max_fills, Reason.NO_MATCH)
    free = credit(taken.free, coin_of(side), call.caller, taken.reserve)
    return Step(replace(closed(state, taken), free=free))


@implements("UCM-20", "UCM-21", "UCM-22")
def cancel_order(state: UcmState, call: Call, action: CancelOrder) -> Step[UcmState]:
    """Take an order out of the book; what it locked is free again (UCM-22).

    Rejects: NO_SUCH_ORDER (UCM-20), NOT_OWNER (UCM-21).
    """
    order = state.orders.get(action.order)
    require(order.lots > 0, Reason.NO_SUCH_ORDER)
    require(order.owner == call.caller, Reason.NOT_OWNER)
    return Step(
        replace(
            state,
            orders=state.orders.set(action.order, Order()),
            links=dequeue(state.links, order.side, order.price, action.order),
            free=credit(state.free, coin_of(order.side), order.owner, order.locked),
        )
    )
