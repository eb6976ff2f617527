"""What a path learns of collections: at the keys that it reads, in sum, and of every entry.

``every(collection, predicate)``, assumed, is known at each *root*: a key that the code or the
theorem reads. Reads inside of such an instance are no roots, or there would be no end to them. A
predicate of several entries is known at all tuples of roots.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from operator import eq, sub
from typing import Any

import z3

from hollowbeam_models.symbolic.core import substituted
from hollowbeam_models.symbolic.maps import Base, Measure, SymbolicMap, Terms, numbers_of, same
from hollowbeam_models.symbolic.shapes import Shape
from hollowbeam_models.symbolic.signals import Unsupported
from hollowbeam_models.symbolic.solving import Findings, Solving, Trail
from hollowbeam_models.symbolic.terms import (
    array_sort,
    built,
    conjunction,
    natural,
    number,
)
from hollowbeam_models.symbolic.values import ID_SORT, truth


@dataclass(frozen=True)
class Every:
    """``every(collection, predicate, arity)``, to be assumed or proved."""

    collection: SymbolicMap
    predicate: Callable[..., Any]
    arity: int

    def _refuse(self, *_: object) -> bool:
        """Refused: ``if every(...)`` would always go one way."""
        raise Unsupported("every(...) is only for the inside of assume and prove")

    __bool__ = __and__ = __or__ = __xor__ = __rand__ = __ror__ = __rxor__ = _refuse


class Entries(Solving):
    """A path's knowledge of collections."""

    def __init__(self, trail: Trail, findings: Findings) -> None:
        super().__init__(trail, findings)
        self.bases: list[Base] = []
        self._instancing = False
        self._looked_at: list[tuple[Base, Terms]] | None = None
        """Where reads only are noted, what they were."""

    def touch(self, base: Base, key: Terms) -> None:
        """Learn what is known of a base at a key."""
        if base.entries is not None:
            return
        if self._looked_at is not None:
            self._looked_at.append((base, key))
            return
        numbers = numbers_of(key)
        if numbers not in base.touched:
            earlier = list(base.touched.values())
            base.touched[numbers] = key
            for term in base.value.naturals(base.read(key)):
                self.fact(natural(term))
            for measure in base.measures.values():
                self._count(base, measure, key, earlier)
        if not self._instancing and numbers not in base.roots:
            base.roots[numbers] = key
            for every in list(base.assumed):
                self._instances(every, key)

    # Every entry.

    def assume_every(self, every: Every, *, is_given: bool = True) -> None:
        """Take in what holds of each entry, or of each so many.

        ``is_given``: the theorem assumes it, so it must be asked whether a collection can meet it.
        """
        if is_given:
            self._ask_where_nothing_is(every)
        base = every.collection.base
        base.assumed.append(every)
        seen: list[Terms] = []
        for key in list(base.roots.values()):
            seen.append(key)
            self._instances(every, key, seen)

    def _instances(self, every: Every, key: Terms, roots: Sequence[Terms] | None = None) -> None:
        """Apply what is assumed to a key and, where it is of several entries, to the other roots.

        Reads inside go no deeper.
        """
        known = list(every.collection.base.roots.values()) if roots is None else list(roots)
        outer, self._instancing = self._instancing, True
        try:
            for keys in product(known, repeat=every.arity) if every.arity > 1 else [(key,)]:
                if any(one is key for one in keys):
                    values = [every.collection.read(one) for one in keys]
                    self.fact(self._holds_of(every, keys, values))
        finally:
            self._instancing = outer

    def every_at_any(self, every: Every) -> z3.BoolRef:
        """Give the predicate at keys of which nothing is known."""
        base = every.collection.base
        keys = [self._any_key(base, "any key") for _ in range(every.arity)]
        for key in keys:
            self.touch(base, key)
        return self._holds_of(every, keys, [every.collection.read(key) for key in keys])

    def _holds_of(self, every: Every, keys: Sequence[Terms], values: Sequence[Terms]) -> z3.BoolRef:
        base = every.collection.base
        entries: list[Any] = []
        for key, value in zip(keys, values, strict=True):
            entries += [base.key.build(iter(key)), base.value.build(iter(value))]
        with self.unforked("a predicate of every must not branch"):
            return truth(every.predicate(*entries))

    def _any_key(self, base: Base, hint: str) -> Terms:
        return tuple(self.fresh(hint, leaf.sort) for leaf in base.key.leaves)

    def _ask_where_nothing_is(self, every: Every) -> None:
        """Note an assumption that is false of an entry that is not there: no collection meets it.

        Nothing is at keys of which no part was ever used. So wherever the predicate reads by a part
        of them, in this collection or another, it reads the default.
        """
        base = every.collection.base
        keys = [self._any_key(base, "absent key") for _ in range(every.arity)]
        zeros = tuple(base.value.flatten(base.value.zero()))
        outer, self._looked_at = self._looked_at, []
        try:
            term = self._holds_of(every, keys, [zeros] * every.arity)
            reads = self._looked_at
        finally:
            self._looked_at = outer
        new = {part.ast.value for key in keys for part in key if _has_no_end(part.sort())}
        if self.is_retraced or not self.findings.is_counting or not new:
            return
        conditions = [natural(part) for key in keys for part in base.key.naturals(key)]
        for other, key in [(base, key) for key in keys] + reads:
            found = other.read(key)
            conditions += map(natural, other.value.naturals(found))
            if any(part.ast.value in new for part in key):
                conditions.append(same(found, tuple(other.value.flatten(other.value.zero()))))
        if self.check(*conditions, built(z3.Not, term)) != z3.unsat:
            self.findings.problems.setdefault(
                f"assumed of every entry of {base.name}, but not true of one that is not there"
            )

    # Sums.

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

    # Whole collections.

    def extensional(self, one: SymbolicMap, other: SymbolicMap) -> z3.BoolRef:
        """Say that two maps hold the same: if they do not, they differ at some key."""
        equal = conjunction(built(eq, a, b) for a, b in zip(one.arrays, other.arrays, strict=True))
        key = self._any_key(one.base, "differing key")
        for collection in (one, other):
            self.touch(collection.base, key)
        self.fact(z3.Or(equal, z3.Not(same(one.read(key), other.read(key)))))
        return equal

    def new_map(self, name: str, key: Shape, value: Shape) -> SymbolicMap:
        """Make any map."""
        sorts = [leaf.sort for leaf in key.leaves]
        arrays = tuple(
            self.fresh(f"{name}.{leaf.path}" if leaf.path else name, array_sort(sorts, leaf.sort))
            for leaf in value.leaves
        )
        base = Base(name, key, value, arrays)
        self.bases.append(base)
        return SymbolicMap(base, arrays)


def _has_no_end(sort: z3.SortRef) -> bool:
    """Say whether there are ever more values of a sort: numbers and ids, but no enum."""
    return bool(sort in (z3.IntSort(), ID_SORT))
