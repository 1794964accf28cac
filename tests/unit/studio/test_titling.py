"""Where overlays and the logo are put, in frames."""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import pytest

from reelwright.cutting.lettering.safe import logo_rows, subtitle_rows
from reelwright.cutting.lettering.titles import setting
from reelwright.film.errors import BadInput
from reelwright.film.overlay import Brand, Overlay, Placed
from reelwright.film.production import Wish
from reelwright.film.shot import Shot, Storyboard
from reelwright.film.story import Bible, Place, Scene, Screenplay
from reelwright.film.timeline import Caption, House, Item, Timeline, Title, Transition
from reelwright.providers.animatic.camera.slate import plates
from reelwright.studio.titling import logos, require_titles, shown_of, titled

DISSOLVE = Transition(kind="dissolve", frames=12)
FADE = Transition(kind="fade", frames=14)
HOUSE = House(width=360, height=640)


def board(*overlays: str) -> Storyboard:
    """A scene for each group of shots: `a` begins a scene with an overlay, `` goes on in it."""
    shots, scene = [], 0
    for index, text in enumerate(overlays):
        scene += bool(text) or index == 0
        shots.append(
            Shot(
                id=f"s{index}",
                scene=f"1.{scene}",
                size="medium",
                overlay=Overlay(text=text) if text else None,
            )
        )
    scenes = tuple(
        Scene(chapter=1, number=n, place=Place(name="Here")) for n in range(1, scene + 1)
    )
    return Storyboard(bible=Bible(), screenplay=Screenplay(scenes=scenes), shots=tuple(shots))


def laid(
    story: Storyboard, frames: Sequence[int], into: Transition = DISSOLVE, **more: object
) -> Timeline:
    items = tuple(
        Item(clip="c", frames=n, scene=s.scene, shot=s.id, into=into if i else FADE)
        for i, (n, s) in enumerate(zip(frames, story.shots, strict=True))
    )
    return Timeline(house=HOUSE, items=items, out=FADE).model_copy(update=more)


PLAIN = Wish(house=HOUSE)


def titles(story: Storyboard, timeline: Timeline, wish: Wish = PLAIN) -> tuple[Title, ...]:
    return titled(story, wish, shown_of(story.shots, timeline), timeline)


def test_words_stand_between_the_transitions() -> None:
    story = board("One", "Two", "Three")
    found = titles(story, laid(story, (96, 108, 108)))
    assert [(t.overlay.text, t.start, t.end) for t in found] == [
        ("One", 7, 84),  # out of black, until the dissolve begins
        ("Two", 96, 180),
        ("Three", 192, 281),  # until it goes into black
    ]


def test_an_overlay_goes_on_over_the_shots_of_its_scene() -> None:
    story = board("One", "", "Two", "")
    found = titles(story, laid(story, (60, 72, 72, 72)))
    assert [(t.start, t.end) for t in found] == [(7, 108), (120, 233)]


def test_a_long_scene_does_not_keep_its_words_but_the_last_one_does() -> None:
    story = board("One", "Two")
    found = titles(story, laid(story, (500, 500)))
    assert [(t.start, t.end) for t in found] == [(7, 7 + 144), (500, 981)]


def test_long_words_come_earlier_in_a_short_shot() -> None:
    story = board("Six words that take their time", "Two")
    found = titles(story, laid(story, (84, 96)))
    assert (found[0].start, found[0].end) == (7, 72)  # not before the picture is there


def test_words_that_a_subtitle_shows_are_not_shown_twice() -> None:
    story = board("Walk to work, dry", "Two")
    said = (Caption(start=10, end=40, lines=("Walk to work,", "dry!")),)
    frames = (192, 96)
    drawn = laid(story, frames, captions=said, burned=True)
    late, _ = titles(story, drawn)
    assert late.start == 40  # when those are gone
    long = (Caption(start=10, end=150, lines=("walk to work dry",)),)
    (only,) = titles(story, laid(story, frames, captions=long, burned=True))
    assert only.overlay.text == "Two"
    track = titles(story, laid(story, frames, captions=long))
    assert [one.overlay.text for one in track] == ["Walk to work, dry", "Two"]


