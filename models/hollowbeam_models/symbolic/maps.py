"""Symbolic maps: one solver array for each leaf of the value, and sums that follow the stores.

A *base* is a map of which nothing is known but its type, such as a collection of the state before a
transition. Setting keys gives new maps over the same base. What is assumed of a base, at each key
that was touched: naturals are not negative, and the sum of a measure is at least what the distinct
touched keys contribute. Any model of these facts is a finite map (the rest of each sum lies on keys
that were not touched), which is why counterexamples can be lifted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from operator import eq, neg
from typing import Any, NoReturn

import z3

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam_models.symbolic.core import substituted
from hollowbeam_models.symbolic.shapes import Shape, shape_of_value
from hollowbeam_models.symbolic.signals import Unsupported
from hollowbeam_models.symbolic.terms import (
    built,
    conjunction,
    constant,
    is_false,
    is_same,
    number,
)
from hollowbeam_models.symbolic.values import (
    SymbolicBool,
    SymbolicInt,
    host,
    integer,
    text_outside_of_proofs,
)

Terms = tuple[z3.ExprRef, ...]
Numbers = tuple[int, ...]


@dataclass(eq=False)
class Measure:
    """A measure as a term over the placeholders of its base, and its sum over the whole base."""

    term: z3.ArithRef
    total: z3.ArithRef
    rest: z3.ArithRef
    """What the total has beyond the touched keys."""


@dataclass(eq=False)
class Base:
    """A map before any store."""

    name: str
    key: Shape
    value: Shape
    arrays: tuple[z3.ExprRef, ...]
    entries: tuple[tuple[Terms, Terms], ...] | None = None
    """All entries of a map that is known, such as a genesis map; None where it may be any."""
    touched: dict[Numbers, Terms] = field(default_factory=dict)
    """The keys that were asked for, by the numbers of their terms."""
    measures: dict[int, Measure] = field(default_factory=dict)
    roots: dict[Numbers, Terms] = field(default_factory=dict)
    """Those of them that the code or the theorem asked for, and no instance of ``every``."""
    assumed: list[Any] = field(default_factory=list)
    """What holds of each entry: ``every(...)`` of maps over this base."""

    _reads: dict[Numbers, tuple[Terms, Terms]] = field(default_factory=dict)

    def read(self, key: Terms) -> Terms:
        """Give the value's terms at a key."""
        numbers = numbers_of(key)
        if numbers not in self._reads:  # the key is kept too: its numbers are its own while it is
            self._reads[numbers] = (
                key,
                tuple(built(z3.Select, array, *key) for array in self.arrays),
            )
        return self._reads[numbers][1]

    @cached_property
    def placeholders(self) -> tuple[Terms, Terms]:
        """Constants that stand for any key and any value."""
        return (
            _constants(f"key of {self.name}", self.key),
            _constants(f"value of {self.name}", self.value),
        )

    def at(self, measure: Measure, key: Terms, value: Terms) -> z3.ArithRef:
        """Give the measure of one entry."""
        keys, values = self.placeholders
        return built(substituted, measure.term, *keys, *values, *key, *value)

    def part(self, measure: Measure, key: Terms, earlier: Iterable[Terms]) -> z3.ArithRef:
        """Give the measure at a key, or zero if it is one of the earlier keys."""
        repeated = [same(key, other) for other in earlier]
        part = self.at(measure, key, self.read(key))
        return built(z3.If, built(z3.Or, *repeated), number(0), part) if repeated else part


