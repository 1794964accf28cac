"""A stand-in for Seedance at BytePlus ModelArk and Volcano Engine Ark.

Vendor: API reference volcengine.com/docs/82379/1520757 (2026-07-07), error codes
docs.byteplus.com/docs/ModelArk/1299023, volcengine-ark-runtime 5.0.54. A `safety_identifier` that
comes twice makes two jobs with two bills; only tasks that succeed stay on the bill.
"""

import base64
import binascii
import io
import re
import time
from dataclasses import dataclass
from typing import Any

from PIL import Image
from tests.standins import media
from tests.standins.standin import Answer, Asked, Standin, Task

PLACE = "/api/v3/contents/generations/tasks"
WEEK = 7 * 86400
FIELDS = """
    model content safety_identifier callback_url return_last_frame service_tier priority draft
    execution_expires_after generate_audio camera_fixed watermark seed resolution ratio duration
    frames tools output_format omni_reference_task_type
"""
ROLES: dict[str, tuple[str, ...]] = {
    "image_url": ("first_frame", "last_frame", "reference_image"),
    "video_url": ("reference_video",),
    "audio_url": ("reference_audio",),
}
SIZES = {
    "480p": "16:9=864x496 9:16=496x864 1:1=640x640 4:3=752x560 3:4=560x752 21:9=992x432",
    "720p": "16:9=1280x720 9:16=720x1280 1:1=960x960 4:3=1112x834 3:4=834x1112 21:9=1470x630",
    "1080p": "16:9=1920x1080 9:16=1080x1920 1:1=1440x1440 4:3=1664x1248 3:4=1248x1664 "
    "21:9=2206x946",
    "4k": "16:9=3840x2160 9:16=2160x3840 1:1=3840x3840 4:3=3840x2880 3:4=2880x3840 21:9=3840x1646",
}
"""Pixels of what is made, by resolution and ratio."""
SHAPES = {
    "16:9": (320, 180), "9:16": (180, 320), "1:1": (240, 240),
    "4:3": (320, 240), "3:4": (240, 320), "21:9": (420, 180),
}  # fmt: skip
"""Pixels of the small clips that are handed out instead."""


@dataclass(frozen=True)
class Rules:
    """What a family takes; `sound` and `silent` are USD for a million tokens."""

    seconds: range
    resolutions: tuple[str, ...]
    sound: float
    silent: float
    references: int = 0
    seed: bool = True
    audio: bool = True
    adaptive: bool = False


MODELS = {
    "1-0-pro": Rules(range(2, 13), ("480p", "720p", "1080p"), 2.5, 2.5, audio=False),
    "1-5-pro": Rules(range(4, 13), ("480p", "720p", "1080p"), 2.4, 1.2),
    "2-0": Rules(range(4, 16), ("480p", "720p", "1080p", "4k"), 7.0, 7.0, 9, seed=False),
    "2-0-fast": Rules(range(4, 16), ("480p", "720p"), 5.6, 5.6, 9, seed=False),
    "2-0-mini": Rules(range(4, 16), ("480p", "720p"), 3.5, 3.5, 9, seed=False),
    "2-5": Rules(range(4, 31), ("480p", "720p", "1080p"), 10.7, 10.7, 30, adaptive=True),
}


