"""``every``: what holds of each entry, or of each two, is known where it is read.

The example is a sorted ring: the members of a set, ascending, each linked to its neighbours.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NewType

import pytest

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.transition import loop
from hollowbeam.kernel.vocabulary import ZERO, Nat
from hollowbeam_models.symbolic.counterexample import witness_of
from hollowbeam_models.symbolic.explore import Exploration, Verdict, explore
from hollowbeam_models.symbolic.replay import End, Outcome, WatchedMap, Witness, replay
from hollowbeam_models.symbolic.shapes import shape_of
from hollowbeam_models.theorem import (
    Discarded,
    Disproved,
    Theorem,
    assume,
    both,
    every,
    implies,
    prove,
)

Name = NewType("Name", str)
Explore = Callable[..., Exploration]


@dataclass(frozen=True, slots=True)
class Node:
    is_open: bool = False
    after: Nat = ZERO
    before: Nat = ZERO


@dataclass(frozen=True, slots=True)
class Rings:
    links: Map[tuple[Name, Nat], Node]


def insert(rings: Rings, name: Name, place: Nat, key: Nat) -> Rings:
    """Link a key behind a member; 0 is always one."""
    left = rings.links.get((name, place))
    require((place == 0) | left.is_open, Reason.DISPUTED)
    require(place < key, Reason.DISPUTED)
    require((left.after == 0) | (key < left.after), Reason.DISPUTED)
    return linked(rings, name, place, key)


def insert_anywhere(rings: Rings, name: Name, place: Nat, key: Nat) -> Rings:
    left = rings.links.get((name, place))
    require((place == 0) | left.is_open, Reason.DISPUTED)
    require(place < key, Reason.DISPUTED)
    return linked(rings, name, place, key)


def linked(rings: Rings, name: Name, place: Nat, key: Nat) -> Rings:
    left = rings.links.get((name, place))
    links = rings.links.set((name, place), replace(left, after=key))
    right = links.get((name, left.after))
    links = links.set((name, left.after), replace(right, before=key))
    return Rings(links.set((name, key), Node(True, left.after, place)))


def is_linked(links: Map[tuple[Name, Nat], Node], place: tuple[Name, Nat], node: Node) -> Any:
    """A member's neighbours are members, in order, and link back."""
    name, key = place
    after, before = links.get((name, node.after)), links.get((name, node.before))
    return both(
        implies(node.is_open, key > 0),
        implies(
            (key == 0) | node.is_open,
            both(
                (node.after == 0) | after.is_open,
                (node.before == 0) | before.is_open,
                (node.after == 0) | (node.after > key),
                (key == 0) | (node.before < key),
                (after.before == key) & (before.after == key),
            ),
        ),
    )


def has_no_gap(place: tuple[Name, Nat], node: Node, other: tuple[Name, Nat], found: Node) -> Any:
    """No member lies between a member and the next."""
    (name, key), (its_name, its_key) = place, other
    is_behind = both(name == its_name, (key == 0) | node.is_open, found.is_open, its_key > key)
    return implies(is_behind, (node.after != 0) & (node.after <= its_key))


def links_agree(rings: Rings) -> Any:
    return every(rings.links, lambda place, node: is_linked(rings.links, place, node))


def nothing_between(rings: Rings) -> Any:
    return every(rings.links, has_no_gap, arity=2)


def inserting(rings: Rings, name: Name, place: Nat, key: Nat) -> None:
    assume(links_agree(rings))
    assume(nothing_between(rings))
    after = insert(rings, name, place, key)
    prove(links_agree(after), "links agree")
    prove(nothing_between(after), "nothing between")


def test_an_invariant_of_two_entries_is_proved(explored: Explore) -> None:
    found = explored(inserting, insert, Reason.DISPUTED)
    assert found.problems == ()
    assert found.outcome == Verdict.PROVED


def test_an_invariant_of_two_entries_is_refuted_where_a_guard_is_missing(explored: Explore) -> None:
    def inserts(rings: Rings, name: Name, place: Nat, key: Nat) -> None:
        assume(links_agree(rings))
        assume(nothing_between(rings))
        prove(nothing_between(insert_anywhere(rings, name, place, key)), "nothing between")

    found = explored(inserts, insert_anywhere, Reason.DISPUTED)
    assert found.problems == ("false: nothing between",)


def test_an_invariant_is_refuted_where_what_it_needs_is_not_assumed(explored: Explore) -> None:
    def inserts(rings: Rings, name: Name, place: Nat, key: Nat) -> None:
        assume(links_agree(rings))
        prove(nothing_between(insert(rings, name, place, key)), "nothing between")

    found = explored(inserts, insert, Reason.DISPUTED)
    assert found.problems == ("false: nothing between",)


def first_of(rings: Rings, name: Name) -> Nat:
    return rings.links.get((name, ZERO)).after


def test_a_key_that_an_instance_read_is_a_root_once_the_theorem_reads_it(explored: Explore) -> None:
    def first_is_least(rings: Rings, name: Name, key: Nat) -> None:
        assume(links_agree(rings))
        assume(nothing_between(rings))
        assume(rings.links.get((name, key)).is_open)
        first = first_of(rings, name)
        prove((first > 0) & (first <= key), "least")
        after = rings.links.get((name, first)).after  # an instance read it before
        prove((after == 0) | (after > first), "and the next is greater")

    assert explored(first_is_least, first_of).outcome == Verdict.PROVED


