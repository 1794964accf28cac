"""The pictures a segment is made of, whatever kind of clip they come from."""

import tempfile
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any

from reelwright.cutting import frames
from reelwright.cutting.frames import Picture
from reelwright.cutting.rendering import rendering
from reelwright.film.errors import MachineTrouble
from reelwright.film.order import Order, Stop
from reelwright.film.timeline import House
from reelwright.media import piped


def pictures(
    place: list[Any], order: Order, inputs: Mapping[str, Path], house: House, scratch: Path,
    stop: Stop,
) -> Generator[Picture]:  # fmt: skip
    """The frames that `place` names in an Order: [input, start, frames] of a clip in the house
    format, or [input, start, frames, fit, table] of any other, rendered and never encoded."""
    index, start, count, *origin = place
    clip = inputs[order.inputs[index]]
    if not origin:
        return frames.read(clip, start, count, house)
    fit, table = origin
    grade = None if table is None else inputs[order.inputs[table]]
    # Both sides of a join are open at once, each with tables of its own.
    apart = Path(tempfile.mkdtemp(dir=scratch))
    source, graph = rendering(clip, start, count, fit, grade, house, apart)
    shown = piped.pictures(source, graph, house.width, house.height, stop, order.kind)
    return _counted(shown, count, order.kind)


def _counted(shown: Generator[piped.Planes], count: int, stage: str) -> Generator[Picture]:
    """Raises `MachineTrouble` when fewer pictures come."""
    came = 0
    for picture in shown:
        came += 1
        yield Picture(*picture)
    if came != count:
        raise MachineTrouble(stage, f"{came} pictures came, {count} were wanted")
