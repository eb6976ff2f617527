"""Room message: reading and writing, totality, signatures, names, bundles, admission."""

import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

import fastavro
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hollowbeam.kernel.encoding import base64url, base64url_decode, decode, encode
from hollowbeam.kernel.errors import Reason, Rejection
from hollowbeam.kernel.hashing import Tag as HashTag
from hollowbeam.kernel.hashing import deep_hash, tagged_hash
from hollowbeam.kernel.wallets import ArweaveWallet, Ed25519Wallet, EthereumWallet, Wallet
from hollowbeam.protocol.message.bundle import parse_bundle, read_bundle, serialize_bundle
from hollowbeam.protocol.message.envelope import Envelope, Kind, Message, admit, read_message
from hollowbeam.protocol.message.item import Item, SignatureType, parse_item, serialize_item
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

ROOT = Path(__file__).parents[2]
CHAPTER = (ROOT / "spec" / "message.md").read_text(encoding="utf-8")
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


Result = TypeVar("Result")


def deterministic(examples: int) -> settings:
    return settings(derandomize=True, deadline=None, max_examples=examples)


def outcome_of(work: Callable[[], Result]) -> Result | Rejection:
    """Do something; give the rejection if it is refused. Nothing else may come out of it."""
    try:
        return work()
    except Rejection as rejection:
        return rejection


def reason_of(work: Callable[[], object]) -> Reason | None:
    """Do something; give the reason if it is refused."""
    outcome = outcome_of(work)
    return outcome.reason if isinstance(outcome, Rejection) else None


# Items as they may be.

names = st.binary(min_size=1, max_size=40) | st.sampled_from([b"n", b"n" * 1024])
tag_lists = st.lists(
    st.tuples(names, st.binary(min_size=1, max_size=60) | st.just(b"v" * 1500)), max_size=12
).filter(lambda tags: len(encode_tags(tags)) <= MAXIMUM_TAG_BYTES - 200)
optional_fields = st.just(b"") | st.binary(min_size=32, max_size=32)
payloads = st.binary(max_size=200)


def write_long(number: int, extra: int = 0) -> bytes:
    """Write an Avro long, ``extra`` bytes longer than it needs to be, at most ten in all."""
    rest = 2 * number if number >= 0 else -2 * number - 1
    groups = [rest % 128]
    while rest := rest // 128:
        groups.append(rest % 128)
    groups += [0] * min(extra, 10 - len(groups))
    return bytes([group + 128 for group in groups[:-1]] + groups[-1:])


@st.composite
def encodings(draw: st.DrawFn, tags: list[tuple[bytes, bytes]]) -> bytes:
    """Encode tags in one of the many ways: any blocks, sized or not, and long longs."""
    extras = st.sampled_from([0, 0, 0, 1, 9])
    parts, rest = [], tags
    while rest:
        count = draw(st.integers(1, len(rest)))
        block, rest = rest[:count], rest[count:]
        body = b"".join(write_long(len(part), draw(extras)) + part for tag in block for part in tag)
        if draw(st.booleans()):
            parts += [write_long(-count, draw(extras)), write_long(len(body), draw(extras)), body]
        else:
            parts += [write_long(count, draw(extras)), body]
    if not parts and draw(st.booleans()):
        return b""
    return b"".join((*parts, write_long(0, draw(extras))))


@st.composite
def unsigned_items(draw: st.DrawFn) -> Item:
    """Draw an item that can be read, with bytes of no meaning as signature and owner."""
    wallet = draw(st.sampled_from(WALLETS))
    signature_type = SignatureType(wallet.signature_type)
    size = {1: 512, 2: 64, 3: 65}[wallet.signature_type]
    tags = draw(tag_lists)
    return Item(
        signature_type,
        draw(st.binary(min_size=1, max_size=8)).ljust(size, b"\x5a"),
        wallet.owner,
        draw(optional_fields),
        draw(optional_fields),
        draw(encodings(tags)),
        tuple(Tag(*tag) for tag in tags),
        draw(payloads),
    )


@st.composite
def signed_items(draw: st.DrawFn, wallets: Iterable[Wallet] = WALLETS) -> Item:
    """Draw an item that is signed by one of the wallets."""
    wallet = draw(st.sampled_from(list(wallets)))
    return sign_item(
        wallet,
        target=draw(optional_fields),
        anchor=draw(optional_fields),
        tags=draw(tag_lists),
        data=draw(payloads),
    )


