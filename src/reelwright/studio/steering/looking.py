"""Looking at a clip of unknown origin: decoded in full where it can do no harm.

A file of 60 KB can claim so many frames that listing them takes 4 GB and minutes. So a child
process looks, with limits that no good clip needs, and it is gone at once when the user stops.
"""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import JsonValue

from reelwright.film.errors import BadInput, Trouble

if TYPE_CHECKING:
    from reelwright.media.processes.confine import Confined

MEMORY_MB = 3000
"""Address space: 8K with the most reference frames takes half of it."""

SECONDS = 60
"""CPU time that any file may take."""

SECONDS_EACH_MB = 20
"""And what each megabyte adds: an hour of a still screen is 20 MB and takes five minutes."""

MOST_SECONDS = 7200

TROUBLE = 2
"""Exit code of the child for a clip that cannot be used; standard error says why."""


def clip_facts(path: Path) -> dict[str, JsonValue]:
    """The facts of a clip of any length, as `proving.clip` tells them. Raises `BadInput`."""
    from reelwright.media.processes.confine import Confined, confined

    allowed = min(MOST_SECONDS, SECONDS + SECONDS_EACH_MB * (path.stat().st_size >> 20))
    try:
        told = confined(
            __name__,
            [str(path)],
            cpu_seconds=allowed,
            memory_mb=MEMORY_MB,
            wall_seconds=4.0 * allowed,
            output_mb=1,
        )
    except Confined as refused:
        raise BadInput("use", _why(refused)) from refused
    found: dict[str, JsonValue] = json.loads(told)
    return found


def _why(refused: "Confined") -> str:
    if refused.reason == "exit" and refused.status == TROUBLE:
        return refused.stderr.strip().splitlines()[-1]
    reasons = {"memory": "it needs too much memory", "time": "it takes too long to decode"}
    return reasons.get(refused.reason, "its decoder fails")


def main() -> int:
    """The child: facts as JSON on standard output, or a cause on standard error."""
    from reelwright.studio.spending import proving

    try:
        facts = proving.clip(Path(sys.argv[1]), None)
    except Trouble as trouble:
        if isinstance(trouble.__cause__, MemoryError):
            raise trouble.__cause__ from None
        sys.stderr.write(" ".join(trouble.cause.split()))
        return TROUBLE
    sys.stdout.write(json.dumps(facts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
