"""Proving: what is ordered passes, all else does not; this machine's trouble is neither."""

import io
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import av
import pytest
from PIL import Image
from tests.standins import media

from reelwright.film.asked import ClipAsked, ImageAsked, SoundAsked, SpeechAsked, order_of
from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.film.order import Order
from reelwright.studio.spending import proving

CLIP = order_of("clip", "kling", "kling-3.0", ClipAsked(prompt="a", seconds=3, height=720))
IMAGE = order_of("image", "google", "gemini-3-pro-image", ImageAsked(prompt="a"))
VOICE = order_of("voice", "elevenlabs", "x", SpeechAsked(text="Bring me the key", voice="v"))
SOUND = order_of("sound", "elevenlabs", "x", SoundAsked(prompt="a bell", seconds=2))


def file(folder: Path, content: bytes) -> Path:
    path = folder / "file"
    path.write_bytes(content)
    return path


def as_picture(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.open(io.BytesIO(media.picture(160, 90))).save(buffer, kind)
    return buffer.getvalue()


def test_a_clip_is_measured_frame_by_frame(tmp_path: Path) -> None:
    facts = proving.proved(CLIP, file(tmp_path, media.clip(3, sound=True)))
    assert facts == {
        "frames": 72, "rate": 24.0, "seconds": 3.0, "width": 320, "height": 180, "sound": True,
        "house": False,
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_pictures_of_the_usual_kinds(tmp_path: Path, kind: str) -> None:
    found = proving.proved(IMAGE, file(tmp_path, as_picture(kind)))
    assert found == {"width": 160, "height": 90}


@pytest.mark.parametrize("order", [VOICE, SOUND])
def test_a_sound_is_measured(tmp_path: Path, order: Order) -> None:
    found = proving.proved(order, file(tmp_path, media.tone(2.0)))
    assert found["seconds"] == pytest.approx(2.0, abs=0.1)


@pytest.mark.parametrize(("seconds", "good"), [(2, False), (3, True), (5, True), (6, False)])
def test_a_clip_is_about_as_long_as_it_was_ordered(
    tmp_path: Path, seconds: int, good: bool
) -> None:
    """Half a second short, or two seconds long, is what services call the same."""
    path = file(tmp_path, media.clip(seconds))
    if good:
        proving.proved(CLIP, path)
    else:
        with pytest.raises(BadInput, match="lasts"):
            proving.proved(CLIP, path)


def test_a_clip_of_the_users_may_be_of_any_length(tmp_path: Path) -> None:
    assert proving.clip(file(tmp_path, media.clip(1)), None)["seconds"] == 1.0


PAGE = b"<!doctype html><title>Sign in</title>"


@pytest.mark.parametrize(
    ("order", "content"),
    [
        (CLIP, b""), (CLIP, PAGE), (CLIP, media.clip(3)[:9000]), (CLIP, media.tone(3.0)),
        (CLIP, media.picture()), (CLIP, media.clip(3)[:8000] + bytes(500) + media.clip(3)[8500:]),
        (IMAGE, b""), (IMAGE, PAGE), (IMAGE, media.picture()[:-20]), (IMAGE, media.clip(1)),
        (IMAGE, as_picture("GIF")), (IMAGE, as_picture("JPEG")[:700]),
        (VOICE, b""), (VOICE, PAGE), (VOICE, media.clip(1)), (VOICE, media.picture()),
    ],
)  # fmt: skip
def test_what_is_not_what_was_ordered(tmp_path: Path, order: Order, content: bytes) -> None:
    with pytest.raises(BadInput):
        proving.proved(order, file(tmp_path, content))


def test_one_wrong_bit_in_a_png_shows(tmp_path: Path) -> None:
    good = bytearray(media.picture(64, 36))
    for at in range(len(good) - 12):  # the last twelve bytes say no more than that it ends
        good[at] ^= 1
        with pytest.raises(BadInput):
            proving.proved(IMAGE, file(tmp_path, bytes(good)))
        good[at] ^= 1


def test_a_small_file_that_claims_to_be_huge(tmp_path: Path) -> None:
    """A few kilobytes that would take gigabytes to decode."""
    buffer = io.BytesIO()
    Image.new("1", (9000, 9000)).save(buffer, "PNG")
    with pytest.raises(BadInput):
        proving.proved(IMAGE, file(tmp_path, buffer.getvalue()))


def test_titles_that_are_no_utf8_are_no_reason_to_refuse(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    with av.open(str(path), "w", format="mp4") as out:
        out.metadata["title"] = "Caf"
        video = out.add_stream("libx264", rate=24)
        video.width, video.height, video.pix_fmt = 64, 64, "yuv420p"
        for _ in range(72):
            frame = av.VideoFrame(64, 64, "rgb24")
            out.mux(video.encode(frame))
        out.mux(video.encode())
    path.write_bytes(path.read_bytes().replace(b"Caf", b"\xe9\xe9\xe9"))
    assert proving.proved(CLIP, path)["seconds"] == 3.0


@contextmanager
def no_more_files() -> Iterator[None]:
    """This process cannot open one file more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(512, soft), hard))
    opened: list[int] = []
    try:
        with suppress(OSError):
            while True:
                opened.append(os.open(os.devnull, os.O_RDONLY))
        yield
    finally:
        for one in opened:
            os.close(one)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.parametrize(
    ("order", "content"),
    [(CLIP, media.clip(3)), (IMAGE, media.picture()), (VOICE, media.tone(1.0))],
    ids=["clip", "image", "voice"],
)
def test_this_machines_trouble_says_nothing_about_the_file(
    tmp_path: Path, order: Order, content: bytes
) -> None:
    """A good file looked at by a machine that cannot open files: not a bad file, which would be
    paid for and bought again."""
    path = file(tmp_path, content)
    proving.proved(order, path)
    with no_more_files(), pytest.raises(MachineTrouble):
        proving.proved(order, path)


def test_words_are_spread_by_their_length() -> None:
    words = proving.spread(VOICE, 13.0)
    assert words == [["Bring", 0.0, 5.0], ["me", 5.0, 7.0], ["the", 7.0, 10.0], ["key", 10.0, 13.0]]
