"""Our schema of what is sent to Seedance and of what it answers.

Source: vendor, API reference volcengine.com/docs/82379/1520757 of 2026-07-07;
volcengine-ark-runtime 5.0.54 (`types/content_generation`).
"""

import re
from typing import Literal

from pydantic import Field, JsonValue

from reelwright.film.asked import ClipAsked
from reelwright.film.noun import Noun
from reelwright.film.talk import Said, blob
from reelwright.providers.seedance_models import RESOLUTIONS, Family

OPTION = re.compile(r"--(?=\w)")
"""`--dur 12` inside a prompt is the API's older way to set parameters, and so to raise the price:
what begins like one is sent with a dash instead."""

Role = Literal["first_frame", "last_frame", "reference_image"]


class Address(Noun):
    url: JsonValue


class Text(Noun):
    type: Literal["text"] = "text"
    text: str


class Picture(Noun):
    type: Literal["image_url"] = "image_url"
    image_url: Address
    role: Role


class Body(Noun):
    """The request. `duration` in seconds: -1 (the model chooses, at any price) cannot be said.
    `generate_audio` is always said where it exists: left out, it means yes."""

    model: str
    content: tuple[Text | Picture, ...]
    safety_identifier: str = Field(pattern=r"^[!-~]{1,64}$")
    generate_audio: bool | None
    watermark: Literal[False] = False
    seed: int | None = Field(ge=0, lt=2**32)
    resolution: str
    ratio: str
    duration: int = Field(ge=2, le=30)


def body(model: str, clip: ClipAsked, can: Family, token: str) -> Body:
    """The request for a clip that these models can make."""
    return Body(
        model=model,
        content=(Text(text=OPTION.sub("—", clip.prompt)), *_pictures(clip)),
        safety_identifier=token,
        generate_audio=clip.audio if can.audio else None,
        seed=clip.seed,
        resolution=RESOLUTIONS[clip.height],
        ratio="adaptive" if can.adaptive and clip.first else clip.ratio,
        duration=clip.seconds,
    )


def _pictures(clip: ClipAsked) -> tuple[Picture, ...]:
    named: list[tuple[Role, str]] = [("first_frame", clip.first), ("last_frame", clip.last)]
    named += [("reference_image", one) for one in clip.references]
    return tuple(
        Picture(role=role, image_url=Address(url=blob(sha256))) for role, sha256 in named if sha256
    )


class Accepted(Said):
    id: str


class Cause(Said):
    code: str = ""
    message: str = ""


class Complaint(Said):
    """The body of an error; a failed task has the same field."""

    error: Cause


class State(Said):
    id: str
    status: str = Field(pattern=r"^\w{1,40}$")


class Content(Said):
    video_url: str = Field(pattern=r"^[a-z]{1,10}://\S+$", max_length=8000)


class Made(Said):
    content: Content


class Usage(Said):
    completion_tokens: int = Field(ge=1, le=10**9)


class Used(Said):
    """What a task has used, and what it made: both may differ from what was asked for."""

    usage: Usage
    resolution: str | None = None
    generate_audio: bool | None = None


class Listed(Said):
    id: str
    safety_identifier: str | None = None


class Page(Said):
    """`total` counts the tasks of all pages."""

    total: int
    items: list[Listed] | None = None
