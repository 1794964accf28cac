"""What becomes of a prediction on Replicate: polled, or stopped.

Statuses and fields are those of `schemas_prediction_response` in Replicate's OpenAPI document
1.0.0-a1. Nothing in it tells a cost: `charge=None` books what was quoted.
"""

import re
from typing import Literal
from urllib.parse import quote, urlsplit

from pydantic import JsonValue

from reelwright.film.money import Money
from reelwright.film.order import Order
from reelwright.film.talk import (
    Call,
    Cancelled,
    Done,
    Failed,
    Gone,
    Polled,
    Reply,
    Result,
    Said,
    Talk,
    TooLate,
    Waiting,
    Withdrawn,
)

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}", re.ASCII)
"""What an id of a prediction looks like; it goes into addresses."""

URL = "https://api.replicate.com"

MODERATED = re.compile(
    r"nsfw|\be005\b|flagged as sensitive|content[ _]polic|moderati|moderated|"
    r"safety (?:checker|filter|system)",
    re.IGNORECASE,
)
"""Refused content shows only in the free text of an error, which every model words itself."""

INVALID = re.compile(r"input validation|validation (?:error|failed)|invalid input", re.IGNORECASE)
RESETS = re.compile(r"(?:resets in ~?|available in )(\d{1,5}) ?s", re.ASCII)
OWN_FILE = re.compile(r"/v1/files/[\w-]{1,100}(?:/download)?", re.ASCII)
LINKS = 16
TYPES = {
    "mp4": "video/mp4", "webm": "video/webm", "mov": "video/quicktime", "gif": "image/gif",
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp",
}  # fmt: skip


class Prediction(Said):
    """`schemas_prediction_response`, as far as we use it."""

    id: str
    status: str
    output: JsonValue = None
    error: JsonValue = None
    data_removed: bool | None = None


def poll(_order: Order, ticket: str) -> Talk[Polled]:
    """What became of a prediction."""
    if not ID.fullmatch(ticket):
        return Gone(cause="this is no id of a prediction")
    reply = yield Call(url=_path(ticket))
    if reply.status == 404 and _problem(reply):
        return Gone(cause=reply.told)
    told = reply.read(Prediction) if 200 <= reply.status < 300 else None
    if told is None or told.id != ticket:
        return Waiting(wait=wait(reply))
    return _became(told)


def _became(told: Prediction) -> Polled:
    cause = _line(told.error)
    if told.status == "succeeded":
        return _made(told)
    if told.status == "failed":
        # Nobody documents whether a failed run of a public model is charged.
        return Failed(cause=cause or "it failed", reason=_reason(cause), charge=None)
    if told.status == "canceled":
        # Charged, for what ran (replicate.com/changelog/2025-10-16-prediction-deadlines).
        return Failed(cause=cause or "cancelled", reason="cancelled", charge=None)
    if told.status == "aborted":
        # It never began before its deadline; not charged (same page).
        return Failed(cause=cause or "it did not begin in time", reason="expired", charge=Money())
    return Waiting(status=_line(told.status)[:40])


def _reason(cause: str) -> Literal["moderated", "invalid", "broken"]:
    if MODERATED.search(cause):
        return "moderated"
    return "invalid" if INVALID.search(cause) else "broken"


def _made(told: Prediction) -> Polled:
    links = _links(told.output)
    if links:
        return Done(results=tuple(Result(url=_own(one), media_type=_type(one)) for one in links))
    if told.data_removed or told.output is None:
        return Gone(cause="Replicate has removed the result: it keeps it for an hour")
    # Another run would end alike, and cost as much.
    cause = f"succeeded without a file: {_line(told.output)}"
    return Failed(cause=cause, reason="invalid", charge=None)


def _links(output: JsonValue) -> list[str]:
    """The addresses of files in an output: a text, a list of texts, or a few named texts."""
    several = [output]
    if isinstance(output, list):
        several = output
    if isinstance(output, dict):
        several = list(output.values())
    return [one for one in several if isinstance(one, str) and _address(one)][:LINKS]


def _address(text: str) -> bool:
    """Whether this is an address on the web. A path would be taken for Replicate's own."""
    return re.fullmatch(r"https?://[!-~]{4,4000}", text, re.ASCII) is not None


def _own(address: str) -> str:
    """A file that Replicate's API itself serves needs our key, so it is named by its path; those
    at replicate.delivery are a stranger's, and open to whoever knows their address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    own = f"{parts.scheme}://{parts.netloc}" == URL and OWN_FILE.fullmatch(parts.path)
    return parts.path + (f"?{parts.query}" if parts.query else "") if own else address


def _type(address: str) -> str:
    ending = address.partition("?")[0].partition("#")[0].rpartition(".")[2].lower()
    return TYPES.get(ending, "application/octet-stream")


def cancel(_order: Order, ticket: str) -> Talk[Withdrawn]:
    """Stop a prediction. What has run until then is charged."""
    if not ID.fullmatch(ticket):
        return TooLate(cause="this is no id of a prediction")
    reply = yield Call(method="POST", url=f"{_path(ticket)}/cancel")
    told = reply.read(Prediction) if 200 <= reply.status < 300 else None
    if told is None or told.id != ticket:
        return TooLate(cause=f"HTTP {reply.status}: {reply.told}")
    if told.status == "aborted":
        return Cancelled(charge=Money())
    if told.status == "canceled":
        return Cancelled(charge=None)
    return TooLate(cause=f"it is {_line(told.status)[:40]}")


def _path(ticket: str) -> str:
    return f"/v1/predictions/{quote(ticket, safe='')}"


def _problem(reply: Reply) -> bool:
    """Whether the service itself speaks, and not something on the way to it."""
    told = reply.value
    names = ("detail", "title", "error")
    return isinstance(told, dict) and any(isinstance(told.get(name), str) for name in names)


def wait(reply: Reply) -> float | None:
    """Seconds to wait: Retry-After, or what the text of a 429 says."""
    found = RESETS.search(reply.told) if reply.status == 429 and reply.wait is None else None
    return float(found[1]) if found else reply.wait


def _line(value: JsonValue) -> str:
    """A value as one short line; nothing for None."""
    return "" if value is None else " ".join(str(value)[:600].split())[:300]
