"""What the user brings is taken in whole or refused with a sentence, in bounded time and memory."""

import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.standins import media

from reelwright.film.errors import BadInput
from reelwright.media import ffmpeg
from reelwright.studio.home import Home, own_home
from reelwright.studio.settings import Settings
from reelwright.studio.steering import looking
from reelwright.studio.steering.bringing import bring


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with own_home(Settings(home=tmp_path / "home", min_free_mb=1)) as found:
        yield found


def made(path: Path, graph: str, *options: str) -> Path:
    ffmpeg.run((), [ffmpeg.Output(path, ("-map", "[v]", *options))], graph=f"{graph}[v]")
    return path


PICTURE = "testsrc2=size=64x36:rate=24:duration=1,format=yuv420p"


def test_a_clip_is_stored_as_it_is_with_its_facts(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(media.clip(2, sound=True))
    found = bring(home, path)
    assert (found.kind, found.seconds) == ("clip", 2.0)
    assert home.store.local(found.sha256).read_bytes() == path.read_bytes()
    assert (found.facts["width"], found.facts["height"], found.facts["sound"]) == (320, 180, True)


def test_a_clip_on_its_side_is_as_large_as_it_is_shown(home: Home, tmp_path: Path) -> None:
    plain, turned = made(tmp_path / "a.mp4", PICTURE), tmp_path / "b.mp4"
    lying = ffmpeg.Input(plain, ("-display_rotation", "90"))
    ffmpeg.run([lying], [ffmpeg.Output(turned, ("-c", "copy"))])
    found = bring(home, turned)
    assert (found.facts["width"], found.facts["height"]) == (36, 64)


def sound_only(path: Path) -> None:
    ffmpeg.run((), [ffmpeg.Output(path, ("-map", "[a]", "-f", "mp4"))], graph="sine=duration=1[a]")


def cut_off(path: Path) -> None:
    path.write_bytes(media.clip(2)[:3000])


def damaged(path: Path) -> None:
    data = bytearray(media.clip(2))
    middle = data.index(b"mdat") + 2000
    data[middle : middle + 800] = b"\xaa" * 800
    path.write_bytes(data)


def written(text: str) -> Callable[[Path], object]:
    return lambda path: path.write_text(text)


def strange_codec(path: Path) -> None:
    made(path, PICTURE, "-c:v", "ffv1", "-f", "matroska")


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda path: path.write_bytes(b""), "it is empty"),
    "no picture": (sound_only, "it has no picture"),
    "cut off": (cut_off, "not a video or sound file that can be read"),
    "damaged": (damaged, "does not decode"),
    "a codec that is not read": (strange_codec, "ffv1"),
    "a playlist": (written("#EXTM3U\n#EXTINF:9,\nfile:///etc/passwd\n"), "not a video"),
    "a concat list": (written("ffconcat version 1.0\nfile '/etc/passwd'\n"), "not a video"),
    "a drawing": (written('<svg xmlns="http://www.w3.org/2000/svg"/>'), "not a video"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_cannot_be_used_is_refused_with_the_reason(
    home: Home, tmp_path: Path, what: str
) -> None:
    make, why = BAD[what]
    path = tmp_path / "clip.mp4"
    make(path)
    with pytest.raises(BadInput) as told:
        bring(home, path)
    assert why in told.value.cause
    assert str(path) in told.value.cause
    assert told.value.remedy
    assert list(home.scratch.iterdir()) == []
    assert list(home.store.every()) == []


@pytest.mark.parametrize("name", ["-i.mp4", "a\nb.mp4", 'it\'s "mine".mp4', "日本 ü.mp4", "%d.mp4"])
def test_any_name_is_only_a_name(home: Home, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(media.clip(1))
    assert bring(home, path).kind == "clip"
    path.write_bytes(b"junk")
    with pytest.raises(BadInput) as told:
        bring(home, path)
    assert "\n" not in told.value.cause


def claiming(frames: int) -> bytes:
    """A clip of a few kilobytes whose tables claim so many frames."""
    data = bytearray(media.clip(1))
    for name, at in ((b"stsz", 12), (b"stsc", 16), (b"stts", 12)):
        begin = data.index(name)
        data[begin + at : begin + at + 4] = struct.pack(">I", frames)
    begin = data.index(b"stsz")
    data[begin + 8 : begin + 12] = struct.pack(">I", 1)  # each of one byte
    return bytes(data)


def test_a_small_file_that_claims_millions_of_frames_ends_soon(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read in this process it would take gigabytes and minutes."""
    monkeypatch.setattr(looking, "MEMORY_MB", 900)
    monkeypatch.setattr(looking, "SECONDS", 15)
    path = tmp_path / "bomb.mp4"
    path.write_bytes(claiming(200_000_000))
    with pytest.raises(BadInput, match="neither a picture nor a clip"):
        bring(home, path)
    assert list(home.store.every()) == []
