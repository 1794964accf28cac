"""Downloads: what arrives is whole, or nothing is left; a damage is told with its cause."""

import hashlib
import random
import resource
import socket
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from tests.standins import media
from tests.standins.faults import FaultKind
from tests.unit.studio.wire.toy import KEY, PROVIDER, Raw, Toy, Watch, plain, reset

from reelwright.studio.wire import Blocked, Damaged, Expired, Fetched, Stopped, TooLong, fetch
from reelwright.studio.wire.part import unlike_media

ETAG, OTHER = 'ETag: "a"', 'ETag: "b"'


@contextmanager
def offered(content: bytes) -> Iterator[tuple[Toy, str]]:
    with Toy() as toy:
        yield toy, toy.file("a.mp4", content)


def check(found: Fetched, content: bytes, into: Path) -> None:
    assert found.path == into
    assert into.read_bytes() == content
    assert found.sha256 == hashlib.sha256(content).hexdigest()
    assert found.size == len(content)


def test_a_file_comes_whole_with_its_hash(tmp_path: Path) -> None:
    watch = Watch()
    content = media.clip(1)
    with offered(content) as (toy, url):
        found = fetch(url + "?sig=abc", tmp_path / "x", PROVIDER, toy.url, KEY, world=watch.world)
        check(found, content, tmp_path / "x")
        assert found.etag == toy.files["a.mp4"].etag
        (sent,) = watch.sent
        assert (sent.path, sent.status, sent.size) == ("/_files/a.mp4", 200, len(content))


def test_a_path_of_the_service_is_signed_and_a_stranger_is_not(tmp_path: Path) -> None:
    heads: list[bytes] = []

    def remember(connection: socket.socket, head: bytes, _number: int) -> None:
        heads.append(head)
        connection.sendall(plain(b"\0media"))

    with Raw(remember) as raw:
        for index, address in enumerate(("/view?filename=a", raw.url + "/view?filename=a")):
            fetch(address, tmp_path / str(index), PROVIDER, raw.url, KEY)
    assert KEY.encode() in heads[0]
    assert KEY.encode() not in heads[1]


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("kind", ["truncated", "html", "changed", "cut off"])
def test_a_damage_is_fetched_again(tmp_path: Path, kind: FaultKind, times: int) -> None:
    watch = Watch()
    content = media.clip(1)
    into = tmp_path / "x"
    with offered(content) as (toy, url):
        toy.faults.add(kind, times=times)
        if times < 3:
            check(fetch(url, into, PROVIDER, toy.url, world=watch.world), content, into)
        else:
            with pytest.raises(Damaged) as caught:
                fetch(url, into, PROVIDER, toy.url, world=watch.world)
            cause = "wrong type" if kind == "html" else "cut short"
            assert len(caught.value.causes) == 3
            assert all(cause in told for told in caught.value.causes)
            assert list(tmp_path.iterdir()) == []
        assert len(toy.seen) == min(times + 1, 3)
        assert watch.slept == pytest.approx([2.0, 4.0][: min(times, 2)])


def test_what_was_cut_off_is_resumed_not_begun_again(tmp_path: Path) -> None:
    watch = Watch()
    content = media.clip(1)
    with offered(content) as (toy, url):
        toy.faults.add("cut off", times=2)
        found = fetch(url, tmp_path / "x", PROVIDER, toy.url, world=watch.world)
        check(found, content, tmp_path / "x")
    assert [sent.status for sent in watch.sent] == [200, 206, 206]
    assert sum(sent.size for sent in watch.sent) == len(content)


def test_a_file_that_changed_in_between_is_begun_again(tmp_path: Path) -> None:
    content, watch = media.clip(1), Watch()
    with offered(content) as (toy, url):
        toy.faults.add("cut off")
        toy.faults.add("changed")
        found = fetch(url, tmp_path / "x", PROVIDER, toy.url, world=watch.world)
        check(found, content, tmp_path / "x")
    assert [sent.status for sent in watch.sent] == [200, 200, 200]


@pytest.mark.parametrize("status", ["401 A", "403 B", "404 C", "410 D"])
def test_an_expired_address_is_told_at_once(tmp_path: Path, status: str) -> None:
    with Raw(lambda connection, _h, _n: connection.sendall(plain(b"<Error/>", status))) as raw:
        with pytest.raises(Expired):
            fetch("/a", tmp_path / "x", PROVIDER, raw.url, world=Watch().world)
        assert len(raw.heads) == 1
    assert list(tmp_path.iterdir()) == []


