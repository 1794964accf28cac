"""Makes exports: parts, files, previews, stills and proxies. A row names who makes a model."""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from reelwright.film.errors import MachineTrouble
from reelwright.film.order import Made, Maker, Order, Stop

MODELS: Mapping[str, str] = {
    "h264-part": "reelwright.cutting.exports.part:make_part",
    "vp9-part": "reelwright.cutting.exports.part:make_part",
    "proxy": "reelwright.cutting.exports.part:make_proxy",
    "mp4": "reelwright.cutting.exports.delivered:make_file",
    "mov": "reelwright.cutting.exports.delivered:make_file",
    "webm": "reelwright.cutting.exports.delivered:make_webm",
    "gif": "reelwright.cutting.exports.preview:make_preview",
    "webp": "reelwright.cutting.exports.preview:make_preview",
    "thumbnail": "reelwright.cutting.exports.thumbnail:make_thumbnail",
    "sheet": "reelwright.cutting.exports.sheet:make_sheet",
}
"""Model without its number -> "module:function"."""


def make_export(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Make one; it is proved before it counts, like all that is made here."""
    name = order.model.rpartition("-")[0]
    if name not in MODELS:
        raise MachineTrouble("export", f"nothing here makes {order.model!r}")
    module, function = MODELS[name].split(":")
    maker: Maker = getattr(import_module(module), function)
    return maker(order, inputs, scratch, stop)
