"""Music takes: a bed for a mood, a loop without a seam."""

from collections.abc import Mapping
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from reelwright.film.order import Made, Order, Stop, pause
from reelwright.film.story import Mood
from reelwright.media.memory import give_back
from reelwright.media.sound import pcm
from reelwright.providers.animatic.sound import loop, music_score, music_sound
from reelwright.providers.animatic.sound.music_score import Score

MODEL = "bed-1"
LOUDNESS = -23.0
"""LUFS of every bed."""

_CEILING = 10 ** (-4 / 20)


def music_order(mood: Mood, seed: int) -> Order:
    """Order a bed. `seed` chooses key, harmony and tune among those of the mood."""
    return Order(
        kind="music", provider="animatic", model=MODEL, params={"mood": mood, "seed": seed}
    )


def make_music(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Compose and play the bed: stereo WAV, 48 kHz, 16 bit, 48 to 60 s, whose end meets its start.

    Facts: `seconds`, `mood`.
    """
    del inputs
    mood, seed = cast(Mood, order.params["mood"]), cast(int, order.params["seed"])
    try:
        return _bed(mood, seed, scratch, stop)
    finally:
        give_back()


def _bed(mood: Mood, seed: int, scratch: Path, stop: Stop) -> Made:
    score = music_score.score(mood, seed)
    dry = played(score, stop)
    music_sound.forget()  # the tones of one bed are 80 MB, and the next one has others
    pause(stop, "music")
    wet = loop.finished(dry, music_sound.RATE, room=score.style.reverb, tail=score.style.tail)
    pause(stop, "music")
    bed = loop.levelled(wet, LOUDNESS, _CEILING)
    path = scratch / "music.wav"
    pcm.write_wav(path, bed.T, pcm.RATE)
    seconds = round(bed.shape[1] / pcm.RATE, 4)
    return Made(path=path, media_type="audio/wav", facts={"seconds": seconds, "mood": mood})


def played(score: Score, stop: Stop = lambda: False) -> NDArray[np.float32]:
    """All notes, dry, (2, samples) at the synthesiser's rate; what rings on goes round."""
    beat = score.style.beat
    length = score.beats * beat
    sound = np.zeros((2, length), np.float32)
    for number, note in enumerate(score.notes):
        if number % 8 == 0:
            pause(stop, "music")
        seconds = note.long * beat / music_sound.RATE
        tone = music_sound.tone(
            note.instrument, note.pitch, seconds, note.force, score.style.brightness
        )
        tone *= np.float32(10 ** (note.level / 20))
        loop.add(sound, tone, round(note.at * beat))
    return sound
