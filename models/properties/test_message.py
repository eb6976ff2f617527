"""Room message: reading and writing, totality, signatures, names (MSG-1 to MSG-18, MSG-33)."""

import re
import sys
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from types import FrameType
from typing import Any

import fastavro
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hollowbeam.kernel.encoding import base64url, base64url_decode, decode
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.hashing import Tag as HashTag
from hollowbeam.kernel.hashing import deep_hash, tagged_hash
from hollowbeam.kernel.wallets import ArweaveWallet, Ed25519Wallet, EthereumWallet, Wallet
from hollowbeam.protocol.message.bundle import parse_bundle, read_bundle
from hollowbeam.protocol.message.item import Item, parse_item, serialize_item
from hollowbeam.protocol.message.refusal import RefusedAt
from hollowbeam.protocol.message.signing import (
    address_of,
    item_digest,
    item_id,
    read_item,
    sign_fields,
    sign_item,
    signed_hash,
)
from hollowbeam.protocol.message.tags import (
    MAXIMUM_TAG_BYTES,
    Tag,
    decode_tags,
    encode_tags,
    zig_zag_decode,
    zig_zag_encode,
)
from hollowbeam_models.random_items import (
    TAG_LISTS,
    encodings,
    mutated,
    outcome_of,
    reason_of,
    signed_items,
    unsigned_items,
    write_long,
)

ROOT = Path(__file__).parents[2]
FROM_ARBUNDLES: Any = decode(
    re.sub(
        rb'("signature_type": )(\d)',
        rb'\1"\2"',
        (ROOT / "reference_impl/tests/data/arbundles_items.json").read_bytes(),
    )
)

ED25519 = Ed25519Wallet(
    bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
)
ETHEREUM = EthereumWallet(bytes(31) + b"\x07")
ARWEAVE = ArweaveWallet.from_jwk(FROM_ARBUNDLES["keys"]["arweave"])
WALLETS: tuple[Wallet, ...] = (ARWEAVE, ED25519, ETHEREUM)

READING = {reason for reason in Reason if reason.clause in {f"MSG-{n}" for n in range(1, 10)}}
VERIFYING = {reason for reason in Reason if reason.clause in {f"MSG-{n}" for n in range(12, 16)}}
ADMITTING = {reason for reason in Reason if reason.clause in {f"MSG-{n}" for n in range(22, 32)}}


def deterministic(examples: int) -> settings:
    return settings(derandomize=True, deadline=None, max_examples=examples)


# Reading and writing (MSG-1 to MSG-10).


@deterministic(200)
@given(unsigned_items(WALLETS))
def test_what_is_written_is_read_and_what_is_read_is_written(item: Item) -> None:
    raw = serialize_item(item)
    assert parse_item(raw) == item
    assert serialize_item(parse_item(raw)) == raw


@deterministic(300)
@given(st.binary(max_size=300) | mutated(unsigned_items(WALLETS).map(serialize_item)))
def test_any_bytes_are_an_item_or_break_one_clause_of_reading(raw: bytes) -> None:
    found = outcome_of(lambda: parse_item(raw))
    if isinstance(found, Item):
        assert serialize_item(found) == raw
        return
    assert isinstance(found, RefusedAt)
    assert found.reason in READING
    assert 0 <= found.offset <= len(raw)


@deterministic(200)
@given(unsigned_items(WALLETS), st.data())
def test_every_beginning_of_the_fields_is_truncated(item: Item, data: st.DataObject) -> None:
    raw = serialize_item(replace(item, data=b""))
    length = data.draw(st.integers(0, len(raw) - 1))
    assert reason_of(lambda: parse_item(raw[:length])) is Reason.TRUNCATED


AVRO = fastavro.parse_schema(
    {
        "type": "array",
        "items": {
            "name": "Tag",
            "type": "record",
            "fields": [{"name": "name", "type": "bytes"}, {"name": "value", "type": "bytes"}],
        },
    }
)


@deterministic(200)
@given(st.data(), TAG_LISTS)
def test_tags_are_those_that_an_avro_library_reads(
    data: st.DataObject, tags: list[tuple[bytes, bytes]]
) -> None:
    encoded = data.draw(encodings(tags))
    ours = [{"name": tag.name, "value": tag.value} for tag in decode_tags(encoded)]
    assert ours == [{"name": name, "value": value} for name, value in tags]
    if encoded:
        assert ours == fastavro.schemaless_reader(BytesIO(encoded), AVRO, None)


@deterministic(100)
@given(TAG_LISTS)
def test_tags_are_written_as_an_avro_library_writes_them(tags: list[tuple[bytes, bytes]]) -> None:
    written = BytesIO()
    fastavro.schemaless_writer(
        written, AVRO, [{"name": name, "value": value} for name, value in tags]
    )
    assert encode_tags(tags) == (written.getvalue() if tags else b"")


