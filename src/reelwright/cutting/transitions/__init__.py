"""Transitions: frozen parameters and one pure function each, one row in the registry.

A transition's module has

    class Parameters(Noun)            what its look depends on, with defaults
    def blend(parameters, at, before, after) -> Picture

where `at` runs from 0 to 1 (both excluded), and the pictures are never changed in place. A
transition that `overlaps` is given both pictures for each frame. Any other is given only `before`
in its first half and only `after` in its second.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module

from pydantic import JsonValue

from reelwright.cutting.frames import Picture

Blend = Callable[[float, Picture | None, Picture | None], Picture]


@dataclass(frozen=True)
class Row:
    """A transition: its module, and whether it shows both clips at once."""

    module: str
    overlaps: bool


TRANSITIONS: Mapping[str, Row] = {
    "dissolve": Row("reelwright.cutting.transitions.dissolve", overlaps=True),
    "fade": Row("reelwright.cutting.transitions.fade", overlaps=False),
}
"""Transition kind -> row. `cut` needs none: it makes no frames of its own."""


def parameters(kind: str) -> dict[str, JsonValue]:
    """What a transition's look depends on: a part of its Order."""
    module = import_module(TRANSITIONS[kind].module)
    chosen: dict[str, JsonValue] = module.Parameters().model_dump()
    return chosen


def blender(kind: str, look: Mapping[str, JsonValue] | None = None) -> Blend:
    """The function of a transition with its parameters bound (`look`: other than the defaults)."""
    module = import_module(TRANSITIONS[kind].module)
    return partial(module.blend, module.Parameters.model_validate(look or {}))
