import os
import time
from pathlib import Path
from typing import Any

import pytest

from reelwright.film.errors import BadInput, Interrupted, MachineTrouble
from reelwright.film.timeline import House
from reelwright.media import encoder, ffmpeg, house
from reelwright.media.complaints import explain
from reelwright.media.processes.child import Ended

SOURCE = "testsrc2=size=320x180:rate=24:duration={0}[v]"
SMALL = House(width=320, height=180, rate=24)


def render(out: Path, seconds: int, **more: Any) -> None:
    ffmpeg.run(
        (),
        [ffmpeg.Output(out, ("-map", "[v]", *house.arguments(SMALL)))],
        graph=SOURCE.format(seconds),
        **more,
    )


def test_progress_is_told_up_to_the_end(tmp_path: Path) -> None:
    told: list[float] = []
    render(tmp_path / "a.mp4", 3, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(3.0, abs=0.1)


def test_same_arguments_same_bytes(tmp_path: Path) -> None:
    for name in ("a.mp4", "b.mp4"):
        render(tmp_path / name, 1)
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()


def test_stop_leaves_no_process_and_no_file(tmp_path: Path) -> None:
    started = time.monotonic()
    with pytest.raises(Interrupted):
        render(tmp_path / "a.mp4", 9999, stop=lambda: time.monotonic() > started + 0.3)
    assert time.monotonic() - started < 3
    assert list(tmp_path.iterdir()) == []
    assert not running(tmp_path)


def running(folder: Path) -> list[str]:
    """Processes whose arguments name a folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                line = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if str(folder).encode() in line:
                found.append(entry.name)
    return found


@pytest.mark.parametrize(
    ("limits", "cause"),
    [
        (ffmpeg.Limits(wall_seconds=0.4), "took too long"),
        (ffmpeg.Limits(cpu_seconds=1), "took too long"),
        (ffmpeg.Limits(file_mb=1), "larger than allowed"),
        (ffmpeg.Limits(memory_mb=200, wall_seconds=5), "memory"),
    ],
    ids=["wall", "cpu", "file", "memory"],
)
def test_limits(tmp_path: Path, limits: ffmpeg.Limits, cause: str) -> None:
    with pytest.raises(MachineTrouble, match=cause):
        render(tmp_path / "a.mp4", 9999, limits=limits)
    assert list(tmp_path.iterdir()) == []


def test_a_program_may_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = ffmpeg.binary()
    assert ffmpeg.version()
    monkeypatch.setenv(ffmpeg.VARIABLE, str(own))
    assert ffmpeg.binary() == own
    for wrong in (tmp_path / "missing", tmp_path):
        monkeypatch.setenv(ffmpeg.VARIABLE, str(wrong))
        with pytest.raises(MachineTrouble) as refusal:
            ffmpeg.binary()
        assert ffmpeg.VARIABLE in refusal.value.remedy
    fake = tmp_path / "fake"
    fake.write_text("#!/bin/sh\necho hello\n")
    fake.chmod(0o755)
    monkeypatch.setenv(ffmpeg.VARIABLE, str(fake))
    with pytest.raises(MachineTrouble, match="no working ffmpeg"):
        ffmpeg.version()
    assert encoder.refusal("x264")


def test_formats_that_read_other_files_cannot_be_pinned(tmp_path: Path) -> None:
    for name in ("concat", "hls", "lavfi", "image2", "tee"):
        with pytest.raises(ValueError, match=name):
            ffmpeg.run(
                [ffmpeg.Input(tmp_path / "a", format=name)], [ffmpeg.Output(tmp_path / "b.mp4")]
            )


@pytest.mark.parametrize(
    ("told", "kind", "cause"),
    [
        ("av_interleaved_write_frame(): No space left on device", MachineTrouble, "disk is full"),
        ("/x/y: Read-only file system", MachineTrouble, "read-only"),
        ("[error] Unknown encoder 'h264_nvenc'", MachineTrouble, "lacks something"),
        ("Stream map '0:v' matches no streams.", BadInput, "lacks the picture"),
        ("something new", MachineTrouble, "something new"),
        ("", MachineTrouble, "said nothing"),
    ],
)
def test_complaints_are_understood(told: str, kind: type[Exception], cause: str) -> None:
    trouble = explain("cut", Ended(code=1, err=bytearray(told.encode())), [Path("/a/b.mp4")])
    assert type(trouble) is kind
    assert cause in trouble.cause
    assert "b.mp4" in trouble.cause
    assert "/a/" not in trouble.cause
