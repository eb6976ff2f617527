"""Theorems: one body with three readings, and the words that it is written in.

    from hollowbeam_models.theorem import theorem, assume, prove, implies, both, either, negate, ite

    @theorem(
        "THM-STK-1",
        clauses=("STK-8",),
        about=(transfer,),
        rejects=(Reason.ZERO_AMOUNT, Reason.INSUFFICIENT_BALANCE),
        saboteurs=("SAB-STK-8a",),
    )
    def transferring_conserves(state: State, call: Call, action: Transfer, who: Address) -> None:
        '''A transfer moves value and makes none.'''
        assume(is_sound(state))
        after = transfer(state, call, action).state
        prove(wealth(after) == wealth(state), "conserved")

The body is an ordinary function. *Proved*, its arguments are symbolic and it holds for every value
of their types: an argument ``who: Address`` is "for all accounts". *Run* under Hypothesis, it is a
property test. *Replayed*, it is called with the concrete values of a counterexample.

What a body may do:

- ``assume(condition)`` and ``prove(condition, label)``; each ``prove`` is a lemma for what follows.
- Call the functions that it is ``about``. Their ``Rejection`` ends the path: its reason must be one
  of ``rejects`` (and each of these must be reached). With ``acceptance=True`` no rejection may
  happen at all. ``rejection_of(function, *arguments)`` gives the reason as a value instead.
- Use ``if`` (each way is a path), ``==``, arithmetic, ``min`` and ``max``; and, so that no path
  forks, ``implies, both, either, negate, ite`` in place of ``and, or, not``. ``ite`` is ``select``
  of the kernel.
- ``collection.sum(measure)`` with ``measure(key, value) -> Nat``, zero on the default, without
  branches (use ``ite``): the engine proves that it is never negative and zero on the default.
- ``every(collection, predicate)`` with ``predicate(key, value)``, without branches, for each key
  whether present or not; only directly inside ``assume``, ``prove`` or the invariant of a loop. The
  predicate may read other collections of the same state. With ``arity=2`` it speaks of each two
  keys, ``predicate(key, value, other_key, other_value)``::

      def no_gap(place: Place, node: Node, other: Place, found: Node) -> Any: ...

      assume(every(book.links, lambda key, node: is_linked(book, key, node)))
      assume(every(book.links, no_gap, arity=2))
      after = insert(book, place, key).state
      prove(every(after.links, no_gap, arity=2), "nothing between")

  Proved, it is shown at keys of which nothing is known. Assumed, it is used at each key that the
  code or the theorem reads, at each two of them, and so on; not at keys that it reads itself. Where
  such an instance is missing, read the key: ``book.orders.get(book.links.get(key).after)`` alone is
  a hint. A predicate must be true of an entry that is not there, or no collection would meet it.
  A genesis map is known: say what holds at an argument ``key`` instead.
- ``prove_dominated(collection, smaller, larger, label)``: one measure is at most another at each
  key. From here on its sum is known to be at most the other's.

An argument of type ``Nat`` (alone, in a state, in a collection) is assumed not negative. That each
value stored in a collection, and each state that a ``Step`` is made of, keeps this is proved on the
way without being asked for; where a function gives a bare state, put it into a ``Step``.

This module does not import the solver.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from itertools import product
from operator import and_, or_
from typing import Any, Protocol, TypeAlias, TypeVar

from hollowbeam.kernel.errors import Reason, Rejection
from hollowbeam.kernel.transition import select

Body = TypeVar("Body", bound=Callable[..., None])
Measure: TypeAlias = Callable[[Any, Any], Any]
"""Of a key and its value: a natural number, zero where the value is the default."""


class Discarded(Exception):
    """The concrete values do not meet an assumption of the theorem."""


class Disproved(AssertionError):
    """The concrete values contradict the theorem; the text is the label of what failed."""


@dataclass(frozen=True, slots=True)
class Theorem:
    """A declared theorem. ``title`` is its docstring's first paragraph."""

    id: str
    title: str
    clauses: tuple[str, ...]
    about: tuple[Callable[..., Any], ...]
    rejects: tuple[Reason, ...]
    saboteurs: tuple[str, ...]
    acceptance: bool
    body: Callable[..., None]


