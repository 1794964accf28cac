"""Paid requests: at most one POST, whatever happens, and the truth about what left us."""

import base64
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from tests.unit.studio.wire.toy import (
    KEY,
    PROVIDER,
    Files,
    Raw,
    Toy,
    Watch,
    js,
    leave,
    paid,
    plain,
    reset,
)

from reelwright.film.talk import Call, Reply, Submit, blob
from reelwright.studio.wire import NotSent, Paid, TooLong, Unheard, World, boot_clock
from reelwright.studio.wire.run import nothing_stored
from reelwright.studio.wire.timed import Timed

ROOT = Path(__file__).parents[4]


def post(url: str, submit: Submit, world: World | None = None) -> Reply:
    with Paid(PROVIDER, submit, url, KEY, nothing_stored, world=world or World()) as ready:
        return ready.post(leave())


def test_one_post_is_sent_signed_and_heard() -> None:
    watch = Watch()
    with Toy() as toy:
        reply = post(toy.url, paid({"prompt": "ü"}), watch.world)
        assert reply.status == 200
        assert reply.value == {"id": "toy-000001"}
        assert toy.posts() == 1
        asked = toy.asked[0]
        assert asked.data == {"prompt": "ü"}
        assert asked.headers["Authorization"] == f"Bearer {KEY}"
        assert asked.headers["Connection"] == "close"
        assert asked.headers["Host"] == toy.url.removeprefix("http://")
        (sent,) = watch.sent
        assert (sent.method, sent.path, sent.status) == ("POST", "/jobs", 200)
        assert sent.size == len(reply.body)
        assert sent.seconds < 5


@pytest.mark.parametrize(
    ("kind", "status"), [("limited", 429), ("broken", 500), ("unavailable", 503)]
)
def test_an_answer_of_any_status_is_heard_and_never_repeated(kind: str, status: int) -> None:
    with Toy() as toy:
        toy.faults.add(kind, times=9)  # type: ignore[arg-type]
        assert post(toy.url, paid()).status == status
        assert toy.posts() == 1


@pytest.mark.parametrize("onward", ["/jobs", "http://169.254.169.254/", "https://a.example/"])
def test_a_redirect_is_heard_and_not_followed(onward: str) -> None:
    with Toy() as toy:
        toy.onward = onward
        assert post(toy.url, paid(url="/moved")).status == 307
        assert toy.posts() == 1
        assert [path for _, path, _ in toy.seen] == ["/moved"]


@pytest.mark.parametrize("kind", ["drop before", "drop after"])
def test_a_dropped_connection_leaves_it_unheard(kind: str) -> None:
    with Toy() as toy:
        toy.faults.add(kind, times=9)  # type: ignore[arg-type]
        with pytest.raises(Unheard, match="without an answer"):
            post(toy.url, paid())
        assert toy.posts() == 1
        assert len(toy.bill()) == (kind == "drop after")


def test_a_late_answer_leaves_it_unheard() -> None:
    with Toy() as toy:
        toy.faults.add("delay", times=9, seconds=1.0)
        began = time.monotonic()
        with pytest.raises(Unheard, match="in time"):
            post(toy.url, paid(seconds=0.2))
        assert time.monotonic() - began < 0.9
        time.sleep(1.2)
        assert toy.posts() == 1


def test_a_gigabyte_of_answer_is_cut_off() -> None:
    with Toy() as toy:
        toy.faults.add("huge answer")
        began = time.monotonic()
        with pytest.raises(TooLong):
            post(toy.url, paid())
        assert time.monotonic() - began < 2
        assert toy.posts() == 1


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"HTTP/1.1 200", b"HTTP/1.1 404 Not", b"HTTP/1.1 404 Not Found\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 0", b"HTTP/1.1 422 No\r\nContent-Length: 0\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Le", b"garbage\r\n\r\n",
        plain(b'{"id": "1', length=40),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{\"id\": \"",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\n{}",
        b"HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/9 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nA: " + b"a" * 70000 + b"\r\n\r\n",
    ],
)  # fmt: skip
def test_an_answer_that_is_not_whole_is_none(answer: bytes) -> None:
    with Raw(lambda connection, _h, _n: connection.sendall(answer)) as raw:
        with pytest.raises(Unheard):
            post(raw.url, paid(seconds=5))
        assert raw.connections == 1


