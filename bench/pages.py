"""A PDF of many pages, written by hand: text with running heads and page numbers."""

from pathlib import Path

TEXT = (
    "The keeper climbed the narrow stair and counted every step as he had done each night for "
    "twenty years while the wind went round the tower and the sea below it never slept at all"
)
WORDS = TEXT.split()


def write_pdf(path: Path, pages: int) -> Path:
    """Write a novel of `pages` pages with 38 lines each and answer `path`."""
    objects: list[bytes] = [b"", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>"]
    kids = []
    for page in range(pages):
        stream = _page(page)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents %d 0 R "
            b"/Resources << /Font << /F 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, b" ".join(kids))
    body, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, text in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for offset in offsets:
        body += b"%010d 00000 n \n" % offset
    body += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, start,
    )  # fmt: skip
    path.write_bytes(bytes(body))
    return path


def _page(page: int) -> bytes:
    lines = [f"THE KEEPER OF THE LIGHT          {page + 1}"]
    if page % 25 == 0:
        lines.append(f"CHAPTER {page // 25 + 1}")
    for line in range(38):
        start = (page * 7 + line * 5) % len(WORDS)
        lines.append(" ".join((WORDS * 2)[start : start + 10]) + ("." if line % 4 == 3 else ""))
    text = "".join(f"({line}) Tj T*\n" for line in lines)
    return f"BT /F 10 Tf 13 TL 40 560 Td\n{text}ET".encode()
