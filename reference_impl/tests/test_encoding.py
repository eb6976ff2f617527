"""HB-JSON: one canonical encoding, and a decoder that has an answer for any bytes."""

import json
import re
from typing import Any

import pytest
import rfc8785
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hollowbeam.kernel.encoding import (
    MAXIMUM_DEPTH,
    Json,
    base64url,
    base64url_decode,
    decimal,
    decimal_decode,
    decode,
    decode_canonical,
    encode,
)
from hollowbeam.kernel.errors import Reason, Rejection
from hollowbeam.kernel.vocabulary import NAT_LIMIT

deterministic = settings(derandomize=True, deadline=None, max_examples=300)

# Characters around every border that the canonical form knows: escapes, surrogates, planes.
edge_characters = st.sampled_from(
    '\x00\x08\x1f "\\/aé\x7f\u2028\ud7ff\ue000\uffff\U00010000\U0010ffff'
)
texts = st.text(st.one_of(edge_characters, st.characters(exclude_categories=["Cs"])), max_size=8)
values: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


def reason_of(data: bytes, *, canonical: bool = False) -> Reason | None:
    """Decode; only a Rejection may be raised."""
    try:
        (decode_canonical if canonical else decode)(data)
    except Rejection as rejection:
        return rejection.reason
    return None


@deterministic
@given(values)
@example({"\ue000": None, "\U00010000": None})
def test_the_canonical_form_is_that_of_rfc_8785(value: Json) -> None:
    assert encode(value) == rfc8785.dumps(value)


@deterministic
@given(values)
def test_what_is_encoded_decodes_to_the_same_value(value: Json) -> None:
    assert decode_canonical(encode(value)) == value


@deterministic
@given(values, st.sampled_from([None, 2]), st.booleans())
def test_whitespace_escapes_and_order_are_free_but_not_canonical(
    value: Json, indent: int | None, ascii_only: bool
) -> None:
    data = json.dumps(value, indent=indent, ensure_ascii=ascii_only).encode()
    assert decode(data) == value
    expected = None if data == encode(value) else Reason.NOT_CANONICAL
    assert reason_of(data, canonical=True) == expected


@deterministic
@given(st.binary(max_size=40))
def test_any_bytes_give_a_value_or_a_rejection(data: bytes) -> None:
    reason = reason_of(data)
    assert reason in {None, Reason.NOT_HB_JSON}
    expected = {reason} if reason else {None, Reason.NOT_CANONICAL}
    assert reason_of(data, canonical=True) in expected


words = ["\\u", "d800", "dc00", "-1", "1e9", "NaN", "-Infinity", "null", "true", "fals", "/**/"]
fragments = st.sampled_from([*'{}[],:"\\ /0\n\t\x00\ufeff', '"a"', '"a":', *words])


@deterministic
@given(st.lists(fragments, max_size=12).map("".join))
def test_the_decoder_accepts_only_json_without_numbers(text: str) -> None:
    try:
        value = json.loads(text)
    except ValueError:
        assert reason_of(text.encode()) is Reason.NOT_HB_JSON
        return
    if reason_of(text.encode()) is None:
        assert decode(text.encode()) == value
        assert rfc8785.dumps(value) == encode(value)
        assert not re.search(r"[0-9]|NaN|Inf", re.sub(r'"([^"\\]|\\.)*"', "", text))


@deterministic
@given(values, st.data())
def test_a_mutated_encoding_is_a_value_or_a_rejection(value: Json, data: st.DataObject) -> None:
    encoded = bytearray(encode(value))
    encoded[data.draw(st.integers(0, len(encoded) - 1))] = data.draw(st.integers(0, 255))
    mutated = bytes(encoded)
    if reason_of(mutated, canonical=True) is None:
        assert encode(decode(mutated)) == mutated


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" ",
        b"1",
        b"-0",
        b"1.5",
        b"1e400",
        b"[1]",
        b"NaN",
        b"Infinity",
        b"-Infinity",
        b"nul",
        b"[null,]",
        b'{"a":null,}',
        b"{null:null}",
        b"'a'",
        b'"a',
        b'"\x01"',
        b'"\\x"',
        b'"\\u12"',
        b'"\\ud800"',
        b'"\\udc00\\ud800"',
        b'{"\\ud800":null}',
        b'{"a":null,"a":null}',
        b'{"a":null,"\\u0061":null}',
        b'[{"a":{"b":null,"b":true}}]',
        b"null null",
        b"null\x00",
        b"\xef\xbb\xbfnull",
        b'"\xff"',
        b'"\xc0\x80"',
        b'"\xed\xa0\x80"',
        b'"\xf4\x90\x80\x80"',
        b"n\x00u\x00l\x00l\x00",
        b"\x0cnull",
    ],
)
def test_what_is_not_hb_json_is_refused(data: bytes) -> None:
    assert reason_of(data) is Reason.NOT_HB_JSON
    assert reason_of(data, canonical=True) is Reason.NOT_HB_JSON


