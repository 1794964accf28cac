"""Speech that was lost on its way, found again in ElevenLabs' history and fetched from there.

The history carries no id of ours: an item is known by its words, voice, model and time. It holds
speech only; "music and SFX generations are not included and cannot currently be retrieved via the
API" (vendor's OpenAPI document, GET /v1/history).
"""

from collections.abc import Iterable
from decimal import Decimal
from urllib.parse import quote

from pydantic import JsonValue

from reelwright.film.asked import SpeechAsked, asked
from reelwright.film.order import Order
from reelwright.film.talk import (
    Absent,
    Call,
    CannotTell,
    Done,
    Found,
    Gone,
    Polled,
    Result,
    Said,
    Searched,
    Talk,
    Waiting,
)
from reelwright.providers.elevenlabs_reading import ITEM, charge, codes, words

TICKET = "history/"
EARLIER, LATER = 60, 600
"""Seconds around the sending in which its item may have been made."""

PAGES = 20
PAGE = 100
MOST = 64_000_000

UNKNOWN = frozenset({"invalid_id", "history_item_not_found", "not_found"})
"""How the service says that there is no such item; an unknown account is a `not_found`, too."""


class _Alignments(Said):
    alignment: JsonValue = None


class _Item(Said):
    history_item_id: str
    date_unix: int
    state: str | None = None
    text: str | None = None
    voice_id: str | None = None
    model_id: str | None = None
    character_count_change_from: int | None = None
    character_count_change_to: int | None = None
    alignments: _Alignments | None = None

    @property
    def billed(self) -> Decimal | None:
        """Characters by which the item raised the account's count, where that makes sense."""
        before, after = self.character_count_change_from, self.character_count_change_to
        if before is None or after is None or not 0 < after - before < 1_000_000:
            return None
        return Decimal(after - before)


class _Page(Said):
    history: list[_Item]
    has_more: bool
    last_history_item_id: str | None = None


def poll(order: Order, ticket: str) -> Talk[Polled]:
    """A history item as a ticket. It is made already, unless the service is still writing it.

    `words` are among the facts only when the item carries its alignment; `seconds` never is.
    """
    name = ticket.removeprefix(TICKET)
    if not ITEM.fullmatch(name):
        return Waiting(status="this is not the id of a history item")
    reply = yield Call(url=f"/v1/history/{quote(name, safe='')}", most=MOST)
    if reply.status in (400, 404):
        said = codes(reply)
        if said & UNKNOWN and "workspace_not_found" not in said:
            return Gone(cause=reply.told)
    item = reply.read(_Item) if reply.status == 200 else None
    if item is None or item.history_item_id != name:
        return Waiting(status=f"HTTP {reply.status}", wait=reply.wait)
    if item.state == "deleted":
        return Gone(cause="the history item was deleted")
    if item.state == "processing":
        return Waiting(status="processing")
    facts: dict[str, JsonValue] = {"ticket": TICKET + name}
    if item.text:
        facts["text"] = item.text
    if item.alignments and (times := words(item.alignments.alignment)):
        facts["words"] = times
    return Done(
        results=(Result(url=f"/v1/history/{quote(name, safe='')}/audio", media_type="audio/mpeg"),),
        charge=charge(order, item.billed),
        facts=facts,
    )


def find(order: Order, _token: str, sent_at: float) -> Talk[Searched]:
    """The one item of the time around `sent_at` (UTC seconds) that has the words, voice and model.

    Only the time is left to the service to filter: a filter that fails would read as `Absent`.
    """
    if order.kind != "voice":
        return CannotTell(cause="the service keeps no history of music and effects")
    after, before = int(sent_at) - EARLIER, int(sent_at) + LATER + 1
    window = (("date_after_unix", str(after)), ("date_before_unix", str(before)))
    items: dict[str, _Item] = {}
    start = ""
    for _ in range(PAGES):
        more = (("start_after_history_item_id", start),) if start else ()
        query = (("page_size", str(PAGE)), *window, *more)
        reply = yield Call(url="/v1/history", query=query, most=MOST)
        page = reply.read(_Page) if reply.status == 200 else None
        if page is None:
            return CannotTell(cause=f"the history was not shown: HTTP {reply.status}: {reply.told}")
        items |= {i.history_item_id: i for i in page.history if after <= i.date_unix < before}
        if not page.has_more:
            return _recognised(order, items.values())
        last = page.last_history_item_id or ""
        if not ITEM.fullmatch(last) or last == start:
            return CannotTell(cause="the history could not be read to its end")
        start = last
    return CannotTell(cause=f"the history has more than {PAGES * PAGE} items around that time")


def _recognised(order: Order, items: Iterable[_Item]) -> Searched:
    """The same words by another voice or model may be ours under another name (old voices and
    models are served by newer ones), so they leave it open instead of proving absence."""
    wished = asked(order, SpeechAsked)
    alike = [item for item in items if _plain(item.text or "") == _plain(wished.text)]
    same = [item for item in alike if (item.voice_id, item.model_id) == (wished.voice, order.model)]
    if len(same) == 1 and ITEM.fullmatch(same[0].history_item_id):
        return Found(ticket=TICKET + same[0].history_item_id)
    if same:
        return CannotTell(cause=f"{len(same)} items of the history fit equally")
    if alike:
        return CannotTell(cause="the history has these words with another voice or model")
    return Absent()


def _plain(text: str) -> str:
    return " ".join(text.split())
