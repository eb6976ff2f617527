"""Signature checks at the edges that libraries see differently."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha512
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import given, settings
from hypothesis import strategies as st

from hollowbeam.kernel.signatures import (
    SECP256K1_ORDER,
    ethereum_hash,
    is_canonical_ethereum,
    verify_ed25519,
    verify_ethereum,
    verify_rsa,
)
from hollowbeam.kernel.wallets import ArweaveWallet, Ed25519Wallet, EthereumWallet

deterministic = settings(derandomize=True, deadline=None, max_examples=100)

ITEMS = Path(__file__).with_name("data") / "arbundles_items.json"
MESSAGE = bytes(range(48))
ETHEREUM = EthereumWallet(b"\1" * 32)
ED25519 = Ed25519Wallet(b"\2" * 32)


@cache
def arweave() -> ArweaveWallet:
    return ArweaveWallet.from_jwk(json.loads(ITEMS.read_text())["keys"]["arweave"], salt_bytes=0)


def flipped(data: bytes, bit: int) -> bytes:
    """Flip one bit."""
    number = int.from_bytes(data, "big") ^ 1 << bit
    return number.to_bytes(len(data), "big")


# RSA.


@deterministic
@given(st.integers(0, 4095))
def test_an_rsa_signature_holds_for_one_owner_message_and_signature(bit: int) -> None:
    signature = arweave().sign(MESSAGE)
    assert verify_rsa(arweave().owner, MESSAGE, signature)
    assert not verify_rsa(arweave().owner, MESSAGE, flipped(signature, bit))
    assert not verify_rsa(flipped(arweave().owner, bit), MESSAGE, signature)
    assert not verify_rsa(arweave().owner, flipped(MESSAGE, bit % 384), signature)


def test_an_rsa_signature_is_as_long_as_the_modulus_and_below_it() -> None:
    owner, signature = arweave().owner, arweave().sign(MESSAGE)
    number, modulus = int.from_bytes(signature, "big"), int.from_bytes(owner, "big")
    assert not verify_rsa(owner, MESSAGE, b"\0" + signature)
    assert not verify_rsa(owner, MESSAGE, signature[1:])
    assert not verify_rsa(owner, MESSAGE, (number + modulus).to_bytes(513, "big"))
    for edge in (0, 1, modulus - 1, modulus, 2**4096 - 1):
        assert not verify_rsa(owner, MESSAGE, edge.to_bytes(512, "big"))
    # A message whose signature is small enough to carry the modulus in as many bytes.
    for nonce in range(100):
        message = bytes([nonce])
        signature = arweave().sign(message)
        number = int.from_bytes(signature, "big") + modulus
        if number < 2**4096:
            assert verify_rsa(owner, message, signature)
            assert not verify_rsa(owner, message, number.to_bytes(512, "big"))
            break
    else:
        pytest.fail("no signature was small")


@pytest.mark.parametrize(
    "owner",
    [b"", b"\0", b"\1", b"\2", bytes(512), bytes(511) + b"\1", bytes(511) + b"\3", b"\xff" * 512],
)
def test_what_is_no_modulus_verifies_nothing(owner: bytes) -> None:
    for signature in (b"", b"\0", b"\1", bytes(512), bytes(511) + b"\1", b"\xff" * 512):
        assert verify_rsa(owner, MESSAGE, signature) is False


def test_an_even_modulus_verifies_nothing() -> None:
    modulus = int.from_bytes(arweave().owner, "big")
    signature = arweave().sign(MESSAGE)
    assert not verify_rsa((modulus - 1).to_bytes(512, "big"), MESSAGE, signature)


def test_a_shorter_modulus_has_shorter_signatures() -> None:
    key = rsa.generate_private_key(65537, 4088)
    signature = key.sign(MESSAGE, PSS(MGF1(SHA256()), 32), SHA256())
    owner = key.public_key().public_numbers().n.to_bytes(512, "big")
    assert len(signature) == 511
    assert not verify_rsa(owner, MESSAGE, b"\0" + signature)


# Ed25519.

PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493

# The y-coordinates of the points of small order, those at or above the prime too (there are only
# PRIME and PRIME + 1): from "Taming the many EdDSAs" (2020), table 1.
SMALL = [
    0,
    1,
    PRIME - 1,
    PRIME,
    PRIME + 1,
    0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
    0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
]


@pytest.mark.parametrize("y", SMALL)
@pytest.mark.parametrize("sign", [0, 1])
def test_owners_of_small_order_verify_nothing(y: int, sign: int) -> None:
    owner = (y | sign << 255).to_bytes(32, "little")
    # With S = 0 any R of small order fits one message in eight.
    for r in SMALL:
        for side in (0, 1):
            signature = (r | side << 255).to_bytes(32, "little") + bytes(32)
            for number in range(16):
                assert verify_ed25519(owner, bytes([number]), signature) is False


@pytest.mark.parametrize("y", range(2**255 - 19, 2**255))
def test_an_owner_at_or_above_the_prime_verifies_nothing(y: int) -> None:
    for owner in (y, y | 1 << 255):
        signature = ED25519.sign(MESSAGE)
        assert verify_ed25519(owner.to_bytes(32, "little"), MESSAGE, signature) is False


@deterministic
@given(st.integers(0, 511))
def test_an_ed25519_signature_holds_for_one_owner_message_and_signature(bit: int) -> None:
    signature = ED25519.sign(MESSAGE)
    assert verify_ed25519(ED25519.owner, MESSAGE, signature)
    assert not verify_ed25519(ED25519.owner, MESSAGE, flipped(signature, bit))
    assert not verify_ed25519(flipped(ED25519.owner, bit % 256), MESSAGE, signature)
    assert not verify_ed25519(ED25519.owner, flipped(MESSAGE, bit % 384), signature)


def test_s_is_below_the_order() -> None:
    signature = ED25519.sign(MESSAGE)
    s = int.from_bytes(signature[32:], "little")
    for other in (s + ORDER, s + 2 * ORDER, s + 7 * ORDER):
        changed = signature[:32] + other.to_bytes(32, "little")
        assert not verify_ed25519(ED25519.owner, MESSAGE, changed)


def test_an_owner_of_another_length_verifies_nothing() -> None:
    signature = ED25519.sign(MESSAGE)
    for owner in (b"", ED25519.owner[:31], ED25519.owner + b"\0"):
        assert verify_ed25519(owner, MESSAGE, signature) is False
    for other in (b"", signature[:63], signature + b"\0"):
        assert verify_ed25519(ED25519.owner, MESSAGE, other) is False


def test_the_equation_has_no_cofactor() -> None:
    """R plus a point of order 2 satisfies the equation times eight, and not the equation."""
    secret = 12345
    nonce = 67890
    owner = _encoded(_times(secret, _BASE))
    plain = _times(nonce, _BASE)
    for r, holds in ((plain, True), (_sum(plain, (0, PRIME - 1)), False)):
        digest = sha512(_encoded(r) + owner + MESSAGE).digest()
        k = int.from_bytes(digest, "little")
        s = (nonce + k * secret) % ORDER
        signature = _encoded(r) + s.to_bytes(32, "little")
        assert verify_ed25519(owner, MESSAGE, signature) is holds


_D = -121665 * pow(121666, -1, PRIME) % PRIME
_BASE = (
    15112221349535400772501151409588531511454012693041857206046113283949847762202,
    46316835694926478169428394003475163141307993866256225615783033603165251855960,
)


def _sum(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    """Add points of edwards25519 in affine coordinates (RFC 7748, RFC 8032)."""
    product = _D * one[0] * other[0] * one[1] * other[1]
    x = (one[0] * other[1] + other[0] * one[1]) * pow(1 + product, -1, PRIME)
    y = (one[1] * other[1] + one[0] * other[0]) * pow(1 - product, -1, PRIME)
    return x % PRIME, y % PRIME


def _times(scalar: int, point: tuple[int, int]) -> tuple[int, int]:
    product = (0, 1)
    for bit in f"{scalar:b}":
        product = _sum(product, product)
        if bit == "1":
            product = _sum(product, point)
    return product


def _encoded(point: tuple[int, int]) -> bytes:
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


# Ethereum.


@pytest.mark.parametrize(
    ("r", "s", "v", "canonical"),
    [
        (1, 1, 27, True),
        (1, 1, 28, True),
        (1, 1, 26, False),
        (1, 1, 29, False),
        (1, 1, 0, False),
        (1, 1, 1, False),
        (0, 1, 27, False),
        (1, 0, 27, False),
        (SECP256K1_ORDER - 1, 1, 27, True),
        (SECP256K1_ORDER, 1, 27, False),
        (1, SECP256K1_ORDER // 2, 27, True),
        (1, SECP256K1_ORDER // 2 + 1, 27, False),
        (1, SECP256K1_ORDER - 1, 27, False),
    ],
)
def test_the_canonical_form_has_these_borders(r: int, s: int, v: int, canonical: bool) -> None:
    assert is_canonical_ethereum(r, s, v) is canonical


def test_the_hash_is_that_of_personal_messages() -> None:
    # web3.py, eth_account.messages.defunct_hash_message(text="Hello World"), and Solidity docs.
    assert ethereum_hash(b"Hello World").hex() == (
        "a1de988600a42c4b4ab089b619297c17d53cffae5d5120d82d8a92d0bb3b78f2"
    )


@deterministic
@given(st.integers(0, 519))
def test_an_ethereum_signature_holds_for_one_owner_message_and_signature(bit: int) -> None:
    signature = ETHEREUM.sign(MESSAGE)
    assert verify_ethereum(ETHEREUM.owner, MESSAGE, signature)
    assert not verify_ethereum(flipped(ETHEREUM.owner, bit), MESSAGE, signature)
    assert not verify_ethereum(ETHEREUM.owner, flipped(MESSAGE, bit % 384), signature)
    changed = flipped(signature[:64], bit % 512) + signature[64:]
    assert not verify_ethereum(ETHEREUM.owner, MESSAGE, changed)
    other_v = signature[:64] + bytes((55 - signature[64],))
    assert not verify_ethereum(ETHEREUM.owner, MESSAGE, other_v)


@pytest.mark.parametrize("first", [0, 2, 3, 5, 6, 7])
def test_the_owner_is_an_uncompressed_point(first: int) -> None:
    owner = bytes((first,)) + ETHEREUM.owner[1:]
    assert not verify_ethereum(owner, MESSAGE, ETHEREUM.sign(MESSAGE))


def test_an_r_of_no_point_verifies_nothing() -> None:
    # 5 is the abscissa of no point of secp256k1.
    signature = (5).to_bytes(32, "big") + (1).to_bytes(32, "big")
    for v in (27, 28):
        assert verify_ethereum(ETHEREUM.owner, MESSAGE, signature + bytes((v,))) is False
