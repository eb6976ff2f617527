"""Items as deployed code reads them: leniently, and never with a refusal.

Most changes of an item break its signature, and then two readers agree for a dull reason. So a
malformed item is signed over exactly the fields that arbundles finds in it: what it then refuses,
it refuses for the change alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Final

from hollowbeam.kernel.hashing import deep_hash
from hollowbeam.kernel.wallets import ArweaveWallet, Ed25519Wallet, EthereumWallet, Wallet
from hollowbeam_models.keys import key_file

SIGNATURE_BYTES: Final[Mapping[int, int]] = {1: 512, 2: 64, 3: 65, 4: 64, 5: 64, 6: 2052, 7: 65}
OWNER_BYTES: Final[Mapping[int, int]] = {1: 512, 2: 32, 3: 65, 4: 32, 5: 32, 6: 1025, 7: 42}
"""By signature type; 4 (Solana), 5 and 6 (Aptos) and 7 (Ethereum) are known to arbundles alone."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of an item; what lies past its end is empty or cut short."""

    signature_type: int
    signature: bytes
    owner: bytes
    target: bytes
    anchor: bytes
    tag_bytes: bytes
    data: bytes

    @property
    def signed_hash(self) -> bytes:
        """The deep hash that the signature covers (MSG-11)."""
        kind = b"%d" % self.signature_type
        parts = (self.owner, self.target, self.anchor, self.tag_bytes, self.data)
        return deep_hash((b"dataitem", b"1", kind, *parts))

    @property
    def signed_bytes(self) -> bytes:
        """What the key signs: the hash, or the text about it that some wallets show."""
        text = self.signed_hash.hex().encode()
        if self.signature_type == 4:  # noqa: PLR2004 - Solana
            return text
        if self.signature_type == 5:  # noqa: PLR2004 - Aptos
            return b"APTOS\nmessage: " + text + b"\nnonce: bundlr"
        return self.signed_hash


def fields_of(raw: bytes) -> Fields | None:
    """Read the fields of an item, or nothing where its signature type is unknown."""
    kind = int.from_bytes(raw[:2], "little")
    if kind not in SIGNATURE_BYTES:
        return None
    owner_start = 2 + SIGNATURE_BYTES[kind]
    target_start = owner_start + OWNER_BYTES[kind]
    target, anchor_start = _optional(raw, target_start)
    anchor, count_start = _optional(raw, anchor_start)
    tags_start = count_start + 16
    data_start = tags_start + int.from_bytes(raw[count_start + 8 : tags_start], "little")
    return Fields(
        kind,
        raw[2:owner_start],
        raw[owner_start:target_start],
        target,
        anchor,
        raw[tags_start:data_start],
        raw[data_start:],
    )


def _optional(raw: bytes, start: int) -> tuple[bytes, int]:
    """Read a presence byte, of which any but 1 says that the field is absent."""
    if raw[start : start + 1] == b"\x01":
        return raw[start + 1 : start + 33], start + 33
    return b"", start + 1


@cache
def wallets() -> dict[int, Wallet]:
    """Give the test key of each signature type."""
    jwk = json.loads(key_file("arweave.json"))
    ed25519 = Ed25519Wallet(sha256(b"differential ed25519").digest())
    return {
        1: ArweaveWallet.from_jwk(jwk, salt_bytes=0),
        2: ed25519,
        3: EthereumWallet(sha256(b"differential ethereum").digest()),
        4: ed25519,
        5: ed25519,
    }


def signed(raw: bytes) -> bytes:
    """Sign an item of one of our keys as it stands; any other is given back as it is."""
    fields = fields_of(raw)
    wallet = wallets().get(fields.signature_type) if fields else None
    if fields is None or wallet is None or fields.owner != wallet.owner:
        return raw
    signature = wallet.sign(fields.signed_bytes)
    return raw[:2] + signature + raw[2 + len(signature) :]
