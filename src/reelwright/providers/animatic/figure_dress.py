"""Dressing the body: garments, limbs and what is carried, in the order they are painted."""

from dataclasses import dataclass

from reelwright.film.story import Look
from reelwright.providers.animatic.figure_garments import (
    Cut, Ring, centre, contour, cut_of, lap, on, rings, trousers,
)  # fmt: skip
from reelwright.providers.animatic.figure_limbs import Sitter, arm, leg
from reelwright.providers.animatic.figure_pen import Knot, Wash, shape, solid, stroke, tube
from reelwright.providers.animatic.figure_wash import wash
from reelwright.providers.animatic.palette import Light, luma, mix


@dataclass(frozen=True)
class Paints:
    """The materials of one figure in one light."""

    cloth: Wash
    accent: Wash
    under: Wash
    shirt: Wash
    skin: Wash
    hair: Wash
    leather: Wash
    felt: Wash


def paints_of(look: Look, light: Light) -> Paints:
    hair = look.hair_colour
    if look.age == "old" and luma(hair) < 0.5:
        hair = mix(hair, "#c9c5bd", 0.6)
    felt = mix(look.colour, "#1d1a1a", 0.45) if look.hat not in ("bonnet", "hood") else look.colour
    if look.hat == "bonnet":
        felt = mix(look.colour, "#efe6d2", 0.62)
    if look.hat == "wide":
        felt = mix(look.colour, "#8a6d45", 0.4)
    return Paints(
        cloth=wash(look.colour, light),
        accent=wash(look.accent, light),
        under=wash(trousers(look), light),
        shirt=wash("#e9e1d0", light),
        skin=wash({"child": "#eec8a6", "old": "#dfb896"}.get(look.age, "#e5bd98"), light),
        hair=wash(hair, light),
        leather=wash("#3a2c24", light),
        felt=wash(felt, light),
    )


def bent(sitter: Sitter) -> bool:
    """Sitting, kneeling or crouching: cloth lies over the thighs."""
    return sitter.pose.seat or sitter.pose.far_leg.first[1] < 0.3


def lower(sitter: Sitter, paints: Paints) -> str:
    """Legs and whatever covers them below the waist, behind the torso."""
    cut = cut_of(sitter.look)
    bare = cut.legs == "stockings"
    cloth = wash_of(cut, paints)
    order = (1, 0) if sitter.view.turn <= 90 else (0, 1)
    drawn = ""
    if cut.legs != "none" or bent(sitter) or sitter.look.garment != "dress":
        loose = 1.0 if bare else 1.25
        drawn += "".join(leg(sitter, side, cloth, paints.leather, loose) for side in order)
    if bent(sitter) and cut.hem > 0.3:
        drawn += lap(sitter, cut, _skirt(sitter.look, paints))
    return drawn


def wash_of(cut: Cut, paints: Paints) -> Wash:
    return paints.shirt if cut.legs == "stockings" else paints.under


def _skirt(look: Look, paints: Paints) -> Wash:
    return paints.under if look.garment in ("shawl", "cloak") else paints.cloth


def torso(sitter: Sitter, paints: Paints) -> str:
    """The garment from neck to hem with its front."""
    cut = cut_of(sitter.look)
    rows = rings(sitter, cut)
    if bent(sitter):
        rows = [r for r in rows if r[0] >= 0]
        rows.insert(0, (-0.12, rows[0][1] * 0.98, rows[0][2] * 0.98, 0.0))
    line = contour(sitter, rows, cut.legs != "none" or cut.hem > 0.3)
    drawn = solid(line, _skirt(sitter.look, paints), sitter.pen)
    return drawn + front(sitter, paints, cut, rows)


def front(sitter: Sitter, paints: Paints, cut: Cut, rows: list[Ring]) -> str:
    if sitter.view.turn > 90:
        return ""
    low = rows[0][0]
    line: list[Knot] = [on(sitter, rows, t, 0) for t in (low, low * 0.5, 0.1, 0.5, 0.86)]
    drawn = stroke(line, paints.cloth.line, sitter.pen.width * 1.4, sitter.pen)
    collar: list[Knot] = [
        on(sitter, rows, 1.0, -40),
        on(sitter, rows, 0.72, 0),
        on(sitter, rows, 1.0, 40),
    ]
    return drawn + shape([(*k[:2], 1) for k in collar], paints.shirt, sitter.pen.thin(0.6), 0.6)  # type: ignore


def neck(sitter: Sitter, paints: Paints) -> str:
    body, joints = sitter.body, sitter.joints
    low, high = sitter.at(joints.neck), sitter.at(joints.skull)
    width = body.head * (
        0.2 if sitter.look.gender == "female" or sitter.look.age == "child" else 0.25
    )
    top = (high[0] - (high[0] - low[0]) * 0.3, high[1] + body.head * 0.2)
    base = (low[0], low[1] + body.head * 0.12)
    middle = ((top[0] + base[0]) / 2, (top[1] + base[1]) / 2)
    return tube(
        [top, middle, base], [width, width * 0.96, width * 1.2], paints.skin, sitter.pen, 0.2, -0.2
    )


def limb(sitter: Sitter, side: int, paints: Paints) -> str:
    cut = cut_of(sitter.look)
    bare = sitter.look.garment == "apron"
    sleeve = paints.cloth
    cuff = None if sitter.look.garment in ("robe", "shawl", "dress") else paints.shirt
    return arm(sitter, side, sleeve, paints.skin, cuff, cut.sleeve, bare)


def dressed(sitter: Sitter, paints: Paints) -> tuple[str, str]:
    """What is painted before the head, and what after it."""
    before, after = "", ""
    for side in (1, 0):
        drawn = limb(sitter, side, paints)
        if arm_behind(sitter, side):
            before += drawn
        else:
            after += drawn
    before += lower(sitter, paints)
    before += neck(sitter, paints) + torso(sitter, paints)
    return before, after


def arm_behind(sitter: Sitter, side: int) -> bool:
    pose = (sitter.pose.near_arm, sitter.pose.far_arm)[side]
    turn = sitter.view.turn
    if turn > 90:
        return (
            sitter.view.depth(sitter.joints.wrists[side])
            < sitter.view.depth(sitter.joints.shoulders[side]) - 20
        )
    if pose.front:
        return False
    if turn > 25 and side == 1:
        return True
    return sitter.view.depth(sitter.joints.wrists[side]) < -30 and turn < 25
