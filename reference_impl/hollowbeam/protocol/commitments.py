"""What the parts of the network sign to each other: assignments, ticks, results and outboxes.

Every one is a flat record. Its hash is a tagged hash of its canonical encoding, and its signer
signs these 32 bytes. The chapter ``commitments`` describes them field by field.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from functools import lru_cache

from hollowbeam.kernel.actor import Kind
from hollowbeam.kernel.encoding import Json, base64url, base64url_decode, encode
from hollowbeam.kernel.errors import Rejection
from hollowbeam.kernel.hashing import Tag, tagged_hash
from hollowbeam.kernel.merkle import merkle_root
from hollowbeam.kernel.records import to_json
from hollowbeam.kernel.transition import opaque
from hollowbeam.kernel.vocabulary import (
    Address,
    AssignmentHash,
    BlockId,
    Digest,
    Identity,
    MessageId,
    ModuleId,
    Nat,
    ProcessId,
    ResultHash,
    Root,
)
from hollowbeam.kernel.wallets import Wallet
from hollowbeam.protocol.message.item import OWNER_BYTES, SIGNATURE_BYTES, SignatureType
from hollowbeam.protocol.message.signing import address_of, verify_signature


@unique
class Status(StrEnum):
    """Whether an action took effect. An action that erred consumed its slot and did nothing."""

    OK = "OK"
    ERROR = "ERROR"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A block of Arweave that its namer holds for confirmed: height and id."""

    height: Nat
    block: BlockId


@dataclass(frozen=True, slots=True)
class Assignment:
    """A slot of a process given to a message.

    ``height`` and ``block`` are the anchor, ``timestamp`` milliseconds since 1970, for information.
    ``previous`` is the hash of the assignment before it; before slot 0, the id of the process.
    """

    network: str
    process: ProcessId
    slot: Nat
    term: Nat
    message: MessageId
    digest: Digest
    height: Nat
    block: BlockId
    timestamp: Nat
    previous: AssignmentHash


@dataclass(frozen=True, slots=True)
class Tick:
    """A sign of life of a host with nothing to assign: the head of the log at an anchor.

    ``slot`` is the next one, ``head`` the hash of the assignment before it.
    """

    network: str
    process: ProcessId
    slot: Nat
    term: Nat
    height: Nat
    block: BlockId
    head: AssignmentHash


@dataclass(frozen=True, slots=True)
class Result:
    """What evaluating one assignment gave.

    ``reason`` is the code of the error, empty if there is none. ``gas`` is what the module used,
    ``spent`` and ``refunded`` what became of the budget that is not in the outbox. ``previous`` is
    the hash of the result before it; before slot 0, the id of the process.
    """

    network: str
    process: ProcessId
    slot: Nat
    term: Nat
    assignment: AssignmentHash
    module: ModuleId
    status: Status
    reason: str
    state_root: Root
    outbox_root: Root
    outbox_size: Nat
    gas: Nat
    spent: Nat
    refunded: Nat
    previous: ResultHash


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """A leaf of an outbox: an emitted message, with all that was fixed at its emission.

    ``sequence`` counts the messages of ``source`` to ``target`` on ``branch``, from 0. ``budget``
    pays for everything that follows from the message, ``hops`` bounds how deep. ``expires`` is the
    last anchor height at which it may be assigned, zero for no limit.
    """

    network: str
    source: ProcessId
    branch: Nat
    kind: Kind
    target: Address
    sequence: Nat
    action: str
    input: Json
    principal: Address
    budget: Nat
    hops: Nat
    expires: Nat


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature with whose it is: a type of room message, the owner's key, and the bytes."""

    type: Nat
    owner: bytes
    value: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """A slot as it is published: the assignment, its host's signature, and the message's item."""

    assignment: Assignment
    signature: Signature
    item: bytes


@dataclass(frozen=True, slots=True)
class Attestation:
    """A result with the signature of an evaluator, who answers for it."""

    result: Result
    signature: Signature


@opaque(injective=True)
@lru_cache(maxsize=1024)  # every party asks for it more than once
def assignment_hash(assignment: Assignment) -> AssignmentHash:
    """Hash an assignment: what its host signs and the next assignment names."""
    return AssignmentHash(_hash(Tag.ASSIGNMENT, assignment))


@opaque(injective=True)
def tick_hash(tick: Tick) -> AssignmentHash:
    """Hash a tick: what its host signs."""
    return AssignmentHash(_hash(Tag.TICK, tick))


@opaque(injective=True)
@lru_cache(maxsize=1024)
def result_hash(result: Result) -> ResultHash:
    """Hash a result: what its evaluator signs and the next result names."""
    return ResultHash(_hash(Tag.RESULT, result))


@opaque(injective=True)
def identity_of(
    network: str, source: ProcessId, branch: Nat, target: Address, sequence: Nat
) -> Identity:
    """Identify an emitted message by where it stands, not by what it says."""
    parts: list[Json] = [network, source, str(branch), target, str(sequence)]
    return Identity(base64url(tagged_hash(Tag.OUTBOX, encode(parts))))


def leaf_of(message: OutboxMessage) -> bytes:
    """Give the entry of an emitted message in the Merkle tree of its outbox."""
    return encode(to_json(message))


def outbox_root(messages: Sequence[OutboxMessage]) -> Root:
    """Give the root of an outbox (RFC 9162); of an empty one, SHA-256 of nothing."""
    return Root(base64url(merkle_root([leaf_of(message) for message in messages])))


def sign(wallet: Wallet, statement: AssignmentHash | ResultHash) -> Signature:
    """Sign the 32 bytes of a statement's hash."""
    signature = wallet.sign(base64url_decode(statement))
    return Signature(Nat(wallet.signature_type), wallet.owner, signature)


def signer_of(signature: Signature) -> Address:
    """Give the address that a signature claims to be of."""
    return address_of(signature.owner)


@opaque()
def is_signed(signature: Signature, statement: AssignmentHash | ResultHash) -> bool:
    """Say whether the owner that a signature names signed the statement. Total."""
    kind = signature.type
    if kind not in SIGNATURE_BYTES:
        return False
    if (len(signature.owner), len(signature.value)) != (OWNER_BYTES[kind], SIGNATURE_BYTES[kind]):
        return False
    try:
        verify_signature(
            SignatureType(kind), signature.owner, base64url_decode(statement), signature.value
        )
    except Rejection:
        return False
    return True


def _hash(tag: Tag, record: object) -> str:
    return base64url(tagged_hash(tag, encode(to_json(record))))