@st.composite
def mutated(draw: st.DrawFn, originals: st.SearchStrategy[bytes]) -> bytes:
    """Damage some bytes: flip bits, cut, insert, repeat, overwrite with extreme numbers."""
    raw = bytearray(draw(originals))
    for _ in range(draw(st.integers(1, 3))):
        # Lengths and tags lie behind signature and owner: most damage is done there.
        start = draw(st.integers(0, len(raw)) | st.integers(min(len(raw), 90), len(raw)))
        end = min(len(raw), start + draw(st.sampled_from([0, 1, 2, 8, 32, 2000])))
        kind = draw(st.sampled_from(["flip", "cut", "insert", "repeat", "extreme"]))
        if kind == "flip" and start < len(raw):
            raw[start] ^= 1 << draw(st.integers(0, 7))
        elif kind == "cut":
            del raw[start:end]
        elif kind == "insert":
            raw[start:start] = draw(st.binary(min_size=1, max_size=9))
        elif kind == "repeat":
            raw[start:start] = raw[start:end]
        else:
            extreme = [b"\xff" * 8, bytes(8), b"\x80" * 10, b"\x01" + bytes(7), b"\x02"]
            raw[start:end] = draw(st.sampled_from(extreme))
    return bytes(raw)


# Reading and writing (MSG-1 to MSG-10).


@deterministic(200)
@given(unsigned_items())
def test_what_is_written_is_read_and_what_is_read_is_written(item: Item) -> None:
    raw = serialize_item(item)
    assert parse_item(raw) == item
    assert serialize_item(parse_item(raw)) == raw


@deterministic(300)
@given(st.binary(max_size=300) | mutated(unsigned_items().map(serialize_item)))
def test_any_bytes_are_an_item_or_break_one_clause_of_reading(raw: bytes) -> None:
    found = outcome_of(lambda: parse_item(raw))
    if isinstance(found, Item):
        assert serialize_item(found) == raw
        return
    assert isinstance(found, RefusedAt)
    assert found.reason in READING
    assert 0 <= found.offset <= len(raw)


@deterministic(200)
@given(unsigned_items(), st.data())
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
@given(st.data(), tag_lists)
def test_tags_are_those_that_an_avro_library_reads(
    data: st.DataObject, tags: list[tuple[bytes, bytes]]
) -> None:
    encoded = data.draw(encodings(tags))
    ours = [{"name": tag.name, "value": tag.value} for tag in decode_tags(encoded)]
    assert ours == [{"name": name, "value": value} for name, value in tags]
    if encoded:
        assert ours == fastavro.schemaless_reader(BytesIO(encoded), AVRO, None)


@deterministic(100)
@given(tag_lists)
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
@given(signed_items())
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
@given(st.data(), st.sampled_from(WALLETS), tag_lists)
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
@given(mutated(signed_items().map(serialize_item)))
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
@given(unsigned_items(), st.integers(0, 63), st.integers(1, 255))
def test_the_digest_does_not_depend_on_the_signature(item: Item, place: int, by: int) -> None:
    signature = bytearray(item.signature)
    signature[place] ^= by
    again = replace(item, signature=bytes(signature))
    assert item_digest(again) == item_digest(item)
    assert item_id(again) != item_id(item)


@deterministic(150)
@given(unsigned_items(), unsigned_items())
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


# Bundles (MSG-19 to MSG-21).

bundled = st.lists(signed_items([ED25519, ETHEREUM]), max_size=4)


def test_a_bundle_that_arbundles_made_is_read() -> None:
    found = read_bundle(base64url_decode(FROM_ARBUNDLES["bundle"]))
    assert found
    assert all(isinstance(one, Item) for one in found)


@deterministic(40)
@given(bundled)
def test_bundles_are_written_and_read(items: list[Item]) -> None:
    assert read_bundle(serialize_bundle(items)) == tuple(items)


@deterministic(150)
@given(st.binary(max_size=200) | mutated(bundled.map(serialize_bundle)))
def test_any_bytes_are_a_bundle_or_malformed(raw: bytes) -> None:
    entries = outcome_of(lambda: parse_bundle(raw))
    if isinstance(entries, Rejection):
        assert entries.reason is Reason.MALFORMED_BUNDLE
        return
    header = 32 + 64 * len(entries)
    assert b"".join(entry.raw for entry in entries) == raw[header:]
    allowed = READING | VERIFYING | {Reason.ID_MISMATCH}
    found = read_bundle(raw)
    assert len(found) == len(entries)
    assert {one.reason for one in found if isinstance(one, Rejection)} <= allowed


