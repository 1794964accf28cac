"""The paid services by name, and the rows of the catalogue by service and model.

A new service is a module that ends with a `Provider`, a line here, and its rows in the catalogue.
"""

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import TypeVar

from reelwright.film.errors import BadInput
from reelwright.film.order import OrderKind
from reelwright.film.provider import Provider
from reelwright.providers.catalogue import BUILT_IN, Catalogue, Image, Row, Sound, Video, Voice

PROVIDERS = {
    "kling": "reelwright.providers.kling:PROVIDER",
    "kling-legacy": "reelwright.providers.kling_legacy:PROVIDER",
    "seedance": "reelwright.providers.seedance:PROVIDER",
    "seedance-ark": "reelwright.providers.seedance:ARK",
    "replicate": "reelwright.providers.replicate:PROVIDER",
    "runway": "reelwright.providers.runway:PROVIDER",
    "google": "reelwright.providers.google:PROVIDER",
    "elevenlabs": "reelwright.providers.elevenlabs:PROVIDER",
    "comfyui": "reelwright.providers.comfyui:PROVIDER",
}
"""Name -> module:attribute; modules are loaded when they are needed."""

OWN = "Rows of your own can be put into a catalogue file."

R = TypeVar("R", bound=Row)


def provider(name: str) -> Provider:
    """The service of that name. Raises BadInput that names those there are."""
    place = PROVIDERS.get(name)
    if place is None:
        raise BadInput("providers", f"there is no service {name!r}", f"Known: {_listed(PROVIDERS)}")
    module, _, attribute = place.partition(":")
    found = getattr(import_module(module), attribute)
    assert isinstance(found, Provider)
    return found


def video(service: str, model: str, catalogue: Catalogue = BUILT_IN) -> Video:
    """The row of a video model. Raises BadInput that names the models there are."""
    return _row("video", catalogue.videos, service, model)


def image(service: str, model: str, catalogue: Catalogue = BUILT_IN) -> Image:
    """The row of an image model. Raises BadInput that names the models there are."""
    return _row("image", catalogue.images, service, model)


def voice(service: str, model: str, catalogue: Catalogue = BUILT_IN) -> Voice:
    """The row of a speech model. Raises BadInput that names the models there are."""
    return _row("speech", catalogue.voices, service, model)


def sound(service: str, model: str, catalogue: Catalogue = BUILT_IN) -> Sound:
    """The row of a model of effects or music. Raises BadInput that names the models there are."""
    return _row("sound", catalogue.sounds, service, model)


def default_model(service: str, kind: OrderKind, catalogue: Catalogue = BUILT_IN) -> str:
    """The model that is asked when none is named: the service's first row of that kind."""
    found = next((row.model for row in rows(kind, catalogue) if row.service == service), "")
    if not found:
        there = sorted({row.service for row in rows(kind, catalogue)})
        told = f"the catalogue has no {kind} model of {service!r}"
        raise BadInput("catalogue", told, f"Services with one: {_listed(there)}. {OWN}")
    return found


def rows(kind: OrderKind, catalogue: Catalogue = BUILT_IN) -> Sequence[Row]:
    """The rows that can make this kind of Order; none for work that is not bought."""
    if kind in ("sound", "music"):
        return [row for row in catalogue.sounds if row.kind == kind]
    kinds: dict[str, Sequence[Row]] = {
        "clip": catalogue.videos,
        "image": catalogue.images,
        "voice": catalogue.voices,
    }
    return kinds.get(kind, ())


def _row(kind: str, there: Sequence[R], service: str, model: str) -> R:
    found = next((row for row in there if (row.service, row.model) == (service, model)), None)
    if found is None:
        told = f"the catalogue has no {kind} model {model!r} of {service!r}"
        known = [row.model for row in there if row.service == service]
        remedy = f"Known there: {_listed(known)}." if known else _services(there)
        raise BadInput("catalogue", told, f"{remedy} {OWN}")
    return found


def _services(there: Sequence[Row]) -> str:
    return f"Services with one: {_listed(sorted({row.service for row in there}))}."


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
