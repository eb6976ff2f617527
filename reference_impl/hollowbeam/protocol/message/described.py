"""Items and messages as HB-JSON values: what ``hb message inspect`` prints and adapters answer."""

from __future__ import annotations

from collections.abc import Sequence

from hollowbeam.kernel.encoding import Json, base64url, decimal
from hollowbeam.kernel.errors import Rejection
from hollowbeam.protocol.message.envelope import Message
from hollowbeam.protocol.message.item import Item
from hollowbeam.protocol.message.signing import address_of, item_digest, item_id, signed_hash


def item_to_json(item: Item) -> dict[str, Json]:
    """Describe an item by its fields and names; bytes are base64url, what is absent is null."""
    return {
        "id": item_id(item),
        "address": address_of(item.owner),
        "signature_type": decimal(item.signature_type),
        "owner": base64url(item.owner),
        "target": base64url(item.target) if item.target else None,
        "anchor": base64url(item.anchor) if item.anchor else None,
        "tags": [[base64url(name), base64url(value)] for name, value in item.tags],
        "data": base64url(item.data),
    }


def hashes_to_json(item: Item) -> dict[str, Json]:
    """Give what was signed: the deep hash, and the digest that names it."""
    return {"deep_hash": base64url(signed_hash(item)), "digest": item_digest(item)}


def bundle_to_json(found: Sequence[Item | Rejection]) -> dict[str, Json]:
    """Describe the items of a bundle, in order: the id of each, or the reason why it has none."""
    return {
        "ids": [None if isinstance(one, Rejection) else item_id(one) for one in found],
        "reasons": [str(one.reason) if isinstance(one, Rejection) else None for one in found],
    }


def message_to_json(message: Message) -> dict[str, Json]:
    """Describe the message that an item carries."""
    return {
        "caller": message.caller,
        "principal": message.principal,
        "target": message.target,
        "type": message.kind.value,
        "action": message.action,
        "input": message.input,
    }
