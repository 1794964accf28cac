"""What a row of the catalogue holds: one noun for each kind of paid work.

The built-in rows and those of a user's own file go through the same checks.
"""

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from reelwright.film.noun import Noun

READ = "2026-10"
"""When most of the figures were read; a row names its own date where it differs."""

SHORTEST_LIMIT = 200
"""Characters: no service has a shorter limit, and a prompt needs some room."""


def _rising(numbers: tuple[int, ...]) -> tuple[int, ...]:
    if not numbers or any(b <= a for a, b in zip((0, *numbers), numbers, strict=False)):
        raise ValueError("these must be whole numbers above 0, each larger than the one before")
    return numbers


def _limit(characters: int) -> int:
    if characters and characters < SHORTEST_LIMIT:
        raise ValueError(f"a limit is at least {SHORTEST_LIMIT} characters, or 0 for none known")
    return characters


Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^\S+$")]
Usd = Annotated[Decimal, Field(ge=0, le=1000, allow_inf_nan=False)]
Height = Annotated[int, Field(ge=64, le=8640)]
Ratio = Literal["16:9", "9:16", "1:1", "4:3", "3:4", "21:9"]
SIX: tuple[Ratio, ...] = ("16:9", "9:16", "1:1", "4:3", "3:4", "21:9")
"""The shapes that a film can have."""
Rising = Annotated[tuple[int, ...], AfterValidator(_rising)]
Limit = Annotated[int, Field(ge=0), AfterValidator(_limit)]
Count = Annotated[int, Field(ge=0, le=1000)]


class Row(Noun):
    """What all rows tell: whose model it is, and how far its figures can be trusted.

    `verified`: compared with a bill. `source`: `vendor`, `sdk`, `notes`, or a user's own file.
    """

    service: Name
    model: Name
    source: str = "notes"
    read: str = READ
    verified: bool = False


class Video(Row):
    """A video model of a service.

    `seconds` are the lengths it can make, whole seconds; `prices` USD per second by picture height
    (the shorter side), `audio_prices` the same with sound (empty: the same as without); `per_clip`
    is added for each clip, `least` is the smallest charge of one.

    `ratios` are possible with a first frame, `text_ratios` without one (empty: the same).
    `last_heights` are those at which a last frame may be given (empty: all). `prompt_limit` counts
    characters, for negative prompts, too; 0: none known. `mixed`: frames and references may be
    given together. `audio`: sound can be asked for; `audio_always`: there is sound whatever is
    asked, and `ClipAsked.audio` stays False.
    """

    seconds: Rising
    prices: Annotated[dict[Height, Usd], Field(min_length=1)]
    audio_prices: dict[Height, Usd] = {}
    per_clip: Usd = Decimal(0)
    least: Usd = Decimal(0)
    ratios: Annotated[tuple[Ratio, ...], Field(min_length=1)] = ("16:9", "9:16", "1:1")
    text_ratios: tuple[Ratio, ...] = ()
    prompt_limit: Limit = 0
    references: Count = 0
    reference_videos: Count = 0
    reference_videos_free: bool = False
    """Whether clips as references cost nothing extra; if not, no price is known with them."""
    first_frame: bool = True
    needs_first: bool = False
    last_frame: bool = False
    last_heights: tuple[Height, ...] = ()
    mixed: bool = False
    negative: bool = False
    seed: bool = False
    audio: bool = False
    audio_always: bool = False
    cancel: bool = False
    found_by: str = "nothing"
    result_hours: int = 24

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.audio_prices and set(self.audio_prices) != set(self.prices):
            raise ValueError("audio_prices must name the same heights as prices, or none")
        if not set(self.last_heights) <= set(self.prices):
            raise ValueError("last_heights must be heights that have a price")
        if not set(self.text_ratios) <= set(self.ratios):
            raise ValueError("text_ratios must be among ratios")
        if self.needs_first and not self.first_frame:
            raise ValueError("needs_first is not possible without first_frame")
        if self.audio and self.audio_always:
            raise ValueError("audio can be switched on, or is there always: not both")
        return self

    def a_second(self, height: int, *, audio: bool) -> Decimal:
        """USD for a second. Raises KeyError for a height that it does not make."""
        prices = self.audio_prices if audio or self.audio_always else {}
        return (prices or self.prices)[height]


class Image(Row):
    """An image model: USD for one picture, at any of its sizes.

    `heights` are its sizes by the shorter side, `ratios` its shapes (empty: not known, the service
    itself refuses what it cannot make); `references` how many pictures it takes to go by;
    `prompt_limit` counts characters, 0: none known.
    """

    price: Usd
    ratios: tuple[str, ...] = ()
    heights: tuple[Height, ...] = ()
    prompt_limit: Limit = 0
    references: Count = 0
    needs_reference: bool = False


class Voice(Row):
    """A speech model: USD for a thousand characters of what is sent (Unicode code points)."""

    price: Usd


class Sound(Row):
    """A model of effects (`kind` sound) or music: USD for a piece, and for each started minute.

    `seconds` are its shortest and its longest piece.
    """

    kind: Literal["sound", "music"] = "sound"
    seconds: Annotated[Rising, Field(min_length=2, max_length=2)]
    per_piece: Usd = Decimal(0)
    per_minute: Usd = Decimal(0)

    @model_validator(mode="after")
    def _priced(self) -> Self:
        if not self.model_fields_set & {"per_piece", "per_minute"}:
            raise ValueError("a price is needed: per_piece, per_minute, or both")
        return self
