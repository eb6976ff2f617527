"""Items, blocks, logs and relays of a small world, for cases and property tests of the sequencer.

Keys are throwaway keys made from names. Blocks stand one on the other, a second apart; a block
keeps its id as long as what lies in it does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from hollowbeam.kernel.actor import Kind
from hollowbeam.kernel.encoding import Json, base64url, base64url_decode, decimal
from hollowbeam.kernel.merkle import prove_inclusion
from hollowbeam.kernel.vocabulary import (
    ZERO,
    Address,
    AssignmentHash,
    BlockId,
    ModuleId,
    Nat,
    ProcessId,
    ResultHash,
    Root,
)
from hollowbeam.kernel.wallets import Ed25519Wallet
from hollowbeam.protocol import arweave
from hollowbeam.protocol.arweave import Block, Chain
from hollowbeam.protocol.commitments import (
    Assignment,
    Attestation,
    Entry,
    OutboxMessage,
    Result,
    Status,
    assignment_hash,
    leaf_of,
    outbox_root,
    result_hash,
    sign,
)
from hollowbeam.protocol.message.item import parse_item, serialize_item
from hollowbeam.protocol.message.signing import address_of, item_digest, item_id, sign_item
from hollowbeam.protocol.relayer.envelope import Relay, wrap
from hollowbeam.protocol.sequencer.state import OPEN

NETWORK = "hb-test"
DEPTH = 2
SECOND = 1_000
NOW = 1_000_000
"""A time after every block of this world, milliseconds."""


def named(name: str) -> bytes:
    """Give the 32 bytes that stand for a name."""
    return sha256(name.encode()).digest()


def wallet(name: str) -> Ed25519Wallet:
    """Give the key of somebody."""
    return Ed25519Wallet(named(name))


PROCESS = ProcessId(base64url(named("a process")))
SOURCE = ProcessId(base64url(named("a process that emits")))
HOST = wallet("the host")
SUCCESSOR = wallet("the next host")
SOURCE_HOST = wallet("the host of the source")
STRANGER = wallet("a stranger")
RELAYER = wallet("a relayer")
ALICE, BOB, CAROL = wallet("Alice"), wallet("Bob"), wallet("Carol")


def address(who: Ed25519Wallet) -> Address:
    """Give somebody's address."""
    return address_of(who.owner)


# The chain.

ROOT = arweave.begin(Nat(DEPTH), Nat(SECOND)).blocks[0]
"""The block at which lanes are opened."""


def block(on: Block, *items: bytes, later: int = SECOND) -> Block:
    """Mine a block of items on another."""
    chain = arweave.mine(Chain((on,), Nat(DEPTH)), items, Nat(on.timestamp + later))
    return arweave.tip(chain)


# Items.


def message(
    who: Ed25519Wallet,
    number: int,
    *,
    target: str = PROCESS,
    network: str = NETWORK,
    kind: str = "Message",
) -> bytes:
    """Sign a message; its number makes the anchor that is used once."""
    tags = (
        (b"Data-Protocol", b"HollowBEAM"),
        (b"Variant", b"HB.1"),
        (b"Type", kind.encode()),
        (b"Network", network.encode()),
        (b"Action", b"Note"),
    )
    item = sign_item(
        who,
        target=base64url_decode(target),
        anchor=named(f"anchor {number}"),
        tags=tags,
        data=b"{}",
    )
    return serialize_item(item)


def digest_of(item: bytes) -> str:
    """Give the digest of an item."""
    return item_digest(parse_item(item))


# The logs of others.


def entry(
    item: bytes,
    after: Entry | None = None,
    *,
    by: Ed25519Wallet = HOST,
    process: str = PROCESS,
    at: Block = ROOT,
    **changes: Any,
) -> Entry:
    """Assign an item as a host would, after another entry, but for what is changed."""
    parsed = parse_item(item)
    previous = after.assignment if after else None
    made = Assignment(
        network=NETWORK,
        process=ProcessId(process),
        slot=Nat(previous.slot + 1) if previous else ZERO,
        term=ZERO,
        message=item_id(parsed),
        digest=item_digest(parsed),
        height=at.height,
        block=at.id,
        timestamp=Nat(NOW),
        previous=assignment_hash(previous) if previous else AssignmentHash(process),
    )
    made = replace(made, **changes)
    return Entry(made, sign(by, assignment_hash(made)), item)


