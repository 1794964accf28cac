"""The recipe of a whole production: written, voiced, drawn, shot and cut.

Pure code over Orders and Takes; the only place where the writing room's storyboard, the animatic's
Orders and the cutting room's timeline meet.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from reelwright import cutting, writing
from reelwright.cutting.orders import credits_order
from reelwright.film.edit import EDIT, Edit
from reelwright.film.errors import BadInput, NeedsDecision, OverCap, SomeFailed, Trouble
from reelwright.film.noun import Noun, digest
from reelwright.film.order import Missing, Order, Recipe, Take
from reelwright.film.production import STAGES, Patch, Patches, Stage, Wish
from reelwright.film.shot import Shot, Storyboard
from reelwright.film.source import Source
from reelwright.film.story import Line
from reelwright.film.timeline import House, Origin, Timeline, Transition
from reelwright.providers.animatic.camera.clip import clip_order
from reelwright.providers.animatic.panel.own import own_order
from reelwright.providers.animatic.panel.picture import panel_order, picture_of
from reelwright.providers.animatic.sound.voice import voice_order
from reelwright.studio.assembly import assemble
from reelwright.studio.colouring import asked, coloured
from reelwright.studio.crediting import credited
from reelwright.studio.extras import Extras, extras, seen
from reelwright.studio.labelling import labelled
from reelwright.studio.pacing import Pace, exact, pace, transition
from reelwright.studio.recutting import recut
from reelwright.studio.scoring import Score, score
from reelwright.studio.titling import require_titles

if TYPE_CHECKING:
    from reelwright.providers.catalogue import Catalogue
    from reelwright.studio import shooting


FIRST = re.compile(r"first \d{1,4}")
"""How so many scenes from the beginning are asked for."""


class Footage(Noun):
    """What one shot has come to. `clip` is None when it could not be made, or was not asked for;
    `left_out` by the user's own edit of the film."""

    shot: Shot
    panel: Take | None = None
    pace: Pace | None = None
    clip: Take | None = None
    origin: Origin | None = None
    originals: tuple[Take, ...] = ()
    notes: tuple[str, ...] = ()
    failed: tuple[Missing, ...] = ()
    left_out: bool = False


class Filmed(Noun):
    """What a production has come to; later parts are None when the run ended before them."""

    storyboard: Storyboard
    footage: tuple[Footage, ...] = ()
    timeline: Timeline | None = None
    film: Take | None = None
    extras: Extras = Extras()


def film(
    source: Source, wish: Wish, until: Stage = "cut", *, apart: bool = False,
    patches: Patches | None = None, catalogue: "Catalogue | None" = None,
    scenes: Collection[str] = (), shots: Collection[str] = (),
) -> Recipe[Filmed]:  # fmt: skip
    """The whole production, up to and with stage `until`; `apart`: also what lies beside it.

    `patches` are the user's decisions about shots, `catalogue` the services' prices, `scenes` the
    keys of those to make (or `first 3` of them; none: all), `shots` the ids of the only ones to
    shoot (none: all).
    """
    wish = _named(source, wish)
    board: Storyboard = yield from writing.load(wish.recipe)(source, wish)
    require_titles(board, wish)
    board = _only(board, scenes)
    if until == "storyboard":
        return Filmed(storyboard=board)
    set_up = Set(wish, board, until, patches or {}, catalogue, frozenset(shots))
    if set_up.paid and wish.images:
        sheets, awaited = yield from _sheets(board, set_up)
        set_up = replace(set_up, sheets=sheets, awaited=awaited)
    if STAGES.index(until) >= STAGES.index("clips"):
        set_up = replace(set_up, luts=(yield from coloured(board, wish)))
    # Beside the shots: beds take long, and that one's own music is none is best said early.
    beside = [score(board, wish, set_up.edit), _one(_card(set_up))] if until == "cut" else []
    answers: list[Any] = yield [*beside, *_shoots(set_up)]
    footage: list[Footage] = answers[len(beside) :]
    filmed = Filmed(storyboard=board, footage=tuple(footage))
    if not beside:
        return filmed
    if not any(one.clip for one in footage):
        raise _nothing(footage)
    sounds: Score = answers[0]
    card: Take | Missing | None = answers[1]
    ending = yield from _one(_credits(set_up, footage))
    arranged = partial(recut, set_up.edit) if set_up.edit else assemble
    timeline = arranged(board, footage, wish, card, sounds.beds, sounds.effects, ending)
    timeline = labelled(timeline, footage)
    filmed = filmed.model_copy(update={"timeline": timeline})
    if not apart:
        cut: Take = yield from cutting.cut(timeline)
        return filmed.model_copy(update={"film": cut})
    # Side by side: the film's sound track is one long job, and there is more than one core.
    whole, laid_beside = yield [
        cutting.cut(timeline), extras(board, timeline, footage, wish.clips, sounds.loops)
    ]  # fmt: skip
    return filmed.model_copy(update={"film": whole, "extras": laid_beside})


