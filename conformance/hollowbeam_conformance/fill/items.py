"""Items as no honest wallet makes them: every field free, signed all the same.

A case about one clause must break that clause alone, so its item carries a signature that holds
over exactly the fields that it has. The keys are throwaway keys, published here: they protect
nothing, and nothing of value may ever be sent to them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Protocol

from coincurve import PrivateKey
from Crypto.Hash import keccak
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateNumbers, RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256

from hollowbeam.kernel.encoding import base64url, base64url_decode
from hollowbeam.kernel.hashing import deep_hash
from hollowbeam.kernel.signatures import SECP256K1_ORDER, ethereum_hash
from hollowbeam_models.keys import key_file

TARGET = sha256(b"a process of the message cases").digest()
ANCHOR = sha256(b"an anchor of the message cases").digest()


class Signer(Protocol):
    """A test key, behind one face for all signature types."""

    @property
    def signature_type(self) -> int:
        """The signature type that the item says it has."""

    @property
    def owner(self) -> bytes:
        """The public key, as it stands in the item."""

    def sign(self, message: bytes) -> bytes:
        """Sign 48 bytes, the same way each time."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The fields of an item before it is signed.

    A presence byte, the number of tags or their length can be given to differ from the fields;
    where it is None, it says what is true (and the number of tags is then 0).
    """

    target: bytes = b""
    anchor: bytes = b""
    tag_bytes: bytes = b""
    tag_count: int = 0
    data: bytes = b""
    target_presence: int | None = None
    anchor_presence: int | None = None
    tag_length: int | None = None

    def signed_hash(self, signature_type: int, owner: bytes) -> bytes:
        """Give the deep hash that the signature covers (MSG-11)."""
        return deep_hash(
            (
                b"dataitem",
                b"1",
                b"%d" % signature_type,
                owner,
                self.target,
                self.anchor,
                self.tag_bytes,
                self.data,
            )
        )

    def item(self, signature_type: int, signature: bytes, owner: bytes) -> bytes:
        """Lay the fields out as an item."""
        length = len(self.tag_bytes) if self.tag_length is None else self.tag_length
        return b"".join(
            (
                signature_type.to_bytes(2, "little"),
                signature,
                owner,
                _optional(self.target, self.target_presence),
                _optional(self.anchor, self.anchor_presence),
                self.tag_count.to_bytes(8, "little"),
                length.to_bytes(8, "little"),
                self.tag_bytes,
                self.data,
            )
        )

    def signed(self, signer: Signer) -> bytes:
        """Sign the fields, and lay them out as an item."""
        signature = signer.sign(self.signed_hash(signer.signature_type, signer.owner))
        return self.item(signer.signature_type, signature, signer.owner)


def _optional(field: bytes, presence: int | None) -> bytes:
    present = len(field) > 0 if presence is None else presence
    return bytes((present,)) + field


@dataclass(frozen=True)
class Ed25519Signer:
    """A test key of signature type 2; ``signature_type`` may lie."""

    seed: bytes
    signature_type: int = 2

    @property
    def owner(self) -> bytes:
        """The public key, 32 bytes."""
        return self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """Sign as RFC 8032 says, 64 bytes."""
        return self._key.sign(message)

    @property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


@dataclass(frozen=True)
class EthereumSigner:
    """A test key of signature type 3."""

    secret: bytes
    signature_type: int = 3

    @property
    def owner(self) -> bytes:
        """The public key, an uncompressed point, 65 bytes."""
        return PrivateKey(self.secret).public_key.format(compressed=False)

    def sign(self, message: bytes) -> bytes:
        """Sign as wallets do: nonce of RFC 6979, low s, v of 27 or 28; 65 bytes."""
        return self._sign_hash(ethereum_hash(message))

    def sign_bare(self, message: bytes) -> bytes:
        """Sign as a wallet signs, but without the prefix of EIP-191."""
        return self._sign_hash(keccak.new(digest_bits=256, data=message).digest())

    def _sign_hash(self, hashed: bytes) -> bytes:
        recoverable = PrivateKey(self.secret).sign_recoverable(hashed, hasher=None)
        return recoverable[:64] + bytes((recoverable[64] + 27,))


@dataclass(frozen=True)
class ArweaveSigner:
    """A test wallet of signature type 1: an Arweave JWK."""

    signature_type: int = 1

    @property
    def owner(self) -> bytes:
        """The modulus, 512 bytes."""
        return arweave_wallet().public_numbers.n.to_bytes(512, "big")

    def sign(self, message: bytes) -> bytes:
        """Sign with a salt of no bytes, the only salt that gives the same signature each time."""
        padding = PSS(mgf=MGF1(SHA256()), salt_length=0)
        return arweave_wallet().private_key().sign(message, padding, SHA256())


@cache
def arweave_wallet() -> RSAPrivateNumbers:
    """Read the test wallet."""
    jwk = json.loads(key_file("arweave.json"))
    names = ("p", "q", "d", "dp", "dq", "qi", "n", "e")
    p, q, d, dp, dq, qi, n, e = (
        int.from_bytes(base64url_decode(jwk[name]), "big") for name in names
    )
    return RSAPrivateNumbers(p, q, d, dp, dq, qi, RSAPublicNumbers(e, n))


def salted_signature(salt_bytes: int) -> bytes:
    """Give the frozen signature, with a salt of this length, of the empty item of the wallet."""
    return base64url_decode(json.loads(key_file("arweave_salted.json"))[str(salt_bytes)])


def frozen(name: str) -> bytes:
    """Give bytes that were made once; ``keys/README.md`` tells how."""
    frozen_file = files(__package__) / "keys" / "frozen.json"
    return base64url_decode(json.loads(frozen_file.read_text(encoding="utf-8"))[name])


def pkcs1_signature(draft: Draft) -> bytes:
    """Sign a draft with the wallet as RSASSA-PKCS1-v1_5 does, not as RSA-PSS."""
    key = arweave_wallet().private_key()
    return key.sign(draft.signed_hash(1, ARWEAVE.owner), PKCS1v15(), SHA256())


ED25519 = Ed25519Signer(sha256(b"hollow beam test key: ed25519").digest())
OTHER_ED25519 = Ed25519Signer(sha256(b"hollow beam test key: another ed25519").digest())
ETHEREUM = EthereumSigner(sha256(b"hollow beam test key: ethereum").digest())
OTHER_ETHEREUM = EthereumSigner(sha256(b"hollow beam test key: another ethereum").digest())
ARWEAVE = ArweaveSigner()

ED25519_ORDER = 2**252 + 27742317777372353535851937790883648493
"""How many points the group of Ed25519 has (RFC 8032, section 5.1)."""


def long(number: int, extra: int = 0) -> bytes:
    """Write an Avro long, ``extra`` bytes longer than it needs to be."""
    rest = 2 * number if number >= 0 else -2 * number - 1
    groups = []
    while rest >= 128:  # noqa: PLR2004 - seven bits a group
        groups.append(rest % 128)
        rest //= 128
    groups += [rest] + [0] * extra
    return bytes([group + 128 for group in groups[:-1]] + groups[-1:])


def pairs(tags: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Write the tags of a block, without its count."""
    return b"".join(long(len(part)) + part for tag in tags for part in tag)


