"""The authenticated map against a dict, and its root against the definition."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from hollowbeam.kernel import authenticated_map
from hollowbeam.kernel.authenticated_map import (
    EMPTY_ROOT,
    Map,
    MapProof,
    state_root,
    verify_map_proof,
)
from hollowbeam.kernel.vocabulary import ZERO, Nat

deterministic = settings(derandomize=True, deadline=None, max_examples=100)

DEFAULT = 7

# Paths of a hash fork near the root. These share long beginnings, up to all bits but the last.
CROWDED = {0: 0, 1: 1, 2: 2, 3: 3 << 254, 4: 1 << 255, 5: 1 << 128, 6: (1 << 128) + 1, 7: 1 << 254}


@contextmanager
def crowded_paths() -> Iterator[None]:
    """Let keys 0 to 7 have the paths of ``CROWDED``."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(authenticated_map, "_path", CROWDED.__getitem__)
        yield


def crowded_bits(key: int) -> str:
    return f"{CROWDED[key]:0256b}"


def hashed_bits(key: int) -> str:
    return naive_path(str(key))


# The definition in docs/architecture.md, by nothing of the code.


def tagged(tag: str, data: bytes) -> bytes:
    """Hash data under a tag."""
    return sha256(bytes([len(tag)]) + tag.encode() + data).digest()


def naive_path(key: object) -> str:
    """Give the bits of the path of a key, the most significant first; keys as they are in JSON."""
    return f"{int.from_bytes(tagged('hb/key', rfc8785.dumps(key)), 'big'):0256b}"  # type: ignore[arg-type]


def naive_leaf(path: str, value: object) -> bytes:
    """Hash an entry; values as they are in JSON."""
    content = tagged("hb/value", rfc8785.dumps(value))  # type: ignore[arg-type]
    return tagged("hb/leaf", int(path, 2).to_bytes(32, "big") + content)


def naive_root(entries: Mapping[str, object], depth: int = 0) -> bytes:
    """Hash the subtree at a depth that holds these entries, each under its path."""
    if not entries:
        return bytes(32)
    if len(entries) == 1:
        ((path, value),) = entries.items()
        return naive_leaf(path, value)
    left = {path: value for path, value in entries.items() if path[depth] == "0"}
    right = {path: value for path, value in entries.items() if path[depth] == "1"}
    return tagged("hb/node", naive_root(left, depth + 1) + naive_root(right, depth + 1))


def definition(model: dict[int, int], bits: Callable[[int], str]) -> bytes:
    """Give the root that the definition gives to a model."""
    return naive_root({bits(key): str(value) for key, value in model.items()})


class MapMachine(RuleBasedStateMachine):
    """Sets and removals in any order, on any map there was, beside a dict."""

    keys = st.integers(0, 30)
    bits = staticmethod(hashed_bits)

    def __init__(self) -> None:
        super().__init__()
        self.past: list[tuple[Map[int, int], dict[int, int]]] = []

    @initialize()
    def start(self) -> None:
        self.map: Map[int, int] = Map(DEFAULT)
        self.model: dict[int, int] = {}

    @rule(data=st.data(), value=st.integers(0, 9))
    def set(self, data: st.DataObject, value: int) -> None:
        key = data.draw(self.keys)
        self.past.append((self.map, dict(self.model)))
        self.map = self.map.set(key, value)
        self.model[key] = value
        if value == DEFAULT:
            del self.model[key]

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.model)))
        self.past.append((self.map, dict(self.model)))
        self.map = self.map.set(key, DEFAULT)
        del self.model[key]

    @precondition(lambda self: self.past)
    @rule(data=st.data())
    def go_back(self, data: st.DataObject) -> None:
        self.map, model = data.draw(st.sampled_from(self.past))
        self.model = dict(model)

    @rule(data=st.data())
    def rebuild(self, data: st.DataObject) -> None:
        order = data.draw(st.permutations(sorted(self.model.items())))
        rebuilt: Map[int, int] = Map.of(DEFAULT, dict(order))
        assert rebuilt == self.map
        assert rebuilt.root == self.map.root

    @rule(data=st.data())
    def compare(self, data: st.DataObject) -> None:
        key, value = data.draw(self.keys), data.draw(st.integers(0, 9))
        other = self.map.set(key, value)
        same = self.map.get(key) == value
        assert (other == self.map, other.root == self.map.root) == (same, same)

    @invariant()
    def is_the_dict(self) -> None:
        for key in range(8):
            assert self.map.get(key) == self.model.get(key, DEFAULT)
        in_order = sorted(self.model.items(), key=lambda entry: self.bits(entry[0]))
        assert list(self.map.items()) == in_order
        assert self.map.sum(lambda key, value: key * value) == sum(
            key * value for key, value in self.model.items()
        )

    @invariant()
    def has_the_root_of_the_definition(self) -> None:
        assert self.map.root == definition(self.model, self.bits)


