"""Kling, the interface with the model in the path.

By the vendor's pages (kling.ai/document-api, read 2026-09): envelope, codes, fields of each model,
`GET /tasks` by ids or by external ids, `POST /tasks` by cursor, `billing`. As seen by an account in
2026-09: an unknown id is answered by an empty list, 20 ids at most, 1201 "already exists" for a
repeated external id. The last is off unless `refuses_repeats` is set: a repeated id is then a
second job with a second bill, the worse of the two.
"""

import base64
import binascii
import io
import time
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from PIL import Image
from tests.standins import media
from tests.standins.standin import Answer, Asked, Standin, Task

WRONG_KEY = "key-that-is-refused"
SIZES = {"16:9": (320, 180), "9:16": (180, 320), "1:1": (240, 240)}
LONG = range(3, 16)
SHORT = (5, 10)
PRICES: dict[str, dict[str, dict[str, str]]] = {
    "kling-3.0": {
        "off": {"720p": "0.084", "1080p": "0.112", "4k": "0.42"},
        "native": {"720p": "0.126", "1080p": "0.168", "4k": "0.42"},
    },
    "kling-3.0-turbo": {"": {"720p": "0.112", "1080p": "0.14"}},
    "kling-2.6": {"off": {"720p": "0.042", "1080p": "0.07"}, "native": {"1080p": "0.14"}},
    "kling-2.5-turbo": {"": {"720p": "0.042", "1080p": "0.07"}},
}
"""USD for a second by model, `audio` ("": there is no such setting) and `resolution`."""
UNIT = Decimal("0.14")
STATUS = {1001: 401, 1002: 401, 1004: 401, 1201: 400, 1202: 404, 1203: 404, 1301: 400}
TROUBLE = {
    "limited": (1303, "parallel task over resource pack limit"),
    "broken": (5000, "server internal error"),
    "unavailable": (5001, "server temporarily unavailable"),
}


class Refusal(Exception):
    """A request that is answered by one of the vendor's codes."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.answer = Answer(STATUS[code], envelope(code, message))


def envelope(code: int, message: str, data: Any = None) -> dict[str, Any]:
    body = {"code": code, "message": message, "request_id": "9984d27b-a408-4073-ae28-17ca6a13622d"}
    return body if data is None else {**body, "data": data}


def good(data: Any) -> Answer:
    return Answer(200, envelope(0, "SUCCEED", data))


def bearer_of(asked: Asked) -> str:
    """The token of the Authorization header; 1001 without one."""
    told = asked.headers.get("Authorization", "")
    if not told.startswith("Bearer ") or len(told) < 8:
        raise Refusal(1001, "Authorization is empty")
    return told.removeprefix("Bearer ")


def fields(value: Any, known: Mapping[str, type]) -> dict[str, Any]:
    """An object with known fields of the right types; anything else is a 1201."""
    if not isinstance(value, dict):
        raise Refusal(1201, "an object is expected")
    for name, given in value.items():
        if name not in known:
            raise Refusal(1201, f"parameter {name} is unknown")
        if not isinstance(given, known[name]) or (known[name] is int and isinstance(given, bool)):
            raise Refusal(1201, f"parameter {name} has a wrong type")
    return value


def one_of(value: Any, allowed: Any, name: str) -> Any:
    if value not in allowed:
        raise Refusal(1201, f"{name} value {value!r} is invalid")
    return value


def prompt_of(value: Any, most: int) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= most:
        raise Refusal(1201, f"prompt must have 1 to {most} characters")
    return value


def ratio_of(value: Any) -> str:
    """The ratio of a picture given as base64 (no `data:` URI) or as an https address."""
    if not isinstance(value, str) or value.startswith("data:"):
        raise Refusal(1201, "image must be an address or plain base64")
    if value.startswith("https://"):
        return "16:9"
    try:
        with Image.open(io.BytesIO(base64.b64decode(value, validate=True))) as picture:
            width, height = picture.size
    except (binascii.Error, OSError):
        raise Refusal(1201, "image cannot be read") from None
    if min(width, height) < 300 or not 1 / 2.5 <= width / height <= 2.5:
        raise Refusal(1201, "image size is invalid")
    wished = {name: abs(w / h - width / height) for name, (w, h) in SIZES.items()}
    return min(wished, key=wished.__getitem__)


def usd(model: str, audio: str, resolution: str, seconds: int) -> Decimal:
    prices = PRICES[model].get(audio, {})
    return Decimal(prices[one_of(resolution, prices, "resolution")]) * seconds


def stage(standin: Standin, task: Task) -> str:
    """The newer interface's word for where a task stands."""
    now = time.monotonic()
    if not task.finished(now):
        return "processing" if now > task.began + standin.seconds / 2 else "submitted"
    return "failed" if task.fails or task.moderated else "succeeded"


