"""One path through a theorem: the readings of the theorem's words and of the kernel's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from operator import eq, sub
from typing import Any, get_args, get_origin

import z3

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.transition import Opaque
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam_models.symbolic.maps import Base, Measure, SymbolicMap, Terms, numbers_of, same
from hollowbeam_models.symbolic.shapes import Shape, hints_of, shape_of, shape_of_value
from hollowbeam_models.symbolic.signals import Cut, Stop, Unsupported
from hollowbeam_models.symbolic.solving import Findings, Solving, Trail
from hollowbeam_models.symbolic.terms import built, conjunction, natural, number, substituted
from hollowbeam_models.symbolic.values import (
    SymbolicBool,
    SymbolicInt,
    integer,
    is_symbolic,
    truth,
)


@dataclass(frozen=True)
class Every:
    """``every(collection, predicate)``, to be assumed or proved."""

    collection: SymbolicMap
    predicate: Callable[[Any, Any], Any]

    def __bool__(self) -> bool:
        """Refused: ``if every(...)`` would always go one way."""
        raise Unsupported("every(...) is only for the inside of assume and prove")


class Path(Solving):
    """The engine on one path; it reads the theorem's words and the kernel's."""

    def __init__(self, trail: Trail, findings: Findings) -> None:
        super().__init__(trail, findings)
        self.bases: list[Base] = []
        self.calls: list[tuple[Opaque[..., Any], tuple[Any, ...], Any]] = []
        self.loops: list[tuple[str, Any]] = []
        """Where each loop was cut, in order: in a "step" or at the "exit", and in which state."""
        self._instancing = False

    # Maps.

    def touch(self, base: Base, key: Terms) -> None:
        """Learn what is known of a base at a key."""
        numbers = numbers_of(key)
        if base.entries is not None or numbers in base.touched:
            return
        earlier = list(base.touched.values())
        base.touched[numbers] = key
        for term in base.value.naturals(base.read(key)):
            self.fact(natural(term))
        for measure in base.measures.values():
            self._count(base, measure, key, earlier)
        self._instances(base, key)

    def _instances(self, base: Base, key: Terms) -> None:
        """Apply what is assumed of every entry to one; reads inside go no deeper."""
        if self._instancing:
            return
        self._instancing = True
        try:
            for instance in self.assumed_at(base, key):
                self.fact(instance)
        finally:
            self._instancing = False

    def assumed_at(self, base: Base, key: Terms) -> list[z3.BoolRef]:
        """Give what is assumed of every entry, for one."""
        return [self._predicate_at(base, base.arrays, known, key) for known in base.assumed]

    def _predicate_at(
        self,
        base: Base,
        arrays: Sequence[z3.ExprRef],
        predicate: Callable[[Any, Any], Any],
        key: Terms,
    ) -> z3.BoolRef:
        value = [built(z3.Select, array, *key) for array in arrays]
        with self.unforked("a predicate of every must not branch"):
            return truth(predicate(base.key.build(iter(key)), base.value.build(iter(value))))

    def _count(self, base: Base, measure: Measure, key: Terms, earlier: Sequence[Terms]) -> None:
        """Take a touched key out of what is left of a sum, of which it is a part."""
        rest = self.fresh(f"rest of {base.name}", z3.IntSort())
        self.fact(built(eq, rest, built(sub, measure.rest, base.part(measure, key, earlier))))
        self.fact(natural(rest))
        measure.rest = rest

    def new_measure(self, base: Base, term: z3.ArithRef) -> Measure:
        """Take a measure in: it must be zero on the default and nowhere negative."""
        keys, values = base.placeholders
        zeros = base.value.flatten(base.value.zero())
        at_default = built(substituted, term, *values, *zeros)
        self.claim(
            built(eq, at_default, number(0)), f"a measure of {base.name} is zero on the default"
        )
        naturals = [*base.key.naturals(keys), *base.value.naturals(values)]
        self.claim(
            built(z3.Implies, conjunction(map(natural, naturals)), natural(term)),
            f"a measure of {base.name} is never negative",
        )
        if base.entries is None:
            total = self.fresh(f"sum over {base.name}", z3.IntSort())
            measure = Measure(term, total, total)
            self.fact(natural(total))
            touched = list(base.touched.values())
            for index, key in enumerate(touched):
                self._count(base, measure, key, touched[:index])
        else:
            measure = Measure(term, number(0), number(0))
            parts = [base.at(measure, key, value) for key, value in base.entries]
            measure.total = built(z3.Sum, *parts) if parts else number(0)
        base.measures[term.ast.value] = measure
        return measure

    def extensional(self, one: SymbolicMap, other: SymbolicMap) -> z3.BoolRef:
        """Say that two maps hold the same: if they do not, they differ at some key."""
        equal = conjunction(built(eq, a, b) for a, b in zip(one.arrays, other.arrays, strict=True))
        key = tuple(self.fresh("differing key", leaf.sort) for leaf in one.base.key.leaves)
        for collection in (one, other):
            self.touch(collection.base, key)
        self.fact(z3.Or(equal, z3.Not(same(one.read(key), other.read(key)))))
        return equal

    # Reading of the theorem's words.

    def assume(self, condition: Any) -> None:
        """Go on only where the condition holds."""
        if self._no_fork is not None:
            raise Unsupported("an assumption inside a measure or a predicate of every")
        if isinstance(condition, Every):
            base = condition.collection.base
            if condition.collection.stores:
                raise Unsupported("assume(every(...)) is for collections that were not changed yet")
            base.assumed.append(condition.predicate)
            for key in list(base.touched.values()):
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
        is_new = not self.is_retraced and not self.findings.labels.get(label)
        if is_new and self.findings.is_counting:
            self.findings.labels[label] = self.is_satisfiable()
        self.claim(term, label)

    def every(self, collection: Any, predicate: Callable[[Any, Any], Any]) -> Every:
        """Say that a predicate holds of each entry."""
        if not isinstance(collection, SymbolicMap):
            raise Unsupported("every(...) is for collections of a symbolic state")
        return Every(collection, predicate)

    def prove_dominated(
        self,
        collection: Any,
        smaller: Callable[[Any, Any], Any],
        larger: Callable[[Any, Any], Any],
        label: str,
    ) -> None:
        """Claim that one measure is at most another at any key; then so are their sums.

        The sums are over as many entries as there are, all but finitely many of them zero.
        """
        if not isinstance(collection, SymbolicMap):
            raise Unsupported("prove_dominated(...) is for collections of a symbolic state")
        base = collection.base
        key = tuple(self.fresh("any key", leaf.sort) for leaf in base.key.leaves)
        self.touch(base, key)
        entry = base.key.build(iter(key)), base.value.build(iter(collection.read(key)))
        with self.measuring():
            at_most = SymbolicInt(integer(smaller(*entry))) <= larger(*entry)
        self.prove(at_most, label)
        self.fact(truth(collection.sum(smaller) <= collection.sum(larger)))

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
        self.step(state)
        for name, condition in invariant(state):
            self.claim(truth(condition), f"loop entry: {name}")
        anywhere = self.havoc(state)
        for _, condition in invariant(anywhere):
            self.assume(condition)
        if self.branch(self.fresh("iterate", z3.BoolSort())):
            if not guard(anywhere):
                raise Stop
            self.loops.append(("step", anywhere))
            before = variant(anywhere)
            after = step(anywhere)
            self.step(after)
            for name, condition in invariant(after):
                self.claim(truth(condition), f"loop step: {name}")
            left = integer(variant(after))
            self.claim(z3.And(left >= 0, left < integer(before)), "the loop comes to an end")
            raise Cut
        if guard(anywhere):
            raise Stop
        self.loops.append(("exit", anywhere))
        return anywhere

    def opaque(self, function: Opaque[..., Any], arguments: tuple[Any, ...]) -> Any:
        """Apply an uninterpreted function; an injective one has left inverses."""
        self.refuse_in_measure("a call of an opaque function")
        hints = dict(hints_of(function.function))
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
            self.fact(natural(term))
        self.findings.assumptions.add(
            f"{name} is {'injective' if function.injective else 'some function'}"
        )
        if function.injective:
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
        return shape.build(iter([built(z3.If, condition.term, a, b) for a, b in pairs]))

    def step(self, state: Any) -> None:
        """Claim that no natural in a state that a transition or a loop answers is negative."""
        if isinstance(state, tuple):
            for part in state:
                self.step(part)
        elif is_dataclass(state) and not isinstance(state, type):
            terms = list(_natural_terms(state))
            self.claim_natural(terms, f"{type(state).__name__} holds only naturals")

    # Symbolic inputs.

    def make(self, annotation: Any, name: str) -> Any:
        """Make any value of a type, its naturals not negative."""
        if get_origin(annotation) is Map:
            key, value = map(shape_of, get_args(annotation))
            return self.new_map(name, key, value)
        if is_dataclass(annotation) and isinstance(annotation, type):
            hints = hints_of(annotation)
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
            self.fact(natural(term))
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
            hints = hints_of(type(value))
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
    """Give the natural scalars of a record and its records, and of stores without types."""
    kind: Any = type(record)
    hints = hints_of(kind)
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
