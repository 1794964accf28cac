"""A toy service on the stand-ins' chassis, and a server that answers whatever a test writes."""

import hashlib
import json
import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from pydantic import JsonValue
from tests.standins.standin import Answer, Asked, Route, Standin

from reelwright.film.order import Order
from reelwright.film.provider import Provider
from reelwright.film.talk import (
    Call,
    Heard,
    Ready,
    Reply,
    Submit,
    Taken,
    Talk,
    Unknown,
)
from reelwright.studio.wire import Sent, World, boot_clock

KEY = "canary-5f2e9c71d04b"
"""A key that must never be seen but in the one header it is for."""


class Toy(Standin):
    """A service that remembers what it was asked, redirects, and repeats keys."""

    NAME = "toy"
    ROUTES: ClassVar[tuple[Route, ...]] = (
        ("POST", "/jobs", "make", True),
        ("POST", "/moved", "move", True),
        ("POST", "/leaky", "leak", True),
        ("GET", "/jobs/([a-z0-9-]+)", "show", False),
        ("GET", "/status/([0-9]+)", "status", False),
        ("GET", "/go", "go", False),
        ("GET", "/leaky", "leak", False),
        ("PUT", "/upload", "upload", False),
    )

    def __init__(self, *, seconds: float = 0.3) -> None:
        super().__init__(seconds=seconds)
        self.asked: list[Asked] = []
        self.onward = ""
        """Where /go and /moved lead."""

    def __enter__(self) -> "Toy":
        self.start()
        return self

    def make(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        return Answer(200, {"id": self.take(asked, 0.5).id})

    def move(self, asked: Asked) -> Answer:
        return Answer(307, {}, {"Location": self.onward})

    def leak(self, asked: Asked) -> Answer:
        return Answer(401, {"error": f"wrong key: {asked.headers.get('Authorization')}"})

    def show(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        return Answer(200, {"id": asked.match[1], "query": asked.query})

    def status(self, asked: Asked) -> Answer:
        return Answer(int(asked.match[1]), {"a": 1}, {"Retry-After": "7"})

    def go(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        return Answer(302, {}, {"Location": self.onward})

    def upload(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        return Answer(200, {"sha256": hashlib.sha256(asked.body).hexdigest()})


def _submit(_order: Order, _ready: Ready, token: str) -> Submit:
    return paid({"token": token})


def _heard(_order: Order, reply: Reply) -> Heard:
    return Taken(ticket="1") if reply.status == 200 else Unknown(cause=str(reply.status))


PROVIDER = Provider(
    name="toy", title="Toy", url="https://api.toy.example", kinds=(), submit=_submit, heard=_heard
)


def paid(body: JsonValue = None, *, url: str = "/jobs", seconds: float = 10.0) -> Submit:
    return Submit(call=Call(method="POST", url=url, body=body or {"a": 1}), seconds=seconds)


def asking(*calls: Call) -> Talk[list[Reply]]:
    """A talk that makes these calls and answers their replies."""
    replies = []
    for call in calls:
        reply = yield call
        replies.append(reply)
    return replies


@dataclass(frozen=True)
class Leave:
    """A permit."""

    deadline: float
    attempt: int = 1


def leave(seconds: float = 30.0) -> Leave:
    return Leave(boot_clock() + seconds)


class Watch:
    """A world without waiting that remembers what it was told and asked."""

    def __init__(self, *, loopback: bool = False, **names: list[str]) -> None:
        self.sent: list[Sent] = []
        self.slept: list[float] = []
        self.asked: list[str] = []
        self._names = names
        self.world = World(
            log=self.sent.append, sleep=self.slept.append, chance=lambda: 0.5,
            resolve=self._resolve, allow_http_loopback=loopback,
        )  # fmt: skip

    def _resolve(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        return self._names.get(host.partition(".")[0], ["127.0.0.1"])


class Files:
    """Stored bytes by hash, as the studio's store answers them."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        (self._root / sha256).write_bytes(content)
        return sha256

    def local(self, sha256: str) -> Path:
        path = self._root / sha256
        if not path.exists():
            raise FileNotFoundError(path)
        return path


Script = Callable[[socket.socket, bytes, int], None]
"""(connection, head of the request, its number from 0)."""


class Raw:
    """Accepts connections, reads one head (and the body that it announces) and lets a script
    answer."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.heads: list[bytes] = []
        self.connections = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                self.connections += 1
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            head = b""
            while b"\r\n\r\n" not in head:
                piece = connection.recv(65536)
                if not piece:
                    return
                head += piece
            self.heads.append(head)
            self._script(connection, head, len(self.heads) - 1)

    def __enter__(self) -> "Raw":
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.close()


def reset(connection: socket.socket) -> None:
    """Close by RST instead of FIN."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def plain(body: bytes, status: str = "200 OK", *headers: str, length: int | None = None) -> bytes:
    """A whole answer in bytes, claiming `length`."""
    lines = [f"HTTP/1.1 {status}", *headers]
    lines.append(f"Content-Length: {len(body) if length is None else length}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def js(value: object) -> bytes:
    return json.dumps(value).encode()
