import re
import resource
import subprocess
from pathlib import Path

import numpy as np
import pytest

from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.film.timeline import Caption, House, Marker
from reelwright.media import ffmpeg, libav, probe, verify
from reelwright.media.mp4 import mux, packets, timedtext
from reelwright.media.mp4.packets import Part
from reelwright.media.sound import pcm

SMALL = House(width=320, height=180, rate=24)


CAPTIONS = [
    Caption(start=6, end=20, lines=("Who is there?", "“Ich bin's”, said Zoë.")),
    Caption(start=24, end=48, lines=("- A dash & <b>signs</b> {\\an8}",)),
    Caption(start=40, end=200, lines=("Beyond the end",)),
]
CHAPTERS = [Marker(at=0, title="One"), Marker(at=48, title="Zwei – Ü; = #")]
METADATA = {"title": 'A "Film"; = # ü', "artist": "Me", "comment": "preview"}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "a.m4a"
    tone = 0.2 * np.sin(np.arange(78 * 2000) / 20)
    pcm.encode_aac([np.stack([tone, tone], 1)], path)
    return path


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory, segments: list[Path]) -> Path:
    path = tmp_path_factory.mktemp("picture") / "v.mp4"
    packets.join([Part(segments[0]), Part(segments[1])], path, SMALL)
    return path


def told(*arguments: str) -> str:
    """What the ffmpeg program says about files."""
    command = [str(ffmpeg.binary()), "-hide_banner", "-nostdin", *arguments]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    return (done.stdout + done.stderr).decode()


def test_everything_is_in_the_film(tmp_path: Path, picture: Path, sound: Path) -> None:
    film = tmp_path / "film.mp4"
    mux.mux([Part(picture)], sound, CAPTIONS, CHAPTERS, METADATA, film, SMALL, language="de-AT")
    verify.film(film, [Part(picture)], SMALL, sound)
    facts = probe.probe(film)
    assert facts.video is not None
    assert facts.audio is not None
    assert (facts.video.frames, facts.subtitles, facts.chapters) == (78, 1, 2)
    assert facts.seconds == pytest.approx(78 / 24, abs=1e-6)
    assert facts.audio.seconds == pytest.approx(78 / 24, abs=1 / 48000)
    listing = told("-i", str(film))
    assert re.search(
        r"Chapter #0:0: start 0.000000, end 2.000000\s+Metadata:\s+title +: One\n", listing
    )
    assert "start 2.000000, end 3.250000" in listing
    assert "Zwei – Ü; = #" in listing
    assert 'A "Film"; = # ü' in listing
    assert re.search(r"Stream #0:0.*: Video: h264", listing)
    assert re.search(r"Stream #0:1.*\(deu\): Audio: aac", listing)
    assert re.search(r"Stream #0:2.*\(deu\): Subtitle: mov_text", listing)
    assert probe.decode_all(film) == 78


def test_subtitles_play_when_they_should(tmp_path: Path, picture: Path, sound: Path) -> None:
    film = tmp_path / "film.mp4"
    mux.mux([Part(picture)], sound, CAPTIONS, [], {}, film, SMALL)
    shown = told("-v", "error", "-i", str(film), "-map", "0:s", "-f", "srt", "-").split("\n\n")
    assert shown[0] == "1\n00:00:00,250 --> 00:00:00,833\nWho is there?\n“Ich bin's”, said Zoë."
    assert shown[1].startswith("2\n00:00:01,000 --> 00:00:01,667\n- A dash & ")
    assert shown[2] == "3\n00:00:01,667 --> 00:00:03,250\nBeyond the end"


def test_same_inputs_same_bytes_and_nothing_of_this_machine(
    tmp_path: Path, picture: Path, sound: Path
) -> None:
    films = [tmp_path / "a.mp4", tmp_path / "b.mp4"]
    for film in films:
        mux.mux([Part(picture)], sound, CAPTIONS, CHAPTERS, METADATA, film, SMALL)
    data = films[0].read_bytes()
    assert data == films[1].read_bytes()
    assert str(tmp_path).encode() not in data
    assert b"Lavf" not in data
    assert data.index(b"moov") < data.index(b"mdat")


