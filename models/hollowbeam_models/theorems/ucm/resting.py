"""Theorems of what comes to rest and what is taken back: value, levels, and nothing crossed."""

from __future__ import annotations

from typing import Any, Final

from hollowbeam.kernel.actor import Call
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import ZERO, Address, Nat
from hollowbeam_contracts.ucm.actions import CancelOrder, LimitOrder
from hollowbeam_contracts.ucm.book import (
    coin_of,
    dequeue,
    enqueue,
    locked_for,
    opposite,
    rank_of,
)
from hollowbeam_contracts.ucm.invariants import (
    is_covered,
    order_is_sound,
    owed,
)
from hollowbeam_contracts.ucm.matching import crosses
from hollowbeam_contracts.ucm.orders import cancel_order, rested
from hollowbeam_contracts.ucm.state import LEVELS, TOP, Coin, Taker, UcmState
from hollowbeam_models.theorem import assume, every, implies, ite, negate, prove, theorem
from hollowbeam_models.theorems.ucm.book import (
    leaving_takes_exactly_an_order,
    resting_adds_exactly_an_order,
)
from hollowbeam_models.theorems.ucm.words import (
    are_same,
    assume_sound,
    counted,
    known,
    linked,
    numbered,
    prove_book,
    queued,
    uncrossed,
    worthy,
)

ENQUEUED: Final = {enqueue: (resting_adds_exactly_an_order,)}
DEQUEUED: Final = {dequeue: (leaving_takes_exactly_an_order,)}
STALE: Final = (Reason.STALE_HINT,)
RESTS: Final = ("UCM-17", "UCM-19", "UCM-27")


def about_to_rest(
    state: UcmState, taker: Taker, action: LimitOrder, lots: Nat, reserve: Nat
) -> None:
    """Assume a sound state, and that what is set aside suffices for what may rest."""
    side, price = action.side, action.price
    assume_sound(state)
    assume((price > 0) & (price < TOP) & (taker.side == side))
    assume(taker.limit == rank_of(opposite(side), price))
    assume(reserve >= locked_for(state.parameters, side, lots, price))


def rests(state: UcmState, taker: Taker, action: LimitOrder, lots: Nat) -> Any:
    """Say that a remainder is worth the minimum, and would not cross."""
    worth = lots * action.price >= state.parameters.minimum
    return worth & negate(crosses(state.links, taker))


@theorem("THM-UCM-60", clauses=RESTS, about=(rested,), rejects=STALE, known_by=ENQUEUED)
def a_remainder_locks_exactly_its_own(
    state: UcmState,
    taker: Taker,
    action: LimitOrder,
    lots: Nat,
    reserve: Nat,
    coin: Coin,
    other: Address,
) -> None:
    """A remainder rests with what it may cost, and all else that was set aside is free again."""
    about_to_rest(state, taker, action, lots, reserve)
    number = Nat(state.order_count + 1)
    after = rested(state, taker, action, lots, reserve)
    is_resting = rests(state, taker, action, lots)
    own = coin_of(action.side)
    needed = locked_for(state.parameters, action.side, lots, action.price)
    given = ite(own == coin, reserve, 0)
    prove(owed(after, coin) == owed(state, coin) + given, "nothing is made or lost")
    gained = after.free.get((coin, other)) - state.free.get((coin, other))
    back = ite(is_resting, reserve - needed, reserve)
    is_own = (other == taker.owner) & (coin == own)
    prove(gained == ite(is_own, back, 0), "exactly the taker has the rest back")
    prove(after.order_count == ite(is_resting, number, state.order_count), "it is numbered")
    order = after.orders.get(number)
    if is_resting:
        prove((order.owner == taker.owner) & (order.kind == taker.kind), "it is the taker's")
        prove((order.side == action.side) & (order.price == action.price), "at its price")
        prove((order.lots == lots) & (order.locked == needed), "with all that was not filled")
    else:
        prove(order.lots == 0, "else nothing rests")
    prove(every(after.orders, worthy(state.parameters)), "orders are worth the minimum")
    prove(every(after.orders, known(after.order_count)), "no number is ahead of the count")
    prove(after.escrow == state.escrow, "nothing comes in")
    prove(after.request_count == state.request_count, "nothing is asked for")
    prove(every(after.pending, numbered(after.request_count)), "requests are numbered")
    prove(are_same(after.parameters, state.parameters), "the parameters are kept")


@theorem("THM-UCM-61", clauses=RESTS, about=(rested,), rejects=STALE, known_by=ENQUEUED)
def a_remainder_keeps_the_rings(
    state: UcmState, taker: Taker, action: LimitOrder, lots: Nat, reserve: Nat
) -> None:
    """A remainder that rests leaves the rings sorted, and no open level empty."""
    about_to_rest(state, taker, action, lots, reserve)
    after = rested(state, taker, action, lots, reserve)
    prove_book(after.links)


@theorem("THM-UCM-62", clauses=("UCM-27",), about=(rested,), rejects=STALE, known_by=ENQUEUED)
def a_remainder_crosses_nothing(
    state: UcmState, taker: Taker, action: LimitOrder, lots: Nat, reserve: Nat
) -> None:
    """What rests does not cross the book, since no order of the other side is left to match it."""
    about_to_rest(state, taker, action, lots, reserve)
    best = state.links.get((opposite(action.side), LEVELS, ZERO)).after
    state.links.get((opposite(action.side), LEVELS, best))
    after = rested(state, taker, action, lots, reserve)
    prove(every(after.links, uncrossed(state.links), arity=2), "the book is not crossed")
    counts = counted(after.order_count, state.links)
    prove(every(after.links, counts), "orders are numbered")


