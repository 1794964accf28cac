import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reelwright.film.errors import Interrupted, MachineTrouble
from reelwright.media.processes.confine import Confined, confined

MODULES = {
    "rw_echo": """
import sys
sys.stdout.buffer.write(sys.stdin.buffer.read() + repr(sys.argv[1:]).encode())
""",
    "rw_memory": "bytes(3 << 30)",
    "rw_spin": "while True: pass",
    "rw_crash": "import ctypes; ctypes.string_at(0)",
    "rw_exit": "import sys; sys.exit('one clear sentence')",
    "rw_raise": "raise ValueError('what was wrong')",
    "rw_sleep": "import time; time.sleep(60)",
    "rw_flood": "import sys\nwhile True: sys.stdout.write('x' * 9999)",
    "rw_noise": """
import sys
for _ in range(99999):
    sys.stderr.write('noise\\n')
sys.exit('the end')
""",
    "rw_shut": "import os, time; os.close(1); os.close(2); time.sleep(60)",
    "rw_family": """
import subprocess, sys
print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']).pid)
""",
    "rw_world": "import os; print(sorted(os.environ))",
}


@pytest.fixture(autouse=True)
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, code in MODULES.items():
        (tmp_path / f"{name}.py").write_text(code)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(pid: int, seconds: float = 3.0) -> bool:
    deadline = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not alive(pid)


def test_bytes_go_in_and_come_out() -> None:
    data = os.urandom(3_000_000)
    assert confined("rw_echo", ["a b", "'"], stdin=data) == data + b"['a b', \"'\"]"
    assert confined("rw_echo") == b"[]"


@pytest.mark.parametrize(
    ("module", "limits", "reason", "words"),
    [
        ("rw_memory", {"memory_mb": 300}, "memory", "too much memory"),
        ("rw_spin", {"cpu_seconds": 1}, "time", "too long"),
        ("rw_sleep", {"wall_seconds": 0.3}, "time", "too long"),
        ("rw_shut", {"wall_seconds": 0.3}, "time", "too long"),
        ("rw_flood", {"output_mb": 1}, "output", "wrote too much"),
        ("rw_crash", {}, "crash", "signal 11"),
        ("rw_exit", {}, "exit", "one clear sentence"),
        ("rw_raise", {}, "exit", "what was wrong"),
        ("rw_noise", {}, "exit", "the end"),
        ("rw_nowhere", {}, "exit", "rw_nowhere"),
    ],
)
def test_each_way_to_fail_has_its_name(
    module: str, limits: dict[str, Any], reason: str, words: str
) -> None:
    with pytest.raises(Confined) as failure:
        confined(module, **limits)
    assert failure.value.reason == reason
    assert words in failure.value.cause
    assert isinstance(failure.value, MachineTrouble)


def test_a_flooded_input_that_nobody_reads() -> None:
    with pytest.raises(Confined, match="one clear sentence"):
        confined("rw_exit", stdin=bytes(1 << 20))


def test_stop_is_heard_at_once() -> None:
    started = time.monotonic()
    with pytest.raises(Interrupted):
        confined("rw_sleep", stop=lambda: time.monotonic() > started + 0.2)
    assert time.monotonic() - started < 2


def test_grandchildren_die_too() -> None:
    assert gone(int(confined("rw_family")))


def test_a_child_sees_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REELWRIGHT_FAL_KEY", "secret")
    assert b"FAL" not in confined("rw_world")


def starter(tmp_path: Path) -> "subprocess.Popen[bytes]":
    """A process of ours that has a confined child which sleeps."""
    code = "from reelwright.media.processes.confine import confined; confined('rw_sleep')"
    return subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path)


def children(pid: int) -> list[int]:
    return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def eventually(wanted: Callable[[], list[int]]) -> list[int]:
    deadline = time.monotonic() + 10
    while not (found := wanted()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return found


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_children_die_with_us(tmp_path: Path, how: signal.Signals) -> None:
    parent = starter(tmp_path)
    pids = eventually(lambda: children(parent.pid))
    assert len(pids) == 1
    time.sleep(0.15)  # Past the first lines of the child, which make the promise.
    parent.send_signal(how)
    assert parent.wait(5) != 0
    assert gone(pids[0])
