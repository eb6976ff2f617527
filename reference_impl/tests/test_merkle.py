"""Merkle trees against RFC 9162's recursive definition and Certificate Transparency's vectors."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hollowbeam.kernel.merkle import EMPTY_ROOT, merkle_root, prove_inclusion, verify_inclusion

deterministic = settings(derandomize=True, deadline=None, max_examples=200)

entry_lists = st.lists(st.binary(max_size=3), min_size=1, max_size=20)

# The entries and roots that Certificate Transparency's own implementations test with.
CT_ENTRIES = [
    bytes.fromhex(entry)
    for entry in ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
] + [bytes.fromhex("606162636465666768696a6b6c6d6e6f")]
CT_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def naive_root(entries: list[bytes]) -> bytes:
    """RFC 9162, 2.1.1, as it stands."""
    if not entries:
        return sha256().digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    split = 1
    while split * 2 < len(entries):
        split *= 2
    return sha256(b"\x01" + naive_root(entries[:split]) + naive_root(entries[split:])).digest()


def naive_path(index: int, entries: list[bytes]) -> list[bytes]:
    """RFC 9162, 2.1.3.1, as it stands."""
    if len(entries) == 1:
        return []
    split = 1
    while split * 2 < len(entries):
        split *= 2
    if index < split:
        return [*naive_path(index, entries[:split]), naive_root(entries[split:])]
    return [*naive_path(index - split, entries[split:]), naive_root(entries[:split])]


@pytest.mark.parametrize("size", range(9))
def test_the_roots_of_certificate_transparency(size: int) -> None:
    assert merkle_root(CT_ENTRIES[:size]).hex() == CT_ROOTS[size]


@deterministic
@given(entry_lists)
def test_roots_and_proofs_are_as_the_rfc_defines_them(entries: list[bytes]) -> None:
    root = merkle_root(entries)
    assert root == naive_root(entries)
    for index, entry in enumerate(entries):
        proof = prove_inclusion(entries, index)
        assert list(proof) == naive_path(index, entries)
        assert verify_inclusion(root, len(entries), index, entry, proof)


@deterministic
@given(st.lists(st.binary(max_size=3), min_size=1, max_size=20, unique=True), st.data())
def test_a_proof_shows_one_entry_at_one_index(entries: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(entries) - 1))
    root, size, proof = merkle_root(entries), len(entries), prove_inclusion(entries, index)
    claimed = data.draw(st.integers(-2, size + 2))
    entry = data.draw(st.sampled_from(entries) | st.binary(max_size=3))
    holds = claimed == index and entry == entries[index]
    assert verify_inclusion(root, size, claimed, entry, proof) == holds


@deterministic
@given(entry_lists, st.data())
def test_a_changed_proof_shows_nothing(entries: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(entries) - 1))
    root, size, proof = merkle_root(entries), len(entries), prove_inclusion(entries, index)
    extra = data.draw(st.sampled_from([b"", bytes(32), bytes(33), root]))
    place = data.draw(st.integers(0, len(proof)))
    changed = [(*proof[:place], extra, *proof[place:])]
    if proof:
        place = data.draw(st.integers(0, len(proof) - 1))
        flipped = bytearray(proof[place])
        flipped[data.draw(st.integers(0, 31))] ^= 1 << data.draw(st.integers(0, 7))
        changed += [
            (*proof[:place], bytes(flipped), *proof[place + 1 :]),
            (*proof[:place], *proof[place + 1 :]),
            (*proof[:place], proof[place][:-1], *proof[place + 1 :]),
            (*proof[:place], proof[place] + b"\x00", *proof[place + 1 :]),
        ]
    for siblings in changed:
        assert not verify_inclusion(root, size, index, entries[index], siblings)


@deterministic
@given(st.binary(max_size=3), st.lists(st.just(EMPTY_ROOT) | st.just(bytes(32)), max_size=3))
def test_nothing_stands_in_an_empty_list(entry: bytes, siblings: list[bytes]) -> None:
    assert merkle_root([]) == EMPTY_ROOT
    for size in range(4):
        assert not verify_inclusion(EMPTY_ROOT, size, 0, entry, siblings)
        assert not verify_inclusion(bytes(32), size, 0, entry, siblings)


def test_an_inner_node_does_not_pass_for_an_entry() -> None:
    entries = [b"a", b"b", b"c", b"d"]
    left = b"".join(sha256(b"\x00" + entry).digest() for entry in entries[:2])
    siblings = (prove_inclusion(entries, 0)[1],)
    assert not verify_inclusion(merkle_root(entries), 2, 0, left, siblings)


def test_a_huge_claimed_size_is_answered() -> None:
    assert not verify_inclusion(EMPTY_ROOT, 2**4000, 2**3999, b"", [bytes(32)] * 300)
