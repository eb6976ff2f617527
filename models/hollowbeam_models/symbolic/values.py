"""Symbolic values: integers, booleans, and atoms (ids and enum members) over solver terms.

They stand where shipped code expects ``int``, ``bool`` and ``str``. Asking for the truth of one
forks the path; whatever would need a concrete value raises ``Unsupported``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from operator import add, eq, ge, gt, le, lt, ne, neg, sub
from typing import Any, NoReturn, Protocol

import z3

from hollowbeam_models.symbolic.signals import Unsupported
from hollowbeam_models.symbolic.terms import FALSE, TRUE, built, number

ID_SORT = z3.DeclareSort("Id")
"""All ids are of one sort: code may not tell an address from a process by its text."""


class Host(Protocol):
    """What values ask of the path that they are on."""

    def branch(self, condition: z3.BoolRef) -> bool:
        """Choose a side of a condition."""

    def product(self, one: z3.ArithRef, other: z3.ArithRef) -> z3.ArithRef:
        """Give a product."""

    def quotient(self, dividend: z3.ArithRef, divisor: z3.ArithRef) -> z3.ArithRef:
        """Give the floor of a quotient whose divisor is not zero."""

    def literal(self, text: str) -> z3.ExprRef:
        """Give the term of a concrete id."""


_hosts: list[Host] = []


def host() -> Any:
    """Give the path that is being executed."""
    return _hosts[-1]


@contextmanager
def hosted_by(path: Host) -> Iterator[None]:
    """Let values ask the given path, inside the block."""
    _hosts.append(path)
    try:
        yield
    finally:
        _hosts.pop()


def text_outside_of_proofs(text: str) -> str:
    """Give the text of a symbolic value to whoever debugs.

    Raises Unsupported while a path is executed: no code may take it for that of the value.
    """
    if _hosts:
        raise Unsupported("a symbolic value, or a record of such, has no text")
    return text


def shown(value: object) -> str:
    """Give a text of a value for a message: what it is, if it is symbolic."""
    return f"a {type(value).__name__}" if is_symbolic(value) else repr(value)


def _refuse(what: str) -> Any:
    def refuse(self: object, *_: object) -> NoReturn:
        raise Unsupported(f"{type(self).__name__}: {what}")

    return refuse


class SymbolicBool:
    """A truth value that may differ from input to input."""

    __slots__ = ("term",)

    def __init__(self, term: z3.BoolRef) -> None:
        self.term = term

    def __bool__(self) -> bool:
        return bool(host().branch(self.term))

    def __and__(self, other: object) -> SymbolicBool:
        return SymbolicBool(built(z3.And, self.term, truth(other)))

    def __or__(self, other: object) -> SymbolicBool:
        return SymbolicBool(built(z3.Or, self.term, truth(other)))

    def __xor__(self, other: object) -> SymbolicBool:
        if other is True:
            return SymbolicBool(built(z3.Not, self.term))
        return SymbolicBool(built(z3.Xor, self.term, truth(other)))

    __rand__, __ror__, __rxor__ = __and__, __or__, __xor__

    def __eq__(self, other: object) -> Any:
        return SymbolicBool(built(eq, self.term, truth(other)))

    def __ne__(self, other: object) -> Any:
        return SymbolicBool(built(ne, self.term, truth(other)))

    def __repr__(self) -> str:
        return text_outside_of_proofs(f"<{self.term}>")

    __hash__ = _refuse("a symbolic truth value cannot be a key of a dict or a set")
    __invert__ = _refuse("`~True` is true; write `negate`")
    __lshift__ = __rshift__ = __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = (
        _refuse("a truth value is no number")
    )
    __index__ = __int__ = __format__ = __str__ = _refuse("has no concrete value while proving")


class SymbolicInt:
    """An integer that may differ from input to input; ``//`` and ``%`` round as Python does."""

    __slots__ = ("term",)

    def __init__(self, term: z3.ArithRef) -> None:
        self.term = term

    def __add__(self, other: object) -> SymbolicInt:
        return SymbolicInt(built(add, self.term, integer(other)))

    def __sub__(self, other: object) -> SymbolicInt:
        return SymbolicInt(built(sub, self.term, integer(other)))

    def __rsub__(self, other: object) -> SymbolicInt:
        return SymbolicInt(built(sub, integer(other), self.term))

    def __mul__(self, other: object) -> SymbolicInt:
        return SymbolicInt(host().product(self.term, integer(other)))

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self) -> SymbolicInt:
        return SymbolicInt(built(neg, self.term))

    def __pos__(self) -> SymbolicInt:
        return self

    def __abs__(self) -> SymbolicInt:
        return SymbolicInt(
            built(z3.If, built(ge, self.term, number(0)), self.term, built(neg, self.term))
        )

    def __floordiv__(self, other: object) -> SymbolicInt:
        divisor = integer(other)
        if host().branch(built(eq, divisor, number(0))):
            raise ZeroDivisionError("integer division or modulo by zero")
        return SymbolicInt(host().quotient(self.term, divisor))

    def __rfloordiv__(self, other: object) -> SymbolicInt:
        return SymbolicInt(integer(other)) // self

    def __mod__(self, other: object) -> SymbolicInt:
        return self - (self // other) * other

    def __rmod__(self, other: object) -> SymbolicInt:
        return SymbolicInt(integer(other)) % self

    def __divmod__(self, other: object) -> tuple[SymbolicInt, SymbolicInt]:
        return self // other, self % other

    def __lt__(self, other: object) -> Any:
        return SymbolicBool(built(lt, self.term, integer(other)))

    def __le__(self, other: object) -> Any:
        return SymbolicBool(built(le, self.term, integer(other)))

    def __gt__(self, other: object) -> Any:
        return SymbolicBool(built(gt, self.term, integer(other)))

    def __ge__(self, other: object) -> Any:
        return SymbolicBool(built(ge, self.term, integer(other)))

    def __eq__(self, other: object) -> Any:
        if isinstance(other, int | SymbolicInt | SymbolicBool):
            return SymbolicBool(built(eq, self.term, integer(other)))
        return NotImplemented

    def __ne__(self, other: object) -> Any:
        if isinstance(other, int | SymbolicInt | SymbolicBool):
            return SymbolicBool(built(ne, self.term, integer(other)))
        return NotImplemented

    def __bool__(self) -> bool:
        return bool(host().branch(built(ne, self.term, number(0))))

    def __repr__(self) -> str:
        return text_outside_of_proofs(f"<{self.term}>")

    __hash__ = _refuse("a symbolic number cannot be a key of a dict or a set")
    __index__ = __int__ = __format__ = __str__ = _refuse("has no concrete value while proving")
    __float__ = __truediv__ = __rtruediv__ = __round__ = _refuse("floating point is not exact")
    __pow__ = __rpow__ = _refuse("a power is not supported")
    __and__ = __or__ = __xor__ = __lshift__ = __rshift__ = __invert__ = _refuse(
        "bit operations are not supported"
    )


class SymbolicAtom:
    """An id, or a member of ``enum``: it is equal to another or not, and has no more structure."""

    __slots__ = ("enum", "term")

    def __init__(self, term: z3.ExprRef, enum: type[Enum] | None = None) -> None:
        self.term = term
        self.enum = enum

    def __eq__(self, other: object) -> Any:
        if isinstance(other, str | Enum | SymbolicAtom):
            return SymbolicBool(built(eq, self.term, atom(other, self.enum)))
        return NotImplemented

    def __ne__(self, other: object) -> Any:
        if isinstance(other, str | Enum | SymbolicAtom):
            return SymbolicBool(built(ne, self.term, atom(other, self.enum)))
        return NotImplemented

    def __repr__(self) -> str:
        return text_outside_of_proofs(f"<{self.term}>")

    __hash__ = _refuse("a symbolic id cannot be a key of a dict or a set; use a Map")
    __bool__ = _refuse("the truth of an id is not supported; compare it")
    __lt__ = __le__ = __gt__ = __ge__ = _refuse("an id has no order; compare for equality only")
    __str__ = __format__ = __len__ = __iter__ = __getitem__ = __add__ = __radd__ = _refuse(
        "an id is opaque; compare for equality only"
    )


def integer(value: object) -> z3.ArithRef:
    """Give the term of an integer."""
    if isinstance(value, SymbolicInt):
        return value.term
    if isinstance(value, SymbolicBool):
        return built(z3.If, value.term, number(1), number(0))
    if isinstance(value, int):
        return number(int(value))
    raise Unsupported(f"{shown(value)} is not an integer")


def truth(value: object) -> z3.BoolRef:
    """Give the term of a truth value."""
    if isinstance(value, SymbolicBool):
        return value.term
    if isinstance(value, bool):
        return TRUE if value else FALSE
    raise Unsupported(f"{shown(value)} is not a truth value")


def atom(value: object, enum: type[Enum] | None) -> z3.ExprRef:
    """Give the term of an id, or of a member of the enum."""
    if isinstance(value, SymbolicAtom) and value.enum is enum:
        return value.term
    if enum is not None and isinstance(value, enum):
        return enum_terms(enum)[value]
    if enum is None and isinstance(value, str) and not isinstance(value, Enum):
        return host().literal(value)
    raise Unsupported(f"{shown(value)} is not {'an id' if enum is None else 'a ' + enum.__name__}")


_enums: dict[type[Enum], dict[Enum, z3.ExprRef]] = {}
_members: dict[int, Enum] = {}
"""The members by the numbers of their terms, which are kept above."""


def member_of(term: z3.ExprRef) -> Enum:
    """Give the member that a term without variables is. Raises KeyError if it is none."""
    return _members[term.ast.value]


def enum_terms(enum: type[Enum]) -> dict[Enum, z3.ExprRef]:
    """Give the term of each member; distinct members are distinct and there are no others."""
    if enum not in _enums:
        names = [member.name for member in enum]
        _, terms = z3.EnumSort(f"{enum.__module__}.{enum.__qualname__}", names)
        _enums[enum] = dict(zip(enum, terms, strict=True))
        _members.update({term.ast.value: member for member, term in _enums[enum].items()})
    return _enums[enum]


def is_symbolic(value: object) -> bool:
    """Say whether a value is symbolic, or a tuple or record that holds one."""
    if isinstance(value, SymbolicInt | SymbolicBool | SymbolicAtom):
        return True
    if isinstance(value, tuple):
        return any(map(is_symbolic, value))
    names = getattr(type(value), "__dataclass_fields__", None)
    return names is not None and any(is_symbolic(getattr(value, name)) for name in names)
