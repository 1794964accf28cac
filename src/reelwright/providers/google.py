"""Google: pictures by Gemini image models ("Nano Banana") of the Gemini Developer API.

It answers at once, with the picture inside the reply. There is no id to fetch it by again and no
list of requests: a reply that is lost is money that is lost. Sources: google-genai 3.4.0 for Python
(wire format, ratios, finish reasons), the vendor's pages on troubleshooting and rate limits (read
2026-10). No account was used to try it.
"""

import re
from collections.abc import Mapping
from typing import Literal
from urllib.parse import quote

from pydantic import ConfigDict, JsonValue
from pydantic.alias_generators import to_camel

from reelwright.film.asked import ImageAsked, asked
from reelwright.film.errors import BadInput
from reelwright.film.noun import Noun
from reelwright.film.order import Order
from reelwright.film.provider import Limits, Provider
from reelwright.film.talk import Call, Ready, Submit, Talk, blob
from reelwright.providers.google_reply import heard

RATIOS = frozenset({"1:1", "2:3", "3:2", "3:4", "4:3", "9:16", "16:9", "21:9"})
"""google-genai 3.4.0, ImageConfig.aspect_ratio."""

ANSWER = 180.0
"""Seconds that a picture may take. The vendor publishes none."""

MOST = 64_000_000
"""A picture of 4K as base64 stays below."""

_MODEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", re.ASCII)


class _Sent(Noun):
    """A part of a request: fields are camelCase on the wire."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True
    )


class InlineData(_Sent):
    """Stored bytes as base64. The service wants to be told their type, which an Order does not
    know: our own pictures are PNG."""

    mime_type: str = "image/png"
    data: dict[str, JsonValue]


class Part(_Sent):
    """Words or a picture: one of the two."""

    text: str | None = None
    inline_data: InlineData | None = None


class Content(_Sent):
    parts: tuple[Part, ...]
    role: Literal["user"] = "user"


class ImageConfig(_Sent):
    """`imageSize` is left to its default, 1K: the only size with a price in the catalogue."""

    aspect_ratio: str


class GenerationConfig(_Sent):
    image_config: ImageConfig
    response_modalities: tuple[Literal["IMAGE"]] = ("IMAGE",)
    seed: int | None = None


class Request(_Sent):
    """Body of POST /v1beta/models/{model}:generateContent."""

    contents: tuple[Content, ...]
    generation_config: GenerationConfig


def submit(order: Order, _ready: Ready, _token: str) -> Submit:
    """References come before the words, as the vendor's examples have it. No id of ours is known
    to the service, so `token` is not sent. Raises BadInput for what it cannot make."""
    if order.kind != "image":
        raise _cannot(f"it makes images, but no {order.kind}")
    wished = asked(order, ImageAsked)
    if not _MODEL.fullmatch(order.model):
        raise _cannot(f"{order.model!r} is not the name of a model")
    if not wished.prompt.strip():
        raise _cannot("there is no prompt")
    if wished.ratio not in RATIOS:
        raise _cannot(f"it makes no pictures of {wished.ratio}")
    if wished.workflow:
        raise _cannot("a workflow is for ComfyUI")
    if wished.seed is not None and not -(1 << 31) <= wished.seed < 1 << 31:
        raise _cannot("a seed is a number of 32 bits")
    pictures = [
        Part(inline_data=InlineData(data=blob(sha256, "base64"))) for sha256 in wished.references
    ]
    body = Request(
        contents=(Content(parts=(*pictures, Part(text=wished.prompt))),),
        generation_config=GenerationConfig(
            image_config=ImageConfig(aspect_ratio=wished.ratio), seed=wished.seed
        ),
    )
    call = Call(
        method="POST",
        url=f"/v1beta/models/{quote(order.model, safe='')}:generateContent",
        body=body.model_dump(mode="json", by_alias=True, exclude_none=True),
        most=MOST,
    )
    return Submit(call=call, seconds=ANSWER)


def _cannot(cause: str) -> BadInput:
    return BadInput("google", cause)


def check() -> Talk[str]:
    """The list of models: whether the key is good."""
    reply = yield Call(url="/v1beta/models", query=(("pageSize", "1"),))
    return "" if reply.status == 200 else f"HTTP {reply.status}: {reply.told}"


def sign(headers: Mapping[str, str], secret: str, _now: float) -> dict[str, str]:
    return {**headers, "x-goog-api-key": secret}


PROVIDER = Provider(
    name="google",
    title="Google Gemini",
    url="https://generativelanguage.googleapis.com",
    kinds=("image",),
    submit=submit,
    heard=heard,
    keys=("REELWRIGHT_GOOGLE_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY"),
    sign=sign,
    check=check,
    # The vendor's limits depend on the account's tier and are shown in AI Studio only; a 429 says
    # how long to wait.
    limits=Limits(),
)
