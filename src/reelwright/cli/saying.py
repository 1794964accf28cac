"""How the command line speaks: results on standard output, everything else on standard error."""

import io
import json
import os
import signal
import sys
import traceback
import unicodedata
from collections.abc import Callable
from typing import Any

INTERRUPTED = 130


def say(text: str) -> None:
    """A result, on standard output; what it tells never steers the terminal."""
    sys.stdout.write(printable(text) + "\n")
    sys.stdout.flush()


def say_json(value: Any) -> None:
    """One JSON document on standard output."""
    say(json.dumps(value))


def tell(text: str) -> None:
    """Something by the way, on standard error."""
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
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    import typer

    from reelwright.film.errors import Trouble

    try:
        return int(app(standalone_mode=False) or 0)
    except Trouble as trouble:
        tell(f"reelwright: {trouble}")
        return trouble.exit_code
    except (typer.Exit, typer.TyperException) as error:
        return _ended(error)
    except (KeyboardInterrupt, typer.Abort):
        tell("reelwright: stopped")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader went away (`| head`): nothing is wrong. Keep the interpreter's own last flush
        # from complaining.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        return _fault(error)
    return 0


def _fault(error: Exception) -> int:
    """The machine's fault, or a bug of ours: say so in a line; the trace is for those who ask."""
    if os.environ.get("REELWRIGHT_DEBUG"):
        traceback.print_exception(error)
    if isinstance(error, OSError):
        tell(f"reelwright: {error.strerror or error}")
        return 1
    tell(f"reelwright: internal error: {type(error).__name__}: {error}")
    tell("  This is a bug. Everything made so far is kept; REELWRIGHT_DEBUG=1 shows where it is.")
    return 1


def _ended(error: Exception) -> int:
    """A command that ended itself, or a wrong command line, told with the command's usage."""
    code = getattr(error, "exit_code", 2)
    show = getattr(error, "show", None)
    if show is not None:
        show()
    elif code:
        tell(f"Error: {error}")
    return int(code)


def _end_on_sigterm() -> None:
    """Being told to terminate is Ctrl-C by another name."""

    def stop(_number: int, _frame: Any) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
