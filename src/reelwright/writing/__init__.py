"""Writing: recipes that turn a given work into a storyboard, and the rules that answer for them.

Recipes are pure: they read nothing and ask for everything by Orders. The rules answer text Orders
offline (`answer`); a language model answers the same Orders.
"""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reelwright.film.order import Order, Recipe
    from reelwright.film.production import Wish
    from reelwright.film.shot import Storyboard
    from reelwright.film.source import Source

TOOL = "2"
"""Raised when the rules answer the same text Order differently: older answers are made anew."""

RECIPES: dict[str, str] = {
    "novel": "reelwright.writing.novel:novel",
    "script": "reelwright.writing.script:script",
    "storyboard": "reelwright.writing.storyboard:storyboard",
    "advert": "reelwright.writing.advert:advert",
}


def load(name: str) -> "Callable[[Source, Wish], Recipe[Storyboard]]":
    """The recipe called `name`. Raises KeyError for a name that is not in `RECIPES`."""
    module, function = RECIPES[name].split(":")
    recipe: Callable[[Source, Wish], Recipe[Storyboard]] = getattr(import_module(module), function)
    return recipe


def answer(order: "Order") -> str:
    """Answer a text Order of provider "rules": canonical JSON, the same for the same Order."""
    from reelwright.writing.rules.answer import answer as by_rules

    return by_rules(order)
