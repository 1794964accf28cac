"""Small books in every format, made on the fly: a writer of PDFs, of EPUBs and of FDX scripts."""

import textwrap
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

COURIER = 6.0
"""Width of a letter of Courier at 10 points."""


def pdf(
    path: Path,
    pages: Sequence[Iterable[tuple[float, float, float, str]]],
    outline: Sequence[tuple[str, int]] = (),
    info: Mapping[str, str] | None = None,
    locked: bool = False,
) -> Path:
    """A PDF of 400 by 600 points: each page is a list of (left, up, size, text) in Courier.

    `outline` holds titles and page indices. A `locked` file asks for a password.
    """
    objects: list[bytes] = [
        b"",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for page in pages:
        drawn = b"".join(
            b"BT /F1 %.2f Tf 1 0 0 1 %.2f %.2f Tm (%s) Tj ET\n" % (size, left, up, _string(text))
            for left, up, size, text in page
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (
        len(kids), b" ".join(b"%d 0 R" % kid for kid in kids),
    )  # fmt: skip
    catalog = b"<< /Type /Catalog /Pages 2 0 R"
    if outline:
        root = len(objects) + 1
        numbers = [root + 1 + index for index in range(len(outline))]
        objects.append(
            b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>"
            % (numbers[0], numbers[-1], len(numbers))
        )
        for index, (title, page_index) in enumerate(outline):
            following = b" /Next %d 0 R" % numbers[index + 1] if index + 1 < len(numbers) else b""
            objects.append(
                b"<< /Title (%s) /Parent %d 0 R /Dest [%d 0 R /XYZ 0 600 0]%s >>"
                % (_string(title), root, kids[page_index], following)
            )
        catalog += b" /Outlines %d 0 R" % root
    objects[0] = catalog + b" >>"
    trailer = b""
    if info:
        pairs = b" ".join(b"/%s (%s)" % (k.encode(), _string(v)) for k, v in info.items())
        objects.append(b"<< %s >>" % pairs)
        trailer += b" /Info %d 0 R" % len(objects)
    if locked:
        objects.append(
            b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>" % (b"a1" * 32, b"b2" * 32)
        )
        trailer += b" /Encrypt %d 0 R /ID [<00> <00>]" % len(objects)
    path.write_bytes(_file(objects, trailer))
    return path


def _file(objects: Sequence[bytes], trailer: bytes) -> bytes:
    data = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer << /Size %d /Root 1 0 R%s >>\n" % (len(objects) + 1, trailer)
    return bytes(data + b"startxref\n%d\n%%%%EOF\n" % start)


def _string(text: str) -> bytes:
    raw = text.encode("cp1252")
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def set_pages(
    chapters: Sequence[tuple[str, Sequence[str]]], head: str = "", lines: int = 36, wide: int = 54
) -> tuple[list[list[tuple[float, float, float, str]]], list[tuple[str, int]]]:
    """Chapters of paragraphs set as a book is: running head, page number, indents, justified width.

    Also gives the outline: the titles and the pages they begin on.
    """
    pages: list[list[tuple[float, float, float, str]]] = []
    outline = []
    up = 0.0

    def turn() -> None:
        nonlocal up
        number = str(len(pages) + 1)
        pages.append([(40, 580, 8, head)] if head else [])
        pages[-1].append((195, 20, 8, number))
        up = 550.0

    for title, paragraphs in chapters:
        turn()
        if title:
            outline.append((title, len(pages) - 1))
            pages[-1].append((200 - len(title) * 4.8, up, 16, title))
            up -= 40
        for text in paragraphs:
            first = textwrap.wrap("##" + text, wide)
            for index, line in enumerate(first):
                if up < 550 - 14 * lines:
                    turn()
                pages[-1].append((40 + (12 if index == 0 else 0), up, 10, line.removeprefix("##")))
                up -= 14
    return pages, outline


CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:'
    'container"><rootfiles><rootfile full-path="OPS/book.opf" '
    'media-type="application/oebps-package+xml"/></rootfiles></container>'
)


def page(body: str, kind: str = "", head: str = "") -> str:
    """An XHTML document; `kind` is the body's `epub:type`."""
    typed = f' epub:type="{kind}"' if kind else ""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{head}<html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops"><head><title>x</title></head>'
        f"<body{typed}>{body}</body></html>"
    )


def epub(
    path: Path,
    documents: Mapping[str, str],
    nav: Sequence[tuple[str, str]] = (),
    title: str = "A Book",
    author: str = "A. Writer",
    language: str = "en-GB",
    more: Mapping[str, str | bytes] | None = None,
    ncx: bool = False,
) -> Path:
    """An EPUB: file name → XHTML in reading order; `nav` holds titles and targets."""
    items = "".join(
        f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(documents)
    )
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(documents)))
    files: dict[str, str | bytes] = {f"OPS/{name}": text for name, text in documents.items()}
    if nav and ncx:
        items += '<item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
        points = "".join(
            f"<navPoint><navLabel><text>{escape(t)}</text></navLabel><content"
            f" src='{href}'/></navPoint>"
            for t, href in nav
        )
        files["OPS/toc.ncx"] = (
            f"<ncx xmlns='http://www.daisy.org/z3986/2005/ncx/'><navMap>{points}</navMap></ncx>"
        )
    elif nav:
        items += (
            '<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        )
        links = "".join(f'<li><a href="{href}">{escape(t)}</a></li>' for t, href in nav)
        files["OPS/nav.xhtml"] = page(f'<nav epub:type="toc"><ol>{links}</ol></nav>')
    files["OPS/book.opf"] = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>"
        f"<dc:language>{language}</dc:language></metadata><manifest>{items}</manifest>"
        f"<spine>{spine}</spine></package>"
    )
    files |= more or {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr("META-INF/container.xml", CONTAINER)
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def fdx(path: Path, elements: Iterable[tuple[str, str]], title: Sequence[str] = ()) -> Path:
    """A Final Draft script of (paragraph type, text); a text is cut in two styled runs."""
    drawn = "".join(
        f'<Paragraph Type="{kind}"><Text>{escape(text[:5])}</Text>'
        f'<Text Style="Bold">{escape(text[5:])}</Text></Paragraph>'
        for kind, text in elements
    )
    lines = "".join(
        f'<Paragraph Alignment="Center"><Text>{escape(t)}</Text></Paragraph>' for t in title
    )
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8" standalone="no" ?>\n'
        '<FinalDraft DocumentType="Script" Template="No" Version="5">\n'
        f"<Content>{drawn}</Content><TitlePage><Content>{lines}</Content></TitlePage></FinalDraft>",
        encoding="utf-8",
    )
    return path
