"""Exports: sizes, parts by scene, every form of file, and what shows a film in small."""

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from reelwright.cutting import cut
from reelwright.cutting.exports import orders as exports
from reelwright.cutting.exports.sheet import grid_of
from reelwright.cutting.exports.thumbnail import score
from reelwright.film.order import Order
from reelwright.film.timeline import Caption, House, Item, Marker, Sound, Timeline, Transition
from reelwright.media import probe
from reelwright.media.house import Encoder

Shop = Any


@pytest.mark.parametrize(
    ("film", "side", "size"),
    [
        ((1280, 720), 1080, (1920, 1080)), ((720, 1280), 1080, (1080, 1920)),
        ((1080, 1080), 480, (480, 480)), ((1280, 720), 480, (854, 480)),
        ((1920, 804), 1080, (1920, 804)), ((1920, 804), 480, (854, 358)),
        ((1440, 1080), 720, (960, 720)), ((1280, 720), 2160, (3840, 2160)),
        ((2, 2000), 480, (2, 854)),
    ],
)  # fmt: skip
def test_a_size_is_the_shorter_side(
    film: tuple[int, int], side: int, size: tuple[int, int]
) -> None:
    made = exports.sized(House(width=film[0], height=film[1]), side)
    assert (made.width, made.height) == size


def film(shop: Shop, *, changed: bool = False) -> tuple[Timeline, Order, Any]:
    """A card, two scenes with a dissolve in between, sound, captions and chapters; as a Take."""
    clips = [shop.clip(72, 40), shop.clip(80, 90), shop.clip(64, 150 if changed else 140)]
    items = (
        Item(clip=clips[0], frames=72),
        Item(clip=clips[1], frames=80, scene="1", shot="a"),
        Item(
            clip=clips[2], frames=64, scene="2", shot="b",
            into=Transition(kind="dissolve", frames=16),
        ),
    )  # fmt: skip
    timeline = Timeline(
        house=shop.house,
        title="Ein Film",
        author="A. Tester",
        language="de",
        items=items,
        sounds=(Sound(clip=shop.voice(2.0), at=10, frames=48),),
        captions=(Caption(start=10, end=58, lines=("Wo ist <b>er</b>?", "Fort & weg")),),
        chapters=(Marker(at=0, title="Eins"), Marker(at=100, title="Zwei")),
    )
    take = shop.run(cut(timeline))
    order = next(one for one in shop.made if one.fingerprint == take.fingerprint)
    return timeline, order, take


@pytest.mark.parametrize("form", ["mp4", "mov", "webm"])
def test_a_film_in_another_size(workshop: Shop, form: exports.Form) -> None:
    timeline, order, take = film(workshop)
    house = House(width=320, height=180)
    made = workshop.run(exports.export_film(order, form, house))
    found = probe.probe(workshop.path(made))
    assert found.video is not None
    assert (found.video.width, found.video.height, found.video.pix_fmt) == (320, 180, "yuv420p")
    assert found.video.colours == probe.BT709
    assert (found.subtitles, found.chapters) == (1, 2)
    lumas = workshop.lumas(workshop.path(made))
    assert len(lumas) == timeline.frames
    assert lumas == pytest.approx(workshop.lumas(workshop.path(take)), abs=1.5)
    before, after = (workshop.heard(workshop.path(one)) for one in (take, made))
    assert abs(len(before) - len(after)) < 2048
    count = min(len(before), len(after))
    # Opus is not the same wave, but the same sound at the same time.
    assert np.corrcoef(before[:count, 0], after[:count, 0])[0, 1] > 0.95


def test_what_is_said_reaches_a_webm_as_it_is(workshop: Shop) -> None:
    _, order, _ = film(workshop)
    made = workshop.run(exports.export_film(order, "webm", workshop.house))
    with av.open(str(workshop.path(made))) as container:
        assert container.metadata["title"] == "Ein Film"
        texts = [bytes(p) for p in container.demux(subtitles=0) if p.size]
        assert container.streams.audio[0].language == "deu"
    assert texts == [b"Wo ist &lt;b&gt;er&lt;/b&gt;?\nFort &amp; weg"]


