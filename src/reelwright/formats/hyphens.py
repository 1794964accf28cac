"""Words broken at line ends, put together again by what the rest of the text says about them."""

import re
from collections import Counter
from collections.abc import Sequence

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*(?:-[^\W\d_]+)*")
_LAST = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)[-\ufffe\u2010]$")
_FIRST = re.compile(r"[^\W\d_]+")
_SHORTEST = 3


class Hyphens:
    """Knows the words of one text. A word seen whole is joined, one seen with its hyphen keeps it;
    else two words that both stand alone in the text keep the hyphen, and parts of words lose it.
    """

    def __init__(self, text: str) -> None:
        self.words = Counter(word.lower() for word in _WORD.findall(text))

    def join(self, lines: Sequence[str]) -> str:
        """The lines as one, with a blank between them where no word was broken."""
        if not lines:
            return ""
        done = lines[0].rstrip()
        for line in lines[1:]:
            done = self.pair(done, line.strip())
        return done

    def pair(self, line: str, following: str) -> str:
        """Two lines as one."""
        last, first = _LAST.search(line[-60:]), _FIRST.match(following)
        if not last or not first:
            return f"{line} {following}" if line else following
        mark = "-" if self.keeps(last[1], first[0]) else ""
        return f"{line[:-1]}{mark}{following}"

    def keeps(self, before: str, after: str) -> bool:
        """Whether `before-after` is written with a hyphen within a line too."""
        if after[0].isupper() or "-" in before:
            return after[0].isupper() or not self.words[f"{before}{after}".lower()]
        before, after = before.lower(), after.lower()
        whole, apart = self.words[before + after], self.words[f"{before}-{after}"]
        if whole or apart:
            return apart > whole
        long_enough = min(len(before), len(after)) >= _SHORTEST
        return long_enough and self.words[before] > 0 and self.words[after] > 0
