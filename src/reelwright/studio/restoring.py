"""Restoring: an archive becomes a production of this data folder, or nothing of it does.

An archive is a file anybody can write. Its list of members is looked at before it is read, nothing
is written under a name that it gives, every byte is compared with its hash, and the record must be
whole and add up. Only then is it put into the ledger, in one transaction.
"""

import hashlib
import struct
import time
import zipfile
import zlib
from pathlib import Path
from typing import NoReturn

from pydantic import TypeAdapter, ValidationError

from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.film.noun import Noun
from reelwright.film.production import Patches, Wish
from reelwright.film.source import Source
from reelwright.ledger.copying import holds, restored, taken
from reelwright.ledger.records import Record
from reelwright.studio.archiving import CHUNK, CONTENTS, FOLDER, Contents, hashes
from reelwright.studio.home import Home, own_home, require_space
from reelwright.studio.settings import Settings

MOST_MEMBERS = 200_000
LARGEST_CONTENTS = 256_000_000
"""Bytes of the record, unpacked; the record of a long novel has about twenty million."""
LARGEST_LIST = 64_000_000
"""Bytes of the ZIP's list of members."""
TAIL = 22 + 65_535

_PATCHES = TypeAdapter(Patches)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError)


class Restored(Noun):
    """What was restored; `new` is False when all of it was here before."""

    production: str
    title: str
    revisions: int
    takes: int
    charged_usd: float
    new: bool


def restore(settings: Settings, file: Path) -> Restored:
    """Put an archived production into this data folder. Raises `BadInput` for an archive that is
    damaged or was tampered with, or when something else has its name here."""
    path = file.expanduser()
    if not path.is_file():
        raise BadInput("restore", f"there is no file {file}", "Name an archive.")
    with own_home(settings) as home:
        try:
            with zipfile.ZipFile(_listable(path)) as archive:
                contents = _contents(archive, path.stat().st_size)
                new = _restore(home, archive, contents)
        except _BROKEN as error:
            _refuse(f"it is damaged ({error})" if str(error) else "it is damaged")
        except OSError as error:
            raise MachineTrouble(
                "restore", f"{file} cannot be read: {error.strerror or error}", "Try again."
            ) from error
    record = contents.record
    return Restored(
        production=record.id,
        title=record.title,
        revisions=len(record.revisions),
        takes=len(record.takes),
        charged_usd=sum(one.charged_micros for one in record.attempts) / 1e6,
        new=new,
    )


def _refuse(cause: str) -> NoReturn:
    raise BadInput(
        "restore", f"this archive cannot be used: {cause}", "Nothing was restored. Get it again."
    )


def _listable(path: Path) -> Path:
    """The path of a ZIP whose list of members is not too long to be read."""
    size = path.stat().st_size
    with path.open("rb") as file:
        start = max(0, size - TAIL - 76)
        file.seek(start)
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        _refuse("it is no ZIP file")
    length = struct.unpack_from("<I", tail, at + 12)[0]
    if length == 0xFFFFFFFF:
        long = tail.rfind(b"PK\x06\x06", 0, at)
        if long < 0 or len(tail) < long + 56:
            _refuse("its list of members cannot be found")
        length = struct.unpack_from("<Q", tail, long + 40)[0]
    if length > LARGEST_LIST:
        _refuse("its list of members is far too long")
    return path


def _contents(archive: zipfile.ZipFile, size: int) -> Contents:
    """The record, after a look at what else there is."""
    members = archive.infolist()
    names = [one.filename for one in members]
    if len(names) > MOST_MEMBERS or len(set(names)) != len(names):
        _refuse("it has too many members, or one of them twice")
    head = next((one for one in members if one.filename == CONTENTS), None)
    if head is None or head.file_size > LARGEST_CONTENTS or head.flag_bits & 1:
        _refuse(f"it has no {CONTENTS} that can be read")
    with archive.open(head) as file:
        data = file.read(LARGEST_CONTENTS + 1)
    if len(data) > LARGEST_CONTENTS:
        _refuse(f"its {CONTENTS} is far too large")
    try:
        contents = Contents.model_validate_json(data)
    except (ValidationError, RecursionError) as error:
        _refuse(f"its {CONTENTS} is not what it should be ({_first(error)})")
    _require_readable(contents.record)
    _require_members(members, contents, size)
    return contents


def _first(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return "it is nested too deeply"
    wrong = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(map(str, wrong["loc"][:4]))
    return f"{where}: {wrong['msg']}" if where else str(wrong["msg"])


def _require_members(members: list[zipfile.ZipInfo], contents: Contents, size: int) -> None:
    """Every file that the record speaks of is there, plain and of its size, and nothing else."""
    files = {f"{FOLDER}{sha256}": length for sha256, length in contents.files.items()}
    stored = [one for one in members if one.filename != CONTENTS]
    if {one.filename for one in stored} != set(files):
        _refuse("what is in it is not what its record speaks of")
    if not hashes(contents.record) >= set(contents.files):
        _refuse("it has files that its record does not speak of")
    missing = {take.sha256 for take in contents.record.takes} - set(contents.files)
    if missing:
        _refuse(f"the bytes of a take are not in it ({min(missing)[:12]})")
    for one in stored:
        plain = one.compress_type == zipfile.ZIP_STORED and not one.flag_bits & 1
        if not plain or one.file_size != one.compress_size or one.file_size != files[one.filename]:
            _refuse(f"{one.filename[:20]} is packed, locked or not of its size")
    if sum(files.values()) > size:
        _refuse("its members overlap: it claims more bytes than it has")


def _require_readable(record: Record) -> None:
    """Revisions must be ours, or nothing can be made of them."""
    try:
        for revision in record.revisions:
            Source.model_validate_json(revision.source)
            Wish.model_validate_json(revision.wish)
            _PATCHES.validate_json(revision.patches)
    except (ValidationError, RecursionError):
        _refuse("one of its revisions cannot be read; a newer program may have written it")


def _restore(home: Home, archive: zipfile.ZipFile, contents: Contents) -> bool:
    record = contents.record
    with home.look() as connection:
        known = holds(connection, record)
        clash = "" if known else taken(connection, record)
    if clash:
        raise BadInput(
            "restore", clash, "Restore it into another data folder: set REELWRIGHT_HOME."
        )
    lacking = {name: size for name, size in contents.files.items() if not home.store.has(name)}
    for sha256, size in lacking.items():
        require_space(home)
        _put(home, archive, sha256, size)
    if known:  # what was lost or deleted here since comes back all the same
        return bool(lacking)
    with home.database.begin() as connection:
        restored(connection, record, time.time())
    return True


def _put(home: Home, archive: zipfile.ZipFile, sha256: str, size: int) -> None:
    """One member into the store, if it is what its name says."""
    file = home.scratch / "restore"
    digest, left = hashlib.sha256(), size
    try:
        with archive.open(f"{FOLDER}{sha256}") as member, file.open("wb") as written:
            while piece := member.read(CHUNK):
                left -= len(piece)
                if left < 0:
                    _refuse(f"{sha256[:12]} is longer than it says")
                digest.update(piece)
                written.write(piece)
        if left or digest.hexdigest() != sha256:
            _refuse(f"{sha256[:12]} is damaged: its hash is another one")
        home.store.put(file)
    finally:
        file.unlink(missing_ok=True)
