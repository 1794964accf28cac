"""A stand-in for pictures of the Gemini Developer API, as google-genai 3.4.0 speaks it.

Every submission is a picture with a bill of its own: the service knows no ids of its callers, and
keeps nothing. A picture costs what the catalogue of prices says; a blocked one nothing.
"""

import base64
import binascii
import time
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic.alias_generators import to_camel
from tests.standins import media
from tests.standins.standin import Answer, Asked, Dropped, Standin, Task

PRICES = {
    "gemini-nano-banana-2.1": 0.0336,
    "gemini-3-pro-image": 0.134,
    "gemini-2.5-flash-image": 0.039,
}
"""USD for a picture of 1K."""

SIZES = {
    "1:1": (256, 256), "2:3": (208, 312), "3:2": (312, 208), "3:4": (216, 288), "4:3": (288, 216),
    "9:16": (180, 320), "16:9": (320, 180), "21:9": (384, 164),
}  # fmt: skip
"""Small pictures of the right shape."""

STARTS = {"image/png": b"\x89PNG", "image/jpeg": b"\xff\xd8\xff", "image/webp": b"RIFF"}

SCHEMA: Mapping[str, Any] = {
    "contents": [
        {"role": str, "parts": [{"text": str, "inlineData": {"mimeType": str, "data": str}}]}
    ],
    "generationConfig": {
        "responseModalities": [str],
        "imageConfig": {"aspectRatio": str, "imageSize": str},
        "seed": int,
    },
}  # fmt: skip
"""What may be sent, as far as it is of use for pictures."""

LATER = "22s"
"""How long a 429 asks to wait."""


