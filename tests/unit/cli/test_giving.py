"""Options that choose among known words, and files that are given by option."""

from pathlib import Path
from typing import Any, get_args

import pytest

from reelwright.cli import giving
from reelwright.film.errors import BadInput
from reelwright.film.production import GradeName
from reelwright.film.shot import TransitionKind
from reelwright.film.story import Mood
from reelwright.studio.opening import Given


def given(**options: Any) -> Given:
    plain: dict[str, Any] = {
        "prompt": "A fox.", "brief": "", "recipe": "", "name": "", "chapters": "", "minutes": 2.0,
        "seconds": 15, "title": "", "author": "", "card": True, "slate": True, "burned": False,
        "style": "", "language": "", "size": "", "rate": 24,
    }  # fmt: skip
    return giving.given(None, **{**plain, **options})


@pytest.mark.parametrize("kind", ["", *get_args(TransitionKind)])
def test_every_transition_can_be_chosen(kind: str) -> None:
    assert given(transition=kind).wish.transition == kind
    assert given(transition=f" {kind.upper()} ").wish.transition == kind


@pytest.mark.parametrize("name", ["", "mood", *get_args(GradeName)])
def test_every_grade_can_be_chosen(name: str) -> None:
    found = given(grade=name)
    assert (found.wish.grade, found.lut) == (name, None)


@pytest.mark.parametrize("name", ["my look.cube", "/a/b/LOOK.CUBE", "./x.cube"])
def test_a_file_is_a_grade(name: str) -> None:
    found = given(grade=name)
    assert (found.wish.grade, found.lut) == ("", Path(name))


@pytest.mark.parametrize("name", ["", "none", *get_args(Mood)])
def test_every_mood_of_music_can_be_chosen(name: str) -> None:
    found = given(music=name.upper())
    assert (found.wish.music, found.music) == (name, None)


@pytest.mark.parametrize("name", ["my song.mp3", "/a/b/SONG.WAV", "./x.flac", "calm.ogg", "y.m4a"])
def test_a_file_is_music(name: str) -> None:
    found = given(music=name)
    assert (found.wish.music, found.music) == ("", Path(name))


def test_fit_and_effects_are_up_to_the_film_unless_told() -> None:
    assert (given().wish.fit, given().wish.effects) == ("", None)
    for fit in ("crop", "pad", "blur"):
        assert given(fit=fit).wish.fit == fit
    for effects in (True, False):
        assert given(effects=effects).wish.effects is effects


@pytest.mark.parametrize(
    ("option", "told", "cause"),
    [
        ("fit", "stretch", "no fit 'stretch'"),
        ("music", "polka", "no music 'polka'"),
        ("music", "song.mid", "no music"),
        ("music", "FILE", "no music"),
        ("transition", "wipe", "no transition 'wipe'"),
        ("transition", "dissolve,fade", "no transition"),
        ("grade", "sepia", "no grade 'sepia'"),
        ("grade", "FILE", "no grade"),
        ("grade", "look.3dl", "no grade"),
    ],
)
def test_anything_else_is_refused_and_the_known_words_are_told(
    option: str, told: str, cause: str
) -> None:
    with pytest.raises(BadInput, match=cause) as refused:
        given(**{option: told})
    known = {"transition": "dissolve", "grade": "noir", "fit": "blur", "music": "grand"}
    assert known[option] in refused.value.remedy


def test_models_of_the_users_own_catalogue_can_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Models of Ark are in no other: without such a file none of them could ever be asked for."""
    name = "seedance-ark:doubao-seedance-1-5-pro-251215"
    with pytest.raises(BadInput, match="makes no clip here") as refused:
        given(video=name)
    assert "REELWRIGHT_CATALOGUE" in refused.value.remedy
    own = tmp_path / "own.toml"
    own.write_text(
        '[[video]]\nservice = "seedance-ark"\nmodel = "doubao-seedance-1-5-pro-251215"\n'
        "seconds = [5, 10]\nprices = { 720 = 0.03 }\n"
    )
    monkeypatch.setenv("REELWRIGHT_CATALOGUE", str(own))
    assert given(video=name).wish.video == (name,)
    assert given(video="seedance-ark").wish.video == ("seedance-ark",)
    with pytest.raises(BadInput, match="has no model"):
        given(video="seedance-ark:doubao-seedance-9")
