"""Typed values as HB-JSON values and back, by the annotations of frozen dataclasses.

| type | HB-JSON |
|---|---|
| frozen dataclass | object with exactly its fields |
| ``Nat`` | decimal string, from 0 to 2**256 - 1 |
| ``int`` | decimal string, between -2**256 and 2**256, both excluded |
| NewType of ``str`` | an id: 43 characters, base64url of 32 bytes |
| ``str``, ``bool`` | string, boolean |
| enum whose values are strings | the value of the member |
| ``None`` | null; written, never read |
| ``bytes`` | base64url |
| tuple | array |
| ``Json`` | itself |
| ``Map`` | object from the text of a key to the value; written for views, never read |

Writing follows the value and is total on these types, so that a default id (``""``) has an
encoding; reading follows the type and is strict. A codec is composed once for each type.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any, NewType, TypeVar, cast, get_args, get_origin, get_type_hints

from hollowbeam.kernel.encoding import (
    Json,
    base64url,
    base64url_decode,
    decimal,
    decimal_decode,
)
from hollowbeam.kernel.errors import Reason, Rejection
from hollowbeam.kernel.vocabulary import Nat

Record = TypeVar("Record")
Writer = Callable[[Any], Json]
Reader = Callable[[Json], Any]

ID_SIZE = 32
ID_LENGTH = 43


def to_json(value: object) -> Json:
    """Give the HB-JSON value of a typed value.

    Raises TypeError for a type that has none; that is a bug of ours.
    """
    tp: Any = type(value)
    return _writer(tp)(value)


def from_json(tp: type[Record], json: Json) -> Record:
    """Read a typed value.

    Rejects: INVALID_INPUT, the detail naming the field that does not have its type.
    Raises TypeError for a type that cannot be read; that is a bug of ours.
    """
    read = _reader(cast(Any, tp))
    return cast(Record, read(json))


def key_text(key: object) -> str:
    """Write a key of a Map as text: the parts of a tuple joined by ``/``."""
    if isinstance(key, tuple):
        return "/".join(map(key_text, key))
    return cast(str, to_json(key))


@cache
def _writer(tp: Any) -> Writer:  # noqa: PLR0911 - one return for each row of the table above
    """Compose what writes values of exactly this type."""
    if tp in _JSON:
        return _identity
    if issubclass(tp, Enum):
        return _write_member
    if tp is int:
        return decimal
    if tp is bytes:
        return base64url
    if issubclass(tp, tuple):
        return _write_tuple
    if isinstance(tp, type) and is_dataclass(tp):
        return _dataclass_writer(tp)
    if hasattr(tp, "items"):
        return _write_entries
    raise TypeError(f"{tp.__name__} has no HB-JSON")


_SCALARS = frozenset({str, bool, NoneType})
_JSON = _SCALARS | {dict, list}
"""The types of HB-JSON values, which stand for themselves."""


def _identity(value: Any) -> Any:
    return value


def _write_member(value: Enum) -> Json:
    return cast(str, value.value)


def _write_tuple(value: tuple[object, ...]) -> Json:
    return [to_json(element) for element in value]


def _write_entries(value: Any) -> Json:
    return {key_text(key): to_json(element) for key, element in value.items()}


def _dataclass_writer(tp: type) -> Writer:
    names = tuple(field.name for field in fields(tp))

    def write(value: Any) -> Json:
        return {name: to_json(getattr(value, name)) for name in names}

    return write


@cache
def _reader(tp: Any) -> Reader:  # noqa: PLR0911 - one return for each row of the table above
    """Compose what reads values of this type."""
    if isinstance(tp, NewType):
        return _new_type_reader(tp)
    if get_origin(tp) is tuple:
        return _tuple_reader(get_args(tp))
    if set(get_args(tp)) >= _SCALARS:
        return _identity
    if tp is str:
        return _read_text
    if tp is bool:
        return _read_boolean
    if tp is int:
        return _read_integer
    if tp is bytes:
        return _read_bytes
    if isinstance(tp, type) and issubclass(tp, Enum):
        return _enum_reader(tp)
    if isinstance(tp, type) and is_dataclass(tp):
        return _dataclass_reader(tp)
    raise TypeError(f"{tp} cannot be read from HB-JSON")


def _new_type_reader(tp: NewType) -> Reader:
    if tp is Nat:
        return _read_natural
    if tp.__supertype__ is str:
        return _read_id
    return _reader(tp.__supertype__)


def _read_text(json: Json) -> str:
    if not isinstance(json, str):
        raise _invalid("not a string")
    return json


def _read_boolean(json: Json) -> bool:
    if not isinstance(json, bool):
        raise _invalid("not a boolean")
    return json


def _read_integer(json: Json) -> int:
    return decimal_decode(_read_text(json))


def _read_natural(json: Json) -> int:
    number = decimal_decode(_read_text(json))
    if number < 0:
        raise _invalid("negative")
    return number


def _read_bytes(json: Json) -> bytes:
    return base64url_decode(_read_text(json))


def _read_id(json: Json) -> str:
    text = _read_text(json)
    # The length first: it bounds the work on a long text.
    if len(text) != ID_LENGTH or len(base64url_decode(text)) != ID_SIZE:
        raise _invalid("not an id")
    return text


def _enum_reader(tp: type[Enum]) -> Reader:
    members = {member.value: member for member in tp}

    def read(json: Json) -> Enum:
        member = members.get(_read_text(json))
        if member is None:
            raise _invalid(f"not a {tp.__name__}")
        return member

    return read


def _tuple_reader(types: tuple[Any, ...]) -> Reader:
    if len(types) == 2 and types[1] is ...:  # noqa: PLR2004 - tuple[X, ...]
        return _many_reader(_reader(types[0]))
    readers = tuple(map(_reader, types))

    def read(json: Json) -> tuple[Any, ...]:
        if not isinstance(json, list) or len(json) != len(readers):
            raise _invalid(f"not an array of {len(readers)}")
        return tuple(
            _read_part(str(index), read_element, element)
            for index, (read_element, element) in enumerate(zip(readers, json, strict=True))
        )

    return read


def _many_reader(read_element: Reader) -> Reader:
    def read(json: Json) -> tuple[Any, ...]:
        if not isinstance(json, list):
            raise _invalid("not an array")
        return tuple(
            _read_part(str(index), read_element, element) for index, element in enumerate(json)
        )

    return read


def _dataclass_reader(tp: type) -> Reader:
    hints = get_type_hints(tp)
    readers = {field.name: _reader(hints[field.name]) for field in fields(tp)}

    def read(json: Json) -> Any:
        if not isinstance(json, dict):
            raise _invalid("not an object")
        if json.keys() != readers.keys():
            missing = sorted(readers.keys() - json.keys())
            unknown = sorted(json.keys() - readers.keys())
            raise _invalid(f"missing fields {missing}, unknown fields {unknown}")
        return tp(**{name: _read_part(name, readers[name], json[name]) for name in readers})

    return read


def _read_part(name: str, read: Reader, json: Json) -> Any:
    """Read a part of a value; where it is refused, name it."""
    try:
        return read(json)
    except Rejection as rejection:
        raise _invalid(f"{name}: {rejection.detail}") from None


def _invalid(detail: str) -> Rejection:
    return Rejection(Reason.INVALID_INPUT, detail)
