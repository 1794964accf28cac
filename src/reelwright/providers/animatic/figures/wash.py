"""What a light makes of a colour: the two tones of a wash, and the pen that goes with them."""

import hashlib
import re

from reelwright.film.shot import Size
from reelwright.film.story import Look
from reelwright.providers.animatic.figures.pen import Pen, Wash
from reelwright.providers.animatic.panel.palette import Light, luma, mix, relit

# Width of the line in units of a thousandth of a person, and samples per knot, by framing: the
# nearer the camera, the finer the pen and the smoother the curve.
_PENS: dict[str, tuple[float, int]] = {
    "wide": (5.6, 3),
    "full": (3.6, 4),
    "two-shot": (2.6, 5),
    "over-shoulder": (2.6, 5),
    "medium": (2.4, 5),
    "close-up": (1.8, 7),
    "insert": (2.0, 6),
}


def multiplied(colour: str, light: str) -> str:
    """One colour seen in the light of another."""
    channels = (
        round(int(colour[i : i + 2], 16) * int(light[i : i + 2], 16) / 255) for i in (1, 3, 5)
    )
    return "#" + "".join(f"{c:02x}" for c in channels)


def wash(colour: str, light: Light) -> Wash:
    """The tones of a material. In the dark the local colour sinks but never quite goes."""
    dark = light.darkness
    lit = multiplied(colour, mix(light.key, "#ffffff", 0.25))
    lit = mix(lit, light.shade, 0.42 * dark)
    under = relit(light.shade, min(0.62, max(0.3, luma(light.shade) + 0.12)))
    shade = multiplied(colour, under)
    shade = mix(shade, light.ink, 0.5 * dark)
    line = mix(shade, light.ink, 0.7)
    return Wash(lit, shade, line)


_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def plain(colour: str, otherwise: str) -> str:
    """A colour that is one: only `#rrggbb` may reach the paper."""
    return colour if _COLOUR.fullmatch(colour) else otherwise


def painted(look: Look) -> Look:
    """The look with its own colours, or a figure's usual ones where they cannot be read."""
    usual = Look()
    return look.model_copy(
        update={
            "colour": plain(look.colour, usual.colour),
            "accent": plain(look.accent, usual.accent),
            "hair_colour": plain(look.hair_colour, usual.hair_colour),
        }
    )


def seed(look: Look) -> int:
    """The hand's own number for a look: the same in every panel."""
    text = repr(sorted(look.model_dump().items()))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


def pen_for(look: Look, size: Size, light: Light, mirrored: bool) -> Pen:
    """The pen for a framing. A mirrored drawing is lit from the other side of its own paper."""
    width, fine = _PENS[size]
    shaded = 1 if (light.side == "left") != mirrored else -1
    rim = max(0.0, light.darkness - 0.35) * (7.0 if size in ("wide", "full") else 5.0)
    return Pen(
        width=width,
        ink=light.ink,
        rim_colour=light.rim,
        rim=rim,
        shaded=shaded,
        fine=fine,
        phase=(seed(look) % 628) / 100,
    )
