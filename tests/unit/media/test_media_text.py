from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from reelwright.film.errors import BadInput
from reelwright.film.overlay import Face
from reelwright.media.letters import fonts, text
from reelwright.media.letters.runs import clean, runs

LONG = "The Curious Affair of the Second Lamp at the End of the Harbour Wall"


def ink(image: Image.Image) -> tuple[int, int, int, int]:
    box = image.getchannel("A").getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize("face", ["serif", "serif-bold", "serif-italic", "sans", "sans-bold"])
def test_every_face_draws_european_words(face: Face) -> None:
    words = "Zażółć gęślą jaźń — „Grüße“ Ďábel ñ ß œ Ж Ω №5 € … →"
    image = text.render(words, 30, face)
    assert image.mode == "RGBA"
    left, top, right, bottom = ink(image)
    assert right - left > 300
    assert top > 0
    assert bottom < image.height


SCRIPTS = {
    "arabic": "مرحبا بالعالم",
    "hebrew": "שלום",
    "devanagari": "हिन्दी",
    "thai": "ภาษาไทย",
    "chinese": "你好，世界！饕餮",
    "japanese": "日本語のテスト「こんにちは」",
    "korean": "안녕하세요 뷁",
    "emoji": "😀👨\u200d👩\u200d👧🇩🇪1\ufe0f\u20e3❤\ufe0f",
    "signs": "♪ → № ½",
}


@pytest.mark.parametrize("face", ["sans", "sans-bold", "serif"])
@pytest.mark.parametrize("words", SCRIPTS.values(), ids=SCRIPTS)
def test_other_scripts_have_a_font(words: str, face: Face) -> None:
    text.check(words, face)
    image = text.render(words, 40, face)
    assert np.asarray(image)[..., 3].max() == 255
    left, top, right, bottom = ink(image)
    assert (right - left, bottom - top) > (20, 10)
    assert top > 0
    assert bottom < image.height


def test_letters_are_shaped() -> None:
    """Joined letters are narrower than single ones; a family is one picture, not three."""
    assert text.measure("ب" * 6, 40) < 6 * text.measure("ب", 40)
    assert text.measure("क्षि", 40) < text.measure("क", 40) + text.measure("ष", 40)
    one = text.measure("😀", 40)
    assert text.measure("👨\u200d👩\u200d👧", 40) == pytest.approx(one, rel=0.3)
    assert text.measure("🇩🇪", 40) == pytest.approx(one, rel=0.3)


def test_common_characters_of_china_japan_and_korea_are_there() -> None:
    chinese = {bytes([a, b]).decode("gb2312") for a in range(0xB0, 0xD7) for b in range(0xA1, 0xFF)}
    known = frozenset().union(*(fonts.coverage(path) for path in fonts.chain("sans")))
    assert {ord(c) for c in chinese} <= known
    assert set(range(0xAC00, 0xD7A4)) <= known
    assert set(range(0x3041, 0x3097)) | set(range(0x30A1, 0x30FB)) <= known


def test_japanese_has_its_own_shapes() -> None:
    """直 is drawn otherwise in Japan; kana beside it tell."""
    assert fonts.han("直す") == "jp"
    assert fonts.han("直接") == "sc"
    assert runs("直", "sans", "jp")[0].font != runs("直", "sans", "sc")[0].font


def test_stacked_marks_are_not_cut_off() -> None:
    for words in ("ปู่ปี่ที่ป๊ฏฺุ", "र्कीं ञ्च्छ्ू"):
        alpha = np.asarray(text.render(words, 40, line_height=1.0))[..., 3]
        assert alpha[0].max() < 8
        assert alpha[-1].max() < 8


@pytest.mark.parametrize(
    ("words", "named"),
    [("a \u13a0 b", "U+13A0"), ("\U0001f9ff\U00012000", "CUNEIFORM SIGN A"), ("\ue000", "U+E000")],
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
    seen = "".join(in_latin)
    assert seen.startswith("ab")
    assert seen.endswith("cd")
    assert seen.index("عالم") < seen.index("שלום")
    in_hebrew = [run.text for run in runs("שלום! ab", "sans")]
    assert in_hebrew[0] == "ab"
    assert in_hebrew[-1].startswith("שלום")


def test_same_words_same_pixels() -> None:
    assert text.render(LONG, 33, width=500) == text.render(LONG, 33, width=500)
    assert text.render("", 33).getchannel("A").getbbox() is None


def test_font_files_come_with_their_licence() -> None:
    folder = Path(fonts.__file__).parent / "fontfiles"
    table = (folder / "README.md").read_text()
    for file in folder.iterdir():
        if file.suffix in (".otf", ".woff2"):
            assert file.stat().st_size < 1_300_000
            family = {"So": file.stem.split("-")[0], "no": "NotoSans"}[file.name[:2]]
            licence = folder / f"OFL-{family}.txt"
            assert "SIL Open Font License, Version 1.1" in licence.read_text()
            assert licence.name in table
    assert sum(file.stat().st_size for file in folder.iterdir()) < 8_500_000
    assert len(fonts.version()) == 64
