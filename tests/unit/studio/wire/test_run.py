"""Talks: free calls are repeated, redirected and share connections; keys stay at home."""

import hashlib
import logging
import socket
import threading
import time
import traceback
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.studio.wire.toy import (
    KEY,
    PROVIDER,
    Files,
    Raw,
    Toy,
    Watch,
    asking,
    leave,
    paid,
    plain,
)

from reelwright.film.talk import Call, Part, Reply, Talk, blob
from reelwright.studio.wire import (
    Blocked,
    NoAnswer,
    NotSent,
    Paid,
    Pool,
    Stopped,
    TooLong,
    Unheard,
    fetch,
    run,
)
from reelwright.studio.wire.guard import Origin
from reelwright.studio.wire.line import Line
from reelwright.studio.wire.run import nothing_stored

GET = Call(url="/jobs/a1")


def test_a_talk_is_driven_to_its_end() -> None:
    watch = Watch()
    with Toy() as toy:
        replies = run(
            asking(Call(url="/jobs/a1", query=(("a", "1&2"), ("b", "ü"))), Call(url="/status/404")),
            PROVIDER, toy.url + "/", KEY, world=watch.world,
        )  # fmt: skip
        assert [reply.status for reply in replies] == [200, 404]
        assert replies[0].value == {"id": "a1", "query": {"a": ["1&2"], "b": ["ü"]}}
        assert toy.asked[0].headers["Authorization"] == f"Bearer {KEY}"
        assert [(sent.path, sent.status) for sent in watch.sent] == [
            ("/jobs/a1", 200), ("/status/404", 404),
        ]  # fmt: skip
        assert watch.slept == []


def test_a_talk_without_calls_sends_nothing() -> None:
    assert run(asking(), PROVIDER, "http://127.0.0.1:1", KEY) == []


def test_a_service_under_a_path_is_reached_there() -> None:
    with Toy() as toy:
        replies = run(asking(Call(url="/a1", query=(("x", "1"),))), PROVIDER, toy.url + "/jobs", "")
        assert replies[0].status == 200
        assert "Authorization" not in toy.asked[0].headers


def test_uploads_stream_stored_bytes(tmp_path: Path) -> None:
    files = Files(tmp_path)
    content = bytes(range(256)) * 1000
    sha256 = files.put(content)
    with Toy() as toy:
        calls = (
            Call(method="PUT", url="/upload", body=blob(sha256)),
            Call(method="PUT", url="/upload", parts=(Part(name="f", sha256=sha256),)),
        )
        replies = run(asking(*calls), PROVIDER, toy.url, KEY, local=files.local)
        for reply, asked in zip(replies, toy.asked, strict=True):
            assert reply.value == {"sha256": hashlib.sha256(asked.body).hexdigest()}
        assert content in toy.asked[1].body


@pytest.mark.parametrize("failures", [0, 1, 2, 3])
def test_a_connection_that_breaks_is_tried_three_times_in_all(failures: int) -> None:
    watch = Watch()

    def shaky(connection: socket.socket, _head: bytes, number: int) -> None:
        if number >= failures:
            connection.sendall(plain(b"{}"))

    with Raw(shaky) as raw:
        if failures < 3:
            assert run(asking(GET), PROVIDER, raw.url, KEY, world=watch.world)[0].status == 200
        else:
            with pytest.raises(Unheard):
                run(asking(GET), PROVIDER, raw.url, KEY, world=watch.world)
        assert len(raw.heads) == min(failures + 1, 3)
        assert watch.slept == pytest.approx([2.0, 4.0][: min(failures, 2)])


def test_a_call_that_says_once_is_made_once() -> None:
    once = GET.model_copy(update={"method": "DELETE", "once": True})
    with Raw(lambda _connection, _head, _number: None) as raw:
        with pytest.raises(Unheard):
            run(asking(once), PROVIDER, raw.url, KEY, world=Watch().world)
        assert len(raw.heads) == 1


def test_the_waits_are_jittered() -> None:
    watch = Watch()
    for chance, waits in ((0.0, [1.6, 3.2, 6.4]), (1.0, [2.4, 4.8, 9.6])):
        watch.slept.clear()
        world = replace(watch.world, chance=lambda c=chance: c)  # type: ignore[misc]
        with pytest.raises(NotSent):
            run(asking(GET), PROVIDER, "http://127.0.0.1:1", KEY, tries=4, world=world)
        assert watch.slept == pytest.approx(waits)


