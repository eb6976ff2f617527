"""Room message: bundles, messages, and the example of the chapter (MSG-19 to MSG-32)."""

import re
from dataclasses import replace
from pathlib import Path

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hollowbeam.kernel.encoding import base64url, decode, encode
from hollowbeam.kernel.errors import Reason, Rejection
from hollowbeam.kernel.hashing import deep_hash
from hollowbeam.kernel.wallets import Ed25519Wallet, EthereumWallet
from hollowbeam.protocol.message.bundle import parse_bundle, read_bundle, serialize_bundle
from hollowbeam.protocol.message.envelope import Envelope, Kind, Message, admit, read_message
from hollowbeam.protocol.message.item import Item, serialize_item
from hollowbeam.protocol.message.signing import (
    address_of,
    item_digest,
    item_id,
    read_item,
    sign_item,
    signed_hash,
)
from hollowbeam_models.random_items import (
    NAMES,
    OPTIONAL_FIELDS,
    mutated,
    outcome_of,
    reason_of,
    signed_items,
    unsigned_items,
)

CHAPTER = (Path(__file__).parents[2] / "spec" / "message.md").read_text(encoding="utf-8")

ED25519 = Ed25519Wallet(
    bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
)
WALLETS = (ED25519, EthereumWallet(bytes(31) + b"\x07"))

READING = {reason for reason in Reason if reason.clause in {f"MSG-{n}" for n in range(1, 10)}}
VERIFYING = {reason for reason in Reason if reason.clause in {f"MSG-{n}" for n in range(12, 16)}}
ADMITTING = {reason for reason in Reason if reason.clause in {f"MSG-{n}" for n in range(22, 32)}}


def deterministic(examples: int) -> settings:
    return settings(derandomize=True, deadline=None, max_examples=examples)


# Bundles (MSG-19 to MSG-21).

bundled = st.lists(signed_items(WALLETS), max_size=4)


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
@given(st.data(), st.lists(signed_items(WALLETS), min_size=1, max_size=4))
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
    st.lists(st.tuples(st.sampled_from([*sorted(RIGHT), b"type", b"Name"]), NAMES), max_size=1)
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
@given(shuffled_tags, OPTIONAL_FIELDS, OPTIONAL_FIELDS, inputs)
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
@given(unsigned_items(WALLETS), st.text(max_size=5))
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
