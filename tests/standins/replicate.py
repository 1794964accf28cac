"""A stand-in for Replicate, after its OpenAPI document 1.0.0-a1 and the package replicate 1.0.7.

A second request of the same kind is a second prediction with a second bill: nothing in a request
names it. Unlike the service it also refuses inputs that a model does not have.
"""

import base64
import io
import re
import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from tests.standins import media
from tests.standins.replicate_models import MODELS, NEWEST, OLDER, Model
from tests.standins.standin import Answer, Asked, Standin, Task

SHAPES = {
    "16:9": (320, 180), "9:16": (180, 320), "1:1": (240, 240), "4:3": (320, 240),
    "3:4": (240, 320), "21:9": (420, 180), "adaptive": (320, 180),
    "832*480": (312, 180), "1280*720": (320, 180), "720*1280": (180, 320),
}  # fmt: skip
KINDS: dict[str, type | tuple[type, ...]] = {
    "string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list,
}  # fmt: skip
VERSIONS = (NEWEST, OLDER)


class Replicate(Standin):
    """`page`: predictions in a page of the list. `keep`: seconds before inputs and outputs are
    removed. `hides_files`: the list shows addresses instead of the data URIs it was given.
    `fills_defaults`: the list shows what was left to the model, too."""

    NAME = "replicate"
    ROUTES = (
        ("POST", r"/v1/models/([\w.-]+/[\w.-]+)/predictions", "create_official", True),
        ("POST", r"/v1/predictions", "create", True),
        ("GET", r"/v1/predictions", "listing", False),
        ("GET", r"/v1/predictions/([^/]+)", "one", False),
        ("POST", r"/v1/predictions/([^/]+)/cancel", "cancel", False),
        ("GET", r"/v1/models/([\w.-]+/[\w.-]+)", "model", False),
        ("GET", r"/v1/models/([\w.-]+/[\w.-]+)/versions/([0-9a-f]{64})", "version", False),
        ("GET", r"/v1/account", "account", False),
    )

    def __init__(self, *, seconds: float = 0.3) -> None:
        super().__init__(seconds=seconds)
        self.page = 100
        self.keep = 3600.0
        self.hides_files = False
        self.fills_defaults = False
        self.models: dict[str, str] = {}
        self.versions: dict[str, str] = {}
        """By task, as the model's name before."""
        self.deadlines: dict[str, float] = {}
        """When each is stopped by itself, as monotonic seconds."""
        self.stopped: dict[str, str] = {}
        """The status of each that was stopped."""

    # Requests.

    def create_official(self, asked: Asked) -> Answer:
        model = MODELS.get(asked.match[1])
        if refused := _denied(asked):
            return refused
        if model is None or not model.official:
            return _problem(404, "Not found", "The requested resource could not be found.")
        return self._create(asked, model, "hidden", {"input"})

    def create(self, asked: Asked) -> Answer:
        if refused := _denied(asked):
            return refused
        told = asked.data.get("version") if isinstance(asked.data, dict) else None
        name, _, version = told.rpartition(":") if isinstance(told, str) else ("", "", "")
        if told in MODELS and MODELS[told].official:
            return self._create(asked, MODELS[told], "hidden", {"input", "version"})
        if version not in VERSIONS or (name and name not in MODELS):
            return _problem(
                422, "Invalid version or not permitted", "The specified version does not exist"
            )
        model = MODELS[name or "acme/small-video"]
        return self._create(asked, model, version, {"input", "version"})

    def _create(self, asked: Asked, model: Model, version: str, fields: set[str]) -> Answer:
        if wrong := _wrong(asked, model, fields):
            return _invalid(wrong)
        wait = _span(asked.headers.get("Cancel-After", "1h"))
        if wait is None or wait < 5:
            return _problem(422, "Invalid Cancel-After", "Cancel-After must be at least 5 seconds")
        given = {name: one.get("default") for name, one in model.inputs.items()}
        earlier = next(iter(self.tasks), "")
        task = self.take(asked, model.price(given | asked.data["input"]))
        self.models[task.id], self.versions[task.id] = model.name, version
        self.deadlines[task.id] = task.began + wait
        kind = asked.fault.kind if asked.fault else ""
        if kind == "moderated":
            task.moderated, task.done_at = True, task.began
        told = self._told(task, first=True)
        if kind == "wrong types":
            told |= {"id": 17, "status": ["starting"], "created_at": 0}
        if kind == "same id" and earlier:
            told["id"] = earlier
        return Answer(201, told)

    def one(self, asked: Asked) -> Answer:
        task = self.tasks.get(asked.match[1])
        if refused := _denied(asked):
            return refused
        return Answer(200, self._told(task)) if task else _unknown()

    def cancel(self, asked: Asked) -> Answer:
        task = self.tasks.get(asked.match[1])
        if refused := _denied(asked):
            return refused
        if task is None:
            return _unknown()
        if self._status(task) in ("starting", "processing"):
            self.stopped[task.id] = "canceled"
            task.cancelled = True
        return Answer(200, self._told(task))

    def listing(self, asked: Asked) -> Answer:
        if refused := _denied(asked):
            return refused
        after = _moment(asked.first("created_after"), 0.0)
        before = _moment(asked.first("created_before"), float("inf"))
        if after is None or before is None:
            return _problem(400, "Bad request", "created_after must be a date-time")
        tasks = [task for task in self.tasks.values() if after <= task.at < before]
        tasks.sort(key=lambda task: -task.at)
        start = int(base64.urlsafe_b64decode(asked.first("cursor", "MA==")))
        end = start + self.page
        shown = [self._told(task) for task in tasks[start:end]]
        following = self._address(asked, end) if end < len(tasks) else None
        return Answer(200, {"previous": None, "next": following, "results": shown})

    def _address(self, asked: Asked, start: int) -> str:
        kept = {name: asked.first(name) for name in asked.query if name != "cursor"}
        cursor = base64.urlsafe_b64encode(str(start).encode()).decode()
        return f"{self.url}/v1/predictions?{urlencode({'cursor': cursor, **kept})}"

    def model(self, asked: Asked) -> Answer:
        if refused := _denied(asked):
            return refused
        model = MODELS.get(asked.match[1])
        if model is None:
            return _unknown()
        owner, _, name = model.name.partition("/")
        return Answer(
            200,
            {
                "url": f"https://replicate.com/{model.name}",
                "owner": owner,
                "name": name,
                "description": "A model",
                "visibility": "public",
                "github_url": None,
                "paper_url": None,
                "license_url": None,
                "run_count": 5681081,
                "cover_image_url": None,
                "default_example": None,
                "is_official": model.official,
                "latest_version": _version(model, NEWEST),
            },
        )

    def version(self, asked: Asked) -> Answer:
        if refused := _denied(asked):
            return refused
        model = MODELS.get(asked.match[1])
        if model is None or asked.match[2] not in VERSIONS:
            return _unknown()
        return Answer(200, _version(model, asked.match[2]))

    def account(self, asked: Asked) -> Answer:
        told = {"type": "user", "username": "ada", "name": "Ada", "github_url": None}
        return _denied(asked) or Answer(200, told)

    # What is told.

    def _status(self, task: Task, *, first: bool = False) -> str:
        """The state now; whatever ends a prediction ends it for good."""
        if first:
            return "starting"
        if task.id in self.stopped:
            return self.stopped[task.id]
        now = time.monotonic()
        if task.finished(min(now, self.deadlines[task.id])):
            return "failed" if task.fails or task.moderated else "succeeded"
        began = now - task.began > 0.3 * self.seconds and task.done_at != float("inf")
        if now > self.deadlines[task.id]:
            task.cancelled = True
            self.stopped[task.id] = "canceled" if began else "aborted"
            return self.stopped[task.id]
        return "processing" if began else "starting"

    def _told(self, task: Task, *, first: bool = False) -> dict[str, Any]:
        model = MODELS[self.models[task.id]]
        status = self._status(task, first=first)
        removed = time.monotonic() > task.done_at + self.keep
        shown = {name: self._shown(value) for name, value in task.asked["input"].items()}
        if self.fills_defaults:
            usual = {name: one["default"] for name, one in model.inputs.items() if "default" in one}
            shown = usual | shown
        error = (task.fails or model.moderated) if status == "failed" else None
        address = f"{self.url}/v1/predictions/{task.id}"
        told = {
            "id": task.id,
            "model": model.name,
            "version": self.versions[task.id],
            "input": {} if removed else shown,
            "logs": "",
            "output": self._output(task, model) if status == "succeeded" and not removed else None,
            "error": error,
            "status": status,
            "created_at": _written(task.at),
            "data_removed": removed,
            "source": "api",
            "urls": {
                "web": f"https://replicate.com/p/{task.id}",
                "get": address,
                "cancel": f"{address}/cancel",
            },
        }
        if status not in ("starting", "processing"):
            told["metrics"] = {"predict_time": self.seconds, "total_time": self.seconds}
            told["completed_at"] = _written(task.at + self.seconds)
        return told

    def _shown(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._shown(one) for one in value]
        hidden = self.hides_files and isinstance(value, str) and value.startswith("data:")
        return "https://replicate.delivery/pbxt/abc/input.png" if hidden else value

    def _output(self, task: Task, model: Model) -> Any:
        given = {name: one.get("default") for name, one in model.inputs.items()}
        given |= task.asked["input"]
        shape = SHAPES.get(given.get("aspect_ratio") or given.get("size") or "16:9", (320, 240))
        if model.picture:
            kind = given["output_format"]
            name, content = f"{task.id}.{kind}", _picture(shape, kind, self.words(task))
            address = self.file(name, content, f"image/{'jpeg' if kind == 'jpg' else kind}")
        else:
            seconds = int(given.get("duration") or 6)
            content = media.clip(
                seconds, *shape, sound=bool(given.get("generate_audio")), words=self.words(task)
            )
            address = self.file(f"{task.id}.mp4", content)
        address = task.result_url or address
        return [address] if model.many else address

    def bill(self) -> list[tuple[str, float]]:
        """Good results, and what was stopped while it ran (replicate.com/changelog, 2025-10-16)."""
        with self.lock:
            paid = [task for task in self.tasks.values() if task.billed or self._ran(task)]
            return [(task.id, task.usd) for task in paid]

    def _ran(self, task: Task) -> bool:
        return self.stopped.get(task.id) == "canceled"

    def trouble(self, kind: str) -> Any:
        if kind == "limited":
            return {
                "detail": "Request was throttled. Your rate limit resets in ~30s.",
                "status": 429,
            }
        status = 500 if kind == "broken" else 503
        return {"title": "Internal server error", "detail": "", "status": status}


