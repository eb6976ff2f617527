"""The tags of an item: an Avro array of (name, value) records of bytes (MSG-6 to MSG-9).

Encoded, the array is a sequence of blocks, ended by a block of no tags (one zero byte). A block is
a count and that many tags; a negative count is followed by the size in bytes of the block's tags.
Counts and lengths are Avro longs: zig-zag integers of 64 bits in groups of seven, least
significant group first. A long may be longer than it needs to be, up to ten bytes, since deployed
decoders accept it and the signature covers the bytes as they stand (MSG-11). An item without tags
has no tag bytes at all; the encoding of the empty array, one zero byte, says the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.transition import implements
from hollowbeam.protocol.message.refusal import RefusedAt

MAXIMUM_TAGS = 128
MAXIMUM_TAG_BYTES = 4096
MAXIMUM_NAME_BYTES = 1024
MAXIMUM_VALUE_BYTES = 3072

_LONG_BYTES = 10


class Tag(NamedTuple):
    """A name and a value: byte strings, which nobody reads as text before it must."""

    name: bytes
    value: bytes


@implements("MSG-6")
def zig_zag_decode(number: int) -> int:
    """Read an unsigned number as a signed one: 0, 1, 2, 3, 4 stand for 0, -1, 1, -2, 2."""
    if number % 2 == 0:
        return number // 2
    return -(number // 2) - 1


def zig_zag_encode(number: int) -> int:
    """Undo ``zig_zag_decode``."""
    if number >= 0:
        return 2 * number
    return -2 * number - 1


@implements("MSG-6")
def decode_tags(
    encoded: bytes, offset: int = 0, starts: list[int] | None = None
) -> tuple[Tag, ...]:
    """Decode tag bytes; ``offset`` is where they stand in the item, for the refusal's sake.

    Where each tag begins is appended to ``starts``.

    Rejects: MALFORMED_TAGS (MSG-6).
    """
    if not encoded:
        return ()
    tags: list[Tag] = []
    position = 0
    while True:
        block = position
        count, position = _read_long(encoded, position, offset)
        if count == 0:
            break
        end = None
        if count < 0:
            size, position = _read_long(encoded, position, offset)
            count, end = -count, position + size
        while count:
            # Every tag takes two bytes at least, so a count beyond the bytes ends in a refusal.
            if starts is not None:
                starts.append(position)
            name, position = _read_bytes(encoded, position, offset)
            value, position = _read_bytes(encoded, position, offset)
            tags.append(Tag(name, value))
            count -= 1
        if end is not None and end != position:
            raise RefusedAt(
                Reason.MALFORMED_TAGS, offset + block, "a block is not as long as it says"
            )
    if position != len(encoded):
        raise RefusedAt(
            Reason.MALFORMED_TAGS, offset + position, "bytes follow the end of the array"
        )
    return tuple(tags)


@implements("MSG-8", "MSG-9")
def check_tag_lengths(tags: tuple[Tag, ...], encoded: bytes, offset: int = 0) -> None:
    """Refuse a name or a value that is empty or too long, tag by tag, the name first.

    ``encoded`` are the bytes that the tags were decoded from.

    Rejects: TAG_NAME_LENGTH (MSG-8), TAG_VALUE_LENGTH (MSG-9).
    """
    for index, (name, value) in enumerate(tags):
        if not 1 <= len(name) <= MAXIMUM_NAME_BYTES:
            start = offset + _start_of(encoded, index)
            detail = f"the name of tag {index + 1} has {len(name)} bytes"
            raise RefusedAt(Reason.TAG_NAME_LENGTH, start, detail)
        if not 1 <= len(value) <= MAXIMUM_VALUE_BYTES:
            start = offset + _start_of(encoded, index)
            detail = f"the value of tag {index + 1} has {len(value)} bytes"
            raise RefusedAt(Reason.TAG_VALUE_LENGTH, start, detail)


def _start_of(encoded: bytes, index: int) -> int:
    """Find where a tag begins, once it is to be shown."""
    starts: list[int] = []
    decode_tags(encoded, 0, starts)
    return starts[index]


def encode_tags(tags: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Encode tags as deployed wallets do: one block with a positive count, or nothing at all."""
    parts = [
        part
        for name, value in tags
        for part in (_encode_long(len(name)), name, _encode_long(len(value)), value)
    ]
    if not parts:
        return b""
    return b"".join((_encode_long(len(parts) // 4), *parts, b"\x00"))


def _read_bytes(encoded: bytes, position: int, offset: int) -> tuple[bytes, int]:
    """Read a length and that many bytes."""
    length, start = _read_long(encoded, position, offset)
    end = start + length
    if length < 0 or end > len(encoded):
        raise RefusedAt(
            Reason.MALFORMED_TAGS, offset + position, "a length runs past the tag bytes"
        )
    return encoded[start:end], end


def _read_long(encoded: bytes, position: int, offset: int) -> tuple[int, int]:
    """Read an Avro long of at most ten bytes.

    One of more than 64 bits needs no refusal here: no count, size or length is so large and right.
    """
    number = 0
    weight = 1
    for index, byte in enumerate(encoded[position : position + _LONG_BYTES], position + 1):
        if byte < 128:  # noqa: PLR2004 - the last group has no continuation bit
            return zig_zag_decode(number + byte * weight), index
        number += (byte - 128) * weight
        weight *= 128
    detail = "a number ends neither within ten bytes nor within the tag bytes"
    raise RefusedAt(Reason.MALFORMED_TAGS, offset + position, detail)


def _encode_long(number: int) -> bytes:
    """Write an Avro long in as few bytes as it needs."""
    rest = zig_zag_encode(number)
    groups = bytearray()
    while rest >= 128:  # noqa: PLR2004 - the base of the groups
        groups.append(rest % 128 + 128)
        rest //= 128
    groups.append(rest)
    return bytes(groups)
