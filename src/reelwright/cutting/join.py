"""Makes a join: the frames of one transition, and nothing of the clips around it."""

from collections.abc import Callable, Generator, Iterator, Mapping
from pathlib import Path
from typing import Any

from reelwright.cutting.checks import encoded
from reelwright.cutting.frames import Picture
from reelwright.cutting.lettering.over import lettering
from reelwright.cutting.makers import pause
from reelwright.cutting.source import pictures
from reelwright.cutting.transitions import TRANSITIONS, Blend, blender
from reelwright.film.order import Made, Order, Stop
from reelwright.film.timeline import House
from reelwright.media.house import Encoder

Read = Callable[[Any], Iterator[Picture]]
"""A place in an Order -> the pictures there."""


def make_join(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Blend and encode; the result is decoded once before it counts."""
    house = House.model_validate(order.params["house"])
    kind = order.model.rsplit("-", 1)[0]
    letters = lettering(order, inputs, house)
    out = scratch / "join.mp4"

    def read(place: Any) -> Iterator[Picture]:
        return pictures(place, order, inputs, house, scratch, stop) if place else iter(())

    with Encoder(out, house) as encoder:
        for index, picture in enumerate(_pictures(kind, order.params, read)):
            pause(stop)
            encoder.write(*letters.over(index, picture))
    return encoded(out, _length(order.params, kind), house, "join")


def _pictures(kind: str, params: Mapping[str, Any], read: Read) -> Generator[Picture]:
    blend = blender(kind, params["look"])
    after = read(params["after"])
    length = _count(params["after"]) - params["extra"]
    if TRANSITIONS[kind].overlaps:
        before = read(params["before"])
        for index in range(length):
            yield blend((index + 1) / (length + 1), next(before), next(after))
    else:
        yield from _in_turn(blend, params, read, after)
    yield from after


def _in_turn(
    blend: Blend, params: Mapping[str, Any], read: Read, after: Iterator[Picture]
) -> Generator[Picture]:
    """First the old pictures alone, then the new ones; at the film's edges there is but one half.

    The halves meet at 0.5, each running at the pace of its own number of frames.
    """
    second = _count(params["after"]) - params["extra"]
    first = _count(params["before"])
    for index, old in enumerate(read(params["before"])):
        yield blend((index + 1) / (2 * first + 1), old, None)
    for index in range(second):
        yield blend(0.5 + (index + 0.5) / (2 * second + 1), None, next(after))


def _count(place: Any) -> int:
    return int(place[2]) if place else 0


def _length(params: Mapping[str, Any], kind: str) -> int:
    after = _count(params["after"])
    return after if TRANSITIONS[kind].overlaps else _count(params["before"]) + after
