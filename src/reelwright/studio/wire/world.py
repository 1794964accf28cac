"""World: what lies outside of this room, so that a test can put something else in its place."""

import random
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from reelwright.studio.wire.guard import Resolve, look_up


@dataclass(frozen=True)
class Sent:
    """One request, for the record: never its query, headers, body or key.

    `status` is 0 when no answer came. `size` is the bytes of the answer's body that were read,
    `date` the time by the other side's clock as UTC seconds, 0 when it did not say.
    """

    method: str
    host: str
    path: str
    status: int
    seconds: float
    size: int
    date: float = field(default=0.0, compare=False)


def untold(_sent: Sent) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True)
class World:
    """`log` is told of every request. `sleep` takes seconds, `chance` answers 0 to 1, `now` is the
    time as UTC seconds, `tls` None stands for the system's certificates. `allow_http_loopback` is
    for tests: addresses in replies may then be http on this machine."""

    log: Callable[[Sent], None] = untold
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    now: Callable[[], float] = time.time
    resolve: Resolve = look_up
    tls: ssl.SSLContext | None = None
    allow_http_loopback: bool = False

    def back_off(self, turn: int) -> None:
        """Wait 2, 4, 8, 16 s (turn 0, 1, 2, 3), a fifth more or less."""
        self.sleep(2.0 ** (turn + 1) * (0.8 + 0.4 * self.chance()))


WORLD = World()
