"""A picture of the user's own as a panel: filled, upright, and nothing before it."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from reelwright.film.errors import BadInput, Interrupted
from reelwright.film.timeline import House
from reelwright.providers import animatic
from reelwright.providers.animatic.panel.own import own_order

HOUSE = House(width=256, height=144)
SHA = "a" * 64


def go_on() -> bool:
    return False


def made(folder: Path, image: Image.Image, kind: str = "PNG", **options: object) -> Image.Image:
    path, scratch = folder / "own", folder / "scratch"
    image.save(path, kind, **options)
    scratch.mkdir(exist_ok=True)
    found = animatic.make(own_order(SHA, HOUSE), {SHA: path}, scratch, go_on)
    assert found.facts == {"width": 320, "height": 180, "layers": 2}
    with Image.open(found.path) as sheet:
        return sheet.convert("RGBA")


def test_the_sheet_is_filled_and_its_front_is_clear(tmp_path: Path) -> None:
    sheet = np.asarray(made(tmp_path, Image.new("RGB", (500, 500), "red")))
    assert sheet.shape == (360, 320, 4)
    assert (sheet[:180] == [255, 0, 0, 255]).all()
    assert (sheet[180:, :, 3] == 0).all()


def test_a_picture_on_its_side_is_turned(tmp_path: Path) -> None:
    """Left half black, right half white, to be turned by a quarter: white is then below."""
    lying = Image.new("L", (200, 100))
    lying.paste(255, (100, 0, 200, 100))
    exif = Image.Exif()
    exif[0x0112] = 6
    sheet = np.asarray(made(tmp_path, lying.convert("RGB"), "JPEG", exif=exif, quality=95))
    assert sheet[10, :, 0].mean() < 60
    assert sheet[170, :, 0].mean() > 200


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_all_sorts_of_pictures_are_read(tmp_path: Path, mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert made(tmp_path, Image.new(mode, (300, 200)), kind).size == (320, 360)


def test_what_is_clear_is_black(tmp_path: Path) -> None:
    sheet = np.asarray(made(tmp_path, Image.new("RGBA", (300, 200), (255, 255, 255, 0))))
    assert (sheet[:180, :, :3] == 0).all()


def test_what_is_no_picture_fails_alone(tmp_path: Path) -> None:
    (tmp_path / "own").write_bytes(b"junk")
    with pytest.raises(BadInput, match="cannot be read"):
        animatic.make(own_order(SHA, HOUSE), {SHA: tmp_path / "own"}, tmp_path, go_on)


def test_it_can_be_stopped(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (300, 200)).save(buffer, "PNG")
    (tmp_path / "own").write_bytes(buffer.getvalue())
    with pytest.raises(Interrupted):
        animatic.make(own_order(SHA, HOUSE), {SHA: tmp_path / "own"}, tmp_path, lambda: True)


def test_its_identity_is_the_picture_and_the_size() -> None:
    assert own_order(SHA, HOUSE).fingerprint == (
        "2298a1d194363852f6f44460db24c05b5fecbf490000b7208b9465e5a7191803"
    )
    assert own_order("b" * 64, HOUSE) != own_order(SHA, HOUSE)
    assert own_order(SHA, House()) != own_order(SHA, HOUSE)
