"""What paid work costs: by plan and by Order, to the same micro-unit."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelwright.film.asked import ClipAsked, ImageAsked, SoundAsked, SpeechAsked, order_of
from reelwright.film.money import MICRO, Money
from reelwright.film.order import Order
from reelwright.providers import seedance_models
from reelwright.providers.adapting import ClipWish, Refusal, adapt
from reelwright.providers.catalogue import BUILT_IN, VIDEOS, Catalogue, Video, Voice
from reelwright.providers.quoting import SLACK, Need, adapted, price, quotes, ratio
from reelwright.providers.registry import PROVIDERS, provider

NEED = Need(
    clips=(4.0, 4.2, 12.0), width=1280, height=720, spoken_characters=1500, images=3,
    film_seconds=20,
)  # fmt: skip


def clip(service: str, model: str, seconds: int, height: int, **more: Any) -> Order:
    asked = ClipAsked(prompt="p", seconds=seconds, height=height, **more)
    return order_of("clip", service, model, asked)


def cost(order: Order, catalogue: Catalogue = BUILT_IN) -> Decimal | None:
    found = price(order, catalogue)
    return None if found is None else found.money.amount


# Plans.


def test_a_quote_by_hand() -> None:
    """kling-3.0 at 720p: clips of 4, 5 and 12 seconds at 0.084 USD."""
    found = {(q.service, q.model): q for q in quotes(NEED)}
    kling = found["kling", "kling-3.0"]
    assert kling.billed == 21
    assert kling.micros == 1_764_000
    assert Decimal(kling.usd) == Decimal("1.77")
    speech = found["elevenlabs", "eleven_multilingual_v2"]
    assert Decimal(speech.usd) == Decimal("0.15")
    assert found["google", "gemini-nano-banana-2.1"].micros == 3 * 33_600


def test_a_smallest_charge_counts_for_each_clip() -> None:
    need = NEED.model_copy(update={"clips": (1.0, 1.0), "width": 854, "height": 480})
    found = {(q.service, q.model): q for q in quotes(need)}
    assert Decimal(found["runway", "seedance2_5"].usd) == Decimal("1.60")


def test_long_shots_are_split_and_the_quote_says_so() -> None:
    need = NEED.model_copy(update={"clips": (25.0,)})
    found = {(q.service, q.model): q for q in quotes(need)}
    gen = found["runway", "gen4.5"]
    assert gen.billed == 25
    assert "1 shots split" in gen.note


def test_sound_is_quoted_where_a_model_makes_it() -> None:
    silent = {(q.service, q.model): q for q in quotes(NEED)}
    loud = {(q.service, q.model): q for q in quotes(NEED.model_copy(update={"audio": True}))}
    veo, kling, turbo = ("runway", "veo3.1"), ("kling", "kling-2.6"), ("kling", "kling-3.0-turbo")
    assert loud[veo].micros == 2 * silent[veo].micros
    assert loud[kling].micros == silent[kling].micros
    assert "without sound" in loud[kling].note
    assert "without sound" not in loud[turbo].note + silent[kling].note


def test_models_that_cannot_make_the_first_frames_are_not_offered() -> None:
    assert ("runway", "gen4_image_turbo") not in {(q.service, q.model) for q in quotes(NEED)}


def test_shapes_that_a_model_does_not_make_are_not_offered() -> None:
    wide = NEED.model_copy(update={"width": 1680, "height": 720})
    models = {q.model for q in quotes(wide) if q.kind == "video"}
    assert "gen4.5" in models
    assert "kling-3.0" not in models


@given(st.floats(min_value=0.2, max_value=120), st.sampled_from([v.seconds for v in VIDEOS]))
def test_adapted_lengths_hold_the_shot_and_can_be_made(
    seconds: float, lengths: tuple[int, ...]
) -> None:
    parts = adapted(seconds, lengths)
    assert set(parts) <= set(lengths)
    assert sum(parts) >= seconds - SLACK - 1e-6
    assert len(parts) == 1 or seconds > lengths[-1]
    assert len(parts) == 1 or (len(parts) - 1) * lengths[-1] < seconds


@pytest.mark.parametrize(
    ("seconds", "lengths", "parts"),
    [
        (4.0, (4, 6, 8), [4]),
        (4.04, (4, 6, 8), [4]),
        (4.06, (4, 6, 8), [6]),
        (1.0, (4, 6, 8), [4]),
        (25.0, tuple(range(2, 11)), [9, 8, 8]),
        (30.05, tuple(range(2, 11)), [10, 10, 10]),
        (17.0, (4, 6, 8), [6, 6, 6]),
        (14.0, (6,), [6, 6, 6]),
    ],
)
def test_lengths_by_hand(seconds: float, lengths: tuple[int, ...], parts: list[int]) -> None:
    assert adapted(seconds, lengths) == parts


@pytest.mark.parametrize(
    ("size", "name"),
    [((1280, 720), "16:9"), ((720, 1280), "9:16"), ((1080, 1080), "1:1"), ((864, 496), "16:9")],
)
def test_ratios(size: tuple[int, int], name: str) -> None:
    assert ratio(*size) == name


# One Order.


@pytest.mark.parametrize(
    ("order", "usd"),
    [
        (clip("kling", "kling-3.0", 5, 720), "0.42"),
        (clip("kling", "kling-3.0", 5, 720, audio=True), "0.63"),
        (clip("kling", "kling-3.0-turbo", 5, 720), "0.56"),
        (clip("kling", "kling-3.0-turbo", 5, 720, audio=True), "0.56"),
        (clip("kling-legacy", "kling-v2-6", 10, 1080), "0.70"),
        (clip("seedance", "dreamina-seedance-2-5-260628", 4, 720), "0.94"),
        (clip("seedance", "seedance-1-5-pro-251215", 10, 1080), "0.5935"),
        (clip("seedance", "seedance-1-5-pro-251215", 10, 1080, audio=True), "1.187"),
        (clip("runway", "veo3.1", 8, 1080, audio=True), "3.20"),
        (clip("runway", "veo3.1_fast", 8, 1080), "0.80"),
        (clip("runway", "seedance2_mini", 4, 480), "0.64"),
        (clip("runway", "seedance2_5", 4, 1080), "2.72"),
        (clip("replicate", "minimax/video-01", 6, 720), "0.50004"),
        (order_of("image", "runway", "gen4_image", ImageAsked(prompt="p")), "0.08"),
        (order_of("image", "google", "gemini-3-pro-image", ImageAsked(prompt="p")), "0.134"),
        (
            order_of(
                "voice", "elevenlabs", "eleven_flash_v2_5", SpeechAsked(text="añ😀 b", voice="v")
            ),
            "0.00025",
        ),
        (
            order_of(
                "sound",
                "elevenlabs",
                "eleven_text_to_sound_v2",
                SoundAsked(prompt="p", seconds=30),
            ),
            "0.12",
        ),
        (order_of("music", "elevenlabs", "music_v1", SoundAsked(prompt="p", seconds=3)), "0.75"),
        (order_of("music", "elevenlabs", "music_v1", SoundAsked(prompt="p", seconds=61)), "1.50"),
    ],
    ids=lambda value: f"{value.model} {value.params}"[:50] if isinstance(value, Order) else value,
)
def test_prices_by_hand(order: Order, usd: str) -> None:
    found = price(order)
    assert found is not None
    assert found.money == Money.of(usd)
    assert found.micros == found.money.micros
    assert found.source == "notes"
    assert not found.verified


@pytest.mark.parametrize(
    "order",
    [
        clip("kling", "kling-9", 5, 720),
        clip("nobody", "kling-3.0", 5, 720),
        clip("animatic", "kling-3.0", 5, 720),
        clip("seedance-ark", "doubao-seedance-2-5-260628", 5, 720),
        clip("kling", "kling-3.0", 5, 480),
        clip("kling", "kling-3.0", 2, 720),
        clip("seedance", "dreamina-seedance-2-5-260628", -1, 720),
        clip("runway", "gen4.5", 5, 720, audio=True),
        clip("runway", "seedance2", 5, 720, videos=("ab" * 32,)),
        order_of("image", "elevenlabs", "music_v1", ImageAsked(prompt="p")),
        order_of("sound", "elevenlabs", "music_v1", SoundAsked(prompt="p", seconds=5)),
        order_of("music", "elevenlabs", "music_v1", SoundAsked(prompt="p", seconds=601)),
        order_of(
            "sound", "elevenlabs", "eleven_text_to_sound_v2", SoundAsked(prompt="p", seconds=0)
        ),
        Order(kind="text", provider="kling", model="kling-3.0"),
    ],
    ids=lambda order: f"{order.provider} {order.kind} {order.params}"[:60],
)  # fmt: skip
def test_what_is_not_known_has_no_price(order: Order) -> None:
    assert price(order) is None


def test_what_is_free_costs_nothing() -> None:
    found = price(clip("comfyui", "a workflow", 7, 333, videos=("ab" * 32,)))
    assert found is not None
    assert found.micros == 0
    assert [name for name in PROVIDERS if provider(name).free] == ["comfyui"]


def test_clips_as_references_have_a_price_once_they_are_said_to_be_free() -> None:
    rows = [row for row in VIDEOS if row.model == "seedance2"]
    told = rows[0].model_copy(update={"reference_videos_free": True})
    own = BUILT_IN.model_copy(update={"videos": (told,)})
    order = clip("runway", "seedance2", 5, 720, videos=("ab" * 32,))
    assert cost(order, own) == Decimal("1.80")


def test_a_charge_for_each_clip_is_added() -> None:
    row = Video(
        service="kling", model="m", seconds=(5,), prices={720: Decimal("0.1")},
        per_clip=Decimal("0.25"), least=Decimal("0.5"),
    )  # fmt: skip
    own = BUILT_IN.model_copy(update={"videos": (row,)})
    assert cost(clip("kling", "m", 5, 720), own) == Decimal("0.75")


def test_seedance_is_never_charged_above_its_price() -> None:
    """By the vendor's formula, for all shapes and lengths, with one frame more than asked for."""
    sizes = {
        480: ((864, 496), (640, 640), (752, 560), (992, 432)),
        720: ((1280, 720), (960, 960), (1112, 834), (1470, 630)),
        1080: ((1920, 1080), (1440, 1440), (1664, 1248), (2206, 946)),
    }
    for row in VIDEOS:
        if row.service != "seedance":
            continue
        for height, pairs in sizes.items():
            for seconds, (wide, high), sound in (
                (s, pair, sound) for s in row.seconds for pair in pairs for sound in (True, False)
            ):
                tokens = (seconds * 24 + 1) * wide * high // 1024
                charge = seedance_models.charge(row.model, f"{height}p", sound, tokens)
                quoted = price(clip("seedance", row.model, seconds, height, audio=sound))
                assert charge is not None
                assert quoted is not None
                assert charge.micros <= quoted.micros


