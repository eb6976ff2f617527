"""The pictures of the chapters, each drawn from what the shipped code does.

``{state-picture} staking.bond`` draws a life cycle, ``{sequence-of} stk-24-exact`` a conformance
case, ``{item-layout}`` the bytes of a signed item, and ``{crank}`` the exchange of the seed. The
text of the directive is the caption.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from hollow_site.crank import draw_crank
from hollow_site.evidence import evidence_of
from hollow_site.layouts import draw_item
from hollow_site.machines import life_cycles
from hollow_site.sequences import draw_sequence, read_case
from hollow_site.states import draw_states
from hollow_site.svg import Picture


class PictureDirective(SphinxDirective):
    """A figure with its caption; what is drawn is for each kind to say."""

    required_arguments: ClassVar[int] = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Draw, or say why not."""
        picture, source = self.draw(f"hb-{self.env.new_serialno('hb-picture')}")
        figure = nodes.container(classes=["hb-picture"])
        figure += nodes.raw("", f'<div class="hb-canvas">{picture}</div>', format="html")
        caption = nodes.paragraph(classes=["hb-caption"])
        inline, messages = self.parse_inline(" ".join([*self.content, source]).strip())
        caption += inline
        figure += caption
        return [figure, *messages]

    def draw(self, name: str) -> tuple[Picture, str]:
        """Give the picture, and a sentence that says what it is drawn from."""
        raise NotImplementedError


class StatePicture(PictureDirective):
    """``{state-picture} staking.bond``: the life cycle of a record."""

    def draw(self, name: str) -> tuple[Picture, str]:
        """Explore the contract, and draw what was found."""
        machine = self.arguments[0]
        room, _, record = machine.partition(".")
        cycle = life_cycles(room).get(record)
        if cycle is None:
            raise self.error(f"there is no life cycle {machine!r}")
        source = (
            f"Drawn from {cycle.calls:,} accepted calls in {cycle.states:,} states "
            "that the shipped code was led through."
        )
        return draw_states(name, f"life cycle {machine}", cycle), source


class SequencePicture(PictureDirective):
    """``{sequence-of} stk-8-moves``: a conformance case."""

    def draw(self, name: str) -> tuple[Picture, str]:
        """Read the case from the vectors, and draw it."""
        evidence = evidence_of(self.env)
        case = evidence.cases.get(self.arguments[0])
        if case is None:
            raise self.error(f"the vectors have no case {self.arguments[0]!r}")
        path = evidence.root / case.place.path
        self.env.note_dependency(str(path))
        try:
            picture = draw_sequence(name, read_case(path, case.place.line))
        except ValueError as error:
            raise self.error(str(error)) from error
        return picture, f"Drawn from the case `{case.id}`."


class ItemLayout(PictureDirective):
    """``{item-layout}``: the bytes of a signed item."""

    required_arguments: ClassVar[int] = 0

    def draw(self, name: str) -> tuple[Picture, str]:
        """Sign an item, and draw how the parser cuts it."""
        return draw_item(
            name, "the bytes of a signed item"
        ), "Drawn from an item that was signed for it."


class CrankPicture(PictureDirective):
    """``{crank}``: the exchange of the seed."""

    required_arguments: ClassVar[int] = 0

    def draw(self, name: str) -> tuple[Picture, str]:
        """Run the whole network, and draw what its processes said to each other."""
        return draw_crank(name), "Drawn from a run of the whole network when this page was built."


DIRECTIVES: dict[str, Callable[..., PictureDirective]] = {
    "state-picture": StatePicture,
    "sequence-of": SequencePicture,
    "item-layout": ItemLayout,
    "crank": CrankPicture,
}


def setup(app: Sphinx) -> None:
    """Register the directives."""
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)