class SymbolicMap:
    """A map over a base; it has the reading half of the interface of ``Map``, and ``set``."""

    __slots__ = ("arrays", "base", "stores")
    __hash__ = None  # type: ignore[assignment]  # as for Map: equal by content

    def __init__(
        self,
        base: Base,
        arrays: tuple[z3.ExprRef, ...],
        stores: tuple[tuple[Terms, Terms, Terms], ...] = (),
    ) -> None:
        self.base = base
        self.arrays = arrays
        self.stores = stores
        """Each store's key, the value before and the value after."""

    @property
    def default(self) -> Any:
        """The default of the values' type."""
        return self.base.value.zero()

    def read(self, key: Terms) -> Terms:
        """Give the value's terms at a key, without a look at arrays where the key was just set."""
        for stored, _, after in reversed(self.stores):
            if identical(stored, key):
                return tuple(after)
            if not surely_distinct(stored, key):
                break
        else:
            return self.base.read(key)
        return tuple(built(z3.Select, array, *key) for array in self.arrays)

    def get(self, key: Any) -> Any:
        """Give the value of the key."""
        terms = tuple(self.base.key.flatten(key))
        host().touch(self.base, terms)
        return self.base.value.build(iter(self.read(terms)))

    def set(self, key: Any, value: Any) -> SymbolicMap:
        """Give the map in which the key has the value, having claimed that naturals stay so."""
        base = self.base
        terms = tuple(base.key.flatten(key))
        new = tuple(base.value.flatten(value))
        host().touch(base, terms)
        host().claim_natural(
            [*base.key.naturals(terms), *base.value.naturals(new)],
            f"{base.name} holds only naturals",
        )
        old = self.read(terms)
        arrays = tuple(
            built(z3.Store, array, *terms, leaf)
            for array, leaf in zip(self.arrays, new, strict=True)
        )
        return SymbolicMap(base, arrays, (*self.stores, (terms, old, new)))

    def sum(self, measure: Callable[[Any, Any], Any]) -> Any:
        """Give the sum of a measure: that of the base, and what each store changed."""
        host().refuse_in_measure("a sum")  # its total would not know of which entry it is
        base = self.base
        keys, values = base.placeholders
        with host().measuring():
            term = integer(measure(base.key.build(iter(keys)), base.value.build(iter(values))))
        known = base.measures.get(term.ast.value)
        if known is None:
            known = host().new_measure(base, term)
        parts = [known.total]
        for key, old, new in self.stores:
            parts += [base.at(known, key, new), built(neg, base.at(known, key, old))]
        return SymbolicInt(built(z3.Sum, *parts))

    def __eq__(self, other: object) -> Any:
        if isinstance(other, Map):
            other = lift(other, self.base.key, self.base.value)
        if not isinstance(other, SymbolicMap):
            return NotImplemented
        if other.base is not self.base:
            return SymbolicBool(host().extensional(self, other))
        keys = {key: None for key, _, _ in (*self.stores, *other.stores)}
        return SymbolicBool(conjunction(same(self.read(key), other.read(key)) for key in keys))

    def __ne__(self, other: object) -> Any:
        return (self == other) ^ True

    def _refuse(self, *_: object) -> NoReturn:
        raise Unsupported("a collection of any size cannot be walked; use get, set and sum")

    items = prove = __iter__ = __contains__ = __len__ = __bool__ = _refuse

    @property
    def root(self) -> bytes:
        """Refused: a proof knows no root."""
        raise Unsupported("the root of a collection is not known to proofs")

    def __repr__(self) -> str:
        text = f"<map {self.base.name} after {len(self.stores)} stores>"
        return text_outside_of_proofs(text)


def lift(concrete: Map[Any, Any], key: Shape, value: Shape) -> SymbolicMap:
    """Give the symbolic reading of a map that is known, such as one of a genesis state."""
    zeros = tuple(value.flatten(concrete.default))
    if not identical(zeros, tuple(value.flatten(value.zero()))):
        raise Unsupported("a map whose default is not the zero of its type")
    sorts = [leaf.sort for leaf in key.leaves]
    arrays = tuple(constant_array(sorts, zero) for zero in zeros)
    entries = tuple(
        (tuple(key.flatten(entry)), tuple(value.flatten(item))) for entry, item in concrete.items()
    )
    for terms, item in entries:
        arrays = tuple(
            built(z3.Store, array, *terms, leaf) for array, leaf in zip(arrays, item, strict=True)
        )
    return SymbolicMap(Base("a known map", key, value, arrays, entries), arrays)


def lift_for(concrete: Map[Any, Any], key: Any, value: Any | None = None) -> SymbolicMap:
    """Lift a known map whose types are seen only in a key, and perhaps a value, to be used."""
    sample = concrete.default if value is None else value
    return lift(concrete, shape_of_value(key), shape_of_value(sample))


def constant_array(sorts: Iterable[z3.SortRef], value: z3.ExprRef) -> z3.ExprRef:
    """Give the array of any number of indices that holds one value everywhere."""
    indices = [z3.Const(f"index {number}", sort) for number, sort in enumerate(sorts)]
    return z3.Lambda(indices, value) if len(indices) > 1 else z3.K(indices[0].sort(), value)


def numbers_of(terms: Terms) -> Numbers:
    """Give the addresses of terms: those of equal terms are equal."""
    return tuple(term.ast.value for term in terms)


def same(one: Terms, other: Terms) -> z3.BoolRef:
    """Say that two tuples of terms are equal."""
    pairs = zip(one, other, strict=True)
    return conjunction([built(eq, a, b) for a, b in pairs if not is_same(a, b)])


def identical(one: Terms, other: Terms) -> bool:
    """Say whether two tuples are the same terms, letter by letter."""
    return all(map(is_same, one, other))


def surely_distinct(one: Terms, other: Terms) -> bool:
    """Say whether two tuples differ whatever the input: two numbers, or two members of an enum."""
    return any(
        is_false(built(z3.simplify, built(eq, a, b)))
        for a, b in zip(one, other, strict=True)
        if not is_same(a, b)
    )


def _constants(name: str, shape: Shape) -> Terms:
    return tuple(
        constant(f"{name} {leaf.path}" if leaf.path else name, leaf.sort) for leaf in shape.leaves
    )


def iterate(terms: Terms) -> Iterator[z3.ExprRef]:
    """Walk terms for ``Shape.build``."""
    return iter(terms)
