"""A few paid jobs in one process on one thread: the real till, turned by hand.

`python -m tests.chaos.hand FOLDER SERVICE COUNT` buys COUNT Orders one after the other and says
what came of them. On one thread every run makes the same system calls in the same order, so a
tracer can stop each of them. With a fourth argument it does not own the data folder: two may work
in one, as on two machines.

With COUNT 0 it only sets the folder up, with a picture that is the first frame of the first Order:
a body that leaves in many pieces.
"""

import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.simulation.clock import at_once

from reelwright.film.asked import ClipAsked, ImageAsked, SpeechAsked, order_of
from reelwright.film.order import Order, Take
from reelwright.ledger import jobs, money, productions
from reelwright.ledger.money import Payer
from reelwright.providers.catalogue import BUILT_IN
from reelwright.providers.quoting import price
from reelwright.providers.registry import default_model
from reelwright.studio.home import Home, open_home, own_home
from reelwright.studio.settings import Settings
from reelwright.studio.spending.counter import Counter
from reelwright.studio.spending.till import Till

PRODUCTION = "film"
WORDS = ("The boat comes slowly to the stairs.", "Mara holds the lantern.", "Tobias walks home.")
FIRST = "first"
"""File of the data folder that names the picture, if there is one."""
WAITS = 5
"""Exit code when something waits for the user."""


def order(service: str, number: int, *, first: str = "", workflow: str = "") -> Order:
    """The numbered Order for a service: a short clip, a picture or a line. `first` is the hash of a
    first frame."""
    words = WORDS[number % len(WORDS)] + f" Number {number}."
    if service == "comfyui":
        clip = ClipAsked(prompt=words, seconds=2, height=480, workflow=workflow)
        return order_of("clip", service, "workflow", clip)
    if service == "elevenlabs":
        spoken = SpeechAsked(text=words, voice="JBFqnCBsd6RMkjVDRZzb", language="en")
        return order_of("voice", service, default_model(service, "voice"), spoken)
    if service == "google":
        picture = ImageAsked(prompt=words)
        return order_of("image", service, default_model(service, "image"), picture)
    video = next(row for row in BUILT_IN.videos if row.service == service)
    shape = {"seconds": video.seconds[0], "height": min(video.prices), "first": first}
    clip = ClipAsked.model_validate({"prompt": words, **shape})
    return order_of("clip", service, video.model, clip)


def cost(orders: list[Order]) -> int:
    """What these cost at the most, in micro-units."""
    quotes = [price(one, BUILT_IN) for one in orders]
    return sum(quote.money.micros for quote in quotes if quote is not None)


def wanted(home: Home, orders: list[Order], budget: int) -> None:
    """A production that wants these and may spend so much, if it is not there yet."""
    with home.database.begin() as connection:
        if productions.find(connection, PRODUCTION) is None:
            productions.create(connection, PRODUCTION, "novel", id=PRODUCTION)
        jobs.add_wants(connection, PRODUCTION, 1, orders)
        payer = Payer(production=PRODUCTION, day=money.day_of(time.time()))
        money.limit(connection, payer, "production", budget)


def buy(
    counter: Counter, orders: list[Order], patience: float = 60.0,
    sleep: Callable[[float], None] = time.sleep,
) -> dict[str, str]:  # fmt: skip
    """Turn the till until every Order has its answer: "take", or why there is none."""
    until = time.monotonic() + patience
    told: dict[str, str] = {}
    with Till(counter, PRODUCTION, pools=at_once, clockwork=False) as till:
        for one in orders:
            answer = till.want(one)
            while not answer.done():
                if time.monotonic() > until:
                    raise SystemExit(f"no answer in {patience:.0f} s: {one.params}")
                due = till.turn()
                if not till.wake.is_set():
                    sleep(min(max(0.0, due - counter.now()), 0.2))
                till.wake.clear()
            found = answer.result()
            told[one.fingerprint] = "take" if isinstance(found, Take) else found.reason
    return told


def picture(home: Home) -> None:
    """Put a picture of half a megabyte into the store, and its name into `FIRST`."""
    from PIL import Image

    size = (560, 315)
    noise = Image.frombytes("RGB", size, random.Random(1).randbytes(3 * size[0] * size[1]))
    file = home.scratch / "noise.png"
    noise.save(file)
    (home.root / FIRST).write_text(home.store.put(file)[0])


def orders_of(home: Home, service: str, count: int) -> list[Order]:
    """The first of them begins with the picture, where the service takes one."""
    named = home.root / FIRST
    clips = any(row.service == service and row.first_frame for row in BUILT_IN.videos)
    first = named.read_text() if clips and named.exists() else ""
    return [order(service, number, first="" if number else first) for number in range(count)]


def main() -> None:
    folder, service, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    opened = open_home if sys.argv[4:] else own_home
    with opened(Settings(home=folder, min_free_mb=0)) as home:
        home.scratch.mkdir(exist_ok=True)
        if not count:
            picture(home)
            return
        orders = orders_of(home, service, count)
        wanted(home, orders, cost(orders))
        counter = Counter(home, apart=float(home.settings.absence_seconds))
        try:
            told = buy(counter, orders)
        finally:
            counter.close()
    print(json.dumps(told))
    sys.exit(WAITS if any(reason != "take" for reason in told.values()) else 0)


if __name__ == "__main__":
    main()
