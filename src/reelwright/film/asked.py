"""What is asked of a service: the typed parameters of paid Orders, after adaptation.

These are what identity covers. A field at its default is left out of the Order, so that a field
added later changes no fingerprint; whole seconds are integers; there is no index, slate or address.
"""

from typing import TypeVar

from reelwright.film.noun import Noun
from reelwright.film.order import Order, OrderKind


class ClipAsked(Noun):
    """A clip. `height` is the shorter side in pixels, `first` to `videos` are hashes of stored
    pictures and clips. `take` numbers retakes: another number is another Order."""

    prompt: str
    seconds: int
    height: int
    ratio: str = "16:9"
    negative: str = ""
    audio: bool = False
    seed: int | None = None
    first: str = ""
    last: str = ""
    references: tuple[str, ...] = ()
    videos: tuple[str, ...] = ()
    workflow: str = ""
    """ComfyUI: the owner's workflow with its named inputs, as JSON text."""
    take: int = 1


class ImageAsked(Noun):
    """A picture. `references` are hashes of stored pictures."""

    prompt: str
    ratio: str = "16:9"
    height: int = 720
    seed: int | None = None
    references: tuple[str, ...] = ()
    workflow: str = ""
    take: int = 1


class SpeechAsked(Noun):
    """A spoken line. `voice` is the service's id of a voice."""

    text: str
    voice: str
    language: str = ""
    seed: int | None = None
    take: int = 1


class SoundAsked(Noun):
    """An effect, or with `kind` music of an Order a piece of music, of about `seconds`."""

    prompt: str
    seconds: int
    loop: bool = False
    take: int = 1


Asked = ClipAsked | ImageAsked | SpeechAsked | SoundAsked
A = TypeVar("A", bound=Noun)


def order_of(kind: OrderKind, provider: str, model: str, asked: Asked) -> Order:
    """The Order that asks this of a model; every stored byte it names becomes an input."""
    fields = asked.model_dump(mode="json", exclude_defaults=True)
    named = (
        *(fields.get(name, "") for name in ("first", "last")),
        *fields.get("references", ()),
        *fields.get("videos", ()),
    )
    inputs = tuple(dict.fromkeys(sha256 for sha256 in named if sha256))
    return Order(kind=kind, provider=provider, model=model, params=fields, inputs=inputs)


def asked(order: Order, schema: type[A]) -> A:
    """The typed parameters of a paid Order."""
    return schema.model_validate(order.params)
