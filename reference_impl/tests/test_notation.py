"""``spec/notation.md``: its worked examples, and a plain reading of its words beside the kernel."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hollowbeam.kernel.authenticated_map import Map, state_root, verify_map_proof
from hollowbeam.kernel.encoding import Json, base64url, encode
from hollowbeam.kernel.hashing import Tag
from hollowbeam.kernel.merkle import merkle_root, prove_inclusion
from hollowbeam.kernel.vocabulary import ZERO, Address, Nat

TEXT = (Path(__file__).parents[2] / "spec" / "notation.md").read_text(encoding="utf-8")
A, B, C, D, E = (Address(base64url(bytes([number]) * 32)) for number in (5, 6, 3, 2, 7))
THREE = {A: Nat(5), B: Nat(7), C: Nat(9)}
LIST = (b"a", b"b", b"c")


@dataclass(frozen=True, slots=True)
class Books:
    """The state of the example."""

    liquid: Map[Address, Nat]
    minted: Nat


# The words of the chapter, as short as they can be written.


def hashed(tag: str, data: bytes) -> bytes:
    return sha256(bytes([len(tag)]) + tag.encode() + data).digest()


def canonical(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def path(key: Any) -> bytes:
    return hashed("hb/key", canonical(key))


def value_hash(number: int) -> bytes:
    return hashed("hb/value", canonical(str(number)))


def bit(data: bytes, depth: int) -> int:
    return int(f"{int.from_bytes(data, 'big'):0256b}"[depth])


def root(entries: Sequence[tuple[bytes, bytes]], depth: int = 0) -> bytes:
    if not entries:
        return bytes(32)
    if len(entries) == 1:
        return hashed("hb/leaf", entries[0][0] + entries[0][1])
    left = [entry for entry in entries if bit(entry[0], depth) == 0]
    right = [entry for entry in entries if bit(entry[0], depth) == 1]
    return hashed("hb/node", root(left, depth + 1) + root(right, depth + 1))


def entries_of(content: dict[Address, Nat]) -> list[tuple[bytes, bytes]]:
    return [(path(key), value_hash(number)) for key, number in content.items() if number]


def siblings(content: dict[Address, Nat], key: str) -> list[bytes]:
    """Walk towards the key until at most one entry is left, and root what lies beside the way."""
    found: list[bytes] = []
    here = entries_of(content)
    while len(here) > 1:
        depth = len(found)
        side = bit(path(key), depth)
        found.append(root([x for x in here if bit(x[0], depth) != side], depth + 1))
        here = [x for x in here if bit(x[0], depth) == side]
    return found


def examples() -> dict[str, str]:
    """Compute what the chapter shows, by its words alone."""
    whole = root(entries_of(THREE))
    state = {"liquid": base64url(whole), "minted": "12"}
    leaves = [sha256(b"\x00" + entry).digest() for entry in LIST]
    pair = sha256(b"\x01" + leaves[0] + leaves[1]).digest()
    shown = {
        'hash("hb/value", canonical("5"))': value_hash(5),
        "path of A": path(A),
        "path of B": path(B),
        "path of C": path(C),
        "root of {}": root([]),
        "root of {A: 5}": root(entries_of({A: Nat(5)})),
        "root of {A: 5, B: 7}": root(entries_of({A: Nat(5), B: Nat(7)})),
        "root of {A: 5, B: 7, C: 9}": whole,
        "other path of D": path(C),
        "other value of D": value_hash(9),
        "path of (A, DRE)": path([A, "DRE"]),
        "root of the state": hashed("hb/state", canonical(state)),
        'root of ["a", "b", "c"]': sha256(b"\x01" + pair + leaves[2]).digest(),
        'sibling of "c"': pair,
    }
    for name, key in (("A", A), ("D", D), ("E", E)):
        for depth, sibling in enumerate(siblings(THREE, key)):
            shown[f"sibling {depth} of {name}"] = sibling
    return {name: data.hex() for name, data in shown.items()}


def test_every_hash_in_the_text_is_the_one_that_its_words_give() -> None:
    written = dict(re.findall(r"^(.+) = ([0-9a-f]{64})$", TEXT, re.MULTILINE))
    assert written == examples()
    assert len(re.findall(r"[0-9a-f]{64}", TEXT)) == len(written)


def test_the_kernel_agrees_with_the_examples() -> None:
    shown = examples()
    liquid = Map.of(ZERO, THREE)
    proof_of_d = liquid.prove(D)
    assert liquid.root.hex() == shown["root of {A: 5, B: 7, C: 9}"]
    assert liquid.set(C, ZERO).root.hex() == shown["root of {A: 5, B: 7}"]
    assert Map.of(ZERO, {A: Nat(5)}).root.hex() == shown["root of {A: 5}"]
    assert Map(ZERO).root.hex() == shown["root of {}"]
    for name, key in (("A", A), ("D", D), ("E", E)):
        written = [sibling.hex() for sibling in liquid.prove(key).siblings]
        assert written == [shown[f"sibling {depth} of {name}"] for depth in range(len(written))]
    assert [len(liquid.prove(key).siblings) for key in (A, D, E)] == [5, 1, 3]
    assert proof_of_d.other_path.hex() == shown["other path of D"]
    assert proof_of_d.other_value.hex() == shown["other value of D"]
    assert state_root(Books(liquid, Nat(12))).hex() == shown["root of the state"]
    assert merkle_root(LIST).hex() == shown['root of ["a", "b", "c"]']
    assert [x.hex() for x in prove_inclusion(LIST, 2)] == [shown['sibling of "c"']]


def test_the_texts_of_the_examples_are_the_encodings() -> None:
    value: Json = {"role": "DRE", "amount": "5", "é": None}
    five = encode("5")
    assert f"The id A is `{A}`" in TEXT
    assert f"`{encode(value).decode()}`" in TEXT
    assert f"`{encode([A, 'DRE']).decode()}`" in TEXT
    assert f"`{five.hex(' ')}`" in TEXT
    assert f"`{(Tag.VALUE.prefix + five).hex(' ')}`" in TEXT


def test_the_text_lists_every_tag() -> None:
    assert re.findall(r"^\| `(hb/[a-z]+)` \|", TEXT, re.MULTILINE) == list(Tag)


contents = st.dictionaries(
    st.binary(min_size=32, max_size=32).map(lambda data: Address(base64url(data))),
    st.integers(0, 2**256 - 1).map(Nat),
    max_size=12,
)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(contents, st.binary(min_size=32, max_size=32))
def test_the_words_give_the_kernels_roots_and_proofs(
    content: dict[Address, Nat], data: bytes
) -> None:
    entries = Map.of(ZERO, content)
    assert entries.root == root(entries_of(content))
    for key in (*content, Address(base64url(data))):
        proof = entries.prove(key)
        assert list(proof.siblings) == siblings(content, key)
        assert verify_map_proof(entries.root, key, entries.get(key), proof, ZERO)
