"""What live testing draws from: every strategy that domains use, the same again, and leaning."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

import pytest
from hypothesis import strategies as st

from hollowbeam_conformance.live.source import EVEN_ONE_IN, NOTHING_DRAWN, Source
from hollowbeam_models.domains.choosing import choose

DRAWN = 400


@st.composite
def pairs(draw: st.DrawFn, least: int) -> tuple[int, int]:
    return draw(st.integers(least, 9)), draw(st.integers(least, 9))


@st.composite
def dice(draw: st.DrawFn, times: int) -> list[int]:
    """Draw faces, each at the same place."""
    return [choose(draw, range(6)) for _ in range(times)]


def drawn(strategy: st.SearchStrategy[Any], count: int = DRAWN, seed: int = 1) -> list[Any]:
    """Draw from a strategy, each time in a sequence of its own."""
    random, found = Random(seed), []
    for _ in range(count):
        source = Source(random)
        with source.drawing():
            found.append(source.top("test", strategy))
    return found


ALL = {
    "sampled": (st.sampled_from("abc"), {"a", "b", "c"}),
    "mapped sample": (st.sampled_from("abc").map(str.upper), {"A", "B", "C"}),
    "filtered sample": (st.sampled_from("abc").filter(lambda x: x > "a"), {"b", "c"}),
    "just": (st.just("a"), {"a"}),
    "integers": (st.integers(3, 5), {3, 4, 5}),
    "filtered integers": (st.integers(0, 3).filter(lambda x: x != 2), {0, 1, 3}),
    "booleans": (st.booleans(), {False, True}),
    "one of": (st.one_of(st.just(1), st.one_of(st.just(2), st.integers(3, 4))), {1, 2, 3, 4}),
    "mapped": (st.tuples(st.integers(0, 1), st.just(5)).map(sum), {5, 6}),
    "flat": (st.integers(1, 2).flatmap(lambda x: st.integers(x, 2)), {1, 2}),
    "tuples": (st.tuples(st.booleans(), st.just(1)), {(False, 1), (True, 1)}),
    "lists": (st.lists(st.just(1), min_size=1, max_size=3).map(tuple), {(1,), (1, 1), (1, 1, 1)}),
    "binary": (st.binary(min_size=2, max_size=4).map(len), {2, 3, 4}),
    "builds": (st.builds(divmod, st.just(7), st.integers(2, 3)), {(3, 1), (2, 1)}),
    "composite": (pairs(9), {(9, 9)}),
    "dictionaries": (
        st.dictionaries(st.integers(0, 1), st.just(1), min_size=1).map(lambda x: tuple(sorted(x))),
        {(0,), (1,), (0, 1)},
    ),
    "fixed": (
        st.fixed_dictionaries({"a": st.just(1)}).map(lambda x: tuple(x.items())),
        {(("a", 1),)},
    ),
}


@pytest.mark.parametrize("name", ALL)
def test_all_that_a_strategy_can_give_is_drawn(name: str) -> None:
    strategy, values = ALL[name]
    assert set(drawn(strategy)) == values


def test_wide_ranges_are_met_at_their_bounds_and_within() -> None:
    numbers = set(drawn(st.integers(10, 10**9)))
    assert {10, 11, 10**9 - 1, 10**9} < numbers
    assert len(numbers) > DRAWN // 2
    assert {number < 0 for number in drawn(st.integers())} == {False, True}


def test_the_same_numbers_draw_the_same_and_others_do_not() -> None:
    assert drawn(dice(9), seed=5) == drawn(dice(9), seed=5)
    assert drawn(dice(9), seed=5) != drawn(dice(9), seed=6)


def test_some_sequences_lean_to_some_choices_and_together_they_are_even() -> None:
    faces = [Counter(each) for each in drawn(dice(60))]
    leaning = sum(max(each.values()) > 30 for each in faces)
    even = sum(max(each.values()) < 20 for each in faces)
    assert leaning > DRAWN / 20
    assert even > DRAWN / EVEN_ONE_IN
    total = sum(faces, Counter[int]())
    assert all(0.8 < total[face] / (DRAWN * 10) < 1.2 for face in range(6))


def test_what_is_chosen_twice_as_often_is_named_twice() -> None:
    one, other = st.just(1), st.just(2)
    found = Counter(drawn(st.one_of(one, one, one, other), count=2000))
    assert 2 < found[1] / found[2] < 4


def test_a_filter_that_lets_nothing_through_gives_nothing() -> None:
    source = Source(Random(1))
    with source.drawing(), pytest.raises(NOTHING_DRAWN):
        source.top("test", st.integers(0, 9).filter(lambda _: False))
