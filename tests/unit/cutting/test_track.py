from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from reelwright.cutting.orders import track_order
from reelwright.cutting.sound import levels, weighting
from reelwright.cutting.sound.limiter import AHEAD, BLOCK, Limiter
from reelwright.film.order import Take
from reelwright.film.timeline import Sound
from reelwright.media.sound import pcm

if TYPE_CHECKING:
    from tests.unit.cutting.conftest import Workshop

FRAME = 2000
"""Samples of a frame at 24 frames a second."""


def mixed(
    workshop: "Workshop", sounds: Sequence[Sound], frames: int
) -> tuple[Take, NDArray[np.float32]]:
    take = workshop.make(track_order(sounds, frames, workshop.house))
    return take, workshop.heard(workshop.path(take))


def tone(samples: NDArray[np.floating], hertz: float) -> float:
    """Amplitude of one frequency in dB."""
    t = np.arange(len(samples)) / pcm.RATE
    return 20 * float(
        np.log10(abs(np.mean(samples[:, 0] * np.exp(-2j * np.pi * hertz * t))) + 1e-9)
    )


def test_loudness_and_true_peak_hold_on_the_result(workshop: "Workshop") -> None:
    loud, quiet = workshop.voice(2.0, 0.9), workshop.voice(2.0, 0.01, 220)
    sounds = [Sound(clip=c, at=12 + i * 60, frames=48) for i, c in enumerate((loud, quiet) * 3)]
    sounds.append(Sound(clip=workshop.music(), at=0, frames=360, role="music"))
    take, heard = mixed(workshop, sounds, 360)
    lufs, peak = pcm.loudness(workshop.path(take))
    assert abs(lufs + 14) <= 0.3
    assert peak <= -1
    assert abs(len(heard) - 360 * FRAME) <= 1024
    assert take.facts["samples"] == 360 * FRAME
    # Each voice is levelled: 39 dB apart before, about equal after.
    spans = [heard[s.at * FRAME : (s.at + 48) * FRAME] for s in sounds[:2]]
    assert abs(workshop.decibels(spans[0]) - workshop.decibels(spans[1])) < 3


def test_voices_stand_at_their_frames(workshop: "Workshop") -> None:
    sounds = [Sound(clip=workshop.voice(1.0), at=at, frames=24) for at in (24, 96)]
    _, heard = mixed(workshop, sounds, 168)
    level = np.abs(heard[:, 0]) > 0.02
    for at in (24, 96):
        first = at * FRAME - 400 + int(np.argmax(level[at * FRAME - 400 :]))
        assert abs(first - at * FRAME) < 300
        assert not level[at * FRAME - 12 * FRAME : at * FRAME - 300].any()