def _denied(asked: Asked) -> Answer | None:
    if re.fullmatch(r"Bearer \S+", asked.headers.get("Authorization", "")):
        return None
    detail = "You did not pass a valid authentication token"
    return _problem(401, "Unauthenticated", detail)


def _unknown() -> Answer:
    return _problem(404, "Not found", "The requested resource could not be found.")


def _problem(status: int, title: str, detail: str, **more: Any) -> Answer:
    body = {"title": title, "detail": detail, "status": status, **more}
    return Answer(status, body, {"Content-Type": "application/problem+json"})


def _invalid(wrong: list[tuple[str, str, str]]) -> Answer:
    return _problem(
        422,
        "Input validation failed",
        "".join(f"- {field}: {said}\n" for _, field, said in wrong),
        invalid_fields=[
            {"type": kind, "field": field, "description": said} for kind, field, said in wrong
        ],
    )


def _wrong(asked: Asked, model: Model, fields: set[str]) -> list[tuple[str, str, str]]:
    """(type, field, description) of everything wrong with a request."""
    allowed = fields | {"webhook", "webhook_events_filter", "stream"}
    body = asked.data
    if not isinstance(body, dict):
        return [("invalid_type", "(root)", "Invalid type. Expected: object")]
    wrong = [
        ("additional_property_not_allowed", name, f"Additional property {name} is not allowed")
        for name in body
        if name not in allowed
    ]
    given = body.get("input")
    if not isinstance(given, dict):
        return [*wrong, ("required", "input", "input is required")]
    wrong += [
        ("required", "input", f"{name} is required") for name in model.required if name not in given
    ]
    for name, value in given.items():
        wrong += [(kind, f"input.{name}", said) for kind, said in _unfit(name, value, model)]
    return wrong


