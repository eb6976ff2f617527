"""Mark the key words of BCP 14, and link ids and reason codes, wherever they stand in a text."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from hollow_site.evidence import evidence_of

LOGGER = logging.getLogger(__name__)

KEY_WORDS = re.compile(
    r"\b(?:MUST NOT|MUST|REQUIRED|SHALL NOT|SHALL|SHOULD NOT|SHOULD|NOT RECOMMENDED|RECOMMENDED"
    r"|MAY|OPTIONAL)\b"
)
POWER = re.compile(r"\b(?P<base>[0-9]+)\^(?P<exponent>[0-9]+)\b")
_CLOSED = (nodes.reference, nodes.literal_block, nodes.title, nodes.term, nodes.raw, nodes.target)


class Words(SphinxPostTransform):
    """Look at every text once, when its page is about to be written."""

    default_priority = 900

    def run(self, **_: Any) -> None:
        """Mark and link."""
        for text in list(self.document.findall(nodes.Text)):
            if any(isinstance(outer, _CLOSED) for outer in _outer(text)):
                continue
            if isinstance(text.parent, nodes.literal):
                self._link_literal(text.parent)
            else:
                self._mark(text)

    def _link_literal(self, literal: nodes.literal) -> None:
        """Link a reason code or an id that stands alone between backticks."""
        evidence = evidence_of(self.env)
        if literal.astext() in evidence.targets:
            literal.replace_self(self._reference(literal.astext(), literal.deepcopy()))

    def _mark(self, text: nodes.Text) -> None:
        """Replace a text by its words: plain, key word, id or reason code."""
        pattern = self._pattern()
        whole, end = text.astext(), 0
        pieces: list[nodes.Node] = []
        for found in pattern.finditer(whole):
            pieces.append(nodes.Text(whole[end : found.start()]))
            end = found.end()
            if found["word"]:
                kind = "hb-must" if found[0].startswith(("MUST", "SHALL", "REQ")) else "hb-should"
                pieces.append(nodes.strong("", found[0], classes=["hb-word", kind]))
            elif found["power"]:
                pieces += [nodes.Text(found["base"]), nodes.superscript("", found["exponent"])]
            else:
                pieces.append(self._reference(found[0], nodes.inline("", found[0])))
        if pieces:
            pieces.append(nodes.Text(whole[end:]))
            text.parent.replace(text, [piece for piece in pieces if piece.astext()])

    def _pattern(self) -> re.Pattern[str]:
        """Find key words, powers, ids and the codes of reasons."""
        evidence = evidence_of(self.env)
        codes = "|".join(sorted(evidence.reasons, reverse=True))
        return re.compile(
            f"(?P<word>{KEY_WORDS.pattern})|(?P<power>{POWER.pattern})"
            rf"|(?P<id>{evidence.id_pattern.pattern}|\b(?:{codes or '(?!)'})\b)"
        )

    def _reference(self, name: str, content: nodes.Element) -> nodes.Node:
        """Link to what has this id or code; warn when nothing has it."""
        target = evidence_of(self.env).targets.get(name)
        if target is None or target[0] not in self.env.all_docs:
            LOGGER.warning("%s does not exist", name, location=(self.env.docname, None))
            return content
        page, anchor = target
        uri = self.app.builder.get_relative_uri(self.env.docname, page)
        link = nodes.reference("", "", refuri=f"{uri}#{anchor}", internal=True, classes=["hb-id"])
        link += content
        return link


def _outer(node: nodes.Node) -> list[nodes.Node]:
    """Give every node around a node."""
    found = []
    while node.parent is not None:
        node = node.parent
        found.append(node)
    return found


def setup(app: Sphinx) -> None:
    """Register the look."""
    app.add_post_transform(Words)
