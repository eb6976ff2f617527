"""What can be said about a clause, each thing with the place where it is said."""

from __future__ import annotations

import re
from dataclasses import dataclass

CLAUSE_ID = re.compile(r"[A-Z][A-Z0-9]{1,2}-[1-9][0-9]*")
"""``STK-4``: the room's prefix and a number that is never used again."""

INVARIANT_ID = re.compile(rf"INV-{CLAUSE_ID.pattern.removesuffix('[1-9][0-9]*')}[0-9]+")
"""``INV-STK-1``: counted from 0 or 1."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of a file; the path is relative to the root of the tree, with slashes."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered clause of a chapter."""

    id: str
    title: str
    text: str
    reason: str | None
    room: str
    place: Place


@dataclass(frozen=True, slots=True)
class ReasonEntry:
    """A member of the registry of reasons."""

    code: str
    clause: str
    meaning: str
    place: Place


@dataclass(frozen=True, slots=True)
class Code:
    """A function or class that carries ``@implements``."""

    name: str
    clauses: tuple[str, ...]
    summary: str
    source: str
    last_line: int
    place: Place


@dataclass(frozen=True, slots=True)
class Invariant:
    """An invariant of a chapter."""

    id: str
    title: str
    text: str
    room: str
    place: Place


@dataclass(frozen=True, slots=True)
class Predicate:
    """An invariant in code: a function whose docstring starts ``INV-STK-1: what always holds``."""

    id: str
    name: str
    text: str
    source: str
    room: str
    place: Place


@dataclass(frozen=True, slots=True)
class Theorem:
    """A theorem as it stands in the source; what was shown of it is its ``Result``.

    ``about`` names the shipped functions that it speaks of, ``rejects`` the reasons that end a
    path, ``proves`` every name that stands in what it proves.
    """

    id: str
    clauses: tuple[str, ...]
    about: tuple[str, ...]
    rejects: tuple[str, ...]
    saboteurs: tuple[str, ...]
    proves: frozenset[str]
    acceptance: bool
    name: str
    statement: str
    source: str
    room: str
    place: Place


@dataclass(frozen=True, slots=True)
class Saboteur:
    """One edit of one shipped module that breaks exactly one clause."""

    id: str
    clause: str
    module: str
    old: str
    new: str
    breaks: str
    theorems: tuple[str, ...]
    room: str
    place: Place


@dataclass(frozen=True, slots=True)
class Case:
    """A conformance case, without its steps; ``codes`` are the reasons that it expects."""

    id: str
    clause: str
    title: str
    kind: str
    role: str
    saboteurs: tuple[str, ...]
    codes: frozenset[str]
    place: Place


@dataclass(frozen=True, slots=True)
class Malformed:
    """A place that should hold something of the above, and cannot be read."""

    place: Place
    what: str


@dataclass(frozen=True, slots=True)
class Tree:
    """All that a checkout says, in the order of its files; ``malformed`` is what it says badly."""

    clauses: tuple[Clause, ...] = ()
    reasons: tuple[ReasonEntry, ...] = ()
    code: tuple[Code, ...] = ()
    invariants: tuple[Invariant, ...] = ()
    predicates: tuple[Predicate, ...] = ()
    theorems: tuple[Theorem, ...] = ()
    saboteurs: tuple[Saboteur, ...] = ()
    cases: tuple[Case, ...] = ()
    malformed: tuple[Malformed, ...] = ()
    rooms: tuple[str, ...] = ()
