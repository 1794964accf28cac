"""Options for what is drawn over the picture."""

from pathlib import Path
from typing import Any

import pytest

from reelwright.cli.laying import laid
from reelwright.film.errors import BadInput
from reelwright.film.production import Wish
from reelwright.studio.opening import Given


def given(**more: Any) -> Given:
    return Given(source=Path("a.md"), **more)


@pytest.mark.parametrize(
    ("told", "kind"),
    [("", "soft"), ("lines", "burned"), (" Words ", "words"), ("none", "none")],
)
def test_captions_are_chosen_by_a_word(told: str, kind: str) -> None:
    assert laid(given(), captions=told).wish.subtitles == kind


def test_burned_is_lines() -> None:
    burned = given(wish=Wish(subtitles="burned"))
    assert laid(burned).wish.subtitles == "burned"
    assert laid(burned, captions="lines").wish.subtitles == "burned"


def test_the_rest_goes_into_the_wish(tmp_path: Path) -> None:
    path = tmp_path / "o.toml"
    path.write_text('[brand]\nink = "#ffffff"\n[[overlay]]\nat = 1\ntext = "Hi"\n')
    found = laid(given(), "", path, Path("logo.png"), "top-right", True)
    assert found.wish.credits
    assert found.wish.brand.ink == "#ffffff"
    assert found.wish.overlays[0].overlay.text == "Hi"
    assert (found.logo, found.wish.logo_corner) == (Path("logo.png"), "top-right")
    assert laid(given()) == given()


@pytest.mark.parametrize(
    ("before", "options", "cause"),
    [
        (given(), {"captions": "big"}, "no captions 'big'"),
        (given(wish=Wish(subtitles="burned")), {"captions": "words"}, "--burned"),
        (given(), {"logo_corner": "top-right"}, "needs a --logo"),
        (given(), {"logo": Path("a.png"), "logo_corner": "middle"}, "no corner 'middle'"),
        (Given(brief="A lamp."), {"credits": True}, "no room for credits"),
        (Given(prompt="A fox."), {"credits": True}, "no room for credits"),
    ],
)
def test_what_does_not_go_together_is_told(
    before: Given, options: dict[str, Any], cause: str
) -> None:
    with pytest.raises(BadInput, match=cause):
        laid(before, **options)
