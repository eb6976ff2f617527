"""What a checkout says twice, badly, or of something that does not exist."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from hollowbeam.service.traceability.findings import Finding
from hollowbeam.service.traceability.mentions import mentions
from hollowbeam.service.traceability.records import Place, Saboteur, Tree
from hollowbeam.service.traceability.results import RESULTS, Results
from hollowbeam.service.traceability.tree import REASONS

SOURCE_FOLDERS = ("reference_impl", "contracts", "models", "conformance")
"""Where the import packages are."""

_REJECTED_WITH = re.compile(r"\b(?:rejected|refused)\s+with\s+`?(?P<code>[A-Z][A-Z0-9_]+)")


class _Identified(Protocol):
    """Anything with an id and a place."""

    @property
    def id(self) -> str: ...
    @property
    def place(self) -> Place: ...


@dataclass(frozen=True, slots=True)
class _Named:
    """The id of a reason is its code."""

    id: str
    place: Place


def malformed(tree: Tree) -> Iterator[Finding]:
    """Find what stands where it should, and cannot be read."""
    for item in tree.malformed:
        yield Finding(item.place, "malformed", item.what, "write it like its neighbours")


def duplicates(tree: Tree) -> Iterator[Finding]:
    """Find the ids that stand twice."""
    kinds: tuple[Iterable[_Identified], ...] = (
        tree.clauses,
        [_Named(reason.code, reason.place) for reason in tree.reasons],
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
                    "give it an id that was never used",
                )
            first.setdefault(item.id, item.place)


def dangling(root: Path, tree: Tree, results: Results) -> Iterator[Finding]:
    """Find what names an id or a code that does not exist: declarations first, then all texts."""
    known = known_ids(tree)
    told: set[tuple[str, str]] = set()
    for place, what, name in _declared(tree, results):
        if name not in known:
            told.add((place.path, name))
            yield _dangling(place, f"{what} names {name}")
    for place, name in mentions(root, tree):
        if name not in known and (place.path, name) not in told:
            yield _dangling(place, f"the text names {name}")


def _dangling(place: Place, what: str) -> Finding:
    return Finding(place, "dangling-id", f"{what}, which does not exist", "mend the id")


def known_ids(tree: Tree) -> frozenset[str]:
    """Give every id and code that may be named."""
    items: tuple[_Identified, ...] = (
        *tree.clauses,
        *tree.invariants,
        *tree.theorems,
        *tree.saboteurs,
    )
    return frozenset(item.id for item in items) | {reason.code for reason in tree.reasons}


def _declared(tree: Tree, results: Results) -> Iterator[tuple[Place, str, str]]:
    """Give what each declaration names: where it stands, what it is, the id."""
    for code in tree.code:
        yield from ((code.place, f"@implements of {code.name}", name) for name in code.clauses)
    for predicate in tree.predicates:
        yield predicate.place, f"the predicate {predicate.name}", predicate.id
    for theorem in tree.theorems:
        named = (*theorem.clauses, *theorem.saboteurs, *theorem.rejects)
        yield from ((theorem.place, theorem.id, name) for name in named)
    for saboteur in tree.saboteurs:
        named = (saboteur.clause, *saboteur.theorems)
        yield from ((saboteur.place, saboteur.id, name) for name in named)
    for case in tree.cases:
        named = (case.clause, *case.saboteurs, *sorted(case.codes))
        yield from ((case.place, f"the case {case.id}", name) for name in named)
    for clause in tree.clauses:
        for found in _REJECTED_WITH.finditer(clause.text):
            yield clause.place, clause.id, found["code"]
    for result in results.by_theorem.values():
        named = (result.theorem, *result.refuted)
        what = f"the result of {result.theorem}"
        yield from ((Place(RESULTS, 1), what, name) for name in named)


def unfit_saboteurs(root: Path, tree: Tree) -> Iterator[Finding]:
    """Find the saboteurs whose edit is not one edit of one shipped module."""
    unread = {item.place.path for item in tree.malformed}
    for saboteur in tree.saboteurs:
        trouble = _trouble(root, saboteur, unread)
        if trouble is not None:
            yield Finding(
                saboteur.place, "unfit-saboteur", f"{saboteur.id}: {trouble[0]}", trouble[1]
            )


def _trouble(  # noqa: PLR0911 - one return for each thing that can be wrong
    root: Path, saboteur: Saboteur, unread: set[str]
) -> tuple[str, str] | None:
    """Say what is wrong with a saboteur, and what to do; None if nothing is.

    Of a module that is ``unread``, since it does not parse, nothing is said but that.
    """
    if not re.fullmatch(rf"SAB-{re.escape(saboteur.clause)}[a-z]", saboteur.id):
        return (
            f"its id does not tell that it breaks {saboteur.clause}",
            f"call it SAB-{saboteur.clause} and a letter",
        )
    path = module_file(root, saboteur.module)
    if path is None:
        return f"there is no module {saboteur.module}", "name the module that it edits"
    if path.relative_to(root).as_posix() in unread:
        return None
    source = path.read_text(encoding="utf-8")
    count = source.count(saboteur.old)
    if count != 1:
        return (
            f"its old text stands {count} times in {saboteur.module}, not once",
            "make `old` a text that stands exactly once, with a neighbouring line if need be",
        )
    if saboteur.old == saboteur.new:
        return "its new text is its old text", "make it break the clause"
    try:
        ast.parse(source.replace(saboteur.old, saboteur.new))
    except SyntaxError as error:
        return f"{saboteur.module} does not parse after it: {error.msg}", "mend `new`"
    return None


def module_file(root: Path, module: str) -> Path | None:
    """Find the source of a module of a checkout."""
    name = module.replace(".", "/")
    for folder in SOURCE_FOLDERS:
        for end in (".py", "/__init__.py"):
            path = root / folder / f"{name}{end}"
            if path.is_file():
                return path
    return None


def doubled_clauses(tree: Tree) -> Iterator[Finding]:
    """Find the clauses to which two reasons belong: a clause has one."""
    first: dict[str, str] = {}
    for reason in tree.reasons:
        other = first.setdefault(reason.clause, reason.code)
        if other != reason.code:
            yield Finding(
                reason.place,
                "two-reasons",
                f"{reason.code} and {other} both belong to {reason.clause}",
                f"split the clause, or keep one of the two in {REASONS}",
            )
