"""What stands behind a clause, read once a build, and drawn by the templates of this site.

A ``Fragment`` is a piece of a page that a template draws when the page is written, since only then
the address of one page as seen from another is known.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from docutils import nodes
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import JsonLexer, PythonLexer
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from hollowbeam.service.traceability.records import (
    Case,
    Clause,
    Code,
    Invariant,
    Place,
    Predicate,
    ReasonEntry,
    Saboteur,
    Theorem,
    Tree,
)
from hollowbeam.service.traceability.results import Results, read_results
from hollowbeam.service.traceability.tree import CHAPTERS, read_tree

Item = TypeVar("Item")
ROOM_PAGES = "docs/_generated/rooms"
ERRORS = "spec/errors"

_ID = r"(?:(?:THM|INV)-)?{prefix}-[0-9]+|SAB-{prefix}-[0-9]+[a-z]"


@dataclass(frozen=True)
class Evidence:
    """The tree of the checkout, and the questions that pages ask of it."""

    root: Path
    tree: Tree
    results: Results

    @cached_property
    def clauses(self) -> dict[str, Clause]:
        """Every clause by its id."""
        return {clause.id: clause for clause in self.tree.clauses}

    @cached_property
    def reasons(self) -> dict[str, ReasonEntry]:
        """Every reason by its code."""
        return {reason.code: reason for reason in self.tree.reasons}

    @cached_property
    def code_of(self) -> dict[str, list[Code]]:
        """The code that enforces each clause."""
        return _grouped(self.tree.code, lambda code: code.clauses)

    @cached_property
    def theorems_of(self) -> dict[str, list[Theorem]]:
        """The theorems that speak of each clause."""
        return _grouped(self.tree.theorems, lambda theorem: theorem.clauses)

    @cached_property
    def saboteurs_of(self) -> dict[str, list[Saboteur]]:
        """The saboteurs that break each clause."""
        return _grouped(self.tree.saboteurs, lambda saboteur: (saboteur.clause,))

    @cached_property
    def cases_of(self) -> dict[str, list[Case]]:
        """The cases that test each clause."""
        return _grouped(self.tree.cases, lambda case: (case.clause,))

    @cached_property
    def predicates(self) -> dict[str, Predicate]:
        """The predicate of each invariant."""
        return {predicate.id: predicate for predicate in self.tree.predicates}

    @cached_property
    def invariants(self) -> dict[str, Invariant]:
        """Every invariant by its id."""
        return {invariant.id: invariant for invariant in self.tree.invariants}

    @cached_property
    def targets(self) -> dict[str, tuple[str, str]]:
        """The page and the anchor of everything that has an id or a code."""
        found = {c.id: (f"{CHAPTERS}/{c.room}", c.id) for c in self.tree.clauses}
        found |= {r.code: (ERRORS, r.code) for r in self.tree.reasons}
        found |= {i.id: (f"{CHAPTERS}/{i.room}", i.id) for i in self.tree.invariants}
        items: tuple[Theorem | Saboteur, ...] = (*self.tree.theorems, *self.tree.saboteurs)
        found |= {item.id: (f"{ROOM_PAGES}/{item.room}", item.id) for item in items}
        return found

    @cached_property
    def id_pattern(self) -> re.Pattern[str]:
        """What looks like an id of a room that has clauses, invariants or theorems."""
        prefixes = {clause.id.partition("-")[0] for clause in self.tree.clauses} or {"[^\\s\\S]"}
        prefix = f"(?:{'|'.join(sorted(prefixes))})"
        return re.compile(rf"(?<![\w-])(?:{_ID.format(prefix=prefix)})(?![\w-])")

    def clauses_in(self, room: str) -> list[Clause]:
        """The clauses of a room."""
        return [clause for clause in self.tree.clauses if clause.room == room]

    def reasons_in(self, room: str) -> list[ReasonEntry]:
        """The reasons that belong to clauses of a room."""
        return [
            reason
            for reason in self.tree.reasons
            if reason.clause in self.clauses and self.clauses[reason.clause].room == room
        ]

    def files(self) -> set[Path]:
        """Every file whose change may change a page."""
        items: tuple[Any, ...] = (
            *self.tree.clauses,
            *self.tree.reasons,
            *self.tree.code,
            *self.tree.invariants,
            *self.tree.predicates,
            *self.tree.theorems,
            *self.tree.saboteurs,
            *self.tree.cases,
        )
        return {self.root / item.place.path for item in items}


def _grouped(
    items: tuple[Item, ...], keys: Callable[[Item], tuple[str, ...]]
) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        for key in keys(item):
            found[key].append(item)
    return found


class Fragment(nodes.General, nodes.Element):
    """A piece of a page: ``template`` is drawn with ``subject``, when the page is written."""


def evidence_of(env: BuildEnvironment) -> Evidence:
    """Give what this build has read."""
    found: Evidence = env.app.hollow_evidence  # type: ignore[attr-defined]
    return found


def load(app: Sphinx) -> None:
    """Read the checkout."""
    root = Path(app.srcdir)
    tree = read_tree(root)
    app.hollow_evidence = Evidence(root, tree, read_results(root))  # type: ignore[attr-defined]
    templates = Environment(
        loader=FileSystemLoader(Path(app.confdir) / "_templates" / "hollow"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["python"] = python_html
    templates.filters["json"] = json_html
    templates.globals["changes"] = changes
    app.hollow_templates = templates  # type: ignore[attr-defined]


def python_html(source: str) -> Markup:
    """Colour Python."""
    return Markup(highlight(source, PythonLexer(), HtmlFormatter(wrapcode=True)))  # noqa: S704 - escaped by pygments


def json_html(source: str) -> Markup:
    """Colour JSON."""
    return Markup(highlight(source, JsonLexer(), HtmlFormatter(wrapcode=True)))  # noqa: S704 - escaped by pygments


def changes(saboteur: Saboteur) -> list[tuple[str, str]]:
    """Give the edit of a saboteur line by line, each with its sign."""
    lines = difflib.ndiff(saboteur.old.splitlines(), saboteur.new.splitlines())
    return [(line[0], line[2:]) for line in lines if not line.startswith("?")]


def draw(app: Sphinx, page: str, template: str, **subject: Any) -> Markup:
    """Draw a template for a page."""
    evidence: Evidence = app.hollow_evidence  # type: ignore[attr-defined]

    def to(target: str, anchor: str = "") -> str:
        uri = app.builder.get_relative_uri(page, target)
        return f"{uri}#{anchor}" if anchor else uri

    def source(place: Place) -> str:
        return to(source_page(place.path), f"L-{place.line}")

    def link(name: str) -> Markup:
        text = Markup("<code>{}</code>").format(name)
        if name not in evidence.targets:
            return text
        return Markup('<a class="hb-id" href="{}">{}</a>').format(to(*evidence.targets[name]), text)

    def prose(text: str) -> Markup:
        """Mark code between backticks, and link ids."""
        parts = re.split(r"``([^`]+)``|`([^`]+)`", text)
        html = Markup()
        for index in range(0, len(parts), 3):
            html += linked(parts[index])
            code = next(filter(None, parts[index + 1 : index + 3]), None)
            html += Markup("<code>{}</code>").format(code) if code else ""
        return html

    def linked(text: str) -> Markup:
        html, end = Markup(), 0
        for found in evidence.id_pattern.finditer(text):
            html += escape(text[end : found.start()]) + link(found[0])
            end = found.end()
        return html + escape(text[end:])

    found = app.hollow_templates.get_template(f"{template}.html")  # type: ignore[attr-defined]
    return Markup(  # noqa: S704 - the templates escape what they show
        found.render(
            evidence=evidence, to=to, source=source, link=link, prose=prose, **subject
        )
    )


def source_page(path: str) -> str:
    """Name the page that shows a file."""
    return f"source/{path}"


def visit_fragment(translator: Any, node: Fragment) -> None:
    """Write the piece."""
    builder = translator.builder
    subject = node.attributes.get("subject", {})
    page = builder.current_docname
    translator.body.append(draw(builder.app, page, node["template"], **subject))
    raise nodes.SkipNode


def depart_fragment(_translator: Any, _node: Fragment) -> None:
    """Nothing is left to write."""


def setup(app: Sphinx) -> None:
    """Register the reading and the drawing."""
    app.connect("builder-inited", load, priority=100)
    app.add_node(Fragment, html=(visit_fragment, depart_fragment))
