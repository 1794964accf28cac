"""Strange pictures as plain ones, decoded where they can do no harm."""

from pathlib import Path

from reelwright.film.errors import BadInput
from reelwright.media.processes.confine import Confined, confined

LARGEST = 32 << 20
"""Bytes of a file that are taken."""


def plain_png(path: Path, stage: str, remedy: str) -> bytes:
    """A PNG of what is seen in a PNG, JPEG or WebP file, at most 1024 pixels a side.

    Decoding runs in a child process with limits. Raises `BadInput` with a sentence for whatever is
    no such picture.
    """
    try:
        size = path.stat().st_size if path.is_file() else -1
        data = path.read_bytes() if 0 <= size <= LARGEST else b""
    except (OSError, ValueError) as error:
        cause = f"{str(path)!r} cannot be read: {getattr(error, 'strerror', None) or error}"
        raise BadInput(stage, cause, remedy) from error
    if size < 0:
        raise BadInput(stage, f"there is no file {str(path)!r}", remedy)
    if size > LARGEST:
        raise BadInput(stage, f"{path.name!r} has {size >> 20} MB", remedy)
    try:
        return confined(
            "reelwright.media.picture_child", stdin=data, cpu_seconds=20, memory_mb=1500,
            wall_seconds=60, output_mb=32,
        )  # fmt: skip
    except Confined as refused:
        told = refused.stderr.strip().splitlines()
        reasons = {"memory": "it needs too much memory", "time": "it takes too long to decode"}
        why = reasons.get(refused.reason, told[-1] if told else "it cannot be decoded")
        cause = f"{path.name!r} is no picture that can be used: {why}"
        raise BadInput(stage, cause, remedy) from refused
