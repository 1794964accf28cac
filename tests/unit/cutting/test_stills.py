"""Stills and MP3s: what lies beside the film under `--out`."""

from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
from PIL import Image

from reelwright import cutting
from reelwright.cutting.exports.still import Which, still_order
from reelwright.cutting.sound.mp3 import mp3_order
from reelwright.film.errors import BadInput, Interrupted, MachineTrouble
from reelwright.film.timeline import House, Item, Sound, Timeline
from reelwright.media.house import Encoder
from reelwright.media.sound import pcm

if TYPE_CHECKING:
    from tests.unit.cutting.conftest import Workshop


@pytest.mark.parametrize(("which", "luma"), [("first", 60), ("last", 60 + 99 // 10)])
def test_a_still_is_the_first_or_last_frame(workshop: "Workshop", which: Which, luma: int) -> None:
    """100 frames, so that the last one lies behind several seeks' worth of groups."""
    take = workshop.make(still_order(workshop.clip(100, 60), which))
    picture = Image.open(workshop.path(take))
    assert picture.format == "PNG"
    assert picture.mode == "RGB"
    assert picture.size == (160, 90)
    assert take.facts == {"width": 160, "height": 90}
    grey = np.asarray(picture).astype(float)
    assert abs(grey.mean() - (luma - 16) * 255 / 219) < 1
    assert np.ptp(grey, axis=2).max() <= 3


def test_a_clip_of_one_frame_has_both(workshop: "Workshop") -> None:
    clip = workshop.clip(1, 80)
    one, other = (workshop.make(still_order(clip, which)) for which in ("first", "last"))
    assert one.sha256 == other.sha256


@pytest.mark.parametrize(
    ("yuv", "rgb"),
    [((63, 102, 240), (255, 0, 0)), ((173, 42, 26), (0, 255, 0)), ((32, 240, 118), (0, 0, 255))],
)
def test_colours_are_bt_709(
    workshop: "Workshop", yuv: tuple[int, int, int], rgb: tuple[int, int, int]
) -> None:
    """The code values of ITU-R BT.709 for full red, green and blue."""
    path = workshop.root / "red.mp4"
    sizes = [(90, 160), (45, 80), (45, 80)]
    with Encoder(path, workshop.house) as encoder:
        planes = [np.full(size, value, np.uint8) for size, value in zip(sizes, yuv, strict=True)]
        encoder.write(*planes)
    take = workshop.make(still_order(workshop.put(path), "first"))
    middle = np.asarray(Image.open(workshop.path(take)))[45, 80].astype(int)
    assert np.abs(middle - rgb).max() <= 6


def test_a_clip_of_another_size_keeps_it(workshop: "Workshop") -> None:
    clip = workshop.clip(3, 90, House(width=98, height=182))
    assert workshop.make(still_order(clip, "last")).facts == {"width": 98, "height": 182}


def test_what_is_no_film_has_no_still(workshop: "Workshop") -> None:
    with pytest.raises((BadInput, MachineTrouble)):
        workshop.make(still_order(workshop.voice(0.2), "first"))


def scene(workshop: "Workshop") -> str:
    timeline = Timeline(
        house=workshop.house,
        title="A Test",
        items=(Item(clip=workshop.clip(48, 60), frames=48, scene="1.1"),),
        sounds=(Sound(clip=workshop.voice(1.5), at=6, frames=36),),
    )
    found: str = workshop.run(cutting.cut_scenes(timeline))["1.1"].film.sha256
    return found


def test_the_mp3_is_the_scenes_own_sound(workshop: "Workshop") -> None:
    film = scene(workshop)
    take = workshop.make(mp3_order(film))
    path = workshop.path(take)
    assert take.media_type == "audio/mpeg"
    assert take.facts["seconds"] == pytest.approx(2, abs=0.03)
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        assert container.format.name == "mp3"
        assert (stream.sample_rate, stream.channels) == (pcm.RATE, 2)
        assert stream.bit_rate == pytest.approx(160_000, rel=0.02)
        assert "Lavf" not in str(container.metadata)
    heard, given = workshop.heard(path), workshop.heard(workshop.root / film)
    count = min(len(heard), len(given))
    rest = heard[:count] - given[:count]
    assert workshop.decibels(rest) < workshop.decibels(given) - 15


def test_the_same_input_gives_the_same_bytes(workshop: "Workshop") -> None:
    film = scene(workshop)
    for order in (mp3_order(film), still_order(film, "first"), still_order(film, "last")):
        first = workshop.make(order)
        workshop.takes.clear()
        assert workshop.make(order).sha256 == first.sha256


def test_an_mp3_of_silent_pictures_is_refused(workshop: "Workshop") -> None:
    with pytest.raises(BadInput):
        workshop.make(mp3_order(workshop.clip(4, 60)))


def test_both_stop_when_asked(workshop: "Workshop") -> None:
    film = scene(workshop)
    paths = {film: workshop.root / film}
    for order in (mp3_order(film), still_order(film, "first")):
        with pytest.raises(Interrupted):
            cutting.make(order, paths, workshop.root, lambda: True)
