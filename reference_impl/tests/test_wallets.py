"""Wallets: what they sign verifies, what they write is read again, what is no wallet is refused."""

from __future__ import annotations

import json
import sys
from base64 import urlsafe_b64decode
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from hollowbeam.kernel.encoding import base64url
from hollowbeam.kernel.signatures import (
    SECP256K1_ORDER,
    MissingExtra,
    is_canonical_ethereum,
    verify_ed25519,
    verify_ethereum,
    verify_rsa,
)
from hollowbeam.kernel.wallets import (
    ArweaveWallet,
    BadWallet,
    Ed25519Wallet,
    EthereumWallet,
    Wallet,
    wallet_from_jwk,
)

deterministic = settings(derandomize=True, deadline=None, max_examples=30)

ITEMS = Path(__file__).with_name("data") / "arbundles_items.json"
MESSAGE = bytes(range(48))


@cache
def arweave_jwk() -> dict[str, str]:
    """Give the test key of the frozen items."""
    jwk: dict[str, str] = json.loads(ITEMS.read_text())["keys"]["arweave"]
    return jwk


def arweave(salt_bytes: int = 32) -> ArweaveWallet:
    return ArweaveWallet.from_jwk(arweave_jwk(), salt_bytes)


# RFC 8037, appendix A.1, and RFC 8032, section 7.1, test 1, have this key.
RFC_JWK = {
    "kty": "OKP",
    "crv": "Ed25519",
    "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
    "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
}
RFC_SIGNATURE = (
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b4"
    "6bd25bf5f0595bbe24655141438e7a100b"
)
# The generator of secp256k1 (SEC 2, 2.4.1) is the public key of the secret 1.
GENERATOR = (
    "0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
    "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"
)


def test_an_ed25519_wallet_is_that_of_the_rfcs() -> None:
    wallet = Ed25519Wallet.from_jwk(RFC_JWK)
    assert wallet.to_jwk() == RFC_JWK
    assert wallet.sign(b"").hex() == RFC_SIGNATURE
    assert verify_ed25519(wallet.owner, b"", bytes.fromhex(RFC_SIGNATURE))


def test_an_ethereum_wallet_is_that_of_the_curve() -> None:
    wallet = EthereumWallet((1).to_bytes(32, "big"))
    assert wallet.owner.hex() == GENERATOR
    assert wallet.to_jwk() == {
        "kty": "EC",
        "crv": "secp256k1",
        "x": base64url(wallet.owner[1:33]),
        "y": base64url(wallet.owner[33:]),
        "d": base64url((1).to_bytes(32, "big")),
    }


def test_an_arweave_wallet_is_its_file() -> None:
    wallet = arweave()
    assert wallet.to_jwk() == arweave_jwk()
    assert wallet.owner == urlsafe_b64decode(arweave_jwk()["n"] + "==")
    assert (wallet.signature_type, len(wallet.owner)) == (1, 512)


@deterministic
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=60))
def test_ed25519_signatures_verify_and_repeat(seed: bytes, message: bytes) -> None:
    wallet = Ed25519Wallet(seed)
    signature = wallet.sign(message)
    assert (wallet.signature_type, len(wallet.owner), len(signature)) == (2, 32, 64)
    assert signature == wallet.sign(message)
    assert verify_ed25519(wallet.owner, message, signature)
    assert not verify_ed25519(wallet.owner, message + b"\0", signature)
    assert wallet_from_jwk(wallet.to_jwk()).owner == wallet.owner


@deterministic
@given(st.integers(1, SECP256K1_ORDER - 1), st.binary(max_size=60))
def test_ethereum_signatures_verify_repeat_and_are_canonical(number: int, message: bytes) -> None:
    wallet = EthereumWallet(number.to_bytes(32, "big"))
    signature = wallet.sign(message)
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:64], "big")
    assert (wallet.signature_type, len(wallet.owner), len(signature)) == (3, 65, 65)
    assert signature == wallet.sign(message)
    assert is_canonical_ethereum(r, s, signature[64])
    assert verify_ethereum(wallet.owner, message, signature)
    assert not verify_ethereum(wallet.owner, message + b"\0", signature)
    assert wallet_from_jwk(wallet.to_jwk()).owner == wallet.owner


@pytest.mark.parametrize("salt_bytes", [0, 1, 32, 478])
def test_arweave_signatures_verify_with_any_salt(salt_bytes: int) -> None:
    wallet = arweave().with_salt(salt_bytes)
    signature = wallet.sign(MESSAGE)
    assert len(signature) == 512
    assert (signature == wallet.sign(MESSAGE)) is (salt_bytes == 0)
    assert verify_rsa(wallet.owner, MESSAGE, signature)
    assert not verify_rsa(wallet.owner, MESSAGE + b"\0", signature)


def test_the_salt_is_that_of_browsers_unless_given() -> None:
    unsalted = arweave(salt_bytes=0)
    assert unsalted.sign(MESSAGE) == unsalted.sign(MESSAGE)
    read = wallet_from_jwk(arweave_jwk())
    assert read.sign(MESSAGE) != read.sign(MESSAGE)


@pytest.mark.parametrize("kind", [Ed25519Wallet, EthereumWallet, ArweaveWallet])
def test_a_generated_wallet_is_new_and_can_be_read(kind: Any) -> None:
    wallet: Wallet = kind.generate()
    read = wallet_from_jwk(wallet.to_jwk())
    assert isinstance(read, kind)
    assert (read.owner, read.to_jwk()) == (wallet.owner, wallet.to_jwk())
    assert wallet.owner != (arweave() if kind is ArweaveWallet else kind.generate()).owner


def changed(jwk: dict[str, str], **members: Any) -> dict[str, Any]:
    """Change members of a key; None leaves one out."""
    return {name: text for name, text in {**jwk, **members}.items() if text is not None}


