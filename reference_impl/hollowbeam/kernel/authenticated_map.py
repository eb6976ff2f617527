"""Persistent total maps with a root, and proofs of what a root holds.

The path of a key is ``hash("hb/key", canonical(key))``, read from its most significant bit. An
empty subtree is 32 zero bytes. A subtree of one entry is its leaf
``hash("hb/leaf", path || hash("hb/value", canonical(value)))``, at whatever depth. Every other
subtree is ``hash("hb/node", left || right)``. So a root depends on the content alone, never on the
history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final, Generic, Self, TypeAlias, TypeVar

from hollowbeam.kernel.encoding import base64url, encode
from hollowbeam.kernel.hashing import Tag, tagged_hash
from hollowbeam.kernel.records import to_json

K = TypeVar("K")
V = TypeVar("V")

HASH_SIZE: Final = 32
PATH_BITS: Final = 256
EMPTY_ROOT: Final = bytes(HASH_SIZE)

_LEAF: Final = Tag.LEAF.prefix
_NODE: Final = Tag.NODE.prefix
_SHOWN_ENTRIES: Final = 4


class _Leaf:
    """A subtree of one entry."""

    __slots__ = ("hash", "key", "path", "value")

    def __init__(self, path: int, key: Any, value: Any) -> None:
        self.path = path
        self.key = key
        self.value = value
        self.hash: bytes | None = None


class _Node:
    """A subtree of two entries or more; one side may be empty."""

    __slots__ = ("hash", "left", "right")

    def __init__(self, left: _Tree, right: _Tree) -> None:
        self.left = left
        self.right = right
        self.hash: bytes | None = None


_Tree: TypeAlias = _Leaf | _Node | None


@dataclass(frozen=True, slots=True)
class MapProof:
    """What a key holds: the subtrees beside its path, from the root down.

    Where the key is absent and another entry stands at the end of the siblings, that entry is given
    by its path and the hash of its value; otherwise both are empty.
    """

    siblings: tuple[bytes, ...]
    other_path: bytes = b""
    other_value: bytes = b""


class Map(Generic[K, V]):
    """A total map: each key has a value, the default unless it was set.

    Maps never change: ``set`` gives a new one that shares what did not change.
    """

    __slots__ = ("_tree", "default")
    __hash__ = None  # type: ignore[assignment]  # equal by content; the root serves as a key

    def __init__(self, default: V) -> None:
        self.default = default
        self._tree: _Tree = None

    @classmethod
    def of(cls, default: V, entries: Mapping[K, V]) -> Self:
        """Give the map with these entries."""
        built = cls(default)
        for key, value in entries.items():
            built = built.set(key, value)
        return built

    def get(self, key: K) -> V:
        """Give the value of the key."""
        path = _path(key)
        shift, tree = PATH_BITS - 1, self._tree
        while isinstance(tree, _Node):
            tree = tree.right if path >> shift & 1 else tree.left
            shift -= 1
        if tree is None or tree.path != path:
            return self.default
        return tree.value  # type: ignore[no-any-return]  # a leaf holds what ``set`` was given

    def set(self, key: K, value: V) -> Self:
        """Give the map in which the key has the value; the default removes the entry."""
        path = _path(key)
        shift, tree = PATH_BITS - 1, self._tree
        above: list[_Node] = []
        while isinstance(tree, _Node):
            above.append(tree)
            tree = tree.right if path >> shift & 1 else tree.left
            shift -= 1
        changed: _Tree
        if value == self.default:
            if tree is None or tree.path != path:
                return self
            changed = _remove(path, shift, above)
        else:
            leaf = _Leaf(path, key, value)
            changed = leaf if tree is None or tree.path == path else _fork(tree, leaf, shift)
            for node in reversed(above):
                shift += 1
                if path >> shift & 1:
                    changed = _Node(node.left, changed)
                else:
                    changed = _Node(changed, node.right)
        return self._with(changed)

    def _with(self, tree: _Tree) -> Self:
        changed = type(self)(self.default)
        changed._tree = tree  # noqa: SLF001 - our own new object
        return changed

    def items(self) -> Iterator[tuple[K, V]]:
        """Give the entries that differ from the default, in the order of their paths."""
        for leaf in _leaves(self._tree):
            yield leaf.key, leaf.value

    def sum(self, measure: Callable[[K, V], Any]) -> Any:
        """Add up the measure of each entry; it must be zero on the default."""
        return sum(measure(key, value) for key, value in self.items())

    @property
    def root(self) -> bytes:
        """The 32 bytes that stand for the content."""
        return _hash(self._tree)

    def prove(self, key: K) -> MapProof:
        """Prove what the key holds, be it the default."""
        path = _path(key)
        shift, tree = PATH_BITS - 1, self._tree
        siblings = []
        while isinstance(tree, _Node):
            right = path >> shift & 1
            siblings.append(_hash(tree.left if right else tree.right))
            tree = tree.right if right else tree.left
            shift -= 1
        if tree is None or tree.path == path:
            return MapProof(tuple(siblings))
        return MapProof(tuple(siblings), tree.path.to_bytes(HASH_SIZE, "big"), _value(tree.value))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Map):
            return NotImplemented
        return bool(self.default == other.default) and _same(self._tree, other._tree)

    def __repr__(self) -> str:
        shown: list[str] = []
        for key, value in self.items():
            if len(shown) == _SHOWN_ENTRIES:
                shown.append("…")
                break
            shown.append(f"{key!r}: {value!r}")
        return f"Map({self.default!r}, {{{', '.join(shown)}}})"


def verify_map_proof(root: bytes, key: object, value: V, proof: MapProof, default: V) -> bool:
    """Say whether the map with this root and default gives this value to the key.

    Total: a proof of any shape gives an answer. An empty map holds no entry.
    """
    path = _path(key)
    path_bytes = path.to_bytes(HASH_SIZE, "big")
    sizes = {len(sibling) for sibling in proof.siblings}
    if len(proof.siblings) > PATH_BITS or sizes - {HASH_SIZE}:
        return False
    if value != default:
        if proof.other_path or proof.other_value:
            return False
        subtree = _leaf_hash(path_bytes, _value(value))
    elif proof.other_path or proof.other_value:
        if not _stands_in_for(path, proof):
            return False
        subtree = _leaf_hash(proof.other_path, proof.other_value)
    else:
        subtree = EMPTY_ROOT
    for depth in range(len(proof.siblings) - 1, -1, -1):
        sibling = proof.siblings[depth]
        pair = sibling + subtree if path >> (PATH_BITS - 1 - depth) & 1 else subtree + sibling
        subtree = sha256(_NODE + pair).digest()
    return subtree == root


def _stands_in_for(path: int, proof: MapProof) -> bool:
    """Say whether the other entry is not the key's own, yet lies where the key would lie."""
    if len(proof.other_path) != HASH_SIZE or len(proof.other_value) != HASH_SIZE:
        return False
    difference = path ^ int.from_bytes(proof.other_path, "big")
    return difference != 0 and difference.bit_length() <= PATH_BITS - len(proof.siblings)


