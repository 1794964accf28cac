"""The mood of a stretch of text: words of eight moods, counted; few words leave it calm."""

import re

from reelwright.film.story import Mood, Time, Weather

_MOODS: tuple[tuple[Mood, str], ...] = (
    ("tense", r"sudden\w*|danger\w*|afraid|fear\w*|gun|pistol|knife|scream\w*|shout\w*|ran|run|"
              r"running|hurr(?:y|ied)|quick\w*|struck|threat\w*|escape\w*|chase\w*|trembl\w*|"
              r"alarm\w*|"
              r"panic\w*|trapped|grip\w*|sharp\w*|cry|cried|nervous\w*|shook|fire!|stop!|rushed"),
    ("sad", r"wept|weep\w*|tears?|grief|griev\w*|mourn\w*|alone|lonely|lost|sorrow\w*|sad\w*|dead|"
            r"died|funeral|grave|farewell|goodbye|sigh\w*|missed|broken|empty"),
    ("joyful", r"laugh\w*|smil\w*|joy\w*|danc\w*|cheer\w*|happy|happily|delight\w*|merry|sang|song|"
               r"celebrat\w*|wonderful|grinn\w*|applau\w*"),
    ("warm", r"kind\w*|gentl\w*|hearth|tea|bread|warm\w*|friend\w*|love\w*|embrac\w*|held her|"
             r"held him|mother|supper|soft\w*|hand in|blanket|kiss\w*|thank\w*|home"),
    ("mysterious", r"strange\w*|secret\w*|myster\w*|mask\w*|curious\w*|odd\w*|whisper\w*|hidden|"
                   r"shadow\w*|puzzl\w*|unknown|clue|riddle|vanish\w*|disappear\w*|fog|veil\w*|"
                   r"singular|inexplicable|peculiar|stranger"),
    ("dark", r"murder\w*|blood\w*|corpse|death|evil|horror|horrible|grim|dread\w*|black|ghastly|"
             r"terribl\w*|cruel\w*|kill\w*|coffin|hell|devil\w*|doom\w*"),
    ("grand", r"king|queen|majesty|palace|throne|army|mountains?|glory|glorious|great|magnificent|"
              r"splend\w*|vast|crown\w*|empire|triumph\w*|banner\w*"),
)  # fmt: skip
_WORDS = tuple((mood, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for mood, words in _MOODS)
_LEAST = 0.012
"""Share of mood words in a text below which it is calm; set by reading scenes of six stories."""


def mood_of(text: str, time: Time = "day", weather: Weather = "clear") -> Mood:
    """The mood told most often in `text`; storms and nights lean to tension and mystery."""
    words = max(1, len(text.split()))
    counts = {mood: float(len(rx.findall(text))) for mood, rx in _WORDS}
    if weather == "storm":
        counts["tense"] += 2
    if weather == "fog" or time == "night":
        counts["mysterious"] += 1
    best = max(counts, key=lambda mood: counts[mood])
    return best if counts[best] >= max(2.0, words * _LEAST) else "calm"


_TURNS = re.compile(
    r"\b(?:suddenly|at last|at once|finally|but then|instead|never|dead|died|kill\w*|murder\w*|"
    r"found|discover\w*|open(?:ed|s)|scream\w*|vanish\w*|gone|realis\w*|realiz\w*|understood|knew|"
    r"secret|decid\w*|promis\w*|confess\w*|truth|struck|broke|fell|escap\w*|save[ds]?|lost|married|"
    r"stole\w*|hidden|letter|photograph|key|door|stopp?ed|appeared|arrived|turned|began|ended)\b",
    re.IGNORECASE,
)
_DEEDS = re.compile(
    r"\b(?:ran|run|walk\w*|climb\w*|open\w*|took|take|pull\w*|push\w*|threw|caught|grab\w*|jump\w*|"
    r"rose|stood|sat|turned|looked|held|gave|handed|lifted|drew|wrote|lit|struck|knock\w*|rang|"
    r"enter\w*|left|came|went|rowed|sailed|rode|drove|fell|sprang|rushed|followed|laid|put|set|"
    r"closed|shut|locked|pointed|nodded|smiled|laughed|wept|whispered|cried|kissed|shook|broke)\b",
    re.IGNORECASE,
)
_FEELING = re.compile(
    r"\b(?:eyes?|face|tears?|smil\w*|stare\w*|gaze\w*|heart|fear\w*|afraid|love\w*|whisper\w*|"
    r"trembl\w*|wept|blush\w*|frown\w*|pale|breath)\b",
    re.IGNORECASE,
)


def turns(text: str) -> int:
    """How many words of a turning point a text has."""
    return len(_TURNS.findall(text))


def deeds(text: str) -> int:
    """How many words of doing a text has."""
    return len(_DEEDS.findall(text))


def felt(text: str) -> bool:
    """True when a text speaks of a face or a feeling: the camera comes closer."""
    return _FEELING.search(text) is not None
