"""Speech by eSpeak NG: one short-lived process per line.

The library is GPL, so it lives in a process of its own, which is started without site packages: a
line costs about as much as starting Python.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reelwright.film.errors import Interrupted, MachineTrouble
from reelwright.film.order import Stop
from reelwright.media.processes.child import environment
from reelwright.media.sound import speech_child

_ASK_STOP = 0.2
_REPAIR = "Set the program up again: the package `espeakng-loader` brings the offline voice."


@dataclass(frozen=True)
class Manner:
    """How a line is spoken, in eSpeak's own units.

    `voice` is a language with an optional variant (`en-gb+f2`), `rate` words a minute (80–450),
    `pitch` and `range` 0–99 (50 is the voice's own), `gap` an extra pause between words in 10 ms.
    """

    voice: str
    rate: int = 150
    pitch: int = 50
    range: int = 50
    gap: int = 0


@dataclass(frozen=True)
class Speech:
    """Spoken samples (mono, 16 bit) at `rate` per second.

    `marks` are (character of the text, sample) at which each spoken word begins, both from 0.
    """

    samples: NDArray[np.int16]
    rate: int
    marks: tuple[tuple[int, int], ...]


@cache
def _installed() -> tuple[str, str]:
    """The library's path and its data folder's."""
    import espeakng_loader

    library, data = espeakng_loader.get_library_path(), espeakng_loader.get_data_path()
    if not Path(library).is_file():
        raise MachineTrouble("voice", f"the voice library is not at {library}", _REPAIR)
    return str(library), str(data)


def version() -> str:
    """The version of the installed voice, part of what a spoken take depends on."""
    from importlib.metadata import version as installed

    return f"espeakng-loader {installed('espeakng-loader')}"


def speak(
    text: str, manner: Manner, stop: Stop = lambda: False, wall_seconds: float = 60.0
) -> Speech:
    """Speak `text`. The same text and manner give the same bytes, always.

    Raises `MachineTrouble` when the voice is missing or fails, `Interrupted` when `stop()` says so;
    no process is left in either case.
    """
    library, data = _installed()
    numbers = [manner.rate, manner.pitch, manner.range, manner.gap, os.getpid()]
    command = [
        sys.executable, "-I", "-S", "-B", str(Path(speech_child.__file__)),
        library, data, manner.voice, *map(str, numbers),
    ]  # fmt: skip
    with subprocess.Popen(  # noqa: S603 - an argument list, never a shell
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**environment(), "LC_ALL": "C.UTF-8"},
    ) as child:
        try:
            out, err = _listen(
                child, text.replace("\0", " ").encode(errors="replace"), stop, wall_seconds
            )
        finally:
            child.kill()
    if child.returncode:
        told = err.decode(errors="replace").strip().splitlines()[-1:]
        cause = told[0] if told else f"the voice process ended with {child.returncode}"
        raise MachineTrouble("voice", cause, _REPAIR)
    return _parsed(out)


def _listen(
    child: "subprocess.Popen[bytes]", text: bytes, stop: Stop, wall_seconds: float
) -> tuple[bytes, bytes]:
    deadline = time.monotonic() + wall_seconds
    given: bytes | None = text
    while True:
        try:
            return child.communicate(given, timeout=_ASK_STOP)
        except subprocess.TimeoutExpired:
            given = None  # it goes on being sent, but may be handed over only once
            if stop():
                raise Interrupted(
                    "voice", "stopped", "Run the same command again to go on."
                ) from None
            if time.monotonic() > deadline:
                raise MachineTrouble("voice", "a line took too long to speak", _REPAIR) from None


def _parsed(out: bytes) -> Speech:
    head, _, sound = out.partition(b"\n")
    told = json.loads(head)
    marks = tuple((int(character), int(sample)) for character, sample in told["marks"])
    return Speech(np.frombuffer(sound, "<i2"), int(told["rate"]), marks)