def test_a_changed_scene_is_encoded_again_and_nothing_else(workshop: Shop) -> None:
    house = House(width=80, height=46)
    workshop.run(exports.export_film(film(workshop)[1], "mp4", house))
    order = film(workshop, changed=True)[1]
    before = len(workshop.made)
    workshop.run(exports.export_film(order, "mp4", house))
    models = [one.model for one in workshop.made[before:]]
    assert models == ["h264-part-1", "h264-part-1", "mp4-2"]  # the dissolve, and scene 2


def test_long_stretches_are_encoded_in_chunks_and_lose_no_frame(
    workshop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "CHUNK", 1)
    timeline, order, take = film(workshop)
    made = workshop.run(exports.export_film(order, "mp4", House(width=80, height=46)))
    assert sum(one.model == "h264-part-1" for one in workshop.made) > 8
    lumas = workshop.lumas(workshop.path(made))
    assert lumas == pytest.approx(workshop.lumas(workshop.path(take)), abs=1.5)
    assert len(lumas) == timeline.frames


def test_pictures_that_fit_are_copied(workshop: Shop) -> None:
    _, order, take = film(workshop)
    made = workshop.run(exports.export_film(order, "mov", workshop.house, copied=True))
    assert workshop.made[-1].model == "mov-2"
    assert not any(one.model.endswith("part-1") for one in workshop.made)
    packets = []
    for one in (take, made):
        with av.open(str(workshop.path(one))) as container:
            packets.append([bytes(p) for p in container.demux(video=0) if p.size])
    assert packets[0] == packets[1]


@pytest.mark.parametrize("form", ["mp4", "webm"])
def test_the_same_bytes_twice(workshop: Shop, form: exports.Form) -> None:
    _, order, _ = film(workshop)
    house = House(width=96, height=54)
    first = workshop.run(exports.export_film(order, form, house)).sha256
    workshop.takes = {n: t for n, t in workshop.takes.items() if "export" not in n}
    kept = {one.fingerprint for one in workshop.made if one.kind == "export"}
    workshop.takes = {n: t for n, t in workshop.takes.items() if n not in kept}
    assert workshop.run(exports.export_film(order, form, house)).sha256 == first


