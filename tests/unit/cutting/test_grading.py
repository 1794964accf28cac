"""Grades: what every one of them must be, and what a rendered clip comes out as."""

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from reelwright.cutting import grading, orders
from reelwright.cutting.plan import Stretch
from reelwright.cutting.rendering import ALIKE, PLANES, graph, guessed
from reelwright.film.errors import BadInput
from reelwright.film.production import GradeName
from reelwright.film.story import Mood
from reelwright.film.timeline import House, Item
from reelwright.media import ffmpeg
from reelwright.media.colour import cube

if TYPE_CHECKING:
    from tests.unit.cutting.conftest import Workshop

HOUSE = House(width=320, height=180)
NAMES = get_args(GradeName)
TAGGED = "colormatrix=bt709:colorprim=bt709:transfer=bt709:range=tv"

Yuv = tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]


def colours(seed: int, size: tuple[int, int] = (180, 320)) -> Yuv:
    """Smooth patches of colours that all can be shown."""
    high, wide = size
    rng = np.random.default_rng(seed)
    planes = []
    for least, most in ((60, 180), (108, 148), (108, 148)):
        coarse = rng.uniform(least, most, (6, 9))
        y, x = np.linspace(0, 4.99, high), np.linspace(0, 7.99, wide)
        rows = (
            coarse[y.astype(int)] * (1 - y % 1)[:, None]
            + coarse[y.astype(int) + 1] * (y % 1)[:, None]
        )
        at = x.astype(int)
        planes.append(rows[:, at] * (1 - x % 1) + rows[:, at + 1] * (x % 1))
    luma, blue, red = (np.rint(plane).astype(np.uint8) for plane in planes)
    return luma, blue[::2, ::2], red[::2, ::2]


def ramp() -> Yuv:
    grey = np.full((90, 160), 128, np.uint8)
    return np.linspace(16, 235, 320).round().astype(np.uint8)[None, :].repeat(180, 0), grey, grey


def service_clip(path: Path, planes: Yuv, tags: str = TAGGED, frames: int = 12) -> Path:
    """What a service might send: H.264 as good as lossless, its colours named or not."""
    high, wide = planes[0].shape
    raw = b"".join(np.ascontiguousarray(plane).tobytes() for plane in planes) * frames
    subprocess.run(
        [
            str(ffmpeg.binary()), "-nostdin", "-y", "-loglevel", "error", "-f", "rawvideo",
            "-s", f"{wide}x{high}", "-pix_fmt", "yuv420p", "-r", "24", "-i", "pipe:0",
            "-c:v", "libx264", "-qp", "0", "-preset", "ultrafast",
            *(("-x264-params", tags) if tags else ()), str(path),
        ],
        input=raw, check=True,
    )  # fmt: skip
    return path


def filtered(clip: Path, out: Path, grade: str, options: tuple[str, ...] = ALIKE) -> Yuv:
    """The first frame as it goes to the encoder."""
    house = HOUSE
    filters = graph(house, 0, 1, "pad", grade=grade)
    ffmpeg.run(
        [ffmpeg.Input(clip, options)],
        [ffmpeg.Output(out, ("-map", "[v]", "-f", "rawvideo"))],
        graph=f"[0:v:0]{filters}[v]",
    )
    return split(np.fromfile(out, np.uint8), house)


