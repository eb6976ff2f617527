"""Theorems of whole orders: limit orders and market orders, from the call to the state after it."""

from __future__ import annotations

from typing import Final

from hollowbeam.kernel.actor import Call
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import ZERO, Address, Nat
from hollowbeam_contracts.ucm.actions import LimitOrder, MarketOrder
from hollowbeam_contracts.ucm.book import best_rank, coin_of, enqueue, locked_for, opposite, rank_of
from hollowbeam_contracts.ucm.invariants import is_covered
from hollowbeam_contracts.ucm.matching import crosses, take
from hollowbeam_contracts.ucm.orders import closed, limit_order, market_order, opened, rested
from hollowbeam_contracts.ucm.rings import first
from hollowbeam_contracts.ucm.state import LEVELS, MOST_FILLS, TOP, Coin, Side, Taker, UcmState
from hollowbeam_models.theorem import assume, both, every, ite, negate, prove, theorem
from hollowbeam_models.theorems.ucm.book import (
    resting_adds_exactly_an_order,
    what_follows_the_hint_is_accepted,
)
from hollowbeam_models.theorems.ucm.matching import (
    matching_conserves_both_coins,
    matching_keeps_the_book,
)
from hollowbeam_models.theorems.ucm.resting import (
    a_remainder_crosses_nothing,
    a_remainder_keeps_the_rings,
    a_remainder_leaves_only_orders_in_levels,
    a_remainder_stands_in_its_level,
)
from hollowbeam_models.theorems.ucm.words import (
    are_same,
    assume_sound,
    known,
    numbered,
    prove_structure,
    worthy,
)

VALUED: Final = {take: (matching_conserves_both_coins,)}
TAKING: Final = {take: (matching_keeps_the_book,)}
LIMIT_REASONS: Final = (
    Reason.BAD_PRICE,
    Reason.TOO_MANY_FILLS,
    Reason.BELOW_MINIMUM,
    Reason.INSUFFICIENT_BALANCE,
    Reason.WOULD_CROSS,
    Reason.STALE_HINT,
)


@theorem(
    "THM-UCM-70",
    clauses=("UCM-7", "UCM-14", "UCM-15", "UCM-16", "UCM-17", "UCM-27", "UCM-28"),
    about=(limit_order, opened, closed, rested),
    rejects=LIMIT_REASONS,
    known_by={**VALUED, enqueue: (resting_adds_exactly_an_order,)},
)
def a_limit_order_conserves_both_coins(
    state: UcmState,
    call: Call,
    action: LimitOrder,
    order_count: Nat,
    coin: Coin,
    other: Address,
) -> None:
    """Whatever a limit order fills and leaves, the escrow covers all, and each order is sound.

    Nobody but its owner has less free than before. INV-UCM-0, INV-UCM-1, INV-UCM-2, INV-UCM-8 and
    INV-UCM-11 are kept.
    """
    assume_sound(state)
    assume(is_covered(state, coin) & (order_count == state.order_count))
    after = limit_order(state, call, action).state
    prove((action.price > 0) & (action.price < TOP), "the price is in range")
    prove(action.max_fills <= MOST_FILLS, "the fills are bounded")
    prove(action.lots * action.price >= state.parameters.minimum, "it is worth the minimum")
    prove(is_covered(after, coin), "covered")
    no_less = after.free.get((coin, other)) >= state.free.get((coin, other))
    prove((other == call.caller) | no_less, "nobody else has less")
    prove(are_same(after.parameters, state.parameters), "the parameters are kept")
    prove(every(after.orders, worthy(state.parameters)), "orders are worth the minimum")
    prove(every(after.orders, known(after.order_count)), "no number is ahead of the count")
    prove(every(after.pending, numbered(after.request_count)), "requests are numbered")


@theorem(
    "THM-UCM-72",
    clauses=("UCM-17", "UCM-19", "UCM-27"),
    about=(limit_order,),
    rejects=LIMIT_REASONS,
    known_by={
        **TAKING,
        rested: (
            a_remainder_keeps_the_rings,
            a_remainder_crosses_nothing,
            a_remainder_stands_in_its_level,
            a_remainder_leaves_only_orders_in_levels,
        ),
    },
)
def a_limit_order_keeps_the_book(
    state: UcmState,
    call: Call,
    action: LimitOrder,
    order_count: Nat,
    level: Nat,  # noqa: ARG001 - what is cited speaks of it
    place: Nat,  # noqa: ARG001
) -> None:
    """Whatever a limit order fills and leaves, each order stands in its level, and none crosses.

    INV-UCM-3, INV-UCM-4, INV-UCM-5, INV-UCM-6, INV-UCM-7, INV-UCM-10 and INV-UCM-12 are kept.
    """
    assume_sound(state)
    assume(order_count == state.order_count)
    after = limit_order(state, call, action).state
    prove_structure(after)


