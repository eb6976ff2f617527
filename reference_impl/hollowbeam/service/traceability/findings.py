"""What is wrong with a tree: a place that is missing, a clause that lacks something, a loose id."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from hollowbeam.service.traceability.records import Clause, Place, Tree
from hollowbeam.service.traceability.results import Results
from hollowbeam.service.traceability.tree import (
    CASES,
    CHAPTERS,
    PROPERTIES,
    REASONS,
    ROOM_CODE,
    SABOTEURS,
    THEOREMS,
)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing to mend: what kind it is of, where, what is wrong, and what to do."""

    place: Place
    kind: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what} [{self.kind}]\n    {self.remedy}"


class _Identified(Protocol):
    """Anything with an id and a place."""

    @property
    def id(self) -> str: ...
    @property
    def place(self) -> Place: ...


_REFUSES = re.compile(r"\b(refuse[sd]?|reject(s|ed)?)\b", re.IGNORECASE)


def missing_places(root: Path, tree: Tree) -> Iterator[Finding]:
    """A room lacks one of its places."""
    for room in tree.rooms:
        places: dict[str, tuple[str, ...]] = {
            "chapter": (f"{CHAPTERS}/{room}.md",),
            "transitions": tuple(
                f"{folder}/{room}{end}" for folder in ROOM_CODE for end in (".py", "/__init__.py")
            ),
            "theorems": (f"{THEOREMS}/{room}.py", f"{THEOREMS}/{room}/__init__.py"),
            "saboteurs": (f"{SABOTEURS}/{room}.py", f"{SABOTEURS}/{room}/__init__.py"),
            "property tests": (f"{PROPERTIES}/test_{room}.py",),
            "cases": (f"{CASES}/{room}.py", f"{CASES}/{room}/__init__.py"),
        }
        for what, paths in places.items():
            if not any((root / path).is_file() for path in paths):
                yield Finding(
                    Place(paths[0], 1),
                    "missing-place",
                    f"the room {room} has no {what}",
                    f"write {' or '.join(paths)}",
                )


def malformed(tree: Tree) -> Iterator[Finding]:
    """Something stands where it should, and cannot be read."""
    for item in tree.malformed:
        yield Finding(item.place, "malformed", item.what, "write it as docs/style.md shows")


def duplicates(tree: Tree) -> Iterator[Finding]:
    """An id stands twice."""
    kinds: tuple[Iterable[_Identified], ...] = (
        tree.clauses,
        tree.invariants,
        tree.predicates,
        tree.theorems,
        tree.saboteurs,
        tree.cases,
    )
    for items in kinds:
        first: dict[str, Place] = {}
        for item in items:
            if item.id in first:
                yield Finding(
                    item.place,
                    "duplicate-id",
                    f"{item.id} stands at {first[item.id]} already",
                    "give it a number that was never used",
                )
            first.setdefault(item.id, item.place)


def uncovered_clauses(tree: Tree) -> Iterator[Finding]:
    """A clause lacks a case, a saboteur or code."""
    needs: tuple[tuple[str, set[str], Callable[[Clause], str]], ...] = (
        (
            "code",
            {name for code in tree.code for name in code.clauses},
            lambda clause: f'mark the function that enforces it with @implements("{clause.id}")',
        ),
        (
            "saboteur",
            {saboteur.clause for saboteur in tree.saboteurs},
            lambda clause: f"add SAB-{clause.id}a to {SABOTEURS}/{clause.room}.py",
        ),
        (
            "case",
            {case.clause for case in tree.cases},
            lambda clause: f"add one to {CASES}/{clause.room}.py and run `hb vectors`",
        ),
    )
    for clause in tree.clauses:
        for what, covered, remedy in needs:
            if clause.id not in covered:
                yield Finding(
                    clause.place, f"no-{what}", f"{clause.id} has no {what}", remedy(clause)
                )


