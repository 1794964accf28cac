"""Requests of Kling's older interface.

Source: vendor, its pages of text2video and image2video as of 2026-03.
"""

import re
from typing import Literal

from pydantic import Field, JsonValue, ValidationError

from reelwright.film.asked import ClipAsked, asked
from reelwright.film.errors import BadInput
from reelwright.film.noun import Noun
from reelwright.film.order import Order
from reelwright.film.talk import Call, Ready, Submit, blob

MODEL = re.compile(r"kling-[a-z0-9-]{1,40}", re.ASCII)


class Body(Noun):
    """Seconds are a text. std is 720 lines, pro 1080. Pictures are plain base64."""

    model_name: str
    prompt: str = Field(min_length=1, max_length=2500)
    negative_prompt: str | None = Field(max_length=2500)
    mode: Literal["std", "pro"]
    duration: Literal["5", "10"]
    aspect_ratio: Literal["16:9", "9:16", "1:1"] | None
    image: JsonValue = None
    image_tail: JsonValue = None
    external_task_id: str = Field(min_length=1)


def submit(order: Order, _ready: Ready, token: str) -> Submit:
    """Text to video, or image to video when there is a first frame. BadInput: it cannot be said."""
    clip = asked(order, ClipAsked)
    if not MODEL.fullmatch(order.model):
        raise BadInput("kling-legacy", f"{order.model!r} is no name of a model")
    extra = {
        "sound": clip.audio,
        "a seed": clip.seed is not None,
        "reference pictures": clip.references,
        "reference clips": clip.videos,
        "a workflow": clip.workflow,
        "a last frame without a first": clip.last and not clip.first,
        f"{clip.height} lines": clip.height not in (720, 1080),
    }
    for what, given in extra.items():
        if given:
            raise BadInput("kling-legacy", f"{order.model} cannot make {what} here")
    try:
        body = _body(order.model, clip, token)
    except ValidationError as error:
        told = error.errors()[0]
        where = ".".join(map(str, told["loc"]))
        raise BadInput("kling-legacy", f"{where}: {told['msg']}") from None
    return Submit(
        call=Call(
            method="POST",
            url=f"/v1/videos/{kind_of(order)}",
            body=body.model_dump(mode="json", exclude_none=True),
        ),
        seconds=180.0 if clip.first else 60.0,
    )


def _body(model: str, clip: ClipAsked, token: str) -> Body:
    return Body.model_validate(
        {
            "model_name": model,
            "prompt": clip.prompt,
            "negative_prompt": clip.negative or None,
            "mode": "std" if clip.height == 720 else "pro",
            "duration": str(clip.seconds),
            "aspect_ratio": None if clip.first else clip.ratio,
            "image": blob(clip.first, "base64") if clip.first else None,
            "image_tail": blob(clip.last, "base64") if clip.last else None,
            "external_task_id": token,
        }
    )


def kind_of(order: Order) -> str:
    """The path that makes it, and below which it is asked for."""
    return "image2video" if asked(order, ClipAsked).first else "text2video"
