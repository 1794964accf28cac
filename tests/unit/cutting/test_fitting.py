"""Clips of any shape and rate in the film's format: looked at by numbers."""

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from reelwright.cutting import fitting, frames, grading, orders
from reelwright.cutting.fitting import Fit, settled
from reelwright.film.order import Order
from reelwright.film.timeline import House, Item
from reelwright.media import probe

if TYPE_CHECKING:
    from tests.unit.cutting.conftest import Workshop

WIDE = House(width=256, height=144, rate=24)
TALL = House(width=144, height=256, rate=24)
SQUARE = House(width=144, height=144, rate=24)
HOUSES = pytest.mark.parametrize("house", [WIDE, TALL, SQUARE], ids=("16:9", "9:16", "1:1"))
BLACK, GREY, WHITE = 16, 110, 220


def write(
    path: Path, pictures: list[NDArray[np.uint8]], *, rate: Fraction | int = 24, sar: str = "1:1",
    turned: int = 0,
) -> Path:  # fmt: skip
    """Pictures without colour, (height, width) each, nearly without loss."""
    high, wide = pictures[0].shape
    with av.open(str(path), "w") as container:
        options = {"crf": "8", "preset": "ultrafast"}
        stream = container.add_stream("libx264", rate=rate, options=options)
        stream.width, stream.height, stream.pix_fmt = wide, high, "yuv444p"
        stream.codec_context.sample_aspect_ratio = Fraction(*map(int, sar.split(":")))
        if turned:
            stream.set_display_rotation(turned)
        for picture in pictures:
            grey = np.full_like(picture, 128)
            frame = av.VideoFrame.from_ndarray(np.stack([picture, grey, grey]), "yuv444p")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def target(width: int, height: int, side: int = 30, *, stretched: float = 1.0) -> NDArray[np.uint8]:
    """Grey with a white square in the middle, `stretched` times narrower."""
    picture = np.full((height, width), GREY, np.uint8)
    half, flat = side // 2, round(side / 2 / stretched)
    middle = (height // 2, width // 2)
    picture[middle[0] - half : middle[0] + half, middle[1] - flat : middle[1] + flat] = WHITE
    return picture


def body(workshop: "Workshop", clip: Path, house: House, fit: Fit, **more: str) -> Path:
    order = orders.body_order(
        Item(clip=workshop.put(clip), frames=6, house=False), house, fit, **more
    )
    return workshop.path(workshop.make(order))


def seen(path: Path) -> NDArray[np.float64]:
    """The luma of the third frame."""
    with av.open(str(path)) as container:
        found = [frame.to_ndarray()[: frame.height] for frame in container.decode(video=0)]
    return found[2].astype(float)


def white(picture: NDArray[np.float64]) -> tuple[float, float, float, float]:
    """(width, height, centre x, centre y) of what is white."""
    rows, columns = np.nonzero(picture > (GREY + WHITE) / 2)
    return (
        float(np.ptp(columns)) + 1, float(np.ptp(rows)) + 1,
        float(columns.mean()) + 0.5, float(rows.mean()) + 0.5,
    )  # fmt: skip


SHAPES = {
    "4:3": (200, 150), "3:2": (216, 144), "9:16": (90, 160), "1:1": (150, 150), "2.35": (338, 144),
    "odd": (255, 143), "odd tall": (143, 255),
}  # fmt: skip


@HOUSES
@pytest.mark.parametrize("fit", ["crop", "pad", "blur"])
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_nothing_is_distorted_nor_moved(
    workshop: "Workshop", house: House, fit: Fit, shape: tuple[int, int]
) -> None:
    clip = write(workshop.root / "c.mp4", [target(*shape)] * 8)
    picture = seen(body(workshop, clip, house, fit))
    assert picture.shape == (house.height, house.width)
    scales = [house.width / shape[0], house.height / shape[1]]
    scale = max(scales) if fit == "crop" else min(scales)
    wide, high, x, y = white(picture)
    assert abs(wide - 30 * scale) <= 2.5
    assert abs(high - 30 * scale) <= 2.5
    assert abs(x - house.width / 2) <= 2
    assert abs(y - house.height / 2) <= 2
    edges = [picture[0], picture[-1], picture[:, 0], picture[:, -1]]
    dark = sum(float(edge.mean()) < BLACK + 4 for edge in edges)
    bars = fitting.lost(shape, house) > 0.03
    assert dark == (2 if fit == "pad" and bars else 0)


@pytest.mark.parametrize(
    ("sar", "turned", "coded", "shown"),
    [
        ("2:1", 0, (100, 150), (200, 150)),
        ("1:2", 0, (256, 72), (256, 144)),
        ("1:1", 90, (160, 90), (90, 160)),
        ("1:1", -90, (160, 90), (90, 160)),
        ("1:1", 180, (160, 90), (160, 90)),
        ("2:1", 90, (80, 90), (90, 160)),
    ],
)
def test_turned_and_stretched_clips_are_shown_as_players_show_them(
    workshop: "Workshop", sar: str, turned: int, coded: tuple[int, int], shown: tuple[int, int]
) -> None:
    ratio = float(Fraction(*map(int, sar.split(":"))))
    picture = target(*coded, 48 if ratio >= 1 else 24, stretched=ratio)
    if turned:
        picture[:, : coded[0] // 4] = 60  # what is left in the file is above or below
    clip = write(workshop.root / "c.mp4", [picture] * 8, sar=sar, turned=turned)
    assert probe.shape(clip) == shown
    found = seen(body(workshop, clip, WIDE, "pad"))
    wide, high, x, y = white(found)
    assert abs(wide / high - 1) < 0.12
    assert abs(x - 128) <= 2
    assert abs(y - 72) <= 2
    if turned in (90, -90):
        top, bottom = found[10, 128], found[-10, 128]
        assert (top < bottom) == (turned == -90)
    if turned == 180:
        assert found[72, -10] < found[72, 10]


@pytest.mark.parametrize(
    ("shape", "house", "fit"),
    [
        ((1920, 1080), WIDE, "pad"), ((64, 36), WIDE, "pad"), ((1080, 1920), TALL, "pad"),
        ((1279, 719), WIDE, "crop"), ((1344, 768), WIDE, "crop"), ((3000, 2000), WIDE, "crop"),
        ((640, 480), WIDE, "blur"), ((720, 1280), WIDE, "blur"), ((1280, 720), TALL, "blur"),
        ((1000, 1000), TALL, "blur"), ((1920, 1080), SQUARE, "blur"), (None, WIDE, "auto"),
    ],
)  # fmt: skip
def test_each_clip_is_fitted_as_it_needs(
    shape: tuple[int, int] | None, house: House, fit: Fit
) -> None:
    assert settled("", shape, house) == fit
    for asked in ("crop", "pad", "blur"):
        assert settled(asked, shape, house) == ("pad" if fit == "pad" else asked)


@pytest.mark.parametrize(("shape", "fit"), [((200, 150), "blur"), ((216, 144), "crop")])
def test_a_clip_whose_shape_nobody_knows_is_looked_at(
    workshop: "Workshop", shape: tuple[int, int], fit: Fit
) -> None:
    bodies = []
    for wanted in ("auto", fit):
        clip = write(workshop.root / "c.mp4", [target(*shape)] * 8)
        bodies.append(body(workshop, clip, WIDE, wanted).read_bytes())
    assert bodies[0] == bodies[1]


def test_the_blurred_edge_is_soft_dim_and_of_the_picture(workshop: "Workshop") -> None:
    picture = target(90, 160)
    picture[:80] = 180
    picture[80:, ::4] = 230  # fine lines must not be seen in what is blurred
    clip = write(workshop.root / "c.mp4", [picture] * 8)
    found = seen(body(workshop, clip, WIDE, "blur"))
    beside = found[:, :80]
    assert beside[:30].mean() > beside[-30:].mean() + 10
    assert np.abs(np.diff(beside, axis=1)).max() < 6
    assert BLACK + 20 < beside.mean() < found[:, 90:166].mean() - 25


def test_a_grade_colours_the_blurred_edge_too_and_leaves_bars_black(workshop: "Workshop") -> None:
    table = workshop.make(_grade())
    graded: list[tuple[Fit, bool]] = [("pad", False), ("blur", True)]
    for fit, coloured in graded:
        clip = write(workshop.root / "c.mp4", [np.full((160, 90), 150, np.uint8)] * 8)
        path = body(workshop, clip, WIDE, fit, lut=table.sha256)
        blue = next(frames.read(path, 0, 1, WIDE)).u[:, 4:30].astype(float)
        tint = np.abs(blue - 128).mean()
        assert (tint > 4) if coloured else (tint == 0)


def _grade() -> Order:
    order = grading.grade_order("warm")
    assert order is not None
    return order


RATES = {"23.976": Fraction(24000, 1001), "25": 25, "30": 30, "29.97": Fraction(30000, 1001),
         "60": 60, "12": 12, "24": 24}  # fmt: skip


@pytest.mark.parametrize("to", [24, 25, 30])
@pytest.mark.parametrize("source", RATES.values(), ids=RATES)
def test_every_rate_keeps_its_pace(workshop: "Workshop", source: Fraction | int, to: int) -> None:
    """Each frame shows what the clip shows at that time, to the end: nothing drifts."""
    seconds, house = 12, House(width=64, height=36, rate=to)
    count = round(seconds * source) + 1
    steps = [np.full((36, 64), 30 + 4 * (number % 50), np.uint8) for number in range(count)]
    clip = write(workshop.root / "c.mp4", steps, rate=source)
    length = seconds * to
    item = Item(clip=workshop.put(clip), frames=length, house=False)
    lumas = workshop.lumas(workshop.path(workshop.make(orders.body_order(item, house))))
    assert len(lumas) == length
    for number, luma in enumerate(lumas):
        at = number / to * float(source)
        near = {30 + 4 * (round(at + off) % 50) for off in (-0.51, 0, 0.51)}
        assert min(abs(luma - one) for one in near) <= 2, number
