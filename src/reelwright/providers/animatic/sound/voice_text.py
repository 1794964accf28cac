"""What is said for what is written: each word of a text and the words spoken for it.

Written words keep their order and their exact form, because captions show them; what the voice is
given for each of them is spelled out (titles, years, capitals, dashes, dots).
"""

import re
from dataclasses import dataclass

_SCRIPTS_WITHOUT_SPACES = re.compile(r"[぀-ヿ㐀-䶿一-鿿豈-﫿]")
_QUOTES = re.compile('["“”„‟«»‹›「」『』*_\\[\\]{}<>|~^`\\\\]')
_APOSTROPHES = re.compile("[‘’‛ʼ]")
_DASHES = re.compile(r"\s*(?:[—–―]|--+)\s*")
_PAUSES = ",.;:!?…，。！？；：、،؛؟"
_YEAR = re.compile(r"^(1[1-9])(\d\d)(?=\D*$)")
_ROMAN = re.compile(r"^(?=[IVXL]{2,}[^\w]*$)(X{0,3}|XL|L)(IX|IV|V?I{0,3})([^\w]*)$")
_INITIAL = re.compile(r"^[A-Z]\.$")
_MONEY = re.compile(r"^([£$€])(\d[\d,.]*\d|\d)(\D*)$")

_TITLES = {
    "en": {
        "mr": "Mister", "mrs": "Missis", "ms": "Miz", "dr": "Doctor", "prof": "Professor",
        "st": "Saint", "capt": "Captain", "col": "Colonel", "lt": "Lieutenant", "gen": "General",
        "sgt": "Sergeant", "rev": "Reverend", "hon": "Honourable", "messrs": "Messers",
        "esq": "Esquire", "etc": "et cetera", "vs": "versus", "jr": "Junior", "sr": "Senior",
        "insp": "Inspector", "m": "Monsieur", "mme": "Madame", "mlle": "Mademoiselle",
    },
    "de": {
        "hr": "Herr", "fr": "Frau", "dr": "Doktor", "prof": "Professor", "frl": "Fräulein",
        "usw": "und so weiter", "st": "Sankt", "bzw": "beziehungsweise",
    },
    "fr": {"m": "Monsieur", "mme": "Madame", "mlle": "Mademoiselle", "dr": "Docteur"},
    "es": {"sr": "Señor", "sra": "Señora", "srta": "Señorita", "dr": "Doctor", "d": "Don"},
    "it": {"sig": "Signor", "dott": "Dottor", "prof": "Professor"},
    "nl": {"dhr": "de heer", "mevr": "mevrouw", "dr": "dokter"},
}  # fmt: skip
_MONEY_WORDS = {
    "en": {"£": "pounds", "$": "dollars", "€": "euros"},
    "de": {"£": "Pfund", "$": "Dollar", "€": "Euro"},
    "fr": {"£": "livres", "$": "dollars", "€": "euros"},
    "es": {"£": "libras", "$": "dólares", "€": "euros"},
}
_SPELLED = frozenset({"USA", "UK", "FBI", "CIA", "TV", "BBC", "DNA", "PS", "II", "GPS", "SOS"})
_NUMBERED = frozenset({"chapter", "book", "part", "act", "scene", "volume", "canto"})
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50}


@dataclass(frozen=True)
class Spoken:
    """The text for the voice, and for each written word the first character spoken for it.

    `starts[i]` belongs to `words[i]`; a written word that is not spoken (a lone dash) has the start
    of the next one.
    """

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]


def written_words(text: str) -> tuple[str, ...]:
    """The words of a text as written; where a script has no spaces, its characters."""
    words: list[str] = []
    for word in text.split():
        if _SCRIPTS_WITHOUT_SPACES.search(word):
            words += _characters(word)
        else:
            words.append(word)
    return tuple(words)


def _characters(word: str) -> list[str]:
    """Characters, each with the punctuation behind it; opening quotes go to the one they open."""
    units: list[str] = []
    opening = ""
    for character in word:
        if character.isalnum():
            units.append(opening + character)
            opening = ""
        elif units and character not in "“‘「『（《〈":
            units[-1] += character
        else:
            opening += character
    if opening:
        units[-1:] = [units[-1] + opening] if units else [opening]
    return units


