"""Room message: parse and verify an item of 1 KiB with five tags, for each signature type.

Beside the bare cost of what cannot be avoided (load the key, hash what was signed, check the
signature with the library), and beside the npm package arbundles on the same items.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import Final

import coincurve
from Crypto.Hash import keccak
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256

from hollowbeam.kernel import wallets
from hollowbeam.kernel.encoding import base64url
from hollowbeam.kernel.hashing import deep_hash
from hollowbeam.protocol.message.item import Item, serialize_item
from hollowbeam.protocol.message.signing import read_item, sign_item, signed_hash
from hollowbeam_conformance.bench.measure import (
    Measurement,
    in_turns,
    median_ratio,
    number,
    one_core,
    seconds_per_unit,
)
from hollowbeam_models.keys import key_file

PEER: Final = Path(__file__).resolve().parents[2] / "adapters" / "arbundles"
ITEMS: Final = 32
BARE_LIMIT: Final = 1.5
PEER_LIMIT: Final = 2.0


def sample(wallet: wallets.Wallet) -> list[Item]:
    """Sign items of 1 KiB with five tags, each with data of its own."""
    tags = [(b"Tag-%d" % index, b"value of tag %d" % index) for index in range(5)]
    anchor = sha256(b"an anchor of the benchmark").digest()
    seeds = [b"item %d" % index for index in range(ITEMS)]
    texts = [
        b"".join(sha256(seed + bytes([part])).digest() for part in range(32)) for seed in seeds
    ]
    return [sign_item(wallet, anchor=anchor, tags=tags, data=data) for data in texts]


Check = Callable[[bytes, bytes, bytes], None]
"""Load the owner's key and check a signature of a message; raises where it does not hold."""


def check_arweave(owner: bytes, message: bytes, signature: bytes) -> None:
    """Check signature type 1 with the library alone."""
    key = RSAPublicNumbers(65537, int.from_bytes(owner, "big")).public_key()
    key.verify(signature, message, PSS(mgf=MGF1(SHA256()), salt_length=PSS.AUTO), SHA256())


def check_ed25519(owner: bytes, message: bytes, signature: bytes) -> None:
    """Check signature type 2 with the library alone."""
    Ed25519PublicKey.from_public_bytes(owner).verify(signature, message)


def check_ethereum(owner: bytes, message: bytes, signature: bytes) -> None:
    """Check signature type 3 with the libraries alone; recovering is how its key is loaded."""
    prefixed = b"\x19Ethereum Signed Message:\n48" + message
    hashed = keccak.new(digest_bits=256, data=prefixed).digest()
    recoverable = signature[:64] + bytes((signature[64] - 27,))
    key = coincurve.PublicKey.from_signature_and_message(recoverable, hashed, hasher=None)
    assert key.format(compressed=False) == owner


@dataclass(frozen=True, slots=True)
class Kind:
    """A signature type: its number, its name, how a wallet is had, how a signature is checked."""

    number: int
    name: str
    wallet: Callable[[], wallets.Wallet]
    check: Check

    def bare(self, item: Item) -> None:
        """Do what no implementation can leave out: deep hash, key load, signature check."""
        fields = (item.owner, item.target, item.anchor, item.tag_bytes, item.data)
        signed = deep_hash((b"dataitem", b"1", b"%d" % self.number, *fields))
        self.check(item.owner, signed, item.signature)


def arweave_wallet() -> wallets.Wallet:
    """Read the throwaway wallet of the cases: making a new one takes a second."""
    return wallets.wallet_from_jwk(json.loads(key_file("arweave.json")))


KINDS: Final = {
    "arweave": Kind(1, "Arweave", arweave_wallet, check_arweave),
    "ed25519": Kind(2, "Ed25519", lambda: wallets.Ed25519Wallet(bytes(32)), check_ed25519),
    "ethereum": Kind(3, "Ethereum", lambda: wallets.EthereumWallet(b"\x01" * 32), check_ethereum),
}


class Peer:
    """arbundles in node, as one long-lived process that measures itself when asked."""

    def __init__(self) -> None:
        command = ["node", "bench.mjs"]
        self._process = subprocess.Popen(  # noqa: S603 - the command is ours
            command, cwd=PEER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def seconds_per_item(self, items: Sequence[str], seconds: float) -> float:
        """Ask for the processor seconds that arbundles takes to parse and verify one item."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"items": items, "seconds": seconds}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        return float(answer["secondsPerItem"])

    def close(self) -> None:
        """End the process: nothing more is asked of it."""
        self._process.communicate()


@contextmanager
def peer() -> Iterator[Peer | None]:
    """Start arbundles where it is installed."""
    if absent():
        yield None
        return
    started = Peer()
    try:
        yield started
    finally:
        started.close()


def absent() -> str:
    """Say why arbundles cannot be measured; empty where it can."""
    if shutil.which("node") is None:
        return "node is not installed"
    if not (PEER / "node_modules" / "arbundles").is_dir():
        return "run: npm ci --ignore-scripts --prefix conformance/adapters/arbundles"
    return ""


def measure(name: str, *, quick: bool) -> Iterator[Measurement]:
    """Measure a signature type against the bare cost and against arbundles."""
    seconds, rounds = (0.03, 3) if quick else (0.2, 9)
    with one_core(), peer() as other:
        yield from measure_kind(KINDS[name], other, seconds, rounds)


def measure_kind(
    kind: Kind, other: Peer | None, seconds: float, rounds: int
) -> Iterator[Measurement]:
    """Measure one signature type."""
    items = sample(kind.wallet())
    raw = [serialize_item(item) for item in items]
    texts = [base64url(each) for each in raw]

    def ours() -> int:
        for each in raw:
            signed_hash.cache_clear()  # each item is a new one
            read_item(each)
        return len(raw)

    def bare() -> int:
        for item in items:
            kind.bare(item)
        return len(items)

    measures: list[Callable[[], float]] = [
        lambda: seconds_per_unit(ours, seconds),
        lambda: seconds_per_unit(bare, seconds),
    ]
    if other is not None:
        measures.append(lambda: other.seconds_per_item(texts, seconds))
    taken = in_turns(measures, rounds)
    name = f"parse and verify 1 KiB, {kind.name}"
    yield Measurement(name, 1 / median(taken[0]), "items/s")
    yield Measurement(
        f"{name}, cost to bare check", median_ratio(taken[0], taken[1]), "x", at_most=BARE_LIMIT
    )
    speed = f"{name}, speed to arbundles"
    if other is None:
        yield Measurement(speed, None, "x", at_least=PEER_LIMIT, note=absent())
        return
    note = f"arbundles {number(1 / median(taken[2]))} items/s"
    ratio = median_ratio(taken[2], taken[0])
    yield Measurement(speed, ratio, "x", at_least=PEER_LIMIT, note=note)
