import resource
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from reelwright.film.errors import MachineTrouble
from reelwright.film.timeline import House
from reelwright.media import ffmpeg, house, probe
from reelwright.media.mp4 import tables

SMALL = House(width=320, height=180, rate=24)
Write = Callable[..., Path]
Draw = Callable[..., tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]]


HOUSES = [SMALL, House(width=1280, height=720, rate=24), House(width=360, height=640, rate=30)]


def test_frames_come_back_as_they_went_in(
    tmp_path: Path, write_segment: Write, drawing: Draw
) -> None:
    path = write_segment(tmp_path / "a.mp4", 30)
    with av.open(str(path)) as file:
        for number, frame in enumerate(file.decode(video=0)):
            meant = drawing(number)
            for plane, want in zip(frame.planes, meant, strict=True):
                seen = np.frombuffer(bytes(plane), np.uint8).reshape(plane.height, plane.line_size)
                error = seen[:, : plane.width].astype(float) - want
                assert np.mean(error**2) < 6.0  # 40 dB
            assert frame.pts == number * 1000


def test_every_frame_lasts_1000_ticks_and_groups_are_closed(
    tmp_path: Path, write_segment: Write
) -> None:
    table = tables.read(write_segment(tmp_path / "a.mp4", 30))
    assert (table.frames, table.scale, table.ticks) == (30, 24000, 1000)
    assert table.keys == {0, 12, 24}


def test_colours_are_tagged_and_samples_square(tmp_path: Path, write_segment: Write) -> None:
    with av.open(str(write_segment(tmp_path / "a.mp4", 2))) as file:
        codec = file.streams.video[0].codec_context
        tags = (codec.color_primaries, codec.color_trc, codec.colorspace, codec.color_range)
        assert tags == (1, 1, 1, 1)
        assert codec.has_b_frames is False
    video = probe.probe(tmp_path / "a.mp4").video
    assert video is not None
    assert (float(video.sar), float(video.rate), video.pix_fmt) == (1.0, 24.0, "yuv420p")


@pytest.mark.parametrize("size", HOUSES, ids=str)
def test_the_program_writes_the_same_parameter_sets(
    tmp_path: Path, size: House, write_segment: Write, drawing: Draw
) -> None:
    ours = write_segment(tmp_path / "ours.mp4", 3, size)
    raw = tmp_path / "raw.yuv"
    raw.write_bytes(b"".join(p.tobytes() for n in range(3) for p in drawing(n, size)))
    theirs = tmp_path / "theirs.mp4"
    how = ("-pixel_format", "yuv420p", "-video_size", f"{size.width}x{size.height}")
    ffmpeg.run(
        [ffmpeg.Input(raw, (*how, "-framerate", str(size.rate)), "rawvideo")],
        [ffmpeg.Output(theirs, tuple(house.arguments(size)))],
    )
    assert tables.read(theirs).entry == tables.read(ours).entry
    mine, other = probe.probe(ours).video, probe.probe(theirs).video
    assert mine is not None
    assert other is not None
    assert mine.key == other.key


def test_same_frames_same_bytes(tmp_path: Path, write_segment: Write) -> None:
    first = write_segment(tmp_path / "a.mp4", 14).read_bytes()
    assert write_segment(tmp_path / "b.mp4", 14).read_bytes() == first


def test_planes_may_be_bytes(tmp_path: Path, write_segment: Write, drawing: Draw) -> None:
    with house.Encoder(tmp_path / "b.mp4", SMALL) as encoder:
        for number in range(14):
            y, u, v = drawing(number)
            encoder.write(y.tobytes(), memoryview(u.tobytes()), bytearray(v.tobytes()))
    assert (tmp_path / "b.mp4").read_bytes() == write_segment(tmp_path / "a.mp4", 14).read_bytes()


def test_drawings_stay_small(tmp_path: Path, write_segment: Write) -> None:
    path = write_segment(tmp_path / "a.mp4", 24, House(width=1280, height=720, rate=24))
    assert path.stat().st_size < 1_500_000


def test_an_exception_leaves_no_file(tmp_path: Path, drawing: Draw) -> None:
    path = tmp_path / "a.mp4"
    with pytest.raises(KeyError), house.Encoder(path, SMALL) as encoder:
        encoder.write(*drawing(0))
        raise KeyError("stop")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_no_file(tmp_path: Path, write_segment: Write) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        with pytest.raises(MachineTrouble):
            write_segment(tmp_path / "a.mp4", 60)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_a_clear_error(tmp_path: Path, write_segment: Write) -> None:
    with pytest.raises(MachineTrouble, match="could not be written"):
        write_segment(tmp_path / "nowhere" / "a.mp4", 1)


def test_odd_sizes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MachineTrouble, match="odd side"):
        house.Encoder(tmp_path / "a.mp4", House(width=321, height=180))


def test_planes_of_another_size_are_refused(tmp_path: Path, drawing: Draw) -> None:
    with pytest.raises(ValueError, match="shape"):
        write_wrong(tmp_path / "a.mp4", drawing)
    assert not (tmp_path / "a.mp4").exists()


def write_wrong(path: Path, drawing: Draw) -> None:
    with house.Encoder(path, SMALL) as encoder:
        encoder.write(*drawing(0, House(width=640, height=360)))
