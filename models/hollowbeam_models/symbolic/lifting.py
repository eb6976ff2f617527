"""Plain Python words that are read otherwise while a theorem is explored.

Maps that are known, such as the empty ones of a genesis, answer symbolic keys by their symbolic
reading. ``min`` and ``max`` of numbers give a term, where comparing would fork the path.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import reduce
from operator import ge, le
from typing import Any

import z3

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam_models.symbolic.maps import lift_for
from hollowbeam_models.symbolic.terms import built
from hollowbeam_models.symbolic.values import SymbolicInt, integer, is_symbolic

_min, _max, _get, _set = builtins.min, builtins.max, Map.get, Map.set


@contextmanager
def lifting() -> Iterator[None]:
    """Let plain words take symbolic values, inside the block."""
    builtins.min, builtins.max = _choosing(_min, smallest=True), _choosing(_max, smallest=False)
    Map.get, Map.set = _get_lifted, _set_lifted  # type: ignore[method-assign]
    try:
        yield
    finally:
        builtins.min, builtins.max = _min, _max
        Map.get, Map.set = _get, _set  # type: ignore[method-assign]


def _get_lifted(self: Map[Any, Any], key: Any) -> Any:
    return lift_for(self, key).get(key) if is_symbolic(key) else _get(self, key)


def _set_lifted(self: Map[Any, Any], key: Any, value: Any) -> Any:
    if is_symbolic(key) or is_symbolic(value):
        return lift_for(self, key, value).set(key, value)
    return _set(self, key, value)


def _choosing(plain: Callable[..., Any], *, smallest: bool) -> Any:
    def choose(*numbers: Any, **options: Any) -> Any:
        if len(numbers) == 1 or options or not any(isinstance(n, SymbolicInt) for n in numbers):
            return plain(*numbers, **options)
        return SymbolicInt(reduce(chosen, map(integer, numbers)))

    def chosen(one: z3.ArithRef, other: z3.ArithRef) -> z3.ArithRef:
        return built(z3.If, built(le if smallest else ge, one, other), one, other)

    return choose
