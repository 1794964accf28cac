"""What providers and services say to each other, as values. Providers translate; they never send.

A `Talk` is a generator that yields free, repeatable `Call`s and is sent `Reply`s. A `Submit` is the
one request that costs money: a value, never a generator, so that nothing can repeat it unseen.
"""

import json
from collections.abc import Generator
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from reelwright.film.money import Money
from reelwright.film.noun import Noun

BLOB = "$blob"
"""Key of the object that stands for stored bytes inside a JSON body."""


def blob(sha256: str, form: Literal["data", "base64"] = "data") -> dict[str, JsonValue]:
    """Stored bytes as a string inside a JSON body: a `data:` URI, or plain base64.

    The body stays small; whoever sends it streams the bytes from the store and names their type.
    """
    return {BLOB: sha256, "form": form}


class Part(Noun):
    """One field of a multipart form: a text, or stored bytes named by their hash."""

    name: str
    text: str = ""
    sha256: str = ""
    filename: str = ""
    media_type: str = ""


class Call(Noun):
    """A request. `url` is a path below the service's own origin and is signed with its key; an
    absolute URL is a stranger's: it is guarded and carries no key.

    `body` is sent as JSON (with `blob`s), `parts` as a form. `most` bounds the reply in bytes.
    `once`: not to be repeated when its answer is lost (a DELETE that would delete something else
    the second time).
    """

    method: Literal["GET", "POST", "PUT", "DELETE"] = "GET"
    url: str
    query: tuple[tuple[str, str], ...] = ()
    headers: dict[str, str] = {}
    body: JsonValue = None
    parts: tuple[Part, ...] = ()
    most: int = 4_000_000
    once: bool = False


class Submit(Noun):
    """Exactly one paid request. `seconds` is how long its answer may take."""

    call: Call
    seconds: float = 60.0


class Said(BaseModel):
    """A part of a service's reply as we understand it. Unknown fields are ignored, wrong types are
    an error: subclasses are our schema of the service."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


S = TypeVar("S", bound=Said)


class Reply(Noun):
    """What came back. Header names are in small letters."""

    status: int
    headers: dict[str, str] = {}
    body: bytes = b""

    def read(self, schema: type[S]) -> S | None:
        """The body as `schema`, or None when it is no JSON or does not fit."""
        try:
            return schema.model_validate_json(self.body)
        except ValidationError:
            return None

    @property
    def value(self) -> JsonValue:
        """The body as JSON, or None when it is none."""
        try:
            found: JsonValue = json.loads(self.body)
        except (ValueError, RecursionError):
            return None
        return found

    @property
    def told(self) -> str:
        """The start of the body in one line, for messages."""
        return " ".join(self.body[:600].decode("utf-8", "replace").split())[:300]

    @property
    def wait(self) -> float | None:
        """Seconds that Retry-After asks for (its other form, a date, counts as not given)."""
        told = self.headers.get("retry-after", "").strip()
        return float(told) if told.isascii() and told.isdecimal() and len(told) < 7 else None


T = TypeVar("T")
Talk = Generator[Call, Reply, T]


class Ready(Noun):
    """What `prepare` has found out: addresses of uploads, fields of a model's schema."""

    values: dict[str, JsonValue] = {}


# How a paid request was heard.


class Taken(Noun):
    """Accepted: `ticket` is the service's id. `most` is what it says this may cost at the most."""

    ticket: str
    most: Money | None = None


class Finished(Noun):
    """Answered at once with the result itself. `charge` None: the service is silent about cost."""

    content: bytes
    media_type: str
    facts: dict[str, JsonValue] = {}
    charge: Money | None = None


Reason = Literal["limited", "unavailable", "invalid", "denied", "unpaid", "moderated", "missing"]


class Refused(Noun):
    """Certainly not taken, so nothing is owed. `wait` is what the service asks for, in seconds.

    limited: 429. unavailable: it says that it takes nothing now. invalid: 400, 422. denied: 401,
    403. unpaid: no credit. moderated: the content is refused. missing: 404.
    """

    reason: Reason
    cause: str
    wait: float | None = None

    @property
    def passing(self) -> bool:
        """Whether the same request may be taken later."""
        return self.reason in ("limited", "unavailable")


class Unknown(Noun):
    """It may have been taken, or not: nobody may send it again before that is known."""

    cause: str


class Failed(Noun):
    """Not made. `charge` None: not known, so the most is presumed. `passing`: worth another try."""

    cause: str
    reason: Literal["moderated", "invalid", "broken", "expired", "cancelled"] = "broken"
    charge: Money | None = Money()

    @property
    def passing(self) -> bool:
        return self.reason in ("broken", "expired")


Heard = Taken | Finished | Refused | Failed | Unknown
"""`Failed`: answered, made nothing, and may have charged for it."""

# What became of accepted work.


class Waiting(Noun):
    """Not done. `wait`: do not ask again earlier, in seconds."""

    status: str = ""
    wait: float | None = None


class Result(Noun):
    """A file to fetch. `url` as in `Call`: a path of the service's own, or a stranger's address."""

    url: str
    media_type: str = "video/mp4"


class Done(Noun):
    """Made. `charge` None: the service is silent about cost."""

    results: tuple[Result, ...]
    charge: Money | None = None
    facts: dict[str, JsonValue] = {}


class Gone(Noun):
    """The service does not know this ticket any more."""

    cause: str = ""


Polled = Waiting | Done | Failed | Gone

# Looking for a request whose fate is unknown.


class Found(Noun):
    """It was taken; this is its ticket."""

    ticket: str


class Absent(Noun):
    """The service knows of no such request now."""


class CannotTell(Noun):
    """The service offers no way to find out, or did not answer in a way that tells."""

    cause: str = ""


Searched = Found | Absent | CannotTell


class Cancelled(Noun):
    """The service has stopped the work. `charge` None: not known, so the most is presumed."""

    charge: Money | None = Money()


class TooLate(Noun):
    """It cannot be stopped, or not any more: go on polling."""

    cause: str = ""


Withdrawn = Cancelled | TooLate
