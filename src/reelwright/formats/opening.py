"""From a path to a work: what is there, what it really is, and who reads it."""

import json
import stat
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from reelwright.film.errors import BadInput, Interrupted
from reelwright.film.source import Source
from reelwright.formats import Reader, limits, sniff
from reelwright.formats.clean import shown
from reelwright.media.processes.confine import Confined, confined

KINDS = {
    "pdf": ("a PDF", ".pdf"),
    "epub": ("an EPUB book", ".epub"),
    "fdx": ("a Final Draft script", ".fdx"),
    "html": ("a web page (HTML)", ""),
    "text": ("plain text", ".txt"),
}
_SUFFIXES = "Reelwright reads .txt, .md, .epub, .pdf, .fountain and .fdx."
_CONVERT = f"Save it as one of the formats that can be read. {_SUFFIXES}"
_CHILD = {
    "memory": "needs more than 500 MB of memory to be read",
    "time": "takes too long to be read: it is damaged, or made to stop readers",
    "output": limits.TOO_MUCH_TEXT,
    "crash": "is damaged: its reader crashed on it",
    "exit": "is damaged: its reader could not make sense of it",
}


def open_work(path: Path, readers: Mapping[str, Reader]) -> Source:
    """The work at `path`, by the row of `readers` for its suffix. Raises `BadInput`."""
    name = shown(path.name or str(path))
    try:
        head = _head(path, name)
        reader = _reader(path, head, readers)
        apart = reader.confined or path.stat().st_size > limits.IN_PROCESS_BYTES
        source = (_confined if apart else _here)(reader, path)
    except BadInput as refusal:
        raise _named(refusal, name) from None
    if not any(p.text.strip() for c in source.chapters for p in c.passages):
        raise limits.bad(f"{name} holds no text", "Give a file with a story or a script in it.")
    return source


def _head(path: Path, name: str) -> bytes:
    """The first bytes of a readable, regular, non-empty file."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise limits.bad("is a folder, not a file", f"Name a file in it. {_SUFFIXES}")
        if not stat.S_ISREG(status.st_mode):
            raise limits.bad("is not a regular file", "Copy its content into a file first.")
        if status.st_size == 0:
            raise limits.bad("is empty", "Give a file with a story or a script in it.")
        if status.st_size > limits.FILE_BYTES:
            raise limits.bad("is larger than 500 MB", limits.SPLIT)
        with path.open("rb") as file:
            return file.read(sniff.HEAD)
    except FileNotFoundError:
        raise limits.bad("does not exist", f"Check the path: {shown(str(path), 200)}") from None
    except PermissionError:
        raise limits.bad("may not be read", f"Allow it: chmod u+r '{name}'") from None
    except (OSError, ValueError) as trouble:
        why = getattr(trouble, "strerror", None) or "its path cannot be used"
        raise limits.bad(f"cannot be opened ({why})", "Check the path.") from None


def _reader(path: Path, head: bytes, readers: Mapping[str, Reader]) -> Reader:
    kind = sniff.kind_of(path, head)
    reader = readers.get(path.suffix.lower())
    known, suffix = KINDS.get(kind, (kind, ""))
    if reader is None:
        ending = f"the ending '{shown(path.suffix)}'" if path.suffix else "no ending that says so"
        raise limits.bad(
            f"has {ending}; by its content it is {known}",
            f"Rename it to '{shown(path.stem)}{suffix}'." if suffix else _CONVERT,
        )
    if kind == "a broken ZIP archive" and reader.kind == "epub":
        raise limits.bad(
            "is a broken EPUB: its ZIP archive cannot be opened",
            "Get it again; the copy is cut off.",
        )
    if kind != reader.kind:
        remedy = f"Rename it to '{shown(path.stem)}{suffix}'." if suffix else _CONVERT
        raise limits.bad(f"is {known}, not {reader.name}", remedy)
    return reader


def _here(reader: Reader, path: Path) -> Source:
    source = import_module(f"reelwright.formats.{reader.module}").read(path)
    assert isinstance(source, Source)
    return source


def _confined(reader: Reader, path: Path) -> Source:
    try:
        told = confined(
            "reelwright.formats.reader",
            [reader.module, str(path.absolute())],
            cpu_seconds=limits.CPU_SECONDS,
            memory_mb=limits.MEMORY_MB,
            wall_seconds=limits.WALL_SECONDS,
        )
    except Interrupted:
        raise
    except Confined as failed:
        large = failed.reason in {"memory", "output"}
        remedy = limits.SPLIT if large else "Try another copy of it."
        raise limits.bad(_CHILD.get(failed.reason, _CHILD["exit"]), remedy) from None
    if told.startswith(b"!"):
        cause, remedy = json.loads(told[1:])
        raise limits.bad(cause, remedy)
    return Source.model_validate_json(told)


def _named(refusal: BadInput, name: str) -> BadInput:
    return BadInput(refusal.stage, f"{name} {refusal.cause}", refusal.remedy)
