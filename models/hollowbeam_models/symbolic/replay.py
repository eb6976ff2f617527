"""Runs a theorem's body in plain CPython with the values of a witness.

Only what a model stands for is read from the witness: the answers of opaque functions, and the
states in which loops were cut. Maps and states watch that their naturals are not negative, since
proofs claim it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum, unique
from inspect import signature
from typing import Any, get_args, get_origin

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.errors import Reason, Rejection
from hollowbeam.kernel.transition import Opaque, interpreted_by
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam_models.plain import (
    Discarded,
    Disproved,
    Measure,
    Plain,
    holds_of_every,
    read_by,
)
from hollowbeam_models.symbolic.citing import Call, Keeping, bind, known_by_theorems, recite
from hollowbeam_models.symbolic.shapes import Shape, hints_of
from hollowbeam_models.symbolic.signals import Cut
from hollowbeam_models.theorem import REGISTRY, Theorem


@dataclass(frozen=True)
class Witness:
    """Concrete arguments of a theorem, and what its uninterpreted parts answer."""

    arguments: dict[str, Any]
    calls: tuple[tuple[Opaque[..., Any], tuple[Any, ...], Any], ...] = ()
    """Opaque functions: arguments and result."""
    loops: tuple[tuple[str, Any], ...] = ()
    """Where each loop was cut, in order: in a "step" or at the "exit", and in which state."""
    answers: tuple[tuple[Callable[..., Any], Any], ...] = ()
    """Functions that theorems know: the answer, or the reason, of each call in order."""
    is_whole: bool = True
    """Whether what is assumed of every entry is looked at everywhere, or only at the roots: at the
    keys that the proof read, where it was used."""


@unique
class End(StrEnum):
    """How a path, or a run, ends."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CUT = "cut"
    RAISED = "raised"
    DISPROVED = "disproved"
    DISCARDED = "discarded"


@dataclass(frozen=True)
class Outcome:
    """How a run ended; ``detail`` is the reason's code, the exception's name, or the label."""

    end: End
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.end}: {self.detail}" if self.detail else self.end.value


def replay(theorem: Theorem, witness: Witness) -> Outcome:
    """Run the body and say how it ended.

    Where code other than that of the witness reads elsewhere, what is assumed of every entry may be
    false of what it reads. Then it is no run of the theorem.
    """
    reading = Replay(witness)
    with read_by(reading), interpreted_by(reading), known_by_theorems(theorem):
        try:
            theorem.body(**witness.arguments)
            outcome = Outcome(End.ACCEPTED)
        except BaseException as signal:  # noqa: BLE001 - whatever ends the run is what we report
            outcome = outcome_of(signal)
        return outcome if reading.is_instance() else Outcome(End.DISCARDED)


def replay_towards(
    expected: Outcome, theorem: Theorem, witness: Witness
) -> tuple[Outcome, Witness]:
    """Run a witness as a whole and, if it is no instance of the theorem so, at the roots only."""
    ended = replay(theorem, witness)
    if ended.end == End.DISCARDED and expected.end != End.DISCARDED:
        witness = replace(witness, is_whole=False)
        ended = replay(theorem, witness)
    return ended, witness


def outcome_of(signal: BaseException) -> Outcome:
    """Name what ended a path or a run. Raises again what is no answer, such as an interrupt."""
    if isinstance(signal, Rejection):
        return Outcome(End.REJECTED, signal.reason.value)
    if isinstance(signal, Disproved):
        return Outcome(End.DISPROVED, str(signal))
    if isinstance(signal, Discarded):
        return Outcome(End.DISCARDED)
    if isinstance(signal, Cut):
        return Outcome(End.CUT)
    if isinstance(signal, Exception):
        return Outcome(End.RAISED, type(signal).__name__)
    raise signal


