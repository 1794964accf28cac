"""A stand-in for Runway: OpenAPI document 2024-11-06, with what runwayml 5.24 adds to the models.

Each submission is a job with a bill of its own: the service knows no ids of its callers. Moderated
tasks are charged like good ones, failed ones are refunded (docs.dev.runwayml.com/usage/moderation).
"""

import re
import time
import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.standins import media
from tests.standins.standin import Answer, Asked, Standin, Task

VERSION = "2024-11-06"
URI = re.compile(r"https://.{5,2040}|runway://.{4,4991}|data:(image|video)/.*", re.DOTALL)
DATA = {"image": 5_242_880, "video": 16_777_216}
"""Most characters of a data URI."""
PIXELS = {480: 500_000, 720: 1_000_000, 1080: 2_250_000, 2160: 15_000_000}
"""Nominal height -> most pixels of the sizes that are priced so."""

HD = "1280:720 720:1280"
GEN4 = f"{HD} 1104:832 960:960 832:1104 1584:672"
VEO = f"{HD} 1080:1920 1920:1080"
S480 = "992:432 864:496 752:560 640:640 560:752 496:864"
S720 = f"{HD} 1470:630 1112:834 960:960 834:1112"
S1080 = "2206:946 1920:1080 1664:1248 1440:1440 1248:1664 1080:1920"
S2160 = "3840:1646 3840:2160 3840:2880 3840:3840 2880:3840 2160:3840"
S25 = f"992:432 854:480 752:560 640:640 560:752 480:854 {S720} {S1080}"
WORDS = "21:9 16:9 4:3 1:1 3:4 9:16"
PICTURE = f"""{HD} 1024:1024 1080:1080 1168:880 1360:768 1440:1080 1080:1440 1808:768 1920:1080
    1080:1920 2112:912 720:720 960:720 720:960 1680:720"""
GEMINI = """1344:768 768:1344 1024:1024 1184:864 864:1184 1536:672 832:1248 1248:832 896:1152
    1152:896"""


@dataclass(frozen=True)
class Rules:
    """What a model takes. `prices` are credits by nominal height, of a second or of a picture,
    `silent` those without sound, `least` is its smallest charge. `frames` is how many positions
    `promptImage` may name, `text` its ratios without one, `references` and `videos` bound lists."""

    ratios: str
    prices: dict[int, int]
    seconds: Collection[int] = ()
    prompt: int = 1000
    fields: str = ""
    silent: int | None = None
    least: int = 0
    text: str | None = None
    frames: int = 1
    references: tuple[int, int] = (0, 0)
    videos: int = 0


SEEDANCE: dict[str, Any] = {
    "seconds": range(4, 16), "prompt": 3500, "fields": "audio seed", "frames": 2,
    "references": (0, 9), "videos": 3,
}  # fmt: skip
VEO_REST: dict[str, Any] = {"seconds": (4, 6, 8), "fields": "audio negativePrompt", "frames": 2}

CLIPS = {
    "gen4.5": Rules(GEN4, {720: 12}, range(2, 11), fields="seed", text=HD),
    "gen4_turbo": Rules(GEN4, {720: 5}, range(2, 11), fields="seed", text=""),
    "veo3.1": Rules(VEO, {720: 40, 1080: 40}, silent=20, **VEO_REST),
    "veo3.1_fast": Rules(VEO, {720: 15, 1080: 15}, silent=10, **VEO_REST),
    "seedance2": Rules(
        f"{S480} {S720} {S1080} {S2160}", {480: 36, 720: 36, 1080: 40, 2160: 150}, **SEEDANCE
    ),
    "seedance2_fast": Rules(f"{S480} {S720}", {480: 29, 720: 29}, **SEEDANCE),
    "seedance2_mini": Rules(f"{S480} {S720}", {480: 16, 720: 16}, least=64, **SEEDANCE),
    "seedance2_5": Rules(
        S25, {480: 20, 720: 30, 1080: 68}, range(4, 31), 15000, "audio seed",
        least=80, frames=2, references=(0, 30), videos=10,
    ),
    "hailuo3": Rules(
        WORDS, {768: 10, 1440: 15}, range(5, 16), 6000, "resolution",
        frames=2, references=(0, 9), videos=3,
    ),
    "gemini_omni_flash": Rules(HD, {720: 10}, range(3, 11), 4000),
}  # fmt: skip
PICTURES = {
    "gen4_image": Rules(PICTURE, {720: 5, 1080: 8}, fields="seed", references=(0, 3)),
    "gen4_image_turbo": Rules(PICTURE, {720: 2, 1080: 2}, fields="seed", references=(1, 3)),
    "gemini_2.5_flash": Rules(GEMINI, {1080: 5}, prompt=5500, references=(0, 3)),
}

