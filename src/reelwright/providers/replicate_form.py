"""The inputs of one request to Replicate while they are filled in, by the names that models use.

The same thing has many names there: the first frame is `start_image` at Kling, `first_frame_image`
at MiniMax, `image` at ByteDance.
"""

import re
from collections.abc import Sequence

from pydantic import JsonValue

from reelwright.film.errors import BadInput
from reelwright.film.talk import blob
from reelwright.providers.replicate_schema import Choice, Field, Model

NAMES: dict[str, tuple[str, ...]] = {
    "prompt": ("prompt",),
    "negative prompt": ("negative_prompt",),
    "seconds": ("duration", "seconds", "duration_seconds"),
    "resolution": ("resolution", "video_size", "size"),
    "size": ("size", "image_size"),
    "tier": ("mode", "quality"),
    "ratio": ("aspect_ratio", "ratio"),
    "width": ("width",),
    "height": ("height",),
    "sound": ("generate_audio", "enable_audio", "with_audio", "sound"),
    "seed": ("seed",),
    "format": ("output_format",),
    "count": ("num_outputs", "num_images", "number_of_images", "num_videos"),
    "first frame": (
        "start_image", "first_frame_image", "first_frame", "start_frame", "image", "input_image",
    ),
    "last frame": (
        "end_image", "last_frame_image", "last_frame", "tail_image", "end_frame", "last_image",
    ),
    "reference picture": (
        "reference_images", "image_input", "input_images", "images", "reference_image",
        "subject_reference", "input_image", "image_prompt",
    ),
    "reference clip": ("reference_videos", "reference_video", "input_videos", "input_video"),
}  # fmt: skip
"""What models call a thing, best first. Only what a model's own schema has is filled."""

CUT = {"bytedance/seedance-2.5": 2000}
"""Characters after which a model silently cuts the prompt off, where its schema does not say so."""


class Form:
    """The inputs of one request while they are filled in."""

    def __init__(self, model: Model, name: str) -> None:
        self.model = model
        self.name = name
        self.filled: dict[str, JsonValue] = {}

    def places(self, wish: str) -> list[str]:
        """The inputs that can hold this and are still free."""
        known = self.model.fields
        return [name for name in NAMES[wish] if name in known and name not in self.filled]

    def field(self, wish: str) -> tuple[str, Field] | None:
        places = self.places(wish)
        return (places[0], self.model.fields[places[0]]) if places else None

    def no(self, cause: str) -> BadInput:
        return BadInput("replicate", f"{self.name} {cause}", "Choose another model, or ask less.")

    def text(self, wish: str, value: str) -> bool:
        found = self.field(wish)
        if not found or not value:
            return False
        name, field = found
        longest = min(CUT.get(self.name, len(value)), field.longest or len(value))
        if len(value) > longest:
            raise self.no(f"takes a {wish} of {longest} characters at the most, not {len(value)}")
        self.filled[name] = value
        return True

    def number(self, wish: str, value: int, unit: str = "") -> bool:
        """A whole number, as the schema writes it: 5, "5" or "5s"."""
        found = self.field(wish)
        if not found:
            return False
        name, field = found
        if field.choices:
            fits = [one for one in field.choices if _digits(one) == value]
            if not fits:
                told = ", ".join(str(one) for one in field.choices[:20])
                raise self.no(f"cannot do {wish} {value}{unit}: it takes {told}")
            self.filled[name] = fits[0]
            return True
        low = field.least is not None and value < field.least
        if low or (field.most is not None and value > field.most):
            raise self.no(f"takes {wish} from {field.least} to {field.most}, not {value}{unit}")
        self.filled[name] = str(value) if field.kind == "string" else value
        return True

    def flag(self, wish: str, value: bool) -> bool:
        """Yes or no, always said: the model's own default may cost more."""
        found = next(
            (one for one in self.places(wish) if self.model.fields[one].kind == "boolean"), ""
        )
        if found:
            self.filled[found] = value
        return bool(found)

    def files(self, wish: str, hashes: Sequence[str]) -> None:
        """Stored bytes, one by itself or several as a list. Raises when they have no place."""
        if not hashes:
            return
        lists = [one for one in self.places(wish) if self.model.fields[one].kind == "array"]
        single = [one for one in self.places(wish) if one not in lists]
        marks: list[JsonValue] = [blob(sha256) for sha256 in hashes]
        if len(marks) == 1 and single and (wish != "reference picture" or not lists):
            self.filled[single[0]] = marks[0]
            return
        if not lists:
            how = "takes one" if single else "has no place for a"
            raise self.no(f"{how} {wish}" + (f", not {len(marks)}" if single else ""))
        longest = self.model.fields[lists[0]].longest
        if longest is not None and len(marks) > longest:
            raise self.no(f"takes {longest} of {wish}, not {len(marks)}")
        self.filled[lists[0]] = marks

    def complete(self) -> dict[str, JsonValue]:
        """What was filled in. Raises when the model needs something that was not asked for."""
        missing = [name for name in self.model.required if name not in self.filled]
        needed = [name for name in missing if self._left(name).default is None]
        if needed:
            raise self.no(f"needs {', '.join(needed)[:200]}, which this Order does not give")
        return self.filled

    def _left(self, name: str) -> Field:
        return self.model.fields.get(name, Field())


def _digits(value: Choice) -> int | float | None:
    """The number in a choice: 5, "5", "5s"."""
    if isinstance(value, int | float):
        return value
    found = re.fullmatch(r"(\d{1,6})\s*s?(?:ec|econds)?", value, re.ASCII)
    return int(found[1]) if found else None
