"""One module per file format; works come in through `read`, everything else goes out through one.

A new format is a module with `read(path: Path) -> Source` and a row in `READERS`, or a module with
`write(...)` and a row in `WRITERS`. Modules are loaded when they are needed.
"""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reelwright.film.source import Source


@dataclass(frozen=True)
class Reader:
    """How one format is read: the `module` here, and whether a confined child process reads it.

    `kind` is what `sniff` calls the content; `name` is what users call it.
    """

    module: str
    kind: str
    name: str
    confined: bool = False


_TEXT = Reader("txt", "text", "plain text")
_MARKDOWN = Reader("md", "text", "Markdown")
_FOUNTAIN = Reader("fountain", "text", "a Fountain script")

READERS: dict[str, Reader] = {
    ".txt": _TEXT,
    ".text": _TEXT,
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".epub": Reader("epub", "epub", "an EPUB book", confined=True),
    ".pdf": Reader("pdf", "pdf", "a PDF", confined=True),
    ".fountain": _FOUNTAIN,
    ".spmd": _FOUNTAIN,
    ".fdx": Reader("fdx", "fdx", "a Final Draft script", confined=True),
}

WRITERS: dict[str, str] = {
    ".srt": "srt",
    ".vtt": "vtt",
    ".fountain": "fountain",
    ".fdx": "fdx",
    ".otio": "otio",
    ".otioz": "otioz",
    ".xml": "fcp7xml",
    ".edl": "edl",
}


def read(path: Path, chapters: str = "") -> "Source":
    """The work in the file `path`, or only its `chapters` (`"1,3-5"`).

    The format is told by the suffix and checked against the content. Raises `BadInput` with one
    sentence for everything that cannot be used. Passages are not addressed yet.
    """
    from reelwright.formats import opening

    source = opening.open_work(Path(path), READERS)
    return select(source, chapters) if chapters.strip() else source


def select(source: "Source", chapters: str) -> "Source":
    """Only the chapters named by `chapters` (`"2"`, `"1,3-5"`, `"4-"`), with their numbers kept."""
    from reelwright.formats import choosing

    return choosing.select(source, chapters)


def writer(suffix: str) -> Any:
    """The module that writes files with this suffix; `KeyError` where there is none."""
    return import_module(f"reelwright.formats.{WRITERS[suffix]}")