def reasons_and_clauses(tree: Tree) -> Iterator[Finding]:
    """A refusal lacks its reason, or a reason and its clause do not name each other."""
    clauses = {clause.id: clause for clause in tree.clauses}
    registered = {reason.code for reason in tree.reasons}
    for clause in tree.clauses:
        if clause.reason is None and "MUST" in clause.text and _REFUSES.search(clause.text):
            yield Finding(
                clause.place,
                "no-reason",
                f"{clause.id} says that an input MUST be refused, and names no reason",
                f"add `:reason: CODE` to the clause and CODE to {REASONS}",
            )
        if clause.reason is not None and clause.reason not in registered:
            yield Finding(
                clause.place,
                "unknown-reason",
                f"{clause.id} names the reason {clause.reason}, which is not registered",
                f"add it to {REASONS}, or mend its name",
            )
    for reason in tree.reasons:
        owner = clauses.get(reason.clause)
        if owner is None:
            yield Finding(
                reason.place,
                "reason-without-clause",
                f"{reason.code} belongs to {reason.clause}, which no chapter has",
                "write the clause, or take the reason out",
            )
        elif owner.reason != reason.code:
            yield Finding(
                owner.place,
                "reason-not-named",
                f"{owner.id} does not name its reason {reason.code} ({reason.place})",
                f"add `:reason: {reason.code}` to the clause",
            )
    for code, count in Counter(reason.code for reason in tree.reasons).items():
        if count > 1:
            last = max(reason.place for reason in tree.reasons if reason.code == code)
            yield Finding(
                last, "duplicate-id", f"the reason {code} stands {count} times", "keep one of them"
            )


def dangling(tree: Tree) -> Iterator[Finding]:
    """Something names a clause, theorem or saboteur that does not exist."""
    clauses = {clause.id for clause in tree.clauses}
    theorems = {theorem.id for theorem in tree.theorems}
    saboteurs = {saboteur.id for saboteur in tree.saboteurs}
    named: list[tuple[Place, str, str, set[str]]] = []
    for code in tree.code:
        named += [(code.place, f"@implements of {code.name}", x, clauses) for x in code.clauses]
    for theorem in tree.theorems:
        named += [(theorem.place, theorem.id, name, clauses) for name in theorem.clauses]
        named += [(theorem.place, theorem.id, name, saboteurs) for name in theorem.saboteurs]
    for saboteur in tree.saboteurs:
        named.append((saboteur.place, saboteur.id, saboteur.clause, clauses))
        named += [(saboteur.place, saboteur.id, name, theorems) for name in saboteur.theorems]
    for case in tree.cases:
        named.append((case.place, f"the case {case.id}", case.clause, clauses))
        named += [(case.place, f"the case {case.id}", x, saboteurs) for x in case.saboteurs]
    invariants = {invariant.id for invariant in tree.invariants}
    predicates = {predicate.id for predicate in tree.predicates}
    named += [(x.place, f"the predicate {x.name}", x.id, invariants) for x in tree.predicates]
    for invariant in tree.invariants:
        if invariant.id not in predicates:
            yield Finding(
                invariant.place,
                "no-predicate",
                f"{invariant.id} has no predicate",
                f"write one beside the state of {invariant.room}; its docstring starts with the id",
            )
    for place, what, name, known in named:
        if name not in known:
            yield Finding(
                place, "dangling-id", f"{what} names {name}, which does not exist", "mend the id"
            )


def theorems_without_results(tree: Tree, results: Results) -> Iterator[Finding]:
    """A theorem was never run, or not as it stands now."""
    for theorem in tree.theorems:
        result = results.of(theorem.id)
        if result is None:
            yield Finding(
                theorem.place, "no-result", f"{theorem.id} has no result", "run `hb prove`"
            )
        elif not result.is_fresh:
            yield Finding(
                theorem.place,
                "stale-result",
                f"the result of {theorem.id} is of other sources than these",
                "run `hb prove`",
            )


def find(root: Path, tree: Tree, results: Results) -> list[Finding]:
    """Give everything that is wrong, by file and line."""
    return sorted(
        {
            *missing_places(root, tree),
            *malformed(tree),
            *duplicates(tree),
            *uncovered_clauses(tree),
            *reasons_and_clauses(tree),
            *dangling(tree),
            *theorems_without_results(tree, results),
        }
    )
