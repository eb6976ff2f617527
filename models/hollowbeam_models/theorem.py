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

- ``lemma(statement, *numbers)``: ``statement`` is proved of all integers, apart from all else, and
  used at these. Products are what the solver needs it for::

      lemma(product_grows, lots, price, limit)  # lots >= 0, price <= limit: so are the products

- ``unfold(ghost, *arguments)``: use the definition of a ghost once. A ghost is a recursive function
  that only theorems speak of; each call inside must be of a smaller measure, and that is claimed::

      @ghost(measure=lambda slot: slot)
      def folded(slot: Nat) -> StateRoot:
          return GENESIS if slot == 0 else applied(folded(Nat(slot - 1)), entry(Nat(slot - 1)))

      assume(evaluation.state == folded(evaluation.cursor))
      unfold(folded, Nat(evaluation.cursor + 1))
      after = advance(evaluation)
      prove(after.state == folded(after.cursor), "the state is the fold")

Theorems may rest on others, declared before. A result names them, and counts only if they do.

- ``use(other, *arguments)``, with ``cites=(other,)`` in the declaration: claims what the other one
  assumes of these arguments and takes what it proves.
- ``known_by={function: (other, ...)}``: a call of the function is not executed. It answers with any
  result that the others allow, or is refused for a reason that they declare. Their parameters have
  the names of the function's; what else they speak of is this theorem's argument of the same name.
  They call the function once, with these very arguments, and catch no rejection. So the step of a
  loop is proved once, and not on each path of each theorem about the loop.
- ``keep(State, lambda now: [(name, condition), ...])``: loops over such states keep more than the
  shipped invariant says, of every entry for instance, or of the theorem's arguments::

      @theorem("THM-UCM-53", ..., about=(fill,))
      def a_fill_keeps_the_book(parameters: Parameters, taking: Taking, taker: Taker) -> None:
          assume(both(goes_on(taking, taker), parameters_are_sound(parameters)))
          assume(book_is_sound(taking))               # every(...)
          after = fill(parameters, taking, taker)
          prove(book_is_sound(after), "sound")
          prove(after.fills < taking.fills, "one fill less")

      @theorem("THM-UCM-57", ..., about=(take,), known_by={fill: (a_fill_keeps_the_book,)})
      def matching_keeps_the_book(parameters: Parameters, taking: Taking, taker: Taker) -> None:
          assume(parameters_are_sound(parameters))
          assume(book_is_sound(taking))
          keep(Taking, lambda now: [("the book", book_is_sound(now))])
          prove(book_is_sound(take(parameters, taking, taker)), "sound")

The state of a loop is a record of scalars and Maps, or a tuple of fixed length. What it collects
goes into a Map, by a number that counts (``pending`` of the exchange), and is measured there:
``after.pending.sum(measure)``. Effects that are written out are a tuple like any other:
``len(step.effects) == 2``, ``step.effects[0].input.quantity``.

An argument of type ``Nat`` (alone, in a state, in a collection) is assumed not negative. That each
value stored in a collection, and each state that a ``Step`` is made of, keeps this is proved on the
way without being asked for; where a function gives a bare state, put it into a ``Step``.

This module does not import the solver.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any, ParamSpec, TypeVar

from hollowbeam.kernel.errors import Reason, Rejection
from hollowbeam.kernel.transition import select
from hollowbeam_models.plain import (
    Discarded,
    Disproved,
    Ghost,
    Invariant,
    Measure,
    Plain,
    read_by,
    reading,
)

__all__ = [
    "REGISTRY",
    "Discarded",
    "Disproved",
    "Ghost",
    "Measure",
    "Plain",
    "Theorem",
    "assume",
    "both",
    "either",
    "every",
    "ghost",
    "implies",
    "ite",
    "keep",
    "lemma",
    "negate",
    "product_grows",
    "prove",
    "prove_dominated",
    "quotient_grows",
    "read_by",
    "reading",
    "rejection_of",
    "theorem",
    "unfold",
    "use",
]

