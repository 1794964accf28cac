"""What the paid services can do and what they charge, as data.

Figures were read from the vendors' pages, SDKs or third-party notes on the date given; what only a
live account can show is marked `verified=False`. An unknown price is None and blocks spending.
Sources: `vendor` = the vendor's own page or OpenAPI document, `sdk` = read in the vendor's package,
`notes` = third-party notes that quote the vendor's pages.
"""

from decimal import Decimal

from reelwright.film.noun import Noun

READ = "2026-10"
"""When most of these figures were read; a model names its own date where it differs."""


class Video(Noun):
    """A video model of a service.

    `seconds` are the lengths it can make, whole seconds; `prices` USD per second by picture height;
    `least` the smallest charge of one clip in USD.
    """

    service: str
    model: str
    seconds: tuple[int, ...]
    prices: dict[int, Decimal]
    ratios: tuple[str, ...] = ("16:9", "9:16", "1:1")
    references: int = 0
    first_frame: bool = True
    last_frame: bool = False
    negative: bool = False
    seed: bool = False
    audio: bool = False
    cancel: bool = False
    found_by: str = "nothing"
    result_hours: int = 24
    least: Decimal = Decimal(0)
    source: str = "notes"
    read: str = READ
    verified: bool = False


class Image(Noun):
    """An image model: USD for one picture."""

    service: str
    model: str
    price: Decimal
    source: str = "notes"
    read: str = READ
    verified: bool = False


class Voice(Noun):
    """A speech model: USD for a thousand characters."""

    service: str
    model: str
    price: Decimal
    source: str = "notes"
    read: str = READ
    verified: bool = False


def _usd(**heights: str) -> dict[int, Decimal]:
    return {int(height[1:]): Decimal(price) for height, price in heights.items()}


VIDEOS = (
    Video(
        service="kling",
        model="kling-3.0",
        seconds=tuple(range(3, 16)),
        prices=_usd(p720="0.084", p1080="0.112", p2160="0.42"),
        last_frame=True,
        audio=True,
        found_by="external_task_id",
        result_hours=720,
        read="2026-09",
    ),
    Video(
        service="kling",
        model="kling-3.0-turbo",
        seconds=tuple(range(3, 16)),
        prices=_usd(p720="0.112", p1080="0.14"),
        found_by="external_task_id",
        result_hours=720,
        read="2026-09",
    ),
    Video(
        service="seedance",
        model="dreamina-seedance-2-5-260628",
        seconds=tuple(range(4, 31)),
        prices=_usd(p480="0.1075", p720="0.2312", p1080="0.569"),
        ratios=("16:9", "4:3", "1:1", "3:4", "9:16", "21:9"),
        references=30,
        last_frame=True,
        seed=True,
        audio=True,
        cancel=True,
        found_by="safety_identifier in the task list",
    ),
    Video(
        service="seedance",
        model="seedance-1-5-pro-251215",
        seconds=tuple(range(4, 13)),
        prices=_usd(p720="0.026"),
        ratios=("16:9", "4:3", "1:1", "3:4", "9:16", "21:9"),
        last_frame=True,
        seed=True,
        audio=True,
        cancel=True,
        found_by="safety_identifier in the task list",
    ),
    Video(
        service="runway",
        model="gen4.5",
        seconds=tuple(range(2, 11)),
        prices=_usd(p720="0.12"),
        ratios=("16:9", "9:16"),
        seed=True,
        cancel=True,
        result_hours=24,
        read="2026-09",
    ),
    Video(
        service="runway",
        model="veo3.1_fast",
        seconds=(4, 6, 8),
        prices=_usd(p720="0.10", p1080="0.10"),
        ratios=("16:9", "9:16"),
        last_frame=True,
        negative=True,
        audio=True,
        cancel=True,
        read="2026-09",
    ),
    Video(
        service="runway",
        model="seedance2_5",
        seconds=tuple(range(4, 31)),
        prices=_usd(p480="0.20", p720="0.30"),
        references=30,
        last_frame=True,
        audio=True,
        cancel=True,
        least=Decimal("0.80"),
        read="2026-09",
    ),
    Video(
        service="replicate",
        model="kwaivgi/kling-v3-video",
        seconds=tuple(range(3, 16)),
        prices=_usd(p720="0.168", p1080="0.224", p2160="0.42"),
        last_frame=True,
        audio=True,
        cancel=True,
        found_by="the prediction list",
        result_hours=1,
        read="2026-09",
    ),
    Video(
        service="replicate",
        model="bytedance/seedance-2.5",
        seconds=tuple(range(4, 31)),
        prices=_usd(p480="0.1028", p720="0.2312"),
        last_frame=True,
        cancel=True,
        found_by="the prediction list",
        result_hours=1,
        read="2026-09",
    ),
)

IMAGES = (
    Image(service="replicate", model="black-forest-labs/flux-schnell", price=Decimal("0.003")),
    Image(service="google", model="gemini-nano-banana-2.1", price=Decimal("0.0336")),
)

VOICES = (
    Voice(service="elevenlabs", model="eleven_multilingual_v2", price=Decimal("0.08")),
    Voice(service="elevenlabs", model="eleven_flash_v2_5", price=Decimal("0.04")),
)
