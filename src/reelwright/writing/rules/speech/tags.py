"""Tags: the told words around a speech that say who speaks (`said Holmes`, `he cried`)."""

import re
from dataclasses import dataclass
from typing import Literal

from reelwright.writing.rules.people.lexicon_names import COMMON
from reelwright.writing.rules.people.lexicon_people import (
    ROLES,
    SPEECH_VERBS,
    TITLES,
    WEAK_VERBS,
)
from reelwright.writing.rules.people.names import bare
from reelwright.writing.rules.text.sentences import sentences

_NAME = r"[A-Z][\w’'-]*\.?(?:\s(?:of\s|von\s|de\s|van\s|du\s)?[A-Z][\w’'-]*\.?)*"
_ROLE = r"(?:[Tt]he|[Mm]y|[Oo]ur|[Hh]is|[Hh]er|[Tt]heir|[Aa]n?)\s(?:[\w’'-]+\s){0,3}?[\w’'-]+"
_SOME = (
    r"(?:[Ss]everal|[Ss]ome|[Mm]any|[Tt]wo|[Tt]hree)\s[a-z]+s\b|[Ss]ome(?:one|body)\b|[Aa]nother\b|"
    r"[Ee]very(?:one|body)\b|[Oo]ne of (?:the|his|her|my|our|them)(?:\s\w+)?"
)
_SUBJECT = (
    rf"(?P<subject>I|[Hh]e|[Ss]he|[Tt]hey|[Ww]e|er|il|él|elle|ella|sie|{_SOME}|{_ROLE}|{_NAME})"
)
_ADVERB = r"(?:\s?[,]?\s?(?:\w+ly|then|at\slast|again|only|simply|had|has)\s)?"
_VERB_FIRST = re.compile(
    rf"^[\s,;:—–-]*(?P<verb>[^\W\d_A-Z]+)[\s-](?:\w+ly\s)?{_SUBJECT}(?=[\s,.;:!?—–]|$)"
)
_SUBJECT_FIRST = re.compile(rf"^[\s,;:—–-]*{_SUBJECT}\s{_ADVERB}\s?(?P<verb>[^\W\d_A-Z]+)\b")
_OPENING = re.compile(rf"^(?:[A-Z]?[a-z]+ly\s|Then\s|But\s|And\s|At this\s|So\s)?,?\s?{_SUBJECT}\b")
_DESCRIBED_ROLE = re.compile(
    rf"(?:[Tt]he|[Aa]n?|[Mm]y|[Oo]ur)\s(?:(?!of\b|who\b|and\b)[a-z’'-]+\s){{1,2}}(?:{'|'.join(sorted(ROLES))})\b"
)
"""`The old man`: a role behind what describes it."""
_INDEFINITE = re.compile(rf"(?:{_SOME})")
SOMEBODY = "somebody"
"""The role text of a tag that names nobody (`cried several voices`)."""
_OWNER = re.compile(
    r"^(His|Her)\s(?:\w+\s)?(?:eyes|hands?|face|voice|lips|gaze|brows?|head|eye|hair|beard|dress|clothes|coat|hat|figure|features|cheeks)\b"
)


@dataclass(frozen=True, slots=True)
class Tag:
    """Who speaks, as the text puts it. `strong`: by a verb of speaking, else by what is done."""

    kind: Literal["I", "he", "she", "name", "role"]
    text: str
    strong: bool


def tag_behind(told: str) -> Tag | None:
    """The tag at the beginning of what is told right behind a speech."""
    match = _verb_first(told)
    if match:
        return tag_of(match["subject"], True)
    match = _SUBJECT_FIRST.match(told)
    if match and match["verb"] in SPEECH_VERBS:
        begins_new = told.lstrip(" ")[0].isupper() and match["subject"] != "I"
        return tag_of(match["subject"], not begins_new or match["verb"] not in WEAK_VERBS)
    return None


def _verb_first(told: str) -> re.Match[str] | None:
    match = _VERB_FIRST.match(told)
    return match if match and match["verb"] in SPEECH_VERBS else None


def tag_ahead(told: str) -> Tag | None:
    """The tag in the last sentence of what is told right before a speech."""
    parts = sentences(told)
    if not parts:
        return None
    last = parts[-1]
    leads = last.rstrip().endswith((":", ",", "—"))
    match = _SUBJECT_FIRST.match(last)
    strong = leads or bool(match and match["verb"] in SPEECH_VERBS)
    return opening_of(last, strong)


def beat(told: str) -> Tag | None:
    """Who acts in the first sentence of what is told beside a speech."""
    parts = sentences(told)
    return opening_of(parts[0]) if parts else None


def opening_of(sentence: str, strong: bool = False) -> Tag | None:
    """The subject that a sentence begins with, as a tag; `His eyes` counts as he."""
    owner = _OWNER.match(sentence)
    if owner:
        return Tag("he" if owner[1] == "His" else "she", owner[1].lower(), strong)
    opening = _OPENING.match(sentence)
    if opening is None:
        return None
    described = _DESCRIBED_ROLE.match(sentence, opening.start("subject"))
    return tag_of(described[0] if described else opening["subject"], strong)


def tag_of(subject: str, strong: bool) -> Tag | None:
    """The tag for a subject as written, or None when it names no person."""
    low = subject.lower()
    if subject == "I":
        return Tag("I", subject, strong)
    if low in _PRONOUNS:
        kind = _PRONOUNS[low]
        return Tag(kind, kind, strong)
    if low in ("they", "we"):
        return None
    if _INDEFINITE.match(subject):
        return Tag("role", SOMEBODY, strong)
    if subject[0].isupper() and low.split(maxsplit=1)[0] not in _ARTICLES:
        return (
            None if bare(subject.split(maxsplit=1)[0]) in COMMON else Tag("name", subject, strong)
        )
    return _role_tag(subject, strong)


_PRONOUNS: dict[str, Literal["he", "she"]] = {
    "he": "he", "er": "he", "il": "he", "él": "he",
    "she": "she", "sie": "she", "elle": "she", "ella": "she",
}  # fmt: skip
_ARTICLES = frozenset({"the", "my", "our", "his", "her", "their", "a", "an"})


def _role_tag(subject: str, strong: bool) -> Tag | None:
    """`the King` is a name; `the old woman` a role, cut off behind the role word."""
    words = subject.split()
    for count, word in enumerate(words[1:], 2):
        if word in TITLES or (word[0].isupper() and word not in ROLES):
            return Tag("name", " ".join(words[1:]), strong)
        if word in ROLES:
            following = words[count] if count < len(words) else ""
            if following not in ROLES:
                return Tag("role", " ".join(words[:count]).lower(), strong)
    return None
