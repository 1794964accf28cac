"""The command line. One file per noun; heavy rooms are imported by the command that needs them, so
that `--help` answers at once."""

import sys


def main() -> None:
    """Run a command line and exit with the code of what became of it."""
    try:
        from reelwright.cli.saying import guarded, interrupted
    except KeyboardInterrupt:  # before we can even speak
        sys.exit(130)
    try:
        from reelwright.cli.commands import app
    except KeyboardInterrupt:
        sys.exit(interrupted())
    sys.exit(guarded(app))
