"""Cases of the relay itself: its name, its item, and what it proves (RLY-1 to RLY-9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hollowbeam.kernel.actor import Kind
from hollowbeam.kernel.encoding import base64url, base64url_decode
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.merkle import leaf_hash
from hollowbeam.kernel.records import to_json
from hollowbeam.kernel.vocabulary import Nat, Root
from hollowbeam.protocol.commitments import OutboxMessage, leaf_of
from hollowbeam.protocol.message.item import serialize_item
from hollowbeam.protocol.message.signing import sign_item
from hollowbeam.protocol.relayer.envelope import Relay
from hollowbeam_conformance.fill.cases import Act, CaseBook
from hollowbeam_conformance.fill.relayer_scene import (
    ANOTHER_NETWORK,
    CARRIER,
    NETWORK,
    OTHER_SOURCE,
    OTHER_TARGET,
    STRANGER,
    TARGET,
    USUAL,
    attested,
    canonical,
    encoded,
    item_of,
    log,
    message,
    relay,
    relayer,
    root_of_nothing,
    verify,
)

TAGS = {
    b"Data-Protocol": b"HollowBEAM",
    b"Variant": b"HB.1",
    b"Type": b"Relay",
    b"Network": NETWORK.encode(),
}
THREE = (message(0), message(1), message(2))
ZERO_ROOT = Root(base64url(bytes(32)))


def _carried(data: bytes, target: str = TARGET, **tags: str) -> str:
    """Give an item with this data, signed by the relayer; tags that differ are named."""
    named = {**TAGS, **{name.encode(): value.encode() for name, value in tags.items()}}
    item = sign_item(CARRIER, target=base64url_decode(target), tags=list(named.items()), data=data)
    return base64url(serialize_item(item))


def identities(book: CaseBook) -> None:
    """Add the cases of an identity (RLY-1)."""
    for name, title, what in (
        ("first", "The first message of a pair has an identity", USUAL),
        ("sequence", "A later message of the pair has another", message(1)),
        ("branch", "The same number on another branch has another", message(branch=Nat(1))),
        ("source", "One of another source has another", message(source=OTHER_SOURCE)),
        ("target", "One to another target has another", message(target=OTHER_TARGET)),
        ("network", "One on another network has another", message(network=ANOTHER_NETWORK)),
        ("content", "What a message says does not change its identity", message(action="Other")),
    ):
        book.accept(
            f"rly-1-{name}", title, Act("identity", {"message": to_json(what)}), genesis=relayer()
        )


def items(book: CaseBook) -> None:
    """Add the cases of the item that carries a relay (RLY-2)."""
    for name, title, what in (
        ("item", "A relay becomes an item whose every byte follows from it and the key", relay()),
        ("many", "The relay of one message of several carries its proof", relay(*THREE, index=1)),
        ("later", "The anchor of an item is the identity of its message", relay(message(4))),
    ):
        book.accept(
            f"rly-2-{name}", title, Act("wrap", {"relay": encoded(what)}), genesis=relayer()
        )
    book.accept(
        "rly-2-retry",
        "A retry is the same item, so that no digest is counted twice",
        Act("wrap", {"relay": encoded(relay())}),
        Act("wrap", {"relay": encoded(relay())}),
        genesis=relayer(),
    )


def readings(book: CaseBook) -> None:
    """Add the cases of what is a relay, and what is not (RLY-3)."""
    for name, title, what in (
        ("read", "An item of type Relay gives the relay that it carries", relay()),
        ("proof", "With all siblings of its proof", relay(*THREE, index=2)),
    ):
        book.accept(f"rly-3-{name}", title, Act("read", {"item": item_of(what)}), genesis=log())
    book.accept(
        "rly-3-free-anchor",
        "Another anchor, or none, is read as well: only the relayer's own items are the same",
        Act("read", {"item": _carried(canonical(relay()))}),
        genesis=log(),
    )
    data = canonical(relay())
    for name, title, item, reason in (
        ("spawn", "A Spawn is no relay", _carried(data, Type="Spawn"), Reason.NOT_A_RELAY),
        ("json", "Data that is not HB-JSON is no relay", _carried(b"{"), Reason.NOT_HB_JSON),
        (
            "canonical",
            "Nor is a relay that is not written canonically",
            _carried(data.replace(b"{", b"{ ", 1)),
            Reason.NOT_CANONICAL,
        ),
        (
            "fields",
            "Nor is an object that lacks a field",
            _carried(data.replace(b'"index":"0",', b"")),
            Reason.INVALID_INPUT,
        ),
        (
            "network",
            "An item for another network is refused as every item is",
            _carried(data, Network=ANOTHER_NETWORK),
            Reason.WRONG_NETWORK,
        ),
    ):
        book.reject(
            f"rly-3-not-{name}",
            title,
            Act("read", {"item": item}, reason),
            neighbour="rly-3-free-anchor",
            genesis=log(),
        )


def proven(book: CaseBook) -> None:
    """Add the cases of relays that prove all that they must (RLY-8)."""
    for size in (1, 2, 3, 4, 5):
        emitted = [message(number) for number in range(size)]
        steps = [verify(relay(*emitted, index=index)) for index in range(size)]
        book.accept(
            f"rly-8-of-{size}",
            f"Each of the {size} messages of an outbox is proven at its place",
            *steps,
            genesis=log(),
        )
    book.accept(
        "rly-8-two-outbox-messages",
        "Of two messages of one outbox neither is lost: each has its own proof",
        verify(relay(message(0), message(1, action="Debit-Notice"), index=0)),
        verify(relay(message(0), message(1, action="Debit-Notice"), index=1)),
        genesis=log(),
    )


def wallets(book: CaseBook) -> None:
    """Add the cases of a message to a wallet (RLY-4)."""
    book.reject(
        "rly-4-wallet",
        "A message to a wallet is a record: nobody relays it",
        verify(relay(message(kind=Kind.WALLET)), Reason.NOT_RELAYABLE),
        neighbour="rly-8-of-1",
        genesis=log(),
    )
    book.reject(
        "rly-4-first",
        "Of a wallet's record and a forged proof, the record is the reason",
        verify(replace(relay(message(kind=Kind.WALLET)), index=Nat(1)), Reason.NOT_RELAYABLE),
        neighbour="rly-8-of-1",
        genesis=log(),
    )


def networks(book: CaseBook) -> None:
    """Add the cases of a replay on another network (RLY-5)."""
    foreign = message(network=ANOTHER_NETWORK)
    whole = relay(foreign, network=ANOTHER_NETWORK)
    for name, title, what in (
        ("replay", "A relay of another network is not replayed here", whole),
        ("message", "A message of another network does not pass", relay(foreign)),
        ("result", "Nor does a result of another network", relay(network=ANOTHER_NETWORK)),
    ):
        book.reject(
            f"rly-5-{name}",
            title,
            Act("verify", {"item": _carried(canonical(what))}, Reason.WRONG_NETWORK),
            neighbour="rly-8-of-1",
            genesis=log(),
        )
    book.accept(
        "rly-5-at-home",
        "On its own network that relay is proven",
        verify(whole),
        genesis=log(network=ANOTHER_NETWORK),
    )


def sources(book: CaseBook) -> None:
    """Add the cases of a message that is not of the result's process (RLY-6)."""
    book.reject(
        "rly-6-foreign",
        "A process speaks for itself: its outbox holds no message of another",
        verify(relay(message(source=OTHER_SOURCE)), Reason.FOREIGN_LEAF),
        neighbour="rly-6-own",
        genesis=log(),
    )
    book.accept(
        "rly-6-own",
        "That other process emits such a message itself",
        verify(relay(message(source=OTHER_SOURCE), process=OTHER_SOURCE)),
        genesis=log(),
    )