def picture(kind: str, house: House) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Luma of a frame: black, flat grey, blurred or sharp stripes, glaring."""
    across = np.arange(house.width)
    shades = {
        "card": np.full(house.width, 200.0),
        "black": np.full(house.width, 17.0),
        "flat": np.full(house.width, 120.0),
        "blurred": 120 + 60 * np.sin(across / 25),
        "sharp": np.where(across // 12 % 2, 60.0, 190.0),
        "glaring": np.full(house.width, 235.0),
    }[kind]
    return np.tile(shades, (house.height, 1)).astype(np.uint8)


def test_marks_go_to_the_sharp_and_well_lit() -> None:
    house = House(width=320, height=180)
    marks = {
        kind: score((picture(kind, house).astype(float) - 16) * 255 / 219)
        for kind in ("black", "flat", "blurred", "sharp", "glaring")
    }
    assert max(marks, key=lambda kind: marks[kind]) == "sharp"
    assert marks["black"] < marks["blurred"] < marks["sharp"]
    assert marks["glaring"] < 0.05


def shots(shop: Shop, kinds: list[str]) -> tuple[Timeline, str]:
    """A film of one clip, a second for each kind of picture."""
    house = House(width=160, height=90)
    path = shop.root / "kinds.mp4"
    half = np.full((45, 80), 128, np.uint8)
    with Encoder(path, house) as encoder:
        for kind in kinds:
            for _ in range(24):
                encoder.write(picture(kind, house), half, half)
    clip = shop.put(path)
    items = tuple(
        Item(clip=clip, start=24 * n, frames=24, shot="" if kind == "card" else f"s{n}")
        for n, kind in enumerate(kinds)
    )
    return Timeline(house=house, items=items), clip


def test_the_thumbnail_is_the_best_frame_not_the_first(workshop: Shop) -> None:
    timeline, clip = shots(workshop, ["black", "flat", "blurred", "sharp", "glaring"])
    take = workshop.make(exports.thumbnail_order(clip, timeline))
    assert 72 <= int(str(take.facts["frame"])) < 96
    with Image.open(workshop.path(take)) as image:
        assert (image.format, image.size) == ("JPEG", (160, 90))


def test_of_frames_that_are_as_good_one_with_people_is_taken(workshop: Shop) -> None:
    timeline, clip = shots(workshop, ["sharp", "black", "sharp"])
    take = workshop.make(exports.thumbnail_order(clip, timeline, {"s2"}))
    assert int(str(take.facts["frame"])) >= 48
    take = workshop.make(exports.thumbnail_order(clip, timeline, {"s1"}))
    assert int(str(take.facts["frame"])) < 24


def test_a_sheet_shows_each_shot_once(workshop: Shop) -> None:
    timeline, clip = shots(workshop, ["sharp", "flat", "blurred", "glaring"])
    (order,) = exports.sheet_orders(clip, timeline, {"s0": "1.1/1", "s1": "العربية 漢字"})
    take = workshop.make(order)
    assert take.facts["shots"] == 4
    with Image.open(workshop.path(take)) as image:
        grid = grid_of(4, 160, 90)
        assert image.size == grid.size
        grey = np.asarray(image.convert("L"), float)
    for number, kind in enumerate(["sharp", "flat", "blurred", "glaring"]):
        left, top = grid.place(number)
        seen = grey[top : top + grid.height, left : left + grid.width].mean()
        meant = (picture(kind, timeline.house).mean() - 16) * 255 / 219
        assert seen == pytest.approx(meant, abs=6)
        assert grey[top + grid.height + 2 : top + grid.height + 28, left : left + 60].max() > 150


def test_many_shots_take_several_sheets(workshop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "PAGE", 2)
    timeline, clip = shots(workshop, ["sharp", "flat", "blurred"])
    pages = exports.sheet_orders(clip, timeline, {})
    assert [len(page.params["shots"]) for page in pages] == [2, 1]  # type: ignore[arg-type]


@pytest.mark.parametrize("form", ["gif", "webp"])
def test_a_preview_moves_and_is_small(workshop: Shop, form: exports.Preview) -> None:
    _, _, take = film(workshop)
    timeline = film(workshop)[0]
    made = workshop.make(exports.preview_order(take.sha256, timeline, form))
    with Image.open(workshop.path(made)) as image:
        assert image.size == (160, 90)
        assert image.info.get("loop") == 0
        assert getattr(image, "n_frames", 1) > 1  # equal pictures are one
    assert made.size < 100_000


def test_a_film_without_shots_has_nothing_to_show(workshop: Shop) -> None:
    timeline, clip = shots(workshop, ["card"])
    for order in (
        exports.thumbnail_order(clip, timeline), exports.preview_order(clip, timeline, "gif"),
    ):  # fmt: skip
        with pytest.raises(Exception, match="shows no shot"):
            workshop.make(order)
    assert exports.sheet_orders(clip, timeline, {}) == []


def test_a_proxy_has_every_frame_and_many_key_frames(workshop: Shop) -> None:
    house = House(width=1280, height=720)
    clip = workshop.clip(50, 60, house)
    item = Item(clip=clip, start=7, frames=40, shot="a")
    take = workshop.make(exports.proxy_order(item, house))
    path: Path = workshop.path(take)
    with av.open(str(path)) as container:
        keys = [p.is_keyframe for p in container.demux(video=0) if p.size]
    assert (len(keys), keys[::6]) == (40, [True] * 7)
    found = probe.probe(path).video
    assert found is not None
    assert (found.width, found.height) == (640, 360)
    assert workshop.lumas(path) == pytest.approx([60 + (7 + n) // 10 for n in range(40)], abs=1.2)
