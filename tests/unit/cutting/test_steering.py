import numpy as np
import pytest

from reelwright.cutting.sound.limiter import BLOCK, Limiter
from reelwright.cutting.sound.steering import Survey
from reelwright.media.sound import pcm


def speech(crest: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Ten seconds of noise in syllables; the higher `crest`, the more its peaks stand out."""
    rng = np.random.default_rng(5)
    t = np.arange(10 * pcm.RATE) / pcm.RATE
    noise = rng.standard_normal(len(t))
    side = np.sign(noise) * np.abs(noise) ** crest * 0.03 * np.abs(np.sin(2 * np.pi * 2.1 * t))
    return np.stack([side, side], 1).astype(np.float32)


@pytest.mark.parametrize(("crest", "target"), [(1, -30.0), (1, -14.0), (1, -11.0), (1.7, -14.0)])
def test_the_gain_found_hits_the_target_through_the_limiter(crest: float, target: float) -> None:
    samples, survey = speech(crest), Survey()
    for at in range(0, len(samples), 7777):
        survey.feed(samples[at : at + 7777])
    limiter = Limiter(10 ** (-1.5 / 20))
    loud = samples * np.float32(10 ** (survey.gain(target, -1.5) / 20))
    whole = len(loud) // BLOCK * BLOCK
    out = np.concatenate([limiter.feed(loud[:whole]), limiter.flush()])
    assert abs(pcm.loudness(out)[0] - target) < 0.3


def test_silence_is_known() -> None:
    survey = Survey()
    survey.feed(np.zeros((pcm.RATE, 2), np.float32))
    assert survey.silent
    survey.feed(speech(1))
    assert not survey.silent
