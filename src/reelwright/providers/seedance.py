"""ByteDance Seedance: clips, from BytePlus ModelArk (international) or Volcano Engine Ark (China).

One API at two addresses, with separate accounts and keys. Our token travels as `safety_identifier`,
which the task list shows again: that is how a lost request is found. Sources: vendor, API reference
volcengine.com/docs/82379/1520757 (2026-07-07) and 1521309, error codes
docs.byteplus.com/docs/ModelArk/1299023; volcengine-ark-runtime 5.0.54. No live account was used.
"""

from dataclasses import replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Literal
from urllib.parse import quote

from reelwright.film.asked import ClipAsked, asked
from reelwright.film.errors import BadInput
from reelwright.film.money import Money
from reelwright.film.order import Order
from reelwright.film.provider import Polling, Provider
from reelwright.film.talk import (
    Absent,
    Call,
    Cancelled,
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
    Searched,
    Submit,
    Taken,
    Talk,
    TooLate,
    Unknown,
    Waiting,
    Withdrawn,
)
from reelwright.providers.hearing import by_status, sane
from reelwright.providers.seedance_models import RESOLUTIONS, charge, family, misfit
from reelwright.providers.seedance_schema import Accepted, Complaint, Made, Page, State, Used, body

TASKS = "/api/v3/contents/generations/tasks"
WEEK = 7 * 86400.0
"""Seconds: polls and the list know the tasks of the last seven days."""
HOUR = 3600.0
PAGES, SIZE = 100, 100
"""Pages of the list that are read at the most, and tasks on a page."""


def submit(order: Order, _ready: Ready, token: str) -> Submit:
    """`BadInput` names what this model cannot be asked for."""
    clip = asked(order, ClipAsked)
    can = family(order.model)
    cause = misfit(clip, can) if can else "not a Seedance model that we know"
    if can is None or cause:
        raise BadInput(f"clip with {order.model}", cause)
    said = body(order.model, clip, can, token).model_dump(mode="json", exclude_none=True)
    return Submit(call=Call(method="POST", url=TASKS, body=said))


def heard(_order: Order, reply: Reply) -> Heard:
    """429 in all its kinds is `limited`; no 5xx says whether something was taken."""
    if _ok(reply):
        said = reply.read(Accepted)
        if said is not None and _usable(said.id):
            return Taken(ticket=said.id)
        return Unknown(cause=f"an answer without a usable id: {reply.told}")
    code, cause = _complaint(reply)
    if reply.status == 400 and "SensitiveContent" in code:
        return Refused(reason="moderated", cause=cause)
    if reply.status == 403 and code == "AccountOverdueError":
        return Refused(reason="unpaid", cause=cause)
    return by_status(reply)


def poll(order: Order, ticket: str) -> Talk[Polled]:
    """Only tasks that succeed are charged (vendor, billing notes for Seedance 2.0)."""
    reply = yield Call(url=_place(ticket))
    if _forgotten(reply):
        return Gone(cause=_complaint(reply)[1])
    status = _status(reply, ticket)
    if status == "succeeded" and (made := reply.read(Made)) is not None:
        used = reply.read(Used)
        return Done(
            results=(Result(url=made.content.video_url),),
            charge=_charge(order, used) if used else None,
            facts={"tokens": used.usage.completion_tokens} if used else {},
        )
    if status == "failed":
        code, cause = _complaint(reply)
        return Failed(cause=cause, reason=_reason(code))
    if status == "expired":
        return Failed(cause="it waited too long at the service", reason="expired")
    if status == "cancelled":
        return Failed(cause="it was cancelled", reason="cancelled")
    return Waiting(status=status, wait=reply.wait)


def _reason(code: str) -> Literal["moderated", "invalid", "broken"]:
    if "SensitiveContent" in code:
        return "moderated"
    return "invalid" if code.startswith(("InvalidParameter", "MissingParameter")) else "broken"


def _charge(order: Order, used: Used) -> Money | None:
    """At the price of what was made, and of what was asked for where that is not told."""
    clip = asked(order, ClipAsked)
    resolution = RESOLUTIONS.get(clip.height, "") if used.resolution is None else used.resolution
    sound = clip.audio if used.generate_audio is None else used.generate_audio
    return charge(order.model, resolution, sound, used.usage.completion_tokens)


