"""Reads a file of overlays: TOML with a table `[brand]` and any number of tables `[[overlay]]`."""

import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from reelwright.film.errors import BadInput
from reelwright.film.overlay import Brand, Overlay, Placed

LARGEST = 1 << 20
MOST = 500
"""Overlays of one film, and (as `LONGEST`) characters of one of them."""
LONGEST = 300

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_PLACE = ("shot", "at", "for")
REMEDY = "See the section on overlays in docs/look.md."


def read(path: Path) -> tuple[Brand, tuple[Placed, ...]]:
    """The brand and the overlays in a file. Raises `BadInput` naming what is wrong."""
    tables = _tables(path)
    strange = set(tables) - {"brand", "overlay"}
    found = tables.get("overlay", [])
    brand = tables.get("brand", {})
    if strange or not isinstance(found, list) or not isinstance(brand, dict):
        told = f"[{min(strange)}]" if strange else "a table of another kind"
        raise _wrong(f"{path.name!r} has {told}; [brand] and [[overlay]] are known")
    if len(found) > MOST:
        raise _wrong(f"{path.name!r} has {len(found)} overlays; {MOST} are the most")
    look = _brand(brand)
    return look, tuple(_placed(one, look, n) for n, one in enumerate(found, 1))


def _tables(path: Path) -> dict[str, Any]:
    try:
        with path.expanduser().open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise _wrong(f"{path.name!r} is larger than {LARGEST >> 20} MB")
        return tomllib.loads(data.decode("utf-8-sig"))
    except OSError as error:
        raise _wrong(f"{str(path)!r} cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        told = " ".join(str(error).split())[:120]
        raise _wrong(f"{path.name!r} is no TOML file: {told}") from error


def _brand(table: dict[str, Any]) -> Brand:
    try:
        brand = Brand.model_validate(table)
    except ValidationError as error:
        raise _wrong(f"[brand]: {_told(error)}") from None
    _require_colours(brand, "[brand]")
    return brand


def _placed(table: Any, brand: Brand, number: int) -> Placed:
    where = f"overlay {number}"
    if not isinstance(table, dict):
        raise _wrong(f"{where} is no table")
    look = {key: value for key, value in table.items() if key not in _PLACE}
    try:
        overlay = Overlay.model_validate({**brand.told, **look})
    except ValidationError as error:
        raise _wrong(f"{where}: {_told(error)}") from None
    text = " ".join(overlay.text.split())
    if not text or len(text) > LONGEST:
        raise _wrong(f"{where} has {len(text)} characters; 1 to {LONGEST} are shown")
    _require_colours(overlay, where)
    shot = table.get("shot", "")
    if not isinstance(shot, str):
        raise _wrong(f'{where}: a shot is named as in the slate, shot = "1.1/2"')
    if not shot and "at" not in table:
        raise _wrong(f'{where} needs a shot = "1.1/2", or a time: at = "0:05"')
    after, seconds = (_seconds(table.get(key, 0), f"{where}, {key}") for key in ("at", "for"))
    return Placed(overlay=overlay, shot=shot.strip(), after=after, seconds=seconds)


def _require_colours(one: Brand | Overlay, where: str) -> None:
    for name, colour in (("ink", one.ink), ("shade", one.shade)):
        if colour and not _COLOUR.fullmatch(colour):
            raise _wrong(f'{where}: {name} {colour!r} is no colour such as "#0b3d91"')


def _seconds(value: Any, where: str) -> float:
    """`2.5`, `"2.5"`, `"1:02.5"` or `"1:00:02"`."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 86_400:
        return float(value)
    parts = value.split(":") if isinstance(value, str) else []
    if 1 <= len(parts) <= 3 and all(re.fullmatch(r"\d{1,5}(\.\d{1,3})?", one) for one in parts):
        return sum(float(one) * 60.0**n for n, one in enumerate(reversed(parts)))
    raise _wrong(f'{where}: {value!r} is no time such as 2.5 or "1:02.5"')


def _told(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{first['loc'][0]}: {first['msg'][:1].lower()}{first['msg'][1:]}"


def _wrong(cause: str) -> BadInput:
    return BadInput("overlays", cause, REMEDY)
