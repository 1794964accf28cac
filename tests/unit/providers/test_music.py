"""Beds and ambiences: loops without a seam, at their level, in key."""

import wave
from itertools import pairwise
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from numpy.typing import NDArray

from reelwright.film.errors import Interrupted
from reelwright.film.story import Mood, PlaceKind, Time, Weather
from reelwright.media.sound import pcm
from reelwright.providers.animatic.sound import ambience, loop, music, music_score
from reelwright.providers.animatic.sound.music_moods import STYLES

MOODS: tuple[Mood, ...] = get_args(Mood)
PLACES: tuple[PlaceKind, ...] = get_args(PlaceKind)


def sound_of(path: Path) -> NDArray[np.float32]:
    with wave.open(str(path), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (2, 2, 48000)
        data = file.readframes(file.getnframes())
    return np.frombuffer(data, "<i2").reshape(-1, 2).astype(np.float32) / np.float32(32768)


def seam(sound: NDArray[np.float32]) -> float:
    """The bend of the wave where the loop closes, against the sharpest thousandth elsewhere."""
    around = np.concatenate((sound[-3:], sound[:3]))
    elsewhere = np.abs(np.diff(sound[:, 0], 2))[::5]
    here = np.abs(np.diff(around, 2, axis=0)).max()
    return float(here / (np.quantile(elsewhere, 0.999) + 3 / 32768))


@pytest.mark.parametrize("mood", MOODS)
def test_a_bed_is_a_seamless_loop_at_its_level(tmp_path: Path, mood: Mood) -> None:
    take = music.make_music(music.music_order(mood, 5), {}, tmp_path, lambda: False)
    sound = sound_of(take.path)
    assert take.facts["mood"] == mood
    assert take.facts["seconds"] == pytest.approx(len(sound) / 48000, abs=1e-3)
    assert 48 <= len(sound) / 48000 <= 64
    assert seam(sound) < 1.0
    peak = np.abs(sound).max()
    assert 0.08 < peak < 0.64
    assert np.abs(sound.mean(axis=0)).max() < 1e-3
    assert -23.6 < loop.loudness_of(np.ascontiguousarray(sound.T)) < -22.4
    seconds = np.sqrt((sound[: len(sound) // 48000 * 48000].reshape(-1, 96000) ** 2).mean(axis=1))
    assert seconds.min() > 0.004, "a hole in the bed"
    assert seconds.max() < 8 * np.median(seconds), "an outburst"
    left, right = sound.T
    assert 0.0 < np.corrcoef(left, right)[0, 1] < 0.98


def test_the_same_order_gives_the_same_bytes(tmp_path: Path) -> None:
    order = music.music_order("tense", 3)
    one = music.make_music(order, {}, tmp_path, lambda: False).path.read_bytes()
    assert music.make_music(order, {}, tmp_path, lambda: False).path.read_bytes() == one


def test_stop_ends_the_playing(tmp_path: Path) -> None:
    with pytest.raises(Interrupted):
        music.make_music(music.music_order("calm", 1), {}, tmp_path, lambda: True)


@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize("seed", range(6))
def test_a_score_is_in_range_and_within_the_loop(mood: Mood, seed: int) -> None:
    score = music_score.score(mood, seed)
    lows = {p.instrument: p.low for p in score.style.parts}
    assert len(score.notes) > 20
    for note in score.notes:
        assert 0 <= note.at < score.beats
        assert note.pitch >= lows[note.instrument] - 24
        assert 20 <= note.pitch <= 92
        assert 0 < note.force < 1
    assert {p.instrument for p in score.style.parts} == {n.instrument for n in score.notes}


def test_seeds_differ_and_repeat() -> None:
    assert music_score.score("warm", 1) == music_score.score("warm", 1)
    assert len({music_score.score("warm", seed).notes for seed in range(5)}) == 5


@pytest.mark.parametrize("mood", MOODS)
def test_voices_are_led_in_small_steps(mood: Mood) -> None:
    style = STYLES[mood]
    for phrases in style.progressions.values():
        for phrase in phrases:
            bars = [
                music_score.Bar(i, 0, "A", music_score._classes(chord, 0))
                for i, chord in enumerate(phrase)
            ]
            voicings = music_score.lead(bars, 50, 72)
            for one, other in pairwise(voicings):
                assert all(min(abs(v - o) for o in one) <= 5 for v in other)
            for bar, voicing in zip(bars, voicings, strict=True):
                assert {p % 12 for p in voicing} == set(bar.chord)


@pytest.mark.parametrize("mood", ["calm", "sad", "grand", "joyful"])
def test_long_melody_tones_belong_to_the_harmony(mood: Mood) -> None:
    for seed in range(4):
        score = music_score.score(mood, seed)
        lead = next(p.instrument for p in score.style.parts if p.pattern == "melody")
        below = [n for n in score.notes if n.instrument == "strings"]
        for note in (n for n in score.notes if n.instrument == lead and n.long > 1.9):
            held = {b.pitch % 12 for b in below if b.at <= note.at + 0.1 < b.at + b.long - 0.4}
            if held and note.pitch >= 55:
                clashes = [h for h in held if (note.pitch - h) % 12 in {1, 11}]
                assert not clashes or note.pitch % 12 in held


@pytest.mark.parametrize(
    "scene",
    [
        ("sitting-room", "clear", "night"), ("street", "rain", "day"), ("sea", "storm", "night"),
        ("forest", "clear", "dawn"), ("field", "clear", "night"), ("carriage", "fog", "day"),
        ("church", "clear", "day"), ("tavern", "snow", "night"), ("cell", "rain", "day"),
        ("river", "overcast", "day"),
    ],
)  # fmt: skip
def test_an_ambience_is_a_quiet_seamless_loop(
    tmp_path: Path, scene: tuple[PlaceKind, Weather, Time]
) -> None:
    order = ambience.ambience_order(*scene)
    take = ambience.make_ambience(order, {}, tmp_path, lambda: False)
    sound = sound_of(take.path)
    assert take.facts["seconds"] == len(sound) / 48000 == 16
    assert seam(sound) < 1.2
    assert -51 < 20 * np.log10(np.sqrt(np.mean(sound**2))) < -39
    assert np.abs(sound).max() < 0.1


def test_every_place_weather_and_time_has_a_sound() -> None:
    orders = {
        ambience.ambience_order(place, weather, time).fingerprint
        for place in PLACES
        for weather in get_args(Weather)
        for time in get_args(Time)
    }
    assert 30 < len(orders) < 300
    assert ambience.ambience_order("office", "clear", "day") == ambience.ambience_order(
        "office", "fog", "dusk"
    )


def test_what_passes_the_end_is_heard_at_the_start() -> None:
    sound = np.zeros((2, 10), np.float32)
    loop.add(sound, np.ones((2, 4), np.float32), 8)
    assert sound[0].tolist() == [1, 1, 0, 0, 0, 0, 0, 0, 1, 1]


def test_loudness_agrees_with_the_meter() -> None:
    time = np.arange(5 * 48000) / 48000
    tone = np.stack([0.1 * np.sin(2 * np.pi * 997 * time)] * 2).astype(np.float32)
    lufs, _ = pcm.loudness(np.ascontiguousarray(tone.T))
    assert loop.loudness_of(tone) == pytest.approx(lufs, abs=0.2)
