"""The whole inspection of a checkout: everything to mend, or how well each room is covered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from hollowbeam.service.traceability import completeness, consistency
from hollowbeam.service.traceability.findings import Finding
from hollowbeam.service.traceability.records import Malformed, Place, Tree
from hollowbeam.service.traceability.results import (
    CLAIM,
    RESULTS,
    Results,
    ResultsError,
    read_results,
)
from hollowbeam.service.traceability.tree import read_tree


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many clauses of a room there are, and behind how many stands what."""

    room: str
    clauses: int
    code: int
    theorem: int
    saboteur: int
    case: int


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was read and what was found; ``coverage`` is by room, in their order."""

    tree: Tree
    findings: tuple[Finding, ...]
    coverage: tuple[Coverage, ...]


def inspect(root: Path) -> Inspection:
    """Inspect the checkout at ``root``."""
    tree = read_tree(root)
    try:
        results = read_results(root)
    except ResultsError as error:
        results = Results()
        unread = Malformed(Place(RESULTS, 1), str(error))
        tree = replace(tree, malformed=(*tree.malformed, unread))
    return Inspection(tree, tuple(find(root, tree, results)), coverage_of(tree, results))


def find(root: Path, tree: Tree, results: Results) -> list[Finding]:
    """Give everything that is to be mended, by file and line."""
    return sorted(
        {
            *completeness.missing_places(root, tree),
            *completeness.uncovered_clauses(tree),
            *completeness.unnamed_reasons(tree),
            *completeness.loose_reasons(tree),
            *completeness.loose_invariants(tree),
            *completeness.unproved_theorems(tree, results),
            *consistency.malformed(tree),
            *consistency.duplicates(tree),
            *consistency.doubled_clauses(tree),
            *consistency.dangling(root, tree, results),
            *consistency.unfit_saboteurs(root, tree),
        }
    )


def coverage_of(tree: Tree, results: Results) -> tuple[Coverage, ...]:
    """Count what stands behind the clauses of each room.

    A theorem counts where something was shown of it, as it stands now.
    """
    code = {name for item in tree.code for name in item.clauses}
    saboteur = {item.clause for item in tree.saboteurs}
    case = {item.clause for item in tree.cases}
    theorem = {
        name
        for item in tree.theorems
        if not results.status(item.id).startswith(CLAIM)
        for name in item.clauses
    }

    def coverage(room: str) -> Coverage:
        clauses = {clause.id for clause in tree.clauses if clause.room == room}

        def among(covered: Collection[str]) -> int:
            return len(clauses.intersection(covered))

        return Coverage(
            room, len(clauses), among(code), among(theorem), among(saboteur), among(case)
        )

    return tuple(coverage(room) for room in tree.rooms)
