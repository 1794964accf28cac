"""What Google's replies to a request for a picture say."""

import base64
import re

from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

from reelwright.film.order import Order
from reelwright.film.talk import Failed, Finished, Heard, Refused, Reply, Said, Unknown
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
    text: str | None = None
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
        """The reason for which nothing was begun, when it is the prompt's content; else ""."""
        feedback = self.prompt_feedback
        return (feedback.block_reason or "") if feedback and not self.candidates else ""

    @property
    def ends(self) -> list[str]:
        """Why each candidate ended; "words" where it has only those."""
        found = []
        for candidate in self.candidates or ():
            parts = (candidate.content and candidate.content.parts) or ()
            words = "words" if any(part.text for part in parts) else ""
            found.append(candidate.finish_reason or words)
        return list(filter(None, found))


def heard(_order: Order, reply: Reply) -> Heard:
    """200: a picture, or the reason why none comes. What is neither stays unknown: something was
    answered, and perhaps charged.

    The reply counts tokens but tells no price, so the charge is not known from it. A prompt that is
    blocked was not worked on. One that was worked on without a picture in the end (blocked only
    then, or answered in words) has failed, and may have been charged for.
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
    if answer.blocked:
        return Refused(reason="moderated", cause=f"blocked for its content: {answer.blocked}")
    if answer.ends and not answer.pictures:
        return _failed(answer.ends)
    return Unknown(cause=f"HTTP {reply.status} without a picture: {reply.told}")


def _failed(ends: list[str]) -> Failed:
    """Answered without a picture, for these reasons."""
    blocked = next((end for end in ends if end in BLOCKED), "")
    if blocked:
        cause = f"the picture was blocked for its content: {blocked[:60]}"
        return Failed(cause=cause, reason="moderated", charge=None)
    return Failed(cause=f"no picture was made: {', '.join(ends)[:200]}", charge=None)


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
    code: int | None = None
    status: str | None = None
    details: list[_Detail] = []


class _Trouble(Said):
    error: _Error


def _declined(reply: Reply) -> Heard:
    """An error of Google's APIs: {"error": {code, message, status, details}}.

    A bad key is told with 400 and a detail (API_KEY_INVALID), missing billing with 400 as well
    (FAILED_PRECONDITION), how long to wait in a detail (RetryInfo).

    500 and 503 in this form come from the service itself, and cost nothing: "If your request fails
    with a 400 or 500 error, you won't be charged for the tokens used" (vendor,
    ai.google.dev/gemini-api/docs/billing, read 2026-10). In any other form, and for 502 and 504,
    which proxies send, nothing is known.
    """
    found = by_status(reply)
    said = reply.read(_Trouble)
    if said is None:
        return found
    if reply.status in (500, 503) and said.error.code == reply.status and said.error.status:
        cause = f"HTTP {reply.status}: {reply.told}"
        found = Refused(reason="unavailable", cause=cause, wait=reply.wait)
    if not isinstance(found, Refused):
        return found
    if any(detail.reason == "API_KEY_INVALID" for detail in said.error.details):
        return found.model_copy(update={"reason": "denied"})
    if reply.status == 400 and said.error.status == "FAILED_PRECONDITION":
        return found.model_copy(update={"reason": "unpaid"})
    told = [_DELAY.fullmatch(detail.retry_delay or "") for detail in said.error.details]
    waits = [float(match[0][:-1]) for match in told if match]
    return found.model_copy(update={"wait": max(waits)}) if waits else found
