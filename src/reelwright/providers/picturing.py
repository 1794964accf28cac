"""A wished picture fitted to what an image model can make, before anything is spent.

Pure. As with clips, what can be left out is left out and said so; what would be another picture
than the wished one is refused, with the reason.
"""

from reelwright.film.asked import ImageAsked
from reelwright.film.noun import Noun
from reelwright.providers.adapting import length, shortened
from reelwright.providers.catalogue import Image
from reelwright.providers.quoting import ratio

UPRIGHT = ("9:16", "2:3", "3:4", "4:5", "1:1")
"""Shapes for a figure from head to foot, the best first."""


class Picture(Noun):
    """A picture to order, and how it was fitted."""

    asked: ImageAsked
    notes: tuple[str, ...] = ()


def misfit(image: Image, width: int, height: int) -> str:
    """Why this model cannot make the first frames of a film of this size, or ""."""
    shape = ratio(width, height)
    if image.needs_reference:
        return "makes nothing without a reference picture, and the first ones have none to go by"
    if image.ratios and shape not in image.ratios:
        return f"makes no {shape}, only {', '.join(image.ratios)}"
    return ""


def upright(image: Image) -> str:
    """The shape of a character's reference picture."""
    made = image.ratios or UPRIGHT
    return next((shape for shape in UPRIGHT if shape in made), made[0])


def fitted(asked: ImageAsked, image: Image) -> Picture:
    """The picture with as long a prompt and as many references as the model takes."""
    notes = []
    prompt = shortened(asked.prompt, image.prompt_limit) if image.prompt_limit else asked.prompt
    if prompt != asked.prompt:
        before, after = length(asked.prompt), length(prompt)
        notes.append(f"The first frame's prompt is cut from {before} to {after} characters.")
    given = asked.references[: image.references]
    if len(given) < len(asked.references) and given:
        people = len(asked.references)
        notes.append(f"Only {len(given)} of {people} characters have a reference picture in it.")
    update = {"prompt": prompt, "references": given}
    return Picture(asked=asked.model_copy(update=update), notes=tuple(notes))
