"""The exchange of the seed as a sequence diagram, drawn from a run of the whole network."""

from __future__ import annotations

from functools import cache
from typing import Final

from hollow_site.svg import LETTER, Picture
from hollowbeam_models.network.audit import Audit, settled
from hollowbeam_models.network.exchange import U, exchange
from hollowbeam_models.network.running import finish
from hollowbeam_models.network.story import Scene, story_of

LANES: Final = ("DMac", "Sam", "HB", "Asset", "U", "UCM")
LEFT, GAP, ROW, HEAD = 96.0, 124.0, 34.0, 52.0


@cache
def scenes() -> tuple[Scene, ...]:
    """Run the exchange, audited at every boundary, and leave out how the processes came to be."""
    here = exchange()
    finish(here, Audit())
    settled(here)
    return tuple(each for each in story_of(here, "evaluator A") if each.source in LANES)


def draw_crank(name: str) -> Picture:
    """Draw each message as an arrow, from top to bottom; a record to a wallet is dashed."""
    told = scenes()
    lanes = {who: LEFT + index * GAP for index, who in enumerate(LANES)}
    whole = HEAD + ROW * len(told) + 16
    width = LEFT + GAP * (len(LANES) - 1) + 60
    picture = Picture(name, "DMac sells his asset to Sam", width, whole)
    for who, x in lanes.items():
        picture.line((x, 38), (x, whole - 4), "lane")
        picture.box(x - 40, 8, 80, 30, "box")
        picture.text((x, 27.5), who, "name")
    height = -1
    for index, scene in enumerate(told):
        y = HEAD + ROW * index + 20
        if scene.height != height:
            picture.text((2, y + 4), f"at {scene.height}", "quiet", "start")
            height = scene.height
        _arrow(picture, scene, (lanes[scene.source], lanes[scene.target]), y)
    return picture


def _arrow(picture: Picture, scene: Scene, lanes: tuple[float, float], y: float) -> None:
    start, end = lanes
    inward = 2 if end > start else -2
    style = "record" if scene.is_record else "arrow"
    picture.arrow(((start, y), (end - inward, y)), style)
    words = f"{scene.action} {_shown(scene)}".strip()
    middle = (start + end) / 2
    plate = LETTER * len(words) + 8
    picture.box(middle - plate / 2, y - 17, plate, 15, "plate", 3)
    picture.text((middle, y - 5.5), words, "label")


def _shown(scene: Scene) -> str:
    """Write a quantity as people would: of the token in whole units."""
    if not scene.quantity:
        return ""
    number = int(scene.quantity)
    return f"{number // U} U" if number >= U else str(number)
