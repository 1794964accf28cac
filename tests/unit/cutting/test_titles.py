"""Overlays: inside the safe area, large enough, readable in the rendered frame, and incremental."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from reelwright import cutting
from reelwright.cutting.frames import Picture
from reelwright.cutting.lettering.card import planes
from reelwright.cutting.lettering.contrast import (
    ENOUGH,
    Ground,
    Shade,
    contrast,
    decided,
    luminance,
)
from reelwright.cutting.lettering.entrances import entering
from reelwright.cutting.lettering.safe import columns, safe, subtitle_rows, upright
from reelwright.cutting.lettering.shading import luminances
from reelwright.cutting.lettering.titles import Drawn, setting, sizes
from reelwright.film.errors import BadInput
from reelwright.film.overlay import Overlay
from reelwright.film.timeline import House, Item, Sound, Timeline, Title, Transition
from reelwright.media.house import Encoder

if TYPE_CHECKING:
    from tests.unit.cutting.conftest import Workshop

HOUSES = {
    "wide": House(width=640, height=360),
    "upright": House(width=360, height=640),
    "square": House(width=360, height=360),
}
POSITIONS = ("top", "centre", "bottom", "lower-third")
SHORT, LONG = "Try it", "Wake up before the alarm and find the kettle already whistling for you"
SCRIPTS = (
    "Пример текста",
    "你好，世界，这是一个测试",
    "안녕하세요 세계",
    "مرحبا بالعالم 20%",
    "🌊 😀 Go!",
)


def overlay(text: str = SHORT, **more: Any) -> Overlay:
    return Overlay.model_validate({"text": text, **more})


@pytest.mark.parametrize("text", [SHORT, LONG, "W" * 40, *SCRIPTS])
@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("name", HOUSES)
def test_words_stay_in_the_safe_area(text: str, position: str, name: str) -> None:
    house = HOUSES[name]
    area, place = safe(house), setting(overlay(text, position=position), house, 0)
    assert place.left >= area.left
    assert place.top >= area.top
    assert place.left + place.width <= area.right + 1
    assert place.top + place.height <= area.bottom
    assert sizes(house)[1] <= place.size <= sizes(house)[0]
    assert "".join(place.lines).replace(" ", "") == text.replace(" ", "")


def test_the_buttons_of_apps_lie_over_no_words() -> None:
    area = safe(HOUSES["upright"])
    assert area.bottom <= 0.8 * 640
    assert area.right <= 0.88 * 360
    assert area.top >= 0.1 * 640
    assert upright(House(width=1080, height=1920))
    assert not upright(House(width=1080, height=1350))


@pytest.mark.parametrize("name", HOUSES)
def test_low_words_make_room_for_subtitles_and_high_ones_for_a_logo(name: str) -> None:
    house = HOUSES[name]
    for position in POSITIONS:
        plain, moved = (setting(overlay(position=position), house, free) for free in (0, 40))
        shift = {"top": 40, "centre": 0}.get(position, -40)
        assert moved.top == plain.top + shift
    assert subtitle_rows(house, words=True) > subtitle_rows(house) > 2 * house.height * 0.03
    assert columns(house, words=True) <= columns(house) <= 42


@pytest.mark.parametrize("name", HOUSES)
def test_what_cannot_be_read_is_refused_before(name: str) -> None:
    with pytest.raises(BadInput, match="too many"):
        setting(overlay("far too many words " * 60), HOUSES[name], 0)
    with pytest.raises(BadInput, match=r"U\+12000"):
        setting(overlay("a \U00012000"), HOUSES[name], 0)


WHITE = luminance("#ffffff")


@pytest.mark.parametrize("dark", [0.0, 0.1, 0.3, 0.6, 1.0])
@pytest.mark.parametrize("more", [0.0, 0.1, 0.4, 1.0])
@pytest.mark.parametrize("ink", ["", "#ffffff", "#ffcc00", "#777777", "#c2185b"])
def test_the_decision_is_enough_and_no_more(dark: float, more: float, ink: str) -> None:
    ground = Ground(dark, min(1.0, dark + more))
    shade = decided(ground, ink)
    assert shade.ink == ink or not ink
    worst = min(contrast(luminance(shade.ink), _under(side, shade)) for side in ground)
    assert worst >= ENOUGH
    assert shade.cover % 5 == 0
    if not ink and ground.light < 0.1:
        assert shade.cover == 0


def _under(side: float, shade: Shade) -> float:
    """The luminance of a grey under the box."""
    coded = 12.92 * side if side <= 0.0031308 else 1.055 * side ** (1 / 2.4) - 0.055
    box = luminance(shade.box)
    boxed = 12.92 * box if box <= 0.0031308 else 1.055 * box ** (1 / 2.4) - 0.055
    grey = round((coded * (1 - shade.cover / 100) + boxed * shade.cover / 100) * 255)
    return luminance(f"#{grey:02x}{grey:02x}{grey:02x}")


def test_a_brands_box_is_whole_and_its_ink_kept_if_it_can_be_read() -> None:
    ground = Ground(0.2, 0.8)
    assert decided(ground, "#ffffff", "#0b3d91") == Shade(ink="#ffffff", box="#0b3d91", cover=100)
    unreadable = decided(ground, "#0b3d92", "#0b3d91")
    assert contrast(luminance(unreadable.ink), luminance("#0b3d91")) >= ENOUGH
    assert contrast(luminance("#000000"), WHITE) == pytest.approx(21)


# In rendered frames.


def light(house: House) -> Image.Image:
    return Image.new("RGB", (house.width, house.height), "#f6f3ea")


def dark(house: House) -> Image.Image:
    return Image.new("RGB", (house.width, house.height), "#15171d")


def busy(house: House) -> Image.Image:
    rng = np.random.default_rng(3)
    noise = rng.integers(0, 256, (house.height // 10, house.width // 10, 3), dtype=np.uint8)
    return Image.fromarray(noise).resize((house.width, house.height), Image.Resampling.BICUBIC)


def middling(house: House) -> Image.Image:
    """Grey from left to right, and half of it warm."""
    ramp = np.linspace(60, 200, house.width)[None, :, None] * np.array([1.0, 0.9, 0.75])
    return Image.fromarray(np.repeat(ramp, house.height, 0).astype(np.uint8))


GROUNDS = {one.__name__: one for one in (light, dark, busy, middling)}


def filmed(workshop: "Workshop", picture: Image.Image, house: House, frames: int = 36) -> str:
    path = workshop.root / "still.mp4"
    with Encoder(path, house) as encoder:
        for _ in range(frames):
            encoder.write(*planes(picture))
    return workshop.put(path)


def film(house: House, clip: str, *titles: Title, frames: int = 36) -> Timeline:
    return Timeline(
        house=house, items=(Item(clip=clip, frames=frames, scene="1.1"),), titles=titles
    )


def pictures(path: object) -> list[Picture]:
    found = []
    with av.open(str(path)) as container:
        for frame in container.decode(container.streams.video[0]):
            flat = np.asarray(frame.to_ndarray(), np.uint8)
            high, wide = frame.height, frame.width
            half = flat[high:].reshape(2, high // 2, wide // 2)
            found.append(Picture(flat[:high], half[0], half[1]))
    return found


def measured(shown: Picture, plain: Picture, title: Title, shade: Shade, house: House) -> float:
    """The contrast between the letters and what surrounds them, in one rendered frame."""
    place = setting(title.overlay, house, title.free)
    box = (place.left, place.top, place.left + place.width, place.top + place.height)
    lights = luminances(shown, box, block=2)
    whole = Drawn(title, Shade(ink=shade.ink, box=shade.box, cover=0), house).at(title.end - 9)
    assert whole is not None
    covered = np.zeros((house.height, house.width))
    y = whole[0]
    high, wide = y.left_over.shape
    covered[y.top : y.top + high, y.left : y.left + wide] = 256 - y.left_over.astype(float)
    strokes = _halved(covered)[box[1] // 2 : box[3] // 2, box[0] // 2 : box[2] // 2]
    ink, free = strokes > 250, strokes < 120
    near = np.asarray(
        Image.fromarray((strokes > 120).astype(np.uint8) * 255).filter(ImageFilter.MaxFilter(7))
    )
    around = free & (near > 0)
    assert ink.sum() > 20
    letters = float(np.median(lights[ink]))
    bright = letters > float(np.median(lights[around]))
    worst = float(np.percentile(lights[around], 90 if bright else 10))
    assert plain.y.shape == shown.y.shape
    return contrast(letters, worst)


def _halved(plane: NDArray[np.float64]) -> NDArray[np.float64]:
    high, wide = plane.shape
    means: NDArray[np.float64] = plane.reshape(high // 2, 2, wide // 2, 2).mean(axis=(1, 3))
    return means


@pytest.mark.parametrize("look", [{}, {"shade": "#c2185b"}, {"ink": "#ffcc00"}], ids=str)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("name", HOUSES)
def test_words_can_be_read_in_the_rendered_frame(
    workshop: "Workshop", name: str, ground: str, look: dict[str, str]
) -> None:
    house = HOUSES[name]
    clip = filmed(workshop, GROUNDS[ground](house), house)
    title = Title(overlay=overlay("Sleep well at last", position="centre", **look), start=0, end=36)
    path = workshop.path(workshop.run(cutting.cut(film(house, clip, title))))
    shade = next(
        Shade.model_validate_json(workshop.path(take).read_bytes())
        for take in workshop.takes.values()
        if take.media_type == "application/json"
    )
    shown = pictures(path)[20]
    plain = pictures(workshop.root / clip)[20]
    assert measured(shown, plain, title, shade, house) >= ENOUGH


def changed(shown: Sequence[Picture], plain: Sequence[Picture]) -> list[int]:
    """How much another each frame's luma is."""
    found = []
    for one, other in zip(shown, plain, strict=True):
        off = np.abs(one.y.astype(int) - other.y)
        found.append(int(off[off > 20].sum()))
    return found


