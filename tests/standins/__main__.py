"""`python -m tests.standins NAME [--port N] [--seconds S] [--watched]`: run a stand-in by hand.

Point the service's URL setting at what it prints; see its bill at /_bill, plan faults by POST to
/_fault with {"kind": …, "times": …, "seconds": …, "after": …}.
"""

import argparse
import threading
from importlib import import_module

from tests.standins.standin import Standin

NAMES = (
    "comfyui",
    "elevenlabs",
    "google",
    "kling",
    "kling_legacy",
    "replicate",
    "runway",
    "seedance",
)


def make(name: str, *, seconds: float = 0.3) -> Standin:
    """The stand-in of a service: each has a module of its name with one `STANDIN` class."""
    standin: type[Standin] = import_module(f"tests.standins.{name}").STANDIN
    return standin(seconds=seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=5.0, help="how long work takes")
    parser.add_argument("--watched", action="store_true", help="write on clips what they show")
    given = parser.parse_args()
    Standin.WATCHED = given.watched
    standin = make(given.name, seconds=given.seconds).start(given.port)
    print(f"{given.name} stands at {standin.url}", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
