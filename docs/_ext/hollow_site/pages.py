"""Pages and tables that are made from the tree: rooms, traceability, reasons, sources."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx_needs.api import add_need

from hollow_site.evidence import ROOM_PAGES, Fragment, SiteEvidence, evidence_of, source_page

PARTS = ("places", "theorems", "saboteurs", "cases")
"""The sections of a room's page; each has a template of its name."""


def write_room_pages(app: Sphinx) -> None:
    """Give each room its page, for Sphinx to find; leave what is as it should be untouched."""
    evidence: SiteEvidence = app.hollow_evidence  # type: ignore[attr-defined]
    folder = Path(app.srcdir) / ROOM_PAGES
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {
        folder / f"{room}.md": f"# Evidence: {room}\n\n```{{room}} {room}\n```\n"
        for room in evidence.tree.rooms
    }
    for path in set(folder.glob("*.md")) - set(wanted):
        path.unlink()
    for path, text in wanted.items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


class Room(SphinxDirective):
    """``{room} staking``: everything that stands behind the clauses of a room."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Give one section for each kind of evidence, and register it all with sphinx-needs."""
        room = self.arguments[0]
        made: list[nodes.Node] = [
            titled(part.capitalize(), part, part, room=room) for part in PARTS
        ]
        made.extend(self._needs(evidence_of(self.env), room))
        return made

    def _needs(self, evidence: SiteEvidence, room: str) -> Iterator[nodes.Node]:
        """Tell sphinx-needs of every theorem, saboteur and case, so that it can find gaps."""
        clauses = {clause.id for clause in evidence.tree.clauses if clause.room == room}
        tree = evidence.tree
        records: list[tuple[str, str, str, dict[str, Any]]] = []
        records += [
            ("theorem", item.id, item.statement, {"proves": list(item.clauses)})
            for item in tree.theorems
            if item.room == room
        ]
        records += [
            ("saboteur", item.id, item.breaks, {"breaks": [item.clause]})
            for item in tree.saboteurs
            if item.room == room
        ]
        records += [
            ("case", item.id, item.title, {"tests": [item.clause]})
            for item in tree.cases
            if item.clause in clauses
        ]
        for kind, identity, title, links in records:
            yield from add_need(
                self.env.app,
                self.state,
                self.env.docname,
                self.lineno,
                kind,
                title,
                id=identity,
                hide=True,
                **links,
            )


class Table(SphinxDirective):
    """``{table-of} clauses`` or ``{table-of} reasons``: a table for each room that has some.

    ``{table-of} counterexamples``: a table for each kind; ``{table-of} waiting``: those without a
    case.
    """

    required_arguments = 1
    tables: ClassVar = ("clauses", "reasons", "counterexamples", "waiting")

    def run(self) -> list[nodes.Node]:
        """Give one section for each room or kind."""
        table = self.arguments[0]
        if table not in self.tables:
            raise self.error(f"there is no table of {table!r}, only of {self.tables}")
        if table in {"counterexamples", "waiting"}:
            return self._counterexamples(table)
        evidence = evidence_of(self.env)
        return [
            titled(room.capitalize(), room, table, room=room)
            for room in evidence.tree.rooms
            if evidence.clauses_in(room)
        ]

    def _counterexamples(self, table: str) -> list[nodes.Node]:
        from hollowbeam_conformance.fill import counterexamples  # noqa: PLC0415 - one page needs it

        for source in Path(counterexamples.__file__).parent.glob("*.py"):
            self.env.note_dependency(str(source))
        if table == "waiting":
            return [Fragment(template=table, subject={"rows": counterexamples.WAITING})]
        return [
            titled(section.title, section.anchor, table, rows=section.rows)
            for section in counterexamples.SECTIONS
        ]


class Rooms(SphinxDirective):
    """``{rooms}``: one row for each room, with how much stands behind its clauses."""

    def run(self) -> list[nodes.Node]:
        """Leave the row to the template."""
        return [Fragment(template="rooms", subject={})]


def titled(title: str, anchor: str, template: str, **subject: Any) -> nodes.section:
    """Make a section that holds one fragment."""
    section = nodes.section(ids=[anchor])
    section += nodes.title("", title)
    section += Fragment(template=template, subject=subject)
    return section


def source_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Give a page for each Python file that some evidence stands in."""
    evidence: SiteEvidence = app.hollow_evidence  # type: ignore[attr-defined]
    for path in sorted(evidence.files):
        if path.suffix != ".py":
            continue
        name = path.relative_to(evidence.root).as_posix()
        formatter = HtmlFormatter(linenos="inline", linespans="L", wrapcode=True)
        body = highlight(path.read_text(encoding="utf-8"), PythonLexer(), formatter)
        context = {
            "title": name,
            "body": f'<h1 class="hb-source-title">{name}</h1><div class="hb-listing">{body}</div>',
            "parents": (),
            "furo_hide_toc": True,
        }
        yield source_page(name), context, "page.html"


def write_entrance(app: Sphinx, failure: Exception | None) -> None:
    """Lead from the folder of the site to its first page, which lies deeper."""
    if failure is None and app.builder.format == "html":
        target = app.builder.get_target_uri(str(app.config.root_doc))
        (Path(app.outdir) / "index.html").write_text(
            f'<!doctype html><meta charset="utf-8"><title>{app.config.project}</title>'
            f'<meta http-equiv="refresh" content="0; url={target}"><a href="{target}">Enter</a>\n',
            encoding="utf-8",
        )


def setup(app: Sphinx) -> None:
    """Register the directives and the pages."""
    app.connect("builder-inited", write_room_pages, priority=200)
    app.connect("html-collect-pages", source_pages)
    app.connect("build-finished", write_entrance)
    app.add_directive("room", Room)
    app.add_directive("rooms", Rooms)
    app.add_directive("table-of", Table)
