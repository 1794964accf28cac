"""A real browser for tests: headless Chromium looks at a page of ours on loopback.

The page sends what it has seen back to the server that it came from, so nothing but Chromium itself
is needed: no driver, no port of a debugger.
"""

import contextlib
import json
import os
import queue
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

INSTALL = "sudo apt-get install chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--no-first-run",
    "--autoplay-policy=no-user-gesture-required", "--mute-audio",
)  # fmt: skip


def chromium() -> str:
    """The program, or the test is skipped and says what to type."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip(f"NOT RUN: no Chromium here. Type: {INSTALL}")
    return found


def seen(page: str, files: dict[str, tuple[Path, str]], patience: float = 180.0) -> Any:
    """What `page` (HTML) sends to `/seen` as JSON. `files` are served by name: (path, type)."""
    program = chromium()
    with _server(page, files) as (address, told), tempfile.TemporaryDirectory() as profile:
        child = subprocess.Popen(
            [program, *FLAGS, f"--user-data-dir={profile}", address],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            return told.get(timeout=patience)
        except queue.Empty:
            raise AssertionError(f"the page told nothing within {patience:g} s") from None
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait(10)


@contextlib.contextmanager
def _server(
    page: str, files: dict[str, tuple[Path, str]]
) -> Iterator[tuple[str, "queue.Queue[Any]"]]:
    told: queue.Queue[Any] = queue.Queue()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.lstrip("/")
            if name in files:
                _send_file(self, *files[name])
            else:
                _send(self, page.encode(), "text/html; charset=utf-8")

        def do_POST(self) -> None:
            told.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            _send(self, b"", "text/plain")

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/", told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _send(handler: BaseHTTPRequestHandler, body: bytes, kind: str) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def _send_file(handler: BaseHTTPRequestHandler, path: Path, kind: str) -> None:
    """A file, or the range of it that is asked for."""
    data = path.read_bytes()
    asked = handler.headers.get("Range", "")
    first, _, last = asked.removeprefix("bytes=").partition("-")
    begin, end = int(first or 0), int(last or len(data) - 1)
    part = data[begin : end + 1]
    handler.send_response(206 if asked else 200)
    handler.send_header("Content-Type", kind)
    handler.send_header("Accept-Ranges", "bytes")
    handler.send_header("Content-Length", str(len(part)))
    if asked:
        handler.send_header("Content-Range", f"bytes {begin}-{end}/{len(data)}")
    handler.end_headers()
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        handler.wfile.write(part)