def ethereum_jwk() -> dict[str, str]:
    return EthereumWallet((1).to_bytes(32, "big")).to_jwk()


ORDER = base64url(SECP256K1_ORDER.to_bytes(32, "big"))
BAD: list[tuple[Callable[[], dict[str, Any]], str]] = [
    (dict, r"kty and crv are (None, None); RSA, OKP Ed25519 or EC secp256k1 can sign"),
    (lambda: {"kty": "oct"}, "kty and crv are ('oct', None); RSA, OKP Ed25519 or EC"),
    (lambda: changed(RFC_JWK, crv="X25519"), "kty and crv are ('OKP', 'X25519'); RSA"),
    (lambda: changed(ethereum_jwk(), crv="P-256"), "kty and crv are ('EC', 'P-256'); RSA"),
    (lambda: changed(RFC_JWK, crv=None), "kty and crv are ('OKP', None); RSA"),
    (lambda: changed(RFC_JWK, d=None), "the key has no text under 'd'"),
    (lambda: changed(RFC_JWK, d=5), "the key has no text under 'd'"),
    (lambda: changed(RFC_JWK, d="=="), "'d' is not base64url"),
    (lambda: changed(RFC_JWK, d="AA"), "an Ed25519 seed has 32 bytes"),
    (lambda: changed(RFC_JWK, x=None), "the key has no text under 'x'"),
    (
        lambda: changed(RFC_JWK, x=base64url(bytes(32))),
        "the public part is not that of",
    ),
    (lambda: changed(ethereum_jwk(), d=None), "the key has no text under 'd'"),
    (lambda: changed(ethereum_jwk(), d="AA"), "a secp256k1 key has 32 bytes"),
    (lambda: changed(ethereum_jwk(), d=base64url(bytes(33))), "a secp256k1 key has 32 bytes"),
    (lambda: changed(ethereum_jwk(), d=base64url(bytes(32))), "not a secp256k1 key: "),
    (lambda: changed(ethereum_jwk(), d=ORDER), "not a secp256k1 key: "),
    (lambda: changed(ethereum_jwk(), x=base64url(bytes(32))), "the public part is not that"),
    (lambda: changed(ethereum_jwk(), y=base64url(bytes(32))), "the public part is not that"),
    (lambda: changed(ethereum_jwk(), y=None), "the key has no text under 'y'"),
    (lambda: changed(arweave_jwk(), n=None), "the key has no text under 'n'"),
    (lambda: changed(arweave_jwk(), qi=None), "the key has no text under 'qi'"),
    (lambda: changed(arweave_jwk(), p="*"), "'p' is not base64url"),
    (lambda: changed(arweave_jwk(), p=arweave_jwk()["q"]), "not an RSA key: "),
    (lambda: changed(arweave_jwk(), d="AQ"), "not an RSA key: "),
]


@pytest.mark.parametrize(("jwk", "complaint"), BAD, ids=range(len(BAD)))
def test_what_is_no_wallet_is_refused(jwk: Callable[[], dict[str, Any]], complaint: str) -> None:
    with pytest.raises(BadWallet) as refusal:
        wallet_from_jwk(jwk())
    assert str(refusal.value).startswith(complaint)


def with_exponent(exponent: int) -> rsa.RSAPrivateKey:
    """Make a key of the primes of the test key and another public exponent."""
    p, q = (int.from_bytes(urlsafe_b64decode(arweave_jwk()[name] + "=="), "big") for name in "pq")
    d = pow(exponent, -1, (p - 1) * (q - 1))
    numbers = rsa.RSAPrivateNumbers(
        p=p,
        q=q,
        d=d,
        dmp1=rsa.rsa_crt_dmp1(d, p),
        dmq1=rsa.rsa_crt_dmq1(d, q),
        iqmp=rsa.rsa_crt_iqmp(p, q),
        public_numbers=rsa.RSAPublicNumbers(exponent, p * q),
    )
    return numbers.private_key()


@pytest.mark.parametrize(
    "make", [lambda: rsa.generate_private_key(65537, 2048), lambda: with_exponent(65539)]
)
def test_an_rsa_key_of_another_size_or_exponent_is_no_arweave_wallet(
    make: Callable[[], rsa.RSAPrivateKey],
) -> None:
    with pytest.raises(BadWallet, match="has a modulus of 4096 bits and the exponent 65537"):
        ArweaveWallet(make())
    assert ArweaveWallet(with_exponent(65537)).owner == arweave().owner


@pytest.mark.parametrize("package", ["coincurve", "Crypto.Hash"])
def test_without_the_extra_ethereum_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    wallet = EthereumWallet((1).to_bytes(32, "big"))
    signature = wallet.sign(MESSAGE)
    jwk = wallet.to_jwk()
    monkeypatch.setitem(sys.modules, package, None)
    attempts: list[Callable[[], object]] = [
        lambda: verify_ethereum(wallet.owner, MESSAGE, signature)
    ]
    if package == "coincurve":
        attempts += [EthereumWallet.generate, lambda: wallet_from_jwk(jwk)]
    else:
        attempts += [lambda: wallet.sign(MESSAGE)]
    for attempt in attempts:
        with pytest.raises(MissingExtra) as missing:
            attempt()
        assert missing.value.name == package.partition(".")[0]
        assert str(missing.value) == (
            "signature type 3 (Ethereum) needs the extra 'eth': pip install 'hollowbeam[eth]'"
        )
    # The other types do not need it.
    ed25519 = Ed25519Wallet(bytes(32))
    assert verify_ed25519(ed25519.owner, MESSAGE, ed25519.sign(MESSAGE))
    assert arweave().sign(MESSAGE)
