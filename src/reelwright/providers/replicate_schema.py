"""A model on Replicate: its name, and what its own schema says about the inputs it has.

Every model brings inputs of its own. `GET /models/{owner}/{name}` has them in
`latest_version.openapi_schema`, an OpenAPI document made by Cog: `components.schemas.Input` lists
the inputs; choices are often kept apart and named by `$ref` (Replicate's OpenAPI document 1.0.0-a1,
`models.get`).
"""

import re
from urllib.parse import quote

from pydantic import JsonValue

from reelwright.film.errors import BadInput
from reelwright.film.noun import Noun
from reelwright.film.order import Order
from reelwright.film.talk import Call, Said, Talk

MODEL = re.compile(
    r"([A-Za-z0-9][\w.-]{0,99})/([A-Za-z0-9][\w.-]{0,99})(?::([0-9a-f]{64}))?", re.ASCII
)
"""`owner/name`, or `owner/name:version` with the version's 64 hexadecimal digits."""

Choice = str | int | float


class Name(Noun):
    """Which model; without a version it is an official one, which has no versions to choose."""

    owner: str
    name: str
    version: str = ""

    @property
    def full(self) -> str:
        return f"{self.owner}/{self.name}"

    @property
    def path(self) -> str:
        """Where the model is described and, when official, asked."""
        return f"/v1/models/{quote(self.owner, safe='')}/{quote(self.name, safe='')}"


class Field(Noun):
    """An input: its JSON type, the values it may have, bounds of a number, length of a text or
    list."""

    kind: str = ""
    choices: tuple[Choice, ...] = ()
    least: int | float | None = None
    most: int | float | None = None
    longest: int | None = None
    default: JsonValue = None


class Model(Noun):
    """What a model takes. `official` False: it runs by version only, `newest` is its newest."""

    fields: dict[str, Field]
    required: tuple[str, ...] = ()
    official: bool = True
    newest: str = ""


class Untold(Noun):
    """The schema could not be had. `passing`: it may be had later."""

    cause: str
    passing: bool


class _Version(Said):
    id: str = ""
    openapi_schema: JsonValue = None


class _Told(Said):
    latest_version: _Version | None = None
    is_official: bool | None = None


def named(order: Order) -> Name:
    """The model of an Order. Raises BadInput when this cannot be a model of Replicate."""
    found = MODEL.fullmatch(order.model)
    if not found:
        raise BadInput(
            "replicate",
            f"{order.model[:80]!r} is no model of Replicate",
            "Models are written owner/name or owner/name:version (64 hexadecimal digits).",
        )
    return Name(owner=found[1], name=found[2], version=found[3] or "")


def look(name: Name) -> Talk[Model | Untold]:
    """Ask Replicate for the schema of a model, or of one version of it."""
    reply = yield Call(url=name.path + (f"/versions/{name.version}" if name.version else ""))
    if reply.status == 404:
        return Untold(cause=f"Replicate knows no model {name.full}", passing=False)
    if not 200 <= reply.status < 300:
        return Untold(cause=f"HTTP {reply.status}: {reply.told}", passing=True)
    if name.version:
        version = reply.read(_Version)
        return _model(version, official=True)
    told = reply.read(_Told)
    if told is None:
        return _model(None, official=True)
    return _model(told.latest_version, official=told.is_official is not False)


def _model(version: _Version | None, *, official: bool) -> Model | Untold:
    model = read(version.openapi_schema) if version else None
    if version is None or model is None:
        return Untold(cause="Replicate told no schema of this model's inputs", passing=False)
    return model.model_copy(update={"official": official, "newest": version.id[:64]})


def read(schema: JsonValue) -> Model | None:
    """The inputs in an OpenAPI document of Cog's, or None when it lists none."""
    parts = _part(_part(schema, "components"), "schemas")
    entry = _part(parts, "Input")
    listed = _part(entry, "properties")
    if not listed:
        return None
    required = entry.get("required")
    names = required if isinstance(required, list) else []
    return Model(
        fields={name: _field(_flat(value, parts)) for name, value in listed.items()},
        required=tuple(name for name in names if isinstance(name, str)),
    )


def _part(value: JsonValue, name: str) -> dict[str, JsonValue]:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def _flat(value: JsonValue, parts: dict[str, JsonValue], depth: int = 4) -> dict[str, JsonValue]:
    """A property with everything it refers to put in. Deeper than `depth` nothing is followed."""
    if not isinstance(value, dict) or depth == 0:
        return {}
    inner: list[JsonValue] = []
    ref = value.get("$ref")
    if isinstance(ref, str):
        inner.append(parts.get(ref.removeprefix("#/components/schemas/")))
    for name in ("allOf", "anyOf", "oneOf"):
        several = value.get(name)
        inner += several[:8] if isinstance(several, list) else []
    found: dict[str, JsonValue] = {}
    for one in inner:
        flat = _flat(one, parts, depth - 1)
        found |= flat if flat.get("type") != "null" else {}
    return found | value


def _field(flat: dict[str, JsonValue]) -> Field:
    kinds = flat.get("type")
    several = kinds if isinstance(kinds, list) else [kinds]
    choices = flat.get("enum")
    default = flat.get("default")
    plain = isinstance(default, str | int | float) or default in ([], {})
    return Field(
        kind=next((kind for kind in several if isinstance(kind, str) and kind != "null"), ""),
        choices=_choices(choices) if isinstance(choices, list) else (),
        least=_number(flat.get("minimum")),
        most=_number(flat.get("maximum")),
        longest=_whole(flat.get("maxLength", flat.get("maxItems"))),
        default=default if plain else None,
    )


def _choices(listed: list[JsonValue]) -> tuple[Choice, ...]:
    return tuple(
        one for one in listed if isinstance(one, str | int | float) and not isinstance(one, bool)
    )


def _number(value: JsonValue) -> int | float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _whole(value: JsonValue) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
