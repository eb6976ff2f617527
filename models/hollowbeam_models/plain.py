"""How the words of theorems are read: plainly, unless something else runs a body.

This module does not import the solver.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from typing import Any, ParamSpec, Protocol, TypeAlias, TypeVar

from hollowbeam.kernel.transition import Opaque

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")
Measure: TypeAlias = Callable[[Any, Any], Any]
"""Of a key and its value: a natural number, zero where the value is the default."""

Invariant: TypeAlias = Callable[[Any], Sequence[tuple[str, Any]]]
"""Of the state of a loop: conditions with their names."""


class Discarded(Exception):
    """The concrete values do not meet an assumption of the theorem."""


class Disproved(AssertionError):
    """The concrete values contradict the theorem; the text is the label of what failed."""


class Ghost(Opaque[Parameters, Result]):
    """A function that only theorems speak of, defined by recursion; proofs do not interpret it.

    ``measure``, of the same arguments, is a natural number that each call inside makes smaller.
    """

    def __init__(self, function: Callable[Parameters, Result], measure: Callable[..., Any]) -> None:
        super().__init__(function, injective=False)
        self.measure = measure


class Reading(Protocol):
    """How the words are read while something other than plain Python runs a body."""

    def assume(self, condition: Any) -> None:
        """Go on only where the condition holds."""

    def prove(self, condition: Any, label: str) -> None:
        """Claim the condition."""

    def every(self, collection: Any, predicate: Callable[..., Any], arity: int) -> Any:
        """Say that the predicate holds at each key, or at each so many."""

    def prove_dominated(
        self, collection: Any, smaller: Measure, larger: Measure, label: str
    ) -> None:
        """Claim that one measure is at most another at each key."""

    def unfold(self, function: Ghost[..., Any], arguments: tuple[Any, ...]) -> None:
        """Use the definition of a ghost."""

    def lemma(self, statement: Callable[..., Any], numbers: tuple[Any, ...]) -> None:
        """Use a statement that holds of all integers."""

    def keep(self, kind: type, invariant: Invariant) -> None:
        """Claim more of the loops over states of a kind."""

    def use(self, cited: str, arguments: tuple[Any, ...]) -> None:
        """Use another theorem."""

    def catch(self) -> None:
        """Hear that a rejection is about to be caught."""

    def known(
        self, function: Callable[..., Any], cited: tuple[str, ...], arguments: dict[str, Any]
    ) -> Any:
        """Answer for a function of which theorems say what it answers."""


class Plain:
    """Plain Python: used by replay and by property tests."""

    def assume(self, condition: Any) -> None:
        """Raise Discarded unless the condition holds."""
        if not _truth(condition):
            raise Discarded

    def prove(self, condition: Any, label: str) -> None:
        """Raise Disproved unless the condition holds."""
        if not _truth(condition):
            raise Disproved(label)

    def every(self, collection: Any, predicate: Callable[..., Any], arity: int) -> Any:
        """Look at each entry that is not the default."""
        keys = [key for key, _ in collection.items()]
        return holds_of_every(collection, keys, predicate, arity)

    def prove_dominated(
        self, collection: Any, smaller: Measure, larger: Measure, label: str
    ) -> None:
        """Look at each entry that is not the default."""
        self.prove(self.every(collection, lambda k, v: smaller(k, v) <= larger(k, v), 1), label)

    def unfold(self, function: Ghost[..., Any], arguments: tuple[Any, ...]) -> None:
        """Do nothing: a ghost is its definition."""

    def lemma(self, statement: Callable[..., Any], numbers: tuple[Any, ...]) -> None:
        """Raise Disproved where the statement is false."""
        if not _truth(statement(*numbers)):
            raise Disproved(f"lemma {statement.__name__}")

    def keep(self, kind: type, invariant: Invariant) -> None:
        """Do nothing: a loop is a loop."""

    def use(self, cited: str, arguments: tuple[Any, ...]) -> None:
        """Do nothing: what is proved holds."""

    def catch(self) -> None:
        """Do nothing."""

    def known(
        self, function: Callable[..., Any], cited: tuple[str, ...], arguments: dict[str, Any]
    ) -> Any:
        """Call it."""
        del cited
        return function(**arguments)


_reading: Reading = Plain()


def reading() -> Reading:
    """Give how the words are read now."""
    return _reading


@contextmanager
def read_by(reading: Reading) -> Iterator[None]:
    """Let the words mean what the given reading says, inside the block."""
    global _reading  # noqa: PLW0603 - the one switch between running and proving
    outer, _reading = _reading, reading
    try:
        yield
    finally:
        _reading = outer


def holds_of_every(
    collection: Any, keys: Iterable[Any], predicate: Callable[..., Any], arity: int
) -> bool:
    """Say whether a predicate holds at each tuple of the keys, and the values there."""
    entries = [(key, collection.get(key)) for key in keys]
    return all(
        _truth(predicate(*(part for entry in chosen for part in entry)))
        for chosen in product(entries, repeat=arity)
    )


def _truth(condition: Any) -> bool:
    """Take only booleans: a number that passes for one is a slip in the theorem."""
    if not isinstance(condition, bool):
        raise TypeError(f"a condition must be true or false, not {condition!r}")
    return condition
