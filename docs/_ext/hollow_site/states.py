"""Draw a life cycle: conditions as boxes, and an arrow for each way that was found between two."""

from __future__ import annotations

from math import hypot

from hollow_site.machines import Arrow, LifeCycle
from hollow_site.svg import LINE, Picture, Point, width_of

BOX_WIDTH, BOX_HEIGHT = 148.0, 40.0
COLUMN, ROW = 270.0, 132.0
MARGIN_X, MARGIN_Y = 10.0, 78.0
ASIDE = 13.0
"""How far an arrow stands aside where another leads back."""


def draw_states(name: str, title: str, cycle: LifeCycle) -> Picture:
    """Draw a life cycle."""
    places = cycle.machine.places
    columns = max(x for x, _ in places.values())
    rows = max(y for _, y in places.values())
    lower = MARGIN_Y if rows else BOX_HEIGHT / 2 + 10
    picture = Picture(
        name,
        title,
        columns * COLUMN + BOX_WIDTH + 2 * MARGIN_X,
        rows * ROW + MARGIN_Y + lower,
    )
    centres = {
        condition: (MARGIN_X + BOX_WIDTH / 2 + x * COLUMN, MARGIN_Y + y * ROW)
        for condition, (x, y) in places.items()
    }
    labels: list[tuple[Point, tuple[str, ...], str]] = []
    for arrow, actions in cycle.arrows.items():
        before, after = arrow
        if before == after:
            where, anchor = _loop(picture, centres[before], _side(places[before], columns, rows))
        else:
            where, anchor = _way(picture, centres, arrow, leans=(after, before) in cycle.arrows)
        labels.append((where, actions, anchor))
    start = next(iter(places))
    for condition, (x, y) in centres.items():
        style = "box first" if condition == start else "box"
        picture.box(x - BOX_WIDTH / 2, y - BOX_HEIGHT / 2, BOX_WIDTH, BOX_HEIGHT, style)
        picture.text((x, y + 4.5), condition, "name")
    for (x, y), actions, anchor in labels:
        if anchor == "start":
            picture.width = max(picture.width, x + max(map(width_of, actions)) + 4)
        for index, action in enumerate(actions):
            offset = (index - (len(actions) - 1) / 2) * LINE + 4.5
            picture.text((x, y + offset), action, "label", anchor)
    return picture


def _side(place: tuple[float, float], columns: float, rows: float) -> str:
    """Say on which side of its box an arrow back to itself has room."""
    x, y = place
    if y == 0:
        return "above"
    if y == rows:
        return "below"
    return "right" if x == columns else "left"


def _loop(picture: Picture, centre: Point, side: str) -> tuple[Point, str]:
    """Draw an arrow from a box to itself; give where its label goes."""
    x, y = centre
    if side in {"left", "right"}:
        sign = 1 if side == "right" else -1
        edge = x + sign * BOX_WIDTH / 2
        far = edge + sign * 44
        picture.arrow(((edge, y - 9), (far, y - 26), (far, y + 26), (edge, y + 9)))
        return (edge + sign * 40, y), "start" if sign > 0 else "end"
    sign = -1 if side == "above" else 1
    edge, far = y + sign * BOX_HEIGHT / 2, y + sign * (BOX_HEIGHT / 2 + 40)
    picture.arrow(((x - 14, edge), (x - 34, far), (x + 34, far), (x + 14, edge)))
    return (x + 32, y + sign * (BOX_HEIGHT / 2 + 27)), "start"


def _way(
    picture: Picture, centres: dict[str, Point], arrow: Arrow, *, leans: bool
) -> tuple[Point, str]:
    """Draw an arrow between two boxes; give where its label goes."""
    (x1, y1), (x2, y2) = (centres[condition] for condition in arrow)
    length = hypot(x2 - x1, y2 - y1)
    aside = ASIDE / length if leans else 0.0
    shift = (aside * (y2 - y1), -aside * (x2 - x1))
    start = _border((x1, y1), shift, (x2 - x1, y2 - y1))
    end = _border((x2, y2), shift, (x1 - x2, y1 - y2))
    picture.arrow((start, end))
    part = 0.42 if leans else 0.3
    middle = (start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1]))
    return middle, "middle"


def _border(centre: Point, shift: Point, way: Point) -> Point:
    """Give where a way that begins beside the middle of a box leaves the box."""
    shares = [
        (half + 2 - moved * (1 if step > 0 else -1)) / abs(step)
        for half, moved, step in zip((BOX_WIDTH / 2, BOX_HEIGHT / 2), shift, way, strict=True)
        if step
    ]
    share = min(shares)
    return (centre[0] + shift[0] + way[0] * share, centre[1] + shift[1] + way[1] * share)