def _unfit(name: str, value: Any, model: Model) -> list[tuple[str, str]]:
    told = model.inputs.get(name)
    if told is None:
        return [("additional_property_not_allowed", f"Additional property {name} is not allowed")]
    for inner in told.get("allOf", told.get("anyOf", []))[:1]:
        told = told | (model.parts or {}).get(inner.get("$ref", "").rpartition("/")[2], inner)
    kind = told.get("type", "string")
    fits = isinstance(value, KINDS[kind]) and (kind == "boolean" or not isinstance(value, bool))
    if not fits:
        return [("invalid_type", f"Invalid type. Expected: {kind}, given: {value!r}")]
    if "enum" in told and value not in told["enum"]:
        listed = ", ".join(f'"{one}"' for one in told["enum"])
        return [("enum", f"{name} must be one of the following: {listed}")]
    if kind == "integer" and not told.get("minimum", value) <= value <= told.get("maximum", value):
        return [("number_gte", f"{name} must be from {told['minimum']} to {told['maximum']}")]
    addresses = value if kind == "array" else [value] if told.get("format") == "uri" else []
    if not all(re.match(r"https?://|data:[\w/.+-]+;base64,", one) for one in addresses):
        return [("format", "Does not match format 'uri'")]
    return []


def _version(model: Model, version: str) -> dict[str, Any]:
    return {
        "id": version,
        "created_at": "2026-04-26T19:29:04.418669Z",
        "cog_version": "0.16.0",
        "openapi_schema": model.schema,
    }


def _written(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat().replace("+00:00", "Z")


def _moment(told: str, otherwise: float) -> float | None:
    try:
        return datetime.fromisoformat(told).timestamp() if told else otherwise
    except ValueError:
        return None


def _span(told: str) -> int | None:
    """Seconds in `5m`, `1h30m45s`, `30`."""
    found = re.fullmatch(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?", told)
    if not found or not any(found.groups()):
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def _picture(shape: tuple[int, int], kind: str, words: str = "") -> bytes:
    content = media.picture(2 * shape[0], 2 * shape[1], words=words)
    if kind == "png":
        return content
    from PIL import Image

    buffer = io.BytesIO()
    Image.open(io.BytesIO(content)).save(buffer, {"jpg": "JPEG", "webp": "WEBP"}[kind])
    return buffer.getvalue()


STANDIN = Replicate