def test_music_makes_room_for_voices_and_comes_back(workshop: "Workshop") -> None:
    sounds = [
        Sound(clip=workshop.music(), at=0, frames=480, role="music"),
        Sound(clip=workshop.voice(4.0), at=120, frames=96),
        Sound(clip=workshop.voice(4.0), at=230, frames=96),
    ]
    _, heard = mixed(workshop, sounds, 480)

    def music(second: float) -> float:
        return tone(heard[round(second * pcm.RATE) :][: pcm.RATE // 4], 1500)

    alone, under = music(2.5), music(7.0)
    assert 7 < alone - under < 11
    # A pause of 0.6 s is too short; after the last word the music is back within 1.1 s.
    assert abs(music(9.15) - under) < 2
    assert abs(music(230 / 24 + 4 + 1.1) - alone) < 1
    # Faded at its edges: in 0.5 s, out 2 s.
    assert music(0.0) < alone - 6
    assert music(19.7) < alone - 12
    assert abs(music(17.5) - alone) < 1
    # Voice over music while speaking: 12 to 18 dB.
    speech = workshop.decibels(heard[6 * pcm.RATE : 8 * pcm.RATE])
    bed = 20 * np.log10(2) / 2 + under + 3
    assert 9 < speech - bed < 21


def test_nothing_is_digitally_silent_in_a_film_with_sound(workshop: "Workshop") -> None:
    _, heard = mixed(workshop, [Sound(clip=workshop.voice(1.0), at=0, frames=24)], 144)
    pause = heard[2 * pcm.RATE : 5 * pcm.RATE].reshape(-1, 4800, 2)
    levels_db = [workshop.decibels(piece) for piece in pause]
    assert -80 < min(levels_db) < max(levels_db) < -50


def test_a_film_without_sounds_has_a_silent_track(workshop: "Workshop") -> None:
    take, heard = mixed(workshop, [], 50)
    assert abs(len(heard) - 50 * FRAME) <= 1024
    assert np.abs(heard).max() < 1e-4
    assert "lufs" not in take.facts


def test_what_cannot_be_heard_is_no_failure(workshop: "Workshop") -> None:
    for voice in (np.zeros(pcm.RATE), np.full(400, 0.1)):
        take, heard = mixed(workshop, [Sound(clip=workshop.sound(voice), at=0, frames=1)], 24)
        assert "lufs" not in take.facts
        assert abs(len(heard) - 24 * FRAME) <= 1024


def test_a_track_that_begins_within_a_sound_goes_on_in_it(workshop: "Workshop") -> None:
    sweep = np.zeros(4 * pcm.RATE)
    t = np.arange(pcm.RATE) / pcm.RATE
    sweep[2 * pcm.RATE : 3 * pcm.RATE] = 0.3 * np.sin(2 * np.pi * 700 * t)
    sounds = [Sound(clip=workshop.sound(sweep), at=-24, frames=96)]
    _, heard = mixed(workshop, sounds, 72)
    assert tone(heard[pcm.RATE + 2000 : 2 * pcm.RATE - 2000], 700) > -30
    assert tone(heard[: pcm.RATE - 2000], 700) < -60


def test_sounds_in_other_formats_are_taken(workshop: "Workshop") -> None:
    path = workshop.root / "voice.m4a"
    t = np.arange(2 * pcm.RATE) / pcm.RATE
    pcm.encode_aac([np.sin(2 * np.pi * 500 * t).astype(np.float32) * 0.3], path)
    _, heard = mixed(workshop, [Sound(clip=workshop.put(path), at=24, frames=48)], 96)
    assert tone(heard[pcm.RATE + 4000 : 2 * pcm.RATE], 500) > -25


@pytest.mark.parametrize("chunk", [BLOCK, 10 * BLOCK, 1000 * BLOCK])
def test_the_limiter_holds_its_ceiling_in_chunks_of_any_length(chunk: int) -> None:
    rng = np.random.default_rng(3)
    samples = (rng.standard_normal((1000 * BLOCK, 2)) * 0.5).astype(np.float32)
    samples[20000:20010] = 3.0
    limiter = Limiter(0.5)
    out = [limiter.feed(samples[at : at + chunk]) for at in range(0, len(samples), chunk)]
    whole = np.concatenate([*out, limiter.flush()])
    assert whole.shape == samples.shape
    assert np.abs(whole).max() <= 0.5 + 1e-6
    assert len(out[0]) == max(0, chunk - AHEAD * BLOCK)


def test_the_limiter_leaves_quiet_sound_alone() -> None:
    samples = np.full((100 * BLOCK, 2), 0.2, np.float32)
    limiter = Limiter(0.5)
    assert np.array_equal(np.concatenate([limiter.feed(samples), limiter.flush()]), samples)


@pytest.mark.parametrize("hertz", [60, 440, 1000, 5000])
def test_quick_loudness_agrees_with_the_full_meter(hertz: float) -> None:
    t = np.arange(5 * pcm.RATE) / pcm.RATE
    side = 0.2 * np.sin(2 * np.pi * hertz * t) * (0.6 + 0.4 * np.sin(2 * np.pi * 0.7 * t))
    stereo = np.stack([side, side], 1).astype(np.float32)
    quick = weighting.integrated(weighting.powers(stereo, weighting.STEP))
    assert abs(quick - pcm.loudness(stereo)[0]) < 0.1


def test_levels_of_silence_and_of_nothing() -> None:
    for samples in (np.zeros((48000, 1), np.float32), np.zeros((3, 2), np.float32)):
        found = levels.measured([samples])
        assert levels.gain(found.level, levels.VOICE) == 0
        assert found.active == ()
