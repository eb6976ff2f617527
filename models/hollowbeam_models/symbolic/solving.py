"""One path's solver: the facts that hold on it, the decisions that it took, the claims it proved.

All paths are explored by executing the body again for each: a *trail* lists the decisions to take.
A decision whose other side is possible too leaves that side as a fork, to be executed later. Where
the solver does not know whether a side is possible, it counts as possible, so no path is missed.

Only *unsat* is believed. So it is asked for again from each other seed, of the same facts, and what
one seed does not call impossible is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from operator import eq, ge, gt, le, lt, mul, ne, sub

import z3

from hollowbeam_models.symbolic.core import evaluated
from hollowbeam_models.symbolic.hearing import Hearing, insist
from hollowbeam_models.symbolic.signals import Diverged, Stop, Unsupported
from hollowbeam_models.symbolic.terms import (
    TRUE,
    built,
    conjunction,
    constant,
    is_false,
    is_same,
    is_true,
    natural,
    number,
)
from hollowbeam_models.symbolic.values import ID_SORT


@dataclass(frozen=True)
class Trail:
    """Decisions to take, and a model of what holds after them, if one is known."""

    decisions: tuple[tuple[bool, z3.BoolRef], ...] = ()
    model: z3.ModelRef | None = None


@dataclass
class Findings:
    """What the paths of one theorem have shown so far.

    ``is_counting``: it is asked which claims some satisfiable path reaches. ``seeds``: the first
    leads, and the others must confirm what it calls impossible.
    """

    is_counting: bool = True
    seeds: tuple[int, ...] = (1,)
    claims: int = 0
    queries: int = 0
    labels: dict[str, bool] = field(default_factory=dict)
    """Each label of a ``prove``, and whether some satisfiable path reached it."""
    assumptions: set[str] = field(default_factory=set)
    """What the proof rests on beside the engine: functions that are not interpreted."""
    lemmas: set[int] = field(default_factory=set)
    """The terms of the statements that were proved of all integers."""
    cited: set[str] = field(default_factory=set)
    """The theorems that the proof rests on."""
    problems: dict[str, None] = field(default_factory=dict)
    """Rules that the theorem was seen to break, in order."""

    def __post_init__(self) -> None:
        self.lead, *self.others = map(Hearing, self.seeds)


class Refuted(Stop):
    """A claim is false for some input, for which ``condition`` holds beside the path's facts."""

    def __init__(self, label: str, condition: z3.BoolRef) -> None:
        super().__init__(label)
        self.label = label
        self.condition = condition


class Undecided(Stop):
    """The solver spent its effort on a claim and knows no answer."""

    def __init__(self, label: str) -> None:
        super().__init__(label)
        self.label = label


