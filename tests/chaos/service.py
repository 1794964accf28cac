"""A stand-in in a process of its own: what kills, freezes or traces the program cannot touch it.

`Service` starts one and speaks to it by lines of JSON on its standard input and output; it ends
with its input, however this process ends. Beside answers it sends a line for every paid request
that arrives, so that a test can strike at a time relative to that.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from typing import Any

from tests.standins.__main__ import make
from tests.standins.faults import Fault, Faults
from tests.standins.standin import Standin

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
KEY = "key-of-a-test"
MODULES = {"kling-legacy": "kling_legacy", "seedance-ark": "seedance"}
"""Service -> its stand-in, where they are not named alike."""


def variable(name: str, ending: str) -> str:
    """The setting of a service, such as REELWRIGHT_KLING_LEGACY_URL."""
    return f"REELWRIGHT_{name.upper().replace('-', '_')}_{ending}"


class Service:
    """A running stand-in, seen from outside."""

    def __init__(self, name: str, seconds: float = 0.1, *, watched: bool = False) -> None:
        self.name = name
        module = MODULES.get(name, name)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.service", module, str(seconds), str(int(watched))],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._answers: Queue[Any] = Queue()
        self._change = threading.Condition()
        self._turn = threading.Lock()
        self.posts = 0
        """Paid requests that have arrived since the last `reset`."""
        threading.Thread(target=self._listen, daemon=True).start()
        self.url = str(self._answers.get(timeout=PATIENCE)["url"])

    @property
    def settings(self) -> dict[str, str]:
        """What points the program at it."""
        return {variable(self.name, "URL"): self.url, variable(self.name, "KEY"): KEY}

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            told = json.loads(line)
            if told != "post":
                self._answers.put(told)
                continue
            with self._change:
                self.posts += 1
                self._change.notify_all()

    def _ask(self, what: str, **more: Any) -> Any:
        assert self._process.stdin is not None
        with self._turn:
            self._process.stdin.write(json.dumps({"what": what, **more}) + "\n")
            self._process.stdin.flush()
            return self._answers.get(timeout=PATIENCE)

    def await_post(self, number: int, seconds: float) -> bool:
        """Wait until that many paid requests have arrived since the last `reset`."""
        with self._change:
            return self._change.wait_for(lambda: self.posts >= number, seconds)

    def tasks(self) -> list[dict[str, Any]]:
        """Everything it took: `id`, `token`, `body`, `usd`, and whether it is `billed`."""
        found: list[dict[str, Any]] = self._ask("tasks")
        return found

    def arrived(self) -> int:
        """Paid requests that arrived whole, by its own count."""
        return int(self._ask("posts"))

    def fault(self, kind: str, times: int = 1, seconds: float = 0.0, after: int = 0) -> None:
        self._ask("fault", fault=[kind, times, seconds, after])

    def reset(self) -> None:
        """Forget every task, fault and count."""
        self._ask("reset")
        with self._change:
            self.posts = 0

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        if self._process.stdout is not None:
            self._process.stdout.close()


@contextmanager
def service(name: str, seconds: float = 0.1, *, watched: bool = False) -> Iterator[Service]:
    """A stand-in for as long as the block lasts; its work takes `seconds`. `watched`: what it makes
    shows what was asked for."""
    found = Service(name, seconds, watched=watched)
    try:
        yield found
    finally:
        found.close()


# Inside of the process.


class Telling(Faults):
    """Tells of every paid request as it arrives: before anything is decided about it."""

    def meet(self, *kinds: str) -> Fault | None:
        if "drop before" in kinds:
            say("post")
        return super().meet(*kinds)


_speaking = threading.Lock()


def say(told: Any) -> None:
    with _speaking:
        print(json.dumps(told), flush=True)


def tasks(standin: Standin) -> list[dict[str, Any]]:
    with standin.lock:
        billed = {name for name, _ in standin.bill()}
        return [
            {
                "id": task.id, "token": task.token, "body": task.asked, "usd": float(task.usd),
                "billed": task.id in billed,
            }
            for task in standin.tasks.values()
        ]  # fmt: skip


def clear(standin: Standin) -> None:
    """As new. Ids go on where they were only as far as a stand-in counts its tasks, so two films
    may see equal ids; they are never in one ledger."""
    fresh = type(standin)(seconds=standin.seconds)
    with standin.lock:
        fresh.url, fresh.lock, fresh.faults = standin.url, standin.lock, Telling()
        fresh.files = standin.files
        server = standin._server
        standin.__dict__.clear()
        standin.__dict__.update(fresh.__dict__, _server=server)


def quiet(standin: Standin) -> None:
    """Connections of killed processes break, which is no news."""
    standin._server.handle_error = lambda *_: None  # type: ignore[method-assign]


def main() -> None:
    name, seconds, watched = sys.argv[1:]
    Standin.WATCHED = watched == "1"
    with make(name, seconds=float(seconds)) as standin:
        standin.faults = Telling()
        quiet(standin)
        say({"url": standin.url})
        for line in sys.stdin:
            told = json.loads(line)
            if told["what"] == "tasks":
                say(json.loads(json.dumps(tasks(standin), default=str)))
            elif told["what"] == "posts":
                say(standin.submissions)
            elif told["what"] == "fault":
                kind, times, length, after = told["fault"]
                standin.faults.add(kind, times, length, after)
                say(True)
            elif told["what"] == "reset":
                clear(standin)
                say(True)


if __name__ == "__main__":
    main()