def test_the_last_words_come_when_a_subtitle_has_said_them() -> None:
    """They have been read by then: a second is enough, and twice at once is too much."""
    story = board("One", "Try the lantern today")
    frames = (96, 108)
    said = Caption(start=110, end=150, lines=("Try the lantern", "today."))
    _, last = titles(story, laid(story, frames, captions=(said,), burned=True))
    assert (last.start, last.end) == (150, 185)
    late = said.model_copy(update={"end": 170})
    (first,) = titles(story, laid(story, frames, captions=(late,), burned=True))
    assert first.overlay.text == "One"


def test_low_words_stand_above_the_slate() -> None:
    story = board("One")
    timeline = laid(story, (120,))
    drawn, bought = (
        titles(story, timeline, Wish(house=HOUSE, video=video))[0] for video in ((), ("kling:v3",))
    )
    _, _, top = plates("1.1  shot 1  4.0 s", HOUSE)[-1]
    box = setting(drawn.overlay, HOUSE, drawn.free)
    assert box.top + box.height <= top
    assert bought.free == 0


@pytest.mark.parametrize(
    ("mine", "both"), [("lower-third", False), ("centre", False), ("top", True)]
)
def test_boxes_that_would_touch_are_not_seen_at_once(mine: str, both: bool) -> None:
    """In a square picture, under a subtitle: what stands low is raised to the middle."""
    square = House(width=480, height=480, rate=24)
    story = board("Try the lighthouse lamp today")
    met = (Caption(start=20, end=100, lines=("Something else", "in two lines")),)
    overlay = Overlay.model_validate({"text": "Thirty winters later", "position": mine})
    wish = Wish(house=square, overlays=(Placed(overlay=overlay, shot="1.1/1"),))
    timeline = laid(story, (120,), captions=met, burned=True)
    found = titles(story, timeline.model_copy(update={"house": square}), wish)
    assert (len(found) == 2) == both
    boxes = [setting(one.overlay, square, one.free) for one in found]
    assert all(a.top + a.height <= b.top or b.top + b.height <= a.top
               for a, b in combinations(boxes, 2))  # fmt: skip


def test_low_words_over_a_subtitle_do_not_slide_through_it() -> None:
    story = board("One two three four five", "Two")
    met = (Caption(start=20, end=70, lines=("Something else",)),)
    sliding = tuple(
        shot.model_copy(update={"overlay": Overlay(text=shot.overlay.text, entrance="slide")})
        for shot in story.shots
        if shot.overlay
    )
    story = story.model_copy(update={"shots": sliding})
    first, second = titles(story, laid(story, (96, 108), captions=met))
    assert first.free and first.overlay.entrance == "fade"
    assert second.free < first.free and second.overlay.entrance == "slide"


def own(text: str = "Mine", **more: Any) -> Placed:
    return Placed.model_validate({"overlay": Overlay(text=text), **more})


@pytest.mark.parametrize(
    ("placed", "span"),
    [
        ({"shot": "1.2/1"}, (96, 180)),
        ({"shot": "1.2/1", "seconds": 1}, (96, 120)),
        ({"shot": "1.2/1", "after": 1}, (108, 180)),
        ({"shot": "1.2/1", "after": 2.5, "seconds": 9}, (144, 288)),
        ({"after": 2}, (48, 48 + 43)),
        ({"after": 0, "seconds": 500}, (0, 288)),
        ({"shot": "1.1/1", "after": 3}, (72, 72 + 43)),
    ],
)
def test_the_users_overlays_are_where_they_are_wanted(
    placed: dict[str, Any], span: tuple[int, int]
) -> None:
    story = board("", "", "").model_copy()
    shots = tuple(s.model_copy(update={"scene": f"1.{n + 1}"}) for n, s in enumerate(story.shots))
    story = story.model_copy(update={"shots": shots})
    (found,) = titles(
        story, laid(story, (96, 108, 108)), Wish(house=HOUSE, overlays=(own(**placed),))
    )
    assert (found.start, found.end) == span


