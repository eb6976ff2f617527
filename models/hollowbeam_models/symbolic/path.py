"""One path through a theorem: the readings of the theorem's words and of the kernel's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from inspect import signature
from typing import Any, Final, get_args, get_origin

import z3

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.transition import Opaque, Step
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam_models.plain import Ghost, Measure
from hollowbeam_models.symbolic.citing import Call, Keeping, bind, recite, unknown_step
from hollowbeam_models.symbolic.core import substituted
from hollowbeam_models.symbolic.entries import Entries, Every
from hollowbeam_models.symbolic.maps import SymbolicMap, same
from hollowbeam_models.symbolic.sameness import is_one
from hollowbeam_models.symbolic.shapes import Shape, hints_of, shape_of, shape_of_value
from hollowbeam_models.symbolic.signals import Cut, Stop, Unsupported
from hollowbeam_models.symbolic.solving import Findings, Trail
from hollowbeam_models.symbolic.terms import built, constant, natural
from hollowbeam_models.symbolic.values import (
    SymbolicBool,
    SymbolicInt,
    integer,
    is_symbolic,
    truth,
)
from hollowbeam_models.theorem import REGISTRY, Theorem

COLLECTING: Final = "a tuple that grows in a loop; collect in a Map by a number that counts"


class Path(Entries, Keeping):
    """The engine on one path; it reads the theorem's words and the kernel's."""

    def __init__(self, trail: Trail, findings: Findings) -> None:
        Entries.__init__(self, trail, findings)
        Keeping.__init__(self)
        self.calls: list[tuple[Opaque[..., Any], tuple[Any, ...], Any]] = []
        self.loops: list[tuple[str, Any]] = []
        """Where each loop was cut, in order: in a "step" or at the "exit", and in which state."""
        self.replies: list[tuple[Callable[..., Any], Any]] = []
        """What functions that theorems know answered, or why they refused, in order."""
        self.theorem: Theorem | None = None
        self.arguments: dict[str, Any] = {}
        self._unfolding: tuple[Ghost[..., Any], z3.ArithRef] | None = None

    # Reading of the theorem's words.

    def assume(self, condition: Any) -> None:
        """Go on only where the condition holds."""
        if self._no_fork is not None:
            raise Unsupported("an assumption inside a measure or a predicate of every")
        if isinstance(condition, Every):
            if condition.collection.stores:
                raise Unsupported("assume(every(...)) is for collections that were not changed yet")
            self.assume_every(condition)
        elif isinstance(condition, bool):
            if not condition:
                raise Stop
        else:
            self.fact(truth(condition))

    def prove(self, condition: Any, label: str) -> None:
        """Claim the condition for all inputs of this path."""
        is_new = not self.is_retraced and not self.findings.labels.get(label)
        if is_new and self.findings.is_counting:
            self.findings.labels[label] = self.is_satisfiable()
        self._claim_all(condition, label)

    def term_of(self, condition: Any) -> z3.BoolRef:
        """Give what is to be proved; of every entry, for one of which nothing is known."""
        return self.every_at_any(condition) if isinstance(condition, Every) else truth(condition)

    def every(self, collection: Any, predicate: Callable[..., Any], arity: int) -> Every:
        """Say that a predicate holds of each entry, or of each so many."""
        if not isinstance(collection, SymbolicMap):
            raise Unsupported("every(...) is for collections of a symbolic state")
        return Every(collection, predicate, arity)

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

    def unfold(self, function: Ghost[..., Any], arguments: tuple[Any, ...]) -> None:
        """Say that a ghost is its definition here; ghosts inside must be of a smaller measure.

        However often that is said, some functions satisfy it: those defined in the order of the
        measures.
        """
        shape = shape_of(hints_of(function.function)["return"])
        value = shape.flatten(self.opaque(function, arguments))
        bound = integer(function.measure(*arguments))
        outer, self._unfolding = self._unfolding, (function, bound)
        try:
            body = shape.flatten(function.function(*arguments))
        finally:
            self._unfolding = outer
        self.fact(same(tuple(value), tuple(body)))

    def _descend(self, function: Ghost[..., Any], arguments: tuple[Any, ...]) -> None:
        """Claim that a ghost inside a ghost's definition is of a smaller measure."""
        if self._unfolding is None:
            return
        outside, bound = self._unfolding
        measure = integer(function.measure(*arguments))
        label = f"the recursion of {outside.function.__name__} comes to an end"
        self.claim(z3.And(measure >= 0, measure < bound), label)

    def lemma(self, statement: Callable[..., Any], numbers: tuple[Any, ...]) -> None:
        """Prove a statement of all integers, apart from all else, and use it at some."""
        anything = [constant(f"lemma {index}", z3.IntSort()) for index, _ in enumerate(numbers)]
        with self.measuring():
            general = truth(statement(*map(SymbolicInt, anything)))
        self.claim_of_all(general, f"lemma {statement.__name__}")
        self.fact(built(substituted, general, *anything, *map(integer, numbers)))

    # Other theorems.

    def owe(self, condition: Any, label: str) -> None:
        """Claim what a cited theorem assumes."""
        self._claim_all(condition, label)

    def _claim_all(self, condition: Any, label: str) -> None:
        """Claim a condition, unless it is, word for word, what is assumed of every entry."""
        if isinstance(condition, Every) and not condition.collection.stores:
            known = [e for e in condition.collection.base.assumed if e.arity == condition.arity]
            if any(is_one(every.predicate, condition.predicate) for every in known):
                return
        self.claim(self.term_of(condition), label)

    def learn(self, condition: Any) -> None:
        """Take what a cited theorem proves; that it can hold, its own proof shows."""
        if isinstance(condition, Every):
            self.assume_every(condition, is_given=False)
        else:
            self.assume(condition)

    def learn_dominated(self, collection: Any, smaller: Measure, larger: Measure) -> None:
        """Take what a cited theorem proves of two measures."""
        self.fact(truth(collection.sum(smaller) <= collection.sum(larger)))

    def use(self, cited: str, arguments: tuple[Any, ...]) -> None:
        """Use a theorem that this one cites."""
        theorem = self._cite(cited)
        given = signature(theorem.body).bind(*arguments).arguments
        self._claim_naturals(theorem.body, given)
        recite(self, theorem, given, None)

    def _cite(self, cited: str) -> Theorem:
        if self.theorem is None or cited not in self.theorem.cited:
            raise Unsupported(f"{cited} is used, but not cited: name it in `cites`")
        self.findings.cited.add(cited)
        return REGISTRY[cited]

    def catch(self) -> None:
        """Hear that a rejection is about to be caught."""

    def known(
        self, function: Callable[..., Any], cited: tuple[str, ...], arguments: dict[str, Any]
    ) -> Any:
        """Answer with any result that the theorems allow, or refuse for a reason they declare."""
        self.refuse_in_measure("a call that theorems know")
        theorems = [self._cite(name) for name in cited]
        self._claim_naturals(function, arguments)
        reasons = [r for r in theorems[0].rejects if all(r in other.rejects for other in theorems)]
        name = function.__name__
        refusals = (r for r in reasons if self.branch(self.fresh(f"{name} refuses", z3.BoolSort())))
        refusal = next(refusals, None)
        result = None if refusal else self._any_result(hints_of(function)["return"], name)
        self.replies.append((function, refusal or result))
        call = Call(function, arguments, result, refusal)
        for theorem in theorems:
            given = bind(theorem, arguments, self.arguments)
            self._claim_naturals(theorem.body, given)
            recite(self, theorem, given, call)
        return call.end()

    def _any_result(self, annotation: Any, name: str) -> Any:
        if get_origin(annotation) is Step:
            (state,) = get_args(annotation)
            return unknown_step(name, self.make(state, f"state after {name}"))
        return self.make(annotation, f"result of {name}")

    def _claim_naturals(self, function: Callable[..., Any], arguments: dict[str, Any]) -> None:
        """Claim that what a cited theorem takes for natural is."""
        hints = hints_of(function)
        terms = [integer(value) for name, value in arguments.items() if hints[name] is Nat]
        self.claim_natural(terms, f"{function.__name__} is given only naturals")
        for value in arguments.values():
            self.step(value)

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
        for name, condition in self.all_kept(invariant, state):
            self._claim_all(condition, f"loop entry: {name}")
        anywhere = self.havoc(state)
        for _, condition in self.all_kept(invariant, anywhere):
            self.assume(condition)
        if self.branch(self.fresh("iterate", z3.BoolSort())):
            if not guard(anywhere):
                raise Stop
            self.loops.append(("step", anywhere))
            before = variant(anywhere)
            after = step(anywhere)
            refuse_other_kind(anywhere, after)
            self.step(after)
            for name, condition in self.all_kept(invariant, after):
                self._claim_all(condition, f"loop step: {name}")
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
        if isinstance(function, Ghost):
            self._descend(function, arguments)
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
        kind = "injective" if function.injective else "some function"
        if not isinstance(function, Ghost):  # which is what its recursion says, and no assumption
            self.findings.assumptions.add(f"{name} is {kind}")
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
        if get_origin(annotation) is tuple and Ellipsis not in get_args(annotation):
            parts = enumerate(get_args(annotation))
            return tuple(self.make(part, f"{name}.{index}") for index, part in parts)
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
            if Ellipsis in get_args(annotation):
                raise Unsupported(COLLECTING)
            return tuple(self.havoc(item) for item in value)
        shape = shape_of(Nat) if annotation is Nat else shape_of_value(value)
        return self.any_of(shape, "in the loop")


def refuse_other_kind(before: Any, after: Any) -> None:
    """Refuse a step of a loop that changes what its state is made of, such as a tuple that grows.

    Raises Unsupported: any state of a loop is made like the first.
    """
    if isinstance(before, tuple) and isinstance(after, tuple) and len(before) == len(after):
        for one, other in zip(before, after, strict=True):
            refuse_other_kind(one, other)
    elif isinstance(before, tuple) or isinstance(after, tuple):
        raise Unsupported(COLLECTING)
    elif is_dataclass(before) and type(before) is not type(after):
        raise Unsupported(f"a loop over {type(before).__name__} steps to {type(after).__name__}")


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
