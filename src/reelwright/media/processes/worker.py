"""A process of ours that lives on and answers one question after another.

Python runs one thread at a time. Two threads that draw get 1.4 times as much done as one, and two
that draw and encode 1.7 times; two processes 1.9 times (measured on two cores).
"""

import os
import selectors
import subprocess
from contextlib import suppress

from reelwright.film.errors import MachineTrouble, Trouble
from reelwright.film.order import Stop, pause
from reelwright.media.processes import child

_TICK = 0.05
"""Seconds between questions whether to stop."""
_BLOCK = 65536
_TAIL = 4096
"""Bytes of standard error that are kept: the end says why."""
_MONTH = 30 * 86400
"""Seconds of CPU: what lives as long as a run may take as long as one."""
_ANSWER_MB = 16
_KILLED = -9


class Worker:
    """One such process, begun by its first question. A question and its answer are a line each.

    Used by one thread at a time. Whoever has one closes it.
    """

    def __init__(self, module: str, memory_mb: int = 4096) -> None:
        self._module = module
        self._limits = child.Limits(cpu_seconds=_MONTH, memory_mb=memory_mb)
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, question: bytes, stage: str, stop: Stop) -> bytes:
        """The answer of the process. `stage` is where it is missed when something goes wrong.

        Raises `Interrupted` when `stop()` says so, the process being killed at once; `Trouble` when
        it ends without an answer, `MachineTrouble` when somebody else killed it. The next question
        begins a new one.
        """
        process = self._alive()
        try:
            assert process.stdin
            with suppress(BrokenPipeError):  # it has ended: what it said last tells why
                process.stdin.write(question + b"\n")
                process.stdin.flush()
            answer, said = _heard(process, stage, stop)
        except BaseException:
            self.close()
            raise
        if not answer.endswith(b"\n"):
            raise _gone(self.close(), stage, said)
        return answer

    def close(self) -> int:
        """End the process, if there is one; its exit code."""
        process, self._process = self._process, None
        return child.end(process) if process else 0

    def _alive(self) -> "subprocess.Popen[bytes]":
        if self._process is not None and self._process.poll() is not None:
            self.close()
        if self._process is None:
            self._process = child.start_module([self._module], self._limits)
        return self._process


def _heard(process: "subprocess.Popen[bytes]", stage: str, stop: Stop) -> tuple[bytes, bytes]:
    """One line of the process, whole if it lived to end it, and the end of its standard error."""
    answer, said = bytearray(), bytearray()
    with selectors.DefaultSelector() as pipes:
        for pipe, heard in ((process.stdout, answer), (process.stderr, said)):
            assert pipe
            pipes.register(pipe, selectors.EVENT_READ, heard)
        while pipes.get_map() and not answer.endswith(b"\n"):
            pause(stop, stage)
            for key, _ in pipes.select(_TICK):
                chunk = os.read(key.fd, _BLOCK)
                key.data.extend(chunk)
                if not chunk:
                    pipes.unregister(key.fileobj)
            del said[:-_TAIL]
            if len(answer) > _ANSWER_MB << 20:
                raise Trouble(stage, "the process that was to make it never stopped talking")
    return bytes(answer), bytes(said)


def _gone(code: int, stage: str, said: bytes) -> Trouble:
    if code == _KILLED:
        return MachineTrouble(
            stage,
            "a process of ours was killed: the memory of this machine may not suffice",
            "Set REELWRIGHT_WORKERS to a smaller number and run the same command again.",
        )
    if code == child.OUT_OF_MEMORY:
        return Trouble(stage, "it needed too much memory")
    told = said.decode(errors="replace").strip().splitlines()[-1:]
    how = f"crashed (signal {-code})" if code < 0 else f"ended with code {code}"
    return Trouble(stage, f"the process that was to make it {how}: {' '.join(told)}".rstrip(": "))
