"""Transitions: frozen parameters and one pure function each, one row in the registry.

A transition's module has

    class Parameters(Noun)            what its look depends on, with defaults
    def blend(parameters, at, before, after) -> Picture

where `at` runs from 0 to 1 (both excluded), and the pictures are never changed in place. A
transition that `overlaps` is given both pictures for each frame. Any other is given only `before`
in its first half and only `after` in its second.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module

from pydantic import JsonValue

from reelwright.cutting.frames import Picture

Blend = Callable[[float, Picture | None, Picture | None], Picture]

_HERE = "reelwright.cutting.transitions"
_SIDES = ("left", "right", "up", "down")


@dataclass(frozen=True)
class Row:
    """A transition: its module, whether it shows both clips at once, and its look where that is
    not the module's default."""

    module: str
    overlaps: bool
    look: Mapping[str, JsonValue] = field(default_factory=dict)


TRANSITIONS: Mapping[str, Row] = {
    "dissolve": Row(f"{_HERE}.dissolve", overlaps=True),
    "fade": Row(f"{_HERE}.fade", overlaps=False),
    "white": Row(f"{_HERE}.white", overlaps=False),
    **{f"wipe-{to}": Row(f"{_HERE}.wipe", overlaps=True, look={"to": to}) for to in _SIDES},
    **{f"slide-{to}": Row(f"{_HERE}.slide", overlaps=True, look={"to": to}) for to in _SIDES},
    **{
        f"push-{to}": Row(f"{_HERE}.slide", overlaps=True, look={"to": to, "push": True})
        for to in _SIDES
    },
}
"""Transition kind -> row. `cut` needs none: it makes no frames of its own."""


def parameters(kind: str) -> dict[str, JsonValue]:
    """What a transition's look depends on: a part of its Order."""
    row = TRANSITIONS[kind]
    module = import_module(row.module)
    chosen: dict[str, JsonValue] = module.Parameters.model_validate(row.look).model_dump()
    return chosen


def blender(kind: str, look: Mapping[str, JsonValue] | None = None) -> Blend:
    """The function of a transition with its parameters bound (`look`: other than the row's)."""
    row = TRANSITIONS[kind]
    module = import_module(row.module)
    return partial(module.blend, module.Parameters.model_validate(look or row.look))