Issues = Iterator[tuple[str, str]]
"""(field, what is wrong with it)."""


class RunwayStandin(Standin):
    """`concurrent` tasks of a model run at once, the others wait as THROTTLED; `daily` submissions
    are taken at all. `balance` is in credits. With `shows_cancelled` a cancelled task is answered
    as CANCELLED, without with 404: the document knows both."""

    NAME = "runway"
    ROUTES = (
        ("POST", r"/v1/(image_to_video|text_to_video|text_to_image)", "submit", True),
        ("GET", r"/v1/tasks/([^/]+)", "task", False),
        ("DELETE", r"/v1/tasks/([^/]+)", "delete", False),
        ("GET", r"/v1/organization", "organization", False),
    )

    def __init__(self, *, seconds: float = 0.3) -> None:
        super().__init__(seconds=seconds)
        self.concurrent = 5
        self.daily = 10_000
        self.balance = 1_000_000
        self.shows_cancelled = False
        self.deleted: set[str] = set()

    def submit(self, asked: Asked) -> Answer:
        if (refused := _unwelcome(asked)) is not None:
            return refused
        issues = list(_issues(asked.match[1], asked.data))
        if issues:
            return _invalid(issues)
        credits = _credits(asked.data)
        with self.lock:
            if len(self.tasks) >= self.daily:
                return Answer(429, {"error": "You have exceeded your daily generation limit."})
            if credits > self.balance:
                return Answer(400, {"error": "You do not have enough credits to run this task."})
            self.balance -= credits
            task = self._begin(asked, credits)
        kind = asked.fault.kind if asked.fault else ""
        if kind == "wrong types":
            return Answer(200, {"id": 12345, "estimatedCost": "cheap"})
        first = next(iter(self.tasks))
        body: dict[str, Any] = {"id": first if kind == "same id" else task.id}
        if not task.no_cost:
            body["estimatedCost"] = {"credits": credits}
        return Answer(200, body)

    def _begin(self, asked: Asked, credits: int) -> Task:
        """What is refused for its content is taken first, and found FAILED by the first poll."""
        name = str(uuid.UUID(int=len(self.tasks) + 1, version=4))
        task = self.take(asked, credits / 100, id=name)
        if asked.fault and asked.fault.kind == "moderated":
            task.moderated, task.done_at = True, task.began
        return task

    def bill(self) -> list[tuple[str, float]]:
        with self.lock:
            return [(t.id, t.usd) for t in self.tasks.values() if not t.fails and not t.cancelled]

    def trouble(self, kind: str) -> Any:
        return {"error": {"limited": "Too many requests."}.get(kind, "Something went wrong.")}

    def task(self, asked: Asked) -> Answer:
        if (refused := _unwelcome(asked)) is not None:
            return refused
        with self.lock:
            task = self.tasks.get(asked.match[1])
            if task is None or task.id in self.deleted:
                return _missing()
            status = self._status(task)
            body = {"id": task.id, "createdAt": _date(task.at), "status": status}
            credits = round(task.usd * 100)
            if status in ("PENDING", "THROTTLED", "RUNNING"):
                costs: dict[str, Any] = {"estimatedCost": {"credits": credits}}
            else:
                refunded = task.fails or task.cancelled
                costs = {"cost": {"credits": 0 if refunded else credits}}
            return Answer(200, body | self._rest(task, status) | ({} if task.no_cost else costs))

    def _status(self, task: Task) -> str:
        now = time.monotonic()
        if task.cancelled:
            return "CANCELLED"
        if task.finished(now):
            return "FAILED" if task.fails or task.moderated else "SUCCEEDED"
        ahead = [
            one for one in self.tasks.values()
            if one.began < task.began and not one.finished(now) and not one.cancelled
            and one.asked["model"] == task.asked["model"]
        ]  # fmt: skip
        if len(ahead) >= self.concurrent:
            return "THROTTLED"
        return "PENDING" if now < task.began + self.seconds / 3 else "RUNNING"

    def _rest(self, task: Task, status: str) -> dict[str, Any]:
        if status == "RUNNING":
            return {"progress": 0.5}
        if status == "SUCCEEDED":
            return {"output": [task.result_url or self._file(task)]}
        if status != "FAILED":
            return {}
        if task.moderated:
            return {"failure": "Your text was rejected.", "failureCode": "SAFETY.INPUT.TEXT"}
        return {"failure": task.fails, "failureCode": "INTERNAL.BAD_OUTPUT.CODE01"}

    def _file(self, task: Task) -> str:
        across, down = map(int, task.asked["ratio"].split(":"))
        width, height = (round(160 * side / max(across, down)) * 2 for side in (across, down))
        if "duration" not in task.asked:
            return self.file(
                f"{task.id}.png", media.picture(width, height, words=self.words(task)), "image/png"
            )
        sound = task.asked.get("audio", False)
        clip = media.clip(
            task.asked["duration"], width, height, sound=sound, words=self.words(task)
        )
        return self.file(f"{task.id}.mp4", clip)

    def delete(self, asked: Asked) -> Answer:
        """Cancels what is under way, and destroys the files of what is not."""
        if (refused := _unwelcome(asked)) is not None:
            return refused
        with self.lock:
            task = self.tasks.get(asked.match[1])
            if task is None or task.id in self.deleted or task.cancelled:
                return _missing()
            if task.finished(time.monotonic()):
                self.deleted.add(task.id)
            else:
                task.cancelled = True
                self.deleted |= set() if self.shows_cancelled else {task.id}
            return Answer(204)

    def organization(self, asked: Asked) -> Answer:
        if (refused := _unwelcome(asked)) is not None:
            return refused
        limits = {"maxConcurrentGenerations": self.concurrent, "maxDailyGenerations": self.daily}
        used = {"dailyGenerations": len(self.tasks)}
        body = {
            "tier": {"maxMonthlyCreditSpend": 10_000, "models": {"gen4.5": limits}},
            "creditBalance": self.balance,
            "usage": {"models": {"gen4.5": used}},
        }
        return Answer(200, body)


