"""How loud sound is: integrated loudness and true peak by ITU-R BS.1770 / EBU R 128."""

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import av.error
import numpy as np
from av.filter import Graph
from numpy.typing import NDArray

from reelwright.media.sound.aac import decoded
from reelwright.media.sound.truepeak import TruePeak
from reelwright.media.sound.wav import RATE

SILENCE = -70.0
"""LUFS: what lies below the absolute gate counts as silence."""


class Meter:
    """Measures a stream of chunks of one shape: (n,) or (n, channels), mono or stereo."""

    def __init__(self, rate: int = RATE) -> None:
        self._rate = rate
        self._graph: Graph | None = None
        self._layout = "mono"
        self._at = 0
        self._lufs = SILENCE
        self._peak = TruePeak()

    def push(self, chunk: NDArray[np.floating]) -> None:
        """Hear the next samples."""
        if not len(chunk):
            return
        block = np.ascontiguousarray(chunk.reshape(len(chunk), -1), np.float32)
        self._peak.push(block)
        if self._graph is None:
            self._layout = "stereo" if block.shape[1] == 2 else "mono"
            self._graph = self._connected()
        frame = av.AudioFrame.from_ndarray(block.reshape(1, -1), format="flt", layout=self._layout)
        frame.sample_rate = self._rate
        frame.time_base = Fraction(1, self._rate)
        frame.pts = self._at
        self._at += len(block)
        self._graph.push(frame)
        self._pull(self._graph)

    def result(self) -> tuple[float, float]:
        """(LUFS, true peak in dBTP) of everything heard; call it once, at the end."""
        if self._graph is not None:
            # The filter measures in steps of 100 ms: silence lets it finish the last one.
            self._flush(self._graph)
        peak = self._peak.flush()
        told = 20 * float(np.log10(peak)) if peak > 0 else float("-inf")
        return max(self._lufs, SILENCE), told

    def _connected(self) -> Graph:
        graph = Graph()
        graph.threads = 1
        source = graph.add_abuffer(
            sample_rate=self._rate,
            format="flt",
            layout=self._layout,
            time_base=Fraction(1, self._rate),
        )
        meter = graph.add("ebur128", "metadata=1:framelog=quiet")
        graph.link_nodes(source, meter, graph.add("abuffersink")).configure()
        return graph

    def _flush(self, graph: Graph) -> None:
        graph.push(None)
        self._pull(graph)

    def _pull(self, graph: Graph) -> None:
        while True:
            try:
                frame = graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            self._lufs = float(frame.metadata.get("lavfi.r128.I", self._lufs))


def measure(chunks: Iterable[NDArray[np.floating]], rate: int = RATE) -> tuple[float, float]:
    """(LUFS, dBTP) of chunks; memory does not grow with the length."""
    meter = Meter(rate)
    for chunk in chunks:
        meter.push(chunk)
    return meter.result()


def loudness(sound: Path | NDArray[np.floating], rate: int = RATE) -> tuple[float, float]:
    """(integrated loudness in LUFS, true peak in dBTP) of a file or of samples at `rate`.

    Silence and sounds under 0.4 s measure as `SILENCE` or near it.
    """
    if isinstance(sound, Path):
        return measure(decoded(sound), RATE)
    return measure([sound], rate)
