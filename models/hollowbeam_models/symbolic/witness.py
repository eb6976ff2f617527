"""Lifts a model of a path to concrete arguments, with which the path can be run.

A map of the model is made finite: it holds what the model says at the keys that the path touched,
and a few keys more that make its sums come out. Ids become texts that the wire would accept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Final

import z3

from hollowbeam.kernel.records import ID_LENGTH
from hollowbeam_models.symbolic.maps import Base, SymbolicMap, Terms, identical, same
from hollowbeam_models.symbolic.path import Path
from hollowbeam_models.symbolic.replay import WatchedMap, Witness
from hollowbeam_models.symbolic.values import (
    ID_SORT,
    SymbolicAtom,
    SymbolicBool,
    SymbolicInt,
    member_of,
)

Rests = dict[int, list[Terms]]
"""By number of a base: keys that hold what its sums have beyond the touched ones."""

SMALL: Final = (8, 100, 20_000)
"""Bounds to try for every number of a counterexample, so that it reads well."""

MOST_RESTS: Final = 2


def witnesses(path: Path, arguments: dict[str, Any], *extra: z3.BoolRef) -> Iterator[Witness]:
    """Give concrete arguments of the path for which the extra conditions hold, the simplest first.

    The last ones may have sums that no finite map has; only a run can tell.
    """
    for count in range(1, MOST_RESTS + 1):
        conditions, rests = _finite(path, count)
        numbers = _numbers(path, arguments, rests)
        for bound in SMALL:
            small = [z3.And(-bound <= number, number <= bound) for number in numbers]
            yield from _witness(path, arguments, rests, *extra, *conditions, *small)
        yield from _witness(path, arguments, rests, *extra, *conditions)
    yield from _witness(path, arguments, {}, *extra)


def path_witnesses(path: Path, arguments: dict[str, Any]) -> Iterator[Witness]:
    """Give concrete arguments of the path, the quickest to find first."""
    if path.model is not None:
        yield Lift(path, path.model, {}).witness(arguments)
    if any(base.measures for base in path.bases):
        for count in range(1, MOST_RESTS + 1):
            conditions, rests = _finite(path, count)
            yield from _witness(path, arguments, rests, *conditions)


def _witness(
    path: Path, arguments: dict[str, Any], rests: Rests, *conditions: z3.BoolRef
) -> Iterator[Witness]:
    if path.check(*conditions) == z3.sat:
        yield Lift(path, path.solver.model(), rests).witness(arguments)


def _finite(path: Path, count: int) -> tuple[list[z3.BoolRef], Rests]:
    """Say that each measured map is the touched keys and so many more."""
    conditions: list[z3.BoolRef] = []
    rests: Rests = {}
    for number, base in enumerate(path.bases):
        if not base.measures:
            continue
        known = list(base.touched)
        for _ in range(count):
            rest = tuple(path.fresh("rest", leaf.sort) for leaf in base.key.leaves)
            value = base.read(rest)
            naturals = [*base.key.naturals(rest), *base.value.naturals(value)]
            conditions += [natural >= 0 for natural in naturals]
            conditions += [z3.Not(same(rest, other)) for other in known]
            conditions += path.assumed_at(base, rest)
            known.append(rest)
        rests[number] = known[-count:]
        for measure in base.measures.values():
            parts = [base.at(measure, rest, base.read(rest)) for rest in rests[number]]
            total = z3.Sum(base.touched_sum(measure), *parts)
            conditions.append(measure.total == total)
    return conditions, rests


def _numbers(path: Path, arguments: dict[str, Any], rests: Rests) -> list[z3.ArithRef]:
    """Give every number that a reader of the witness would see."""
    found = [term for value in arguments.values() for term in _integers(value)]
    for number, base in enumerate(path.bases):
        for key in (*base.touched, *rests.get(number, ())):
            found += [term for term in (*key, *base.read(key)) if z3.is_int(term)]
    return found


def _integers(value: Any) -> Iterator[z3.ArithRef]:
    if isinstance(value, SymbolicInt):
        yield value.term
    elif isinstance(value, tuple):
        for item in value:
            yield from _integers(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _integers(getattr(value, field.name))


@dataclass
class Lift:
    """Reads concrete values from a model."""

    path: Path
    model: z3.ModelRef
    rests: Rests

    def __post_init__(self) -> None:
        self._texts = {self._id(term): text for text, term in self.path.literals.items()}

    def witness(self, arguments: dict[str, Any]) -> Witness:
        """Read the arguments, what opaque functions answered, and where loops were cut."""
        return Witness(
            {name: self.value(value) for name, value in arguments.items()},
            tuple(
                (function, self.value(given), self.value(result))
                for function, given, result in self.path.calls
            ),
            tuple((where, self.value(state)) for where, state in self.path.loops),
        )

    def value(self, value: Any) -> Any:
        """Read a symbolic value."""
        if isinstance(value, SymbolicInt | SymbolicBool):
            return self.leaf(value.term)
        if isinstance(value, SymbolicAtom):
            return self.leaf(value.term)
        if isinstance(value, SymbolicMap):
            return self._map(value)
        if isinstance(value, tuple):
            return tuple(map(self.value, value))
        if is_dataclass(value) and not isinstance(value, type):
            return type(value)(
                **{f.name: self.value(getattr(value, f.name)) for f in fields(value)}
            )
        return value

    def leaf(self, term: z3.ExprRef) -> Any:
        """Read one scalar."""
        found = self.model.eval(term, model_completion=True)
        if z3.is_int(term):
            return found.as_long()
        if z3.is_bool(term):
            return z3.is_true(found)
        if term.sort() == ID_SORT:
            return self._text(self._id(term))
        return member_of(found)

    def _id(self, term: z3.ExprRef) -> str:
        return str(self.model.eval(term, model_completion=True))

    def _text(self, element: str) -> str:
        """Give an id's text: that of its literal, or ``id-1-AAA…``, numbered as they are met."""
        if element not in self._texts:
            name = f"id-{len(self._texts) + 1}-"
            self._texts[element] = name.ljust(ID_LENGTH, "A")
        return self._texts[element]

    def _map(self, collection: SymbolicMap) -> WatchedMap:
        base = collection.base
        lifted = WatchedMap(base.value.zero(), base.name, base.key, base.value)
        for key in self._keys(base, collection):
            leaves = map(self.leaf, collection.read(key))
            lifted = lifted.set(base.key.concrete(map(self.leaf, key)), base.value.concrete(leaves))
        return lifted

    def _keys(self, base: Base, collection: SymbolicMap) -> Iterator[Terms]:
        number = next((n for n, known in enumerate(self.path.bases) if known is base), -1)
        yield from base.touched
        yield from self.rests.get(number, ())
        if base.entries is not None:
            yield from (key for key, _ in base.entries)
            stored = [key for key, _, _ in collection.stores]
            yield from (k for k in stored if not any(identical(k, e) for e, _ in base.entries))
