"""Hashes: SHA-256 with a domain tag for ours, the SHA-384 deep hash for what Arweave signs."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum, unique
from functools import lru_cache
from hashlib import sha256, sha384
from typing import Self, TypeAlias

DeepHashable: TypeAlias = "bytes | Sequence[DeepHashable]"


@unique
class Tag(StrEnum):
    """What a hash is for. Each tag has one use, so a hash of one kind is never one of another."""

    prefix: bytes

    def __new__(cls, name: str) -> Self:
        """Prepare what stands before the data: ``len8(tag) || tag``."""
        member = str.__new__(cls, name)
        member._value_ = name
        member.prefix = bytes([len(name)]) + name.encode("ascii")
        return member

    KEY = "hb/key"
    VALUE = "hb/value"
    LEAF = "hb/leaf"
    NODE = "hb/node"
    STATE = "hb/state"
    DIGEST = "hb/digest"
    COMMITMENT = "hb/commitment"
    BLOCK = "hb/block"
    MODULE = "hb/module"
    ASSIGNMENT = "hb/assignment"
    TICK = "hb/tick"
    RESULT = "hb/result"
    OUTBOX = "hb/outbox"
    SNAPSHOT = "hb/snapshot"


def tagged_hash(tag: Tag, data: bytes) -> bytes:
    """Give ``SHA-256(len8(tag) || tag || data)``, 32 bytes."""
    return sha256(tag.prefix + data).digest()


def deep_hash(data: DeepHashable) -> bytes:
    """Give the deep hash of bytes and lists of them, 48 bytes.

    A blob is ``H(H("blob" || length) || H(blob))``; a list folds ``H(acc || deep_hash(element))``
    from ``H("list" || count)``; H is SHA-384 and numbers are ASCII decimals. Source: Arweave
    transaction format 2, used by ANS-104.
    """
    if isinstance(data, bytes):
        return sha384(_header(b"blob", len(data)) + sha384(data).digest()).digest()
    folded = _header(b"list", len(data))
    for element in data:
        folded = sha384(folded + deep_hash(element)).digest()
    return folded


@lru_cache(maxsize=4096)
def _header(kind: bytes, length: int) -> bytes:
    """Hash the kind and the length; few lengths are common, so they are kept."""
    return sha384(kind + b"%d" % length).digest()