class CrowdedMachine(MapMachine):
    """The same where trees are deep."""

    keys = st.integers(0, 7)
    bits = staticmethod(crowded_bits)

    def __init__(self) -> None:
        super().__init__()
        self.patch = crowded_paths()
        self.patch.__enter__()

    def teardown(self) -> None:
        self.patch.__exit__(None, None, None)


machine_settings = settings(deterministic, max_examples=60, stateful_step_count=30)
TestMap = MapMachine.TestCase
TestMap.settings = machine_settings
TestCrowdedMap = CrowdedMachine.TestCase
TestCrowdedMap.settings = machine_settings


@deterministic
@given(st.lists(st.tuples(st.integers(0, 7), st.integers(5, 8)), max_size=20), st.data())
def test_the_root_does_not_know_the_history(
    writes: list[tuple[int, int]], data: st.DataObject
) -> None:
    detour = data.draw(st.permutations(sorted(set(writes))))
    with crowded_paths():
        direct: Map[int, int] = Map(DEFAULT)
        for key, value in writes:
            direct = direct.set(key, value)
        around: Map[int, int] = Map(DEFAULT)
        for key, value in (*detour, *writes):
            around = around.set(key, value)
        for key in {key for key, _ in detour} - {key for key, _ in writes}:
            around = around.set(key, DEFAULT)
        assert (around.root, around) == (direct.root, direct)
        assert around.root == definition(dict(direct.items()), crowded_bits)


def test_setting_what_is_there_already_changes_nothing() -> None:
    empty: Map[str, int] = Map(0)
    assert empty.set("a", 0) is empty
    one = empty.set("a", 1)
    assert one.set("b", 0) is one
    assert (one.set("a", 1), one.set("a", 1).root) == (one, one.root)
    assert one.set("a", 0) == empty
    assert one.set("a", 0).root == EMPTY_ROOT == bytes(32)


def test_a_map_never_changes() -> None:
    before: Map[str, int] = Map.of(0, {"a": 1, "b": 2})
    root = before.root
    before.set("a", 5).set("b", 0).set("c", 3)
    assert (dict(before.items()), before.root) == ({"a": 1, "b": 2}, root)


def test_maps_are_equal_by_content_and_default() -> None:
    one: Map[str, int] = Map.of(0, {"a": 1})
    assert one == Map.of(0, {"b": 0, "a": 1})
    assert one != Map.of(0, {"a": 2})
    assert one != Map.of(0, {"b": 1})
    assert one != Map.of(2, {"a": 1})
    assert one != Map(0)
    assert one != Map.of(0, {"a": 1, "b": 1})
    assert one != {"a": 1}
    with pytest.raises(TypeError, match="unhashable type: 'Map'"):
        hash(one)


def test_a_map_shows_its_first_entries() -> None:
    assert repr(Map(0)) == "Map(0, {})"
    few: Map[int, str] = Map.of("", dict.fromkeys(range(4), "x"))
    assert sorted(repr(few)[9:-2].split(", ")) == ["0: 'x'", "1: 'x'", "2: 'x'", "3: 'x'"]
    many = few.set(4, "y")
    entries = list(many.items())[:4]
    assert repr(many) == f"Map('', {{{', '.join(f'{k}: {v!r}' for k, v in entries)}, …}})"


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Entry:
    amount: Nat = ZERO
    colour: Colour = Colour.RED


@dataclass(frozen=True)
class State:
    height: Nat
    entries: Map[tuple[str, Colour], Entry]
    flags: Map[int, bool]


def test_keys_and_values_are_hashed_as_their_hb_json() -> None:
    entries: Map[tuple[str, Colour], Entry] = Map.of(
        Entry(), {("é", Colour.BLUE): Entry(Nat(3)), ("b", Colour.RED): Entry(colour=Colour.BLUE)}
    )
    by_path = {
        naive_path(["é", "blue"]): {"amount": "3", "colour": "red"},
        naive_path(["b", "red"]): {"amount": "0", "colour": "blue"},
    }
    assert entries.root == naive_root(by_path)
    flags: Map[int, bool] = Map.of(False, {5: True})
    assert flags.root == naive_root({naive_path("5"): True})


PINNED = {
    (): "0" * 64,
    (1,): "eb0404943ecc1d632ed43ed2d83af8efb4c95c276726e6f3311ae14006d5b333",
    (1, 2, 3): "e884d69dcdacf48570f643b2c8edfba67d8046f6c4a6c534a8fb73582f497ce8",
    tuple(range(1, 101)): "fdb3d6f70be756dcc15c31d39a57f409642152325ee9e49a7ed94bc0e6160f5d",
}
PINNED_STATE = "d5f83db756c212a422b3862a8e8e9c08c100f7fba3e7efbb4801d110319993bd"