def _one(order: Order | None) -> Recipe[Take | Missing | None]:
    """What one Order comes to, if there is one."""
    answers: list[Take | Missing] = (yield [order]) if order else []
    return answers[0] if answers else None


def _nothing(footage: Sequence[Footage]) -> Trouble:
    """Not one shot could be made: the error whose remedy fits, a budget first."""
    failed = [missing for one in footage for missing in one.failed]
    notes = [note for one in footage for note in one.notes]
    if notes and not failed:  # refused before anything was asked for
        return BadInput(
            "clips",
            f"not one shot can be made so: {notes[-1]}",
            "Use another service or model with --with, or make first frames with --images.",
        )
    cause = "not one shot could be made" + (f": {failed[0].cause}" if failed else "")
    reasons = {missing.reason for missing in failed}
    if "over cap" in reasons:
        return OverCap("clips", cause, "Go on with a higher --budget.")
    if reasons & {"parked", "overdue"}:
        remedy = "See what waits for you: reelwright resolve"
        later = "Run the same command again in some minutes: what was bought is taken in then."
        return NeedsDecision("clips", cause, remedy if "parked" in reasons else later)
    return SomeFailed("clips", cause, "See why with: reelwright jobs --failed")


def _card(set_up: "Set") -> Order | None:
    """The title card, if wished for; films of an exact length have no room for one."""
    wish, board = set_up.wish, set_up.board
    if not wish.title_card or not wish.title or board.seconds:
        return None
    lut = _card_lut(set_up)
    return cutting.card_order(wish.title, wish.author, wish.house, board.bible.tone, lut=lut)


def _credits(set_up: "Set", footage: Sequence[Footage]) -> Order | None:
    """The credits, if wished for; films of an exact length have no room for them."""
    wish, board = set_up.wish, set_up.board
    if not wish.credits or board.seconds:
        return None
    return credits_order(
        wish.title, credited(wish, footage), wish.house, board.bible.tone, _card_lut(set_up)
    )


def _card_lut(set_up: "Set") -> str:
    """A card's paper has the film's mood; only one grade for the whole film changes it."""
    wish = set_up.wish
    return min(set_up.luts.values(), default="") if asked(wish) and wish.grade != "mood" else ""


def _named(source: Source, wish: Wish) -> Wish:
    """The wish with title and author as they stand in the source, where the user gave none."""
    return wish.model_copy(
        update={
            "title": wish.title or source.title,
            "author": wish.author or source.author,
            "language": wish.language or source.language,
        }
    )