def test_a_slow_answer_is_given_up_and_tried_again() -> None:
    watch = Watch()
    with Raw(lambda connection, _h, _n: time.sleep(0.5)) as raw:
        began = time.monotonic()
        with pytest.raises(Unheard, match="in time"):
            run(asking(GET), PROVIDER, raw.url, KEY, seconds=0.1, world=watch.world)
        assert time.monotonic() - began < 2
        assert len(raw.heads) == 3


def test_an_answer_that_drips_is_given_up() -> None:
    def drip(connection: socket.socket, _head: bytes, _number: int) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        with suppress(OSError):
            for _ in range(100):
                connection.sendall(b"a: b\r\n"[:3])
                time.sleep(0.05)

    watch = Watch()
    with Raw(drip) as raw:
        began = time.monotonic()
        with pytest.raises(Unheard):
            run(asking(GET), PROVIDER, raw.url, KEY, seconds=0.3, tries=1, world=watch.world)
        assert time.monotonic() - began < 2


@pytest.mark.parametrize(("times", "status"), [(1, 200), (2, 500), (9, 500)])
def test_a_broken_service_is_asked_once_more_then_the_talk_decides(times: int, status: int) -> None:
    watch = Watch()
    with Toy() as toy:
        toy.faults.add("poll broken", times=times)
        assert run(asking(GET), PROVIDER, toy.url, KEY, world=watch.world)[0].status == status
        assert len(toy.seen) == 2
        assert watch.slept == [2.0]


def test_too_many_requests_is_the_talks_to_judge() -> None:
    watch = Watch()
    with Toy() as toy:
        replies = run(asking(Call(url="/status/429")), PROVIDER, toy.url, KEY, world=watch.world)
        assert (replies[0].status, replies[0].wait) == (429, 7.0)
        assert len(toy.seen) == 1
        assert watch.slept == []


def test_hundreds_of_polls_share_one_connection() -> None:
    watch = Watch()
    with Toy() as toy, Pool() as pool:
        url = toy.url.replace("127.0.0.1", "toy.example")
        began = time.monotonic()
        for _ in range(100):
            run(asking(GET, GET), PROVIDER, url, KEY, pool=pool, world=watch.world)
        assert time.monotonic() - began < 5
        assert len(toy.seen) == 200
        assert len(watch.asked) == 1, "each connection resolves the name once"


