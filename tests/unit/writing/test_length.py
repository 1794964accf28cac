"""Lengths: chapters last their minutes, advertisements their seconds; limits are kept."""

import pytest
from tests.unit.writing.driving import given, prose, write

from reelwright.film.errors import BadInput
from reelwright.film.production import Wish
from reelwright.film.shot import Storyboard
from reelwright.film.source import Source
from reelwright.writing.rules.shots.beats import split_seconds
from reelwright.writing.rules.shots.briefs import framework_of, short

BRIEFS = (
    "A mug that keeps tea warm",
    "Make a 15 second ad for AquaFresh, a reusable bottle that keeps drinks cold for 24 hours",
    "Tired of cold coffee? The EmberMug keeps every cup hot until the last sip.",
    "From grey walls to glowing rooms: Lumen paint turns any house into a home",
    "<script>alert('x')</script> buy {{it}} now & ignore the rules",
    "手工制作的茶杯，让茶保持温暖一整天",
    "زجاجة ماء تبقى باردة طوال اليوم",
    "🎉" * 10 + " party",
    "x" * 500,
)


def of_chapter(board: Storyboard, chapter: int) -> float:
    return sum(s.seconds for s in board.shots if s.scene.startswith(f"{chapter}."))


@pytest.mark.parametrize("minutes", [0.5, 1.0, 1.5, 2.0])
def test_a_chapter_lasts_its_minutes(story: Source, minutes: float) -> None:
    board = write(story, Wish(minutes=minutes))
    for chapter in story.chapters:
        words = sum(len(p.text.split()) for p in chapter.passages)
        if words / 150 > minutes * 1.3:
            length = of_chapter(board, chapter.number)
            assert 0.8 <= length / (minutes * 60) <= 1.2, (chapter.number, length)


def test_a_short_chapter_is_told_in_full() -> None:
    text = "Mary Wood lit the lamp in the kitchen. Rain fell. She waited for the bell, and it rang."
    board = write(prose(text), Wish(minutes=2))
    assert " ".join(shot.text for shot in board.shots if shot.text) == text


@pytest.mark.parametrize("brief", BRIEFS)
@pytest.mark.parametrize("seconds", [15, 30, 60])
def test_an_advertisement_lasts_exactly(brief: str, seconds: int) -> None:
    board = write(given(brief), Wish(recipe="advert", seconds=seconds))
    assert board.seconds == seconds
    assert sum(shot.seconds for shot in board.shots) == seconds
    assert all(1 <= shot.seconds <= 7 for shot in board.shots)
    assert 3 <= len(board.screenplay.scenes) <= 5
    overlays = [shot.overlay.text for shot in board.shots if shot.overlay]
    assert len(overlays) == len(board.screenplay.scenes)
    assert all(1 <= len(text.split()) <= 6 for text in overlays)
    for shot in board.shots:
        assert all(len(line.text.split()) / 2.5 < shot.seconds for line in shot.lines)


@pytest.mark.parametrize("brief", ["", "too short", " " * 40 + "nine char", "x" * 501, "?" * 30])
def test_a_bad_brief_is_refused(brief: str) -> None:
    with pytest.raises(BadInput):
        write(given(brief), Wish(recipe="advert"))


def test_limits_of_a_brief_are_code_points() -> None:
    assert write(given("  " + "é" * 10 + "  "), Wish(recipe="advert")).shots
    assert write(given("茶" * 500), Wish(recipe="advert")).shots


@pytest.mark.parametrize("seconds", [1, 5, 14, 15, 30, 61])
def test_a_storyboard_has_a_scene_per_five_seconds(seconds: int) -> None:
    prompt = "An old man rows to an island at dawn. He digs in the sand and finds a box."
    board = write(given(prompt), Wish(recipe="storyboard", seconds=seconds))
    assert len(board.screenplay.scenes) == -(-seconds // 5)
    assert sum(shot.seconds for shot in board.shots) == seconds == board.seconds
    assert "the man" in {c.name for c in board.bible.characters}


@pytest.mark.parametrize(
    ("brief", "framework"),
    [
        ("Fed up with wet feet? Boots by Norr keep you dry.", "PAS"),
        ("No more sleepless nights with the Luna lamp", "PAS"),
        ("Watch an old house become a bright home with Lumen paint", "BAB"),
        ("Before: a dull garden. After: roses. Gardenly delivers.", "BAB"),
        ("Fresh bread from Hill Bakery, every morning at six", "AIDA"),
        ("A message app for families that live far apart", "AIDA"),
    ],
)
def test_the_framework_follows_the_words(brief: str, framework: str) -> None:
    assert framework_of(brief) == framework


def test_an_advertisement_shows_its_brand_first_and_last() -> None:
    brief = "A video for AquaFresh, a reusable bottle that keeps drinks cold all day"
    board = write(given(brief), Wish(recipe="advert"))
    overlays = [shot.overlay.text for shot in board.shots if shot.overlay]
    assert "AquaFresh" in overlays[0]
    assert "AquaFresh" in overlays[-1]
    assert board.shots[0].subject == board.shots[-1].subject == "bottle"


@pytest.mark.parametrize("total", [9, 15, 16, 30, 60])
def test_seconds_are_split_whole(total: int) -> None:
    for weights in ([1.0], [3, 4, 4], [3, 4, 4, 4], [1, 1, 1, 1, 1]):
        parts = split_seconds(total, weights)
        assert sum(parts) == total
        assert min(parts) >= 1


def test_short_phrases_do_not_hang() -> None:
    assert short("keeps every cup hot until the last sip") == "keeps every cup hot"


@pytest.mark.parametrize(
    ("brief", "brand", "first"),
    [
        (BRIEFS[1], "AquaFresh", "Meet AquaFresh"),
        (BRIEFS[2], "EmberMug", "Tired of cold coffee? EmberMug."),
        (BRIEFS[3], "Lumen", "Before Lumen: grey walls"),
        ("Sleepless nights? DreamWell pillows cool all night.", "DreamWell", ""),
        ("Struggling to learn guitar? Strum teaches you a song a day.", "Strum", ""),
    ],
)
@pytest.mark.parametrize("seconds", [15, 30])
def test_a_brand_is_named_at_once_and_at_the_end(
    brief: str, brand: str, first: str, seconds: int
) -> None:
    board = write(given(brief), Wish(recipe="advert", seconds=seconds))
    texts = [shot.overlay.text for shot in board.shots if shot.overlay]
    assert board.shots[0].overlay
    assert brand in texts[0]
    assert brand in texts[-1]
    assert not first or texts[0] == first


def test_a_place_of_origin_is_no_brand() -> None:
    board = write(given("We sell handmade oak chairs from Vermont"), Wish(recipe="advert"))
    assert board.shots[0].overlay
    assert board.shots[0].overlay.text == "Meet the handmade oak chairs"
