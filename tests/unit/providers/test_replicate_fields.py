"""Which inputs of a model are filled, and how schemas are read."""

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.standins.replicate_models import MODELS, NEWEST

from reelwright.film.asked import Asked, ClipAsked, ImageAsked, SpeechAsked, order_of
from reelwright.film.errors import BadInput
from reelwright.film.talk import Ready
from reelwright.providers import replicate_schema
from reelwright.providers.replicate import PROVIDER
from reelwright.providers.replicate_fields import filled
from reelwright.providers.replicate_schema import Field, Model

FIRST, SECOND = (hashlib.sha256(content).hexdigest() for content in (b"one", b"two"))
KLING = "kwaivgi/kling-v3-video"
SEEDANCE = "bytedance/seedance-2.5"
FLUX = "black-forest-labs/flux-schnell"
CLIP = ClipAsked(prompt="p", seconds=5, height=720)
SMALL = f"acme/small-video:{NEWEST}"


def input_of(model: str, wished: Asked, kind: Any = "clip") -> dict[str, Any]:
    """What is sent to a model of the stand-in for these wishes."""
    found = replicate_schema.read(MODELS[model.partition(":")[0]].schema)
    assert found is not None
    return filled(found, order_of(kind, "replicate", model, wished))


def test_wishes_go_under_the_names_of_each_model() -> None:
    plain: dict[str, Any] = {"prompt": "p", "seconds": 6, "height": 720}
    assert input_of("minimax/video-01", ClipAsked(**plain, first=FIRST, references=(SECOND,))) == {
        "prompt": "p",
        "first_frame_image": {"$blob": FIRST, "form": "data"},
        "subject_reference": {"$blob": SECOND, "form": "data"},
    }
    assert input_of("minimax/hailuo-02", ClipAsked(**plain, last=FIRST)) == {
        "prompt": "p",
        "duration": 6,
        "resolution": "768p",
        "last_frame_image": {"$blob": FIRST, "form": "data"},
    }
    wished = ClipAsked(**plain, references=(FIRST,), videos=(SECOND,), ratio="21:9", negative="n")
    assert input_of(SEEDANCE, wished) == {
        "prompt": "p",
        "reference_images": [{"$blob": FIRST, "form": "data"}],
        "reference_videos": [{"$blob": SECOND, "form": "data"}],
        "duration": 6,
        "resolution": "720p",
        "aspect_ratio": "21:9",
        "generate_audio": False,  # said aloud: the model's own default is yes
        "output_format": "mp4",
    }
    assert (
        input_of("kwaivgi/kling-v2.5-turbo-pro", ClipAsked(prompt="p", seconds=10, height=1080))[
            "duration"
        ]
        == 10
    )


@pytest.mark.parametrize(("height", "mode"), [(720, "standard"), (1080, "pro"), (2160, "4k")])
def test_kling_calls_a_height_by_its_mode(height: int, mode: str) -> None:
    asked = ClipAsked(prompt="p", seconds=3, height=height)
    assert input_of(KLING, asked)["mode"] == mode


@pytest.mark.parametrize(
    ("model", "wished", "why"),
    [
        (KLING, {"references": (FIRST,)}, "no place for a reference picture"),
        (KLING, {"videos": (FIRST,)}, "no place for a reference clip"),
        (KLING, {"seconds": 16}, "from 3 to 15"),
        (KLING, {"height": 480}, "cannot make 480p"),
        (KLING, {"ratio": "21:9"}, "cannot make 21:9"),
        (KLING, {"prompt": "x" * 2501}, "2500 characters"),
        (KLING, {"workflow": "{}"}, "takes no workflow"),
        (KLING, {"prompt": ""}, "no place for a prompt"),
        (SEEDANCE, {"prompt": "x" * 2001}, "2000 characters"),
        (
            SEEDANCE,
            {"references": tuple("abcdef"[i % 6] * 60 + f"{i:04}" for i in range(31))},
            "30",
        ),
        (SEEDANCE, {"height": 1080}, "cannot make 1080p"),
        ("minimax/hailuo-02", {"seconds": 7}, "takes 6, 10"),
        ("minimax/hailuo-02", {"ratio": "9:16", "seconds": 6}, "no place for the shape 9:16"),
        ("minimax/video-01", {"audio": True}, "no switch for sound"),
        ("minimax/video-01", {"last": FIRST}, "no place for a last frame"),
        ("minimax/video-01", {"references": (FIRST, SECOND)}, "takes one reference picture, not 2"),
        (SMALL, {"ratio": "1:1"}, "cannot make 720p in 1:1"),
        (SMALL, {"ratio": "wide"}, "no aspect ratio"),
        (SMALL, {"seed": 70000}, "from 0 to 65535"),
    ],
)
def test_what_a_model_cannot_express_is_an_error_with_a_reason(
    model: str, wished: dict[str, Any], why: str
) -> None:
    with pytest.raises(BadInput, match=why):
        input_of(model, ClipAsked(**{"prompt": "p", "seconds": 5, "height": 720, **wished}))


