"""What a refusal tells people: where in the bytes it arose, and a text that says what is there.

Only reasons cross the wire; ``hb message inspect`` shows these.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from hollowbeam.kernel.errors import Reason, Rejection
from hollowbeam.kernel.wallets import Ed25519Wallet
from hollowbeam.protocol.message.bundle import Entry, parse_bundle, read_bundle, serialize_bundle
from hollowbeam.protocol.message.item import Item, parse_item, serialize_item
from hollowbeam.protocol.message.refusal import RefusedAt
from hollowbeam.protocol.message.signing import read_item, sign_item
from hollowbeam.protocol.message.tags import Tag, check_tag_lengths, decode_tags, encode_tags

WALLET = Ed25519Wallet(b"\1" * 32)
TARGET, ANCHOR = b"t" * 32, b"a" * 32
HEAD = 2 + 64 + 32
"""Where the target of an item of type 2 begins, in bytes."""


def item(target: bytes = b"\0", anchor: bytes = b"\0", tags: bytes = b"", count: int = 0) -> bytes:
    """Write an item whose signature is zeros, field by field."""
    numbers = count.to_bytes(8, "little") + len(tags).to_bytes(8, "little")
    return b"\2\0" + bytes(96) + target + anchor + numbers + tags


ITEMS: list[tuple[bytes, Reason, int, str]] = [
    (b"", Reason.TRUNCATED, 0, "the signature type takes 2 bytes, 0 are left"),
    (b"\1", Reason.TRUNCATED, 0, "the signature type takes 2 bytes, 1 are left"),
    (b"\4\0", Reason.UNKNOWN_SIGNATURE_TYPE, 0, "the signature type is 4"),
    (b"\0\1" + bytes(999), Reason.UNKNOWN_SIGNATURE_TYPE, 0, "the signature type is 256"),
    (b"\1\0" + bytes(511), Reason.TRUNCATED, 2, "the signature takes 512 bytes, 511 are left"),
    (b"\2\0" + bytes(63), Reason.TRUNCATED, 2, "the signature takes 64 bytes, 63 are left"),
    (b"\3\0", Reason.TRUNCATED, 2, "the signature takes 65 bytes, 0 are left"),
    (b"\1\0" + bytes(512 + 5), Reason.TRUNCATED, 514, "the owner takes 512 bytes, 5 are left"),
    (item()[: HEAD - 1], Reason.TRUNCATED, 66, "the owner takes 32 bytes, 31 are left"),
    (b"\3\0" + bytes(65), Reason.TRUNCATED, 67, "the owner takes 65 bytes, 0 are left"),
    (
        item()[:HEAD],
        Reason.TRUNCATED,
        HEAD,
        "the presence byte of the target takes 1 bytes, 0 are left",
    ),
    (
        item(target=b"\2"),
        Reason.BAD_PRESENCE_BYTE,
        HEAD,
        "the presence byte of the target is 2",
    ),
    (
        item()[:HEAD] + b"\1" + bytes(31),
        Reason.TRUNCATED,
        HEAD + 1,
        "the target takes 32 bytes, 31 are left",
    ),
    (
        item()[: HEAD + 1],
        Reason.TRUNCATED,
        HEAD + 1,
        "the presence byte of the anchor takes 1 bytes, 0 are left",
    ),
    (
        item(target=b"\1" + TARGET, anchor=b"\xff"),
        Reason.BAD_PRESENCE_BYTE,
        HEAD + 33,
        "the presence byte of the anchor is 255",
    ),
    (
        item()[: HEAD + 1] + b"\1" + bytes(3),
        Reason.TRUNCATED,
        HEAD + 2,
        "the anchor takes 32 bytes, 3 are left",
    ),
    (
        item()[: HEAD + 9],
        Reason.TRUNCATED,
        HEAD + 2,
        "the number of tags takes 8 bytes, 7 are left",
    ),
    (item(count=129), Reason.TOO_MANY_TAGS, HEAD + 2, "129 tags"),
    (
        item(target=b"\1" + TARGET, anchor=b"\1" + ANCHOR, count=2**64 - 1),
        Reason.TOO_MANY_TAGS,
        HEAD + 66,
        "18446744073709551615 tags",
    ),
    (
        item()[: HEAD + 17],
        Reason.TRUNCATED,
        HEAD + 10,
        "the length of the tag bytes takes 8 bytes, 7 are left",
    ),
    (item(tags=bytes(4097)), Reason.TAGS_TOO_LONG, HEAD + 10, "4097 bytes of tags"),
    (
        item(tags=bytes(4096))[:-1],
        Reason.TRUNCATED,
        HEAD + 18,
        "the tag bytes takes 4096 bytes, 4095 are left",
    ),
    (
        item(tags=b"\2\2a\2b\0", count=2),
        Reason.TAG_COUNT_MISMATCH,
        HEAD + 2,
        "2 tags are declared, 1 encoded",
    ),
    (item(count=1), Reason.TAG_COUNT_MISMATCH, HEAD + 2, "1 tags are declared, 0 encoded"),
    (
        item(tags=b"\2\2a\2b\0x", count=1),
        Reason.MALFORMED_TAGS,
        HEAD + 24,
        "bytes follow the end of the array",
    ),
    (
        item(tags=b"\2\0\2b\0", count=1),
        Reason.TAG_NAME_LENGTH,
        HEAD + 19,
        "the name of tag 1 has 0 bytes",
    ),
    (
        item(tags=b"\4\2a\2b\2c\0\0", count=2),
        Reason.TAG_VALUE_LENGTH,
        HEAD + 23,
        "the value of tag 2 has 0 bytes",
    ),
]


def refusal(raw: bytes) -> RefusedAt:
    with pytest.raises(RefusedAt) as refused:
        parse_item(raw)
    return refused.value


@pytest.mark.parametrize(("raw", "reason", "offset", "text"), ITEMS)
def test_an_item_is_refused_at_a_byte_and_for_what_is_there(
    raw: bytes, reason: Reason, offset: int, text: str
) -> None:
    refused = refusal(raw)
    assert (refused.reason, refused.offset) == (reason, offset)
    assert refused.detail == f"{text} (byte {offset})"
    assert str(refused) == f"{reason}: {text} (byte {offset})"


def test_without_a_text_the_meaning_of_the_reason_stands() -> None:
    refused = RefusedAt(Reason.TRUNCATED, 7)
    assert refused.detail == "a field runs past the end of the item (byte 7)"


# Tag bytes, as if they stood at byte 100.
UNENDED = "a number ends neither within ten bytes nor within the tag bytes"
TAGS: list[tuple[bytes, int, str]] = [
    (b"\2\2a\2b", 105, UNENDED),
    (b"\x80", 100, UNENDED),
    (b"\x80" * 10 + b"\0", 100, UNENDED),
    (b"\2" + b"\xff" * 10 + b"\1", 101, UNENDED),
    (b"\2\2a", 103, UNENDED),
    (b"\2\4a", 101, "a length runs past the tag bytes"),
    (b"\2\1a\2b\0", 101, "a length runs past the tag bytes"),
    (b"\2\2a\6b\0", 103, "a length runs past the tag bytes"),
    # 8,193 bytes in three groups; without the weight of the third it would be 65, which are there.
    (b"\2\x82\x80\1" + b"n" * 65 + b"\2v\0", 101, "a length runs past the tag bytes"),
    (b"\0\0", 101, "bytes follow the end of the array"),
    (b"\1\6\2a\2b\0", 100, "a block is not as long as it says"),
    (b"\2\2a\2b\1\x0a\2a\2b\0", 105, "a block is not as long as it says"),
    (b"\1\7\2a\2b\0", 100, "a block is not as long as it says"),
]


@pytest.mark.parametrize(("encoded", "offset", "text"), TAGS)
def test_tag_bytes_are_refused_at_a_byte_and_for_what_is_there(
    encoded: bytes, offset: int, text: str
) -> None:
    with pytest.raises(RefusedAt) as refused:
        decode_tags(encoded, 100)
    assert refused.value.reason is Reason.MALFORMED_TAGS
    assert refused.value.offset == offset
    assert refused.value.detail.startswith(text)
    assert refused.value.detail.endswith(f" (byte {offset})")
    with pytest.raises(RefusedAt) as alone:
        decode_tags(encoded)
    assert alone.value.offset == offset - 100


@pytest.mark.parametrize(
    ("tag", "reason", "text"),
    [
        (Tag(b"", b"v"), Reason.TAG_NAME_LENGTH, "the name of tag 2 has 0 bytes"),
        (Tag(b"n" * 1025, b""), Reason.TAG_NAME_LENGTH, "the name of tag 2 has 1025 bytes"),
        (Tag(b"n", b""), Reason.TAG_VALUE_LENGTH, "the value of tag 2 has 0 bytes"),
        (Tag(b"n", b"v" * 3073), Reason.TAG_VALUE_LENGTH, "the value of tag 2 has 3073 bytes"),
    ],
)
def test_a_tag_of_a_bad_length_is_shown_where_it_begins(
    tag: Tag, reason: Reason, text: str
) -> None:
    longest = Tag(b"n" * 1024, b"v" * 3072)
    tags = (longest, tag, tag)
    with pytest.raises(RefusedAt) as refused:
        check_tag_lengths(tags, encode_tags(tags), 100)
    start = 100 + 1 + 2 + 1024 + 2 + 3072
    assert (refused.value.reason, refused.value.offset) == (reason, start)
    assert refused.value.detail == f"{text} (byte {start})"
    with pytest.raises(RefusedAt) as alone:
        check_tag_lengths(tags, encode_tags(tags))
    assert alone.value.offset == start - 100
    check_tag_lengths((longest, Tag(b"n", b"v")), b"")


@pytest.mark.parametrize(
    ("length", "written"),
    [
        (1, "02"),
        (63, "7e"),
        (64, "8001"),
        (65, "8201"),
        (127, "fe01"),
        (128, "8002"),
        (1024, "8010"),
        (3072, "8030"),
    ],
)
def test_a_length_is_written_in_groups_of_seven_bits(length: int, written: str) -> None:
    value = b"v" * length
    encoded = bytes.fromhex("02026e" + written) + value + b"\0"
    assert encode_tags([(b"n", value)]) == encoded
    assert decode_tags(encoded) == (Tag(b"n", value),)


# Bundles.

GOOD = sign_item(WALLET, data=b"one")
OTHER = sign_item(WALLET, target=TARGET, anchor=ANCHOR, tags=[(b"n", b"v")], data=b"two")
BUNDLE = serialize_bundle([GOOD, OTHER])
SIZES = (len(serialize_item(GOOD)), len(serialize_item(OTHER)))
HEADER = 32 + 2 * 64


@pytest.mark.parametrize(
    ("raw", "offset", "text"),
    [
        (b"", 0, "the number of items takes 32 bytes"),
        (bytes(31), 0, "the number of items takes 32 bytes"),
        (
            b"\3" + BUNDLE[1 : 32 + 2 * 64 + 63],
            0,
            "more items are declared than the 2 whose header would fit",
        ),
        (BUNDLE[:-1], 96, "an item runs past the end of the bundle"),
        (BUNDLE[: HEADER + SIZES[0] - 1], 32, "an item runs past the end of the bundle"),
        (BUNDLE + b"\0", len(BUNDLE), "bytes follow the last item"),
        (bytes(33), 32, "bytes follow the last item"),
    ],
)
def test_a_bundle_is_refused_at_a_byte_and_for_what_is_there(
    raw: bytes, offset: int, text: str
) -> None:
    with pytest.raises(RefusedAt) as refused:
        parse_bundle(raw)
    assert (refused.value.reason, refused.value.offset) == (Reason.MALFORMED_BUNDLE, offset)
    assert refused.value.detail == f"{text} (byte {offset})"


def test_an_entry_knows_its_bytes_its_id_and_where_it_begins() -> None:
    ids = (BUNDLE[64:96], BUNDLE[128:160])
    start, middle = HEADER, HEADER + SIZES[0]
    assert parse_bundle(BUNDLE) == (
        Entry(ids[0], BUNDLE[start:middle], start),
        Entry(ids[1], BUNDLE[middle:], middle),
    )
    assert read_bundle(BUNDLE) == (GOOD, OTHER)
    assert parse_bundle(bytes(32)) == ()


def test_an_entry_is_refused_for_its_item_before_its_id() -> None:
    swapped = BUNDLE[:64] + BUNDLE[128:160] + BUNDLE[96:]
    first, second = read_bundle(swapped)
    assert isinstance(first, Rejection)
    assert (first.reason, second) == (Reason.ID_MISMATCH, OTHER)
    assert str(first) == "ID_MISMATCH: the id in the header is not the id of the item"
    broken = serialize_bundle([replace(GOOD, data=b"!"), OTHER])
    first, second = read_bundle(broken)
    assert isinstance(first, Rejection)
    assert (first.reason, second) == (Reason.INVALID_ED25519_SIGNATURE, OTHER)


# Signing.


@pytest.mark.parametrize(
    ("target", "anchor"), [(b"t" * 31, b""), (b"", b"a" * 33), (b"t", ANCHOR), (TARGET, b"a")]
)
def test_a_target_or_anchor_of_another_length_is_not_signed(target: bytes, anchor: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes") as refused:
        sign_item(WALLET, target=target, anchor=anchor)
    assert str(refused.value) == "a target or an anchor has 32 bytes, or none"


def test_what_is_not_given_is_absent() -> None:
    plain = sign_item(WALLET)
    assert (plain.target, plain.anchor, plain.tags, plain.data) == (b"", b"", (), b"")
    assert serialize_item(plain) == b"\2\0" + plain.signature + WALLET.owner + bytes(18)
    assert isinstance(read_item(serialize_item(plain)), Item)
