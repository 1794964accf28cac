"""Scoring: which music a film has, the air of its places, and the sounds at its transitions.

Music comes from the user's own piece or library, else the animatic composes it. Nothing here is
ever part of what a paid service is asked for.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from reelwright.cutting.sound.ownmusic import own_bed_order
from reelwright.film.edit import Edit
from reelwright.film.errors import BadInput
from reelwright.film.noun import Noun, digest
from reelwright.film.order import Missing, Order, Recipe, Take
from reelwright.film.production import Wish
from reelwright.film.shot import Storyboard
from reelwright.film.story import Scene
from reelwright.film.timeline import Item, Sound, Timeline
from reelwright.providers.animatic.sound import effects
from reelwright.providers.animatic.sound.ambience import ambience_order
from reelwright.providers.animatic.sound.music import music_order

VARIATIONS = 6
"""Different beds for one mood, over all films."""

Beds = Mapping[str, tuple[Take | Missing | None, Take | Missing]]
"""Scene key -> (music, air). A film that shall have no music has None."""

AIRS = ("air-1", "air-2", "air-3")
SOUNDS = {"dissolve": AIRS, "white": ("riser",), "fade": ("hit",)}
"""Transition -> the effects that may be heard at it, in turn; what moves has a whoosh that moves
along, and a cut has nothing."""

LAST = "hit"
"""What is heard where an advertisement arrives at its last picture."""


class Score(Noun):
    """All sounds of a film but its voices: music and air by scene key, effects by name. `loops` are
    the hashes of music that we composed: unlike the user's, it has no beginning."""

    beds: dict[str, tuple[Take | Missing | None, Take | Missing]]
    effects: dict[str, Take] = {}
    loops: tuple[str, ...] = ()


def score(board: Storyboard, wish: Wish, edit: Edit | None = None) -> Recipe[Score]:
    """Make it all. Raises `BadInput` when the user's own music cannot be read any more."""
    scenes = board.screenplay.scenes
    music = [_music(scene, board, wish) for scene in scenes]
    names = _names(board, wish, edit)
    wanted = [
        *(order for order in music if order),
        *(ambience_order(one.place.kind, one.weather, one.time) for one in scenes),
        *map(effects.effect_order, names),
    ]
    answers: list[Take | Missing] = yield wanted
    found = dict(zip((order.fingerprint for order in wanted), answers, strict=True))
    for order in music:
        answer = found[order.fingerprint] if order else None
        if order and order.inputs and isinstance(answer, Missing):
            raise BadInput("music", answer.cause, "Give the music again, or use --music none.")
    composed = [found[one.fingerprint] for one in music if one and not one.inputs]
    airs = answers[sum(order is not None for order in music) :]
    return Score(
        beds={
            scene.key: (found[order.fingerprint] if order else None, air)
            for scene, order, air in zip(scenes, music, airs, strict=False)
        },
        effects={
            name: take
            for name in names
            if isinstance(take := found[effects.effect_order(name).fingerprint], Take)
        },
        loops=tuple(sorted({take.sha256 for take in composed if isinstance(take, Take)})),
    )


def _music(scene: Scene, board: Storyboard, wish: Wish) -> Order | None:
    """The music of a scene: what the user says, else by its mood. An advertisement is too short
    for more than one piece: it has its brand's."""
    if wish.track:
        return own_bed_order(wish.track)
    if wish.music == "none":
        return None
    mood = wish.music or (board.bible.tone if wish.recipe == "advert" else scene.mood)
    if mood in wish.beds:
        return own_bed_order(wish.beds[mood].sha256)
    # A film keeps to one of a few variations of every mood's bed, so that films differ and beds are
    # shared all the same.
    seed = int(digest(board.screenplay.title)[:4], 16) % VARIATIONS
    return music_order(mood, seed)


def _names(board: Storyboard, wish: Wish, edit: Edit | None) -> tuple[str, ...]:
    """The effects that this film may need, in order."""
    if not (wish.recipe == "advert" if wish.effects is None else wish.effects):
        return ()
    kinds = {shot.into for shot in board.shots} | ({"fade"} if wish.title_card else set())
    kinds |= {item.into.kind for item in edit.items} if edit else set()
    names = {name for kind in kinds for name in _sounds(kind)}
    return tuple(sorted(names | ({LAST} if names else set())))


def _sounds(kind: str) -> Sequence[str]:
    """The effects that may be heard at a transition."""
    _, moves, direction = kind.partition("-")
    return (f"whoosh-{direction}",) if moves else SOUNDS.get(kind, ())


def placed(
    picture: Timeline, takes: Mapping[str, Take], *, arrives: bool = False
) -> Iterator[Sound]:
    """The effects laid so that their peaks lie in the middle of the transitions.

    `takes` are by name; `arrives` says that the last picture is what all was about.
    """
    rate = picture.house.rate
    last = len(picture.items) - 1
    for number, (item, start) in enumerate(zip(picture.items, picture.starts(), strict=True)):
        names = _sounds(item.into.kind) if number else ()
        name = names[number % len(names)] if names else ""
        if name and arrives and number == last:
            name = LAST
        if name in takes:
            take = takes[name]
            frames = round(float(str(take.facts["seconds"])) * rate)
            at = _middle(item, start) - round(effects.peak(name) * rate)
            if at >= 0:  # else there is no time for it to swell
                length = min(frames, picture.frames - at)
                yield Sound(clip=take.sha256, at=at, frames=length, role="effect")


def _middle(item: Item, start: int) -> int:
    """The film frame in the middle of the transition into an item that is first seen at `start`."""
    return start + item.into.overlap // 2


def known(beds: Beds, takes: Mapping[str, Take]) -> Collection[str]:
    """The hashes of all sounds that are there."""
    return {take.sha256 for take in _takes(beds)} | {take.sha256 for take in takes.values()}


def _takes(beds: Beds) -> Iterable[Take]:
    return (one for pair in beds.values() for one in pair if isinstance(one, Take))