STANDIN = RunwayStandin


def _unwelcome(asked: Asked) -> Answer | None:
    headers = {name.lower(): value for name, value in asked.headers.items()}
    if not re.fullmatch(r"Bearer \S+", headers.get("authorization", "")):
        return Answer(401, {"error": "You did not provide an API key."})
    if headers.get("x-runway-version") != VERSION:
        return Answer(400, {"error": "The X-Runway-Version header is missing or not known."})
    return None


def _missing() -> Answer:
    return Answer(404, {"error": "Task not found."})


def _invalid(issues: list[tuple[str, str]]) -> Answer:
    told = [{"code": "custom", "path": [field], "message": why} for field, why in issues]
    return Answer(
        400,
        {
            "error": "Validation of body failed",
            "issues": told,
            "docUrl": "https://docs.dev.runwayml.com/api",
        },
    )


def _date(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def _issues(endpoint: str, body: Any) -> Issues:
    """What is wrong with a body. Stricter than the service in two ways: a prompt is always needed,
    and unknown fields are refused at every model."""
    if not isinstance(body, dict):
        yield "", "expected an object"
        return
    picture = endpoint == "text_to_image"
    rules = (PICTURES if picture else CLIPS).get(str(body.get("model")))
    text = endpoint == "text_to_video"
    if rules is None or (text and rules.text == ""):
        yield "model", f"no such model at {endpoint}"
        return
    yield from _fields(endpoint, rules, body)
    yield from _text("promptText", body.get("promptText"), rules.prompt)
    if "negativePrompt" in body:
        yield from _text("negativePrompt", body["negativePrompt"], 1000)
    ratios = rules.text if text and rules.text else rules.ratios
    if body.get("ratio") not in ratios.split():
        yield "ratio", f"expected one of {ratios}"
    if not picture and (
        type(body.get("duration")) is not int or body["duration"] not in rules.seconds
    ):
        yield "duration", "no such length"
    if "seed" in body and not (type(body["seed"]) is int and 0 <= body["seed"] < 2**32):
        yield "seed", "expected an integer from 0 to 4294967295"
    if "audio" in body and type(body["audio"]) is not bool:
        yield "audio", "expected a boolean"
    if "resolution" in body and body["resolution"] not in ("768P", "2K"):
        yield "resolution", "expected 768P or 2K"


def _fields(endpoint: str, rules: Rules, body: dict[str, Any]) -> Issues:
    known = {"model", "promptText", "ratio", *rules.fields.split()}
    if endpoint == "text_to_image":
        known |= {"referenceImages"}
        yield from _list("referenceImages", body, rules.references, {"uri"})
    else:
        known |= {"duration"}
    if endpoint == "image_to_video":
        known |= {"promptImage"}
        yield from _frames(rules, body.get("promptImage"))
    if endpoint == "text_to_video" and rules.videos:
        known |= {"references", "referenceVideos"}
        yield from _list("references", body, rules.references, {"uri"})
        yield from _list("referenceVideos", body, (0, rules.videos), {"uri", "type"})
    for name in sorted(body.keys() - known):
        yield name, "unrecognized key"


def _text(field: str, value: Any, most: int) -> Issues:
    if not isinstance(value, str) or not 1 <= len(value.encode("utf-16-le")) // 2 <= most:
        yield field, f"expected 1 to {most} characters"


def _frames(rules: Rules, value: Any) -> Issues:
    if isinstance(value, str):
        yield from _uri("promptImage", value, "image")
        return
    places = ("first", "last")[: rules.frames]
    if not isinstance(value, list) or not 1 <= len(value) <= len(places):
        yield "promptImage", "expected an image or a list of frames"
        return
    for one in value:
        if not isinstance(one, dict) or one.keys() != {"uri", "position"}:
            yield "promptImage", "expected uri and position"
            return
        yield from _uri("promptImage", one["uri"], "image")
    named = [one["position"] for one in value]
    if len(set(named)) < len(named) or not set(named) <= set(places) or "first" not in named:
        yield "promptImage", f"expected positions of {places}, each once"


def _list(field: str, body: dict[str, Any], bounds: tuple[int, int], keys: set[str]) -> Issues:
    value = body.get(field, [])
    if not isinstance(value, list) or not bounds[0] <= len(value) <= bounds[1]:
        yield field, f"expected {bounds[0]} to {bounds[1]}"
        return
    for one in value:
        if not isinstance(one, dict) or one.keys() != keys or one.get("type", "video") != "video":
            yield field, f"expected {sorted(keys)}"
            return
        yield from _uri(field, one["uri"], "video" if "type" in keys else "image")


def _uri(field: str, value: Any, kind: str) -> Issues:
    match = URI.fullmatch(value) if isinstance(value, str) else None
    if match is None or (match[1] and (match[1] != kind or len(value) > DATA[kind])):
        yield field, f"expected the address or data URI of one {kind}"


def _credits(body: dict[str, Any]) -> int:
    across, down = map(int, body["ratio"].split(":"))
    if "duration" not in body:
        prices = PICTURES[body["model"]].prices
        small = 720 in prices and min(across, down) < 1000
        return prices[720] if small else prices[1080]
    rules, seconds = CLIPS[body["model"]], int(body["duration"])
    heights = sorted(rules.prices)
    height = next((one for one in heights if across * down <= PIXELS.get(one, 0)), heights[-1])
    if "resolution" in body:
        height = {"768P": 768, "2K": 1440}[body["resolution"]]
    price = rules.prices[height]
    if rules.silent is not None and not body.get("audio", True):
        price = rules.silent
    return max(rules.least, price * seconds)