Body = TypeVar("Body", bound=Callable[..., None])
Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


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
    cites: tuple[str, ...] = ()
    """The theorems that it may ``use``."""
    known_by: tuple[tuple[Callable[..., Any], tuple[str, ...]], ...] = ()
    """The functions that are not executed, and the theorems that say what they answer."""

    @property
    def cited(self) -> tuple[str, ...]:
        """Give every theorem that must be proved for this one to be."""
        return tuple(dict.fromkeys((*self.cites, *(i for _, ids in self.known_by for i in ids))))


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
    cites: tuple[Callable[..., None], ...] = (),
    known_by: Mapping[Callable[..., Any], tuple[Callable[..., None], ...]] | None = None,
) -> Callable[[Body], Body]:
    """Declare a theorem; the body stays as it is.

    ``about``: the shipped functions whose every statement its paths must cover. ``rejects``: the
    reasons that end some path, exactly. ``saboteurs``: ids of edits that must refute it. ``cites``:
    theorems declared before, for ``use``. ``known_by``: functions whose calls are not executed, and
    the theorems, declared before, that say what they answer.
    Raises ValueError on a second theorem with this id, a missing docstring, an acceptance theorem
    that declares reasons, or what is cited and is no theorem declared before.
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
            identifier,
            title,
            clauses,
            about,
            rejects,
            saboteurs,
            acceptance,
            body,
            cites=tuple(map(_declared, cites)),
            known_by=tuple(
                (function, tuple(map(_declared, bodies)))
                for function, bodies in (known_by or {}).items()
            ),
        )
        return body

    return declare


def _declared(body: Callable[..., None]) -> str:
    """Give the id of a theorem that was declared before: no proof can go round in a circle."""
    for known in REGISTRY.values():
        if known.body is body:
            return known.id
    raise ValueError(f"{body.__qualname__} is no theorem that was declared before")


def ghost(
    *, measure: Callable[..., Any]
) -> Callable[[Callable[Parameters, Result]], Ghost[Parameters, Result]]:
    """Make a function a ghost; ``unfold`` uses its definition once."""

    def wrap(function: Callable[Parameters, Result]) -> Ghost[Parameters, Result]:
        return Ghost(function, measure)

    return wrap


def assume(condition: Any) -> None:
    """Restrict the theorem to the values for which the condition holds."""
    reading().assume(condition)


def prove(condition: Any, label: str) -> None:
    """Claim that the condition holds here. The label names the claim; some path must reach it."""
    reading().prove(condition, label)


def ite(condition: Any, then: Any, otherwise: Any) -> Any:
    """Give ``then`` where the condition holds, else ``otherwise``; both are evaluated."""
    return select(condition, then, otherwise)


def every(collection: Any, predicate: Callable[..., Any], arity: int = 1) -> Any:
    """Say that ``predicate(key, value)`` holds at each key of a collection.

    With ``arity`` 2: that ``predicate(key, value, other_key, other_value)`` does at each two, and
    so on; the same key may come twice.
    """
    return reading().every(collection, predicate, arity)


def prove_dominated(collection: Any, smaller: Measure, larger: Measure, label: str) -> None:
    """Claim that one measure is at most another at each key, and so in sum."""
    reading().prove_dominated(collection, smaller, larger, label)


def unfold(function: Ghost[..., Any], *arguments: Any) -> None:
    """Use the definition of a ghost at these arguments; calls inside stay as they are."""
    reading().unfold(function, arguments)


def lemma(statement: Callable[..., Any], *numbers: Any) -> None:
    """Use a statement about integers, which is proved for all of them, at these."""
    reading().lemma(statement, numbers)


def product_grows(factor: Any, smaller: Any, larger: Any) -> Any:
    """Say that a natural multiple keeps the order of two integers."""
    return implies((factor >= 0) & (smaller <= larger), factor * smaller <= factor * larger)


def quotient_grows(divisor: Any, smaller: Any, lesser: Any, larger: Any, greater: Any) -> Any:
    """Say that ``lesser = smaller // divisor <= greater = larger // divisor``, by their bounds."""
    return implies(
        both(
            divisor > 0,
            smaller <= larger,
            divisor * lesser <= smaller,
            larger < divisor * greater + divisor,
        ),
        lesser <= greater,
    )


def keep(kind: type, invariant: Invariant) -> None:
    """Claim that loops over states of a kind keep more than the shipped invariant says.

    What is kept may speak of every entry, and of the arguments of the theorem. It is proved by the
    same induction, and known where the loop ends.
    """
    reading().keep(kind, invariant)


def use(cited: Callable[..., None], *arguments: Any) -> None:
    """Take what a cited theorem proves of these arguments, having proved what it assumes."""
    reading().use(_declared(cited), arguments)


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
    reading().catch()
    try:
        function(*arguments)
    except Rejection as refusal:
        return refusal.reason
    return None
