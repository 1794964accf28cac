import hashlib
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from reelwright.film.errors import MachineTrouble
from reelwright.film.timeline import House
from reelwright.media import ffmpeg, probe, verify
from reelwright.media.mp4 import mux, packets
from reelwright.media.mp4.packets import Part
from reelwright.media.sound import pcm

SMALL = House(width=320, height=180, rate=24)
Write = Callable[..., Path]


def pictures(path: Path) -> list[str]:
    with av.open(str(path)) as file:
        return [
            hashlib.sha256(b"".join(bytes(p) for p in frame.planes)).hexdigest()
            for frame in file.decode(video=0)
        ]


def steps(path: Path) -> set[int]:
    with av.open(str(path)) as file:
        times = [packet.pts or 0 for packet in file.demux(video=0) if packet.size]
    return {later - time for time, later in pairwise(times)}


def test_a_join_shows_the_parts_one_after_another(tmp_path: Path, segments: list[Path]) -> None:
    parts = [
        Part(segments[0]),
        Part(segments[3]),
        Part(segments[1], 12, 7),
        Part(segments[0], 24),
        Part(segments[2], 0, 1),
    ]
    out = tmp_path / "out.mp4"
    assert packets.join(parts, out, SMALL) == 48 + 1 + 7 + 24 + 1
    shown = [pictures(path) for path in segments]
    meant = [*shown[0], *shown[3], *shown[1][12:19], *shown[0][24:], shown[2][0]]
    assert pictures(out) == meant
    assert steps(out) == {1000}
    assert probe.decode_all(out) == 81
    assert verify.joined(out, parts, SMALL) == 81


def test_joined_scenes_join_again(tmp_path: Path, segments: list[Path]) -> None:
    scenes = [tmp_path / "1.mp4", tmp_path / "2.mp4"]
    packets.join([Part(segments[0]), Part(segments[1])], scenes[0], SMALL)
    packets.join([Part(segments[2]), Part(segments[3])], scenes[1], SMALL)
    film = tmp_path / "film.mp4"
    packets.join([Part(scene) for scene in scenes], film, SMALL)
    flat = tmp_path / "flat.mp4"
    packets.join([Part(segment) for segment in segments], flat, SMALL)
    assert pictures(film) == pictures(flat)
    assert verify.joined(film, [Part(segment) for segment in segments], SMALL) == 91


def test_same_parts_same_bytes(tmp_path: Path, segments: list[Path]) -> None:
    outs = [tmp_path / "a.mp4", tmp_path / "b.mp4"]
    for out in outs:
        packets.join([Part(segments[0]), Part(segments[1])], out, SMALL)
    assert outs[0].read_bytes() == outs[1].read_bytes()


def test_libav_reads_what_our_tables_say(tmp_path: Path, segments: list[Path]) -> None:
    out = tmp_path / "out.mp4"
    packets.join([Part(segment) for segment in segments], out, SMALL)
    ours, theirs = probe.probe(out).video, probe.probe(segments[0]).video
    assert ours is not None
    assert theirs is not None
    assert ours.key == theirs.key
    assert ours.frames == 91
    assert probe.probe(out).seconds == pytest.approx(91 / 24, abs=1e-6)


@pytest.mark.parametrize(
    ("start", "frames", "why"),
    [
        (1, 2, "no key frame"),
        (12, 19, "has 30 frames"),
        (36, 1, "has 30 frames"),
        (0, 0, "has 30 frames"),
        (-12, 3, "has 30 frames"),
    ],
)
def test_impossible_parts(
    tmp_path: Path, segments: list[Path], start: int, frames: int, why: str
) -> None:
    with pytest.raises(MachineTrouble, match=why):
        packets.join([Part(segments[1], start, frames)], tmp_path / "out.mp4", SMALL)
    assert not (tmp_path / "out.mp4").exists()


def strange(path: Path, source: Path, *options: str) -> Path:
    scale = ("-video_track_timescale", "24000")
    ffmpeg.run([ffmpeg.Input(source)], [ffmpeg.Output(path, (*options, *scale, "-f", "mp4"))])
    return path


X264 = ("-c:v", "libx264", "-preset", "ultrafast")


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ((*X264, "-x264-params", "cabac=1"), "other settings"),
        (("-c:v", "libx264", "-preset", "veryfast", "-bf", "2"), "out of order"),
        ((*X264, "-vf", "scale=160:90"), "160x90"),
        ((*X264, "-r", "20"), "does not have 24 frames"),
        (("-c:v", "mpeg4"), "H.264"),
    ],
    ids=["parameters", "b-frames", "size", "rate", "codec"],
)
def test_strangers_are_refused(
    tmp_path: Path, segments: list[Path], options: tuple[str, ...], why: str
) -> None:
    other = strange(tmp_path / "other.mp4", segments[1], *options)
    with pytest.raises(MachineTrouble, match=why):
        packets.join([Part(segments[0]), Part(other)], tmp_path / "out.mp4", SMALL)
    assert not (tmp_path / "out.mp4").exists()


