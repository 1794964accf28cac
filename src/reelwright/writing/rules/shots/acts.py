"""One action in the present tense for a shot's prompt, without a name: what a body does."""

import re

_ACTS: tuple[tuple[str, str], ...] = (
    (r"ran|runs|running|rushed|dashed|fled|sprinted|raced", "runs"),
    (r"fought|struggled|struck|hit|wrestled", "struggles with raised arms"),
    (r"climb(?:ed|s|ing)", "climbs with effort"),
    (r"row(?:ed|s|ing)|oars?", "rows with long strokes"),
    (r"knelt|kneels|crouched|stooped", "kneels down"),
    (r"wept|weeps|sobbed|tears", "weeps silently"),
    (r"laugh(?:ed|s|ing)|grinned", "laughs"),
    (r"smil(?:ed|es|ing)", "smiles"),
    (r"wrote|writes|writing", "writes at a table"),
    (r"read|reads|reading", "reads with bent head"),
    (r"open(?:ed|s|ing)|unlocked", "opens it slowly"),
    (r"clos(?:ed|es)|shut|locked", "closes it with care"),
    (r"point(?:ed|s|ing)", "points ahead"),
    (r"hand(?:ed|s) |gave|gives|held out|offered", "holds something out"),
    (r"took|takes|picked|lifted|grasped|caught|pulled|drew", "lifts something into the light"),
    (r"lit|lights|kindled", "lights a flame"),
    (r"knock(?:ed|s|ing)|rang", "knocks and waits"),
    (r"sat|sits|sitting|seated|sank", "sits down"),
    (r"rose|rises|stood up|got up|sprang|leapt|jumped", "rises to the feet"),
    (r"lay|lies|slept|sleeps|asleep", "lies still"),
    (r"turn(?:ed|s|ing)", "turns round"),
    (r"look(?:ed|s|ing)|gaz(?:ed|es)|stared|watched|saw|glanced|peered", "looks intently ahead"),
    (r"listen(?:ed|s)|heard", "listens with raised head"),
    (r"walk(?:ed|s|ing)|came|comes|went|goes|crossed|followed|entered|stepped|passed|strode|paced",
     "walks through the frame"),
    (r"rode|drove|travelled|sailed|journey", "travels on"),
    (r"wait(?:ed|s|ing)|stood|stands|leaned|leant", "stands waiting"),
    (r"whisper(?:ed|s)", "whispers"),
    (r"shout(?:ed|s)|cried|called|screamed", "calls out"),
    (r"thought|wondered|remembered|knew", "stands deep in thought"),
)  # fmt: skip
_PATTERNS = tuple((re.compile(rf"\b(?:{words})\b", re.IGNORECASE), act) for words, act in _ACTS)


def act_of(text: str, *, spoken: bool, reacts: bool = False) -> str:
    """What is seen while `text` is told: speaking, listening, or the first deed it tells."""
    if reacts:
        return "listens without a word"
    if spoken:
        if "!" in text:
            return "speaks with force, leaning forward"
        return "asks, with raised brows" if text.rstrip().endswith("?") else "speaks quietly"
    hits = [(m.start(), act) for rx, act in _PATTERNS if (m := rx.search(text))]
    return min(hits)[1] if hits else "stands still in thought"
