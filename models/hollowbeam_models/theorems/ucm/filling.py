"""Theorems of one fill: its value, its parties, and what it leaves of the book."""

from __future__ import annotations

from typing import Final

from hollowbeam.kernel.vocabulary import ZERO, Address, Nat
from hollowbeam_contracts.ucm.book import best_rank, coin_of, dequeue, opposite, rank_of
from hollowbeam_contracts.ucm.invariants import (
    order_is_linked,
    order_is_sound,
    owed,
    parameters_are_sound,
    reserve_suffices,
)
from hollowbeam_contracts.ucm.matching import best_order, crosses, fill, goes_on
from hollowbeam_contracts.ucm.rings import first
from hollowbeam_contracts.ucm.state import TOP, Coin, Order, Parameters, Side, Taker, Taking
from hollowbeam_models.theorem import (
    assume,
    both,
    every,
    implies,
    ite,
    lemma,
    product_grows,
    prove,
    theorem,
)
from hollowbeam_models.theorems.ucm.book import leaving_takes_exactly_an_order
from hollowbeam_models.theorems.ucm.words import (
    asked_for,
    assume_book,
    assume_meeting,
    at_least,
    best_of,
    counted,
    known,
    linked,
    meets,
    numbered,
    own_side,
    prove_book,
    queued,
    set_aside,
    uncrossed,
    wanted,
    worst_price,
    worthy,
)


@theorem("THM-UCM-50", clauses=("UCM-23",), about=(best_order, best_rank, first))
def the_best_and_oldest_comes_first(taking: Taking, taker: Taker, number: Nat) -> None:
    """No order is better than the one that is filled: by price or, at that price, by age."""
    side = opposite(taker.side)
    assume_book(taking.links)
    assume_meeting(taking)
    order = taking.orders.get(number)
    rank = rank_of(side, order.price)
    assume((order.lots > 0) & (order.side == side))
    taking.links.get((side, rank, number))
    taking.links.get((side, Nat(0), rank))
    oldest = first(taking.links, side, best_rank(taking.links, side))
    taking.links.get((side, best_rank(taking.links, side), oldest))
    taking.orders.get(oldest)
    best = best_order(taking, taker)
    taking.links.get((side, best_rank(taking.links, side), best))
    taking.links.get((side, Nat(0), best_rank(taking.links, side)))
    filled = taking.orders.get(best)
    prove((filled.lots > 0) & (filled.side == side), "an order of the other side is filled")
    prove(rank_of(side, filled.price) <= rank, "none has a better price")
    prove(implies(filled.price == order.price, best <= number), "none of the same is older")


VALUE: Final = ("UCM-24", "UCM-25", "UCM-26", "UCM-29")


def about_to_trade(parameters: Parameters, taking: Taking, taker: Taker, order_count: Nat) -> Order:
    """Assume that one more order is filled, and what is known of all of them; give that one."""
    assume(parameters_are_sound(parameters) & goes_on(taking, taker))
    assume(reserve_suffices(parameters, taker, taking))
    assume(every(taking.orders, worthy(parameters)))
    assume(every(taking.orders, known(order_count)))
    assume(every(taking.pending, numbered(taking.request_count)))
    order = best_of(taking, taker)
    assume(meets(taking, taker, order))
    return order


@theorem("THM-UCM-51", clauses=VALUE, about=(fill, goes_on))
def a_fill_moves_exactly_its_value(
    parameters: Parameters, taking: Taking, taker: Taker, order_count: Nat, coin: Coin
) -> None:
    """A fill makes and loses nothing of either coin, and its price is within the limit."""
    order = about_to_trade(parameters, taking, taker, order_count)
    after = fill(parameters, taking, taker)
    lots = taking.lots - after.lots
    prove((lots > 0) & (lots <= order.lots), "progress, within the order")
    prove(
        owed(after, coin) + set_aside(after, taker, coin)
        == owed(taking, coin) + set_aside(taking, taker, coin),
        "nothing is made or lost",
    )
    paid = asked_for(after, Coin.TOKEN) - asked_for(taking, Coin.TOKEN)
    limit = lots * worst_price(taker)
    lemma(product_grows, lots, order.price, worst_price(taker))
    lemma(product_grows, lots, worst_price(taker), order.price)
    sells = taker.side == Side.ASK
    prove(ite(sells, paid >= limit, taker.spends | (paid <= limit)), "within the limit")


