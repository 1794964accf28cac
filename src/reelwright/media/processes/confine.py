"""Running one module of ours in a child process that cannot outgrow its limits.

For work on untrusted input (a parser may run away or be fooled) and for tools that are not
deterministic within a long-lived process.
"""

import signal
from collections.abc import Sequence
from typing import Literal

from reelwright.film.errors import MachineTrouble
from reelwright.film.order import Stop
from reelwright.media.processes import child

Reason = Literal["memory", "time", "output", "crash", "exit"]


class Confined(MachineTrouble):
    """A confined child failed.

    `reason` says how: over its "memory", "time" or "output" limit, by a "crash" (a signal), or by
    an "exit" code of its own. `status` is the exit code, negative for a signal, and `stderr` the
    end of what it said.
    """

    def __init__(self, cause: str, reason: Reason, status: int, stderr: str) -> None:
        super().__init__("confined", cause)
        self.reason = reason
        self.status = status
        self.stderr = stderr


def confined(
    module: str,
    argv: Sequence[str] = (),
    stdin: bytes | None = None,
    cpu_seconds: int = 30,
    memory_mb: int = 500,
    wall_seconds: float = 60.0,
    stop: Stop = lambda: False,
    output_mb: int = 256,
) -> bytes:
    """Run `python -m module *argv` within limits and return its standard output.

    `stdin` of None is an empty input. The child sees none of our environment but paths and
    language. Raises `Confined`, and `Interrupted` when `stop()` says so; whatever happens, no
    process of it is left.
    """
    limits = child.Limits(
        cpu_seconds=cpu_seconds,
        wall_seconds=wall_seconds,
        memory_mb=memory_mb,
        output_mb=output_mb,
    )
    ended = child.run_module([module, *argv], limits, stop, stdin)
    reason = _reason(ended)
    if reason:
        raise Confined(_cause(module, reason, ended), reason, ended.code, ended.told)
    return bytes(ended.out)


def _reason(ended: child.Ended) -> Reason | None:
    if ended.reason:
        return ended.reason
    if ended.code == -signal.SIGXCPU:
        return "time"
    if ended.code == child.OUT_OF_MEMORY or (ended.code and "MemoryError" in ended.told):
        return "memory"
    if ended.code < 0:
        return "crash"
    return "exit" if ended.code else None


def _cause(module: str, reason: Reason, ended: child.Ended) -> str:
    if reason == "exit":
        said = ended.told.strip().splitlines()
        return f"{module} failed: {said[-1] if said else f'exit code {ended.code}'}"
    return {
        "memory": f"{module} needed too much memory",
        "time": f"{module} took too long",
        "output": f"{module} wrote too much",
        "crash": f"{module} crashed (signal {-ended.code})",
    }[reason]
