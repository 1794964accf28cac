"""Answers of services to paid requests, on disk until the ledger knows what they said."""

import json
import os
from pathlib import Path

from reelwright.film.talk import Reply
from reelwright.ledger.attempt import OPEN, Attempt, find
from reelwright.ledger.store import fsync_folder
from reelwright.studio.spending.counter import Counter


def _path(counter: Counter, one: Attempt) -> Path:
    return counter.home.root / "answers" / f"{one.id}-{one.token}.json"


def keep(counter: Counter, one: Attempt, reply: Reply) -> None:
    """Write an answer to disk, durably, before anything is made of it."""
    path = _path(counter, one)
    if not path.parent.exists():
        path.parent.mkdir(exist_ok=True)
        fsync_folder(path.parent.parent)
    part = path.with_suffix(".part")
    head = json.dumps({"status": reply.status, "headers": reply.headers}).encode()
    with part.open("wb") as file:
        file.write(head + b"\n" + reply.body)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)
    fsync_folder(path.parent)


def kept(counter: Counter, one: Attempt) -> Reply | None:
    """The answer that an attempt had before its process died, if it came to be written."""
    try:
        head, _, body = _path(counter, one).read_bytes().partition(b"\n")
        return Reply(**json.loads(head), body=body)
    except (FileNotFoundError, ValueError):
        return None


def forget(counter: Counter, one: Attempt) -> None:
    """What the ledger knows by now needs no file; nor does what was not written to its end."""
    path = _path(counter, one)
    path.unlink(missing_ok=True)
    path.with_suffix(".part").unlink(missing_ok=True)


def sweep(counter: Counter) -> None:
    """Remove what processes left that died at the wrong moment: answers of attempts that are
    through, and the beginnings of answers whose senders are gone."""
    for path in (counter.home.root / "answers").glob("*-*"):
        number = path.name.partition("-")[0]
        if not number.isdecimal():
            continue
        with counter.home.look() as connection:
            one = find(connection, int(number))
        if one is None:
            continue
        torn = path.suffix == ".part" and one.id not in counter.flying and counter.gone(one)
        if torn or one.work not in OPEN:
            path.unlink(missing_ok=True)