@theorem(
    "THM-UCM-71",
    clauses=("UCM-5", "UCM-7", "UCM-15", "UCM-29", "UCM-30"),
    about=(market_order,),
    rejects=(
        Reason.ZERO_AMOUNT,
        Reason.TOO_MANY_FILLS,
        Reason.INSUFFICIENT_BALANCE,
        Reason.NO_MATCH,
    ),
    known_by=VALUED,
)
def a_market_order_keeps_everything(
    state: UcmState,
    call: Call,
    action: MarketOrder,
    order_count: Nat,
    coin: Coin,
    other: Address,
) -> None:
    """Whatever a market order fills, the escrow covers all, and every invariant holds.

    It fills at least one order, lets nothing rest, and nobody but its owner has less free.
    """
    assume_sound(state)
    assume(is_covered(state, coin) & (order_count == state.order_count))
    after = market_order(state, call, action).state
    prove((action.amount > 0) & (action.max_fills <= MOST_FILLS), "the order is in range")
    prove(after.request_count > state.request_count, "something is filled")
    prove(is_covered(after, coin), "covered")
    no_less = after.free.get((coin, other)) >= state.free.get((coin, other))
    prove((other == call.caller) | no_less, "nobody else has less")
    prove(after.order_count == state.order_count, "nothing rests")
    prove(are_same(after.parameters, state.parameters), "the parameters are kept")
    prove(every(after.orders, worthy(state.parameters)), "orders are worth the minimum")
    prove(every(after.orders, known(after.order_count)), "no number is ahead of the count")
    prove(every(after.pending, numbered(after.request_count)), "requests are numbered")
    prove_structure(after)


@theorem(
    "THM-UCM-73",
    clauses=("UCM-14", "UCM-15", "UCM-16", "UCM-18", "UCM-19", "UCM-28"),
    about=(limit_order,),
    acceptance=True,
    known_by={**TAKING, enqueue: (what_follows_the_hint_is_accepted,)},
)
def a_funded_order_with_a_place_is_accepted(
    state: UcmState,
    call: Call,
    action: LimitOrder,
    order_count: Nat,
    level: Nat,
    place: Nat,
) -> None:
    """A funded order in range is never refused where its level is open, or its hint is good.

    A good hint is the price of the level directly before, or 0 at the front.
    """
    side, price, links = action.side, action.price, state.links
    assume_sound(state)
    assume((order_count == state.order_count) & (level == rank_of(side, price)))
    assume(place == ite(action.hint == 0, ZERO, rank_of(side, action.hint)))
    assume((price > 0) & (price < TOP) & (action.max_fills <= MOST_FILLS))
    taker = Taker(call.caller, call.kind, side, rank_of(opposite(side), price), spends=False)
    assume((action.max_fills > 0) | negate(crosses(links, taker)))
    assume(action.lots * price >= state.parameters.minimum)
    needed = locked_for(state.parameters, side, action.lots, price)
    assume(state.free.get((coin_of(side), call.caller)) >= needed)
    before = links.get((side, LEVELS, place))
    follows = both(
        action.hint < TOP,
        before.is_open | (place == 0),
        place < level,
        (before.after == 0) | (level < before.after),
    )
    assume(links.get((side, LEVELS, level)).is_open | follows)
    after = limit_order(state, call, action).state
    prove(after.order_count <= state.order_count + 1, "accepted")


@theorem(
    "THM-UCM-74",
    clauses=("UCM-15", "UCM-29", "UCM-30"),
    about=(market_order,),
    acceptance=True,
    known_by=TAKING,
)
def a_market_order_that_can_be_filled_is_accepted(
    state: UcmState,
    call: Call,
    action: MarketOrder,
    order_count: Nat,
    level: Nat,  # noqa: ARG001 - what is cited speaks of it
    place: Nat,  # noqa: ARG001
) -> None:
    """A funded market order is never refused while the other side has an order it can pay for."""
    assume_sound(state)
    assume(order_count == state.order_count)
    assume((action.max_fills > 0) & (action.max_fills <= MOST_FILLS) & (action.amount > 0))
    side, other_side = action.side, opposite(action.side)
    needed = ite(side == Side.ASK, action.amount * state.parameters.lot, action.amount)
    assume(state.free.get((coin_of(side), call.caller)) >= needed)
    best = best_rank(state.links, other_side)
    head = state.links.get((other_side, LEVELS, best))
    oldest = first(state.links, other_side, best)
    state.links.get((other_side, best, oldest))
    state.orders.get(oldest)
    assume(best > 0)
    assume((side == Side.ASK) | (action.amount >= rank_of(other_side, best)))
    prove(head.is_open, "there is such a level")
    after = market_order(state, call, action).state
    prove(after.order_count == state.order_count, "accepted")
