"""One XHTML document of an EPUB to blocks."""

import html
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from reelwright.formats import headings
from reelwright.formats.blocks import BREAK, Block, heading, paragraph
from reelwright.formats.clean import characters, one_line
from reelwright.formats.epub_archive import all_text, local, types

LOCAL = 100
"""Levels from here on are headings of a document (`h1` is 101) that no navigation names."""

_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
        "div", "dl", "dt", "fieldset", "figcaption", "footer", "form", "h1", "h2", "h3", "h4", "h5",
        "h6", "header", "hgroup", "li", "main", "ol", "p", "pre", "section", "summary", "table",
        "tbody", "tr", "ul",
    }
)  # fmt: skip
_DROPPED = frozenset(
    {
        "head", "script", "style", "nav", "svg", "math", "figure", "audio", "video", "object",
        "iframe", "template", "noscript", "form", "map", "img", "rt", "rp",
    }
)  # fmt: skip
DROPPED_TYPES = frozenset(
    {
        "frontmatter", "backmatter", "titlepage", "halftitlepage", "halftitle", "imprint", "cover",
        "colophon", "copyright-page", "copyright", "dedication", "epigraph", "toc", "landmarks",
        "loi", "lot", "index", "bibliography", "acknowledgments", "acknowledgements", "endnotes",
        "rearnotes", "footnotes", "footnote", "endnote", "rearnote", "noteref", "pagebreak",
        "page-list", "glossary", "errata", "contributors", "other-credits", "seriespage",
        "title-page", "foreword", "preface", "introduction", "afterword", "appendix",
        "other", "notes", "backlink", "cover-page", "tocnav",
    }
)  # fmt: skip
STORY_TYPES = frozenset(
    {"prologue", "epilogue", "prolog", "epilog", "chapter", "part", "conclusion"}
)


@dataclass
class Page:
    """Collects the blocks of one document. `anchors`: id → (title, level) of the navigation."""

    anchors: Mapping[str, tuple[str, int]]
    blocks: list[Block] = field(default_factory=list)
    _held: list[str] = field(default_factory=list)

    def read(self, root: "etree._Element") -> list[Block]:
        """The blocks of the document's body."""
        if start := self.anchors.get(""):
            self.blocks.append(heading(*start))
        body = next((e for e in root.iter() if local(e) == "body"), root)
        walker = etree.iterwalk(body, events=("start", "end"))
        depth_skipped: etree._Element | None = None
        for event, element in walker:
            if event == "start":
                if _skipped(element, body):
                    depth_skipped = element
                    walker.skip_subtree()
                else:
                    self._enter(element)
                continue
            if element is depth_skipped:
                depth_skipped = None
                if local(element) == "img":
                    self._held.append(" ")
            else:
                self._leave(element)
            if element is not body and element.tail:
                self._held.append(element.tail)
        self._flush()
        return self.blocks

    def _enter(self, element: "etree._Element") -> None:
        tag = local(element)
        if not tag:
            if isinstance(element, etree._Entity):
                self._held.append(html.unescape(element.text or ""))
            return
        if tag in _BLOCKS or tag == "hr":
            self._flush()
        anchor = element.get("id") or element.get("name")
        if anchor and anchor in self.anchors:
            self._flush()
            self.blocks.append(heading(*self.anchors[anchor]))
        if tag == "hr":
            self.blocks.append(BREAK)
        elif tag in {"br", "td", "th"}:
            self._held.append(" ")
        if element.text:
            self._held.append(element.text)

    def _leave(self, element: "etree._Element") -> None:
        tag = local(element)
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self._flush(LOCAL + int(tag[1]))
        elif tag == "p" and not "".join(self._held).strip():
            spaced = any(mark in text for text in self._held for mark in "\u00a0\u2003")
            self._held.clear()
            if spaced:
                self.blocks.append(BREAK)
        elif tag in _BLOCKS:
            self._flush()

    def _flush(self, level: int = 0) -> None:
        text = one_line(characters("".join(self._held)))
        self._held.clear()
        if not text:
            return
        if headings.is_break(text):
            self.blocks.append(BREAK)
        else:
            self.blocks.append(heading(text, level) if level else paragraph(text))


def _skipped(element: "etree._Element", body: "etree._Element") -> bool:
    """Whether nothing in this element belongs to the story."""
    if element is body:
        return False
    if local(element) in _DROPPED or element.get("hidden") is not None:
        return True
    if not local(element):
        return False
    named = types(element)
    if named & DROPPED_TYPES and not named & STORY_TYPES:
        return True
    return local(element) == "sup" and _note_mark(element)


def _note_mark(element: "etree._Element") -> bool:
    """A raised number that links to a note."""
    links = any(local(e) == "a" for e in element.iter())
    parent = element.getparent()
    links = links or (parent is not None and local(parent) == "a")
    return links and len(all_text(element).strip()) <= 4
