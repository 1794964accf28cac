from pathlib import Path

import pytest

from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.media import ffmpeg, libav, probe

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="{0}"/></svg>'
HOSTILE = {
    "playlist": "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile://{0}\n#EXT-X-ENDLIST\n",
    "concat": "ffconcat version 1.0\nfile '{0}'\n",
    "svg": SVG,
    "dash": '<?xml version="1.0"?><MPD><Period><BaseURL>file://{0}</BaseURL></Period></MPD>',
    "text": "only words\n" * 50,
    "zero": "",
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".wav"])
def test_files_that_could_name_others_are_refused(
    tmp_path: Path, segments: list[Path], name: str, suffix: str
) -> None:
    path = tmp_path / f"{name}{suffix}"
    path.write_text(HOSTILE[name].format(segments[0]))
    with pytest.raises(BadInput) as refusal:
        probe.probe(path)
    assert path.name in refusal.value.cause
    with pytest.raises(BadInput):
        ffmpeg.run([ffmpeg.Input(path)], [ffmpeg.Output(tmp_path / "out.mp4")])
    assert [left.name for left in tmp_path.iterdir()] == [path.name]


def test_half_a_file_is_refused(tmp_path: Path, segments: list[Path]) -> None:
    path = tmp_path / "half.mp4"
    path.write_bytes(segments[0].read_bytes()[:9000])
    with pytest.raises(BadInput):
        probe.probe(path)
    with pytest.raises(BadInput, match="cut off"):
        ffmpeg.run([ffmpeg.Input(path)], [ffmpeg.Output(tmp_path / "out.mp4")])


def test_missing_and_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.mp4", tmp_path):
        with pytest.raises(BadInput, match="there is no file"):
            probe.probe(path)


NAMES = [
    "-i.mp4",
    'it\'s "so".mp4',
    "two\nlines.mp4",
    "%03d.mp4",
    "a:b.mp4",
    "ü €.mp4",
    "$(x);.mp4",
]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_only_a_name(tmp_path: Path, segments: list[Path], name: str) -> None:
    path = tmp_path / name
    path.write_bytes(segments[2].read_bytes())
    assert probe.decode_all(path) == 12
    out = tmp_path / f"out {name}"
    copied = ("-c", "copy", "-f", "mp4")
    ffmpeg.run([ffmpeg.Input(path)], [ffmpeg.Output(out, copied)])
    facts = probe.probe(out).video
    assert facts is not None
    assert facts.frames == 12


def test_damage_inside_is_found_by_decoding(tmp_path: Path, segments: list[Path]) -> None:
    data = bytearray(segments[0].read_bytes())
    middle = data.index(b"mdat") + 5000
    data[middle : middle + 300] = b"\xaa" * 300
    path = tmp_path / "damaged.mp4"
    path.write_bytes(data)
    assert probe.probe(path).video is not None
    with pytest.raises(MachineTrouble, match="decode"):
        probe.decode_all(path, own=True)
    assert probe.decode_all(segments[0], own=True) == 48


def test_decoders_outside_the_list_are_never_opened(tmp_path: Path) -> None:
    path = tmp_path / "odd.mkv"
    graph = "testsrc2=size=64x64:rate=24,format=yuv420p[v]"
    options = ("-map", "[v]", "-c:v", "ffv1", "-frames:v", "2", "-f", "matroska")
    ffmpeg.run((), [ffmpeg.Output(path, options)], graph=graph)
    for look in (probe.probe, probe.decode_all):
        with pytest.raises(BadInput, match="ffv1"):
            look(path)


def test_pictures_beyond_8k_are_refused(
    tmp_path: Path, segments: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libav, "LARGEST_PICTURE", 1000)
    with pytest.raises(BadInput, match="320x180"):
        probe.probe(segments[0])


def test_facts_of_a_segment(segments: list[Path]) -> None:
    facts = probe.probe(segments[1])
    assert facts.video is not None
    assert facts.audio is None
    assert (facts.video.codec, facts.video.frames) == ("h264", 30)
    assert (facts.video.width, facts.video.height) == (320, 180)
    assert facts.seconds == pytest.approx(1.25)