def state_root(state: Any) -> bytes:
    """Give the root of a state, a frozen dataclass: its Maps by their roots, all else by value."""
    members = {}
    for field in fields(state):
        value = getattr(state, field.name)
        members[field.name] = base64url(value.root) if isinstance(value, Map) else to_json(value)
    return tagged_hash(Tag.STATE, encode(members))


@lru_cache(maxsize=65_536)
def _path(key: object) -> int:
    """Give the path of a key as a number of 256 bits."""
    return int.from_bytes(tagged_hash(Tag.KEY, encode(to_json(key))), "big")


def _value(value: object) -> bytes:
    return tagged_hash(Tag.VALUE, encode(to_json(value)))


def _leaf_hash(path: bytes, value: bytes) -> bytes:
    return sha256(_LEAF + path + value).digest()


def _hash(tree: _Tree) -> bytes:
    """Give the hash of a subtree, at most 256 levels deep; each is computed once."""
    if tree is None:
        return EMPTY_ROOT
    if tree.hash is None:
        if isinstance(tree, _Leaf):
            tree.hash = _leaf_hash(tree.path.to_bytes(HASH_SIZE, "big"), _value(tree.value))
        else:
            left, right = tree.left, tree.right
            # Most subtrees are unchanged and hashed: asking them first saves the calls.
            pair = ((left and left.hash) or _hash(left)) + ((right and right.hash) or _hash(right))
            tree.hash = sha256(_NODE + pair).digest()
    return tree.hash


def _fork(present: _Leaf, added: _Leaf, shift: int) -> _Node:
    """Join two leaves below the bit ``shift``: empty sides down to the first bit that differs."""
    path = added.path
    first = (path ^ present.path).bit_length() - 1
    node = _Node(present, added) if path >> first & 1 else _Node(added, present)
    for bit in range(first + 1, shift + 1):
        node = _Node(None, node) if path >> bit & 1 else _Node(node, None)
    return node


def _remove(path: int, shift: int, above: list[_Node]) -> _Tree:
    """Take out the leaf below these nodes; a leaf that is left alone rises to where it forks."""
    changed: _Tree = None
    for node in reversed(above):
        shift += 1
        right = path >> shift & 1
        sibling = node.left if right else node.right
        if sibling is None and not isinstance(changed, _Node):
            continue
        if changed is None and isinstance(sibling, _Leaf):
            changed = sibling
        else:
            changed = _Node(sibling, changed) if right else _Node(changed, sibling)
    return changed


def _leaves(tree: _Tree) -> Iterator[_Leaf]:
    waiting = [tree]
    while waiting:
        subtree = waiting.pop()
        if isinstance(subtree, _Leaf):
            yield subtree
        elif subtree is not None:
            waiting += (subtree.right, subtree.left)


def _same(one: _Tree, other: _Tree) -> bool:
    """Compare contents; equal contents have equal trees, and what is shared need not be walked."""
    if one is other:
        return True
    if isinstance(one, _Node) and isinstance(other, _Node):
        return _same(one.left, other.left) and _same(one.right, other.right)
    if isinstance(one, _Leaf) and isinstance(other, _Leaf):
        return one.path == other.path and bool(one.value == other.value)
    return False