def test_threads_share_a_pool() -> None:
    watch = Watch()
    with Toy() as toy, Pool() as pool:
        url = toy.url.replace("127.0.0.1", "toy.example")
        found: list[Reply] = []

        def polls() -> None:
            for index in range(25):
                call = Call(url=f"/jobs/{threading.get_ident()}-{index}")
                (reply,) = run(asking(call), PROVIDER, url, KEY, pool=pool, world=watch.world)
                assert reply.value == {"id": call.url.removeprefix("/jobs/"), "query": {}}
                found.append(reply)

        threads = [threading.Thread(target=polls) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(found) == 150
        assert len(watch.asked) < 75


def test_a_connection_that_has_grown_stale_is_replaced_once_without_waiting() -> None:
    """The server answers once per connection and then closes it, either at once or only when it
    is asked again."""

    def once(connection: socket.socket, _head: bytes, _number: int) -> None:
        connection.sendall(plain(b"{}"))
        if wait_for_more:
            connection.recv(1)

    for wait in (False, True):
        watch, wait_for_more = Watch(), wait
        with Raw(once) as raw, Pool() as pool:
            for _ in range(5):
                run(asking(GET), PROVIDER, raw.url, KEY, pool=pool, world=watch.world)
                time.sleep(0.02)
            assert raw.connections == 5
            assert watch.slept == []
            assert len(watch.sent) == 5


def test_a_pool_keeps_few_connections_and_not_for_long() -> None:
    def lines(count: int) -> list[Line]:
        pairs = [socket.socketpair() for _ in range(count)]
        others.extend(other for _, other in pairs)
        return [Line(origin, ours) for ours, _ in pairs]

    others: list[socket.socket] = []
    origin = Origin("http", "toy.example", 80)
    with Pool() as pool:
        given = lines(6)
        for line in given:
            pool.give(line)
        assert [line.timed.sock.fileno() >= 0 for line in given] == [False] * 2 + [True] * 4
        taken = pool.take(origin)
        assert taken is given[-1]
        taken.close()
        assert pool.take(Origin("http", "toy.example", 81)) is None
    assert all(line.timed.sock.fileno() < 0 for line in given)
    with Pool(keep=0.0) as pool:
        (line,) = lines(1)
        pool.give(line)
        assert pool.take(origin) is None
        assert line.timed.sock.fileno() < 0
    for other in others:
        other.close()


def test_an_answer_with_bytes_left_over_is_not_taken_for_the_next_one() -> None:
    def chatty(connection: socket.socket, _head: bytes, number: int) -> None:
        connection.sendall(plain(b'{"n": 1}') + b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
        time.sleep(0.2)

    with Raw(chatty) as raw, Pool() as pool:
        for _ in range(3):
            (reply,) = run(asking(GET), PROVIDER, raw.url, KEY, pool=pool, world=Watch().world)
            assert reply.value == {"n": 1}


def test_an_endless_answer_is_cut_off_and_not_asked_for_again() -> None:
    sent: list[int] = []

    def endless(connection: socket.socket, _head: bytes, _number: int) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        with suppress(OSError):
            while len(sent) < 2000:
                connection.sendall(b"10000\r\n" + bytes(0x10000) + b"\r\n")
                sent.append(1)

    watch = Watch()
    with Raw(endless) as raw:
        with pytest.raises(TooLong):
            run(asking(Call(url="/x", most=100_000)), PROVIDER, raw.url, KEY, world=watch.world)
        assert len(raw.heads) == 1
        assert len(sent) < 500


def test_a_stop_is_heeded_while_waiting() -> None:
    stopped = threading.Event()
    threading.Timer(0.1, stopped.set).start()
    with Raw(lambda *_: time.sleep(3)) as raw:
        began = time.monotonic()
        with pytest.raises(Stopped):
            run(asking(GET), PROVIDER, raw.url, KEY, stop=stopped.is_set)
        assert time.monotonic() - began < 2


def test_a_talk_is_closed_when_its_call_fails() -> None:
    closed: list[int] = []

    def talk() -> Talk[int]:
        try:
            yield GET
        finally:
            closed.append(1)
        return 1

    with pytest.raises(NotSent):
        run(talk(), PROVIDER, "http://127.0.0.1:1", KEY, world=Watch().world)
    assert closed == [1]


# Redirects.


def test_a_redirect_within_the_service_keeps_the_key() -> None:
    with Toy() as toy:
        toy.onward = "/jobs/b2"
        (reply,) = run(asking(Call(url="/go")), PROVIDER, toy.url, KEY)
        assert reply.value == {"id": "b2", "query": {}}
        assert toy.asked[1].headers["Authorization"] == f"Bearer {KEY}"


def test_a_redirect_elsewhere_loses_the_key_and_never_gets_it_back() -> None:
    watch = Watch(loopback=True)
    with Toy() as toy, Toy() as other:
        toy.onward, other.onward = f"{other.url}/go?x=1", f"{toy.url}/jobs/b2"
        call = Call(url="/go", headers={"X-Token": KEY, "Cookie": KEY})
        (reply,) = run(asking(call), PROVIDER, toy.url, KEY, world=watch.world)
        assert reply.status == 200
        assert toy.asked[0].headers["X-Token"] == KEY
        for asked in (*other.asked, toy.asked[1]):
            assert KEY not in str(asked.headers)
        assert [(sent.path, sent.status) for sent in watch.sent] == [
            ("/go", 302), ("/go", 302), ("/jobs/b2", 200),
        ]  # fmt: skip


def test_an_absolute_address_carries_no_key() -> None:
    with Toy() as toy:
        run(asking(Call(url=toy.url + "/jobs/a1")), PROVIDER, toy.url, KEY)
        assert KEY not in str(toy.asked[0].headers)


@pytest.mark.parametrize(
    "onward",
    ["http://169.254.169.254/latest/meta-data", "https://10.0.0.1/", "file:///etc/passwd",
     "https://[::ffff:127.0.0.1]/", "//127.0.0.1/", "https://127.1/", "http://127.0.0.1:1/",
     "https://inner.example/", "https://a@b.example/", "https://b.example\\@c/", "https://[::1",
     "javascript:alert(1)", "/a b", "http://2130706433/", "https://b.example:22/"],
)  # fmt: skip
def test_a_redirect_that_leads_inside_or_nowhere_is_refused(onward: str) -> None:
    watch = Watch(inner=["192.168.0.1"])
    with Toy() as toy:
        toy.onward = onward
        with pytest.raises(Blocked):
            run(asking(Call(url="/go")), PROVIDER, toy.url, KEY, world=watch.world)
        assert len(toy.seen) == 1
        assert watch.slept == []


def test_once_elsewhere_a_redirect_back_into_the_house_is_refused() -> None:
    """A stranger must not steer requests to an origin only because its owner trusts it."""
    watch = Watch(loopback=True, toy=["192.168.0.7"])
    with Toy() as other:
        other.onward = "http://toy.example:8188/history"
        with pytest.raises(Blocked):
            run(
                asking(Call(url=other.url + "/go")), PROVIDER, "http://toy.example:8188", KEY,
                world=watch.world,
            )  # fmt: skip


def test_redirects_end() -> None:
    with Toy() as toy:
        toy.onward = "/go"
        with pytest.raises(Blocked, match="redirects"):
            run(asking(Call(url="/go")), PROVIDER, toy.url, KEY, world=Watch().world)
        assert len(toy.seen) == 4


def test_only_gets_are_redirected() -> None:
    with Toy() as toy:
        toy.onward = "/jobs"
        call = Call(method="POST", url="/moved", body={})
        assert run(asking(call), PROVIDER, toy.url, KEY)[0].status == 307
        assert len(toy.seen) == 1


# Keys.


def test_a_key_is_seen_by_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Through every way of failing we know: not in a log, an exception, or another's request."""
    caplog.set_level(logging.DEBUG)
    watch = Watch(loopback=True)
    told: list[str] = []

    def note(error: Exception) -> None:
        told.extend(traceback.format_exception(error))

    with Toy() as toy, Toy() as other, Raw(lambda *_: None) as raw:
        for onward in (other.url + "/jobs/x", "http://10.0.0.1/", "/go"):
            toy.onward = onward
            try:
                told.append(repr(run(asking(Call(url="/go")), PROVIDER, toy.url, KEY,
                                     world=watch.world)))  # fmt: skip
            except NoAnswer as error:
                note(error)
        for url in (raw.url, "http://127.0.0.1:1", "https://127.0.0.1:1", "not an address"):
            for key in (KEY, KEY + "\n", KEY + "ü", KEY + "\udcff"):
                with pytest.raises(NoAnswer) as caught:
                    run(asking(GET), PROVIDER, url, key, world=watch.world)
                note(caught.value)
                with (
                    pytest.raises(NoAnswer) as caught,
                    Paid(PROVIDER, paid(), url, key, nothing_stored, world=watch.world) as ready,
                ):
                    ready.post(leave())
                note(caught.value)
        told.append(repr(run(asking(Call(url="/leaky")), PROVIDER, toy.url, KEY)))
        leaky = Paid(PROVIDER, paid(url="/leaky"), toy.url, KEY, nothing_stored)
        with leaky as ready:
            told += [repr(ready.post(leave())), repr(vars(leaky))]
        with pytest.raises(Exception, match="HTTP 401") as last:
            fetch("/leaky", tmp_path / "a", PROVIDER, toy.url, KEY, world=watch.world)
        note(last.value)
        assert "[key]" in told[-3 - len(traceback.format_exception(last.value))]
        assert all(KEY not in str(asked.headers) for asked in other.asked)
        assert other.asked
    seen = "\n".join([*told, caplog.text, repr(watch.sent)])
    assert KEY not in seen
    assert len(watch.sent) > 20


def test_a_provider_that_chokes_on_its_key_does_not_tell_it() -> None:
    def sign(headers: object, secret: str, now: float) -> dict[str, str]:
        raise ValueError(f"no colon in {secret}")

    with pytest.raises(NotSent, match="not of the form") as caught:
        run(asking(GET), replace(PROVIDER, sign=sign), "http://127.0.0.1:1", KEY,
            world=Watch().world)  # fmt: skip
    assert KEY not in "".join(traceback.format_exception(caught.value))
