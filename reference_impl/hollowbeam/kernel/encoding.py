"""HB-JSON, the one encoding of structured values: RFC 8785 without numbers (MSG-22, MSG-23).

A value is an object, an array, a string, a boolean or null, at most ``MAXIMUM_DEPTH`` objects and
arrays deep. Integers are decimal strings, bytes are unpadded base64url. Each value has exactly one
canonical encoding. Decoding is total and takes time linear in the input: any bytes give a value or
a ``Rejection``.
"""

from __future__ import annotations

import json
import re
from binascii import Error as Base64Error
from binascii import a2b_base64, b2a_base64
from json.encoder import encode_basestring
from typing import Any, NoReturn, TypeAlias, cast

from hollowbeam.kernel.errors import Reason, Rejection
from hollowbeam.kernel.transition import implements
from hollowbeam.kernel.vocabulary import NAT_LIMIT

Json: TypeAlias = "dict[str, Json] | list[Json] | str | bool | None"

MAXIMUM_DEPTH = 64
"""Objects and arrays inside each other, the outermost counted as 1."""

_DECIMAL = re.compile(r"0|-?[1-9][0-9]{0,77}")
# The end of a string may be missing, so that each attempt at a match ends where the next begins.
_NESTING = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)
_TO_URL = bytes.maketrans(b"+/", b"-_")
_FROM_URL = bytes.maketrans(b"-_", b"+/")


def encode(value: Json) -> bytes:
    """Write the canonical encoding of a value (MSG-23).

    Raises TypeError for what HB-JSON cannot hold; that is a bug of ours, never bad input.
    """
    try:
        return _text(value, MAXIMUM_DEPTH).encode()
    except UnicodeEncodeError as error:
        raise TypeError("HB-JSON has no lone surrogates") from error


def _text(value: Any, depth: int) -> str:
    """Write a value of which at most ``depth`` levels are left."""
    if isinstance(value, str):
        # Escapes exactly the quote, the backslash and what lies below U+0020, as RFC 8785 does.
        return encode_basestring(value)
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if depth == 0:
        raise TypeError(f"HB-JSON is at most {MAXIMUM_DEPTH} levels deep")
    if isinstance(value, dict):
        members = [
            encode_basestring(key) + ":" + _text(value[key], depth - 1) for key in _ordered(value)
        ]
        return "{" + ",".join(members) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join([_text(element, depth - 1) for element in value]) + "]"
    raise TypeError(f"HB-JSON has no {type(value).__name__}")


def _ordered(value: dict[str, Json]) -> list[str]:
    """Order the keys by their UTF-16 code units, as RFC 8785 asks."""
    if "".join(value).isascii():
        return sorted(value)
    return sorted(value, key=_utf_16)


def _utf_16(key: str) -> bytes:
    return key.encode("utf-16-be")


@implements("MSG-22")
def decode(data: bytes) -> Json:
    """Read one value; whitespace, escapes and the order of keys are free (MSG-22).

    Rejects: NOT_HB_JSON for anything else, among it numbers, duplicate keys, lone surrogates, a
    byte order mark, more than ``MAXIMUM_DEPTH`` levels, and bytes after the value.
    """
    try:
        text = data.decode()
        _refuse_deep(text)
        value = cast(Json, _DECODER.decode(text))
        if "\\u" in text:
            encode(value)  # An escape can name half of a surrogate pair; no encoding has it.
    except (ValueError, TypeError) as error:
        raise Rejection(Reason.NOT_HB_JSON, str(error)) from error
    return value


@implements("MSG-23")
def decode_canonical(data: bytes) -> Json:
    """Read one value from its canonical encoding (MSG-23).

    Rejects: NOT_HB_JSON as ``decode`` does; NOT_CANONICAL where the value has another encoding.
    """
    value = decode(data)
    if encode(value) != data:
        raise Rejection(Reason.NOT_CANONICAL)
    return value


def _refuse_deep(text: str) -> None:
    """Look for too many levels before a recursive reader meets them."""
    if text.count("[") + text.count("{") <= MAXIMUM_DEPTH:
        return
    depth = 0
    for match in _NESTING.finditer(text):
        mark = match[0]
        if mark in "[{":
            depth += 1
            if depth > MAXIMUM_DEPTH:
                raise ValueError(f"more than {MAXIMUM_DEPTH} levels")
        elif mark in "]}":
            depth -= 1


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """Build an object, whose keys must differ."""
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a key stands twice in an object")
    return members


def _refuse_number(_: str) -> NoReturn:
    raise ValueError("a number; integers are decimal strings")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_float=_refuse_number,
    parse_int=_refuse_number,
    parse_constant=_refuse_number,
)


def base64url(data: bytes) -> str:
    """Write bytes as base64url without padding (RFC 4648, section 5)."""
    return b2a_base64(data, newline=False).translate(_TO_URL).rstrip(b"=").decode("ascii")


def base64url_decode(text: str) -> bytes:
    """Read bytes from the one text that ``base64url`` writes for them.

    Rejects: INVALID_INPUT for padding, other characters, and bits beyond the last byte.
    """
    try:
        data = a2b_base64(text.encode("ascii").translate(_FROM_URL) + b"==")
    except (UnicodeEncodeError, Base64Error) as error:
        raise Rejection(Reason.INVALID_INPUT, "not base64url") from error
    if base64url(data) != text:
        raise Rejection(Reason.INVALID_INPUT, "not canonical base64url")
    return data


def decimal(number: int) -> str:
    """Write an integer as its decimal text."""
    return str(number)


def decimal_decode(text: str) -> int:
    """Read an integer between -2**256 and 2**256, both excluded, from ``0|-?[1-9][0-9]*``.

    Rejects: INVALID_INPUT.
    """
    if _DECIMAL.fullmatch(text) is None:
        raise Rejection(Reason.INVALID_INPUT, "not a decimal integer")
    number = int(text)
    if not -NAT_LIMIT < number < NAT_LIMIT:
        raise Rejection(Reason.INVALID_INPUT, "2**256 or more in size")
    return number
