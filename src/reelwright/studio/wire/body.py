"""Bodies of requests, streamed: stored bytes are named by hash and never loaded whole."""

import json
import re
import secrets
from binascii import b2a_base64
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import JsonValue

from reelwright.film.talk import BLOB, Call, Part

Local = Callable[[str], Path]
"""SHA-256 -> a readable file of these bytes. Raises `FileNotFoundError`."""

CHUNK = 1 << 16
PLAIN = CHUNK // 4 * 3
"""Bytes that become one chunk of base64."""

UNKNOWN = "application/octet-stream"
_SIGNS = (
    (r"\x89PNG\r\n\x1a\n", "image/png"),
    (r"\xff\xd8\xff", "image/jpeg"),
    (r"RIFF....WEBP", "image/webp"),
    (r"GIF8[79]a", "image/gif"),
    (r"....ftypavif", "image/avif"),
    (r"....ftypqt  ", "video/quicktime"),
    (r"....ftypM4A ", "audio/mp4"),
    (r"....ftyp", "video/mp4"),
    (r"\x1a\x45\xdf\xa3.{0,60}webm", "video/webm"),
    (r"RIFF....WAVE", "audio/wav"),
    (r"ID3|\xff[\xe2-\xe7\xf2-\xf7\xfa-\xff]", "audio/mpeg"),
)
"""(how a file begins, its media type)."""
_TABLE = tuple((re.compile(sign.encode("latin-1"), re.DOTALL), kind) for sign, kind in _SIGNS)
_MEDIA_TYPE = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,60}(?:; ?[\w-]+=[\w.-]+)?", re.ASCII)


def media_type(head: bytes) -> str:
    """The media type of a file by its first 64 bytes."""
    return next((kind for sign, kind in _TABLE if sign.match(head)), UNKNOWN)


@dataclass(frozen=True)
class Stored:
    """Bytes in a file, sent as they are or as base64."""

    path: Path
    plain: int
    base64: bool

    @property
    def size(self) -> int:
        return (self.plain + 2) // 3 * 4 if self.base64 else self.plain

    def chunks(self) -> Iterator[bytes]:
        """Exactly `size` bytes. Raises `OSError` when the file is not what it was."""
        left = self.plain
        with self.path.open("rb") as file:
            while left:
                piece = file.read(min(left, PLAIN))
                if len(piece) != min(left, PLAIN):
                    raise OSError("stored bytes have become fewer")
                left -= len(piece)
                yield b2a_base64(piece, newline=False) if self.base64 else piece


Piece = bytes | Stored


@dataclass(frozen=True)
class Body:
    """What a request carries. `size` is its exact length in bytes; it can be sent repeatedly."""

    content_type: str
    pieces: tuple[Piece, ...]

    @property
    def size(self) -> int:
        return sum(len(p) if isinstance(p, bytes) else p.size for p in self.pieces)

    def chunks(self) -> Iterator[bytes]:
        """The bytes in chunks of at most 64 KiB; a body that is no longer is one chunk."""
        held = b""
        for piece in self.pieces:
            for chunk in piece.chunks() if isinstance(piece, Stored) else (piece,):
                held += chunk
                while len(held) > CHUNK:
                    yield held[:CHUNK]
                    held = held[CHUNK:]
        if held:
            yield held


def bodied(call: Call, local: Local) -> Body | None:
    """The body of a Call; None when it has none. Every stored file is looked at, so that one
    that is missing (`FileNotFoundError`) shows before anything is sent."""
    if call.parts:
        if call.body is not None:
            raise ValueError("a call has a JSON body or parts, not both")
        mark = secrets.token_hex(16)
        told = f"multipart/form-data; boundary={mark}"
        return Body(told, _joined(_form(call.parts, mark, local)))
    if call.body is None:
        return None
    return Body("application/json", _joined(_json(call.body, local)))


def _joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Neighbouring plain pieces as one."""
    found: list[Piece] = []
    plain: list[bytes] = []
    for piece in pieces:
        if isinstance(piece, bytes):
            plain.append(piece)
            continue
        found += [b"".join(plain), piece]
        plain = []
    return (*found, b"".join(plain))


def _json(value: JsonValue, local: Local) -> Iterator[Piece]:
    if isinstance(value, dict):
        if BLOB in value:
            yield from _blob(value, local)
            return
        yield b"{"
        for index, (name, one) in enumerate(value.items()):
            yield (b"," if index else b"") + json.dumps(name).encode() + b":"
            yield from _json(one, local)
        yield b"}"
    elif isinstance(value, list):
        yield b"["
        for index, one in enumerate(value):
            yield b"," if index else b""
            yield from _json(one, local)
        yield b"]"
    else:
        yield json.dumps(value, allow_nan=False).encode()


def _blob(mark: dict[str, JsonValue], local: Local) -> Iterator[Piece]:
    sha256, form = mark[BLOB], mark.get("form")
    if mark.keys() != {BLOB, "form"} or not isinstance(sha256, str):
        raise ValueError("this is no mark of stored bytes")
    if form not in ("data", "base64"):
        raise ValueError(f"stored bytes cannot be sent as {form!r}")
    stored, kind = _stored(sha256, local, base64=True)
    yield f'"data:{kind};base64,'.encode() if form == "data" else b'"'
    yield stored
    yield b'"'


def _stored(sha256: str, local: Local, *, base64: bool) -> tuple[Stored, str]:
    path = local(sha256)
    with path.open("rb") as file:
        kind = media_type(file.read(64))
    return Stored(path, path.stat().st_size, base64), kind


def _form(parts: tuple[Part, ...], mark: str, local: Local) -> Iterator[Piece]:
    for part in parts:
        told = f'--{mark}\r\nContent-Disposition: form-data; name="{_quoted(part.name)}"'
        if not part.sha256:
            yield f"{told}\r\n\r\n{part.text}\r\n".encode()
            continue
        stored, kind = _stored(part.sha256, local, base64=False)
        kind = part.media_type or kind
        if not _MEDIA_TYPE.fullmatch(kind):
            raise ValueError(f"not a media type: {kind!r}")
        told += f'; filename="{_quoted(part.filename or "file")}"\r\nContent-Type: {kind}'
        yield f"{told}\r\n\r\n".encode()
        yield stored
        yield b"\r\n"
    yield f"--{mark}--\r\n".encode()


def _quoted(text: str) -> str:
    """As browsers write names in forms: they end neither their quotes nor their line."""
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
