"""PDF books: text with its places from PDFium, put back into chapters and paragraphs."""

import re
from itertools import islice
from pathlib import Path
from typing import Any

import pypdfium2

from reelwright.film.source import Source
from reelwright.formats import composing, pdf_layout, pdf_lines
from reelwright.formats.clean import characters, one_line
from reelwright.formats.hyphens import Hyphens
from reelwright.formats.limits import TextBudget, bad
from reelwright.formats.pdf_lines import Place

_MOST_MARKS = 5_000
_SAMPLE = 100_000
_NO_TITLE = re.compile(
    r"untitled.*|microsoft word.*|\(?(?:unspecified|anonymous|unknown)\)?"
    r"|.*\.(?:docx?|odt|rtf|tex|indd|qxd|pdf|html?|pages|fm)",
    re.IGNORECASE,
)


def read(path: Path) -> Source:
    """The book at `path`. Refuses locked, damaged and scanned files."""
    document = _opened(path)
    try:
        pages = _pages(document)
        outline = _outline(document)
        facts = document.get_metadata_dict()
        language = _language(document)
    except pypdfium2.PdfiumError:
        raise bad("is a broken PDF: a page of it cannot be read", "Get it again.") from None
    finally:
        document.close()
    _check_text(pages)
    lines = [
        line for page in pdf_lines.without_furniture(pages)
        for line in pdf_lines.with_initials(page)
    ]  # fmt: skip
    hyphens = Hyphens("\n".join(line.text for line in lines))
    blocks = pdf_layout.blocks_of(lines, _marks(lines, outline), hyphens)
    return composing.compose(blocks, _fact(facts, "Title"), _fact(facts, "Author"), language)


def _opened(path: Path) -> Any:
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as trouble:
        if "password" in str(trouble).lower():
            raise bad("is a PDF locked with a password", "Unlock it first.") from None
        if "security" in str(trouble).lower():
            raise bad("is a PDF locked by DRM", "Use a copy without DRM.") from None
        raise bad(
            "is a broken PDF: it cannot be opened", "Get it again; this copy is damaged."
        ) from None


def _pages(document: Any) -> list[list[Place]]:
    budget = TextBudget()
    pages: list[list[Place]] = []
    for index in range(len(document)):
        page = document[index]
        textpage = page.get_textpage()
        lines = pdf_lines.lines_of(textpage, index)
        textpage.close()
        page.close()
        budget.take_all(line.text for line in lines)
        pages.append(lines)
    return pages


def _check_text(pages: list[list[Place]]) -> None:
    """Refuse pictures of pages, and fonts that do not say which letters they show."""
    shown = sum(len(line.text) for lines in pages for line in lines)
    if not shown or (len(pages) > 3 and shown < 20 * len(pages)):
        raise bad(
            "is a PDF without a text layer: its pages are pictures, as a scanner makes them",
            "Run it through a text recognition program (OCR) first.",
        )
    sample = "".join(line.text for lines in pages for line in lines[:8])[:_SAMPLE]
    if sum(c.isalnum() for c in sample) < 0.4 * len(sample):
        raise bad(
            "is a PDF whose fonts do not tell which letters they show",
            "Run it through a text recognition program (OCR) first.",
        )


def _outline(document: Any) -> list[tuple[str, int, int, float | None]]:
    """Title, level from 1, page, and height on it (points from the bottom) where it is told."""
    found = []
    for mark in islice(document.get_toc(), _MOST_MARKS):
        destination = mark.get_dest()
        page = destination.get_index() if destination else None
        title = one_line(characters(mark.get_title() or ""))
        if page is None or not title:
            continue
        _, view = destination.get_view()
        found.append((title, mark.level + 1, page, view[1] if len(view) >= 2 else None))
    return found


def _language(document: Any) -> str:
    tell = getattr(pypdfium2.raw, "FPDFCatalog_GetLanguage", None)
    if tell is None:
        return ""
    import ctypes

    size = tell(document, None, 0)
    if not 2 < size < 200:
        return ""
    buffer = ctypes.create_string_buffer(size)
    tell(document, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")


def _fact(facts: dict[str, str], key: str) -> str:
    told = one_line(characters(facts.get(key) or ""))
    return "" if _NO_TITLE.fullmatch(told) else told


def _marks(
    lines: list[Place], outline: list[tuple[str, int, int, float | None]]
) -> dict[int, list[tuple[str, int]]]:
    """The outline's titles at the lines before which they stand."""
    on_page: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        on_page.setdefault(line.page, []).append(index)
    marks: dict[int, list[tuple[str, int]]] = {}
    for title, level, page, height in outline:
        following = next((p for p in range(page, page + 3) if p in on_page), None)
        if following is None:
            continue
        index = _line_of(lines, on_page[following], title, height if following == page else None)
        marks.setdefault(index, []).append((title, level))
    return marks


def _line_of(lines: list[Place], there: list[int], title: str, height: float | None) -> int:
    """The line that shows the title, else the first one at or below its height."""
    for index in there:
        if pdf_layout.same(lines[index].text, title):
            return index
    if height is not None:
        return next((i for i in there if lines[i].top <= height + 2), there[0])
    return there[0]
