"""Dressing the body: limbs, garments and what is carried, in the order they are painted."""

from reelwright.providers.animatic.figures import drapes as figure_drapes
from reelwright.providers.animatic.figures import extras as figure_extras
from reelwright.providers.animatic.figures import front as figure_front
from reelwright.providers.animatic.figures.garments import (
    Cut,
    bent,
    contour,
    cut_of,
    lap,
    rings,
)
from reelwright.providers.animatic.figures.limbs import Sitter, arm, leg
from reelwright.providers.animatic.figures.paints import Paints
from reelwright.providers.animatic.figures.pen import Wash, solid, tube


def dressed(sitter: Sitter, paints: Paints) -> tuple[str, str]:
    """What is painted before the head, and what after it."""
    before, after = figure_drapes.behind(sitter, paints) + figure_extras.seat(sitter, paints), ""
    drape = figure_drapes.over(sitter, paints)
    covered = ""
    for side in (1, 0):
        drawn = _arm(sitter, side, paints)
        if _behind(sitter, side):
            before += drawn
        elif drape and _hangs(sitter, side):
            covered += drawn
        else:
            after += drawn
    before += _legs(sitter, paints) + _torso(sitter, paints)
    before += covered + drape + figure_extras.neckwear(sitter, paints)
    return before, after + figure_extras.carried(sitter, paints)


def _hangs(sitter: Sitter, side: int) -> bool:
    return (sitter.pose.near_arm,
        sitter.pose.far_arm)[side].second[1] > 0.3 or sitter.look.garment == "shawl"  # fmt: skip


def _legs(sitter: Sitter, paints: Paints) -> str:
    cut = cut_of(sitter.look)
    cloth = paints.shirt if cut.legs == "stockings" else paints.under
    loose = 1.0 if cut.legs == "stockings" else 1.25
    drawn = "".join(leg(sitter, side, cloth, paints.leather, loose) for side in (1, 0))
    if cut.legs == "skirt":
        drawn += _underskirt(sitter, paints)
    return drawn


def _underskirt(sitter: Sitter, paints: Paints) -> str:
    if bent(sitter):
        return lap(sitter, Cut(0.95, 1.5, 1, 1, 1, "none"), paints.under)
    rows = [r for r in rings(sitter, Cut(0.95, 1.7, 1.0, 1.0, 1.0, "none")) if r[0] <= 0.4]
    return solid(contour(sitter, rows, True), paints.under, sitter.pen)


def _skirt(sitter: Sitter, paints: Paints) -> Wash:
    return paints.under if sitter.look.garment == "cloak" else paints.cloth


def _torso(sitter: Sitter, paints: Paints) -> str:
    """The garment from neck to hem with its front."""
    cut = cut_of(sitter.look)
    rows = rings(sitter, cut)
    if bent(sitter):
        rows = [r for r in rows if r[0] >= 0]
        rows.insert(0, (-0.12, rows[0][1] * 0.98, rows[0][2] * 0.98))
    drawn = solid(contour(sitter, rows, True), _skirt(sitter, paints), sitter.pen)
    neck = _neck(sitter, paints)
    drawn = neck + drawn if sitter.view.turn > 90 else drawn + neck
    drawn += figure_front.front(figure_front.Tailor(sitter, paints, cut, rows))
    if bent(sitter) and (cut.hem > 0.3 or cut.legs == "skirt"):
        drawn += lap(sitter, cut, _skirt(sitter, paints))
    return drawn


def _neck(sitter: Sitter, paints: Paints) -> str:
    body, joints = sitter.body, sitter.joints
    low, high = sitter.at(joints.neck), sitter.at(joints.skull)
    slender = sitter.look.gender == "female" or sitter.look.age == "child"
    width = body.head * (0.165 if slender else 0.21)
    top = (high[0] - (high[0] - low[0]) * 0.3, high[1] + body.head * 0.2)
    base = (low[0], low[1] + body.head * 0.05)
    middle = ((top[0] + base[0]) / 2, (top[1] + base[1]) / 2)
    widths = [width * 1.2, width * 0.96, width]
    return tube([base, middle, top], widths, paints.skin, sitter.pen, 0.2, -0.3, 0.4)


def _arm(sitter: Sitter, side: int, paints: Paints) -> str:
    cut = cut_of(sitter.look)
    garment = sitter.look.garment
    cuff = paints.shirt if garment in ("coat", "frock", "jacket", "cloak") else None
    sleeve = paints.under if garment == "cloak" else paints.cloth
    return arm(sitter, side, sleeve, paints.skin, cuff, cut.sleeve, garment == "apron")


def _behind(sitter: Sitter, side: int) -> bool:
    pose = (sitter.pose.near_arm, sitter.pose.far_arm)[side]
    turn = sitter.view.turn
    wrist = sitter.view.depth(sitter.joints.wrists[side])
    if turn > 90:
        return wrist < sitter.view.depth(sitter.joints.shoulders[side]) - 20
    if pose.front:
        return False
    return (turn > 25 and side == 1) or (turn < 25 and wrist < -30)
