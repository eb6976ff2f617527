"""Read a whole checkout: where everything stands, by the layout of ``docs/architecture.md``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from hollowbeam.service.traceability.chapters import Chapter, read_chapter
from hollowbeam.service.traceability.python_sources import (
    Source,
    read_code,
    read_predicates,
    read_reasons,
    read_saboteurs,
    read_source,
    read_theorems,
)
from hollowbeam.service.traceability.records import Case, Malformed, Tree
from hollowbeam.service.traceability.vectors import read_cases

CHAPTERS = "spec"
REASONS = "reference_impl/hollowbeam/kernel/errors.py"
ROOM_CODE = ("reference_impl/hollowbeam/protocol", "contracts/hollowbeam_contracts")
CODE = ("reference_impl/hollowbeam", "contracts/hollowbeam_contracts")
THEOREMS = "models/hollowbeam_models/theorems"
SABOTEURS = "models/hollowbeam_models/saboteurs"
PROPERTIES = "models/properties"
CASES = "conformance/hollowbeam_conformance/fill"
VECTORS = "conformance/hollowbeam_conformance/vectors"

GENERAL_CHAPTERS = frozenset({"index", "notation", "crank", "commitments", "glossary", "errors"})
"""Chapters that belong to no room."""

SHARED_MODULES = frozenset({"commitments", "arweave", "notices", "ledger", "module"})
"""Modules beside the rooms that several of them use."""

Item = TypeVar("Item")


class NoCheckoutError(Exception):
    """There is no checkout of Hollow BEAM here."""


def find_root(start: Path) -> Path:
    """Find the checkout around ``start``: the nearest folder with chapters and a registry.

    Errors: NoCheckoutError where there is none.
    """
    for folder in (start, *start.parents):
        if (folder / CHAPTERS).is_dir() and (folder / REASONS).is_file():
            return folder
    raise NoCheckoutError(f"{start} lies in no checkout of Hollow BEAM")


class _Reader:
    """Collects what is malformed while it reads the rest."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.malformed: list[Malformed] = []
        self._sources: dict[Path, Source | None] = {}

    def keep(self, items: Iterable[Item | Malformed]) -> Iterator[Item]:
        """Give the items, and keep the malformed ones apart."""
        for item in items:
            if isinstance(item, Malformed):
                self.malformed.append(item)
            else:
                yield item

    def sources(self, *places: str) -> Iterator[Source]:
        """Give the Python files at or under some places, each parsed once."""
        for place in places:
            for path in python_files(self.root / place):
                if path not in self._sources:
                    read = list(self.keep([read_source(self.root, path)]))
                    self._sources[path] = read[0] if read else None
                source = self._sources[path]
                if source is not None:
                    yield source

    def chapters(self) -> Iterator[Chapter]:
        """Give the chapter of every room."""
        for path in sorted((self.root / CHAPTERS).glob("*.md")):
            if path.stem not in GENERAL_CHAPTERS:
                chapter = read_chapter(self.root, path)
                self.malformed.extend(chapter.malformed)
                yield chapter

    def cases(self) -> Iterator[Case]:
        """Give the cases of the newest vectors; a folder of another name is none of theirs."""
        versions = sorted(path for path in (self.root / VECTORS).glob("HB.*") if path.is_dir())
        for path in sorted(versions[-1].rglob("*.jsonl")) if versions else ():
            yield from self.keep(read_cases(self.root, path))


def python_files(place: Path) -> list[Path]:
    """Give a Python file, or the Python files under a folder, or nothing."""
    if place.is_dir():
        return sorted(place.rglob("*.py"))
    return [place] if place.is_file() else []


def room_of(source: Source, folders: Iterable[str]) -> str:
    """Give the room that a file below one of the folders belongs to."""
    for folder in folders:
        if source.path.startswith(folder + "/"):
            return source.path[len(folder) + 1 :].partition("/")[0].removesuffix(".py")
    return ""


def rooms_of(root: Path) -> tuple[str, ...]:
    """Name the rooms: everything that has a chapter or transitions."""
    chapters = {path.stem for path in (root / CHAPTERS).glob("*.md")} - GENERAL_CHAPTERS
    modules = {
        path.stem
        for folder in ROOM_CODE
        for path in (root / folder).glob("*")
        if (path.is_dir() or path.suffix == ".py") and not path.name.startswith("_")
    } - SHARED_MODULES
    return tuple(sorted(chapters | modules))


def read_tree(root: Path) -> Tree:
    """Read the checkout at ``root``."""
    reader = _Reader(root)
    chapters = list(reader.chapters())
    reasons = [x for s in reader.sources(REASONS) for x in reader.keep(read_reasons(s))]
    code = [x for s in reader.sources(*CODE) for x in reader.keep(read_code(s))]
    predicates = [
        x for s in reader.sources(*ROOM_CODE) for x in read_predicates(s, room_of(s, ROOM_CODE))
    ]
    theorems = [
        x
        for s in reader.sources(THEOREMS)
        for x in reader.keep(read_theorems(s, room_of(s, (THEOREMS,))))
    ]
    saboteurs = [
        x
        for s in reader.sources(SABOTEURS)
        for x in reader.keep(read_saboteurs(s, room_of(s, (SABOTEURS,))))
    ]
    cases = tuple(reader.cases())
    return Tree(
        clauses=tuple(clause for chapter in chapters for clause in chapter.clauses),
        reasons=tuple(reasons),
        code=tuple(code),
        invariants=tuple(item for chapter in chapters for item in chapter.invariants),
        predicates=tuple(predicates),
        theorems=tuple(theorems),
        saboteurs=tuple(saboteurs),
        cases=cases,
        malformed=tuple(reader.malformed),
        rooms=rooms_of(root),
    )
