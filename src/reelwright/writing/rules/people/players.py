"""The cast of a script: who speaks, and who is introduced in capitals (`IRIS OKORO, forty`)."""

import re
from collections.abc import Sequence

from reelwright.film.story import Age, Gender
from reelwright.writing.answers import Player
from reelwright.writing.rules.people.lexicon_names import FEMALE_NAMES, MALE_NAMES
from reelwright.writing.rules.people.lexicon_people import (
    FEMALE_ROLES,
    FEMALE_TITLES,
    MALE_ROLES,
    MALE_TITLES,
)

_NUMBERS = {
    "child": "four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|[4-9]|1[0-3]",
    "young": "fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twent(?:y|ies)[\\w-]*|1[4-9]|"
    "2\\d",
    "adult": "thirt(?:y|ies)[\\w-]*|fort(?:y|ies)[\\w-]*|fift(?:y|ies)[\\w-]*|[345]\\d",
    "old": "sixt(?:y|ies)[\\w-]*|sevent(?:y|ies)[\\w-]*|eight(?:y|ies)[\\w-]*|ninet(?:y|"
    "ies)[\\w-]*|[6789]\\d",
}
_AGES = {age: re.compile(rf"^\W*(?:\w+ )?(?:{words})\b") for age, words in _NUMBERS.items()}
_CAPITALS = r"[A-Z][A-Z'’.-]+(?: [A-Z][A-Z'’.-]+){0,2}"
_INTRODUCED = re.compile(
    rf"(?<![\w.])(?P<name>{_CAPITALS})(?=(?: \(|, )(?:\w+[ -])?(?:{'|'.join(_NUMBERS.values())})\b)"
)


def cast_of_script(action: Sequence[str], speakers: Sequence[str]) -> list[Player]:
    """Players in order of appearance; `speakers` are the cues of all speeches in order."""
    text = " ".join(action)
    introduced = [m.group("name") for m in _INTRODUCED.finditer(text)]
    cues = list(dict.fromkeys(speakers))
    names: dict[str, list[str]] = {}
    for cue in cues:
        full = next((n for n in introduced if n != cue and cue in n.split()), cue)
        names.setdefault(full, [])
        if cue != full:
            names[full].append(cue)
    for name in introduced:
        if not any(name == known or name in aliases for known, aliases in names.items()):
            names[name] = []
    players = [_player(name, aliases, text, speakers) for name, aliases in names.items()]
    return sorted(players, key=lambda p: _entrance(p, text))


def _entrance(player: Player, text: str) -> tuple[int, str]:
    spots = [text.lower().find(form.lower()) for form in (player.name, *player.aliases)]
    return min((spot for spot in spots if spot >= 0), default=len(text)), player.name


def _player(name: str, cues: Sequence[str], text: str, speakers: Sequence[str]) -> Player:
    told = _introduction(name, text)
    first = spoken_name(name)
    short = [spoken_name(cue) for cue in cues] or (
        [first.split()[0]] if len(first.split()) > 1 and first.split()[0][-1] != "." else []
    )
    return Player(
        name=first,
        aliases=[alias for alias in dict.fromkeys(short) if alias != first],
        gender=_gender(name, told),
        age=_age(name, told),
        hints=sorted(set(re.findall(r"[a-z][a-z-]+", told.lower()))),
        lines=sum(1 for speaker in speakers if speaker == name or speaker in cues),
    )


def spoken_name(cue: str) -> str:
    """`IRIS OKORO` -> `Iris Okoro`; names that are not all capitals stay."""
    if cue != cue.upper():
        return cue
    words = [w[:1] + w[1:].lower() for w in cue.split()]
    return " ".join(words)


def _introduction(name: str, text: str) -> str:
    """What is told of a person where it is introduced: the sentence behind its capitals."""
    match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    return re.split(r"(?<=[.!?])\s", text[match.end() : match.end() + 160])[0] if match else ""


def _age(name: str, told: str) -> Age:
    ages: tuple[Age, ...] = ("child", "young", "adult", "old")
    for age in ages:
        if _AGES[age].match(told):
            return age
    words = set(f"{name} {told}".lower().split())
    if words & {"boy", "girl", "child", "kid"}:
        return "child"
    if words & {"old", "elderly", "grandfather", "grandmother", "grandma", "grandpa"}:
        return "old"
    return "young" if words & {"young", "teenage", "teenager", "student"} else "adult"


def _gender(name: str, told: str) -> Gender:
    words = [spoken_name(word) for word in name.split()]
    roles = {word.lower().rstrip(".") for word in words}
    for gender, names, titles, parts in _SEXES:
        if words[0] in names or words[0].rstrip(".") in titles or roles & parts:
            return gender
    if re.search(r"\b(?:her|she|woman|girl|lady|dress|skirt)\b", told):
        return "female"
    return "male" if re.search(r"\b(?:his|he|man|boy|beard|moustache)\b", told) else "unknown"


_SEXES: tuple[tuple[Gender, frozenset[str], frozenset[str], frozenset[str]], ...] = (
    ("female", FEMALE_NAMES, FEMALE_TITLES, frozenset(r.lower() for r in FEMALE_ROLES)),
    ("male", MALE_NAMES, MALE_TITLES, frozenset(r.lower() for r in MALE_ROLES)),
)
