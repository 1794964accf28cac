"""Video models of the paid services, each service's usual one first."""

from decimal import Decimal

from reelwright.providers.catalogue_rows.kinds import SIX, Video
from reelwright.providers.catalogue_rows.runway_videos import RUNWAY


def usd(**heights: str) -> dict[int, Decimal]:
    return {int(height[1:]): Decimal(price) for height, price in heights.items()}


KLING = (
    Video(
        service="kling",
        model="kling-3.0",
        seconds=tuple(range(3, 16)),
        prices=usd(p720="0.084", p1080="0.112", p2160="0.42"),
        audio_prices=usd(p720="0.126", p1080="0.168", p2160="0.42"),
        prompt_limit=2500,
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
        prices=usd(p720="0.112", p1080="0.14"),
        prompt_limit=2500,
        audio_always=True,
        found_by="external_task_id",
        result_hours=720,
        read="2026-09",
    ),
    *(
        Video(
            service=service,
            model=model,
            seconds=(5, 10),
            prices=usd(p720="0.042", p1080="0.07"),
            prompt_limit=2500,
            last_frame=True,
            last_heights=(1080,),
            negative=service == "kling-legacy",
            found_by="external_task_id",
            result_hours=720,
            read="2026-09",
        )
        for service, model in (
            ("kling", "kling-2.6"),
            ("kling", "kling-2.5-turbo"),
            ("kling-legacy", "kling-v2-6"),
            ("kling-legacy", "kling-v2-5-turbo"),
        )
    ),
)

SEEDANCE = (
    Video(
        service="seedance",
        model="dreamina-seedance-2-5-260628",
        seconds=tuple(range(4, 31)),
        prices=usd(p480="0.1086", p720="0.2350", p1080="0.5783"),
        ratios=SIX,
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
        prices=usd(p480="0.0122", p720="0.0264", p1080="0.05935"),
        audio_prices=usd(p480="0.0244", p720="0.0528", p1080="0.1187"),
        ratios=SIX,
        last_frame=True,
        seed=True,
        audio=True,
        cancel=True,
        found_by="safety_identifier in the task list",
    ),
)
"""Billed by tokens of pixels: these are the largest shape of each height, with the one frame more
that a clip of the shortest length may have."""

REPLICATE = (
    Video(
        service="replicate",
        model="kwaivgi/kling-v3-video",
        seconds=tuple(range(3, 16)),
        prices=usd(p720="0.168", p1080="0.224", p2160="0.42"),
        audio_prices=usd(p720="0.252", p1080="0.336", p2160="0.42"),
        prompt_limit=2500,
        last_frame=True,
        negative=True,
        audio=True,
        cancel=True,
        found_by="the prediction list",
        result_hours=1,
        read="2026-09",
    ),
    Video(
        service="replicate",
        model="kwaivgi/kling-v2.5-turbo-pro",
        seconds=(5, 10),
        prices=usd(p1080="0.07"),
        prompt_limit=2500,
        negative=True,
        cancel=True,
        found_by="the prediction list",
        result_hours=1,
        read="2026-09",
    ),
    Video(
        service="replicate",
        model="bytedance/seedance-2.5",
        seconds=tuple(range(4, 31)),
        prices=usd(p480="0.1028", p720="0.2312"),
        ratios=SIX,
        prompt_limit=2000,
        references=30,
        last_frame=True,
        seed=True,
        audio=True,
        cancel=True,
        found_by="the prediction list",
        result_hours=1,
        read="2026-09",
    ),
    Video(
        service="replicate",
        model="minimax/hailuo-02",
        seconds=(6, 10),
        prices=usd(p768="0.056"),
        ratios=("16:9",),
        prompt_limit=2000,
        last_frame=True,
        cancel=True,
        found_by="the prediction list",
        result_hours=1,
        read="2026-09",
    ),
    Video(
        service="replicate",
        model="minimax/video-01",
        seconds=(6,),
        prices=usd(p720="0.08334"),
        ratios=("16:9",),
        prompt_limit=2000,
        references=1,
        cancel=True,
        found_by="the prediction list",
        result_hours=1,
        read="2026-09",
    ),
)

VIDEOS = (*KLING, *SEEDANCE, *RUNWAY, *REPLICATE)