def spoken(text: str, language: str = "en") -> Spoken:
    """Spell `text` out for the voice of `language` (a two-letter code)."""
    words = written_words(text)
    pieces: list[str] = []
    starts: list[int] = []
    length = 0
    for index, word in enumerate(words):
        said = _said(
            word, words[index - 1] if index else "", words[index + 1 : index + 2], language
        )
        tight = bool(_SCRIPTS_WITHOUT_SPACES.search(word))
        if said and said[0] in _PAUSES:
            said, length = _hang(pieces, said, length)
        starts.append(length)
        if said:
            piece = said if tight else said + " "
            pieces.append(piece)
            length += len(piece)
    return Spoken("".join(pieces).rstrip() or "", words, tuple(starts))


def _hang(pieces: list[str], said: str, length: int) -> tuple[str, int]:
    """Punctuation that stands before a word belongs to the word before it."""
    marks = said[: len(said) - len(said.lstrip(_PAUSES + " "))]
    rest = said[len(marks) :]
    if pieces:
        before = pieces[-1].rstrip()
        mark = marks.strip()[:1]
        pieces[-1] = (before if before[-1:] in _PAUSES else before + mark) + " "
        length = sum(map(len, pieces))
    return rest, length


def _said(word: str, before: str, after: tuple[str, ...], language: str) -> str:
    """What is spoken for one written word: "" for what is only seen."""
    said = _APOSTROPHES.sub("'", _QUOTES.sub("", word)).strip("'") if word else ""
    said = _DASHES.sub(", ", said).replace("…", "...").replace("?!", "?").replace("!?", "?")
    said = re.sub(r"([,;:])\s*,\s*", r"\1 ", said)
    said = re.sub(r"\.{2,}(?=\w)", "... ", said).rstrip()
    if not any(character.isalnum() for character in said):
        return said.strip(" ()-'")[:1] if not said.startswith(("&", "%")) else said
    said = _title(said, language, bool(after))
    if language == "en":
        said = _english_number(said, before)
    said = _money(said, language)
    return _calm(said)


def _title(said: str, language: str, followed: bool) -> str:
    stem = said.rstrip(".,;:")
    full = _TITLES.get(language, {}).get(stem.lower(), "")
    if full and said[len(stem) : len(stem) + 1] == ".":
        return full + said[len(stem) + 1 :]
    if followed and _INITIAL.match(said) and said != "I.":
        return said[0]
    return said


def _english_number(said: str, before: str) -> str:
    year = _YEAR.match(said)
    if year and "," not in said[:4]:
        century, rest = year.groups()
        spelled = {"00": "hundred"}.get(rest, f"oh {rest[1]}" if rest[0] == "0" else rest)
        return f"{century} {spelled}{said[4:]}"
    roman = _ROMAN.match(said)
    if roman and before:
        number = _roman(said)
        if before.lower().strip(".,") in _NUMBERED:
            return f"{number}{roman.group(3)}"
        if before[:1].isupper() and not before.isupper() and number <= 30:
            return f"the {_ordinal(number)}{roman.group(3)}"
    return said


def _roman(said: str) -> int:
    digits = [_ROMAN_DIGITS[d] for d in said if d in _ROMAN_DIGITS]
    return sum(-d if d < max(digits[i:]) else d for i, d in enumerate(digits))


def _ordinal(number: int) -> str:
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _money(said: str, language: str) -> str:
    money = _MONEY.match(said)
    words = _MONEY_WORDS.get(language)
    if money is None or words is None:
        return said
    sign, amount, rest = money.groups()
    return f"{amount} {words[sign]}{rest}"


def _calm(said: str) -> str:
    """Shouted capitals are words, not letters to be spelled."""

    def calmed(match: re.Match[str]) -> str:
        word = match.group()
        vowel = any(v in word for v in "AEIOUYÄÖÜÉÈÀ")
        return word.lower() if vowel and word not in _SPELLED else word

    return re.sub(
        r"[^\W\d_]{2,}(?:'[^\W\d_]+)?",
        lambda m: calmed(m) if m.group().isupper() else m.group(),
        said,
    )
