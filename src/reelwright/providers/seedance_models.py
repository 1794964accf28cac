"""What Seedance models can make, and what a token of them costs."""

import re
from decimal import Decimal

from reelwright.film.asked import ClipAsked
from reelwright.film.money import MICRO, Money
from reelwright.film.noun import Noun

RESOLUTIONS = {480: "480p", 720: "720p", 1080: "1080p", 2160: "4k"}
RATIOS = ("16:9", "9:16", "1:1", "4:3", "3:4", "21:9")


class Family(Noun):
    """What the models of a family take. `seconds` are (least, most); `adaptive`: with a first
    picture the ratio must be left to the service, which takes the picture's."""

    seconds: tuple[int, int]
    heights: tuple[int, ...] = (480, 720, 1080)
    references: int = 0
    last: bool = True
    audio: bool = True
    seed: bool = True
    adaptive: bool = False


FAMILIES = {
    "1-0-pro": Family(seconds=(2, 12), audio=False),
    "1-0-pro-fast": Family(seconds=(2, 12), audio=False, last=False),
    "1-5-pro": Family(seconds=(4, 12)),
    "2-0": Family(seconds=(4, 15), heights=tuple(RESOLUTIONS), references=9, seed=False),
    "2-0-fast": Family(seconds=(4, 15), heights=(480, 720), references=9, seed=False),
    "2-0-mini": Family(seconds=(4, 15), heights=(480, 720), references=9, seed=False),
    "2-5": Family(seconds=(4, 30), references=30, adaptive=True),
}
"""Source: vendor, API reference volcengine.com/docs/82379/1520757 of 2026-07-07. That 2.5 makes
1080p is said by newer sources and denied by older ones."""

NAMED = re.compile(r"(?:doubao-|dreamina-)?seedance-(.+?)-\d{6}(?:-\d{4})?")
"""Models are dated (`dreamina-seedance-2-5-260628`); a later date is the same family."""


class Tokens(Noun):
    """USD for a million tokens."""

    silent: Decimal
    sound: Decimal


V2_5 = Tokens(silent=Decimal("10.70"), sound=Decimal("10.70"))
V2_5_LARGE = Tokens(silent=Decimal("11.70"), sound=Decimal("11.70"))
V1_5 = Tokens(silent=Decimal("1.20"), sound=Decimal("2.40"))
TOKENS = {
    "dreamina-seedance-2-5-260628": {"480p": V2_5, "720p": V2_5, "1080p": V2_5_LARGE},
    "seedance-1-5-pro-251215": {"480p": V1_5, "720p": V1_5, "1080p": V1_5},
}
"""By model and resolution, at BytePlus, without clips as input. Source: notes that quote the
vendor's price page docs.byteplus.com/docs/ModelArk/1544106, read 2026-10-09. Other prices are not
known well enough. China charges in CNY, which nobody here can turn into USD: no price."""


def family(model: str) -> Family | None:
    named = NAMED.fullmatch(model)
    return FAMILIES.get(named[1]) if named else None


def charge(model: str, resolution: str, sound: bool, tokens: int) -> Money | None:
    """What so many tokens cost, or None when we know no price."""
    price = TOKENS.get(model, {}).get(resolution)
    if price is None:
        return None
    return Money.of((price.sound if sound else price.silent) * tokens / MICRO)


def misfit(clip: ClipAsked, can: Family) -> str:
    """Why these models cannot be asked for this clip, or ""."""
    least, most = can.seconds
    causes = (
        (not least <= clip.seconds <= most, f"it makes {least} to {most} s, not {clip.seconds}"),
        (clip.height not in can.heights, f"it makes no height of {clip.height}"),
        (clip.ratio not in RATIOS, f"it makes no ratio of {clip.ratio}"),
        (bool(clip.negative), "it takes no negative prompt"),
        (clip.audio and not can.audio, "it makes no sound"),
        (clip.seed is not None and not can.seed, "it takes no seed"),
        (clip.seed is not None and not 0 <= clip.seed < 2**32, "a seed is 0 to 4294967295"),
        (bool(clip.videos), "clips as input must lie at a public address, which ours do not"),
        (bool(clip.last) and not clip.first, "it takes a last picture only beside a first"),
        (bool(clip.last) and not can.last, "it takes no last picture"),
        (bool(clip.first and clip.references), "it takes a first picture or references, not both"),
        (
            len(clip.references) > can.references,
            f"it takes {can.references} references, not {len(clip.references)}",
        ),
    )
    return next((cause for wrong, cause in causes if wrong), "")
