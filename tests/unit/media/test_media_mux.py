import re
import resource
import subprocess
from pathlib import Path

import numpy as np
import pytest

from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.film.timeline import Caption, House, Marker
from reelwright.media import ffmpeg, mux, packets, pcm, probe, timedtext, verify
from reelwright.media.packets import Part

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
    verify.film(film, [Part(picture)], SMALL, with_audio=True)
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
    assert re.search(r"\(deu\): Audio: aac", listing)
    assert re.search(r"\(deu\): Subtitle: mov_text", listing)
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


def test_a_film_may_have_only_pictures(tmp_path: Path, picture: Path) -> None:
    film = tmp_path / "film.mp4"
    mux.mux([Part(picture)], None, CAPTIONS, CHAPTERS, {}, film, SMALL, faststart=False)
    verify.film(film, [Part(picture)], SMALL, with_audio=False)
    assert film.read_bytes().index(b"mdat") < film.read_bytes().index(b"moov")
    with pytest.raises(MachineTrouble, match="no sound"):
        verify.film(film, [Part(picture)], SMALL, with_audio=True)


def test_verification_compares_with_the_picture(
    tmp_path: Path, picture: Path, sound: Path, segments: list[Path]
) -> None:
    film = tmp_path / "film.mp4"
    mux.mux([Part(segments[0])], sound, [], [], {}, film, SMALL)
    with pytest.raises(MachineTrouble, match="ends after 48 frames"):
        verify.film(film, [Part(picture)], SMALL, with_audio=False)
    with pytest.raises(MachineTrouble, match=r"sound .* lasts 3.250 s, the picture 2.000 s"):
        verify.film(film, [Part(segments[0])], SMALL, with_audio=True)
    with pytest.raises(MachineTrouble, match=r"frame 0 .* is not the one meant"):
        verify.film(film, [Part(segments[1])], SMALL, with_audio=False)


def test_a_broken_sound_leaves_no_film(tmp_path: Path, picture: Path) -> None:
    bad = tmp_path / "bad.m4a"
    bad.write_bytes(b"not sound at all" * 100)
    with pytest.raises(BadInput):
        mux.mux([Part(picture)], bad, [], [], {}, tmp_path / "film.mp4", SMALL)
    with pytest.raises(MachineTrouble, match="no audio track"):
        mux.mux([Part(picture)], picture, [], [], {}, tmp_path / "film.mp4", SMALL)
    assert not (tmp_path / "film.mp4").exists()


@pytest.mark.parametrize("faststart", [True, False])
def test_a_full_disk_is_not_blamed_on_the_input(
    tmp_path: Path, picture: Path, faststart: bool
) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, before[1]))
    try:
        with pytest.raises(MachineTrouble, match=r"film.mp4 .* larger than"):
            mux.mux(
                [Part(picture)], None, [], [], {}, tmp_path / "film.mp4", SMALL, faststart=faststart
            )
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
