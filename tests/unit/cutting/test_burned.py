"""Captions drawn into the picture: what is rendered, what is copied, what is seen."""

from collections import Counter
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from reelwright import cutting
from reelwright.cutting.burning import burned
from reelwright.cutting.frames import Picture
from reelwright.cutting.lettering.captioning import drawn
from reelwright.cutting.lettering.over import Lettering, captioned
from reelwright.cutting.plan import Group, Over, Plan, planned
from reelwright.film.timeline import Caption, House, Item, Sound, Timeline, Transition
from reelwright.media import probe

if TYPE_CHECKING:
    from tests.unit.cutting.conftest import Workshop

DISSOLVE, FADE = Transition(kind="dissolve", frames=12), Transition(kind="fade", frames=24)
HOUSES = {
    "wide": House(),
    "upright": House(width=720, height=1280),
    "square": House(width=540, height=540),
    "small": House(width=160, height=90),
}
LONG = ("The keeper climbed the narrow stair and he", "counted every step as he had done at night")


def grey(house: House, luma: int = 60) -> Picture:
    half = (house.height // 2, house.width // 2)
    return Picture(
        np.full((house.height, house.width), luma, np.uint8),
        np.full(half, 128, np.uint8),
        np.full(half, 128, np.uint8),
    )


def lettering(house: House, *captions: Caption) -> Lettering:
    return Lettering([captioned(caption, house) for caption in captions])


@pytest.mark.parametrize("lines", [("No.",), LONG], ids=["short", "long"])
@pytest.mark.parametrize("name", HOUSES)
def test_words_are_white_centred_and_inside_what_is_seen(name: str, lines: tuple[str, ...]) -> None:
    house = HOUSES[name]
    shown = lettering(house, Caption(start=0, end=1, lines=lines)).over(0, grey(house))
    rows, columns = np.nonzero(shown.y > 150)
    # The strokes of very small letters are thinner than a sample.
    assert shown.y.max() == 235 or (name == "small" and shown.y.max() > 170)
    assert shown.y.min() < 40
    middle = (columns.min() + columns.max()) / 2
    assert abs(middle - house.width / 2) <= max(3, house.width / 100)
    assert columns.min() >= 0.045 * house.width
    assert columns.max() <= 0.955 * house.width
    assert rows.max() <= house.height * (0.8 if name == "upright" else 0.95)
    assert rows.min() >= house.height * 0.55


def test_colours_keep_and_frames_given_are_not_changed() -> None:
    house = HOUSES["wide"]
    half = np.full((house.height // 2, house.width // 2), 148, np.uint8)
    picture = grey(house)._replace(u=half, v=half.copy())
    before = [plane.copy() for plane in picture]
    letters = lettering(house, Caption(start=2, end=4, lines=("Hello",)))
    assert letters.over(1, picture) is picture
    assert letters.over(4, picture) is picture
    shown = letters.over(3, picture)
    assert all(np.array_equal(a, b) for a, b in zip(before, picture, strict=True))
    touched = shown.y != picture.y
    assert touched[: house.height // 2].sum() == 0
    # White and black are without colour: the picture's own grows less, never another.
    assert shown.u.min() >= 128
    assert shown.u.max() == 148


def test_a_line_too_long_for_the_picture_is_wrapped() -> None:
    house = HOUSES["upright"]
    assert drawn(LONG, house).width < house.width
    assert drawn(LONG, house).height > drawn(("No.",), house).height * 2


def film(workshop: "Workshop", *captions: Caption) -> Timeline:
    """A fade into 72 frames, a dissolve, a cut: 48 + 72 + 60 + 48 frames."""
    clips = [workshop.clip(72, luma) for luma in (40, 60, 80, 100)]
    return Timeline(
        house=workshop.house,
        items=(
            Item(clip=clips[0], frames=48),
            Item(clip=clips[1], frames=72, scene="1.1", into=FADE),
            Item(clip=clips[2], frames=72, scene="1.1", into=DISSOLVE),
            Item(clip=clips[3], frames=48, scene="1.2"),
        ),
        sounds=(Sound(clip=workshop.voice(0.5), at=84, frames=12),),
        captions=captions,
        burned=True,
    )


def lettered(path: object) -> list[int]:
    """Frames with something as bright as words in the lower half."""
    with av.open(str(path)) as container:
        planes = [_luma(frame) for frame in container.decode(container.streams.video[0])]
    return [index for index, luma in enumerate(planes) if luma[45:].max() > 170]


def _luma(frame: av.VideoFrame) -> NDArray[np.uint8]:
    return np.asarray(frame.to_ndarray()[: frame.height], np.uint8)


CAPTIONS = (
    Caption(start=2, end=10, lines=("Hello",)),
    Caption(start=100, end=130, lines=("Over the", "dissolve")),
    Caption(start=176, end=183, lines=("Over a cut",)),
)


def test_words_are_seen_in_exactly_their_frames(workshop: "Workshop") -> None:
    timeline = film(workshop, *CAPTIONS)
    path = workshop.path(workshop.run(cutting.cut(timeline)))
    assert len(workshop.lumas(path)) == timeline.frames
    assert lettered(path) == [i for c in CAPTIONS for i in range(c.start, c.end)]
    assert probe.probe(path).subtitles == 0


def test_what_lies_under_no_caption_is_copied(workshop: "Workshop") -> None:
    timeline = film(workshop, *CAPTIONS)
    workshop.run(cutting.cut(timeline))
    drawn_in = [o for o in workshop.made if o.model == "lettered-2"]
    frames = sum(int(str(o.params["frames"])) for o in drawn_in)
    # One group of the card; two before and one behind the dissolve; one on each side of the cut.
    assert frames <= 6 * timeline.house.gop
    assert Counter(o.kind for o in workshop.made)["join"] == 2


def test_an_edited_caption_leaves_other_segments_alone(workshop: "Workshop") -> None:
    timeline = film(workshop, *CAPTIONS)
    workshop.run(cutting.cut(timeline))
    workshop.made.clear()
    edited = (CAPTIONS[0].model_copy(update={"lines": ("Goodbye",)}), *CAPTIONS[1:])
    workshop.run(cutting.cut(timeline.model_copy(update={"captions": edited})))
    assert [o.kind for o in workshop.made] == ["body", "film"]


def test_without_captions_it_is_the_same_picture(workshop: "Workshop") -> None:
    timeline = film(workshop)
    workshop.run(cutting.cut(timeline))
    workshop.made.clear()
    soft = timeline.model_copy(update={"burned": False})
    workshop.run(cutting.cut(soft))
    assert workshop.made == []


def test_a_scene_file_shows_the_films_own_words(workshop: "Workshop") -> None:
    timeline = film(workshop, *CAPTIONS)
    workshop.run(cutting.cut(timeline))
    workshop.made.clear()
    scene = workshop.run(cutting.cut_scenes(timeline))["1.1"].film
    assert {o.kind for o in workshop.made} == {"track", "film", "sound"}
    begin = 48 + 12
    shown = lettered(workshop.path(scene))
    assert shown[:30] == list(range(100 - begin, 130 - begin))


@given(
    st.lists(st.integers(0, 260), min_size=2, max_size=16, unique=True).map(sorted),
    st.sampled_from([Transition(), DISSOLVE, FADE]),
)
def test_every_frame_is_shown_once_and_every_caption_where_it_belongs(
    edges: list[int], into: Transition
) -> None:
    items = tuple(
        Item(clip=name, frames=frames, scene=scene, into=into if index else Transition())
        for index, (name, frames, scene) in enumerate(
            (("a", 50, ""), ("b", 61, "1"), ("c", 48, "1"), ("d", 73, "2"))
        )
    )
    timeline = Timeline(house=HOUSES["small"], items=items)
    captions = [
        Caption(start=start, end=end, lines=(str(start),))
        for start, end in zip(edges[::2], edges[1::2], strict=False)
    ]
    plan = burned(planned(timeline), Over(captions=tuple(captions)), timeline.house)
    assert sum(piece.frames for piece in plan.pieces) == timeline.frames
    shown = {
        (at + frame, caption.lines)
        for at, caption in _placed(plan)
        for frame in range(caption.start, caption.end)
    }
    meant = {
        (frame, c.lines) for c in captions for frame in range(c.start, c.end)
    }  # fmt: skip
    assert shown == {pair for pair in meant if pair[0] < timeline.frames}


def _placed(plan: Plan) -> list[tuple[int, Caption]]:
    """(film frame of the part, caption) of all parts."""
    found, at = [], 0
    for piece in plan.pieces:
        for part in piece.parts if isinstance(piece, Group) else (piece,):
            found += [(at, caption) for caption in part.over.captions]
            at += part.frames
    return found
