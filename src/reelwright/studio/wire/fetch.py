"""Fetching a file: streamed, resumed, hashed, and either whole and durable or not there at all."""

from collections.abc import Callable
from pathlib import Path

from reelwright.film.provider import Provider
from reelwright.film.talk import Call
from reelwright.studio.wire.account import Account
from reelwright.studio.wire.failing import Blocked, Damaged, NoAnswer, Stopped, TooLong
from reelwright.studio.wire.part import Fetched, Part
from reelwright.studio.wire.reach import Reached, reach
from reelwright.studio.wire.timed import boot_clock, never
from reelwright.studio.wire.world import WORLD, World

TRIES = 3
IDLE = 30.0
SLOWEST = 1024
"""Bytes per second: what comes more slowly over `idle_timeout` seconds is given up."""
MOST = 4 << 30


def fetch(
    address: str, into: Path, provider: Provider, url: str, secret: str = "", *,
    most_bytes: int = MOST, idle_timeout: float = IDLE, total: float = 1800.0,
    tries: int = TRIES, stop: Callable[[], bool] = never, world: World = WORLD,
) -> Fetched:  # fmt: skip
    """The file at `address` (a `Result.url`: a path of the service, or a stranger's address) in
    the new file `into`, fsynced.

    A damage is fetched again, `tries` times in all, from where it stopped if the other side still
    has the same version. Raises `Damaged` with the cause of each try, `Blocked`, `TooLong`,
    `Expired` (ask for a fresh address), `Stopped`, and `OSError` as the disk does (`into` must
    not exist before). Nothing is left behind then. `total` seconds bound all tries together.
    """
    account, end = Account(provider, url, secret), boot_clock() + total
    causes: list[str] = []
    with Part(into) as part:
        while True:
            if stop():
                raise Stopped
            try:
                _try(account, address, part, most_bytes, idle_timeout, end, stop, world)
                return part.finish()
            except (Blocked, TooLong):
                raise
            except NoAnswer as error:
                causes.append(error.cause)
            except Damaged as error:
                causes += error.causes
            if len(causes) >= tries or boot_clock() >= end:
                raise Damaged(*causes)
            world.back_off(len(causes) - 1)


def _try(
    account: Account, address: str, part: Part, most: int, idle: float, end: float,
    stop: Callable[[], bool], world: World,
) -> None:  # fmt: skip
    call = Call(url=address, headers=part.wishes())
    with reach(account, call, None, world, seconds=idle, stop=stop) as reached:
        part.begin(reached.answer, most)
        _receive(reached, part, most, idle, end, stop)


def _receive(
    reached: Reached, part: Part, most: int, idle: float, end: float, stop: Callable[[], bool]
) -> None:
    """Write what comes. Patience is for each piece, for the pace of all, and for the whole."""
    timed = reached.line.timed
    since, came = boot_clock(), 0
    timed.until = min(since + idle, end)
    for piece in reached.answer.pieces():
        if stop():  # what comes without a pause is not looked at while it is waited for
            raise Stopped
        part.write(piece, most)
        now = boot_clock()
        came += len(piece)
        if now >= end:
            raise Damaged("it took too long")
        if now - since >= idle:
            if came < SLOWEST * (now - since):
                raise Damaged(f"too slow: {came} bytes in {now - since:.0f} s")
            since, came = now, 0
        timed.until = min(now + idle, end)
