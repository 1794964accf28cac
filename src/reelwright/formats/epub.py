"""EPUB books, versions 2 and 3: spine order, chapters by the navigation, matter by its type."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lxml import etree

from reelwright.film.source import Source
from reelwright.formats import composing, headings, matter
from reelwright.formats.blocks import BREAK, Block, heading
from reelwright.formats.clean import characters, one_line
from reelwright.formats.epub_archive import Archive, all_text, local, types
from reelwright.formats.epub_text import DROPPED_TYPES, LOCAL, STORY_TYPES, Page
from reelwright.formats.limits import TextBudget, bad

_CONTAINER = "META-INF/container.xml"
_MATTER_FILE = re.compile(
    r"(?:^|[^a-z])(?:cover(?:page)?|title[-_]?page|half[-_]?title(?:page)?|copyright(?:page)?|imprint"
    r"|colophon|dedication|(?:table[-_]of[-_])?contents|toc|nav|acknowledge?ments?|about[-_ ]?"
    r"(?:the[-_]?)?author|also[-_]?by|uncopyright|license|newsletter)(?:[-_]?\d*)(?:$|[^a-z])",
    re.IGNORECASE,
)
_DOCUMENTS = frozenset({"application/xhtml+xml", "text/html", "application/xml", "text/xml"})


@dataclass(frozen=True)
class _Point:
    """One entry of the navigation: where it leads, and how deep it stands, from 1."""

    title: str
    name: str
    anchor: str
    level: int


@dataclass(frozen=True)
class _Package:
    """What the package document says."""

    name: str
    root: "etree._Element"

    def all(self, tag: str) -> "Iterator[etree._Element]":
        return (e for e in self.root.iter() if local(e) == tag)

    def told(self, tag: str) -> str:
        texts = (one_line(characters(all_text(e))) for e in self.all(tag))
        return next((text for text in texts if text), "")


def read(path: Path) -> Source:
    """The book at `path`. Each entry of its navigation that holds text is a chapter."""
    archive = Archive(path)
    archive.check_rights()
    package = _package(archive)
    points = _points(archive, package)
    matter_names = _matter_names(archive, package, points)
    budget = TextBudget()
    blocks: list[Block] = []
    for name in _spine(archive, package):
        if name not in matter_names:
            found = _document(archive, name, points)
            budget.take_all(b.text for b in found)
            blocks += found
    return composing.compose(
        _settled(blocks), package.told("title"), _authors(package), package.told("language")
    )


def _package(archive: Archive) -> _Package:
    name = ""
    if archive.name_of(_CONTAINER):
        roots = (e for e in archive.xml(_CONTAINER).iter() if local(e) == "rootfile")
        name = next((n for e in roots if (n := archive.name_of(e.get("full-path") or ""))), "")
    if not name:
        raise bad(
            "is a broken EPUB: it does not say where its content is", "Convert it to EPUB again."
        )
    return _Package(name, archive.xml(name))


def _spine(archive: Archive, package: _Package) -> list[str]:
    """The names of the documents in reading order, each once."""
    items = {e.get("id"): e for e in package.all("item")}
    names: list[str] = []
    for reference in package.all("itemref"):
        item = items.get(reference.get("idref"))
        if item is None or reference.get("linear") == "no":
            continue
        name = archive.name_of(item.get("href") or "", package.name)
        if name and name not in names and (item.get("media-type") or "") in _DOCUMENTS:
            names.append(name)
    return names


def _authors(package: _Package) -> str:
    roles = {
        (e.get("refines") or "").removeprefix("#"): one_line(e.text or "")
        for e in package.all("meta")
        if e.get("property") == "role" and (e.text or "").strip() in {"aut", "edt", "ill", "trl"}
    }
    names = []
    for creator in package.all("creator"):
        role = creator.get("{http://www.idpf.org/2007/opf}role") or roles.get(
            creator.get("id") or "", "aut"
        )
        name = one_line(characters(all_text(creator)))
        if name and role == "aut" and name not in names:
            names.append(name)
    return ", ".join(names[:3])


def _points(archive: Archive, package: _Package) -> list[_Point]:
    """The navigation: the EPUB 3 document, else the NCX of EPUB 2, else nothing."""
    for item in package.all("item"):
        name = archive.name_of(item.get("href") or "", package.name)
        if name and "nav" in (item.get("properties") or "").split():
            navs = [e for e in archive.xml(name).iter() if local(e) == "nav"]
            toc = next((e for e in navs if "toc" in types(e)), navs[0] if navs else None)
            if toc is not None and (points := list(_listed(archive, toc, name))):
                return points
    for item in package.all("item"):
        name = archive.name_of(item.get("href") or "", package.name)
        if name and item.get("media-type") == "application/x-dtbncx+xml":
            return list(_ncx(archive, archive.xml(name), name))
    return []


def _listed(archive: Archive, nav: "etree._Element", base: str) -> Iterator[_Point]:
    for link in nav.iter():
        if local(link) == "a" and link.get("href"):
            depth = sum(1 for e in link.iterancestors() if local(e) in {"ol", "ul"})
            yield _point(archive, all_text(link), link.get("href") or "", depth, base)


def _ncx(archive: Archive, root: "etree._Element", base: str) -> Iterator[_Point]:
    for entry in root.iter():
        if local(entry) != "navPoint":
            continue
        depth = 1 + sum(1 for e in entry.iterancestors() if local(e) == "navPoint")
        label = next((e for e in entry if local(e) == "navLabel"), None)
        content = next((e for e in entry if local(e) == "content"), None)
        if label is not None and content is not None:
            title = all_text(label)
            yield _point(archive, title, content.get("src") or "", depth, base)


def _point(archive: Archive, title: str, href: str, level: int, base: str) -> _Point:
    anchor = href.partition("#")[2]
    return _Point(one_line(characters(title)), archive.name_of(href, base), anchor, level)


def _matter_names(archive: Archive, package: _Package, points: list[_Point]) -> set[str]:
    """Documents that the guide, the navigation or their own name call front or back matter."""
    found: set[str] = set()
    for reference in package.all("reference"):
        if (reference.get("type") or "").lower() in DROPPED_TYPES:
            found.add(archive.name_of(reference.get("href") or "", package.name))
    starts = {p.name for p in points if not matter.named(p.title)}
    found |= {p.name for p in points if matter.named(p.title)}
    for name in _spine(archive, package):
        if name not in starts and _MATTER_FILE.search(PurePosixPath(name).stem):
            found.add(name)
    return found - starts


def _document(archive: Archive, name: str, points: list[_Point]) -> list[Block]:
    root = archive.xml(name)
    body = next((e for e in root.iter() if local(e) == "body"), root)
    inner = {word for e in (body, *body) if local(e) for word in types(e)}
    outer = types(body)
    if outer & DROPPED_TYPES and not inner & STORY_TYPES:
        return []
    anchors: dict[str, tuple[str, int]] = {}
    for point in points:
        if point.name == name and point.title:
            anchors.setdefault(point.anchor, (point.title, point.level))
    return Page(anchors).read(root)


def _settled(blocks: list[Block]) -> list[Block]:
    """One kind of headings: those of the navigation, or those of the documents where it is poor."""
    of_nav = [b for b in blocks if b.kind == "heading" and b.level < LOCAL]
    of_text = [b for b in blocks if b.kind == "heading" and LOCAL < b.level <= LOCAL + 2]
    if len(of_nav) < 2 <= len(of_text):
        kept = [b for b in blocks if not (b.kind == "heading" and b.level < LOCAL)]
        return [heading(b.text, b.level - LOCAL) if b.kind == "heading" else b for b in kept]
    settled: list[Block] = []
    for block in blocks:
        if block.kind != "heading" or block.level < LOCAL:
            settled.append(block)
        elif settled and settled[-1].kind == "heading":
            settled[-1] = _joined(settled[-1], block.text)
        elif not of_nav:
            settled.append(heading(block.text, block.level - LOCAL))
        else:
            settled.append(BREAK)
    return settled


def _joined(of_nav: Block, text: str) -> Block:
    """A bare number in the navigation takes the title that the document gives below it."""
    told = text.casefold() in of_nav.text.casefold() or headings.heading_of(text) is not None
    if told or not headings.is_bare(of_nav.text):
        return of_nav
    return heading(f"{of_nav.text.rstrip('.:')}. {text}", of_nav.level)
