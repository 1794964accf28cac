"""Cutting: a timeline becomes joins, scenes, one sound track and the film.

What is recipes and arithmetic is imported here; makers are loaded when the first Order needs them.
"""

from reelwright.cutting.makers import MAKERS, make
from reelwright.cutting.orders import card_order
from reelwright.cutting.recipe import cut, cut_scene, scene_track_order
from reelwright.cutting.subtitles import captions

__all__ = ["MAKERS", "captions", "card_order", "cut", "cut_scene", "make", "scene_track_order"]
