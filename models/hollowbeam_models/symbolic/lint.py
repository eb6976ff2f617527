"""What proofs cannot read rightly: constructs that the engine would misread without a word.

Most of what does not suit a proof raises ``Unsupported`` when it is executed. A few constructs do
not: they give an answer, and the answer is wrong. Those are found in the source, of the theorem and
of every function of ours that it reaches.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from types import CodeType, FunctionType
from typing import Any, Final, TypeAlias

from hollowbeam_models.plain import Ghost
from hollowbeam_models.symbolic.coverage import is_plain, tree_of
from hollowbeam_models.theorem import Theorem

OURS: Final = ("hollowbeam.", "hollowbeam_contracts.", "hollowbeam_models.theorems.")
READ_BY_THE_ENGINE: Final = frozenset(
    {
        "hollowbeam.kernel.authenticated_map",
        "hollowbeam.kernel.transition",
        "hollowbeam.kernel.errors",
    }
)
"""Modules whose words have a symbolic reading of their own."""

Located: TypeAlias = ast.expr | ast.stmt | ast.pattern

BLIND_CALLS: Final = {
    "isinstance": "a symbolic value is of no class of the code's",
    "issubclass": "a symbolic value is of no class of the code's",
    "type": "a symbolic value is of no class of the code's",
    "callable": "it asks about objects, not values",
    "getattr": "it asks about objects, not values",
    "hasattr": "it asks about objects, not values",
    "vars": "it asks about objects, not values",
    "id": "equal values are distinct objects",
    "repr": "a symbolic value has no text",
    "ascii": "a symbolic value has no text",
}
WALKS: Final = frozenset({"items", "keys", "values", "root", "prove"})
"""Of a Map in shipped code: total only where the map is known. ``prove`` is also a theorem's word,
which is a name and no attribute."""


def misread(theorem: Theorem) -> list[str]:
    """Give what the engine would misread in a theorem and in the functions that it reaches."""
    return [fault for function in reached_by(theorem) for fault in _faults_of(function)]


@cache
def _faults_of(function: FunctionType) -> tuple[str, ...]:
    faults = _faults(tree_of(function))
    return tuple(f"{function.__qualname__}, line {node.lineno}: {why}" for node, why in faults)


def reached_by(theorem: Theorem) -> list[FunctionType]:
    """Give the body and every plain function of ours that it reaches by name, the body first."""
    waiting: list[Callable[..., Any]] = [theorem.body, *theorem.about]
    found: list[FunctionType] = []
    while waiting:
        function = waiting.pop(0)
        if not is_plain(function) or function in found:
            continue
        found.append(function)
        for name in _names(function.__code__):
            known = function.__globals__.get(name)
            if isinstance(known, Ghost):
                waiting.append(known.function)
            elif is_plain(known) and _is_ours(known.__module__):
                waiting.append(known)
    return found


def _is_ours(module: str) -> bool:
    return f"{module}.".startswith(OURS) and module not in READ_BY_THE_ENGINE


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def _faults(function: ast.FunctionDef) -> Iterator[tuple[Located, str]]:
    for statement in function.body:
        for node in ast.walk(statement):
            if isinstance(node, ast.expr | ast.stmt):
                for why in _fault(node):
                    yield node, why
            elif isinstance(node, ast.ExceptHandler):
                if node.type is None or "Exception" in ast.unparse(node.type):
                    yield node.body[0], "`except` without a class of ours hides what a proof finds"
            elif isinstance(node, ast.MatchClass):
                yield node.cls, "a symbolic value is of no class of the code's"
            elif isinstance(node, ast.MatchSingleton) and node.value is not None:
                yield node, "`case True` compares objects; use `if`"


def _fault(node: ast.expr | ast.stmt) -> Iterator[str]:  # noqa: C901 - a list of what is misread
    if isinstance(node, ast.Compare):
        yield from _comparison_faults(node)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert):
        yield "`~True` is true; write `negate` or `not`"
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.LShift | ast.RShift):
        yield "`>>` of two conditions is a number; write `implies`"
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id in BLIND_CALLS:
            yield f"`{node.func.id}`: {BLIND_CALLS[node.func.id]}"
    elif isinstance(node, ast.Attribute) and node.attr in WALKS:
        yield f"`.{node.attr}` of a collection of any size; use get, set and sum"
    elif isinstance(node, ast.For) and not _is_written(node.iter):
        yield "`for` over anything but a written tuple; use `loop`"
    elif isinstance(node, ast.While):
        yield "`while`; use `loop`"
    elif isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
        if not all(_is_written(part.iter) for part in node.generators):
            yield "a comprehension over anything but a written tuple"
    elif isinstance(node, ast.Try | ast.TryStar) and any(map(_leaves, node.finalbody)):
        yield "a `finally` that leaves hides what a proof finds"
    elif isinstance(node, ast.Global | ast.Nonlocal):
        yield "a path would see what another path wrote"


def _comparison_faults(node: ast.Compare) -> Iterator[str]:
    operands = [node.left, *node.comparators]
    for operator, (left, right) in zip(node.ops, pairwise(operands), strict=True):
        if isinstance(operator, ast.Is | ast.IsNot):
            if not (_is_none(left) or _is_none(right)):
                yield "`is` compares objects, and equal values are distinct objects; use `==`"
        elif isinstance(operator, ast.In | ast.NotIn) and not isinstance(right, ast.Tuple):
            yield "`in` anything but a written tuple"


def _leaves(statement: ast.stmt) -> bool:
    exits = ast.Return | ast.Break | ast.Continue
    return any(isinstance(node, exits) for node in ast.walk(statement))


def _is_written(node: ast.expr) -> bool:
    """Say whether a walk is over a tuple, written there or named; a collection has no such walk."""
    return isinstance(node, ast.Tuple | ast.Name)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
