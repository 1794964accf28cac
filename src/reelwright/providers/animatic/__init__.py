"""The animatic: films drawn, voiced and scored by this machine, free and offline.

`make` makes one Order; the modules beside it make one kind each.
"""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from reelwright.film.order import Made, Maker, Order, Stop

MAKERS = {
    "panel": ("panel.panel", "make_panel"),
    "image": ("panel.sheet", "make_sheet"),
    "voice": ("sound.voice", "make_voice"),
    "music": ("sound.music", "make_music"),
    "sound": ("sound.effects", "make_sound"),
    "clip": ("camera.clip", "make_clip"),
}
"""Order kind -> (module, function), loaded when needed."""

TOOLS = {"panel": "1", "image": "1", "voice": "1", "music": "1", "sound": "1", "clip": "2"}
"""Raised when a kind's bytes change for the same Order: free Takes of older tools are remade."""


def hungry(order: Order) -> bool:
    """Whether this is a loop (music, the air of a place): it takes about 100 MB, and long."""
    return order.kind == "music" or "layers" in order.params


def make(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Make one Order of provider `animatic` in the folder `scratch`."""
    module, function = MAKERS[order.kind]
    maker: Maker = getattr(import_module(f"{__name__}.{module}"), function)
    return maker(order, inputs, scratch, stop)
