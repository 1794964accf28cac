import os
import signal
import threading
import time
from pathlib import Path

import pytest

from reelwright.film.errors import Interrupted, MachineTrouble, Trouble
from reelwright.media.processes.worker import Worker

ANSWERS = """
import ctypes, os, signal, sys, time
print('up', file=sys.stderr)
for line in sys.stdin:
    word = line.strip()
    if word == 'sleep':
        time.sleep(60)
    if word == 'crash':
        os.kill(os.getpid(), signal.SIGSEGV)
    if word == 'exit':
        print('one clear sentence', file=sys.stderr)
        sys.exit(3)
    if word == 'memory':
        bytes(3 << 30)
    if word == 'flood':
        while True:
            sys.stdout.write('x' * 99999)
    print(word, os.getpid(), flush=True)
"""
HASTE = 10.0


@pytest.fixture
def worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Worker:
    (tmp_path / "rw_answers.py").write_text(ANSWERS)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return Worker("rw_answers", memory_mb=1000)


def ask(worker: Worker, word: str) -> int:
    said, pid = worker.ask(word.encode(), "clip", lambda: False).split()
    assert said.decode() == word
    return int(pid)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_one_process_answers_one_question_after_another(worker: Worker) -> None:
    first, second = ask(worker, "one"), ask(worker, "two")
    assert first == second != os.getpid()
    worker.close()
    assert not alive(first)


def test_it_is_killed_at_once_when_the_user_stops(worker: Worker) -> None:
    pid = ask(worker, "one")
    began = time.monotonic()
    with pytest.raises(Interrupted):
        worker.ask(b"sleep", "clip", lambda: time.monotonic() > began + 0.2)
    assert time.monotonic() < began + HASTE
    assert not alive(pid)
    assert ask(worker, "again") != pid
    worker.close()


@pytest.mark.parametrize(
    ("word", "cause"),
    [
        ("crash", "crashed (signal 11)"),
        ("exit", "ended with code 3: one clear sentence"),
        ("memory", "too much memory"),
        ("flood", "never stopped talking"),
    ],
)
def test_a_process_that_ends_is_a_failure_of_what_it_made(
    worker: Worker, word: str, cause: str
) -> None:
    with pytest.raises(Trouble, match="clip: ") as raised:
        worker.ask(word.encode(), "clip", lambda: False)
    assert not isinstance(raised.value, MachineTrouble)
    assert cause in raised.value.cause
    ask(worker, "again")
    worker.close()


def test_one_that_somebody_kills_is_trouble_of_the_machine(worker: Worker) -> None:
    pid = ask(worker, "one")
    threading.Timer(0.3, os.kill, (pid, signal.SIGKILL)).start()
    with pytest.raises(MachineTrouble, match="REELWRIGHT_WORKERS"):
        worker.ask(b"sleep", "clip", lambda: False)


def test_one_killed_between_questions_is_replaced(worker: Worker) -> None:
    pid = ask(worker, "one")
    os.kill(pid, signal.SIGKILL)
    while Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
        time.sleep(0.01)
    assert ask(worker, "two") != pid
    worker.close()
