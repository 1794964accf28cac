"""Voices: who sounds how, when each word is heard, and that nothing clips or is cut."""

import wave
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import espeakng_loader
import numpy as np
import pytest
from numpy.typing import NDArray

from reelwright.film.order import Order
from reelwright.film.story import Age, Character, Gender, Look
from reelwright.providers.animatic.sound import voice, voice_room, voices

LINE = "“Mr. Holmes,” she said — and the café was EMPTY. In 1889 he paid £12,500; nobody saw it…"


def made(order: Order, folder: Path) -> tuple[NDArray[np.float64], dict[str, object]]:
    take = voice.make_voice(order, {}, folder, lambda: False)
    with wave.open(str(take.path), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 48000)
        data = file.readframes(file.getnframes())
    return np.frombuffer(data, "<i2").astype(np.float64) / 32768, dict(take.facts)


def person(name: str, gender: Gender = "male", age: Age = "adult") -> Character:
    return Character(name=name, look=Look(gender=gender, age=age))


def times(facts: dict[str, object]) -> list[tuple[str, float, float]]:
    words = facts["words"]
    assert isinstance(words, list)
    return [(str(w), float(a), float(b)) for w, a, b in words]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (LINE, "en"),
        ("— Oui, dit M. Dupont, « c'est fini » !", "fr"),
        ("„Größer“, sagte Hr. Müller – und ging.", "de-AT"),
        ("مرحبا، كيف حالك اليوم؟", "ar"),
        ("A - b -- c", "en"),
        ("Ha.", "xx"),
    ],
)
def test_words_are_the_written_ones_in_order_and_within_the_sound(
    tmp_path: Path, text: str, language: str
) -> None:
    sound, facts = made(voice.voice_order(text, None, language), tmp_path)
    words = times(facts)
    assert [word for word, _, _ in words] == text.split()
    seconds = float(str(facts["seconds"]))
    assert seconds == pytest.approx(len(sound) / 48000, abs=1e-4)
    edge = 0.0
    for _, start, end in words:
        assert edge <= start <= end <= seconds
        edge = end


def test_scripts_without_spaces_are_timed_by_character(tmp_path: Path) -> None:
    _, facts = made(voice.voice_order("你好，福尔摩斯。", None, "zh-CN"), tmp_path)
    words = times(facts)
    assert [word for word, _, _ in words] == ["你", "好，", "福", "尔", "摩", "斯。"]
    assert all(end > start for _, start, end in words)


def test_words_begin_when_they_are_heard(tmp_path: Path) -> None:
    sound, facts = made(
        voice.voice_order("He came home. Then he slept. Who knocked?", None, "en"), tmp_path
    )
    starts = {word: start for word, start, _ in times(facts)}
    for word in ("Then", "Who"):
        at = round(starts[word] * 48000)
        before, after = sound[at - 9600 : at - 2400], sound[at : at + 7200]
        assert _rms(after) > 10 * _rms(before)


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "nl", "zh", "ar", "ja", "pt"])
def test_every_language_speaks_at_the_same_level(tmp_path: Path, language: str) -> None:
    text = {"zh": "你好，我是福尔摩斯。", "ar": "مرحبا، كيف حالك", "ja": "こんにちは"}
    sound, _ = made(
        voice.voice_order(text.get(language, "Maria canta una canzone, Otto."), None, language),
        tmp_path,
    )
    assert -24.5 < 20 * np.log10(_active_rms(sound)) < -20.5
    assert np.abs(sound).max() < 0.84


def test_ends_are_silent_and_never_cut(tmp_path: Path) -> None:
    sound, facts = made(voice.voice_order("Stop!", person("Ann", "female"), "en"), tmp_path)
    assert np.abs(sound[:240]).max() < 0.01
    assert np.abs(sound[-240:]).max() < 0.002
    last = times(facts)[-1][2]
    assert float(str(facts["seconds"])) - last > 0.1
    assert _rms(sound[round(last * 48000) :]) < 0.1 * _active_rms(sound)


def test_dots_alone_are_a_short_silence(tmp_path: Path) -> None:
    sound, facts = made(voice.voice_order("…", None, "en"), tmp_path)
    assert not sound.any()
    assert times(facts) == [("…", 0.0, 0.4)]


