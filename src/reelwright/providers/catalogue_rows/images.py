"""Image models of the paid services."""

from decimal import Decimal

from reelwright.providers.catalogue_rows.kinds import SIX, Image

GEMINI = ("1:1", "2:3", "3:2", "3:4", "4:3", "9:16", "16:9", "21:9")
"""google-genai 3.4.0, ImageConfig.aspect_ratio."""

IMAGES = (
    Image(
        service="replicate",
        model="black-forest-labs/flux-schnell",
        price=Decimal("0.003"),
        ratios=(
            "1:1", "16:9", "21:9", "3:2", "2:3", "4:5", "5:4", "3:4", "4:3", "9:16", "9:21",
        ),
    ),
    Image(
        service="google",
        model="gemini-nano-banana-2.1",
        price=Decimal("0.0336"),  # at 1K, the only size that is asked for
        ratios=GEMINI,
        references=3,
    ),
    Image(
        service="google",
        model="gemini-3-pro-image",
        price=Decimal("0.134"),
        ratios=GEMINI,
        references=14,
    ),
    Image(
        service="runway",
        model="gen4_image",
        price=Decimal("0.08"),  # at 1080; 0.05 at 720
        ratios=SIX,
        heights=(720, 1080),
        prompt_limit=1000,
        references=3,
        read="2026-09",
    ),
    Image(
        service="runway",
        model="gen4_image_turbo",
        price=Decimal("0.02"),
        ratios=SIX,
        heights=(720, 1080),
        prompt_limit=1000,
        references=3,
        needs_reference=True,
        read="2026-09",
    ),
    Image(
        service="runway",
        model="gemini_2.5_flash",
        price=Decimal("0.05"),
        ratios=SIX,
        heights=(768,),
        prompt_limit=5500,
        references=3,
        read="2026-09",
    ),
)  # fmt: skip
