"""Clips of an OTIO file: what they are, what they show of their file, and whether they are ours."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from opentimelineio import schema
from pydantic import ValidationError

from reelwright.film.noun import Noun
from reelwright.formats.exchange import CUSTOM, told
from reelwright.formats.otio_edit import bad

LONGEST = 10_000_000
"""Frames; 96 hours."""
_HASH = re.compile(r"_([0-9a-f]{12})\.[a-z0-9]+$")
"""How names of our files end: with the first digits of their hash."""
_ROLE = re.compile(r"(?:^|[/\\])(voice|music|effect)_[^/\\]*$")

N = TypeVar("N", bound=Noun)


def require_clip(child: Any) -> list[str]:
    """What of a clip is not taken over. Raises `BadInput` when it is no plain clip."""
    notes: list[str] = []
    name = told(child.name or "", 60)
    if not isinstance(child, schema.Clip):
        raise bad(f"holds a nested sequence, {name!r}", "Flatten it, and export again.")
    if not child.enabled:
        raise bad(f"holds a clip that is switched off, {name!r}", "Take it out, export again.")
    for effect in child.effects:
        if isinstance(effect, schema.TimeEffect):
            raise bad(f"changes the speed of {name!r}", "Only cuts and transitions are kept.")
        notes.append("effects on clips are not taken over")
    return notes


def span(clip: Any, rate: float) -> tuple[int, int]:
    """The frames of its file that a clip shows: from which on, and how many."""
    media = clip.media_reference
    available = media.available_range if media is not None else None
    shown = clip.source_range or available
    if shown is None:
        raise bad(f"does not say which part of {told(clip.name, 60)!r} it shows")
    start = shown.start_time - available.start_time if available else shown.start_time
    return counted(start, rate), counted(shown.duration, rate)


def counted(time: Any, rate: float) -> int:
    """A time in frames at `rate`. Raises `BadInput`."""
    if not (math.isfinite(time.value) and math.isfinite(time.rate) and time.rate > 0):
        raise bad("holds a time that is no number")
    value: float = time.value if time.rate == rate else time.value / time.rate * rate
    if abs(value) > LONGEST:
        raise bad("holds a clip that is longer than any film")
    return round(value)


def own(thing: Any) -> dict[str, Any]:
    """What we wrote among the metadata of something, as plain values."""
    found = _plain(thing.metadata.get(CUSTOM))
    return found if isinstance(found, dict) else {}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_plain(one) for one in value]
    return value


def identity(clip: Any, facts: Mapping[str, Any]) -> str:
    """The hash of what a clip plays: as we wrote it, else by the end of its file's name; "" when it
    is not ours, or when its name says that it plays another file now."""
    said = facts.get("clip")
    found = _HASH.search(url(clip))
    if isinstance(said, str) and said:
        return said if not url(clip) or (found and said.startswith(found[1])) else ""
    return found[1] if found else ""


def url(clip: Any) -> str:
    """Where its file is; "" when it refers to none."""
    found = getattr(clip.media_reference, "target_url", "")
    return found if isinstance(found, str) else ""


def called(clip: Any) -> str:
    """How a clip is named to people."""
    return told(clip.name or url(clip).rpartition("/")[2] or "a clip without a name", 80)


def role(clip: Any) -> str:
    """What a sound is, by the name of its file; a voice if that does not tell."""
    found = _ROLE.search(url(clip))
    return found[1] if found else "voice"


def valid(noun: type[N], facts: Mapping[str, Any]) -> N:
    """A value of what stands in the file. Raises `BadInput`."""
    try:
        return noun.model_validate(dict(facts))
    except ValidationError:
        raise bad("is damaged: what we wrote into it has been changed") from None


def count(value: Any, otherwise: int) -> int:
    """A number of frames from the file, if it is one."""
    return value if isinstance(value, int) and 0 < value <= LONGEST else otherwise