def test_an_address_that_expires_on_the_way_leaves_nothing(tmp_path: Path) -> None:
    with offered(media.clip(1)) as (toy, url):
        toy.faults.add("cut off")
        toy.faults.add("expired", after=0)
        with pytest.raises(Expired):
            fetch(url, tmp_path / "x", PROVIDER, toy.url, world=Watch().world)
    assert list(tmp_path.iterdir()) == []


def test_a_drip_is_a_damage(tmp_path: Path) -> None:
    with offered(media.clip(1)) as (toy, url):
        toy.faults.add("drip", times=2)
        began = time.monotonic()
        with pytest.raises(Damaged, match=r"too slow: .*; .*too slow"):
            fetch(
                url, tmp_path / "x", PROVIDER, toy.url, idle_timeout=0.6, tries=2,
                world=Watch().world,
            )  # fmt: skip
        assert time.monotonic() - began < 4
    assert list(tmp_path.iterdir()) == []


def test_silence_and_slowness_in_all_end(tmp_path: Path) -> None:
    def stall(connection: socket.socket, _head: bytes, _number: int) -> None:
        connection.sendall(plain(bytes(1000), length=2000))
        time.sleep(0.6)

    def steady(connection: socket.socket, _head: bytes, _number: int) -> None:
        connection.sendall(plain(b"\0", length=1 << 30))
        with suppress(OSError):
            for _ in range(60):
                connection.sendall(bytes(10_000))
                time.sleep(0.02)

    with Raw(stall) as raw, pytest.raises(Damaged, match="nothing more in time, 1000 bytes"):
        fetch("/a", tmp_path / "x", PROVIDER, raw.url, idle_timeout=0.2, tries=1)
    began = time.monotonic()
    with Raw(steady) as raw, pytest.raises(Damaged, match=r"too long|nothing more"):
        fetch("/a", tmp_path / "x", PROVIDER, raw.url, total=0.3)
    assert time.monotonic() - began < 1

    def flood(connection: socket.socket, _head: bytes, _number: int) -> None:
        connection.sendall(plain(b"\0", length=1 << 32))
        with suppress(OSError):
            while time.monotonic() - began < 5:
                connection.sendall(bytes(1 << 20))

    began = time.monotonic()
    with Raw(flood) as raw, pytest.raises(Damaged, match=r"too long|nothing more"):
        fetch("/a", tmp_path / "x", PROVIDER, raw.url, total=0.1, tries=1)
    assert time.monotonic() - began < 3
    assert list(tmp_path.iterdir()) == []


def test_a_stop_is_heeded_and_leaves_nothing(tmp_path: Path) -> None:
    stopped = threading.Event()
    threading.Timer(0.1, stopped.set).start()

    def stall(connection: socket.socket, _head: bytes, _number: int) -> None:
        connection.sendall(plain(bytes(1000), length=2000))
        time.sleep(2)

    began = time.monotonic()
    with Raw(stall) as raw, pytest.raises(Stopped):
        fetch("/a", tmp_path / "x", PROVIDER, raw.url, stop=stopped.is_set)
    assert time.monotonic() - began < 1.5
    assert list(tmp_path.iterdir()) == []


def test_too_large_a_file_is_refused_by_its_word_and_by_its_bytes(tmp_path: Path) -> None:
    told = plain(bytes(10), length=5001)
    untold = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"400\r\n%b\r\n" * 9
    for answer in (told, untold.replace(b"%b", bytes(0x400))):
        with Raw(lambda connection, _h, _n, a=answer: connection.sendall(a)) as raw:  # type: ignore[misc]
            with pytest.raises(TooLong):
                fetch("/a", tmp_path / "x", PROVIDER, raw.url, most_bytes=5000)
            assert len(raw.heads) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "http://169.254.169.254/latest/meta-data", "https://10.0.0.1/a.mp4",
     "https://inner.example/a.mp4", "http://127.0.0.1:1/a.mp4", "https://127.1/a.mp4", ""],
)  # fmt: skip
def test_a_result_that_lies_inside_is_not_fetched(tmp_path: Path, address: str) -> None:
    watch = Watch(inner=["127.0.0.1"])
    with pytest.raises(Blocked):
        fetch(address, tmp_path / "x", PROVIDER, "https://api.toy.example", KEY, world=watch.world)
    assert list(tmp_path.iterdir()) == []
    assert watch.slept == []


