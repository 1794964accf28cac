"""Voice takes: a line of the story as speech, with the time of every written word."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import JsonValue

from reelwright.film.order import Made, Order, Stop
from reelwright.film.story import Character
from reelwright.media.sound import pcm, speech
from reelwright.providers.animatic.sound import voice_room, voice_text, voices

MODEL = "espeak-1"
_SILENCE_SECONDS = 0.4


def voice_order(text: str, character: Character | None, language: str) -> Order:
    """Order `text` spoken by `character` (None: the narrator) in `language` (`en`, `de-AT` …).

    Only what is heard takes part: the same words in the same voice are one Order, whoever speaks.
    """
    voice = voices.voice_of(character, language)
    return Order(
        kind="voice",
        provider="animatic",
        model=MODEL,
        params={
            "text": " ".join(text.split()),
            "language": voices.language_of(language),
            "voice": voice.model_dump(),
        },
    )


def make_voice(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Speak the line: mono WAV, 48 kHz, 16 bit.

    Facts: `seconds`, and `words`, [[word as written, start, end], …] in seconds, rising, within
    `seconds`.
    """
    del inputs
    text, language = str(order.params["text"]), str(order.params["language"])
    voice = voices.Voice.model_validate(order.params["voice"])
    said = voice_text.spoken(text, language)
    path = scratch / "voice.wav"
    if not any(character.isalnum() for character in said.text):
        return _wordless(path, said.words)
    manner = speech.Manner(
        voice=voice.voice,
        rate=round(voice.rate / voice.tract),
        pitch=voice.pitch,
        range=voice.range,
        gap=voice.gap,
    )
    heard = speech.speak(said.text, manner, stop)
    treated = voice_room.treat(heard.samples, voice_room.heard_rate(heard.rate, voice.tract))
    pcm.write_wav(path, treated.samples, voice_room.RATE)
    seconds = len(treated.samples) / voice_room.RATE
    marks = [(at, treated.seconds(sample)) for at, sample in heard.marks]
    words = word_times(said, marks, treated.speech_end)
    return Made(
        path=path, media_type="audio/wav", facts={"seconds": round(seconds, 4), "words": words}
    )


def _wordless(path: Path, written: Sequence[str]) -> Made:
    """Dots or a dash alone: a short silence, so that the shot has its length."""
    pcm.write_wav(path, voice_room.silence(_SILENCE_SECONDS), voice_room.RATE)
    words: list[JsonValue] = [[word, 0.0, _SILENCE_SECONDS] for word in written[:1]]
    return Made(
        path=path, media_type="audio/wav", facts={"seconds": _SILENCE_SECONDS, "words": words}
    )


def word_times(
    said: voice_text.Spoken, marks: Sequence[tuple[int, float]], end: float
) -> list[JsonValue]:
    """[[word, start, end], …] in seconds from the voice's marks (character, seconds).

    A word that the voice gave no mark shares the time of the one before it, by length.
    """
    begins: dict[int, float] = {}
    for at, seconds in sorted(marks):
        index = max(0, bisect_right(said.starts, at) - 1)
        begins.setdefault(index, min(max(seconds, 0.0), end))
    known = sorted(begins)
    if not known:
        known, begins = [0], {0: 0.0}
    times: list[JsonValue] = []
    edges = [*known, len(said.words)]
    now = 0.0
    for index, until in zip(known, edges[1:], strict=True):
        first = 0 if index == known[0] else index
        start = max(now, begins[index])
        stop = max(start, begins.get(until, end))
        weights = [len(word) for word in said.words[first:until]]
        for word, weight in zip(said.words[first:until], weights, strict=True):
            finish = start + (stop - start) * weight / max(1, sum(weights[: len(weights)]))
            times.append([word, round(start, 3), round(min(finish, end), 3)])
            start = finish
        now = stop
    return times
