"""How the command line speaks: results on standard output, everything else on standard error."""

import io
import json
import os
import signal
import sys
import traceback
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from typing import Any

INTERRUPTED = 130


class ReaderGone(Exception):
    """Nobody reads our results any more (`| head`): nothing is wrong."""


def say(text: str) -> None:
    """A result, on standard output; what it tells never steers the terminal."""
    try:
        sys.stdout.write(printable(text) + "\n")
        sys.stdout.flush()
    except BrokenPipeError as error:
        raise ReaderGone from error


def say_json(value: Any) -> None:
    """One JSON document on standard output."""
    say(json.dumps(value))


def tell(text: str) -> None:
    """Something by the way, on standard error; when nobody reads it, the work goes on."""
    with suppress(BrokenPipeError):
        sys.stderr.write(printable(text) + "\n")
        sys.stderr.flush()


_UNSEEN = {"Cc", "Cf", "Cs"}
"""Control, format (direction overrides among them) and surrogate characters."""


def printable(text: str) -> str:
    """Text without control characters: titles and names of strangers must not move the cursor."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in _UNSEEN)


def guarded(app: Callable[..., Any]) -> int:
    """Run the app; every end has its exit code, and a mistake of the user's no traceback."""
    _end_on_sigterm()
    _open_streams()
    import typer

    from reelwright.film.errors import Trouble

    try:
        # Typer answers Ctrl-C outside of the work with a silent code.
        code = int(app(standalone_mode=False) or 0)
        return interrupted() if code == INTERRUPTED else code
    except Trouble as trouble:
        if trouble.exit_code == INTERRUPTED:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        return _failed(trouble.exit_code, trouble.stage, trouble.cause, trouble.remedy)
    except (typer.Exit, typer.TyperException) as error:
        return _ended(error)
    except (KeyboardInterrupt, typer.Abort):
        return interrupted()
    except ReaderGone:
        # Keep the interpreter's own last flush from complaining.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        return _fault(error)
    return 0


def interrupted() -> int:
    """Stopped by the user, before or beside the work; further Ctrl-C changes nothing now."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return _failed(INTERRUPTED, "reelwright", "stopped", "Go on with the same command.")


def _failed(code: int, stage: str, cause: str, remedy: str, *, told: bool = False) -> int:
    """Say why a command failed (unless `told` already); with `--json` also as an object."""
    if not told:
        head = cause if stage == "reelwright" else f"{stage}: {cause}"
        tell(f"reelwright: {head}" + (f"\n  {remedy}" if remedy else ""))
    if "--json" in sys.argv[1:]:
        error = {"stage": stage, "cause": cause, "remedy": remedy, "exit_code": code}
        with suppress(ReaderGone, OSError):
            say_json({"error": error})
    return code


def _open_streams() -> None:
    """Streams that somebody closed (`>&-`) lead nowhere; none fails on a strange character."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            setattr(sys, name, os.fdopen(nowhere, "w", encoding="utf-8"))
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _fault(error: Exception) -> int:
    """The machine's fault, or a bug of ours: say so in a line; the trace is for those who ask."""
    if os.environ.get("REELWRIGHT_DEBUG"):
        traceback.print_exception(error)
    if isinstance(error, OSError):
        return _failed(1, "reelwright", f"{error.strerror or error}", "")
    return _failed(
        1,
        "reelwright",
        f"internal error: {type(error).__name__}: {error}",
        "This is a bug. Everything made so far is kept; REELWRIGHT_DEBUG=1 shows where it is.",
    )


def _ended(error: Exception) -> int:
    """A command that ended itself, or a wrong command line, told with the command's usage."""
    code = int(getattr(error, "exit_code", 2))
    show = getattr(error, "show", None)
    if show is not None:
        with suppress(BrokenPipeError):
            show()
    told = getattr(error, "format_message", lambda: str(error))()
    if code:
        _failed(code, "options", told, "See: reelwright --help", told=show is not None)
    return code


def _end_on_sigterm() -> None:
    """Being told to terminate is Ctrl-C by another name."""

    def stop(_number: int, _frame: Any) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