def log(*items: bytes, **options: Any) -> list[Entry]:
    """Assign items one after the other."""
    made: list[Entry] = []
    for item in items:
        made.append(entry(item, made[-1] if made else None, **options))
    return made


# Relays.


def emitted(sequence: int = 0, **changes: Any) -> OutboxMessage:
    """Give a message that the source emits to the process."""
    made = OutboxMessage(
        network=NETWORK,
        source=SOURCE,
        branch=ZERO,
        kind=Kind.PROCESS,
        target=Address(PROCESS),
        sequence=Nat(sequence),
        action="Note",
        input={},
        principal=address(ALICE),
        budget=Nat(100),
        hops=Nat(3),
        expires=ZERO,
    )
    return replace(made, **changes)


def attested(
    slot: Entry, *messages: OutboxMessage, by: Ed25519Wallet = SOURCE_HOST, **changes: Any
) -> Attestation:
    """Attest that a slot of the source emitted these messages."""
    assignment = slot.assignment
    result = Result(
        network=NETWORK,
        process=assignment.process,
        slot=assignment.slot,
        term=assignment.term,
        assignment=assignment_hash(assignment),
        module=ModuleId(base64url(named("a module"))),
        status=Status.OK,
        reason="",
        state_root=Root(base64url(named("a state"))),
        outbox_root=outbox_root(messages),
        outbox_size=Nat(len(messages)),
        gas=ZERO,
        spent=ZERO,
        refunded=ZERO,
        previous=ResultHash(SOURCE),
    )
    result = replace(result, **changes)
    return Attestation(result, sign(by, result_hash(result)))


def relayed(
    attestation: Attestation,
    messages: Sequence[OutboxMessage],
    index: int = 0,
    *,
    by: Ed25519Wallet = RELAYER,
) -> bytes:
    """Carry a message of an outbox to its target."""
    siblings = prove_inclusion([leaf_of(each) for each in messages], index)
    return serialize_item(
        wrap(Relay(messages[index], attestation, Nat(index), tuple(siblings)), by)
    )


SOURCE_ENTRY = entry(message(ALICE, 900, target=SOURCE), by=SOURCE_HOST, process=SOURCE)
"""Slot 0 of the source."""

OUTBOX = (emitted(0), emitted(1), emitted(2))
"""What that slot emitted."""

ATTESTED = attested(SOURCE_ENTRY, *OUTBOX)
MET = result_hash(ATTESTED.result)
"""The result, as one whose guarantee is met."""


def relay(index: int = 0, *, by: Ed25519Wallet = RELAYER) -> bytes:
    """Carry a message of slot 0 of the source."""
    return relayed(ATTESTED, OUTBOX, index, by=by)


def block_id(name: str) -> BlockId:
    """Give the id of a block that is nowhere."""
    return BlockId(base64url(named(name)))


# A host.


def term(
    who: Ed25519Wallet,
    number: int = 0,
    *,
    process: str = PROCESS,
    begin: int = 0,
    end: int = OPEN,
) -> dict[str, Json]:
    """Give a term of a process in the registry."""
    return {
        "process": process,
        "term": decimal(number),
        "host": address(who),
        "begin": decimal(begin),
        "end": decimal(end),
    }


def genesis(  # noqa: PLR0913 - the parts of a genesis, by keyword
    *,
    who: Ed25519Wallet = HOST,
    terms: Sequence[dict[str, Json]] | None = None,
    number: int = 0,
    depth: int = DEPTH,
    anchor: Block = ROOT,
    process: str = PROCESS,
) -> dict[str, Json]:
    """Give the beginning of a host; the source has its own host."""
    chosen = [term(who, number)] if terms is None else list(terms)
    key = base64url_decode(who.to_jwk()["d"])
    return {
        "network": NETWORK,
        "process": process,
        "seed": base64url(key),
        "term": decimal(number),
        "depth": decimal(depth),
        "anchor": {"height": decimal(anchor.height), "block": anchor.id},
        "since": decimal(anchor.timestamp),
        "terms": [*chosen, term(SOURCE_HOST, process=SOURCE)],
    }
