"""The voice process: speaks one line with eSpeak NG and ends.

It runs as a script of its own (never imported by ours while it speaks), because the library is GPL
and because its output repeats to the byte only in a fresh process with a fixed seed.

Arguments: library, data folder, voice, rate, pitch, range, gap, parent's process id. The text comes
by standard input (UTF-8). Standard output gets one line of JSON, `{"rate", "marks"}` with
`marks` = [[character, sample], …] (both from 0), then the samples as 16-bit mono.
"""

import ctypes
import json
import os
import sys

_SYNCHRONOUS = 2
_UTF8_WITH_END_PAUSE = 0x1001
_WORD = 1
_SEED = 7
_RATE, _VOLUME, _PITCH, _RANGE, _GAP = 1, 2, 3, 4, 7
_VOLUME_WITHOUT_CLIPPING = 70
_CPU_SECONDS, _MEMORY = 20, 512 * 1024 * 1024


class _Event(ctypes.Structure):
    """espeak_EVENT of speak_lib.h."""

    _fields_ = [
        ("kind", ctypes.c_int),
        ("identifier", ctypes.c_uint),
        ("position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("milliseconds", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user", ctypes.c_void_p),
        ("name", ctypes.c_char * 8),
    ]


_HEARD = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))


def _confine(parent: int) -> None:
    """Die with the parent, and never outgrow the limits of one spoken line."""
    if sys.platform != "linux":
        return
    import resource

    ctypes.CDLL(None).prctl(1, 9)
    if os.getppid() != parent:
        os._exit(1)
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _speak(library: str, data: str, voice: str, settings: list[int], text: bytes) -> int:
    sound: list[bytes] = []
    marks: list[tuple[int, int]] = []

    def heard(wave: "int | None", count: int, events: "ctypes._Pointer[_Event]") -> int:
        if wave and count:
            sound.append(ctypes.string_at(wave, 2 * count))
        index = 0
        while events[index].kind:
            event = events[index]
            if event.kind == _WORD:
                marks.append((event.position - 1, event.sample))
            index += 1
        return 0

    listener = _HEARD(heard)
    espeak = ctypes.CDLL(library)
    rate = espeak.espeak_Initialize(_SYNCHRONOUS, 0, data.encode(), 0)
    if rate <= 0:
        return _fail("the voice data cannot be read")
    espeak.espeak_ng_SetRandSeed(ctypes.c_long(_SEED))
    espeak.espeak_SetSynthCallback(listener)
    if espeak.espeak_SetVoiceByName(voice.encode()):
        return _fail(f"there is no voice {voice!r}")
    for parameter, value in zip((_RATE, _PITCH, _RANGE, _GAP), settings, strict=True):
        espeak.espeak_SetParameter(parameter, value, 0)
    espeak.espeak_SetParameter(_VOLUME, _VOLUME_WITHOUT_CLIPPING, 0)
    size = ctypes.c_size_t(len(text) + 1)
    espeak.espeak_Synth(text + b"\0", size, 0, 1, 0, _UTF8_WITH_END_PAUSE, None, None)
    espeak.espeak_Synchronize()
    head = json.dumps({"rate": rate, "marks": marks})
    sys.stdout.buffer.write(head.encode() + b"\n" + b"".join(sound))
    sys.stdout.buffer.flush()
    return 0


def _fail(cause: str) -> int:
    sys.stderr.write(cause)
    return 1


def main(argv: list[str]) -> int:
    library, data, voice, *numbers, parent = argv
    _confine(int(parent))
    return _speak(library, data, voice, [int(n) for n in numbers], sys.stdin.buffer.read())


if __name__ == "__main__":
    status = main(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