@dataclass(frozen=True)
class Set:
    """What all shots of a film share."""

    wish: Wish
    board: Storyboard
    until: Stage
    patches: Patches
    catalogue: "Catalogue | None"
    only: frozenset[str] = frozenset()
    sheets: Mapping[str, Take] = field(default_factory=dict)
    awaited: Mapping[str, Missing] = field(default_factory=dict)
    """Sheets, by character, that may still come."""
    luts: Mapping[str, str] = field(default_factory=dict)

    @property
    def house(self) -> House:
        return self.wish.house

    @property
    def paid(self) -> bool:
        return self.wish.paid and self.catalogue is not None

    @property
    def studio(self) -> "shooting.Studio":
        from reelwright.providers.catalogue import BUILT_IN
        from reelwright.studio import shooting

        return shooting.Studio(self.wish, self.board, self.catalogue or BUILT_IN)

    @property
    def edit(self) -> Edit | None:
        """How the user has cut the film anew."""
        return self.patches.get(EDIT, Patch()).edit

    def leaves_out(self, shot: Shot) -> bool:
        """Whether the user's edit does not show this shot; what is named is shot all the same."""
        return not self.only and self.edit is not None and shot.id in self.edit.left_out

    def shoots(self, shot: Shot) -> bool:
        """Whether this shot is to be shot in this run."""
        return not self.only or shot.id in self.only


def _only(board: Storyboard, scenes: Collection[str]) -> Storyboard:
    """The storyboard of some scenes alone: their keys, or `first 3` of them. Raises `BadInput`
    when one of them is not there."""
    if not scenes:
        return board
    known = [scene.key for scene in board.screenplay.scenes]
    first = [one for one in scenes if FIRST.fullmatch(one)]
    named = set(scenes).difference(first)
    strange = sorted(named.difference(known))
    if strange:
        raise BadInput("options", f"there is no scene {strange[0]}", f"Scenes: {', '.join(known)}")
    wanted = named.union(*(known[: int(one.split()[1])] for one in first))
    kept = tuple(scene for scene in board.screenplay.scenes if scene.key in wanted)
    return board.model_copy(
        update={
            "screenplay": board.screenplay.model_copy(update={"scenes": kept}),
            "shots": tuple(shot for shot in board.shots if shot.scene in wanted),
        }
    )


def _sheets(board: Storyboard, set_up: Set) -> Recipe[tuple[dict[str, Take], dict[str, Missing]]]:
    """A reference picture of everybody who is seen, from the service that makes the pictures, if
    it takes any to go by; and those that are missing now but may still come."""
    from reelwright.studio.shooting import sheet

    if not set_up.studio.image().references:
        return {}, {}
    shown = tuple(
        shot for shot in board.shots if set_up.shoots(shot) and not set_up.leaves_out(shot)
    )
    people = seen(board.model_copy(update={"shots": shown}))
    answers: list[Take | Missing] = yield [sheet(one, set_up.studio) for one in people]
    named = {one.name: answer for one, answer in zip(people, answers, strict=True)}
    made = {name: answer for name, answer in named.items() if isinstance(answer, Take)}
    missing = {name: one for name, one in named.items() if isinstance(one, Missing)}
    return made, {name: one for name, one in missing.items() if one.awaited}


def _shoots(set_up: Set) -> Iterator[Recipe[Footage]]:
    """One inner recipe per shot, so that no shot waits for another."""
    board, house = set_up.board, set_up.house
    lengths = exact(board.shots, board.seconds, house) if board.seconds else None
    counts: dict[str, int] = {}
    for index, shot in enumerate(board.shots):
        counts[shot.scene] = counts.get(shot.scene, 0) + 1
        following = board.shots[index + 1] if index + 1 < len(board.shots) else None
        into, out = (
            transition(one, house, brisk=lengths is not None)
            for one in (shot if index else None, following)
        )
        label = f"{shot.scene}  shot {counts[shot.scene]}"
        if set_up.leaves_out(shot):
            yield _left_out(shot)
        elif set_up.shoots(shot):
            yield shoot(shot, set_up, (into, out), label, lengths[index] if lengths else None)


def _left_out(shot: Shot) -> Recipe[Footage]:
    """A shot that nobody wants to see: nothing of it is made."""
    yield []
    return Footage(shot=shot, left_out=True)


