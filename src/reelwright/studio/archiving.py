"""Archiving: a production with all its bytes and its money as one file.

The file is a ZIP: `reelwright.json` holds the record and the size of every file, `store/<sha256>`
the bytes, not compressed, for they are media.
"""

import os
import re
import shutil
import zipfile
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.film.noun import Noun
from reelwright.ledger.copying import copied
from reelwright.ledger.records import Hash, Record, RevisionRow
from reelwright.ledger.store import fsync_folder
from reelwright.studio.home import Home, open_home
from reelwright.studio.pointing import production_of
from reelwright.studio.settings import Settings

CONTENTS = "reelwright.json"
FOLDER = "store/"
CHUNK = 1 << 20
OLDEST = (1980, 1, 1, 0, 0, 0)
"""The same production makes the same file: no time of day is in it."""

_HASH = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


class Contents(Noun):
    """What `reelwright.json` holds. `files` is the size in bytes of every stored file by hash."""

    format: Literal["reelwright-archive"]
    version: Literal[1]
    program: Annotated[str, Field(max_length=100)]
    files: dict[Hash, Annotated[int, Field(ge=0, le=1 << 42)]]
    record: Record


class Archived(Noun):
    """What was written. `missing` are hashes of files that are not in the store any more;
    `under_way` counts paid attempts whose end the archive cannot know."""

    production: str
    file: str
    bytes: int
    revisions: int
    takes: int
    charged_usd: float
    under_way: int
    missing: tuple[str, ...]


def archive(settings: Settings, name: str, file: Path, *, force: bool = False) -> Archived:
    """Write a production to `file`, which must not exist unless `force`."""
    path = file.expanduser()
    if path.is_dir():
        raise BadInput("archive", f"{file} is a folder", "Name a file, such as film.zip.")
    if path.exists() and not force:
        raise BadInput("archive", f"{file} is there already", "Replace it with --force.")
    with open_home(settings) as home:
        production = production_of(home, name)
        with home.look() as connection:
            record = copied(connection, production)
        wanted = sorted(hashes(record))
        gone = tuple(sha256 for sha256 in wanted if not home.store.has(sha256))
        kept = tuple(take for take in record.takes if take.sha256 not in gone)
        record = record.model_copy(update={"takes": kept})
        there = [sha256 for sha256 in wanted if sha256 not in gone]
        contents = Contents(
            format="reelwright-archive",
            version=1,
            program=version("reelwright"),
            files={sha256: home.store.path(sha256).stat().st_size for sha256 in there},
            record=record,
        )
        try:
            _write(home, contents, path)
        except OSError as error:
            raise MachineTrouble(
                "archive",
                f"{file} cannot be written: {error.strerror or error}",
                "Name a file on a disk with more room, or in a folder that you may write to.",
            ) from error
    return Archived(
        production=record.id,
        file=str(file),
        bytes=path.stat().st_size,
        revisions=len(record.revisions),
        takes=len(record.takes),
        charged_usd=sum(one.charged_micros for one in record.attempts) / 1e6,
        under_way=sum(one.money == "held" for one in record.attempts),
        missing=gone,
    )


def hashes(record: Record) -> set[str]:
    """All stored bytes that a record speaks of: Takes, films, and the user's own files."""
    found = {take.sha256 for take in record.takes} | {cut.film for cut in record.cuts}
    return found.union(*(_own(one) for one in record.revisions))


def _own(revision: RevisionRow) -> set[str]:
    """The user's own files that a revision names, wherever in its wish or decisions."""
    return set(_HASH.findall(revision.wish)) | set(_HASH.findall(revision.patches))


def _write(home: Home, contents: Contents, path: Path) -> None:
    """Complete under its name, or not there."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            with zipfile.ZipFile(file, "w") as written:
                head = zipfile.ZipInfo(CONTENTS, OLDEST)
                head.compress_type = zipfile.ZIP_DEFLATED
                written.writestr(head, contents.model_dump_json())
                for sha256, size in contents.files.items():
                    info = zipfile.ZipInfo(f"{FOLDER}{sha256}", OLDEST)
                    info.file_size = size
                    with (
                        home.store.local(sha256).open("rb") as stored,
                        written.open(info, "w") as member,
                    ):
                        shutil.copyfileobj(stored, member, CHUNK)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        fsync_folder(path.absolute().parent)
    finally:
        part.unlink(missing_ok=True)
