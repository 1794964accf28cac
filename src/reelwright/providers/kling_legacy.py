"""Kling, the older interface (`/v1/videos/…`, `model_name` in the body), which takes an access key
and a secret key.

Source: vendor, kling.ai/document-api, "Authentication" and "API Updates" (2026-07-15: it "will
continue to be available with no current plans for deprecation"), and its pages of text2video and
image2video as of 2026-03. Our token travels as `external_task_id`; tasks can be asked for by it.
Whether a repeated one is refused is not written down, so `once` is False. Tasks cannot be
cancelled. What was deducted is told in units, which are no money.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from urllib.parse import quote

from pydantic import JsonValue

from reelwright.film.money import Money
from reelwright.film.order import Order
from reelwright.film.provider import Limits, Polling, Provider, bearer
from reelwright.film.talk import (
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
from reelwright.providers.kling_legacy_body import kind_of, submit

KINDS = ("text2video", "image2video")
PAGES, PAGE = 20, 500
BEFORE, AFTER = 60_000, 600_000
"""Milliseconds around the sending in which a task that shows no id may be ours."""


def sign(headers: Mapping[str, str], secret: str, now: float) -> dict[str, str]:
    """A JSON Web Token of `ACCESSKEY:SECRETKEY`, good for half an hour. A secret without a colon is
    one of the newer API keys, which the vendor takes here too: it goes as it is."""
    access, colon, key = secret.strip().partition(":")
    if not colon:
        return bearer(headers, access, now)
    claims = {"iss": access, "exp": int(now) + 1800, "nbf": int(now) - 5}
    signed = b".".join(_packed(part) for part in ({"alg": "HS256", "typ": "JWT"}, claims))
    seal = hmac.new(key.encode(), signed, hashlib.sha256).digest()
    return bearer(headers, (signed + b"." + _url64(seal)).decode(), now)


def _packed(part: Mapping[str, object]) -> bytes:
    return _url64(json.dumps(part, separators=(",", ":")).encode())


def _url64(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")


class Info(Said):
    external_task_id: str | None = None


class Task(Said):
    """`task_result` and the deductions are read apart: an odd bill must not hide a result."""

    task_id: str
    task_status: str
    task_status_msg: str | None = None
    task_info: Info | None = None
    created_at: int | None = None
    task_result: JsonValue = None
    final_unit_deduction: JsonValue = None
    final_balance_deduction: JsonValue = None

    @property
    def token(self) -> str | None:
        return self.task_info.external_task_id if self.task_info else None


class Created(Said):
    task_id: str


class Creation(Said):
    data: Created


class One(Said):
    data: Task


class Many(Said):
    data: list[Task]


def heard(order: Order, reply: Reply) -> Heard:
    """The ticket is `text2video/ID` or `image2video/ID`: the service looks below one path only."""
    made = reply.read(Creation) if accepted(reply) else None
    ticket = f"{kind_of(order)}/{made.data.task_id}" if made is not None else ""
    return Taken(ticket=ticket) if usable(ticket) else not_taken(reply)


def poll(order: Order, ticket: str) -> Talk[Polled]:
    """One task below the path of its kind; a ticket without one is looked for where it belongs."""
    kind, slash, name = ticket.partition("/")
    if not slash or kind not in KINDS:
        kind, name = kind_of(order), ticket
    reply = yield Call(url=f"/v1/videos/{kind}/{quote(name, safe='')}")
    said = reply.read(One) if accepted(reply) else None
    task = said.data if said is not None and said.data.task_id == name else None
    if task is None:
        if no_such_task(reply):
            return Gone(cause=reply.told)
        return Waiting(status="" if said is None else "not listed", wait=reply.wait)
    if task.task_status == "failed":
        return failed(task.task_status_msg, _nothing(task))
    address = _video(task.task_result)
    if task.task_status == "succeed" and address:
        return Done(results=(Result(url=address),))
    return Waiting(status=one_line(task.task_status)[:40], wait=reply.wait)


def _nothing(task: Task) -> Money | None:
    """The vendor does not say what a failed task costs: only a stated deduction of 0 is none."""
    stated = [task.final_unit_deduction]
    if isinstance(task.final_balance_deduction, dict):
        stated.append(task.final_balance_deduction.get("quota"))
    deducted = [amount(value) for value in stated if value not in (None, "")]
    return Money() if deducted and all(value == 0 for value in deducted) else None


def _video(result: JsonValue) -> str:
    videos = result.get("videos") if isinstance(result, dict) else None
    first = videos[0] if isinstance(videos, list) and videos else None
    address = first.get("url") if isinstance(first, dict) else None
    return address if isinstance(address, str) else ""


def find(order: Order, token: str, sent_at: float) -> Talk[Searched]:
    """By our id in place of the service's; where it says that there is none, by reading its list:
    a refusal alone proves no absence."""
    kind = kind_of(order)
    reply = yield Call(url=f"/v1/videos/{kind}/{quote(token, safe='')}")
    said = reply.read(One) if accepted(reply) else None
    if said is None and not no_such_task(reply):
        return CannotTell(cause=f"HTTP {reply.status}: {reply.told}")
    if said is not None and said.data.token == token:
        return only({f"{kind}/{said.data.task_id}"}, token)
    return (yield from _listed(kind, token, int(sent_at * 1000)))


def _listed(kind: str, token: str, sent: int) -> Talk[Searched]:
    """Every task of this kind. One of that time that shows no id might be ours."""
    ours: set[str] = set()
    for number in range(1, PAGES + 1):
        reply = yield Call(
            url=f"/v1/videos/{kind}",
            query=(("pageNum", str(number)), ("pageSize", str(PAGE))),
        )
        said = reply.read(Many) if accepted(reply) else None
        if said is None:
            return CannotTell(cause=f"HTTP {reply.status}: {reply.told}")
        ours |= {f"{kind}/{task.task_id}" for task in said.data if task.token == token}
        if any(_nameless(task, sent) for task in said.data):
            return CannotTell(cause="a task of that time shows no id of its sender")
        if len(said.data) < PAGE:
            return only(ours, token)
    return only(ours, token) if ours else CannotTell(cause="there are too many tasks to read")


def _nameless(task: Task, sent: int) -> bool:
    at = task.created_at
    return task.token is None and (at is None or sent - BEFORE <= at <= sent + AFTER)


def check() -> Talk[str]:
    """The newest task of the list: free."""
    page = (("pageNum", "1"), ("pageSize", "1"))
    return key_trouble((yield Call(url="/v1/videos/text2video", query=page)))


PROVIDER = Provider(
    name="kling-legacy",
    title="Kling (older interface)",
    url="https://api-singapore.klingai.com",
    kinds=("clip",),
    keys=("REELWRIGHT_KLING_LEGACY_KEY",),
    sign=sign,
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