def test_huge_inputs_are_refused_as_small_ones_are() -> None:
    huge = [
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b'"' * 100_001,
        b'[["\\' * 50_000,
        b"9" * 100_000,
        b" " * 100_000,
    ]
    assert {reason_of(data) for data in huge} == {Reason.NOT_HB_JSON}


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b' {"b" : [ ] , "a" : null } ', {"a": None, "b": []}),
        (b'{"b":null,"a":null}', {"a": None, "b": None}),
        (b'"\\u0061"', "a"),
        (b'"\\/"', "/"),
        (b'"\\ud83d\\ude00"', "\U0001f600"),
        (b'"\\u001F"', "\x1f"),
        (b'"\\u0008"', "\b"),
    ],
)
def test_another_form_of_a_value_is_not_canonical(data: bytes, value: Json) -> None:
    assert decode(data) == value
    assert reason_of(data, canonical=True) is Reason.NOT_CANONICAL


@pytest.mark.parametrize(("opening", "inner", "closing"), [("[", "", "]"), ('{"[":', "null", "}")])
def test_the_deepest_value_is_read_and_one_level_more_is_refused(
    opening: str, inner: str, closing: str
) -> None:
    deepest = (opening * MAXIMUM_DEPTH + inner + closing * MAXIMUM_DEPTH).encode()
    assert encode(decode_canonical(deepest)) == deepest
    deeper = opening.encode() + deepest + closing.encode()
    assert reason_of(deeper) is Reason.NOT_HB_JSON


def test_brackets_side_by_side_or_inside_strings_are_not_depth() -> None:
    wide: Json = [[], {}, "[" * 1000, {'{\\"[': ["]"]}] * 100
    assert decode_canonical(encode(wide)) == wide


def too_deep() -> Any:
    value: Any = []
    for _ in range(MAXIMUM_DEPTH):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value", [1, 1.0, b"", {1: "a"}, [0], "\ud800", {"\udfff": "a"}, too_deep()]
)
def test_what_hb_json_cannot_hold_is_our_own_bug(value: Any) -> None:
    with pytest.raises(TypeError):
        encode(value)


@deterministic
@given(st.binary(max_size=70))
def test_base64url_goes_there_and_back(data: bytes) -> None:
    text = base64url(data)
    assert re.fullmatch(r"[A-Za-z0-9_-]*", text)
    assert base64url_decode(text) == data


@deterministic
@given(st.text(st.sampled_from("AQgw-_+/=\n é"), max_size=6) | st.text(max_size=6))
def test_base64url_is_read_from_one_text_only(text: str) -> None:
    try:
        data = base64url_decode(text)
    except Rejection as rejection:
        assert rejection.reason is Reason.INVALID_INPUT  # noqa: PT017 - both outcomes are right
    else:
        assert base64url(data) == text


@pytest.mark.parametrize(
    "text", ["A", "AB", "AAB", "AA==", "AA=", "A A", "AA\n", "++", "//", "AAAA=", "é"]
)
def test_base64url_that_is_not_canonical_is_refused(text: str) -> None:
    with pytest.raises(Rejection) as caught:
        base64url_decode(text)
    assert caught.value.reason is Reason.INVALID_INPUT


@deterministic
@given(st.integers(1 - NAT_LIMIT, NAT_LIMIT - 1))
@example(0)
@example(NAT_LIMIT - 1)
@example(1 - NAT_LIMIT)
def test_integers_go_there_and_back(number: int) -> None:
    assert decimal_decode(decimal(number)) == number


@pytest.mark.parametrize(
    "text",
    [
        *[
            "",
            "-",
            "-0",
            "+1",
            "00",
            "01",
            "-01",
            "1.0",
            "1e3",
            " 1",
            "1\n",
            "1_0",
            "0x1",
            "\u0661",
        ],
        *["²", str(NAT_LIMIT), str(-NAT_LIMIT), "9" * 78, "9" * 79, "9" * 5000],
    ],
)
def test_other_texts_of_integers_are_refused(text: str) -> None:
    with pytest.raises(Rejection) as caught:
        decimal_decode(text)
    assert caught.value.reason is Reason.INVALID_INPUT
