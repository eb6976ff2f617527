"""Lifts a model of a path to concrete arguments, with which the path can be run.

A map of the model is made finite: it holds what the model says at the keys that the path touched,
and a few keys more that make its sums come out. Ids become texts that the wire would accept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from operator import eq, ge, le
from typing import Any, Final

import z3

from hollowbeam.kernel.records import ID_LENGTH
from hollowbeam_models.symbolic import core
from hollowbeam_models.symbolic.core import evaluated
from hollowbeam_models.symbolic.maps import SymbolicMap, same
from hollowbeam_models.symbolic.path import Path
from hollowbeam_models.symbolic.replay import WatchedMap, Witness
from hollowbeam_models.symbolic.terms import built, is_true, natural, number
from hollowbeam_models.symbolic.values import (
    SymbolicAtom,
    SymbolicBool,
    SymbolicInt,
    member_of,
)

SMALL: Final = (8, 100, 20_000)
"""Bounds to try for every number of a counterexample, so that it reads well."""

MOST_RESTS: Final = 2


def witnesses(path: Path, arguments: dict[str, Any], *extra: z3.BoolRef) -> Iterator[Witness]:
    """Give concrete arguments of the path for which the extra conditions hold, the simplest first.

    The last may have sums that no finite map has; only a run can tell.
    """
    if any(base.assumed for base in path.bases):
        yield from _finite_witness(path, arguments, 1, SMALL[0], *extra, *_nothing_else(path))
    for rests in range(1, MOST_RESTS + 1):
        for bound in (*SMALL, None):
            yield from _finite_witness(path, arguments, rests, bound, *extra)
    if path.check(*extra) == z3.sat:
        yield Lift(path, path.findings.lead.model()).witness(arguments)


def path_witnesses(path: Path, arguments: dict[str, Any]) -> Iterator[Witness]:
    """Give concrete arguments of the path, the quickest to find first."""
    if path.model is not None:
        yield Lift(path, path.model).witness(arguments)
    if any(base.measures for base in path.bases):
        for rests in range(1, MOST_RESTS + 1):
            yield from _finite_witness(path, arguments, rests, None)


def _finite_witness(
    path: Path, arguments: dict[str, Any], rests: int, bound: int | None, *extra: z3.BoolRef
) -> list[Witness]:
    """Look for a model in which measured maps are the touched keys and so many more."""
    before = [(dict(base.touched), dict(base.roots)) for base in path.bases]
    rest_of = [(m, m.rest) for base in path.bases for m in base.measures.values()]
    try:
        with path.apart():
            conditions = [*extra, *_finite(path, rests)]
            if bound is not None:
                lowest, highest = number(-bound), number(bound)
                conditions += [
                    built(z3.And, built(ge, found, lowest), built(le, found, highest))
                    for found in _numbers(path, arguments)
                ]
            _, model = path.search(*conditions)
            return [] if model is None else [Lift(path, model).witness(arguments)]
    finally:
        for base, known in zip(path.bases, before, strict=True):
            base.touched, base.roots = known
        for measure, rest in rest_of:
            measure.rest = rest


def _finite(path: Path, rests: int) -> list[z3.BoolRef]:
    """Touch so many keys more of each measured map, and say that its sums have no other parts."""
    measured = [base for base in path.bases if base.measures]
    conditions: list[z3.BoolRef] = []
    for base in measured:
        for _ in range(rests):
            rest = tuple(path.fresh("rest", leaf.sort) for leaf in base.key.leaves)
            path.touch(base, rest)
            conditions += map(natural, base.key.naturals(rest))
    totals = [
        built(eq, measure.rest, number(0))
        for base in measured
        for measure in base.measures.values()
    ]
    return [*conditions, *totals]


def _nothing_else(path: Path) -> Iterator[z3.BoolRef]:
    """Say that nothing is but at the keys where what is assumed of every entry was used."""
    for base in path.bases:
        zeros = tuple(base.value.flatten(base.value.zero()))
        for key in base.touched.values():
            is_root = [same(key, root) for root in base.roots.values()]
            yield built(z3.Or, same(base.read(key), zeros), *is_root)


def _numbers(path: Path, arguments: dict[str, Any]) -> list[z3.ArithRef]:
    """Give every number that a reader of the witness would see."""
    found = [term for value in arguments.values() for term in _integers(value)]
    for base in path.bases:
        for key in base.touched.values():
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

    def __post_init__(self) -> None:
        self._leaves: dict[int, tuple[z3.ExprRef, Any]] = {}
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
            tuple((function, self.value(answer)) for function, answer in self.path.replies),
        )

    def value(self, value: Any) -> Any:
        """Read a symbolic value."""
        if isinstance(value, SymbolicInt | SymbolicBool | SymbolicAtom):
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
        address = term.ast.value
        if address not in self._leaves:
            self._leaves[address] = term, self._leaf(term)  # a term that is kept keeps its address
        return self._leaves[address][1]

    def _leaf(self, term: z3.ExprRef) -> Any:
        found = evaluated(self.model, term)
        if isinstance(found, z3.ArithRef):
            return core.integer(found)
        if isinstance(found, z3.BoolRef):
            return is_true(found)
        if isinstance(found, z3.DatatypeRef):
            return member_of(found)
        return self._text(found.decl().name())

    def _id(self, term: z3.ExprRef) -> str:
        return str(evaluated(self.model, term).decl().name())

    def _text(self, element: str) -> str:
        """Give an id's text: that of its literal, or ``id-1-AAA…``, numbered as they are met."""
        if element not in self._texts:
            name = f"id-{len(self._texts) + 1}-"
            self._texts[element] = name.ljust(ID_LENGTH, "A")
        return self._texts[element]

    def _map(self, collection: SymbolicMap) -> WatchedMap:
        """Read a map at the keys that matter: those touched, those known, those stored."""
        base = collection.base
        keys = [*base.touched.values(), *(key for key, _ in base.entries or ())]
        keys += [key for key, _, _ in collection.stores]
        roots = [base.key.concrete(map(self.leaf, key)) for key in base.roots.values()]
        lifted = WatchedMap(base.value.zero(), base.name, base.key, base.value, tuple(roots))
        for key in keys:
            known = base.key.concrete(map(self.leaf, key))
            if any(part < 0 for part in base.key.natural_parts(known)):
                continue  # no map has such a key: only a run can tell what is read there
            leaves = map(self.leaf, collection.read(key))
            lifted = lifted.set(known, base.value.concrete(leaves))
        return lifted
