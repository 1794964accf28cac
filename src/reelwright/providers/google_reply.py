"""What Google's replies to a request for a picture say."""

import base64
import re

from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

from reelwright.film.order import Order
from reelwright.film.talk import Finished, Heard, Refused, Reply, Said, Unknown
from reelwright.providers.hearing import by_status

BLOCKED = frozenset(
    {
        "SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST", "SPII", "RECITATION", "ESCALATION",
        "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION",
    }
)  # fmt: skip
"""Finish reasons that mean: no picture, for its content (google-genai 3.4.0, FinishReason)."""

KINDS = {
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
}
"""How the pictures that are known begin; a reply's own word is not trusted."""

_DELAY = re.compile(r"(\d{1,6})(\.\d{1,9})?s", re.ASCII)


class _Told(Said):
    model_config = ConfigDict(frozen=True, extra="ignore", strict=True, alias_generator=to_camel)


class _Inline(_Told):
    data: str


class _Part(_Told):
    inline_data: _Inline | None = None
    thought: bool | None = None


class _Content(_Told):
    parts: list[_Part] | None = None


class _Candidate(_Told):
    content: _Content | None = None
    finish_reason: str | None = None


class _Feedback(_Told):
    block_reason: str | None = None


class _Answer(_Told):
    candidates: list[_Candidate] | None = None
    prompt_feedback: _Feedback | None = None

    @property
    def pictures(self) -> list[str]:
        """As base64; sketches made while thinking are left out."""
        parts = [
            part
            for candidate in self.candidates or ()
            for part in (candidate.content and candidate.content.parts) or ()
        ]
        return [part.inline_data.data for part in parts if part.inline_data and not part.thought]

    @property
    def blocked(self) -> str:
        """The reason for which there is no picture, when it is its content; else ""."""
        if self.prompt_feedback and self.prompt_feedback.block_reason:
            return self.prompt_feedback.block_reason
        ends = [candidate.finish_reason for candidate in self.candidates or ()]
        return next((end for end in ends if end in BLOCKED), None) or ""


def heard(_order: Order, reply: Reply) -> Heard:
    """200: a picture, or the reason why none comes. What is neither stays unknown: something was
    answered, and perhaps charged.

    The reply counts tokens but tells no price, so the charge is not known from it. A blocked
    picture is none that is paid for, but words read and thought before may be: cents at the most.
    """
    if not 200 <= reply.status < 300:
        return _declined(reply)
    answer = reply.read(_Answer)
    if answer is None:
        return Unknown(cause=f"HTTP {reply.status} without an answer: {reply.told}")
    for picture in answer.pictures:
        content = _decoded(picture)
        media_type = next((kind for kind, start in KINDS.items() if start.match(content)), "")
        if media_type:
            return Finished(content=content, media_type=media_type)
    if answer.blocked and not answer.pictures:
        return Refused(reason="moderated", cause=f"blocked for its content: {answer.blocked}")
    return Unknown(cause=f"HTTP {reply.status} without a picture: {reply.told}")


def _decoded(picture: str) -> bytes:
    """In either alphabet of base64, as JSON of Google's APIs allows."""
    try:
        return base64.b64decode(picture.replace("-", "+").replace("_", "/"), validate=True)
    except ValueError:
        return b""


class _Detail(_Told):
    reason: str | None = None
    retry_delay: str | None = None


class _Error(Said):
    status: str | None = None
    details: list[_Detail] = []


class _Trouble(Said):
    error: _Error


def _declined(reply: Reply) -> Heard:
    """An error of Google's APIs: {"error": {code, message, status, details}}.

    A bad key is told with 400 and a detail (API_KEY_INVALID), missing billing with 400 as well
    (FAILED_PRECONDITION), how long to wait in a detail (RetryInfo).
    """
    found = by_status(reply)
    said = reply.read(_Trouble)
    if not isinstance(found, Refused) or said is None:
        return found
    if any(detail.reason == "API_KEY_INVALID" for detail in said.error.details):
        return found.model_copy(update={"reason": "denied"})
    if reply.status == 400 and said.error.status == "FAILED_PRECONDITION":
        return found.model_copy(update={"reason": "unpaid"})
    told = [_DELAY.fullmatch(detail.retry_delay or "") for detail in said.error.details]
    waits = [float(match[0][:-1]) for match in told if match]
    return found.model_copy(update={"wait": max(waits)}) if waits else found
