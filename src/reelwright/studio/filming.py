"""The recipe of a whole production: written, voiced, drawn, shot and cut.

Pure code over Orders and Takes; the only place where the writing room's storyboard, the animatic's
Orders and the cutting room's timeline meet.
"""

from collections.abc import Iterator, Sequence

from reelwright import cutting, writing
from reelwright.film.errors import MachineTrouble
from reelwright.film.noun import Noun, digest
from reelwright.film.order import Missing, Order, Recipe, Take
from reelwright.film.production import STAGES, Stage, Wish
from reelwright.film.shot import Shot, Storyboard
from reelwright.film.source import Source
from reelwright.film.story import Line, Scene
from reelwright.film.timeline import Timeline, Transition
from reelwright.providers.animatic.camera.clip import clip_order
from reelwright.providers.animatic.panel.picture import panel_order, picture_of
from reelwright.providers.animatic.sound.ambience import ambience_order
from reelwright.providers.animatic.sound.music import music_order
from reelwright.providers.animatic.sound.voice import voice_order
from reelwright.studio.assembly import assemble
from reelwright.studio.extras import Extras, extras
from reelwright.studio.pacing import Pace, exact, pace, transition

VARIATIONS = 6
"""Different beds for one mood, over all films."""


class Footage(Noun):
    """What one shot has come to. `clip` is None when it could not be made, or was not asked for."""

    shot: Shot
    panel: Take | None = None
    pace: Pace | None = None
    clip: Take | None = None
    failed: tuple[Missing, ...] = ()


class Filmed(Noun):
    """What a production has come to; later parts are None when the run ended before them."""

    storyboard: Storyboard
    footage: tuple[Footage, ...] = ()
    timeline: Timeline | None = None
    film: Take | None = None
    extras: Extras = Extras()


def film(
    source: Source, wish: Wish, until: Stage = "cut", *, apart: bool = False
) -> Recipe[Filmed]:
    """The whole production, up to and with stage `until`; `apart`: also what lies beside it."""
    wish = _named(source, wish)
    board: Storyboard = yield from writing.load(wish.recipe)(source, wish)
    if until == "storyboard":
        return Filmed(storyboard=board)
    footage: list[Footage] = yield list(_shoots(board, wish, until))
    filmed = Filmed(storyboard=board, footage=tuple(footage))
    if until != "cut":
        return filmed
    if not any(one.clip for one in footage):
        raise MachineTrouble(
            "clips", "not one shot could be made", "See why with: reelwright jobs --failed"
        )
    sounds = yield list(_beds(board))
    cards: list[Take | Missing] = yield list(_card(wish, board))
    timeline = assemble(board, footage, wish, cards[0] if cards else None, _heard(board, sounds))
    filmed = filmed.model_copy(update={"timeline": timeline})
    if not apart:
        cut: Take = yield from cutting.cut(timeline)
        return filmed.model_copy(update={"film": cut})
    # Side by side: the film's sound track is one long job, and there is more than one core.
    whole, beside = yield [cutting.cut(timeline), extras(board, timeline)]
    return filmed.model_copy(update={"film": whole, "extras": beside})


def _card(wish: Wish, board: Storyboard) -> Iterator[Order]:
    """The title card, if wished for; films of an exact length have no room for one."""
    if wish.title_card and wish.title and not board.seconds:
        yield cutting.card_order(wish.title, wish.author, wish.house, board.bible.tone)


def _named(source: Source, wish: Wish) -> Wish:
    """The wish with title and author as they stand in the source, where the user gave none."""
    return wish.model_copy(
        update={
            "title": wish.title or source.title,
            "author": wish.author or source.author,
            "language": wish.language or source.language,
        }
    )


def _shoots(board: Storyboard, wish: Wish, until: Stage) -> Iterator[Recipe[Footage]]:
    """One inner recipe per shot, so that no shot waits for another."""
    scenes = {scene.key: scene for scene in board.screenplay.scenes}
    lengths = exact(board.shots, board.seconds, wish.house) if board.seconds else None
    counts: dict[str, int] = {}
    for index, shot in enumerate(board.shots):
        counts[shot.scene] = counts.get(shot.scene, 0) + 1
        following = board.shots[index + 1] if index + 1 < len(board.shots) else None
        joins = (
            transition(shot if index else None, wish.house),
            transition(following, wish.house),
        )
        yield shoot(
            shot,
            scenes[shot.scene],
            board,
            wish,
            until,
            joins,
            f"{shot.scene}  shot {counts[shot.scene]}",
            lengths[index] if lengths else None,
        )


def shoot(
    shot: Shot,
    scene: Scene,
    board: Storyboard,
    wish: Wish,
    until: Stage,
    joins: tuple[Transition, Transition],
    label: str,
    length: int | None,
) -> Recipe[Footage]:
    """One shot: its voices and its panel side by side, then its clip."""
    told = [line for line in shot.lines if line.kind != "action"]
    orders: list[Order] = [
        voice_order(line.text, board.bible.character(line.speaker), wish.language or "en")
        for line in told
    ]
    drawn = STAGES.index(until) >= STAGES.index("panels")
    if drawn:
        orders.append(panel_order(picture_of(shot, scene, board.bible), wish.house))
    answers: list[Take | Missing] = yield orders
    failed = tuple(answer for answer in answers if isinstance(answer, Missing))
    voices = _voiced(told, answers)
    timing = pace(shot, voices, *joins, wish.house)
    if length is not None:
        timing = timing.model_copy(update={"frames": length + joins[1].overlap})
    panel = answers[-1] if drawn else None
    footage = Footage(shot=shot, pace=timing, failed=failed)
    if not isinstance(panel, Take):
        return footage
    if until == "panels":
        return footage.model_copy(update={"panel": panel})
    seconds = (timing.frames - joins[0].overlap) / wish.house.rate
    slate = f"{label}  {seconds:.1f} s" if wish.slate else ""
    seed = int(digest([shot.text, shot.size, shot.subject])[:8], 16)
    clips = yield [
        clip_order(panel, shot.move, timing.frames, wish.house, slate, seed, shot.overlay)
    ]
    if isinstance(clips[0], Missing):
        return footage.model_copy(update={"panel": panel, "failed": (*failed, clips[0])})
    return footage.model_copy(update={"panel": panel, "clip": clips[0]})


def _voiced(told: Sequence[Line], answers: Sequence[Take | Missing]) -> list[tuple[Line, Take]]:
    """The lines whose voices were made; a missing voice costs the line, never the film."""
    return [
        (line, voice) for line, voice in zip(told, answers, strict=False) if isinstance(voice, Take)
    ]


def _beds(board: Storyboard) -> Iterator[Order]:
    """Music for each mood and air for each kind of place, once each.

    A film keeps to one of a few variations of every mood's bed, so that films differ and beds are
    shared all the same.
    """
    seed = int(digest(board.screenplay.title)[:4], 16) % VARIATIONS
    for scene in board.screenplay.scenes:
        yield music_order(scene.mood, seed)
        yield ambience_order(scene.place.kind, scene.weather, scene.time)


def _heard(
    board: Storyboard, takes: Sequence[Take | Missing]
) -> dict[str, tuple[Take | Missing, Take | Missing]]:
    """Scene key -> (music, air), in the order of `_beds`."""
    pairs = zip(takes[::2], takes[1::2], strict=True)
    return {scene.key: pair for scene, pair in zip(board.screenplay.scenes, pairs, strict=True)}
