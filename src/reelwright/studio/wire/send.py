"""Sending the one paid request of an attempt: at most once, on a connection of its own."""

import contextlib
import threading
from typing import Protocol

from reelwright.film.provider import Provider
from reelwright.film.talk import Reply, Submit
from reelwright.studio.wire.account import Account, own
from reelwright.studio.wire.body import Local, bodied
from reelwright.studio.wire.dialling import CONNECT, open_line
from reelwright.studio.wire.guard import split
from reelwright.studio.wire.line import Line, Request
from reelwright.studio.wire.reach import Note
from reelwright.studio.wire.world import WORLD, World


class Permit(Protocol):
    """Leave to send one attempt, which only the ledger's compare-and-set gives.

    `deadline` is in boot clock seconds: from then on nothing may be sent on this permit.
    """

    @property
    def attempt(self) -> int: ...

    @property
    def deadline(self) -> float: ...


class Paid:
    """`with Paid(…) as ready: …; ready.post(permit)`.

    Entering does all that can be done beforehand: the body is put together, the request signed,
    the connection opened. Whatever entering raises, nothing was sent: `NotSent`, or
    `FileNotFoundError` for stored bytes that are gone.
    """

    def __init__(
        self, provider: Provider, submit: Submit, url: str, secret: str, local: Local, *,
        world: World = WORLD, connect: float = CONNECT,
    ) -> None:  # fmt: skip
        if not own(submit.call.url) or submit.call.method == "GET":
            raise ValueError("a paid request goes to a path of the service, and is no GET")
        self._submit, self._local, self._world, self._connect = submit, local, world, connect
        self._account = Account(provider, url, secret)
        self._line: Line | None = None
        self._once = threading.Lock()

    def __enter__(self) -> "Paid":
        call, account = self._submit.call, self._account
        body = bodied(call, self._local)
        self._url = account.address(call.url, call.query)
        headers = account.headers(call, body, self._world)
        self._request = Request(call.method, split(self._url)[1], headers, body)
        # A header that cannot be sent shows now, not when the attempt is marked as being sent.
        self._request.head(account.origin.authority, keep=False)
        self._line = open_line(
            self._url, (account.origin,), timeout=self._connect, resolve=self._world.resolve,
            tls=self._world.tls,
        )  # fmt: skip
        return self

    def __exit__(self, *_: object) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def post(self, permit: Permit) -> Reply:
        """Send it and hear the answer, whatever its status. Once only.

        Raises `NotSent` when certainly nothing left us, `Unheard` when something did and no
        complete answer came; anything else that it lets through means the same as `Unheard`.
        """
        if self._line is None or not self._once.acquire(blocking=False):
            raise RuntimeError("a paid request is sent once, while its connection is open")
        note = Note(self._world, self._request.method, self._url)
        status = size = 0
        try:
            reply = self._line.send(
                self._request, deadline=permit.deadline, seconds=self._submit.seconds,
                most=self._submit.call.most,
            )  # fmt: skip
            status, size = reply.status, len(reply.body)
        finally:
            self._line.close()
            # What came of a paid request counts more than its line in a log.
            with contextlib.suppress(Exception):
                note.tell(status, size)
        return self._account.hide(reply)