def test_a_disk_that_is_full_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with Raw(lambda connection, _h, _n: connection.sendall(plain(bytes(3_000_000)))) as raw:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))
        try:
            with pytest.raises(OSError, match="File too large"):
                fetch("/a", tmp_path / "x", PROVIDER, raw.url)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert len(raw.heads) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_already_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("mine")
    with pytest.raises(FileExistsError):
        fetch("/a", tmp_path / "x", PROVIDER, "http://127.0.0.1:1")
    assert (tmp_path / "x").read_text() == "mine"


def test_what_is_no_media_is_seen_from_its_first_bytes() -> None:
    for page in (
        b"", b"   \n", b"<!doctype html>", b"\n\n <html>", b"\xef\xbb\xbf<?xml version", b"[1]",
        b'{"a": 1}', "\ufeff<html>".encode("utf-16-le"),
        "\ufeff\n{".encode("utf-16-be"), b"<" * 600,
    ):  # fmt: skip
        assert unlike_media(page)
    sized_like_a_bracket = b"\0\0\0<ftypisom" + bytes(60)
    for head in (
        media.clip(1)[:512], media.picture()[:512], media.tone(0.2)[:512],
        media.tone(0.2, "wav")[:512], sized_like_a_bracket, b"\xff\xfb\x90<", bytes(512),
    ):  # fmt: skip
        assert not unlike_media(head)


# Two hundred damaged transfers.