@pytest.mark.parametrize("numbers", PINNED, ids=len)
def test_pinned_roots(numbers: tuple[int, ...]) -> None:
    balances: Map[str, int] = Map.of(0, {f"key {number}": number for number in numbers})
    defined = {naive_path(f"key {number}"): str(number) for number in numbers}
    assert balances.root.hex() == naive_root(defined).hex() == PINNED[numbers]


def test_a_pinned_state_root() -> None:
    state = State(
        Nat(12), Map.of(Entry(), {("a", Colour.RED): Entry(Nat(1))}), Map.of(False, {1: True})
    )
    entries = naive_root({naive_path(["a", "red"]): {"amount": "1", "colour": "red"}})
    flags = naive_root({naive_path("1"): True})
    fields = f'{{"entries":"{text(entries)}","flags":"{text(flags)}","height":"12"}}'
    defined = tagged("hb/state", fields.encode())
    assert state_root(state).hex() == defined.hex() == PINNED_STATE


def text(data: bytes) -> str:
    """Write bytes as base64url."""
    return urlsafe_b64encode(data).decode().rstrip("=")


def test_a_map_of_many_entries_is_as_defined_and_can_be_emptied() -> None:
    many: Map[int, int] = Map(0)
    for number in range(300):
        many = many.set(number, number + 1)
    assert [many.get(number) for number in range(301)] == [*range(1, 301), 0]
    assert many.root == naive_root({hashed_bits(n): str(n + 1) for n in range(300)})
    for number in range(300):
        many = many.set(number, 0)
    assert many.root == EMPTY_ROOT


# Proofs. All maps below have paths that fork late, so that there is something to forge.

models = st.dictionaries(st.integers(0, 7), st.integers(0, 9).filter(lambda v: v != DEFAULT))


@settings(deterministic, max_examples=25)
@given(models)
def test_every_proof_shows_its_key_and_value_and_nothing_false(model: dict[int, int]) -> None:
    with crowded_paths():
        balances: Map[int, int] = Map.of(DEFAULT, model)
        for key in range(8):
            proof = balances.prove(key)
            for claimed in range(8):
                for value in range(10):
                    holds = verify_map_proof(balances.root, claimed, value, proof, DEFAULT)
                    if claimed == key:
                        assert holds == (balances.get(key) == value)
                    # A proof of absence may cover more keys, each of them absent.
                    assert not holds or balances.get(claimed) == value


def forgeries(data: st.DataObject, proof: MapProof, hashes: list[bytes]) -> Iterator[MapProof]:
    """Change a proof in one way of each kind."""
    siblings = proof.siblings
    place = data.draw(st.integers(0, len(siblings)))
    extra = data.draw(st.sampled_from([*hashes, bytes(32), b"", bytes(31), bytes(33)]))
    yield replace(proof, siblings=(*siblings[:place], extra, *siblings[place:]))
    yield replace(proof, siblings=siblings[:place])
    yield replace(proof, siblings=siblings[place:])
    yield replace(proof, siblings=siblings[::-1])
    yield replace(proof, siblings=(*siblings[:place], *siblings[place + 1 :]))
    yield replace(proof, siblings=(*siblings[:place], extra, *siblings[place + 1 :]))
    swapped = data.draw(st.permutations(siblings))
    yield replace(proof, siblings=tuple(swapped))
    if siblings:
        at = data.draw(st.integers(0, len(siblings) - 1))
        flipped = bytearray(siblings[at])
        flipped[data.draw(st.integers(0, 31))] ^= 1 << data.draw(st.integers(0, 7))
        yield replace(proof, siblings=(*siblings[:at], bytes(flipped), *siblings[at + 1 :]))
        yield replace(proof, siblings=(*siblings[:at], siblings[at][:-1], *siblings[at + 1 :]))
    paths = [number.to_bytes(32, "big") for number in CROWDED.values()]
    other_path = data.draw(st.sampled_from([*paths, *hashes, b"", bytes(31)]))
    other_value = data.draw(st.sampled_from([*hashes, bytes(32), b"", bytes(33)]))
    yield replace(proof, other_path=other_path)
    yield replace(proof, other_value=other_value)
    yield replace(proof, other_path=other_path, other_value=other_value)
    yield replace(proof, other_path=b"", other_value=b"")


