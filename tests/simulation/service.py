"""A service on a simulated clock: pictures that take as long as told, or fail, over real HTTP."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar

from pydantic import JsonValue
from tests.simulation.clock import Clock
from tests.standins import media
from tests.standins.standin import Answer, Asked, Route, Standin

from reelwright.film.asked import ClipAsked, ImageAsked, order_of
from reelwright.film.money import Money
from reelwright.film.order import Order
from reelwright.film.provider import Limits, Polling, Provider
from reelwright.film.talk import (
    Absent,
    Call,
    CannotTell,
    Done,
    Failed,
    Found,
    Gone,
    Heard,
    Polled,
    Ready,
    Refused,
    Reply,
    Result,
    Said,
    Searched,
    Submit,
    Taken,
    Talk,
    Waiting,
)
from reelwright.providers.hearing import by_status
from reelwright.studio.spending.access import Access, Secret

NAME, MODEL = "replicate", "black-forest-labs/flux-schnell"
"""What it is called in Orders: they have a price in the catalogue."""
CLIPS = "kwaivgi/kling-v3-video"
MICROS = 3000
KEY = "key-of-a-simulation"


@dataclass(frozen=True)
class Fate:
    """What becomes of one submission: it takes `seconds`, and comes to nothing when `fails`."""

    seconds: float = 30.0
    fails: bool = False


@dataclass
class Job:
    """A submission that was taken: at what time, of which Order, and what becomes of it."""

    id: str
    prompt: str
    token: str
    at: float
    fate: Fate
    content: bytes

    @property
    def done_at(self) -> float:
        return self.at + self.fate.seconds


class Service(Standin):
    """`fate` tells what becomes of the nth submission of a prompt, from 0. It charges for what it
    makes. `posts_at` are the times of all paid requests that arrived, taken or not."""

    NAME = "simulated"
    ROUTES: ClassVar[tuple[Route, ...]] = (
        ("POST", "/jobs", "make", True),
        ("GET", "/jobs", "find", False),
        ("GET", "/jobs/([a-z0-9-]+)", "show", False),
        ("GET", "/up", "up", False),
    )

    def __init__(self, clock: Clock, fate: Callable[[str, int], Fate] = lambda *_: Fate()) -> None:
        super().__init__()
        self.clock, self.fate = clock, fate
        self.jobs: dict[str, Job] = {}
        self.posts_at: list[float] = []
        self.polls_at: list[tuple[str, float]] = []
        self.checks_at: list[float] = []
        self.down: Callable[[], bool] = lambda: False
        """Whether it takes nothing now (503)."""
        self.up_too = True
        """Whether it answers the free question even then."""
        self.content: Callable[[str], bytes] = picture
        """What it makes, by the name of a job."""
        self.charge: int | None = MICROS
        self.url_of: Callable[[str], str] = lambda url: url
        """The address that it gives for a file."""
        self.knows: Callable[[Job], bool] = lambda _job: True
        """Whether a job is still, or already, there to be asked for."""

    def __enter__(self) -> "Service":
        self.start()
        return self

    def make(self, asked: Asked) -> Answer:
        self.posts_at.append(self.clock())
        if self.down():
            return Answer(503, {"code": "unavailable"})
        prompt = asked.data["prompt"]
        with self.lock:
            before = sum(job.prompt == prompt for job in self.jobs.values())
            name = f"job-{len(self.jobs)}"
            told = next(iter(self.jobs), name) if _is(asked, "same id") else name
            content = self.content(name)
            fate = self.fate(prompt, before)
            job = Job(name, prompt, asked.data["token"], self.clock(), fate, content)
            self.jobs[name] = job
        return Answer(200, {"id": told})

    def find(self, asked: Asked) -> Answer:
        token = asked.first("token")
        known = [job for job in self.jobs.values() if self.knows(job)]
        return Answer(200, {"ids": [job.id for job in known if job.token == token]})

    def show(self, asked: Asked) -> Answer:
        job = self.jobs.get(asked.match[1])
        self.polls_at.append((asked.match[1], self.clock()))
        if job is None or not self.knows(job):
            return Answer(404, {"code": "unknown"})
        if self.clock() < job.done_at:
            return Answer(200, {"status": "making"})
        if job.fate.fails:
            return Answer(200, {"status": "failed"})
        url = self.url_of(self.file(job.id, job.content, "application/octet-stream"))
        return Answer(200, {"status": "done", "url": url, "micros": self.charge})

    def up(self, _asked: Asked) -> Answer:
        self.checks_at.append(self.clock())
        return Answer(200, {"ok": True}) if self.up_too or not self.down() else Answer(503, {})

    def billed(self) -> int:
        """Micro-units that it charges, for all that it has made by now."""
        made = [job for job in self.jobs.values() if not job.fate.fails]
        return MICROS * sum(job.done_at <= self.clock() for job in made)

    def access(
        self, limits: Limits | None = None, polling: Polling | None = None, **more: object
    ) -> Access:
        """How it is reached; `more` are other fields of its Provider."""
        return Access(
            provider=replace(PROVIDER, **more),  # type: ignore[arg-type]  # by name, in tests
            url=self.url,
            secret=Secret(KEY),
            limits=limits or Limits(),
            polling=polling or Polling(),
        )


def _is(asked: Asked, kind: str) -> bool:
    return asked.fault is not None and asked.fault.kind == kind


def order(name: str) -> Order:
    return order_of("image", NAME, MODEL, ImageAsked(prompt=name))


def clip_order(name: str) -> Order:
    return order_of("clip", NAME, CLIPS, ClipAsked(prompt=name, seconds=3, height=720))


def picture(name: str) -> bytes:
    """No two are alike, though they look it: what follows the end of a PNG is not shown."""
    return media.picture(64, 36) + name.encode()


def clip(name: str) -> bytes:
    """Three seconds; its name stands in a box that nobody reads."""
    told = name.encode()
    return media.clip(3) + (8 + len(told)).to_bytes(4, "big") + b"free" + told


# The service as a Provider.


class Created(Said):
    id: str


class Shown(Said):
    status: str
    url: str = ""
    micros: int | None = None


class Listed(Said):
    ids: list[str]


def _submit(wanted: Order, _ready: Ready, token: str) -> Submit:
    body: JsonValue = {"prompt": wanted.params["prompt"], "token": token}
    return Submit(call=Call(method="POST", url="/jobs", body=body), seconds=10.0)


def _heard(_order: Order, reply: Reply) -> Heard:
    made = reply.read(Created)
    if reply.status == 200 and made is not None:
        return Taken(ticket=made.id)
    if reply.status == 503 and b"unavailable" in reply.body:
        return Refused(reason="unavailable", cause="it takes nothing now", wait=reply.wait)
    return by_status(reply)


def _poll(_order: Order, ticket: str) -> Talk[Polled]:
    reply = yield Call(url=f"/jobs/{ticket}")
    shown = reply.read(Shown)
    if reply.status == 404:
        return Gone()
    if shown is None or shown.status == "making":
        return Waiting(wait=reply.wait)
    if shown.status == "failed":
        return Failed(cause="it came to nothing")
    results = (Result(url=shown.url, media_type="image/png"),) if shown.url else ()
    charge = None if shown.micros is None else Money(micros=shown.micros)
    return Done(results=results, charge=charge)


def _find(_order: Order, token: str, _sent_at: float) -> Talk[Searched]:
    reply = yield Call(url="/jobs", query=(("token", token),))
    listed = reply.read(Listed)
    if listed is None:
        return CannotTell(cause=f"HTTP {reply.status}")
    return Found(ticket=listed.ids[0]) if listed.ids else Absent()


def _check() -> Talk[str]:
    reply = yield Call(url="/up")
    return "" if reply.status == 200 else f"HTTP {reply.status}"


PROVIDER = Provider(
    name=NAME, title="A simulated service", url="", kinds=("image",), submit=_submit, heard=_heard,
    poll=_poll, find=_find, check=_check, find_by="token",
)  # fmt: skip
