"""Malformed items: real ones corrupted, written against the grammar, forged, and from nothing.

All that is drawn comes from one ``Random``, so a seed and a number name an item for ever.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

from hollowbeam.kernel.encoding import base64url_decode
from hollowbeam.kernel.hashing import deep_hash
from hollowbeam.protocol.message.item import serialize_item
from hollowbeam.protocol.message.signing import sign_item
from hollowbeam.protocol.message.tags import encode_tags
from hollowbeam_conformance.differential.fields import (
    OWNER_BYTES,
    SIGNATURE_BYTES,
    signed,
    wallets,
)
from hollowbeam_conformance.differential.forgeries import forged

ARBUNDLES_ITEMS: Final = (
    Path(__file__).resolve().parents[3] / "reference_impl/tests/data/arbundles_items.json"
)
"""Items that arbundles made, frozen: salted signatures differ each time."""

Tags = list[tuple[bytes, bytes]]

_NAMES: Final = (b"Data-Protocol", b"Variant", b"Type", b"Action", b"a", "größe".encode(), b"\xff")
_EDGES: Final = (0, 1, 2, 63, 64, 1023, 1024, 1025, 3071, 3072, 3073)
_COUNTS: Final = (0, 1, 127, 128, 129, 2**31, 2**32, 2**53, 2**63, 2**64 - 1)
_LENGTHS: Final = (0, 1, 4095, 4096, 4097, 2**32, 2**63, 2**64 - 1)
_LONGS: Final = (-(2**63), -(2**31), -129, -2, -1, 0, 1, 64, 8191, 2**28, 2**31, 2**53, 2**63 - 1)


def draw(random: Random) -> bytes:
    """Draw one item."""
    return random.choices(_WAYS, _WEIGHTS)[0](random)


def from_nothing(random: Random) -> bytes:
    """Draw bytes, some of them with a signature type that is known, or nearly."""
    raw = random.randbytes(random.choice((0, 1, 2, 16, 79, 80, 100, 120, 200, 1200)))
    if _happens(random, 70):
        raw = random.choice((0, 1, 2, 3, 4, 5, 6, 7, 8, 256)).to_bytes(2, "little") + raw
    return raw


def corrupted(random: Random) -> bytes:
    """Change a few bytes of a real item, whose signature then seldom holds."""
    raw = random.choice(_light(random, real_items()))
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        raw = _changed(random, raw, random.randrange(len(raw) + 1))
    return raw


def resigned(random: Random) -> bytes:
    """Change a real item behind its owner, and sign it again."""
    raw = random.choice(_light(random, own_items()))
    kind = raw[0]
    body = 2 + SIGNATURE_BYTES[kind] + OWNER_BYTES[kind]
    for _ in range(random.choice((1, 1, 2, 3))):
        if len(raw) <= body:
            break
        # Most of what can go wrong stands before the data.
        last = min(len(raw), body + 100) if _happens(random, 80) else len(raw)
        raw = _changed(random, raw, random.randrange(body, last))
    return signed(raw)


def ungrammatical(random: Random) -> bytes:
    """Write an item field by field, each of them right or wrong, and sign it."""
    kind = random.choices((1, 2, 3, 4, 5), (2, 20, 76, 1, 1))[0]
    wallet = wallets()[kind]
    tags = _tags(random)
    tag_bytes = _tag_bytes(random, tags)
    count = random.choice((*_COUNTS, len(tags) + 1)) if _happens(random, 20) else len(tags)
    length = len(tag_bytes)
    if _happens(random, 12):
        length = random.choice((*_LENGTHS, length + 1, abs(length - 1)))
    raw = b"".join(
        (
            kind.to_bytes(2, "little"),
            bytes(SIGNATURE_BYTES[kind]),
            wallet.owner,
            _optional(random),
            _optional(random),
            count.to_bytes(8, "little"),
            length.to_bytes(8, "little"),
            tag_bytes,
            random.randbytes(random.choice((0, 0, 1, 32, 40))),
        )
    )
    if _happens(random, 5):
        raw = raw[: random.randrange(2 + SIGNATURE_BYTES[kind] + len(wallet.owner), len(raw))]
    return signed(raw)


_WAYS: Final[Sequence[Callable[[Random], bytes]]] = (
    from_nothing,
    corrupted,
    resigned,
    ungrammatical,
    forged,
)
_WEIGHTS: Final = (10, 25, 20, 35, 10)


@cache
def own_items() -> tuple[bytes, ...]:
    """Sign well-formed items of the three signature types."""
    target = deep_hash(b"target")[:32]
    anchor = deep_hash(b"anchor")[:32]
    tags = [(b"Data-Protocol", b"HollowBEAM"), (b"Variant", b"HB.1"), (b"Action", b"Transfer")]
    drafts: list[tuple[bytes, bytes, Tags, bytes]] = [
        (b"", b"", [], b""),
        (target, anchor, tags, b'{"amount":"1"}'),
        (target, b"", tags[:1], b""),
        (b"", anchor, [(b"n" * 900, b"v" * 3000)], b"{}"),
    ]
    return tuple(
        serialize_item(sign_item(wallets()[kind], target=to, anchor=once, tags=pairs, data=data))
        for kind in (1, 2, 3)
        for to, once, pairs, data in drafts
    )


@cache
def real_items() -> tuple[bytes, ...]:
    """Give our items and those of arbundles."""
    frozen = json.loads(ARBUNDLES_ITEMS.read_text(encoding="utf-8"))["items"]
    return own_items() + tuple(base64url_decode(entry["item"]) for entry in frozen.values())


def _happens(random: Random, percent: int) -> bool:
    """Say yes in so many of a hundred draws."""
    return random.randrange(100) < percent


def _light(random: Random, items: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Choose the signature type as it is cheap to check: others tell no more, and cost more."""
    kind = random.choices((1, 2, 3), (5, 25, 70))[0]
    return tuple(item for item in items if item[0] == kind)


