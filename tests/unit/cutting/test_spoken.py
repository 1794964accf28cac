"""Subtitles whose words light up while they are heard."""

from itertools import pairwise
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
from PIL import Image, ImageFilter

from reelwright import cutting
from reelwright.cutting.frames import Picture
from reelwright.cutting.lettering.captioning import lines_drawn, words_drawn
from reelwright.cutting.lettering.contrast import ENOUGH, contrast, luminance
from reelwright.cutting.lettering.over import Lettering, captioned
from reelwright.cutting.lettering.safe import columns, safe
from reelwright.cutting.lettering.subtitles import captions
from reelwright.film.timeline import Caption, House, Item, Timeline

if TYPE_CHECKING:
    from tests.unit.cutting.conftest import Workshop

UPRIGHT = House(width=360, height=640)
TALE = "The lamp must never go out, not even once, not in thirty years of storms."
FACTS = [[word, n * 0.3, n * 0.3 + 0.28] for n, word in enumerate(TALE.split())]


def grey(house: House) -> Picture:
    half = (house.height // 2, house.width // 2)
    return Picture(
        np.full((house.height, house.width), 60, np.uint8),
        np.full(half, 128, np.uint8),
        np.full(half, 128, np.uint8),
    )


def test_every_word_tells_when_it_is_heard() -> None:
    found = captions([(1.0, FACTS, TALE, "M")], 24, columns(UPRIGHT, words=True), spoken=True)
    lines = [line for caption in found for line in caption.lines]
    assert " ".join(lines) == TALE
    assert max(map(len, lines)) <= columns(UPRIGHT, words=True) < 25
    lit = [frame for caption in found for frame in caption.spoken]
    assert len(lit) == len(TALE.split())
    assert all(one < two for one, two in pairwise(lit))
    assert all(abs(frame - (1 + n * 0.3) * 24) <= 3 for n, frame in enumerate(lit))
    assert all(c.start <= frame <= c.end for c in found for frame in c.spoken)


def test_without_being_asked_captions_are_as_they_were() -> None:
    plain = captions([(1.0, FACTS, TALE, "M")], 24)
    assert all(caption.spoken == () for caption in plain)
    told = captions([(1.0, FACTS, TALE, "M")], 24, spoken=True)
    assert [c.model_copy(update={"spoken": ()}) for c in told] == list(plain)


def lit_columns(caption: Caption, frame: int, house: House = UPRIGHT) -> tuple[float, float]:
    """Middle column and row of what is yellow in a frame."""
    shown = Lettering([captioned(caption, house)]).over(frame, grey(house))
    rows, found = np.nonzero((shown.u < 90) & (shown.y[::2, ::2] > 120))
    assert len(found)
    return float(found.mean()), float(rows.mean())


def test_the_light_goes_from_word_to_word() -> None:
    caption = Caption(start=0, end=40, lines=("one two", "three four"), spoken=(0, 10, 20, 30))
    places = [lit_columns(caption, frame) for frame in (5, 15, 25, 35)]
    assert places[0][0] < places[1][0]
    assert places[2][0] < places[3][0]
    assert places[0][1] < places[2][1] - 5
    assert lit_columns(caption, 19) == places[1]


def test_the_light_goes_to_the_left_where_reading_does() -> None:
    caption = Caption(start=0, end=40, lines=("مرحبا بالعالم 123 كبير",), spoken=(0, 10, 20, 30))
    places = [lit_columns(caption, frame)[0] for frame in (5, 15, 25, 35)]
    assert places == sorted(places, reverse=True)


def test_words_without_spaces_light_up_one_by_one() -> None:
    caption = Caption(start=0, end=30, lines=("你好，\u200b世界 \u200b再见",), spoken=(0, 10, 20))
    places = [lit_columns(caption, frame)[0] for frame in (5, 15, 25)]
    assert places == sorted(places)
    gaps = [after - before for before, after in pairwise(places)]
    assert gaps[1] > 0


@pytest.mark.parametrize(
    "lines", [("one", "two three"), ("W" * 30,), ("你好世界" * 12,), ("a " * 40 + "b",)]
)
@pytest.mark.parametrize(
    "house", [UPRIGHT, House(width=640, height=360), House(width=360, height=360)]
)
def test_words_stay_in_the_safe_area(lines: tuple[str, ...], house: House) -> None:
    area = safe(house)
    y = words_drawn(lines, 0, house)[0]
    rows, found = np.nonzero(y.left_over < 128)
    assert area.left - 6 <= y.left + found.min()
    assert y.left + found.max() <= area.right + 6
    assert y.top + rows.max() <= area.bottom


@pytest.mark.parametrize("spoken", [(), (0, 5)], ids=["lines", "words"])
@pytest.mark.parametrize("luma", [16, 90, 160, 235])
@pytest.mark.parametrize(
    "house", [UPRIGHT, House(width=640, height=360), House(width=360, height=360)]
)
def test_words_can_be_read_over_anything(
    workshop: "Workshop", house: House, luma: int, spoken: tuple[int, ...]
) -> None:
    """In the rendered frame: what is right beside the letters is their outline, or the box."""
    caption = Caption(start=0, end=12, lines=("Over anything",), spoken=spoken)
    timeline = Timeline(
        house=house,
        items=(Item(clip=workshop.clip(12, luma, house), frames=12, scene="1.1"),),
        captions=(caption,),
        burned=True,
    )
    film = workshop.path(workshop.run(cutting.cut(timeline)))
    with av.open(str(film)) as container:
        shown = [frame.to_ndarray(format="gray") for frame in container.decode(video=0)][8]
    drawn = words_drawn(caption.lines, 1, house) if spoken else lines_drawn(caption.lines, house)
    y = drawn[0]
    rows, found = (slice(y.top, y.top + len(y.added)), slice(y.left, y.left + y.added.shape[1]))
    covered = y.left_over < 20
    letters = covered & (y.added > 225 * 256)
    near = np.asarray(Image.fromarray(letters).convert("L").filter(ImageFilter.MaxFilter(5))) > 0
    beside = near & covered & (y.added < 60 * 256)
    part = shown[rows, found]
    assert letters.sum() > 40
    assert beside.sum() > 40
    light, dark = (luminance("#" + f"{int(part[one].mean()):02x}" * 3) for one in (letters, beside))
    assert contrast(light, dark) >= ENOUGH


def test_a_caption_over_a_cut_keeps_its_place(workshop: "Workshop") -> None:
    """Each segment lights up the words that are heard in it."""
    caption = Caption(start=4, end=44, lines=("one two three",), spoken=(4, 18, 30))
    clip = workshop.clip(48, 60)
    timeline = Timeline(
        house=workshop.house,
        items=tuple(
            Item(clip=clip, frames=24, start=start, scene=f"1.{start}") for start in (0, 24)
        ),
        captions=(caption,),
        burned=True,
    )
    workshop.run(cutting.cut(timeline))
    drawn = [one.params["captions"] for one in workshop.made if one.kind == "body"]
    assert drawn == [
        [[4, 24, ["one two three"], [4, 18, 24]]],
        [[0, 20, ["one two three"], [0, 0, 6]]],
    ]


def test_a_word_has_the_shapes_of_its_whole_subtitle() -> None:
    """A character that Chinese and Japanese draw unlike is Japanese beside kana."""
    drawn = [words_drawn((f"直 {other}",), -1, UPRIGHT)[0].left_over for other in "をの在"]
    middle = drawn[0].shape[1] // 2
    beside_wo, beside_no, chinese = (one[:, : middle - 8] for one in drawn)
    assert (beside_wo < 256).any()
    assert np.array_equal(beside_wo, beside_no)
    assert not np.array_equal(beside_wo, chinese)
