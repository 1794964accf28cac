from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.providers.catalogue import IMAGES, VIDEOS, VOICES
from reelwright.providers.quoting import Need, adapted, quotes, ratio

NEED = Need(
    clips=(4.0, 4.2, 12.0), width=1280, height=720, spoken_characters=1500, images=3,
    film_seconds=20,
)  # fmt: skip


def test_every_row_says_where_and_when_its_price_was_read() -> None:
    for row in (*VIDEOS, *IMAGES, *VOICES):
        assert row.source
        assert row.read >= "2026-01"
        assert not row.verified, "nothing here has been compared with a bill"


def test_a_quote_by_hand() -> None:
    """kling-3.0 at 720p: clips of 4, 5 and 12 seconds at 0.084 USD."""
    found = {(q.service, q.model): q for q in quotes(NEED)}
    kling = found["kling", "kling-3.0"]
    assert kling.billed == 21
    assert Decimal(kling.usd) == Decimal("1.77")  # 1.764 rounded up
    speech = found["elevenlabs", "eleven_multilingual_v2"]
    assert Decimal(speech.usd) == Decimal("0.12")


def test_a_smallest_charge_counts_for_each_clip() -> None:
    need = NEED.model_copy(update={"clips": (1.0, 1.0), "width": 854, "height": 480})
    found = {(q.service, q.model): q for q in quotes(need)}
    assert Decimal(found["runway", "seedance2_5"].usd) == Decimal("1.60")


def test_long_shots_are_split_and_the_quote_says_so() -> None:
    need = NEED.model_copy(update={"clips": (25.0,)})
    found = {(q.service, q.model): q for q in quotes(need)}
    gen = found["runway", "gen4.5"]
    assert gen.billed == 27
    assert "1 shots split" in gen.note


@given(st.floats(min_value=0.2, max_value=120), st.sampled_from([v.seconds for v in VIDEOS]))
def test_adapted_lengths_hold_the_shot_and_can_be_made(
    seconds: float, lengths: tuple[int, ...]
) -> None:
    parts = adapted(seconds, lengths)
    assert set(parts) <= set(lengths)
    assert sum(parts) >= seconds - 0.1
    assert len(parts) == 1 or seconds > lengths[-1]


@pytest.mark.parametrize(
    ("size", "name"),
    [((1280, 720), "16:9"), ((720, 1280), "9:16"), ((1080, 1080), "1:1"), ((864, 496), "16:9")],
)
def test_ratios(size: tuple[int, int], name: str) -> None:
    assert ratio(*size) == name
