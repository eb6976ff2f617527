"""A bundle: several items in one byte string (ANS-104, MSG-19 to MSG-21).

Bytes: the number of items (32), for each item its size (32) and its id (32), then the items one
after another, and nothing else. Integers are little-endian.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from hollowbeam.kernel.errors import Reason, Rejection, require
from hollowbeam.kernel.transition import implements
from hollowbeam.protocol.message.item import Item, serialize_item
from hollowbeam.protocol.message.refusal import RefusedAt
from hollowbeam.protocol.message.signing import read_item

_NUMBER_BYTES: Final = 32
_ENTRY_BYTES: Final = 64


@dataclass(frozen=True, slots=True)
class Entry:
    """The bytes of one item, the id that the header gives it, and where in the bundle it begins."""

    id: bytes
    raw: bytes
    offset: int


@implements("MSG-19")
def parse_bundle(raw: bytes) -> tuple[Entry, ...]:
    """Cut a bundle into the bytes of its items. No item is looked at yet.

    The work is linear in the length of the bundle, whatever count and sizes it declares.

    Rejects: MALFORMED_BUNDLE (MSG-19).
    """
    if len(raw) < _NUMBER_BYTES:
        raise RefusedAt(Reason.MALFORMED_BUNDLE, 0, "the number of items takes 32 bytes")
    count = int.from_bytes(raw[:_NUMBER_BYTES], "little")
    room = (len(raw) - _NUMBER_BYTES) // _ENTRY_BYTES
    if count > room:
        detail = f"more items are declared than the {room} whose header would fit"
        raise RefusedAt(Reason.MALFORMED_BUNDLE, 0, detail)
    position = _NUMBER_BYTES + count * _ENTRY_BYTES
    entries = []
    for start in range(_NUMBER_BYTES, position, _ENTRY_BYTES):
        id_start = start + _NUMBER_BYTES
        end = position + int.from_bytes(raw[start:id_start], "little")
        if end > len(raw):
            raise RefusedAt(
                Reason.MALFORMED_BUNDLE, start, "an item runs past the end of the bundle"
            )
        entries.append(Entry(raw[id_start : start + _ENTRY_BYTES], raw[position:end], position))
        position = end
    if position != len(raw):
        raise RefusedAt(Reason.MALFORMED_BUNDLE, position, "bytes follow the last item")
    return tuple(entries)


@implements("MSG-20", "MSG-21")
def read_bundle(raw: bytes) -> tuple[Item | Rejection, ...]:
    """Read every item of a bundle; a bad one is its rejection, in its place.

    An entry is refused for what is wrong with its item, else for its id (ID_MISMATCH, MSG-20).

    Rejects: MALFORMED_BUNDLE (MSG-19), the bundle as a whole.
    """
    return tuple(map(_read_entry, parse_bundle(raw)))


def _read_entry(entry: Entry) -> Item | Rejection:
    try:
        item = read_item(entry.raw)
        require(sha256(item.signature).digest() == entry.id, Reason.ID_MISMATCH)
    except Rejection as rejection:
        return rejection
    return item


def serialize_bundle(items: Sequence[Item]) -> bytes:
    """Write items as a bundle, in order."""
    bodies = [serialize_item(item) for item in items]
    header = [len(items).to_bytes(_NUMBER_BYTES, "little")]
    for item, body in zip(items, bodies, strict=True):
        header.append(len(body).to_bytes(_NUMBER_BYTES, "little"))
        header.append(sha256(item.signature).digest())
    return b"".join((*header, *bodies))