def targets(book: CaseBook) -> None:
    """Add the cases of a relay that is brought to another process (RLY-7)."""
    other = relay(message(target=OTHER_TARGET))
    for name, title, item in (
        ("elsewhere", "A message for another process is not admitted here", item_of(other)),
        (
            "relabelled",
            "Nor if the relayer writes this process on the item",
            _carried(canonical(other)),
        ),
        (
            "mislabelled",
            "A message for this process does not travel under another's name",
            _carried(canonical(relay()), target=OTHER_TARGET),
        ),
    ):
        book.reject(
            f"rly-7-{name}",
            title,
            Act("verify", {"item": item}, Reason.MISDIRECTED),
            neighbour="rly-7-there",
            genesis=log(),
        )
    book.accept(
        "rly-7-there",
        "Where it is for, that message is proven",
        verify(other),
        genesis=log(process=OTHER_TARGET),
    )


def _forgeries() -> Sequence[tuple[str, str, Relay]]:
    """Give relays whose message does not stand where they say."""
    richer: OutboxMessage = message(input={"quantity": "1000000"})
    honest = relay(*THREE, index=1)
    alone = leaf_hash(leaf_of(richer))
    empty = replace(
        relay(richer), attestation=attested((), outbox_root=root_of_nothing(), outbox_size=Nat(0))
    )
    leaf_root = attested((), outbox_root=Root(base64url(alone)), outbox_size=Nat(0))
    zeros = attested((richer,), outbox_root=ZERO_ROOT)
    unsized = attested((), outbox_root=ZERO_ROOT, outbox_size=Nat(0))
    return (
        ("forged", "A forged message is not in the outbox", replace(honest, message=richer)),
        (
            "added",
            "A message that was never emitted has no proof",
            replace(honest, message=message(3)),
        ),
        (
            "place",
            "A message is proven at its own place alone",
            replace(honest, index=Nat(0)),
        ),
        ("beyond", "No message stands past the end", replace(honest, index=Nat(3))),
        ("short", "A proof that lacks a sibling", replace(honest, siblings=honest.siblings[:1])),
        (
            "long",
            "A proof with one sibling too many",
            replace(honest, siblings=(*honest.siblings, bytes(32))),
        ),
        (
            "order",
            "A proof with its siblings the other way round",
            replace(honest, siblings=honest.siblings[::-1]),
        ),
        (
            "odd-sibling",
            "A proof with a sibling of another length",
            replace(honest, siblings=(bytes(31), *honest.siblings[1:])),
        ),
        (
            "wrapped",
            "An index beyond the outbox, with the proof of the place that it would wrap to",
            replace(honest, index=Nat(honest.index + honest.attestation.result.outbox_size)),
        ),
        ("empty-root", "An empty outbox proves nothing", empty),
        (
            "empty-leaf",
            "Not even if its root is the hash of the forged message",
            replace(relay(richer), attestation=leaf_root),
        ),
        (
            "zero-root",
            "The root of zeros, a default that nobody set, proves nothing (Nomad's bridge)",
            replace(relay(richer), attestation=zeros),
        ),
        (
            "zero-empty",
            "Nor does it with size zero",
            replace(relay(richer), attestation=unsized),
        ),
    )


