"""Cutting: a timeline becomes joins, scenes, one sound track and the film.

What is recipes and arithmetic is imported here; makers are loaded when the first Order needs them.
"""

from reelwright.cutting.lettering.subtitles import captions
from reelwright.cutting.makers import MAKERS, make
from reelwright.cutting.orders import body_order, card_order, scene_order
from reelwright.cutting.plan import Stretch
from reelwright.cutting.recipe import Apart, cut, cut_scenes

__all__ = [
    "MAKERS", "Apart", "Stretch", "body_order", "captions", "card_order", "cut", "cut_scenes",
    "make", "scene_order",
]  # fmt: skip
