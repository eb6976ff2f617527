"""Values as implementations send them: parsed without trust, shown without harm."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hollowbeam_conformance.run.values import (
    ABSENT,
    Difference,
    NotAReply,
    Number,
    difference,
    harmless,
    number_within,
    parse,
    show,
)

settings.register_profile("selftest", derandomize=True, deadline=None)
settings.load_profile("selftest")

scalars = st.none() | st.booleans() | st.text(max_size=4)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=3), values))
def test_what_json_writes_is_parsed(value: dict[str, Any]) -> None:
    assert parse(json.dumps(value).encode()) == value
    assert parse(json.dumps(value, ensure_ascii=False).encode() + b"\r") == value


@given(st.binary(max_size=40))
def test_any_bytes_give_an_object_or_a_reason(line: bytes) -> None:
    try:
        found: object = parse(line)
    except NotAReply as error:
        found = str(error)
    assert isinstance(found, dict) or str(found).startswith(("the line is not ", "an object has "))


@given(values, values)
def test_a_difference_is_found_exactly_where_values_differ(left: Any, right: Any) -> None:
    assert difference(left, left) is None
    same = json.dumps(left, sort_keys=True) == json.dumps(right, sort_keys=True)
    assert (difference(left, right) is None) == same


@pytest.mark.parametrize(
    ("left", "right", "first"),
    [
        ({"a": [{"b": "1"}]}, {"a": [{"b": "2"}]}, Difference("out.a[0].b", "1", "2")),
        (["x"], ["x", "y"], Difference("out[1]", ABSENT, "y")),
        ({"a": None}, {}, Difference("out.a", None, ABSENT)),
        ([ABSENT[:4] + ABSENT[4:]], [], Difference("out[0]", ABSENT, ABSENT)),
        ("1", ["1"], Difference("out", "1", ["1"])),
    ],
)
def test_a_difference_names_its_place(left: Any, right: Any, first: Difference) -> None:
    assert difference(left, right, "out") == first


@given(st.text())
def test_what_is_shown_does_no_harm_to_a_terminal_or_to_xml(text: str) -> None:
    for shown in (show(text), harmless(text), show({text: [text]})):
        assert all(character.isprintable() or character == "\n" for character in shown)
        shown.encode("utf-8")
    assert "\n" not in show(text)


def test_what_is_long_is_cut_and_says_so() -> None:
    assert show("x" * 50, 10) == '"xxxxxxxxx… (52 characters)'


def test_a_number_is_shown_as_it_came_and_equals_nothing() -> None:
    value = parse(b'{"id": 1e400, "out": [07]}'.replace(b"07", b"-0"))
    assert show(value) == '{"id": 1e400, "out": [-0]}'
    assert number_within(value["out"]) == "[0]"
    assert Number("1") != Number("1")


def test_what_is_nested_too_deeply_is_said_to_be() -> None:
    value: list[Any] = []
    for _ in range(5_000):
        value = [value]
    assert show(value) == "(nested too deeply)"
