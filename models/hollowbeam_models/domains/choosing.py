"""Choices that cost little to draw: a strategy is built once for each number of choices."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TypeVar

from hypothesis import strategies as st

Value = TypeVar("Value")


def choose(draw: st.DrawFn, known: Sequence[Value]) -> Value:
    """Draw one of what is known; there is at least one."""
    return known[0] if len(known) == 1 else known[draw(_below(len(known)))]


def seldom(draw: st.DrawFn, one_in: int = 12) -> bool:
    """Say yes once in so many times; what is simple is no."""
    return choose(draw, range(one_in)) == one_in - 1


@cache
def _below(count: int) -> st.SearchStrategy[int]:
    return st.sampled_from(range(count))
