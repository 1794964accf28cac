"""Encoders are taken by trial, and whoever asks for one that is not there is told why."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reelwright.film.errors import MachineTrouble
from reelwright.film.timeline import House
from reelwright.media import delivery, encoder, ffmpeg, probe


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    """What one test has tried is no answer to another."""
    encoder._refusal.cache_clear()
    yield
    encoder._refusal.cache_clear()


def test_x264_works_everywhere() -> None:
    assert encoder.refusal("x264") == ""
    assert encoder.choose("x264") == "x264"


def test_what_is_missing_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = replace(encoder.ENCODERS["nvenc"], options=lambda _: ("-c:v", "h264_nowhere"))
    monkeypatch.setitem(encoder.ENCODERS, "nvenc", missing)
    assert "h264_nowhere" in encoder.refusal("nvenc")
    with pytest.raises(MachineTrouble, match=r"nvenc cannot be used here: .*h264_nowhere") as told:
        encoder.choose("nvenc")
    assert "REELWRIGHT_ENCODER" in told.value.remedy


def test_auto_takes_the_first_that_works(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in encoder.HARDWARE:
        broken = replace(encoder.ENCODERS[name], options=lambda _: ("-c:v", "h264_nowhere"))
        monkeypatch.setitem(encoder.ENCODERS, name, broken)
    assert encoder.choose("auto") == "x264"
    monkeypatch.setitem(encoder.ENCODERS, "vaapi", encoder.ENCODERS["x264"])
    encoder._refusal.cache_clear()
    assert encoder.choose("auto") == "vaapi"


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("-c:v", "libx264", "-pix_fmt", "yuv420p10le", "-g", "48", "-bf", "0"), "10le"),
        (("-c:v", "libx264", "-preset", "ultrafast", "-g", "500", "-bf", "0"), "key frames"),
        (("-c:v", "libx264", "-preset", "medium", "-g", "48", "-bf", "2"), "house format"),
        (("-c:v", "mpeg4", "-sc_threshold", "1000000000"), "house format"),
    ],
    ids=["ten bits", "no second key frame", "B-frames", "another codec"],
)  # fmt: skip
def test_an_encoder_whose_files_do_not_fit_is_none(
    monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], why: str
) -> None:
    strange = replace(encoder.ENCODERS["qsv"], options=lambda _: options, filters="null")
    monkeypatch.setitem(encoder.ENCODERS, "qsv", strange)
    assert why in encoder.refusal("qsv")


def test_a_restless_picture_stays_under_the_cap(tmp_path: Path) -> None:
    """Fifteen seconds of 1080p are 50 MB at most; noise is the worst that can come."""
    house, seconds = House(width=640, height=480, rate=24), 4
    out = tmp_path / "noise.mp4"
    options = encoder.ENCODERS["x264"].options(house)
    ffmpeg.run(
        (),
        [ffmpeg.Output(out, ("-map", "[v]", *options, *delivery.written(house)))],
        graph=f"color=gray:size=640x480:rate=24:duration={seconds},noise=alls=100:allf=t[v]",
    )
    most = delivery.cap(house) * 1000 / 8 * (seconds + 0.5)
    assert most / 2 < out.stat().st_size < most * 1.1
    big = House(width=1920, height=1080)
    assert (delivery.cap(big) * 15.5 + 200 * 15) * 1000 / 8 < 50_000_000


def test_vp9_is_the_same_twice(tmp_path: Path) -> None:
    house = House(width=320, height=180, rate=24)
    options = ("-map", "[v]", *delivery.vp9(house), *delivery.written(house))
    for name in "ab":
        ffmpeg.run(
            (),
            [ffmpeg.Output(tmp_path / name, options)],
            graph=f"testsrc2=size=320x180:rate=24:duration=2,{delivery.TAGGED},format=yuv420p[v]",
        )  # fmt: skip
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    found = probe.probe(tmp_path / "a").video
    assert found is not None
    assert (found.codec, found.frames, found.colours) == ("vp9", 48, probe.BT709)
