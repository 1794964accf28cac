"""Runway's video models: its own and those of other makers.

Capabilities: vendor, OpenAPI document 2024-11-06, and runwayml 5.24. Prices: notes of 2026-09.
"""

from decimal import Decimal

from reelwright.providers.catalogue_rows.kinds import SIX, Ratio, Video

LANDSCAPE: tuple[Ratio, ...] = ("16:9", "9:16")


def _runway(
    model: str,
    seconds: tuple[int, ...],
    prices: dict[int, str],
    *,
    least: str = "0",
    loud: dict[int, str] | None = None,
    ratios: tuple[Ratio, ...] = SIX,
    text_ratios: tuple[Ratio, ...] = (),
    prompt: int = 1000,
    needs_first: bool = False,
    last: bool = False,
    references: tuple[int, int] = (0, 0),
    negative: bool = False,
    seed: bool = False,
    audio: bool = False,
) -> Video:
    """A row as all of Runway's are: cancellable, not found again. `loud`: prices with sound;
    `references`: pictures and clips."""
    return Video(
        service="runway",
        model=model,
        seconds=seconds,
        prices={height: Decimal(price) for height, price in prices.items()},
        audio_prices={height: Decimal(price) for height, price in (loud or {}).items()},
        least=Decimal(least),
        ratios=ratios,
        text_ratios=text_ratios,
        prompt_limit=prompt,
        needs_first=needs_first,
        last_frame=last,
        references=references[0],
        reference_videos=references[1],
        negative=negative,
        seed=seed,
        audio=audio,
        cancel=True,
        read="2026-09",
    )


def _whole(least: int, most: int) -> tuple[int, ...]:
    return tuple(range(least, most + 1))


RUNWAY = (
    _runway("gen4.5", _whole(2, 10), {720: "0.12"}, text_ratios=LANDSCAPE, seed=True),
    _runway("gen4_turbo", _whole(2, 10), {720: "0.05"}, needs_first=True, seed=True),
    _runway(
        "veo3.1",
        (4, 6, 8),
        {720: "0.20", 1080: "0.20"},
        loud={720: "0.40", 1080: "0.40"},
        ratios=LANDSCAPE,
        last=True,
        negative=True,
        audio=True,
    ),
    _runway(
        "veo3.1_fast",
        (4, 6, 8),
        {720: "0.10", 1080: "0.10"},
        loud={720: "0.15", 1080: "0.15"},
        ratios=LANDSCAPE,
        last=True,
        negative=True,
        audio=True,
    ),
    _runway(
        "seedance2",
        _whole(4, 15),
        {480: "0.36", 720: "0.36", 1080: "0.40", 2160: "1.50"},
        prompt=3500,
        last=True,
        references=(9, 3),
        seed=True,
        audio=True,
    ),
    _runway(
        "seedance2_fast",
        _whole(4, 15),
        {480: "0.29", 720: "0.29"},
        prompt=3500,
        last=True,
        references=(9, 3),
        seed=True,
        audio=True,
    ),
    _runway(
        "seedance2_mini",
        _whole(4, 15),
        {480: "0.16", 720: "0.16"},
        least="0.64",
        prompt=3500,
        last=True,
        references=(9, 3),
        seed=True,
        audio=True,
    ),
    _runway(
        "seedance2_5",
        _whole(4, 30),
        {480: "0.20", 720: "0.30", 1080: "0.68"},
        least="0.80",
        prompt=15000,
        last=True,
        references=(30, 10),
        seed=True,
        audio=True,
    ),
    _runway(
        "hailuo3",
        _whole(5, 15),
        {768: "0.10", 1440: "0.15"},
        prompt=6000,
        last=True,
        references=(9, 3),
    ),
    _runway("gemini_omni_flash", _whole(3, 10), {720: "0.10"}, ratios=LANDSCAPE, prompt=4000),
)
