"""Options for what is drawn over the picture: subtitles, overlays, a logo; and the credits."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional, get_args

import typer

if TYPE_CHECKING:
    from reelwright.studio.opening import Given

Captions = Annotated[
    str,
    typer.Option(
        help="In the picture: lines, or words that light up when they are heard; none: no "
        "subtitles at all; else a track that players show."
    ),
]
Overlays = Annotated[
    Optional[Path],  # noqa: UP045 — typer reads the annotation at run time
    typer.Option(help="TOML file with words for the picture, and the brand's look."),
]
Logo = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option(help="PNG, JPEG or WebP picture for a corner."),
]
LogoCorner = Annotated[str, typer.Option(help="top-left (if left away) or top-right.")]
Credits = Annotated[bool, typer.Option("--credits", help="End with who and what made the film.")]

CAPTIONS = {"lines": "burned", "words": "words", "none": "none"}


def laid(
    given: "Given",
    captions: str = "",
    overlays: Path | None = None,
    logo: Path | None = None,
    logo_corner: str = "",
    credits: bool = False,
) -> "Given":
    """What was given with these options in its wish. Raises `BadInput`."""
    from reelwright.film.errors import BadInput
    from reelwright.film.overlay import Corner
    from reelwright.studio.overlayfile import read

    update: dict[str, object] = {"credits": credits}
    kind = captions.strip().lower()
    if kind and kind not in CAPTIONS:
        raise BadInput("options", f"there are no captions {captions!r}", "Use lines, words, none.")
    if kind and given.wish.subtitles == "burned" and kind != "lines":
        raise BadInput("options", "--burned draws lines", "Leave --burned or --captions away.")
    if kind:
        update["subtitles"] = CAPTIONS[kind]
    if credits and (given.prompt.strip() or given.brief.strip()):
        cause = "a film of an exact length has no room for credits"
        raise BadInput("options", cause, "Leave --credits away.")
    if overlays is not None:
        update["brand"], update["overlays"] = read(overlays)
    corner = logo_corner.strip().lower()
    if corner and (corner not in get_args(Corner) or logo is None):
        raise BadInput(
            "options",
            f"there is no corner {logo_corner!r}" if logo else "--logo-corner needs a --logo",
            f"Use --logo FILE with {', '.join(get_args(Corner))}.",
        )
    if corner:
        update["logo_corner"] = corner
    return replace(given, wish=given.wish.model_copy(update=update), logo=logo)
