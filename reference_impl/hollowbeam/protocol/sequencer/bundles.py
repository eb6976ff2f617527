"""Entries on Arweave: bundles of messages and of the assignments that name them (SEQ-15, SEQ-16).

A bundle holds each message as its own item and each assignment in an item of its host. It lies in a
block as the data of an item that says it is a bundle, as ANS-104 has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hollowbeam.kernel.encoding import base64url_decode, decode_canonical, encode
from hollowbeam.kernel.errors import Rejection
from hollowbeam.kernel.records import from_json, to_json
from hollowbeam.kernel.transition import implements
from hollowbeam.kernel.wallets import Wallet
from hollowbeam.protocol.commitments import Assignment, Entry, Signature
from hollowbeam.protocol.message.bundle import read_bundle, serialize_bundle
from hollowbeam.protocol.message.envelope import (
    DATA_PROTOCOL,
    NETWORK,
    PROTOCOL,
    PROTOCOL_VARIANT,
    TYPE,
    VARIANT,
)
from hollowbeam.protocol.message.item import Item, parse_item, serialize_item
from hollowbeam.protocol.message.signing import item_id, read_item, sign_item

ASSIGNMENT: Final = b"Assignment"
BUNDLE_TAGS: Final = ((b"Bundle-Format", b"binary"), (b"Bundle-Version", b"2.0.0"))


@dataclass(frozen=True, slots=True)
class Statement:
    """What the item of an assignment carries."""

    assignment: Assignment
    signature: Signature


@implements("SEQ-15")
def write_bundle(wallet: Wallet, entries: Sequence[Entry]) -> bytes:
    """Write entries as a bundle: of each its message and then its assignment.

    Each entry's item is an item that was read before.
    """
    items: list[Item] = []
    for entry in entries:
        statement = Statement(entry.assignment, entry.signature)
        tags = (
            (DATA_PROTOCOL, PROTOCOL),
            (VARIANT, PROTOCOL_VARIANT),
            (TYPE, ASSIGNMENT),
            (NETWORK, entry.assignment.network.encode()),
        )
        items += (
            parse_item(entry.item),
            sign_item(
                wallet,
                target=base64url_decode(entry.assignment.process),
                tags=tags,
                data=encode(to_json(statement)),
            ),
        )
    return serialize_bundle(items)


@implements("SEQ-15")
def post(wallet: Wallet, entries: Sequence[Entry]) -> bytes:
    """Give the item that brings a bundle of entries into a block."""
    return serialize_item(sign_item(wallet, tags=BUNDLE_TAGS, data=write_bundle(wallet, entries)))


@implements("SEQ-16")
def bundles_in(items: Sequence[bytes]) -> Iterator[bytes]:
    """Give the bundles that lie in a block, in order."""
    for raw in items:
        try:
            item = read_item(raw)
        except Rejection:
            continue
        if set(BUNDLE_TAGS) <= {(tag.name, tag.value) for tag in item.tags}:
            yield item.data


@implements("SEQ-16")
def entries_in(bundle: bytes) -> Iterator[Entry]:
    """Give the entries of a bundle, in the order of their assignments.

    Whatever is none is passed over, and so is an assignment without its message in the bundle. Who
    signed the item of an assignment does not matter: what it carries is signed.
    """
    try:
        items = [item for item in read_bundle(bundle) if not isinstance(item, Rejection)]
    except Rejection:
        return
    messages = {item_id(item): item for item in items}
    for item in items:
        if (TYPE, ASSIGNMENT) not in {(tag.name, tag.value) for tag in item.tags}:
            continue
        try:
            statement = from_json(Statement, decode_canonical(item.data))
        except Rejection:
            continue
        message = messages.get(statement.assignment.message)
        if message is not None:
            yield Entry(statement.assignment, statement.signature, serialize_item(message))
