"""Pictures through a pipe: all of them, in bounded memory, and no process is left behind."""

import os
import subprocess
from pathlib import Path

import numpy as np
import pytest

from reelwright.film.errors import BadInput, Interrupted, MachineTrouble
from reelwright.media import ffmpeg, piped

GRAPH = "[0:v:0]scale=320:180,format=yuv420p[v]"


def clip(path: Path, seconds: int = 4) -> ffmpeg.Input:
    command = [
        str(ffmpeg.binary()), "-v", "error", "-f", "lavfi", "-i",
        f"testsrc2=size=320x180:rate=24:duration={seconds}", "-c:v", "libx264", "-qp", "0",
        "-pix_fmt", "yuv420p", str(path),
    ]  # fmt: skip
    subprocess.run(command, check=True)
    return ffmpeg.Input(path)


def programs() -> int:
    """Running ffmpeg programs that were started by this process."""
    found = subprocess.run(
        ["ps", "-ww", "-o", "args=", "--ppid", str(os.getpid())],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return sum("rawvideo" in line for line in found.stdout.splitlines())


def test_all_pictures_come_in_order_and_as_they_are(tmp_path: Path) -> None:
    source = clip(tmp_path / "a.mp4")
    shown = list(piped.pictures(source, GRAPH, 320, 180, lambda: False, "join"))
    assert len(shown) == 96
    plain = tmp_path / "a.yuv"
    ffmpeg.run(
        [source],
        [ffmpeg.Output(plain, ("-map", "[v]", "-f", "rawvideo", "-pix_fmt", "yuv420p"))],
        GRAPH,
    )
    told = np.concatenate([np.concatenate([plane.ravel() for plane in one]) for one in shown])
    assert np.array_equal(told, np.fromfile(plain, np.uint8))


def test_who_has_seen_enough_ends_it(tmp_path: Path) -> None:
    shown = piped.pictures(clip(tmp_path / "a.mp4", 30), GRAPH, 320, 180, lambda: False, "join")
    assert next(shown)[0].shape == (180, 320)
    assert programs() == 1
    shown.close()
    assert programs() == 0


def test_a_stop_is_heard_in_the_middle(tmp_path: Path) -> None:
    asked = False
    shown = piped.pictures(clip(tmp_path / "a.mp4", 60), GRAPH, 320, 180, lambda: asked, "join")
    next(shown)
    asked = True
    with pytest.raises(Interrupted):
        list(shown)
    assert programs() == 0


def test_what_is_no_clip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"\0" * 1000)
    with pytest.raises((BadInput, MachineTrouble)):
        list(piped.pictures(ffmpeg.Input(path), GRAPH, 320, 180, lambda: False, "join"))


def test_half_a_picture_is_told(tmp_path: Path) -> None:
    source = clip(tmp_path / "a.mp4", 1)
    with pytest.raises(MachineTrouble, match="in part"):
        list(piped.pictures(source, GRAPH, 322, 182, lambda: False, "join"))
