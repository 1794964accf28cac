"""Ages: `seventy-one years old`, `aged 26`, `a man of about fifty` in words for looks."""

import re

_UNITS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES = {w: n for n, w in enumerate(_UNITS.split(" "), 1)} | {
    w: n * 10 for n, w in enumerate(_TENS.split(" "), 2)
}
_WORD = "|".join(_VALUES)
_NUMBER = rf"(?P<number>\d{{1,3}}|(?:{_WORD})(?:[-\s](?:{_WORD}))?)"
_AGE = re.compile(
    rf"\b(?:{_NUMBER} years? (?:old|of age))\b|"
    rf"\baged (?:about )?{_NUMBER.replace('number', 'aged')}\b|"
    rf"\b(?:man|woman|gentleman|lady|girl|boy|fellow|lad) of (?:about |some |perhaps )?"
    rf"{_NUMBER.replace('number', 'of')}\b(?! (?:the|his|her|my))",
    re.IGNORECASE,
)
CHILD, YOUNG, OLD = 13, 25, 60
"""Up to 13 a child, up to 25 young, from 60 old: how a figure is drawn, not a law."""


def age_words(sentence: str) -> tuple[list[str], str, str]:
    """`child`, `young` or `old` for the first age told ([] when between or none), the words before
    it, and the sentence without its ages."""
    match = _AGE.search(sentence)
    if match is None:
        return [], "", sentence
    years = _value((match["number"] or match["aged"] or match["of"]).lower())
    word = "child" if years <= CHILD else "young" if years <= YOUNG else ""
    word = "old" if years >= OLD else word
    return [word] if word else [], sentence[: match.start()], _AGE.sub("", sentence)


def _value(number: str) -> int:
    if number.isdigit():
        return int(number)
    return sum(_VALUES[word] for word in re.split(r"[-\s]", number))
