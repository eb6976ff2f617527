"""Items as the nodes make and read them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from hollowbeam.kernel.encoding import Json, base64url_decode, encode
from hollowbeam.kernel.vocabulary import Address, Digest, ProcessId
from hollowbeam.kernel.wallets import Wallet
from hollowbeam.protocol.commitments import Entry
from hollowbeam.protocol.message import envelope
from hollowbeam.protocol.message.item import Item, parse_item, serialize_item
from hollowbeam.protocol.message.signing import address_of, item_digest, sign_item


@dataclass(frozen=True, slots=True)
class Seen:
    """An item by what the nodes ask of it first; ``says`` is its action, for people."""

    item: Item
    caller: Address
    digest: Digest
    is_relay: bool
    says: str


def item_in(entry: Entry) -> Seen:
    """Read the item of an entry."""
    return read(entry.item)


@lru_cache(maxsize=4096)
def read(raw: bytes) -> Seen:
    """Read the bytes of an item; its signature is for others to check."""
    item = parse_item(raw)
    tags = {tag.name: tag.value.decode(errors="replace") for tag in item.tags}
    kind = tags.get(envelope.TYPE, "")
    is_relay = kind == envelope.Kind.RELAY.value
    says = tags.get(envelope.ACTION, kind)
    return Seen(item, address_of(item.owner), item_digest(item), is_relay, says)


def _tags(kind: envelope.Kind, network: str) -> list[tuple[bytes, bytes]]:
    return [
        (envelope.DATA_PROTOCOL, envelope.PROTOCOL),
        (envelope.VARIANT, envelope.PROTOCOL_VARIANT),
        (envelope.TYPE, kind.value.encode()),
        (envelope.NETWORK, network.encode()),
    ]


def message_item(  # noqa: PLR0913 - the parts of a message, by keyword
    wallet: Wallet, network: str, *, target: ProcessId, action: str, data: Json, once: str
) -> bytes:
    """Sign a message; ``once`` is a text that its signer uses for no other."""
    tags = [*_tags(envelope.Kind.MESSAGE, network), (envelope.ACTION, action.encode())]
    item = sign_item(
        wallet,
        target=base64url_decode(target),
        anchor=sha256(once.encode()).digest(),
        tags=tags,
        data=encode(data),
    )
    return serialize_item(item)


def spawn_item(wallet: Wallet, network: str, *, data: Json, once: str) -> bytes:
    """Sign a Spawn."""
    item = sign_item(
        wallet,
        anchor=sha256(once.encode()).digest(),
        tags=_tags(envelope.Kind.SPAWN, network),
        data=encode(data),
    )
    return serialize_item(item)
