"""Pictures from the ffmpeg program, one at a time, through a pipe: nothing is written down."""

import queue
import threading
from collections.abc import Generator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from reelwright.film.errors import MachineTrouble
from reelwright.film.order import Stop
from reelwright.media import ffmpeg
from reelwright.media.complaints import explain
from reelwright.media.processes import child

_WAITING = 64
"""Blocks of 64 KB that may wait to be taken: ffmpeg waits in turn."""

_PATIENCE = 0.1
"""Seconds between looks at whether anybody still wants what comes."""

Planes = tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]


def pictures(
    source: ffmpeg.Input, graph: str, width: int, height: int, stop: Stop, stage: str
) -> Generator[Planes]:
    """What the filters `graph` make of the first picture track, as Y (height, width), U and V
    (height/2, width/2), 8 bits. Both sizes are even.

    Memory does not grow with the number of pictures. Raises `BadInput` or `MachineTrouble` with the
    cause, `Interrupted` when stopped; ffmpeg is ended when the generator is closed.
    """
    sizes = (width * height, width * height // 4, width * height // 4)
    pipe = _Pipe(source, graph, stop)
    pipe.start()
    try:
        while True:
            room = bytearray(sum(sizes))
            filled = pipe.fill(memoryview(room))
            if filled < len(room):
                break
            picture = np.frombuffer(room, np.uint8)
            y, u, v = np.split(picture, (sizes[0], sizes[0] + sizes[1]))
            half = (height // 2, width // 2)
            yield y.reshape(height, width), u.reshape(half), v.reshape(half)
    finally:
        pipe.left.set()
        pipe.join()
    if pipe.failure is not None:
        raise pipe.failure
    if pipe.ended.code or pipe.ended.reason:
        raise explain(stage, pipe.ended, [source.path])
    if filled:
        raise MachineTrouble(stage, f"a picture of {source.path.name} came in part")


class _Pipe(threading.Thread):
    """Runs ffmpeg and holds a little of what it says until that is taken."""

    def __init__(self, source: ffmpeg.Input, graph: str, stop: Stop) -> None:
        super().__init__(name="ffmpeg pictures", daemon=True)
        self.command = ffmpeg.piping(source, graph)
        self.stop = stop
        self.blocks: queue.Queue[bytes] = queue.Queue(_WAITING)
        self.rest = memoryview(b"")
        self.left = threading.Event()
        """Nobody wants any more."""
        self.ended = child.Ended()
        self.failure: BaseException | None = None

    def run(self) -> None:
        limits = replace(ffmpeg.Limits(), file_mb=1)
        try:
            self.ended = child.run_program(
                self.command, limits, lambda: self.left.is_set() or self.stop(), self.hand
            )
        except BaseException as failure:  # told to whoever reads, in its own thread
            self.failure = failure
        self.hand(b"")

    def hand(self, block: bytes) -> None:
        while not self.left.is_set():
            try:
                self.blocks.put(block, timeout=_PATIENCE)
            except queue.Full:
                continue
            return

    def fill(self, room: memoryview) -> int:
        """Copy what comes next into `room`; less of it is filled only at the end."""
        filled = 0
        while filled < len(room):
            self.rest = self.rest or memoryview(self.blocks.get())
            if not self.rest:
                break
            taken = self.rest[: len(room) - filled]
            room[filled : filled + len(taken)] = taken
            self.rest = self.rest[len(taken) :]
            filled += len(taken)
        return filled