@pytest.mark.parametrize("entrance", ["none", "fade", "slide", "typewriter"])
def test_words_come_as_they_are_told_to(workshop: "Workshop", entrance: str) -> None:
    house = HOUSES["wide"]
    clip = filmed(workshop, dark(house), house, 72)
    title = Title(overlay=overlay("Sleep well", entrance=entrance), start=13, end=61)
    timeline = film(house, clip, title, frames=72)
    path = workshop.path(workshop.run(cutting.cut(timeline)))
    seen = changed(pictures(path), pictures(workshop.root / clip))
    assert max(seen[:13]) == max(seen[61:]) == 0
    whole = seen[40]
    assert whole > 200
    come = entering(title.overlay, house.rate)
    if entrance == "none":
        assert min(seen[13:61]) > 0.97 * whole
    else:
        assert seen[13] < 0.6 * whole
        assert seen[13 + come] > 0.97 * whole
        assert seen[59] < 0.9 * whole or seen[60] < 0.5 * whole
    if entrance == "typewriter":
        steps = seen[13 : 13 + come]
        assert all(after >= before * 0.98 for before, after in pairwise(steps))
        assert 0.3 * whole < seen[13 + come // 2] < 0.7 * whole


def test_typing_goes_from_the_right_where_reading_does() -> None:
    house = HOUSES["wide"]
    shade = Shade(ink="#ffffff", box="#000000", cover=0)

    def side(text: str) -> float:
        title = Title(overlay=overlay(text, entrance="typewriter"), start=0, end=200)
        part = Drawn(title, shade, house).at(entering(title.overlay, house.rate) // 2)
        assert part is not None
        covered: NDArray[np.int64] = np.nonzero(part[0].left_over.min(axis=0) < 60)[0]
        return float(np.mean(covered)) / int(part[0].left_over.shape[1])

    assert side("Sleep well tonight") < 0.45
    assert side("مرحبا بالعالم الكبير") > 0.55


def test_only_what_lies_under_an_overlay_is_rendered(workshop: "Workshop") -> None:
    house = workshop.house
    clips = [workshop.clip(96, luma) for luma in (40, 90)]
    timeline = Timeline(
        house=house,
        items=(
            Item(clip=clips[0], frames=96, scene="1.1"),
            Item(clip=clips[1], frames=96, scene="1.1",
                 into=Transition(kind="dissolve", frames=12)),
        ),
        sounds=(Sound(clip=workshop.voice(0.5), at=4, frames=12),),
        titles=(Title(overlay=overlay("Hi"), start=14, end=34),),
    )  # fmt: skip
    plain = timeline.model_copy(update={"titles": ()})
    before = workshop.lumas(workshop.path(workshop.run(cutting.cut(plain))))
    workshop.made.clear()
    shown = workshop.lumas(workshop.path(workshop.run(cutting.cut(timeline))))
    assert [one.kind for one in workshop.made] == ["shade", "body", "scene", "film"]
    (body,) = (one for one in workshop.made if one.kind == "body")
    assert (body.params["start"], body.params["frames"]) == (12, 24)
    other = [n for n, (a, b) in enumerate(zip(before, shown, strict=True)) if abs(a - b) > 0.02]
    assert set(other) <= set(range(14, 34))
    assert len(other) > 14
    workshop.made.clear()
    edited = timeline.titles[0].model_copy(update={"overlay": overlay("Ho")})
    workshop.run(cutting.cut(timeline.model_copy(update={"titles": (edited,)})))
    assert [one.kind for one in workshop.made] == ["shade", "body", "scene", "film"]


def test_a_changed_picture_that_asks_for_the_same_shade_leaves_the_rest(
    workshop: "Workshop",
) -> None:
    """The decision, not what led to it, is an input of the segments."""
    house = workshop.house
    clips = [workshop.clip(48, luma) for luma in (40, 44, 50)]
    title = Title(overlay=overlay("Hi", position="centre"), start=6, end=90)

    def cut_with(second: str) -> list[str]:
        workshop.made.clear()
        items = tuple(
            Item(clip=clip, frames=48, scene=scene)
            for clip, scene in ((clips[0], "1.1"), (second, "1.2"))
        )
        workshop.run(cutting.cut(Timeline(house=house, items=items, titles=(title,))))
        return [one.kind for one in workshop.made]

    assert cut_with(clips[1]).count("body") == 2
    assert cut_with(clips[2]).count("body") == 1


def test_a_title_over_a_cut_goes_on_without_a_jump(workshop: "Workshop") -> None:
    """Two segments draw one typing overlay; together they look like one."""
    house = HOUSES["wide"]
    clip = filmed(workshop, dark(house), house, 72)
    title = Title(overlay=overlay("Sleep well at last", entrance="typewriter"), start=4, end=70)
    one = film(house, clip, title, frames=72)
    two = one.model_copy(
        update={
            "items": (
                Item(clip=clip, frames=12, scene="1.1"),
                Item(clip=clip, frames=60, start=12, scene="1.2"),
            )
        }
    )
    shown = [
        changed(
            pictures(workshop.path(workshop.run(cutting.cut(timeline)))),
            pictures(workshop.root / clip),
        )
        for timeline in (one, two)
    ]
    assert all(abs(a - b) <= 0.02 * max(shown[0]) for a, b in zip(*shown, strict=True))


def test_the_same_film_has_the_same_bytes(workshop: "Workshop") -> None:
    house = HOUSES["square"]
    clip = filmed(workshop, busy(house), house, 24)
    timeline = film(
        house, clip, Title(overlay=overlay("你好 مرحبا 😀"), start=0, end=24), frames=24
    )
    first = workshop.run(cutting.cut(timeline))
    workshop.takes.clear()
    assert workshop.run(cutting.cut(timeline)) == first
