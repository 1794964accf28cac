"""EPUB and PDF: chapters, furniture of pages, and files that are locked, broken or hostile."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tests.contract import books
from tests.contract.books import page

from reelwright import formats
from reelwright.film.errors import BadInput
from reelwright.film.source import Source
from reelwright.formats import pdf

STORY = "The river froze in the night. By morning one could walk to the island, and everybody did."
MORE = "Nobody spoke of the bridge, which had been closed since the accident three winters before."
LONG = " ".join([STORY, MORE] * 3)
PLAIN = {"a.xhtml": page(f"<p>{STORY}</p>"), "b.xhtml": page(f"<p>{MORE}</p>")}


def _texts(source: Source) -> list[list[str]]:
    return [[p.text or "*" for p in c.passages] for c in source.chapters]


def _titles(source: Source) -> list[str]:
    return [c.title for c in source.chapters]


def _cause(path: Path) -> str:
    with pytest.raises(BadInput) as told:
        formats.read(path)
    return told.value.cause


# EPUB


@pytest.mark.parametrize("ncx", [True, False])
def test_the_navigation_makes_chapters(ncx: bool, tmp_path: Path) -> None:
    documents = {
        "cover.xhtml": page("<img src='c.jpg'/><p>A Book</p>"),
        "copy.xhtml": page("<section epub:type='copyright-page'><p>All rights.</p></section>"),
        "one.xhtml": page(f"<h1>1</h1><h2>The Ice</h2><p>{STORY}</p><hr/><p>{MORE}</p>"),
        "more.xhtml": page(f"<p>{MORE}</p>"),
        "two.xhtml": page(f"<p>{STORY}</p><h3 id='x'>The Thaw</h3><p>{MORE}</p>"),
        "end.xhtml": page("<h1>About the Author</h1><p>She skates.</p>", kind="backmatter"),
    }
    nav = [
        ("Cover", "cover.xhtml"), ("1", "one.xhtml"), ("The Bridge", "two.xhtml"),
        ("The Thaw", "two.xhtml#x"), ("About the Author", "end.xhtml"),
    ]  # fmt: skip
    source = formats.read(books.epub(tmp_path / "x.epub", documents, nav, ncx=ncx))
    assert _titles(source) == ["1. The Ice", "The Bridge", "The Thaw"]
    assert _texts(source) == [[STORY, "*", MORE, MORE], [STORY], [MORE]]


def test_without_navigation_headings_make_chapters(tmp_path: Path) -> None:
    documents = {
        "a.xhtml": page(f"<h1>A Book</h1><h2>Ice</h2><p>{STORY}</p>"),
        "b.xhtml": page(f"<h2>Thaw</h2><p>{MORE}</p>"),
    }
    assert _titles(formats.read(books.epub(tmp_path / "x.epub", documents))) == ["Ice", "Thaw"]


def test_html_details(tmp_path: Path) -> None:
    body = (
        "<p>Ice&nbsp;and <em>sn</em>ow<sup><a href='#n1'>1</a></sup>, <a epub:type='noteref'"
        " href='#n'>"
        "2</a>of\u00adfice<br/>next.</p><style>p {}</style><script>x()</script><p>&#160;</p>"
        "<blockquote>Loose <p>and set</p> text &mdash;"
        " here.</blockquote><ul><li>One</li><li>Two</li></ul>"
        "<p>* * *</p><aside epub:type='footnote'><p>Gone.</p></aside><p"
        " hidden=''>Gone.</p><p>Last</p>"
    )
    doctype = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">'
    for head in ("", doctype):
        path = books.epub(
            tmp_path / "x.epub", {"a.xhtml": page(body + f"<p>{STORY}</p>", head=head)}
        )
        assert _texts(formats.read(path)) == [
            ["Ice and snow, office next.", "*", "Loose", "and set", "text — here.", "One", "Two",
             "*",
             "Last", STORY]
        ]  # fmt: skip


def test_broken_xhtml_is_repaired(tmp_path: Path) -> None:
    body = f"<html><body><p>{STORY}<p>Ice & snow<br>{MORE}</body>"
    assert _texts(formats.read(books.epub(tmp_path / "x.epub", {"a.html": body})))[0][0] == STORY


def _encryption(*algorithms: str) -> str:
    data = "".join(
        f"<EncryptedData xmlns='e'><EncryptionMethod Algorithm='{a}'/></EncryptedData>"
        for a in algorithms
    )
    return (
        f"<encryption xmlns='urn:oasis:names:tc:opendocument:xmlns:container'>{data}</encryption>"
    )


FONTS = "http://www.idpf.org/2008/embedding"


def test_obfuscated_fonts_are_no_lock(tmp_path: Path) -> None:
    more = {"META-INF/encryption.xml": _encryption(FONTS, "http://ns.adobe.com/pdf/enc#RC")}
    assert formats.read(books.epub(tmp_path / "x.epub", PLAIN, more=more)).words


@pytest.mark.parametrize(
    "more",
    [
        {
            "META-INF/encryption.xml": _encryption(
                FONTS, "http://www.w3.org/2001/04/xmlenc#aes128-cbc"
            )
        },
        {"META-INF/rights.xml": "<rights/>"},
        {"META-INF/license.lcpl": "{}"},
    ],
)
def test_drm_is_told(more: dict[str, str], tmp_path: Path) -> None:
    assert "DRM" in _cause(books.epub(tmp_path / "x.epub", PLAIN, more=more))


def test_bombs_are_refused(tmp_path: Path) -> None:
    steep = {"a.xhtml": page("<p>" + " " * 40_000_000 + "</p>")}
    assert "ZIP bomb" in _cause(books.epub(tmp_path / "steep.epub", steep))
    many: dict[str, str | bytes] = {f"x/{n}": b"" for n in range(20_001)}
    assert "ZIP bomb" in _cause(books.epub(tmp_path / "many.epub", PLAIN, more=many))


def test_a_lying_size_is_refused(tmp_path: Path) -> None:
    path = books.epub(tmp_path / "x.epub", {"a.xhtml": page(f"<p>{LONG * 20}</p>")})
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("OPS/a.xhtml").file_size
    path.write_bytes(data.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little")))
    assert "broken EPUB" in _cause(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding: str, tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE html [<!ENTITY l0 "ha">{laughs}]><html><body><p>&l11;</p></body></html>'
    path = books.epub(tmp_path / "x.epub", PLAIN, more={"OPS/a.xhtml": bomb.encode(encoding)})
    assert "entities" in _cause(path)


def test_deep_nesting_ends(tmp_path: Path) -> None:
    deep = page("<div>" * 100_000 + f"<p>{STORY}</p>" + "</div>" * 100_000)
    path = books.epub(tmp_path / "x.epub", {"b.xhtml": page(f"<p>{MORE}</p>"), "a.xhtml": deep})
    try:
        assert formats.read(path).words
    except BadInput as told:
        assert "\n" not in told.cause


def test_names_in_the_archive_lead_nowhere(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xhtml"
    secret.write_text(page("<p>This is a secret, and it must not be read by anybody.</p>"))
    documents = {"a.xhtml": page(f"<p>{STORY}</p>")}
    more = {
        "OPS/book.opf": "<package><metadata/><manifest><item id='s' href='../../../secret.xhtml' "
        f"media-type='application/xhtml+xml'/><item id='t' href='{secret}' media-type="
        "'application/xhtml+xml'/><item id='a' href='a.xhtml' media-type='application/xhtml+xml'/>"
        "</manifest><spine><itemref idref='s'/><itemref idref='t'/><itemref"
        " idref='a'/></spine></package>"
    }
    assert _texts(formats.read(books.epub(tmp_path / "x.epub", documents, more=more))) == [[STORY]]


def test_more_than_50_mb_of_text_is_refused_within_memory(tmp_path: Path) -> None:
    words = " ".join(f"{n:x}" for n in range(1_200_000))
    documents = {f"{n}.xhtml": page(f"<p>{words}</p>") for n in range(8)}
    path = books.epub(tmp_path / "x.epub", documents)
    # In a process of its own: this one's other children must not count. `ru_maxrss` of a process
    # takes over what its parent had when it was started; VmHWM does not.
    code = (
        "import re, resource, sys\n"
        "from pathlib import Path\n"
        "from reelwright import formats\n"
        "from reelwright.film.errors import BadInput\n"
        "try: formats.read(Path(sys.argv[1]))\n"
        "except BadInput as error: print(error.cause)\n"
        "own = int(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])\n"
        "print(max(own, resource.getrusage(-1).ru_maxrss))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    cause, most_kb = done.stdout.splitlines()
    assert "50 MB" in cause
    assert int(most_kb) < 500_000


# PDF


def _set(
    path: Path, chapters: list[tuple[str, list[str]]], outline: bool = False, head: str = "A Book"
) -> Path:
    pages, marks = books.set_pages(chapters, head=head)
    return books.pdf(path, pages, marks if outline else ())


@pytest.mark.parametrize("outline", [True, False])
def test_pages_become_chapters_and_paragraphs(outline: bool, tmp_path: Path) -> None:
    paragraphs = [LONG, STORY, "“Come,” said Ruth.", LONG, MORE] * 4
    chapters = [("The Ice", paragraphs), ("The Bridge", paragraphs[1:]), ("The Thaw", [STORY])]
    source = formats.read(_set(tmp_path / "x.pdf", chapters, outline))
    assert _titles(source) == ["The Ice", "The Bridge", "The Thaw"]
    assert _texts(source) == [paragraphs, paragraphs[1:], [STORY]]


def test_running_heads_that_change_go(tmp_path: Path) -> None:
    pages = []
    words = ("ice", "river", "bridge", "island", "winter", "sledge", "mill")
    for number in range(12):
        head = "A. WRITER" if number % 2 else ("The Ice" if number < 6 else "The Thaw")
        lines = [(150.0, 580.0, 8.0, head), (190.0, 20.0, 8.0, f"- {number + 9} -")]
        lines += [
            (
                40.0,
                550.0 - 14 * n,
                10.0,
                f"{words[n % 7]} {words[n * number % 5]} line {n} goes on with {words[number % 7]}",
            )
            for n in range(30)
        ]
        pages.append(lines)
    text = " ".join(
        t for c in _texts(formats.read(books.pdf(tmp_path / "x.pdf", pages))) for t in c
    )
    assert "WRITER" not in text
    assert "Thaw" not in text
    assert "- 1" not in text
    assert text.count(" line 0 goes on") == 12


def test_broken_words_ligatures_and_spaced_paragraphs(tmp_path: Path) -> None:
    drawn = [
        "The conductor of the long train had lost his ticket, con-",
        "ductor or not, and a well-known man laughed at him, well-",
        "known as he was, for an hour.",
        "",
        "Nobody on the ice knew of this, and nobody would have said",
        "a single word about it to him, or to his dog.",
    ]
    lines = [(40.0, 560.0 - 14 * n, 10.0, text) for n, text in enumerate(drawn) if text]
    assert _texts(formats.read(books.pdf(tmp_path / "x.pdf", [lines]))) == [
        [
            "The conductor of the long train had lost his ticket, conductor or not, and a"
            " well-known man"
            " laughed at him, well-known as he was, for an hour.",
            "Nobody on the ice knew of this, and nobody would have said a single word about"
            " it to him,"
            " or to his dog.",
        ]
    ]


def test_title_imprint_and_contents_pages_go(tmp_path: Path) -> None:
    front = [
        [(100.0, 400.0, 24.0, "THE ICE"), (150.0, 350.0, 10.0, "by Ruth Weaver")],
        [
            (40.0, 300.0, 8.0, "Copyright 2020 Ruth Weaver. All rights reserved."),
            (40.0, 280.0, 8.0, "ISBN 123-4"),
        ],
        [(150.0, 500.0, 16.0, "Contents")]
        + [
            (40.0, 450.0 - 20 * n, 10.0, f"{t} ........ {n + 4}")
            for n, t in enumerate(("The Ice Age", "The Thaw"))
        ],
    ]
    pages, _ = books.set_pages([("The Ice Age", [LONG] * 6), ("The Thaw", [LONG] * 6)])
    source = formats.read(books.pdf(tmp_path / "x.pdf", front + pages))
    assert (source.title, source.author) == ("The Ice", "Ruth Weaver")
    assert _titles(source) == ["The Ice Age", "The Thaw"]
    assert _texts(source) == [[LONG] * 6] * 2


def test_locked_scanned_and_broken_pdfs_are_told(tmp_path: Path) -> None:
    pages, _ = books.set_pages([("", [STORY])])
    assert "locked with a password" in _cause(books.pdf(tmp_path / "l.pdf", pages, locked=True))
    assert "without a text layer" in _cause(books.pdf(tmp_path / "s.pdf", [[], [], []]))
    broken = tmp_path / "b.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing more")
    assert "broken PDF" in _cause(broken)


def test_odd_titles_are_no_titles() -> None:
    assert pdf._fact({"Title": "Microsoft Word - ice.doc"}, "Title") == ""
    assert pdf._fact({"Title": "ice_final.indd"}, "Title") == ""
    assert pdf._fact({"Author": "(anonymous)"}, "Author") == ""