@theorem("THM-UCM-63", clauses=RESTS, about=(rested,), rejects=STALE, known_by=ENQUEUED)
def a_remainder_stands_in_its_level(
    state: UcmState, taker: Taker, action: LimitOrder, lots: Nat, reserve: Nat
) -> None:
    """Once a remainder rests, each order stands in its level."""
    about_to_rest(state, taker, action, lots, reserve)
    after = rested(state, taker, action, lots, reserve)
    rank = rank_of(action.side, action.price)
    after.links.get((action.side, rank, Nat(state.order_count + 1)))
    after.links.get((action.side, LEVELS, rank))
    prove(every(after.orders, linked(after.links, state.links)), "each order stands in its level")


@theorem("THM-UCM-64", clauses=RESTS, about=(rested,), rejects=STALE, known_by=ENQUEUED)
def a_remainder_leaves_only_orders_in_levels(
    state: UcmState, taker: Taker, action: LimitOrder, lots: Nat, reserve: Nat
) -> None:
    """Once a remainder rests, only orders stand in levels."""
    about_to_rest(state, taker, action, lots, reserve)
    after = rested(state, taker, action, lots, reserve)
    prove(every(after.links, queued(after.orders, state.links)), "only orders stand in levels")


CANCELS: Final = (Reason.NO_SUCH_ORDER, Reason.NOT_OWNER)
TAKEN_BACK: Final = ("UCM-20", "UCM-21", "UCM-22")


@theorem(
    "THM-UCM-65", clauses=TAKEN_BACK, about=(cancel_order,), rejects=CANCELS, known_by=DEQUEUED
)
def a_cancelled_order_gives_back_what_it_locked(
    state: UcmState, call: Call, action: CancelOrder, coin: Coin, other: Address, kept: Nat
) -> None:
    """A cancelled order gives its owner exactly what it locked; no other order changes."""
    assume_sound(state)
    assume(is_covered(state, coin))
    order = state.orders.get(action.order)
    after = cancel_order(state, call, action).state
    prove((order.lots > 0) & (order.owner == call.caller), "it was the caller's")
    gained = after.free.get((coin, other)) - state.free.get((coin, other))
    is_own = (other == call.caller) & (coin == coin_of(order.side))
    prove(gained == ite(is_own, order.locked, 0), "exactly what it locked is free")
    prove(after.orders.get(action.order).lots == 0, "it is gone")
    same = after.orders.get(kept).lots == state.orders.get(kept).lots
    prove(implies(kept != action.order, same), "no other is")
    prove(is_covered(after, coin), "covered")
    prove(every(after.orders, worthy(state.parameters)), "orders are worth the minimum")
    prove(every(after.orders, known(after.order_count)), "no number is ahead of the count")


@theorem(
    "THM-UCM-66", clauses=TAKEN_BACK, about=(cancel_order,), rejects=CANCELS, known_by=DEQUEUED
)
def a_cancelled_order_crosses_nothing(state: UcmState, call: Call, action: CancelOrder) -> None:
    """After a cancellation the rings are sorted, and the book is not crossed."""
    assume_sound(state)
    state.orders.get(action.order)
    after = cancel_order(state, call, action).state
    prove(every(after.links, uncrossed(state.links), arity=2), "the book is not crossed")
    counts = counted(state.order_count, state.links)
    prove(every(after.links, counts), "orders are numbered")
    prove_book(after.links)


@theorem(
    "THM-UCM-67", clauses=TAKEN_BACK, about=(cancel_order,), rejects=CANCELS, known_by=DEQUEUED
)
def a_cancelled_order_leaves_the_others_in_their_levels(
    state: UcmState, call: Call, action: CancelOrder
) -> None:
    """After a cancellation each order that rests stands in its level."""
    assume_sound(state)
    order = state.orders.get(action.order)
    after = cancel_order(state, call, action).state
    after.links.get((order.side, rank_of(order.side, order.price), ZERO))
    prove(every(after.orders, linked(after.links, state.links)), "each order stands in its level")


@theorem(
    "THM-UCM-68", clauses=TAKEN_BACK, about=(cancel_order,), rejects=CANCELS, known_by=DEQUEUED
)
def a_cancelled_order_leaves_only_orders_in_levels(
    state: UcmState, call: Call, action: CancelOrder
) -> None:
    """After a cancellation only orders that rest stand in levels."""
    assume_sound(state)
    state.orders.get(action.order)
    after = cancel_order(state, call, action).state
    prove(every(after.links, queued(after.orders, state.links)), "only orders stand in levels")


@theorem("THM-UCM-69", clauses=("UCM-22",), about=(cancel_order,), acceptance=True)
def an_own_order_is_always_cancelled(state: UcmState, call: Call, action: CancelOrder) -> None:
    """Who owns an order that rests may take it back at any time."""
    order = state.orders.get(action.order)
    assume(order_is_sound(state.parameters, order) & (state.parameters.lot > 0))
    assume((order.lots > 0) & (order.owner == call.caller))
    after = cancel_order(state, call, action).state
    key = (coin_of(order.side), call.caller)
    prove(after.free.get(key) > state.free.get(key), "accepted")
