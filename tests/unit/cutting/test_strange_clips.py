"""Clips as cameras, phones and strangers make them, each rendered as a body."""

import hashlib
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from reelwright import cutting
from reelwright.cutting.exports.still import coloured
from reelwright.film.errors import BadInput, Trouble
from reelwright.film.timeline import House, Item
from reelwright.media import ffmpeg, probe
from reelwright.media.sound import pcm

HOUSE = House(width=256, height=144, rate=24)
HALVES = "color=red:size={0}:rate=24:duration=2,drawbox=x=iw/2:w=iw/2:color=blue:t=fill"
"""Red on the left, blue on the right."""


def rendered(path: Path, source: str, *options: str) -> Path:
    """A clip of a filter's pictures."""
    ffmpeg.run((), [ffmpeg.Output(path, ("-map", "[v]", *options))], graph=f"{source}[v]")
    return path


def body(clip: Path, frames: int, folder: Path, house: House = HOUSE) -> list[Any]:
    """The frames of the clip's body, as R'G'B'."""
    name = hashlib.sha256(clip.read_bytes()).hexdigest()
    order = cutting.body_order(Item(clip=name, frames=frames, house=False), house)
    scratch = folder / "scratch"
    scratch.mkdir()
    made = cutting.make(order, {name: clip}, scratch, lambda: False)
    found = probe.probe(made.path).video
    assert found is not None
    assert (found.pix_fmt, found.colours) == ("yuv420p", probe.BT709)
    with av.open(str(made.path)) as container:
        return [coloured(frame) for frame in container.decode(video=0)]


def colour(frame: Any, x: float, y: float) -> tuple[int, int, int]:
    high, wide, _ = frame.shape
    red, green, blue = frame[int(y * high), int(x * wide)].tolist()
    return red, green, blue


def is_red(rgb: tuple[int, int, int]) -> bool:
    return rgb[0] > 200 and max(rgb[1:]) < 60


def is_blue(rgb: tuple[int, int, int]) -> bool:
    return rgb[2] > 200 and max(rgb[:2]) < 60


def test_a_phone_that_was_held_upright(tmp_path: Path) -> None:
    """A display matrix turns the picture by a quarter: red was left, and is below now."""
    plain = rendered(tmp_path / "a.mp4", HALVES.format("256x144"), "-pix_fmt", "yuv420p")
    turned = tmp_path / "turned.mp4"
    options = ("-display_rotation", "90")
    ffmpeg.run([ffmpeg.Input(plain, options)], [ffmpeg.Output(turned, ("-c", "copy"))])
    assert probe.shape(turned) == (144, 256)
    (frame, *_) = body(turned, 24, tmp_path, House(width=144, height=256))
    assert is_blue(colour(frame, 0.5, 0.2))
    assert is_red(colour(frame, 0.5, 0.8))


@pytest.mark.parametrize("size", ["321x181", "33x999", "1x1", "3x2"])
def test_odd_and_tiny_sizes(tmp_path: Path, size: str) -> None:
    source = f"color=red:size={size}:rate=24:duration=1"
    clip = rendered(tmp_path / "a.webm", source, "-c:v", "libvpx-vp9", "-pix_fmt", "yuv444p")
    (frame, *_) = body(clip, 24, tmp_path)
    assert is_red(colour(frame, 0.5, 0.5))


def test_one_frame_is_held_no_longer_than_a_moment(tmp_path: Path) -> None:
    source = HALVES.format("256x144")
    clip = rendered(tmp_path / "a.mp4", source, "-frames:v", "1", "-pix_fmt", "yuv420p")
    assert len(body(clip, 6, tmp_path)) == 6
    other = tmp_path / "other"
    other.mkdir()
    with pytest.raises(BadInput, match=r"is 0\.04 s long, 2\.00 s were wanted"):
        body(clip, 48, other)


