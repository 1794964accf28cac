"""How good segments are: each against the pictures it was made from, and the film against them.

Segments that are encoded in this process show their sources at the encoder's door. A body, which
the ffmpeg program renders, is compared with what the same graph gives without loss.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.floor import Floor
from bench.plain import timeline_of
from bench.row import Row
from reelwright import cutting
from reelwright.cutting import frames, rendering
from reelwright.film.errors import Trouble
from reelwright.film.order import Order, Take
from reelwright.film.timeline import House, Item
from reelwright.ledger.store import Store
from reelwright.media import ffmpeg, probe
from reelwright.media.house import Encoder
from reelwright.providers import animatic

Luma = NDArray[np.uint8]
SAMPLED = 4
"""Drawn clips, and foreign clips, that are looked at; joins and lettered stretches are all."""

_C1, _C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
_SIDE = 8


def quality(home: Path, production: str, folder: Path, group: str) -> Iterator[Row]:
    """The worst segment's SSIM, frames that are not their segment's, and decoders' messages."""
    floor = Watching(Store(home / "store"), folder / "quality")
    floor.folder.mkdir()
    timeline = timeline_of(home, production)
    film = floor.run(cutting.cut(timeline))
    for order in _drawn(home):
        floor.drawn(order)
    shots = [item.clip for item in timeline.items if item.shot][:SAMPLED]
    for clip in shots:
        floor.body(Item(clip=clip, frames=2 * timeline.house.rate - 5, house=False), timeline.house)
    worst = min(floor.found.items(), key=lambda pair: pair[1])
    print(f"      (worst of {len(floor.found)} segments: {worst[0]})")
    yield Row(group, "SSIM of the worst segment against its source", worst[1], "", 0.97, True)
    strange = _strange(floor, film, timeline.house)
    yield Row(group, "frames of the film that are not their segment's", strange, "", 0)
    yield Row(
        group, "messages of decoders over the film", _messages(floor.made[film.sha256]), "", 0
    )


class Watching(Floor):
    """Also notes the SSIM of each segment that it encodes."""

    found: dict[str, float]

    def __init__(self, store: Store, folder: Path) -> None:
        super().__init__(store, folder)
        self.found = {}
        self.films: dict[str, Order] = {}

    def take(self, order: Order) -> Take:
        with _watched() as sources:
            take = super().take(order)
        if order.kind == "film":
            self.films[take.sha256] = order
        elif sources:
            self._note(f"{order.kind} {order.model}", self.made[take.sha256], sources, order.params)
        return take

    def drawn(self, order: Order) -> None:
        """Make a clip of the animatic again."""
        scratch = self.folder / order.fingerprint
        scratch.mkdir()
        with _watched() as sources:
            made = animatic.make(order, self._paths(order), scratch, lambda: False)
        self._note("clip", made.path, sources, order.params)

    def body(self, item: Item, house: House) -> None:
        """Render a clip as if it were a service's, and once more without loss."""
        order = cutting.body_order(item, house)
        take = self.take(order)
        exact = self.folder / f"exact-{item.clip}.mp4"
        ffmpeg.run(
            [ffmpeg.Input(self.store.path(item.clip))],
            [ffmpeg.Output(exact, ("-map", "[v]", "-c:v", "libx264", "-qp", "0", "-f", "mp4"))],
            graph=f"[0:v:0]{rendering.graph(house, item.start, item.frames, 'pad')}[v]",
        )
        sources = [picture.y.copy() for picture in frames.read(exact, 0, item.frames, house)]
        self._note("body", self.made[take.sha256], sources, order.params)

    def _paths(self, order: Order) -> dict[str, Path]:
        return {name: self.store.path(name) for name in order.inputs}

    def _note(self, name: str, path: Path, sources: list[Luma], params: Mapping[str, Any]) -> None:
        house = House.model_validate(params["house"])
        seen = frames.read(path, 0, len(sources), house)
        alike = [ssim(one.y, source) for one, source in zip(seen, sources, strict=True)]
        self.found[f"{name} ({len(self.found)})"] = float(np.mean(alike))


@contextmanager
def _watched() -> Iterator[list[Luma]]:
    """The luma of every picture that is encoded in the meantime."""
    seen: list[Luma] = []
    write = Encoder.write

    def noting(encoder: Encoder, y: Any, u: Any, v: Any) -> None:
        seen.append(np.array(y, np.uint8))
        write(encoder, y, u, v)

    Encoder.write = noting  # type: ignore[method-assign, assignment]
    try:
        yield seen
    finally:
        Encoder.write = write  # type: ignore[method-assign]


def ssim(one: Luma, other: Luma) -> float:
    """Structural similarity (Wang et al. 2004) over windows of 8x8, the mean of the picture."""
    a, b = (_windows(picture) for picture in (one, other))
    mean_a, mean_b = a.mean(axis=2), b.mean(axis=2)
    var_a, var_b = a.var(axis=2), b.var(axis=2)
    both = (a * b).mean(axis=2) - mean_a * mean_b
    value = (2 * mean_a * mean_b + _C1) * (2 * both + _C2)
    return float((value / ((mean_a**2 + mean_b**2 + _C1) * (var_a + var_b + _C2))).mean())


def _windows(picture: Luma) -> NDArray[np.float64]:
    high, wide = (side // _SIDE for side in picture.shape)
    cut = picture[: high * _SIDE, : wide * _SIDE].astype(np.float64)
    shaped = cut.reshape(high, _SIDE, wide, _SIDE).transpose(0, 2, 1, 3)
    return shaped.reshape(high, wide, _SIDE * _SIDE)


def _drawn(home: Path) -> list[Order]:
    """Some of the clips that the animatic drew."""
    with sqlite3.connect(home / "reelwright.db") as ledger:
        found = ledger.execute(
            "SELECT body FROM job WHERE kind = 'clip' AND provider = 'animatic' "
            "ORDER BY id LIMIT ?",
            (SAMPLED,),
        ).fetchall()
    return [Order.model_validate_json(text) for (text,) in found]


def _strange(floor: Watching, film: Take, house: House) -> int:
    """Frames of the film that differ from those of the segments it was joined from."""
    order = floor.films[film.sha256]
    total = int(str(film.facts["frames"]))
    shown = frames.read(floor.made[film.sha256], 0, total, house)
    strange = 0
    parts: list[list[int]] = order.params["parts"]  # type: ignore[assignment]
    for index, start, count in parts:
        name = order.inputs[index]
        path = floor.made.get(name) or floor.store.path(name)
        for mine in frames.read(path, start, count, house):
            theirs = next(shown)
            strange += not all(np.array_equal(a, b) for a, b in zip(mine, theirs, strict=True))
    return strange + sum(1 for _ in shown)


def _messages(film: Path) -> int:
    """Whether a decoder had anything to say about the film."""
    try:
        probe.decode_all(film, "bench", own=True)
    except Trouble as trouble:
        print(f"      ({trouble.cause})")
        return 1
    return 0