class Wrong(Exception):
    """A request that the service refuses."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(code, message)
        self.code, self.message, self.status = code, message, status

    @property
    def answer(self) -> Answer:
        kinds = {400: "BadRequest", 401: "Unauthorized", 404: "NotFound"}
        return Answer(self.status, complaint(self.code, self.message, kinds[self.status]))


def complaint(code: str, message: str, kind: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": message, "param": "", "type": kind}}


class Seedance(Standin):
    NAME = "seedance"
    ROUTES = (
        ("POST", PLACE, "create", True),
        ("GET", PLACE, "list_tasks", False),
        ("GET", PLACE + r"/([^/]+)", "show", False),
        ("DELETE", PLACE + r"/([^/]+)", "delete", False),
    )

    def __init__(self, *, seconds: float = 0.3) -> None:
        super().__init__(seconds=seconds)
        self.wiped: set[str] = set()
        """Tasks whose record was deleted; what they cost stays on the bill."""

    def create(self, asked: Asked) -> Answer:
        try:
            _authentic(asked)
            said = _checked(asked.data)
        except Wrong as wrong:
            return wrong.answer
        kind = asked.fault.kind if asked.fault else ""
        if kind == "moderated":
            code = "InputTextSensitiveContentDetected"
            return Wrong(code, "The input text may contain sensitive information.").answer
        token = said.get("safety_identifier") or ""
        with self.lock:
            earlier = next(iter(self.tasks), "")
            number = len(self.tasks) + 1
            name = f"cgt-20261125070000-{number:05d}"
            task = self.take(asked, _usd(said), token=token, id=name)
            task.asked = said
        answer: dict[str, Any] = {"id": task.id}
        if token:
            answer["safety_identifier"] = token
        if kind == "same id":
            answer["id"] = earlier
        if kind == "wrong types":
            answer = {"id": number, "safety_identifier": [token]}
        return Answer(200, answer)

    def show(self, asked: Asked) -> Answer:
        try:
            return Answer(200, self._told(self._task(asked)))
        except Wrong as wrong:
            return wrong.answer

    def delete(self, asked: Asked) -> Answer:
        """Cancels what is queued, wipes the record of what has ended, refuses all else."""
        try:
            task = self._task(asked)
            status = _status(task)
            if status in ("running", "cancelled"):
                raise Wrong("InvalidParameter", f"a task that is {status} cannot be deleted")
        except Wrong as wrong:
            return wrong.answer
        with self.lock:
            if status == "queued":
                task.cancelled = True
            else:
                self.wiped.add(task.id)
        return Answer(200, {})

    def list_tasks(self, asked: Asked) -> Answer:
        """Newest first, of the last seven days."""
        try:
            _authentic(asked)
            number = _count(asked.first("page_num", "1"), "page_num")
            size = _count(asked.first("page_size", "20"), "page_size")
        except Wrong as wrong:
            return wrong.answer
        with self.lock:
            tasks = [task for task in reversed(self.tasks.values()) if self._known(task)]
        tasks = [task for task in tasks if _fits(task, asked.query)]
        part = tasks[(number - 1) * size : number * size]
        return Answer(200, {"total": len(tasks), "items": [self._told(task) for task in part]})

    def trouble(self, kind: str) -> Any:
        if kind == "limited":
            code = "RateLimitExceeded.EndpointRPMExceeded"
            return complaint(code, "The RPM limit of the endpoint is exceeded.", "TooManyRequests")
        return complaint("InternalServiceError", "The service met an error.", "InternalServerError")

    def _known(self, task: Task) -> bool:
        return task.id not in self.wiped and task.at > time.time() - WEEK

    def _task(self, asked: Asked) -> Task:
        _authentic(asked)
        with self.lock:
            task = self.tasks.get(asked.match[1])
            if task is None or not self._known(task):
                raise Wrong("NotFound.id", f"The task {asked.match[1]} is not found.", 404)
            return task

    def _told(self, task: Task) -> dict[str, Any]:
        said, status = task.asked, _status(task)
        told: dict[str, Any] = {
            "id": task.id,
            "model": said["model"],
            "status": status,
            "created_at": int(task.at),
            "updated_at": int(time.time()),
            "service_tier": "default",
            "execution_expires_after": 172800,
            "draft": False,
        }
        if task.token:
            told["safety_identifier"] = task.token
        if status == "failed":
            code = "OutputVideoSensitiveContentDetected"
            if not task.moderated:
                code = "InternalServiceError"
            told["error"] = {"code": code, "message": task.fails or "sensitive content"}
        if status == "succeeded":
            told |= self._made(task)
        return told

    def _made(self, task: Task) -> dict[str, Any]:
        said, ratio = task.asked, _ratio(task.asked)
        sound = _sound(said)
        content = media.clip(_seconds(said), *SHAPES[ratio], sound=sound, words=self.words(task))
        made: dict[str, Any] = {
            "content": {"video_url": task.result_url or self.file(f"{task.id}.mp4", content)},
            "seed": said.get("seed") or 4711,
            "resolution": said.get("resolution") or "720p",
            "ratio": ratio,
            "duration": _seconds(said),
            "framespersecond": 24,
            "generate_audio": sound,
        }
        if not task.no_cost:
            tokens = _tokens(said)
            made["usage"] = {"completion_tokens": tokens, "total_tokens": tokens}
        return made


STANDIN = Seedance


def _authentic(asked: Asked) -> None:
    if not re.fullmatch(r"Bearer \S+", asked.headers.get("Authorization", "")):
        raise Wrong("AuthenticationError", "The API key is missing or invalid.", 401)


def _checked(data: Any) -> dict[str, Any]:
    """The fields that are said: null is the same as leaving a field out."""
    if not isinstance(data, dict):
        raise Wrong("InvalidParameter", "the body is no JSON object")
    said = {name: value for name, value in data.items() if value is not None}
    for name in said.keys() - set(FIELDS.split()):
        raise Wrong(f"InvalidParameter.{name}", f"unknown parameter {name}")
    for name in ("model", "content"):
        if name not in said:
            raise Wrong("MissingParameter", f"{name} is missing")
    rules = _rules(said)
    _check_content(said["content"], rules)
    _check_options(said, rules)
    if rules.adaptive and _roles(said)[:1] == ["first_frame"] and _option(said) != "adaptive":
        raise Wrong("InvalidParameter.TaskTypeConstraint", "ratio must be adaptive")
    return said


def _rules(said: dict[str, Any]) -> Rules:
    model = str(said["model"])
    named = re.fullmatch(r"(?:doubao-|dreamina-)?seedance-(.+?)-\d{6}(?:-\d{4})?", model)
    if named is None or named[1] not in MODELS:
        raise Wrong("InvalidEndpoint.NotFound", f"The endpoint {model} does not exist.", 404)
    return MODELS[named[1]]


def _check_options(said: dict[str, Any], rules: Rules) -> None:
    seed, token = said.get("seed", 0), said.get("safety_identifier", "")
    wrong = {
        # -1 lets the model choose, which a stand-in that bills had better refuse.
        "duration": type(said.get("duration", 5)) is not int or _seconds(said) not in rules.seconds,
        "resolution": said.get("resolution", "720p") not in rules.resolutions,
        "ratio": _option(said) not in (*SHAPES, "adaptive"),
        "seed": type(seed) is not int or not -1 <= seed < 2**32,
        "watermark": type(said.get("watermark", False)) is not bool,
        "generate_audio": type(said.get("generate_audio", True)) is not bool,
        "safety_identifier": not isinstance(token, str) or len(token) > 64 or not token.isascii(),
    }
    wrong["seed"] |= "seed" in said and not rules.seed
    wrong["generate_audio"] |= "generate_audio" in said and not rules.audio
    for name in (name for name, bad in wrong.items() if bad):
        raise Wrong(f"InvalidParameter.{name}", f"the parameter {name} is not valid")


def _check_content(content: Any, rules: Rules) -> None:
    if not isinstance(content, list) or not content:
        raise Wrong("InvalidParameter.content", "content must be a list of parts")
    roles = [_part(part) for part in content]
    pictures = [role for role in roles if role]
    frames = [role for role in pictures if role.endswith("_frame")]
    modes = ("", "first_frame", "first_frame last_frame")
    if " ".join(frames) not in modes or (frames and frames != pictures):
        raise Wrong("InvalidParameter.content", f"{pictures} cannot be used together")
    if len(pictures) - len(frames) > rules.references:
        raise Wrong("InvalidParameter.content", f"at most {rules.references} references")


def _part(part: Any) -> str:
    """The role of a part of the content, "" for a text."""
    kind = part.get("type") if isinstance(part, dict) else None
    if kind == "text" and part.keys() == {"type", "text"} and isinstance(part["text"], str):
        return ""
    if kind not in ROLES or part.keys() != {"type", kind, "role"}:
        raise Wrong("InvalidParameter.content", f"a part that cannot be read: {kind}")
    url = part[kind].get("url") if isinstance(part[kind], dict) else None
    if part["role"] not in ROLES[kind] or not isinstance(url, str):
        raise Wrong("InvalidParameter.content", f"role {part['role']} of {kind}")
    given = kind == "image_url" and _picture(url) is not None
    if not given and not url.startswith(("https://", "asset://")):
        raise Wrong(f"InvalidParameter.{kind}", "the file cannot be read")
    return str(part["role"])


def _picture(url: str) -> tuple[int, int] | None:
    """Width and height of a picture in a data URI."""
    found = re.fullmatch(r"data:image/[a-z]+;base64,([A-Za-z0-9+/=]+)", url)
    try:
        content = base64.b64decode(found[1], validate=True) if found else b""
        with Image.open(io.BytesIO(content)) as picture:
            return picture.size
    except (binascii.Error, OSError):
        return None


def _roles(said: dict[str, Any]) -> list[str]:
    return [part["role"] for part in said["content"] if "role" in part]


def _option(said: dict[str, Any]) -> str:
    return str(said.get("ratio", "adaptive" if _roles(said) else "16:9"))


def _ratio(said: dict[str, Any]) -> str:
    """What is made: `adaptive` takes the nearest to the first picture."""
    if _option(said) != "adaptive":
        return _option(said)
    pictures = [part["image_url"]["url"] for part in said["content"] if "image_url" in part]
    width, height = (_picture(pictures[0]) if pictures else None) or (16, 9)
    shapes = {name: wide / high for name, (wide, high) in SHAPES.items()}
    return min(shapes, key=lambda name: abs(shapes[name] - width / height))


def _seconds(said: dict[str, Any]) -> int:
    return int(said.get("duration", 5))


def _sound(said: dict[str, Any]) -> bool:
    return bool(said.get("generate_audio", _rules(said).audio))


def _tokens(said: dict[str, Any]) -> int:
    """Seconds x width x height x 24 / 1024."""
    sizes = dict(one.split("=") for one in SIZES[said.get("resolution", "720p")].split())
    width, height = map(int, sizes[_ratio(said)].split("x"))
    return round(_seconds(said) * width * height * 24 / 1024)


def _usd(said: dict[str, Any]) -> float:
    rules = _rules(said)
    price = rules.sound if _sound(said) else rules.silent
    if rules.adaptive and said.get("resolution") == "1080p":
        price = 11.7
    return _tokens(said) * price / 1e6


def _status(task: Task) -> str:
    now = time.monotonic()
    if task.cancelled:
        return "cancelled"
    if task.finished(now):
        return "failed" if task.fails or task.moderated else "succeeded"
    return "queued" if now - task.began < (task.done_at - task.began) / 3 else "running"


def _fits(task: Task, query: dict[str, list[str]]) -> bool:
    wishes = {
        "filter.status": _status(task), "filter.task_ids": task.id,
        "filter.model": task.asked["model"], "filter.service_tier": "default",
    }  # fmt: skip
    return all(value in query.get(name, [value]) for name, value in wishes.items())


def _count(text: str, name: str) -> int:
    if not re.fullmatch(r"\d{1,3}", text) or not 1 <= int(text) <= 500:
        raise Wrong(f"InvalidParameter.{name}", f"{name} must be 1 to 500")
    return int(text)
