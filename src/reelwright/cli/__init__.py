"""The command line. One file per noun; heavy rooms are imported by the command that needs them, so
that `--help` answers at once."""

import gc
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager

COLLECT_AFTER = 250_000
"""New objects between two looks for cycles. Imports alone make two hundred thousand that stay, and
Python's default of 700 spends a tenth of a short command on looking at them again and again."""


def main() -> None:
    """Run a command line and exit with the code of what became of it."""
    with light():
        code = _run()
    sys.exit(code)


@contextmanager
def light() -> Generator[None]:
    """What a program does that runs for seconds, before it imports anything large."""
    gc.set_threshold(COLLECT_AFTER)
    # Orders are made side by side already: more threads of the matrix library only wait, busily.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        yield
    finally:
        # An interpreter that ends looks at every object again, for cycles that nobody needs freed.
        gc.freeze()


def _run() -> int:
    try:
        from reelwright.cli.saying import guarded, interrupted
    except KeyboardInterrupt:  # before we can even speak
        return 130
    try:
        from reelwright.cli.commands import app
    except KeyboardInterrupt:
        return interrupted()
    return guarded(app)
