"""Starting a process that cannot outgrow its limits nor outlive us.

Every child gets its own process group, limits set before the program proper is loaded, and the
kernel's promise to be killed when we die. It is killed when its time is up or the user stops.
"""

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import IO, Literal

from reelwright.film.errors import Interrupted
from reelwright.film.order import Stop

_TAIL = 16384
"""Bytes of standard error that are kept: the end says why."""

_TICK = 0.05
"""Seconds between questions whether to stop."""

_BLOCK = 65536

_PASSED_ON = (
    "PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "PYTHONPATH", "VIRTUAL_ENV",
    "REELWRIGHT_FFMPEG",
)  # fmt: skip
"""The only variables a child sees of ours: keys of paid services are none of its business."""

_FIXED = {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""Same bytes everywhere; and threads reserve address space by the gigabyte."""

# Runs first in the child. Limits survive `exec`; setting them here instead of between fork and exec
# keeps the parent free to have threads.
_LIMIT = """
import ctypes, os, resource, signal, sys
parent, cpu, memory, size = map(int, sys.argv[1:5])
ctypes.CDLL(None).prctl(1, signal.SIGKILL)
if os.getppid() != parent:
    os._exit(1)
resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 2))
resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
sys.argv = sys.argv[5:]
"""
_THEN_EXEC = _LIMIT + "os.execv(sys.argv[0], sys.argv)"
_THEN_MODULE = (
    _LIMIT
    + """
import runpy
try:
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
except MemoryError:
    os._exit(77)
"""
)
OUT_OF_MEMORY = 77
"""Exit code of a module that could not get the memory it asked for."""


def environment() -> dict[str, str]:
    """The variables that any child of ours gets."""
    return {**{name: os.environ[name] for name in _PASSED_ON if name in os.environ}, **_FIXED}


@dataclass(frozen=True)
class Limits:
    """What a child may use: CPU and wall-clock seconds, address space, size of each file it writes,
    and how much it may say on standard output."""

    cpu_seconds: int = 3600
    wall_seconds: float = 7200.0
    memory_mb: int = 4096
    file_mb: int = 65536
    output_mb: int = 256


@dataclass
class Ended:
    """How a child ended: `code` is negative for a signal; `reason` says which of our limits hit."""

    code: int = 0
    out: bytearray = field(default_factory=bytearray)
    err: bytearray = field(default_factory=bytearray)
    reason: Literal["", "time", "output"] = ""

    @property
    def told(self) -> str:
        """The end of its standard error."""
        return bytes(self.err).decode(errors="replace")


def run_program(
    command: Sequence[str],
    limits: Limits,
    stop: Stop,
    on_output: Callable[[bytes], None] | None = None,
) -> Ended:
    """Run a program by its absolute path. With `on_output` its output is handed over, not kept."""
    return _run(["-I", "-S", "-c", _THEN_EXEC], command, limits, stop, None, on_output)


def run_module(
    command: Sequence[str], limits: Limits, stop: Stop, stdin: bytes | None = None
) -> Ended:
    """Run a Python module by its name as `python -m` does."""
    return _run(["-P", "-c", _THEN_MODULE], command, limits, stop, stdin, None)


def _run(
    launch: list[str],
    command: Sequence[str],
    limits: Limits,
    stop: Stop,
    stdin: bytes | None,
    on_output: Callable[[bytes], None] | None,
) -> Ended:
    child = _started(launch, command, limits, fed=stdin is not None)
    ended = Ended()
    try:
        _attend(child, ended, limits, stop, stdin, on_output)
    finally:
        ended.code = end(child)
    return ended


def start_module(command: Sequence[str], limits: Limits) -> "subprocess.Popen[bytes]":
    """Start a Python module that lives on, with pipes to all three; its caller has to `end` it.
    Of `limits` no time on the wall and no output is watched here. It dies with the thread that
    started it."""
    return _started(["-P", "-c", _THEN_MODULE], command, limits, fed=True)


def end(child: "subprocess.Popen[bytes]") -> int:
    """Kill a child and all that it started, if it is still there; its exit code."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    code = child.wait()
    for pipe in (child.stdin, child.stdout, child.stderr):
        if pipe:
            with contextlib.suppress(BrokenPipeError):
                pipe.close()
    return code


def _started(
    launch: list[str], command: Sequence[str], limits: Limits, fed: bool
) -> "subprocess.Popen[bytes]":
    size = [limits.cpu_seconds, limits.memory_mb << 20, limits.file_mb << 20]
    return subprocess.Popen(  # noqa: S603 - an argument list, never a shell
        [sys.executable, *launch, str(os.getpid()), *map(str, size), *command],
        stdin=subprocess.PIPE if fed else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env=environment(),
    )


def _attend(
    child: "subprocess.Popen[bytes]",
    ended: Ended,
    limits: Limits,
    stop: Stop,
    stdin: bytes | None,
    on_output: Callable[[bytes], None] | None,
) -> None:
    """Serve the child's pipes until it has ended or has to be ended."""
    deadline = time.monotonic() + limits.wall_seconds
    unsent = memoryview(stdin or b"")
    with selectors.DefaultSelector() as pipes:
        _watch(pipes, child)
        while pipes.get_map():
            if stop():
                raise _stopped()
            if time.monotonic() > deadline:
                ended.reason = "time"
                return
            ready = pipes.select(_TICK)
            for key, _ in ready:
                if key.data == "in" and child.stdin:
                    unsent = _feed(pipes, child.stdin, unsent)
                    continue
                chunk = os.read(key.fd, _BLOCK)
                if not chunk:
                    pipes.unregister(key.fileobj)
                _collect(ended, key.data, chunk, on_output)
            if len(ended.out) > limits.output_mb << 20:
                ended.reason = "output"
                return
            if not ready and child.poll() is not None:
                return  # A grandchild holds the pipes: it dies with the group.
        _wait(child, ended, deadline, stop)


def _watch(pipes: selectors.BaseSelector, child: "subprocess.Popen[bytes]") -> None:
    assert child.stdout
    assert child.stderr
    pipes.register(child.stdout, selectors.EVENT_READ, "out")
    pipes.register(child.stderr, selectors.EVENT_READ, "err")
    if child.stdin:
        os.set_blocking(child.stdin.fileno(), False)
        pipes.register(child.stdin, selectors.EVENT_WRITE, "in")


def _feed(pipes: selectors.BaseSelector, pipe: IO[bytes], unsent: memoryview) -> memoryview:
    """Write what the pipe takes now; close it at the end, or when nobody reads any more."""
    try:
        unsent = unsent[os.write(pipe.fileno(), unsent[:_BLOCK]) :]
    except BrokenPipeError:
        unsent = unsent[:0]
    if not unsent:
        pipes.unregister(pipe)
        with contextlib.suppress(BrokenPipeError):
            pipe.close()
    return unsent


def _collect(
    ended: Ended, pipe: str, chunk: bytes, on_output: Callable[[bytes], None] | None
) -> None:
    if pipe == "err":
        ended.err += chunk
        del ended.err[:-_TAIL]
    elif on_output:
        on_output(chunk)
    else:
        ended.out += chunk


def _wait(child: "subprocess.Popen[bytes]", ended: Ended, deadline: float, stop: Stop) -> None:
    """A child that closed its pipes but works on still has to obey."""
    while True:
        try:
            child.wait(_TICK)
        except subprocess.TimeoutExpired:
            if stop():
                raise _stopped() from None
            if time.monotonic() <= deadline:
                continue
            ended.reason = "time"
        return


def _stopped() -> Interrupted:
    return Interrupted("media", "stopped", "Run the same command again to go on.")
