"""Palettes: ordered washes, nights darker than days, fog flatter than clear air."""

import re
from dataclasses import FrozenInstanceError
from typing import get_args

import pytest

from reelwright.film.story import Mood, Time, Weather
from reelwright.providers.animatic.panel.palette import Palette, luma, mix, palette_of, relit

TIMES: tuple[Time, ...] = get_args(Time)
WEATHERS: tuple[Weather, ...] = get_args(Weather)
MOODS: tuple[Mood, ...] = get_args(Mood)


def _all() -> list[Palette]:
    return [
        palette_of(time, weather, mood, indoors)
        for time in TIMES
        for weather in WEATHERS
        for mood in MOODS
        for indoors in (False, True)
    ]


def test_every_palette_runs_from_ink_to_paper_in_three_clear_values() -> None:
    for palette in _all():
        steps = [luma(colour) for colour in palette.ramp]
        assert steps == sorted(steps)
        assert steps[2] - steps[0] > 0.08
        assert steps[4] - steps[2] > 0.15
        assert luma(palette.ink) <= steps[0] + 0.02


def test_every_colour_is_a_plain_hex_triple() -> None:
    for palette in _all():
        light = palette.light
        for colour in (*palette.ramp, palette.air, palette.sky_top, palette.sky_low, palette.accent,
                       palette.glow, light.key, light.shade, light.rim, light.ink):  # fmt: skip
            assert re.fullmatch(r"#[0-9a-f]{6}", colour)
        assert 0.0 <= light.darkness <= 1.0


@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize("indoors", [False, True])
def test_night_is_darker_than_dusk_and_dusk_than_day(mood: Mood, indoors: bool) -> None:
    day, dusk, night = (
        palette_of(time, "clear", mood, indoors) for time in ("day", "dusk", "night")
    )
    assert luma(night.ramp[2]) < luma(dusk.ramp[2]) < luma(day.ramp[2])
    assert night.light.darkness > dusk.light.darkness > day.light.darkness
    assert night.lamps
    assert not day.lamps


@pytest.mark.parametrize("time", TIMES)
def test_fog_is_flatter_than_clear_air(time: Time) -> None:
    clear, fog = palette_of(time, "clear"), palette_of(time, "fog")
    assert luma(fog.ramp[4]) - luma(fog.ramp[0]) < luma(clear.ramp[4]) - luma(clear.ramp[0])


def test_distance_sinks_washes_into_the_air() -> None:
    palette = palette_of("day")
    near, far = palette.tone(0.2), palette.tone(0.2, depth=0.9)
    assert abs(luma(far) - luma(palette.air)) < abs(luma(near) - luma(palette.air))


def test_a_hue_keeps_while_its_lightness_changes() -> None:
    for value in (0.1, 0.4, 0.8):
        assert luma(relit("#7a4a2a", value)) == pytest.approx(value, abs=0.01)
    assert mix("#000000", "#ffffff", 0.5) == "#808080"


def test_lights_are_frozen() -> None:
    light = palette_of("day").light
    with pytest.raises(FrozenInstanceError):
        light.side = "right"  # type: ignore[misc]  # the very thing under test