def find(_order: Order, token: str, sent_at: float) -> Talk[Searched]:
    """Reads the whole list, as no order of it is promised. It was whole when as many different
    tasks were seen as any page counted: one that slipped from page to page is noticed."""
    seen: set[str] = set()
    ours: set[str] = set()
    total, now = 0, 0.0
    for number in range(1, PAGES + 1):
        reply = yield _list(number, SIZE)
        page = reply.read(Page) if _ok(reply) else None
        if page is None:
            return CannotTell(cause=f"HTTP {reply.status}: {_complaint(reply)[1]}")
        items = page.items or []
        seen.update(item.id for item in items)
        ours.update(item.id for item in items if item.safety_identifier == token)
        total, now = max(total, page.total), _clock(reply)
        if not items or len(seen) >= total:
            break
    if ours:
        return _found(ours)
    if len(seen) < total:
        return CannotTell(cause=f"the task list was not whole: {len(seen)} of {total}")
    if not sent_at - HOUR < now < sent_at + WEEK - HOUR:
        return CannotTell(cause="the list shows seven days, and it was sent too long ago")
    return Absent()


def _found(tickets: set[str]) -> Found | CannotTell:
    if len(tickets) == 1 and all(map(_usable, tickets)):
        return Found(ticket=min(tickets))
    return CannotTell(cause=f"not one task, but: {', '.join(sorted(tickets))}"[:300])


def cancel(_order: Order, ticket: str) -> Talk[Withdrawn]:
    """DELETE stops a queued task, but wipes the record of an ended one: it is sent only right after
    the service said `queued`, never again, and what came of it is looked at."""
    status = _status((yield Call(url=_place(ticket))), ticket)
    if status == "queued":
        answer = yield Call(method="DELETE", url=_place(ticket), once=True)
        if not _ok(answer):
            return TooLate(cause=_complaint(answer)[1])
        after = yield Call(url=_place(ticket))
        if _forgotten(after):
            return Cancelled(charge=None)  # it may have ended in between: nobody can tell now
        status = _status(after, ticket)
    return Cancelled() if status == "cancelled" else TooLate(cause=f"it is {status or 'not told'}")


def check() -> Talk[str]:
    reply = yield _list(1, 1)
    if _ok(reply) and reply.read(Page) is not None:
        return ""
    return f"HTTP {reply.status}: {_complaint(reply)[1]}"


def _list(number: int, size: int) -> Call:
    return Call(url=TASKS, query=(("page_num", str(number)), ("page_size", str(size))))


def _place(ticket: str) -> str:
    return f"{TASKS}/{quote(ticket, safe='')}"


def _ok(reply: Reply) -> bool:
    return 200 <= reply.status < 300


def _usable(ticket: str) -> bool:
    """A sane id that may stand in an address: not `..`."""
    return sane(ticket) and ticket.strip(".") != ""


def _status(reply: Reply, ticket: str) -> str:
    """What this task is said to be; "" when that is not told, or is told of another task."""
    said = reply.read(State) if _ok(reply) else None
    return said.status if said is not None and said.id == ticket else ""


def _forgotten(reply: Reply) -> bool:
    """Whether the service itself, and no proxy before it, says that it does not know the task."""
    return reply.status == 404 and _complaint(reply)[0].startswith(("NotFound", "ResourceNotFound"))


def _complaint(reply: Reply) -> tuple[str, str]:
    """(code, one line of text) of an error or of a failed task."""
    said = reply.read(Complaint)
    if said is None:
        return "", reply.told
    return said.error.code, " ".join(f"{said.error.code}: {said.error.message}".split())[:300]


def _clock(reply: Reply) -> float:
    """The service's own time as UTC seconds, 0 when not told: no other clock is at hand here."""
    try:
        told = parsedate_to_datetime(reply.headers.get("date", ""))
        return (told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return 0.0


PROVIDER = Provider(
    name="seedance",
    title="Seedance (BytePlus ModelArk)",
    url="https://ark.ap-southeast.bytepluses.com",
    kinds=("clip",),
    submit=submit,
    heard=heard,
    keys=("REELWRIGHT_SEEDANCE_KEY", "SEEDANCE_API_KEY", "ARK_API_KEY"),
    poll=poll,
    find=find,
    cancel=cancel,
    check=check,
    find_by="token",
    by_list=True,
    # Limits of 2.x are not published: ours of N8 stay. Addresses of results live 24 hours, but a
    # task may wait for two days, and its record is kept for seven.
    polling=Polling(first=15.0, retention=WEEK),
)
ARK = replace(
    PROVIDER,
    name="seedance-ark",
    title="Seedance (Volcano Engine Ark, China)",
    url="https://ark.cn-beijing.volces.com",
    keys=("REELWRIGHT_SEEDANCE_ARK_KEY", "ARK_API_KEY"),
)
