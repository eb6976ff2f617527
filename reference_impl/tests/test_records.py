"""Typed values as HB-JSON and back: total one way, strict the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, IntEnum, StrEnum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.encoding import Json, base64url, decode_canonical, encode
from hollowbeam.kernel.errors import Reason, Rejection
from hollowbeam.kernel.records import from_json, key_text, to_json
from hollowbeam.kernel.vocabulary import NAT_LIMIT, NOBODY, Address, Digest, Nat

deterministic = settings(derandomize=True, deadline=None, max_examples=100)


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Plain(Enum):
    ONE = "one"


@dataclass(frozen=True)
class Inner:
    count: Nat
    owner: Address


@dataclass(frozen=True)
class Outer:
    name: str
    flag: bool
    difference: int
    data: bytes
    colour: Colour
    plain: Plain
    inner: Inner
    pair: tuple[Nat, bool]
    many: tuple[Inner, ...]


ids = st.binary(min_size=32, max_size=32).map(base64url)
naturals = st.sampled_from([0, 1, NAT_LIMIT - 1]) | st.integers(0, NAT_LIMIT - 1)
inners = st.builds(Inner, naturals.map(Nat), ids.map(Address))
outers = st.builds(
    Outer,
    st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
    st.booleans(),
    st.integers(1 - NAT_LIMIT, NAT_LIMIT - 1),
    st.binary(max_size=5),
    st.sampled_from(Colour),
    st.just(Plain.ONE),
    inners,
    st.tuples(naturals.map(Nat), st.booleans()),
    st.lists(inners, max_size=3).map(tuple),
)

ID = base64url(bytes(range(32)))
INNER: dict[str, Json] = {"count": "1", "owner": ID}
OUTER: dict[str, Json] = {
    "name": "n",
    "flag": True,
    "difference": "-1",
    "data": "AQI",
    "colour": "blue",
    "plain": "one",
    "inner": dict(INNER),
    "pair": ["2", False],
    "many": [dict(INNER)],
}


def refused(tp: Any, json: Json) -> str:
    """Give the detail with which a value is refused."""
    with pytest.raises(Rejection) as refusal:
        from_json(tp, json)
    assert refusal.value.reason is Reason.INVALID_INPUT
    return refusal.value.detail


@deterministic
@given(outers)
def test_what_is_written_is_read_as_the_same_value(value: Outer) -> None:
    json = to_json(value)
    assert from_json(Outer, json) == value
    assert from_json(Outer, decode_canonical(encode(json))) == value


def test_each_type_has_its_form() -> None:
    value = from_json(Outer, OUTER)
    inner = Inner(Nat(1), Address(ID))
    expected = Outer(
        "n", True, -1, b"\1\2", Colour.BLUE, Plain.ONE, inner, (Nat(2), False), (inner,)
    )
    assert value == expected
    assert isinstance(value.colour, Colour)
    assert to_json(value) == OUTER
    assert list(to_json(value)) == list(OUTER)  # type: ignore[arg-type]


def test_defaults_and_absence_are_written() -> None:
    assert to_json(None) is None
    assert to_json(NOBODY) == ""
    assert to_json(Inner(Nat(0), NOBODY)) == {"count": "0", "owner": ""}
    assert refused(Inner, {"count": "0", "owner": ""}) == "owner: not an id"


def test_a_map_is_written_by_the_text_of_its_keys() -> None:
    balances: Map[tuple[Address, Colour, Nat], Inner] = Map.of(
        Inner(Nat(0), NOBODY), {(Address(ID), Colour.RED, Nat(3)): Inner(Nat(1), NOBODY)}
    )
    assert to_json(balances) == {f"{ID}/red/3": {"count": "1", "owner": ""}}
    assert key_text(Nat(3)) == "3"
    assert key_text((Nat(3), ("a", Colour.BLUE))) == "3/a/blue"


# What each reader refuses, and what it says. A value may stand in for any of its kind.
REFUSED: list[tuple[Any, Json, str]] = [
    (str, None, "not a string"),
    (str, True, "not a string"),
    (bool, "true", "not a boolean"),
    (bool, None, "not a boolean"),
    (int, True, "not a string"),
    (int, "", "not a decimal integer"),
    (int, "01", "not a decimal integer"),
    (int, "-0", "not a decimal integer"),
    (int, "+1", "not a decimal integer"),
    (int, " 1", "not a decimal integer"),
    (int, "1\n", "not a decimal integer"),
    (int, "\u0661", "not a decimal integer"),
    (int, str(NAT_LIMIT), "2**256 or more in size"),
    (int, str(-NAT_LIMIT), "2**256 or more in size"),
    (int, "9" * 79, "not a decimal integer"),
    (Nat, "-1", "negative"),
    (Nat, str(1 - NAT_LIMIT), "negative"),
    (Nat, str(NAT_LIMIT), "2**256 or more in size"),
    (Nat, ["1"], "not a string"),
    (bytes, "AQI=", "not canonical base64url"),
    (bytes, "AR", "not canonical base64url"),
    (bytes, "A+", "not canonical base64url"),
    (bytes, "é", "not base64url"),
    (bytes, {}, "not a string"),
    (Address, None, "not a string"),
    (Address, "A" * 42, "not an id"),
    (Address, "A" * 44, "not an id"),
    (Address, "A" * 42 + "B", "not canonical base64url"),
    (Address, "A" * 42 + "=", "not canonical base64url"),
    (Digest, "", "not an id"),
    (Colour, "RED", "not a Colour"),
    (Colour, "", "not a Colour"),
    (Colour, None, "not a string"),
    (tuple[Nat, bool], ["1"], "not an array of 2"),
    (tuple[Nat, bool], ["1", True, "1"], "not an array of 2"),
    (tuple[Nat, bool], {"0": "1", "1": True}, "not an array of 2"),
    (tuple[Nat, bool], ["x", True], "0: not a decimal integer"),
    (tuple[Nat, bool], ["1", "true"], "1: not a boolean"),
    (tuple[Nat, ...], "1", "not an array"),
    (tuple[Nat, ...], ["1", "2", None], "2: not a string"),
    (Inner, None, "not an object"),
    (Inner, [], "not an object"),
    (Inner, {}, "missing fields ['count', 'owner'], unknown fields []"),
    (Inner, {"count": "1", "own": ID}, "missing fields ['owner'], unknown fields ['own']"),
    (Inner, {**INNER, "b": None, "a": None}, "missing fields [], unknown fields ['a', 'b']"),
    (Inner, {"count": "x", "owner": "y"}, "count: not a decimal integer"),
    (Outer, {**OUTER, "inner": {**INNER, "owner": "x"}}, "inner: owner: not an id"),
    (Outer, {**OUTER, "many": [INNER, ""]}, "many: 1: not an object"),
]  # fmt: skip


@pytest.mark.parametrize(("tp", "json", "detail"), REFUSED)
def test_what_has_not_its_type_is_refused_by_name(tp: Any, json: Json, detail: str) -> None:
    assert refused(tp, json) == detail


@pytest.mark.parametrize(
    ("tp", "json", "value"),
    [
        (int, str(NAT_LIMIT - 1), NAT_LIMIT - 1),
        (int, str(1 - NAT_LIMIT), 1 - NAT_LIMIT),
        (Nat, "0", 0),
        (Nat, str(NAT_LIMIT - 1), NAT_LIMIT - 1),
        (bytes, "", b""),
        (tuple[Nat, ...], [], ()),
        (tuple[()], [], ()),
        (Address, ID, ID),
    ],
)
def test_the_last_value_before_a_refusal_is_read(tp: Any, json: Json, value: object) -> None:
    assert from_json(tp, json) == value


json_values: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.text(max_size=3) | st.sampled_from(["0", "-1", ID, "red"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*OUTER, *INNER]), inner, max_size=3)
    ),
    max_leaves=6,
)


@deterministic
@given(st.sampled_from(sorted(OUTER)), json_values)
def test_a_field_of_any_value_is_read_or_refused_by_its_name(name: str, json: Json) -> None:
    changed = {**OUTER, name: json}
    try:
        value = from_json(Outer, changed)
    except Rejection:
        assert refused(Outer, changed).startswith(f"{name}: ")
    else:
        assert to_json(value) == changed


class Number(IntEnum):
    ONE = 1


class Odd:
    pass


@pytest.mark.parametrize(
    ("attempt", "complaint"),
    [
        (lambda: to_json(1.5), "float has no HB-JSON"),
        (lambda: to_json({1}), "set has no HB-JSON"),
        (lambda: to_json(Odd()), "Odd has no HB-JSON"),
        (lambda: to_json((1, 2.5)), "float has no HB-JSON"),
        (lambda: from_json(float, "1"), "<class 'float'> cannot be read from HB-JSON"),
        (lambda: from_json(Any, "1"), "typing.Any cannot be read from HB-JSON"),
        (lambda: from_json(type(None), None), "<class 'NoneType'> cannot be read from HB-JSON"),
        (lambda: from_json(Map, {}), "authenticated_map.Map'> cannot be read from HB-JSON"),
    ],
)
def test_a_type_without_hb_json_is_our_bug(attempt: Callable[[], object], complaint: str) -> None:
    with pytest.raises(TypeError) as error:
        attempt()
    assert str(error.value).endswith(complaint)