@deterministic
@given(models, st.integers(0, 7), st.data())
def test_a_changed_proof_shows_nothing(
    model: dict[int, int], key: int, data: st.DataObject
) -> None:
    with crowded_paths():
        balances: Map[int, int] = Map.of(DEFAULT, model)
        proof = balances.prove(key)
        known = {hash_ for other in range(8) for hash_ in balances.prove(other).siblings}
        values = {tagged("hb/value", rfc8785.dumps(str(value))) for value in range(10)}
        hashes = sorted({*known, *values, balances.root})
        claimed = data.draw(st.sampled_from([balances.get(key), DEFAULT, *range(10)]))
        for forged in forgeries(data, proof, hashes):
            if forged != proof:
                assert not verify_map_proof(balances.root, key, claimed, forged, DEFAULT)


@deterministic
@given(st.dictionaries(st.text(max_size=3), st.integers(1, 9), max_size=40), st.text(max_size=3))
def test_proofs_on_the_paths_of_hashes(model: dict[str, int], key: str) -> None:
    balances: Map[str, int] = Map.of(0, model)
    proof = balances.prove(key)
    value = model.get(key, 0)
    assert verify_map_proof(balances.root, key, value, proof, 0)
    assert not verify_map_proof(balances.root, key, value + 1, proof, 0)
    other_root = balances.set(key, value + 1).root
    assert not verify_map_proof(other_root, key, value, proof, 0)


def test_an_empty_map_proves_that_all_is_absent() -> None:
    empty: Map[str, int] = Map(0)
    assert empty.prove("a") == MapProof(())
    assert verify_map_proof(EMPTY_ROOT, "a", 0, MapProof(()), 0)
    assert not verify_map_proof(EMPTY_ROOT, "a", 1, MapProof(()), 0)
    assert not verify_map_proof(EMPTY_ROOT, "a", 0, MapProof((bytes(32),)), 0)


def test_an_absence_is_shown_by_the_entry_that_stands_there() -> None:
    with crowded_paths():
        balances: Map[int, int] = Map.of(DEFAULT, {1: 5})
        zero = bytes(31)
        value = tagged("hb/value", b'"5"')
        assert balances.prove(0) == MapProof((), zero + b"\x01", value)
        # The entry of the key itself is no proof that the key is absent.
        own = MapProof((), zero + b"\x01", value)
        assert not verify_map_proof(balances.root, 1, DEFAULT, own, DEFAULT)
        assert balances.prove(1) == MapProof(())


def test_an_entry_elsewhere_does_not_show_an_absence() -> None:
    with crowded_paths():
        balances: Map[int, int] = Map.of(DEFAULT, {3: 5, 4: 6})
        there = balances.prove(3)
        elsewhere = replace(
            there, other_path=CROWDED[4].to_bytes(32, "big"), other_value=tagged("hb/value", b'"6"')
        )
        assert not verify_map_proof(balances.root, 3, DEFAULT, elsewhere, DEFAULT)
        # In a map of one entry every key may point at it; a bit below, those of its side alone.
        deeper: Map[int, int] = Map.of(DEFAULT, {0: 5, 1: 6})
        proof = deeper.prove(0)
        for depth in range(len(proof.siblings)):
            cut = replace(
                proof, siblings=proof.siblings[:depth], other_path=CROWDED[4].to_bytes(32, "big")
            )
            assert not verify_map_proof(deeper.root, 0, DEFAULT, cut, DEFAULT)


def test_a_node_does_not_pass_for_an_entry() -> None:
    with crowded_paths():
        balances: Map[int, int] = Map.of(DEFAULT, {0: 5, 4: 6})
        (right,), (left,) = balances.prove(0).siblings, balances.prove(4).siblings
        assert balances.root == tagged("hb/node", left + right)
        forged = MapProof((), left, right)
        for key in range(8):
            assert not verify_map_proof(balances.root, key, DEFAULT, forged, DEFAULT)


def test_the_deepest_tree_is_proved_and_deeper_proofs_are_refused() -> None:
    with crowded_paths():
        balances: Map[int, int] = Map.of(DEFAULT, {0: 5, 1: 6})
        proof = balances.prove(0)
        assert len(proof.siblings) == 256
        assert verify_map_proof(balances.root, 0, 5, proof, DEFAULT)
        for count in (257, 10_000):
            deeper = MapProof(tuple(bytes(32) for _ in range(count)))
            assert not verify_map_proof(balances.root, 0, 5, deeper, DEFAULT)
            assert not verify_map_proof(balances.root, 0, DEFAULT, deeper, DEFAULT)


def test_the_default_is_part_of_the_claim() -> None:
    balances: Map[str, int] = Map.of(0, {"a": 1})
    absent = balances.prove("b")
    assert verify_map_proof(balances.root, "b", 0, absent, 0)
    assert not verify_map_proof(balances.root, "b", 0, absent, 5)
    assert not verify_map_proof(balances.root, "a", 1, balances.prove("a"), 1)
