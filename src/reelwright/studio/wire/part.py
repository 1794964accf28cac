"""Part: a file on its way here. It ends up whole and durable, or not at all."""

import hashlib
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reelwright.studio.wire.answer import Answer
from reelwright.studio.wire.failing import Damaged, Expired, TooLong

EXPIRED = frozenset({401, 403, 404, 410})
HEAD = 512
_RANGE = re.compile(r"bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})")
_DATA = (b"<", b"{", b"[")


@dataclass(frozen=True)
class Fetched:
    """A file that came whole: `size` in bytes, `etag` as the other side named this version."""

    path: Path
    sha256: str
    size: int
    etag: str


def unlike_media(head: bytes) -> str:
    """Why a file that begins so can be no film, picture or sound, or "". Pages, errors and lists
    are texts that begin with a bracket; no such file does."""
    if not head:
        return "it is empty"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode()
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return "it is a page or data" if not text or text.startswith(_DATA) else ""


class Part:
    """What has come so far, in a new file at `path`, which only `finish` leaves there."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self.expected: int | None = None
        self.etag = ""
        self._since = ""
        self._finished = False

    def __enter__(self) -> "Part":
        self._file = self.path.open("xb")
        self.restart()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._file.close()
        if not self._finished:
            self.path.unlink(missing_ok=True)

    def restart(self) -> None:
        """Forget what has come."""
        self._file.seek(0)
        self._file.truncate()
        self._digest = hashlib.sha256()
        self._head = b""
        self.size, self.expected, self.etag, self._since = 0, None, "", ""

    def wishes(self) -> dict[str, str]:
        """Headers that ask for the rest, if the file is still the same one."""
        version = self._since if self.etag.startswith("W/") else self.etag or self._since
        if not version or not self.size:
            return {}
        return {"Range": f"bytes={self.size}-", "If-Range": version}

    def begin(self, answer: Answer, most: int) -> None:
        """Take up an answer: from the start, or where we had stopped. Raises `Expired`,
        `TooLong`, `Damaged`."""
        if answer.status in EXPIRED:
            raise Expired(f"HTTP {answer.status}: the address is not valid any more")
        if answer.status == 206:
            self._go_on(answer)
        elif answer.status == 200:
            self.restart()
            self.etag = answer.headers.get("etag", "")
            self._since = answer.headers.get("last-modified", "")
            self.expected = answer.length
        else:
            if answer.status == 416:
                self.restart()
            raise Damaged(f"HTTP {answer.status}")
        if answer.headers.get("content-encoding", "identity").lower() not in ("identity", ""):
            raise Damaged("it came packed, though that was not asked for")
        if not answer.bounded:
            raise Damaged("the answer does not say where it ends")
        if (self.expected or 0) > most:
            raise TooLong(f"the file is larger than {most} bytes")

    def _go_on(self, answer: Answer) -> None:
        told = answer.headers.get("content-range", "")
        found = _RANGE.fullmatch(told)
        start, last, size = (int(number) for number in found.groups()) if found else (0, 0, -1)
        same = (
            answer.headers.get("etag", self.etag) == self.etag
            and answer.headers.get("last-modified", self._since) == self._since
            and self.expected in (None, size)
        )
        fits = 0 < self.size == start <= last == size - 1
        length = answer.length
        if not same or not fits or length not in (None, size - start):
            asked = self.size
            self.restart()
            if not same:
                raise Damaged("the file has changed since its first part came")
            raise Damaged(f"asked for what follows byte {asked}, got {told[:80] or 'no range'}")
        self.expected = size

    def write(self, piece: bytes, most: int) -> None:
        """Raises `OSError` as the disk does."""
        if self.size + len(piece) > most:
            raise TooLong(f"the file is larger than {most} bytes")
        if len(self._head) < HEAD:
            self._head += piece[: HEAD - len(self._head)]
            if len(self._head) == HEAD:
                self._sniff()
        self._file.write(piece)
        self._digest.update(piece)
        self.size += len(piece)

    def _sniff(self) -> None:
        cause = unlike_media(self._head)
        if cause:
            self.restart()
            raise Damaged(f"wrong type: {cause}")

    def finish(self) -> Fetched:
        """Make it durable. Raises `Damaged` when it is not all there, or of the wrong type."""
        self._sniff()
        if self.expected is not None and self.size != self.expected:
            raise Damaged(f"cut short: {self.size} of {self.expected} bytes came")
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._finished = True
        return Fetched(self.path, self._digest.hexdigest(), self.size, self.etag)
