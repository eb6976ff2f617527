"""Solver terms, each built once: paths are executed again and again, and build the same ones.

The solver itself shares equal terms; what is saved is the work of its Python layer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import ge
from typing import Any, Final

import z3

from hollowbeam_models.symbolic import core

TRUE: Final = z3.BoolVal(True)
FALSE: Final = z3.BoolVal(False)

_built: Final[dict[tuple[Any, ...], tuple[Any, tuple[Any, ...]]]] = {}
"""Each term by what made it; its operands are kept too, so that their addresses stay theirs."""


def built(make: Callable[..., Any], *operands: Any) -> Any:
    """Make a term of operands, which are terms, or take the one that was made before."""
    addresses = [operand.ast.value for operand in operands]
    key = (make, *addresses)
    known = _built.get(key)
    if known is None:
        quickly = core.MAKERS.get(make)
        term = make(*operands) if quickly is None else quickly(addresses)
        known = _built[key] = (term, operands)
    return known[0]


def constant(name: str, sort: z3.SortRef) -> Any:
    """Give the constant of a name and sort."""
    key = (name, sort.ast.value)
    known = _built.get(key)
    if known is None:
        known = _built[key] = (core.constant(name, sort), (sort,))
    return known[0]


def array_sort(indices: Iterable[z3.SortRef], value: z3.SortRef) -> Any:
    """Give the sort of arrays of such indices and values."""
    sorts = (*indices, value)
    key = (z3.ArraySort, *[sort.ast.value for sort in sorts])
    known = _built.get(key)
    if known is None:
        known = _built[key] = (z3.ArraySort(*sorts), sorts)
    return known[0]


def number(value: int) -> Any:
    """Give the term of a number."""
    known = _built.get((int, value))
    if known is None:
        known = _built[int, value] = (z3.IntVal(value), ())
    return known[0]


def natural(term: z3.ArithRef) -> Any:
    """Say that a number is not negative."""
    return built(ge, term, number(0))


def conjunction(terms: Iterable[z3.BoolRef]) -> Any:
    """Say that all conditions hold."""
    conditions = list(terms)
    if len(conditions) > 1:
        return built(z3.And, *conditions)
    return conditions[0] if conditions else TRUE


def is_same(one: z3.ExprRef, other: z3.ExprRef) -> bool:
    """Say whether two terms are one, letter by letter."""
    return bool(one.ast.value == other.ast.value)


def is_true(term: z3.ExprRef) -> bool:
    """Say whether a term is the constant."""
    return is_same(term, TRUE)


def is_false(term: z3.ExprRef) -> bool:
    """Say whether a term is the constant."""
    return is_same(term, FALSE)
