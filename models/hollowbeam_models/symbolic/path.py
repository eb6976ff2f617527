"""One path through a theorem: decisions, facts, claims, and the readings of the kernel's words.

All paths are explored by executing the body again for each: a *trail* lists the decisions to take.
A decision whose other side is possible too leaves that side as a fork, to be executed later. Where
the solver does not know whether a side is possible, it counts as possible, so no path is missed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, get_args, get_origin, get_type_hints

import z3

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.transition import Opaque
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam_models.symbolic.maps import Base, Measure, SymbolicMap, Terms, identical, same
from hollowbeam_models.symbolic.shapes import Shape, shape_of, shape_of_value
from hollowbeam_models.symbolic.signals import Diverged, Stop, Unsupported
from hollowbeam_models.symbolic.values import (
    ID_SORT,
    SymbolicBool,
    SymbolicInt,
    integer,
    is_symbolic,
    truth,
)

EFFORT = 3_000_000
"""The solver's resource units for one query: a count of its work, the same on every machine."""

Trail = list[tuple[bool, z3.BoolRef]]


@dataclass
class Findings:
    """What the paths of one theorem have shown so far."""

    paths: int = 0
    claims: int = 0
    queries: int = 0
    labels: dict[str, bool] = field(default_factory=dict)
    """Each label of a ``prove``, and whether some satisfiable path reached it."""
    assumptions: set[str] = field(default_factory=set)
    """What the proof rests on beside the engine: injective opaque functions."""


class Refuted(Stop):
    """A claim is false for some input; the path has a model of it."""

    def __init__(self, label: str, condition: z3.BoolRef) -> None:
        super().__init__(label)
        self.label = label
        self.condition = condition


class Undecided(Stop):
    """The solver spent its effort on a claim and knows no answer."""

    def __init__(self, label: str) -> None:
        super().__init__(label)
        self.label = label


@dataclass(frozen=True)
class Every:
    """``every(collection, predicate)``, to be assumed or proved."""

    collection: SymbolicMap
    predicate: Callable[[Any, Any], Any]