def split(data: NDArray[np.uint8], house: House) -> Yuv:
    size = house.width * house.height
    half = (house.height // 2, house.width // 2)
    return (
        data[:size].reshape(house.height, house.width),
        data[size : size * 5 // 4].reshape(half),
        data[size * 5 // 4 :].reshape(half),
    )


def yuv(frame: av.VideoFrame) -> Yuv:
    """The planes of a decoded frame in the house format."""
    return split(np.asarray(frame.to_ndarray(), np.uint8).reshape(-1), HOUSE)


def identity(tmp_path: Path, flat: bool = False) -> str:
    path = tmp_path / "identity.cube"
    table = np.linspace(0, 1, 33)[:, None].repeat(3, 1) if flat else cube.identity(33)
    cube.write(cube.Lut(table), path)
    return f"format={PLANES},{'lut1d' if flat else 'lut3d'}=file={ffmpeg.in_graph(path)}"


def off(one: Yuv, other: Yuv) -> list[int]:
    return [int(np.abs(a.astype(int) - b).max()) for a, b in zip(one, other, strict=True)]


def lut(workshop: "Workshop", name: GradeName) -> str:
    order = grading.grade_order(name)
    assert order is not None
    return workshop.make(order).sha256


def body(workshop: "Workshop", clip: Path, lut: str = "", house: House = HOUSE) -> Path:
    name = workshop.put(clip)
    take = workshop.make(orders.body_order(Item(clip=name, frames=12, house=False), house, lut=lut))
    return workshop.path(take)


def ssim(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """Mean SSIM (Wang et al. 2004) over blocks of 8 x 8."""

    def blocks(plane: NDArray[np.uint8]) -> NDArray[np.float64]:
        high, wide = (n // 8 * 8 for n in plane.shape)
        cut = plane[:high, :wide].astype(np.float64).reshape(high // 8, 8, wide // 8, 8)
        return cut.transpose(0, 2, 1, 3).reshape(-1, 64)

    a, b = blocks(one), blocks(other)
    means = a.mean(1), b.mean(1)
    spread = a.var(1), b.var(1)
    common = (a * b).mean(1) - means[0] * means[1]
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    top = (2 * means[0] * means[1] + c1) * (2 * common + c2)
    below = (means[0] ** 2 + means[1] ** 2 + c1) * (spread[0] + spread[1] + c2)
    return float((top / below).mean())


def decoded(path: Path) -> list[av.VideoFrame]:
    with av.open(str(path)) as container:
        return list(container.decode(container.streams.video[0]))


@pytest.mark.parametrize("name", NAMES)
def test_every_grade_keeps_greys_in_order_and_colours_legal(name: GradeName) -> None:
    table = grading.graded(grading.GRADES[name])
    assert table.min() >= 0
    assert table.max() <= 1
    greys = np.array([table[n, n, n] for n in range(grading.SIDE)])
    light = greys @ [0.2126, 0.7152, 0.0722]
    assert (np.diff(light) > 0).all()
    assert (np.diff(greys, axis=0) > -0.004).all()
    assert light[0] < 0.05
    assert light[-1] > 0.94
    # No step is so steep that it would show as a band: 3 codes of 255 for one, at most.
    assert np.abs(np.diff(light)).max() * (grading.SIDE - 1) < 3


@pytest.mark.parametrize("name", NAMES)
def test_every_grade_is_the_same_again(name: GradeName) -> None:
    one, two = (grading.graded(grading.GRADES[name]) for _ in range(2))
    assert np.array_equal(one, two)


def test_neutral_changes_nothing_and_is_no_work() -> None:
    assert np.abs(grading.graded(grading.GRADES["neutral"]) - cube.identity(33)).max() < 1e-12
    assert grading.grade_order("neutral") is None


def test_grades_do_what_their_names_say() -> None:
    def grey(name: GradeName) -> NDArray[np.float64]:
        return np.asarray(grading.graded(grading.GRADES[name])[16, 16, 16])

    def strength(name: GradeName) -> float:
        """How much colour is left of a red, a green and a blue."""
        table = grading.graded(grading.GRADES[name])
        shown = [table[8, 8, 24], table[8, 24, 8], table[24, 8, 8]]
        return float(np.mean([colour.max() - colour.min() for colour in shown]))

    red, _, blue = grey("warm")
    assert red > blue + 0.02
    red, _, blue = grey("cool")
    assert blue > red + 0.02
    plain = strength("neutral")
    assert strength("noir") < 0.2 * plain < strength("muted") < 0.8 * plain
    assert strength("vivid") > 1.1 * plain
    dark, light = (
        [float(grading.graded(grading.GRADES[name])[n, n, n].mean()) for n in (6, 26)]
        for name in ("neutral", "noir")
    )
    assert light[0] < dark[0] - 0.03
    assert light[1] > dark[1] + 0.03


def test_every_mood_has_a_grade() -> None:
    assert set(grading.OF_MOOD) == set(get_args(Mood))
    assert set(grading.OF_MOOD.values()) == set(NAMES)


@pytest.mark.parametrize("flat", [False, True])
def test_a_grey_ramp_stays_within_one_code_value(tmp_path: Path, flat: bool) -> None:
    clip = service_clip(tmp_path / "ramp.mp4", ramp())
    assert max(off(filtered(clip, tmp_path / "o.yuv", identity(tmp_path, flat)), ramp())) <= 1


def test_colours_come_through_the_tables_room_and_back(tmp_path: Path) -> None:
    planes = colours(5)
    clip = service_clip(tmp_path / "colours.mp4", planes)
    there = filtered(clip, tmp_path / "o.yuv", identity(tmp_path))
    assert max(off(there, planes)) <= 2
    assert min(ssim(a, b) for a, b in zip(there, planes, strict=True)) > 0.99


def test_a_clip_that_is_not_graded_is_as_it_came(workshop: "Workshop", tmp_path: Path) -> None:
    planes = colours(7)
    path = body(workshop, service_clip(tmp_path / "c.mp4", planes))
    shown = yuv(decoded(path)[5])
    assert min(ssim(a, b) for a, b in zip(shown, planes, strict=True)) > 0.97


@pytest.mark.parametrize("name", [one for one in NAMES if one != "neutral"])
def test_a_rendered_clip_has_the_grades_colours_and_the_films_tags(
    workshop: "Workshop", tmp_path: Path, name: GradeName
) -> None:
    """Compared with the same table applied to R'G'B' in floating point."""
    planes = colours(11)
    path = body(workshop, service_clip(tmp_path / "c.mp4", planes), lut(workshop, name))
    frame = decoded(path)[5]
    tags = (frame.colorspace, frame.color_range, frame.color_primaries, frame.color_trc)
    assert tags == (1, 1, 1, 1)
    shown = yuv(frame)
    meant = expected(planes, grading.graded(grading.GRADES[name]))
    for a, b in zip(shown, meant, strict=True):
        assert np.abs(a.astype(float) - b).mean() < 2, name
    assert ssim(shown[0], np.rint(meant[0]).astype(np.uint8)) > 0.97


def expected(planes: Yuv, table: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Luma at its own size, chroma at its own."""
    y, u, v = planes
    fine = _graded(y, u.repeat(2, 0).repeat(2, 1), v.repeat(2, 0).repeat(2, 1), table)
    return [fine[0], *_graded(y[::2, ::2], u, v, table)[1:]]


def _graded(
    luma: NDArray[np.uint8],
    u: NDArray[np.uint8],
    v: NDArray[np.uint8],
    table: NDArray[np.float64],
) -> list[NDArray[np.float64]]:
    y = (luma.astype(float) - 16) / 219
    blue, red = ((plane.astype(float) - 128) / 224 for plane in (u, v))
    r, b = y + 1.5748 * red, y + 1.8556 * blue
    g = (y - 0.2126 * r - 0.0722 * b) / 0.7152
    r, g, b = (np.moveaxis(_looked_up(np.stack([r, g, b], -1), table), -1, 0)[n] for n in range(3))
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    return [16 + 219 * y, 128 + 224 * (b - y) / 1.8556, 128 + 224 * (r - y) / 1.5748]


def _looked_up(rgb: NDArray[np.float64], table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Trilinear."""
    at = np.clip(rgb, 0, 1) * (len(table) - 1)
    low = np.minimum(at.astype(int), len(table) - 2)
    share = at - low
    total = np.zeros_like(rgb)
    for corner in range(8):
        step = np.array([corner & 1, corner >> 1 & 1, corner >> 2])
        weight = np.prod(np.where(step, share, 1 - share), axis=-1)
        r, g, b = (low + step)[..., 0], (low + step)[..., 1], (low + step)[..., 2]
        total += table[b, g, r] * weight[..., None]
    return total


def test_a_graded_clip_can_be_joined_to_others_and_is_the_same_again(
    workshop: "Workshop", tmp_path: Path
) -> None:
    clip = workshop.put(service_clip(tmp_path / "c.mp4", colours(3)))
    item = Item(clip=clip, frames=12, house=False)
    table = lut(workshop, "warm")
    order = orders.body_order(item, HOUSE, lut=table)
    first = workshop.make(order)
    workshop.takes.pop(order.fingerprint)
    assert workshop.make(order).sha256 == first.sha256
    plain = workshop.make(orders.body_order(item, HOUSE))
    assert plain.sha256 != first.sha256
    parts = [Stretch(clip=one.sha256, start=0, frames=12) for one in (first, plain, first)]
    assert workshop.make(orders.scene_order(parts, HOUSE)).facts["frames"] == 36


def test_only_a_grade_is_mentioned_in_an_order() -> None:
    item = Item(clip="a" * 64, frames=12, house=False)
    plain, graded = (orders.body_order(item, HOUSE, lut=one) for one in ("", "b" * 64))
    assert plain.inputs == ("a" * 64,)
    assert graded.inputs == ("a" * 64, "b" * 64)
    assert plain.params == graded.params


def test_bars_stay_black(workshop: "Workshop", tmp_path: Path) -> None:
    clip = service_clip(tmp_path / "c.mp4", colours(9))
    tall = House(width=180, height=320)
    shown = decoded(body(workshop, clip, lut(workshop, "muted"), tall))[3].to_ndarray()
    assert shown[:40].max() <= 18
    assert shown[140:180].min() > 30


def test_a_table_of_the_users_own_is_applied(workshop: "Workshop", tmp_path: Path) -> None:
    own = tmp_path / "own.cube"
    table = 1 - cube.identity(5)
    cube.write(cube.Lut(table), own)
    own.write_text("# mine\nDOMAIN_MIN 0 0 0\n" + own.read_text())
    take = workshop.make(grading.lut_order(workshop.put(own)))
    assert take.facts["dimensions"] == 3
    planes = colours(13)
    path = body(workshop, service_clip(tmp_path / "c.mp4", planes), take.sha256)
    shown = yuv(decoded(path)[5])
    assert np.abs(shown[0].astype(int) - (251 - planes[0].astype(int))).mean() < 2


def test_a_bad_table_is_refused_by_its_maker(workshop: "Workshop", tmp_path: Path) -> None:
    own = tmp_path / "own.cube"
    own.write_text("LUT_3D_SIZE 2\n0 0 0\n")
    with pytest.raises(BadInput, match="1 lines of numbers, 8 belong"):
        workshop.make(grading.lut_order(workshop.put(own)))


@pytest.mark.skipif(not ALIKE, reason="the flag is one of x86 processors")
def test_a_processor_without_its_shortcuts_computes_the_same(tmp_path: Path) -> None:
    path = tmp_path / "warm.cube"
    cube.write(cube.Lut(grading.graded(grading.GRADES["warm"])), path)
    grade = f"format={PLANES},lut3d=file={ffmpeg.in_graph(path)}"
    for seed in range(3):
        clip = service_clip(tmp_path / "c.mp4", colours(seed))
        one, other = (
            filtered(clip, tmp_path / "o.yuv", grade, options)
            for options in (ALIKE, ("-cpuflags", "0"))
        )
        assert off(one, other) == [0, 0, 0]


@pytest.mark.parametrize("folder", ["a'b", "c:d", "e,f;g", "h[i]", "j\\k", '%{n} "o" é'])
def test_folders_may_be_called_anything(tmp_path: Path, folder: str) -> None:
    place = tmp_path / folder
    place.mkdir()
    clip = service_clip(tmp_path / "c.mp4", ramp())
    assert max(off(filtered(clip, tmp_path / "o.yuv", identity(place)), ramp())) <= 1


@pytest.mark.parametrize(
    ("size", "matrix"),
    [((1280, 720), "bt709"), ((720, 1280), "bt709"), ((854, 480), "smpte170m"),
     ((640, 640), "bt709"), ((720, 576), "smpte170m")],
)  # fmt: skip
def test_untold_colours_are_taken_as_players_take_them(size: tuple[int, int], matrix: str) -> None:
    assert guessed(*size) == matrix


def test_clips_that_tell_no_matrix_keep_their_colours(workshop: "Workshop", tmp_path: Path) -> None:
    """Large ones are BT.709, as the film is: not a value may change but by coding."""
    planes = colours(17, (720, 1280))
    house = House(width=1280, height=720)
    for table in ("", lut(workshop, "warm")):
        tagged, untold = (
            decoded(body(workshop, service_clip(tmp_path / "c.mp4", planes, tags), table, house))
            for tags in (TAGGED, "")
        )
        assert np.array_equal(tagged[4].to_ndarray(), untold[4].to_ndarray())


def test_small_clips_that_tell_no_matrix_are_turned_into_the_films(
    workshop: "Workshop", tmp_path: Path
) -> None:
    planes = colours(19)
    old = "colormatrix=smpte170m:colorprim=smpte170m:transfer=smpte170m:range=tv"
    told, untold = (
        decoded(body(workshop, service_clip(tmp_path / "c.mp4", planes, tags)))
        for tags in (old, "")
    )
    assert np.array_equal(told[4].to_ndarray(), untold[4].to_ndarray())
