"""How a stand-in hands out a file: with ranges and an ETag, or damaged as told."""

import os
import re
import time
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING

from tests.standins.faults import Fault

if TYPE_CHECKING:
    from tests.standins.standin import File

DRIP = 0.2
"""Seconds between two drops of eight bytes."""


def serve(web: BaseHTTPRequestHandler, file: "File", fault: Fault | None) -> None:
    """One file, or the part that a Range header asks for when If-Range still fits."""
    kind = fault.kind if fault else ""
    content, etag = file.content, file.etag
    if kind == "expired":
        return _whole(web, 403, b"<Error>Request has expired</Error>", "application/xml", "")
    if kind in ("html", "bad file", "corrupt"):
        return _whole(web, 200, _spoilt(kind, content), file.media_type, etag)
    if kind == "changed":
        content, etag = content + b"\0\0\0\x08free", '"another"'
    start = _start(web, etag, len(content))
    _head(web, 206 if start else 200, file.media_type, etag, (start, len(content)))
    rest = content[start:]
    if kind in ("truncated", "cut off", "changed"):
        web.wfile.write(rest[: len(rest) // 2])
        web.close_connection = True
        return None
    if kind == "drip":
        for at in range(0, len(rest), 8):
            web.wfile.write(rest[at : at + 8])
            time.sleep(DRIP)
        return None
    web.wfile.write(rest)
    return None


def _spoilt(kind: str, content: bytes) -> bytes:
    if kind == "html":
        return b"<!doctype html><title>Sign in</title>" * 40
    if kind == "bad file":
        return content[: len(content) // 3] + bytes(1000)
    middle = len(content) // 2
    noise = os.urandom(min(4000, middle))
    return content[:middle] + noise + content[middle + len(noise) :]


def _start(web: BaseHTTPRequestHandler, etag: str, size: int) -> int:
    found = re.fullmatch(r"bytes=(\d+)-", web.headers.get("Range", ""))
    fits = web.headers.get("If-Range", etag) == etag
    return int(found[1]) if found and fits and int(found[1]) < size else 0


def _head(
    web: BaseHTTPRequestHandler, status: int, media_type: str, etag: str, part: tuple[int, int]
) -> None:
    start, size = part
    web.send_response(status)
    web.send_header("Content-Type", media_type)
    web.send_header("Accept-Ranges", "bytes")
    if etag:
        web.send_header("ETag", etag)
    if start:
        web.send_header("Content-Range", f"bytes {start}-{size - 1}/{size}")
    web.send_header("Content-Length", str(size - start))
    web.end_headers()


def _whole(
    web: BaseHTTPRequestHandler, status: int, content: bytes, media_type: str, etag: str
) -> None:
    _head(web, status, media_type, etag, (0, len(content)))
    web.wfile.write(content)