def _half(content: bytes, *headers: str) -> bytes:
    return plain(content[: len(content) // 2], "200 OK", *headers, length=len(content))


def _chunked(*chunks: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"".join(chunks)


def _part(content: bytes, told: str, *headers: str, status: str = "206 Partial") -> bytes:
    """What should be the second half."""
    rest = content[len(content) // 2 :]
    return plain(rest, status, f"Content-Range: {told}", *headers)


WHOLE: tuple[Callable[[bytes], bytes], ...] = (
    _half,
    lambda content: _half(content, ETAG),
    lambda content: plain(content, length=len(content) + 1),
    lambda content: plain(b""),
    lambda content: b"",
    lambda content: plain(content)[:20],
    lambda content: plain(content).replace(b"\r\n\r\n", b"\r\n", 1),
    lambda content: plain(b"<html>" + content),
    lambda content: plain(b' {"error": "busy"}'),
    lambda content: plain(b'<?xml version="1.0"?><Error/>'),
    lambda content: plain(content, "500 Broken"),
    lambda content: plain(content, "503 Busy"),
    lambda content: plain(content, "429 Slow"),
    lambda content: plain(content, "204 Nothing"),
    lambda content: plain(content, "300 Choose"),
    lambda content: plain(content, "416 Range"),
    lambda content: plain(content, "200 OK", "Content-Encoding: gzip"),
    lambda content: plain(content, "200 OK", "Transfer-Encoding: gzip"),
    lambda content: plain(content, "200 OK", f"Content-Length: {len(content) - 1}"),
    lambda content: plain(content, "206 Partial", f"Content-Range: bytes 0-1/{len(content)}"),
    lambda content: plain(content, "206 Partial"),
    lambda content: b"HTTP/1.1 200 OK\r\n\r\n" + content,
    lambda content: b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n" + content,
    lambda content: b"HTTP/1.1 103 Early\r\n\r\n" + plain(content),
    lambda content: _chunked(b"%x\r\n" % len(content), content),
    lambda content: _chunked(b"%x\r\n" % len(content), content, b"\r\n"),
    lambda content: _chunked(b"%x\r\n" % (len(content) + 5), content, b"\r\n0\r\n\r\n"),
    lambda content: _chunked(b"-1\r\n", content, b"\r\n0\r\n\r\n"),
    lambda content: _chunked(b"zz\r\n", content),
    lambda content: content,
)
"""Answers to a request for the whole."""

REST: tuple[Callable[[bytes, int], bytes], ...] = (
    lambda c, n: _part(c, f"bytes {n}-{len(c) - 1}/{len(c)}", OTHER),
    lambda c, n: _part(c, f"bytes {n}-{len(c) - 1}/{len(c) + 1}", ETAG),
    lambda c, n: _part(c, f"bytes {n + 1}-{len(c) - 1}/{len(c)}", ETAG),
    lambda c, n: _part(c, f"bytes {n - 1}-{len(c) - 1}/{len(c)}", ETAG),
    lambda c, n: _part(c, f"bytes 0-{len(c) - 1}/{len(c)}", ETAG),
    lambda c, n: _part(c, f"bytes {n}-{len(c)}/{len(c)}", ETAG),
    lambda c, n: _part(c, f"bytes {n}-{len(c) - 2}/{len(c)}", ETAG),
    lambda c, n: _part(c, f"bytes {n}-{len(c) - 1}/*", ETAG),
    lambda c, n: _part(c, "", ETAG),
    lambda c, n: _part(c, f"bytes {n}-{len(c) - 1}/{len(c)}", ETAG)[:-1],
    lambda c, n: _part(c + c, f"bytes {n}-{len(c) - 1}/{len(c)}", ETAG),
    lambda c, n: _part(c, f"bytes {n}-{len(c) - 1}/{len(c)}", ETAG, "Content-Encoding: br"),
    lambda c, n: _part(c + b"x", f"bytes {n}-{len(c)}/{len(c) + 1}", ETAG),
    lambda c, n: plain(
        c[n + 1 :], "206 Partial", f"Content-Range: bytes {n + 1}-{len(c) - 1}/{len(c)}", ETAG
    ),
    lambda c, n: _part(c, f"bytes {n}-{len(c) - 1}/{len(c)}", ETAG, "Last-Modified: now"),
    lambda c, n: plain(b"", "416 Range", f"Content-Range: bytes */{len(c)}"),
)  # fmt: skip
"""Answers to a request for the rest, after the first `n` bytes."""


def test_of_two_hundred_damaged_transfers_none_is_accepted(tmp_path: Path) -> None:
    chance = random.Random(20)
    plan: list[bytes] = []

    def answer(connection: socket.socket, head: bytes, _number: int) -> None:
        if plan:
            connection.sendall(plan.pop(0))
            if chance.random() < 0.2:
                reset(connection)
        else:
            assert b"Range:" not in head
            connection.sendall(plain(content, "200 OK", ETAG))

    met: set[str] = set()
    with Raw(answer) as raw:
        for number in range(200):
            content = b"\0" + chance.randbytes(chance.randrange(700, 40_000))
            half = len(content) // 2
            whole, rest = chance.choice(WHOLE), chance.choice(REST)
            each = WHOLE[number // 2 % len(WHOLE)]
            plan[:] = (
                [_half(content, ETAG), rest(content, half), whole(content)]
                if number % 2
                else [chance.choice(WHOLE)(content), whole(content), each(content)]
            )  # fmt: skip
            into = tmp_path / str(number)
            with pytest.raises(Damaged) as caught:
                fetch("/a", into, PROVIDER, raw.url, world=Watch().world)
            assert len(caught.value.causes) == 3
            assert all(caught.value.causes)
            met.update(cause.translate({ord(d): None for d in "0123456789"})
                       for cause in caught.value.causes)  # fmt: skip
            assert list(tmp_path.iterdir()) == [], number
            check(fetch("/a", into, PROVIDER, raw.url, world=Watch().world), content, into)
            into.unlink()
        assert len(raw.heads) == 800
    assert len(met) >= 12, met


def test_two_hundred_megabytes_take_no_memory(tmp_path: Path) -> None:
    block = random.Random(1).randbytes(1 << 20)
    expected = hashlib.sha256()
    for _ in range(200):
        expected.update(block)

    def large(connection: socket.socket, _head: bytes, _number: int) -> None:
        connection.sendall(plain(b"", length=200 << 20))
        for _ in range(200):
            connection.sendall(block)

    with Raw(large) as raw:
        tracemalloc.start()
        found = fetch("/a", tmp_path / "x", PROVIDER, raw.url)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert found.size == 200 << 20
    assert found.sha256 == expected.hexdigest()
    assert peak < 3_000_000
    found.path.unlink()
