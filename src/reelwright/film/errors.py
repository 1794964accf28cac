"""Everything that can go wrong, named by what the user can do about it.

Trouble                      stage, cause, remedy
├── MachineTrouble   exit 1  disk, ffmpeg, permissions, or a bug of ours
├── BadInput         exit 2  the given work cannot be used
├── OverCap          exit 3  the money would not suffice
├── SomeFailed       exit 4  some jobs failed, or a gate is false
├── NeedsDecision    exit 5  something waits for the user
└── Interrupted    exit 130  stopped by the user
"""


class Trouble(Exception):
    """An error a user can act on: where it happened, why, and the command to go on with."""

    exit_code = 1

    def __init__(self, stage: str, cause: str, remedy: str = "") -> None:
        super().__init__(stage, cause, remedy)
        self.stage = stage
        self.cause = cause
        self.remedy = remedy

    def __str__(self) -> str:
        told = f"{self.stage}: {self.cause}"
        return f"{told}\n  {self.remedy}" if self.remedy else told


class MachineTrouble(Trouble):
    """The machine, not the work, is at fault."""

    exit_code = 1


class BadInput(Trouble):
    """What was given cannot be used; one clear sentence says why."""

    exit_code = 2


class OverCap(Trouble):
    """Going on would pass a limit of money."""

    exit_code = 3


class SomeFailed(Trouble):
    """The run ended, but not everything was made."""

    exit_code = 4


class NeedsDecision(Trouble):
    """Nothing more can be done before the user decides."""

    exit_code = 5


class Interrupted(Trouble):
    """The user stopped the run; everything made so far is kept."""

    exit_code = 130
