"""What must be proved before something of this room counts as made."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from pydantic import JsonValue

from reelwright.film.errors import MachineTrouble
from reelwright.film.order import Made
from reelwright.film.timeline import House
from reelwright.media import verify

REMEDY = "Run the same command again; if it happens again, run `reelwright doctor`."


def encoded(path: Path, frames: int, house: House, stage: str) -> Made:
    """Decode a fresh segment in full, once, and hand it over."""
    with told_by(stage):
        verify.segment(path, house, frames)
    return handed(path, frames, house)


def handed(path: Path, frames: int, house: House) -> Made:
    """A proved picture in the house format."""
    facts: dict[str, JsonValue] = {"frames": frames, "seconds": frames / house.rate, "house": True}
    return Made(path=path, media_type="video/mp4", facts=facts)


@contextmanager
def told_by(stage: str) -> Generator[None]:
    """Trouble found inside is told under this stage's name, with what to do about it."""
    try:
        yield
    except MachineTrouble as trouble:
        raise MachineTrouble(stage, trouble.cause, trouble.remedy or REMEDY) from trouble
