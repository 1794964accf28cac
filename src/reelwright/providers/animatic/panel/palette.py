"""Colour: one palette per time of day, weather and mood, and the one light of a scene.

A palette is a ramp of five washes from ink to paper, with air, sky, accent and glow. Everything a
panel shows is mixed from it, so a scene keeps one palette and a film one family.
"""

import colorsys
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from reelwright.film.story import Mood, Time, Weather

Side = Literal["left", "right"]
Rgb = tuple[float, float, float]


@dataclass(frozen=True)
class Light:
    """The light figures are drawn in. Colours are `#rrggbb`; `side` is where the key comes from.

    `key` is what the light turns white into, `shade` is multiplied into what it does not reach,
    `rim` edges figures against a dark ground. `darkness` runs from 0 (noon) to 1 (black night).
    """

    key: str
    shade: str
    rim: str
    ink: str
    side: Side = "left"
    darkness: float = 0.0


@dataclass(frozen=True)
class Palette:
    """The washes of one scene. `ramp` runs from the darkest to the lightest, five `#rrggbb`."""

    ramp: tuple[str, str, str, str, str]
    air: str
    sky_top: str
    sky_low: str
    accent: str
    glow: str
    light: Light
    lamps: bool = False
    time: Time = "day"
    weather: Weather = "clear"

    @property
    def ink(self) -> str:
        return self.light.ink

    def tone(self, value: float, local: str = "", tint: float = 0.42, depth: float = 0.0) -> str:
        """The wash of a `value` from 0 (ink) to 1 (paper).

        `local` tints it with the thing's own colour, `depth` (0 near … 1 far) sinks it in the air.
        """
        colour = _along(self.ramp, value)
        if local:
            colour = mix(colour, relit(local, luma(colour)), tint)
        return mix(colour, self.air, 0.84 * depth) if depth > 0 else colour


def _rgb(colour: str) -> Rgb:
    return (int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255)


def _hex(rgb: Rgb) -> str:
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, c))):02x}" for c in rgb)


@lru_cache(maxsize=4096)
def mix(one: str, other: str, share: float) -> str:
    """`share` of `other` in `one`."""
    a, b = _rgb(one), _rgb(other)
    return _hex((a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share,
                 a[2] + (b[2] - a[2]) * share))  # fmt: skip


