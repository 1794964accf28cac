"""The materials of one figure in one light."""

from dataclasses import dataclass

from reelwright.film.story import Look
from reelwright.providers.animatic.figures.garments import trousers
from reelwright.providers.animatic.figures.pen import Wash
from reelwright.providers.animatic.figures.wash import wash
from reelwright.providers.animatic.panel.palette import Light, luma, mix


@dataclass(frozen=True)
class Paints:
    """One wash for each material."""

    cloth: Wash
    accent: Wash
    under: Wash
    shirt: Wash
    linen: Wash
    skin: Wash
    hair: Wash
    leather: Wash
    felt: Wash


_SKINS = {"child": "#efcbaa", "old": "#e0ba99"}


def paints_of(look: Look, light: Light) -> Paints:
    hair = look.hair_colour
    if look.age == "old" and luma(hair) < 0.5:
        hair = mix(hair, "#c9c5bd", 0.6)
    return Paints(
        cloth=wash(look.colour, light),
        accent=wash(look.accent, light),
        under=wash(trousers(look), light),
        shirt=wash("#e9e1d0", light),
        linen=wash(mix("#ebe3d2", look.accent, 0.12), light),
        skin=wash(_SKINS.get(look.age, "#e6bf9b"), light),
        hair=wash(hair, light),
        leather=wash("#3a2c24", light),
        felt=wash(_felt(look), light),
    )


def _felt(look: Look) -> str:
    """Hats go with the garment: hoods are of its cloth, straw and linen lighter, felt darker."""
    if look.hat == "hood":
        return look.colour
    other, share = {"bonnet": ("#efe6d2", 0.62), "wide": ("#8a6d45", 0.4)}.get(
        look.hat, ("#1d1a1a", 0.5)
    )
    return mix(look.colour, other, share)
