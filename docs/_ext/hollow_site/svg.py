"""Drawing: text, boxes and arrows as SVG, coloured by the style sheet alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

Point = tuple[float, float]

LETTER = 7.1
"""Width of a letter of the pictures' text, in the picture's units; a little too wide on average."""
LINE = 17.0


def width_of(text: str) -> float:
    """Give about how wide a text is."""
    return LETTER * len(text)


@dataclass
class Picture:
    """An SVG under construction; ``name`` keeps its markers apart from other pictures'."""

    name: str
    title: str
    width: float
    height: float
    parts: list[str] = field(default_factory=list)

    def box(  # noqa: PLR0913, PLR0917 - a rectangle has four sides
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        style: str = "box",
        corner: int = 6,
    ) -> None:
        """Draw a box, by default with round corners."""
        self.parts.append(
            f'<rect class="{style}" x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" '
            f'height="{height:.1f}" rx="{corner}"/>'
        )

    def text(
        self, where: Point, text: str, style: str = "label", anchor: str = "middle", tip: str = ""
    ) -> None:
        """Write one line of text; ``tip`` is shown when somebody points at it."""
        title = f"<title>{escape(tip)}</title>" if tip else ""
        self.parts.append(
            f'<text class="{style}" x="{where[0]:.1f}" y="{where[1]:.1f}" '
            f'text-anchor="{anchor}">{escape(text)}{title}</text>'
        )

    def line(self, start: Point, end: Point, style: str) -> None:
        """Draw a straight line."""
        self.parts.append(
            f'<line class="{style}" x1="{start[0]:.1f}" y1="{start[1]:.1f}" '
            f'x2="{end[0]:.1f}" y2="{end[1]:.1f}"/>'
        )

    def arrow(self, points: tuple[Point, ...], style: str = "arrow") -> None:
        """Draw an arrow: straight by two points, curved by three or four (Bézier)."""
        letter = {2: "L", 3: "Q", 4: "C"}[len(points)]
        (first_x, first_y), *rest = points
        path = " ".join(f"{x:.1f} {y:.1f}" for x, y in rest)
        self.parts.append(
            f'<path class="{style}" d="M{first_x:.1f} {first_y:.1f} {letter}{path}" '
            f'marker-end="url(#{self.name}-{style})"/>'
        )

    def __str__(self) -> str:
        markers = "".join(
            f'<marker id="{self.name}-{style}" class="head-{style}" viewBox="0 0 10 10" refX="9" '
            'refY="5" markerWidth="8" markerHeight="8" orient="auto-start-reverse">'
            '<path d="M0 1 10 5 0 9z"/></marker>'
            for style in ("arrow", "refused", "record")
        )
        return (
            f'<svg role="img" aria-label="{escape(self.title)}" xmlns="http://www.w3.org/2000/svg" '
            f'viewBox="0 0 {self.width:.0f} {self.height:.0f}" '
            f'width="{self.width:.0f}" height="{self.height:.0f}">'
            f"<defs>{markers}</defs>{''.join(self.parts)}</svg>"
        )