@deterministic(300)
@given(st.binary(max_size=60) | st.lists(st.sampled_from(range(256)), max_size=60).map(bytes))
def test_tag_bytes_are_tags_or_malformed(encoded: bytes) -> None:
    reason = reason_of(lambda: decode_tags(encoded))
    assert reason in {None, Reason.MALFORMED_TAGS}


@pytest.mark.parametrize("false", [*range(-20, 11), *range(12, 40), 2**63 - 1, -(2**63)])
def test_a_sized_block_has_the_size_it_says(false: int) -> None:
    body = b"\x08name\x0avalue"
    block = [write_long(-1), write_long(len(body)), body, b"\0"]
    assert decode_tags(b"".join(block)) == (Tag(b"name", b"value"),)
    block[1] = write_long(false)
    assert reason_of(lambda: decode_tags(b"".join(block))) is Reason.MALFORMED_TAGS


@deterministic(200)
@given(st.integers(-(2**63), 2**63 - 1))
def test_zig_zag_is_what_avro_does(number: int) -> None:
    written = BytesIO()
    fastavro.schemaless_writer(written, "long", number)
    assert write_long(number) == written.getvalue()
    assert zig_zag_decode(zig_zag_encode(number)) == number
    assert zig_zag_encode(number) == (number << 1) ^ (number >> 63)


# Time is counted in lines that run, not in seconds.