def test_an_answer_that_ends_with_the_connection_must_show_its_end_itself() -> None:
    head = b"HTTP/1.1 %s\r\nContent-Type: a/b\r\n\r\n"
    for status, body, heard in (
        (b"200 OK", b'{"id": 1}', True), (b"200 OK", b'{"id": ', False), (b"200 OK", b"1", False),
        (b"200 OK", b"ID3 half a song", False), (b"403 Forbidden", b"<html>", True),
    ):  # fmt: skip
        answer = head % status + body
        with Raw(lambda connection, _h, _n, a=answer: connection.sendall(a)) as raw:  # type: ignore[misc]
            if heard:
                assert post(raw.url, paid()).body == body
            else:
                with pytest.raises(Unheard, match="where it ends"):
                    post(raw.url, paid())


def test_a_reset_connection_leaves_it_unheard() -> None:
    with Raw(lambda connection, _h, _n: reset(connection)) as raw:
        with pytest.raises(Unheard):
            post(raw.url, paid())
        assert len(raw.heads) == 1


def test_a_chunked_answer_after_a_continue_is_heard() -> None:
    answer = (
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
        b"X-A: 1\r\nX-A: 2\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"
    )
    with Raw(lambda connection, _h, _n: connection.sendall(answer)) as raw:
        reply = post(raw.url, paid())
    assert reply.body == b"abcde"
    assert reply.headers["x-a"] == "1, 2"


def test_after_the_deadline_nothing_is_sent() -> None:
    with Toy() as toy, Raw(lambda *_: None) as raw:
        for url in (toy.url, raw.url):
            with Paid(PROVIDER, paid(), url, KEY, nothing_stored) as ready:
                with pytest.raises(NotSent, match="has passed"):
                    ready.post(leave(-0.001))
                with pytest.raises(RuntimeError):
                    ready.post(leave())
        assert toy.posts() == 0
        assert toy.seen == []
        assert raw.heads == []


FROZEN = """
import os, signal, sys
from tests.unit.studio.wire.toy import KEY, PROVIDER, leave, paid
from reelwright.studio.wire import NotSent, Paid
from reelwright.studio.wire.run import nothing_stored
with Paid(PROVIDER, paid(), sys.argv[1], KEY, nothing_stored) as ready:
    permit = leave(0.3)
    os.kill(os.getpid(), signal.SIGSTOP)
    try:
        ready.post(permit)
    except NotSent:
        sys.exit(7)
"""


def test_a_process_frozen_before_sending_does_not_send_when_it_wakes() -> None:
    with Toy() as toy:
        child = subprocess.Popen([sys.executable, "-c", FROZEN, toy.url], cwd=ROOT)
        os.waitpid(child.pid, os.WUNTRACED)
        time.sleep(0.5)
        child.send_signal(signal.SIGCONT)
        assert child.wait(30) == 7
        assert toy.posts() == 0


