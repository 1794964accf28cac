"""Final Draft scripts (FDX), in and out: XML with one `Paragraph` for each element of the script.

Read as a stream: entities are refused, depth is limited, nothing but the script is kept. What is
written is read back as the same elements.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from reelwright.film.source import Source
from reelwright.film.story import Line, Screenplay
from reelwright.formats import scripting
from reelwright.formats.clean import characters, one_line
from reelwright.formats.fountain import NARRATOR
from reelwright.formats.limits import TextBudget, bad
from reelwright.formats.matter import author_in
from reelwright.formats.scripting import Element

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="no" ?>\n'
_DEEPEST = 60
_SLUGS = frozenset({"scene heading", "scene heading (top of page)"})
_SECTIONS = frozenset({"new act", "act", "act heading"})
_SILENT = frozenset({"end of act", "outline 1", "outline 2", "outline 3", "outline 4", "note"})
_BY = frozenset({"by", "written by", "screenplay by", "story by", "teleplay by"})


def read(path: Path) -> Source:
    """The script in an FDX file."""
    try:
        title_page, paragraphs = _paragraphs(path)
    except DefusedXmlException:
        raise bad(
            "declares XML entities, which no script needs and attacks on readers use",
            "Export it again from the program that made it.",
        ) from None
    except (ParseError, LookupError, ValueError) as trouble:
        raise bad(
            f"is a broken Final Draft script ({one_line(str(trouble))})",
            "Export it again from the program that made it.",
        ) from None
    title, author = _title(title_page)
    return scripting.compose(list(_elements(paragraphs)), title, author)


def _paragraphs(path: Path) -> tuple[list[str], list[tuple[str, str]]]:
    """The title page's lines, and type and text of each paragraph of the script."""
    title_page: list[str] = []
    script: list[tuple[str, str]] = []
    budget = TextBudget()
    above: list[str] = []
    for event, element in iterparse(str(path), events=("start", "end")):
        if event == "start":
            above.append(_tag(element))
            if len(above) > _DEEPEST:
                raise bad("is nested too deeply to be a script", "Export it again.")
            continue
        above.pop()
        if _tag(element) != "Paragraph":
            if above[-1:] != ["Paragraph"]:
                element.clear()
            continue
        text = budget.take(_text(element))
        if "TitlePage" in above:
            title_page.append(text)
        elif above[:2] == ["FinalDraft", "Content"] and "ScriptNote" not in above:
            script.append((element.get("Type", "Action").strip().lower(), text))
        element.clear()
    return title_page, script


def _tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _text(paragraph: Any) -> str:
    texts = (t for t in paragraph if _tag(t) == "Text")
    return one_line(characters("".join("".join(t.itertext()) for t in texts)))


def _title(lines: list[str]) -> tuple[str, str]:
    """The first line of the title page, and what follows `written by`."""
    told = [line for line in lines if line]
    for index, line in enumerate(told):
        if line.lower().rstrip(":") in _BY and index + 1 < len(told):
            return (told[0] if index else ""), told[index + 1]
        if index and (author := author_in(line)):
            return told[0], author
    return (told[0] if told else ""), ""


def _elements(paragraphs: list[tuple[str, str]]) -> Iterator[Element]:
    speaker = ""
    for kind, text in paragraphs:
        if kind == "character":
            speaker = scripting.speaker_of(text)
        elif kind == "dialogue" or (kind == "singing" and speaker):
            yield Element("dialogue", text, speaker)
        elif kind in _SLUGS:
            yield Element("slug", text)
        elif kind in _SECTIONS:
            yield Element("section", text, level=1)
        elif kind == "transition":
            yield Element("transition", text)
        elif kind != "parenthetical" and kind not in _SILENT:
            yield Element("action", text)


def write(screenplay: Screenplay) -> str:
    """The screenplay as a Final Draft script, which reads back as the same elements. Narration is
    spoken by `NARRATOR (V.O.)`, as in Fountain; chapters are acts."""
    root = ElementTree.Element("FinalDraft", DocumentType="Script", Template="No", Version="1")
    content = ElementTree.SubElement(root, "Content")
    chapter = None
    for scene in screenplay.scenes:
        if scene.chapter != chapter:
            chapter = scene.chapter
            _put(content, "New Act", scene.chapter_title or f"Chapter {chapter}")
        _put(content, "Scene Heading", scene.slug)
        for line in scene.lines:
            _put_line(content, line)
    page = ElementTree.SubElement(ElementTree.SubElement(root, "TitlePage"), "Content")
    if screenplay.title:
        _put(page, "Action", screenplay.title)
    if screenplay.author:
        _put(page, "Action", "written by")
        _put(page, "Action", screenplay.author)
    ElementTree.indent(root, " ")
    return HEAD + ElementTree.tostring(root, encoding="unicode") + "\n"


def _put_line(content: ElementTree.Element, line: Line) -> None:
    if not one_line(line.text):
        return
    if line.kind == "action":
        _put(content, "Action", line.text)
        return
    if line.kind == "narration":
        cue = f"{NARRATOR} (V.O.)"
    else:
        cue = one_line(line.speaker.replace("(", "").replace(")", "")).upper() or "VOICE"
    _put(content, "Character", cue)
    _put(content, "Dialogue", line.text)


def _put(parent: ElementTree.Element, kind: str, text: str) -> None:
    paragraph = ElementTree.SubElement(parent, "Paragraph", Type=kind)
    plain = characters(text.encode("utf-8", "replace").decode())
    ElementTree.SubElement(paragraph, "Text").text = one_line(plain)
