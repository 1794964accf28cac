"""Music of one's own: a piece, or a library by mood; what is no music is refused."""

import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from reelwright.cutting.sound import ownmusic as beds
from reelwright.film.errors import BadInput
from reelwright.film.production import Wish
from reelwright.media import ffmpeg
from reelwright.media.sound import pcm
from reelwright.studio.home import Home, own_home
from reelwright.studio.opening import Given, open_production
from reelwright.studio.ownmusic import checked, scored
from reelwright.studio.settings import Settings

CODECS = {
    "wav": ("pcm_s24le", "wav"), "mp3": ("libmp3lame", "mp3"), "flac": ("flac", "flac"),
    "m4a": ("aac", "mp4"), "ogg": ("libvorbis", "ogg"),
}  # fmt: skip


def piece(path: Path, seconds: float = 2.0, hertz: float = 330, rate: int = 44100) -> Path:
    """A tone between two stretches of silence, in the format of the name's ending."""
    t = np.arange(round(seconds * rate)) / rate
    tone = 0.4 * np.sin(2 * np.pi * hertz * t)
    quiet = np.zeros(rate // 2)
    wav = path.with_suffix(".tmp")
    pcm.write_wav(wav, np.concatenate([quiet, tone, quiet]), rate)
    codec, form = CODECS[path.suffix[1:].lower()]
    ffmpeg.run([ffmpeg.Input(wav)], [ffmpeg.Output(path, ("-c:a", codec, "-f", form))])
    wav.unlink()
    return path


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    library = tmp_path / "music"
    settings = Settings(home=tmp_path / "home", music=library)
    for mood, names in {"warm": ("a.mp3", "b.wav", "c.flac"), "tense": ("only one.OGG",)}.items():
        (library / mood).mkdir(parents=True)
        for number, name in enumerate(names):
            piece(library / mood / name, hertz=200 + 50 * number)
    with own_home(settings) as opened:
        yield opened


@pytest.mark.parametrize("ending", CODECS)
def test_every_format_becomes_a_bed_without_the_silence_around_it(
    tmp_path: Path, ending: str
) -> None:
    made = beds.bed(piece(tmp_path / f"song.{ending}"), tmp_path)
    length, rate, channels = pcm.length(made.path)
    assert (rate, channels) == (pcm.RATE, 2)
    assert abs(length / pcm.RATE - 2) < 0.06
    assert made.facts["seconds"] == round(length / pcm.RATE, 4)
    samples, _ = pcm.read_wav(made.path)
    assert np.abs(samples[500:1500]).max() > 0.2
    assert np.abs(samples[:2]).max() < 0.05
    assert [path.name for path in tmp_path.glob("*.wav") if path.name != f"song.{ending}"] == [
        "music.wav"
    ]


def test_a_piece_fades_before_it_begins_again_and_a_loop_does_not(tmp_path: Path) -> None:
    for seconds, fades in ((35.0, True), (20.0, False)):
        made = beds.bed(piece(tmp_path / "song.flac", seconds), tmp_path)
        end = pcm.read_wav(made.path)[0][-pcm.RATE // 2 :]
        assert (np.abs(end).max() < 0.1) == fades


def test_the_choice_is_by_lot_and_stays(home: Home) -> None:
    found = {}
    for number in range(24):
        wish, pieces = scored(home, Wish(), None, f"film {number}", None)
        assert set(wish.beds) == {"warm", "tense"}
        assert {one.sha256 for one in pieces} == {bed.sha256 for bed in wish.beds.values()}
        found[number] = wish.beds["warm"].name
        assert scored(home, Wish(), None, f"film {number}", None)[0] == wish
    assert set(found.values()) == {"a.mp3", "b.wav", "c.flac"}
    # Others come: what was chosen stays; it goes: another takes its place.
    library = home.settings.music
    assert library is not None
    for name in ("0.mp3", "z.wav", "m.flac"):
        piece(library / "warm" / name, hertz=500)
    wish, _ = scored(home, Wish(), None, "film 0", None)
    before = Wish(beds={"warm": wish.beds["warm"].model_copy(update={"name": found[0]})})
    assert scored(home, Wish(), None, "film 0", before)[0].beds["warm"].name == found[0]
    (library / "warm" / found[0]).unlink()
    assert scored(home, Wish(), None, "film 0", before)[0].beds["warm"].name != found[0]


def test_only_what_is_wanted_is_taken(home: Home, tmp_path: Path) -> None:
    none, pieces = scored(home, Wish(music="none"), None, "film", None)
    assert (none.beds, pieces) == ({}, ())
    tense, _ = scored(home, Wish(music="tense"), None, "film", None)
    assert set(tense.beds) == {"tense"}
    own = piece(tmp_path / "my song.m4a")
    wish, pieces = scored(home, Wish(), own, "film", None)
    assert wish.track == pieces[0].sha256
    assert wish.beds == {}


def test_the_piece_is_stored_with_the_production_and_may_then_go(
    home: Home, tmp_path: Path
) -> None:
    own = piece(tmp_path / "my song.mp3")
    given = Given(prompt="A fox crosses a snowy forest.", music=own)
    _, revision = open_production(home, given)
    track = revision.wish.track
    assert home.store.local(track).read_bytes() == own.read_bytes()
    assert list(home.scratch.iterdir()) == []
    own.write_bytes(b"no music any more")
    with pytest.raises(BadInput, match="my song"):
        open_production(home, given)
    _, revision = open_production(home, Given(prompt="A fox crosses a snowy forest."))
    assert revision.wish.track == ""
    assert {bed.name for bed in revision.wish.beds.values()} & {"only one.OGG"}


def _lying_wav() -> bytes:
    """A header that promises 4 GB in 2 bytes."""
    fmt = struct.pack("<HHIIHH", 1, 2, 48000, 192000, 4, 16)
    return b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0" + fmt + b"data\xff\xff\xff\xff\0\0"


HOSTILE = {
    "empty.mp3": b"",
    "text.wav": b"this is no sound\n" * 100,
    "playlist.m4a": b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n",
    "script.mp3": b"ffconcat version 1.0\nfile /etc/passwd\n",
    "picture.ogg": b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>' * 3,
    "lying.wav": _lying_wav(),
    "torn.flac": b"fLaC\0\0\0\x22" + b"\xff" * 5000,
    "noise.mp3": bytes(np.random.default_rng(1).integers(0, 256, 20000, np.uint8)),
    "silent.wav": b"RIFF\x24\x77\1\0WAVEfmt \x10\0\0\0" + struct.pack(
        "<HHIIHH", 1, 1, 48000, 96000, 2, 16) + b"data\0\x77\1\0" + bytes(96000),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_music_is_refused_with_a_sentence(home: Home, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(HOSTILE[name])
    with pytest.raises(BadInput) as refused:
        checked(home, path)
    assert name in refused.value.cause
    assert refused.value.stage == "music"
    assert "OGG" in refused.value.remedy
    assert list(home.scratch.iterdir()) == []
    library = home.settings.music
    assert library is not None
    (library / "sad").mkdir()
    path.rename(library / "sad" / name)
    with pytest.raises(BadInput, match=name):
        scored(home, Wish(), None, "film", None)


def test_names_that_are_no_sound_are_left_alone(home: Home, tmp_path: Path) -> None:
    library = home.settings.music
    assert library is not None
    (library / "sad").mkdir()
    (library / "sad" / "cover.jpg").write_bytes(b"x")
    (library / "sad" / ".hidden.mp3").write_bytes(b"x")
    (library / "sad" / "folder.mp3").mkdir()
    (library / "polka").mkdir()
    assert set(scored(home, Wish(), None, "film", None)[0].beds) == {"warm", "tense"}
    for path, cause in ((tmp_path / "gone.mp3", "no file"), (tmp_path / "a.exe", "no sound file")):
        if path.suffix == ".exe":
            path.write_bytes(b"x")
        with pytest.raises(BadInput, match=cause):
            checked(home, path)


def test_a_library_that_is_not_there_is_told(tmp_path: Path) -> None:
    with (
        own_home(Settings(home=tmp_path / "home", music=tmp_path / "gone")) as opened,
        pytest.raises(BadInput, match="REELWRIGHT_MUSIC"),
    ):
        scored(opened, Wish(), None, "film", None)
