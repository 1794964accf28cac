"""What a film sounds like, whatever it has: loudness on the result, levels, and no drift."""

import contextlib
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import av.error
import numpy as np
import pytest
from av.filter import Graph

from reelwright import cutting
from reelwright.cutting.orders import track_order
from reelwright.cutting.sound import levels, weighting
from reelwright.film.order import Take
from reelwright.film.timeline import House, Item, Sound, Timeline
from reelwright.media import probe
from reelwright.media.sound import pcm
from reelwright.providers.animatic.sound import effects

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tests.unit.cutting.conftest import Workshop

FRAMES = 240
"""Ten seconds at 24 frames a second."""


def effect(workshop: "Workshop", name: str) -> str:
    return workshop.sound(effects.effect(name))


def air(workshop: "Workshop", amplitude: float = 0.004) -> str:
    noise = np.random.default_rng(5).standard_normal((9 * pcm.RATE, 2)) * amplitude
    return workshop.sound(noise)


def drums(workshop: "Workshop") -> str:
    """Music with crests: a burst of noise four times a second."""
    t = np.arange(8 * pcm.RATE) / pcm.RATE
    noise = np.random.default_rng(6).standard_normal((len(t), 2))
    return workshop.sound(0.2 * noise * np.exp(-((t % 0.25) * 30))[:, None])


def sounds(workshop: "Workshop", kinds: Sequence[str]) -> list[Sound]:
    found = {
        "voice": [Sound(clip=workshop.voice(2.0), at=at, frames=48) for at in (20, 120)],
        "loud voice": [Sound(clip=workshop.voice(3.0, 0.99, 220), at=30, frames=72)],
        "one word": [Sound(clip=workshop.voice(0.5), at=100, frames=12)],
        "music": [Sound(clip=workshop.music(), at=0, frames=FRAMES, role="music")],
        "drums": [Sound(clip=drums(workshop), at=0, frames=FRAMES, role="music")],
        "quiet music": [Sound(clip=workshop.music(3.0, 0.003), at=0, frames=FRAMES, role="music")],
        "effects": [
            Sound(clip=effect(workshop, name), at=at, frames=48, role="effect")
            for name, at in (("whoosh-left", 40), ("hit", 90), ("air-1", 140), ("riser", 160))
        ],
        "air": [Sound(clip=air(workshop), at=0, frames=FRAMES, role="effect")],
    }
    return [sound for kind in kinds for sound in found[kind]]


def independent_peak(samples: "NDArray[np.float32]") -> float:
    """dBTP by libavfilter's meter, which computes all samples in between."""
    graph = Graph()
    source = graph.add_abuffer(
        sample_rate=pcm.RATE, format="flt", layout="stereo", time_base=Fraction(1, pcm.RATE)
    )
    meter = graph.add("ebur128", "peak=true:metadata=1:framelog=quiet")
    graph.link_nodes(source, meter, graph.add("abuffersink")).configure()
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="flt", layout="stereo")
    frame.sample_rate, frame.pts = pcm.RATE, 0
    graph.push(frame)
    graph.push(None)
    peak = 0.0
    with contextlib.suppress(av.error.EOFError, av.error.BlockingIOError):
        while True:
            for name, value in graph.pull().metadata.items():
                peak = max(peak, float(value) if "true_peaks_ch" in name else 0.0)
    return 20 * float(np.log10(peak))


def made(workshop: "Workshop", kinds: Sequence[str]) -> tuple[Take, "NDArray[np.float32]"]:
    take = workshop.make(track_order(sounds(workshop, kinds), FRAMES, workshop.house))
    return take, workshop.heard(workshop.path(take))


@pytest.mark.parametrize(
    "kinds",
    [
        ["voice"], ["loud voice"], ["one word"], ["music"], ["drums"], ["quiet music"],
        ["effects"], ["effects", "air"], ["voice", "effects"], ["music", "effects", "air"],
        ["voice", "loud voice", "drums", "effects", "air"],
    ],
    ids="+".join,
)  # fmt: skip
def test_every_film_is_as_loud_as_it_shall_be(workshop: "Workshop", kinds: list[str]) -> None:
    """N14: -14 LUFS ± 0.5, true peak at most -1 dBTP, on the decoded result."""
    take, heard = made(workshop, kinds)
    lufs, peak = pcm.loudness(heard)
    assert abs(lufs - levels.TARGET) <= 0.5
    assert peak <= -1
    assert independent_peak(heard) <= -1
    assert abs(float(str(take.facts["lufs"])) - lufs) < 0.1
    assert abs(len(heard) - FRAMES * 2000) <= 1024


def test_an_empty_room_does_not_roar(workshop: "Workshop") -> None:
    take, heard = made(workshop, ["air"])
    assert pcm.loudness(heard)[0] < -38
    assert np.abs(heard[pcm.RATE :]).max() > 1e-4
    assert "lufs" not in take.facts