class Google(Standin):
    NAME = "google"
    ROUTES = (
        ("POST", r"/v1(?:beta)?/models/([^/:]+):generateContent", "generate", True),
        ("GET", r"/v1(?:beta)?/models", "models", False),
    )

    def trouble(self, kind: str) -> Any:
        if kind == "limited":
            retry = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": LATER}
            quota = {
                "@type": "type.googleapis.com/google.rpc.QuotaFailure",
                "violations": [{"quotaId": "GenerateRequestsPerMinutePerProjectPerModel"}],
            }
            told = "You exceeded your current quota."
            return _error(429, "RESOURCE_EXHAUSTED", told, quota, retry).body
        if kind == "broken":
            return _error(500, "INTERNAL", "An internal error has occurred.").body
        return _error(503, "UNAVAILABLE", "The model is overloaded.").body

    def generate(self, asked: Asked) -> Answer:
        declined = _declined(asked)
        if declined:
            return declined
        kind = asked.fault.kind if asked.fault else ""
        if kind == "moderated":
            return Answer(200, {"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}})
        if kind == "slow" and asked.fault:
            time.sleep(asked.fault.seconds)
        task = self.take(asked, PRICES[asked.match[1]])
        if kind == "never ends":
            raise Dropped
        if task.moderated:
            return self._answer(asked, task, "IMAGE_SAFETY")
        if task.fails:
            return self._answer(asked, task, "NO_IMAGE")
        width, height = SIZES[_ratio(plain(asked.data))]
        data: Any = base64.b64encode(
            media.picture(3 * width, 3 * height, words=self.words(task))
        ).decode()
        if kind == "wrong types":
            data = 17
        picture = {"inlineData": {"mimeType": "image/png", "data": data}}
        return self._answer(asked, task, "STOP", picture)

    def _answer(self, asked: Asked, task: Task, end: str, *parts: Any) -> Answer:
        same = asked.fault is not None and asked.fault.kind == "same id"
        content: dict[str, Any] = {"role": "model"}
        if parts:
            content["parts"] = list(parts)
        body: dict[str, Any] = {
            "candidates": [{"content": content, "finishReason": end, "index": 0}],
            "modelVersion": asked.match[1],
            "responseId": next(iter(self.tasks)) if same else task.id,
        }
        if not task.no_cost:
            made = 1290 if parts else 0
            body["usageMetadata"] = {
                "promptTokenCount": 20,
                "candidatesTokenCount": made,
                "totalTokenCount": 20 + made,
            }
        return Answer(200, body)

    def models(self, asked: Asked) -> Answer:
        if denied := _denied(asked):
            return denied
        size = int(asked.first("pageSize", "50"))
        return Answer(200, {"models": [{"name": f"models/{name}"} for name in PRICES][:size]})


STANDIN = Google


def plain(data: Any) -> Any:
    """A request in one of the ways in which it may be written: the service takes mimeType and
    mime_type, and both alphabets of base64 (the vendor's package mixes them)."""
    if isinstance(data, list):
        return [plain(one) for one in data]
    if not isinstance(data, dict):
        return data
    found = {to_camel(name): plain(value) for name, value in data.items()}
    if isinstance(found.get("data"), str):
        found["data"] = found["data"].replace("-", "+").replace("_", "/")
    return found


def _error(status: int, name: str, told: str, *details: Any) -> Answer:
    error = {"code": status, "message": told, "status": name, "details": list(details)}
    return Answer(status, {"error": error})


def _denied(asked: Asked) -> Answer | None:
    """None when there is a key and it is not a wrong one."""
    keys = [value for name, value in asked.headers.items() if name.lower() == "x-goog-api-key"]
    if not keys or not keys[0]:
        told = "Method doesn't allow unregistered callers (callers without established identity)."
        return _error(403, "PERMISSION_DENIED", told)
    if keys[0] == "a-wrong-key":
        info = {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            "reason": "API_KEY_INVALID",
            "domain": "googleapis.com",
        }
        return _error(400, "INVALID_ARGUMENT", "API key not valid.", info)
    return None


def _declined(asked: Asked) -> Answer | None:
    """Why a request is not taken, or None."""
    if denied := _denied(asked):
        return denied
    model = asked.match[1]
    if model not in PRICES:
        return _error(404, "NOT_FOUND", f"models/{model} is not found for API version v1beta")
    data = plain(asked.data)
    wrong = next(_wrong(data, SCHEMA, "request"), "") or _missing(data)
    return _error(400, "INVALID_ARGUMENT", wrong) if wrong else None


def _wrong(given: Any, schema: Any, where: str) -> Iterator[str]:
    """What does not fit the schema, in the service's words."""
    if isinstance(schema, dict):
        if not isinstance(given, dict):
            yield f"Invalid value at '{where}'"
            return
        for name, value in given.items():
            if name not in schema:
                yield f"Invalid JSON payload received. Unknown name \"{name}\" at '{where}'"
            else:
                yield from _wrong(value, schema[name], f"{where}.{name}")
    elif isinstance(schema, list):
        if not isinstance(given, list):
            yield f"Invalid value at '{where}'"
            return
        for one in given:
            yield from _wrong(one, schema[0], where)
    elif not isinstance(given, schema) or isinstance(given, bool):
        yield f"Invalid value at '{where}'"


def _missing(data: Any) -> str:
    parts = [part for content in data.get("contents", []) for part in content.get("parts", [])]
    if not parts:
        return "GenerateContentRequest.contents: contents is not specified"
    if any(len(part) != 1 for part in parts):
        return "required oneof field 'data' must have one initialized field"
    if not all(_readable(part["inlineData"]) for part in parts if "inlineData" in part):
        return "Unable to process input image"
    if _ratio(data) not in SIZES:
        return "aspect_ratio must be one of the supported ratios"
    return ""


def _readable(inline: Mapping[str, str]) -> bool:
    """Whether it is a picture of the type it is said to have."""
    try:
        content = base64.b64decode(inline.get("data", ""), validate=True)
    except binascii.Error:
        return False
    start = STARTS.get(inline.get("mimeType", ""))
    return start is not None and content.startswith(start)


def _ratio(data: Any) -> str:
    ratio: str = data.get("generationConfig", {}).get("imageConfig", {}).get("aspectRatio", "1:1")
    return ratio