def test_the_same_order_gives_the_same_bytes(tmp_path: Path) -> None:
    order = voice.voice_order(LINE, person("Irene", "female"), "en")
    one = voice.make_voice(order, {}, tmp_path, lambda: False).path.read_bytes()
    assert voice.make_voice(order, {}, tmp_path, lambda: False).path.read_bytes() == one


def test_an_order_is_about_what_is_heard_only() -> None:
    holmes = person("Holmes")
    busier = holmes.model_copy(update={"lines": 99, "mentions": 5, "look_words": "thin"})
    one = voice.voice_order("Come\n at once.", holmes, "en")
    assert one == voice.voice_order("Come at once.", busier, "en-GB")
    assert one != voice.voice_order("Come at once.", person("Watson"), "en")


def test_a_narrating_character_has_the_narrators_voice() -> None:
    watson = person("Watson").model_copy(update={"narrator": True})
    assert voices.voice_of(watson, "en") == voices.voice_of(None, "en") == voices.narrator("en")


@pytest.mark.parametrize("age", ["child", "young", "adult", "old"])
@pytest.mark.parametrize("gender", ["male", "female", "unknown"])
def test_every_voice_there_is_can_speak(tmp_path: Path, age: Age, gender: Gender) -> None:
    sound, _ = made(voice.voice_order("Yes, I know.", person("Sam", gender, age), "en"), tmp_path)
    assert 0.6 < len(sound) / 48000 < 3


def test_children_are_higher_and_the_old_slower() -> None:
    names = ["Tom", "Ann", "Lee", "Kit", "Jo", "Max"]
    for name in names:
        child, adult, old = (
            voices.voice_of(person(name, "female", age), "en") for age in ("child", "adult", "old")
        )
        assert child.tract > adult.tract
        assert old.rate <= adult.rate - 10
        assert old.pitch <= adult.pitch


def test_a_cast_is_told_apart() -> None:
    names = ["Holmes", "Watson", "Lestrade", "Moriarty", "Mycroft", "Gregson", "Baskerville"]
    cast = [voices.voice_of(person(name), "en") for name in names]
    for one, other in combinations(cast, 2):
        assert (
            one.voice != other.voice
            or abs(one.pitch - other.pitch) >= 8
            or abs(one.tract - other.tract) >= 0.03
        )


@pytest.mark.parametrize(
    ("wished", "spoken"),
    [("en", "en"), ("de-AT", "de"), ("zh_CN", "zh"), ("", "en"), ("tlh", "en"), ("FR", "fr")],
)
def test_a_language_that_is_not_there_becomes_english(wished: str, spoken: str) -> None:
    assert voices.language_of(wished) == spoken


def test_every_voice_file_is_installed() -> None:
    data = Path(espeakng_loader.get_data_path())
    for files in voices.LANGUAGES.values():
        for file in files:
            assert (data / "lang" / file).is_file(), file
    for variant in {*voices.MEN, *voices.WOMEN, *voices.CHILDREN, voices.NARRATOR}:
        assert (data / "voices" / "!v" / variant).is_file(), variant


def test_treatment_takes_the_edge_off_and_keeps_the_pitch() -> None:
    rate = 22050
    time = np.arange(rate) / rate
    buzz = sum(np.sin(2 * np.pi * 110 * n * time) / n for n in range(1, 90))
    raw = np.asarray(buzz / np.abs(buzz).max() * 20000, np.int16)
    out = voice_room.treat(raw, rate).samples
    before, after = _spectrum(raw.astype(float), rate), _spectrum(out.astype(float), 48000)
    assert after(8000, 11000) / after(100, 500) < 0.4 * before(8000, 11000) / before(100, 500)
    assert after(109, 111) > 50 * after(150, 180)


def _spectrum(sound: NDArray[np.float64], rate: int) -> Callable[[float, float], float]:
    power = np.abs(np.fft.rfft(sound)) ** 2
    frequency = np.arange(len(power)) * rate / len(sound)
    return lambda low, high: float(power[(frequency >= low) & (frequency < high)].mean())


def _rms(sound: NDArray[np.float64]) -> float:
    return float(np.sqrt(np.mean(sound**2)))


def _active_rms(sound: NDArray[np.float64]) -> float:
    blocks = sound[: len(sound) // 2400 * 2400].reshape(-1, 2400)
    power = (blocks**2).mean(axis=1)
    return float(np.sqrt(power[power > power.max() * 0.01].mean()))
