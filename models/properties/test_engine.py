"""Trust in the engine: on pinned inputs it has exactly one path, and that ends as CPython does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum, unique
from typing import Any, NewType, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hollowbeam.kernel.arithmetic import pro_rata, share, share_up
from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.errors import Reason, Rejection, require
from hollowbeam.kernel.signatures import is_canonical_ethereum
from hollowbeam.kernel.transition import Opaque, Step, interpreted_by, loop, opaque, select
from hollowbeam.kernel.vocabulary import ZERO, Address, Nat
from hollowbeam.protocol.message.envelope import admit
from hollowbeam.protocol.message.tags import zig_zag_decode, zig_zag_encode
from hollowbeam_contracts.staking.contract import ACTIONS, allocate, empty
from hollowbeam_contracts.staking.weights import weight_of
from hollowbeam_models.domains.staking import staking
from hollowbeam_models.strategies import arguments_of
from hollowbeam_models.symbolic.lifting import lifting
from hollowbeam_models.symbolic.maps import SymbolicMap, lift
from hollowbeam_models.symbolic.path import Path
from hollowbeam_models.symbolic.replay import (
    End,
    Outcome,
    Replay,
    WatchedMap,
    Witness,
    outcome_of,
)
from hollowbeam_models.symbolic.shapes import hints_of, shape_of
from hollowbeam_models.symbolic.solving import Findings, Refuted, Trail
from hollowbeam_models.symbolic.values import (
    SymbolicAtom,
    SymbolicBool,
    SymbolicInt,
    atom,
    hosted_by,
    integer,
    truth,
)
from hollowbeam_models.theorem import Disproved

few = settings(derandomize=True, deadline=None, max_examples=12)
many = settings(derandomize=True, deadline=None, max_examples=60)

# What is executed for comparison: the shipped functions, and a function for each engine feature.

Name = NewType("Name", str)


@unique
class Colour(Enum):
    WHITE = "white"
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Box:
    owner: Name = Name("")
    colour: Colour = Colour.WHITE
    amount: Nat = ZERO
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Shelf:
    boxes: Map[tuple[Name, Colour], Box]
    counts: Map[Colour, Nat]
    total: Nat


def integer_operators(a: int, b: int, c: Nat) -> tuple[Any, ...]:
    return (
        *(a + b, a - b, 3 - a, a * b, -a, +a, abs(a), 2 * a * c),
        *(a < b, a <= b, a > b, a >= b, a == b, a != b, a == 0),
        *(min(a, b), max(a, b, c), (a, b) < (b, c), (a, b) == (b, a)),
        *(a // 7, a % 7, a // -7, a % -7, 100 // (c + 1), -100 % (c + 1)),
        *divmod(a, b),
    )


def truth_operators(p: bool, q: bool, a: int) -> tuple[Any, ...]:
    forked = 1 if p and not q else 2 if q or a > 3 else 3
    return (p & q, p | q, p ^ q, p ^ True, p == q, p != q, True & p, forked, a + (p & q))


def atom_operators(a: Name, b: Name, c: Colour, d: Colour) -> tuple[Any, ...]:
    listed = 1 if c in (Colour.RED, d) else 0
    match c:
        case Colour.BLUE:
            matched = 1
        case _:
            matched = 0
    return (
        a == b,
        a != Name(""),
        c == d,
        select(c == d, c, Colour.RED) == c,
        listed,
        matched,
        (a, c) == (b, d),
    )


def choices(p: bool, a: int, box: Box, other: Box, c: Colour) -> tuple[Any, ...]:
    chosen = select(p, box, other)
    return (
        select(p, a, 3),
        select(a > 2, c, Colour.RED),
        select(p, Name("x"), box.owner),
        select(p & box.is_open, True, p),
        chosen,
        select(a == 1, (a, c), (0, c)),
    )


def reshelve(shelf: Shelf, owner: Name, colour: Colour, other: Colour, amount: Nat) -> Step[Shelf]:
    key = (owner, colour)
    box = shelf.boxes.get(key)
    require(not box.is_open, Reason.ALREADY_MINTED)
    require(box.amount + amount >= 2, Reason.ZERO_AMOUNT)
    filled = replace(box, owner=owner, colour=colour, amount=Nat(box.amount + amount))
    boxes = shelf.boxes.set(key, filled)
    moved = boxes.get((owner, other))
    boxes = boxes.set((owner, other), replace(moved, is_open=True))
    counts = shelf.counts.set(colour, Nat(shelf.counts.get(colour) + 1))
    counts = counts.set(Colour.RED, Nat(counts.get(other) + 1))
    total = shelf.total + boxes.get(key).amount
    return Step(Shelf(boxes, counts, Nat(total)), out=boxes.get((owner, colour)) == filled)


def fresh_shelf(owner: Name, colour: Colour, amount: Nat) -> Step[Shelf]:
    empty_boxes: Map[tuple[Name, Colour], Box] = Map(Box())
    boxes = empty_boxes.set((owner, colour), Box(owner, colour, amount))
    counts: Map[Colour, Nat] = Map(ZERO)
    full = boxes.get((owner, Colour.RED)).amount
    return Step(Shelf(boxes, counts.set(Colour.BLUE, full), amount))


@opaque()
def blend(one: Name, other: Colour, amount: Nat) -> Nat:
    return Nat(len(one) + len(other.value) + 3 * amount)


def blended(one: Name, other: Name, colour: Colour, amount: Nat) -> tuple[Any, ...]:
    first, second = blend(one, colour, amount), blend(other, colour, Nat(amount + 1))
    if first > second:
        return (first, 1)
    return (second, first == second, blend(one, colour, amount) == first)


SHIPPED: list[Callable[..., Any]] = [
    *(transition for _, transition in ACTIONS.values()),
    *(allocate, empty, weight_of, admit, zig_zag_decode, zig_zag_encode, is_canonical_ethereum),
    *(share, share_up, pro_rata),
]
FEATURES: list[Callable[..., Any]] = [
    integer_operators,
    truth_operators,
    atom_operators,
    choices,
    reshelve,
    fresh_shelf,
    blended,
]


class Recorder(Replay):
    """CPython, noting what opaque functions answer."""

    def __init__(self) -> None:
        super().__init__(Witness({}))
        self.answers: list[Any] = []

    def opaque(self, function: Opaque[..., Any], arguments: tuple[Any, ...]) -> Any:
        self.answers.append(function.function(*arguments))
        return self.answers[-1]


class Pinned(Path):
    """The engine, told what opaque functions answer."""

    def __init__(self, trail: Trail, answers: list[Any]) -> None:
        super().__init__(trail, Findings())
        self.answers = iter(answers)

    def opaque(self, function: Opaque[..., Any], arguments: tuple[Any, ...]) -> Any:
        result = super().opaque(function, arguments)
        for term in agreements(result, next(self.answers), ()):
            self.fact(term)
        return result


def pinned_to(path: Path, symbolic: Any, concrete: Any) -> Iterator[Any]:
    """Say that a symbolic input is a concrete one."""
    if isinstance(symbolic, SymbolicMap):
        known = lift(concrete, symbolic.base.key, symbolic.base.value)
        yield from (a == b for a, b in zip(symbolic.arrays, known.arrays, strict=True))
    elif is_dataclass(symbolic):
        for field in fields(symbolic):
            yield from pinned_to(path, getattr(symbolic, field.name), getattr(concrete, field.name))
    elif isinstance(symbolic, tuple):
        for one, other in zip(symbolic, concrete, strict=True):
            yield from pinned_to(path, one, other)
    else:
        yield from agreements(symbolic, concrete, ())


def agreements(symbolic: Any, concrete: Any, keys: tuple[Any, ...]) -> Iterator[Any]:
    """Say that a symbolic result is a concrete one; maps at the keys that a run could touch."""
    if isinstance(symbolic, SymbolicMap):
        assert isinstance(concrete, Map)
        for key in (*(key for key, _ in concrete.items()), *keys):
            terms = symbolic.base.key.flatten(key)
            wanted = symbolic.base.value.flatten(concrete.get(key))
            found = symbolic.read(tuple(terms))
            yield from (a == b for a, b in zip(found, wanted, strict=True))
    elif is_dataclass(symbolic) and not isinstance(symbolic, type):
        assert type(symbolic) is type(concrete)
        for field in fields(symbolic):
            one, other = getattr(symbolic, field.name), getattr(concrete, field.name)
            yield from agreements(one, other, keys)
    elif isinstance(symbolic, tuple):
        assert len(symbolic) == len(concrete)
        for one, other in zip(symbolic, concrete, strict=True):
            yield from agreements(one, other, keys)
    elif isinstance(symbolic, SymbolicInt):
        yield symbolic.term == integer(concrete)
    elif isinstance(symbolic, SymbolicBool):
        yield symbolic.term == truth(concrete)
    elif isinstance(symbolic, SymbolicAtom):
        yield symbolic.term == atom(concrete, symbolic.enum)
    else:
        assert symbolic == concrete


def run_by_the_engine(
    function: Callable[..., Any], inputs: dict[str, Any], result: Any, answers: list[Any]
) -> list[Outcome]:
    """Give how each path ends whose inputs are these, having claimed that results agree."""
    hints = hints_of(function)
    waiting, ends = [Trail()], []
    while waiting:
        path = Pinned(waiting.pop(), answers)
        with hosted_by(path), interpreted_by(path), lifting():
            try:
                made = {name: path.make(hints[name], name) for name in inputs}
                for name, value in inputs.items():
                    for term in pinned_to(path, made[name], value):
                        path.fact(term)
                for term in agreements(function(**made), result, ()):
                    path.claim(term, "the engine and CPython agree")
                ends.append(Outcome(End.ACCEPTED))
            except Refuted as refuted:
                ends.append(Outcome(End.DISPROVED, refuted.label))
            except Exception as error:  # noqa: BLE001 - the end of a run, to be compared
                ends.append(outcome_of(error))
        assert path.is_satisfiable()
        waiting += path.forks
    return ends


def compare(function: Callable[..., Any], inputs: dict[str, Any]) -> None:
    """Run a function both ways; a natural that becomes negative is found by both."""
    hints = hints_of(function)
    inputs = {name: watched(value, hints[name], name) for name, value in inputs.items()}
    recorder, result = Recorder(), None
    with interpreted_by(recorder):
        try:
            result, end = function(**inputs), Outcome(End.ACCEPTED)
        except (Rejection, ArithmeticError, Disproved) as error:
            end = outcome_of(error)
    assert run_by_the_engine(function, inputs, result, recorder.answers) == [end]


def watched(value: Any, annotation: Any, name: str) -> Any:
    """Let the maps of an input watch that their naturals are not negative, as proofs do."""
    if isinstance(value, Map):
        key, held = map(shape_of, get_args(annotation))
        watching = WatchedMap(value.default, name, key, held)
        for entry, item in value.items():
            watching = watching.set(entry, item)
        return watching
    if is_dataclass(value) and not isinstance(value, type):
        hints = hints_of(type(value))
        parts = {
            field.name: watched(
                getattr(value, field.name), hints[field.name], f"{name}.{field.name}"
            )
            for field in fields(value)
        }
        return replace(value, **parts)
    return value


@pytest.mark.parametrize("function", SHIPPED, ids=lambda function: function.__name__)
def test_shipped_functions_end_as_in_cpython(function: Callable[..., Any]) -> None:
    @few
    @given(arguments_of(function, staking()))
    def holds(inputs: dict[str, Any]) -> None:
        compare(function, inputs)

    holds()


@pytest.mark.parametrize("function", FEATURES, ids=lambda function: function.__name__)
def test_each_feature_ends_as_in_cpython(function: Callable[..., Any]) -> None:
    @many
    @given(arguments_of(function))
    def holds(inputs: dict[str, Any]) -> None:
        compare(function, inputs)

    holds()


def halved(state: tuple[Nat, Nat]) -> tuple[Nat, Nat]:
    return Nat(state[0] // 2), Nat(state[1] + 1)


def halvings(number: Nat) -> tuple[Nat, Nat]:
    return loop(
        (number, ZERO),
        guard=lambda state: state[0] > 0,
        step=halved,
        invariant=lambda state: [("counted", state[1] >= 0), ("left", state[0] >= 0)],
        variant=lambda state: state[0],
    )


@many
@given(st.integers(0, 10**9))
def test_a_loop_is_a_while_when_it_is_run(number: int) -> None:
    assert halvings(Nat(number)) == (0, number.bit_length())


def test_an_address_is_no_process() -> None:
    """All ids share one sort: whatever is proved holds though an address may be a process."""
    path = Path(Trail(), Findings())
    with hosted_by(path):
        one, other = path.make(Address, "one"), path.make(Name, "other")
        path.fact((one == other).term)
    assert path.is_satisfiable()
