"""Units: the smallest things a screenplay keeps or leaves — a sentence told, a speech spoken.

Speech tags (`said he`) go: the voice tells who speaks. What a tag carries beside it stays.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from reelwright.writing.answers import Stretch
from reelwright.writing.rules.people.lexicon_people import WEAK_VERBS
from reelwright.writing.rules.text.sentences import sentences

VERBS = (
    "said|says|asked|asks|replied|answered|cried|whispered|murmured|muttered|shouted|called|added|"
    "continued|remarked|observed|exclaimed|returned|answers|began|went on|snapped|growled|sighed|"
    "gasped|repeated|demanded|insisted|suggested|agreed|admitted|explained|declared|inquired|"
    "enquired|interrupted|interposed|protested|laughed|chuckled|groaned|stammered|roared|yelled|"
    "screamed|breathed|hissed|grumbled|ejaculated|responded|retorted|announced|told|ventured|"
    "warned|begged|pleaded|urged|persisted|concluded|finished|put in|broke in|burst out|"
    "wondered|sobbed|promised|commented|mumbled|croaked|pursued|resumed|assented"
)
_PARTS = r"[\w.’'-]+"
_WHO = rf"(?:the |my |his |her |our |an? )?{_PARTS}(?: {_PARTS}){{0,3}}?"
_AFTER = re.compile(
    rf"^(?:(?:(?:had |only |just |then |quietly |softly )?(?:{VERBS}|read) (?P<after>{_WHO}))|"
    rf"(?:(?P<before>{_WHO}) (?:had |only |just |then |\w+ly )?(?P<verb>{VERBS})))"
    rf"(?P<tail>(?: (?!as\b|and\b|while\b|when\b)[\w’'-]+){{0,7}}?)"
    r"(?P<rest>\s*(?:[,.;:!?—].*|(?:as|and|while|when) .*)?)$",
    re.DOTALL,
)
_BEFORE = re.compile(
    rf"(?:^|[,;—]\s*(?:and |but |then )?|\s+and (?:then )?|(?<=[.!?])\s+|\s+as )"
    rf"(?:(?:{_WHO}) )?(?:only |then |just |at last |\w+ly |had )?(?:{VERBS})"
    rf"(?: (?!and\b)[\w’',-]+){{0,8}}\s*[,:—]?\s*$"
)
_HANGS = re.compile(r",[^,.;!?]*\b(?:to|from|with|by|of|for|as|that)[\s,:.—]*$")
_NESTED = re.compile(r"(?<!\w)‘((?:[^‘’]|(?<=\w)’(?=\w))*)’(?!\w)|(?<!\w)‘(?=\w)")
"""Quotes within a speech, in pairs or left open: a voice does not say them."""
_OPEN_END = re.compile(r"[\s,;:—–-]+$")
LONG_SPEECH = 25
"""Words (10 seconds) up to which a speech is kept or left as a whole."""
_DETERMINERS = {"a", "an", "the", "his", "her", "its", "their", "our", "my", "another", "with"}
_NOUN_WORDS = 4
"""Words up to which what opens with an article is a noun, not a clause."""
_PRONOUNS = {"he", "she", "they", "i", "we", "it", "you"}


@dataclass(frozen=True)
class Unit:
    """One sentence told (`narration`), seen (`action`) or one speech (`dialogue`).

    `paragraph` is its index in the chapter. Dialogue without a known speaker has speaker "".
    """

    kind: Literal["narration", "dialogue", "action"]
    text: str
    speaker: str = ""
    paragraph: int = 0

    @property
    def words(self) -> int:
        return len(self.text.split())


def units_of(paragraphs: Sequence[Sequence[Stretch]]) -> list[Unit]:
    """All units of a chapter in order, from its attributed stretches."""
    units: list[Unit] = []
    for index, stretches in enumerate(paragraphs):
        units += [replace(unit, paragraph=index) for unit in _of_paragraph(stretches)]
    return units


def _of_paragraph(stretches: Sequence[Stretch]) -> list[Unit]:
    units: list[Unit] = []
    for index, stretch in enumerate(stretches):
        if stretch.kind == "speech":
            _add_speech(units, stretch, stretches[index - 1].text if index else "")
            continue
        behind = stretches[index - 1] if index else None
        ahead = stretches[index + 1] if index + 1 < len(stretches) else None
        units += _told(stretch.text, behind, ahead)
    finished = [_finished(unit) for unit in units if re.search(r"\w", unit.text)]
    return [part for unit in finished for part in _parts_of(unit)]


def _parts_of(unit: Unit) -> list[Unit]:
    """A long speech in parts of whole sentences, so that some of it may stay without the rest."""
    if unit.kind != "dialogue" or unit.words <= LONG_SPEECH:
        return [unit]
    parts: list[str] = []
    for sentence in sentences(unit.text):
        if parts and len(parts[-1].split()) + len(sentence.split()) <= LONG_SPEECH:
            parts[-1] = f"{parts[-1]} {sentence}"
        else:
            parts.append(sentence)
    return [replace(unit, text=part) for part in parts]


def _add_speech(units: list[Unit], stretch: Stretch, between: str) -> None:
    """Add a speech; one that a mere tag interrupted goes on, stopped where the tag stopped."""
    text = " ".join(_NESTED.sub(r"\1", stretch.text).split())
    if units and units[-1].kind == "dialogue" and units[-1].speaker == stretch.speaker:
        head = units[-1].text
        if between.rstrip().endswith((".", "!", "?")):
            head = _sentence(head)
        units[-1] = replace(units[-1], text=f"{head} {text}")
    else:
        units.append(Unit("dialogue", text, stretch.speaker))


def _told(text: str, behind: Stretch | None, ahead: Stretch | None) -> list[Unit]:
    text = " ".join(text.split())
    units: list[Unit] = []
    speaker = (behind or ahead or Stretch(kind="told", text="")).speaker
    if behind is not None and behind.kind == "speech":
        units, text = _without_tag(text, speaker)
    if ahead is not None and ahead.kind == "speech":
        text = without_lead(text)
    return units + [Unit("narration", s) for s in sentences(text) if _whole(s)]


def _without_tag(text: str, speaker: str) -> tuple[list[Unit], str]:
    """(action that the tag carried, told text that follows) of told text behind a speech."""
    match = _AFTER.match(text)
    if match is None or (match["verb"] in WEAK_VERBS and text[0].isupper() and text[:2] != "I "):
        return [], text
    who = match.group("after") or match.group("before")
    subject = who if who.lower() in _PRONOUNS else (speaker or who)
    rest = match.group("rest").strip()
    if rest[:1] in {".", "!", "?"}:
        return [], rest[1:].strip()
    rest = rest.lstrip(",;:— ")
    if not re.search(r"\w", rest) or rest.rstrip(".,") in {"and", "as", "while", "but", "then"}:
        return [], ""
    head, _, more = rest.partition(". ")
    return _rest_of_tag(head, more, subject, speaker)


def _rest_of_tag(head: str, more: str, subject: str, speaker: str) -> tuple[list[Unit], str]:
    """What a tag carried: a clause of its own, or what its subject does while speaking."""
    joined = re.match(r"(and|as|while|when|but|then)\s+(.*)", head, re.DOTALL)
    if joined:
        told = _joined_clause(joined[1], joined[2], subject)
        return [], (_sentence(told) if told else "") + (f" {more}" if told and more else more)
    if re.match(r"(?:\w+ly )?\w+ing\b|with |his |her |without |in |on |at |from ", head):
        if len(head.split()) < 3:
            return [], more
        return [Unit("action", _sentence(f"{subject}, {head}"), speaker)], more
    return [], _sentence(head) + (f" {more}" if more else "")


def _joined_clause(link: str, clause: str, subject: str) -> str:
    """What a tag links on, as a sentence; "" for a mere noun (`said he with a nod and a smile`)."""
    first = clause.split(" ", 1)[0]
    if first.lower() in _PRONOUNS or first[:1].isupper():
        return clause
    if first in _DETERMINERS:
        return clause if len(clause.split()) > _NOUN_WORDS else ""
    return f"{subject} {clause}" if link in {"and", "but", "then"} else ""


def without_lead(text: str) -> str:
    """Told text before a speech, without its leading-in clause (`…, and said,`)."""
    cut = _BEFORE.sub("", text)
    if cut != text and not re.search(r"\w", cut):
        return ""
    whole = _HANGS.sub("", cut) if cut != text or text.endswith((",", ":")) else cut
    return _sentence(whole) if re.search(r"\w", whole) else ""


def _sentence(text: str) -> str:
    text = _OPEN_END.sub("", text.strip())
    if text and text[-1] not in ".!?…":
        text += "."
    return text[:1].upper() + text[1:]


def _whole(sentence: str) -> bool:
    return re.search(r"\w", sentence) is not None


def _finished(unit: Unit) -> Unit:
    return replace(unit, text=_sentence(unit.text))
