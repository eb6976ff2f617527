"""A signed item (ANS-104), as bytes and as fields (MSG-1 to MSG-10).

Bytes of an item, in order, lengths in bytes:

    signature type 2 | signature | owner | target | anchor
    | number of tags 8 | length of the tag bytes 8 | tag bytes | data

Integers are little-endian. Target and anchor are a presence byte, 0, or 1 and 32 bytes. The data is
the rest. The fields are checked in this order, each completely before the next, so every byte
string is an item or breaks exactly one clause (MSG-33), and an item has exactly one byte string.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, unique
from typing import Final

from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.transition import implements
from hollowbeam.protocol.message.refusal import RefusedAt
from hollowbeam.protocol.message.tags import (
    MAXIMUM_TAG_BYTES,
    MAXIMUM_TAGS,
    Tag,
    check_tag_lengths,
    decode_tags,
)

OPTIONAL_FIELD_BYTES: Final = 32


@unique
class SignatureType(IntEnum):
    """Who can sign: an Arweave wallet, an Ed25519 key, an Ethereum wallet."""

    ARWEAVE = 1
    ED25519 = 2
    ETHEREUM = 3


SIGNATURE_BYTES: Final = {1: 512, 2: 64, 3: 65}
OWNER_BYTES: Final = {1: 512, 2: 32, 3: 65}


@dataclass(frozen=True, slots=True)
class Item:
    """The fields of an item; an absent target or anchor is the empty byte string.

    ``tag_bytes`` are kept as they came: they are what was signed, and one list of tags has many
    encodings.
    """

    signature_type: SignatureType
    signature: bytes
    owner: bytes
    target: bytes
    anchor: bytes
    tag_bytes: bytes
    tags: tuple[Tag, ...]
    data: bytes


_SIGNATURE_TYPES: Final = {int(member): member for member in SignatureType}


@implements("MSG-1", "MSG-2", "MSG-4", "MSG-5", "MSG-7", "MSG-10", "MSG-33")
def parse_item(raw: bytes) -> Item:
    """Read the fields of an item; its signature is not looked at (see ``verify_item``).

    Rejects: UNKNOWN_SIGNATURE_TYPE (MSG-1), TRUNCATED (MSG-2), BAD_PRESENCE_BYTE (MSG-3),
    TOO_MANY_TAGS (MSG-4), TAGS_TOO_LONG (MSG-5), MALFORMED_TAGS (MSG-6), TAG_COUNT_MISMATCH
    (MSG-7), TAG_NAME_LENGTH (MSG-8), TAG_VALUE_LENGTH (MSG-9).
    """
    _require_bytes(raw, 0, 2, "the signature type")
    number = int.from_bytes(raw[:2], "little")
    signature_type = _SIGNATURE_TYPES.get(number)
    if signature_type is None:
        raise RefusedAt(Reason.UNKNOWN_SIGNATURE_TYPE, 0, f"the signature type is {number}")

    owner_start = 2 + SIGNATURE_BYTES[number]
    _require_bytes(raw, 2, owner_start, "the signature")
    target_start = owner_start + OWNER_BYTES[number]
    _require_bytes(raw, owner_start, target_start, "the owner")
    target, anchor_start = _read_optional(raw, target_start, "the target")
    anchor, count_start = _read_optional(raw, anchor_start, "the anchor")

    length_start = count_start + 8
    _require_bytes(raw, count_start, length_start, "the number of tags")
    tag_count = int.from_bytes(raw[count_start:length_start], "little")
    if tag_count > MAXIMUM_TAGS:
        raise RefusedAt(Reason.TOO_MANY_TAGS, count_start, f"{tag_count} tags")
    tags_start = length_start + 8
    _require_bytes(raw, length_start, tags_start, "the length of the tag bytes")
    tag_length = int.from_bytes(raw[length_start:tags_start], "little")
    if tag_length > MAXIMUM_TAG_BYTES:
        raise RefusedAt(Reason.TAGS_TOO_LONG, length_start, f"{tag_length} bytes of tags")
    data_start = tags_start + tag_length
    _require_bytes(raw, tags_start, data_start, "the tag bytes")

    tag_bytes = raw[tags_start:data_start]
    tags = decode_tags(tag_bytes, tags_start)
    if len(tags) != tag_count:
        detail = f"{tag_count} tags are declared, {len(tags)} encoded"
        raise RefusedAt(Reason.TAG_COUNT_MISMATCH, count_start, detail)
    check_tag_lengths(tags, tag_bytes, tags_start)
    return Item(
        signature_type,
        raw[2:owner_start],
        raw[owner_start:target_start],
        target,
        anchor,
        tag_bytes,
        tags,
        raw[data_start:],
    )


def serialize_item(item: Item) -> bytes:
    """Write the fields of an item as its bytes: ``parse_item`` undone, byte for byte."""
    return b"".join(
        (
            item.signature_type.to_bytes(2, "little"),
            item.signature,
            item.owner,
            _optional(item.target),
            _optional(item.anchor),
            len(item.tags).to_bytes(8, "little"),
            len(item.tag_bytes).to_bytes(8, "little"),
            item.tag_bytes,
            item.data,
        )
    )


def _require_bytes(raw: bytes, start: int, end: int, field: str) -> None:
    """Refuse a field that ends past the end of the item.

    Rejects: TRUNCATED (MSG-2).
    """
    if end > len(raw):
        left = max(0, len(raw) - start)
        detail = f"{field} takes {end - start} bytes, {left} are left"
        raise RefusedAt(Reason.TRUNCATED, start, detail)


@implements("MSG-3")
def _read_optional(raw: bytes, start: int, field: str) -> tuple[bytes, int]:
    """Read a presence byte and, if it is 1, the 32 bytes after it; return where the next begins.

    Rejects: TRUNCATED (MSG-2), BAD_PRESENCE_BYTE (MSG-3).
    """
    _require_bytes(raw, start, start + 1, f"the presence byte of {field}")
    presence = raw[start]
    if presence == 0:
        return b"", start + 1
    if presence != 1:
        raise RefusedAt(
            Reason.BAD_PRESENCE_BYTE, start, f"the presence byte of {field} is {presence}"
        )
    end = start + 1 + OPTIONAL_FIELD_BYTES
    _require_bytes(raw, start + 1, end, field)
    return raw[start + 1 : end], end


def _optional(field: bytes) -> bytes:
    return b"\x01" + field if field else b"\x00"
