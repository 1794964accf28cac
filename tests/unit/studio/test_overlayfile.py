"""Files of overlays: what they say, and what is wrong with those that say something else."""

import contextlib
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelwright.film.errors import BadInput
from reelwright.film.overlay import Brand, Overlay, Placed
from reelwright.studio.overlayfile import read

FULL = """
[brand]
shade = "#0b3d91"
entrance = "slide"

[[overlay]]
shot = "1.1/2"
text = "Mara Keller, keeper of the light"
position = "lower-third"

[[overlay]]
at = "1:02.5"
for = 4
text = "三十年后"
shade = ""
entrance = "typewriter"
"""


def file(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "o.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_file_is_read(tmp_path: Path) -> None:
    brand, placed = read(file(tmp_path, FULL))
    assert brand == Brand(shade="#0b3d91", entrance="slide")
    assert placed == (
        Placed(
            overlay=Overlay(
                text="Mara Keller, keeper of the light", position="lower-third",
                shade="#0b3d91", entrance="slide",
            ),
            shot="1.1/2",
        ),
        # What an overlay says itself counts, also that it has none.
        Placed(
            overlay=Overlay(text="三十年后", entrance="typewriter"), after=62.5, seconds=4,
        ),
    )  # fmt: skip
    assert read(file(tmp_path, "\ufeff")) == (Brand(), ())


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("[brand", "is no TOML file"),
        (b"\xff\xfe\x00", "is no TOML file"),
        ("a = " + "[" * 5000, "is no TOML file"),
        ("[colours]", r"has \[colours\]"),
        ("brand = 3", "another kind"),
        ("overlay = 3", "another kind"),
        ("overlay = [3]", "overlay 1 is no table"),
        ('[brand]\nink = "red"', "no colour"),
        ('[brand]\nface = "comic"', "face: input should be"),
        ('[[overlay]]\ntext = "a"', "needs a shot"),
        ("[[overlay]]\nat = 0", "text: field required"),
        ('[[overlay]]\nat = 0\ntext = "  "', "0 characters"),
        (f'[[overlay]]\nat = 0\ntext = "{"a" * 301}"', "301 characters"),
        ('[[overlay]]\nat = "soon"\ntext = "a"', "no time"),
        ('[[overlay]]\nat = -1\ntext = "a"', "no time"),
        ('[[overlay]]\nat = true\ntext = "a"', "no time"),
        ('[[overlay]]\nat = nan\ntext = "a"', "no time"),
        ('[[overlay]]\nshot = 1\ntext = "a"', "as in the slate"),
        ('[[overlay]]\nat = 1\ntext = "a"\nink = "#12345"', "no colour"),
        ('[[overlay]]\nat = 1\ntext = "a"\nposition = "left"', "position: input should be"),
        ('[[overlay]]\nat = 1\ntext = "a"\nspeed = 3', "speed: extra inputs"),
        ('[[overlay]]\nat = 1\ntext = "a"\n' * 501, "500 are the most"),
        ("#" * (2 << 20), "larger than 1 MB"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, text: str | bytes, cause: str) -> None:
    with pytest.raises(BadInput, match=cause) as caught:
        read(file(tmp_path, text))
    assert "\n" not in caught.value.cause


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read(tmp_path / "no.toml")
    with pytest.raises(BadInput, match="cannot be read"):
        read(tmp_path)


@settings(deadline=None)
@given(st.text("[]=\"'\n.#overlay brand text at 12:", max_size=80))
def test_no_text_makes_it_fail_otherwise(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(BadInput):
        read(file(Path(folder), text))