def add_coins(coins: Map[Name, Nat], name: Name, amount: Nat) -> Map[Name, Nat]:
    return coins.set(name, Nat(coins.get(name) + amount))


@pytest.mark.parametrize(
    ("predicate", "is_met"),
    [
        (lambda _, amount: amount <= 9, True),
        (lambda _, amount: (amount == 0) | (amount > 3), True),
        (lambda _, amount: amount > 0, False),
        (lambda name, _: name == Name("x"), False),
    ],
    ids=["bounded", "where it is", "never empty", "only one key"],
)
def test_what_no_collection_meets_is_not_assumed(
    predicate: Callable[[Any, Any], Any], is_met: bool, explored: Explore
) -> None:
    def adds(coins: Map[Name, Nat], name: Name, amount: Nat) -> None:
        assume(every(coins, predicate))
        prove(add_coins(coins, name, amount).get(name) >= amount, "at least what is added")

    found = explored(adds, add_coins)
    problem = "assumed of every entry of coins, but not true of one that is not there"
    assert found.problems == (() if is_met else (problem,))
    assert found.outcome == (Verdict.PROVED if is_met else Verdict.INVALID)


def test_an_entry_that_is_not_there_is_in_no_other_collection(explored: Explore) -> None:
    def adds(coins: Map[Name, Nat], debts: Map[Name, Nat], name: Name, amount: Nat) -> None:
        assume(every(coins, lambda key, held: (held == 0) == (debts.get(key) == 0)))
        after = add_coins(coins, name, amount)
        prove(implies(debts.get(name) > 0, after.get(name) > amount), "more than is added")

    assert explored(adds, add_coins).problems == ()


def test_run_plainly_each_two_entries_are_looked_at() -> None:
    def body(coins: Map[Name, Nat]) -> None:
        assume(every(coins, lambda _, held: held < 9))
        prove(every(coins, lambda _, one, __, other: one + other < 9, arity=2), "little")

    coins = Map.of(ZERO, {Name("a"): Nat(3), Name("b"): Nat(4)})
    body(coins)
    with pytest.raises(Disproved, match="little"):
        body(coins.set(Name("c"), Nat(5)))
    with pytest.raises(Discarded):
        body(coins.set(Name("c"), Nat(9)))


# A loop whose invariant speaks of every entry.


@dataclass(frozen=True, slots=True)
class Moving:
    coins: Map[Nat, Nat]
    left: Nat


def halve(moving: Moving, step: Nat) -> Moving:
    """Walk down and halve the coins at each number."""
    return loop(
        moving,
        guard=lambda at: at.left > 0,
        step=lambda at: Moving(
            at.coins.set(at.left, Nat(at.coins.get(at.left) // 2 + step)), Nat(at.left - 1)
        ),
        invariant=lambda at: [("few", every(at.coins, lambda _, held: held <= 9))],
        variant=lambda at: at.left,
    )


def test_the_invariant_of_a_loop_may_speak_of_every_entry(explored: Explore) -> None:
    def halves(moving: Moving, key: Nat) -> None:
        assume(every(moving.coins, lambda _, held: held <= 9))
        prove(halve(moving, Nat(5)).coins.get(key) <= 9, "still few")

    assert explored(halves, halve).outcome == Verdict.PROVED


def halving_by_six(moving: Moving) -> None:
    assume(every(moving.coins, lambda _, held: held <= 9))
    prove(halve(moving, Nat(6)).left == 0, "to the end")


def test_a_counterexample_to_induction_is_run_again_from_its_json() -> None:
    theorem = Theorem("an example", "", (), (halve,), (), (), False, halving_by_six)
    found = explore(theorem, 1)
    assert found.problems == ("false: loop step: few",)
    assert found.counterexample is not None
    assert found.counterexample.is_to_induction
    assert found.counterexample.is_whole
    witness = witness_of(theorem, found.counterexample.json)
    assert str(replay(theorem, witness)) == found.counterexample.label
    assert replay(theorem, replace(witness, loops=())).end == End.DISCARDED


@pytest.mark.parametrize(
    ("name", "end"), [("read", Outcome(End.DISPROVED, "none")), ("other", Outcome(End.DISCARDED))]
)
def test_what_a_run_reads_elsewhere_must_be_as_assumed_too(name: str, end: Outcome) -> None:
    def none_is_held(coins: Map[Name, Nat], name: Name) -> None:
        assume(every(coins, lambda _, held: held <= 9))
        prove(coins.get(name) == 0, "none")

    coins = WatchedMap(0, "coins", shape_of(Name), shape_of(Nat), (Name("read"),))
    coins = coins.set(Name("read"), 9).set(Name("other"), 10)
    theorem = Theorem("an example", "", (), (), (), (), False, none_is_held)
    witness = Witness({"coins": coins, "name": Name(name)}, is_whole=False)
    assert replay(theorem, witness) == end
