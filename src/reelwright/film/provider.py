"""Provider: how a service is spoken to, as data and pure functions. One value per service."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from reelwright.film.order import Order, OrderKind
from reelwright.film.talk import (
    CannotTell,
    Heard,
    Polled,
    Ready,
    Reply,
    Searched,
    Submit,
    Talk,
    TooLate,
    Withdrawn,
)

FindBy = Literal["token", "list", "nothing"]
"""How a request whose fate is unknown is found: by our token, by comparing a list, not at all."""


@dataclass(frozen=True)
class Limits:
    """Submissions per minute, hour and day, and jobs under way at once. Source: N8, or the
    service's own page where it is stricter."""

    minute: int = 30
    hour: int = 1000
    day: int = 10000
    concurrent: int = 5


@dataclass(frozen=True)
class Polling:
    """When to ask, in seconds. `first`: not before; `floor`: never closer together; `most`: after
    that a job is overdue (its slot is freed, it is asked for every `late` seconds); `retention`:
    how long the service keeps a result, after which nothing more can be hoped for."""

    first: float = 5.0
    floor: float = 5.0
    most: float = 300.0
    late: float = 600.0
    retention: float = 86400.0


class Sign(Protocol):
    """Adds what proves who we are: (headers, secret, now as UTC seconds) -> headers. Pure."""

    def __call__(
        self, headers: Mapping[str, str], secret: str, now: float, /
    ) -> dict[str, str]: ...


def bearer(headers: Mapping[str, str], secret: str, _now: float) -> dict[str, str]:
    """The usual way: `Authorization: Bearer KEY`."""
    return {**headers, "Authorization": f"Bearer {secret}"}


def _ready(_order: Order) -> Talk[Ready]:
    yield from ()
    return Ready()


def _lost(_order: Order, _token: str, _sent_at: float) -> Talk[Searched]:
    yield from ()
    return CannotTell(cause="this service offers no way to look for a request")


def _kept_going(_order: Order, _ticket: str) -> Talk[Withdrawn]:
    yield from ()
    return TooLate(cause="this service cannot be asked to stop")


def _at_once(_order: Order, _ticket: str) -> Talk[Polled]:
    raise AssertionError("this service answers at once and is never polled")
    yield


@dataclass(frozen=True)
class Provider:
    """One service.

    `url` is its origin (a setting may replace it), `keys` the environment variables that may hold
    its key, ours first (empty: it needs none). `submit` makes the one paid request of an Order;
    `heard` tells how its answer is to be understood, and whatever it does not know is `Unknown`.
    `once` means that the service itself refuses a repeated token, so that sending the same request
    again is safe. `find_by` says how a lost request is found. `free`: nothing is ever charged.
    `by_list`: it tells what it counted, such as characters, and its charges are that at the
    built-in prices.
    """

    name: str
    title: str
    url: str
    kinds: tuple[OrderKind, ...]
    submit: Callable[[Order, Ready, str], Submit]
    heard: Callable[[Order, Reply], Heard]
    keys: tuple[str, ...] = ()
    sign: Sign = bearer
    prepare: Callable[[Order], Talk[Ready]] = _ready
    poll: Callable[[Order, str], Talk[Polled]] = _at_once
    find: Callable[[Order, str, float], Talk[Searched]] = _lost
    cancel: Callable[[Order, str], Talk[Withdrawn]] = _kept_going
    check: Callable[[], Talk[str]] | None = None
    """A free GET that shows whether the key is good and the service is up: "", or why not."""
    find_by: FindBy = "nothing"
    once: bool = False
    free: bool = False
    by_list: bool = False
    limits: Limits = field(default_factory=Limits)
    polling: Polling = field(default_factory=Polling)