@deterministic(40)
@given(st.data(), st.lists(signed_items([ED25519, ETHEREUM]), min_size=1, max_size=4))
def test_a_damaged_item_leaves_the_others(data: st.DataObject, items: list[Item]) -> None:
    place = data.draw(st.integers(0, len(items) - 1))
    raw = bytearray(serialize_bundle(items))
    entry = parse_bundle(bytes(raw))[place]
    offset = data.draw(st.integers(entry.offset, entry.offset + len(entry.raw) - 1))
    raw[offset] ^= 1 << data.draw(st.integers(0, 7))
    found = read_bundle(bytes(raw))
    assert isinstance(found[place], Rejection)
    assert [*found[:place], *found[place + 1 :]] == [*items[:place], *items[place + 1 :]]


@deterministic(40)
@given(st.data(), st.lists(signed_items([ED25519]), min_size=1, max_size=3))
def test_a_damaged_id_is_a_mismatch_of_that_item(data: st.DataObject, items: list[Item]) -> None:
    place = data.draw(st.integers(0, len(items) - 1))
    raw = bytearray(serialize_bundle(items))
    raw[32 + 64 * place + 32 + data.draw(st.integers(0, 31))] ^= 1 << data.draw(st.integers(0, 7))
    found = read_bundle(bytes(raw))
    refused = found[place]
    assert isinstance(refused, Rejection)
    assert refused.reason is Reason.ID_MISMATCH
    assert [*found[:place], *found[place + 1 :]] == [*items[:place], *items[place + 1 :]]


# Messages (MSG-22, MSG-24 to MSG-32).

RIGHT = {
    b"Data-Protocol": b"HollowBEAM",
    b"Variant": b"HB.1",
    b"Type": b"Message",
    b"Network": b"test",
    b"Action": b"Transfer",
}
protocol_tags = st.builds(
    lambda changed, more: [*{**RIGHT, **changed}.items(), *more],
    st.dictionaries(
        st.sampled_from(sorted(RIGHT)),
        st.sampled_from([b"Message", b"Spawn", b"Relay", b"HB.1", b"test", b"\xff", b"x"]),
        max_size=2,
    ),
    st.lists(st.tuples(st.sampled_from([*sorted(RIGHT), b"type", b"Name"]), names), max_size=1)
    | st.just([]),
)
shuffled_tags = st.builds(
    lambda tags, keep: [tag for tag, kept in zip(tags, keep, strict=False) if kept],
    protocol_tags,
    st.just([True] * 7) | st.lists(st.booleans(), min_size=7, max_size=7),
).flatmap(st.permutations)
inputs = st.sampled_from([b'{"quantity":"5"}', b" null ", b"", b"5", b"\xff", b'{"a":1}'])


def naive_admission(  # noqa: PLR0911 - a return for each condition
    item: Item, network: bytes
) -> Reason | None:
    """Read the chapter's list of conditions, one by one."""
    said = {name: [value for key, value in item.tags if key == name] for name in RIGHT}
    if any(len(values) > 1 for values in said.values()):
        return Reason.DUPLICATE_TAG
    for name, values, reason in (
        (b"Data-Protocol", [b"HollowBEAM"], Reason.WRONG_PROTOCOL),
        (b"Variant", [b"HB.1"], Reason.UNKNOWN_VARIANT),
        (b"Type", [b"Message", b"Spawn", b"Relay"], Reason.UNKNOWN_TYPE),
        (b"Network", [network], Reason.WRONG_NETWORK),
    ):
        if not set(said[name]) & set(values):
            return reason
    if said[b"Type"] != [b"Message"]:
        return None
    if item.target == b"":
        return Reason.MISSING_TARGET
    if item.anchor == b"":
        return Reason.MISSING_ANCHOR
    if not said[b"Action"] or b"\xff" in said[b"Action"][0]:
        return Reason.MISSING_ACTION
    if item.data not in {b'{"quantity":"5"}', b" null "}:
        return Reason.NOT_HB_JSON
    return None