@theorem("THM-UCM-49", clauses=VALUE, about=(fill,))
def a_fill_leaves_all_orders_sound(
    parameters: Parameters, taking: Taking, taker: Taker, order_count: Nat
) -> None:
    """After a fill each order locks what it may cost and is worth the minimum; nobody lost."""
    about_to_trade(parameters, taking, taker, order_count)
    after = fill(parameters, taking, taker)
    prove(every(after.free, at_least(taking.free)), "nobody has less free")
    prove(every(after.orders, worthy(parameters)), "orders are worth the minimum")
    prove(every(after.orders, known(order_count)), "orders are numbered")
    prove(every(after.pending, numbered(after.request_count)), "requests are numbered")
    prove(reserve_suffices(parameters, taker, after), "what is set aside suffices")
    prove((after.lots < taking.lots) & (after.fills == taking.fills - 1), "one fill less")
    prove(after.request_count == taking.request_count + 2, "two requests")


@theorem("THM-UCM-52", clauses=("UCM-24", "UCM-25", "UCM-26"), about=(fill,))
def a_fill_pays_the_maker_in_full(
    parameters: Parameters, taking: Taking, taker: Taker, other: Address
) -> None:
    """A fill asks for all the lots for the buyer and for all of the maker's price for the seller.

    What is left of the maker's order stays, or is free for the maker; nobody else's funds move.
    """
    assume(parameters_are_sound(parameters) & goes_on(taking, taker))
    number = best_order(taking, taker)
    order = best_of(taking, taker)
    assume(order_is_sound(parameters, order) & meets(taking, taker, order))
    assume(reserve_suffices(parameters, taker, taking))
    after = fill(parameters, taking, taker)
    lots, cost = taking.lots - after.lots, (taking.lots - after.lots) * order.price
    prove(lots == min(order.lots, wanted(taking, taker, order)), "as much as both want")
    goods = after.pending.get(Nat(taking.request_count + 1))
    payment = after.pending.get(Nat(taking.request_count + 2))
    sells = taker.side == Side.ASK
    prove((goods.coin == Coin.ASSET) & (payment.coin == Coin.TOKEN), "first the asset")
    prove(after.request_count == taking.request_count + 2, "two requests")
    prove(goods.quantity == lots * parameters.lot, "the buyer gets every lot")
    prove(payment.quantity == cost, "the seller gets the maker's price for every lot")
    prove(goods.recipient == ite(sells, order.owner, taker.owner), "the buyer")
    prove(payment.recipient == ite(sells, taker.owner, order.owner), "the seller")
    prove(goods.kind == ite(sells, order.kind, taker.kind), "as what the buyer is")
    prove(payment.kind == ite(sells, taker.kind, order.kind), "as what the seller is")
    paid = taking.reserve - after.reserve
    prove(paid == ite(sells, lots * parameters.lot, cost), "the taker pays exactly that")
    worst = worst_price(taker)
    prove(implies(sells, order.price >= worst), "a seller has the limit or more")
    prove(implies(taker.side == Side.BID, order.price <= worst), "a buyer pays the limit or less")
    rest = after.orders.get(number)
    is_kept = (order.lots - lots) * order.price >= parameters.minimum
    coin = coin_of(order.side)
    prove(rest.lots == ite(is_kept, order.lots - lots, 0), "what is left stays, if it is enough")
    back = after.free.get((coin, order.owner)) - taking.free.get((coin, order.owner))
    used = ite(sells, cost, lots * parameters.lot)
    prove(back + rest.locked == order.locked - used, "the maker keeps what was not used")
    if other != order.owner:
        same = after.free.get((coin, other)) == taking.free.get((coin, other))
        prove(same, "nobody else has more or less")


