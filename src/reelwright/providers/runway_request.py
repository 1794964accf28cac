"""What Runway is asked: our schema of its request bodies, and how an Order becomes one.

Source: vendor, OpenAPI document 2024-11-06.
"""

from typing import Literal

from pydantic import ConfigDict, JsonValue
from pydantic.alias_generators import to_camel

from reelwright.film.asked import ClipAsked, ImageAsked, asked
from reelwright.film.errors import BadInput
from reelwright.film.noun import Noun
from reelwright.film.order import Order
from reelwright.film.talk import Call, Ready, Submit, blob
from reelwright.providers.runway_models import CLIPS, PICTURES, Clips, Pictures, Sizes

VERSION = {"X-Runway-Version": "2024-11-06"}
NEGATIVE = 1000
"""Most characters of a negative prompt."""
SEED = 2**32

Reasons = tuple[tuple[bool, str], ...]
"""(whether it holds, what the model does instead), the first that holds is told."""


class Body(Noun):
    """A part of a request; its fields go out in the service's camelCase."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True
    )

    def told(self) -> JsonValue:
        body: JsonValue = self.model_dump(mode="json", by_alias=True, exclude_none=True)
        return body


class Frame(Body):
    uri: JsonValue
    position: Literal["first", "last"]


class Reference(Body):
    uri: JsonValue


class VideoReference(Reference):
    type: Literal["video"] = "video"


class ClipBody(Body):
    """Of `/v1/image_to_video` with `prompt_image`, else of `/v1/text_to_video`."""

    model: str
    prompt_text: str
    prompt_image: tuple[Frame, ...] | None = None
    ratio: str
    resolution: str | None = None
    duration: int
    audio: bool | None = None
    negative_prompt: str | None = None
    seed: int | None = None
    references: tuple[Reference, ...] | None = None
    reference_videos: tuple[VideoReference, ...] | None = None


class ImageBody(Body):
    """Of `/v1/text_to_image`."""

    model: str
    prompt_text: str
    ratio: str
    seed: int | None = None
    reference_images: tuple[Reference, ...] | None = None


def submit(order: Order, _ready: Ready, _token: str) -> Submit:
    """`BadInput` names what the model cannot do. The service has no field for a token."""
    if order.kind == "image":
        picture = _picture(order.model, asked(order, ImageAsked))
        return Submit(call=_paid("/v1/text_to_image", picture))
    clip = _clip(order.model, asked(order, ClipAsked))
    path = "/v1/text_to_video" if clip.prompt_image is None else "/v1/image_to_video"
    return Submit(call=_paid(path, clip))


def _paid(path: str, body: Body) -> Call:
    return Call(method="POST", url=path, headers=VERSION, body=body.told())


def _clip(model: str, wish: ClipAsked) -> ClipBody:
    can = CLIPS.get(model)
    if can is None:
        raise BadInput("runway", f"{model} is no video model; there are: {', '.join(CLIPS)}")
    _possible(model, can, wish)
    frames = [(wish.first, "first"), (wish.last, "last")]
    return ClipBody(
        model=model,
        prompt_text=wish.prompt,
        prompt_image=tuple(
            Frame.model_validate({"uri": blob(sha256), "position": position})
            for sha256, position in frames
            if sha256
        )
        or None,
        ratio=_size(model, can.sizes, wish.height, wish.ratio),
        resolution=can.resolutions.get(wish.height),
        duration=wish.seconds,
        # Always said: the service's own default is sound, which costs more with some models.
        audio=wish.audio if can.audio else None,
        negative_prompt=wish.negative or None,
        seed=wish.seed,
        references=tuple(Reference(uri=blob(one)) for one in wish.references) or None,
        reference_videos=tuple(VideoReference(uri=blob(one)) for one in wish.videos) or None,
    )


def _possible(model: str, can: Clips, wish: ClipAsked) -> None:
    framed = bool(wish.first or wish.last)
    _refuse_first(
        model,
        (
            *_prompted(wish.prompt, can.prompt),
            (bool(wish.workflow), "takes no workflow"),
            (wish.audio and not can.audio, "makes no sound on demand"),
            (bool(wish.negative) and not can.negative, "takes no negative prompt"),
            (units(wish.negative) > NEGATIVE, f"takes negative prompts of {NEGATIVE} characters"),
            *_seeded(wish.seed, can.seed),
            (not framed and not can.text, "needs a first frame"),
            (bool(wish.last) and not can.last, "takes no last frame"),
            (bool(wish.last) and not wish.first, "needs a first frame beside the last one"),
            (len(wish.references) > can.references, f"takes {can.references} reference pictures"),
            (len(wish.videos) > can.videos, f"takes {can.videos} reference clips"),
            (
                framed and bool(wish.references or wish.videos),
                "takes either frames or references, not both",
            ),
            (
                not framed and wish.ratio not in can.text_ratios,
                f"makes {wish.ratio} from a first frame only",
            ),
        ),
    )


def _picture(model: str, wish: ImageAsked) -> ImageBody:
    can = PICTURES.get(model)
    if can is None:
        raise BadInput("runway", f"{model} is no image model; there are: {', '.join(PICTURES)}")
    _paintable(model, can, wish)
    tallest = max(can.sizes)
    height = min((height for height in can.sizes if height >= wish.height), default=tallest)
    return ImageBody(
        model=model,
        prompt_text=wish.prompt,
        ratio=_size(model, can.sizes, height, wish.ratio),
        seed=wish.seed,
        reference_images=tuple(Reference(uri=blob(one)) for one in wish.references) or None,
    )


def _paintable(model: str, can: Pictures, wish: ImageAsked) -> None:
    few, many = can.least, can.most
    _refuse_first(
        model,
        (
            *_prompted(wish.prompt, can.prompt),
            (bool(wish.workflow), "takes no workflow"),
            *_seeded(wish.seed, can.seed),
            (not few <= len(wish.references) <= many, f"takes {few} to {many} reference pictures"),
        ),
    )


def _refuse_first(model: str, reasons: Reasons) -> None:
    for holds, why in reasons:
        if holds:
            raise BadInput("runway", f"{model} {why}")


def _prompted(prompt: str, most: int) -> Reasons:
    long = f"takes prompts of at most {most} characters, this one has {units(prompt)}"
    return (not prompt, "needs a prompt"), (units(prompt) > most, long)


def _seeded(seed: int | None, can: bool) -> Reasons:
    return (
        (seed is not None and not can, "takes no seed"),
        (seed is not None and not 0 <= seed < SEED, f"takes seeds from 0 to {SEED - 1}"),
    )


def units(text: str) -> int:
    """Length as the service counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _size(model: str, sizes: Sizes, height: int, ratio: str) -> str:
    word = sizes.get(height, {}).get(ratio)
    if word is None:
        there = ", ".join(f"{high}p {' '.join(ratios)}" for high, ratios in sizes.items())
        raise BadInput("runway", f"{model} makes no {ratio} at {height}p; it makes {there}")
    return word
