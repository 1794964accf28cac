"""What paid work costs: the whole of a planned film with each service, and one Order exactly.

Both go by the same prices, rounded in the same way: the prices of a film's Orders add up to its
quote.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import ROUND_UP, Decimal
from math import ceil

from reelwright.film.asked import ClipAsked, SoundAsked, SpeechAsked, asked
from reelwright.film.money import Money
from reelwright.film.noun import Noun
from reelwright.film.order import Order
from reelwright.providers.catalogue import BUILT_IN, Catalogue, Image, Row, Sound, Video, Voice
from reelwright.providers.catalogue_rows.kinds import Ratio
from reelwright.providers.registry import PROVIDERS, provider, rows

SLACK = 0.05
"""Seconds that a clip may be short of its shot; a body render holds the last frame that long."""

RATIOS: dict[Ratio, float] = {
    "16:9": 16 / 9, "9:16": 9 / 16, "1:1": 1.0, "4:3": 4 / 3, "3:4": 3 / 4, "21:9": 21 / 9,
}  # fmt: skip
"""The usual shapes, width to height."""


class Need(Noun):
    """What a film asks for: seconds of each clip, its picture, what is spoken, how many images.

    `lines` are the characters of each spoken line, where they are known one by one.
    """

    clips: tuple[float, ...]
    width: int
    height: int
    spoken_characters: int
    images: int
    film_seconds: float
    audio: bool = False
    lines: tuple[int, ...] = ()


class Quote(Noun):
    """A price before: for all of one kind of work, with one model of one service.

    `billed` counts what is paid for (seconds, images, characters); `micros` is the price in
    millionths of a USD, `usd` the same for people; `note` says how the plan was adapted to what the
    model can do, and where the price comes from.
    """

    service: str
    model: str
    kind: str
    billed: float
    micros: int
    usd: str
    note: str
    source: str
    read: str


class Price(Noun):
    """The most that one Order can cost. `verified`: compared with a bill."""

    money: Money
    source: str
    read: str
    verified: bool

    @property
    def micros(self) -> int:
        """Millionths of a USD."""
        return self.money.micros


def price(order: Order, catalogue: Catalogue = BUILT_IN) -> Price | None:
    """The most that this one Order can be charged, or None when that is not known.

    None blocks spending: the service, the model, the height, the length or sound of it are not in
    the catalogue, or clips as references are charged for in a way that is not.
    """
    if order.provider in PROVIDERS and provider(order.provider).free:
        return Price(money=Money(), source="free", read="", verified=True)
    named = (order.provider, order.model)
    there = rows(order.kind, catalogue)
    row = next((row for row in there if (row.service, row.model) == named), None)
    money = _priced(row, order)
    if row is None or money is None:
        return None
    return Price(money=money, source=row.source, read=row.read, verified=row.verified)


def _priced(row: Row | None, order: Order) -> Money | None:
    match row:
        case Video():
            return _clip(row, asked(order, ClipAsked))
        case Image():
            return Money.of(row.price)
        case Voice():
            return speech_price(row, len(asked(order, SpeechAsked).text))
        case Sound():
            return _sound(row, asked(order, SoundAsked).seconds)
    return None


def _clip(row: Video, clip: ClipAsked) -> Money | None:
    """None for what this model does not make: it would be made, if at all, at some other price."""
    unknown = (
        clip.seconds not in row.seconds
        or clip.height not in row.prices
        or (clip.audio and not row.audio and not row.audio_always)
        or (clip.videos and not row.reference_videos_free)
    )
    return None if unknown else clip_price(row, clip.height, clip.seconds, audio=clip.audio)


def clip_price(row: Video, height: int, seconds: int, *, audio: bool) -> Money:
    """USD for one clip of that many billed seconds."""
    made = row.per_clip + row.a_second(height, audio=audio) * seconds
    return Money.of(max(row.least, made))


def speech_price(row: Voice, characters: int) -> Money:
    return Money.of(row.price * characters / 1000)


def _sound(row: Sound, seconds: int) -> Money | None:
    if not row.seconds[0] <= seconds <= row.seconds[-1]:
        return None
    return Money.of(row.per_piece + row.per_minute * ceil(seconds / 60))


def quotes(need: Need, catalogue: Catalogue = BUILT_IN) -> Iterator[Quote]:
    """One quote for each model of the catalogue that can serve this film."""
    for video in catalogue.videos:
        if ratio(need.width, need.height) in video.ratios:
            yield _video(video, need)
    for image in catalogue.images:
        if not image.needs_reference:
            cost = Money(micros=Money.of(image.price).micros * need.images)
            yield _quote(image, "image", need.images, cost, f"{need.images} first frames")
    for voice in catalogue.voices:
        lines = need.lines or (need.spoken_characters,)
        cost = sum((speech_price(voice, characters) for characters in lines), Money())
        yield _quote(voice, "voice", sum(lines), cost, f"{sum(lines)} spoken characters")


def _video(video: Video, need: Need) -> Quote:
    """The price of all clips, each adapted to lengths and heights that the model makes."""
    wished = min(need.width, need.height)
    height = nearest_height(video, wished)
    audio = need.audio and video.audio
    parts = [adapted(seconds, video.seconds) for seconds in need.clips]
    lengths = [length for part in parts for length in part]
    cost = sum((clip_price(video, height, length, audio=audio) for length in lengths), Money())
    notes = [f"{len(lengths)} clips, {sum(lengths)} s at {height}p"]
    split = sum(len(part) > 1 for part in parts)
    if split:
        notes.append(f"{split} shots split in parts")
    if height != wished:
        notes.append(f"scaled to {wished}p")
    if need.audio and not audio and not video.audio_always:
        notes.append("without sound")
    return _quote(video, "video", sum(lengths), cost, ", ".join(notes))


def _quote(row: Row, kind: str, billed: float, cost: Money, note: str) -> Quote:
    return Quote(
        service=row.service,
        model=row.model,
        kind=kind,
        billed=billed,
        micros=cost.micros,
        usd=usd(cost.amount),
        note=note,
        source=row.source,
        read=row.read,
    )


def adapted(seconds: float, lengths: Sequence[int]) -> list[int]:
    """The billed lengths for a shot: the shortest that holds it, or the fewest that together do,
    as even and as short as can be."""
    left = round(seconds - SLACK, 6)
    found: list[int] = []
    for parts in range(max(1, ceil(left / lengths[-1])), 0, -1):
        place = bisect_left(lengths, left / parts)
        found.append(lengths[min(place, len(lengths) - 1)])
        left = round(left - found[-1], 6)
    return found


def nearest_height(video: Video, wished: int) -> int:
    """The smallest height the model makes that is not below the wished one, else its largest."""
    heights = sorted(video.prices)
    return heights[min(bisect_left(heights, wished), len(heights) - 1)]


def ratio(width: int, height: int) -> Ratio:
    """The nearest of the usual aspect ratios."""
    return min(RATIOS, key=lambda name: abs(RATIOS[name] - width / height))


def usd(amount: Decimal) -> str:
    """Rounded up to a cent: a quote never flatters."""
    return str(amount.quantize(Decimal("0.01"), rounding=ROUND_UP))
