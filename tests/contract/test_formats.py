"""What every format must do. A new format joins by a row in `ROWS` (or in `WRITTEN`)."""

import json
import random
import re
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import defusedxml.ElementTree
import pytest
from tests.contract import books

from reelwright import formats
from reelwright.film.errors import BadInput
from reelwright.film.source import Source, addressed
from reelwright.film.story import Line, Place, Scene, Screenplay
from reelwright.film.timeline import Caption, Item, Marker, Sound, Timeline, Transition
from reelwright.formats.exchange import Exchange, Media, file_name

ONE = [
    "The rain had stopped before dawn, and the mill stood quiet above the weir. Hanna Voss opened"
    " the door and looked down the valley road.",
    "“Somebody is coming,” said Hanna. “Somebody on foot, and in a great hurry.”",
]
TWO = [
    "By noon the whole village knew. They stood about the square in small groups, and nobody"
    " spoke louder than a whisper.",
    "“Where is the letter?” asked Jakob. “Give it to me, and nobody will be hurt.”",
]
CHAPTERS = (("Chapter One", ONE), ("Chapter Two", TWO))
SCRIPT = (
    "Title: The Mill\nAuthor: A. Writer\n\nINT. MILL - DAWN\n\nHanna opens the door.\n\nHANNA\n"
    "Somebody is coming.\n\nEXT. SQUARE - DAY\n\nThe village waits.\n"
)


def _txt(path: Path) -> None:
    body = "\n\n\n".join(f"{title}\n\n" + "\n\n".join(told) for title, told in CHAPTERS)
    path.write_text(f"Title: The Mill\nAuthor: A. Writer\n\n{body}\n", encoding="utf-8")


def _md(path: Path) -> None:
    body = "\n\n".join(f"## {title}\n\n" + "\n\n".join(told) for title, told in CHAPTERS)
    path.write_text(f"---\ntitle: The Mill\nauthor: A. Writer\n---\n\n{body}\n", encoding="utf-8")


def _epub(path: Path) -> None:
    documents = {
        f"c{n}.xhtml": books.page(f"<h2>{title}</h2>" + "".join(f"<p>{t}</p>" for t in told))
        for n, (title, told) in enumerate(CHAPTERS)
    }
    nav = [(title, f"c{n}.xhtml") for n, (title, _) in enumerate(CHAPTERS)]
    books.epub(path, documents, nav, title="The Mill")


def _pdf(path: Path) -> None:
    pages, outline = books.set_pages(CHAPTERS, head="The Mill")
    books.pdf(path, pages, outline, {"Title": "The Mill", "Author": "A. Writer"})


def _fountain(path: Path) -> None:
    path.write_text(SCRIPT, encoding="utf-8")


def _fdx(path: Path) -> None:
    elements = [
        ("Scene Heading", "INT. MILL - DAWN"), ("Action", "Hanna opens the door."),
        ("Character", "HANNA"), ("Dialogue", "Somebody is coming."),
        ("Scene Heading", "EXT. SQUARE - DAY"), ("Action", "The village waits."),
    ]  # fmt: skip
    books.fdx(path, elements, ["The Mill", "by", "A. Writer"])


ROWS: dict[str, tuple[Callable[[Path], None], int]] = {
    ".txt": (_txt, 2), ".text": (_txt, 2), ".md": (_md, 2), ".markdown": (_md, 2),
    ".epub": (_epub, 2), ".pdf": (_pdf, 2),
    ".fountain": (_fountain, 1), ".spmd": (_fountain, 1), ".fdx": (_fdx, 1),
}  # fmt: skip
"""Suffix → who writes the example work, and how many chapters it has."""

