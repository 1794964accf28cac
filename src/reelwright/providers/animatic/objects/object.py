"""Objects for inserts: what a story names (a letter, a key), drawn as ink and wash.

Each object is an SVG group that fills a box of 1000 × 1000 units with its centre at (0, 0). The
name only chooses a drawing; no word of a story ever enters the SVG.
"""

from collections.abc import Callable

from reelwright.providers.animatic.figures.pen import Pen
from reelwright.providers.animatic.figures.wash import plain
from reelwright.providers.animatic.objects import house, life, light, metal, paper  # fmt: skip
from reelwright.providers.animatic.objects.easel import Easel
from reelwright.providers.animatic.panel.palette import Light

_DRAWINGS: dict[str, Callable[[Easel], str]] = {
    "bell": metal.bell,
    "bird": life.bird,
    "boat": life.boat,
    "book": paper.book,
    "bottle": house.bottle,
    "box": paper.box,
    "candle": light.candle,
    "clock": metal.clock,
    "coin": metal.coin,
    "cup": house.cup,
    "door": house.door,
    "fire": light.fire,
    "flower": life.flower,
    "hand": life.hand,
    "hat": house.hat,
    "key": metal.key,
    "knife": metal.knife,
    "lamp": light.lamp,
    "lantern": light.lantern,
    "letter": paper.letter,
    "map": paper.map_,
    "moon": light.moon,
    "photograph": paper.photograph,
    "pistol": metal.pistol,
    "product": paper.product,
    "ring": metal.ring,
    "rope": house.rope,
    "wheel": house.wheel,
    "window": house.window,
}
_VARIANTS = {"lit-window": house.lit_window}
OBJECTS: frozenset[str] = frozenset(_DRAWINGS)
"""Names that have a drawing of their own. `lit-window` is a window seen from outside at night."""


def object_svg(name: str, light: Light, accent: str, held: bool = False) -> str:
    """The `<g>` of an object; an unknown name is a hand holding a small folded paper.

    `held`: drawn small in a hand, with a bolder line and no shadow under it.
    """
    pen = Pen(
        width=20.0 if held else 9.0,
        ink=light.ink,
        rim_colour=light.rim,
        rim=max(0.0, light.darkness - 0.4) * 18,
        shaded=1 if light.side == "left" else -1,
        fine=6,
        phase=1.7,
    )
    drawing = (_DRAWINGS | _VARIANTS).get(name, life.holding)
    return f"<g>{drawing(Easel(light, plain(accent, '#c2483a'), pen, held))}</g>"
