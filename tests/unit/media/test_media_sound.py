import hashlib
import wave
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from reelwright.film.errors import BadInput
from reelwright.media.sound import pcm

Tone = NDArray[np.float64]


def tone(hertz: float, seconds: float = 2.0, rate: int = pcm.RATE, level: float = 0.0) -> Tone:
    """A sine at `level` dBFS (peak)."""
    at = np.arange(round(seconds * rate)) / rate
    return np.asarray(10 ** (level / 20) * np.sin(2 * np.pi * hertz * at))


def cut(samples: Tone, size: int) -> Iterator[Tone]:
    return (samples[at : at + size] for at in range(0, len(samples), size))


def test_wav_comes_back_bit_for_bit(tmp_path: Path) -> None:
    steps = np.random.default_rng(1).integers(-32768, 32768, (1000, 2))
    path = tmp_path / "a.wav"
    assert pcm.write_wav(path, steps / 32768.0, 44100) == 1000
    samples, rate = pcm.read_wav(path)
    assert (rate, pcm.length(path)) == (44100, (1000, 44100, 2))
    assert np.array_equal(pcm.to_int16(samples), steps)
    again = tmp_path / "b.wav"
    pcm.write_wav(again, samples, rate)
    assert again.read_bytes() == path.read_bytes()
    part, _ = pcm.read_wav(path, 990, 50)
    assert np.array_equal(part, samples[990:])
    assert len(pcm.read_wav(path, 5000)[0]) == 0


def test_wav_in_blocks_is_the_same_and_clipped(tmp_path: Path) -> None:
    loud = 1.5 * tone(100, 0.1)
    pcm.write_wav(tmp_path / "a.wav", loud)
    pcm.write_wav(tmp_path / "b.wav", cut(loud, 333))
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()
    samples, _ = pcm.read_wav(tmp_path / "a.wav")
    assert samples.shape == (4800, 1)
    assert (samples.max(), samples.min()) == (np.float32(32767 / 32768), -1.0)


def test_bad_wavs(tmp_path: Path) -> None:
    for name, data in {"zero": b"", "text": b"words" * 20, "cut": b"RIFF\0\0\0\0WAVEfmt "}.items():
        path = tmp_path / f"{name}.wav"
        path.write_bytes(data)
        with pytest.raises(BadInput, match=name):
            pcm.read_wav(path)
    with pytest.raises(BadInput, match="there is no file"):
        pcm.read_wav(tmp_path / "missing.wav")
    with wave.open(str(tmp_path / "deep.wav"), "wb") as file:
        file.setparams((1, 3, 8000, 0, "NONE", ""))
    with pytest.raises(BadInput, match="16-bit"):
        pcm.read_wav(tmp_path / "deep.wav")


@pytest.mark.parametrize(
    ("source", "target", "hertz"),
    [(22050, 48000, 9000), (44100, 48000, 15000), (48000, 16000, 5000), (24000, 48000, 440)],
)
def test_resampling_keeps_what_both_rates_can_carry(source: int, target: int, hertz: int) -> None:
    got = pcm.resample(tone(hertz, rate=source), source, target)
    meant = tone(hertz, rate=target)
    assert len(got) == len(meant)
    inner = slice(2000, -2000)
    assert np.max(np.abs(got[inner] - meant[inner])) < 10 ** (-80 / 20)


def test_resampling_removes_what_would_fold_back() -> None:
    got = pcm.resample(tone(9500), 48000, 16000)
    assert np.max(np.abs(got[1000:-1000])) < 10 ** (-80 / 20)


def test_resampling_keeps_its_bits_and_shapes() -> None:
    sound = np.stack([tone(300, 0.2, 22050), tone(3000, 0.2, 22050)], 1)
    got = pcm.resample(sound, 22050, 48000)
    assert got.shape == (9600, 2)
    told = hashlib.sha256(pcm.to_int16(got).tobytes()).hexdigest()[:16]
    assert told == "9d51f7c28c6acad0"
    assert pcm.resample(sound[:0], 22050, 48000).shape == (0, 2)


@pytest.mark.parametrize("samples", [1, 1023, 1024, 1025, 100_000])
def test_an_aac_track_is_exactly_as_long_as_its_sound(tmp_path: Path, samples: int) -> None:
    path = tmp_path / "a.m4a"
    sound = np.stack([tone(440, 3)[:samples]] * 2, 1)
    assert pcm.encode_aac(cut(sound, 700), path) == samples
    with av.open(str(path)) as file:
        stream = file.streams.audio[0]
        assert (stream.time_base, stream.start_time) == (Fraction(1, 48000), 0)
        assert stream.duration == samples


def test_aac_bytes_do_not_depend_on_the_chunks(tmp_path: Path) -> None:
    sound = tone(440, 3)
    for name, size in {"a": 700, "b": 48000, "c": 144000}.items():
        pcm.encode_aac(cut(sound, size), tmp_path / name)
    assert len({(tmp_path / name).read_bytes() for name in "abc"}) == 1


def test_aac_sounds_like_its_source_and_in_time(tmp_path: Path) -> None:
    sound = tone(440, 3, level=-6)
    pcm.encode_aac([np.stack([sound, sound], 1)], tmp_path / "a.m4a")
    heard = np.concatenate(list(pcm.decoded(tmp_path / "a.m4a")))[: len(sound), 0]
    inner = slice(4000, -4000)
    assert np.sqrt(np.mean((heard[inner] - sound[inner]) ** 2)) < 0.02


def test_no_sound_is_no_track(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        pcm.encode_aac([], tmp_path / "a.m4a")
    assert list(tmp_path.iterdir()) == []


def test_loudness_of_the_reference_tone() -> None:
    """EBU Tech 3341, case 1: a stereo sine of 1 kHz at -23 dBFS measures -23 LUFS."""
    sound = tone(1000, 5, level=-23)
    lufs, peak = pcm.loudness(np.stack([sound, sound], 1))
    assert lufs == pytest.approx(-23.0, abs=0.1)
    assert peak == pytest.approx(-23.0, abs=0.2)


def test_loudness_is_gated() -> None:
    """EBU Tech 3341, case 3: quiet before and after does not count."""
    levels = ((-36, 5), (-23, 20), (-36, 5))
    sound = np.concatenate([tone(1000, seconds, level=level) for level, seconds in levels])
    assert pcm.loudness(np.stack([sound, sound], 1))[0] == pytest.approx(-23.0, abs=0.1)


def test_true_peak_lies_between_samples() -> None:
    """A quarter-rate sine sampled 45 degrees off its peaks: 3 dB above its samples."""
    swell = np.minimum(1, np.minimum(np.arange(48000), np.arange(48000)[::-1]) / 4800)
    sound = 0.5 * swell * np.sin(2 * np.pi * np.arange(48000) / 4 + np.pi / 4)
    assert pcm.loudness(sound)[1] == pytest.approx(-6.02, abs=0.1)
    assert 20 * np.log10(np.abs(sound).max()) == pytest.approx(-9.03, abs=0.01)


def test_loudness_in_chunks_of_files_and_of_silence(tmp_path: Path) -> None:
    sound = np.stack([tone(500, 2, level=-10)] * 2, 1)
    whole = pcm.loudness(sound)
    assert pcm.measure(cut(sound, 777)) == whole
    pcm.write_wav(tmp_path / "a.wav", sound)
    assert pcm.loudness(tmp_path / "a.wav") == pytest.approx(whole, abs=0.02)
    assert pcm.loudness(np.zeros(48000)) == (pcm.SILENCE, float("-inf"))
    assert pcm.measure([]) == (pcm.SILENCE, float("-inf"))
