"""How the command line ends: its exit codes, and what it says with and without --json."""

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import pytest
import typer

from reelwright.cli import saying
from reelwright.film.errors import BadInput, Interrupted


@pytest.fixture(autouse=True)
def signals_as_before() -> Any:
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


def app_that(raises: BaseException | None = None, answers: int = 0) -> Callable[..., int]:
    def app(*, standalone_mode: bool) -> int:
        assert not standalone_mode
        if raises is not None:
            raise raises
        return answers

    return app


@pytest.mark.parametrize(
    ("app", "code", "word"),
    [
        (app_that(), 0, ""),
        (app_that(answers=4), 4, ""),
        (app_that(BadInput("source", "it is empty", "Fill it.")), 2, "source: it is empty"),
        (app_that(Interrupted("make", "stopped", "Go on.")), 130, "make: stopped"),
        (app_that(KeyboardInterrupt()), 130, "same command"),
        (app_that(typer.Abort()), 130, "same command"),
        (app_that(answers=130), 130, "same command"),
        (app_that(OSError(28, "No space left on device")), 1, "No space left"),
        (app_that(ZeroDivisionError("oh")), 1, "internal error: ZeroDivisionError: oh"),
    ],
)
def test_every_end_has_its_code_and_its_sentence(
    app: Callable[..., int],
    code: int,
    word: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["reelwright", "make"])
    assert saying.guarded(app) == code
    told = capsys.readouterr()
    assert word in told.err
    assert told.out == ""


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (BadInput("source", "empty", "Fill."), ["source", "empty", "Fill.", 2]),
        (ZeroDivisionError("oh"), ["reelwright", "internal error: ZeroDivisionError: oh", None, 1]),
        (KeyboardInterrupt(), ["reelwright", "stopped", "Go on with the same command.", 130]),
    ],
)
def test_a_failure_with_json_is_one_object(
    error: BaseException,
    expected: list[object],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["reelwright", "make", "x.txt", "--json"])
    code = saying.guarded(app_that(error))
    found = json.loads(capsys.readouterr().out)["error"]
    assert code == found["exit_code"]
    shown = [found["stage"], found["cause"], found["remedy"], found["exit_code"]]
    assert all(want in (None, got) for want, got in zip(expected, shown, strict=True))


def test_closed_streams_lead_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    monkeypatch.setattr(sys, "argv", ["reelwright"])
    assert saying.guarded(app_that(BadInput("source", "it is empty", ""))) == 2
    for stream in (sys.stdout, sys.stderr):
        stream.close()


def test_a_reader_that_went_away_is_no_failure_and_a_log_without_one_no_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as gone:
        monkeypatch.setattr(sys, "stderr", gone)
        saying.tell("nobody hears this")
        monkeypatch.setattr(sys, "stdout", gone)
        with pytest.raises(saying.ReaderGone):
            saying.say("nor this")
        os.dup2(os.open(os.devnull, os.O_WRONLY), writing)


def test_what_strangers_wrote_does_not_steer_the_terminal() -> None:
    assert saying.printable("a\x1b[2Jb\u202ec\n") == "a[2Jbc\n"
