"""An OTIO bundle, out: one archive with the timeline and every file that it plays."""

import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

from reelwright.formats import otio
from reelwright.formats.exchange import Exchange

VERSION = "1.0.0"
FOLDER = "media"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that an archive can tell: ours is no fact about the film."""


def url(name: str) -> str:
    """How a timeline in a bundle refers to the file of that name."""
    return f"{FOLDER}/{name}"


def write(exchange: Exchange, files: Mapping[str, Path], to: Path) -> None:
    """Write the bundle to `to`. `files` are the paths of the exchange's files by name, whose urls
    must be those of `url`. Media are stored as they are: they would not get smaller."""
    with zipfile.ZipFile(to, "w") as archive:
        archive.writestr(_entry("version.txt"), VERSION)
        archive.writestr(_entry("content.otio"), otio.write(exchange))
        for name in sorted({one.name for one in exchange.files()}):
            entry = _entry(url(name), zipfile.ZIP_STORED)
            entry.file_size = files[name].stat().st_size  # tells whether 64-bit sizes are needed
            with archive.open(entry, "w") as out, files[name].open("rb") as file:
                shutil.copyfileobj(file, out, 1 << 20)


def _entry(name: str, method: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = method
    entry.external_attr = 0o644 << 16
    return entry
