"""Items whose fields are well-formed and whose signature is not what it should be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from hashlib import sha256
from random import Random
from typing import Final

from hollowbeam.kernel.signatures import RSA_MODULUS_BYTES, SECP256K1_ORDER
from hollowbeam.protocol.message.item import Item, serialize_item
from hollowbeam.protocol.message.signing import sign_item, signed_hash
from hollowbeam_conformance.differential import edwards
from hollowbeam_conformance.differential.fields import wallets

_TRANSFER: Final = ((b"Action", b"Transfer"),)


def forged(random: Random) -> bytes:
    """Draw a forgery."""
    forge = random.choices(_FORGERS, _WEIGHTS)[0]
    return serialize_item(forge(random))


def _ethereum(random: Random) -> Item:
    """Change r, s, v or the form of the owner."""
    item = sign_item(wallets()[3], data=random.randbytes(8), tags=_TRANSFER)
    signature, owner = item.signature, item.owner
    r, s, v = signature[:32], int.from_bytes(signature[32:64], "big"), signature[64]
    match random.randrange(6):
        case 0:
            v = random.choice((0, 1, 2, 26, 27, 28, 29, 30, 35, 36, 255))
        case 1:
            s, v = SECP256K1_ORDER - s, random.choice((v, 55 - v))
        case 2:
            r = random.choice((0, 1, SECP256K1_ORDER - 1, SECP256K1_ORDER, 2**256 - 1)).to_bytes(
                32, "big"
            )
        case 3:
            s = random.choice(
                (0, 1, SECP256K1_ORDER // 2, SECP256K1_ORDER // 2 + 1, SECP256K1_ORDER, s + 1)
            )
        case 4:
            parity = 6 + owner[64] % 2
            return replace(item, owner=bytes((parity,)) + owner[1:])
        case _:
            return _hybrid(random)
    return replace(item, signature=r + s.to_bytes(32, "big") + bytes((v,)))


def _hybrid(random: Random) -> Item:
    """Sign for the owner in another form, with a first byte that says so."""
    wallet = wallets()[3]
    first = random.choice((0, 2, 3, 5, 6, 7, 255))
    item = sign_item(wallet, data=random.randbytes(8))
    item = replace(item, owner=bytes((first,)) + item.owner[1:])
    return replace(item, signature=wallet.sign(signed_hash(item)))


def _ed25519_small(random: Random) -> Item:
    """Take an owner of small order, whose signatures fit many messages."""
    item = sign_item(wallets()[2], data=random.randbytes(8))
    owner = random.choice(_small_encodings())
    r = random.choice(_small_encodings())
    s = random.choice((0, 0, 0, edwards.ORDER))
    return replace(item, owner=owner, signature=r + s.to_bytes(32, "little"))


@cache
def _small_encodings() -> tuple[bytes, ...]:
    """Give the encodings of the points of small order, those that are not canonical as well."""
    canonical = [edwards.encode(point) for point in edwards.TORSION]
    numbers = [edwards.PRIME, edwards.PRIME + 1, *(int.from_bytes(e, "little") for e in canonical)]
    either = {number ^ sign << 255 for number in numbers for sign in (0, 1)}
    return tuple(number.to_bytes(32, "little") for number in sorted(either))


def _ed25519_torsion(random: Random) -> Item:
    """Add points of small order to R, to the owner, or to both, and sign by the definition."""
    secret = int.from_bytes(sha256(b"differential torsion").digest(), "little") % edwards.ORDER
    nonce = random.randrange(1, edwards.ORDER)
    r = edwards.encode(
        edwards.add(edwards.multiply(nonce, edwards.BASE), random.choice(edwards.TORSION))
    )
    owner = _mixed_owners()[random.randrange(8)]
    item = replace(sign_item(wallets()[2], data=random.randbytes(8)), owner=owner)
    s = (nonce + edwards.challenge(r, owner, signed_hash(item)) * secret) % edwards.ORDER
    return replace(item, signature=r + s.to_bytes(32, "little"))


@cache
def _mixed_owners() -> tuple[bytes, ...]:
    secret = int.from_bytes(sha256(b"differential torsion").digest(), "little") % edwards.ORDER
    point = edwards.multiply(secret, edwards.BASE)
    return tuple(edwards.encode(edwards.add(point, small)) for small in edwards.TORSION)


def _ed25519_scalar(random: Random) -> Item:
    """Add the order of the group to S, or change a bit."""
    item = sign_item(wallets()[2], data=random.randbytes(8))
    signature = item.signature
    s = int.from_bytes(signature[32:], "little")
    s = random.choice((s + edwards.ORDER, s ^ 1, s ^ 1 << 255, edwards.ORDER - s))
    return replace(item, signature=signature[:32] + s.to_bytes(32, "little"))


def _rsa(random: Random) -> Item:
    """Add the modulus to the signature, or change a byte of the modulus or the signature."""
    item = sign_item(wallets()[1], data=random.randbytes(8))
    number = int.from_bytes(item.signature, "big")
    modulus = int.from_bytes(item.owner, "big")
    match random.randrange(5):
        case 0 if number + modulus < 256**RSA_MODULUS_BYTES:
            number += modulus
        case 1:
            number = random.choice((0, 1, modulus - 1, modulus, modulus - number))
        case 2:
            modulus = random.choice((0, 1, 2, modulus - 1, modulus // 256, modulus ^ 1 << 100))
        case 3:
            number ^= 1 << random.randrange(4096)
        case _:
            pass
    return replace(
        item,
        owner=modulus.to_bytes(RSA_MODULUS_BYTES, "big"),
        signature=(number % 256**RSA_MODULUS_BYTES).to_bytes(RSA_MODULUS_BYTES, "big"),
    )


_FORGERS: Final[tuple[Callable[[Random], Item], ...]] = (
    _ethereum,
    _ed25519_small,
    _ed25519_torsion,
    _ed25519_scalar,
    _rsa,
)
_WEIGHTS: Final = (70, 14, 4, 10, 2)