def test_a_film_may_have_only_pictures(tmp_path: Path, picture: Path, sound: Path) -> None:
    film = tmp_path / "film.mp4"
    mux.mux([Part(picture)], None, CAPTIONS, CHAPTERS, {}, film, SMALL)
    verify.film(film, [Part(picture)], SMALL, None)
    with pytest.raises(MachineTrouble, match="no sound"):
        verify.film(film, [Part(picture)], SMALL, sound)


def test_verification_compares_with_the_picture(
    tmp_path: Path, picture: Path, sound: Path, segments: list[Path]
) -> None:
    film = tmp_path / "film.mp4"
    mux.mux([Part(segments[0])], sound, [], [], {}, film, SMALL)
    with pytest.raises(MachineTrouble, match=r"film.mp4 differs from v.mp4 at frame 0"):
        verify.film(film, [Part(picture)], SMALL, None)
    with pytest.raises(MachineTrouble, match=r"sound .* lasts 3.250 s, the picture 2.000 s"):
        verify.film(film, [Part(segments[0])], SMALL, sound)
    with pytest.raises(MachineTrouble, match=r"film.mp4 differs from .* at frame 0"):
        verify.film(film, [Part(segments[1])], SMALL, None)
    with pytest.raises(MachineTrouble, match=r"film.mp4 has 48 frames, not 24"):
        verify.film(film, [Part(segments[0], 0, 24)], SMALL, None)


@pytest.mark.parametrize("what", ["picture", "sound"])
def test_one_wrong_byte_is_found(tmp_path: Path, picture: Path, sound: Path, what: str) -> None:
    film = tmp_path / "film.mp4"
    mux.mux([Part(picture)], sound, CAPTIONS, [], {}, film, SMALL)
    with libav.reading(film) as whole:
        stream = whole.streams.video[0] if what == "picture" else whole.streams.audio[0]
        entry = stream.index_entries[40]
    data = bytearray(film.read_bytes())
    data[entry.pos + entry.size - 1] ^= 1
    film.write_bytes(data)
    with pytest.raises(MachineTrouble, match="has bytes that its parts do not have"):
        verify.film(film, [Part(picture)], SMALL, sound)


def test_picture_sound_and_words_lie_near_each_other(
    tmp_path: Path, picture: Path, sound: Path
) -> None:
    """A player that reads the file from its beginning finds together what belongs together."""
    film = tmp_path / "film.mp4"
    mux.mux([Part(picture)], sound, CAPTIONS, CHAPTERS, METADATA, film, SMALL)
    with libav.reading(film) as whole:
        found = [packet for packet in whole.demux() if packet.size]
    at = {packet.pos or 0: float((packet.dts or 0) * packet.time_base) for packet in found}
    assert len(at) == len(found)
    reached = 0.0
    for place in sorted(at):
        assert at[place] > reached - 1.0
        reached = max(reached, at[place])


def test_a_broken_sound_leaves_no_film(tmp_path: Path, picture: Path) -> None:
    bad = tmp_path / "bad.m4a"
    bad.write_bytes(b"not sound at all" * 100)
    with pytest.raises(BadInput):
        mux.mux([Part(picture)], bad, [], [], {}, tmp_path / "film.mp4", SMALL)
    with pytest.raises(MachineTrouble, match="no audio track"):
        mux.mux([Part(picture)], picture, [], [], {}, tmp_path / "film.mp4", SMALL)
    assert not (tmp_path / "film.mp4").exists()


def test_a_full_disk_is_not_blamed_on_the_input(tmp_path: Path, picture: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, before[1]))
    try:
        with pytest.raises(MachineTrouble, match=r"film.mp4 .* larger than"):
            mux.mux([Part(picture)], None, [], [], {}, tmp_path / "film.mp4", SMALL)
        with pytest.raises(MachineTrouble, match=r"film.mp4 .* larger than"):
            packets.join([Part(picture)], tmp_path / "film.mp4", SMALL)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("code", "meant"),
    [("en", "eng"), ("de-AT", "deu"), ("pt_BR", "por"), ("eng", "eng"), ("xx", "und"), ("", "und")],
)
def test_language_codes(code: str, meant: str) -> None:
    assert timedtext.iso639(code) == meant