SCREENPLAY = Screenplay(
    title="The *Mill*",
    author="A. Writer",
    scenes=(
        Scene(
            chapter=1, number=1, place=Place(name="the mill", kind="workshop"), chapter_title="One",
            lines=(
                Line(kind="action", text="HANNA\nopens the door_ and [[looks]] /* down."),
                Line(kind="narration", text="(The rain had stopped.)"),
                Line(kind="dialogue", text="~Somebody is coming.", speaker="Hanna Voss"),
                Line(kind="action", text="> CUT TO:"),
            ),
        ),
        Scene(
            chapter=2, number=1, place=Place(name="square", kind="square"), chapter_title="Two",
            lines=(Line(kind="dialogue", text="#1, please.", speaker="Jakob (aside)"),),
        ),
    ),
)  # fmt: skip
CAPTIONS = (
    Caption(start=0, end=36, lines=("A & B --> C", "", "second")),
    Caption(start=86_400 * 24 - 1, end=86_400 * 24, lines=("last",)),
)
A, B, V = "ab" * 32, "cd" * 32, "ef" * 32
EXCHANGE = Exchange(
    production="the-mill-1f0c9a",
    timeline=Timeline(
        title="The <Mill> & \"others\"\n002  X V C 00:00:00:00",
        items=(
            Item(clip=A, frames=72),
            Item(clip=B, frames=96, scene="1.1", shot="ch1/ab.0",
                 into=Transition(kind="dissolve", frames=24)),
        ),
        sounds=(Sound(clip=V, at=30, frames=40),),
        captions=CAPTIONS[:1],
        chapters=(Marker(at=0, title="]]> One"),),
    ),
    media={
        clip: Media(name=name, url=f"media/{name}", frames=120)
        for clip, name in (
            (A, file_name("card", A, "mp4")),
            (B, file_name("shot", B, "mp4")),
            (V, file_name("voice", V, "wav")),
        )
    },
)  # fmt: skip
"""A film for editing programs."""


def _bundle() -> str:
    """What is in a bundle, as text."""
    with tempfile.TemporaryDirectory() as folder:
        names = {one.name: Path(folder, one.name) for one in EXCHANGE.files()}
        for path in names.values():
            path.write_bytes(b"bytes")
        to = Path(folder, "film.otioz")
        formats.writer(".otioz").write(EXCHANGE, names, to)
        with zipfile.ZipFile(to) as archive:
            assert archive.testzip() is None
            return "\n".join(archive.namelist()) + "\n"


WRITTEN: dict[str, Callable[[], str]] = {
    ".srt": lambda: str(formats.writer(".srt").write(CAPTIONS, 24)),
    ".vtt": lambda: str(formats.writer(".vtt").write(CAPTIONS, 24)),
    ".fountain": lambda: str(formats.writer(".fountain").write(SCREENPLAY)),
    ".fdx": lambda: str(formats.writer(".fdx").write(SCREENPLAY)),
    ".otio": lambda: str(formats.writer(".otio").write(EXCHANGE)),
    ".otioz": _bundle,
    ".xml": lambda: str(formats.writer(".xml").write(EXCHANGE)),
    ".edl": lambda: str(formats.writer(".edl").write(EXCHANGE)),
}