def inclusion(book: CaseBook) -> None:
    """Add the cases of what is not in the outbox (RLY-8)."""
    for name, title, what in _forgeries():
        book.reject(
            f"rly-8-{name}",
            title,
            verify(what, Reason.NOT_INCLUDED),
            neighbour="rly-8-of-3",
            genesis=log(),
        )


def attestations(book: CaseBook) -> None:
    """Add the cases of a result that nobody attests (RLY-9)."""
    honest = relay()
    signature = honest.attestation.signature
    other = relay(spent=Nat(4)).attestation.signature
    for name, title, found in (
        (
            "unsigned",
            "A result that nobody signed is not attested",
            replace(signature, value=bytes(64)),
        ),
        ("other-result", "Nor is one with the signature of another result", other),
        (
            "other-owner",
            "Nor is one whose signature is of another key than it names",
            replace(signature, owner=STRANGER.owner),
        ),
        (
            "type",
            "Nor is one with an unknown signature type",
            replace(signature, type=Nat(9)),
        ),
        ("short", "Nor is one whose signature is too short", replace(signature, value=b"")),
    ):
        attestation = replace(honest.attestation, signature=found)
        book.reject(
            f"rly-9-{name}",
            title,
            verify(replace(honest, attestation=attestation), Reason.UNATTESTED),
            neighbour="rly-8-of-1",
            genesis=log(),
        )
    book.accept(
        "rly-9-anybody",
        "Whoever signs a result attests it; whether they may is asked later",
        verify(relay(signer=STRANGER)),
        genesis=log(),
    )
