"""Overlay: words on the picture; and Logo: a small picture on it."""

from typing import Literal

from reelwright.film.noun import Noun

Face = Literal["serif", "serif-bold", "serif-italic", "sans", "sans-bold"]
Position = Literal["top", "centre", "bottom", "lower-third"]
Entrance = Literal["none", "fade", "slide", "typewriter"]
Corner = Literal["top-left", "top-right"]


class Overlay(Noun):
    """Words on the picture. Colours are `#rrggbb`.

    `ink` is the colour of the letters and `shade` of the box behind them; "" leaves them to what
    is behind the words: the box is then as strong as reading needs, or not there at all.
    """

    text: str
    position: Position = "bottom"
    entrance: Entrance = "fade"
    face: Face = "sans-bold"
    ink: str = ""
    shade: str = ""


class Brand(Noun):
    """How overlays look that say nothing else; what is "" is left to them."""

    ink: str = ""
    shade: str = ""
    face: Face | Literal[""] = ""
    entrance: Entrance | Literal[""] = ""

    @property
    def told(self) -> dict[str, str]:
        """The fields of an overlay that the brand decides."""
        return {key: value for key, value in self.model_dump().items() if value}

    def dressed(self, overlay: Overlay) -> Overlay:
        """A recipe's overlay as the brand wants it."""
        return Overlay.model_validate({**overlay.model_dump(), **self.told})


class Placed(Noun):
    """An overlay of the user's own, from `after` seconds into a shot on, for `seconds`.

    `shot` is as the slate names it (`1.1/2`); "" means that `after` counts from the film's start.
    `seconds` 0 means: to the end of the shot, or as long as it takes to read.
    """

    overlay: Overlay
    shot: str = ""
    after: float = 0.0
    seconds: float = 0.0
