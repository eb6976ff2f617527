"""Signature checks: yes or no for any bytes, never an exception.

One check for each signature type of room message; proofs read them as uninterpreted. The types 1
and 2 need the package ``cryptography`` alone, type 3 needs the extra ``eth``.
"""

from __future__ import annotations

from types import ModuleType
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256

from hollowbeam.kernel.transition import implements, opaque

RSA_PUBLIC_EXPONENT: Final = 65537
RSA_MODULUS_BYTES: Final = 512

SECP256K1_ORDER: Final = 0xFFFFFFFF_FFFFFFFF_FFFFFFFF_FFFFFFFE_BAAEDCE6_AF48A03B_BFD25E8C_D0364141
"""How many points the curve secp256k1 has (SEC 2, section 2.4.1)."""

_ED25519_PRIME: Final = 2**255 - 19
_ORDER_EIGHT: Final = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_SMALL_ORDER: Final = frozenset(
    {0, 1, _ED25519_PRIME - 1, _ORDER_EIGHT, _ED25519_PRIME - _ORDER_EIGHT}
)
"""The y-coordinates of the eight points of edwards25519 whose order divides 8."""

_SHA256: Final = SHA256()
_PSS: Final = PSS(mgf=MGF1(_SHA256), salt_length=PSS.AUTO)


class MissingExtra(ModuleNotFoundError):
    """A package that the extra ``eth`` brings is needed, and is not installed."""

    def __init__(self, missing: str) -> None:
        super().__init__(
            "signature type 3 (Ethereum) needs the extra 'eth': pip install 'hollowbeam[eth]'",
            name=missing,
        )


@implements("MSG-12")
@opaque()
def verify_rsa(owner: bytes, message: bytes, signature: bytes) -> bool:
    """Check an RSA-PSS signature: SHA-256, MGF1 with SHA-256, exponent 65537, a salt of any length.

    ``owner`` is the modulus, big-endian. As RFC 8017 asks, a signature has as many bytes as the
    modulus without leading zeros, and its number is below the modulus; an even modulus is no key.
    The library refuses what is not so.
    """
    try:
        key = RSAPublicNumbers(RSA_PUBLIC_EXPONENT, int.from_bytes(owner, "big")).public_key()
        key.verify(signature, message, _PSS, _SHA256)
    except (InvalidSignature, ValueError):
        return False
    return True


@implements("MSG-13")
@opaque()
def verify_ed25519(owner: bytes, message: bytes, signature: bytes) -> bool:
    """Check an Ed25519 signature (RFC 8032, section 5.1.7, the equation without the cofactor).

    R is compared as bytes, and S is below the order of the group. The owner's y-coordinate is below
    the prime of the field, as decoding there asks. Owners whose point has an order that divides 8
    are refused: one signature of theirs fits many messages, so an id would name more than one item.
    """
    y = int.from_bytes(owner, "little") % 2**255
    if y >= _ED25519_PRIME or y in _SMALL_ORDER:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(owner).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@implements("MSG-15")
def is_canonical_ethereum(r: int, s: int, v: int) -> bool:
    """Tell whether a recoverable signature has its one canonical form.

    v is 27 or 28, r is in 1..n-1, and s in 1..n//2, where n is the order of secp256k1: of the two
    values s and n - s that fit a message, the lower one (EIP-2).
    """
    if v != 27 and v != 28:  # noqa: PLR1714, PLR2004 - one comparison each, as the clause has it
        return False
    if r < 1 or r >= SECP256K1_ORDER:
        return False
    return 1 <= s <= SECP256K1_ORDER // 2


@implements("MSG-14")
@opaque()
def verify_ethereum(owner: bytes, message: bytes, signature: bytes) -> bool:
    """Check that a signature in canonical form recovers the owner, an uncompressed point.

    ``signature`` is r, s (32 bytes each, big-endian) and v, over the hash of the message as an
    Ethereum wallet signs it (``ethereum_hash``).

    Raises MissingExtra where the extra ``eth`` is not installed.
    """
    return recovers(owner, ethereum_hash(message), signature)


def recovers(owner: bytes, hashed: bytes, signature: bytes) -> bool:
    """Check that a signature in canonical form of a hash, 32 bytes, recovers the owner.

    Raises MissingExtra where the extra ``eth`` is not installed.
    """
    recoverable = signature[:64] + bytes((signature[64] - 27,))
    try:
        key = coincurve_module().PublicKey.from_signature_and_message(
            recoverable, hashed, hasher=None
        )
    except ValueError:  # r is the abscissa of no point, or the point is at infinity
        return False
    return bool(key.format(compressed=False) == owner)


def ethereum_hash(message: bytes) -> bytes:
    """Hash a message as Ethereum wallets do before they sign it (EIP-191, version 0x45).

    Raises MissingExtra where the extra ``eth`` is not installed.
    """
    try:
        from Crypto.Hash import keccak  # noqa: PLC0415 - of the extra
    except ImportError as error:
        raise MissingExtra("Crypto") from error
    prefix = b"\x19Ethereum Signed Message:\n%d" % len(message)
    return keccak.new(digest_bits=256, data=prefix + message).digest()


def coincurve_module() -> ModuleType:
    """Import coincurve, of the extra ``eth``; raises MissingExtra where it is not installed."""
    try:
        import coincurve  # noqa: PLC0415 - of the extra
    except ImportError as error:
        raise MissingExtra("coincurve") from error
    return coincurve
