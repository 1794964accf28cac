"""Where text may be broken into lines: spaces, and in scripts without them between characters.

A small part of UAX 14: what a line must not begin or end with (Japanese kinsoku, which Chinese
shares), Thai letters that belong together, and emoji that are one picture.
"""

import unicodedata

JOINER = "\u200d"
_NOT_FIRST = frozenset(
    "、。，．・：；？！゛゜´｀ー—…‥’”）〕］｝〉》」』】°′″℃％‰!%),.:;?]}»›"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ々ヽヾゝゞ〜～·ๆฯ"
)
_NOT_LAST = frozenset("‘“（〔［｛〈《「『【£¥＄￥＃([{«‹$#@")
_BEFORE_THAI = frozenset("เแโใไ")
"""Thai vowels that are written before the letter they belong to."""


def clusters(text: str) -> list[str]:
    """Characters with what must not be torn off them: marks, joined emoji, flags."""
    found: list[str] = []
    for character in text:
        if found and _joined(found[-1], character):
            found[-1] += character
        else:
            found.append(character)
    return found


def pieces(word: str) -> list[str]:
    """The parts of a word between which a line may end: one, but for scripts without spaces."""
    found: list[str] = []
    for cluster in clusters(word):
        if found and not _breaks(found[-1], cluster):
            found[-1] += cluster
        else:
            found.append(cluster)
    return found


def _joined(before: str, character: str) -> bool:
    if unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf"):
        return True
    if before[-1] == JOINER and _pictured(before[0]):
        return True
    if "\U0001f3fb" <= character <= "\U0001f3ff":  # skin tones
        return _pictured(before[0])
    return len(before) == 1 and _flag(before) and _flag(character)


def _pictured(character: str) -> bool:
    return unicodedata.category(character) in ("So", "Sk")


def _flag(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _breaks(before: str, cluster: str) -> bool:
    last, first = before[-1], cluster[0]
    if first in _NOT_FIRST or last in _NOT_LAST:
        return False
    if _thai(last) and _thai(first):
        # Where a syllable surely begins; to know the others takes a dictionary.
        return first in _BEFORE_THAI and last not in _BEFORE_THAI
    return _wide(last) or _wide(first)


def _thai(character: str) -> bool:
    return "\u0e01" <= character <= "\u0e4e"


def _wide(character: str) -> bool:
    """Han, kana and their signs; not Hangul, whose words stand between spaces."""
    hangul = "\u1100" <= character <= "\u11ff" or "\uac00" <= character <= "\ud7a3"
    return unicodedata.east_asian_width(character) in "WF" and not hangul
