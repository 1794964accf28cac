"""The one function that runs the ffmpeg program.

Arguments are typed and passed as a list, never through a shell. Names of files are always prefixed
with `file:`, so that none is taken for an option or a URL. Inputs may only be containers that
cannot name other files. Text of users never becomes part of an argument: it goes in as pictures.
"""

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from reelwright.film.errors import MachineTrouble
from reelwright.film.order import Stop
from reelwright.media import libav
from reelwright.media.complaints import explain
from reelwright.media.processes import child

VARIABLE = "REELWRIGHT_FFMPEG"
"""Environment variable that names another ffmpeg program."""

Limits = child.Limits

_PINNED = frozenset({"png_pipe", "jpeg_pipe", "webp_pipe", "rawvideo", "s16le", "f32le"})
"""Formats that may be demanded for an input beyond the usual ones; none reads a second file."""


_QUIET = (
    "-hide_banner", "-nostdin", "-y", "-loglevel", "level+warning", "-nostats",
    "-filter_complex_threads", "1", "-filter_threads", "1",
)  # fmt: skip


@dataclass(frozen=True)
class Input:
    """A file to read. `options` come before it; `format` pins how it is read."""

    path: Path
    options: tuple[str, ...] = ()
    format: str = ""


@dataclass(frozen=True)
class Output:
    """A file to write, with its options (`-map`, codec, `-f`)."""

    path: Path
    options: tuple[str, ...] = ()


@lru_cache
def _embedded() -> Path | None:
    spec = find_spec("imageio_ffmpeg")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for found in sorted(Path(folder, "binaries").glob("ffmpeg-*")):
            if os.access(found, os.X_OK):
                return found
    return None


def binary() -> Path:
    """The ffmpeg program: the one named by REELWRIGHT_FFMPEG, else the one installed with us."""
    chosen = os.environ.get(VARIABLE, "")
    if chosen:
        path = Path(chosen).absolute()
        if path.is_file() and os.access(path, os.X_OK):
            return path
        raise MachineTrouble(
            "ffmpeg", f"{VARIABLE} names {chosen!r}, which is no program", f"Unset {VARIABLE}."
        )
    found = _embedded()
    if found is None:
        raise MachineTrouble(
            "ffmpeg",
            "the ffmpeg program is missing",
            f"Run `pip install --force-reinstall imageio-ffmpeg`, or set {VARIABLE} to one.",
        )
    return found


def version() -> str:
    """The program's own version, for the keys of what it renders."""
    path = binary()
    return _version(path, path.stat().st_mtime_ns)


@lru_cache
def _version(path: Path, _changed: int) -> str:
    ended = child.run_program(
        [str(path), "-hide_banner", "-version"],
        Limits(cpu_seconds=20, wall_seconds=30),
        lambda: False,
    )
    words = bytes(ended.out).decode(errors="replace").split()
    if ended.code or words[:2] != ["ffmpeg", "version"]:
        raise MachineTrouble(
            "ffmpeg", f"{path} is no working ffmpeg", f"Set {VARIABLE} to one that works."
        )
    return words[2]


def run(
    inputs: Sequence[Input],
    outputs: Sequence[Output],
    graph: str = "",
    limits: Limits | None = None,
    stop: Stop = lambda: False,
    progress: Callable[[float], None] | None = None,
    stage: str = "ffmpeg",
) -> None:
    """Run ffmpeg once, with one thread per filter and decoder so that bytes do not depend on cores.

    `graph` is a `-filter_complex` text made by us. `progress` is told the seconds written so far.
    Raises `BadInput` or `MachineTrouble` with the cause, `Interrupted` when stopped; then no output
    is left. An output that is missing or empty is a failure whatever the exit code says.
    """
    command = [str(binary()), *_arguments(inputs, outputs, graph)]
    settled = limits or Limits()
    listener = _Progress(progress)
    try:
        ended = child.run_program(
            command, replace(settled, output_mb=1), stop, on_output=listener.hear
        )
        if ended.code or ended.reason:
            raise explain(stage, ended, [item.path for item in inputs])
        for output in outputs:
            if not output.path.is_file() or output.path.stat().st_size == 0:
                raise explain(stage, ended, [item.path for item in inputs])
    except BaseException:
        for output in outputs:
            output.path.unlink(missing_ok=True)
        raise


def piping(source: Input, graph: str) -> list[str]:
    """The command that sends the pictures of a graph's `[v]` to standard output, uncompressed in
    yuv420p: for `media.piped`."""
    arguments = [*_QUIET, *_read(source), "-filter_complex", graph, "-map", "[v]"]
    return [str(binary()), *arguments, "-f", "rawvideo", "-pix_fmt", "yuv420p", "pipe:1"]


def complaint(outputs: Sequence[Output], graph: str = "", limits: Limits | None = None) -> str:
    """Try something, and answer what ffmpeg first complains about; "" when it does not fail."""
    command = [str(binary()), *_arguments((), outputs, graph)]
    ended = child.run_program(command, replace(limits or Limits(), output_mb=1), lambda: False)
    if not ended.code and not ended.reason:
        return ""
    lines = [line for line in ended.told.splitlines() if re.search(r"\[(error|fatal)\]", line)]
    plain = re.sub(r"^.*?\[(error|fatal)\]\s*", "", lines[0]) if lines else ""
    return plain.strip().rstrip(".") or explain("trial", ended, ()).cause


def in_graph(path: Path) -> str:
    """A file's path as the value of a filter's option: read once as an option, once as a graph."""
    option = re.sub(r"([\\':])", r"\\\1", str(path.absolute()))
    return re.sub(r"([\\'\[\],;])", r"\\\1", option)


def _arguments(inputs: Sequence[Input], outputs: Sequence[Output], graph: str) -> list[str]:
    arguments = [*_QUIET, "-progress", "pipe:1"]
    for item in inputs:
        arguments += _read(item)
    if graph:
        arguments += ["-filter_complex", graph]
    for output in outputs:
        arguments += [*output.options, libav.url(output.path)]
    return arguments


def _read(item: Input) -> list[str]:
    return [*_guard(item), *item.options, "-i", libav.url(item.path)]


def _guard(item: Input) -> list[str]:
    if not item.format:
        return ["-protocol_whitelist", "file", "-format_whitelist", libav.FORMATS,
                "-codec_whitelist", libav.CODECS, "-threads", "1"]  # fmt: skip
    if item.format not in _PINNED and item.format not in libav.FORMATS.split(","):
        raise ValueError(f"{item.format} is not a format that inputs may have")
    return ["-protocol_whitelist", "file", "-f", item.format, "-threads", "1"]


class _Progress:
    """Understands the lines of `-progress`: `out_time_us=1234567`."""

    def __init__(self, tell: Callable[[float], None] | None) -> None:
        self._tell = tell
        self._rest = b""

    def hear(self, chunk: bytes) -> None:
        if self._tell is None:
            return
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            name, _, value = line.partition(b"=")
            if name == b"out_time_us" and value.strip().isdigit():
                self._tell(int(value) / 1e6)
