"""Running a talk: its Calls are free, so they may be repeated, redirected and share connections."""

from collections.abc import Callable
from pathlib import Path

from reelwright.film.provider import Provider
from reelwright.film.talk import Call, Reply, T, Talk
from reelwright.studio.wire.account import Account
from reelwright.studio.wire.body import Local, bodied
from reelwright.studio.wire.failing import Blocked, NoAnswer, Stopped, TooLong
from reelwright.studio.wire.pool import Pool
from reelwright.studio.wire.reach import reach
from reelwright.studio.wire.timed import never
from reelwright.studio.wire.world import WORLD, World

TRIES = 3
SECONDS = 30.0
"""How long the answer to a free request may take."""
AGAIN = 2.0
"""Seconds until a 5xx is asked about a second time."""


def nothing_stored(sha256: str) -> Path:
    """For talks that name no stored bytes."""
    raise FileNotFoundError(sha256)


def run(
    talk: Talk[T], provider: Provider, url: str, secret: str, *, local: Local = nothing_stored,
    pool: Pool | None = None, seconds: float = SECONDS, tries: int = TRIES,
    stop: Callable[[], bool] = never, world: World = WORLD,
) -> T:  # fmt: skip
    """Drive a talk to its end and answer what it returns.

    Without a connection or an answer a Call is tried `tries` times in all (one that says `once`,
    once); then `NotSent` or
    `Unheard` is raised. Replies of every status are the talk's to judge, but a 5xx is asked for
    once more first. Raises `Stopped` as soon as `stop` says so.
    """
    account, lines = Account(provider, url, secret), pool or Pool()
    try:
        reply: Reply | None = None
        while True:
            try:
                call = next(talk) if reply is None else talk.send(reply)
            except StopIteration as end:
                found: T = end.value
                return found
            reply = _answered(account, call, local, lines, seconds, tries, stop, world)
    finally:
        talk.close()
        if pool is None:
            lines.close()


def _answered(
    account: Account, call: Call, local: Local, pool: Pool, seconds: float, tries: int,
    stop: Callable[[], bool], world: World,
) -> Reply:  # fmt: skip
    """The reply to one Call, after as many tries as it takes and may have."""
    body = bodied(call, local)
    failed, doubted = 0, False
    while True:
        if stop():
            raise Stopped
        try:
            with reach(
                account, call, body, world, seconds=seconds, pool=pool, stop=stop
            ) as reached:
                reply = account.hide(reached.answer.reply(call.most))
        except (Blocked, TooLong):
            raise
        except NoAnswer:
            failed += 1
            if failed >= tries or call.once:
                raise
            world.back_off(failed - 1)
            continue
        if reply.status < 500 or doubted or call.once:
            return reply
        doubted = True
        world.sleep(AGAIN)