class Path:
    """The engine on one path; it reads the theorem's words and the kernel's."""

    def __init__(self, trail: Trail, findings: Findings) -> None:
        self.trail = list(trail)
        self.position = 0
        self.forks: list[Trail] = []
        self.findings = findings
        self.solver = z3.SimpleSolver()
        self.solver.set("rlimit", EFFORT)
        self.model: z3.ModelRef | None = None
        self.bases: list[Base] = []
        self.literals: dict[str, z3.ExprRef] = {}
        self.quotients: dict[tuple[int, int], tuple[z3.ArithRef, ...]] = {}
        self.calls: list[tuple[Opaque[..., Any], tuple[Any, ...], Any]] = []
        self.loop_state: tuple[str, Any] | None = None
        self._fresh = 0
        self._no_fork: str | None = None
        self._instancing = False

    # Solver.

    def fact(self, term: z3.BoolRef) -> None:
        """Add a fact; keep the known model if it satisfies the fact too."""
        self.solver.add(term)
        if self.model is not None and not z3.is_true(self.model.eval(term, model_completion=True)):
            self.model = None

    def check(self, *extra: z3.BoolRef) -> z3.CheckSatResult:
        """Ask whether the facts, with the extra ones, can hold."""
        self.findings.queries += 1
        return self.solver.check(*extra)

    def is_satisfiable(self) -> bool:
        """Say whether the facts of this path surely can hold, and keep a model of them."""
        if self.model is None and self.check() == z3.sat:
            self.model = self.solver.model()
        return self.model is not None

    def fresh(self, hint: str, sort: z3.SortRef) -> z3.ExprRef:
        """Make a constant that stands nowhere else; its name depends on the path alone."""
        self._fresh += 1
        return z3.Const(f"{hint}!{self._fresh}", sort)

    # Host of symbolic values.

    def branch(self, condition: z3.BoolRef) -> bool:
        """Take the side of the trail, or the first possible one."""
        simple = z3.simplify(condition)
        if z3.is_true(simple):
            return True
        if z3.is_false(simple):
            return False
        if self._no_fork is not None:
            raise Unsupported(self._no_fork)
        if self.position < len(self.trail):
            taken, remembered = self.trail[self.position]
            if not remembered.eq(condition):
                raise Diverged(f"{remembered} became {condition}")
            self.position += 1
            self.solver.add(condition if taken else z3.Not(condition))
            return taken
        return self._decide(condition)

    def _decide(self, condition: z3.BoolRef) -> bool:
        sides = {True: condition, False: z3.Not(condition)}
        models: dict[bool, z3.ModelRef | None] = {}
        if self.model is not None:
            side = z3.is_true(self.model.eval(condition, model_completion=True))
            models[side] = self.model
        for side, term in sides.items():
            if side not in models:
                answer = self.check(term)
                if answer != z3.unsat:
                    models[side] = self.solver.model() if answer == z3.sat else None
        if not models:
            raise Stop
        taken = True in models
        if len(models) == len(sides):
            self.forks.append([*self.trail, (False, condition)])
        self.trail.append((taken, condition))
        self.position += 1
        self.solver.add(sides[taken])
        self.model = models[taken]
        return taken

    @contextmanager
    def unforked(self, why: str) -> Iterator[None]:
        """Forbid forks inside the block."""
        outer, self._no_fork = self._no_fork, why
        try:
            yield
        finally:
            self._no_fork = outer

    def quotient(self, dividend: z3.ArithRef, divisor: z3.ArithRef) -> z3.ArithRef:
        """Define a floor by its bounds: the rest has the divisor's sign and is smaller."""
        key = (dividend.get_id(), divisor.get_id())
        if key not in self.quotients:
            result = self.fresh("quotient", z3.IntSort())
            rest = dividend - divisor * result
            positive = z3.And(rest >= 0, rest < divisor)
            if not z3.is_true(z3.simplify(divisor > 0)):
                negative = z3.And(rest <= 0, rest > divisor)
                positive = z3.If(divisor > 0, positive, negative)
            self.fact(positive)
            self.quotients[key] = (result, dividend, divisor)
        return self.quotients[key][0]

    def literal(self, text: str) -> z3.ExprRef:
        """Give a constant for a concrete id; those of different texts differ."""
        if text not in self.literals:
            term = z3.Const(f"id {text!r}", ID_SORT)
            for other in self.literals.values():
                self.fact(term != other)
            self.literals[text] = term
        return self.literals[text]

    # Maps.

    def touch(self, base: Base, key: Terms) -> None:
        """Learn what is known of a base at a key."""
        if base.entries is not None or any(identical(key, known) for known in base.touched):
            return
        base.touched.append(key)
        for term in base.value.naturals(base.read(key)):
            self.fact(term >= 0)
        for measure in base.measures.values():
            self._sum_lemma(base, measure)
        self._instances(base, key)

    def _instances(self, base: Base, key: Terms) -> None:
        """Apply what is assumed of every entry to one; reads inside go no deeper."""
        if self._instancing:
            return
        self._instancing = True
        try:
            for predicate in base.assumed:
                self.fact(self._predicate_at(base, base.arrays, predicate, key))
        finally:
            self._instancing = False

    def _predicate_at(
        self,
        base: Base,
        arrays: Sequence[z3.ExprRef],
        predicate: Callable[[Any, Any], Any],
        key: Terms,
    ) -> z3.BoolRef:
        value = [z3.Select(array, *key) for array in arrays]
        with self.unforked("a predicate of every must not branch"):
            return truth(predicate(base.key.build(iter(key)), base.value.build(iter(value))))

    def _sum_lemma(self, base: Base, measure: Measure) -> None:
        self.fact(measure.total >= base.touched_sum(measure))

    def new_measure(self, base: Base, term: z3.ArithRef) -> Measure:
        """Take a measure in: it must be zero on the default and nowhere negative."""
        keys, values = base.placeholders()
        zeros = base.value.flatten(base.value.zero())
        at_default = z3.substitute(term, *zip(values, zeros, strict=True))
        self.claim(at_default == 0, f"a measure of {base.name} is zero on the default")
        naturals = [*base.key.naturals(keys), *base.value.naturals(values)]
        self.claim(
            z3.Implies(z3.And(*(leaf >= 0 for leaf in naturals)), term >= 0),
            f"a measure of {base.name} is never negative",
        )
        if base.entries is None:
            measure = Measure(term, self.fresh(f"sum over {base.name}", z3.IntSort()))
            self._sum_lemma(base, measure)
        else:
            measure = Measure(term, z3.IntVal(0))
            parts = [base.at(measure, key, value) for key, value in base.entries]
            measure.total = z3.Sum(*parts) if parts else z3.IntVal(0)
        base.measures[term.get_id()] = measure
        return measure

    def extensional(self, one: SymbolicMap, other: SymbolicMap) -> z3.BoolRef:
        """Say that two maps hold the same: if they do not, they differ at some key."""
        equal = z3.And(*(a == b for a, b in zip(one.arrays, other.arrays, strict=True)))
        key = tuple(self.fresh("differing key", leaf.sort) for leaf in one.base.key.leaves)
        for collection in (one, other):
            self.touch(collection.base, key)
        self.fact(z3.Or(equal, z3.Not(same(one.read(key), other.read(key)))))
        return equal

    # Reading of the theorem's words.

    def assume(self, condition: Any) -> None:
        """Go on only where the condition holds."""
        if isinstance(condition, Every):
            base = condition.collection.base
            if condition.collection.stores:
                raise Unsupported("assume(every(...)) is for collections that were not changed yet")
            base.assumed.append(condition.predicate)
            for key in list(base.touched):
                self._instances(base, key)
        elif isinstance(condition, bool):
            if not condition:
                raise Stop
        else:
            self.fact(truth(condition))

    def prove(self, condition: Any, label: str) -> None:
        """Claim the condition for all inputs of this path."""
        if isinstance(condition, Every):
            collection = condition.collection
            leaves = collection.base.key.leaves
            key = tuple(self.fresh("any key", leaf.sort) for leaf in leaves)
            self.touch(collection.base, key)
            term = self._predicate_at(collection.base, collection.arrays, condition.predicate, key)
        else:
            term = truth(condition)
        if not self.findings.labels.get(label):
            self.findings.labels[label] = self.is_satisfiable()
        self.claim(term, label)

    def every(self, collection: Any, predicate: Callable[[Any, Any], Any]) -> Every:
        """Say that a predicate holds of each entry."""
        if not isinstance(collection, SymbolicMap):
            raise Unsupported("every(...) is for collections of a symbolic state")
        return Every(collection, predicate)

    def claim(self, term: z3.BoolRef, label: str) -> None:
        """Prove a condition; from here on it is a lemma."""
        self.findings.claims += 1
        simple = z3.simplify(term)
        if z3.is_true(simple):
            return
        answer = self.check(z3.Not(term))
        if answer == z3.unknown:
            answer = self._insist(z3.Not(term))
        if answer == z3.sat:
            raise Refuted(label, z3.Not(term))
        if answer == z3.unknown:
            raise Undecided(label)
        self.solver.add(term)

    def _insist(self, extra: z3.BoolRef) -> z3.CheckSatResult:
        """Ask again from nothing: another order of work, better at products."""
        self.findings.queries += 1
        solver = z3.Solver()
        solver.set("rlimit", EFFORT)
        solver.add(*self.solver.assertions(), extra)
        return solver.check()

    def claim_natural(self, terms: Sequence[z3.ExprRef], label: str) -> None:
        """Claim that none of the terms is negative."""
        if terms:
            self.claim(z3.And(*(term >= 0 for term in terms)), label)

    # Reading of the kernel's words.

    def loop(
        self,
        state: Any,
        guard: Callable[[Any], Any],
        step: Callable[[Any], Any],
        invariant: Callable[[Any], Sequence[tuple[str, Any]]],
        variant: Callable[[Any], Any],
    ) -> Any:
        """Prove the invariant by induction; go on from any state that it allows at the exit."""
        for name, condition in invariant(state):
            self.claim(truth(condition), f"loop entry: {name}")
        anywhere = self.havoc(state)
        for _, condition in invariant(anywhere):
            self.assume(condition)
        if self.branch(self.fresh("iterate", z3.BoolSort())):
            if not guard(anywhere):
                raise Stop
            self.loop_state = ("step", anywhere)
            before = variant(anywhere)
            after = step(anywhere)
            for name, condition in invariant(after):
                self.claim(truth(condition), f"loop step: {name}")
            left = integer(variant(after))
            self.claim(z3.And(left >= 0, left < integer(before)), "the loop comes to an end")
            raise Stop
        if guard(anywhere):
            raise Stop
        self.loop_state = ("exit", anywhere)
        return anywhere

    def opaque(self, function: Opaque[..., Any], arguments: tuple[Any, ...]) -> Any:
        """Apply an uninterpreted function; an injective one has left inverses."""
        hints = get_type_hints(function.function)
        result = shape_of(hints.pop("return"))
        terms = [
            term
            for argument, hint in zip(arguments, hints.values(), strict=True)
            for term in shape_of(hint).flatten(argument)
        ]
        name = f"{function.function.__module__}.{function.function.__qualname__}"
        sorts = [term.sort() for term in terms]
        outputs = [
            z3.Function(f"{name}.{leaf.path}", *sorts, leaf.sort)(*terms) for leaf in result.leaves
        ]
        for term in result.naturals(outputs):
            self.fact(term >= 0)
        if function.injective:
            self.findings.assumptions.add(f"{name} is injective")
            for index, term in enumerate(terms):
                back = [output.sort() for output in outputs]
                inverse = z3.Function(f"{name} inverse {index}", *back, term.sort())
                self.fact(inverse(*outputs) == term)
        value = result.build(iter(outputs))
        self.calls.append((function, arguments, value))
        return value

    def select(self, condition: Any, chosen: Any, otherwise: Any) -> Any:
        """Choose leaf by leaf."""
        if not isinstance(condition, SymbolicBool):
            return chosen if condition else otherwise
        if chosen is otherwise:
            return chosen
        shape = shape_of_value(chosen if is_symbolic(chosen) else otherwise)
        pairs = zip(shape.flatten(chosen), shape.flatten(otherwise), strict=True)
        return shape.build(iter([z3.If(condition.term, a, b) for a, b in pairs]))

    def step(self, state: Any) -> None:
        """Claim that no natural in a state that a transition answers is negative."""
        if is_dataclass(state) and not isinstance(state, type):
            terms = list(_natural_terms(state))
            self.claim_natural(terms, f"{type(state).__name__} holds only naturals")

    # Symbolic inputs.

    def make(self, annotation: Any, name: str) -> Any:
        """Make any value of a type, its naturals not negative."""
        if get_origin(annotation) is Map:
            key, value = map(shape_of, get_args(annotation))
            return self.new_map(name, key, value)
        if is_dataclass(annotation) and isinstance(annotation, type):
            hints = get_type_hints(annotation)
            return annotation(
                **{
                    field.name: self.make(hints[field.name], f"{name}.{field.name}")
                    for field in fields(annotation)
                }
            )
        return self.any_of(shape_of(annotation), name)

    def any_of(self, shape: Shape, name: str) -> Any:
        """Make any value of a shape."""
        terms = [
            self.fresh(f"{name}.{leaf.path}" if leaf.path else name, leaf.sort)
            for leaf in shape.leaves
        ]
        for term in shape.naturals(terms):
            self.fact(term >= 0)
        return shape.build(iter(terms))

    def new_map(self, name: str, key: Shape, value: Shape) -> SymbolicMap:
        """Make any map."""
        sorts = [leaf.sort for leaf in key.leaves]
        arrays = tuple(
            self.fresh(
                f"{name}.{leaf.path}" if leaf.path else name, z3.ArraySort(*sorts, leaf.sort)
            )
            for leaf in value.leaves
        )
        base = Base(name, key, value, arrays)
        self.bases.append(base)
        return SymbolicMap(base, arrays)

    def havoc(self, value: Any, annotation: Any = None) -> Any:
        """Make any value of the kind that a value is."""
        if isinstance(value, Map):
            raise Unsupported("a loop over a known map: give the loop a symbolic one")
        if isinstance(value, SymbolicMap):
            return self.new_map(f"{value.base.name} in the loop", value.base.key, value.base.value)
        if is_dataclass(value) and not isinstance(value, type):
            hints = get_type_hints(type(value))
            return replace(
                value,
                **{
                    field.name: self.havoc(getattr(value, field.name), hints[field.name])
                    for field in fields(value)
                },
            )
        if isinstance(value, tuple):
            return tuple(self.havoc(item) for item in value)
        shape = shape_of(Nat) if annotation is Nat else shape_of_value(value)
        return self.any_of(shape, "in the loop")


def _natural_terms(record: Any) -> Iterator[z3.ExprRef]:
    """Give the natural scalars of a record and of the records in it, and of stores without types."""
    hints = get_type_hints(type(record))
    for item in fields(record):
        value, hint = getattr(record, item.name), hints[item.name]
        if hint is Nat and isinstance(value, int | SymbolicInt):
            yield integer(value)
        elif isinstance(value, SymbolicMap) and value.base.entries is not None:
            _, typed = map(shape_of, get_args(hint))
            for key, _, _ in value.stores:
                yield from typed.naturals(value.read(key))
        elif is_dataclass(value):
            yield from _natural_terms(value)
