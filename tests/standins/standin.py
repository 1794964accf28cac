"""A stand-in: a small HTTP server on loopback with routes, tasks, files, a bill and faults.

A service's own stand-in subclasses `Standin`, lists its `ROUTES` (method, path pattern, name of a
method, whether it is a paid submission) and answers `Answer`s. What the chassis does by itself:
faults that look alike everywhere (delays, drops, 429, 500, 503), file downloads with their faults,
counting of requests, and the control pages `GET /_bill`, `POST /_fault {kind, times, seconds,
after}` and `GET /_seen` for use by hand.
"""

import json
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

from tests.standins import media
from tests.standins.faults import DOWNLOAD, Fault, Faults


@dataclass
class Asked:
    """A request as a route sees it. `data` is the parsed JSON body, or None."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: Mapping[str, str]
    body: bytes
    match: re.Match[str]
    fault: Fault | None = None
    """A fault of the submission kinds that the chassis leaves to the service."""

    @property
    def data(self) -> Any:
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    def first(self, name: str, otherwise: str = "") -> str:
        return self.query.get(name, [otherwise])[0]


@dataclass
class Answer:
    """`body` is bytes, or anything that becomes JSON."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Task:
    """Work that was taken. `made` is when it will be done, as monotonic seconds."""

    id: str
    asked: Any
    token: str
    began: float
    done_at: float
    usd: float
    fails: str = ""
    moderated: bool = False
    cancelled: bool = False
    no_cost: bool = False
    result_url: str = ""
    at: float = field(default_factory=time.time)

    def finished(self, now: float) -> bool:
        return now >= self.done_at

    @property
    def billed(self) -> bool:
        """Whether it costs anything: only good results do, unless a service says otherwise."""
        return not self.fails and not self.moderated and not self.cancelled


@dataclass
class File:
    content: bytes
    media_type: str
    etag: str


Route = tuple[str, str, str, bool]
LEFT_TO_SERVICE = (
    "moderated", "moderated later", "fails later", "never ends", "slow", "wrong types", "no cost",
    "same id", "file url", "inner url",
)  # fmt: skip