def lines_run(work: Callable[[], object]) -> int:
    """Count the lines of our code that run until the work is done or refused."""
    count = 0

    def trace(frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace if "hollowbeam" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        reason_of(work)
    finally:
        sys.settrace(before)
    return count


HEAD = b"\x02\x00" + bytes(64 + 32 + 2) + (1).to_bytes(8, "little")


def with_tag_bytes(tag_bytes: bytes) -> bytes:
    return HEAD + len(tag_bytes).to_bytes(8, "little") + tag_bytes


@pytest.mark.parametrize(
    "tag_bytes",
    [
        write_long(2**62),
        write_long(2**62) + bytes(4000),
        write_long(-(2**62)) + write_long(2**62) + bytes(4000),
        (write_long(1) + b"\x02n\x02v") * 800,
        (write_long(-1) + write_long(4) + b"\x02n\x02v") * 650,
        b"\x80" * 4096,
        write_long(100, 9) * 400,
    ],
    ids=range(7),
)
def test_hostile_tags_cost_no_more_than_their_length(tag_bytes: bytes) -> None:
    work = lines_run(lambda: parse_item(with_tag_bytes(tag_bytes)))
    assert work <= 100 + 30 * len(tag_bytes)


@pytest.mark.parametrize("count", [2**16, 2**64, 2**256 - 1])
def test_a_bundle_costs_no_more_than_its_length(count: int) -> None:
    small, large = (
        lines_run(lambda: parse_bundle(count.to_bytes(32, "little") + bytes(64 * entries)))  # noqa: B023 - run at once
        for entries in (4, 400)
    )
    assert (small, large) == (small, small)
    real = [
        lines_run(lambda: parse_bundle(entries.to_bytes(32, "little") + bytes(64 * entries)))  # noqa: B023 - run at once
        for entries in (100, 200)
    ]
    assert real[1] - real[0] <= 20 * 100


def test_data_and_long_texts_cost_nothing_here() -> None:
    short, long = (with_tag_bytes(b"")[:-16] + bytes(16 + size) for size in (0, 100_000))
    assert lines_run(lambda: parse_item(short)) == lines_run(lambda: parse_item(long))


# Signatures and names (MSG-11 to MSG-18).


@deterministic(60)
@given(signed_items(WALLETS))
def test_what_is_signed_verifies_and_has_the_names_that_the_chapter_defines(item: Item) -> None:
    raw = serialize_item(item)
    assert read_item(raw) == item
    kind = str(int(item.signature_type)).encode()
    fields = (kind, item.owner, item.target, item.anchor, item.tag_bytes, item.data)
    assert signed_hash(item) == deep_hash((b"dataitem", b"1", *fields))
    assert item_id(item) == base64url(sha256(item.signature).digest())
    assert address_of(item.owner) == base64url(sha256(item.owner).digest())
    assert item_digest(item) == base64url(tagged_hash(HashTag.DIGEST, signed_hash(item)))


@deterministic(60)
@given(st.data(), st.sampled_from(WALLETS), TAG_LISTS)
def test_every_encoding_of_tags_can_be_signed(
    data: st.DataObject, wallet: Wallet, tags: list[tuple[bytes, bytes]]
) -> None:
    plain = sign_item(wallet, tags=tags)
    encoded = data.draw(encodings(tags))
    other = sign_fields(wallet, replace(plain, tag_bytes=encoded))
    assert read_item(serialize_item(other)).tags == plain.tags
    swapped = replace(plain, tag_bytes=encoded)
    unchanged = encoded == plain.tag_bytes
    assert (reason_of(lambda: read_item(serialize_item(swapped))) is None) is unchanged


@deterministic(150)
@given(mutated(signed_items(WALLETS).map(serialize_item)))
def test_mutated_items_are_refused_for_one_reason_of_this_chapter(raw: bytes) -> None:
    reason = reason_of(lambda: read_item(raw))
    assert reason is None or reason in READING | VERIFYING


@pytest.mark.parametrize("wallet", WALLETS, ids=["arweave", "ed25519", "ethereum"])
def test_any_changed_bit_is_refused(wallet: Wallet) -> None:
    item = sign_item(wallet, anchor=bytes(32), tags=[(b"name", b"value")], data=b"data")
    raw = serialize_item(item)
    for bit in range(8 * len(raw)):
        changed = bytearray(raw)
        changed[bit // 8] ^= 1 << bit % 8
        assert reason_of(lambda: read_item(bytes(changed))) in READING | VERIFYING  # noqa: B023 - run at once


@deterministic(100)
@given(unsigned_items(WALLETS), st.integers(0, 63), st.integers(1, 255))
def test_the_digest_does_not_depend_on_the_signature(item: Item, place: int, by: int) -> None:
    signature = bytearray(item.signature)
    signature[place] ^= by
    again = replace(item, signature=bytes(signature))
    assert item_digest(again) == item_digest(item)
    assert item_id(again) != item_id(item)


@deterministic(150)
@given(unsigned_items(WALLETS), unsigned_items(WALLETS))
def test_the_digest_depends_on_everything_else(one: Item, other: Item) -> None:
    same = replace(one, signature=b"") == replace(other, signature=b"")
    assert (item_digest(one) == item_digest(other)) is same
    for field in ("owner", "target", "anchor", "tag_bytes", "data"):
        changed = replace(one, **{field: getattr(one, field) + b"x"})
        assert item_digest(changed) != item_digest(one)


def test_signing_again_gives_another_id_and_the_same_digest() -> None:
    one, other = (sign_item(ARWEAVE, data=b"pay") for _ in range(2))
    assert item_id(one) != item_id(other)
    assert item_digest(one) == item_digest(other)


@deterministic(100)
@given(
    st.binary(max_size=40),
    st.lists(st.tuples(st.binary(max_size=1100), st.binary(max_size=3200)), max_size=3)
    | st.integers(125, 131).map(lambda count: [(b"n", b"v")] * count)
    | st.sampled_from([[(b"n" * 1000, b"v" * 2000), (b"n", b"v" * size)] for size in (1080, 1090)]),
)
def test_a_signer_makes_valid_items_or_names_the_limit(
    target: bytes, tags: list[tuple[bytes, bytes]]
) -> None:
    if len(target) not in {0, 32}:
        with pytest.raises(ValueError, match="32 bytes"):
            sign_item(ED25519, target=target, tags=tags)
        return
    too_long = len(encode_tags(tags)) > MAXIMUM_TAG_BYTES
    sizes = [(1 <= len(name) <= 1024, 1 <= len(value) <= 3072) for name, value in tags]
    fine = len(tags) <= 128 and not too_long and all(map(all, sizes))
    reason = reason_of(lambda: read_item(serialize_item(sign_item(ED25519, tags=tags))))
    limits = {Reason.TOO_MANY_TAGS, Reason.TAGS_TOO_LONG}
    limits |= {Reason.TAG_NAME_LENGTH, Reason.TAG_VALUE_LENGTH}
    assert reason is None if fine else reason in limits


@pytest.mark.parametrize("name", FROM_ARBUNDLES["items"])
def test_items_that_arbundles_made_verify(name: str) -> None:
    made = FROM_ARBUNDLES["items"][name]
    item = read_item(base64url_decode(made["item"]))
    read = {
        "item": made["item"],
        "id": item_id(item),
        "signature_type": str(int(item.signature_type)),
        "owner": base64url(item.owner),
        "target": base64url(item.target),
        "anchor": base64url(item.anchor),
        "tags": [[base64url(name), base64url(value)] for name, value in item.tags],
        "data": base64url(item.data),
    }
    absent = {"target": made["target"] or "", "anchor": made["anchor"] or ""}
    assert {**made, **absent} == read


def test_a_bundle_that_arbundles_made_is_read() -> None:
    found = read_bundle(base64url_decode(FROM_ARBUNDLES["bundle"]))
    assert found
    assert all(isinstance(one, Item) for one in found)
