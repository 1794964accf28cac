"""Inspecting: what lies on the disk after a run is looked at, not believed."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from reelwright.film.errors import Trouble
from reelwright.ledger import attempt, history
from reelwright.ledger.history import Stored
from reelwright.media import probe
from reelwright.studio.home import Home, is_owned
from reelwright.studio.layout import COMING, is_ours, laid_out

ROOMS = ("clips", "scenes", "characters", "images", "audio")
SCENES = ("scene", "film")


@dataclass(frozen=True)
class Finding:
    """`ok` None: there is nothing to look at, or nobody knows where. `why` tells what is wrong."""

    ok: bool | None = None
    why: str = ""


def playable(home: Home, connection: sa.Connection, production: str, revision: int,
             kinds: tuple[str, ...]) -> Finding:  # fmt: skip
    """Whether every stored video of these kinds opens and has pictures to its end."""
    found = history.stored(connection, production, revision, kinds)
    if not found:
        return Finding()
    wrong = [told for one in found if (told := _wrong(home, one))]
    return Finding(ok=not wrong, why=_few(wrong))


def _wrong(home: Home, one: Stored) -> str:
    try:
        facts = probe.probe(home.store.local(one.sha256), "report")
    except FileNotFoundError:
        return f"job {one.job}: its bytes are gone"
    except Trouble as trouble:
        return f"job {one.job}: {trouble.cause}"
    if facts.video is None or not facts.video.frames:
        return f"job {one.job}: it has no picture"
    return ""


def names(production: str, out: Path | None) -> Finding:
    """Whether everything laid out is named as N10 says: rooms, numbers, ASCII."""
    entries = laid_out(production, out) if out is not None else {}
    if not entries:
        return Finding()
    wrong = [name for name in entries if not is_ours(production, name)]
    wrong += [f"{name} was not finished" for name, stamp in entries.items() if stamp == COMING]
    return Finding(ok=not wrong, why=_few(wrong))


def tidy(
    home: Home, connection: sa.Connection, production: str, out: Path | None, *, ours: bool
) -> Finding:
    """Whether nothing temporary and nothing unrecorded is left. `ours`: this process owns the data
    folder; what another one is using now is no orphan."""
    found = [*_answers(home, connection)]
    if ours or not is_owned(home):
        found += [str(path) for path in home.scratch.rglob("*") if path.is_file()]
    if out is not None:
        found += _strays(production, out)
    return Finding(ok=not found, why=_few(found))


def _answers(home: Home, connection: sa.Connection) -> Iterator[str]:
    """Answers of services that belong to no attempt under way."""
    open_ones = {str(one.id) for one in attempt.every_open(connection)}
    for path in sorted((home.root / "answers").glob("*")):
        if path.name.partition("-")[0] not in open_ones:
            yield str(path)


def _strays(production: str, out: Path) -> Iterator[str]:
    """Half-placed files, and files with a name of ours that the manifest does not know."""
    known = laid_out(production, out)
    for room in ROOMS:
        for path in sorted((out / room / production).rglob("*")):
            name = path.relative_to(out).as_posix()
            half = path.name.startswith(".") and path.name.endswith(".part")
            if half or (path.is_file() and name not in known and is_ours(production, name)):
                yield name


def _few(wrong: list[str]) -> str:
    more = f" and {len(wrong) - 3} more" if len(wrong) > 3 else ""
    return ", ".join(wrong[:3]) + more