class Kling(Standin):
    """`charge_type` and `currency` are how the account pays; `looks_up`: whether a task is found by
    its external id; `tells_unknown`: an unknown one is answered by a 404 instead of an empty list;
    `names_in_lists`: whether lists show them."""

    NAME = "kling"
    ROUTES = (
        ("POST", r"/(text-to-video|image-to-video)/([^/]+)", "create", True),
        ("GET", r"/tasks", "query", False),
        ("POST", r"/tasks", "page", False),
    )
    refuses_repeats = False
    looks_up = True
    tells_unknown = False
    names_in_lists = True
    charge_type = "cash"
    currency = "USD"

    def trouble(self, kind: str) -> Any:
        return envelope(*TROUBLE[kind])

    def create(self, asked: Asked) -> Answer:
        return self._refusing(self._create, asked)

    def query(self, asked: Asked) -> Answer:
        return self._refusing(self._query, asked)

    def page(self, asked: Asked) -> Answer:
        return self._refusing(self._page, asked)

    def _refusing(self, answer: Callable[[Asked], Answer], asked: Asked) -> Answer:
        try:
            if bearer_of(asked) == WRONG_KEY:
                raise Refusal(1002, "Authorization is invalid")
            return answer(asked)
        except Refusal as refusal:
            return refusal.answer

    def _create(self, asked: Asked) -> Answer:
        kind, model = asked.match[1], asked.match[2]
        if model not in PRICES:
            raise Refusal(1203, f"model {model} does not exist")
        cost, ratio, token = self._read(kind, model, asked.data)
        if asked.fault and asked.fault.kind == "moderated":
            raise Refusal(1301, "the prompt triggers the content security policy")
        with self.lock:
            earlier = list(self.tasks.values())
            if self.refuses_repeats and token and any(task.token == token for task in earlier):
                raise Refusal(1201, f"external_task_id {token} already exists")
            task = self.take(asked, float(cost), token=token, id=f"8936059464{len(earlier):08d}")
        task.asked = {**asked.data, "model": model, "ratio": ratio, "cost": cost}
        if asked.fault and asked.fault.kind == "wrong types":
            return good({"id": 893605946402811985, "status": ["submitted"], "create_time": "now"})
        shown = earlier[0] if asked.fault and asked.fault.kind == "same id" and earlier else task
        return good({**self._view(shown, fresh=True), "external_id": token})

    def _read(self, kind: str, model: str, data: Any) -> tuple[Decimal, str, str]:
        """What a body costs, its ratio and its external id; a 1201 for anything not on the page."""
        words = {"prompt": str} if kind == "text-to-video" else {"contents": list}
        given = fields(data, {**words, "settings": dict, "options": dict})
        setting = {"resolution": str, "duration": int}
        if kind == "text-to-video":
            setting["aspect_ratio"] = str
        audible = "" not in PRICES[model]
        if audible:
            setting["audio"] = str
        if model == "kling-3.0":
            setting["multi_shot"] = bool
        settings = fields(given.get("settings", {}), setting)
        known = {"callback_url": str, "external_task_id": str, "watermark_info": dict}
        options = fields(given.get("options", {}), known)
        ratio = one_of(settings.get("aspect_ratio", "16:9"), SIZES, "aspect_ratio")
        most = 3072 if model.startswith("kling-3") else 2500
        if kind == "text-to-video":
            prompt_of(given.get("prompt"), most)
        else:
            ratio = self._contents(given.get("contents"), model, most)
        long = LONG if model.startswith("kling-3") else SHORT
        seconds = one_of(settings.get("duration", 5), long, "duration")
        audio = one_of(settings.get("audio", "off"), ("native", "off"), "audio") if audible else ""
        cost = usd(model, audio, settings.get("resolution", "720p"), seconds)
        return cost, ratio, options.get("external_task_id", "")

    def _contents(self, contents: Any, model: str, most: int) -> str:
        kinds = ["prompt", "first_frame"] + ([] if model == "kling-3.0-turbo" else ["last_frame"])
        found: dict[str, dict[str, Any]] = {}
        for content in contents or ():
            item = fields(content, {"type": str, "text": str, "url": str})
            found[one_of(item.get("type"), kinds, "type")] = item
        prompt_of(found.get("prompt", {}).get("text"), most)
        if "first_frame" not in found or len(found) != len(contents):
            raise Refusal(1201, "first_frame is required, each input once")
        if "last_frame" in found:
            ratio_of(found["last_frame"].get("url"))
        return ratio_of(found["first_frame"].get("url"))

    def _query(self, asked: Asked) -> Answer:
        if len(asked.query) != 1 or not set(asked.query) & {"task_ids", "external_task_ids"}:
            raise Refusal(1201, "one of task_ids and external_task_ids is required")
        by_id = "task_ids" in asked.query
        names = (asked.first("task_ids") or asked.first("external_task_ids")).split(",")
        if len(names) > 20:
            raise Refusal(1201, "too many ids")
        with self.lock:
            tasks = [t for t in self.tasks.values() if (t.id if by_id else t.token) in names]
        if not by_id and not self.looks_up:
            tasks = []
        if not tasks and not by_id and self.tells_unknown:
            raise Refusal(1203, "the requested task does not exist")
        return good([self._view(task) for task in tasks])

    def _page(self, asked: Asked) -> Answer:
        known = {"start_time": str, "end_time": str, "cursor": str, "limit": int, "filters": list}
        given = fields(asked.data, known)
        limit = one_of(given.get("limit", 100), range(1, 501), "limit")
        at = int(given.get("cursor") or 0)
        since, until = int(given.get("start_time") or 0), int(given.get("end_time") or 10**14)
        with self.lock:
            newest = sorted(self.tasks.values(), key=lambda task: (-task.at, task.id))
        if not given.get("cursor"):
            newest = [task for task in newest if since <= task.at * 1000 <= until]
        part = newest[at : at + limit]
        result = [self._view(task) for task in part]
        if not self.names_in_lists:
            for shown in result:
                shown.pop("external_id")
        more = at + limit < len(newest)
        following = str(at + limit) if more else ""
        return good(
            {"result": result, "count": len(part), "next_cursor": following, "has_more": more}
        )

    def _view(self, task: Task, *, fresh: bool = False) -> dict[str, Any]:
        began = int(task.at * 1000)
        status = "submitted" if fresh else stage(self, task)
        shown: dict[str, Any] = {
            "id": task.id, "status": status, "create_time": began, "update_time": began,
            "external_id": task.token,
        }  # fmt: skip
        if status == "failed":
            shown["message"] = task.fails or "the result triggers the content risk control"
        if status == "succeeded":
            seconds = task.asked.get("settings", {}).get("duration", 5)
            shown["outputs"] = [
                {
                    "type": "video", "id": f"video-{task.id}", "url": self._clip(task, seconds),
                    "watermark_url": "", "duration": str(seconds),
                }
            ]  # fmt: skip
        if status in ("failed", "succeeded") and not task.no_cost:
            shown["billing"] = self._billing(task) if status == "succeeded" else []
        return shown

    def _clip(self, task: Task, seconds: int) -> str:
        """The address of a task's clip, at a small size of the right shape. Turbo makes sound."""
        sound = task.asked["model"] == "kling-3.0-turbo"
        sound |= task.asked.get("settings", {}).get("audio") == "native"
        content = media.clip(
            seconds, *SIZES[task.asked["ratio"]], sound=sound, words=self.words(task)
        )
        return task.result_url or self.file(f"{task.id}.mp4", content)

    def _billing(self, task: Task) -> list[dict[str, str]]:
        cost: Decimal = task.asked["cost"]
        if self.charge_type == "unit":
            units = f"{(cost / UNIT).normalize():f}"
            return [{"charge_type": "unit", "amount": units, "package_type": "video"}]
        paid = {"amount": str(cost), "currency": self.currency, "list_price": str(cost)}
        return [{"charge_type": "cash", "cash_type": "balance", **paid}]


STANDIN = Kling
