from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from reelwright.film.errors import BadInput
from reelwright.media import fonts, text
from reelwright.media.runs import clean, runs

LONG = "The Curious Affair of the Second Lamp at the End of the Harbour Wall"


def ink(image: Image.Image) -> tuple[int, int, int, int]:
    box = image.getchannel("A").getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize("face", ["serif", "serif-bold", "serif-italic", "sans", "sans-bold"])
def test_every_face_draws_european_words(face: fonts.Face) -> None:
    words = "Zażółć gęślą jaźń — „Grüße“ Ďábel ñ ß œ Ж Ω №5 € … →"
    image = text.render(words, 30, face)
    assert image.mode == "RGBA"
    left, top, right, bottom = ink(image)
    assert right - left > 300
    assert top > 0
    assert bottom < image.height


@pytest.mark.parametrize("words", ["مرحبا بالعالم", "שלום", "हिन्दी", "ภาษาไทย", "♪"])
def test_other_scripts_have_a_font(words: str) -> None:
    assert np.asarray(text.render(words, 40))[..., 3].max() == 255


@pytest.mark.parametrize(
    ("words", "named"),
    [("a 中 b", "U+4E2D"), ("\U0001f600", "GRINNING FACE"), ("\ue000", "U+E000")],
)
def test_a_character_without_a_font_is_named(words: str, named: str) -> None:
    with pytest.raises(BadInput, match=named.replace("+", r"\+")):
        text.render(words, 40)
    with pytest.raises(BadInput):
        text.check(words)
    text.check("plain words")


def test_what_is_invisible_is_left_out() -> None:
    assert clean("a\u00adb\u200bc\ufeffd\te\u00a0f\x00g\r\nh\u2028i") == "abcd e fg\nh\ni"
    assert clean("e\u0301") == "é"
    plain, hidden = text.render("ab", 40), text.render("a\u200bb\u202e", 40)
    assert plain.tobytes() == hidden.tobytes()


def test_lines_fit_their_width() -> None:
    for width in (80, 200, 400, 900):
        lines = text.wrap(LONG, 40, "serif", width)
        assert all(text.measure(line, 40, "serif") <= width for line in lines)
        assert "".join(lines).replace(" ", "") == LONG.replace(" ", "")
        assert text.render(LONG, 40, "serif", width=width).width == width


def test_balanced_lines_are_no_more_but_more_even() -> None:
    greedy = text.wrap(LONG, 40, "serif", 900)
    even = text.wrap(LONG, 40, "serif", 900, balance=True)
    assert len(even) == len(greedy) == 2
    ragged = [
        abs(text.measure(lines[0], 40, "serif") - text.measure(lines[1], 40, "serif"))
        for lines in (greedy, even)
    ]
    assert ragged[1] < ragged[0] / 2


def test_long_words_are_broken_and_line_ends_kept() -> None:
    lines = text.wrap("x" * 100 + "\n\nend", 40, width=300)
    assert len(lines) > 3
    assert lines[-2:] == ["", "end"]
    assert all(text.measure(line, 40) <= 300 for line in lines)


def test_fit_finds_the_largest_size() -> None:
    size = text.fit(LONG, 120, 10, "serif", 900, 2)
    assert len(text.wrap(LONG, size, "serif", 900)) <= 2
    assert len(text.wrap(LONG, size + 1, "serif", 900)) > 2
    assert text.fit("Hi", 120, 10, "serif", 900, 1) == 120
    assert text.fit("x" * 999, 120, 10, "serif", 90, 1) == 10


def test_alignment_outline_and_shadow() -> None:
    left, centre, right = (
        ink(text.render("word", 40, width=400, align=a)) for a in ("left", "centre", "right")
    )
    assert left[0] < 10
    assert right[2] > 390
    assert abs((centre[0] + centre[2]) / 2 - 200) < 4
    plain, bold = text.render("word", 40), text.render("word", 40, stroke=3)
    assert bold.width == plain.width + 6
    shaded = text.render("word", 40, shadow=text.Shadow(dx=4, dy=4))
    seen = np.asarray(shaded)
    assert (seen[..., 3] > 0).sum() > (np.asarray(plain)[..., 3] > 0).sum() * 1.5
    edge = np.concatenate([seen[0], seen[-1], seen[:, 0], seen[:, -1]])
    assert edge[..., 3].max() < 8


def test_right_to_left_words_stand_in_their_order() -> None:
    in_latin = [run.text for run in runs("ab שלום عالم cd", "sans")]
    assert in_latin == ["ab", " ", "عالم", " ", "שלום", " ", "cd"]
    in_hebrew = [run.text for run in runs("שלום! ab", "sans")]
    assert "".join(in_hebrew).startswith("ab")
    assert in_hebrew[-1] == "שלום"


def test_same_words_same_pixels() -> None:
    assert text.render(LONG, 33, width=500) == text.render(LONG, 33, width=500)
    assert text.render("", 33).getchannel("A").getbbox() is None


def test_font_files_come_with_their_licence() -> None:
    folder = Path(fonts.__file__).parent / "fontfiles"
    table = (folder / "README.md").read_text()
    for file in folder.iterdir():
        if file.suffix in (".otf", ".woff2"):
            assert file.stat().st_size < 300_000
            family = {"So": file.stem.split("-")[0], "no": "NotoSans"}[file.name[:2]]
            licence = folder / f"OFL-{family}.txt"
            assert "SIL Open Font License, Version 1.1" in licence.read_text()
            assert licence.name in table
    assert len(fonts.version()) == 64
