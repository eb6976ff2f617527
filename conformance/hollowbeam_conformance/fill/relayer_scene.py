"""Words for the cases of room relayer: who emits what to whom, who attests it, who brings it.

Ids are hashes of names. All keys are Ed25519 seeds, so that every signature is the same each time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any, Final

from hollowbeam.kernel.actor import Kind
from hollowbeam.kernel.encoding import Json, base64url, encode
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.merkle import prove_inclusion
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
from hollowbeam.protocol.message.signing import address_of
from hollowbeam.protocol.relayer.envelope import Relay, wrap
from hollowbeam_conformance.fill.cases import Act


def identifier(name: str) -> str:
    """Give the id that stands for a name."""
    return base64url(sha256(name.encode()).digest())


def wallet(name: str) -> Ed25519Wallet:
    """Give the key that stands for a name."""
    return Ed25519Wallet(seed(name))


def seed(name: str) -> bytes:
    """Give the seed of the key that stands for a name."""
    return sha256(f"the key of {name}".encode()).digest()


NETWORK: Final = "hollow-test"
ANOTHER_NETWORK: Final = "hollow-other"
SOURCE: Final = ProcessId(identifier("the token"))
OTHER_SOURCE: Final = ProcessId(identifier("another token"))
TARGET: Final = Address(identifier("the exchange"))
OTHER_TARGET: Final = Address(identifier("another exchange"))
ALICE: Final = Address(identifier("Alice"))
ASSIGNMENT: Final = AssignmentHash(identifier("the assignment of slot 7"))
OTHER_ASSIGNMENT: Final = AssignmentHash(identifier("another assignment of slot 7"))
SLOT: Final = 7

HOST: Final = wallet("the host of the token")
STRANGER: Final = wallet("a stranger")
CARRIER: Final = wallet("the relayer")
RIVAL: Final = wallet("another relayer")
HOST_ADDRESS: Final = address_of(HOST.owner)

OTHERS: Final = "Network"
"""Who shows relays, and tells what is durable, guaranteed and evaluated: whoever knows it."""


def _of_relay(shown: Mapping[str, Any]) -> str:
    """Write a relay by its message."""
    brought = shown["message"]
    return f"{brought['action']} {brought['sequence']}"


SHOWN: Final = {"relay": _of_relay}
"""How the site writes what is too long to be shown."""

USUAL: Final = OutboxMessage(
    network=NETWORK,
    source=SOURCE,
    branch=ZERO,
    kind=Kind.PROCESS,
    target=TARGET,
    sequence=ZERO,
    action="Credit-Notice",
    input={"quantity": "5"},
    principal=ALICE,
    budget=Nat(100),
    hops=Nat(3),
    expires=ZERO,
)

RESULT: Final = Result(
    network=NETWORK,
    process=SOURCE,
    slot=Nat(SLOT),
    term=ZERO,
    assignment=ASSIGNMENT,
    module=ModuleId(identifier("the code of the token")),
    status=Status.OK,
    reason="",
    state_root=Root(identifier("a state")),
    outbox_root=Root(identifier("an outbox")),
    outbox_size=ZERO,
    gas=ZERO,
    spent=Nat(3),
    refunded=ZERO,
    previous=ResultHash(identifier("the result of slot 6")),
)


def message(sequence: int = 0, **changes: Any) -> OutboxMessage:
    """Give a message of the token to the exchange; what differs is named."""
    return replace(USUAL, sequence=Nat(sequence), **changes)


def attested(
    messages: Sequence[OutboxMessage], signer: Ed25519Wallet = HOST, **changes: Any
) -> Attestation:
    """Give a result with these messages in its outbox, as its signer attests it."""
    size = Nat(len(messages))
    named = {"outbox_root": outbox_root(messages), "outbox_size": size, **changes}
    result = replace(RESULT, **named)
    return Attestation(result, sign(signer, result_hash(result)))


def relay(*messages: OutboxMessage, index: int = 0, **changes: Any) -> Relay:
    """Give the relay of one of the messages that a result emits; without any, of the usual one."""
    emitted = messages or (USUAL,)
    leaves = [leaf_of(each) for each in emitted]
    siblings = prove_inclusion(leaves, index)
    return Relay(emitted[index], attested(emitted, **changes), Nat(index), siblings)


def item_of(what: Relay, by: Ed25519Wallet = CARRIER) -> str:
    """Give the item by which a relayer brings a relay, as text."""
    return base64url(serialize_item(wrap(what, by)))


def root_of_nothing() -> Root:
    """Give the root of an empty outbox."""
    return outbox_root(())


LOG: Final[Mapping[str, Json]] = {"part": "log", "network": NETWORK, "process": TARGET}


def log(**changes: Json) -> dict[str, Json]:
    """Give the genesis of the end of the exchange."""
    return {**LOG, **changes}


def verify(what: Relay, reason: Reason | None = None) -> Act:
    """Verify a relay at the end of its target."""
    return Act("verify", {"item": item_of(what)}, reason)


def admit(
    what: Relay, reason: Reason | None = None, by: Ed25519Wallet = CARRIER, **changes: Json
) -> Act:
    """Bring a relay to the log of the exchange; what its host knows else of it is named."""
    evidence: dict[str, Json] = {
        "host": HOST_ADDRESS,
        "durable": True,
        "surviving": ASSIGNMENT,
        "guaranteed": True,
        **changes,
    }
    return Act("admit", {"item": item_of(what, by), "evidence": evidence}, reason)


def received(branch: int = 0, source: str = SOURCE) -> str:
    """Give the path of the counter of a pair."""
    return f"received/{source}/{branch}/{TARGET}"


def ledger(step: int = 3, bounce: int = 2) -> dict[str, Json]:
    """Give the genesis of a ledger with these rates."""
    return {"part": "cranks", "rates": {"step": str(step), "bounce": str(bounce)}}


PATIENCE: Final = 4
DEADLINE: Final = 10


def relayer(
    step: int = 3, bounce: int = 2, patience: int = PATIENCE, deadline: int = DEADLINE
) -> dict[str, Json]:
    """Give the genesis of the relayer."""
    return {
        "part": "relayer",
        "network": NETWORK,
        "seed": base64url(seed("the relayer")),
        "terms": {
            "rates": {"step": str(step), "bounce": str(bounce)},
            "patience": str(patience),
            "deadline": str(deadline),
        },
    }


def encoded(what: Relay) -> Json:
    """Give a relay as HB-JSON."""
    return to_json(what)


def canonical(what: Relay) -> bytes:
    """Give the bytes that an item of a relay has as its data."""
    return encode(to_json(what))
