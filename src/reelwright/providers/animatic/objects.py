"""Objects for inserts: what a story names (a letter, a key), drawn as ink and wash.

Each object is an SVG group that fills a box of 1000 × 1000 units with its centre at (0, 0). The
name only chooses a drawing; no word of a story ever enters the SVG.
"""

from collections.abc import Callable

from reelwright.providers.animatic import (
    object_house,
    object_life,
    object_light,
    object_metal,
    object_paper,
)  # fmt: skip
from reelwright.providers.animatic.figure_pen import Pen
from reelwright.providers.animatic.figure_wash import plain
from reelwright.providers.animatic.object_easel import Easel
from reelwright.providers.animatic.palette import Light

_DRAWINGS: dict[str, Callable[[Easel], str]] = {
    "bell": object_metal.bell,
    "bird": object_life.bird,
    "boat": object_life.boat,
    "book": object_paper.book,
    "bottle": object_house.bottle,
    "box": object_paper.box,
    "candle": object_light.candle,
    "clock": object_metal.clock,
    "coin": object_metal.coin,
    "cup": object_house.cup,
    "door": object_house.door,
    "fire": object_light.fire,
    "flower": object_life.flower,
    "hand": object_life.hand,
    "hat": object_house.hat,
    "key": object_metal.key,
    "knife": object_metal.knife,
    "lamp": object_light.lamp,
    "lantern": object_light.lantern,
    "letter": object_paper.letter,
    "map": object_paper.map_,
    "moon": object_light.moon,
    "photograph": object_paper.photograph,
    "pistol": object_metal.pistol,
    "product": object_paper.product,
    "ring": object_metal.ring,
    "rope": object_house.rope,
    "wheel": object_house.wheel,
    "window": object_house.window,
}
OBJECTS: frozenset[str] = frozenset(_DRAWINGS)
"""Names that have a drawing of their own."""


def object_svg(name: str, light: Light, accent: str) -> str:
    """The `<g>` of an object; an unknown name is a hand holding a small folded paper."""
    pen = Pen(
        width=9.0,
        ink=light.ink,
        rim_colour=light.rim,
        rim=max(0.0, light.darkness - 0.4) * 18,
        shaded=1 if light.side == "left" else -1,
        fine=6,
        phase=1.7,
    )
    drawing = _DRAWINGS.get(name, object_life.holding)
    return f"<g>{drawing(Easel(light, plain(accent, '#c2483a'), pen))}</g>"