def luma(colour: str) -> float:
    """Perceived lightness, 0…1 (Rec. 709 weights on the coded values)."""
    r, g, b = _rgb(colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@lru_cache(maxsize=4096)
def relit(colour: str, value: float) -> str:
    """The same hue at another lightness."""
    r, g, b = _rgb(colour)
    own = max(0.02, luma(colour))
    if value <= own:
        scale = value / own
        return _hex((r * scale, g * scale, b * scale))
    rise = (value - own) / (1 - own) if own < 1 else 0.0
    return _hex((r + (1 - r) * rise, g + (1 - g) * rise, b + (1 - b) * rise))


@lru_cache(maxsize=4096)
def graded(colour: str, saturation: float, lightness: float) -> str:
    """Saturation and lightness multiplied, the hue kept."""
    h, lum, s = colorsys.rgb_to_hls(*_rgb(colour))
    return _hex(colorsys.hls_to_rgb(h, min(1.0, lum * lightness), min(1.0, s * saturation)))


def _along(ramp: tuple[str, ...], value: float) -> str:
    at = min(1.0, max(0.0, value)) * (len(ramp) - 1)
    low = min(int(at), len(ramp) - 2)
    return mix(ramp[low], ramp[low + 1], round(at - low, 3))


@dataclass(frozen=True)
class _Hour:
    """What a time of day gives: outdoors, and indoors behind its windows."""

    ramp: tuple[str, str, str, str, str]
    room: tuple[str, str, str, str, str]
    sky_top: str
    sky_low: str
    accent: str
    glow: str
    key: str
    darkness: float


_HOURS: dict[Time, _Hour] = {
    "dawn": _Hour(
        ("#1f2540", "#4d5474", "#9089a6", "#d6b8bf", "#f8e8dd"),
        ("#221f33", "#4f4a63", "#8f8396", "#cfb3b4", "#f5e2d4"),
        "#8ea3c8", "#f4cdbb", "#d2604c", "#ffd596", "#ffdcc6", 0.35,
    ),
    "day": _Hour(
        ("#22272e", "#4e5a61", "#919d98", "#d2d2c1", "#f8f3e3"),
        ("#27231f", "#5b5046", "#9b8d77", "#d6c9ab", "#f7efdb"),
        "#9fbfd4", "#eef0e4", "#c4452f", "#ffe9b0", "#fff6df", 0.08,
    ),
    "golden": _Hour(
        ("#2b1d20", "#653f39", "#b27a50", "#e6b877", "#fdebc4"),
        ("#2a1a18", "#613d30", "#a97449", "#dfb173", "#fce6bc"),
        "#8d9fa9", "#fbd08b", "#b9402a", "#ffdc8c", "#ffe2a6", 0.25,
    ),
    "dusk": _Hour(
        ("#12182b", "#2c3758", "#586788", "#97a0b8", "#ddd2cf"),
        ("#1b1722", "#413545", "#7a6464", "#bd9b82", "#efd5b0"),
        "#34487a", "#dd9c84", "#d0583f", "#ffc16b", "#e6c3b4", 0.6,
    ),
    "night": _Hour(
        ("#080c18", "#141d36", "#2a3958", "#506385", "#a8b7c9"),
        ("#100e16", "#2c2430", "#5b4742", "#a17a53", "#efcf98"),
        "#0d1630", "#2c4064", "#cf5a34", "#ffb652", "#a9bfdc", 0.85,
    ),
}  # fmt: skip

# (saturation, contrast, share of veil, darkening) of what the weather leaves of an hour.
_WEATHERS: dict[Weather, tuple[float, float, float, float]] = {
    "clear": (1.14, 1.04, 0.0, -0.04),
    "overcast": (0.72, 0.9, 0.12, 0.04),
    "rain": (0.55, 0.82, 0.2, 0.12),
    "fog": (0.45, 0.6, 0.42, 0.0),
    "snow": (0.5, 0.85, 0.16, 0.0),
    "storm": (0.5, 1.02, 0.1, 0.26),
}

# (tint, share of tint, saturation, contrast, darkening) of a mood.
_MOODS: dict[Mood, tuple[str, float, float, float, float]] = {
    "calm": ("#8aa0a0", 0.04, 0.95, 0.96, 0.0),
    "warm": ("#e0a060", 0.12, 1.1, 0.98, 0.0),
    "tense": ("#5f7a78", 0.12, 0.78, 1.16, 0.06),
    "sad": ("#6c83a8", 0.16, 0.72, 0.9, 0.05),
    "joyful": ("#f0c070", 0.1, 1.25, 1.04, -0.05),
    "mysterious": ("#4d6f86", 0.16, 0.9, 1.08, 0.1),
    "dark": ("#3d3a55", 0.14, 0.75, 1.18, 0.16),
    "grand": ("#d09a50", 0.1, 1.12, 1.12, 0.0),
}


@lru_cache(maxsize=256)
def palette_of(
    time: Time, weather: Weather = "clear", mood: Mood = "calm", indoors: bool = False,
    side: Side = "left",
) -> Palette:  # fmt: skip
    """The palette of a scene; `side` is where its light comes from."""
    hour = _HOURS[time]
    saturation, contrast, veil, gloom = _WEATHERS[weather]
    if indoors:
        saturation, contrast, veil, gloom = 1 - (1 - saturation) / 2, 1.0, veil / 4, gloom / 2
    tint, share, lively, hard, sombre = _MOODS[mood]
    air = graded(mix(hour.sky_low, hour.sky_top, 0.45), saturation * 0.8, 1 - gloom)

    def wash(colour: str, value: float) -> str:
        colour = mix(colour, relit(tint, luma(colour)), share)
        colour = graded(colour, saturation * lively, 1 - (gloom + sombre) * (0.4 + 0.6 * value))
        return _contrasted(mix(colour, air, veil * (1 - 0.35 * value)), contrast * hard, hour)

    source = hour.room if indoors else hour.ramp
    steps = [
        _raised(wash(colour, index / 4), least)
        for index, (colour, least) in enumerate(zip(source, _LEAST, strict=True))
    ]
    middle = _raised(steps[2], luma(steps[0]) + 0.12)
    light_wash = _raised(steps[3], luma(middle) + 0.07)
    paper = _raised(steps[4], min(0.97, luma(middle) + 0.2))
    ramp = (steps[0], steps[1], middle, light_wash, paper)
    lamps = hour.darkness >= 0.5
    key = hour.glow if indoors and lamps else hour.key
    darkness = min(1.0, hour.darkness * (0.75 if indoors else 1.0) + gloom * 0.6 + sombre)
    light = Light(
        key=graded(key, saturation, 1.0),
        shade=mix(ramp[1], ramp[2], 0.5 - 0.3 * darkness),
        rim=mix(ramp[4], hour.glow if indoors else hour.key, 0.6),
        ink=mix(ramp[0], "#0c0a0e", 0.35),
        side=side,
        darkness=min(0.92, max(0.0, darkness)),
    )
    return Palette(
        ramp=ramp,
        air=air,
        sky_top=wash(hour.sky_top, 0.6),
        sky_low=wash(hour.sky_low, 0.9),
        accent=graded(hour.accent, 0.6 + 0.4 * saturation, 1.0),
        glow=hour.glow,
        light=light,
        lamps=lamps,
        time=time,
        weather=weather,
    )


_LEAST = (0.0, 0.06, 0.16, 0.34, 0.58)
"""The least lightness of each step: the darkest night in rain still has its three values."""


def _raised(colour: str, least: float) -> str:
    return relit(colour, least) if luma(colour) < least else colour


def _contrasted(colour: str, contrast: float, hour: _Hour) -> str:
    """Values spread round the hour's middle: a night stays dark, a noon light."""
    middle = luma(hour.ramp[2])
    value = luma(colour)
    spread = middle + (value - middle) * contrast
    return relit(colour, min(0.97, max(0.03, spread)))
