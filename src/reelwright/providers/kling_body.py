"""Requests of Kling's newer interface: what each model takes, and the bodies that say it.

Source: vendor, kling.ai/document-api, pages of the 3.0, 3.0 Turbo, 2.6 and 2.5 Turbo models and the
capability map, read 2026-09.
"""

from typing import Literal, NamedTuple
from urllib.parse import quote

from pydantic import Field, JsonValue, ValidationError

from reelwright.film.asked import ClipAsked, asked
from reelwright.film.errors import BadInput
from reelwright.film.noun import Noun
from reelwright.film.order import Order
from reelwright.film.talk import Call, Ready, Submit, blob

RESOLUTIONS: dict[int, Literal["720p", "1080p", "4k"]] = {720: "720p", 1080: "1080p", 2160: "4k"}


class Model(NamedTuple):
    """What a model takes. `audio` and `shots`: whether it has these settings (Turbo has neither: it
    always makes sound); `sharp`: sound and a last frame at 1080p only; `prompt`: most characters.
    """

    seconds: tuple[int, ...] = (5, 10)
    heights: tuple[int, ...] = (720, 1080)
    audio: bool = False
    shots: bool = False
    last: bool = True
    sharp: bool = False
    prompt: int = 2500


LONG = tuple(range(3, 16))
MODELS = {
    "kling-3.0": Model(LONG, (720, 1080, 2160), audio=True, shots=True, prompt=3072),
    "kling-3.0-turbo": Model(LONG, last=False),
    "kling-2.6": Model(audio=True, sharp=True),
    "kling-2.5-turbo": Model(sharp=True),
}


class Settings(Noun):
    """`multi_shot` is never left to the service: it would cut one shot into several."""

    resolution: Literal["720p", "1080p", "4k"]
    duration: int
    aspect_ratio: Literal["16:9", "9:16", "1:1"] | None
    audio: Literal["native", "off"] | None
    multi_shot: Literal[False] | None


class Options(Noun):
    external_task_id: str = Field(min_length=1)


class Content(Noun):
    """`url` is plain base64: the service takes no `data:` URI."""

    type: Literal["prompt", "first_frame", "last_frame"]
    text: str | None = Field(default=None, min_length=1)
    url: JsonValue = None


class TextBody(Noun):
    prompt: str = Field(min_length=1)
    settings: Settings
    options: Options


class ImageBody(Noun):
    """The first frame decides the ratio."""

    contents: tuple[Content, ...]
    settings: Settings
    options: Options


def submit(order: Order, _ready: Ready, token: str) -> Submit:
    """Text to video, or image to video when there is a first frame. BadInput: it cannot be said."""
    clip = asked(order, ClipAsked)
    model = _model(order.model, clip)
    try:
        body = _body(clip, model, token)
    except ValidationError as error:
        told = error.errors()[0]
        where = ".".join(map(str, told["loc"]))
        raise BadInput("kling", f"{where}: {told['msg']}") from None
    kind = "image-to-video" if clip.first else "text-to-video"
    return Submit(
        call=Call(
            method="POST",
            url=f"/{kind}/{quote(order.model, safe='')}",
            body=body.model_dump(mode="json", exclude_none=True),
        ),
        seconds=180.0 if clip.first else 60.0,
    )


def _model(name: str, clip: ClipAsked) -> Model:
    model = MODELS.get(name)
    if model is None:
        raise BadInput("kling", f"{name} is not one of {', '.join(MODELS)}")
    extra = {
        "a negative prompt": clip.negative,
        "a seed": clip.seed is not None,
        "reference pictures": clip.references,
        "reference clips": clip.videos,
        "a workflow": clip.workflow,
        "a last frame without a first": clip.last and not clip.first,
        "a last frame": clip.last and not model.last,
        f"anything of more than {model.prompt} characters": len(clip.prompt) > model.prompt,
        f"{clip.seconds} seconds": clip.seconds not in model.seconds,
        f"{clip.height} lines": clip.height not in model.heights,
        "sound or a last frame below 1080 lines": (
            model.sharp and clip.height < 1080 and ((model.audio and clip.audio) or clip.last)
        ),
    }
    for what, given in extra.items():
        if given:
            raise BadInput("kling", f"{name} cannot make {what}")
    return model


def _body(clip: ClipAsked, model: Model, token: str) -> TextBody | ImageBody:
    settings = {
        "resolution": RESOLUTIONS[clip.height],
        "duration": clip.seconds,
        "aspect_ratio": None if clip.first else clip.ratio,
        "audio": ("native" if clip.audio else "off") if model.audio else None,
        "multi_shot": False if model.shots else None,
    }
    rest = {"settings": settings, "options": {"external_task_id": token}}
    if not clip.first:
        return TextBody.model_validate({"prompt": clip.prompt, **rest})
    contents: list[dict[str, JsonValue]] = [{"type": "prompt", "text": clip.prompt}]
    contents.append({"type": "first_frame", "url": blob(clip.first, "base64")})
    if clip.last:
        contents.append({"type": "last_frame", "url": blob(clip.last, "base64")})
    return ImageBody.model_validate({"contents": contents, **rest})
