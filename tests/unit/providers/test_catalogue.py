"""The catalogue: its own rows, look-ups by name, and a user's own figures."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from reelwright.film.asked import ClipAsked, order_of
from reelwright.film.errors import BadInput
from reelwright.film.order import OrderKind
from reelwright.film.provider import Provider
from reelwright.providers import registry
from reelwright.providers.catalogue import BUILT_IN, IMAGES, SOUNDS, VIDEOS, VOICES, Row, Video
from reelwright.providers.kling_body import MODELS as KLING
from reelwright.providers.overriding import catalogue
from reelwright.providers.quoting import price
from reelwright.providers.runway_models import CLIPS, PICTURES
from reelwright.providers.seedance_models import family

ROWS: tuple[Row, ...] = (*VIDEOS, *IMAGES, *VOICES, *SOUNDS)
DOCS = Path(__file__).parents[3] / "docs"


# The rows.


def test_every_row_says_where_and_when_its_price_was_read() -> None:
    for row in ROWS:
        assert row.source
        assert row.read >= "2026-01"
        assert not row.verified, "nothing here has been compared with a bill"


def test_every_row_is_there_once_and_belongs_to_a_service() -> None:
    names = [(row.service, row.model) for row in ROWS]
    assert len(set(names)) == len(names)
    assert {row.service for row in ROWS} <= set(registry.PROVIDERS)


def test_rows_and_services_agree_about_kinds() -> None:
    kinds: tuple[OrderKind, ...] = ("clip", "image", "voice", "sound", "music")
    for kind in kinds:
        for row in registry.rows(kind):
            assert kind in registry.provider(row.service).kinds


def test_every_model_and_price_is_documented() -> None:
    text = (DOCS / "services.md").read_text()
    for row in ROWS:
        assert f"`{row.model}`" in text
        assert f"(services/{row.service.removesuffix('-legacy')}.md)" in text
    for video in VIDEOS:
        (line,) = [one for one in text.splitlines() if f"`{video.model}`" in one]
        told = {Decimal(number) for number in re.findall(r"\d+\.\d+", line)}
        assert {*video.prices.values(), *video.audio_prices.values()} <= told, video.model


@pytest.mark.parametrize("model", CLIPS)
def test_rows_of_runway_are_what_its_translation_takes(model: str) -> None:
    row, can = registry.video("runway", model), CLIPS[model]
    assert set(row.prices) == set(can.sizes)
    assert all(set(row.ratios) == set(there) for there in can.sizes.values())
    assert can.text == (not row.needs_first)
    if can.text:
        assert set(row.text_ratios or row.ratios) == set(can.text_ratios) & set(row.ratios)
    assert row.prompt_limit == can.prompt
    assert (row.references, row.reference_videos) == (can.references, can.videos)
    assert (row.last_frame, row.negative, row.seed, row.audio) == (
        can.last, can.negative, can.seed, can.audio,
    )  # fmt: skip


@pytest.mark.parametrize("model", PICTURES)
def test_rows_of_runways_pictures_are_what_its_translation_takes(model: str) -> None:
    row, can = registry.image("runway", model), PICTURES[model]
    assert set(row.heights) == set(can.sizes)
    assert (row.references, row.needs_reference) == (can.most, can.least > 0)
    assert row.prompt_limit == can.prompt


@pytest.mark.parametrize("model", KLING)
def test_rows_of_kling_are_what_its_translation_takes(model: str) -> None:
    row, can = registry.video("kling", model), KLING[model]
    assert (row.seconds, tuple(row.prices)) == (can.seconds, can.heights)
    assert row.last_frame == can.last
    assert bool(row.last_heights) == can.sharp
    assert row.prompt_limit <= can.prompt


def test_rows_of_seedance_are_what_its_translation_takes() -> None:
    for row in VIDEOS:
        if row.service == "seedance":
            can = family(row.model)
            assert can is not None
            assert (row.seconds[0], row.seconds[-1]) == can.seconds
            assert tuple(row.prices) == can.heights
            assert (row.references, row.last_frame, row.audio, row.seed) == (
                can.references, can.last, can.audio, can.seed,
            )  # fmt: skip


GOOD: dict[str, Any] = {
    "service": "kling", "model": "m", "seconds": (5, 10), "prices": {720: "0.1", 1080: "0.2"},
}  # fmt: skip


@pytest.mark.parametrize(
    "fields",
    [
        {"seconds": ()},
        {"seconds": (0, 5)},
        {"seconds": (5, 5)},
        {"seconds": (10, 5)},
        {"prices": {}},
        {"prices": {720: "-0.1"}},
        {"prices": {720: "NaN"}},
        {"prices": {720: "Infinity"}},
        {"prices": {720: "5000"}},
        {"prices": {7: "0.1"}},
        {"audio_prices": {720: "0.1"}},
        {"last_heights": (480,)},
        {"ratios": ()},
        {"ratios": ("17:9",)},
        {"text_ratios": ("4:3",)},
        {"prompt_limit": 20},
        {"prompt_limit": -1},
        {"needs_first": True, "first_frame": False},
        {"audio": True, "audio_always": True},
        {"references": -1},
        {"model": "two words"},
        {"model": ""},
        {"colour": "blue"},
    ],
    ids=str,
)
def test_rows_that_make_no_sense_are_no_rows(fields: dict[str, Any]) -> None:
    Video.model_validate(GOOD)
    with pytest.raises(ValidationError):
        Video.model_validate({**GOOD, **fields})


# Look-ups.


@pytest.mark.parametrize("name", registry.PROVIDERS)
def test_every_service_is_found_by_its_own_name(name: str) -> None:
    found = registry.provider(name)
    assert isinstance(found, Provider)
    assert found.name == name


def test_an_unknown_service_is_told_with_the_known_ones() -> None:
    with pytest.raises(BadInput) as told:
        registry.provider("Kling")
    assert "'Kling'" in told.value.cause
    assert all(name in told.value.remedy for name in registry.PROVIDERS)


def test_rows_are_found_by_service_and_model() -> None:
    assert registry.video("kling", "kling-3.0") in VIDEOS
    assert registry.image("google", "gemini-3-pro-image") in IMAGES
    assert registry.voice("elevenlabs", "eleven_flash_v2_5") in VOICES
    assert registry.sound("elevenlabs", "music_v1") in SOUNDS


@pytest.mark.parametrize(
    ("look", "service", "model", "known"),
    [
        (registry.video, "kling", "kling-9", "kling-3.0"),
        (registry.image, "runway", "gen4", "gen4_image_turbo"),
        (registry.voice, "elevenlabs", "music_v1", "eleven_flash_v2_5"),
        (registry.sound, "elevenlabs", "eleven_flash_v2_5", "music_v1"),
        (registry.video, "google", "veo", "replicate, runway, seedance"),
    ],
)
def test_an_unknown_model_is_told_with_the_known_ones(
    look: Any, service: str, model: str, known: str
) -> None:
    with pytest.raises(BadInput) as told:
        look(service, model)
    assert model in told.value.cause
    assert known in told.value.remedy


def test_the_usual_model_of_a_service() -> None:
    usual: dict[tuple[str, OrderKind], str] = {
        ("kling", "clip"): "kling-3.0",
        ("kling-legacy", "clip"): "kling-v2-6",
        ("seedance", "clip"): "dreamina-seedance-2-5-260628",
        ("runway", "clip"): "gen4.5",
        ("runway", "image"): "gen4_image",
        ("replicate", "clip"): "kwaivgi/kling-v3-video",
        ("replicate", "image"): "black-forest-labs/flux-schnell",
        ("google", "image"): "gemini-nano-banana-2.1",
        ("elevenlabs", "voice"): "eleven_multilingual_v2",
        ("elevenlabs", "sound"): "eleven_text_to_sound_v2",
        ("elevenlabs", "music"): "music_v1",
    }
    for (service, kind), model in usual.items():
        assert registry.default_model(service, kind) == model
    none: tuple[tuple[str, OrderKind], ...] = (
        ("seedance-ark", "clip"), ("kling", "voice"), ("kling", "text"),
    )  # fmt: skip
    for service, kind in none:
        with pytest.raises(BadInput):
            registry.default_model(service, kind)


# A user's own figures.


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "prices.toml"
    path.write_text(text)
    return path


def test_without_a_file_the_built_in_rows_hold() -> None:
    assert catalogue(None) == BUILT_IN


def test_fields_of_rows_are_replaced(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """
        [[video]]
        service = "kling"
        model = "kling-3.0"
        seconds = [5, 10]
        prices = { 720 = 0.09, 1080 = "0.123" }
        audio_prices = {}
        ratios = ["16:9"]
        verified = true
        read = 2026-12-01

        [[voice]]
        service = "elevenlabs"
        model = "eleven_flash_v2_5"
        price = 0.0333

        [[sound]]
        service = "elevenlabs"
        model = "music_v1"
        per_minute = 1
        """,
    )
    own = catalogue(path)
    before, now = registry.video("kling", "kling-3.0"), registry.video("kling", "kling-3.0", own)
    changed = {
        "seconds": (5, 10),
        "prices": {720: Decimal("0.09"), 1080: Decimal("0.123")},
        "audio_prices": {},
        "ratios": ("16:9",),
        "verified": True,
        "read": "2026-12-01",
        "source": "prices.toml",
    }
    assert now == before.model_copy(update=changed)
    assert registry.voice("elevenlabs", "eleven_flash_v2_5", own).price == Decimal("0.0333")
    assert registry.sound("elevenlabs", "music_v1", own).per_minute == 1
    assert registry.default_model("kling", "clip", own) == "kling-3.0"
    assert len(own.videos) == len(VIDEOS)
    assert own.images == IMAGES
    found = price(
        order_of("clip", "kling", "kling-3.0", ClipAsked(prompt="p", seconds=5, height=720)), own
    )
    assert found is not None
    assert (found.micros, found.verified, found.source) == (450_000, True, "prices.toml")


def test_rows_are_added(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """
        [[video]]
        service = "seedance-ark"
        model = "doubao-seedance-2-5-260628"
        seconds = [4, 5, 6]
        prices = { 720 = 0.3 }

        [[image]]
        service = "google"
        model = "gemini-9"
        price = 0.5
        source = "bill of May"
        """,
    )
    own = catalogue(path)
    assert registry.default_model("seedance-ark", "clip", own) == "doubao-seedance-2-5-260628"
    added = registry.image("google", "gemini-9", own)
    assert (added.source, added.read, added.verified) == ("bill of May", "not told", False)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[video]", "it is no TOML"),
        ("a = [" + "[" * 100_000, "it is no TOML"),
        ("[[clip]]\nservice = 'kling'", "no table 'clip'; there are video, image, voice, sound"),
        ("[video]\nservice = 'kling'", "rows are written [[video]]"),
        ("video = [1]", "rows are written [[video]]"),
        ("[[video]]\nmodel = 'm'", "[[video]] 1, service: it must be named"),
        ("[[video]]\nservice = 'kling'\nmodel = 5", "[[video]] 1, model: it must be named"),
        (
            "[[voice]]\nservice = 'klang'\nmodel = 'm'",
            "[[voice]] 1, service: there is no service 'klang'; there are kling, kling-legacy",
        ),
        (
            "[[video]]\nservice = 'kling'\nmodel = 'kling-3.0'\n"
            "[[video]]\nservice = 'kling'\nmodel = 'kling-3.0'",
            "[[video]] 2: kling kling-3.0 is there twice",
        ),
        (
            "[[video]]\nservice = 'kling'\nmodel = 'kling-3.0'\nprices = { 720 = -1 }",
            "[[video]] 1 (kling kling-3.0), prices.720: Input should be greater than or equal to 0",
        ),
        (
            "[[video]]\nservice = 'kling'\nmodel = 'kling-3.0'\nprices = { 720 = nan }",
            "[[video]] 1 (kling kling-3.0), prices.720: Input should be a finite number",
        ),
        (
            "[[video]]\nservice = 'kling'\nmodel = 'kling-3.0'\nprices = { 720 = 0.1 }",
            "[[video]] 1 (kling kling-3.0): audio_prices must name the same heights as prices",
        ),
        (
            "[[video]]\nservice = 'kling'\nmodel = 'kling-3.0'\nseconds = [10, 5]",
            "[[video]] 1 (kling kling-3.0), seconds: these must be whole numbers above 0",
        ),
        (
            "[[video]]\nservice = 'kling'\nmodel = 'new'\nprices = { 720 = 1 }",
            "[[video]] 1 (kling new), seconds: Field required",
        ),
        (
            "[[video]]\nservice = 'kling'\nmodel = 'kling-3.0'\npirce = 1",
            "[[video]] 1 (kling kling-3.0), pirce: Extra inputs are not permitted",
        ),
        (
            "[[sound]]\nservice = 'elevenlabs'\nmodel = 'new'\nseconds = [1, 2]",
            "[[sound]] 1 (elevenlabs new): a price is needed",
        ),
        (
            "[[image]]\nservice = 'google'\nmodel = 'new'\nprice = 1e999999999999999999999999",
            "",
        ),
    ],
    ids=lambda text: text[:40],
)  # fmt: skip
def test_what_is_wrong_is_told_by_table_row_and_field(tmp_path: Path, text: str, told: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(BadInput) as error:
        catalogue(path)
    assert error.value.cause.startswith(f"{path}: ")
    assert told in error.value.cause


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.toml", tmp_path):
        with pytest.raises(BadInput, match="cannot be read"):
            catalogue(path)
    large = written(tmp_path, "# much\n" * 200_000)
    with pytest.raises(BadInput, match="larger than"):
        catalogue(large)
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(BadInput, match="no TOML"):
        catalogue(tmp_path / "bytes.toml")


VALUES = st.sampled_from(
    [
        "1", "0.1", "-1", "nan", "inf", "1e400", "true", '"x"', "[]", "[5]", "{}", "{ 720 = 1 }",
        '["16:9"]', "2026-01-01", "2026-01-01T00:00:00", "07:00:00",
    ]
)  # fmt: skip
FIELDS = st.sampled_from([*Video.model_fields, "price", "per_minute", "x"])


@settings(deadline=None)
@given(
    table=st.sampled_from(["video", "image", "voice", "sound"]),
    model=st.sampled_from(["kling-3.0", "own", ""]),
    fields=st.dictionaries(FIELDS, VALUES, max_size=5),
)
def test_any_file_is_a_catalogue_or_bad_input(
    tmp_path_factory: pytest.TempPathFactory, table: str, model: str, fields: dict[str, str]
) -> None:
    fields = {"service": '"kling"', "model": f'"{model}"', **fields}
    lines = [f"[[{table}]]", *(f"{name} = {value}" for name, value in fields.items())]
    path = tmp_path_factory.mktemp("own") / "own.toml"
    path.write_text("\n".join(lines))
    try:
        own = catalogue(path)
    except BadInput as told:
        assert str(path) in told.cause
        return
    assert len(own.videos) >= len(VIDEOS)
