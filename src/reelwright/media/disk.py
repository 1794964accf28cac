"""Whether there is room for what is about to be written, and copies made by the kernel."""

import os
import shutil
from errno import EINVAL, ENOSYS, EOPNOTSUPP, EXDEV
from pathlib import Path

from reelwright.film.errors import MachineTrouble

RESERVE = 64 << 20
"""Bytes that are always left free: databases and logs fail badly on a full disk."""

_BLOCK = 1 << 20


def free(folder: Path) -> int:
    """Bytes that may still be written below a folder, which may not exist yet."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free


def require(folder: Path, needed: int, stage: str = "disk") -> None:
    """Raise `MachineTrouble` unless `needed` bytes fit, before hours are spent to find out."""
    room = free(folder)
    if room < needed + RESERVE:
        raise MachineTrouble(
            stage,
            f"{_size(needed)} are needed in {folder}, {_size(max(0, room - RESERVE))} are free",
            "Free some space, then run the same command again.",
        )


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"


def copy(source: Path, target: Path) -> None:
    """Copy a file's bytes. Where the file system can, both share their place on the disk until one
    of them is changed. Raises `OSError`."""
    with source.open("rb") as read, target.open("wb") as written:
        length = os.fstat(read.fileno()).st_size
        stretch(read.fileno(), 0, length, written.fileno())


def stretch(source: int, at: int, length: int, target: int) -> int:
    """Copy a stretch of an open file to where another stands, within the kernel where it can, else
    through memory. Answers how many bytes there were. Raises `OSError`."""
    left = length
    while left:
        try:
            moved = os.copy_file_range(source, target, left, at)
        except OSError as error:
            if error.errno not in (EXDEV, EINVAL, ENOSYS, EOPNOTSUPP):
                raise
            moved = os.write(target, os.pread(source, min(left, _BLOCK), at))
        if not moved:
            break
        at, left = at + moved, left - moved
    return length - left
