"""How it is usually done, to show that the tests would notice: ask, then write down; ask again when
no answer came.

`python -m tests.chaos.naive FOLDER SERVICE COUNT`, like `hand`; it speaks the providers' own words.
It writes durably and in one step, so nothing is wrong with it but the order of things.
"""

import json
import os
import sys
import time
from pathlib import Path
from uuid import uuid4

from tests.chaos.hand import order
from tests.chaos.service import variable
from tests.standins.talking import run, send, speak

from reelwright.film.order import Order
from reelwright.film.provider import Provider
from reelwright.film.talk import Call, Done, Ready, Taken
from reelwright.providers.registry import provider

RECORD = "record.json"
TRIES = 3


def main() -> None:
    folder, service, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    url, found = os.environ.get(variable(service, "URL"), ""), provider(service)
    record = _read(folder)
    for number in range(count):
        wish = order(service, number)
        if wish.fingerprint not in record:
            record[wish.fingerprint] = {"ticket": _asked(wish, found, url)}
            _write(folder, record)
        if "file" not in record[wish.fingerprint]:
            path = folder / f"{number}.mp4"
            path.write_bytes(_made(wish, found, url, record[wish.fingerprint]["ticket"]))
            record[wish.fingerprint]["file"] = str(path)
            _write(folder, record)
    print(json.dumps(record))


def _asked(wish: Order, found: Provider, url: str) -> str:
    """The ticket of what was ordered."""
    for _ in range(TRIES):
        try:
            heard = found.heard(wish, send(found.submit(wish, Ready(), str(uuid4())), found, url))
        except OSError:
            continue
        if isinstance(heard, Taken):
            return heard.ticket
    raise SystemExit("it was not taken")


def _made(wish: Order, found: Provider, url: str, ticket: str) -> bytes:
    while True:
        told = run(found.poll(wish, ticket), found, url)
        if isinstance(told, Done):
            return speak(Call(url=told.results[0].url), found, url).body
        time.sleep(0.05)


def _read(folder: Path) -> dict[str, dict[str, str]]:
    path = folder / RECORD
    if not path.exists():
        return {}
    found: dict[str, dict[str, str]] = json.loads(path.read_text())
    return found


def _write(folder: Path, record: dict[str, dict[str, str]]) -> None:
    part = folder / "record.part"
    with part.open("w") as file:
        json.dump(record, file)
        file.flush()
        os.fsync(file.fileno())
    part.rename(folder / RECORD)


if __name__ == "__main__":
    main()
