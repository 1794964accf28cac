"""What ffmpeg's messages mean to a user."""

import re
import signal
from collections.abc import Sequence
from pathlib import Path

from reelwright.film.errors import BadInput, MachineTrouble, Trouble
from reelwright.media.processes.child import Ended

_SIGNALLED = 255
"""Exit code of ffmpeg after a signal it handles; only the limit of CPU time sends one."""

_GIVE_ANOTHER = "Give a file that plays elsewhere."

_TABLE: tuple[tuple[str, type[Trouble], str, str], ...] = (
    (r"No space left on device|Disk quota exceeded", MachineTrouble,
     "the disk is full", "Free some space, then run the same command again."),
    (r"File too large", MachineTrouble,
     "the result would be larger than allowed", "Make the film shorter or smaller."),
    (r"Read-only file system", MachineTrouble,
     "the folder to write to is read-only", "Choose another folder."),
    (r"Permission denied", MachineTrouble,
     "a file may not be read or written", "Check the permissions of the file and its folder."),
    (r"Cannot allocate memory|std::bad_alloc|malloc .*failed|Error creating thread"
     r"|Resource temporarily unavailable", MachineTrouble,
     "ffmpeg needed more memory than it may use", "Make the picture smaller."),
    (r"Unknown encoder|Unrecognized option|Option not found|No such filter", MachineTrouble,
     "this ffmpeg lacks something that is needed",
     "Unset REELWRIGHT_FFMPEG, so that the one installed with Reelwright is used."),
    (r"not on whitelist|not in whitelist|Protocol .* not", BadInput,
     "the file is a playlist or refers to other files", "Give the media file itself."),
    (r"moov atom not found", BadInput,
     "the file is cut off or no media file", "Copy or download it again."),
    (r"No such file or directory", BadInput, "a file is missing", "Check the paths."),
    (r"matches no streams|does not contain any stream", BadInput,
     "the file lacks the picture or sound that is needed", _GIVE_ANOTHER),
    (r"Invalid data found|could not find codec parameters|Decoder .* not found"
     r"|Error while decoding|Error submitting packet to decoder", BadInput,
     "the file is damaged or no media file", _GIVE_ANOTHER),
)  # fmt: skip


def explain(stage: str, ended: Ended, inputs: Sequence[Path]) -> Trouble:
    """The error a failed run is, from its exit code and messages."""
    about = f" ({', '.join(repr(path.name) for path in inputs[:3])})" if inputs else ""
    if ended.reason == "time" or ended.code in (-signal.SIGXCPU, _SIGNALLED):
        return MachineTrouble(stage, f"ffmpeg took too long{about}", "Try a shorter input.")
    if ended.code == -signal.SIGXFSZ:
        return MachineTrouble(
            stage, "the result would be larger than allowed", "Make the film shorter or smaller."
        )
    for pattern, kind, cause, remedy in _TABLE:
        if re.search(pattern, ended.told, re.IGNORECASE):
            return kind(stage, f"{cause}{about}", remedy)
    if ended.code < 0:
        return MachineTrouble(stage, f"ffmpeg crashed (signal {-ended.code}){about}", "")
    said = [line for line in ended.told.splitlines() if line.strip()]
    last = said[-1].strip() if said else "it wrote nothing and said nothing"
    return MachineTrouble(stage, f"ffmpeg failed: {last}{about}", "")
