"""The message that an item carries: its protocol tags and its input (MSG-22, MSG-24 to MSG-32).

The protocol tags are ``Data-Protocol``, ``Variant``, ``Type``, ``Action`` and ``Network``; names
and values are compared byte by byte. Every other tag is free and may stand any number of times.

What a Spawn or a Relay must carry beyond protocol, variant, type and network is for the rooms that
receive it: target, anchor, action and input are demanded of a Message alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, unique
from typing import Final

from hollowbeam.kernel.encoding import Json, base64url, decode
from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.transition import implements
from hollowbeam.kernel.vocabulary import Address, Digest, MessageId
from hollowbeam.protocol.message.item import Item
from hollowbeam.protocol.message.signing import address_of, item_digest, item_id

DATA_PROTOCOL: Final = b"Data-Protocol"
VARIANT: Final = b"Variant"
TYPE: Final = b"Type"
ACTION: Final = b"Action"
NETWORK: Final = b"Network"
PROTOCOL_TAGS: Final = frozenset({DATA_PROTOCOL, VARIANT, TYPE, ACTION, NETWORK})

PROTOCOL: Final = b"HollowBEAM"
PROTOCOL_VARIANT: Final = b"HB.1"


@unique
class Kind(Enum):
    """What a message is for; the first member stands for a ``Type`` that names none."""

    UNKNOWN = ""
    MESSAGE = "Message"
    SPAWN = "Spawn"
    RELAY = "Relay"


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the tags and the optional fields of an item say, as far as admission asks."""

    repeats_protocol_tag: bool
    names_protocol: bool
    names_variant: bool
    kind: Kind
    names_network: bool
    has_target: bool
    has_anchor: bool
    has_action: bool


@dataclass(frozen=True, slots=True)
class Message:
    """A message signed by a wallet.

    ``target`` and ``action`` are None, and ``input`` is null, only where the kind is not MESSAGE.
    """

    id: MessageId
    digest: Digest
    caller: Address
    principal: Address
    target: str | None
    kind: Kind
    action: str | None
    input: Json


@implements("MSG-24", "MSG-25", "MSG-26", "MSG-27", "MSG-28", "MSG-29", "MSG-30", "MSG-31")
def admit(envelope: Envelope) -> Kind:
    """Decide whether an item is a message of this protocol on this network, and of which kind.

    Rejects, in this order: DUPLICATE_TAG (MSG-24), WRONG_PROTOCOL (MSG-25), UNKNOWN_VARIANT
    (MSG-26), UNKNOWN_TYPE (MSG-27), WRONG_NETWORK (MSG-28); for the kind Message also
    MISSING_TARGET (MSG-29), MISSING_ANCHOR (MSG-30), MISSING_ACTION (MSG-31).
    """
    require(not envelope.repeats_protocol_tag, Reason.DUPLICATE_TAG)
    require(envelope.names_protocol, Reason.WRONG_PROTOCOL)
    require(envelope.names_variant, Reason.UNKNOWN_VARIANT)
    require(envelope.kind != Kind.UNKNOWN, Reason.UNKNOWN_TYPE)
    require(envelope.names_network, Reason.WRONG_NETWORK)
    if envelope.kind == Kind.MESSAGE:
        require(envelope.has_target, Reason.MISSING_TARGET)
        require(envelope.has_anchor, Reason.MISSING_ANCHOR)
        require(envelope.has_action, Reason.MISSING_ACTION)
    return envelope.kind


@implements("MSG-22", "MSG-32")
def read_message(item: Item, network: str) -> Message:
    """Read the message of an item whose signature was verified.

    The input is the data of a Message, decoded; the data of a Spawn or a Relay is left to the room
    that receives it. A wallet that signs a message is its caller and its principal.

    Rejects: as ``admit``, then NOT_HB_JSON (MSG-22).
    """
    tags = _protocol_tags(item)
    kind = admit(_envelope(item, tags, network))
    signer = address_of(item.owner)
    return Message(
        id=item_id(item),
        digest=item_digest(item),
        caller=signer,
        principal=signer,
        target=base64url(item.target) if item.target else None,
        kind=kind,
        action=_action(tags),
        input=decode(item.data) if kind is Kind.MESSAGE else None,
    )


def _protocol_tags(item: Item) -> dict[bytes, bytes]:
    """Pick the protocol tags; of one that is repeated, the last."""
    return {name: value for name, value in item.tags if name in PROTOCOL_TAGS}


def _envelope(item: Item, tags: dict[bytes, bytes], network: str) -> Envelope:
    """Reduce an item to the answers that admission asks for."""
    return Envelope(
        repeats_protocol_tag=sum(name in PROTOCOL_TAGS for name, _ in item.tags) > len(tags),
        names_protocol=tags.get(DATA_PROTOCOL) == PROTOCOL,
        names_variant=tags.get(VARIANT) == PROTOCOL_VARIANT,
        kind=_KINDS.get(tags.get(TYPE, b""), Kind.UNKNOWN),
        names_network=tags.get(NETWORK) == network.encode(),
        has_target=bool(item.target),
        has_anchor=bool(item.anchor),
        has_action=_action(tags) is not None,
    )


_KINDS: Final = {kind.value.encode(): kind for kind in Kind}


def _action(tags: dict[bytes, bytes]) -> str | None:
    """Read the tag ``Action``; bytes that are not UTF-8 name no action."""
    try:
        return tags[ACTION].decode()
    except (KeyError, UnicodeDecodeError):
        return None
