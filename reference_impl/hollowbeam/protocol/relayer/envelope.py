"""The relay: an emitted message with the proof that its source emitted it (RLY-1 to RLY-9).

A relay travels as the data of an item of type Relay, signed by whoever relays. The relayer vouches
for one thing, which stands inside: this leaf is at this index under the outbox root that the result
names. So an evaluator that signs two roots cannot frame it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hollowbeam.kernel.actor import Kind
from hollowbeam.kernel.encoding import base64url, base64url_decode, decode_canonical, encode
from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.merkle import verify_inclusion
from hollowbeam.kernel.records import from_json, to_json
from hollowbeam.kernel.transition import implements
from hollowbeam.kernel.vocabulary import Address, Identity, Nat
from hollowbeam.kernel.wallets import Wallet
from hollowbeam.protocol.commitments import (
    Attestation,
    OutboxMessage,
    identity_of,
    is_signed,
    leaf_of,
    result_hash,
)
from hollowbeam.protocol.message import envelope
from hollowbeam.protocol.message.item import Item
from hollowbeam.protocol.message.signing import sign_item

TYPE: Final = envelope.Kind.RELAY.value.encode()


@dataclass(frozen=True, slots=True)
class Relay:
    """An emitted message, the result that names its outbox, and the way from the one to the other.

    ``index`` is the message's place in the outbox, ``siblings`` its proof (RFC 9162).
    """

    message: OutboxMessage
    attestation: Attestation
    index: Nat
    siblings: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Claims:
    """What a relay shows before anybody asks where it comes from.

    ``kind`` is what its target names; each of the others is so, or is not.
    """

    kind: Kind
    on_network: bool
    of_source: bool
    to_target: bool
    included: bool
    attested: bool


@implements("RLY-4", "RLY-5", "RLY-6", "RLY-7", "RLY-8", "RLY-9")
def check(claims: Claims) -> None:
    """Refuse a relay that does not prove itself.

    Rejects, in this order: NOT_RELAYABLE (RLY-4), WRONG_NETWORK (RLY-5), FOREIGN_LEAF (RLY-6),
    MISDIRECTED (RLY-7), NOT_INCLUDED (RLY-8), UNATTESTED (RLY-9).
    """
    require(claims.kind == Kind.PROCESS, Reason.NOT_RELAYABLE)
    require(claims.on_network, Reason.WRONG_NETWORK)
    require(claims.of_source, Reason.FOREIGN_LEAF)
    require(claims.to_target, Reason.MISDIRECTED)
    require(claims.included, Reason.NOT_INCLUDED)
    require(claims.attested, Reason.UNATTESTED)


def claims_of(relay: Relay, network: str, target: Address) -> Claims:
    """Say what a relay shows to the process that it is brought to."""
    message, result = relay.message, relay.attestation.result
    return Claims(
        kind=message.kind,
        on_network=message.network == network and result.network == network,
        of_source=message.source == result.process,
        to_target=message.target == target,
        included=is_included(relay),
        attested=is_signed(relay.attestation.signature, result_hash(result)),
    )


@implements("RLY-8")
def is_included(relay: Relay) -> bool:
    """Say whether the message stands in the outbox that the result names. Total."""
    result = relay.attestation.result
    return verify_inclusion(
        base64url_decode(result.outbox_root),
        result.outbox_size,
        relay.index,
        leaf_of(relay.message),
        relay.siblings,
    )


def verify_relay(relay: Relay, network: str, target: Address) -> None:
    """Check what a relay proves by itself, for the process that it is brought to.

    Whether its source slot is durable, and its evaluator the right one, is for ``admission``.

    Rejects: as ``check``.
    """
    check(claims_of(relay, network, target))


@implements("RLY-1")
def identity(message: OutboxMessage) -> Identity:
    """Name an emitted message by its place among those of its source to its target."""
    return identity_of(
        message.network, message.source, message.branch, message.target, message.sequence
    )


@implements("RLY-2")
def wrap(relay: Relay, wallet: Wallet) -> Item:
    """Make the item by which a relayer brings a relay: signed, and the same at each retry.

    Its anchor is the identity of the message, so that its digest depends on the relay and the
    relayer alone.
    """
    message = relay.message
    return sign_item(
        wallet,
        target=base64url_decode(message.target),
        anchor=base64url_decode(identity(message)),
        tags=(
            (envelope.DATA_PROTOCOL, envelope.PROTOCOL),
            (envelope.VARIANT, envelope.PROTOCOL_VARIANT),
            (envelope.TYPE, TYPE),
            (envelope.NETWORK, message.network.encode()),
        ),
        data=encode(to_json(relay)),
    )


@implements("RLY-3", "RLY-7")
def read_relay(item: Item, network: str) -> Relay:
    """Read the relay of an item whose signature was verified.

    Rejects: as ``read_message`` (MSG-24 to MSG-28), NOT_A_RELAY (RLY-3), NOT_HB_JSON (MSG-22),
    NOT_CANONICAL (MSG-23), INVALID_INPUT (STK-3), MISDIRECTED (RLY-7).
    """
    kind = envelope.read_message(item, network).kind
    require(kind is envelope.Kind.RELAY, Reason.NOT_A_RELAY)
    relay = from_json(Relay, decode_canonical(item.data))
    require(base64url(item.target) == relay.message.target, Reason.MISDIRECTED)
    return relay
