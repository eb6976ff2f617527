"""What the signature of an item covers, whether it holds, and the names it gives (MSG-11 to 18)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from typing import Final

from hollowbeam.kernel.encoding import base64url
from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.hashing import Tag as HashTag
from hollowbeam.kernel.hashing import deep_hash, tagged_hash
from hollowbeam.kernel.signatures import (
    is_canonical_ethereum,
    verify_ed25519,
    verify_ethereum,
    verify_rsa,
)
from hollowbeam.kernel.transition import implements
from hollowbeam.kernel.vocabulary import Address, Digest, MessageId
from hollowbeam.kernel.wallets import Wallet
from hollowbeam.protocol.message.item import (
    OPTIONAL_FIELD_BYTES,
    SIGNATURE_BYTES,
    Item,
    SignatureType,
    parse_item,
    serialize_item,
)
from hollowbeam.protocol.message.tags import Tag, encode_tags

_SIGNATURE_TYPE_TEXT: Final = {member: b"%d" % member for member in SignatureType}


@implements("MSG-11")
@lru_cache(maxsize=64)  # it is asked for by the check, the digest and whoever reads the message
def signed_hash(item: Item) -> bytes:
    """Give the deep hash that is signed, 48 bytes; the signature is no part of it.

    It covers the tag bytes as they came, as deployed wallets sign them. The published text of
    ANS-104 names the decoded tags instead, and leaves out the signature type.
    """
    return deep_hash(
        (
            b"dataitem",
            b"1",
            _SIGNATURE_TYPE_TEXT[item.signature_type],
            item.owner,
            item.target,
            item.anchor,
            item.tag_bytes,
            item.data,
        )
    )


def read_item(raw: bytes) -> Item:
    """Parse an item and check its signature.

    Rejects: as ``parse_item`` (MSG-1 to MSG-9), then as ``verify_item`` (MSG-12 to MSG-15).
    """
    item = parse_item(raw)
    verify_item(item)
    return item


def verify_item(item: Item) -> None:
    """Check the signature of an item, by the rules of its type.

    Rejects: as ``verify_signature``.
    """
    verify_signature(item.signature_type, item.owner, signed_hash(item), item.signature)


@implements("MSG-12", "MSG-13", "MSG-14", "MSG-15")
def verify_signature(kind: SignatureType, owner: bytes, message: bytes, signature: bytes) -> None:
    """Check the signature of a message; owner and signature have the lengths of the type.

    Rejects: INVALID_RSA_SIGNATURE (MSG-12); INVALID_ED25519_SIGNATURE (MSG-13);
    MALLEABLE_SIGNATURE (MSG-15), then INVALID_ETHEREUM_SIGNATURE (MSG-14).
    """
    if kind is SignatureType.ARWEAVE:
        valid = verify_rsa(owner, message, signature)
        require(valid, Reason.INVALID_RSA_SIGNATURE)
    elif kind is SignatureType.ED25519:
        valid = verify_ed25519(owner, message, signature)
        require(valid, Reason.INVALID_ED25519_SIGNATURE)
    else:
        r = int.from_bytes(signature[:32], "big")
        s = int.from_bytes(signature[32:64], "big")
        require(is_canonical_ethereum(r, s, signature[64]), Reason.MALLEABLE_SIGNATURE)
        valid = verify_ethereum(owner, message, signature)
        require(valid, Reason.INVALID_ETHEREUM_SIGNATURE)


@implements("MSG-16")
def item_id(item: Item) -> MessageId:
    """Name this signing of an item: SHA-256 of its signature. Who signs again gets another id."""
    return MessageId(base64url(sha256(item.signature).digest()))


@implements("MSG-17")
def address_of(owner: bytes) -> Address:
    """Name the signer: SHA-256 of the owner's bytes, whatever the signature type."""
    return Address(base64url(sha256(owner).digest()))


@implements("MSG-18")
def item_digest(item: Item) -> Digest:
    """Name what was signed. Once-only rules count digests: signing again never gives another."""
    return Digest(base64url(tagged_hash(HashTag.DIGEST, signed_hash(item))))


def sign_item(
    wallet: Wallet,
    *,
    target: bytes = b"",
    anchor: bytes = b"",
    tags: Sequence[tuple[bytes, bytes]] = (),
    data: bytes = b"",
) -> Item:
    """Make a signed item; target and anchor have 32 bytes, or none where absent.

    Raises ValueError for a target or an anchor of another length. Rejects: TOO_MANY_TAGS (MSG-4),
    TAGS_TOO_LONG (MSG-5), TAG_NAME_LENGTH (MSG-8), TAG_VALUE_LENGTH (MSG-9).
    """
    if {len(target), len(anchor)} - {0, OPTIONAL_FIELD_BYTES}:
        raise ValueError("a target or an anchor has 32 bytes, or none")
    unsigned = Item(
        signature_type=SignatureType(wallet.signature_type),
        signature=bytes(SIGNATURE_BYTES[wallet.signature_type]),
        owner=wallet.owner,
        target=target,
        anchor=anchor,
        tag_bytes=encode_tags(tags),
        tags=tuple(Tag(name, value) for name, value in tags),
        data=data,
    )
    parse_item(serialize_item(unsigned))
    return sign_fields(wallet, unsigned)


def sign_fields(wallet: Wallet, item: Item) -> Item:
    """Sign the fields of an item as they are, whether it keeps the limits or not."""
    return replace(item, signature=wallet.sign(signed_hash(item)))
