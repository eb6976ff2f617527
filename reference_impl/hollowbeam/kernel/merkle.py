"""Merkle trees over a list of byte strings, as RFC 9162 section 2.1 defines them.

A tree is named by its root *and its size*: a proof for one index can also read as a proof for
another index of a tree of another size. So whoever signs a root signs the size with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()
HASH_SIZE = 32


def leaf_hash(entry: bytes) -> bytes:
    """Hash one entry of the list."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into one."""
    return sha256(b"\x01" + left + right).digest()


def merkle_root(entries: Sequence[bytes]) -> bytes:
    """Give the root of the list (RFC 9162, 2.1.1); of the empty list, SHA-256 of nothing."""
    return _levels(entries)[-1][0] if entries else EMPTY_ROOT


def prove_inclusion(entries: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Give the siblings from the entry up to the root (RFC 9162, 2.1.3.1).

    Pre: 0 <= index < len(entries).
    """
    siblings = []
    for level in _levels(entries)[:-1]:
        sibling = index ^ 1
        if sibling < len(level):
            siblings.append(level[sibling])
        index //= 2
    return tuple(siblings)


def verify_inclusion(
    root: bytes, size: int, index: int, entry: bytes, siblings: Sequence[bytes]
) -> bool:
    """Say whether the entry stands at the index of the list with this root and size.

    The root and the size must come from one commitment. Total: a proof of any shape gives an
    answer. Nothing stands in an empty list. Source: RFC 9162, 2.1.3.2.
    """
    if not is_place(index, size) or any(len(sibling) != HASH_SIZE for sibling in siblings):
        return False
    node, last, used = leaf_hash(entry), size - 1, 0
    while last > 0:
        # The last node of a level without a sibling rises to the next level as it is.
        if index % 2 == 1 or index < last:
            if used == len(siblings):
                return False
            sibling = siblings[used]
            node = node_hash(sibling, node) if index % 2 == 1 else node_hash(node, sibling)
            used += 1
        index, last = index // 2, last // 2
    return used == len(siblings) and node == root


def is_place(index: int, size: int) -> bool:
    """Say whether a list of this size has this index; an empty one has none."""
    return 0 <= index < size


def _levels(entries: Sequence[bytes]) -> list[list[bytes]]:
    """Give the levels of the tree from the leaves to the root.

    Pairing from the left gives RFC 9162's tree, whose left part is the largest power of two.
    """
    levels = [[leaf_hash(entry) for entry in entries]]
    while len(levels[-1]) > 1:
        below = levels[-1]
        level = [node_hash(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)]
        if len(below) % 2 == 1:
            level.append(below[-1])
        levels.append(level)
    return levels
