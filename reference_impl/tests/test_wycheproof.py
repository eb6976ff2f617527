"""Project Wycheproof's signature vectors against our checks; every difference is deliberate.

The files are read where they are: in the folder that HOLLOWBEAM_WYCHEPROOF names, else in
``../shared/wycheproof`` beside the checkout.

How a vector maps: of RSA the modulus is the owner. Of ECDSA, which we know only as a signature that
recovers its owner, r and s stand in 32 bytes each, the hash is the vector's, and one of the two
values of v must recover the owner; a signature that has no such form (not 64 bytes, not DER, a
negative or longer number) is refused, as an item has no room for it.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256

from hollowbeam.kernel.signatures import (
    SECP256K1_ORDER,
    is_canonical_ethereum,
    recovers,
    verify_ed25519,
    verify_rsa,
)

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("HOLLOWBEAM_WYCHEPROOF", str(ROOT.parent / "shared" / "wycheproof")))

HIGH_S: Final = (
    "s above half the order is refused, so that a signature has one form (MSG-15); the vector's "
    "signature with n - s is accepted"
)
LARGE_ABSCISSA: Final = (
    "r is an abscissa less the order: v is 27 or 28 (MSG-15), which tells nothing but the parity "
    "of the ordinate. No wallet meets such a point: one in 2**128 is one"
)
ANY_SALT: Final = (
    "a salt of any length is accepted (MSG-12), since wallets use 32 bytes and servers the "
    "maximum; the file fixes one length, and calls the others invalid"
)


@dataclass(frozen=True)
class File:
    """A file, how many of its vectors agree, and how many differ for which reason."""

    name: str
    agree: int
    differ: dict[str, int]


FILES: Final = [
    File("rsa_pss_2048_sha256_mgf1_0_test", 99, {ANY_SALT: 4}),
    File("rsa_pss_2048_sha256_mgf1_32_test", 102, {ANY_SALT: 6}),
    File("rsa_pss_4096_sha256_mgf1_32_test", 102, {ANY_SALT: 6}),
    File("ed25519_test", 151, {}),
    File("ecdsa_secp256k1_sha256_test", 404, {HIGH_S: 70, LARGE_ABSCISSA: 2}),
    File("ecdsa_secp256k1_sha256_p1363_test", 180, {HIGH_S: 70, LARGE_ABSCISSA: 2}),
    File("ecdsa_secp256k1_sha256_bitcoin_test", 462, {LARGE_ABSCISSA: 1}),
]


@dataclass(frozen=True)
class Vector:
    """One signature of a file, with the key of its group."""

    key: dict[str, Any]
    message: bytes
    signature: bytes
    valid: bool
    salt_bytes: int = 0


def vectors(name: str) -> Iterator[Vector]:
    """Read the vectors of a file; skip the test where it is not there."""
    path = FOLDER / f"{name}.json"
    if not path.is_file():
        pytest.skip(f"there is no {path.name} in {FOLDER}; HOLLOWBEAM_WYCHEPROOF names the folder")
    for group in json.loads(path.read_text(encoding="utf-8"))["testGroups"]:
        for test in group["tests"]:
            message, signature = bytes.fromhex(test["msg"]), bytes.fromhex(test["sig"])
            # In these files no result is "acceptable".
            valid = {"valid": True, "invalid": False}[test["result"]]
            salt_bytes = group.get("sLen", 0)
            yield Vector(group["publicKey"], message, signature, valid, salt_bytes)


def accepts(name: str, vector: Vector) -> bool:
    """Check a vector as an item with this signature would be checked."""
    if name.startswith("rsa"):
        owner = bytes.fromhex(vector.key["modulus"]).lstrip(b"\0")
        assert int(vector.key["publicExponent"], 16) == 65537
        return verify_rsa(owner, vector.message, vector.signature)
    if name.startswith("ed25519"):
        return verify_ed25519(bytes.fromhex(vector.key["pk"]), vector.message, vector.signature)
    form = numbers(name, vector.signature)
    return form is not None and recovers_owner(vector, *form)


def recovers_owner(vector: Vector, r: int, s: int) -> bool:
    """Try both values of v."""
    owner, hashed = bytes.fromhex(vector.key["uncompressed"]), sha256(vector.message).digest()
    body = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    return any(
        is_canonical_ethereum(r, s, v) and recovers(owner, hashed, body + bytes((v,)))
        for v in (27, 28)
    )


def numbers(name: str, signature: bytes) -> tuple[int, int] | None:
    """Read r and s, where they have 32 bytes each, from 64 bytes or from DER."""
    if "p1363" in name:
        if len(signature) != 64:
            return None
        return int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    r, s = from_der(signature)
    return (r, s) if 0 <= r < 2**256 and 0 <= s < 2**256 else None


def from_der(signature: bytes) -> tuple[int, int]:
    """Read a DER sequence of two integers; -1 stands for what is none."""
    read: list[int] = []
    rest = _der(signature, 0x30)
    if rest is None or rest[1]:
        return -1, -1
    body = rest[0]
    while body:
        part = _der(body, 0x02)
        if part is None or not part[0]:
            return -1, -1
        content, body = part
        # An integer has no byte more than it needs.
        if len(content) > 1 and content[0] in {0, 255} and (content[0] ^ content[1]) < 128:
            return -1, -1
        read.append(int.from_bytes(content, "big", signed=True))
    return (read[0], read[1]) if len(read) == 2 else (-1, -1)


def _der(data: bytes, tag: int) -> tuple[bytes, bytes] | None:
    """Cut one element of less than 256 bytes off; its length takes no byte more than it needs."""
    if len(data) < 2 or data[0] != tag:
        return None
    length, start = data[1], 2
    if length == 0x81 and len(data) > 2 and data[2] >= 128:
        length, start = data[2], 3
    elif length >= 128:
        return None
    end = start + length
    return (data[start:end], data[end:]) if end <= len(data) else None


def reason(name: str, vector: Vector) -> str:
    """Explain a vector of which we judge otherwise; empty where nothing explains it."""
    if name.startswith("rsa") and not vector.valid:
        return ANY_SALT if has_another_salt(vector) else ""
    form = numbers(name, vector.signature) if name.startswith("ecdsa") else None
    if form is None or not vector.valid:
        return ""
    r, s = form
    if s > SECP256K1_ORDER // 2 and recovers_owner(vector, r, SECP256K1_ORDER - s):
        return HIGH_S
    owner, hashed = bytes.fromhex(vector.key["uncompressed"]), sha256(vector.message).digest()
    low = min(s, SECP256K1_ORDER - s)
    body = r.to_bytes(32, "big") + low.to_bytes(32, "big")
    if any(recovers(owner, hashed, body + bytes((v,))) for v in (29, 30)):
        return LARGE_ABSCISSA
    return ""


def has_another_salt(vector: Vector) -> bool:
    """Tell whether the signature verifies with one length of salt, and not the one of the file."""
    modulus = int(vector.key["modulus"], 16)
    key = RSAPublicNumbers(65537, modulus).public_key()
    fitting = []
    for salt_bytes in range(key.key_size // 8 - 33):
        with suppress(InvalidSignature):
            padding = PSS(MGF1(SHA256()), salt_bytes)
            key.verify(vector.signature, vector.message, padding, SHA256())
            fitting.append(salt_bytes)
    return len(fitting) == 1 and fitting != [vector.salt_bytes]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_difference_from_wycheproof_is_deliberate(file: File) -> None:
    agree, differ, unexplained = 0, Counter[str](), []
    for vector in vectors(file.name):
        if accepts(file.name, vector) is vector.valid:
            agree += 1
            continue
        why = reason(file.name, vector)
        differ[why] += 1
        if not why:
            unexplained.append(vector)
    assert unexplained == []
    assert (agree, dict(differ)) == (file.agree, file.differ)


@cache
def first_of(name: str) -> Vector:
    return next(vector for vector in vectors(name) if vector.valid)


def test_a_vector_of_a_group_does_not_hold_for_another_message() -> None:
    for file in FILES:
        vector = first_of(file.name)
        other = Vector(vector.key, vector.message + b"\0", vector.signature, valid=False)
        assert accepts(file.name, other) is False


@pytest.mark.parametrize("bad", ["", "30", "3000", "3080", "30810602010102010101", "300602010102"])
def test_the_reader_of_der_reads_no_more_than_der(bad: str) -> None:
    assert from_der(bytes.fromhex(bad)) == (-1, -1)
    assert from_der(bytes.fromhex("3006020101020102")) == (1, 2)
    assert from_der(bytes.fromhex("30070202008002017f")) == (128, 127)
