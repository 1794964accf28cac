"""Strange pictures: what is hostile is refused with a sentence, what is fine becomes plain."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from reelwright.film.errors import BadInput
from reelwright.media.picture import plain_png
from reelwright.media.picture_child import plain


def told(path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        plain_png(path, "logo", "Use another.")
    assert caught.value.remedy == "Use another."
    assert "\n" not in caught.value.cause
    return caught.value.cause


def chunk(name: bytes, data: bytes) -> bytes:
    body = name + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def png_claiming(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    data = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("name", "data", "cause"),
    [
        ("bomb.png", png_claiming(60_000, 60_000), "pixels"),
        ("short.png", png_claiming(100, 100), "truncated"),
        ("text.png", b"not a picture", "cannot identify"),
        ("empty.png", b"", "cannot identify"),
        ("vector.png", b"<svg xmlns='http://www.w3.org/2000/svg'><image href='/etc/passwd'/></svg>",
         "cannot identify"),
        ("list.png", b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n", "cannot identify"),
    ],
)  # fmt: skip
def test_hostile_files_are_refused(tmp_path: Path, name: str, data: bytes, cause: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert cause in told(path)
    assert name in told(path)
    assert " at 0x" not in told(path)


def test_what_is_not_there_or_too_large_or_clear_is_refused(tmp_path: Path) -> None:
    assert "there is no file" in told(tmp_path / "no.png")
    assert "there is no file" in told(tmp_path)
    large = tmp_path / "large.png"
    with large.open("wb") as file:
        file.truncate(64 << 20)
    assert "64 MB" in told(large)
    clear = tmp_path / "clear.png"
    Image.new("RGBA", (50, 50), (255, 0, 0, 0)).save(clear)
    assert "nothing of it can be seen" in told(clear)


def test_a_picture_becomes_plain(tmp_path: Path) -> None:
    path = tmp_path / "logo.webp"
    image = Image.new("RGBA", (3000, 1000), (0, 0, 0, 0))
    image.paste((220, 40, 60, 255), (500, 200, 2500, 700))
    image.save(path, lossless=True)
    data = plain_png(path, "logo", "")
    with Image.open(io.BytesIO(data)) as found:
        assert found.format == "PNG"
        assert found.mode == "RGBA"
        assert found.size == (1024, 256)
        assert found.getpixel((500, 100)) == (220, 40, 60, 255)
        assert not found.info
    assert plain(data) == data
    assert plain_png(path, "logo", "") == data
