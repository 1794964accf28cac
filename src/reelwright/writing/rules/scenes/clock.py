"""When a text plays: time of day, weather, phrases by which time passes, and by which it is
remembered or dreamt."""

import re

from reelwright.film.story import Time, Weather

_TIMES: tuple[tuple[Time, str], ...] = (
    ("dawn", r"dawn|daybreak|sunrise|first light|early morning|before breakfast|at (?:four|five|"
             r"six) in the morning"),
    ("golden", r"sunset|golden light|low sun|late afternoon|setting sun"),
    ("dusk", r"dusk|twilight|nightfall|gathering dark(?:ness)?|towards evening|evening|"
             r"the light was (?:failing|fading)|lamps were being lit|gloaming"),
    ("night", r"night|midnight|moonlight|moonlit|the moon|stars|starlight|after dark|lantern-light|"
              r"by candlelight|the small hours|(?:ten|eleven) o['’]clock at night|in the "
              r"dark(?:ness)?"),
    ("day", r"morning|noon|midday|afternoon|daylight|sunshine|sunlight|lunch|breakfast|broad day|"
            r"the sun (?:was|stood|shone)"),
)  # fmt: skip
_TIME_WORDS = tuple(
    (time, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for time, words in _TIMES
)
_NOT_NOW = re.compile(
    r"\b(?:last night|every (?:morning|evening|night)|(?:to-?morrow|yesterday) (?:morning|evening|"
    r"afternoon|night)|good (?:morning|evening|night)|night after night|all night|one of these)\b",
    re.IGNORECASE,
)
_WEATHERS: tuple[tuple[Weather, str], ...] = (
    ("storm", r"storm|thunder|lightning|gale|tempest|hurricane|squall"),
    ("snow", r"snow|snowing|snowflakes?|snowfall|blizzard|snowy|frost"),
    ("fog", r"fog|mist|misty|foggy|haze"),
    ("rain", r"rain|raining|rained|drizzle|downpour|rainy|wet streets"),
    ("overcast", r"overcast|clouded|grey sky|gray sky|clouds|cloudy|leaden"),
)  # fmt: skip
_WEATHER_WORDS = tuple(
    (weather, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for weather, words in _WEATHERS
)
_OVER = re.compile(
    r"\b(?:storm|rain|snow|fog|mist|gale|thunder|clouds?)\s+(?:\w+\s+){0,2}?(?:blew (?:\w+ )?out|"
    r"passed|was over|stopped|lifted|cleared|had gone|ceased|died|thinned away|had turned to)",
    re.IGNORECASE,
)
_COUNT = (
    r"(?:an?|one|two|three|four|five|six|seven|eight|ten|a few|some|several|many|half an|"
    r"twenty|thirty|another)"
)
_UNIT = r"(?:minutes?|hours?|days?|nights?|weeks?|months?|years?|moments?|mornings?|while|time)"
_PASSED = re.compile(
    rf"^(?:(?:And|But|So|Then|Late|Early|Only|Just|Not|On|About|Nearly|Some|At last|However|Now),?"
    rf"\s+){{0,2}}?(?:the (?:next|following) (?:morning|day|evening|night|week|month|"
    rf"year|afternoon|spring|summer|autumn|winter)|next (?:morning|day|evening)|"
    rf"{_COUNT}\s+{_UNIT}\s+"
    rf"(?:later|after|afterwards|had passed|passed|went by)|later that (?:day|night|evening|"
    rf"morning|"
    rf"afternoon)|that (?:night|evening|afternoon|same (?:night|evening|day))|by (?:nightfall|dusk|"
    rf"dawn|morning|evening|noon|the time)|at (?:dawn|daybreak|sunrise|sunset|dusk|nightfall|"
    rf"midnight|noon|first light)|when (?:morning|evening|night|day|dawn) (?:came|fell|broke)|"
    rf"(?:hours|days|weeks|months|years) (?:later|passed|went by)|it was (?:nearly |already |close "
    rf"upon |almost )?(?:\w+ o['’]clock|midnight|evening|morning|noon|night|dusk|dawn|dark)|"
    rf"one (?:night|morning|evening|day|afternoon)|on the (?:next|following|\w+) (?:morning|day|"
    rf"evening|night)|(?:early|late) (?:the next|next|that|in the)|in the (?:morning|evening|"
    rf"afternoon|night|spring|summer|autumn|winter)|at \w+ o['’]clock|(?:spring|summer|autumn|"
    rf"winter) came|all (?:that )?"
    rf"(?:day|night|morning|afternoon)|the (?:morning|evening|night) (?:of|was|came)|"
    rf"(?:before|after) (?:dawn|dark|supper|breakfast|dinner|sunset|sunrise))\b",
    re.IGNORECASE,
)  # fmt: skip


def time_in(text: str) -> Time | None:
    """The time of day told first in `text`, None if none is."""
    text = _NOT_NOW.sub(" ", text)
    hits = [(m.start(), -len(m.group()), t) for t, rx in _TIME_WORDS if (m := rx.search(text))]
    return min(hits)[2] if hits else None


_DARK = re.compile(
    r"\b(?:lamps?|lantern\w*|candle\w*|dark|darkness|torch\w*|gaslight|moon\w*|shadows?)\b",
    re.IGNORECASE,
)


def dark(text: str) -> bool:
    """True when a scene without a time speaks of lamps and darkness often enough to be at night."""
    return len(_DARK.findall(text)) >= max(2, len(text.split()) // 150)


def weather_in(text: str) -> Weather | None:
    """The weather told most often, None if none is."""
    text = _OVER.sub(" ", text)
    counts = [(len(rx.findall(text)), weather) for weather, rx in _WEATHER_WORDS]
    most = max(count for count, _ in counts)
    return next(weather for count, weather in counts if count == most) if most else None


def time_passes(sentence: str) -> bool:
    """True when a sentence opens with a phrase by which time has passed (`The next morning`)."""
    return _PASSED.search(sentence) is not None


_WHO = r"(?:I|he|she|they|we|[A-Z][a-z]+(?: [A-Z][a-z]+)?)"
_REMEMBERED = re.compile(
    rf"^(?:(?:And|But|So|Then|Now|Again|That night|All night),?\s+)?(?i:"
    rf"{_COUNT}\s+(?:years?|months?|summers?|winters?)\s+(?:earlier|before|ago)\b|"
    rf"(?:many |long )?years (?:earlier|before|ago)\b|long ago\b|back then\b|"
    rf"in (?:a|the|that|his|her|my|their) (?:dreams?|memory|nightmares?)\b)|"
    rf"^(?:(?:And|But|So|Then|That night|In the night),?\s+)?(?:{_WHO}|(?:T|t)he \w+)\s+"
    rf"(?:dreamed|dreamt|was dreaming|remembered (?:how|when|the (?:day|night|morning|evening|"
    rf"summer|winter|spring|autumn|year|time))|thought back to)\b|"
    rf"^When {_WHO} (?:was|were) (?:a (?:little |small |young )?(?:child|boy|girl)|young|children|"
    rf"(?:\w+) years old)\b"
)


def remembers(sentence: str) -> bool:
    """True when a sentence opens a memory or a dream (`Ten years earlier`, `She dreamt that …`)."""
    return _REMEMBERED.search(sentence) is not None
