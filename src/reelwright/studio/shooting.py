"""How a shot is made by paid services: words and pictures in, a clip in the house format out.

Recipes, like all of a film's making: they ask for Orders and decide about what is missing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reelwright import cutting
from reelwright.cutting.exports.still import still_order
from reelwright.cutting.fitting import Shape, settled
from reelwright.film.asked import ImageAsked, SpeechAsked, order_of
from reelwright.film.errors import BadInput
from reelwright.film.noun import Noun
from reelwright.film.order import Missing, Order, OrderKind, Recipe, Take
from reelwright.film.production import Patch, Wish
from reelwright.film.shot import Shot, Storyboard
from reelwright.film.story import Character
from reelwright.film.timeline import House, Item, Origin
from reelwright.providers import registry
from reelwright.providers.adapting import ClipWish, Part, Refusal, adapt
from reelwright.providers.catalogue import Catalogue, Image, Video, Voice
from reelwright.providers.catalogue_rows.kinds import SIX
from reelwright.providers.picturing import Picture, fitted, misfit, upright
from reelwright.providers.quoting import ratio
from reelwright.studio.casting import voice_id

DRAFT_HEIGHT = 480


@dataclass(frozen=True)
class Studio:
    """What every shot of one film shares: the wish, the storyboard and the price list."""

    wish: Wish
    board: Storyboard
    catalogue: Catalogue

    @property
    def house(self) -> House:
        return self.wish.house

    def video(self, name: str) -> Video:
        """The row of `service` or `service:model`."""
        service, model = named(name, "clip", self.catalogue)
        if service == "comfyui":
            return Video(
                service=service, model=model, seconds=OWN_SECONDS, prices=OWN_PRICES,
                ratios=SIX, last_frame=True, negative=True, seed=True, audio=True,
                references=9, source="own", verified=True,
            )  # fmt: skip
        return registry.video(service, model, self.catalogue)

    def image(self) -> Image:
        """Raises `BadInput` for a model that cannot make the pictures of this film: nothing is to
        be bought then."""
        service, model = named(self.wish.images, "image", self.catalogue)
        found = registry.image(service, model, self.catalogue)
        cause = misfit(found, self.house.width, self.house.height)
        if cause:
            raise BadInput(
                "images", f"{service} {model} {cause}", "Name another model with --images."
            )
        return found

    def voice(self) -> Voice:
        service, model = named(self.wish.voices, "voice", self.catalogue)
        return registry.voice(service, model, self.catalogue)


OWN_SECONDS = tuple(range(1, 61))
OWN_PRICES = {height: Decimal(0) for height in (480, 576, 720, 1080)}
"""What a ComfyUI server of one's own can make is up to its workflow; it charges nothing."""


def named(name: str, kind: OrderKind, catalogue: Catalogue) -> tuple[str, str]:
    """(service, model) of `service` or `service:model`. Raises `BadInput` for unknown ones."""
    service, _, model = name.partition(":")
    registry.provider(service)
    return service, model or registry.default_model(service, kind, catalogue)


class Filmed(Noun):
    """A shot's picture: `clip` is in the house format, rendered from `origin` if from one clip
    alone; `originals` are as the service made them."""

    clip: Take | None = None
    origin: Origin | None = None
    originals: tuple[Take, ...] = ()
    notes: tuple[str, ...] = ()
    failed: tuple[Missing, ...] = ()


def paid_voice(text: str, character: Character | None, studio: Studio) -> Order:
    """A line spoken by a service."""
    model = studio.voice()
    speaker = character.name if character else ""
    asked = SpeechAsked(
        text=" ".join(text.split()),
        voice=studio.wish.cast.get(speaker or "narrator", "") or voice_id(character),
        language=(studio.wish.language or "en").split("-")[0],
    )
    return order_of("voice", model.service, model.model, asked)


def sheet(character: Character, studio: Studio) -> Order:
    """The reference picture of a character: the same words in it as in every prompt."""
    model = studio.image()
    look = character.look_words or character.name
    prompt = (
        f"full body reference picture of {look}, standing, facing the camera, "
        f"plain light background, even light, {studio.board.bible.style}"
    )
    asked = ImageAsked(prompt=prompt, ratio=upright(model))
    return order_of("image", model.service, model.model, fitted(asked, model).asked)


