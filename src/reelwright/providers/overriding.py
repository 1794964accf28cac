"""A user's own figures: a TOML file that adds rows to the catalogue or replaces fields of them.

    [[video]]
    service = "kling"
    model = "kling-3.0"
    prices = { 720 = 0.09, 1080 = 0.12 }
    verified = true
    read = 2026-12-01

A row that the catalogue has keeps every field that is not named; a new one names all it needs. A
field that is named replaces the whole of it. The tables are video, image, voice and sound.
"""

import tomllib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from pydantic import ValidationError

from reelwright.film.errors import BadInput
from reelwright.providers.catalogue import BUILT_IN, Catalogue, Image, Row, Sound, Video, Voice
from reelwright.providers.registry import PROVIDERS

MOST = 1_000_000
"""Bytes of a catalogue file."""

TABLES = ("video", "image", "voice", "sound")

R = TypeVar("R", bound=Row)


def catalogue(path: Path | None) -> Catalogue:
    """The built-in rows with those of the file at `path` put in. Raises BadInput, which names
    table, row and field."""
    if path is None:
        return BUILT_IN
    tables = _read(path)
    unknown = [name for name in tables if name not in TABLES]
    if unknown:
        _wrong(path, f"there is no table {unknown[0]!r}; there are {', '.join(TABLES)}")
    return Catalogue(
        videos=_merged(path, "video", Video, BUILT_IN.videos, tables),
        images=_merged(path, "image", Image, BUILT_IN.images, tables),
        voices=_merged(path, "voice", Voice, BUILT_IN.voices, tables),
        sounds=_merged(path, "sound", Sound, BUILT_IN.sounds, tables),
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            content = file.read(MOST + 1)
    except OSError as error:
        _wrong(path, f"it cannot be read: {error.strerror or error}")
    if len(content) > MOST:
        _wrong(path, f"it is larger than {MOST} bytes")
    try:
        return tomllib.loads(content.decode(), parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:
        _wrong(path, f"it is no TOML: {str(error) or type(error).__name__}")


def _merged(
    path: Path, table: str, kind: type[R], there: Sequence[R], tables: dict[str, Any]
) -> tuple[R, ...]:
    given = tables.get(table, [])
    if not isinstance(given, list) or not all(isinstance(row, dict) for row in given):
        _wrong(path, f"rows are written [[{table}]], each with its own fields")
    rows = {(row.service, row.model): row for row in there}
    seen: set[tuple[str, str]] = set()
    for number, fields in enumerate(given, 1):
        where = f"[[{table}]] {number}"
        named = _named(path, where, fields)
        if named in seen:
            _wrong(path, f"{where}: {' '.join(named)} is there twice")
        seen.add(named)
        before = rows[named].model_dump(exclude_unset=True) if named in rows else {}
        own = {"source": path.name, "read": "not told"}
        told = {name: _plain(value) for name, value in fields.items()}
        try:
            rows[named] = kind.model_validate({**before, **own, **told})
        except ValidationError as error:
            _wrong(path, f"{where} ({' '.join(named)}){_first(error)}")
    return tuple(rows.values())


def _named(path: Path, where: str, fields: dict[str, Any]) -> tuple[str, str]:
    for name in ("service", "model"):
        if not isinstance(fields.get(name), str) or not fields[name].strip():
            _wrong(path, f"{where}, {name}: it must be named")
    if fields["service"] not in PROVIDERS:
        told = f"there is no service {fields['service']!r}; there are {', '.join(PROVIDERS)}"
        _wrong(path, f"{where}, service: {told}")
    return fields["service"], fields["model"]


def _plain(value: Any) -> Any:
    """TOML's dates as text; all else as it is."""
    return value.isoformat() if isinstance(value, date) else value


def _first(error: ValidationError) -> str:
    """The first thing that is wrong: its field, where it has one, and why."""
    first = error.errors(include_url=False)[0]
    field = ".".join(str(part) for part in first["loc"] if part != "[key]")
    return (f", {field}: " if field else ": ") + first["msg"].removeprefix("Value error, ")


def _wrong(path: Path, cause: str) -> NoReturn:
    raise BadInput("catalogue", f"{path}: {cause}", "Correct the file, or take it away.")