def test_a_rate_that_changes_all_the_time(tmp_path: Path) -> None:
    """A second of slow frames, then a second of quick ones: each is seen when it is meant to be."""
    clip = tmp_path / "a.mp4"
    times = [*range(0, 1000, 250), *range(1000, 2000, 20)]
    with av.open(str(clip), "w") as out:
        stream = out.add_stream("libx264", rate=50)
        stream.width, stream.height, stream.pix_fmt = 64, 36, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 1000)
        for at in times:
            grey = np.full((36, 64, 3), 20 + at // 10, np.uint8)
            frame = av.VideoFrame.from_ndarray(grey, format="rgb24")
            frame.pts, frame.time_base = at, Fraction(1, 1000)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    shown = body(clip, 46, tmp_path)
    for number, frame in enumerate(shown):
        second = number / 24
        seen = (int(frame[72, 128, 1]) - 20) * 10
        lag = 250 if second < 1 else 45
        assert -25 <= second * 1000 - seen <= lag + 25, number


def nits(*values: float) -> list[float]:
    """PQ codes."""
    m1, m2, c1, c2, c3 = 0.1593017578125, 78.84375, 0.8359375, 18.8515625, 18.6875
    powers = [(value / 10_000) ** m1 for value in values]
    return [float(((c1 + c2 * p) / (1 + c3 * p)) ** m2) for p in powers]


def bright(path: Path, transfer: str, codes: list[float]) -> Path:
    """Grey stripes of these codes in ten bits, tagged as BT.2020."""
    stripes = ";".join(
        f"color=black:size=64x144:rate=24:duration=1,format=yuv420p10le,"
        f"lutyuv=y={round(64 + 876 * code)}:u=512:v=512[p{n}]"
        for n, code in enumerate(codes)
    )
    row = "".join(f"[p{n}]" for n in range(len(codes)))
    tags = f"color_primaries=bt2020:color_trc={transfer}:colorspace=bt2020nc:range=tv"
    told = f"colorprim=bt2020:transfer={transfer}:colormatrix=bt2020nc:range=limited"
    return rendered(
        path, f"{stripes};{row}hstack=inputs={len(codes)},setparams={tags}",
        "-c:v", "libx265", "-x265-params", f"log-level=none:{told}", "-pix_fmt", "yuv420p10le",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("transfer", "codes"),
    [("smpte2084", nits(0.005, 26, 203, 1000)), ("arib-std-b67", [0.0, 0.38, 0.75, 1.0])],
    ids=["PQ", "HLG"],
)
def test_bright_lights_become_an_ordinary_picture(
    tmp_path: Path, transfer: str, codes: list[float]
) -> None:
    """Black, a grey card, a white sheet and a lamp, as bright as they should be."""
    clip = bright(tmp_path / "a.mp4", transfer, codes)
    (frame, *_) = body(clip, 24, tmp_path, House(width=256, height=144))
    greys = [colour(frame, (2 * n + 1) / 8, 0.5) for n in range(4)]
    assert all(max(grey) - min(grey) <= 2 for grey in greys)
    assert [grey[1] for grey in greys] == pytest.approx([2, 108, 228, 254], abs=4)


def test_ten_bits_and_full_range_become_eight_bits_of_limited_range(tmp_path: Path) -> None:
    for name, options in (
        ("ten", ("-c:v", "libx264", "-pix_fmt", "yuv444p10le")),
        ("full", ("-c:v", "libx264", "-pix_fmt", "yuvj420p", "-color_range", "pc")),
    ):
        folder = tmp_path / name
        folder.mkdir()
        clip = rendered(folder / "a.mp4", HALVES.format("256x144"), *options)
        (frame, *_) = body(clip, 24, folder)
        assert is_red(colour(frame, 0.2, 0.5))
        assert is_blue(colour(frame, 0.8, 0.5))


@pytest.mark.parametrize(
    ("name", "channels", "rate"),
    [("mono", "mono", 8000), ("low", "stereo", 8000), ("surround", "5.1", 48000)],
)
def test_sounds_of_all_kinds_become_stereo(
    tmp_path: Path, name: str, channels: str, rate: int
) -> None:
    path = tmp_path / f"{name}.wav"
    source = f"sine=frequency=440:sample_rate={rate}:duration=1,aformat=channel_layouts={channels}"
    ffmpeg.run((), [ffmpeg.Output(path, ("-map", "[a]"))], graph=f"{source}[a]")
    heard = np.concatenate(list(pcm.decoded(path)))
    assert heard.shape == pytest.approx((pcm.RATE, 2), abs=64)
    spectrum = np.abs(np.fft.rfft(heard[:, 0]))
    assert np.argmax(spectrum) * pcm.RATE / len(heard) == pytest.approx(440, abs=2)
    assert np.abs(heard).max() <= 1.0


HOSTILE: dict[str, Callable[[Path], str]] = {
    "list.m3u8": lambda p: f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile://{p}\n",
    "list.mp4": lambda p: f"#EXTM3U\n#EXTINF:9,\n{p}\n#EXT-X-ENDLIST\n",
    "concat.mov": lambda p: f"ffconcat version 1.0\nfile 'file:{p}'\n",
    "drawing.webm": lambda p: f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{p}"/></svg>',
    "-i.mp4": lambda _: "no film",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_names_other_files_is_refused(tmp_path: Path, name: str) -> None:
    secret = rendered(tmp_path / "secret.mp4", HALVES.format("64x36"), "-pix_fmt", "yuv420p")
    clip = tmp_path / name
    clip.write_text(HOSTILE[name](secret))
    with pytest.raises(Trouble) as told:
        body(clip, 24, tmp_path)
    assert re.search(r"not a video|playlist|damaged", told.value.cause)
    assert not list((tmp_path / "scratch").iterdir())


@pytest.mark.parametrize(
    "name", ["-y.mp4", "a'b\"c.mp4", "a\nb.mp4", "日本 ü %d.mp4", "a:b,[v];.mp4"]
)
def test_any_name_is_only_a_name(tmp_path: Path, name: str) -> None:
    clip = rendered(tmp_path / name, HALVES.format("64x36"), "-pix_fmt", "yuv420p")
    assert len(body(clip, 24, tmp_path)) == 24