@theorem("THM-UCM-59", clauses=("UCM-26", "UCM-29"), about=(crosses, goes_on))
def a_price_at_the_limit_or_better_is_met(
    taking: Taking, taker: Taker, price: Nat, best: Nat
) -> None:
    """A seller meets each bid of its price or more, a buyer each ask of its price or less."""
    side = opposite(taker.side)
    assume((price > 0) & (price < TOP) & (best > 0) & (best < TOP))
    assume(best_rank(taking.links, side) == rank_of(side, best))
    assume(taker.limit == rank_of(side, price))
    is_met = ite(taker.side == Side.ASK, best >= price, best <= price)
    prove(crosses(taking.links, taker) == is_met, "exactly these are met")
    is_wanted = (taking.lots > 0) & (taking.fills > 0)
    can_pay = ite(taker.spends, taking.reserve >= best, True)
    prove(goes_on(taking, taker) == both(is_met, is_wanted, can_pay), "and filled while wanted")


FILLED: Final = ("UCM-23", "UCM-25")
LEAVING: Final = {dequeue: (leaving_takes_exactly_an_order,)}


def about_to_fill(parameters: Parameters, taking: Taking, taker: Taker) -> None:
    """Assume that one more order is filled, and what is known of it and of the links."""
    assume(parameters_are_sound(parameters) & goes_on(taking, taker))
    assume_book(taking.links)
    number = best_order(taking, taker)
    order = best_of(taking, taker)
    assume(order_is_sound(parameters, order) & meets(taking, taker, order))
    assume(order_is_linked(taking.links, number, order))


@theorem("THM-UCM-53", clauses=FILLED, about=(fill,), known_by=LEAVING)
def a_fill_keeps_the_rings(parameters: Parameters, taking: Taking, taker: Taker) -> None:
    """After a fill the rings are sorted, and no open level is empty."""
    about_to_fill(parameters, taking, taker)
    after = fill(parameters, taking, taker)
    prove_book(after.links)


@theorem("THM-UCM-54", clauses=FILLED, about=(fill,), known_by=LEAVING)
def a_fill_crosses_nothing(
    parameters: Parameters, taking: Taking, taker: Taker, order_count: Nat
) -> None:
    """A fill opens no level, so a book that is not crossed stays so."""
    about_to_fill(parameters, taking, taker)
    assume(every(taking.links, counted(order_count)))
    assume(every(taking.links, uncrossed(), arity=2))
    after = fill(parameters, taking, taker)
    prove(every(after.links, uncrossed(taking.links), arity=2), "the book is not crossed")
    counts = counted(order_count, taking.links)
    prove(every(after.links, counts), "orders are numbered")
    prove(every(after.links, own_side(taker, taking.links)), "the taker's side is as it was")


@theorem("THM-UCM-55", clauses=FILLED, about=(fill,), known_by=LEAVING)
def a_fill_leaves_each_order_in_its_level(
    parameters: Parameters, taking: Taking, taker: Taker
) -> None:
    """After a fill each order that rests stands in its level."""
    about_to_fill(parameters, taking, taker)
    assume_meeting(taking)
    side = opposite(taker.side)
    rank = best_rank(taking.links, side)
    after = fill(parameters, taking, taker)
    after.links.get((side, rank, ZERO))
    prove(every(after.orders, linked(after.links, taking.links)), "each order stands in its level")


@theorem("THM-UCM-56", clauses=FILLED, about=(fill,), known_by=LEAVING)
def a_fill_leaves_only_orders_in_levels(
    parameters: Parameters, taking: Taking, taker: Taker
) -> None:
    """After a fill only orders that rest stand in levels."""
    about_to_fill(parameters, taking, taker)
    assume_meeting(taking)
    after = fill(parameters, taking, taker)
    prove(every(after.links, queued(after.orders, taking.links)), "only orders stand in levels")
