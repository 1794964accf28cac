"""Who makes which local Orders, and with which version of which tool."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

from reelwright.film.order import Made, Maker, Order, Stop


def _rules(order: Order, _inputs: Mapping[str, Path], scratch: Path, _stop: Stop) -> Made:
    """The rules answer a text Order; a language model will answer the same ones."""
    from reelwright import writing

    text = writing.answer(order)
    path = scratch / "answer.json"
    path.write_text(text, encoding="utf-8")
    return Made(path=path, media_type="application/json", facts={"text": text})


def maker(provider: str) -> Maker:
    """The local maker of a provider."""
    if provider == "rules":
        return _rules
    room = {"animatic": "reelwright.providers.animatic", "cutting": "reelwright.cutting"}[provider]
    found: Maker = import_module(room).make
    return found


def hungry(order: Order) -> bool:
    """Whether an Order takes so much memory that no other such one is made beside it."""
    from reelwright.providers import animatic

    return order.provider == "animatic" and animatic.hungry(order)


@cache
def tools() -> Mapping[str, str]:
    """`provider/kind` -> version of the tool that would make such an Order today.

    Orders of the cutting room carry theirs in their parameters and need no row.
    """
    from reelwright import writing
    from reelwright.media.sound import speech
    from reelwright.providers import animatic

    animated = {f"animatic/{kind}": tool for kind, tool in animatic.TOOLS.items()}
    return {
        "rules/text": writing.TOOL,
        **animated,
        "animatic/voice": f"{animatic.TOOLS['voice']} {speech.version()}",
    }
