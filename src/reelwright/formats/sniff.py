"""What a file really is, told by its bytes."""

import re
import zipfile
from pathlib import Path

HEAD = 4096

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"{\\rtf", "an RTF document"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (60, b"BOOKMOBI", "a Kindle book"),
    (0, b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (0, b"\xff\xd8\xff", "a JPEG picture"),
    (0, b"GIF8", "a GIF picture"),
    (0, b"RIFF", "a RIFF sound, picture or video file"),
    (4, b"ftyp", "an MP4 or QuickTime file"),
    (0, b"\x1a\x45\xdf\xa3", "a Matroska or WebM video"),
    (0, b"ID3", "an MP3 sound file"),
    (0, b"OggS", "an Ogg file"),
    (0, b"fLaC", "a FLAC sound file"),
    (0, b"\x1f\x8b", "a gzip archive"),
    (0, b"BZh", "a bzip2 archive"),
    (0, b"\xfd7zXZ\x00", "an xz archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (0, b"\x7fELF", "a program"),
    (0, b"MZ\x90", "a Windows program"),
    (0, b"SQLite format 3\x00", "an SQLite database"),
    (0, b"AT&TFORM", "a DjVu document"),
)
_INSIDE = (
    ("META-INF/container.xml", "epub"),
    ("word/document.xml", "a Word document"),
    ("xl/workbook.xml", "an Excel workbook"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("content.xml", "an OpenDocument file"),
    ("index.apxl", "a Keynote presentation"),
)
_HTML = re.compile(
    rb"\A\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?(<!doctype\s+html|<html[\s>])",
    re.IGNORECASE | re.DOTALL,
)


def kind_of(path: Path, head: bytes) -> str:
    """`pdf`, `epub`, `fdx`, `html`, `text` (anything else), or what users call the thing."""
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(path)
    for at, magic, name in _MAGIC:
        if head[at : at + len(magic)] == magic:
            return name
    plain = head.replace(b"\x00", b"") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head
    plain = plain.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    if b"<FinalDraft" in plain and plain.lstrip().startswith(b"<"):
        return "fdx"
    return "html" if _HTML.match(plain) else "text"


def _zip_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return "a broken ZIP archive"
    return next((kind for name, kind in _INSIDE if name in names), "a ZIP archive")