@pytest.fixture(scope="module", params=sorted(ROWS))
def work(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("work") / f"work{request.param}"
    ROWS[request.param][0](path)
    return path


def test_every_format_has_its_row() -> None:
    assert set(ROWS) == set(formats.READERS)
    assert set(WRITTEN) == set(formats.WRITERS)


def test_a_work_is_read_with_its_facts(work: Path) -> None:
    source = formats.read(work)
    assert source == formats.read(work)
    assert (source.title, source.author, source.language) == ("The Mill", "A. Writer", "en")
    assert [c.number for c in source.chapters] == list(range(1, ROWS[work.suffix][1] + 1))
    passages = [p for c in source.chapters for p in c.passages]
    if source.form == "prose":
        assert [p.text for p in passages] == ONE + TWO
        assert [c.title for c in source.chapters] == ["Chapter One", "Chapter Two"]
    else:
        assert [p.kind for p in passages] == ["slug", "action", "dialogue", "slug", "action"]
        assert (passages[2].speaker, passages[2].text) == ("HANNA", "Somebody is coming.")
    assert all(p.address == "" for p in passages)
    assert Source.model_validate_json(addressed(source).model_dump_json()) == addressed(source)


def test_chapters_are_chosen(work: Path) -> None:
    assert [c.number for c in formats.read(work, "1").chapters] == [1]
    with pytest.raises(BadInput, match="no chapter 9"):
        formats.read(work, "9")


def _refused(path: Path) -> BadInput:
    with pytest.raises(BadInput) as told:
        formats.read(path)
    assert "\n" not in told.value.cause
    assert len(told.value.cause) < 250
    assert told.value.remedy
    assert told.value.exit_code == 2
    return told.value


@pytest.mark.parametrize("suffix", sorted(ROWS))
def test_what_is_not_there_or_empty_is_refused(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"x{suffix}"
    assert "does not exist" in _refused(path).cause
    path.write_bytes(b"")
    assert "is empty" in _refused(path).cause
    path.unlink()
    path.mkdir()
    assert "is a folder" in _refused(path).cause


@pytest.mark.parametrize("suffix", sorted(ROWS))
def test_other_content_is_named(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"x{suffix}"
    wrong = _pdf if suffix != ".pdf" else _epub
    wrong(path)
    assert ("is a PDF" if suffix != ".pdf" else "is an EPUB book") in _refused(path).cause
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    assert "PNG picture" in _refused(path).cause
    path.write_bytes(random.Random(5).randbytes(5000))
    _refused(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_cut_file_is_read_or_refused(work: Path, share: float, tmp_path: Path) -> None:
    data = work.read_bytes()
    path = tmp_path / work.name
    path.write_bytes(data[: int(len(data) * share)])
    _read_or_refused(path)


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_file_is_read_or_refused(work: Path, seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    data = bytearray(work.read_bytes())
    for _ in range(1 + len(data) // 200):
        data[dice.randrange(len(data))] = dice.randrange(256)
    path = tmp_path / work.name
    path.write_bytes(data)
    _read_or_refused(path)


def _read_or_refused(path: Path) -> None:
    try:
        source = formats.read(path)
    except BadInput as told:
        assert "\n" not in told.cause
    else:
        assert source.words
        texts = "".join(p.text for c in source.chapters for p in c.passages)
        assert not any(ord(c) < 32 for c in texts)


@pytest.mark.parametrize(
    "name", ["-rf", "a\nb\x1b[31m", "ü ..\\..", "\udcff", "x" * 240, "%s{0}$HOME"]
)
def test_hostile_names_are_only_names(work: Path, name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}{work.suffix}"
    path.write_bytes(work.read_bytes())
    assert formats.read(path).title == "The Mill"
    path.write_bytes(b"")
    assert _refused(path).cause.isprintable()


@pytest.mark.parametrize("suffix", sorted(WRITTEN))
def test_what_is_written_is_text(suffix: str) -> None:
    text = WRITTEN[suffix]()
    assert text == WRITTEN[suffix]()
    assert text.endswith("\n")
    assert "\r" not in text
    text.encode()


@pytest.mark.parametrize("suffix", [".fountain", ".fdx"])
def test_a_screenplay_comes_back_as_it_went_out(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"out{suffix}"
    path.write_text(WRITTEN[suffix](), encoding="utf-8")
    source = formats.read(path)
    assert (source.title, source.author) == ("The *Mill*", "A. Writer")
    assert [c.title for c in source.chapters] == ["One", "Two"]
    told = [(p.kind, p.speaker, p.text) for c in source.chapters for p in c.passages]
    assert told == [
        ("slug", "", "INT. THE MILL - DAY"),
        ("action", "", "HANNA opens the door_ and [[looks]] /* down."),
        ("dialogue", "NARRATOR", "(The rain had stopped.)"),
        ("dialogue", "HANNA VOSS", "~Somebody is coming."),
        ("action", "", "> CUT TO:"),
        ("slug", "", "EXT. SQUARE - DAY"),
        ("dialogue", "JAKOB ASIDE", "#1, please."),
    ]


def test_what_strangers_wrote_stays_inert() -> None:
    events = re.findall(r"^\d{3}  ", WRITTEN[".edl"](), re.MULTILINE)
    assert len(events) == 3
    root = defusedxml.ElementTree.fromstring(WRITTEN[".xml"]())
    assert root.findtext(".//sequence/name") == 'The <Mill> & "others" 002 X V C 00:00:00:00'
    assert root.findtext(".//sequence/marker/name") == "]]> One"
    assert json.loads(WRITTEN[".otio"]())["name"].startswith("The <Mill>")


def test_subtitles_are_well_formed() -> None:
    assert WRITTEN[".srt"]() == (
        "1\n00:00:00,000 --> 00:00:01,500\nA & B → C\nsecond\n\n"
        "2\n23:59:59,958 --> 24:00:00,000\nlast\n"
    )
    assert WRITTEN[".vtt"]() == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nA &amp; B → C\nsecond\n\n"
        "23:59:59.958 --> 24:00:00.000\nlast\n"
    )
