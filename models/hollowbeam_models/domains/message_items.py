"""Items for live testing: sound ones, and ones that break a rule and keep the others.

A draft has every field free. Its signature holds over exactly the fields that it has, unless it is
forged in one of the ways that a careless check lets pass.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from hashlib import sha256
from typing import Final

from hypothesis import strategies as st

from hollowbeam.kernel.encoding import base64url_decode
from hollowbeam.kernel.hashing import deep_hash
from hollowbeam.kernel.signatures import SECP256K1_ORDER
from hollowbeam.kernel.wallets import ArweaveWallet, Ed25519Wallet, EthereumWallet, Wallet
from hollowbeam.protocol.message.tags import encode_tags
from hollowbeam_models.domains.choosing import choose
from hollowbeam_models.keys import key_file
from hollowbeam_models.random_items import encodings, write_long

Tags = tuple[tuple[bytes, bytes], ...]

TARGET: Final = sha256(b"a process of live testing").digest()
ANCHOR: Final = sha256(b"an anchor of live testing").digest()
_ED25519_PRIME: Final = 2**255 - 19


@dataclass(frozen=True, slots=True)
class Draft:
    """The fields of an item before it is signed; what is None says what is true."""

    tags: Tags = ()
    target: bytes = b""
    anchor: bytes = b""
    data: bytes = b""
    tag_bytes: bytes | None = None
    tag_count: int | None = None
    tag_length: int | None = None
    presence: int | None = None
    type_number: int | None = None

    @property
    def encoded(self) -> bytes:
        """The tag bytes."""
        if self.tag_bytes is not None:
            return self.tag_bytes
        return encode_tags(self.tags) if self.tags else b""

    def hashed(self, signature_type: int, owner: bytes) -> bytes:
        """Give the deep hash that the signature covers (MSG-11)."""
        kind = b"%d" % signature_type
        fields = (owner, self.target, self.anchor, self.encoded, self.data)
        return deep_hash((b"dataitem", b"1", kind, *fields))

    def published(self, owner: bytes) -> bytes:
        """Give the deep hash that the published text of ANS-104 names, and nobody signs."""
        fields = (owner, self.target, self.anchor, self.tags, self.data)
        return deep_hash((b"dataitem", b"1", *fields))

    def item(self, signature_type: int, signature: bytes, owner: bytes) -> bytes:
        """Lay the fields out as an item."""
        count = len(self.tags) if self.tag_count is None else self.tag_count
        length = len(self.encoded) if self.tag_length is None else self.tag_length
        number = signature_type if self.type_number is None else self.type_number
        present = len(self.target) > 0 if self.presence is None else self.presence
        return b"".join(
            (
                number.to_bytes(2, "little"),
                signature,
                owner,
                bytes((present,)) + self.target,
                bytes((len(self.anchor) > 0,)) + self.anchor,
                count.to_bytes(8, "little"),
                length.to_bytes(8, "little"),
                self.encoded,
                self.data,
            )
        )

    def signed(self, wallet: Wallet) -> bytes:
        """Sign the fields, and lay them out."""
        signature = signature_of(
            wallet.signature_type, self.hashed(wallet.signature_type, wallet.owner)
        )
        return self.item(wallet.signature_type, signature, wallet.owner)


@lru_cache(maxsize=10_000)
def signature_of(signature_type: int, message: bytes) -> bytes:
    """Sign; what was signed before is remembered, for RSA is slow."""
    (wallet,) = (each for each in wallets() if each.signature_type == signature_type)
    return wallet.sign(message)


@cache
def wallets() -> tuple[Wallet, ...]:
    """Give the keys that sign, each the same way every time."""
    jwk = json.loads(key_file("arweave.json"))
    return (
        Ed25519Wallet(sha256(b"live ed25519").digest()),
        EthereumWallet(sha256(b"live ethereum").digest()),
        ArweaveWallet.from_jwk(jwk, salt_bytes=0),
    )


def signer(draw: st.DrawFn) -> Wallet:
    """Draw a key; the slow one, of RSA, once in nine times."""
    ed25519, ethereum, arweave = wallets()
    return choose(draw, (*[ed25519] * 4, *[ethereum] * 4, arweave))


_PARTS: Final = (b"n", b"name", b"Action", b"\xff", b"\0", b"n" * 40)
_FIELDS: Final = (b"", b"", TARGET, ANCHOR, bytes(32))
_YES: Final = (True, False)
_DATA: Final = (b"", b"data", b"\0", b"data\0\0", b"{}", b"d" * 300)


def _tags(draw: st.DrawFn, counts: tuple[int, ...]) -> Tags:
    return tuple((choose(draw, _PARTS), choose(draw, _PARTS)) for _ in range(choose(draw, counts)))


def sound(draw: st.DrawFn) -> Draft:
    """Draw a sound draft, its tags encoded in any way."""
    tags = _tags(draw, (0, 1, 2, 3))
    draft = Draft(tags, choose(draw, _FIELDS), choose(draw, _FIELDS), choose(draw, _DATA))
    return draft if choose(draw, _YES) else replace(draft, tag_bytes=draw(encodings(list(tags))))


def bounded(draw: st.DrawFn) -> Draft:
    """Draw a draft at a bound: the number of tags, their bytes, the length of a name or value."""
    which = choose(draw, ("tags", "bytes", "name", "value"))
    if which == "tags":
        return Draft(((b"n", b"v"),) * choose(draw, (127, 128, 129)))
    if which == "bytes":
        return _of_bytes(choose(draw, (4095, 4096, 4097)))
    if which == "name":
        return Draft(((b"n" * choose(draw, (0, 1, 1024, 1025)), b"v"),))
    return Draft(((b"n", b"v" * choose(draw, (0, 1, 3072, 3073))),))


def _of_bytes(length: int) -> Draft:
    """Make a draft whose tags have exactly so many bytes."""
    begin = [(b"n", b"v" * 1_900), (b"n", b"v" * 1_900)]
    rest = length - len(encode_tags([*begin, (b"n", b"v" * 100)])) + 100
    return Draft((*begin, (b"n", b"v" * rest)))


def misencoded(draw: st.DrawFn) -> Draft:
    """Draw a draft whose tag bytes or counts are not what they should be, or only just are."""
    tags = _tags(draw, (1, 2, 3))
    pairs = b"".join(write_long(len(part)) + part for tag in tags for part in tag)
    count = len(tags)
    how = choose(draw, ("count", "length", "after", "block", "long", "cut"))
    if how == "count":
        return Draft(tags, tag_count=choose(draw, (0, count - 1, count + 1, 2**63)))
    if how == "length":
        length = len(encode_tags(tags))
        near = (0, length - 1, length + 1, length + 9, 2**64 - 1)
        return Draft(tags, tag_length=choose(draw, near), data=choose(draw, _DATA))
    end = b"\0" + (choose(draw, (b"\0", b"x")) if how == "after" else b"")
    if how == "block":
        wrong = choose(draw, (0, 0, -1, 1))
        begin = write_long(-count) + write_long(len(pairs) + wrong)
    elif how == "long":
        begin = choose(draw, (write_long(count, 8), write_long(count, 9), _over(count)))
    else:
        begin = write_long(count)
    body = begin + pairs + end
    cut = choose(draw, range(1, len(body) + 1)) if how == "cut" else 0
    return Draft(tags, tag_bytes=body[: len(body) - cut])


def _over(number: int) -> bytes:
    """Write a number of 70 bits, of which the lowest 64 are this one."""
    low = write_long(number, 9)
    return low[:-1] + bytes((low[-1] | 2,))


def misformed(draw: st.DrawFn) -> bytes:
    """Draw an item with a wrong type, a wrong presence byte, or an end that is missing."""
    wallet, draft = signer(draw), sound(draw)
    how = choose(draw, ("type", "presence", "cut", "short"))
    kind = wallet.signature_type
    if how == "type":
        number = choose(draw, (0, 4, kind << 8, kind + 256, kind + 512, 65_535))
        return replace(draft, type_number=number).signed(wallet)
    if how == "presence":
        target = choose(draw, (b"", TARGET))
        presence = choose(draw, (0, 1, 2, 255))
        return replace(draft, target=target, presence=presence).signed(wallet)
    item = draft.signed(wallet)
    if how == "short":
        return item[: choose(draw, range(4))]
    end = len(item) - len(draft.data)
    return item[: max(0, end - choose(draw, (0, 1, 2, 8, 16, 17, 30, 60)))]


def forged(draw: st.DrawFn) -> bytes:
    """Draw an item whose signature does not hold, though it nearly does; or holds after all."""
    ed25519, ethereum, arweave = wallets()
    draft = sound(draw)
    wallet = choose(draw, (ed25519, ethereum, ethereum, ethereum, arweave))
    kind, owner = wallet.signature_type, wallet.owner
    signature = signature_of(kind, draft.hashed(kind, owner))
    how = choose(draw, ("flip", "zero", "other", "published", *["special"] * 5))
    if how == "flip":
        at = choose(draw, (0, 31, 32, 63))
        signature = _with(signature, at, bytes((signature[at] ^ choose(draw, (1, 128)),)))
    elif how == "zero":
        signature = bytes(len(signature))
    elif how == "other":
        other_draft = replace(draft, data=draft.data + b"!")
        signature = signature_of(kind, other_draft.hashed(kind, owner))
    elif how == "published":
        signature = signature_of(kind, draft.published(owner))
    elif wallet is ed25519:
        return draft.item(kind, *_small_point(draw))
    elif wallet is arweave:
        salt = choose(draw, ("32", "478"))
        salted = base64url_decode(json.loads(key_file("arweave_salted.json"))[salt])
        return Draft().item(kind, salted, owner)
    elif choose(draw, _YES):
        first = choose(draw, (0, 2, 3, 5, 6, 7))
        other = bytes((first,)) + owner[1:]
        return draft.item(kind, signature_of(kind, draft.hashed(kind, other)), other)
    else:
        signature = _remade(draw, signature)
    return draft.item(kind, signature, owner)


def _with(signature: bytes, at: int, part: bytes) -> bytes:
    return signature[:at] + part + signature[at + len(part) :]


def _small_point(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """Draw a signature and an owner whose points fit every message, in one form or another."""
    neutral, unreduced = (1).to_bytes(32, "little"), (_ED25519_PRIME + 1).to_bytes(32, "little")
    points = (neutral, unreduced, (1 + 2**255).to_bytes(32, "little"))
    return choose(draw, points) + bytes(32), choose(draw, points)


def _remade(draw: st.DrawFn, signature: bytes) -> bytes:
    """Draw an Ethereum signature at a bound of its form."""
    order = SECP256K1_ORDER
    r, s = (int.from_bytes(signature[at : at + 32], "big") for at in (0, 32))
    v = signature[64]
    part = choose(draw, ("mirror", "mirror", "r", "s", "v"))
    if part == "mirror":
        s, v = order - s, 55 - v
    elif part == "r":
        r = choose(draw, (0, 0, order, 2**256 - 1, choose(draw, range(1, 9))))
    elif part == "s":
        s = choose(draw, (0, order // 2, order // 2 + 1, order, 2**256 - 1))
    else:
        v = choose(draw, (v - 27, 55 - v, 26, 29, 29, 255))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big") + bytes((v,))


_WAYS: Final[tuple[Callable[[st.DrawFn], Draft | bytes], ...]] = (
    sound, sound, bounded, misencoded, misformed, forged, forged,
)  # fmt: skip


def item(draw: st.DrawFn) -> bytes:
    """Draw an item: sound, at a bound, or broken in one way."""
    made = choose(draw, _WAYS)(draw)
    return made if isinstance(made, bytes) else made.signed(signer(draw))
