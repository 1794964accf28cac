"""Reelwright makes films from words.

The public Python API: `generate`, `resume`, `status`, and `Pipeline` with its stages for those who
compose their own. Loaded when first used, so that `import reelwright` costs nothing.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reelwright.film.production import Wish as Wish
    from reelwright.studio.opening import Given as Given
    from reelwright.studio.pipeline import Make as Make
    from reelwright.studio.pipeline import Pipeline as Pipeline
    from reelwright.studio.pipeline import Stage as Stage
    from reelwright.studio.pipeline import State as State
    from reelwright.studio.pipeline import generate as generate
    from reelwright.studio.pipeline import resume as resume
    from reelwright.studio.pipeline import status as status
    from reelwright.studio.pipeline import whole_film as whole_film

__version__ = "0.1.0"

_HOMES = {
    "Wish": "reelwright.film.production",
    "Given": "reelwright.studio.opening",
    **dict.fromkeys(
        ("Make", "Pipeline", "Stage", "State", "generate", "resume", "status", "whole_film"),
        "reelwright.studio.pipeline",
    ),
}

__all__ = [
    "Given",
    "Make",
    "Pipeline",
    "Stage",
    "State",
    "Wish",
    "generate",
    "resume",
    "status",
    "whole_film",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'reelwright' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
