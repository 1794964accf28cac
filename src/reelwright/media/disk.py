"""Whether there is room for what is about to be written."""

import shutil
from pathlib import Path

from reelwright.film.errors import MachineTrouble

RESERVE = 64 << 20
"""Bytes that are always left free: databases and logs fail badly on a full disk."""


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