def block(tags: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Write a block with a positive count."""
    tags = tuple(tags)
    return long(len(tags)) + pairs(tags)


def sized_block(tags: Iterable[tuple[bytes, bytes]], size_error: int = 0) -> bytes:
    """Write a block with a negative count and its size in bytes, off by ``size_error``."""
    tags = tuple(tags)
    body = pairs(tags)
    return long(-len(tags)) + long(len(body) + size_error) + body


def tagged(*tags: tuple[bytes, bytes], **fields: bytes) -> Draft:
    """Draft an item with these tags, encoded as wallets do."""
    return Draft(
        target=fields.get("target", b""),
        anchor=fields.get("anchor", b""),
        tag_bytes=block(tags) + b"\0" if tags else b"",
        tag_count=len(tags),
        data=fields.get("data", b""),
    )


def mirrored(signature: bytes) -> bytes:
    """Replace s by n - s, and v by the other one: the second signature that fits a message."""
    s = SECP256K1_ORDER - int.from_bytes(signature[32:64], "big")
    return recovery_flipped(signature[:32] + s.to_bytes(32, "big") + signature[64:])


def recovery_flipped(signature: bytes) -> bytes:
    """Replace v by the other one, which recovers another key."""
    return signature[:64] + bytes((55 - signature[64],))


def text(item: bytes) -> str:
    """Write bytes as cases hold them."""
    return base64url(item)
