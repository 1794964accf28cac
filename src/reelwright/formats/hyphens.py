"""Words broken at line ends, put together again by what the rest of the text says about them."""

import re
from collections import Counter
from collections.abc import Sequence

_LETTERS = r"[^\W\d_]+"
_WORD = re.compile(rf"{_LETTERS}(?:['’]{_LETTERS})*(?:-{_LETTERS})*")
_BROKEN = re.compile(rf"(?:{_LETTERS}-)*{_LETTERS}(?:[-‐]\r?\n[ \t]*|\ufffe\s*){_LETTERS}")
_LAST = re.compile(rf"({_LETTERS})[-\ufffe‐]$")
_FIRST = re.compile(_LETTERS)
_DASHED = re.compile(r"\S(?:—|--)$")
_SHORTEST = 3
_OPENERS = frozenset({"double", "half", "self", "well", "ill", "cross", "vice", "twenty"})
_SUFFIXES = frozenset({"ish", "ness", "ing", "er", "est", "ly", "en", "ful", "less", "ed", "ted"})


class Hyphens:
    """Knows the words of one text. A word seen whole is joined, one seen with its hyphen keeps it;
    else two words that both stand alone in the text keep the hyphen, and parts of words lose it.
    """

    def __init__(self, text: str) -> None:
        self.words = Counter(word.lower() for word in _WORD.findall(_BROKEN.sub(" ", text)))

    def join(self, lines: Sequence[str]) -> str:
        """The lines as one, with a blank between them where no word was broken."""
        done: list[str] = []
        for line in lines:
            following = line.strip()
            if done and following:
                done[-1], between = self._end(done[-1], following)
                done.append(between)
            done.append(following)
        return "".join(done)

    def _end(self, line: str, following: str) -> tuple[str, str]:
        """How `line` ends, and what stands between it and the following one."""
        last, first = _LAST.search(line[-60:]), _FIRST.match(following)
        if last and first:
            # The rest of a compound (`stay-` `at-home`) has kept its other hyphens.
            compound = following[first.end() : first.end() + 1] == "-"
            kept = self.keeps(last[1], first[0], compound)
            return line[:-1], "-" if kept else ""
        line = line.replace("\ufffe", "-")
        return line, "" if _DASHED.search(line[-3:]) or line.endswith("-") else " "

    def keeps(self, before: str, after: str, compound: bool = False) -> bool:
        """Whether `before-after` is written with a hyphen within a line too."""
        if after[0].isupper() and not before.isupper():
            return True
        before, after = before.lower(), after.lower()
        whole, apart = self.words[before + after], self.words[f"{before}-{after}"]
        if whole or apart:
            return apart > whole
        if compound and self.words[before]:
            return True
        if before in _OPENERS and after not in _SUFFIXES:
            return True
        long_enough = min(len(before), len(after)) >= _SHORTEST
        return long_enough and self.words[before] > 0 and self.words[after] > 0
