"""Order, Take and Recipe: the idea of the whole program.

An Order is an immutable wish for something that costs money or time; its fingerprint is its
identity. A Take is a verified result. A recipe is pure code that yields lists of Orders (and inner
recipes) and is sent their Takes.
"""

from collections.abc import Callable, Generator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import JsonValue

from reelwright.film.errors import Interrupted
from reelwright.film.noun import Noun, digest

OrderKind = Literal[
    "text", "panel", "image", "voice", "music", "sound", "clip", "body", "join", "scene",
    "track", "card", "film", "grade", "shade", "export",
]  # fmt: skip


class Order(Noun):
    """A wish for one thing: who makes it, with which exact parameters, from which inputs.

    `inputs` are SHA-256 hashes of stored bytes. The fingerprint covers all fields but nothing else:
    no shot numbers, no addresses, no versions of our tools (see `Take.tool`).
    """

    kind: OrderKind
    provider: str
    model: str
    params: dict[str, JsonValue] = {}
    inputs: tuple[str, ...] = ()

    @cached_property
    def fingerprint(self) -> str:
        return digest(self.model_dump())

    def __hash__(self) -> int:
        return hash(self.fingerprint)


class Take(Noun):
    """A verified result of an Order. `sha256` names its bytes in the store.

    `facts` by kind: `seconds` (voice, music), `words` ([[word, start_s, end_s], …]), `frames`
    (clips, segments), `text` (the answer of a text Order, JSON as a string).
    """

    fingerprint: str
    sha256: str
    media_type: str
    size: int
    facts: dict[str, JsonValue] = {}
    tool: str = ""
    number: int = 1


MissingReason = Literal[
    "failed", "refused", "moderated", "over cap", "parked", "overdue", "skipped", "unpriced"
]


class Missing(Noun):
    """A failed Order as a value: the recipe decides what to do about it.

    `reason` tells what would help: another model (failed, refused, moderated), more money (over
    cap), the user's decision (parked), time (overdue), a price in the catalogue (unpriced); nothing
    helps when the user has given it up (skipped).
    """

    fingerprint: str
    stage: str
    cause: str
    reason: MissingReason = "failed"

    @property
    def settled(self) -> bool:
        """Whether nothing of it can still cost or come: only then may another model be asked."""
        return self.reason in ("failed", "refused", "moderated", "unpriced")

    @property
    def awaited(self) -> bool:
        """Whether it may still come, by this very Order."""
        return self.reason in ("over cap", "parked", "overdue")


Answer = Take | Missing
"""What an Order comes to."""


class Made(Noun):
    """What a local maker hands over: a finished file in its scratch folder, and its facts."""

    path: Path
    media_type: str
    facts: dict[str, JsonValue] = {}


T = TypeVar("T")
Recipe = Generator[list[Any], list[Any], T]
"""Yields `list[Order | Recipe]`, is sent `list[Take | Missing | object]` in the same order."""

Stop = Callable[[], bool]
"""Asked now and then by long local work; True means: give up at once by raising `Interrupted`."""


def pause(stop: Stop, stage: str) -> None:
    """Give up here when the user wants to stop; raises `Interrupted`."""
    if stop():
        raise Interrupted(stage, "stopped", "Run the same command again to go on.")


Maker = Callable[[Order, Mapping[str, Path], Path, Stop], Made]
"""A local maker: (order, paths of its inputs by hash, scratch folder of its own, stop) -> Made."""
