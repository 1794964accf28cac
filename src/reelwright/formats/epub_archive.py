"""The ZIP archive of an EPUB, opened with care: sizes are counted, nothing is written to disk."""

import posixpath
import re
import zipfile
import zlib
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from reelwright.formats.limits import MEGABYTE, bad

_MOST_FILES = 20_000
_LARGEST_DOCUMENT = 60 * MEGABYTE
_LARGEST_SUM = 200 * MEGABYTE
_STEEPEST = 150
"""Documents that shrink more than this were made to do so: prose shrinks by 2 to 4."""

_BOMB = "is a ZIP bomb: a small file that unpacks to a huge one"
_BROKEN = "is a broken EPUB: {0}"
_AGAIN = "Get it again; this copy is damaged."
_FONT_ALGORITHMS = frozenset(
    {"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"}
)
_RIGHTS = frozenset({"META-INF/rights.xml", "META-INF/sinf.xml", "META-INF/license.lcpl"})
_ENTITY = re.compile(rb"<\s*!\s*ENTITY", re.IGNORECASE)


class Archive:
    """Reads documents of an EPUB by their path in it."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
            raise bad(_BROKEN.format("its ZIP archive cannot be opened"), _AGAIN) from None
        entries = self._zip.infolist()
        if len(entries) > _MOST_FILES:
            raise bad(_BOMB, "Do not use this file.")
        self._entries = {entry.filename: entry for entry in entries}
        self._folded = {name.casefold(): name for name in self._entries}
        self._left = _LARGEST_SUM

    def name_of(self, href: str, base: str = "") -> str:
        """The archive's name for a link found in the document `base`; empty if there is none."""
        target = unquote(href.split("#", 1)[0].split("?", 1)[0])
        if not target:
            return base
        joined = posixpath.normpath(posixpath.join(posixpath.dirname(base), target))
        return joined if joined in self._entries else self._folded.get(joined.casefold(), "")

    def bytes_of(self, name: str) -> bytes:
        """The unpacked document; `BadInput` for bombs, encrypted and damaged ones."""
        entry = self._entries[name]
        if entry.flag_bits & 1:
            raise bad("is an EPUB locked with a password", "Unlock it first.")
        steep = entry.file_size > MEGABYTE and entry.file_size > _STEEPEST * entry.compress_size
        if steep or entry.file_size > min(_LARGEST_DOCUMENT, self._left):
            raise bad(_BOMB, "Do not use this file.")
        try:
            with self._zip.open(entry) as file:
                data = file.read(entry.file_size + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            NotImplementedError,
            EOFError,
            RuntimeError,
        ):
            raise bad(_BROKEN.format("a part of it cannot be unpacked"), _AGAIN) from None
        self._left -= len(data)
        return data

    def xml(self, name: str) -> "etree._Element":
        """A document as a tree: as XML where it is, else as browsers read it. No entities."""
        data = self.bytes_of(name)
        if _ENTITY.search(data.replace(b"\x00", b"")):
            raise bad(
                "declares XML entities, which no book needs and attacks on readers use",
                "Convert it to EPUB again, or use another copy.",
            )
        return tree_of(data)

    def check_rights(self) -> None:
        """Refuse books locked by DRM. Obfuscated fonts alone are no lock."""
        locked = any(name in self._entries for name in _RIGHTS)
        if "META-INF/encryption.xml" in self._entries:
            used = {
                str(element.get("Algorithm", ""))
                for element in self.xml("META-INF/encryption.xml").iter()
                if local(element) == "EncryptionMethod"
                and element.getparent() is not None
                and local(element.getparent()) == "EncryptedData"
            }
            locked = locked or bool(used - _FONT_ALGORITHMS)
        if locked:
            raise bad(
                "is an EPUB locked by DRM: its text is encrypted for one reading program",
                "Use a copy without DRM.",
            )


def tree_of(data: bytes) -> "etree._Element":
    """The tree of an XHTML or XML document, repaired where it is not well formed."""
    strict = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True, huge_tree=False,
    )  # fmt: skip
    try:
        return etree.fromstring(data, strict)
    except (etree.XMLSyntaxError, ValueError):
        pass
    loose = etree.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=False,
        encoding=None if b"charset" in data[:2000] or b"encoding" in data[:200] else "utf-8",
    )  # fmt: skip
    try:
        root = etree.fromstring(data, loose)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise bad(_BROKEN.format("one of its documents cannot be parsed"), _AGAIN)
    return root


def local(element: "etree._Element | None") -> str:
    """The tag's name without its namespace; empty for entities and comments."""
    tag = element.tag if element is not None else ""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def types(element: "etree._Element") -> frozenset[str]:
    """The words of `epub:type` and `role`, without prefixes (`z3998:`, `doc-`)."""
    told = element.get("{http://www.idpf.org/2007/ops}type") or element.get("epub:type") or ""
    words = [word.rpartition(":")[2] for word in told.split()]
    roles = (element.get("role") or "").split()
    words += [role.removeprefix("doc-") for role in roles if role.startswith("doc-")]
    return frozenset(word.lower() for word in words)


def all_text(element: "etree._Element") -> str:
    """All text in an element and below."""
    return "".join(str(text) for text in element.itertext())
