"""When the engine takes two predicates for one: never where they could differ."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from hollowbeam_models.symbolic.sameness import is_one

VALUE = object()


def over(value: object) -> Callable[..., Any]:
    return lambda key: (key, value)


def also_over(value: object) -> Callable[..., Any]:
    return lambda key: (key, value)


def by_default(value: object) -> Callable[..., Any]:
    return lambda key, known=value: (key, known)


def by_keyword(value: object) -> Callable[..., Any]:
    def predicate(key: object, *, known: object = value) -> Any:
        return key, known

    return predicate


@pytest.mark.parametrize("make", [over, by_default, by_keyword])
def test_the_same_text_over_the_very_same_values_is_one(make: Callable[..., Any]) -> None:
    assert is_one(make(VALUE), make(VALUE))
    assert not is_one(make([1]), make([1]))


def test_another_text_is_another() -> None:
    assert not is_one(over(VALUE), also_over(VALUE))


def test_what_is_no_plain_function_is_one_with_itself_alone() -> None:
    known = partial(over, VALUE)
    assert is_one(known, known)
    assert not is_one(known, partial(over, VALUE))