class Replay(Keeping, Plain):
    """Plain Python, in which a witness answers for what proofs do not interpret."""

    def __init__(self, witness: Witness) -> None:
        super().__init__()
        self._arguments = witness.arguments
        self._answers = iter(witness.answers)
        self._calls = witness.calls
        self._loops = iter(witness.loops)
        self._is_whole = witness.is_whole
        self._assumed: list[Entries] = []

    def is_instance(self) -> bool:
        """Say whether what was assumed of every entry holds of those that the run read."""
        return all(entries.hold_where_read() for entries in self._assumed)

    def every(self, collection: Any, predicate: Callable[..., Any], arity: int) -> Any:
        """Wait for the word that it stands in."""
        return Entries(collection, predicate, arity)

    def assume(self, condition: Any) -> None:
        """Raise Discarded unless the condition holds."""
        super().assume(self._truth_of(condition))
        if isinstance(condition, Entries):
            self._assumed.append(condition)

    def prove(self, condition: Any, label: str) -> None:
        """Raise Disproved unless the condition holds."""
        super().prove(self._truth_of(condition), label)

    def _truth_of(self, condition: Any) -> Any:
        if isinstance(condition, Entries):
            return condition.hold(elsewhere=self._is_whole)
        return condition

    def owe(self, condition: Any, label: str) -> None:
        """Claim what a cited theorem assumes."""
        self.prove(condition, label)

    def learn(self, condition: Any) -> None:
        """Raise Discarded where an answer is none that a cited theorem allows."""
        self.assume(condition)

    def learn_dominated(self, collection: Any, smaller: Measure, larger: Measure) -> None:
        """Do nothing: the answers of the functions were looked at."""

    def use(self, cited: str, arguments: tuple[Any, ...]) -> None:
        """Claim what a cited theorem assumes."""
        theorem = REGISTRY[cited]
        recite(self, theorem, signature(theorem.body).bind(*arguments).arguments, None)

    def known(
        self, function: Callable[..., Any], cited: tuple[str, ...], arguments: dict[str, Any]
    ) -> Any:
        """Answer as the witness says; what it does not tell is computed."""
        known, answer = next(self._answers, (None, None))
        if known is not function:
            return function(**arguments)
        refusal = answer if isinstance(answer, Reason) else None
        call = Call(function, arguments, None if refusal else answer, refusal)
        for theorem in map(REGISTRY.__getitem__, cited):
            recite(self, theorem, bind(theorem, arguments, self._arguments), call)
        return call.end()

    def opaque(self, function: Opaque[..., Any], arguments: tuple[Any, ...]) -> Any:
        """Look the call up; what the witness does not tell is computed."""
        for known, given, result in self._calls:
            if known is function and given == arguments:
                return result
        return function.function(*arguments)

    def select(self, condition: Any, chosen: Any, otherwise: Any) -> Any:
        """Choose."""
        return chosen if condition else otherwise

    def step(self, state: Any) -> None:
        """Raise Disproved if a natural scalar of the state is negative."""
        if isinstance(state, tuple):
            for part in state:
                self.step(part)
        elif is_dataclass(state) and not isinstance(state, type) and _has_negative(state):
            raise Disproved(f"{type(state).__name__} holds only naturals")

    def loop(
        self,
        state: Any,
        guard: Callable[[Any], Any],
        step: Callable[[Any], Any],
        invariant: Callable[[Any], Sequence[tuple[str, Any]]],
        variant: Callable[[Any], Any],
    ) -> Any:
        """Check the entry, then go on where the witness cut the loop."""
        self.step(state)
        for name, holds in self.all_kept(invariant, state):
            self.prove(holds, f"loop entry: {name}")
        where, cut = next(self._loops, ("", None))
        if not where:
            raise Discarded
        for _, holds in self.all_kept(invariant, cut):
            self.assume(holds)
        if bool(guard(cut)) != (where == "step"):
            raise Discarded
        if where == "exit":
            return cut
        after = step(cut)
        self.step(after)
        for name, holds in self.all_kept(invariant, after):
            self.prove(holds, f"loop step: {name}")
        self.prove(bool(0 <= variant(after) < variant(cut)), "the loop comes to an end")
        raise Cut


@dataclass(frozen=True)
class Entries:
    """``every(collection, predicate, arity)`` in a run."""

    collection: Map[Any, Any]
    predicate: Callable[..., Any]
    arity: int

    def hold(self, *, elsewhere: bool) -> bool:
        """Look at the keys that the proof read, and at all others that have an entry."""
        watched = self.collection if isinstance(self.collection, WatchedMap) else None
        keys = dict.fromkeys(watched.roots if watched is not None else ())
        if elsewhere or watched is None:
            keys.update(dict.fromkeys(key for key, _ in self.collection.items()))
        return self._hold_at(keys)

    def hold_where_read(self) -> bool:
        """Look at the keys that the run read, by itself and not in such a predicate."""
        watched = self.collection if isinstance(self.collection, WatchedMap) else None
        return watched is None or self._hold_at(dict(watched.reads))

    def _hold_at(self, keys: dict[Any, None]) -> bool:
        with unnoted():
            return holds_of_every(self.collection, keys, self.predicate, self.arity)


_noting: list[bool] = [True]
"""Whether maps note what is read of them; the last one counts."""


@contextmanager
def unnoted() -> Iterator[None]:
    """Let maps not note what is read of them in the block."""
    _noting.append(False)
    try:
        yield
    finally:
        _noting.pop()


class WatchedMap(Map[Any, Any]):
    """A map that refuses negative naturals, as a proof claims of every store.

    ``roots`` are the keys that the proof read, ``reads`` those that a run read, of it or
    of what was made of it; ``key_type`` is known where it was read from JSON.
    """

    __slots__ = ("key_shape", "key_type", "name", "reads", "roots", "value_shape")

    def __init__(
        self, default: Any, name: str, key: Shape, value: Shape, roots: tuple[Any, ...] = ()
    ) -> None:
        super().__init__(default)
        self.name, self.key_shape, self.value_shape, self.roots = name, key, value, roots
        self.key_type: Any = None
        self.reads: dict[Any, None] = {}

    def get(self, key: Any) -> Any:
        """Give the value of a key, and note it."""
        if _noting[-1]:
            self.reads[key] = None
        return super().get(key)

    def set(self, key: Any, value: Any) -> WatchedMap:
        """Set a key. Raises Disproved if a natural is negative."""
        naturals = (*self.key_shape.natural_parts(key), *self.value_shape.natural_parts(value))
        if any(natural < 0 for natural in naturals):
            raise Disproved(f"{self.name} holds only naturals")
        return super().set(key, value)

    def _with(self, tree: Any) -> WatchedMap:
        changed = WatchedMap(self.default, self.name, self.key_shape, self.value_shape, self.roots)
        changed.reads = self.reads
        changed._tree = tree
        return changed


def _has_negative(record: Any) -> bool:
    kind: Any = type(record)
    hints = hints_of(kind)
    for item in fields(record):
        value, hint = getattr(record, item.name), hints[item.name]
        if isinstance(value, Map):
            if get_origin(hint) is Map and _map_has_negative(value, hint):
                return True
        elif (hint is Nat and value < 0) or (is_dataclass(value) and _has_negative(value)):
            return True
    return False


def _map_has_negative(collection: Map[Any, Any], hint: Any) -> bool:
    """Look at naturals in maps that were made in the run; a WatchedMap looked already."""
    return get_args(hint)[1] is Nat and any(value < 0 for _, value in collection.items())
