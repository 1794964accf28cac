"""The board: staged scenes become shots with ids, prompts and transitions, checked as a film."""

from collections.abc import Iterator, Sequence

from reelwright.film.production import Wish
from reelwright.film.shot import Shot, Size, Storyboard, TransitionKind
from reelwright.film.source import Source
from reelwright.film.story import Bible, Character, Line, Mood, Place, Screenplay
from reelwright.writing.answers import ShotFound
from reelwright.writing.prompts import NEGATIVE, prompt_of, style_of
from reelwright.writing.rules.people.names_in import Named, names_in
from reelwright.writing.rules.shots.things import things_in
from reelwright.writing.staging import Staged

_SIZES: tuple[Size, ...] = ("medium", "full", "close-up", "wide")


def storyboard_of(
    source: Source,
    wish: Wish,
    cast: Sequence[Character],
    staged: Sequence[Staged],
    seconds: int | None = None,
    between: TransitionKind = "cut",
) -> Storyboard:
    """Everything the film is to be made of. `cast` in the order of first appearance.

    A film of an exact length (`seconds`) has no chapters to fade between. `between` is how shots
    follow one another where nothing else is told.
    """
    named = [Named(name=c.name, aliases=c.aliases) for c in cast]
    bible = _bible(cast, staged, wish)
    shots: list[Shot] = []
    counts: dict[str, int] = {}
    before: Staged | None = None
    for scene in staged:
        into = _into(scene, before, seconds is not None) or between
        shots += _shots(scene, bible, named, counts, (into, between))
        before = scene
    scenes = tuple(s.scene for s in staged)
    title = wish.title or source.title
    author = wish.author or source.author
    return Storyboard(
        bible=bible,
        screenplay=Screenplay(title=title, author=author, scenes=scenes),
        shots=tuple(_joined(settled(shots), wish, between)),
        seconds=seconds,
    )


def _bible(cast: Sequence[Character], staged: Sequence[Staged], wish: Wish) -> Bible:
    shown = {name for scene in staged for name in scene.scene.characters}
    ranked = sorted(
        enumerate(c for c in cast if c.name in shown),
        key=lambda entry: (-entry[1].lines, -entry[1].mentions, entry[0]),
    )
    places: dict[str, Place] = {}
    moods: dict[Mood, int] = {}
    for scene in staged:
        places.setdefault(scene.scene.place.name, scene.scene.place)
        moods[scene.scene.mood] = moods.get(scene.scene.mood, 0) + 1
    return Bible(
        characters=tuple(character for _, character in ranked),
        places=tuple(places.values()),
        style=style_of(wish.style),
        tone=max(moods, key=lambda mood: moods[mood]) if moods else "calm",
    )


def _into(scene: Staged, before: Staged | None, exact: bool) -> TransitionKind | None:
    """How a scene follows the one before: by what the work tells, else by what has happened."""
    if not exact and (before is None or before.scene.chapter != scene.scene.chapter):
        return "fade"
    if before is None or scene.into:
        return scene.into
    if scene.memory != before.memory:
        return "white"
    return "dissolve" if scene.passed else None


def _joined(shots: Sequence[Shot], wish: Wish, between: TransitionKind) -> Iterator[Shot]:
    """The user's own transition, if there is one, takes the place of all that stand between scenes,
    and of those within scenes where the recipe puts some there."""
    before: Shot | None = None
    for shot in shots:
        opens = before is None or before.scene != shot.scene
        chosen = wish.transition if wish.transition and (opens or between != "cut") else shot.into
        # Nothing comes before the first shot of a film; only a chapter's may be told to begin.
        alone = before is None and chosen != "fade"
        before = shot
        yield shot.model_copy(update={"into": "cut" if alone else chosen})


def _shots(
    staged: Staged,
    bible: Bible,
    named: Sequence[Named],
    counts: dict[str, int],
    joins: tuple[TransitionKind, TransitionKind],
) -> list[Shot]:
    """The shots of one scene; `joins` are how its first and how its other shots follow."""
    shots: list[Shot] = []
    props: list[str] = []
    for index, found in enumerate(staged.shots):
        text = " ".join(piece.text for piece in found.pieces)
        names = list(dict.fromkeys([*found.characters, *names_in(text, named)]))
        lines = _lines(found, staged, counts)
        shots.append(
            Shot(
                id=_id(lines, staged, counts),
                scene=staged.scene.key,
                size=found.size,
                move=found.move,
                subject=found.subject,
                characters=tuple(names),
                lines=lines,
                seconds=found.seconds,
                motion=found.motion,
                prompt=prompt_of(
                    scene=staged.scene,
                    size=found.size,
                    move=found.move,
                    subject=found.subject,
                    cast=[c for name in names if (c := bible.character(name))],
                    action=found.action,
                    props=props,
                    style=bible.style,
                ),
                negative=NEGATIVE,
                into=joins[1 if index else 0],
            )
        )
        props = (props + [t for t in things_in(text) if t not in props])[-4:]
    return shots


def _lines(found: ShotFound, staged: Staged, counts: dict[str, int]) -> tuple[Line, ...]:
    lines = []
    for piece in found.pieces:
        line = staged.scene.lines[piece.line]
        key = f"part of {line.address}"
        part = counts.get(key, 0)
        counts[key] = part + 1
        lines.append(line.model_copy(update={"text": piece.text, "part": part}))
    return tuple(lines)


def _id(lines: Sequence[Line], staged: Staged, counts: dict[str, int]) -> str:
    """`<address>.<count>`; a shot without a line hangs on its scene: `<address>.e`, `.e1` …."""
    address = lines[0].address if lines else staged.anchor
    key = address if lines else f"{address}.e"
    count = counts.get(key, 0)
    counts[key] = count + 1
    if lines:
        return f"{address}.{count}"
    return f"{address}.e{count or ''}"


def settled(shots: Sequence[Shot]) -> list[Shot]:
    """No two neighbours of one size and subject: the later of two gets another size.

    Only scenes that meet in one place need it; answers of language models may need it anywhere.
    """
    done: list[Shot] = []
    for index, shot in enumerate(shots):
        if done and (done[-1].size, done[-1].subject) == (shot.size, shot.subject):
            ahead = shots[index + 1] if index + 1 < len(shots) else None
            taken = {shot.size} | (
                {ahead.size} if ahead and ahead.subject == shot.subject else set()
            )
            size = next(size for size in _SIZES if size not in taken)
            done.append(shot.model_copy(update={"size": size}))
        else:
            done.append(shot)
    return done
