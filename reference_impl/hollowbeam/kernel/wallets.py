"""Keys that sign: an Arweave wallet (RSA), an Ed25519 seed, a secp256k1 key of Ethereum.

Each is read from and written as a JSON Web Key: ``kty`` RSA (RFC 7518; the file of every Arweave
wallet), ``kty`` OKP with ``crv`` Ed25519 (RFC 8037), ``kty`` EC with ``crv`` secp256k1 (RFC 8812).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final, Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateKey,
    RSAPrivateNumbers,
    RSAPublicNumbers,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256

from hollowbeam.kernel.encoding import base64url, base64url_decode
from hollowbeam.kernel.errors import Rejection
from hollowbeam.kernel.signatures import (
    RSA_MODULUS_BYTES,
    RSA_PUBLIC_EXPONENT,
    coincurve_module,
    ethereum_hash,
)

if TYPE_CHECKING:
    import coincurve

DEFAULT_SALT_BYTES: Final = 32
"""The salt of browser wallets; Node signs with the longest that fits. A verifier takes any."""


class BadWallet(ValueError):
    """A key is not of a known kind, lacks a part, or its parts do not belong together."""


class Wallet(Protocol):
    """A key: the signature type that it signs for, the owner it is known as, and how it signs."""

    signature_type: ClassVar[int]

    @property
    def owner(self) -> bytes:
        """The public part, as it stands in an item."""

    def sign(self, message: bytes) -> bytes:
        """Sign a message by the rules of the signature type."""

    def to_jwk(self) -> dict[str, str]:
        """Write the key, its private part included."""


class ArweaveWallet:
    """An RSA key of 4096 bits.

    With a salt of 0 bytes it always signs a message the same way; any other salt is drawn at
    random. Raises BadWallet for another size or public exponent.
    """

    signature_type: ClassVar[int] = 1

    def __init__(self, key: RSAPrivateKey, salt_bytes: int = DEFAULT_SALT_BYTES) -> None:
        self._key = key
        self._numbers = key.private_numbers()
        public = self._numbers.public_numbers
        if key.key_size != 8 * RSA_MODULUS_BYTES or public.e != RSA_PUBLIC_EXPONENT:
            raise BadWallet("an Arweave wallet has a modulus of 4096 bits and the exponent 65537")
        self.owner = public.n.to_bytes(RSA_MODULUS_BYTES, "big")
        self._padding = PSS(mgf=MGF1(SHA256()), salt_length=salt_bytes)

    @classmethod
    def generate(cls) -> ArweaveWallet:
        """Make a new key; it takes a moment."""
        return cls(generate_private_key(RSA_PUBLIC_EXPONENT, 8 * RSA_MODULUS_BYTES))

    @classmethod
    def from_jwk(
        cls, jwk: Mapping[str, Any], salt_bytes: int = DEFAULT_SALT_BYTES
    ) -> ArweaveWallet:
        """Read a key; raises BadWallet."""
        part = {name: int.from_bytes(_bytes(jwk, name), "big") for name in _RSA_MEMBERS}
        numbers = RSAPrivateNumbers(
            p=part["p"],
            q=part["q"],
            d=part["d"],
            dmp1=part["dp"],
            dmq1=part["dq"],
            iqmp=part["qi"],
            public_numbers=RSAPublicNumbers(part["e"], part["n"]),
        )
        try:
            return cls(numbers.private_key(), salt_bytes)
        except ValueError as error:
            raise BadWallet(f"not an RSA key: {error}") from error

    def with_salt(self, salt_bytes: int) -> ArweaveWallet:
        """Give the same key, signing with a salt of another length."""
        return ArweaveWallet(self._key, salt_bytes)

    def sign(self, message: bytes) -> bytes:
        """Sign with RSA-PSS, SHA-256 and MGF1 with SHA-256 (MSG-12)."""
        return self._key.sign(message, self._padding, SHA256())

    def to_jwk(self) -> dict[str, str]:
        """Write the key, its private part included."""
        numbers = self._numbers
        public = numbers.public_numbers
        crt = (numbers.p, numbers.q, numbers.dmp1, numbers.dmq1, numbers.iqmp)
        values = (public.n, public.e, numbers.d, *crt)
        texts = [
            base64url(value.to_bytes((value.bit_length() + 7) // 8, "big")) for value in values
        ]
        return {"kty": "RSA", **dict(zip(_RSA_MEMBERS, texts, strict=True))}


_RSA_MEMBERS: Final = ("n", "e", "d", "p", "q", "dp", "dq", "qi")


class Ed25519Wallet:
    """An Ed25519 key, made from its seed of 32 bytes; raises BadWallet for another length."""

    signature_type: ClassVar[int] = 2

    def __init__(self, seed: bytes) -> None:
        try:
            self._key = Ed25519PrivateKey.from_private_bytes(seed)
        except ValueError as error:
            raise BadWallet("an Ed25519 seed has 32 bytes") from error
        self.owner = self._key.public_key().public_bytes_raw()

    @classmethod
    def generate(cls) -> Ed25519Wallet:
        """Make a new key."""
        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, Any]) -> Ed25519Wallet:
        """Read a key; raises BadWallet."""
        wallet = cls(_bytes(jwk, "d"))
        if _bytes(jwk, "x") != wallet.owner:
            raise BadWallet("the public part is not that of the private part")
        return wallet

    def sign(self, message: bytes) -> bytes:
        """Sign as RFC 8032 says, the same way each time (MSG-13)."""
        return self._key.sign(message)

    def to_jwk(self) -> dict[str, str]:
        """Write the key, its private part included."""
        seed = self._key.private_bytes_raw()
        return {"kty": "OKP", "crv": "Ed25519", "x": base64url(self.owner), "d": base64url(seed)}


class EthereumWallet:
    """A secp256k1 key, made from its secret of 32 bytes.

    Raises BadWallet for a secret of another length, zero, or at or above the order of the curve;
    MissingExtra where the extra ``eth`` is not installed.
    """

    signature_type: ClassVar[int] = 3

    def __init__(self, secret: bytes) -> None:
        if len(secret) != _SECP256K1_BYTES:
            raise BadWallet("a secp256k1 key has 32 bytes")
        try:
            self._key: coincurve.PrivateKey = coincurve_module().PrivateKey(secret)
        except ValueError as error:
            raise BadWallet(f"not a secp256k1 key: {error}") from error
        self.owner = self._key.public_key.format(compressed=False)

    @classmethod
    def generate(cls) -> EthereumWallet:
        """Make a new key."""
        return cls(coincurve_module().PrivateKey().secret)

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, Any]) -> EthereumWallet:
        """Read a key; raises BadWallet, MissingExtra."""
        wallet = cls(_bytes(jwk, "d"))
        if b"\x04" + _bytes(jwk, "x") + _bytes(jwk, "y") != wallet.owner:
            raise BadWallet("the public part is not that of the private part")
        return wallet

    def sign(self, message: bytes) -> bytes:
        """Sign as an Ethereum wallet signs a personal message, the same way each time (RFC 6979).

        The signature is in its canonical form: s is low, and v is 27 or 28 (MSG-15).
        """
        signature = self._key.sign_recoverable(ethereum_hash(message), hasher=None)
        return signature[:64] + bytes((signature[64] + 27,))

    def to_jwk(self) -> dict[str, str]:
        """Write the key, its private part included."""
        x, y = self.owner[1 : 1 + _SECP256K1_BYTES], self.owner[1 + _SECP256K1_BYTES :]
        secret = self._key.secret
        parts = {"x": base64url(x), "y": base64url(y), "d": base64url(secret)}
        return {"kty": "EC", "crv": "secp256k1", **parts}


_SECP256K1_BYTES: Final = 32


def wallet_from_jwk(jwk: Mapping[str, Any]) -> Wallet:
    """Read a key of any of the three kinds; raises BadWallet, MissingExtra."""
    match jwk.get("kty"), jwk.get("crv"):
        case "RSA", None:
            return ArweaveWallet.from_jwk(jwk)
        case "OKP", "Ed25519":
            return Ed25519Wallet.from_jwk(jwk)
        case "EC", "secp256k1":
            return EthereumWallet.from_jwk(jwk)
        case kind:
            raise BadWallet(f"kty and crv are {kind}; RSA, OKP Ed25519 or EC secp256k1 can sign")


def _bytes(jwk: Mapping[str, Any], name: str) -> bytes:
    """Read a member that holds bytes."""
    value = jwk.get(name)
    if not isinstance(value, str):
        raise BadWallet(f"the key has no text under {name!r}")
    try:
        return base64url_decode(value)
    except Rejection as rejection:
        raise BadWallet(f"{name!r} is not base64url") from rejection
