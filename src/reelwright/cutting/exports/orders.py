"""The Orders and the recipe of exports: a film as a file for others, and what shows it in small.

None of it is part of a film: the film's own Orders do not know of it.
"""

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Any, Literal

import PIL
from pydantic import JsonValue

from reelwright.cutting import tools
from reelwright.cutting.exports.windows import first_showings, moments, samples, windows
from reelwright.cutting.orders import PROVIDER
from reelwright.film.errors import MachineTrouble
from reelwright.film.noun import digest
from reelwright.film.order import Missing, Order, Recipe, Take
from reelwright.film.timeline import House, Item, Timeline
from reelwright.media import delivery, ffmpeg
from reelwright.media.encoder import ENCODERS, EncoderName

Form = Literal["mp4", "mov", "webm"]
Preview = Literal["gif", "webp"]

CHUNK = 20
"""Seconds that are encoded at one go: what a stop loses at most, and enough for every core."""

SIDES: dict[Preview, int] = {"gif": 180, "webp": 270}
"""Pixels of a preview's shorter side; a GIF takes five times the bytes."""

PREVIEW_RATE = 10

PROXY = 360
"""Pixels of a proxy's shorter side."""

FAVOUR = 125
"""Hundredths by which the marks of a frame with people in it count: eyes look for faces."""

PAGE = 120
"""Shots on one contact sheet."""


def sized(house: House, side: int) -> House:
    """The size in which a picture of these proportions is called so many p: the shorter side, as
    long as the longer one is no longer than that of 16:9."""
    short, long = sorted((house.width, house.height))
    scale = min(side / short, side * 16 / 9 / long)
    width, height = (
        max(2, 2 * round(length * scale / 2)) for length in (house.width, house.height)
    )
    return House(width=width, height=height, rate=house.rate)


def export_film(
    film: Order, form: Form, house: House, encoder: EncoderName = "x264", *, copied: bool = False
) -> Recipe[Take]:
    """The film of this Order as a file of this form and size.

    With `copied` its pictures are taken as they are, which needs its own size and H.264; else they
    are encoded in chunks.
    """
    stretches = [
        (film.inputs[index], start, frames) for index, start, frames in _list(film, "parts")
    ]
    if not copied:
        chunks = [chunk for one in stretches for chunk in _chunks(*one, house.rate)]
        wanted = [part_order(*chunk, house, form, encoder) for chunk in chunks]
        made = made_of((yield wanted))
        stretches = [
            (take.sha256, 0, chunk[2]) for take, chunk in zip(made, chunks, strict=True)
        ]  # fmt: skip
    order = file_order(film, stretches, form, house)
    return made_of((yield [order]))[0]


def _list(order: Order, name: str) -> Any:
    return order.params[name]


def _chunks(clip: str, start: int, frames: int, rate: int) -> list[tuple[str, int, int]]:
    """Stretches of at most `CHUNK` seconds, all of about the same length."""
    count = -(-frames // (CHUNK * rate))
    ends = [frames * number // count for number in range(count + 1)]
    return [(clip, start + a, b - a) for a, b in pairwise(ends)]


def part_order(
    clip: str, start: int, frames: int, house: House, form: Form, encoder: EncoderName
) -> Order:
    """A stretch of a clip, encoded in another size or for another form."""
    vp9 = form == "webm"
    options = delivery.vp9(house) if vp9 else ENCODERS[encoder].options(house)
    settled = digest([*options, *delivery.written(house)])[:8]
    return _order(
        "vp9-part-1" if vp9 else "h264-part-1",
        {
            "house": house.model_dump(),
            "start": start,
            "frames": frames,
            **({} if vp9 else {"encoder": encoder}),
            "tool": f"{ffmpeg.version()} {settled}",
        },
        clip,
    )


def file_order(
    film: Order, stretches: Sequence[tuple[str, int, int]], form: Form, house: House
) -> Order:
    """Parts, the film's own sound, subtitles, chapters and metadata in one file."""
    inputs = tuple(dict.fromkeys(clip for clip, _, _ in stretches))
    kept = ("language", "captions", "chapters", "metadata")
    return _order(
        "webm-1" if form == "webm" else f"{form}-2",
        {
            "house": house.model_dump(),
            "parts": [[inputs.index(clip), start, frames] for clip, start, frames in stretches],
            "track": len(inputs),
            **{name: film.params[name] for name in kept},
            **({"tool": tools.sound()} if form == "webm" else {}),
        },
        *inputs,
        film.inputs[_list(film, "track")],
    )


def preview_order(film: str, timeline: Timeline, form: Preview) -> Order:
    """A few seconds of the film that move in a page or a chat: a second each of some shots."""
    house = timeline.house
    small = sized(house, min(SIDES[form], house.width, house.height))
    return _order(
        f"{form}-1",
        {
            "rate": house.rate,
            "size": [small.width, small.height],
            "fps": PREVIEW_RATE,
            "moments": [list(one) for one in moments(timeline)],
            "tool": ffmpeg.version(),
        },
        film,
    )


def thumbnail_order(film: str, timeline: Timeline, people: Collection[str] = ()) -> Order:
    """The best frame of the film, never one of a card or a transition. `people` are the shots that
    show somebody: of frames that are about as good, theirs is taken."""
    among: list[JsonValue] = [
        [at, FAVOUR if shot in people else 100] for at, shot in samples(timeline)
    ]
    params = {"rate": timeline.house.rate, "among": among, "tool": _drawn()}
    return _order("thumbnail-1", params, film)


def sheet_orders(film: str, timeline: Timeline, names: dict[str, str]) -> list[Order]:
    """Contact sheets: the middle frame of each shot with its name, by shot; as many as it takes."""
    rate = timeline.house.rate
    shown = [
        [one.middle, names.get(one.shot, one.shot), one.start]
        for one in first_showings(windows(timeline))
    ]
    pages = [shown[at : at + PAGE] for at in range(0, len(shown), PAGE)]
    return [
        _order(
            "sheet-1",
            {"rate": rate, "shots": [*page], "tool": tools.lettering(timeline.house)},
            film,
        )
        for page in pages
    ]


def proxy_order(item: Item, house: House) -> Order:
    """A small copy of a shot for scrubbing: every frame, a key frame every quarter of a second."""
    small = sized(house, min(PROXY, house.width, house.height))
    return _order(
        "proxy-1",
        {
            "house": small.model_dump(),
            "start": item.start,
            "frames": item.frames,
            "tool": ffmpeg.version(),
        },
        item.clip,
    )


def _drawn() -> str:
    return f"{tools.libav()} PIL {PIL.__version__}"


def _order(model: str, params: dict[str, Any], *inputs: str) -> Order:
    return Order(kind="export", provider=PROVIDER, model=model, params=params, inputs=inputs)


def made_of(answers: Sequence[Any]) -> list[Take]:
    """The Takes of these answers. Raises `MachineTrouble` for the first that is missing."""
    for answer in answers:
        if isinstance(answer, Missing):
            raise MachineTrouble("export", answer.cause, "Cut the film anew: reelwright cut")
    return list(answers)