def test_speech_is_charged_as_it_is_priced() -> None:
    from reelwright.providers import elevenlabs_reading

    order = order_of(
        "voice", "elevenlabs", "eleven_flash_v2_5", SpeechAsked(text="x" * 33, voice="v")
    )
    assert elevenlabs_reading.charge(order, Decimal(33)) == Money.of(cost(order) or 0)


# The sum of the Orders is the quote.

AMOUNTS = st.decimals(min_value=0, max_value=3, places=7)


@st.composite
def own_videos(draw: st.DrawFn) -> Video:
    heights = draw(st.lists(st.sampled_from([480, 720, 768, 1080]), min_size=1, unique=True))
    return Video(
        service="kling",
        model="own",
        seconds=tuple(sorted(draw(st.sets(st.integers(1, 20), min_size=1)))),
        prices={height: draw(AMOUNTS) for height in heights},
        audio_prices=draw(st.sampled_from([{}, dict.fromkeys(heights, Decimal("0.3333333"))])),
        per_clip=draw(AMOUNTS),
        least=draw(AMOUNTS),
        audio=draw(st.booleans()),
    )  # fmt: skip


@settings(deadline=None)
@given(
    video=st.sampled_from(VIDEOS) | own_videos(),
    clips=st.lists(st.floats(0.2, 70), min_size=1, max_size=8),
    size=st.sampled_from([(1280, 720), (1920, 1080), (854, 480), (720, 1280)]),
    audio=st.booleans(),
)
def test_the_prices_of_clips_add_up_to_their_quote(
    video: Video, clips: list[float], size: tuple[int, int], audio: bool
) -> None:
    own = BUILT_IN.model_copy(update={"videos": (video,)})
    need = NEED.model_copy(
        update={"clips": tuple(clips), "width": size[0], "height": size[1], "audio": audio}
    )
    quote = [one for one in quotes(need, own) if one.kind == "video"]
    total = 0
    for seconds in clips:
        wish = ClipWish(
            prompt="p", seconds=seconds, width=size[0], height=size[1], audio=audio, first="ab"
        )
        parts = adapt(wish, video, chained=True)
        if isinstance(parts, Refusal):
            assert quote == []
            return
        for part in parts:
            found = price(order_of("clip", video.service, video.model, part.asked), own)
            assert found is not None
            total += found.micros
    assert [one.micros for one in quote] == [total]
    assert Decimal(quote[0].usd) - Decimal(total) / MICRO < Decimal("0.01")
    assert Decimal(quote[0].usd) >= Decimal(total) / MICRO


@settings(deadline=None)
@given(lines=st.lists(st.text(max_size=30), min_size=1, max_size=9), amount=AMOUNTS)
def test_the_prices_of_lines_add_up_to_their_quote(lines: list[str], amount: Decimal) -> None:
    row = Voice(service="elevenlabs", model="own", price=amount)
    own = BUILT_IN.model_copy(update={"voices": (row,)})
    lengths = tuple(map(len, lines))
    need = NEED.model_copy(update={"lines": lengths, "spoken_characters": sum(lengths)})
    total = 0
    for text in lines:
        found = price(
            order_of("voice", "elevenlabs", "own", SpeechAsked(text=text, voice="v")), own
        )
        assert found is not None
        total += found.micros
    assert [one.micros for one in quotes(need, own) if one.kind == "voice"] == [total]


@given(characters=st.integers(0, 10**6))
def test_built_in_speech_adds_up_without_the_lines(characters: int) -> None:
    """Its prices are whole micro-units a character."""
    need = NEED.model_copy(update={"spoken_characters": characters})
    found = {one.model: one.micros for one in quotes(need) if one.kind == "voice"}
    assert found == {
        "eleven_multilingual_v2": 100 * characters,
        "eleven_flash_v2_5": 50 * characters,
    }
