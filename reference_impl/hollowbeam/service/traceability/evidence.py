"""What stands behind a clause, asked by id: the site and ``hb spec`` read the same answers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from hollowbeam.service.traceability.records import (
    Case,
    Clause,
    Code,
    Invariant,
    Predicate,
    ReasonEntry,
    Saboteur,
    Theorem,
    Tree,
)
from hollowbeam.service.traceability.results import Results, read_results
from hollowbeam.service.traceability.tree import read_tree

Item = TypeVar("Item")

_ID = r"(?:(?:THM|INV)-)?{prefix}-[0-9]+|SAB-{prefix}-[0-9]+[a-z]"


@dataclass(frozen=True)
class Evidence:
    """The tree of a checkout with the results of its proofs, and the questions asked of them."""

    root: Path
    tree: Tree
    results: Results

    @cached_property
    def clauses(self) -> dict[str, Clause]:
        """Every clause by its id."""
        return {clause.id: clause for clause in self.tree.clauses}

    @cached_property
    def invariants(self) -> dict[str, Invariant]:
        """Every invariant by its id."""
        return {invariant.id: invariant for invariant in self.tree.invariants}

    @cached_property
    def reasons(self) -> dict[str, ReasonEntry]:
        """Every reason by its code."""
        return {reason.code: reason for reason in self.tree.reasons}

    @cached_property
    def theorems(self) -> dict[str, Theorem]:
        """Every theorem by its id."""
        return {theorem.id: theorem for theorem in self.tree.theorems}

    @cached_property
    def saboteurs(self) -> dict[str, Saboteur]:
        """Every saboteur by its id."""
        return {saboteur.id: saboteur for saboteur in self.tree.saboteurs}

    @cached_property
    def cases(self) -> dict[str, Case]:
        """Every conformance case by its id."""
        return {case.id: case for case in self.tree.cases}

    @cached_property
    def predicates(self) -> dict[str, Predicate]:
        """The predicate of each invariant."""
        return {predicate.id: predicate for predicate in self.tree.predicates}

    @cached_property
    def code_of(self) -> dict[str, list[Code]]:
        """The code that enforces each clause."""
        return _grouped(self.tree.code, lambda code: code.clauses)

    @cached_property
    def theorems_of(self) -> dict[str, list[Theorem]]:
        """The theorems that speak of each clause, and those that prove each invariant."""
        names = {predicate.name: predicate.id for predicate in self.tree.predicates}

        def subjects(theorem: Theorem) -> set[str]:
            proved = {names[name] for name in theorem.proves & names.keys()}
            return {*theorem.clauses} | proved

        return _grouped(self.tree.theorems, subjects)

    @cached_property
    def saboteurs_of(self) -> dict[str, list[Saboteur]]:
        """The saboteurs that break each clause."""
        return _grouped(self.tree.saboteurs, lambda saboteur: (saboteur.clause,))

    @cached_property
    def cases_of(self) -> dict[str, list[Case]]:
        """The cases that test each clause."""
        return _grouped(self.tree.cases, lambda case: (case.clause,))

    @cached_property
    def cases_against(self) -> dict[str, list[Case]]:
        """The cases that are there to catch each saboteur."""
        return _grouped(self.tree.cases, lambda case: case.saboteurs)

    @cached_property
    def theorems_against(self) -> dict[str, list[Theorem]]:
        """The theorems that must refute each saboteur, whichever of the two names the other."""
        named = {saboteur.id: saboteur.theorems for saboteur in self.tree.saboteurs}
        return {
            identity: [
                theorem
                for theorem in self.tree.theorems
                if theorem.id in theorems or identity in theorem.saboteurs
            ]
            for identity, theorems in named.items()
        }

    @cached_property
    def id_pattern(self) -> re.Pattern[str]:
        """What looks like an id of a room that has clauses."""
        prefixes = {clause.id.partition("-")[0] for clause in self.tree.clauses} or {"[^\\s\\S]"}
        prefix = f"(?:{'|'.join(sorted(prefixes))})"
        return re.compile(rf"(?<![\w-])(?:{_ID.format(prefix=prefix)})(?![\w-])")

    def clauses_in(self, room: str) -> list[Clause]:
        """Give the clauses of a room."""
        return [clause for clause in self.tree.clauses if clause.room == room]

    def reasons_in(self, room: str) -> list[ReasonEntry]:
        """Give the reasons that belong to clauses of a room."""
        return [
            reason
            for reason in self.tree.reasons
            if reason.clause in self.clauses and self.clauses[reason.clause].room == room
        ]


def read_evidence(root: Path) -> Evidence:
    """Read the checkout at ``root``."""
    return Evidence(root, read_tree(root), read_results(root))


def _grouped(items: Iterable[Item], keys: Callable[[Item], Iterable[str]]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        for key in keys(item):
            found[key].append(item)
    return found
