"""Small copies of clips: small, whole, and the same every time."""

from pathlib import Path

import pytest
from tests.standins import media

from reelwright.cutting.body import make_body
from reelwright.cutting.exports.small import SIDE, small_order
from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.media import probe


def made(clip: Path, folder: Path) -> Path:
    folder.mkdir()
    order = small_order("0" * 64)
    return make_body(order, {"0" * 64: clip}, folder, lambda: False).path


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (720, 1280), (96, 64)])
def test_a_small_copy_is_whole_and_small(tmp_path: Path, width: int, height: int) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(media.clip(2, width, height, sound=width > 1000))
    found = made(clip, tmp_path / "one")
    before, after = probe.probe(clip), probe.probe(found)
    assert before.video
    assert after.video
    assert min(after.video.width, after.video.height) == min(SIDE, width, height)
    assert abs(after.video.width / after.video.height - width / height) < 0.01
    assert after.video.frames == before.video.frames
    assert (after.audio is None) == (before.audio is None)
    if width > SIDE:
        assert found.stat().st_size < clip.stat().st_size / 2
    assert made(clip, tmp_path / "two").read_bytes() == found.read_bytes()


def test_what_is_no_clip_is_told(tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"this is no film" * 100)
    with pytest.raises((BadInput, MachineTrouble)):
        made(clip, tmp_path / "one")
