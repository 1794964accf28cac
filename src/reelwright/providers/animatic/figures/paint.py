"""Painting the head of a figure: skull, face, hair and hat in their order."""

from reelwright.film.story import Mood
from reelwright.providers.animatic.figures import face as faces
from reelwright.providers.animatic.figures import hair as figure_hair
from reelwright.providers.animatic.figures import hats as figure_hats
from reelwright.providers.animatic.figures.head import Head, ear, skull
from reelwright.providers.animatic.figures.paints import Paints
from reelwright.providers.animatic.panel.palette import Light


def painted(head: Head, paints: Paints, mood: Mood, speaking: bool, light: Light) -> str:
    drawn = skull(head)
    if head.view != "back":
        drawn += faces.face(head, mood, speaking, light)
    drawn += figure_hair.over(head, head.look.hat != "none")
    if head.view == "side" and head.look.hair not in ("long", "bob", "curly"):
        drawn += ear(head)
    return drawn + figure_hats.hat(head, paints.felt, paints.accent)
