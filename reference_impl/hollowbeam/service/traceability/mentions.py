"""Ids as they stand in texts: chapters, documentation, docstrings and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from hollowbeam.service.traceability.records import Place, Tree

TEXTS = (
    "README.md",
    "CONTRIBUTING.md",
    "spec",
    "docs",
    "reference_impl",
    "contracts",
    "models",
    "conformance",
)
SUFFIXES = frozenset({".html", ".js", ".md", ".mjs", ".py", ".toml"})

GENERATED = frozenset({"_build", "_generated", "__pycache__", "mutants", "node_modules"})
"""Folders whose content others make."""

TESTS_OF_TOOLS = ("reference_impl/tests/", "conformance/selftest/")
"""They name ids that do not exist, on purpose."""


def id_pattern(prefixes: frozenset[str]) -> re.Pattern[str]:
    """Give what looks like an id.

    Of any room: theorems, invariants and saboteurs. Clauses only of rooms with these prefixes,
    since ``SHA-256`` looks like one too.
    """
    clauses = rf"|(?:{'|'.join(sorted(prefixes))})-[0-9]+" if prefixes else ""
    room = "[A-Z][A-Z0-9]{1,2}"
    families = rf"(?:THM|INV)-{room}-[0-9]+|SAB-{room}-[0-9]+[a-z]"
    return re.compile(rf"(?<![\w-])(?:{families}{clauses})(?![\w-])")


def prefixes_of(tree: Tree) -> frozenset[str]:
    """Give the prefixes of the rooms that have clauses, or reasons for them."""
    named = [clause.id for clause in tree.clauses] + [reason.clause for reason in tree.reasons]
    return frozenset(name.partition("-")[0] for name in named)


def mentions(root: Path, tree: Tree) -> Iterator[tuple[Place, str]]:
    """Give every id that a text of the checkout names, with its place."""
    pattern = id_pattern(prefixes_of(tree))
    for path in text_files(root):
        name = path.relative_to(root).as_posix()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            for found in pattern.finditer(line):
                yield Place(name, number), found[0]


def text_files(root: Path) -> Iterator[Path]:
    """Give the files that people write, in order; neither vectors nor what is made from others."""
    for place in TEXTS:
        start = root / place
        for path in [start] if start.is_file() else sorted(start.rglob("*")):
            inside = path.relative_to(root)
            if (
                path.suffix in SUFFIXES
                and path.is_file()
                and not GENERATED.intersection(inside.parts)
                and not any(part.startswith(".") for part in inside.parts)
                and not inside.as_posix().startswith(TESTS_OF_TOOLS)
            ):
                yield path
