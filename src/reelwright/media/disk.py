"""Whether there is room for what is about to be written, and copies that cost little."""

import fcntl
import os
import shutil
import sys
from errno import EINVAL, ENOSYS, EOPNOTSUPP, EXDEV
from mmap import mmap
from pathlib import Path

from reelwright.film.errors import MachineTrouble

RESERVE = 64 << 20
"""Bytes that are always left free: databases and logs fail badly on a full disk."""

_BLOCK = 1 << 20

_LARGE = 16 << 20
"""Bytes from which on a copy is written past the kernel's memory."""

_CANNOT = (EXDEV, EINVAL, ENOSYS, EOPNOTSUPP)
"""What a file system says that does not do a thing in this way."""

_CLONE = 0x40049409
"""Linux's FICLONE: let a file share the place of another on the disk."""


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
    of them is changed; else a large file is written straight to the disk, where that is possible:
    it would push as much out of memory as it is long. Raises `OSError`."""
    with source.open("rb") as read, target.open("wb") as written:
        ours, theirs = read.fileno(), written.fileno()
        if _shared(ours, theirs):
            return
        length = os.fstat(ours).st_size
        done = _straight(ours, length, theirs) if length >= _LARGE else 0
        stretch(ours, done, length - done, theirs)


def _shared(source: int, target: int) -> bool:
    try:
        fcntl.ioctl(target, _CLONE, source)
    except OSError:
        return False
    return True


def _straight(source: int, length: int, target: int) -> int:
    """Write the whole blocks of a file past the kernel's memory; answers how many bytes those are:
    none, or fewer than all, where that is not possible."""
    if sys.platform != "linux":
        return 0
    flags, done = fcntl.fcntl(target, fcntl.F_GETFL), 0
    with mmap(-1, 4 * _BLOCK) as block, memoryview(block) as view:
        try:
            fcntl.fcntl(target, fcntl.F_SETFL, flags | os.O_DIRECT)
            while whole := min(length - done, len(block)) // _BLOCK * _BLOCK:
                with view[:whole] as wanted:
                    if os.preadv(source, [wanted], done) < whole:
                        break
                    done += os.write(target, wanted)
        except OSError as error:
            if error.errno not in _CANNOT:
                raise
        finally:
            fcntl.fcntl(target, fcntl.F_SETFL, flags)
    return done


def stretch(source: int, at: int, length: int, target: int) -> int:
    """Copy a stretch of an open file to where another stands, within the kernel where it can, else
    through memory. Answers how many bytes there were. Raises `OSError`."""
    left = length
    while left:
        try:
            moved = os.copy_file_range(source, target, left, at)
        except OSError as error:
            if error.errno not in _CANNOT:
                raise
            moved = os.write(target, os.pread(source, min(left, _BLOCK), at))
        if not moved:
            break
        at, left = at + moved, left - moved
    return length - left
