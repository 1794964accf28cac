"""Runway (`api.dev.runwayml.com`): clips and pictures by tasks that are polled.

Source: vendor, OpenAPI document 2024-11-06; runwayml 5.24; pages under docs.dev.runwayml.com. The
service takes no id of ours and lists no tasks: a submission whose answer was lost cannot be found.
Nothing here was compared with a live account.
"""

from decimal import Decimal
from typing import Literal
from urllib.parse import quote

from pydantic import Field, JsonValue

from reelwright.film.money import Money
from reelwright.film.order import Order
from reelwright.film.provider import Limits, Polling, Provider
from reelwright.film.talk import (
    Call,
    Cancelled,
    CannotTell,
    Done,
    Failed,
    Gone,
    Heard,
    Polled,
    Refused,
    Reply,
    Result,
    Said,
    Searched,
    Taken,
    Talk,
    TooLate,
    Unknown,
    Waiting,
    Withdrawn,
)
from reelwright.providers.hearing import by_status
from reelwright.providers.runway_request import VERSION, submit

TICKET = "^[0-9A-Za-z][0-9A-Za-z_-]{0,199}$"
"""Wider than the UUIDs it answers, narrower than other services' ids: `..` is no address."""
UNDER_WAY = frozenset({"PENDING", "THROTTLED", "RUNNING"})
CREDITS = 10_000_000
"""More than this (100,000 USD) is no price but a damaged reply."""


class Credits(Said):
    credits: float = Field(ge=0, le=CREDITS, allow_inf_nan=False)

    @property
    def money(self) -> Money:
        """One credit is 0.01 USD (OpenAPI document 2024-11-06)."""
        return Money.of(Decimal(str(self.credits)) / 100)


# Each is read by itself, so that a damaged part does not hide the others.


class Named(Said):
    id: str = Field(pattern=TICKET)


class Estimate(Said):
    """The most that a new task may charge."""

    estimated: Credits = Field(alias="estimatedCost")


class Cost(Said):
    """What a task that has ended has charged; 0 is a refund."""

    cost: Credits


class Task(Named):
    status: str


class Output(Said):
    output: tuple[str, ...]


class Failure(Said):
    failure: str = ""
    code: str = Field(default="", alias="failureCode")


class Issue(Said):
    message: str
    path: tuple[JsonValue, ...] = ()


class Fault(Said):
    error: str
    issues: tuple[Issue, ...] = ()

    @property
    def told(self) -> str:
        places = (f"{'.'.join(map(str, one.path))}: {one.message}" for one in self.issues)
        return " ".join("; ".join((self.error, *places)).split())[:300]


class Balance(Said):
    balance: int = Field(alias="creditBalance")


def heard(_order: Order, reply: Reply) -> Heard:
    """Any 2xx with an id is a task. 400 carries reasons; 429 is the day's limit of the account.

    502, 503 and 504 stay unknown: the vendor calls them overload and worth another try, but does
    not say that nothing was taken (docs.dev.runwayml.com/api-details/errors).
    """
    if 200 <= reply.status < 300:
        if (task := reply.read(Named)) is None:
            return Unknown(cause=f"HTTP {reply.status} without the id of a task: {reply.told}")
        estimate = reply.read(Estimate)
        return Taken(ticket=task.id, most=estimate.estimated.money if estimate else None)
    if reply.status == 400 and (fault := reply.read(Fault)) is not None:
        # The wording of an empty account is known from the vendor's tracker: runwayml/sdk-node 28.
        unpaid = "enough credits" in fault.error
        return Refused(reason="unpaid" if unpaid else "invalid", cause=f"HTTP 400: {fault.told}")
    return by_status(reply)


def _call(method: Literal["GET", "DELETE"], ticket: str) -> Call:
    """A DELETE is never repeated: what it stopped the first time, it would destroy the second."""
    url = f"/v1/tasks/{quote(ticket, safe='')}"
    return Call(method=method, url=url, headers=VERSION, once=method == "DELETE")


def poll(order: Order, ticket: str) -> Talk[Polled]:
    reply = yield _call("GET", ticket)
    return _state(order, ticket, reply)