class Standin:
    """The state of one service. Subclasses list `ROUTES` and know the wire format."""

    NAME: ClassVar[str] = ""
    ROUTES: ClassVar[tuple[Route, ...]] = ()
    WATCHED: ClassVar[bool] = False
    """Whether people will look at what it makes: then each shows what it was asked for."""

    def __init__(self, *, seconds: float = 0.3) -> None:
        self.seconds = seconds
        self.faults = Faults()
        self.tasks: dict[str, Task] = {}
        self.files: dict[str, File] = {}
        self.seen: list[tuple[str, str, float]] = []
        """(method, path, monotonic seconds) of every request but the control pages'."""
        self.submissions = 0
        """Paid requests that arrived whole, taken or not."""
        self.lock = threading.RLock()
        self.url = ""

    # What subclasses use.

    def words(self, task: Task) -> str:
        """What is to be written on the result of a task, if anything."""
        return f"{task.id}: {media.said(task.asked)}" if self.WATCHED else ""

    def take(self, asked: Asked, usd: float, *, token: str = "", id: str = "") -> Task:
        """Accept work: from now on it is on the bill (unless it will fail)."""
        with self.lock:
            now = time.monotonic()
            fault = asked.fault
            kind = fault.kind if fault else ""
            number = len(self.tasks) + 1
            name = id or f"{self.NAME}-{number:06d}"
            longer = fault.seconds if fault and kind == "slow" else 0.0
            done_at = float("inf") if kind == "never ends" else now + self.seconds + longer
            task = Task(name, asked.data, token, now, done_at, usd)
            task.fails = "something went wrong" if kind == "fails later" else ""
            task.moderated = kind == "moderated later"
            task.no_cost = kind == "no cost"
            if kind == "file url":
                task.result_url = "file:///etc/passwd"
            if kind == "inner url":
                task.result_url = "http://169.254.169.254/latest/meta-data"
            self.tasks[name] = task
            return task

    def file(self, name: str, content: bytes, media_type: str = "video/mp4") -> str:
        """Offer a file; answers its absolute URL."""
        with self.lock:
            known = self.files.get(name)
            if known is None or known.content != content:
                self.files[name] = File(content, media_type, f'"{name}-{len(content)}"')
            return f"{self.url}/_files/{name}"

    def bill(self) -> list[tuple[str, float]]:
        """(task, USD) of everything that would be charged."""
        with self.lock:
            return [(task.id, task.usd) for task in self.tasks.values() if task.billed]

    def posts(self) -> int:
        """Paid requests that arrived."""
        return self.submissions

    def trouble(self, kind: str) -> Any:
        """The body of a 429 ("limited"), 500 ("broken") or 503 ("unavailable")."""
        return {"error": kind}

    # What runs it.

    def start(self, port: int = 0) -> "Standin":
        """Serve on a free loopback port in threads of this process, until `stop`."""
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _speaker(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> "Standin":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


class Dropped(Exception):
    """The connection is to be closed without an answer."""


def _speaker(standin: Standin) -> type[BaseHTTPRequestHandler]:
    class Speaker(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def _speak(self) -> None:
            try:
                _answer(standin, self)
            except (Dropped, ConnectionError, TimeoutError):
                self.close_connection = True

        do_GET = do_POST = do_PUT = do_DELETE = _speak  # noqa: N815 — names of the library

    return Speaker


def _answer(standin: Standin, web: BaseHTTPRequestHandler) -> None:
    parts = urlsplit(web.path)
    body = web.rfile.read(int(web.headers.get("Content-Length") or 0))
    if parts.path.startswith("/_") and not parts.path.startswith("/_files/"):
        return _send(web, _control(standin, parts.path, body))
    with standin.lock:
        standin.seen.append((web.command, parts.path, time.monotonic()))
    if parts.path.startswith("/_files/"):
        return _download(standin, web, parts.path.removeprefix("/_files/"))
    for method, pattern, name, paid in standin.ROUTES:
        match = re.fullmatch(pattern, parts.path)
        if method == web.command and match:
            asked = Asked(
                method, parts.path, parse_qs(parts.query, keep_blank_values=True),
                dict(web.headers.items()), body, match,
            )  # fmt: skip
            answer: Callable[[Asked], Answer] = getattr(standin, name)
            return (
                _paid(standin, web, asked, answer) if paid else _free(standin, web, asked, answer)
            )
    return _send(web, Answer(404, {"error": "there is no such page"}))


def _free(
    standin: Standin, web: BaseHTTPRequestHandler, asked: Asked, answer: Callable[[Asked], Answer]
) -> None:
    if standin.faults.meet("poll broken"):
        return _send(web, Answer(500, {"error": "broken"}))
    if standin.faults.meet("poll gone"):
        return _send(web, Answer(404, {"error": "not found"}))
    return _send(web, answer(asked))


def _paid(
    standin: Standin, web: BaseHTTPRequestHandler, asked: Asked, answer: Callable[[Asked], Answer]
) -> None:
    """A submission: the faults that look alike everywhere, then the service."""
    with standin.lock:
        standin.submissions += 1
        plain = ("delay", "drop before", "drop after", "limited", "broken", "unavailable")
        fault = standin.faults.meet(*plain, "huge answer", *LEFT_TO_SERVICE)
    kind = fault.kind if fault else ""
    if fault and kind == "delay":
        time.sleep(fault.seconds)
    if kind == "drop before":
        raise Dropped
    if fault and kind == "limited":
        after = {"Retry-After": str(int(fault.seconds))} if fault.seconds else {}
        return _send(web, Answer(429, standin.trouble(kind), after))
    if kind in ("broken", "unavailable"):
        return _send(web, Answer(500 if kind == "broken" else 503, standin.trouble(kind)))
    if kind == "huge answer":
        return _flood(web)
    asked.fault = fault if kind in LEFT_TO_SERVICE else None
    found = answer(asked)
    if kind == "drop after":
        raise Dropped
    return _send(web, found)


def _flood(web: BaseHTTPRequestHandler) -> None:
    """A gigabyte of JSON; the other side should have hung up long before its end."""
    web.send_response(200)
    web.send_header("Content-Type", "application/json")
    web.send_header("Content-Length", str(1 << 30))
    web.end_headers()
    web.wfile.write(b'{"id": "')
    for _ in range(1 << 10):
        web.wfile.write(b"a" * (1 << 20))
    web.close_connection = True


def _control(standin: Standin, path: str, body: bytes) -> Answer:
    if path == "/_bill":
        bill = standin.bill()
        return Answer(200, {"jobs": bill, "usd": sum(usd for _, usd in bill)})
    if path == "/_seen":
        return Answer(200, {"submissions": standin.submissions, "requests": standin.seen})
    if path == "/_fault":
        try:
            standin.faults.add(**json.loads(body))
        except (ValueError, TypeError) as error:
            return Answer(400, {"error": str(error)})
        return Answer(200, {"planned": len(standin.faults.planned)})
    return Answer(404, {"error": "control pages: /_bill, /_seen, /_fault"})


def _download(standin: Standin, web: BaseHTTPRequestHandler, name: str) -> None:
    from tests.standins.downloads import serve

    with standin.lock:
        file = standin.files.get(name)
        fault = standin.faults.meet(*DOWNLOAD) if file else None
    if file is None:
        return _send(web, Answer(404, {"error": "no such file"}))
    return serve(web, file, fault)


def _send(web: BaseHTTPRequestHandler, answer: Answer) -> None:
    body = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
    if answer.status == 204:
        body = b""
    web.send_response(answer.status)
    headers = {"Content-Type": "application/json", **answer.headers}
    for name, value in headers.items():
        web.send_header(name, value)
    web.send_header("Content-Length", str(len(body)))
    web.end_headers()
    web.wfile.write(body)
