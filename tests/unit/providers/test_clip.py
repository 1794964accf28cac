"""Clips: the house format, sub-pixel motion, true colours, the slate, and stopping."""

from pathlib import Path
from typing import get_args

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from reelwright.film.errors import BadInput, Interrupted
from reelwright.film.order import Order, Take
from reelwright.film.shot import Move
from reelwright.film.timeline import House
from reelwright.media.colour import cube
from reelwright.providers.animatic.camera import clip, slate
from reelwright.providers.animatic.camera import moves as camera
from reelwright.providers.animatic.camera import planes as clip_planes

SMALL = House(width=320, height=180)
SHA = "aa" * 32
PANEL = Take(fingerprint="f", sha256=SHA, media_type="image/png", size=1)
Grey = NDArray[np.float64]


def sheet(folder: Path, back: Image.Image, front: Image.Image | None = None) -> Path:
    both = Image.new("RGBA", (back.width, back.height * 2))
    both.paste(back, (0, 0))
    if front is not None:
        both.paste(front, (0, back.height))
    path = folder / "sheet.png"
    both.save(path)
    return path


def textured(width: int = 400, height: int = 225) -> Image.Image:
    """Soft random shapes: something a motion can be measured on."""
    dice = np.random.RandomState(4)
    rough = dice.randint(40, 220, (height // 6 + 2, width // 6 + 2)).astype(np.uint8)
    even = Image.fromarray(rough).resize((width, height // 2 * 2), Image.Resampling.BICUBIC)
    return even.convert("RGB")


def made(order: Order, path: Path, folder: Path) -> Path:
    return clip.make_clip(order, {SHA: path}, folder, lambda: False).path


def frames(path: Path) -> list[Grey]:
    with av.open(str(path)) as file:
        return [f.to_ndarray(format="gray").astype(float) for f in file.decode(video=0)]


def filmed(path: Path, move: Move, count: int, line: str = "", seed: int = 1) -> list[Grey]:
    """Luma as it goes to the encoder."""
    stage = clip.Stage.of(path, SMALL, line)
    return [y.astype(float) for y, _, _ in stage.film(camera.views(move, count, 24, seed))]


def shift(one: Grey, other: Grey) -> tuple[float, float]:
    """How far the picture moved between two frames, below a pixel (phase of low frequencies)."""
    window = np.outer(np.hanning(one.shape[0]), np.hanning(one.shape[1]))
    a, b = (np.fft.fft2((f - f.mean()) * window) for f in (one, other))
    cross = b * np.conj(a)
    ky, kx = (np.fft.fftfreq(n) for n in one.shape)
    y, x = np.meshgrid(ky, kx, indexing="ij")
    low = (np.hypot(y, x) < 0.08) & (np.hypot(y, x) > 0)
    weight, phase = np.abs(cross[low]), np.angle(cross[low])
    system = -2 * np.pi * np.stack((x[low], y[low]), axis=1)
    root = np.sqrt(weight)
    found, *_ = np.linalg.lstsq(system * root[:, None], phase * root, rcond=None)
    return float(found[0]), float(found[1])


def test_a_clip_is_in_the_house_format(tmp_path: Path) -> None:
    path = sheet(tmp_path, textured(400, 226))
    order = clip.clip_order(PANEL, "push-in", 30, SMALL, "1.1 · 2 · 1.2 s", 7)
    take = clip.make_clip(order, {SHA: path}, tmp_path, lambda: False)
    assert take.facts == {"frames": 30, "seconds": 1.25, "house": True}
    with av.open(str(take.path)) as file:
        stream = file.streams.video[0]
        assert (stream.width, stream.height) == (320, 180)
        assert stream.average_rate == 24
        assert not file.streams.audio
    assert len(frames(take.path)) == 30


def test_the_same_order_gives_the_same_bytes(tmp_path: Path) -> None:
    path = sheet(tmp_path, textured(400, 226), _disc())
    order = clip.clip_order(PANEL, "handheld", 24, SMALL, "1.1 · 2", 7)
    one = made(order, path, tmp_path).read_bytes()
    assert made(order, path, tmp_path).read_bytes() == one


def _disc() -> Image.Image:
    """A red disc in the middle of an empty layer."""
    y, x = np.mgrid[:226, :400]
    inside = np.hypot(x - 200, y - 113) < 40
    layer = np.zeros((226, 400, 4), np.uint8)
    layer[..., 0] = 200
    layer[..., 3] = inside * 255
    return Image.fromarray(layer)


@pytest.mark.parametrize("move", ["pan-right", "tilt-down", "static"])
def test_motion_has_no_jitter(tmp_path: Path, move: Move) -> None:
    """Measured frame to frame, the motion is what the camera was told, within 0.03 pixel."""
    path = sheet(tmp_path, textured(400, 226))
    count = 48
    seen = filmed(path, move, count)
    told = camera.views(move, count, 24, 1)
    back = [camera.behind(view, told[0]) for view in told]
    for before, after in zip(range(10, count - 1, 3), range(11, count, 3), strict=True):
        x, y = shift(seen[before], seen[after])
        wanted_x = -(back[after].x - back[before].x) * 320 / back[after].scale
        wanted_y = -(back[after].y - back[before].y) * 180 / back[after].scale
        assert x == pytest.approx(wanted_x, abs=0.03)
        assert y == pytest.approx(wanted_y, abs=0.03)


def test_figures_move_before_the_background(tmp_path: Path) -> None:
    path = sheet(tmp_path, Image.new("RGB", (400, 226), "#808080"), _disc())
    first, *_, last = filmed(path, "pan-right", 48)
    moved = _middle(first) - _middle(last)
    views = camera.views("pan-right", 48, 24, 1)
    assert moved == pytest.approx((views[-1].x - views[0].x) * 320 / views[0].scale, abs=0.3)


def _middle(frame: Grey) -> float:
    """The disc's middle in a frame: where it is darker than the grey, the mark left out."""
    dark = np.clip(120 - frame[60:150], 0, None)
    return float((dark.sum(axis=0) * np.arange(320)).sum() / dark.sum())


@pytest.mark.parametrize(
    ("colour", "coded"),
    # BT.709 limited range, by the standard's formula.
    [
        ("#ffffff", (235, 128, 128)),
        ("#000000", (16, 128, 128)),
        ("#ff0000", (63, 102, 240)),
        ("#00ff00", (173, 42, 26)),
        ("#0000ff", (32, 240, 118)),
    ],
)
@pytest.mark.parametrize("on_top", [False, True])
def test_colours_are_coded_as_the_standard_says(
    tmp_path: Path, colour: str, coded: tuple[int, int, int], on_top: bool
) -> None:
    plain = Image.new("RGBA", (400, 226), colour)
    grey = Image.new("RGBA", (400, 226), "#406080")
    path = sheet(tmp_path, grey, plain) if on_top else sheet(tmp_path, plain)
    stage = clip.Stage.of(path, SMALL, "")
    y, u, v = next(stage.film(camera.views("push-in", 3, 24, 1)))
    found = (y[120, 160], u[60, 80], v[60, 80])
    assert all(abs(int(a) - b) <= 1 for a, b in zip(found, coded, strict=True))
    assert np.ptp(y[100:]) == 0


def test_edges_of_figures_have_no_fringe(tmp_path: Path) -> None:
    """A grey figure on grey is invisible, whatever colour its empty pixels have."""
    y, x = np.mgrid[:226, :400]
    cover = np.clip(60 - np.hypot(x - 200, y - 113), 0, 1)
    layer = np.full((226, 400, 4), 255, np.uint8)
    layer[cover > 0, :3] = 128
    layer[..., 3] = np.rint(cover * 255)
    path = sheet(tmp_path, Image.new("RGB", (400, 226), (128, 128, 128)), Image.fromarray(layer))
    for move in ("push-in", "handheld"):
        stage = clip.Stage.of(path, SMALL, "")
        for planes in stage.film(camera.views(move, 12, 24, 1)):
            assert all(np.ptp(plane[plane.shape[0] // 4 :].astype(int)) <= 3 for plane in planes)


def test_the_slate_is_written_bottom_left_and_the_mark_always(tmp_path: Path) -> None:
    path = sheet(tmp_path, Image.new("RGB", (400, 226), "#9090a0"))
    bare, slated = filmed(path, "static", 2)[0], filmed(path, "static", 2, "2.3 · 4 · 4.0 s")[0]
    assert np.ptp(bare[:40, 220:]) > 10
    assert np.ptp(bare[90:]) == 0
    changed = np.argwhere(bare != slated)
    (top, left), (bottom, right) = changed.min(axis=0), changed.max(axis=0)
    assert top > 140
    assert left < 20
    assert bottom < 178
    assert right < 160
    assert np.ptp(slated[top:bottom, left:right]) > 60


def test_a_slate_that_is_too_long_is_cut_and_stays_inside() -> None:
    plates = slate.plates("A very long name of a very long scene · " * 6, SMALL)
    assert len(plates) == 2
    for plate, left, top in plates:
        assert left + plate.width <= SMALL.width
        assert top + plate.height <= SMALL.height


def test_upright_films_keep_text_clear_of_the_buttons() -> None:
    house = House(width=720, height=1280)
    for plate, left, top in slate.plates("2.3 · 4 · 4.0 s", house):
        assert left + plate.width <= 0.88 * 720
        assert top + plate.height <= 0.8 * 1280


def test_stop_is_asked_and_leaves_no_file(tmp_path: Path) -> None:
    path = sheet(tmp_path, textured(400, 226))
    order = clip.clip_order(PANEL, "static", 200, SMALL, "", 1)
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 2

    folder = tmp_path / "scratch"
    folder.mkdir()
    with pytest.raises(Interrupted):
        clip.make_clip(order, {SHA: path}, folder, stop)
    assert not list(folder.iterdir())


def test_a_sheet_that_is_too_small_is_refused(tmp_path: Path) -> None:
    path = sheet(tmp_path, Image.new("RGB", (200, 100)))
    order = clip.clip_order(PANEL, "static", 4, SMALL, "", 1)
    with pytest.raises(BadInput, match="sheet"):
        clip.make_clip(order, {SHA: path}, tmp_path, lambda: False)


@pytest.mark.parametrize("house", [House(width=180, height=320), SMALL])
def test_one_stage_serves_every_move_and_shape(tmp_path: Path, house: House) -> None:
    wide, high = round(house.width * 1.25 / 2) * 2, round(house.height * 1.25 / 2) * 2
    disc = _disc().resize((wide, high))
    path = sheet(tmp_path, textured(wide, high), disc)
    stage = clip.Stage.of(path, house, "1.1 · 1")
    for move in get_args(Move):
        for count in (1, 4):
            seen = list(stage.film(camera.views(move, count, 24, 2)))
            assert len(seen) == count
            assert [p.shape for p in seen[-1]] == [
                (house.height, house.width),
                (house.height // 2, house.width // 2),
                (house.height // 2, house.width // 2),
            ]
            alone = clip.Stage.of(path, house, "1.1 · 1")
            again = list(alone.film(camera.views(move, count, 24, 2)))
            assert all(np.array_equal(a, b) for a, b in zip(seen[-1], again[-1], strict=True))


def test_a_grid_of_whole_steps_changes_nothing() -> None:
    plane = np.arange(12 * 10, dtype=np.uint16).reshape(12, 10)
    stack = clip_planes.Stack.of(plane, plane + 1)
    whole = (clip_planes.grid(0, 1, 10, 10), clip_planes.grid(0, 1, 12, 12))
    one, other = stack.sample(*whole)
    assert np.array_equal(one, plane)
    assert np.array_equal(other, plane + 1)
    level = clip_planes.Stack.of(plane, plane + 1).sample(*whole, level=True)
    assert np.array_equal(level[1], plane + 1)
    half = clip_planes.grid(0.5, 1, 9, 10)
    (between, _) = stack.sample(half, whole[1])
    assert np.array_equal(between, (plane[:, :-1] + plane[:, 1:] + 1) // 2)


STILL = camera.views("static", 10, 24, 1)
"""Long enough for words to have come up."""


def test_a_grade_is_in_the_order_only_if_asked_for() -> None:
    plain = clip.clip_order(PANEL, "static", 4, SMALL, "", 1)
    graded = clip.clip_order(PANEL, "static", 4, SMALL, "", 1, lut="bb" * 32)
    assert plain == clip.clip_order(PANEL, "static", 4, SMALL, "", 1, lut="")
    assert plain.inputs == (SHA,)
    assert graded.inputs == (SHA, "bb" * 32)
    assert graded.params == plain.params


def test_a_graded_clip_has_the_tables_colours_and_its_slate_its_own(tmp_path: Path) -> None:
    """Both layers are graded before they are put together; what lies over them is not."""
    path = sheet(tmp_path, textured(400, 226), _disc())
    lut = tmp_path / "invert.cube"
    cube.write(cube.Lut(1 - cube.identity(9)), lut)
    order = clip.clip_order(PANEL, "static", 4, SMALL, "1.1", 1, "bb" * 32)
    inputs = {SHA: path, "bb" * 32: lut}
    take = clip.make_clip(order, inputs, tmp_path, lambda: False)
    one = take.path.read_bytes()
    assert clip.make_clip(order, inputs, tmp_path, lambda: False).path.read_bytes() == one
    (plain, unworded), (graded, inverted) = (
        [
            list(clip.Stage.of(path, SMALL, said, table).film(STILL))[-1]
            for said in ("1.1 shot 2", "")
        ]
        for table in (None, lut)
    )
    for a, b, total in zip(unworded, inverted, (251, 256, 256), strict=True):
        middle = slice(len(a) // 5, -len(a) // 5)  # the mark of a preview is above
        assert np.abs(a.astype(int) + b - total)[middle].max() <= 3
    letters = (plain[0] > unworded[0].astype(int) + 60) & (unworded[0] < 150)
    assert letters.sum() > 10
    assert np.abs(plain[0].astype(int) - graded[0])[letters].mean() < 15