@deterministic(300)
@given(shuffled_tags, optional_fields, optional_fields, inputs)
def test_a_message_is_admitted_as_the_chapter_says(
    tags: list[tuple[bytes, bytes]], target: bytes, anchor: bytes, data: bytes
) -> None:
    assume(
        all(b"\xff" not in value or value == b"\xff" for name, value in tags if name == b"Action")
    )
    item = sign_item(ED25519, target=target, anchor=anchor, tags=tags, data=data)
    expected = naive_admission(item, b"test")
    assert reason_of(lambda: read_message(item, "test")) is expected
    assert expected is None or expected in ADMITTING
    if expected is not None:
        return
    said = dict(tags)
    message = read_message(item, "test")
    action = said.get(b"Action")
    assert message == Message(
        id=item_id(item),
        digest=item_digest(item),
        caller=address_of(ED25519.owner),
        principal=address_of(ED25519.owner),
        target=base64url(target) if target else None,
        kind=Kind(said[b"Type"].decode()),
        action=None if action in {None, b"\xff"} else action.decode(),
        input=decode(data) if said[b"Type"] == b"Message" else None,
    )


@deterministic(100)
@given(unsigned_items(), st.text(max_size=5))
def test_any_item_is_a_message_or_refused_for_a_reason_of_admission(
    item: Item, network: str
) -> None:
    reason = reason_of(lambda: read_message(item, network))
    assert reason is None or reason in ADMITTING


@deterministic(100)
@given(st.builds(Envelope, *[st.booleans()] * 3, st.sampled_from(Kind), *[st.booleans()] * 4))
def test_the_kind_alone_decides_what_is_demanded(envelope: Envelope) -> None:
    demands = ("has_target", "has_anchor", "has_action")
    complete = replace(envelope, has_target=True, has_anchor=True, has_action=True)
    reason = reason_of(lambda: admit(envelope))
    if envelope.kind is Kind.MESSAGE:
        missing = [name for name in demands if not getattr(envelope, name)]
        expected = reason_of(lambda: admit(complete))
        if expected is None and missing:
            expected = Reason[f"MISSING_{missing[0].removeprefix('has_').upper()}"]
        assert reason is expected
    else:
        assert reason is reason_of(lambda: admit(complete))


# The chapter's example.


def test_the_example_of_the_chapter_is_what_it_says() -> None:
    section = CHAPTER.split("## An example")[1].split("## ")[0]
    raw = bytes.fromhex("".join(re.findall(r"^[0-9a-f]+$", section, re.MULTILINE)))
    said = {
        row[0].strip(): row[1].strip().strip("`")
        for row in re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", section, re.MULTILINE)
    }
    item = sign_item(
        ED25519,
        target=b"\x11" * 32,
        anchor=b"\x22" * 32,
        tags=[(name, RIGHT[name]) for name in RIGHT],
        data=encode({"quantity": "5"}),
    )
    assert raw == serialize_item(item)
    message = read_message(read_item(raw), "test")
    offsets = {
        what: int(offset)
        for row in said
        for what, offset in re.findall(r"^(.*), at byte (\d+)$", row)
    }
    end = 2 + len(item.signature)
    assert offsets == {
        "signature type": 0,
        "signature": 2,
        "owner": end,
        "target": end + 33,
        "anchor": end + 66,
        "number of tags": end + 98,
        "length of the tag bytes": end + 106,
        "tag bytes": end + 114,
        "data": end + 114 + len(item.tag_bytes),
    }
    assert said == {
        "what": "value",
        "signature type, at byte 0": str(int(item.signature_type)),
        "signature, at byte 2": f"{len(item.signature)} bytes",
        "owner, at byte 66": base64url(item.owner),
        "target, at byte 99": message.target,
        "anchor, at byte 132": base64url(item.anchor),
        "number of tags, at byte 164": str(len(item.tags)),
        "length of the tag bytes, at byte 172": str(len(item.tag_bytes)),
        "tag bytes, at byte 180": "one block, count `0a`, end `00",
        "data, at byte 262": item.data.decode(),
        "deep hash of the owner": deep_hash(item.owner).hex(),
        "deep hash of the tag bytes": deep_hash(item.tag_bytes).hex(),
        "signed hash": signed_hash(item).hex(),
        "id": message.id,
        "address, caller, principal": message.caller,
        "digest": message.digest,
        "network, type, action": "test`, `Message`, `Transfer",
    }
    assert (item.tag_bytes[0], item.tag_bytes[-1]) == (0x0A, 0)
