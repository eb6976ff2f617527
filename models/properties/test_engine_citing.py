"""Ghosts, lemmas, and theorems that are used in the proofs of others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, NewType

import pytest

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.transition import Step, loop, opaque, select
from hollowbeam.kernel.vocabulary import ZERO, Nat
from hollowbeam_models.symbolic.counterexample import witness_of
from hollowbeam_models.symbolic.explore import Exploration, Verdict, explore
from hollowbeam_models.symbolic.replay import replay
from hollowbeam_models.theorem import (
    REGISTRY,
    Disproved,
    Theorem,
    assume,
    every,
    ghost,
    implies,
    keep,
    lemma,
    product_grows,
    prove,
    quotient_grows,
    rejection_of,
    theorem,
    unfold,
    use,
)

Root = NewType("Root", str)
Explore = Callable[..., Exploration]

GENESIS = Root("genesis")


# A fold of a log, with snapshots.


@opaque()
def applied(state: Root, slot: Nat) -> Root:
    return Root(f"{state}, {slot}"[:43])


@dataclass(frozen=True, slots=True)
class Snapshot:
    is_taken: bool = False
    state: Root = Root("")


@dataclass(frozen=True, slots=True)
class Evaluation:
    state: Root
    cursor: Nat
    snapshots: Map[Nat, Snapshot]


def advance(evaluation: Evaluation, interval: Nat) -> Evaluation:
    state = applied(evaluation.state, evaluation.cursor)
    cursor = Nat(evaluation.cursor + 1)
    snapshots = evaluation.snapshots
    if cursor % interval == 0:
        snapshots = snapshots.set(cursor, Snapshot(True, state))
    return Evaluation(state, cursor, snapshots)


def restore(evaluation: Evaluation, slot: Nat) -> Evaluation:
    snapshot = evaluation.snapshots.get(slot)
    require(snapshot.is_taken, Reason.DISPUTED)
    return replace(evaluation, state=snapshot.state, cursor=slot)


def restore_late(evaluation: Evaluation, slot: Nat) -> Evaluation:
    return replace(restore(evaluation, slot), cursor=Nat(slot + 1))


@ghost(measure=lambda slot: slot)
def folded(slot: Nat) -> Root:
    """Give the state after so many slots."""
    if slot == 0:
        return GENESIS
    return applied(folded(Nat(slot - 1)), Nat(slot - 1))


@ghost(measure=lambda slot: slot)
def endless(slot: Nat) -> Root:
    return applied(endless(Nat(slot + 1)), slot)


def is_fold(evaluation: Evaluation) -> Any:
    return evaluation.state == folded(evaluation.cursor)


def snapshots_are_folds(evaluation: Evaluation) -> Any:
    return every(
        evaluation.snapshots,
        lambda slot, snapshot: implies(snapshot.is_taken, snapshot.state == folded(slot)),
    )


def test_a_state_is_the_fold_of_its_log(explored: Explore) -> None:
    def advances(evaluation: Evaluation, interval: Nat) -> None:
        assume(is_fold(evaluation))
        assume(snapshots_are_folds(evaluation))
        assume(interval > 0)
        unfold(folded, Nat(evaluation.cursor + 1))
        after = advance(evaluation, interval)
        prove(is_fold(after), "the state is the fold")
        prove(snapshots_are_folds(after), "each snapshot is a fold")

    found = explored(advances, advance)
    assert found.problems == ()
    assert [name.rpartition(".")[2] for name in found.assumptions] == ["applied is some function"]


def test_any_snapshot_is_restored_as_the_fold(explored: Explore) -> None:
    def restores(evaluation: Evaluation, slot: Nat) -> None:
        assume(snapshots_are_folds(evaluation))
        prove(is_fold(restore(evaluation, slot)), "the state is the fold")

    def restores_late(evaluation: Evaluation, slot: Nat) -> None:
        assume(snapshots_are_folds(evaluation))
        prove(is_fold(restore_late(evaluation, slot)), "the state is the fold")

    assert explored(restores, restore, Reason.DISPUTED).outcome == Verdict.PROVED
    late = explored(restores_late, restore_late, Reason.DISPUTED)
    assert late.problems == ("false: the state is the fold",)


def test_a_ghost_without_its_definition_is_any_function(explored: Explore) -> None:
    def starts(slot: Nat) -> None:
        assume(slot == 0)
        unfold(folded, slot)
        prove(applied(folded(slot), slot) == applied(GENESIS, ZERO), "known")
        prove(folded(Nat(slot + 1)) == applied(GENESIS, ZERO), "not unfolded")

    assert explored(starts, genesis_of).problems == ("false: not unfolded",)


def genesis_of(slot: Nat) -> Nat:
    return slot


def test_a_ghost_that_does_not_come_to_an_end_is_refused(explored: Explore) -> None:
    def unfolds(slot: Nat) -> None:
        unfold(endless, slot)
        prove(endless(genesis_of(slot)) != Root("x"), "anything")

    found = explored(unfolds, genesis_of)
    assert found.outcome == Verdict.UNDECIDED
    assert found.problems[0].startswith("false: the recursion of endless comes to an end")


# Lemmas.


def cost(quantity: Nat, price: Nat) -> Nat:
    return Nat(quantity * price)


def test_a_lemma_is_proved_of_all_integers_and_used_at_some(explored: Explore) -> None:
    def within(quantity: Nat, price: Nat, limit: Nat) -> None:
        assume(price <= limit)
        lemma(product_grows, quantity, price, limit)
        prove(cost(quantity, price) <= quantity * limit, "within the limit")

    def rounded(one: Nat, other: Nat, parts: Nat) -> None:
        assume((parts > 0) & (one <= other))
        lemma(quotient_grows, parts, one, one // parts, other, other // parts)
        prove(cost(Nat(one // parts), Nat(1)) <= other // parts, "in order")

    assert explored(within, cost).outcome == Verdict.PROVED
    assert explored(rounded, cost).outcome == Verdict.PROVED


def product_shrinks(factor: int, smaller: int, larger: int) -> Any:
    return implies(smaller <= larger, factor * smaller <= factor * larger)


def test_a_lemma_that_is_false_of_some_integers_is_refused(explored: Explore) -> None:
    def within(quantity: Nat, price: Nat, limit: Nat) -> None:
        assume(price <= limit)
        lemma(product_shrinks, quantity, price, limit)
        prove(cost(quantity, price) <= quantity * limit, "within the limit")

    found = explored(within, cost)
    assert found.outcome == Verdict.UNDECIDED
    assert found.problems == ("not decided: lemma product_shrinks",)
    lemma(product_shrinks, 2, 3, 4)
    with pytest.raises(Disproved, match="lemma product_shrinks"):
        lemma(product_shrinks, -2, 3, 4)


# A step, proved once and cited by the loop that repeats it.


@dataclass(frozen=True, slots=True)
class Taking:
    offers: Map[Nat, Nat]
    want: Nat
    paid: Nat


def take_one(taking: Taking, price: Nat) -> Taking:
    """Take what is offered at the next price, which is the number that is left."""
    offered = taking.offers.get(taking.want)
    require(taking.want > 0, Reason.ZERO_AMOUNT)
    return Taking(
        taking.offers.set(taking.want, ZERO),
        Nat(taking.want - 1),
        Nat(taking.paid + select(offered > 0, price, ZERO)),
    )


def take(taking: Taking, price: Nat) -> Taking:
    want = taking.want
    return loop(
        taking,
        guard=lambda at: at.want > 0,
        step=lambda at: take_one(at, price),
        invariant=lambda at: [
            ("offers are small", are_small(at)),
            ("paid within", at.paid <= price * (want - at.want)),
            ("want", at.want <= want),
        ],
        variant=lambda at: at.want,
    )


def take_and_tell(taking: Taking, price: Nat) -> Step[Taking]:
    return Step(take_one(taking, price), effects=(price,))


def are_small(taking: Taking) -> Any:
    return every(taking.offers, lambda _, offered: offered <= 9)


@contextmanager
def declared(*bodies: Callable[..., None], **options: Any) -> Iterator[None]:
    """Register bodies as theorems, by their names."""
    try:
        for body in bodies:
            theorem(body.__name__, clauses=(), about=(take_one,), **options)(body)
        yield
    finally:
        for body in bodies:
            REGISTRY.pop(body.__name__, None)


def one_step_keeps(taking: Taking, price: Nat) -> None:
    """One step keeps offers small and pays the price at most."""
    assume(are_small(taking))
    after = take_one(taking, price)
    prove(are_small(after), "small")
    prove(after.want == taking.want - 1, "one less")
    prove(after.paid <= taking.paid + price, "the price at most")


def one_step_says_little(taking: Taking, price: Nat) -> None:
    """One step keeps offers small."""
    assume(are_small(taking))
    prove(are_small(take_one(taking, price)), "small")


def one_step_may_be_refused(taking: Taking, price: Nat) -> None:
    """One step is refused only where nothing is wanted."""
    prove((rejection_of(take_one, taking, price) is None) == (taking.want > 0), "only there")


def the_loop_pays_within(taking: Taking, price: Nat) -> None:
    """All steps together pay the price of each at most."""
    assume(are_small(taking))
    assume(taking.paid == 0)
    after = take(taking, price)
    prove(after.want == 0, "all is taken")
    prove(after.paid <= price * taking.want, "within the limit")


KNOWING = (Reason.ZERO_AMOUNT,)


def exploring(
    body: Callable[..., None],
    about: Callable[..., Any],
    *known_by: Callable[..., None],
    cites: tuple[Callable[..., None], ...] = (),
    rejects: tuple[Reason, ...] = (),
) -> tuple[Theorem, Exploration]:
    """Explore a body in which the step is known by theorems."""
    names = tuple(known.__name__ for known in known_by)
    found = Theorem(
        *("an example", "", (), (about,), rejects, (), False, body),
        cites=tuple(cited.__name__ for cited in cites),
        known_by=((take_one, names),) if names else (),
    )
    return found, explore(found, 1)


def test_what_is_cited_is_proved_in_its_own_right(explored: Explore) -> None:
    assert explored(one_step_keeps, take_one, *KNOWING).outcome == Verdict.PROVED
    assert explored(one_step_says_little, take_one, *KNOWING).outcome == Verdict.PROVED
    assert explored(one_step_may_be_refused, take_one).outcome == Verdict.PROVED


def test_a_loop_rests_on_what_is_proved_of_its_step() -> None:
    with declared(one_step_keeps, rejects=KNOWING):
        _, found = exploring(the_loop_pays_within, take, one_step_keeps, rejects=KNOWING)
    assert found.problems == ()
    assert found.outcome == Verdict.PROVED
    assert found.cited == ("one_step_keeps",)
    assert found.reasons == ("ZERO_AMOUNT",)  # as far as the cited theorem tells


def test_a_step_that_is_known_may_be_refused_for_what_its_theorem_declares() -> None:
    with declared(one_step_keeps, rejects=KNOWING):
        example, found = exploring(the_loop_pays_within, take, one_step_keeps)
        assert found.problems == ("a path ends in a rejection that is not declared: ZERO_AMOUNT",)
        assert found.counterexample is not None
        assert found.counterexample.is_to_induction
        again = replay(example, witness_of(example, found.counterexample.json))
    assert str(again) == found.counterexample.label
    with declared(one_step_keeps):
        _, found = exploring(the_loop_pays_within, take, one_step_keeps)
    assert found.outcome == Verdict.PROVED


def test_a_loop_cannot_rest_on_less() -> None:
    with declared(one_step_says_little):
        example, found = exploring(the_loop_pays_within, take, one_step_says_little)
        assert found.problems == ("false: loop step: paid within",)
        assert found.counterexample is not None
        assert found.counterexample.is_to_induction
        again = replay(example, witness_of(example, found.counterexample.json))
        assert str(again) == found.counterexample.label


def take_blindly(taking: Taking, price: Nat) -> Taking:
    return loop(
        taking,
        guard=lambda at: at.want > 0,
        step=lambda at: take_one(at, price),
        invariant=lambda _: [],
        variant=lambda at: at.want,
    )


def test_a_theorem_keeps_more_of_a_loop_than_the_shipped_invariant(explored: Explore) -> None:
    def blind(taking: Taking, price: Nat) -> None:
        assume(are_small(taking))
        after = take_blindly(taking, price)
        prove(are_small(after), "small")

    def keeps(taking: Taking, price: Nat) -> None:
        assume(are_small(taking))
        keep(Taking, lambda at: [("small", are_small(at))])
        prove(are_small(take_blindly(taking, price)), "small")

    def keeps_too_much(taking: Taking, price: Nat) -> None:
        keep(Taking, lambda at: [("the same", at.paid == taking.paid)])
        prove(take_blindly(taking, price).paid == taking.paid, "nothing is paid")

    assert explored(blind, take_blindly).problems == ("false: small",)
    assert explored(keeps, take_blindly).problems == ()
    found = explored(keeps_too_much, take_blindly)
    assert found.problems == ("false: loop step: the same",)
    with declared(one_step_says_little):
        _, found = exploring(keeps, take_blindly, one_step_says_little)
    assert found.problems == ("false: the loop comes to an end",)


def test_a_step_is_known_by_its_state_alone() -> None:
    def told(taking: Taking, price: Nat) -> None:
        """A told step takes one."""
        prove(take_and_tell(taking, price).state.want == taking.want - 1, "one less")

    def knows(taking: Taking, price: Nat) -> None:
        prove(take_twice(taking, price).want == taking.want - 2, "two less")

    def tells(taking: Taking, price: Nat) -> None:
        prove(len(take_and_tell(taking, price).effects) == 1, "one")

    theorem("told", clauses=(), about=(take_and_tell,))(told)
    try:
        for body, problems in (
            (knows, ()),
            (tells, ("unsupported: the effects of take_and_tell are not known where the call is",)),
        ):
            options: dict[str, Any] = {"known_by": ((take_and_tell, ("told",)),)}
            about = (take_twice,)
            found = explore(Theorem("x", "", (), about, (), (), False, body, **options), 1)
            assert tuple(problem.partition(" not executed")[0] for problem in found.problems) == (
                problems
            )
    finally:
        del REGISTRY["told"]


def take_twice(taking: Taking, price: Nat) -> Taking:
    return take_and_tell(take_and_tell(taking, price).state, price).state


def test_what_a_cited_theorem_assumes_must_hold() -> None:
    def pays(taking: Taking, price: Nat) -> None:
        prove(take(taking, price).want == 0, "all is taken")

    def steps(taking: Taking, price: Nat) -> None:
        prove(take_and_tell(taking, price).state.want < taking.want, "one less")

    with declared(one_step_keeps):
        _, found = exploring(pays, take, one_step_keeps)
        assert found.problems == ("false: loop entry: offers are small",)
        _, found = exploring(steps, take_and_tell, one_step_keeps)
        assert found.problems == ("false: what one_step_keeps assumes",)


def test_more_theorems_know_more_of_one_call() -> None:
    with declared(one_step_says_little), declared(one_step_keeps):
        _, found = exploring(the_loop_pays_within, take, one_step_says_little, one_step_keeps)
    assert found.problems == ()
    assert found.cited == ("one_step_keeps", "one_step_says_little")


def test_a_theorem_that_catches_rejections_is_not_cited() -> None:
    with declared(one_step_may_be_refused):
        _, found = exploring(the_loop_pays_within, take, one_step_may_be_refused)
    assert found.outcome == Verdict.INVALID
    assert found.problems == (
        "unsupported: one_step_may_be_refused catches rejections, so no other theorem can cite it",
    )


def a_cheaper_step_keeps(taking: Taking, price: Nat) -> None:
    """A step at another price keeps offers small."""
    assume(price == 3)
    prove(are_small(take_one(taking, Nat(4))), "small")


def take_at_three(taking: Taking) -> Taking:
    return take_one(taking, Nat(3))


def test_a_theorem_of_other_arguments_is_not_cited() -> None:
    def takes(taking: Taking) -> None:
        prove(are_small(take_at_three(taking)), "small")

    with declared(a_cheaper_step_keeps):
        _, found = exploring(takes, take_at_three, a_cheaper_step_keeps)
    why = "calls take_one with other arguments than its own of these names"
    assert found.problems == (f"unsupported: a_cheaper_step_keeps {why}",)


def test_another_theorem_is_used_at_some_arguments() -> None:
    def uses(taking: Taking, price: Nat) -> None:
        assume(are_small(taking))
        use(one_step_keeps, taking, price)
        after = take_one(taking, price)
        prove(after.paid <= taking.paid + price, "known")

    def does_not_cite(taking: Taking, price: Nat) -> None:
        use(one_step_keeps, taking, price)
        prove(take_one(taking, price).want >= 0, "natural")

    with declared(one_step_keeps):
        _, found = exploring(uses, take_one, cites=(one_step_keeps,), rejects=KNOWING)
        assert found.problems == ()
        _, found = exploring(does_not_cite, take_one, rejects=KNOWING)
        assert found.problems == (
            "unsupported: one_step_keeps is used, but not cited: name it in `cites`",
        )
        _, found = exploring(does_not_cite, take_one, cites=(one_step_keeps,), rejects=KNOWING)
        assert found.problems == ("false: what one_step_keeps assumes",)


def test_what_is_cited_is_used() -> None:
    def idle(taking: Taking, price: Nat) -> None:
        prove(take_one(taking, price).want >= 0, "natural")

    with declared(one_step_keeps):
        _, found = exploring(idle, take_one, cites=(one_step_keeps,), rejects=KNOWING)
    assert found.problems == ("cited, but not used: one_step_keeps",)


def test_only_what_was_declared_before_is_cited() -> None:
    with pytest.raises(ValueError, match="is no theorem that was declared before"):
        theorem("a circle", clauses=(), about=(take_one,), cites=(one_step_keeps,))(
            the_loop_pays_within
        )
