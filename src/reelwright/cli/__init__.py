"""The command line. One file per noun; heavy rooms are imported by the command that needs them, so
that `--help` answers at once."""

import sys


def main() -> None:
    """Run a command line and exit with the code of what became of it."""
    from reelwright.cli.commands import app
    from reelwright.cli.saying import guarded

    sys.exit(guarded(app))
