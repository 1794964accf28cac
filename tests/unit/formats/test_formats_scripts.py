"""Fountain and Final Draft, in; and what a script keeps of its elements."""

from pathlib import Path

import pytest
from tests.contract import books

from reelwright import formats
from reelwright.film.errors import BadInput
from reelwright.film.source import Source
from reelwright.formats import fountain, scripting

EXAMPLE = Path(__file__).parents[3] / "examples" / "script.fountain"


def _told(source: Source) -> list[tuple[str, str, str]]:
    return [(p.kind, p.speaker, p.text) for c in source.chapters for p in c.passages]


def test_the_elements_of_fountain() -> None:
    source = fountain.parse(
        "Title:\n   **The Mill**\n\tPart Two\nAuthors: A. Writer\n\nFADE IN:\n\n"
        "INT. MILL - DAWN #12A#\n\nHanna _opens_ the\ndoor. /* not\n\nthis */And [[nor"
        " this]]waits.\n\n"
        "HANNA (V.O.) (CONT'D)\n(softly)\nSomebody\n(beat)\nis *coming*.\n\n@McAdam ^\nWho?\n"
        "  \nWho is?\n\n"
        ".A WIDE VALLEY\n\n> FLASH:\n\n>centred<\n\n!INT. IS A WORD\n\n~A song.\n\n="
        " synopsis\n\n===\n\n"
        "est. the square - day\n\nBANG\n\nCUT TO:\n\nHE SEES\n\nJAKOB\n~La la.\n"
    )
    assert (source.title, source.author) == ("The Mill Part Two", "A. Writer")
    assert _told(source) == [
        ("transition", "", "FADE IN:"),
        ("slug", "", "INT. MILL - DAWN"),
        ("action", "", "Hanna opens the door. And waits."),
        ("dialogue", "HANNA", "Somebody is coming."),
        ("dialogue", "McAdam", "Who? Who is?"),
        ("slug", "", "A WIDE VALLEY"),
        ("transition", "", "FLASH:"),
        ("action", "", "centred"),
        ("action", "", "INT. IS A WORD"),
        ("action", "", "A song."),
        ("slug", "", "est. the square - day"),
        ("action", "", "BANG"),
        ("transition", "", "CUT TO:"),
        ("action", "", "HE SEES"),
        ("dialogue", "JAKOB", "La la."),
    ]


def test_sections_make_chapters() -> None:
    source = fountain.parse(
        "# Act One\n\n## Low\n\nINT. A - DAY\n\nX.\n\n# Act Two\n\nINT. B - DAY\n\nY.\n"
    )
    assert [c.title for c in source.chapters] == ["Act One", "Act Two"]
    assert [len(c.passages) for c in source.chapters] == [2, 2]


@pytest.mark.parametrize(
    "text",
    [
        "/* never closed\n\nINT. A - DAY\n\nX.",
        "[[ never closed\n\nINT. A - DAY\n\nX.",
        "Title: only",
    ],
)
def test_unfinished_marks_end(text: str) -> None:
    assert fountain.parse(text).form == "script"


@pytest.mark.parametrize(
    ("cue", "name"),
    [
        ("HANNA", "HANNA"), ("HANNA (V.O.)", "HANNA"), ("HANNA (O.S.) (CONT'D)", "HANNA"),
        ("DR. VOSS ^", "DR. VOSS"), ("(V.O.)", "(V.O.)"),
    ],
)  # fmt: skip
def test_names_in_cues(cue: str, name: str) -> None:
    assert scripting.speaker_of(cue) == name


def test_the_example_script() -> None:
    source = formats.read(EXAMPLE)
    told = _told(source)
    assert source.title == "The Last Number"
    assert {s for _, s, _ in told if s} == {"IRIS", "LEOPOLD", "JUNE", "VOICE"}
    assert sum(kind == "slug" for kind, _, _ in told) == 7
    assert [t for k, _, t in told if k == "transition"] == ["FADE IN:", "DISSOLVE TO:", "FADE OUT."]


@pytest.mark.parametrize(
    "text",
    ["A" + " " * 200_000 + "b", "(" * 200_000, "*" * 200_000, "[[" * 100_000, "A(" * 100_000],
)
def test_long_odd_lines_end_soon(text: str) -> None:
    fountain.parse(f"{text}\n{text}\n\nINT. A - DAY\n\nX.\n")


def test_final_draft(tmp_path: Path) -> None:
    elements = [
        ("New Act", "Act One"), ("Scene Heading", "INT. MILL - DAWN"),
        ("Action", "Hanna & the door."),
        ("Character", "HANNA (V.O.)"), ("Parenthetical", "(softly)"),
        ("Dialogue", "Somebody is coming."), ("Transition", "CUT TO:"),
        ("New Act", "Act Two"), ("Shot", "CLOSE ON THE DOOR"),
    ]  # fmt: skip
    source = formats.read(
        books.fdx(tmp_path / "x.fdx", elements, ["THE MILL", "Written by", "A. Writer"])
    )
    assert (source.title, source.author) == ("The Mill", "A. Writer")
    assert [c.title for c in source.chapters] == ["Act One", "Act Two"]
    assert _told(source) == [
        ("slug", "", "INT. MILL - DAWN"),
        ("action", "", "Hanna & the door."),
        ("dialogue", "HANNA", "Somebody is coming."),
        ("transition", "", "CUT TO:"),
        ("action", "", "CLOSE ON THE DOOR"),
    ]


def test_dual_dialogue_is_kept_and_notes_are_not(tmp_path: Path) -> None:
    path = tmp_path / "x.fdx"
    path.write_text(
        "<FinalDraft><Content><Paragraph Type='General'><DualDialogue>"
        "<Paragraph Type='Character'><Text>A</Text></Paragraph>"
        "<Paragraph Type='Dialogue'><Text>Yes.</Text></Paragraph></DualDialogue></Paragraph>"
        "<Paragraph Type='Action'><ScriptNote><Paragraph><Text>Note</Text></Paragraph></ScriptNote>"
        "<Text>He goes.</Text></Paragraph></Content></FinalDraft>"
    )
    assert _told(formats.read(path)) == [("dialogue", "A", "Yes."), ("action", "", "He goes.")]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    ("xml", "why"),
    [
        (f"<!DOCTYPE f [<!ENTITY l0 'ha'>{LAUGHS}]><FinalDraft>&l11;</FinalDraft>", "entities"),
        ("<!DOCTYPE f [<!ENTITY x SYSTEM 'file:///x'>]><FinalDraft>&x;</FinalDraft>", "entities"),
        ("<FinalDraft>" + "<a>" * 100_000, "nested too deeply"),
        ("<FinalDraft><Content></FinalDraft>", "broken Final Draft"),
        ("<FinalDraft><Content></Content></FinalDraft>", "holds no text"),
    ],
)  # fmt: skip
def test_hostile_final_draft_is_refused(xml: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "x.fdx"
    path.write_text(xml)
    with pytest.raises(BadInput, match=why):
        formats.read(path)
