"""The log of a process as a test writes it: items, assignments and relays, all of them signed.

The keys are throwaway keys, published here: they protect nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from typing import Final

from hollowbeam.kernel.actor import Kind
from hollowbeam.kernel.encoding import Json, base64url, base64url_decode, encode
from hollowbeam.kernel.hashing import Tag, tagged_hash
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
from hollowbeam.protocol.commitments import (
    Assignment,
    Entry,
    OutboxMessage,
    Result,
    Status,
    assignment_hash,
    leaf_of,
    outbox_root,
    sign,
)
from hollowbeam.protocol.dre.attestations import attest
from hollowbeam.protocol.dre.probe import PROBE
from hollowbeam.protocol.message.item import Item, parse_item, serialize_item
from hollowbeam.protocol.message.signing import address_of, item_digest, item_id, sign_item
from hollowbeam.protocol.relayer.envelope import Relay, wrap

NETWORK: Final = "hollow-test"
OTHER_NETWORK: Final = "hollow-other"

BEGINNING: Final = Nat(100)
"""The height of the first anchor."""

MILLISECONDS: Final = 1_700_000_000_000


@cache
def wallet(name: str) -> Ed25519Wallet:
    """Give a throwaway wallet by its name."""
    return Ed25519Wallet(sha256(name.encode()).digest())


@cache
def address(name: str) -> Address:
    """Give the address of a throwaway wallet."""
    return address_of(wallet(name).owner)


def some_id(name: str) -> Address:
    """Give an id that nobody has the key of."""
    return Address(base64url(sha256(name.encode()).digest()))


@cache
def block(height: int) -> BlockId:
    """Give the block at a height."""
    return BlockId(base64url(tagged_hash(Tag.BLOCK, b"%d" % height)))


def tags(kind: str, network: str, action: str | None = None) -> list[tuple[bytes, bytes]]:
    """Give the protocol tags of an item."""
    named = [] if action is None else [(b"Action", action.encode())]
    return [
        (b"Data-Protocol", b"HollowBEAM"),
        (b"Variant", b"HB.1"),
        (b"Type", kind.encode()),
        *named,
        (b"Network", network.encode()),
    ]


def message_item(  # noqa: PLR0913 - the parts of a message, two by keyword
    signer: str, process: str, action: str, data: Json, *, nonce: int = 0, network: str = NETWORK
) -> Item:
    """Make a wallet's message; ``nonce`` sets apart messages that say the same."""
    return sign_item(
        wallet(signer),
        target=base64url_decode(process),
        anchor=sha256(b"%d" % nonce).digest(),
        tags=tags("Message", network, action),
        data=encode(data),
    )


def spawn_item(signer: str, data: Json, *, network: str = NETWORK) -> Item:
    """Make a wallet's Spawn."""
    return sign_item(wallet(signer), tags=tags("Spawn", network), data=encode(data))


def spawning(
    total: str = "1",
    *,
    module: ModuleId = PROBE,
    minimum_stake: int = 0,
    guarantee: str = "ATTESTED",
) -> dict[str, Json]:
    """Give the data of a Spawn of the probe."""
    return {
        "module": module,
        "start": {"total": total},
        "scheduler": address("scheduler"),
        "relayer": address("relayer"),
        "minimum_stake": str(minimum_stake),
        "guarantee": guarantee,
    }


def process_of(item: Item) -> ProcessId:
    """Give the id of the process that a wallet's Spawn makes."""
    return ProcessId(item_digest(item))


def emitted(  # noqa: PLR0913 - the fields of an outbox message, by keyword
    target: str,
    action: str,
    data: Json,
    *,
    sequence: int = 0,
    source: str = "",
    branch: int = 0,
    kind: Kind = Kind.PROCESS,
    network: str = NETWORK,
    budget: int = 100,
    hops: int = 4,
    expires: int = 0,
) -> OutboxMessage:
    """Say what another process sends."""
    return OutboxMessage(
        network=network,
        source=ProcessId(source or some_id("source")),
        branch=Nat(branch),
        kind=kind,
        target=Address(target),
        sequence=Nat(sequence),
        action=action,
        input=data,
        principal=address("principal"),
        budget=Nat(budget),
        hops=Nat(hops),
        expires=Nat(expires),
    )


def relay_of(outbox: Sequence[OutboxMessage], index: int = 0) -> Relay:
    """Give the relay of a message of an outbox, as the evaluator of its source attests it."""
    message = outbox[index]
    leaves = [leaf_of(each) for each in outbox]
    result = Result(
        network=message.network,
        process=message.source,
        slot=Nat(3),
        term=ZERO,
        assignment=AssignmentHash(some_id("an assignment")),
        module=PROBE,
        status=Status.OK,
        reason="",
        state_root=Root(some_id("a state")),
        outbox_root=outbox_root(outbox),
        outbox_size=Nat(len(outbox)),
        gas=ZERO,
        spent=Nat(2),
        refunded=ZERO,
        previous=ResultHash(some_id("a result")),
    )
    attestation = attest(result, wallet("source's evaluator"))
    return Relay(message, attestation, Nat(index), prove_inclusion(leaves, index))


def relay_item(*outbox: OutboxMessage, index: int = 0) -> Item:
    """Make the item that relays a message of an outbox."""
    return wrap(relay_of(outbox, index), wallet("relayer"))


@dataclass(frozen=True, slots=True)
class Place:
    """The next slot of a log, and what its assignment links to."""

    process: ProcessId
    previous: AssignmentHash
    slot: Nat = ZERO
    term: Nat = ZERO
    height: Nat = BEGINNING
    network: str = NETWORK


def beginning(process: ProcessId) -> Place:
    """Give the place of slot 0."""
    return Place(process, AssignmentHash(process))


def assigned(place: Place, item: Item | bytes, *, host: str = "host") -> Entry:
    """Assign an item to a place, whatever it is."""
    raw = item if isinstance(item, bytes) else serialize_item(item)
    parsed = parse_item(raw)
    assignment = Assignment(
        network=place.network,
        process=place.process,
        slot=place.slot,
        term=place.term,
        message=item_id(parsed),
        digest=item_digest(parsed),
        height=place.height,
        block=block(place.height),
        timestamp=Nat(MILLISECONDS + place.slot),
        previous=place.previous,
    )
    return signed_by(host, assignment, raw)


def signed_by(host: str, assignment: Assignment, raw: bytes) -> Entry:
    """Sign an assignment, and put the item beside it."""
    return Entry(assignment, sign(wallet(host), assignment_hash(assignment)), raw)


def after(place: Place, entry: Entry) -> Place:
    """Give the place after an entry."""
    previous = assignment_hash(entry.assignment)
    return replace(place, slot=Nat(place.slot + 1), previous=previous)
