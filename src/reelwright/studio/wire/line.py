"""Line: one connection to one checked address, on which a request is written and answered.

Requests are written here byte by byte, so that it is known exactly when the first one leaves.
There are no proxies, no HTTP/2, no redirects and no repeats below this file; only the reading of
answers is left to `http.client`.
"""

import http.client
import math
import re
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from reelwright.film.talk import Reply
from reelwright.studio.wire.answer import Answer, unheard
from reelwright.studio.wire.body import Body
from reelwright.studio.wire.failing import HungUp, NotSent, Unheard
from reelwright.studio.wire.guard import Origin
from reelwright.studio.wire.timed import Timed, boot_clock, never

SLOWEST = 32_768
"""Bytes per second: a body that leaves more slowly than this is given up."""

_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_VALUE = re.compile(r"[\x20-\x7e\t]*")


@dataclass(frozen=True)
class Request:
    """`target` is the path with its query. `headers` are complete but for those of the line."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: Body | None = None

    def head(self, authority: str, *, keep: bool) -> bytes:
        """The first lines. Raises `NotSent` for what no header can carry, without telling it."""
        lines = {
            "Host": authority,
            "Accept-Encoding": "identity",
            "Connection": "keep-alive" if keep else "close",
        }
        if self.body is not None or self.method in ("POST", "PUT"):
            lines["Content-Length"] = str(self.body.size if self.body else 0)
        ours = {name.lower() for name in (*lines, "Transfer-Encoding")}
        lines |= {name: value for name, value in self.headers.items() if name.lower() not in ours}
        for name, value in lines.items():
            if not _NAME.fullmatch(name) or not _VALUE.fullmatch(value):
                raise NotSent(f"the value of header {name[:40]!r} has characters it cannot have")
        told = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        return f"{self.method} {self.target} HTTP/1.1\r\n{told}\r\n".encode("ascii")


class Line:
    """An open connection."""

    def __init__(self, origin: Origin, sock: socket.socket) -> None:
        self.origin = origin
        self.timed = Timed(sock)

    def close(self) -> None:
        self.timed.sock.close()

    def send(
        self, request: Request, *, deadline: float = math.inf, seconds: float = 60.0,
        most: int = 4_000_000,
    ) -> Reply:  # fmt: skip
        """The whole answer, of at most `most` bytes, within `seconds` after the last byte left."""
        return self.ask(request, deadline=deadline, seconds=seconds).reply(most)

    def ask(
        self, request: Request, *, deadline: float = math.inf, seconds: float = 60.0,
        keep: bool = False, stop: Callable[[], bool] = never,
    ) -> Answer:  # fmt: skip
        """Write the request and read the head of its answer.

        `deadline` (boot clock) is looked at right before the first byte is written. Raises
        `NotSent` as long as none was, `Unheard` from then on.
        """
        size = request.body.size if request.body else 0
        try:
            chunks = request.body.chunks() if request.body else iter(())
            first = request.head(self.origin.authority, keep=keep) + next(chunks, b"")
        except OSError as error:
            raise NotSent(f"stored bytes cannot be read: {error.strerror or error}") from error
        if not self.timed.silent():
            raise NotSent(f"{self.origin.host} closed the connection before anything was sent")
        self.timed.until, self.timed.stop = boot_clock() + 30.0 + size / SLOWEST, stop
        broken = self._write(first, chunks, deadline)
        self.timed.until = boot_clock() + seconds
        return self._head(request.method, broken)

    def _write(self, first: bytes, rest: Iterator[bytes], deadline: float) -> Unheard | None:
        """Why the request could not be written to its end, when the other side hung up: it may
        have answered early."""
        try:
            self.timed.send(first, deadline)
            for chunk in rest:
                self.timed.send(chunk)
        except ConnectionError:
            return HungUp(f"{self.origin.host} hung up while the request was being sent")
        except OSError as error:
            raise Unheard(f"{self.origin.host}: the request could not be sent whole") from error
        return None

    def _head(self, method: str, broken: Unheard | None) -> Answer:
        # It only ever asks for `makefile`.
        sock = cast(socket.socket, self.timed)
        self.timed.hurry()
        response = http.client.HTTPResponse(sock, method=method)
        try:
            response.begin()
            return Answer(response, self.origin.host)
        except ConnectionError as error:
            told = f"{self.origin.host} closed the connection without an answer"
            raise (broken or HungUp(told)) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise (broken or unheard(self.origin.host, error)) from error
