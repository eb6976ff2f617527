"""What stands behind a clause, read once a build, and drawn by the templates of this site.

A ``Fragment`` is a piece of a page that a template draws when the page is written, since only then
the address of one page as seen from another is known.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from docutils import nodes
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from hollowbeam.service.traceability.evidence import Evidence
from hollowbeam.service.traceability.records import Place, Saboteur, Theorem
from hollowbeam.service.traceability.results import RESULTS, read_results
from hollowbeam.service.traceability.tree import CHAPTERS, read_tree

ROOM_PAGES = "docs/_generated/rooms"
ERRORS = "spec/errors"


@dataclass(frozen=True)
class SiteEvidence(Evidence):
    """What the checkout says, and the page on which each of it stands."""

    @cached_property
    def targets(self) -> dict[str, tuple[str, str]]:
        """The page and the anchor of everything that has an id or a code."""
        found = {c.id: (f"{CHAPTERS}/{c.room}", c.id) for c in self.tree.clauses}
        found |= {r.code: (ERRORS, r.code) for r in self.tree.reasons}
        found |= {i.id: (f"{CHAPTERS}/{i.room}", i.id) for i in self.tree.invariants}
        items: tuple[Theorem | Saboteur, ...] = (*self.tree.theorems, *self.tree.saboteurs)
        found |= {item.id: (f"{ROOM_PAGES}/{item.room}", item.id) for item in items}
        rooms = {clause.id: clause.room for clause in self.tree.clauses}
        found |= {
            case.id: (f"{ROOM_PAGES}/{rooms[case.clause]}", case.id)
            for case in self.tree.cases
            if case.clause in rooms
        }
        return found

    def theorems_in(self, room: str) -> list[Theorem]:
        """Give the theorems of a room, by their numbers."""
        theorems = [theorem for theorem in self.tree.theorems if theorem.room == room]
        return sorted(theorems, key=lambda theorem: int(theorem.id.rpartition("-")[2]))

    def counts(self, room: str) -> dict[str, int]:
        """Count what a room has."""
        clauses = self.clauses_in(room)
        theorems = [theorem.id for theorem in self.theorems_in(room)]
        return {
            "clauses": len(clauses),
            "theorems": len(theorems),
            "proved": sum(self.results.status(name).startswith("proved") for name in theorems),
            "saboteurs": sum(saboteur.room == room for saboteur in self.tree.saboteurs),
            "cases": sum(len(self.cases_of.get(clause.id, [])) for clause in clauses),
        }

    @cached_property
    def files(self) -> tuple[Path, ...]:
        """Every file whose change may change a page."""
        tree = self.tree
        items: tuple[Any, ...] = (
            *tree.clauses,
            *tree.reasons,
            *tree.code,
            *tree.invariants,
            *tree.predicates,
            *tree.theorems,
            *tree.saboteurs,
            *tree.cases,
        )
        paths = {self.root / item.place.path for item in items}
        results = self.root / RESULTS
        return tuple(sorted(paths | ({results} if results.is_file() else set())))


class Fragment(nodes.General, nodes.Element):
    """A piece of a page: ``template`` is drawn with ``subject``, when the page is written."""


def evidence_of(env: BuildEnvironment) -> SiteEvidence:
    """Give what this build has read."""
    found: SiteEvidence = env.app.hollow_evidence  # type: ignore[attr-defined]
    return found


def load(app: Sphinx) -> None:
    """Read the checkout."""
    root = Path(app.srcdir)
    tree = read_tree(root)
    app.hollow_evidence = SiteEvidence(root, tree, read_results(root))  # type: ignore[attr-defined]
    templates = Environment(
        loader=FileSystemLoader(Path(app.confdir) / "_templates" / "hollow"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["python"] = python_html
    templates.globals["changes"] = changes
    app.hollow_templates = templates  # type: ignore[attr-defined]


def python_html(source: str) -> Markup:
    """Colour Python."""
    return Markup(highlight(source, PythonLexer(), HtmlFormatter(wrapcode=True)))  # noqa: S704 - escaped by pygments


def changes(saboteur: Saboteur) -> list[tuple[str, str]]:
    """Give the edit of a saboteur line by line, each with its sign."""
    lines = difflib.ndiff(saboteur.old.splitlines(), saboteur.new.splitlines())
    return [(line[0], line[2:]) for line in lines if not line.startswith("?")]


def draw(app: Sphinx, page: str, template: str, **subject: Any) -> Markup:
    """Draw a template for a page."""
    evidence: SiteEvidence = app.hollow_evidence  # type: ignore[attr-defined]

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
        found.render(evidence=evidence, to=to, source=source, link=link, prose=prose, **subject)
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
