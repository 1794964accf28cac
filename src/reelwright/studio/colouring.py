"""Colouring: which colour table each scene of a film is graded by."""

from reelwright.cutting import grading
from reelwright.film.errors import BadInput
from reelwright.film.order import Missing, Order, Recipe, Take
from reelwright.film.production import Wish
from reelwright.film.shot import Storyboard
from reelwright.film.story import Scene

Luts = dict[str, str]
"""Scene key -> hash of a colour table; scenes that are not graded are not in it."""


def coloured(board: Storyboard, wish: Wish) -> Recipe[Luts]:
    """Make the tables. Raises `BadInput` when the user's own cannot be read any more."""
    scenes = [(one.key, _order(one, board, wish)) for one in board.screenplay.scenes]
    graded = [(key, order) for key, order in scenes if order is not None]
    if not graded:
        return {}
    answers: list[Take | Missing] = yield [order for _, order in graded]
    luts: Luts = {}
    for (key, _), answer in zip(graded, answers, strict=True):
        if isinstance(answer, Missing):
            raise BadInput("grade", answer.cause, "Give the .cube file again: --grade FILE.cube")
        luts[key] = answer.sha256
    return luts


def asked(wish: Wish) -> bool:
    """Whether the user wants a grade. Drawings are graded only then: they have their scene's mood
    in their palette."""
    return bool(wish.grade or wish.lut)


def _order(scene: Scene, board: Storyboard, wish: Wish) -> Order | None:
    """The grade of a scene. An advertisement that is shot for real has its brand's mood (A8)."""
    if wish.lut:
        return grading.lut_order(wish.lut)
    if wish.grade == "mood":
        return grading.grade_order(grading.OF_MOOD[scene.mood])
    if wish.grade:
        return grading.grade_order(wish.grade)
    if wish.recipe == "advert" and wish.video:
        return grading.grade_order(grading.OF_MOOD[board.bible.tone])
    return None