def _state(order: Order, ticket: str, reply: Reply) -> Polled:
    """404 with the service's own error says that the task "does not exist, or was deleted or
    canceled"; whatever is not understood is asked for again."""
    if reply.status == 404 and (fault := reply.read(Fault)) is not None:
        return Gone(cause=fault.told)
    task = reply.read(Task) if reply.status == 200 else None
    if task is None or task.id != ticket:
        return Waiting(status=f"HTTP {reply.status}", wait=reply.wait)
    if task.status == "SUCCEEDED":
        return _done(order, reply)
    if task.status == "FAILED":
        return _failed(reply)
    if task.status == "CANCELLED":
        return Failed(cause="cancelled at the service", reason="cancelled", charge=_charge(reply))
    return Waiting(status=task.status[:40])


def _done(order: Order, reply: Reply) -> Done | Waiting:
    """A success without an address is a damaged reply. The addresses must be absolute: a path
    would be fetched with our key. Whether a picture is PNG or JPEG is not told."""
    made = reply.read(Output)
    if made is None or not made.output or not all("://" in url for url in made.output):
        return Waiting(status="SUCCEEDED without an output")
    kind = "image/png" if order.kind == "image" else "video/mp4"
    results = tuple(Result(url=url, media_type=kind) for url in made.output)
    return Done(results=results, charge=_charge(reply))


def _failed(reply: Reply) -> Failed:
    """By the parts of `failureCode` (docs.dev.runwayml.com/errors/task-failures)."""
    failure = reply.read(Failure) or Failure()
    parts = failure.code.split(".")
    cause = " ".join(f"{failure.code} {failure.failure}".split())[:300] or "no reason given"
    charge = _charge(reply)
    if "SAFETY" in parts:
        return Failed(cause=cause, reason="moderated", charge=charge)
    if parts[0] in ("ASSET", "INPUT_PREPROCESSING") and "INTERNAL" not in parts:
        return Failed(cause=cause, reason="invalid", charge=charge)
    return Failed(cause=cause, charge=charge)


def _charge(reply: Reply) -> Money | None:
    """What the service says; silence is not 0, because moderated tasks are charged in full
    (docs.dev.runwayml.com/api-details/moderation)."""
    told = reply.read(Cost)
    return told.cost.money if told else None


def find(_order: Order, _token: str, _sent_at: float) -> Talk[Searched]:
    yield from ()
    return CannotTell(
        cause="Runway lists no tasks and takes no id of ours; its usage page "
        "(dev.runwayml.com) shows credits by model and day"
    )


def cancel(order: Order, ticket: str) -> Talk[Withdrawn]:
    """DELETE stops a task under way, but destroys the files of a finished one: look first.

    A stopped task is not always shown again, so its charge may stay unknown.
    """
    seen = _state(order, ticket, (yield _call("GET", ticket)))
    if not isinstance(seen, Waiting) or seen.status not in UNDER_WAY:
        told = seen.status if isinstance(seen, Waiting) else type(seen).__name__.lower()
        return TooLate(cause=f"the task is not known to be under way: {told}")
    reply = yield _call("DELETE", ticket)
    # Deleting what is gone answers 404, "safe to ignore" (OpenAPI document 2024-11-06).
    if not 200 <= reply.status < 300 and reply.status != 404:
        return TooLate(cause=f"HTTP {reply.status}: {reply.told}")
    after = _state(order, ticket, (yield _call("GET", ticket)))
    if isinstance(after, Done):
        return TooLate(cause="it was finished first")
    return Cancelled(charge=after.charge if isinstance(after, Failed) else None)


def check() -> Talk[str]:
    reply = yield Call(url="/v1/organization", headers=VERSION)
    if reply.status == 401:
        return "Runway does not accept the key"
    found = reply.read(Balance) if reply.status == 200 else None
    if found is None:
        return f"HTTP {reply.status}: {reply.told}"
    return "" if found.balance > 0 else "the account at Runway has no credits left"


PROVIDER = Provider(
    name="runway",
    title="Runway",
    url="https://api.dev.runwayml.com",
    kinds=("clip", "image"),
    submit=submit,
    heard=heard,
    keys=("REELWRIGHT_RUNWAY_KEY", "RUNWAYML_API_SECRET"),
    poll=poll,
    find=find,
    cancel=cancel,
    check=check,
    # Its own limits go by model and tier: 1 to 20 at once, 50 to 30,000 a day, none a minute. More
    # at once is queued there for nothing (THROTTLED), more a day is refused for nothing (429), so
    # the house's numbers stand (docs.dev.runwayml.com/usage/tiers, 2026-09).
    limits=Limits(),
    # At most once in five seconds (OpenAPI document); ten minutes are what the vendor's package
    # waits; addresses last for 24 to 48 hours, asking again gives fresh ones.
    polling=Polling(first=15, floor=5, most=600, retention=86400),
)
