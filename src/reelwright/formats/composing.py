"""From blocks in a row to a work: which headings are chapters, and what is not the story."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from reelwright.film.source import Chapter, Passage, Source
from reelwright.formats import headings, matter
from reelwright.formats.blocks import Block
from reelwright.formats.limits import TextBudget

PREFACE_WORDS = 50
"""Text before the first chapter that is longer than this is a chapter of its own."""


@dataclass
class _Part:
    """A heading and what stands below it, down to the next heading."""

    title: str
    level: int
    blocks: list[Block] = field(default_factory=list)

    @property
    def words(self) -> int:
        return sum(len(b.text.split()) for b in self.blocks)


def compose(
    blocks: Sequence[Block], title: str = "", author: str = "", language: str = ""
) -> Source:
    """The work made of `blocks`, without its front and back matter."""
    budget = TextBudget()
    budget.take_all(b.text for b in blocks)
    parts = _parts(blocks)
    kept = _without_matter(parts)
    level = _chapter_level(kept)
    chapters = _chapters(kept, level)
    seen = _lead(chapters, level)
    chapters[-1].blocks = _back(chapters[-1].blocks)
    title = title or seen.get("title", "") or _work_title(kept, level)
    chapters = [c for c in chapters if c.words] or chapters[:1]
    return Source(
        title=headings.title_case(title),
        author=author or seen.get("author", ""),
        language=language_code(language),
        chapters=tuple(
            Chapter(
                number=number,
                title=_chapter_title(part.title, title, len(chapters)),
                passages=_passages(part.blocks),
            )
            for number, part in enumerate(chapters, 1)
        ),
    )


def language_code(told: str) -> str:
    """`en-US`, `eng` or `English` as the two-letter code; `en` where nothing is known."""
    told = told.strip().lower().replace("_", "-")
    names = {
        "eng": "en", "english": "en", "ger": "de", "deu": "de", "german": "de", "deutsch": "de",
        "fre": "fr", "fra": "fr", "french": "fr", "spa": "es", "spanish": "es", "ita": "it",
        "italian": "it", "dut": "nl", "nld": "nl", "dutch": "nl", "por": "pt", "portuguese": "pt",
        "rus": "ru", "russian": "ru", "swedish": "sv", "swe": "sv", "danish": "da", "dan": "da",
    }  # fmt: skip
    first = told.split("-")[0]
    code = names.get(first, first)
    return code if len(code) == 2 and code.isascii() and code.isalpha() else "en"


def _parts(blocks: Sequence[Block]) -> list[_Part]:
    parts = [_Part("", 0)]
    for block in blocks:
        if block.kind == "heading":
            parts.append(_Part(block.text.strip(), block.level))
        else:
            parts[-1].blocks.append(block)
    return parts


def _without_matter(parts: list[_Part]) -> list[_Part]:
    """Parts whose heading, or a higher one above them, names front or back matter go."""
    kept: list[_Part] = []
    below = 0
    for part in parts:
        if below and part.level > below:
            continue
        below = 0
        if part.level and matter.named(part.title):
            below = part.level
        else:
            kept.append(part)
    kept = _without_contents(kept)
    return kept if any(p.words for p in kept) else parts


def _without_contents(parts: list[_Part]) -> list[_Part]:
    """A heading without text that comes again later stood in a table of contents."""
    last = {p.title.casefold(): index for index, p in enumerate(parts) if p.title}
    return [
        p for index, p in enumerate(parts)
        if p.words or not p.title or last[p.title.casefold()] == index
    ]  # fmt: skip


def _chapter_level(parts: list[_Part]) -> int:
    """The highest level with two or more headings over text, not counting parts of a book."""
    levels = sorted({p.level for p in parts if p.level})
    several = [n for n in levels if _filled(parts, n) >= 2]
    for place, level in enumerate(several):
        deeper = several[place + 1 :]
        books = any(headings.is_part(p.title) for p in parts if p.level == level)
        if not (books and deeper):
            return level
    filled = [n for n in levels if _filled(parts, n)]
    return filled[-1] if filled else 0


def _filled(parts: list[_Part], level: int) -> int:
    """How many headings of this level have text below them, before the next as high."""
    count, open_heading = 0, False
    for part in parts:
        if part.level and part.level < level:
            open_heading = False
        if part.level == level:
            open_heading = True
        if open_heading and part.words:
            count, open_heading = count + 1, False
    return count


def _chapters(parts: list[_Part], level: int) -> list[_Part]:
    """Parts down to `level` stay apart; lower headings become breaks."""
    chapters: list[_Part] = []
    for part in parts:
        if part.level <= level or not chapters:
            chapters.append(_Part(part.title, part.level, list(part.blocks)))
        elif not chapters[-1].words and headings.is_bare(chapters[-1].title):
            chapters[-1].title = f"{chapters[-1].title.rstrip('.:')}. {part.title}"
            chapters[-1].blocks += part.blocks
        else:
            chapters[-1].blocks += [Block("break"), *part.blocks]
    return chapters


def _lead(chapters: list[_Part], level: int) -> dict[str, str]:
    """Take the title page off what stands before the first chapter, and give what it says.

    A few words that remain there open the first chapter; more are a chapter of their own.
    """
    first = next((i for i, c in enumerate(chapters) if c.level == level and c.words), 0)
    seen: dict[str, str] = {}
    for index, part in enumerate(chapters[: first or 1]):
        if part.level and (part.level >= level or _is_special(part.title)):
            continue
        blocks = _front(part, seen)
        if not index < first:
            part.blocks = blocks or part.blocks
            break
        part.blocks = blocks
        if 0 < part.words < PREFACE_WORDS:
            chapters[first].blocks = [*blocks, Block("break"), *chapters[first].blocks]
            part.blocks = []
    return seen


def _is_special(title: str) -> bool:
    found = headings.heading_of(title)
    return found is not None and found.kind == "special"


def _is_counted(title: str) -> bool:
    found = headings.heading_of(title)
    return found is not None and found.kind != "capitals"


def _front(part: _Part, seen: dict[str, str]) -> list[Block]:
    """The blocks without a title page at their top; `seen` takes its title and author."""
    for index, block in enumerate(part.blocks):
        if block.kind == "break":
            continue
        if not matter.title_page(block.text):
            return part.blocks[index:]
        if author := matter.author_in(block.text):
            seen.setdefault("author", author)
        elif index == 0 and not part.title and not matter.imprint(block.text):
            seen["title"] = block.text
    return []


def _back(blocks: list[Block]) -> list[Block]:
    """Without `The End` and the imprint behind it."""
    end = len(blocks)
    while end > 1:
        last = blocks[end - 1]
        if last.kind == "text" and not (matter.ending(last.text) or _trailing_imprint(last.text)):
            break
        end -= 1
    return blocks[:end]


def _trailing_imprint(text: str) -> bool:
    return len(text) < 400 and matter.imprint(text) and not text.startswith(("“", '"', "‘"))


def _work_title(parts: list[_Part], level: int) -> str:
    """A single heading above the chapters is the title of the work."""
    above = [p.title for p in parts if 0 < p.level < level and not headings.is_part(p.title)]
    if above:
        return above[0] if len(above) == 1 or parts[1].title == above[0] else ""
    first = next((p for p in parts if p.title), None)
    if first and not first.words and not _is_counted(first.title):
        return first.title
    same = [p.title for p in parts if p.level == level and p.title]
    return same[0] if len(same) == 1 and headings.heading_of(same[0]) is None else ""


def _chapter_title(title: str, work: str, chapters: int) -> str:
    if chapters == 1 and title.casefold() == work.casefold():
        return ""
    return headings.title_case(title)


def _passages(blocks: Sequence[Block]) -> tuple[Passage, ...]:
    """Breaks only between texts, never two in a row."""
    passages: list[Passage] = []
    pending = False
    for block in blocks:
        if block.kind == "break":
            pending = bool(passages)
        elif block.text:
            if pending:
                passages.append(Passage(text="", kind="break"))
            pending = False
            passages.append(Passage(text=block.text))
    return tuple(passages)