class Solving:
    """Decisions, facts and claims of one path."""

    def __init__(self, trail: Trail, findings: Findings) -> None:
        self.decisions = list(trail.decisions)
        self.position = 0
        self.forks: list[Trail] = []
        self.findings = findings
        self.model: z3.ModelRef | None = None
        self.guide: z3.ModelRef | None = None
        """The last model that was known: a good place to look for another."""
        self.literals: dict[str, z3.ExprRef] = {}
        self._trail = trail
        self._told: list[z3.BoolRef] = []
        self._turns: set[int] = set()
        """Which of the facts are decisions."""
        self._quotients: dict[tuple[int, int], tuple[z3.ArithRef, ...]] = {}
        self._factors: dict[int, z3.ArithRef] = {}
        self._fresh = 0
        self._no_fork: str | None = None
        self._measuring = False

    @property
    def is_retraced(self) -> bool:
        """Say that the path from which this one forked was here, and proved all claims so far."""
        return self.position < len(self._trail.decisions)

    def fact(self, term: z3.BoolRef) -> None:
        """Add a fact; keep the known model if it satisfies the fact too."""
        self.tell(term)
        if self.model is not None and value_in(self.model, term) is not True:
            self.model = None

    def tell(self, term: z3.BoolRef) -> None:
        """Add a condition to what the solvers are asked about."""
        self._told.append(term)

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Forget after the block what is told in it."""
        told = len(self._told)
        self._turns.add(told)
        try:
            yield
        finally:
            del self._told[told:]
            self._turns.remove(told)
            for hearing in (self.findings.lead, *self.findings.others):
                hearing.forget(told)

    def check(self, *extra: z3.BoolRef) -> z3.CheckSatResult:
        """Ask whether the facts, with the extra ones, can hold."""
        self.findings.queries += 1
        return self.findings.lead.check(self._told, self._turns, *extra)

    def is_satisfiable(self) -> bool:
        """Say whether the facts of this path surely can hold, and keep a model of them."""
        if self.model is None:
            self.model = self.search()[1]
        return self.model is not None

    def is_impossible(self) -> bool:
        """Say whether the facts of this path surely cannot hold; what is not known may hold."""
        if self.model is not None:
            return False
        return bool(self._impossible(TRUE)[0] == z3.unsat)

    def _impossible(self, extra: z3.BoolRef) -> tuple[z3.CheckSatResult, str]:
        """Ask whether the facts and the extra one cannot hold, of each seed until one says no.

        The words name the seed, where it is not the first.
        """
        answer = self.check(extra)
        if answer == z3.unknown:
            self.findings.queries += 1
            answer = insist(self.findings.lead.seed, [*self._told, extra])
        return self._confirmed(extra) if answer == z3.unsat else (answer, "")

    def _confirmed(self, extra: z3.BoolRef) -> tuple[z3.CheckSatResult, str]:
        """Ask the other seeds for what the first calls impossible."""
        for other in self.findings.others:
            self.findings.queries += 1
            answer = other.check_twice(self._told, self._turns, extra)
            if answer != z3.unsat:
                return answer, f" ({answer} by seed {other.seed}, unsat by the first)"
        return z3.unsat, ""

    def search(self, *extra: z3.BoolRef) -> tuple[z3.CheckSatResult, z3.ModelRef | None]:
        """Look for a model of the facts and the extra ones.

        Products are what makes this hard. So it is tried first with one factor of each product as
        it was in the last model.
        """
        if self.guide is not None and self._factors:
            hints = [
                built(eq, factor, evaluated(self.guide, factor))
                for factor in self._factors.values()
            ]
            if self.check(*extra, *hints) == z3.sat:
                self.guide = self.findings.lead.model()
                return z3.sat, self.guide
        answer = self.check(*extra)
        if answer != z3.sat:
            return answer, None
        self.guide = self.findings.lead.model()
        return answer, self.guide

    def fresh(self, hint: str, sort: z3.SortRef) -> z3.ExprRef:
        """Make a constant that stands nowhere else; its name depends on the path alone."""
        self._fresh += 1
        return constant(f"{hint}!{self._fresh}", sort)

    # Decisions.

    def branch(self, condition: z3.BoolRef) -> bool:
        """Take the side of the trail, or the first possible one."""
        simple = built(z3.simplify, condition)
        if is_true(simple):
            return True
        if is_false(simple):
            return False
        if self._no_fork is not None:
            raise Unsupported(self._no_fork)
        if self.is_retraced:
            taken, remembered = self.decisions[self.position]
            if not is_same(remembered, condition):
                raise Diverged(f"{remembered} became {condition}")
            self._turn(condition if taken else built(z3.Not, condition))
            if not self.is_retraced:
                self.model = self.guide = self._trail.model
            return taken
        return self._decide(condition)

    def _decide(self, condition: z3.BoolRef) -> bool:
        sides = {True: condition, False: built(z3.Not, condition)}
        models: dict[bool, z3.ModelRef | None] = {}
        if self.model is not None:
            side = value_in(self.model, condition)
            if side is not None:
                models[side] = self.model
        for side, term in sides.items():
            if side not in models:
                answer, model = self.search(term)
                if answer == z3.unsat:
                    answer, _ = self._confirmed(term)
                if answer != z3.unsat:
                    models[side] = model
        if not models:
            raise Stop
        taken = True in models
        if len(models) == len(sides):
            fork = (*self.decisions, (False, condition))
            self.forks.append(Trail(fork, models[False]))
        self.decisions.append((taken, condition))
        self._turn(sides[taken])
        self.model = models[taken]
        return taken

    def _turn(self, side: z3.BoolRef) -> None:
        """Go to a side of a decision."""
        self.position += 1
        self._turns.add(len(self._told))
        self.tell(side)

    @contextmanager
    def unforked(self, why: str) -> Iterator[None]:
        """Forbid forks inside the block."""
        outer, self._no_fork = self._no_fork, why
        try:
            yield
        finally:
            self._no_fork = outer

    @contextmanager
    def measuring(self) -> Iterator[None]:
        """Forbid forks, and whatever would state a fact of one entry only, inside the block."""
        outer, self._measuring = self._measuring, True
        try:
            with self.unforked("a measure must not branch: use ite"):
                yield
        finally:
            self._measuring = outer

    # Values that are defined by facts.

    def product(self, one: z3.ArithRef, other: z3.ArithRef) -> z3.ArithRef:
        """Multiply, and remember a factor, so that models can be searched with its value fixed."""
        if not (z3.is_int_value(one) or z3.is_int_value(other)):
            factor = one if z3.is_const(one) else other
            self._factors[factor.ast.value] = factor
        return built(mul, one, other)

    def quotient(self, dividend: z3.ArithRef, divisor: z3.ArithRef) -> z3.ArithRef:
        """Define a floor by its bounds: the rest has the divisor's sign and is smaller."""
        self.refuse_in_measure("a quotient")
        key = (dividend.ast.value, divisor.ast.value)
        if key not in self._quotients:
            result = self.fresh("quotient", z3.IntSort())
            rest = built(sub, dividend, self.product(divisor, result))
            zero = number(0)
            within = built(z3.And, built(ge, rest, zero), built(lt, rest, divisor))
            positive = built(gt, divisor, zero)
            if not is_true(built(z3.simplify, positive)):
                negative = built(z3.And, built(le, rest, zero), built(gt, rest, divisor))
                within = built(z3.If, positive, within, negative)
            self.fact(within)
            self._quotients[key] = (result, dividend, divisor)
        return self._quotients[key][0]

    def refuse_in_measure(self, what: str) -> None:
        """Refuse what is defined by a fact where entries are stood for by placeholders."""
        if self._measuring:
            raise Unsupported(f"{what} in a measure: compute it before")

    def literal(self, text: str) -> z3.ExprRef:
        """Give a constant for a concrete id; those of different texts differ."""
        if text not in self.literals:
            term = constant(f"id {text!r}", ID_SORT)
            for other in self.literals.values():
                self.fact(built(ne, term, other))
            self.literals[text] = term
        return self.literals[text]

    # Claims.

    def claim(self, term: z3.BoolRef, label: str) -> None:
        """Prove a condition; from here on it is a lemma."""
        simple = built(z3.simplify, term)
        if self.is_retraced:
            if not is_true(simple):
                self.tell(term)
            return
        self.findings.claims += 1
        if is_true(simple):
            return
        contrary = built(z3.Not, term)
        if self.model is not None and value_in(self.model, term) is False:
            raise Refuted(label, contrary)
        answer, who = self._impossible(contrary)
        if answer == z3.sat and not who:
            raise Refuted(label, contrary)
        if answer != z3.unsat:
            raise Undecided(label + who)
        self.tell(term)

    def claim_of_all(self, general: z3.BoolRef, label: str) -> None:
        """Prove a condition of all values of its constants, whatever holds on this path."""
        if general.ast.value in self.findings.lemmas:
            return
        self.findings.claims += 1
        for seed in self.findings.seeds:
            self.findings.queries += 1
            answer = insist(seed, [z3.Not(general)])
            if answer != z3.unsat:
                raise Undecided(label)
        self.findings.lemmas.add(general.ast.value)

    def claim_natural(self, terms: Sequence[z3.ExprRef], label: str) -> None:
        """Claim that none of the terms is negative."""
        if terms:
            self.claim(conjunction(map(natural, terms)), label)


def value_in(model: z3.ModelRef, condition: z3.BoolRef) -> bool | None:
    """Give the truth of a condition in a model, or None if the model does not tell."""
    value = evaluated(model, condition)
    return True if is_true(value) else False if is_false(value) else None
