"""The voice process: same bytes, honest marks, nothing left behind."""

import time
from pathlib import Path

import numpy as np
import pytest

from reelwright.film.errors import Interrupted, MachineTrouble
from reelwright.media.sound import speech
from reelwright.media.sound.speech import Manner

BREATHY = Manner("gmw/en-GB-x-rp+f3", rate=140, pitch=55)


def test_the_same_line_gives_the_same_bytes_in_every_process() -> None:
    text = "Nobody had come, and nobody would."
    takes = {speech.speak(text, BREATHY).samples.tobytes() for _ in range(4)}
    assert len(takes) == 1


def test_marks_are_where_words_begin() -> None:
    text = "He came home, sat down, and slept."
    heard = speech.speak(text, Manner("gmw/en"))
    assert [text[at : at + 3] for at, _ in heard.marks] == [
        "He ", "cam", "hom", "sat", "dow", "and", "sle",
    ]  # fmt: skip
    samples = [sample for _, sample in heard.marks]
    assert samples == sorted(samples)
    assert samples[-1] < len(heard.samples)
    # Before "sat" and "and" the voice pauses, and they begin where the silence ends.
    for index in (3, 5):
        at = samples[index]
        before = np.abs(heard.samples[at - 2600 : at - 900]).mean()
        after = np.abs(heard.samples[at : at + 2600]).mean()
        assert after > 8 * (before + 1)


@pytest.mark.parametrize(
    ("voice", "text", "words"),
    [
        ("gmw/de", "Größer als je.", 3),
        ("roa/fr", "C'est déjà l'été.", 3),
        ("sem/ar", "مرحبا كيف حالك", 3),
        ("sit/cmn", "我是。", 2),
    ],
)
def test_marks_count_characters_not_bytes(voice: str, text: str, words: int) -> None:
    heard = speech.speak(text, Manner(voice))
    assert len(heard.marks) == words
    assert all(0 <= at < len(text) for at, _ in heard.marks)


def test_pitch_rate_and_loudness_obey() -> None:
    text = "The lamp is lit."
    slow, fast = (speech.speak(text, Manner("gmw/en", rate=rate)) for rate in (100, 200))
    assert len(slow.samples) > 1.5 * len(fast.samples)
    assert np.abs(slow.samples.astype(int)).max() < 32000


def test_a_line_may_take_its_time() -> None:
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return False

    heard = speech.speak("And so it went on. " * 500, Manner("gmw/en"), stop)
    assert asked, "too short to be a test"
    assert len(heard.marks) == 2500


def test_an_unknown_voice_is_one_clear_sentence() -> None:
    with pytest.raises(MachineTrouble, match="there is no voice 'xx/nowhere'"):
        speech.speak("Hello.", Manner("xx/nowhere"))


def test_no_text_is_no_trouble() -> None:
    assert speech.speak("", Manner("gmw/en")).marks == ()


def test_stop_ends_the_process_at_once() -> None:
    before = _children()
    start = time.monotonic()
    with pytest.raises(Interrupted):
        speech.speak("And so it went on. " * 20_000, Manner("gmw/en", rate=80), lambda: True)
    assert time.monotonic() - start < 5
    assert _children() == before


def test_a_line_that_takes_too_long_is_given_up() -> None:
    before = _children()
    with pytest.raises(MachineTrouble, match="too long"):
        speech.speak("And so it went on. " * 20_000, Manner("gmw/en"), wall_seconds=0.1)
    assert _children() == before


def _children() -> str:
    path = Path("/proc/self/task")
    if not path.exists():
        pytest.skip("NOT RUN: child processes are counted on Linux only")
    return " ".join(sorted((p / "children").read_text() for p in path.iterdir()))
