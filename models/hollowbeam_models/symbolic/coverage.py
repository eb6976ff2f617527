"""Which statements of the functions that a theorem speaks of its concrete runs execute."""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from types import CodeType, FrameType, FunctionType
from typing import Any, TypeGuard

from hollowbeam_models.symbolic.signals import Unsupported


@dataclass(frozen=True)
class Statement:
    """One statement: its function, its file, and the lines that it, or its head, lies on."""

    function: str
    file: str
    first: int
    last: int
    text: str

    def __str__(self) -> str:
        return f"{self.function}, line {self.first}: {self.text}"


class Coverage:
    """Watches runs and remembers which lines of the functions they executed."""

    def __init__(self, functions: tuple[Callable[..., Any], ...]) -> None:
        plain = list(filter(is_plain, functions))
        self.statements = tuple(
            statement for function in plain for statement in statements_of(function)
        )
        self._codes = {code for function in plain for code in _codes_of(function.__code__)}
        self._lines: set[tuple[str, int]] = set()

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Remember what runs inside the block, while there is anything left to see."""
        if not self.missed:
            yield
            return
        outer = sys.gettrace()
        sys.settrace(self._called)
        try:
            yield
        finally:
            sys.settrace(outer)

    def _called(self, frame: FrameType, *_: object) -> Any:
        return self._moved if frame.f_code in self._codes else None

    def _moved(self, frame: FrameType, event: str, _: object) -> Any:
        if event == "line":
            self._lines.add((frame.f_code.co_filename, frame.f_lineno))
        return self._moved

    @property
    def missed(self) -> tuple[Statement, ...]:
        """Give the statements that no run executed."""
        return tuple(
            statement
            for statement in self.statements
            if not any(
                (statement.file, line) in self._lines
                for line in range(statement.first, statement.last + 1)
            )
        )


def is_plain(function: object) -> TypeGuard[FunctionType]:
    """Say whether proofs see the body of a function; that of an opaque one they do not."""
    return isinstance(function, FunctionType)


@cache
def lines_of(module: str) -> list[str]:
    """Give the source that a module was imported from, after the edit of a saboteur."""
    spec = sys.modules[module].__spec__
    loader: Any = spec.loader if spec else None
    source = loader.get_source(module) if hasattr(loader, "get_source") else None
    return (source or inspect.getsource(sys.modules[module])).splitlines(keepends=True)


@cache
def tree_of(function: FunctionType) -> ast.FunctionDef:
    """Parse a function, and no more of its module, which would take longer than a short proof.

    Raises Unsupported if it is not written with ``def``.
    """
    code = function.__code__
    first = code.co_firstlineno
    last = max(end for part in _codes_of(code) for _, end, _, _ in part.co_positions() if end)
    text = "".join(lines_of(function.__module__)[first - 1 : last])
    node = ast.parse(textwrap.dedent(text)).body[0]
    if not isinstance(node, ast.FunctionDef):
        raise Unsupported(f"{function.__qualname__} is not written with `def`")
    ast.increment_lineno(node, first - 1)
    return node


@cache
def statements_of(function: FunctionType) -> tuple[Statement, ...]:
    """Give the statements of a function that leave a trace when they are executed."""
    code = function.__code__
    return tuple(
        Statement(function.__qualname__, code.co_filename, first, last, text)
        for node in _executed(tree_of(function).body)
        for first, last, text in [_head(node)]
    )


def _executed(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for node in body:
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not is_text and not isinstance(node, ast.Global | ast.Nonlocal | ast.Try | ast.TryStar):
            yield node
        for name in ("body", "orelse", "finalbody"):
            yield from _executed(getattr(node, name, []))
        for handler in getattr(node, "handlers", ()):
            yield from _executed(handler.body)
        for case in getattr(node, "cases", ()):
            yield from _executed(case.body)


def _head(node: ast.stmt) -> tuple[int, int, str]:
    """Give the lines of a statement without the statements inside it, and the first of its text."""
    inner = getattr(node, "body", None) or getattr(node, "cases", None)
    first_inside = inner[0] if inner else None
    if isinstance(first_inside, ast.match_case):
        first_inside = first_inside.pattern
    last = first_inside.lineno - 1 if first_inside else node.end_lineno or node.lineno
    return node.lineno, max(last, node.lineno), ast.unparse(node).partition("\n")[0]


def _codes_of(code: CodeType) -> Iterator[CodeType]:
    """Give a function's code and that of the functions inside it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes_of(constant)
