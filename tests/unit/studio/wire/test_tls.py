"""Secure connections: names are checked, and a failure before the request means not sent."""

import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.studio.wire.toy import (
    KEY,
    PROVIDER,
    Script,
    Watch,
    asking,
    leave,
    paid,
    plain,
)

from reelwright.film.talk import Call
from reelwright.studio.wire import NotSent, Paid, Pool, World, fetch, run
from reelwright.studio.wire.dialling import usual_tls
from reelwright.studio.wire.run import nothing_stored

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="needs the openssl program")


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for toy.example with its key, made for this run."""
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", "/CN=toy.example", "-addext",
         "subjectAltName=DNS:toy.example", "-keyout", folder / "key", "-out", folder / "crt"],
        check=True, capture_output=True,
    )  # fmt: skip
    (folder / "pem").write_bytes((folder / "key").read_bytes() + (folder / "crt").read_bytes())
    return folder / "pem"


class Secure:
    """Like `Raw`, over TLS; it remembers the names that it was asked for."""

    def __init__(self, pem: Path, script: Script) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(pem)
        self._context.sni_callback = lambda _s, name, _c: self.names.append(name)
        self._script = script
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://toy.example:{self._listening.getsockname()[1]}"
        self.names: list[str | None] = []
        self.heads: list[bytes] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with (
            suppress(OSError),
            connection,
            self._context.wrap_socket(connection, server_side=True) as secure,
        ):
            while head := secure.recv(65536):
                self.heads.append(head)
                self._script(secure, head, len(self.heads) - 1)

    def close(self) -> None:
        self._listening.close()


@contextmanager
def secure(pem: Path, script: Script) -> Iterator[tuple[Secure, World]]:
    context = ssl.create_default_context(cafile=str(pem))
    server = Secure(pem, script)
    try:
        yield server, replace(Watch().world, tls=context)
    finally:
        server.close()


def fine(connection: socket.socket, _head: bytes, _number: int) -> None:
    connection.sendall(plain(b'{"id": 1}'))


def test_the_name_is_kept_while_the_connection_goes_to_the_checked_address(pem: Path) -> None:
    with secure(pem, fine) as (server, world):
        with Paid(PROVIDER, paid(), server.url, KEY, nothing_stored, world=world) as ready:
            time.sleep(0.05)  # Tickets for later sessions come now; they are no answer.
            assert ready.post(leave()).value == {"id": 1}
        assert server.names == ["toy.example"]
        assert b"\r\nHost: " + server.url[8:].encode() in server.heads[0]


def test_polls_and_files_go_over_it_too(pem: Path, tmp_path: Path) -> None:
    media = b"\0" + bytes(300_000)

    def serve(connection: socket.socket, head: bytes, _number: int) -> None:
        connection.sendall(plain(media if b"/file" in head else b"{}"))

    with secure(pem, serve) as (server, world), Pool() as pool:
        for _ in range(5):
            run(asking(Call(url="/x")), PROVIDER, server.url, KEY, pool=pool, world=world)
        assert len(server.names) == 1
        found = fetch("/file", tmp_path / "x", PROVIDER, server.url, KEY, world=world)
        assert found.path.read_bytes() == media


def test_another_name_unknown_issuers_and_plain_servers_are_not_sent_to(pem: Path) -> None:
    with secure(pem, fine) as (server, world):
        for url, known in (
            (server.url.replace("toy", "other"), world),
            (server.url.replace("toy.example", "127.0.0.1"), world),
            (server.url, replace(world, tls=None)),
        ):
            with (
                pytest.raises(NotSent, match="no secure connection"),
                Paid(PROVIDER, paid(), url, KEY, nothing_stored, world=known),
            ):
                pass
        assert server.heads == []
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"https://toy.example:{mute.getsockname()[1]}"
        began = time.monotonic()
        with (
            pytest.raises(NotSent),
            Paid(PROVIDER, paid(), url, KEY, nothing_stored, world=world, connect=0.3),
        ):
            pass
        assert time.monotonic() - began < 2


def test_a_server_that_hangs_up_after_the_greeting_means_not_sent(pem: Path) -> None:
    with secure(pem, fine) as (server, world):
        server._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server._context.load_cert_chain(pem)
        server._serve = lambda connection: (  # type: ignore[method-assign]
            server._context.wrap_socket(connection, server_side=True).close()
        )
        with Paid(PROVIDER, paid(), server.url, KEY, nothing_stored, world=world) as ready:
            time.sleep(0.1)
            with pytest.raises(NotSent, match="before anything was sent"):
                ready.post(leave())
            assert server.heads == []


def test_names_and_issuers_are_checked_by_default() -> None:
    context = usual_tls()
    assert context.check_hostname
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
