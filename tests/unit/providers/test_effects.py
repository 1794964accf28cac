"""Sounds at transitions: where they peak, how loud they are, and how they move."""

from pathlib import Path

import numpy as np
import pytest

from reelwright.media.sound import pcm
from reelwright.providers import animatic
from reelwright.providers.animatic.sound import effects
from reelwright.providers.animatic.sound.ambience import ambience_order
from reelwright.providers.animatic.sound.music_moods import STYLES

QUIETEST, LOUDEST = -40, -20
"""dB of the loudest 50 ms: to be felt more than heard."""


def power(sound: np.ndarray) -> np.ndarray:
    """Mean power of each 50 ms around every sample, both sides."""
    window = np.ones(2400) / 2400
    return np.convolve((sound.astype(np.float64) ** 2).mean(axis=1), window, "same")


@pytest.mark.parametrize("name", effects.NAMES)
def test_an_effect_swells_peaks_where_it_says_and_dies_away(name: str) -> None:
    sound = effects.effect(name)
    felt = power(sound)
    assert abs(int(np.argmax(felt)) / pcm.RATE - effects.peak(name)) < 1 / 24
    assert QUIETEST < 10 * np.log10(felt.max()) < LOUDEST
    assert np.abs(sound).max() < 0.25
    assert np.abs(sound[:200]).max() < 1e-3
    assert np.abs(sound[-200:]).max() < 1e-3
    assert abs(float(sound.mean())) < 1e-3


def test_a_whoosh_goes_where_the_picture_goes() -> None:
    for name, sign in (("whoosh-left", -1), ("whoosh-right", 1)):
        sound = effects.effect(name).astype(np.float64)
        peak = round(effects.peak(name) * pcm.RATE)
        leans = [
            np.log((part[:, 1] ** 2).sum() / (part[:, 0] ** 2).sum())
            for part in (sound[:peak], sound[peak:])
        ]
        assert sign * (leans[1] - leans[0]) > 0.5


def test_the_same_effect_has_the_same_bytes_and_no_two_are_alike(tmp_path: Path) -> None:
    found = []
    for turn in range(2):
        for name in effects.NAMES:
            folder = tmp_path / f"{name}{turn}"
            folder.mkdir()
            order = effects.effect_order(name)
            made = animatic.make(order, {}, folder, lambda: False)
            length, rate, channels = pcm.length(made.path)
            assert (rate, channels) == (pcm.RATE, 2)
            assert made.facts["seconds"] == round(length / pcm.RATE, 4)
            found.append(made.path.read_bytes())
    count = len(effects.NAMES)
    assert found[:count] == found[count:]
    assert len(set(found)) == count


def test_the_air_of_places_is_still_made(tmp_path: Path) -> None:
    made = animatic.make(ambience_order("forest", "clear", "day"), {}, tmp_path, lambda: False)
    assert made.facts["seconds"] == 16


def test_no_two_moods_are_played_alike() -> None:
    players = {
        mood: frozenset((part.instrument, part.pattern) for part in style.parts)
        for mood, style in STYLES.items()
    }
    assert len(set(players.values())) == len(STYLES)
    assert len({style.beat for style in STYLES.values()}) == len(STYLES)