def test_the_users_overlay_takes_the_recipes_place() -> None:
    story = board("One", "Two")
    wish = Wish(house=HOUSE, overlays=(own(shot="1.1/1"),))
    found = titles(story, laid(story, (96, 108)), wish)
    assert [t.overlay.text for t in found] == ["Mine", "Two"]
    high = Placed(overlay=Overlay(text="High", position="top"), shot="1.1/1")
    both = titles(story, laid(story, (96, 108)), wish.model_copy(update={"overlays": (high,)}))
    assert sorted(t.overlay.text for t in both) == ["High", "One", "Two"]


def test_of_two_in_one_place_the_later_one_ends_the_earlier() -> None:
    story = board("", "")
    wish = Wish(house=HOUSE, overlays=(own("B", after=2, seconds=4), own("A", seconds=5)))
    found = titles(story, laid(story, (96, 108)), wish)
    assert [(t.overlay.text, t.start, t.end) for t in found] == [("A", 0, 48), ("B", 48, 144)]


def test_low_words_leave_room_for_subtitles_and_high_ones_for_the_logo() -> None:
    story = board("One")
    caption = Caption(start=20, end=60, lines=("Hello",))
    timeline = laid(story, (120,), captions=(caption,))
    assert titles(story, timeline)[0].free == subtitle_rows(HOUSE)
    spoken = Wish(house=HOUSE, subtitles="words")
    assert titles(story, timeline, spoken)[0].free == subtitle_rows(HOUSE, words=True)
    late = laid(story, (120,), captions=(Caption(start=90, end=110, lines=("Hello",)),))
    # Read long ago when somebody speaks: it goes instead.
    (gone,) = titles(story, late, Wish(house=HOUSE, slate=False))
    assert (gone.free, gone.end) == (0, 90)
    high = Placed(overlay=Overlay(text="High", position="top"), shot="1.1/1")
    wish = Wish(house=HOUSE, overlays=(high,), logo="a" * 64)
    assert [t.free for t in titles(board(""), laid(board(""), (120,)), wish)] == [logo_rows(HOUSE)]


def test_the_brand_dresses_the_recipes_overlays() -> None:
    story = board("One")
    brand = Brand(shade="#0b3d91", face="serif-bold", entrance="slide")
    (found,) = titles(story, laid(story, (120,)), Wish(house=HOUSE, brand=brand))
    assert found.overlay.model_dump() == {
        "text": "One", "position": "bottom", "entrance": "slide", "face": "serif-bold", "ink": "",
        "shade": "#0b3d91",
    }  # fmt: skip


def test_a_logo_is_over_the_shots_and_not_over_the_cards() -> None:
    story = board("", "")
    timeline = laid(story, (96, 108))
    cards = (Item(clip="k", frames=72), *timeline.items, Item(clip="e", frames=120, into=FADE))
    timeline = timeline.model_copy(update={"items": cards})
    shown = shown_of([None, *story.shots, None], timeline)
    (logo,) = logos(Wish(house=HOUSE, logo="a" * 64), shown)
    assert (logo.start, logo.end) == (72 + 7, 72 + 96 + 96 - 7)  # it does not shine in the dark
    assert logos(Wish(house=HOUSE), shown) == ()
    assert logos(Wish(house=HOUSE, logo="a" * 64), []) == ()


@pytest.mark.parametrize(
    ("story", "wish", "cause"),
    [
        (board("a \U00012000"), Wish(house=HOUSE), r"U\+12000"),
        (board("far too many words " * 40), Wish(house=HOUSE), "too many"),
        (board(""), Wish(house=HOUSE, overlays=(own("a \U00012000", after=1),)), r"U\+12000"),
        (board(""), Wish(house=HOUSE, overlays=(own(shot="1.1/7"),)), "no shot '1.1/7'"),
    ],
)
def test_what_cannot_be_shown_is_refused_before(story: Storyboard, wish: Wish, cause: str) -> None:
    with pytest.raises(BadInput, match=cause):
        require_titles(story, wish)
    require_titles(board("Fine", ""), Wish(house=HOUSE, overlays=(own(shot="1.1/2"),)))
