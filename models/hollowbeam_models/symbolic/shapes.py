"""How values of a type lie in solver terms: one leaf for each scalar of a flat record."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, NewType, get_args, get_origin, get_type_hints

import z3

from hollowbeam.kernel.vocabulary import Nat
from hollowbeam_models.symbolic.signals import Unsupported
from hollowbeam_models.symbolic.values import (
    ID_SORT,
    SymbolicAtom,
    SymbolicBool,
    SymbolicInt,
    atom,
    enum_terms,
    integer,
    shown,
    truth,
)


@dataclass(frozen=True)
class Leaf:
    """One scalar: where it lies in the record, its sort, and whether it is a natural."""

    path: str
    sort: z3.SortRef
    is_natural: bool = False


class Shape(ABC):
    """A type as a sequence of leaves."""

    leaves: tuple[Leaf, ...]

    @abstractmethod
    def build(self, terms: Iterator[z3.ExprRef]) -> Any:
        """Take as many terms as there are leaves and make the value of them."""

    @abstractmethod
    def flatten(self, value: Any) -> list[z3.ExprRef]:
        """Give the terms of a value, symbolic or not."""

    @abstractmethod
    def zero(self) -> Any:
        """Give the default of the type: 0, false, the first member, the empty id, and so on."""

    @abstractmethod
    def concrete(self, terms: Iterator[Any]) -> Any:
        """Make the concrete value of concrete leaves."""

    def natural_parts(self, _: Any) -> list[int]:
        """Give the parts of a concrete value that must not be negative."""
        return []

    def naturals(self, terms: Sequence[z3.ExprRef]) -> list[z3.ExprRef]:
        """Give the terms that must not be negative."""
        return [term for leaf, term in zip(self.leaves, terms, strict=True) if leaf.is_natural]


class IntegerShape(Shape):
    """``int`` or ``Nat``."""

    def __init__(self, *, is_natural: bool) -> None:
        self.leaves = (Leaf("", z3.IntSort(), is_natural),)

    def build(self, terms: Iterator[z3.ExprRef]) -> Any:
        """Make a symbolic integer."""
        return SymbolicInt(next(terms))

    def flatten(self, value: Any) -> list[z3.ExprRef]:
        """Give its one term."""
        return [integer(value)]

    def zero(self) -> Any:
        """Give 0."""
        return 0

    def concrete(self, terms: Iterator[Any]) -> Any:
        """Take one leaf."""
        return next(terms)

    def natural_parts(self, value: Any) -> list[int]:
        """Give the number if it is a natural."""
        return [value] if self.leaves[0].is_natural else []


class BooleanShape(Shape):
    """``bool``."""

    leaves = (Leaf("", z3.BoolSort()),)

    def build(self, terms: Iterator[z3.ExprRef]) -> Any:
        """Make a symbolic truth value."""
        return SymbolicBool(next(terms))

    def flatten(self, value: Any) -> list[z3.ExprRef]:
        """Give its one term."""
        return [truth(value)]

    def zero(self) -> Any:
        """Give false."""
        return False

    def concrete(self, terms: Iterator[Any]) -> Any:
        """Take one leaf."""
        return next(terms)


class AtomShape(Shape):
    """An id (a NewType of ``str``, or ``str``), or a member of an enum."""

    def __init__(self, enum: type[Enum] | None) -> None:
        self.enum = enum
        sort = ID_SORT if enum is None else next(iter(enum_terms(enum).values())).sort()
        self.leaves = (Leaf("", sort),)

    def build(self, terms: Iterator[z3.ExprRef]) -> Any:
        """Make a symbolic atom."""
        return SymbolicAtom(next(terms), self.enum)

    def flatten(self, value: Any) -> list[z3.ExprRef]:
        """Give its one term."""
        return [atom(value, self.enum)]

    def zero(self) -> Any:
        """Give the empty id or the first member."""
        return "" if self.enum is None else next(iter(self.enum))

    def concrete(self, terms: Iterator[Any]) -> Any:
        """Take one leaf."""
        return next(terms)


class RecordShape(Shape):
    """A flat frozen dataclass, or a tuple of fixed length."""

    def __init__(self, make: Any, names: tuple[str, ...], parts: tuple[Shape, ...]) -> None:
        self.make, self.names, self.parts = make, names, parts
        self.leaves = tuple(
            Leaf(f"{name}.{leaf.path}" if leaf.path else name, leaf.sort, leaf.is_natural)
            for name, part in zip(names, parts, strict=True)
            for leaf in part.leaves
        )

    def _made(self, values: list[Any]) -> Any:
        return tuple(values) if self.make is tuple else self.make(*values)

    def build(self, terms: Iterator[z3.ExprRef]) -> Any:
        """Make the record or tuple of symbolic parts."""
        return self._made([part.build(terms) for part in self.parts])

    def flatten(self, value: Any) -> list[z3.ExprRef]:
        """Give the terms of the parts, in order."""
        if self.make is tuple:
            if not isinstance(value, tuple) or len(value) != len(self.parts):
                raise Unsupported(f"{shown(value)} is not a tuple of {len(self.parts)}")
            values = list(value)
        elif isinstance(value, self.make):
            values = [getattr(value, name) for name in self.names]
        else:
            raise Unsupported(f"{shown(value)} is not a {self.make.__name__}")
        return [
            term
            for part, item in zip(self.parts, values, strict=True)
            for term in part.flatten(item)
        ]

    def zero(self) -> Any:
        """Give the record of zeros."""
        return self._made([part.zero() for part in self.parts])

    def concrete(self, terms: Iterator[Any]) -> Any:
        """Make the record of concrete leaves."""
        return self._made([part.concrete(terms) for part in self.parts])

    def natural_parts(self, value: Any) -> list[int]:
        """Give the naturals of all parts."""
        values = value if self.make is tuple else [getattr(value, name) for name in self.names]
        return [
            number
            for part, item in zip(self.parts, values, strict=True)
            for number in part.natural_parts(item)
        ]


@cache
def hints_of(owner: Any) -> dict[str, Any]:
    """Give the types of a class's fields or of a function's parameters and result."""
    return get_type_hints(owner)


@cache
def shape_of(annotation: Any) -> Shape:  # noqa: PLR0911 - one return for each kind of type
    """Give the shape of a type. Raises Unsupported if proofs have no such values."""
    if annotation is Nat:
        return IntegerShape(is_natural=True)
    if annotation is int:
        return IntegerShape(is_natural=False)
    if annotation is bool:
        return BooleanShape()
    if isinstance(annotation, NewType):
        return shape_of(annotation.__supertype__)
    if annotation is str:
        return AtomShape(None)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        if issubclass(annotation, int):
            raise Unsupported(f"{annotation.__name__}: a member is a number too")
        return AtomShape(annotation)
    if get_origin(annotation) is tuple and Ellipsis not in get_args(annotation):
        parts = tuple(map(shape_of, get_args(annotation)))
        return RecordShape(tuple, tuple(map(str, range(len(parts)))), parts)
    if is_dataclass(annotation) and isinstance(annotation, type):
        hints = hints_of(annotation)
        names = tuple(field.name for field in fields(annotation))
        return RecordShape(annotation, names, tuple(shape_of(hints[name]) for name in names))
    raise Unsupported(f"there are no symbolic values of type {annotation}")


def shape_of_value(value: Any) -> Shape:  # noqa: PLR0911 - one return for each kind of value
    """Give the shape of a value, symbolic or not; a bare integer counts as ``int``."""
    if isinstance(value, bool | SymbolicBool):
        return shape_of(bool)
    if isinstance(value, int | SymbolicInt):
        return shape_of(int)
    if isinstance(value, SymbolicAtom):
        return shape_of(value.enum or str)
    if isinstance(value, Enum):
        return shape_of(type(value))
    if isinstance(value, str):
        return shape_of(str)
    if isinstance(value, tuple):
        parts = tuple(map(shape_of_value, value))
        return RecordShape(tuple, tuple(map(str, range(len(parts)))), parts)
    kind: Any = type(value)
    return shape_of(kind)