def test_a_second_post_is_an_error_even_at_the_same_time() -> None:
    with Toy() as toy, Paid(PROVIDER, paid(), toy.url, KEY, nothing_stored) as ready:
        refused: list[int] = []

        def attempt() -> None:
            try:
                ready.post(leave())
            except RuntimeError:
                refused.append(1)

        threads = [threading.Thread(target=attempt) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(refused) == 7
        assert toy.posts() == 1


def test_outside_its_with_block_nothing_can_be_posted() -> None:
    with Toy() as toy:
        ready = Paid(PROVIDER, paid(), toy.url, KEY, nothing_stored)
        with pytest.raises(RuntimeError):
            ready.post(leave())
        with ready:
            pass
        with pytest.raises(RuntimeError):
            ready.post(leave())
        assert toy.posts() == 0


def test_no_connection_means_not_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with (
        pytest.raises(NotSent, match="cannot be reached: Connection refused"),
        Paid(PROVIDER, paid(), f"http://127.0.0.1:{port}", KEY, nothing_stored),
    ):
        pass


def test_a_server_that_never_accepts_means_not_sent() -> None:
    """A full queue of connections: the kernel answers nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as deaf:
        port = deaf.getsockname()[1]
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", port))
        began = time.monotonic()
        with (
            pytest.raises(NotSent),
            Paid(PROVIDER, paid(), f"http://127.0.0.1:{port}", KEY, nothing_stored, connect=0.3),
        ):
            pass
        assert time.monotonic() - began < 3
        for filler in fillers:
            filler.close()


def test_a_server_that_hangs_up_before_anything_is_sent_means_not_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        for rude in (
            socket.socket.close,
            reset,
            lambda c: c.sendall(b"220 hello\r\n"),
        ):
            with Paid(PROVIDER, paid(), f"http://127.0.0.1:{port}", KEY, nothing_stored) as ready:
                connection, _ = server.accept()
                with connection:
                    rude(connection)
                    time.sleep(0.05)
                    with pytest.raises(NotSent, match="before anything was sent"):
                        ready.post(leave())


def test_each_post_has_a_connection_of_its_own() -> None:
    with Raw(lambda connection, _h, _n: connection.sendall(plain(b"{}"))) as raw:
        for _ in range(3):
            post(raw.url, paid())
        assert raw.connections == 3


def test_missing_bytes_and_bad_keys_show_before_the_connection(tmp_path: Path) -> None:
    files = Files(tmp_path)
    with Raw(lambda *_: None) as raw:
        with (
            pytest.raises(FileNotFoundError),
            Paid(PROVIDER, paid({"a": blob("0" * 64)}), raw.url, KEY, files.local),
        ):
            pass
        for key in (KEY + "\n", "ключ" + KEY, KEY + "\r\nX-Evil: 1", KEY + "\0"):
            with (
                pytest.raises(NotSent) as caught,
                Paid(PROVIDER, paid(), raw.url, key, files.local),
            ):
                pass
            assert KEY not in repr(caught.value)
        with pytest.raises(ValueError, match="path of the service"):
            Paid(PROVIDER, paid(url="https://a.example/"), raw.url, KEY, files.local)
        with pytest.raises(ValueError, match="no GET"):
            Paid(PROVIDER, Submit(call=Call(url="/x")), raw.url, KEY, files.local)
        for url in ("", "ftp://127.0.0.1", "127.0.0.1:80", "http://a:b@127.0.0.1"):
            with pytest.raises(NotSent), Paid(PROVIDER, paid(), url, KEY, files.local):
                pass
        assert raw.connections == 0


def test_bytes_that_vanish_at_the_last_moment(tmp_path: Path) -> None:
    files = Files(tmp_path)
    sha256 = files.put(bytes(200_000))
    submit = paid({"a": blob(sha256)})
    with Raw(lambda *_: None) as raw:
        with Paid(PROVIDER, submit, raw.url, KEY, files.local) as ready:
            files.local(sha256).unlink()
            with pytest.raises(NotSent, match="cannot be read"):
                ready.post(leave())
        assert raw.heads == []
        files.put(bytes(200_000))
        with Paid(PROVIDER, submit, raw.url, KEY, files.local) as ready:
            files.local(sha256).write_bytes(bytes(60_000))
            with pytest.raises(Unheard, match="sent whole"):
                ready.post(leave())


def test_a_body_larger_than_any_buffer_arrives_exactly(tmp_path: Path) -> None:
    files = Files(tmp_path)
    content = os.urandom(3_000_001)
    submit = paid({"image": blob(files.put(content), "base64")})
    with Toy() as toy:
        with Paid(PROVIDER, submit, toy.url, KEY, files.local) as ready:
            assert ready.post(leave()).status == 200
        assert base64.b64decode(toy.asked[0].data["image"]) == content


def test_an_early_refusal_of_a_large_body_is_heard(tmp_path: Path) -> None:
    files = Files(tmp_path)
    submit = paid({"image": blob(files.put(bytes(20_000_000)))})

    def early(connection: socket.socket, _head: bytes, _number: int) -> None:
        connection.sendall(plain(js({"error": "too large"}), "413 Too Large"))
        connection.shutdown(socket.SHUT_WR)
        connection.settimeout(0.3)
        while connection.recv(1 << 20):
            pass

    with (
        Raw(early) as raw,
        Paid(PROVIDER, submit, raw.url, KEY, files.local) as ready,
    ):
        assert ready.post(leave()).status == 413


def test_a_log_that_fails_does_not_lose_the_answer() -> None:
    def failing(_sent: object) -> None:
        raise OSError("log disk full")

    with Toy() as toy:
        assert post(toy.url, paid(), World(log=failing)).status == 200


def test_a_frozen_process_still_hears_what_has_come() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        timed = Timed(ours)
        timed.until = boot_clock() - 100
        theirs.sendall(b"answer")
        buffer = bytearray(10)
        assert timed.receive(buffer) == 6
        with pytest.raises(TimeoutError):
            timed.receive(buffer)
        with pytest.raises(TimeoutError):
            timed.send(b"late")
        timed.until = boot_clock() + 10
        with pytest.raises(NotSent):
            timed.send(b"late", deadline=boot_clock())
        theirs.settimeout(0.05)
        with pytest.raises(TimeoutError):
            theirs.recv(1)
