"""OpenTimelineIO, in: an edit of a film that we handed out.

It is read in a confined process, because the library crashes on files that are made to crash it.
"""

import json
import stat
from pathlib import Path

from reelwright.film.errors import BadInput, Interrupted
from reelwright.formats.clean import shown
from reelwright.formats.exchange import Told
from reelwright.formats.limits import MEGABYTE
from reelwright.media.processes.confine import Confined, confined

FILE_BYTES = 50 * MEGABYTE
CPU_SECONDS = 30
WALL_SECONDS = 90.0
MEMORY_MB = 480
AGAIN = "Export it again from the program that made it."
_CHILD = {
    "memory": "needs more than 500 MB of memory to be read",
    "time": "takes too long to be read",
    "output": "holds far more than an edit of a film",
}


def bad(cause: str, remedy: str = AGAIN) -> BadInput:
    """A refusal of the edit. `cause` follows the file's name."""
    return BadInput("edit", cause, remedy)


def read(path: Path) -> Told:
    """The edit in an `.otio` file, or in a bundle. Raises `BadInput`."""
    name = shown(path.name or str(path))
    try:
        _require_file(path)
        return _told(path)
    except BadInput as refusal:
        raise BadInput(refusal.stage, f"{name} {refusal.cause}", refusal.remedy) from None


def _require_file(path: Path) -> None:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise bad("is a folder, not a file", "Name a file that ends with .otio.")
        if not stat.S_ISREG(status.st_mode):
            raise bad("is not a regular file", "Copy its content into a file first.")
        with path.open("rb") as file:
            head = file.read(2)
    except FileNotFoundError:
        raise bad("does not exist", f"Check the path: {shown(str(path), 200)}") from None
    except (OSError, ValueError) as trouble:
        why = getattr(trouble, "strerror", None) or "its path cannot be used"
        raise bad(f"cannot be opened ({why})", "Check the path.") from None
    if head != b"PK" and status.st_size > FILE_BYTES:
        raise bad("is larger than 50 MB, which no edit of a film is")


def _told(path: Path) -> Told:
    try:
        said = confined(
            "reelwright.formats.otio_tree",
            [str(path.absolute())],
            cpu_seconds=CPU_SECONDS,
            memory_mb=MEMORY_MB,
            wall_seconds=WALL_SECONDS,
        )
    except Interrupted:
        raise
    except Confined as failed:
        raise bad(_CHILD.get(failed.reason, "is damaged: its reader could not read it")) from None
    if said.startswith(b"!"):
        cause, remedy = json.loads(said[1:])
        raise bad(cause, remedy)
    return Told.model_validate_json(said)
