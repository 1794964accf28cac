"""Kling (`api-singapore.klingai.com`), the interface with the model in the path.

Source: vendor, kling.ai/document-api, pages of the 3.0, 3.0 Turbo, 2.6 and 2.5 Turbo models, read
2026-09. Our token travels as `external_task_id`, which "must be unique within a single user
account" and can be asked for. Whether a repeated one is refused is not written down, so `once` is
False. Tasks cannot be cancelled. Nothing here was compared with a live account.
"""

from pydantic import JsonValue

from reelwright.film.money import Money
from reelwright.film.order import Order
from reelwright.film.provider import Limits, Polling, Provider
from reelwright.film.talk import (
    Absent,
    Call,
    CannotTell,
    Done,
    Gone,
    Heard,
    Polled,
    Reply,
    Result,
    Said,
    Searched,
    Taken,
    Talk,
    Waiting,
)
from reelwright.providers.kling_body import submit
from reelwright.providers.kling_codes import (
    accepted,
    amount,
    failed,
    key_trouble,
    no_such_task,
    not_taken,
    one_line,
    only,
    usable,
)

PAGES, PAGE = 20, 500
BEFORE, AFTER = 60_000, 600_000
"""Milliseconds around the sending in which a task that shows no id may be ours."""


class Created(Said):
    id: str


class Creation(Said):
    data: Created


def heard(_order: Order, reply: Reply) -> Heard:
    """`Taken` takes 2xx, `code` 0 and an id; all else is for the vendor's table of codes."""
    made = reply.read(Creation) if accepted(reply) else None
    if made is not None and usable(made.data.id):
        return Taken(ticket=made.data.id)
    return not_taken(reply)


class Task(Said):
    """`outputs` and `billing` are read apart: an odd bill must not hide a result."""

    id: str
    status: str
    message: str | None = None
    external_id: str | None = None
    create_time: int | None = None
    outputs: JsonValue = None
    billing: JsonValue = None


class Tasks(Said):
    data: list[Task]


def poll(_order: Order, ticket: str) -> Talk[Polled]:
    """One task by its id. An empty answer is no proof that it is gone: it is asked again."""
    reply = yield Call(url="/tasks", query=(("task_ids", ticket),))
    said = reply.read(Tasks) if accepted(reply) else None
    task = next((task for task in said.data if task.id == ticket), None) if said else None
    if task is None:
        if no_such_task(reply):
            return Gone(cause=reply.told)
        return Waiting(status="" if said is None else "not listed", wait=reply.wait)
    if task.status == "failed":
        # The vendor does not say what a failed task costs: a bill with no entries counts as none.
        return failed(task.message, Money() if task.billing == [] else charge(task.billing))
    address = _video(task.outputs)
    if task.status == "succeeded" and address:
        return Done(results=(Result(url=address),), charge=charge(task.billing))
    return Waiting(status=one_line(task.status)[:40], wait=reply.wait)


def _video(outputs: JsonValue) -> str:
    for output in outputs if isinstance(outputs, list) else ():
        if isinstance(output, dict) and output.get("type") == "video":
            address = output.get("url")
            return address if isinstance(address, str) else ""
    return ""


def charge(billing: JsonValue) -> Money | None:
    """What was deducted, in USD. None: there is no bill, or it counts units of a resource package,
    another currency, or amounts that are none."""
    entries = billing if isinstance(billing, list) else []
    parts = [_deducted(entry) for entry in entries]
    known = [part for part in parts if part is not None]
    return sum(known, Money()) if known and len(known) == len(parts) else None


def _deducted(entry: JsonValue) -> Money | None:
    if not isinstance(entry, dict):
        return None
    cash = entry.get("charge_type") == "cash" and entry.get("currency") == "USD"
    value = amount(entry.get("amount"))
    return Money.of(value) if cash and value is not None else None


def find(_order: Order, token: str, sent_at: float) -> Talk[Searched]:
    """By our id; if the service does not answer that plainly, by reading its list."""
    reply = yield Call(url="/tasks", query=(("external_task_ids", token),))
    said = reply.read(Tasks) if accepted(reply) else None
    if said is None and not no_such_task(reply):
        return CannotTell(cause=f"HTTP {reply.status}: {reply.told}")
    if said is not None and not said.data:
        return Absent()
    ours = {task.id for task in said.data if task.external_id == token} if said else set()
    return only(ours, token) if ours else (yield from _listed(token, sent_at))


class Page(Said):
    result: list[Task]
    has_more: bool
    next_cursor: str | None = None


class Listing(Said):
    data: Page


def _listed(token: str, sent_at: float) -> Talk[Searched]:
    """Every task since an hour before the sending. A task that shows no id might be ours."""
    ours: set[str] = set()
    body: dict[str, JsonValue] = {"limit": PAGE, "start_time": str(int((sent_at - 3600) * 1000))}
    for _ in range(PAGES):
        reply = yield Call(method="POST", url="/tasks", body=body)
        said = reply.read(Listing) if accepted(reply) else None
        if said is None:
            return CannotTell(cause=f"HTTP {reply.status}: {reply.told}")
        ours |= {task.id for task in said.data.result if task.external_id == token}
        if any(_nameless(task, sent_at) for task in said.data.result):
            return CannotTell(cause="a task of that time shows no id of its sender")
        if not said.data.has_more:
            return only(ours, token)
        body = {"limit": PAGE, "cursor": said.data.next_cursor or ""}
    return only(ours, token) if ours else CannotTell(cause="there are too many tasks to read")


def _nameless(task: Task, sent_at: float) -> bool:
    at, sent = task.create_time, int(sent_at * 1000)
    return task.external_id is None and (at is None or sent - BEFORE <= at <= sent + AFTER)


def check() -> Talk[str]:
    """Asks for a task that there is not: free, and the key is looked at first."""
    return key_trouble((yield Call(url="/tasks", query=(("task_ids", "0"),))))


PROVIDER = Provider(
    name="kling",
    title="Kling",
    url="https://api-singapore.klingai.com",
    kinds=("clip",),
    keys=("REELWRIGHT_KLING_KEY", "KLING_API_KEY"),
    submit=submit,
    heard=heard,
    poll=poll,
    find=find,
    check=check,
    find_by="token",
    # Vendor: no limit of requests, but of tasks at once, by account, model and pack; 5 is a small
    # pack's. Results are cleared after 30 days. Latencies are third-party notes: 30 to 300 s.
    limits=Limits(concurrent=5),
    polling=Polling(first=15.0, floor=5.0, most=900.0, retention=30 * 86400.0),
)