def test_damaged_files_are_refused(tmp_path: Path, segments: list[Path]) -> None:
    whole = segments[0].read_bytes()
    at = whole.index(b"stsz")
    damaged = {
        "zero": b"",
        "text": b"#EXTM3U\nfile.ts\n",
        "half": whole[: len(whole) // 2],
        "lying": whole[: at + 8] + b"\xff\xff\xff\xff" + whole[at + 12 :],
        "noise": whole[: at - 60] + bytes(200) + whole[at + 140 :],
    }
    for name, data in damaged.items():
        path = tmp_path / f"{name}.mp4"
        path.write_bytes(data)
        with pytest.raises(MachineTrouble):
            packets.join([Part(path)], tmp_path / "out.mp4", SMALL)
    with pytest.raises(MachineTrouble, match="cannot be read"):
        packets.join([Part(tmp_path / "missing.mp4")], tmp_path / "out.mp4", SMALL)
    with pytest.raises(MachineTrouble, match="nothing to join"):
        packets.join([], tmp_path / "out.mp4", SMALL)
    assert not (tmp_path / "out.mp4").exists()


def test_a_scene_whose_end_is_missing(tmp_path: Path, segments: list[Path]) -> None:
    scene = tmp_path / "scene.mp4"
    packets.join([Part(segments[0]), Part(segments[1])], scene, SMALL)
    scene.write_bytes(scene.read_bytes()[:-500])
    with pytest.raises(MachineTrouble, match=r"scene.mp4 is cut off"):
        packets.join([Part(scene)], tmp_path / "out.mp4", SMALL)
    assert not (tmp_path / "out.mp4").exists()


def test_a_file_with_sound_is_no_segment(tmp_path: Path, segments: list[Path]) -> None:
    sound = tmp_path / "a.m4a"
    pcm.encode_aac([np.zeros((96000, 2), np.float32)], sound)
    film = tmp_path / "film.mp4"
    mux.mux([Part(segments[0])], sound, [], [], {}, film, SMALL)
    with pytest.raises(MachineTrouble, match="2 tracks"):
        packets.join([Part(film)], tmp_path / "out.mp4", SMALL)


def test_verification_finds_what_was_changed(tmp_path: Path, segments: list[Path]) -> None:
    parts = [Part(segments[0]), Part(segments[1])]
    out = tmp_path / "out.mp4"
    packets.join(parts, out, SMALL)
    with pytest.raises(MachineTrouble, match="differs"):
        verify.joined(out, [parts[1], parts[0]], SMALL)
    with pytest.raises(MachineTrouble, match="has 78 frames, not 48"):
        verify.joined(out, parts[:1], SMALL)
    with pytest.raises(MachineTrouble, match="house format"):
        verify.joined(out, parts, House(width=640, height=360))
    data = bytearray(out.read_bytes())
    data[-100] ^= 1
    out.write_bytes(data)
    with pytest.raises(MachineTrouble, match="bytes that its parts"):
        verify.joined(out, parts, SMALL)


def test_a_segment_is_decoded_in_full(tmp_path: Path, segments: list[Path]) -> None:
    verify.segment(segments[0], SMALL, 48)
    with pytest.raises(MachineTrouble, match="has 48 frames, not 47"):
        verify.segment(segments[0], SMALL, 47)
    data = bytearray(segments[0].read_bytes())
    middle = data.index(b"mdat") + 3000
    data[middle : middle + 400] = bytes(400)
    damaged = tmp_path / "damaged.mp4"
    damaged.write_bytes(data)
    with pytest.raises(MachineTrouble, match="decode"):
        verify.segment(damaged, SMALL, 48)


MEASURE = """
import resource, sys
from pathlib import Path
from reelwright.film.timeline import House
from reelwright.media.mp4 import mux, packets
from reelwright.media.mp4.packets import Part
house, folder = House(width=320, height=180, rate=24), Path(sys.argv[2])
parts = [Part(Path(sys.argv[1])) for _ in range(int(sys.argv[3]))]
packets.join(parts, folder / "join.mp4", house)
mux.mux([Part(folder / "join.mp4")], None, [], [], {}, folder / "film.mp4", house)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_memory_does_not_grow_with_the_film(tmp_path: Path, write_segment: Write) -> None:
    segment = write_segment(tmp_path / "segment.mp4", 48)
    used = []
    for count in ("10", "100"):
        command = [sys.executable, "-c", MEASURE, str(segment), str(tmp_path), count]
        told = subprocess.run(command, capture_output=True, check=True, timeout=60)
        used.append(int(told.stdout))
    assert used[1] < 1.1 * used[0]
