"""Reading order to order of sight: the Unicode bidirectional algorithm (UAX 9) on one line.

Without explicit embeddings, which are taken out of all text before it is drawn.
"""

import unicodedata
from collections.abc import Sequence
from itertools import groupby

_PAIRS = {"(": ")", "[": "]", "{": "}", "〈": "〉", "《": "》", "「": "」", "『": "』", "【": "】"}
_NEUTRAL = frozenset({"B", "S", "WS", "ON"})


def levels(line: str, base: int | None = None) -> tuple[int, ...]:
    """The embedding level of each character: even from the left, odd from the right.

    `base` is the level of the line, None to take it from its first strong character (P2, P3).
    """
    if base is None:
        base = direction(line)
    if base == 0 and line.isascii():  # letters and digits, and what goes with them (W7, N2)
        return (0,) * len(line)
    kinds = [unicodedata.bidirectional(c) or "L" for c in line]
    # What is invisible goes with what stands before it (X9, and marks: W1).
    side = "R" if base else "L"
    for index, kind in enumerate(kinds):
        if kind in ("NSM", "BN"):
            kinds[index] = kinds[index - 1] if index else side
    _weak(kinds, side)
    _brackets(line, kinds, side)
    _neutral(kinds, side)
    return tuple(_level(kind, base) for kind in kinds)


def direction(text: str) -> int:
    """0 for text that is read from the left, 1 from the right."""
    kinds = (unicodedata.bidirectional(c) for c in text)
    return int(next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L")


def in_sight(found: Sequence[int]) -> list[int]:
    """The indices of characters or runs with these levels, from left to right (L2)."""
    order = list(range(len(found)))
    for level in range(max(found, default=0), 0, -1):
        turned: list[int] = []
        for high, group in groupby(order, key=lambda index: found[index] >= level):
            some = list(group)
            turned += reversed(some) if high else some
        order = turned
    return order


def _level(kind: str, base: int) -> int:
    """I1 and I2."""
    if base % 2:
        return base + (kind in ("L", "EN", "AN"))
    return base + {"R": 1, "EN": 2, "AN": 2}.get(kind, 0)


def _weak(kinds: list[str], side: str) -> None:
    """W2 to W7: what numbers and the signs around them count as."""
    for index, strong in _strong(kinds, side):
        if kinds[index] == "EN" and strong == "AL":
            kinds[index] = "AN"
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]
    for index in range(1, len(kinds) - 1):
        before, kind, after = kinds[index - 1 : index + 2]
        if before == after and (kind, before) in (("ES", "EN"), ("CS", "EN"), ("CS", "AN")):
            kinds[index] = before
    at = 0
    for kind, group in groupby(list(kinds)):
        end = at + len(list(group))
        if kind == "ET" and "EN" in (*kinds[max(0, at - 1) : at], *kinds[end : end + 1]):
            kinds[at:end] = ["EN"] * (end - at)
        at = end
    kinds[:] = ["ON" if kind in ("ES", "ET", "CS") else kind for kind in kinds]
    for index, strong in _strong(kinds, side):
        if kinds[index] == "EN" and strong == "L":
            kinds[index] = "L"


def _strong(kinds: Sequence[str], side: str) -> list[tuple[int, str]]:
    """Each index with the last strong direction before it."""
    found, strong = [], side
    for index, kind in enumerate(kinds):
        found.append((index, strong))
        strong = kind if kind in ("L", "R", "AL") else strong
    return found


def _as_side(kind: str) -> str:
    return "R" if kind in ("EN", "AN") else kind


def _brackets(line: str, kinds: list[str], side: str) -> None:
    """N0: a pair of brackets goes with what is inside it."""
    opened: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for index, character in enumerate(line):
        if kinds[index] != "ON":
            continue
        if character in _PAIRS:
            opened.append((_PAIRS[character], index))
        elif any(character == closer for closer, _ in opened):
            while opened[-1][0] != character:
                opened.pop()
            pairs.append((opened.pop()[1], index))
    for first, last in sorted(pairs):
        inside = {_as_side(kind) for kind in kinds[first + 1 : last]}
        before = [_as_side(kind) for kind in kinds[:first] if _as_side(kind) in ("L", "R")]
        if side in inside:
            kinds[first] = kinds[last] = side
        elif inside & {"L", "R"}:
            kinds[first] = kinds[last] = before[-1] if before else side


def _neutral(kinds: list[str], side: str) -> None:
    """N1 and N2: what has no direction goes with its neighbours if they agree, else with the
    line."""
    at = 0
    for neutral, group in groupby(list(kinds), key=lambda kind: kind in _NEUTRAL):
        end = at + len(list(group))
        if neutral:
            before = _as_side(kinds[at - 1]) if at else side
            after = _as_side(kinds[end]) if end < len(kinds) else side
            kinds[at:end] = [before if before == after else side] * (end - at)
        at = end
