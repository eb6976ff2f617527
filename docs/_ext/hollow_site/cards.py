"""Draw each clause and invariant of sphinx-needs as a card: its text, and what stands behind it."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx_needs.data import SphinxNeedsData
from sphinx_needs.nodes import Need

from hollow_site.evidence import Fragment, SiteEvidence, evidence_of

LOGGER = logging.getLogger(__name__)


def draw_cards(app: Sphinx, document: nodes.document) -> None:
    """Put a card in the place of every clause that sphinx-needs has read."""
    evidence = evidence_of(app.env)
    needs = SphinxNeedsData(app.env).get_needs_mutable()
    for need in list(document.findall(Need)):
        if need["refid"] not in {**evidence.clauses, **evidence.invariants}:
            kind = needs[need["refid"]]["type"]
            LOGGER.warning("the %s %s stands in no chapter", kind, need["refid"], location=need)
            continue
        before = need.parent.index(need) - 1
        if before >= 0 and isinstance(need.parent[before], nodes.target):
            del need.parent[before]
        need.parent.replace(need, card(evidence, need["refid"], need.children))
    if any(document.findall(Fragment)):
        for path in sorted(evidence.files):
            app.env.note_dependency(str(path))


def card(evidence: SiteEvidence, identity: str, text: list[nodes.Node]) -> nodes.container:
    """Make the card of a clause or an invariant around its text."""
    clause = evidence.clauses.get(identity)
    item = clause or evidence.invariants[identity]
    kind = "clause" if clause else "invariant"
    whole = nodes.container(classes=["hb-card", f"hb-{kind}"], ids=[identity])
    head = nodes.paragraph(classes=["hb-card-head"])
    head += nodes.reference("", identity, refuri=f"#{identity}", classes=["hb-card-id"])
    head += nodes.inline("", item.title, classes=["hb-card-title"])
    whole += head
    body = nodes.container(classes=["hb-card-text"])
    body.extend(text)
    whole += body
    if clause is not None and clause.reason is not None:
        whole += reason_line(evidence, clause.reason)
    whole += Fragment(template=kind, subject={"id": identity})
    return whole


def reason_line(evidence: SiteEvidence, code: str) -> nodes.paragraph:
    """Say which reason is given when a clause is broken."""
    line = nodes.paragraph(classes=["hb-card-reason"])
    line += nodes.inline("", "refused as ", classes=["hb-label"])
    line += nodes.literal("", code)  # the words of every page link it to the registry
    entry = evidence.reasons.get(code)
    if entry is not None:
        line += nodes.inline("", f" {entry.meaning}", classes=["hb-quiet"])
    return line


def setup(app: Sphinx) -> None:
    """Draw after sphinx-needs has found where its needs stand."""
    app.connect("doctree-read", draw_cards, priority=900)
