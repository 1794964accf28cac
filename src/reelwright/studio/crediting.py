"""Crediting: who and what made a film, as its last card says."""

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Protocol

from reelwright.film.order import Take
from reelwright.film.production import Wish
from reelwright.providers import animatic
from reelwright.providers.registry import PROVIDERS
from reelwright.studio.pacing import Pace

NAMES = {"comfyui": "ComfyUI", "elevenlabs": "ElevenLabs", "kling-legacy": "Kling"}
"""Services whose name is not their own with a capital."""


class Shown(Protocol):
    """Footage as far as it tells who made it."""

    @property
    def clip(self) -> Take | None: ...
    @property
    def originals(self) -> tuple[Take, ...]: ...
    @property
    def pace(self) -> Pace | None: ...


def credited(wish: Wish, footage: Sequence[Shown]) -> tuple[tuple[str, str], ...]:
    """(what was done, by whom) in the order of the card; what is not known is left out."""
    shown = [one for one in footage if one.clip is not None]
    clips = _services(take for one in shown for take in one.originals)
    lines = [line.voice for one in shown if one.pace for line in one.pace.spoken]
    voices = _services(lines)
    drawn = any(one.clip and one.clip.tool == animatic.TOOLS["clip"] for one in shown)
    rows = (
        ("Written by", wish.author.strip()),
        ("Pictures", ", ".join(clips) or ("drawn by Reelwright" if drawn else "")),
        ("Voices", (", ".join(voices) or "eSpeak NG") if lines else ""),
        ("Music", _music(wish)),
        ("Made with", "Reelwright"),
    )
    return tuple((role, name) for role, name in rows if name)


def _services(takes: Iterable[Take]) -> list[str]:
    """The services that made these Takes, by the names they are known by."""
    tools = dict.fromkeys(take.tool.partition("/")[0] for take in takes)
    return list(dict.fromkeys(NAMES.get(s, s.capitalize()) for s in tools if s in PROVIDERS))


def _music(wish: Wish) -> str:
    """The user's own pieces by their files' names; a single piece is known by its bytes only."""
    if wish.music == "none" or wish.track:
        return ""
    own = dict.fromkeys(PurePath(bed.name).stem for bed in wish.beds.values())
    return ", ".join(own) or "composed by Reelwright"
