"""Pictures fitted to image models: what is cut, what is left out, what is refused."""

import pytest

from reelwright.film.asked import ImageAsked
from reelwright.providers.adapting import length
from reelwright.providers.catalogue import BUILT_IN, Image
from reelwright.providers.picturing import fitted, misfit, upright

FLASH = next(row for row in BUILT_IN.images if row.model == "gen4_image")
SENTENCE = "Mara holds the lantern over the water. "


def changed(**fields: object) -> Image:
    return FLASH.model_copy(update=fields)


def test_what_fits_is_left_as_it_is() -> None:
    asked = ImageAsked(prompt=SENTENCE, ratio="16:9", references=("a", "b"), take=2)
    assert fitted(asked, FLASH).asked == asked
    assert fitted(asked, FLASH).notes == ()


@pytest.mark.parametrize("text", [SENTENCE * 40, "word " * 400, "x" * 1500, "\U0001f98a" * 800])
def test_a_prompt_that_is_too_long_is_cut_and_told(text: str) -> None:
    found = fitted(ImageAsked(prompt=text, ratio="16:9"), FLASH)
    assert 500 < length(found.asked.prompt) <= 1000
    assert text.startswith(found.asked.prompt)
    assert found.notes == (
        f"The first frame's prompt is cut from {length(text)} to {length(found.asked.prompt)} "
        "characters.",
    )


def test_a_limit_that_nobody_knows_cuts_nothing() -> None:
    asked = ImageAsked(prompt=SENTENCE * 400, ratio="16:9")
    assert fitted(asked, changed(prompt_limit=0)).asked == asked


def test_references_beyond_what_it_takes_are_left_out_and_told() -> None:
    asked = ImageAsked(prompt="p", ratio="16:9", references=("a", "b", "c", "d", "e"))
    found = fitted(asked, FLASH)
    assert found.asked.references == ("a", "b", "c")
    assert found.notes == ("Only 3 of 5 characters have a reference picture in it.",)


@pytest.mark.parametrize(
    ("ratios", "size", "cause"),
    [
        (("16:9", "1:1"), (1920, 1080), ""),
        (("16:9", "1:1"), (2520, 1080), "makes no 21:9, only 16:9, 1:1"),
        (("16:9", "1:1"), (1080, 1920), "makes no 9:16, only 16:9, 1:1"),
        ((), (2520, 1080), ""),
    ],
)
def test_a_shape_that_it_does_not_make(
    ratios: tuple[str, ...], size: tuple[int, int], cause: str
) -> None:
    assert misfit(changed(ratios=ratios), *size) == cause


def test_a_model_that_wants_a_picture_first_can_begin_no_film() -> None:
    assert "without a reference picture" in misfit(changed(needs_reference=True), 1920, 1080)


@pytest.mark.parametrize(
    ("ratios", "shape"),
    [
        ((), "9:16"), (("16:9", "9:16"), "9:16"), (("16:9", "1:1", "3:4"), "3:4"),
        (("16:9", "21:9"), "16:9"),
    ],
)  # fmt: skip
def test_a_figure_stands_upright_where_that_is_possible(
    ratios: tuple[str, ...], shape: str
) -> None:
    assert upright(changed(ratios=ratios)) == shape
