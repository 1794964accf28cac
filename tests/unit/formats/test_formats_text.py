"""Plain text and Markdown: encodings, layouts, headings, and what is not the story."""

from pathlib import Path

import pytest

from reelwright import formats
from reelwright.film.errors import BadInput
from reelwright.film.source import Source
from reelwright.formats import clean, decode, headings, md, txt

STORY = "The river froze in the night. By morning one could walk to the island, and everybody did."
MORE = "Nobody spoke of the bridge, which had been closed since the accident three winters before."


def _texts(source: Source) -> list[list[str]]:
    return [[p.text or "*" for p in c.passages] for c in source.chapters]


def _titles(source: Source) -> list[str]:
    return [c.title for c in source.chapters]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "Ö “quoted” — naïve 日本"),
        ("utf-8-sig", "Ö “quoted” — naïve"),
        ("utf-16", "Ö “quoted” — naïve"),
        ("utf-16-le", "An ordinary line “without” any mark"),
        ("utf-16-be", "An ordinary line “without” any mark"),
        ("utf-32", "Ö “quoted” — naïve"),
        ("cp1252", "“It’s a naïve café,” said Zoë — “très cher.”"),
        ("latin-1", "Über den Dächern lag Nebel, und Jürgen schwieg für länger als möglich."),
        (
            "cp1251",
            "Зима была долгой и тёмной, и никто не помнил, когда в последний раз шёл дождь.",
        ),
        ("shift_jis", "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。"),
        ("gb18030", "天地玄黄，宇宙洪荒。日月盈昃，辰宿列张。寒来暑往，秋收冬藏。"),
    ],
)
def test_encodings_are_told(encoding: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes((text + "\n").encode(encoding) * 4)
    assert text.split(maxsplit=1)[0] in formats.read(path).chapters[0].passages[0].text
    assert decode.decoded((text + "\n").encode(encoding) * 4).startswith(text)


def test_characters_are_cleaned() -> None:
    dirty = "of\u00adfice\u200b ﬁne\u00a0ﬂow \u202eevil\u202c\x07 e\u0301\r\nnext\rlast\x0cpage"
    assert clean.characters(dirty) == "office fine flow evil é\nnext\nlast\npage"


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n", "\u2028"])
def test_line_ends_may_be_mixed(ending: str) -> None:
    text = clean.characters(f"{STORY}{ending}{ending}{MORE}\n\n{STORY}")
    assert _texts(txt.parse(text)) == [[STORY, MORE, STORY]]


def test_wrapped_lines_are_joined_and_broken_words_mended() -> None:
    wrapped = (
        "The conductor had lost his ticket, and the conduc-\ntor of the other train, a well-\n"
        "known man, laughed at him for a whole hour. A well-known man may\ndo that.\n\n"
        "The river froze in the night, and nobody was out on the ice except\nthe old dog of"
        " the mill.\n"
    )
    assert _texts(txt.parse(wrapped)) == [
        [
            "The conductor had lost his ticket, and the conductor of the other train, a well-known"
            " man, laughed at him for a whole hour. A well-known man may do that.",
            "The river froze in the night, and nobody was out on the ice except the old dog of the"
            " mill.",
        ]
    ]


def test_indented_paragraphs_without_empty_lines() -> None:
    text = (
        "The river froze in the night and by the morning one could walk\nto the island.\n"
        "    Nobody spoke of the bridge, which had been closed since the\naccident of that"
        " winter.\n"
        "    “Come,” said Ruth.\n"
    )
    assert [len(c) for c in _texts(txt.parse(text))] == [3]


def test_a_line_for_each_paragraph() -> None:
    assert _texts(txt.parse(f"{STORY} {MORE}\n“Come,” said Ruth.\n{MORE} {STORY}\n")) == [
        [f"{STORY} {MORE}", "“Come,” said Ruth.", f"{MORE} {STORY}"]
    ]


@pytest.mark.parametrize(
    "titles",
    [
        ["Chapter One", "Chapter Two", "Chapter Three"],
        ["CHAPTER 1. The Ice", "CHAPTER 2. The Bridge", "CHAPTER 3. The Thaw"],
        ["Chapter I: The Ice", "Chapter II: The Bridge", "Chapter III: The Thaw"],
        ["I", "II", "III"],
        ["I.", "II.", "III."],
        ["1", "2", "3"],
        ["I. THE ICE", "II. THE BRIDGE", "III. THE THAW"],
        ["Prologue", "Chapter the First", "Epilogue"],
        ["Kapitel 1", "Kapitel 2", "Kapitel 3"],
        ["Chapter Twenty-One", "Chapter Twenty-Two", "Chapter Twenty-Three"],
        ["THE ICE", "THE BRIDGE", "THE THAW"],
    ],
)
def test_chapters_are_found(titles: list[str]) -> None:
    text = "\n\n\n".join(f"{title}\n\n{STORY}\n\n{MORE}" for title in titles)
    source = txt.parse(text)
    assert _titles(source) == [headings.title_case(t) for t in titles]
    assert _texts(source) == [[STORY, MORE]] * 3


@pytest.mark.parametrize(
    "line",
    [
        "“Chapter Two,” she said.", "Chapter 3 was the one she liked, and she read it twice.",
        "Part of me knew.", "V", "“NO SMOKING”", "I am.",
        "Book 3 of the series lay open on his knees.",
        "II, said the clock.",
    ],
)  # fmt: skip
def test_lines_of_the_story_are_no_chapters(line: str) -> None:
    source = txt.parse(f"Chapter 1\n\n{STORY}\n\n{line}\n\n{MORE}\n\nChapter 2\n\n{STORY}")
    assert len(source.chapters) == 2
    assert _texts(source)[0][1] == line


def test_scene_breaks() -> None:
    signs = ["* * *", "***", "---", "⁂", "#", "• • •", "~~~"]
    for sign in signs:
        assert _texts(txt.parse(f"{STORY}\n\n{sign}\n\n{MORE}")) == [[STORY, "*", MORE]]
    assert _texts(txt.parse(f"* * *\n\n{STORY}\n\n\n\n\n{MORE}\n\n{STORY}\n\n***\n\n***\n")) == [
        [STORY, "*", MORE, STORY]
    ]


def test_a_licence_around_the_story_goes() -> None:
    source = txt.parse(
        "The Project Gutenberg eBook of Ice\n\nTitle: Ice and Fire\n\nAuthor: A. Writer\n\n"
        "Language: German\n\n*** START OF THE PROJECT GUTENBERG EBOOK ICE ***\n\n\nProduced by"
        f" volunteers\n\nICE AND FIRE\n\nby A. Writer\n\nCONTENTS\n\nChapter 1\nChapter 2\n\n\n"
        f"Chapter 1\n\n{STORY}\n\n\nChapter 2\n\n{MORE}\n\nTHE END\n\n"
        "*** END OF THE PROJECT GUTENBERG EBOOK ICE ***\n\nYou may use this licence.\n"
    )
    assert (source.title, source.author, source.language) == ("Ice and Fire", "A. Writer", "de")
    assert _titles(source) == ["Chapter 1", "Chapter 2"]
    assert _texts(source) == [[STORY], [MORE]]


def test_front_and_back_matter_go() -> None:
    source = txt.parse(
        "THE ICE\n\nby Ruth Weaver\n\nCopyright © 2020 Ruth Weaver. All rights reserved.\n\n"
        "For my mother\n\nTable of Contents\n\nChapter 1\n\nChapter 2\n\nAbout the Author\n\n\n"
        f"Dedication\n\nTo the ones who skate.\n\n\nChapter 1\n\n{STORY}\n\n\nChapter"
        f" 2\n\n{MORE}\n\n\n"
        "About the Author\n\nRuth Weaver lives by a river. She has two dogs and a sledge.\n"
    )
    assert (source.title, source.author) == ("The Ice", "Ruth Weaver")
    assert _texts(source) == [[STORY], [MORE]]


def test_parts_hold_chapters_and_stories_hold_sections() -> None:
    parts = txt.parse(
        f"PART ONE\n\nChapter 1\n\n{STORY}\n\nChapter 2\n\n{MORE}\n\nPART TWO\n\nChapter"
        f" 3\n\n{STORY}"
    )
    assert _titles(parts) == ["Chapter 1", "Chapter 2", "Chapter 3"]
    stories = md.parse(f"# A\n\n## I\n\n{STORY}\n\n## II\n\n{MORE}\n\n# B\n\n## I\n\n{STORY}\n")
    assert _titles(stories) == ["A", "B"]
    assert _texts(stories) == [[STORY, "*", MORE], [STORY]]


def test_a_title_below_a_number_joins_it() -> None:
    source = txt.parse(f"CHAPTER I\n\nTHE ICE\n\n{STORY}\n\nCHAPTER II\n\nTHE THAW\n\n{MORE}")
    assert _titles(source) == ["Chapter I. The Ice", "Chapter II. The Thaw"]


@pytest.mark.parametrize("first", ["Chapter 1", "I"])
def test_a_heading_may_touch_its_text(first: str) -> None:
    second = first.replace("1", "2").replace("I", "II")
    wrapped = f"{STORY}\n{MORE}"
    source = txt.parse(f"{first}\n{wrapped}\n\n{MORE}\n\n{second}\n{wrapped}\n")
    assert _titles(source) == [first, second]


def test_title_and_author_on_two_lines() -> None:
    source = txt.parse(f"The Ice\nby Ruth Weaver\n\n\n1\n\n{STORY}\n\n2\n\n{MORE}\n")
    assert (source.title, source.author) == ("The Ice", "Ruth Weaver")
    assert _texts(source) == [[STORY], [MORE]]


def test_contents_in_one_stack_go() -> None:
    source = txt.parse(
        f"THE ICE\n\nContents\n\n  I. The Frost\n  II. The Thaw\n\n\nI. The Frost\n\n{STORY}\n\n"
        f"II. The Thaw\n\n{MORE}\n"
    )
    assert source.title == "The Ice"
    assert _texts(source) == [[STORY], [MORE]]


def test_markdown_marks_go() -> None:
    source = md.parse(
        "Ice\n===\n\n*A* **bold** _word_, a [link](http://x.y/z), `code`, snake_case and 2 *"
        " 3 * 4.\n"
        "Second \\*line\\*[^1] &amp; more.<br>\n\n> quoted\n\n- item\n\n***\n\n<!--"
        " gone\n\n-->\nLast.\n"
    )
    assert source.title == "Ice"
    assert _texts(source) == [
        [
            "A bold word, a link, code, snake_case and 2 * 3 * 4. Second *line* & more.",
            "quoted", "item", "*", "Last.",
        ]
    ]  # fmt: skip


def test_a_short_text_before_the_first_chapter_is_kept() -> None:
    source = txt.parse(f"Chapter 1\n\n{STORY}\n\nChapter 2\n\n{MORE}")
    early = txt.parse(
        f"It began with ice, as things do.\n\nChapter 1\n\n{STORY}\n\nChapter 2\n\n{MORE}"
    )
    assert _texts(early)[0][0] == "It began with ice, as things do."
    assert _texts(early)[0][2:] == _texts(source)[0]


def test_a_script_in_plain_text_is_a_script() -> None:
    source = txt.parse(
        "INT. HUT - DAY\n\nRuth waits.\n\n          RUTH\n     Come.\n\nEXT. ICE - DUSK\n\nWind."
    )
    assert source.form == "script"
    assert [p.kind for p in source.chapters[0].passages] == [
        "slug",
        "action",
        "dialogue",
        "slug",
        "action",
    ]


@pytest.mark.parametrize(
    ("chosen", "numbers"),
    [
        ("1", [1]),
        ("1,3-5", [1, 3, 4, 5]),
        (" 2 - 3 ", [2, 3]),
        ("4-", [4, 5]),
        ("-2", [1, 2]),
        ("3,1,3", [1, 3]),
    ],
)
def test_chapters_are_chosen(chosen: str, numbers: list[int]) -> None:
    source = txt.parse("\n\n".join(f"Chapter {n}\n\n{STORY}" for n in range(1, 6)))
    assert [c.number for c in formats.select(source, chosen).chapters] == numbers


@pytest.mark.parametrize(
    "chosen", ["0", "6", "1-9", "x", "1,,2", "5-2", "-", "1-2-3", "٣x", "9" * 40]
)
def test_wrong_choices_are_told(chosen: str) -> None:
    source = txt.parse("\n\n".join(f"Chapter {n}\n\n{STORY}" for n in range(1, 6)))
    with pytest.raises(BadInput) as told:
        formats.select(source, chosen)
    assert told.value.remedy


def test_text_without_words_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text(" \n\n\t\n* * *\n")
    with pytest.raises(BadInput, match="holds no text"):
        formats.read(path)


@pytest.mark.parametrize("suffix", [".docx", "", ".mobi", ".html"])
def test_unknown_endings_say_what_can_be_read(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"x{suffix}"
    path.write_text(STORY)
    with pytest.raises(BadInput, match="plain text"):
        formats.read(path)


def test_huge_texts_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes((STORY.encode() + b"\n\n") * (51_000_000 // (len(STORY) + 2)))
    with pytest.raises(BadInput, match="50 MB"):
        formats.read(path)
