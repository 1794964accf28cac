"""What lies beside the film under `--out`: character sheets, key frames and each scene's sound.

None of it is part of the film: what could not be made is left out.
"""

from collections.abc import Collection, Sequence
from typing import Protocol

from reelwright import cutting
from reelwright.cutting.exports.small import small_order
from reelwright.cutting.exports.still import Which, still_order
from reelwright.film.noun import Noun
from reelwright.film.order import Missing, Recipe, Take
from reelwright.film.production import Clips
from reelwright.film.shot import Storyboard
from reelwright.film.story import Character
from reelwright.film.timeline import Timeline
from reelwright.providers.animatic.panel.sheet import VIEWS, SheetView, sheet_order

WHICH: tuple[Which, ...] = ("first", "last")


class SceneApart(Noun):
    """One scene by itself: as a film with picture and sound, and its sound alone."""

    film: Take
    sound: Take | None = None


class Extras(Noun):
    """Everything beside the film: scenes and stills by scene key, sheets by character's name.
    `clips` says how the clips are laid out, `small` what takes a clip's place by its hash."""

    clips: Clips = "keep"
    small: dict[str, Take] = {}
    scenes: dict[str, SceneApart] = {}
    sheets: dict[str, dict[SheetView, Take]] = {}
    stills: dict[str, dict[Which, Take]] = {}


class Shot(Protocol):
    """A shot's footage as far as it is handed out."""

    @property
    def clip(self) -> Take | None: ...
    @property
    def originals(self) -> tuple[Take, ...]: ...


def handed_out(one: Shot) -> Take | None:
    """The clip of a shot that people get: what a service made, as it came; in parts, as it was
    joined."""
    return one.originals[0] if one.clip and len(one.originals) == 1 else one.clip


def extras(
    board: Storyboard, timeline: Timeline, footage: Sequence[Shot] = (), clips: Clips = "keep",
    loops: Collection[str] = (),
) -> Recipe[Extras]:  # fmt: skip
    """All of it, side by side. `loops` is music that begins anywhere."""
    keys = list(dict.fromkeys(item.scene for item in timeline.items if item.scene))
    # What is small last: it fills what the long ones leave of the workers' time at the end.
    scenes, small, stills, sheets = yield [
        _scenes(timeline, loops),
        _small(footage if clips == "small" else ()),
        _stills(keys, timeline),
        _sheets(seen(board)),
    ]
    return Extras(
        clips=clips, small=small, sheets=sheets, stills=stills, scenes=scenes,
    )  # fmt: skip


def _small(footage: Sequence[Shot]) -> Recipe[dict[str, Take]]:
    """Small copies of the clips; where none could be made, the clip itself is laid out."""
    names = list(dict.fromkeys(take.sha256 for one in footage if (take := handed_out(one))))
    answers: list[Take | Missing] = yield [small_order(name) for name in names]
    pairs = zip(names, answers, strict=True)
    return {name: answer for name, answer in pairs if isinstance(answer, Take)}


def seen(board: Storyboard) -> list[Character]:
    """The characters of the bible that at least one shot shows, in the bible's order."""
    names = {name for shot in board.shots for name in shot.characters}
    return [one for one in board.bible.characters if one.name in names]


def _sheets(people: Sequence[Character]) -> Recipe[dict[str, dict[SheetView, Take]]]:
    wanted = [(one.name, view) for one in people for view in VIEWS]
    answers: list[Take | Missing] = yield [
        sheet_order(one, view) for one in people for view in VIEWS
    ]
    found: dict[str, dict[SheetView, Take]] = {}
    for (name, view), answer in zip(wanted, answers, strict=True):
        if isinstance(answer, Take):
            found.setdefault(name, {})[view] = answer
    return found


def _stills(keys: Sequence[str], timeline: Timeline) -> Recipe[dict[str, dict[Which, Take]]]:
    """From the clips themselves, so that no transition and no burned subtitle is in them."""
    clips = {key: [item.clip for item in timeline.items if item.scene == key] for key in keys}
    wanted = [(key, which) for key in keys for which in WHICH]
    answers: list[Take | Missing] = yield [
        still_order(clips[key][0 if which == "first" else -1], which) for key, which in wanted
    ]
    found: dict[str, dict[Which, Take]] = {}
    for (key, which), answer in zip(wanted, answers, strict=True):
        if isinstance(answer, Take):
            found.setdefault(key, {})[which] = answer
    return found


def _scenes(timeline: Timeline, loops: Collection[str]) -> Recipe[dict[str, SceneApart]]:
    cut: dict[str, cutting.Apart] = yield from cutting.cut_scenes(timeline, loops=loops)
    return {
        key: SceneApart(film=one.film, sound=one.sound if isinstance(one.sound, Take) else None)
        for key, one in cut.items()
    }