def _changed(random: Random, raw: bytes, place: int) -> bytes:
    """Make one small change at a place."""
    before, after = raw[:place], raw[place:]
    length = random.choice((1, 1, 2, 8, 32))
    edge = random.choice((b"\x00", b"\x01", b"\x02", b"\x7f", b"\x80", b"\xff"))
    flipped = after[:1] and bytes((after[0] ^ 1 << random.randrange(8),))
    return before + random.choice(
        (
            random.randbytes(1) + after[1:],
            edge + after[1:],
            flipped + after[1:],
            after[length:],
            random.randbytes(length) + after,
            after[:length] + after,
            b"",
        )
    )


def _optional(random: Random) -> bytes:
    """Write a target or an anchor."""
    if _happens(random, 50):
        return b"\x00"
    if _happens(random, 80):
        return b"\x01" + random.randbytes(32)
    presence = bytes((random.choice((0, 1, 2, 3, 128, 255)),))
    return presence + random.randbytes(random.choice((0, 31, 32, 33)))


def _tags(random: Random) -> Tags:
    """Draw tags, a few of them beyond a limit."""
    if _happens(random, 3):
        many = random.choice((127, 128, 129, 130, 500))
        return [(b"n", b"v")] * many
    size = random.choice((0, 0, 1, 1, 2, 3, 4))
    return [(_text(random, random.choice(_NAMES)), _text(random, b"value")) for _ in range(size)]


def _text(random: Random, usual: bytes) -> bytes:
    if _happens(random, 90):
        return usual
    return random.choice((b"x", b"\xe2\x28", b"\xf0\x9f\x92\xa1")) * random.choice(_EDGES)


def _tag_bytes(random: Random, tags: Tags) -> bytes:
    """Encode tags as wallets do, or in one of the ways that Avro knows, or in none of them."""
    if _happens(random, 40):
        return encode_tags(tags)
    cut = random.randrange(len(tags) + 1)
    tag_bytes = b"".join(_block(random, part) for part in (tags[:cut], tags[cut:]) if part)
    if tags or _happens(random, 50):
        tag_bytes += long(0, random.choice((0, 0, 0, 0, 1, 9)))
    if _happens(random, 50):
        return tag_bytes
    place = random.randrange(len(tag_bytes) + 1)
    if _happens(random, 75):
        return _changed(random, tag_bytes, place)
    number = long(random.choice(_LONGS), random.choice((0, 0, 0, 1, 4)))
    return tag_bytes[:place] + number + tag_bytes[place + random.choice((0, 1)) :]


def _block(random: Random, tags: Tags) -> bytes:
    """Write a block, of any form, now and then of a false size."""
    body = b"".join(_long(random, len(part)) + part for tag in tags for part in tag)
    if _happens(random, 50):
        return _long(random, len(tags)) + body
    size = len(body)
    if _happens(random, 20):
        size = random.choice((*_LONGS, size + 1, size - 1))
    return _long(random, -len(tags)) + _long(random, size) + body


def _long(random: Random, number: int) -> bytes:
    return long(number, random.choice((1, 2, 8, 9, 12)) if _happens(random, 10) else 0)


def long(number: int, extra: int = 0) -> bytes:
    """Write an Avro long, ``extra`` bytes longer than it needs to be."""
    rest = 2 * number if number >= 0 else -2 * number - 1
    groups = bytearray()
    while rest >= 128:  # noqa: PLR2004 - seven bits a group
        groups.append(rest % 128)
        rest //= 128
    groups.append(rest)
    groups += bytes(extra)
    return bytes(group | 128 for group in groups[:-1]) + groups[-1:]
