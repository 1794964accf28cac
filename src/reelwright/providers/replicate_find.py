"""Finding a request to Replicate whose answer was lost.

A prediction has no field for an id of ours. So the list of predictions is read for the time in
question, and each is compared with what we would have sent: the model, all inputs, the time.
Pictures are compared by their bytes where the list still shows them, and passed over where it does
not. Whatever is much like ours but not equal makes the answer `CannotTell`, never `Absent`.
"""

import base64
import binascii
import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from math import ceil, floor
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

from pydantic import JsonValue

from reelwright.film.errors import BadInput
from reelwright.film.order import Order
from reelwright.film.talk import BLOB, Absent, Call, CannotTell, Found, Said, Searched, Talk
from reelwright.providers.replicate_fields import filled
from reelwright.providers.replicate_poll import ID
from reelwright.providers.replicate_schema import Model, Name, Untold, look, named

LIST = "/v1/predictions"
BEFORE, AFTER = 60.0, 600.0
"""Seconds around the sending in which the service can have made the prediction, by its clock."""

SKEW = 5.0
"""Clocks that differ by more than this are unlikely: what is older than the sending is not surely
ours, since another take of the same Order looks alike."""

PAGES = 20
"""Of 100 predictions each; on 600 creations a minute, the most there are, that is 3 minutes."""

PAGE_BYTES = 32_000_000
Likeness = Literal["proven", "equal", "like", "other"]
"""proven: all is equal, pictures by their bytes. equal: pictures are not shown. like: it may be
ours. other: it is not."""


class Row(Said):
    """A prediction in the list, as far as we compare it."""

    id: str
    model: str
    version: str | None = None
    input: dict[str, JsonValue] | None = None
    created_at: str
    source: str | None = None
    data_removed: bool | None = None


class Page(Said):
    next: str | None = None
    results: tuple[Row, ...]


class Unlisted(Said):
    """Why the list could not be read to its end."""

    cause: str


def find(order: Order, _token: str, sent_at: float) -> Talk[Searched]:
    """Look for what became of this Order. It may be asked again at any time."""
    name = named(order)
    model = yield from look(name)
    if isinstance(model, Untold):
        return CannotTell(cause=model.cause)
    try:
        ours = filled(model, order)
    except BadInput as error:
        return CannotTell(cause=f"the model takes other inputs now: {error.cause}")
    rows = yield from _rows(sent_at)
    if isinstance(rows, Unlisted):
        return CannotTell(cause=rows.cause)
    return _judged([(row.id, _compared(row, name, ours, model, sent_at)) for row in rows])


def _judged(found: Sequence[tuple[str, Likeness]]) -> Searched:
    for likeness in ("proven", "equal"):
        fits = [ticket for ticket, how in found if how == likeness]
        if len(fits) == 1 and ID.fullmatch(fits[0]):
            return Found(ticket=fits[0])
        if fits:
            return CannotTell(cause=f"{len(fits)} predictions look exactly like this one")
    likes = sum(how == "like" for _, how in found)
    if likes:
        return CannotTell(cause=f"{likes} predictions may be this one, or not")
    return Absent()


def _rows(sent_at: float) -> Talk[Sequence[Row] | Unlisted]:
    """All predictions made around a time, page by page."""
    query: tuple[tuple[str, str], ...] = (
        ("created_after", _written(floor(sent_at - BEFORE))),
        ("created_before", _written(ceil(sent_at + AFTER) + 1)),
    )
    rows: list[Row] = []
    for _ in range(PAGES):
        reply = yield Call(url=LIST, query=query, most=PAGE_BYTES)
        page = reply.read(Page) if 200 <= reply.status < 300 else None
        if page is None:
            return Unlisted(cause=f"the list of predictions: HTTP {reply.status}: {reply.told}")
        rows += page.results
        if page.next is None:
            return rows
        following = _query(page.next)
        if following is None:
            return Unlisted(cause="the list of predictions goes on at an unknown address")
        query = following
    return Unlisted(cause=f"there are more than {PAGES * 100} predictions of that time")


def _query(address: str) -> tuple[tuple[str, str], ...] | None:
    """What `next` asks for. Its host is not looked at: we ask the service that we asked before."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.path.rstrip("/") != LIST or not parts.query or len(parts.query) > 4000:
        return None
    return tuple(parse_qsl(parts.query, keep_blank_values=True))


def _written(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _compared(
    row: Row, name: Name, ours: dict[str, JsonValue], model: Model, sent_at: float
) -> Likeness:
    """How like ours a listed prediction is."""
    foreign = row.source == "web" or row.model.casefold() != name.full.casefold()
    if foreign or (name.version and row.version != name.version):
        return "other"
    try:
        made = datetime.fromisoformat(row.created_at).timestamp()
    except (ValueError, OverflowError, OSError):
        return "like"
    if not sent_at - BEFORE <= made <= sent_at + AFTER:
        return "other"
    if not row.input or row.data_removed:
        return "like"
    likeness = _alike(ours, row.input, model)
    return "like" if likeness != "other" and made < sent_at - SKEW else likeness


def _alike(ours: dict[str, JsonValue], theirs: dict[str, JsonValue], model: Model) -> Likeness:
    found: set[Likeness] = {"proven"}
    for name in ours.keys() | theirs.keys():
        mine, other = ours.get(name), theirs.get(name)
        if name not in ours:
            usual = model.fields[name].default if name in model.fields else None
            # A service may list the defaults of what we left to it.
            found.add("proven" if other in (None, usual) else "like")
        elif other is None:
            found.add("like")
        elif _hashes(mine):
            found.add(_pictured(_hashes(mine), other))
        elif mine != other and str(mine) != str(other):
            return "other"
    order: tuple[Likeness, ...] = ("like", "equal", "proven")
    return next(one for one in order if one in found)


def _hashes(value: JsonValue) -> list[str]:
    """The stored bytes that one of our inputs names."""
    several = value if isinstance(value, list) else [value]
    return [str(one[BLOB]) for one in several if isinstance(one, dict) and BLOB in one]


def _pictured(hashes: list[str], shown: JsonValue) -> Likeness:
    """Whether the list shows these pictures. Other bytes are no proof of another request: what is
    listed may have been shortened."""
    several = shown if isinstance(shown, list) else [shown]
    if len(several) != len(hashes):
        return "like"
    if not all(isinstance(one, str) and one.startswith("data:") for one in several):
        return "equal"
    same = all(_sha256(str(one)) == sha256 for one, sha256 in zip(several, hashes, strict=True))
    return "proven" if same else "like"


def _sha256(address: str) -> str:
    """The hash of the bytes in a data URI, or nothing."""
    try:
        content = base64.b64decode(address.partition(",")[2], validate=True)
    except (binascii.Error, ValueError):
        return ""
    return hashlib.sha256(content).hexdigest()
