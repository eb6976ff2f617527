"""The solver's functions, called as they are.

The Python layer of the solver looks at every operand, asks for its sort and casts it, and asks
after each call how it went: several times the work of the call. Operands that come here are terms
of the right sorts. Of others the solver makes nothing, and that is an error.

What is made are terms of the Python layer all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from ctypes import CFUNCTYPE, c_bool, c_char_p, c_int, c_uint, c_void_p, cast
from operator import add, eq, ge, gt, le, lt, mul, ne, neg, sub
from typing import Any, Final, TypeAlias

import z3
from z3 import z3core
from z3.z3types import Ast

Addresses: TypeAlias = Sequence[int]


def _function(name: str, *parameters: Any, result: Any = Ast) -> Any:
    """Give a function of the solver, whose first parameter is the context.

    It stands behind the one of the Python layer, as the default of its last parameter.
    """
    behind: Any = cast(getattr(z3core, name).__defaults__[-1].f, c_void_p)
    return CFUNCTYPE(result, c_void_p, *parameters)(behind.value)


_CONTEXT: Final = z3.main_ctx()
_context: Final = c_void_p(_CONTEXT.ref().value)
_hold = _function("Z3_inc_ref", c_void_p, result=None)
_sort_of = _function("Z3_get_sort", c_void_p, result=c_void_p)
_kind_of_sort = _function("Z3_get_sort_kind", c_void_p, result=c_uint)
_kind_of_term = _function("Z3_get_ast_kind", c_void_p, result=c_uint)
_symbol = _function("Z3_mk_string_symbol", c_void_p, result=c_void_p)
_constant = _function("Z3_mk_const", c_void_p, c_void_p)
_store = _function("Z3_mk_store", c_void_p, c_void_p, c_void_p)
_store_at = _function("Z3_mk_store_n", c_void_p, c_uint, c_void_p, c_void_p)
_select = _function("Z3_mk_select", c_void_p, c_void_p)
_select_at = _function("Z3_mk_select_n", c_void_p, c_uint, c_void_p)
_substitute = _function("Z3_substitute", c_void_p, c_uint, c_void_p, c_void_p)
_assert = _function("Z3_solver_assert", c_void_p, c_void_p, result=None)
_check = _function("Z3_solver_check_assumptions", c_void_p, c_uint, c_void_p, result=c_int)
_text = _function("Z3_get_numeral_string", c_void_p, result=c_char_p)
_evaluate = _function("Z3_model_eval", c_void_p, c_void_p, c_bool, Ast * 1, result=c_bool)

_ANSWERS: Final = {answer.r: answer for answer in (z3.sat, z3.unsat, z3.unknown)}

_classes: Final[dict[int, Any]] = {}
"""The classes of terms by the addresses of their sorts, which are held."""

_BY_KIND: Final[dict[int, Any]] = {
    z3.Z3_BOOL_SORT: z3.BoolRef,
    z3.Z3_INT_SORT: z3.ArithRef,
    z3.Z3_ARRAY_SORT: z3.ArrayRef,
    z3.Z3_DATATYPE_SORT: z3.DatatypeRef,
}


def _class_of(ast: Ast) -> Any:
    """Give the class that the Python layer has for a term."""
    sort = _sort_of(_context, ast)
    if sort not in _classes:
        _hold(_context, sort)
        _classes[sort] = _BY_KIND.get(_kind_of_sort(_context, sort), z3.ExprRef)
    if _classes[sort] is z3.ArithRef and _kind_of_term(_context, ast) == z3.Z3_NUMERAL_AST:
        return z3.IntNumRef
    return _classes[sort]


def _term(ast: Ast, kind: Any = None) -> Any:
    """Give a term that the solver made, as one of a class if that is known."""
    if not ast.value:
        raise z3.Z3Exception("the operands are not of the sorts that they should be of")
    made: Any = object.__new__(kind or _class_of(ast))
    made.ast, made.ctx = ast, _CONTEXT
    _hold(_context, ast)  # as long as the object lives
    return made


def _array(addresses: Addresses) -> Any:
    return (c_void_p * len(addresses))(*addresses)


def _of(count: int, name: str, kind: Any = None) -> Callable[[Addresses], Any]:
    """Give the maker of a term of so many operands."""
    function = _function(name, *[c_void_p] * count)
    return lambda addresses: _term(function(_context, *addresses), kind)


def _of_any(name: str, kind: Any) -> Callable[[Addresses], Any]:
    """Give the maker of a term of any number of operands."""
    function = _function(name, c_uint, c_void_p)
    return lambda addresses: _term(function(_context, len(addresses), _array(addresses)), kind)


def _selected(addresses: Addresses) -> Any:
    array, *indices = addresses
    if len(indices) == 1:
        return _term(_select(_context, array, *indices))
    return _term(_select_at(_context, array, len(indices), _array(indices)))


def _stored(addresses: Addresses) -> Any:
    array, *indices, value = addresses
    if len(indices) == 1:
        return _term(_store(_context, array, *indices, value), z3.ArrayRef)
    stored = _store_at(_context, array, len(indices), _array(indices), value)
    return _term(stored, z3.ArrayRef)


def substituted(term: z3.ExprRef, *replaced: z3.ExprRef) -> Any:
    """Put the second half of the operands in place of the first."""
    half = len(replaced) // 2
    old, new = (
        _array([operand.ast.value for operand in part])
        for part in (replaced[:half], replaced[half:])
    )
    return _term(_substitute(_context, term.ast, half, old, new))


MAKERS: Final[dict[Callable[..., Any], Callable[[Addresses], Any]]] = {
    eq: _of(2, "Z3_mk_eq", z3.BoolRef),
    ne: _of_any("Z3_mk_distinct", z3.BoolRef),
    ge: _of(2, "Z3_mk_ge", z3.BoolRef),
    gt: _of(2, "Z3_mk_gt", z3.BoolRef),
    le: _of(2, "Z3_mk_le", z3.BoolRef),
    lt: _of(2, "Z3_mk_lt", z3.BoolRef),
    add: _of_any("Z3_mk_add", z3.ArithRef),
    sub: _of_any("Z3_mk_sub", z3.ArithRef),
    mul: _of_any("Z3_mk_mul", z3.ArithRef),
    neg: _of(1, "Z3_mk_unary_minus", z3.ArithRef),
    z3.Sum: _of_any("Z3_mk_add", z3.ArithRef),
    z3.And: _of_any("Z3_mk_and", z3.BoolRef),
    z3.Or: _of_any("Z3_mk_or", z3.BoolRef),
    z3.Not: _of(1, "Z3_mk_not", z3.BoolRef),
    z3.Xor: _of(2, "Z3_mk_xor", z3.BoolRef),
    z3.Implies: _of(2, "Z3_mk_implies", z3.BoolRef),
    z3.If: _of(3, "Z3_mk_ite"),
    z3.Select: _selected,
    z3.Store: _stored,
    z3.simplify: _of(1, "Z3_simplify"),
}
"""What makes the terms that the Python layer makes by these functions."""


def constant(name: str, sort: z3.SortRef) -> Any:
    """Give the constant of a name and sort."""
    return _term(_constant(_context, _symbol(_context, name.encode()), sort.ast))


def tell(solver: z3.Solver, term: z3.BoolRef) -> None:
    """Add a condition to a solver."""
    _assert(_context, solver.solver, term.ast)


def check(solver: z3.Solver, terms: Sequence[z3.BoolRef]) -> z3.CheckSatResult:
    """Ask a solver whether its conditions and some terms can hold."""
    addresses = _array([term.ast.value for term in terms])
    return _ANSWERS[_check(_context, solver.solver, len(terms), addresses)]


def evaluated(model: z3.ModelRef, term: z3.ExprRef) -> Any:
    """Give the value of a term in a model, with some value for what the model does not tell."""
    found = (Ast * 1)()
    if not _evaluate(_context, model.model, term.ast, True, found):
        raise z3.Z3Exception("the solver cannot evaluate a term")
    return _term(found[0])


def integer(numeral: z3.IntNumRef) -> int:
    """Give the number that a term is."""
    return int(_text(_context, numeral.ast))
