"""When two predicates are surely one, without a look at what they say."""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any


def is_one(predicate: Callable[..., Any], other: Callable[..., Any]) -> bool:
    """Say whether two functions have the same text, and speak of the very same values."""
    if predicate is other:
        return True
    if not (isinstance(predicate, FunctionType) and isinstance(other, FunctionType)):
        return False
    if predicate.__code__ is not other.__code__ or predicate.__globals__ is not other.__globals__:
        return False
    known, found = _known_to(predicate), _known_to(other)
    return len(known) == len(found) and all(a is b for a, b in zip(known, found, strict=True))


def _known_to(function: FunctionType) -> list[Any]:
    """Give what a function knows beside its arguments and its module."""
    cells = [cell.cell_contents for cell in function.__closure__ or ()]
    return [*cells, *(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()]
