"""The rules by which a theorem counts: each is broken here once, and the engine says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NewType

import pytest
import z3

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.transition import Step, select
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam_models.symbolic import hearing, solving
from hollowbeam_models.symbolic.counterexample import witness_of
from hollowbeam_models.symbolic.explore import Exploration, Verdict, explore
from hollowbeam_models.symbolic.hearing import Hearing, insist
from hollowbeam_models.symbolic.replay import End, Outcome, replay
from hollowbeam_models.theorem import (
    Theorem,
    assume,
    every,
    implies,
    prove,
    prove_dominated,
    rejection_of,
)

Name = NewType("Name", str)
Explore = Callable[..., Exploration]


@dataclass(frozen=True, slots=True)
class Purse:
    owner: Name
    coins: Map[Name, Nat]
    spent: Nat


# The code that the theorems below are about: right, and wrong in one way each.


def pay(purse: Purse, payer: Name, payee: Name, amount: Nat) -> Step[Purse]:
    held = purse.coins.get(payer)
    require(held >= amount, Reason.INSUFFICIENT_BALANCE)
    require(amount > 0, Reason.ZERO_AMOUNT)
    coins = purse.coins.set(payer, Nat(held - amount))
    return Step(replace(purse, coins=coins.set(payee, Nat(coins.get(payee) + amount))))


def pay_stale(purse: Purse, payer: Name, payee: Name, amount: Nat) -> Step[Purse]:
    held, had = purse.coins.get(payer), purse.coins.get(payee)
    require(held >= amount, Reason.INSUFFICIENT_BALANCE)
    coins = purse.coins.set(payer, Nat(held - amount))
    return Step(replace(purse, coins=coins.set(payee, Nat(had + amount))))


def overdraw(purse: Purse, payer: Name, amount: Nat) -> Step[Purse]:
    held = purse.coins.get(payer)
    return Step(replace(purse, coins=purse.coins.set(payer, Nat(held - amount))))


def unspend(purse: Purse, amount: Nat) -> Step[Purse]:
    return Step(replace(purse, spent=Nat(purse.spent - amount)))


def divide(amount: Nat, parts: Nat) -> Nat:
    return Nat(amount // parts)


def is_owner(purse: Purse, who: Name) -> bool:
    return purse.owner is who


def is_other(purse: Purse, who: Name) -> bool:
    return ~(purse.owner == who)  # type: ignore[return-value]  # the slip that the lint is for


def swallow(purse: Purse, payer: Name, amount: Nat) -> int:
    try:
        pay(purse, payer, payer, amount)
    except Exception:  # noqa: BLE001 - the slip that the lint is for
        return 0
    return 1


def leave(purse: Purse, payer: Name, amount: Nat) -> int:
    try:
        pay(purse, payer, payer, amount)
    finally:
        return 0  # noqa: B012 - the slip that the lint is for


def flagged(amount: Nat) -> int:
    match amount > 0:
        case True:
            return 1
        case _:
            return 0


def kind_of(amount: Nat) -> str:
    return "number" if isinstance(amount, int) else "other"


def all_coins(purse: Purse) -> Nat:
    return Nat(sum(coins for _, coins in purse.coins.items()))


def half_tested(amount: Nat) -> Nat:
    if amount > 10:
        return Nat(amount - 1)
    return amount


def coin(_: Name, amount: Nat) -> Nat:
    return amount


def twice(_: Name, amount: Nat) -> Nat:
    return Nat(2 * amount)


def capped(_: Name, amount: Nat) -> Nat:
    return select(amount > 5, Nat(5), amount)


PAY_REASONS = (Reason.INSUFFICIENT_BALANCE, Reason.ZERO_AMOUNT)


def paying_conserves(purse: Purse, payer: Name, payee: Name, amount: Nat, someone: Name) -> None:
    after = pay(purse, payer, payee, amount).state
    prove(after.coins.sum(coin) == purse.coins.sum(coin), "conserved")
    prove(after.coins.sum(coin) >= amount, "no more is paid than there is")
    if payer != payee:
        prove(after.coins.get(payee) == purse.coins.get(payee) + amount, "the payee has it")
    if someone != payer and someone != payee:  # noqa: PLR1714 - one comparison each
        prove(after.coins.get(someone) == purse.coins.get(someone), "nobody else")


def test_a_true_theorem_is_proved(explored: Explore) -> None:
    found = explored(paying_conserves, pay, *PAY_REASONS)
    assert found.problems == ()
    assert found.outcome == Verdict.PROVED
    assert found.labels == tuple(
        sorted(("conserved", "no more is paid than there is", "nobody else", "the payee has it"))
    )
    assert found.reasons == ("INSUFFICIENT_BALANCE", "ZERO_AMOUNT")
    assert found.covered == found.statements == 5
    assert found.counterexample is None


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_same_seed_shows_the_same(seed: int) -> None:
    theorem = Theorem("an example", "", (), (pay,), PAY_REASONS, (), False, paying_conserves)
    first = explore(theorem, seed)
    assert first == explore(theorem, seed)
    assert first.outcome == Verdict.PROVED


@pytest.mark.parametrize("answer", [z3.sat, z3.unknown])
def test_what_another_seed_does_not_call_impossible_is_not_proved(
    answer: z3.CheckSatResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = Hearing.check_twice

    def doubt(self: Hearing, *asked: Any) -> z3.CheckSatResult:
        return answer if self.seed == 3 else check(self, *asked)

    monkeypatch.setattr(Hearing, "check_twice", doubt)
    theorem = Theorem("an example", "", (), (pay,), PAY_REASONS, (), False, paying_conserves)
    assert explore(theorem, 1, 2).outcome == Verdict.PROVED
    found = explore(theorem, 1, 2, 3)
    assert found.outcome == Verdict.UNDECIDED
    doubts = f" ({answer} by seed 3, unsat by the first)"
    assert all(problem.endswith(doubts) for problem in found.problems)


def test_other_seeds_are_asked_whatever_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    believed: list[Any] = []
    asked: list[tuple[int, Any]] = []
    made: list[str] = []
    check, other, solver = solving.Solving.check, Hearing.check_twice, z3.SimpleSolver

    def lead(self: solving.Solving, *extra: Any) -> z3.CheckSatResult:
        answer = check(self, *extra)
        if answer == z3.unsat:
            believed.append(extra[-1].hash())
        return answer

    def confirm(
        self: Hearing, facts: Sequence[Any], turns: set[int], extra: Any
    ) -> z3.CheckSatResult:
        asked.append((self.seed, extra.hash()))
        answer = other(self, facts, turns, extra)
        assert answer == insist(self.seed, [*facts, extra])
        return answer

    def make() -> z3.Solver:
        made.append(z3.get_param("smt.random_seed"))
        return solver()

    monkeypatch.setattr(solving.Solving, "check", lead)
    monkeypatch.setattr(Hearing, "check_twice", confirm)
    monkeypatch.setattr(z3, "SimpleSolver", make)
    theorem = Theorem("an example", "", (), (pay,), PAY_REASONS, (), False, paying_conserves)
    assert explore(theorem, 1, 2, 3).outcome == Verdict.PROVED
    assert len(believed) > 1
    assert asked == [(seed, term) for term in believed for seed in (2, 3)]
    assert made == ["1", "2", "3"]


def refuted(found: Exploration) -> str:
    assert found.outcome == Verdict.REFUTED
    assert found.counterexample is not None
    assert len(found.problems) == 1
    return found.problems[0]


def invalid(found: Exploration) -> tuple[str, ...]:
    assert found.outcome == Verdict.INVALID
    assert found.counterexample is None
    return found.problems


def test_a_false_claim_is_refuted_by_values_that_fail_in_cpython(explored: Explore) -> None:
    def conserves(purse: Purse, payer: Name, payee: Name, amount: Nat) -> None:
        after = pay_stale(purse, payer, payee, amount).state
        prove(after.coins.sum(coin) == purse.coins.sum(coin), "conserved")

    found = explored(conserves, pay_stale, Reason.INSUFFICIENT_BALANCE)
    assert refuted(found) == "false: conserved"
    assert found.counterexample is not None
    values = dict(found.counterexample.arguments)
    assert values["payer"] == values["payee"]
    assert values["purse"].startswith("Purse(")


def test_a_counterexample_has_the_rest_of_a_sum_on_other_keys(explored: Explore) -> None:
    def nobody_else_has_coins(purse: Purse, payer: Name, payee: Name, amount: Nat) -> None:
        after = pay(purse, payer, payee, amount).state
        prove(after.coins.sum(coin) < amount + 3, "few")

    assert refuted(explored(nobody_else_has_coins, pay, *PAY_REASONS)) == "false: few"


def test_stores_and_states_of_naturals_are_claimed_without_being_asked_for(
    explored: Explore,
) -> None:
    def overdrawing(purse: Purse, payer: Name, amount: Nat) -> None:
        prove(overdraw(purse, payer, amount).state.spent == purse.spent, "kept")

    def unspending(purse: Purse, amount: Nat) -> None:
        prove(unspend(purse, amount).state.coins == purse.coins, "kept")

    assert refuted(explored(overdrawing, overdraw)) == "false: purse.coins holds only naturals"
    assert refuted(explored(unspending, unspend)) == "false: Purse holds only naturals"


def test_assumptions_that_cannot_hold_prove_nothing(explored: Explore) -> None:
    def vacuous(purse: Purse, payer: Name, amount: Nat) -> None:
        assume(purse.coins.get(payer) < 0)
        prove(pay(purse, payer, payer, amount).state == purse, "anything")

    assert "nothing is claimed, or the assumptions can never hold" in invalid(
        explored(vacuous, pay, *PAY_REASONS)
    )


def test_a_claim_that_no_path_reaches_is_told(explored: Explore) -> None:
    def unreached(amount: Nat) -> None:
        prove(half_tested(amount) <= amount, "never more")
        if amount < 0:
            prove(amount == amount + 1, "nonsense")
        if amount > 100:
            assume(amount < 50)
            prove(amount == 0, "after a contradiction")

    assert invalid(explored(unreached, half_tested)) == (
        "no satisfiable path reaches the claim: after a contradiction",
    )


def test_reasons_are_declared_exactly(explored: Explore) -> None:
    def paying(purse: Purse, payer: Name, payee: Name, amount: Nat) -> None:
        prove(pay(purse, payer, payee, amount).state.spent == purse.spent, "kept")

    some = explored(paying, pay, Reason.INSUFFICIENT_BALANCE)
    assert refuted(some) == "a path ends in a rejection that is not declared: ZERO_AMOUNT"
    more = explored(paying, pay, *PAY_REASONS, Reason.DISPUTED)
    assert invalid(more) == ("declared, but no path is refused for it: DISPUTED",)


def test_acceptance_allows_no_rejection(explored: Explore) -> None:
    def accepted(purse: Purse, payer: Name, amount: Nat) -> None:
        assume(purse.coins.get(payer) >= amount)
        prove(pay(purse, payer, payer, amount).state.spent == purse.spent, "accepted")

    found = explored(accepted, pay, acceptance=True)
    assert refuted(found) == "a path ends in a rejection that is not declared: ZERO_AMOUNT"
    assert found.counterexample is not None
    assert dict(found.counterexample.arguments)["amount"] == "0"


def test_any_other_exception_is_a_failure(explored: Explore) -> None:
    def dividing(amount: Nat, parts: Nat) -> None:
        prove(divide(amount, parts) <= amount, "never more")

    assert refuted(explored(dividing, divide)) == "a path ends in ZeroDivisionError"


def test_every_statement_is_covered(explored: Explore) -> None:
    def small(amount: Nat) -> None:
        assume(amount < 5)
        prove(half_tested(amount) == amount, "kept")

    assert [problem.partition(": ")[2] for problem in invalid(explored(small, half_tested))] == [
        f"half_tested, line {half_tested.__code__.co_firstlineno + 2}: return Nat(amount - 1)"
    ]


def test_a_rejection_is_a_value_where_it_is_asked_for(explored: Explore) -> None:
    def named(purse: Purse, payer: Name, amount: Nat) -> None:
        reason = rejection_of(pay, purse, payer, payer, amount)
        if purse.coins.get(payer) < amount:
            prove(reason == Reason.INSUFFICIENT_BALANCE, "first the balance")
        elif amount == 0:
            prove(reason == Reason.ZERO_AMOUNT, "then the amount")
        else:
            prove(reason is None, "else none")

    assert explored(named, pay).outcome == Verdict.PROVED


@pytest.mark.parametrize(
    ("about", "why"),
    [
        (is_owner, "`is` compares objects, and equal values are distinct objects; use `==`"),
        (is_other, "`~True` is true; write `negate` or `not`"),
        (swallow, "`except` without a class of ours hides what a proof finds"),
        (leave, "a `finally` that leaves hides what a proof finds"),
        (flagged, "`case True` compares objects; use `if`"),
        (kind_of, "`isinstance`: a symbolic value is of no class of the code's"),
        (all_coins, "`.items` of a collection of any size; use get, set and sum"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_what_would_be_misread_is_refused(
    about: Callable[..., Any], why: str, explored: Explore
) -> None:
    def claims(purse: Purse, who: Name, amount: Nat) -> None:
        assume(purse.owner == who)
        prove(amount >= 0, "nothing about the function")

    problems = invalid(explored(claims, about))
    assert all(problem.startswith(f"misread: {about.__name__}, line ") for problem in problems)
    assert [problem for problem in problems if problem.endswith(why)] != []


def test_a_function_that_answers_at_random_is_noticed(explored: Explore) -> None:
    answers = iter(range(40))

    def unsteady(amount: Nat) -> None:
        if amount > next(answers):
            prove(half_tested(amount) <= amount, "never more")

    found = explored(unsteady, half_tested)
    assert [problem.partition(":")[0] for problem in invalid(found)] == ["diverged"]


def test_what_holds_of_every_entry_is_known_where_it_is_read(explored: Explore) -> None:
    def bounded(purse: Purse, payer: Name, payee: Name, amount: Nat) -> None:
        assume(every(purse.coins, lambda _, coins: coins <= 9))
        after = pay(purse, payer, payee, amount).state
        prove(every(after.coins, lambda _, coins: coins <= 18), "at most twice")

    def unbounded(purse: Purse, payer: Name, payee: Name, amount: Nat) -> None:
        assume(every(purse.coins, lambda _, coins: coins <= 9))
        after = pay(purse, payer, payee, amount).state
        prove(every(after.coins, lambda _, coins: coins <= 17), "at most less than twice")

    assert explored(bounded, pay, *PAY_REASONS).outcome == Verdict.PROVED
    found = explored(unbounded, pay, *PAY_REASONS)
    assert refuted(found) == "false: at most less than twice"


def test_sums_of_measures_follow_their_entries(explored: Explore) -> None:
    def compared(purse: Purse, payer: Name, payee: Name, amount: Nat) -> None:
        after = pay(purse, payer, payee, amount).state
        prove(after.coins.sum(capped) <= after.coins.sum(capped) + amount, "trivial")
        prove_dominated(after.coins, capped, coin, "the capped are at most the coins")
        prove(after.coins.sum(capped) <= purse.coins.sum(coin), "in sum too")

    def not_compared(purse: Purse, payer: Name, payee: Name, amount: Nat) -> None:
        after = pay(purse, payer, payee, amount).state
        prove_dominated(after.coins, twice, coin, "twice is at most once")

    assert explored(compared, pay, *PAY_REASONS).outcome == Verdict.PROVED
    assert refuted(explored(not_compared, pay, *PAY_REASONS)) == "false: twice is at most once"


def test_a_measure_neither_branches_nor_counts_what_is_not_there(explored: Explore) -> None:
    def branching(purse: Purse, payer: Name, amount: Nat) -> None:
        rich = purse.coins.sum(lambda _, coins: 1 if coins > 5 else 0)
        pay(purse, payer, payer, amount)
        prove(rich >= 0, "never negative")

    def counting(purse: Purse, payer: Name, amount: Nat) -> None:
        names = purse.coins.sum(lambda _, __: 1)
        pay(purse, payer, payer, amount)
        prove(names >= 0, "never negative")

    assert invalid(explored(branching, pay, *PAY_REASONS)) == (
        "unsupported: a measure must not branch: use ite",
    )
    found = explored(counting, pay, *PAY_REASONS)
    assert found.outcome == Verdict.UNDECIDED
    assert found.problems[0].startswith("false: a measure of purse.coins is zero on the default")


def test_a_run_that_contradicts_is_told_from_one_that_does_not() -> None:
    def positive(amount: Nat) -> None:
        prove(implies(amount > 3, half_tested(amount) > 3), "stays above three")

    theorem = Theorem("an example", "", (), (half_tested,), (), (), False, positive)
    empty: dict[str, Any] = {"calls": [], "loops": []}
    fine = witness_of(theorem, {**empty, "arguments": {"amount": "7"}})
    assert explore(theorem, 1).outcome == Verdict.PROVED
    assert replay(theorem, fine) == Outcome(End.ACCEPTED)


def hard(one: Nat, other: Nat) -> Nat:
    product = one * other
    require((product != 1_000_003 * 1_000_033) | (one <= 1) | (other <= 1), Reason.ZERO_AMOUNT)
    return one


def test_a_path_that_the_solver_does_not_know_is_not_lost(
    explored: Explore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearing, "EFFORT", 100_000)

    def never_refused(one: Nat, other: Nat) -> None:
        prove(hard(one, other) == one, "accepted")

    found = explored(never_refused, hard, acceptance=True)
    assert found.outcome == Verdict.UNDECIDED
    assert found.problems == (
        "no model: a path ends in a rejection that is not declared: ZERO_AMOUNT",
    )


def test_a_solver_keeps_what_paths_have_in_common_and_nothing_else() -> None:
    low, high, other = (z3.Int(name) for name in ("low", "high", "other"))
    first = [low > 1, high > low, other == 5]
    solver = Hearing(1)
    assert solver.check(first, {1}, high < 3) == z3.unsat
    forked = [first[0], z3.Not(first[1]), other == 6]
    assert solver.check(forked, {1}, high < 3, other == 6) == z3.sat
    assert solver.check(forked, {1}, high < 3, other == 5) == z3.unsat
    forked.append(high == 4)
    assert solver.check(forked, {1, 3}, low < 4) == z3.unsat
    solver.forget(3)
    del forked[3:]
    assert solver.check(forked, {1}, low < 4) == z3.sat
    solver.forget(2)
    del forked[2:]
    assert solver.check(forked, {1}, other == 5) == z3.sat
    assert solver.check([low < 1], set(), low == 0) == z3.sat
