"""Reaching an address for a free request: by an idle connection or a new one, through redirects."""

from collections.abc import Callable, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from reelwright.film.talk import Call
from reelwright.studio.wire.account import Account
from reelwright.studio.wire.answer import Answer
from reelwright.studio.wire.body import Body
from reelwright.studio.wire.dialling import open_line
from reelwright.studio.wire.failing import Blocked, HungUp, NotSent
from reelwright.studio.wire.guard import Origin, split
from reelwright.studio.wire.line import Line, Request
from reelwright.studio.wire.pool import Pool
from reelwright.studio.wire.timed import boot_clock, never
from reelwright.studio.wire.world import Sent, World

REDIRECTS = 3
_MOVED = frozenset({301, 302, 303, 307, 308})
_HARMLESS = frozenset({"user-agent", "accept", "range", "if-range"})
"""Headers that may go along to another origin; above all no key does."""


class Reached:
    """An answer that has begun. Leaving it puts the connection back, or closes it, and logs."""

    def __init__(self, line: Line, answer: Answer, note: "Note", pool: Pool | None) -> None:
        self.line, self.answer = line, answer
        self._note, self._pool = note, pool

    def __enter__(self) -> "Reached":
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None and self.answer.reusable:
            self._pool.give(self.line)
        else:
            self.line.close()
        date = self.answer.headers.get("date", "")
        self._note.tell(self.answer.status, self.answer.got, date)


class Note:
    """What the record will say of one request."""

    def __init__(self, world: World, method: str, url: str) -> None:
        self._log, self._method, self._began = world.log, method, boot_clock()
        self.origin, target = split(url)
        self._path = target.partition("?")[0]

    def tell(self, status: int, size: int, date: str = "") -> None:
        seconds = boot_clock() - self._began
        path = self._path[:300]
        self._log(
            Sent(self._method, self.origin.authority, path, status, seconds, size, _moment(date))
        )


def _moment(date: str) -> float:
    """A Date header as UTC seconds, 0 when it is none."""
    try:
        found = parsedate_to_datetime(date)
        return found.replace(tzinfo=found.tzinfo or UTC).timestamp()
    except (ValueError, OverflowError):
        return 0.0


def reach(
    account: Account, call: Call, body: Body | None, world: World, *, seconds: float,
    pool: Pool | None = None, stop: Callable[[], bool] = never,
) -> Reached:  # fmt: skip
    """The answer to a free request. Redirects of a GET are followed, each guarded like the first.

    Raises `Blocked`, `NotSent`, `Unheard`. The service's own origin stops being trusted, and its
    key stays behind, at the first step that leads elsewhere.
    """
    home = account.origin
    url, headers = account.address(call.url, call.query), account.headers(call, body, world)
    trusted: tuple[Origin, ...] = (home,)
    for _ in range(REDIRECTS + 1):
        here, target = split(url)
        if here != home:
            trusted = ()
        request = Request(call.method, target, headers, body)
        own_pool = pool if trusted else None
        reached = _asked(request, url, trusted, world, seconds, own_pool, stop)
        onward = reached.answer.headers.get("location", "")
        if call.method != "GET" or reached.answer.status not in _MOVED or not onward:
            return reached
        with reached:
            url = _joined(url, onward)
        if split(url)[0] != here:
            headers = _harmless(headers)
    raise Blocked(f"{home.host}: more than {REDIRECTS} redirects")


def _joined(url: str, onward: str) -> str:
    """The address that a redirect names, for the guard to judge."""
    try:
        return urljoin(url, onward)
    except ValueError:
        raise Blocked("a redirect leads to no address") from None


def _harmless(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() in _HARMLESS}


def _asked(
    request: Request, url: str, trusted: tuple[Origin, ...], world: World, seconds: float,
    pool: Pool | None, stop: Callable[[], bool],
) -> Reached:  # fmt: skip
    note = Note(world, request.method, url)
    keep = pool is not None
    try:
        line = pool.take(note.origin) if pool is not None else None
        if line is not None:
            try:
                answer = _ask(line, request, seconds, stop, keep=True)
            except (HungUp, NotSent):
                pass  # It had grown stale: once more, on a new one.
            else:
                return Reached(line, answer, note, pool)
        line = open_line(
            url, trusted, allow_http_loopback=world.allow_http_loopback, resolve=world.resolve,
            tls=world.tls,
        )  # fmt: skip
        return Reached(line, _ask(line, request, seconds, stop, keep=keep), note, pool)
    except BaseException:
        note.tell(0, 0)
        raise


def _ask(
    line: Line, request: Request, seconds: float, stop: Callable[[], bool], *, keep: bool
) -> Answer:
    try:
        return line.ask(request, seconds=seconds, keep=keep, stop=stop)
    except BaseException:
        line.close()
        raise