def test_silence_stays_silent(workshop: "Workshop") -> None:
    take, heard = made(workshop, [])
    assert np.abs(heard).max() < 1e-4
    assert take.facts["seconds"] == 10


def test_music_beside_voices_is_at_a_third_and_makes_room(workshop: "Workshop") -> None:
    """A7: music as loud as the voices, times 0.3; 18 LU below them while they speak."""
    order = track_order(sounds(workshop, ["voice", "music"]), FRAMES, workshop.house)
    heard = workshop.heard(workshop.path(workshop.make(order)))

    def music(second: float) -> float:
        """LUFS of the two tones that the music is made of."""
        piece = heard[round(second * pcm.RATE) :][: pcm.RATE // 2]
        spectrum = np.abs(np.fft.rfft(piece * np.hanning(len(piece))[:, None], axis=0))
        kept = np.zeros_like(spectrum)
        for hertz in (1000, 1500):
            kept[hertz // 2 - 3 : hertz // 2 + 4] = spectrum[hertz // 2 - 3 : hertz // 2 + 4]
        power = 2 * (kept**2).sum() / len(piece) ** 2 / 0.375
        return -0.691 + 10 * float(np.log10(power)) + 0.2

    voice = weighting.loudness(
        weighting.powers(heard[pcm.RATE : 2 * pcm.RATE].astype(np.float32), pcm.RATE // 50)
    )
    assert abs(music(3.9) - (levels.TARGET + 20 * np.log10(0.3))) < 2
    assert 14 < voice - music(1.5) < 21
    assert 6 < music(3.9) - music(1.5) < 9


def test_music_of_any_loudness_ends_up_equally_loud(workshop: "Workshop") -> None:
    found = []
    for amplitude in (0.004, 0.8):
        heard_alone = [
            *sounds(workshop, ["voice"]),
            Sound(clip=workshop.music(4.0, amplitude), at=0, frames=FRAMES, role="music"),
        ]
        order = track_order(heard_alone, FRAMES, workshop.house)
        heard = workshop.heard(workshop.path(workshop.make(order)))
        found.append(workshop.decibels(heard[round(3.6 * pcm.RATE) : round(4.2 * pcm.RATE)]))
    assert abs(found[0] - found[1]) < 1


def test_an_effect_is_heard_where_its_peak_is_said_to_be(workshop: "Workshop") -> None:
    # A voice later on decides how loud all is: an effect alone would be pressed against the limit.
    voice = Sound(clip=workshop.voice(4.0), at=140, frames=96)
    for name in effects.NAMES:
        sound = Sound(clip=effect(workshop, name), at=60, frames=60, role="effect")
        order = track_order([sound, voice], FRAMES, workshop.house)
        heard = workshop.heard(workshop.path(workshop.make(order)))[: 130 * 2000]
        window = np.ones(2000) / 2000
        power = np.convolve((heard.astype(np.float64) ** 2).sum(axis=1), window, "same")
        at = int(np.argmax(power)) / 2000
        assert abs(at - 60 - effects.peak(name) * 24) <= 1, name


@pytest.mark.parametrize("rate", [24, 25, 30])
def test_sound_and_picture_end_together_after_300_shots(workshop: "Workshop", rate: int) -> None:
    """No drift: the last of 300 shots is heard when it is seen, and both end within one frame."""
    house = House(width=64, height=36, rate=rate)
    shots, frames = 300, house.gop
    dark, light = (workshop.clip(frames, luma, house=house) for luma in (40, 200))
    click = workshop.sound(np.sin(np.arange(4800) * 0.2) * 0.5)
    timeline = Timeline(
        house=house,
        items=tuple(
            Item(clip=light if number % 10 == 9 else dark, frames=frames, scene="1.1")
            for number in range(shots)
        ),
        sounds=tuple(
            Sound(clip=click, at=number * frames, frames=frames) for number in range(9, shots, 10)
        ),
    )
    film = workshop.path(workshop.run(cutting.cut(timeline)))
    facts = probe.probe(film)
    assert facts.video is not None
    assert facts.audio is not None
    assert facts.video.frames == shots * frames == timeline.frames
    heard = workshop.heard(film)
    assert abs(len(heard) / pcm.RATE - shots * frames / rate) <= 1 / rate
    lumas = np.array(workshop.lumas(film))
    seen = np.flatnonzero((lumas[1:] > 120) & (lumas[:-1] < 120)) + 1
    loud = np.abs(heard[:, 0]) > 0.05
    for frame in seen:
        at = round((frame - 2) * pcm.RATE / rate)
        begun = at + int(np.argmax(loud[at:]))
        assert abs(begun * rate / pcm.RATE - frame) < 0.5
    assert len(seen) == shots // 10