def shoot(
    shot: Shot,
    set_up: Set,
    joins: tuple[Transition, Transition],
    label: str,
    length: int | None,
) -> Recipe[Footage]:
    """One shot: its voices and its panel side by side, then its clip."""
    board, wish, until = set_up.board, set_up.wish, set_up.until
    patch = set_up.patches.get(shot.id, Patch())
    told = [line for line in shot.lines if line.kind != "action"]
    orders = [_voice(line, set_up) for line in told]
    drawn = STAGES.index(until) >= STAGES.index("panels")
    if drawn:
        scene = next(one for one in board.screenplay.scenes if one.key == shot.scene)
        drawing = panel_order(picture_of(shot, scene, board.bible), wish.house)
        orders.append(own_order(patch.image, wish.house) if patch.image else drawing)
    answers: list[Take | Missing] = yield orders
    failed = tuple(answer for answer in answers if isinstance(answer, Missing))
    voices = _voiced(told, answers)
    # An exact length leaves no time to wait for a transition: one speaks while it goes on.
    before = joins[0] if length is None else Transition()
    timing = pace(shot, voices, before, joins[1], wish.house)
    if length is not None:
        timing = timing.model_copy(update={"frames": length + joins[1].overlap})
    panel = answers[-1] if drawn else None
    footage = Footage(shot=shot, pace=timing, failed=failed)
    if not isinstance(panel, Take):
        return footage
    footage = footage.model_copy(update={"panel": panel})
    if until == "panels":
        return footage
    if patch.clip:
        return (yield from _real(footage, patch, set_up))
    if set_up.paid and wish.video and not patch.skip:
        people = () if patch.image else shot.characters
        sheets = [set_up.awaited[name] for name in people if name in set_up.awaited]
        # A voice that comes later gives the clip another length, a sheet another first frame: who
        # buys the clip before would buy it twice.
        if sheets or any(one.awaited for one in failed):
            return footage.model_copy(update={"failed": (*failed, *sheets)})
        return (yield from _real(footage, patch, set_up))
    seconds = (timing.frames - joins[0].overlap) / wish.house.rate
    slate = f"{label}  {seconds:.1f} s" if wish.slate else ""
    lut = set_up.luts.get(shot.scene, "") if asked(wish) else ""
    return (yield from _drawn(footage, panel, slate, wish, lut))


def _voice(line: Line, set_up: Set) -> Order:
    speaker = set_up.board.bible.character(line.speaker)
    if set_up.paid and set_up.wish.voices:
        from reelwright.studio.shooting import paid_voice

        return paid_voice(line.text, speaker, set_up.studio)
    return voice_order(line.text, speaker, set_up.wish.language or "en")


def _real(footage: Footage, patch: Patch, set_up: Set) -> Recipe[Footage]:
    """The clip as services make it, or the user's own file."""
    from reelwright.studio.shooting import filmed

    assert footage.pace is not None
    done = yield from filmed(
        footage.shot, footage.pace.frames, patch, set_up.studio, dict(set_up.sheets),
        lut=set_up.luts.get(footage.shot.scene, ""),
    )  # fmt: skip
    return footage.model_copy(
        update={
            "clip": done.clip,
            "origin": done.origin,
            "originals": done.originals,
            "notes": done.notes,
            "failed": (*footage.failed, *done.failed),
        }
    )


def _drawn(footage: Footage, panel: Take, slate: str, wish: Wish, lut: str) -> Recipe[Footage]:
    """The clip as the animatic makes it: the panel under a moving camera."""
    shot, timing = footage.shot, footage.pace
    assert timing is not None
    seed = int(digest([shot.text, shot.size, shot.subject])[:8], 16)
    clips: list[Take | Missing] = yield [
        clip_order(panel, shot.move, timing.frames, wish.house, slate, seed, lut)
    ]
    if isinstance(clips[0], Missing):
        return footage.model_copy(update={"failed": (*footage.failed, clips[0])})
    return footage.model_copy(update={"clip": clips[0]})


def _voiced(told: Sequence[Line], answers: Sequence[Take | Missing]) -> list[tuple[Line, Take]]:
    """The lines whose voices were made; a missing voice costs the line, never the film."""
    return [
        (line, voice) for line, voice in zip(told, answers, strict=False) if isinstance(voice, Take)
    ]
