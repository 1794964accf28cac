"""Colour tables: what is read, what is refused, and that nothing is lost in between."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from reelwright.film.errors import BadInput
from reelwright.media.colour import cube
from reelwright.media.colour.recolour import recoloured

TWO = "\n".join(f"{r} {g} {b}" for b in (0, 1) for g in (0, 1) for r in (0, 1))


def told(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "look.cube"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_table_of_three_dimensions_is_read_red_first(tmp_path: Path) -> None:
    text = f'TITLE "My look"\r\n# by hand\r\n\r\nLUT_3D_SIZE 2\nDOMAIN_MIN 0 0 0\n{TWO}\n\n'
    lut = cube.read(told(tmp_path, text))
    assert not lut.flat
    assert np.array_equal(lut.table, cube.identity(2))
    assert lut.table[0, 0, 1].tolist() == [1, 0, 0]


def test_a_table_of_one_dimension_is_three_curves(tmp_path: Path) -> None:
    lut = cube.read(told(tmp_path, "LUT_1D_SIZE 3\n0 0.1 0\n.5 +0.5 2.5e-1\n1 0.9 1"))
    assert lut.flat
    assert lut.table.tolist() == [[0, 0.1, 0], [0.5, 0.5, 0.25], [1, 0.9, 1]]


def test_a_domain_is_brought_to_0_to_1(tmp_path: Path) -> None:
    head = "LUT_3D_SIZE 2\nDOMAIN_MIN 0 0 0\nDOMAIN_MAX 2 1 1\n"
    lut = cube.read(told(tmp_path, head + TWO))
    assert np.allclose(lut.table[1, 1, 1], [0.5, 1, 1])
    curve = cube.read(told(tmp_path, "LUT_1D_SIZE 2\nLUT_1D_INPUT_RANGE 0 0.5\n0 0 0\n1 1 1"))
    assert np.allclose(curve.table[-1], 1)
    assert np.allclose(np.interp(0.25, np.linspace(0, 1, len(curve.table)), curve.table[:, 0]), 0.5)


BAD = {
    "empty": "",
    "no size": TWO,
    "two sizes": f"LUT_1D_SIZE 2\nLUT_3D_SIZE 2\n{TWO}",
    "size twice": f"LUT_3D_SIZE 2\nLUT_3D_SIZE 2\n{TWO}",
    "too large": "LUT_3D_SIZE 66\n0 0 0",
    "huge": "LUT_3D_SIZE 99999999999999999999\n0 0 0",
    "a curve too long": "LUT_1D_SIZE 65537\n0 0 0",
    "one step": "LUT_3D_SIZE 1\n0 0 0",
    "negative": f"LUT_3D_SIZE -2\n{TWO}",
    "no number": f"LUT_3D_SIZE two\n{TWO}",
    "other digits": f"LUT_3D_SIZE ２\n{TWO}",
    "a line short": "LUT_3D_SIZE 2\n" + TWO.rsplit("\n", 1)[0],
    "a line more": f"LUT_3D_SIZE 2\n{TWO}\n0 0 0",
    "two numbers": "LUT_3D_SIZE 2\n" + TWO.replace("1 1 1", "1 1"),
    "four numbers": "LUT_3D_SIZE 2\n" + TWO.replace("1 1 1", "1 1 1 1"),
    "nan": "LUT_3D_SIZE 2\n" + TWO.replace("1 1 1", "nan 1 1"),
    "inf": "LUT_3D_SIZE 2\n" + TWO.replace("1 1 1", "1 1e999 1"),
    "far": "LUT_3D_SIZE 2\n" + TWO.replace("1 1 1", "1 1e9 1"),
    "hex": "LUT_3D_SIZE 2\n" + TWO.replace("1 1 1", "0x1 1 1"),
    "underscore": "LUT_3D_SIZE 2\n" + TWO.replace("1 1 1", "1_0 1 1"),
    "empty domain": f"LUT_3D_SIZE 2\nDOMAIN_MIN 1 0 0\n{TWO}",
    "domain of two": f"LUT_3D_SIZE 2\nDOMAIN_MAX 1 1\n{TWO}",
    "half a range": f"LUT_3D_SIZE 2\nLUT_3D_INPUT_RANGE 0\n{TWO}",
    "domain of nan": f"LUT_3D_SIZE 2\nDOMAIN_MAX nan 1 1\n{TWO}",
    "a keyword late": f"{TWO}\nLUT_3D_SIZE 2",
    "video range": f"LUT_3D_SIZE 2\nLUT_IN_VIDEO_RANGE\n{TWO}",
    "a script": "#!/bin/sh\nrm -rf /",
    "a picture": "\x89PNG\r\n\x1a\n\0\0\0",
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_table_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match="no colour table"):
        cube.read(told(tmp_path, BAD[name]))


def test_a_large_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "large.cube"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(BadInput, match="larger than 20 MB"):
        cube.read(path)


def test_a_missing_file_and_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="there is no file"):
        cube.read(tmp_path / "none.cube")
    with pytest.raises(BadInput, match="no colour table"):
        cube.read(told(tmp_path, b"LUT_3D_SIZE 2\n\xff\xfe\x00"))
    with pytest.raises(BadInput, match="no colour table"):
        cube.read(tmp_path)


@given(st.text(alphabet="LUT_3D_SIZE 0123456789.-+eE#\n\tDOMAINXnaif\x00é", max_size=400))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.cube"
    path.write_text(text, encoding="utf-8")
    try:
        lut = cube.read(path)
    except BadInput:
        return
    assert np.isfinite(lut.table).all()


@pytest.mark.parametrize("side", [2, 33, 65])
def test_what_is_written_is_read_back(tmp_path: Path, side: int) -> None:
    table = cube.identity(side) ** 1.3 * 0.9
    path = tmp_path / "out.cube"
    cube.write(cube.Lut(table), path)
    assert not cube.is_flat(path)
    assert np.abs(cube.read(path).table - table).max() <= 5e-7


def test_curves_are_written_in_4096_steps(tmp_path: Path) -> None:
    curves = np.linspace(0, 1, 17)[:, None] ** np.array([1.0, 0.5, 2.0])
    path = tmp_path / "out.cube"
    cube.write(cube.Lut(curves), path)
    assert cube.is_flat(path)
    read = cube.read(path).table
    assert len(read) == 4096
    steps = np.linspace(0, 1, 4096)
    for channel in range(3):
        meant = np.interp(steps, np.linspace(0, 1, 17), curves[:, channel])
        assert np.abs(read[:, channel] - meant).max() < 1e-6


def test_a_picture_takes_the_colours_of_a_table_and_keeps_its_cover(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    pixels = rng.integers(0, 256, (20, 30, 4), dtype=np.uint8)
    plain, swapped = tmp_path / "plain.cube", tmp_path / "swapped.cube"
    cube.write(cube.Lut(cube.identity(33)), plain)
    cube.write(cube.Lut(cube.identity(33)[..., ::-1]), swapped)
    picture = Image.fromarray(pixels, "RGBA")
    assert np.abs(np.asarray(recoloured(picture, plain)).astype(int) - pixels).max() <= 1
    turned = np.asarray(recoloured(picture, swapped)).astype(int)
    assert np.abs(turned - pixels[..., [2, 1, 0, 3]]).max() <= 1
    assert np.array_equal(turned[..., 3], pixels[..., 3])


def test_curves_work_on_pictures_with_and_without_cover(tmp_path: Path) -> None:
    pixels = np.arange(256, dtype=np.uint8)[None, :, None].repeat(4, 2)
    path = tmp_path / "curves.cube"
    steps = np.linspace(0, 1, 256)
    cube.write(cube.Lut(np.stack([1 - steps, steps, steps / 2], axis=1)), path)
    shown = np.asarray(recoloured(Image.fromarray(pixels, "RGBA"), path)).astype(int)
    levels = np.arange(256)
    assert np.abs(shown[0, :, 0] - (255 - levels)).max() <= 1
    assert np.array_equal(shown[0, :, 1], levels)
    assert np.abs(shown[0, :, 2] - levels / 2).max() <= 1
    assert np.array_equal(shown[0, :, 3], levels)
    flat = np.asarray(recoloured(Image.fromarray(pixels[..., :3], "RGB"), path))
    assert np.array_equal(flat, shown[..., :3])
