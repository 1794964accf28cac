"""Models of the Replicate stand-in: their input schemas, in the ways Cog writes them, and prices.

Inputs were read from the models' API pages at replicate.com where they are stored
(`kling-v2.5-turbo-pro`, `flux-schnell`, `seedance-2.0` for `seedance-2.5`, `hailuo-02-fast` for
`hailuo-02`), else from notes; prices are those of `docs/services/replicate.md`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]
NEWEST = "5c7d5dc6dd8bf75c1acaa8565735e7986bc5b66206b55cca93cb72c9bf15ccaa"
OLDER = "9dcd6d78e7c6560c340d916fe32e9f24aabfa331e5cce95fe31f77fb03121426"


@dataclass(frozen=True)
class Model:
    """`price` gives USD for one run with these inputs (defaults put in)."""

    name: str
    inputs: Schema
    required: tuple[str, ...]
    price: Callable[[dict[str, Any]], float]
    official: bool = True
    many: bool = False
    """Whether the output is a list."""
    picture: bool = False
    parts: Schema | None = None
    """Choices kept apart, as older versions of Cog write them."""
    moderated: str = "NSFW content detected. Try running it again, or try a different prompt."

    @property
    def schema(self) -> Schema:
        """The OpenAPI document of its newest version."""
        one = {"type": "string", "format": "uri"}
        output = {"type": "array", "items": one, "title": "Output"} if self.many else one
        entry = {
            "type": "object",
            "title": "Input",
            "required": list(self.required),
            "properties": self.inputs,
        }
        return {
            "openapi": "3.0.2",
            "info": {"title": "Cog", "version": "0.1.0"},
            "paths": {"/predictions": {"post": {}}},
            "components": {"schemas": {"Input": entry, "Output": output, **(self.parts or {})}},
        }


def text(**more: Any) -> Schema:
    return {"type": "string", **more}


def picture(**more: Any) -> Schema:
    return {"type": "string", "format": "uri", **more}


def number(**more: Any) -> Schema:
    return {"type": "integer", **more}


def flag(default: bool) -> Schema:
    return {"type": "boolean", "default": default}


def one_of(*choices: Any, default: Any) -> Schema:
    kind = "integer" if isinstance(choices[0], int) else "string"
    return {"enum": list(choices), "type": kind, "default": default}


def _kling(given: dict[str, Any]) -> float:
    silent, sounding = {"standard": (0.168, 0.252), "pro": (0.224, 0.336), "4k": (0.42, 0.42)}[
        given["mode"]
    ]
    return float((sounding if given["generate_audio"] else silent) * given["duration"])


def _seedance(given: dict[str, Any]) -> float:
    return float({"480p": 0.1028, "720p": 0.2312}[given["resolution"]] * given["duration"])


def _hailuo(given: dict[str, Any]) -> float:
    prices = {("768p", 6): 0.28, ("768p", 10): 0.56, ("1080p", 6): 0.49}
    return prices.get((given["resolution"], given["duration"]), 0.56)


MODELS = {
    model.name: model
    for model in (
        Model(
            "minimax/video-01",
            {
                "prompt": text(title="Prompt", **{"x-order": 0}),
                "prompt_optimizer": flag(True),
                "first_frame_image": picture(),
                "subject_reference": picture(),
            },
            ("prompt",),
            lambda _: 0.5,
        ),
        Model(
            "minimax/hailuo-02",
            {
                "prompt": text(),
                "duration": one_of(6, 10, default=6),
                "resolution": one_of("512p", "768p", "1080p", default="1080p"),
                "prompt_optimizer": flag(True),
                "first_frame_image": picture(),
                "last_frame_image": picture(),
            },
            ("prompt",),
            _hailuo,
        ),
        Model(
            "kwaivgi/kling-v3-video",
            {
                "prompt": text(maxLength=2500),
                "mode": {"allOf": [{"$ref": "#/components/schemas/mode"}], "default": "pro"},
                "duration": number(minimum=3, maximum=15, default=5),
                "aspect_ratio": one_of("16:9", "9:16", "1:1", default="16:9"),
                "start_image": picture(nullable=True),
                "end_image": {"anyOf": [picture(), {"type": "null"}]},
                "generate_audio": flag(False),
                "negative_prompt": text(default=""),
                "multi_prompt": text(),
            },
            ("prompt",),
            _kling,
            parts={"mode": {"enum": ["standard", "pro", "4k"], "type": "string", "title": "mode"}},
        ),
        Model(
            "kwaivgi/kling-v2.5-turbo-pro",
            {
                "prompt": text(),
                "duration": one_of(5, 10, default=5),
                "aspect_ratio": one_of("16:9", "9:16", "1:1", default="16:9"),
                "image": picture(description="Deprecated: Use start_image instead."),
                "start_image": picture(),
                "negative_prompt": text(default=""),
            },
            ("prompt",),
            lambda given: float(0.07 * given["duration"]),
        ),
        Model(
            "bytedance/seedance-2.5",
            {
                "prompt": text(),
                "image": picture(),
                "last_frame_image": picture(),
                "reference_images": {
                    "type": "array",
                    "items": picture(),
                    "default": [],
                    "maxItems": 30,
                },
                "reference_videos": {"type": "array", "items": picture(), "default": []},
                "duration": number(minimum=-1, maximum=30, default=5),
                "resolution": one_of("480p", "720p", default="720p"),
                "aspect_ratio": one_of(
                    "16:9", "4:3", "1:1", "3:4", "9:16", "21:9", "adaptive", default="16:9"
                ),
                "generate_audio": flag(True),
                "output_format": one_of("mp4", "mov", default="mp4"),
                "seed": number(),
            },
            ("prompt",),
            _seedance,
            moderated=(
                "The input or output was flagged as sensitive. Please try again with different "
                "inputs. (E005)"
            ),
        ),
        Model(
            "black-forest-labs/flux-schnell",
            {
                "prompt": text(),
                "aspect_ratio": one_of(
                    "1:1", "16:9", "21:9", "3:2", "2:3", "4:5", "5:4", "3:4", "4:3", "9:16", "9:21",
                    default="1:1",
                ),
                "num_outputs": number(minimum=1, maximum=4, default=1),
                "seed": number(),
                "output_format": one_of("webp", "jpg", "png", default="webp"),
                "go_fast": flag(True),
                "megapixels": one_of("1", "0.25", default="1"),
            },
            ("prompt",),
            lambda given: 0.003 * int(given["num_outputs"]),
            many=True,
            picture=True,
        ),
        Model(
            "acme/small-video",
            {
                "prompt": text(),
                "duration": one_of("5", "10", default="5"),
                "size": one_of("832*480", "1280*720", "720*1280", default="1280*720"),
                "input_image": picture(),
                "seed": number(minimum=0, maximum=65535),
            },
            ("prompt",),
            lambda given: float(0.02 * int(given["duration"])),
            official=False,
        ),
    )
}  # fmt: skip