def filmed(
    shot: Shot, frames: int, patch: Patch, studio: Studio, sheets: dict[str, Take], *,
    lut: str = "",
) -> Recipe[Filmed]:  # fmt: skip
    """The clip of one shot, `frames` long, graded by `lut`: the user's own, or made by the first
    model that can."""
    if patch.clip:
        own = _Original(patch.clip, frames, patch.shape)
        return (yield from _rendered([own], studio, (), lut))
    first: str = patch.image
    failed: list[Missing] = []
    notes: list[str] = []
    if not first and studio.wish.images:
        picture = _first_frame(shot, patch, studio, sheets)
        notes += picture.notes
        row = studio.image()
        answers: list[Take | Missing] = yield [
            order_of("image", row.service, row.model, picture.asked)
        ]
        made = answers[0]
        if isinstance(made, Missing):
            failed.append(made)
            if not made.settled:
                return Filmed(notes=tuple(notes), failed=(made,))
        else:
            first = made.sha256
    for name in studio.wish.video:
        parts = _adapted(shot, frames, first, patch, name, studio)
        if isinstance(parts, Refusal):
            notes.append(f"{name}: {parts.reason}")
            continue
        notes += [note for part in parts for note in part.notes]
        answers = yield from _ordered(parts, studio.video(name))
        missing = [answer for answer in answers if isinstance(answer, Missing)]
        if not missing:
            takes = [answer for answer in answers if isinstance(answer, Take)]
            lengths = _shared(frames, [part.asked.seconds for part in parts], studio.house.rate)
            came = [
                _Original(take.sha256, length, _shape(take))
                for take, length in zip(takes, lengths, strict=True)
            ]
            done: Filmed = yield from _rendered(came, studio, tuple(notes), lut)
            told = (*failed, *done.failed)
            return done.model_copy(update={"originals": tuple(takes), "failed": told})
        failed += missing
        if not all(one.settled for one in missing):
            break  # money may still be under way: only the user may pay for another
    return Filmed(notes=tuple(notes), failed=tuple(failed))


def _ordered(parts: Sequence[Part], model: Video) -> Recipe[list[Take | Missing]]:
    """All parts; one that continues begins with the last frame of the part before it."""
    found: list[Take | Missing] = []
    for part in parts:
        asked = part.asked
        if part.continues:
            before = found[-1]
            if isinstance(before, Missing):
                return found
            stills: list[Take | Missing] = yield [still_order(before.sha256, "last")]
            if isinstance(stills[0], Missing):
                return [*found, stills[0]]
            asked = part.begun(stills[0].sha256)
        answers: list[Take | Missing] = yield [order_of("clip", model.service, model.model, asked)]
        found.append(answers[0])
    return found


def _first_frame(shot: Shot, patch: Patch, studio: Studio, sheets: dict[str, Take]) -> Picture:
    people = [sheets[name].sha256 for name in shot.characters if name in sheets]
    asked = ImageAsked(
        prompt=shot.prompt,
        ratio=ratio(studio.house.width, studio.house.height),
        height=min(studio.house.width, studio.house.height),
        references=tuple(people),
        take=patch.take,
    )
    return fitted(asked, studio.image())


def _adapted(
    shot: Shot, frames: int, first: str, patch: Patch, name: str, studio: Studio
) -> Sequence[Part] | Refusal:
    house = studio.house
    short = min(house.width, house.height)
    scale = min(1.0, DRAFT_HEIGHT / short) if studio.wish.draft else 1.0
    wish = ClipWish(
        prompt=shot.prompt,
        negative=shot.negative,
        seconds=frames / house.rate,
        width=round(house.width * scale),
        height=round(house.height * scale),
        first=first,
        motion=shot.motion,
        take=patch.take,
    )
    parts = adapt(wish, studio.video(name), chained=True)
    workflow = studio.wish.workflows.get(name, "")
    if isinstance(parts, Refusal) or not workflow:
        return parts
    own = {"workflow": workflow}
    return [part.model_copy(update={"asked": part.asked.model_copy(update=own)}) for part in parts]


def _shared(frames: int, seconds: Sequence[int], rate: int) -> list[int]:
    """The frames of each part: all of it but for the last, which takes what is left. A part begins
    with the last frame of the one before, so nothing may be cut off in between."""
    found, left = [], frames
    for place, length in enumerate(seconds):
        later = len(seconds) - place - 1
        found.append(max(1, min(length * rate, left - later)) if later else left)
        left -= found[-1]
    return found


@dataclass(frozen=True)
class _Original:
    """A clip as it came: the frames of it that are shown, and its shape if that is known."""

    clip: str
    frames: int
    shape: Shape | None


def _shape(take: Take) -> Shape | None:
    width, height = take.facts.get("width"), take.facts.get("height")
    return (width, height) if isinstance(width, int) and isinstance(height, int) else None


def _rendered(
    originals: Sequence[_Original], studio: Studio, notes: tuple[str, ...], lut: str
) -> Recipe[Filmed]:
    """Each original as a body as soon as it is there; several are joined to one clip."""
    house = studio.house
    fits = [settled(studio.wish.fit, one.shape, house) for one in originals]
    orders = [
        cutting.body_order(Item(clip=one.clip, frames=one.frames, house=False), house, fit, lut)
        for one, fit in zip(originals, fits, strict=True)
    ]
    answers: list[Take | Missing] = yield orders
    bodies = [answer for answer in answers if isinstance(answer, Take)]
    if len(bodies) < len(answers):
        missing = tuple(answer for answer in answers if isinstance(answer, Missing))
        return Filmed(notes=notes, failed=missing)
    if len(bodies) == 1:
        origin = Origin(clip=originals[0].clip, fit=fits[0], lut=lut)
        return Filmed(clip=bodies[0], origin=origin, notes=notes)
    stretches = [
        cutting.Stretch(clip=body.sha256, start=0, frames=one.frames)
        for body, one in zip(bodies, originals, strict=True)
    ]
    joined: list[Take | Missing] = yield [cutting.scene_order(stretches, studio.house)]
    if isinstance(joined[0], Missing):
        return Filmed(notes=notes, failed=(joined[0],))
    return Filmed(clip=joined[0], notes=notes)
