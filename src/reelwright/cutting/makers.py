"""Who makes what in this room. A row names a module, which is loaded when it is needed."""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from reelwright.film import order as film_order
from reelwright.film.errors import MachineTrouble
from reelwright.film.order import Made, Maker, Order, Stop

MAKERS: Mapping[str, str] = {
    "body": "reelwright.cutting.body:make_body",
    "join": "reelwright.cutting.join:make_join",
    "scene": "reelwright.cutting.scene:make_scene",
    "track": "reelwright.cutting.sound.track:make_track",
    "card": "reelwright.cutting.lettering.card:make_card",
    "grade": "reelwright.cutting.grading:make_grade",
    "shade": "reelwright.cutting.lettering.shading:make_shade",
    "film": "reelwright.cutting.film:make_film",
    "image": "reelwright.cutting.exports.still:make_still",
    "sound": "reelwright.cutting.sound.mp3:make_mp3",
    "export": "reelwright.cutting.exports.exporting:make_export",
    "music": "reelwright.cutting.sound.ownmusic:make_own_bed",
}
"""Order kind -> "module:function"."""


def maker(kind: str) -> Maker:
    """The maker of a kind of Order."""
    if kind not in MAKERS:
        raise MachineTrouble("cut", f"nothing here makes a {kind!r}")
    module, name = MAKERS[kind].split(":")
    found: Maker = getattr(import_module(module), name)
    return found


def make(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Make what an Order of this room asks for, in `scratch`, verified."""
    pause(stop)
    return maker(order.kind)(order, inputs, scratch, stop)


def pause(stop: Stop) -> None:
    """Give up here when the user wants to stop."""
    film_order.pause(stop, "cut")
