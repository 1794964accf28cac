"""What the real film would cost with each paid service, quoted from the catalogue."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import ROUND_UP, Decimal
from math import ceil

from reelwright.film.noun import Noun
from reelwright.providers.catalogue import IMAGES, VIDEOS, VOICES, Video

SLACK = 0.05
"""Seconds that a clip may be short of its shot; a body render holds the last frame that long."""


class Need(Noun):
    """What a film asks for: seconds of each clip, its picture, what is spoken, how many images."""

    clips: tuple[float, ...]
    width: int
    height: int
    spoken_characters: int
    images: int
    film_seconds: float


class Quote(Noun):
    """A price before: for all of one kind of work, with one model of one service.

    `billed` counts what is paid for (seconds, images, characters); `note` says how the plan was
    adapted to what the model can do, and where the price comes from.
    """

    service: str
    model: str
    kind: str
    billed: float
    usd: str
    note: str
    source: str
    read: str


def quotes(need: Need) -> Iterator[Quote]:
    """One quote for each model of the catalogue that can serve this film."""
    for video in VIDEOS:
        if (quote := _video(video, need)) is not None:
            yield quote
    for image in IMAGES:
        yield Quote(
            service=image.service,
            model=image.model,
            kind="image",
            billed=need.images,
            usd=usd(image.price * need.images),
            note=f"{need.images} first frames",
            source=image.source,
            read=image.read,
        )
    for voice in VOICES:
        thousands = Decimal(need.spoken_characters) / 1000
        yield Quote(
            service=voice.service,
            model=voice.model,
            kind="voice",
            billed=need.spoken_characters,
            usd=usd(voice.price * thousands),
            note=f"{need.spoken_characters} spoken characters",
            source=voice.source,
            read=voice.read,
        )


def _video(video: Video, need: Need) -> Quote | None:
    """The price of all clips, each adapted to lengths and heights that the model makes."""
    if ratio(need.width, need.height) not in video.ratios:
        return None
    height = _height(video, min(need.width, need.height))
    parts = [adapted(seconds, video.seconds) for seconds in need.clips]
    cost = sum(
        (
            max(video.least, video.prices[height] * length)
            for lengths in parts
            for length in lengths
        ),
        Decimal(0),
    )
    clips = sum(map(len, parts))
    billed = sum(map(sum, parts))
    split = sum(len(lengths) > 1 for lengths in parts)
    notes = [f"{clips} clips, {billed} s at {height}p"]
    if split:
        notes.append(f"{split} shots split in parts")
    if height != min(need.width, need.height):
        notes.append(f"scaled to {min(need.width, need.height)}p")
    return Quote(
        service=video.service,
        model=video.model,
        kind="video",
        billed=billed,
        usd=usd(cost),
        note=", ".join(notes),
        source=video.source,
        read=video.read,
    )


def adapted(seconds: float, lengths: Sequence[int]) -> list[int]:
    """The billed lengths for a shot: the shortest that holds it, or several that together do."""
    parts = max(1, ceil((seconds - SLACK) / lengths[-1]))
    wished = (seconds - SLACK) / parts
    return [lengths[min(bisect_left(lengths, wished), len(lengths) - 1)]] * parts


def _height(video: Video, wished: int) -> int:
    """The smallest height the model makes that is not below the wished one, else its largest."""
    heights = sorted(video.prices)
    return heights[min(bisect_left(heights, wished), len(heights) - 1)]


def ratio(width: int, height: int) -> str:
    """The nearest of the usual aspect ratios."""
    usual = {"16:9": 16 / 9, "9:16": 9 / 16, "1:1": 1.0, "4:3": 4 / 3, "3:4": 3 / 4, "21:9": 21 / 9}
    return min(usual, key=lambda name: abs(usual[name] - width / height))


def usd(amount: Decimal) -> str:
    """Rounded up to a cent: a quote never flatters."""
    return str(amount.quantize(Decimal("0.01"), rounding=ROUND_UP))
