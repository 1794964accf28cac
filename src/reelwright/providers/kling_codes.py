"""What both generations of Kling's interface say alike: codes, failure texts, amounts.

Source: vendor, kling.ai/document-api, "Error Codes" and "Concurrency Rules", read 2026-09. HTTP 200
is no success by itself: a reply counts when its body says `code` 0.
"""

import re
from collections.abc import Set
from decimal import Decimal

from pydantic import JsonValue

from reelwright.film.money import Money
from reelwright.film.talk import (
    Absent,
    CannotTell,
    Failed,
    Found,
    Heard,
    Reason,
    Refused,
    Reply,
    Said,
    Searched,
    Unknown,
)
from reelwright.providers.hearing import UNCLEAR, by_status, sane

REASONS: dict[int, Reason] = {
    **dict.fromkeys((1000, 1001, 1002, 1003, 1004), "denied"),
    1100: "denied",  # the account itself is abnormal
    1101: "unpaid",  # in arrears; 1102: the pack is used up. Both come as HTTP 429.
    1102: "unpaid",
    1103: "denied",
    1200: "invalid",
    1201: "invalid",
    1202: "missing",
    1203: "missing",
    1300: "moderated",
    1301: "moderated",
    1302: "limited",
    1303: "limited",  # as many tasks at once as the pack allows
    1304: "denied",  # the account's list of addresses
}
"""The vendor's table, without 5000, 5001 and 5002: they do not say that nothing was taken."""

IN_USE = re.compile(r"already|duplicat|repeated|unique|external.?(task.?)?id", re.IGNORECASE)
"""A refusal that may mean that our id was used before: then the first request may have been taken.
An account saw 1201 "already exists" for that in 2026-09; the vendor's pages do not say it."""

CONTENT = re.compile(
    r"risk control|polic(y|ies)|sensitive|moderat|prohibit|violat|security", re.IGNORECASE
)
NO_SUCH_TASK = re.compile(r"task not found", re.IGNORECASE)
AMOUNT = re.compile(r"\d{1,9}(\.\d{1,9})?", re.ASCII)


class Envelope(Said):
    """What every reply is wrapped in."""

    code: int
    message: str | None = None
    data: JsonValue = None


def accepted(reply: Reply) -> bool:
    """Whether the service says that the request was good: 2xx and `code` 0."""
    said = reply.read(Envelope)
    return 200 <= reply.status < 300 and said is not None and said.code == 0


def not_taken(reply: Reply) -> Heard:
    """How a reply without a usable ticket is to be understood.

    Only the vendor's own codes make it `Refused`, under 2xx as under 4xx; a reply that contradicts
    itself (a refusal with data, a 4xx with code 0 or 5xxx) is `Unknown`.
    """
    said = reply.read(Envelope)
    clear = 200 <= reply.status < 300 or 400 <= reply.status < 500
    if said is None or not clear or reply.status in UNCLEAR:
        return by_status(reply)
    told = f"Kling {said.code}: {one_line(said.message)} (HTTP {reply.status})"
    if said.code == 0 or said.code >= 5000 or said.data:
        return Unknown(cause=told)
    reason = REASONS.get(said.code)
    if reason is None:
        return by_status(reply)
    if reason == "invalid" and IN_USE.search(said.message or ""):
        return Unknown(cause=f"{told}: a request with this id may have been taken before")
    return Refused(reason=reason, cause=told, wait=reply.wait)


def no_such_task(reply: Reply) -> bool:
    """Whether the service says that it does not know this id: HTTP 404 with 1203, or 1201 "Task
    not found …" (seen by an account in 2026-09). A bare 404 may be anybody's on the way."""
    said = reply.read(Envelope)
    if said is None:
        return False
    words = NO_SUCH_TASK.search(said.message or "")
    return (reply.status == 404 and said.code == 1203) or (said.code == 1201 and words is not None)


def failed(message: str | None, charge: Money | None) -> Failed:
    """A task that failed. The vendor gives a text and no code; it names content control there."""
    told = one_line(message)
    return Failed(
        cause=f"Kling: {told}" if told else "Kling made nothing and does not say why",
        reason="moderated" if CONTENT.search(told) else "broken",
        charge=charge,
    )


def amount(value: JsonValue) -> Decimal | None:
    """A stated amount, or None when it is none: only plain digits count."""
    told = str(value) if isinstance(value, str | int | float) else ""
    return Decimal(told) if AMOUNT.fullmatch(told) else None


def only(ids: Set[str], token: str) -> Searched:
    """The one task that carries our id; nothing is guessed when there are several."""
    if not ids:
        return Absent()
    if len(ids) > 1:
        return CannotTell(cause=f"Kling lists {len(ids)} tasks with the id {token}")
    ticket = next(iter(ids))
    return Found(ticket=ticket) if usable(ticket) else CannotTell(cause="Kling lists an odd id")


def usable(ticket: str) -> bool:
    """Whether a ticket can be stored and put into an address: its id is no `.` or `..` either."""
    return sane(ticket) and ticket.rpartition("/")[2].strip(".") != ""


def key_trouble(reply: Reply) -> str:
    """Why the key cannot be used, in one line, or "". Complaints about the question are fine: they
    come after the key was accepted."""
    said = reply.read(Envelope)
    if said is None or reply.status >= 500 or said.code >= 5000:
        return f"Kling does not answer as it should (HTTP {reply.status}: {reply.told})"
    if said.code == 0 or 1200 <= said.code < 1300:
        return ""
    return f"Kling {said.code}: {one_line(said.message)}"


def one_line(text: str | None) -> str:
    """A service's text, fit for messages: printable, one line, 300 characters at most."""
    shown = "".join(char if char.isprintable() else " " for char in text or "")
    return " ".join(shown.split())[:300]
