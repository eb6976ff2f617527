"""Relays for random histories of room relayer: made once each, proven, or spoiled in one way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from hashlib import sha256
from typing import Any, Final

from hollowbeam.kernel.actor import Kind
from hollowbeam.kernel.encoding import base64url, base64url_decode, encode
from hollowbeam.kernel.merkle import leaf_hash, prove_inclusion
from hollowbeam.kernel.records import to_json
from hollowbeam.kernel.vocabulary import (
    ZERO,
    Address,
    AssignmentHash,
    ModuleId,
    Nat,
    ProcessId,
    ResultHash,
    Root,
)
from hollowbeam.kernel.wallets import Ed25519Wallet
from hollowbeam.protocol.commitments import (
    Attestation,
    OutboxMessage,
    Result,
    Status,
    leaf_of,
    outbox_root,
    result_hash,
    sign,
)
from hollowbeam.protocol.message.item import serialize_item
from hollowbeam.protocol.message.signing import address_of, sign_item
from hollowbeam.protocol.relayer.envelope import Relay, wrap
from hollowbeam_models.strategies import pool

NETWORK: Final = "a network"
ANOTHER_NETWORK: Final = "another network"
SOURCES: Final = [ProcessId(name) for name in pool(2)]
TARGETS: Final = [Address(base64url(sha256(b"target %d" % n).digest())) for n in range(2)]
HOST: Final = Ed25519Wallet(sha256(b"the host of all").digest())
STRANGER: Final = Ed25519Wallet(sha256(b"no host").digest())
CARRIER_SEED: Final = sha256(b"a relayer").digest()
CARRIER: Final = Ed25519Wallet(CARRIER_SEED)
HOST_ADDRESS: Final = address_of(HOST.owner)
STRANGERS_ADDRESS: Final = address_of(STRANGER.owner)
RICH: Final = 40
"""A budget that pays for any message."""


@cache
def assignment(slot: int, survivor: int = 0) -> AssignmentHash:
    """Name one of the assignments that a slot may have had."""
    return AssignmentHash(base64url(sha256(b"slot %d of host %d" % (slot, survivor)).digest()))


def message_of(
    source: int, branch: int, target: int, sequence: int, budget: int = RICH
) -> OutboxMessage:
    """Make an emitted message."""
    return OutboxMessage(
        network=NETWORK,
        source=SOURCES[source],
        branch=Nat(branch),
        kind=Kind.PROCESS,
        target=TARGETS[target],
        sequence=Nat(sequence),
        action="Say",
        input={"number": str(sequence)},
        principal=Address(pool()[2]),
        budget=Nat(budget),
        hops=Nat(2),
        expires=ZERO,
    )


def proven(
    message: OutboxMessage,
    slot: int = 0,
    survivor: int = 0,
    signer: Ed25519Wallet = HOST,
    **changes: Any,
) -> Relay:
    """Make the relay of a message that stands second in an outbox of three."""
    filler = replace(message, sequence=Nat(message.sequence + 100))
    last = replace(message, sequence=Nat(message.sequence + 200))
    emitted = (filler, message, last)
    result = Result(
        network=NETWORK,
        process=message.source,
        slot=Nat(slot),
        term=ZERO,
        assignment=assignment(slot, survivor),
        module=ModuleId(pool()[0]),
        status=Status.OK,
        reason="",
        state_root=Root(pool()[0]),
        outbox_root=outbox_root(emitted),
        outbox_size=Nat(3),
        gas=ZERO,
        spent=ZERO,
        refunded=ZERO,
        previous=ResultHash(pool()[0]),
    )
    result = replace(result, **changes)
    attestation = Attestation(result, sign(signer, result_hash(result)))
    siblings = prove_inclusion([leaf_of(each) for each in emitted], 1)
    return Relay(message, attestation, Nat(1), siblings)


def _alone(message: OutboxMessage, root: bytes, size: int) -> Relay:
    """Make a relay of a root that is no outbox, without a proof."""
    named = Root(base64url(root))
    relay = proven(message, outbox_root=named, outbox_size=Nat(size))
    return replace(relay, index=ZERO, siblings=())


def _unsigned(message: OutboxMessage) -> Relay:
    relay = proven(message)
    signature = replace(relay.attestation.signature, value=bytes(64))
    return replace(relay, attestation=replace(relay.attestation, signature=signature))


def _forged(message: OutboxMessage) -> Relay:
    return replace(proven(message), message=replace(message, action="Shout"))


SPOILED: Final[Mapping[str, Callable[[OutboxMessage], Relay]]] = {
    "wallet": lambda message: proven(replace(message, kind=Kind.WALLET)),
    "network": lambda message: proven(
        replace(message, network=ANOTHER_NETWORK), network=ANOTHER_NETWORK
    ),
    "message": lambda message: proven(replace(message, network=ANOTHER_NETWORK)),
    "result": lambda message: proven(message, network=ANOTHER_NETWORK),
    "foreign": lambda message: proven(message, process=ProcessId(pool()[2])),
    "target": lambda message: proven(replace(message, target=Address(pool()[2]))),
    "forged": _forged,
    "place": lambda message: replace(proven(message), index=Nat(2)),
    "beyond": lambda message: replace(proven(message), index=Nat(4)),
    "sibling": lambda message: replace(proven(message), siblings=proven(message).siblings[:1]),
    "zeros": lambda message: _alone(message, bytes(32), 1),
    "empty": lambda message: _alone(message, leaf_hash(leaf_of(message)), 0),
    "unsigned": _unsigned,
    "stranger": lambda message: proven(message, signer=STRANGER),
}
"""Ways in which a relay is not what it must be."""


@cache
def item_of(  # noqa: PLR0913, PLR0917 - which message, in which result, how spoiled
    source: int, branch: int, target: int, sequence: int, how: str, budget: int = RICH
) -> str:
    """Give the item of a relay, as text; ``how`` it is spoiled, or nothing."""
    message = message_of(source, branch, target, sequence, budget)
    relay = SPOILED[how](message) if how in SPOILED else proven(message)
    item = wrap(relay, CARRIER)
    if how not in RELABELLED:
        return base64url(serialize_item(item))
    tags = {name: value for name, value in item.tags} | dict(RELABELLED[how])  # noqa: C416
    where = base64url_decode(pool()[2]) if how == "elsewhere" else item.target
    data = encode(to_json(relay)) if how != "spaced" else b" " + encode(to_json(relay))
    return base64url(
        serialize_item(sign_item(CARRIER, target=where, tags=list(tags.items()), data=data))
    )


RELABELLED: Final[Mapping[str, tuple[tuple[bytes, bytes], ...]]] = {
    "elsewhere": (),
    "spaced": (),
    "spawn": ((b"Type", b"Spawn"),),
    "result": ((b"Network", NETWORK.encode()),),
    "message": ((b"Network", NETWORK.encode()),),
    "network": ((b"Network", NETWORK.encode()),),
}
"""Ways in which an item says other things than its relay."""