def test_a_first_frame_settles_the_shape() -> None:
    asked = ClipAsked(prompt="p", seconds=6, height=720, ratio="9:16", first=FIRST)
    assert "aspect_ratio" not in input_of("minimax/hailuo-02", asked)
    with pytest.raises(BadInput, match="no place for a reference"):
        input_of(FLUX, ImageAsked(prompt="p", references=(FIRST,)), "image")


def test_only_clips_and_pictures_are_asked_for() -> None:
    with pytest.raises(BadInput, match="voice"):
        input_of(FLUX, SpeechAsked(text="t", voice="v"), "voice")


def model_with(properties: Any, required: Any = (), **parts: Any) -> Model | None:
    schemas = {"Input": {"properties": properties, "required": required}, **parts}
    return replicate_schema.read(json.loads(json.dumps({"components": {"schemas": schemas}})))


def test_choices_are_found_wherever_cog_writes_them() -> None:
    ref = {"$ref": "#/components/schemas/duration"}
    kept = {"enum": [5, 10], "type": "integer"}
    told = model_with(
        {
            "a": ref,
            "b": {"allOf": [ref], "default": 5},
            "c": {"anyOf": [{"type": "null"}, kept]},
            "d": {"type": ["string", "null"], "maxLength": 9},
            "e": {"$ref": "#/components/schemas/loop"},
            "f": "nonsense",
        },
        duration=kept,
        loop={"$ref": "#/components/schemas/loop"},
    )
    assert told is not None
    assert told.fields["a"] == told.fields["c"] == Field(kind="integer", choices=(5, 10))
    assert told.fields["b"].default == 5
    assert told.fields["d"] == Field(kind="string", longest=9)
    assert told.fields["e"] == told.fields["f"] == Field()


def test_values_are_fitted_to_what_a_schema_wants() -> None:
    asked = ClipAsked(prompt="p", seconds=5, height=720, ratio="9:16", first=FIRST)
    order = order_of("clip", "replicate", "a/b", asked)
    prompt = {"type": "string"}
    for property_, name, wanted in (
        ({"type": "string"}, "duration", "5"),
        ({"enum": ["4s", "5s"]}, "seconds", "5s"),
        ({"type": "string"}, "resolution", "720p"),
        ({"type": "integer"}, "resolution", 720),
        ({"enum": [480, 720]}, "resolution", 720),
        ({"enum": ["720x1280", "1280x720"]}, "video_size", "720x1280"),
        ({"type": "array"}, "image", [{"$blob": FIRST, "form": "data"}]),
    ):
        image_ = {} if name == "image" else {"image": {"type": "string"}}
        model = model_with({"prompt": prompt, **image_, name: property_})
        assert model is not None
        assert filled(model, order)[name] == wanted


def test_a_picture_gets_its_shape_by_width_and_height() -> None:
    model = model_with({name: {"type": "integer"} for name in ("width", "height")} | {"prompt": {}})
    assert model is not None
    tall = order_of("image", "replicate", "a/b", ImageAsked(prompt="p", ratio="9:16"))
    assert filled(model, tall) == {"prompt": "p", "width": 720, "height": 1280}
    shapeless = model_with({"prompt": {}})
    assert shapeless is not None
    with pytest.raises(BadInput, match="no place for the shape"):
        filled(shapeless, order_of("image", "replicate", "a/b", ImageAsked(prompt="p")))


def test_an_input_that_is_needed_and_not_given_is_an_error() -> None:
    model = model_with({"prompt": {}, "start_image": {}, "mask": {}}, ["prompt", "mask", 7])
    assert model is not None
    with pytest.raises(BadInput, match="needs mask"):
        filled(model, order_of("clip", "replicate", "a/b", CLIP))


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["id", "status", "output", "error", "data_removed", "results", "next",
                         "latest_version", "openapi_schema", "components", "schemas", "Input",
                         "properties", "prompt", "duration", "enum", "type", "allOf", "$ref",
                         "model", "input", "created_at", "detail", "default", "minimum"]),
        inner, max_size=6,
    ),
    max_leaves=25,
)  # fmt: skip


@settings(deadline=None)
@given(ANY)
def test_no_schema_upsets_us(value: Any) -> None:
    order = order_of("clip", "replicate", "a/b", CLIP)
    for told in (value, {"components": {"schemas": {"Input": {"properties": value}}}}):
        model = replicate_schema.read(json.loads(json.dumps(told)))
        if model is not None:
            ready = Ready(values={"model": model.model_dump(mode="json")})
            try:
                assert PROVIDER.submit(order, ready, "t").call.body
            except BadInput as error:
                assert error.cause
