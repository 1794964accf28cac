"""Speech, effects and music of the paid services."""

from decimal import Decimal

from reelwright.providers.catalogue_rows.kinds import Sound, Voice

VOICES = (
    Voice(
        service="elevenlabs",
        model="eleven_multilingual_v2",
        price=Decimal("0.10"),
        read="2026-06",
    ),
    Voice(service="elevenlabs", model="eleven_flash_v2_5", price=Decimal("0.05"), read="2026-06"),
)
"""Another list (2026-10) says 0.08 and 0.04: the higher price stands until a bill shows it."""

SOUNDS = (
    Sound(
        service="elevenlabs",
        model="eleven_text_to_sound_v2",
        seconds=(1, 30),
        per_piece=Decimal("0.12"),
        read="2026-06",
    ),
    *(
        Sound(
            service="elevenlabs",
            model=model,
            kind="music",
            seconds=(3, 600),
            per_minute=Decimal("0.75"),
            read="2026-06",
        )
        for model in ("music_v1", "music_v2")
    ),
)
"""Resellers (2026-09) charge music by started minutes, and `music_v2` not above `music_v1`."""
