"""What a checkout lacks: places of rooms, and what must stand behind a clause or a reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from hollowbeam.service.traceability.findings import Finding, places_of
from hollowbeam.service.traceability.records import Clause, Place, Theorem, Tree
from hollowbeam.service.traceability.results import Results
from hollowbeam.service.traceability.tree import CASES, REASONS, SABOTEURS, THEOREMS

_MUST = re.compile(r"\bMUST\b")
_REFUSES = re.compile(r"\b(refuse[sd]?|reject(s|ed)?)\b", re.IGNORECASE)


def missing_places(root: Path, tree: Tree) -> Iterator[Finding]:
    """Find the rooms that lack one of their places."""
    for room in tree.rooms:
        for what, paths in places_of(room).items():
            if not any((root / path).is_file() for path in paths):
                yield Finding(
                    Place(paths[0], 1),
                    "missing-place",
                    f"the room {room} has no {what}",
                    f"write {' or '.join(paths)}",
                )


def uncovered_clauses(tree: Tree) -> Iterator[Finding]:
    """Find the clauses without code, a saboteur or a case."""
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


def unnamed_reasons(tree: Tree) -> Iterator[Finding]:
    """Find the clauses that refuse without a reason, or for one that is not registered."""
    registered = {reason.code for reason in tree.reasons}
    for clause in tree.clauses:
        if clause.reason is None and _MUST.search(clause.text) and _REFUSES.search(clause.text):
            yield Finding(
                clause.place,
                "no-reason",
                f"{clause.id} says that something MUST be rejected, and names no reason",
                f"add `:reason: CODE` to the clause and CODE to {REASONS}",
            )
        if clause.reason is not None and clause.reason not in registered:
            yield Finding(
                clause.place,
                "unknown-reason",
                f"{clause.id} names the reason {clause.reason}, which is not registered",
                f"add it to {REASONS}, or mend its name",
            )


def loose_reasons(tree: Tree) -> Iterator[Finding]:
    """Find the reasons without a clause that names them, or without a case that expects them."""
    clauses = {clause.id: clause for clause in reversed(tree.clauses)}  # the first of an id counts
    expected = {code for case in tree.cases for code in case.codes}
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
        if reason.code not in expected:
            room = owner.room if owner is not None else "ROOM"
            yield Finding(
                reason.place,
                "no-reject-case",
                f"no case expects {reason.code}",
                f"add a case that is refused for it to {CASES}/{room}.py and run `hb vectors`",
            )


def loose_invariants(tree: Tree) -> Iterator[Finding]:
    """Find the invariants without a predicate, or without a theorem.

    A theorem speaks of an invariant where it lists or names its id, or proves something with its
    predicate.
    """
    predicates = {predicate.id: predicate.name for predicate in tree.predicates}
    for invariant in tree.invariants:
        name = predicates.get(invariant.id)
        if name is None:
            yield Finding(
                invariant.place,
                "no-predicate",
                f"{invariant.id} has no predicate",
                f"write one beside the state of {invariant.room}; its docstring starts"
                f" `{invariant.id}: `",
            )
        mentions = re.compile(rf"{re.escape(invariant.id)}(?![0-9])")
        if not any(
            name in theorem.proves
            or invariant.id in theorem.clauses
            or mentions.search(theorem.source)
            for theorem in tree.theorems
        ):
            proof = f"{name}(after)" if name else "its predicate"
            yield Finding(
                invariant.place,
                "no-theorem",
                f"no theorem speaks of {invariant.id}",
                f"state one in {THEOREMS}/{invariant.room} that proves {proof}, or name the id"
                " in one",
            )


def unproved_theorems(tree: Tree, results: Results) -> Iterator[Finding]:
    """Find the theorems that were never run, or not as they stand now, or not with a saboteur."""
    for theorem in tree.theorems:
        result = results.of(theorem.id)
        if result is None:
            kind, what = "no-result", f"{theorem.id} has no result"
        elif not result.is_fresh:
            kind, what = "stale-result", f"the result of {theorem.id} is of other sources"
        elif missing := sorted(_negative_control(tree, theorem) - set(result.refuted)):
            kind, what = "not-refuted", f"{theorem.id} was not seen to refute {', '.join(missing)}"
        else:
            continue
        yield Finding(theorem.place, kind, what, "run `hb prove --write`")


def _negative_control(tree: Tree, theorem: Theorem) -> set[str]:
    """Give the saboteurs that a theorem must refute: those that it lists, and that list it."""
    listing = {saboteur.id for saboteur in tree.saboteurs if theorem.id in saboteur.theorems}
    return listing.union(theorem.saboteurs)
