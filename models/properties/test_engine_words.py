"""Words with two readings, such as ``loop`` and ``opaque``: what is proved and what refuted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import NewType

import pytest

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.transition import loop, opaque, select
from hollowbeam.kernel.vocabulary import ZERO, Nat
from hollowbeam_models.symbolic.explore import Exploration, Verdict
from hollowbeam_models.theorem import assume, every, prove

Name = NewType("Name", str)
Explore = Callable[..., Exploration]


def refuted(found: Exploration) -> str:
    assert found.outcome == Verdict.REFUTED
    assert found.counterexample is not None
    assert len(found.problems) == 1
    return found.problems[0]


@opaque()
def seal(who: Name, amount: Nat) -> Name:
    return Name(f"{who}:{amount}"[:43])


@opaque(injective=True)
def bind(who: Name, amount: Nat) -> Name:
    return Name(f"{who}:{amount}"[:43])


def sealed(who: Name, amount: Nat) -> Name:
    return seal(who, amount)


def bound(who: Name, amount: Nat) -> Name:
    return bind(who, amount)


def count_down(start: Nat, pace: int) -> tuple[Nat, Nat]:
    """Move units from the first to the second."""
    return loop(
        (start, ZERO),
        guard=lambda state: state[0] > 0,
        step=lambda state: (Nat(state[0] - 1), Nat(state[1] + pace)),
        invariant=lambda state: [
            ("conserved", state[0] + state[1] == start),
            ("left", state[0] >= 0),
        ],
        variant=lambda state: state[0],
    )


def forever(start: Nat) -> Nat:
    return loop(
        start,
        guard=lambda state: state > 0,
        step=lambda state: state,
        invariant=lambda state: [("left", state >= 0)],
        variant=lambda state: state,
    )


def test_opaque_functions_are_functions_and_no_more(explored: Explore) -> None:
    def same_in_same_out(one: Name, other: Name, amount: Nat) -> None:
        assume(one == other)
        prove(sealed(one, amount) == sealed(other, amount), "a function")

    def distinct(one: Name, other: Name, amount: Nat) -> None:
        assume(one != other)
        prove(sealed(one, amount) != sealed(other, amount), "injective")

    def bound_apart(one: Name, other: Name, amount: Nat, more: Nat) -> None:
        assume((one != other) | (amount != more))
        prove(bound(one, amount) != bound(other, more), "injective")

    found = explored(same_in_same_out, sealed)
    assert found.outcome == Verdict.PROVED
    assert [name.rpartition(".")[2] for name in found.assumptions] == ["seal is some function"]
    assert refuted(explored(distinct, sealed)) == "false: injective"
    found = explored(bound_apart, bound)
    assert found.outcome == Verdict.PROVED
    assert [name.rpartition(".")[2] for name in found.assumptions] == ["bind is injective"]


def test_a_loop_is_proved_by_induction(explored: Explore) -> None:
    def counted(start: Nat) -> None:
        left, moved = count_down(start, 1)
        prove((left == 0) & (moved == start), "all is moved")

    assert explored(counted, count_down).outcome == Verdict.PROVED


def test_a_loop_that_breaks_its_invariant_is_refuted_by_one_step(explored: Explore) -> None:
    def leaking(start: Nat, pace: int) -> None:
        assume((pace == 1) | (pace == 2))
        left, _ = count_down(start, pace)
        prove(left == 0, "comes to an end")

    found = explored(leaking, count_down)
    assert refuted(found) == "false: loop step: conserved"
    assert found.counterexample is not None
    assert found.counterexample.is_to_induction


def test_a_loop_that_does_not_end_is_refuted(explored: Explore) -> None:
    def ends(start: Nat) -> None:
        prove(forever(start) == 0, "ends")

    assert refuted(explored(ends, forever)) == "false: the loop comes to an end"


@dataclass(frozen=True, slots=True)
class Stock:
    left: Nat
    rounds: Nat


def take_three(left: Nat) -> Stock:
    return loop(
        Stock(left, ZERO),
        guard=lambda stock: stock.rounds < 3,
        step=lambda stock: Stock(Nat(stock.left - 1), Nat(stock.rounds + 1)),
        invariant=lambda stock: [("rounds", stock.rounds <= 3)],
        variant=lambda stock: 3 - stock.rounds,
    )


def test_a_loop_must_keep_the_naturals_of_its_state(explored: Explore) -> None:
    def never_negative(left: Nat) -> None:
        prove(take_three(left).left >= 0, "never negative")

    assert refuted(explored(never_negative, take_three)) == "false: Stock holds only naturals"


@dataclass(frozen=True, slots=True)
class Basket:
    left: Nat
    taken: tuple[Nat, ...] = ()


def collect(left: Nat) -> Basket:
    return loop(
        Basket(left),
        guard=lambda basket: basket.left > 0,
        step=lambda basket: Basket(Nat(basket.left - 1), (*basket.taken, basket.left)),
        invariant=lambda _: [],
        variant=lambda basket: basket.left,
    )


def collect_in_pairs(left: Nat) -> tuple[Nat, tuple[Nat, ...]]:
    start: tuple[Nat, tuple[Nat, ...]] = (left, ())
    return loop(
        start,
        guard=lambda state: state[0] > 0,
        step=lambda state: (Nat(state[0] - 1), (*state[1], state[0])),
        invariant=lambda _: [],
        variant=lambda state: state[0],
    )


def test_a_tuple_that_grows_in_a_loop_is_refused(explored: Explore) -> None:
    def nothing_is_taken(left: Nat) -> None:
        prove(len(collect(left).taken) == 0, "false")

    def nothing_is_paired(left: Nat) -> None:
        prove(len(collect_in_pairs(left)[1]) == 0, "false")

    why = "unsupported: a tuple that grows in a loop; collect in a Map by a number that counts"
    for body, about in ((nothing_is_taken, collect), (nothing_is_paired, collect_in_pairs)):
        found = explored(body, about)
        assert found.outcome == Verdict.INVALID
        assert list(found.problems) == [why]


@dataclass(frozen=True, slots=True)
class Label:
    text: str = ""


def labelled(stock: Stock) -> Label:
    return Label(f"{stock}")


def labelled_by_parts(stock: Stock) -> Label:
    return Label(f"{stock.left!r} of {stock.rounds:>3}")


def labelled_by_percent(stock: Stock) -> Label:
    return Label("%r" % (stock.left,))  # noqa: UP031 - what is refused


def labelled_by_format(stock: Stock) -> Label:
    return Label("{0!r}".format(stock.left))  # noqa: UP030, UP032 - what is refused


@pytest.mark.parametrize(
    "labels", [labelled, labelled_by_parts, labelled_by_percent, labelled_by_format]
)
def test_a_symbolic_value_has_no_text(labels: Callable[[Stock], Label], explored: Explore) -> None:
    def never_the_same(stock: Stock) -> None:
        prove(labels(stock).text != labels(Stock(Nat(1), Nat(2))).text, "false")

    found = explored(never_the_same, labels)
    assert found.outcome == Verdict.INVALID
    assert found.problems == ("unsupported: a symbolic value, or a record of such, has no text",)


class Level(IntEnum):
    LOW = 1
    HIGH = 2


def same(amount: Nat) -> Nat:
    return amount


def test_words_in_the_wrong_place_are_refused(explored: Explore) -> None:
    def branches(coins: Map[Name, Nat], amount: Nat) -> None:
        if every(coins, lambda _, held: held == 0):
            prove(same(amount) >= 0, "never negative")
        else:
            prove(amount == 7, "false")

    def nests(coins: Map[Name, Nat], name: Name) -> None:
        def held(key: Name, amount: Nat) -> Nat:
            inner: Nat = coins.sum(lambda other, more: select(other == key, more, ZERO))
            return select(amount == 0, ZERO, inner)

        prove(coins.set(name, Nat(1)).sum(held) >= 0, "never negative")

    def assumes(coins: Map[Name, Nat]) -> None:
        def bounded(_: Name, amount: Nat) -> Nat:
            assume(amount <= 5)
            return Nat(5 * amount - amount * amount)

        prove(coins.sum(bounded) >= 0, "false")

    def ranks(level: Level) -> None:
        prove(level != 2, "false")

    found = [explored(body, same) for body in (branches, nests, assumes, ranks)]
    assert {each.outcome for each in found} == {Verdict.INVALID}
    assert [each.problems for each in found] == [
        ("unsupported: every(...) is only for the inside of assume and prove",),
        ("unsupported: a sum in a measure: compute it before",),
        ("unsupported: an assumption inside a measure or a predicate of every",),
        ("unsupported: Level: a member is a number too",),
    ]