REGISTRY: dict[str, Theorem] = {}
"""Every theorem whose module is imported, by id."""


def theorem(  # noqa: PLR0913 - the parts of a declaration, all but the id by keyword
    identifier: str,
    *,
    clauses: tuple[str, ...],
    about: tuple[Callable[..., Any], ...],
    rejects: tuple[Reason, ...] = (),
    saboteurs: tuple[str, ...] = (),
    acceptance: bool = False,
) -> Callable[[Body], Body]:
    """Declare a theorem; the body stays as it is.

    ``about``: the shipped functions whose every statement its paths must cover. ``rejects``: the
    reasons that end some path, exactly. ``saboteurs``: ids of edits that must refute it.
    Raises ValueError on a second theorem with this id, a missing docstring, or an acceptance
    theorem that declares reasons.
    """

    def declare(body: Body) -> Body:
        title = " ".join((inspect.getdoc(body) or "").partition("\n\n")[0].split())
        if not title:
            raise ValueError(f"{identifier} says nothing: give it a docstring")
        if acceptance and rejects:
            raise ValueError(f"{identifier} is an acceptance theorem and declares reasons")
        other = REGISTRY.get(identifier)
        if other is not None and other.body.__qualname__ != body.__qualname__:
            raise ValueError(f"two theorems have the id {identifier}")
        REGISTRY[identifier] = Theorem(
            identifier, title, clauses, about, rejects, saboteurs, acceptance, body
        )
        return body

    return declare


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


_reading: Reading = Plain()


@contextmanager
def read_by(reading: Reading) -> Iterator[None]:
    """Let the words mean what the given reading says, inside the block."""
    global _reading  # noqa: PLW0603 - the one switch between running and proving
    outer, _reading = _reading, reading
    try:
        yield
    finally:
        _reading = outer


def assume(condition: Any) -> None:
    """Restrict the theorem to the values for which the condition holds."""
    _reading.assume(condition)


def prove(condition: Any, label: str) -> None:
    """Claim that the condition holds here. The label names the claim; some path must reach it."""
    _reading.prove(condition, label)


def ite(condition: Any, then: Any, otherwise: Any) -> Any:
    """Give ``then`` where the condition holds, else ``otherwise``; both are evaluated."""
    return select(condition, then, otherwise)


def every(collection: Any, predicate: Callable[..., Any], arity: int = 1) -> Any:
    """Say that ``predicate(key, value)`` holds at each key of a collection.

    With ``arity`` 2: that ``predicate(key, value, other_key, other_value)`` does at each two, and
    so on; the same key may come twice.
    """
    return _reading.every(collection, predicate, arity)


def prove_dominated(collection: Any, smaller: Measure, larger: Measure, label: str) -> None:
    """Claim that one measure is at most another at each key, and so in sum."""
    _reading.prove_dominated(collection, smaller, larger, label)


def negate(condition: Any) -> Any:
    """Not, without forking the path (``~`` would be wrong: ``~True`` is true)."""
    return condition ^ True


def both(*conditions: Any) -> Any:
    """And, of any number of conditions, without forking the path."""
    return reduce(and_, conditions, True)


def either(*conditions: Any) -> Any:
    """Or, of any number of conditions, without forking the path."""
    return reduce(or_, conditions, False)


def implies(condition: Any, consequence: Any) -> Any:
    """If the first then the second, without forking the path; both are evaluated."""
    return negate(condition) | consequence


def rejection_of(function: Callable[..., Any], *arguments: Any) -> Reason | None:
    """Give the reason for which a call is refused, or None if it is not."""
    try:
        function(*arguments)
    except Rejection as refusal:
        return refusal.reason
    return None


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
