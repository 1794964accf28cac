import hashlib
import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from replicate.client import Client, RetryTransport
from replicate.exceptions import ReplicateError
from tests.standins import media
from tests.standins.faults import FaultKind
from tests.standins.replicate import Replicate
from tests.standins.replicate_models import MODELS, NEWEST, OLDER
from tests.standins.talking import KEY, run, send

from reelwright.film.asked import Asked, ClipAsked, ImageAsked, order_of
from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.film.money import Money
from reelwright.film.order import Order
from reelwright.film.talk import (
    Absent,
    Call,
    Cancelled,
    CannotTell,
    Done,
    Failed,
    Found,
    Gone,
    Heard,
    Polled,
    Ready,
    Refused,
    Reply,
    Searched,
    Taken,
    Talk,
    TooLate,
    Unknown,
    Waiting,
)
from reelwright.providers import replicate_find, replicate_schema
from reelwright.providers.replicate import PROVIDER
from reelwright.providers.replicate_fields import filled

PICTURE = media.picture(64, 36)
OTHER = media.picture(36, 64)
FIRST, SECOND = (hashlib.sha256(content).hexdigest() for content in (PICTURE, OTHER))
BLOBS = {FIRST: (PICTURE, "image/png"), SECOND: (OTHER, "image/png")}
PROMPT = 'A lighthouse at dawn, "calm"\n</input>'
KLING = "kwaivgi/kling-v3-video"
SEEDANCE = "bytedance/seedance-2.5"
FLUX = "black-forest-labs/flux-schnell"
SMALL = f"acme/small-video:{NEWEST}"


@pytest.fixture
def standin() -> Iterator[Replicate]:
    with Replicate(seconds=0.1) as found:
        assert isinstance(found, Replicate)
        yield found


def clip(model: str = KLING, **wished: Any) -> Order:
    fields = {"prompt": PROMPT, "seconds": 5, "height": 720, **wished}
    return order_of("clip", "replicate", model, ClipAsked(**fields))


def image(model: str = FLUX, **wished: Any) -> Order:
    fields = {"prompt": PROMPT, **wished}
    return order_of("image", "replicate", model, ImageAsked(**fields))


def ready_of(order: Order, standin: Replicate) -> Ready:
    return run(PROVIDER.prepare(order), PROVIDER, standin.url)


def submitted(order: Order, standin: Replicate) -> Heard:
    submit = PROVIDER.submit(order, ready_of(order, standin), "token-1")
    return PROVIDER.heard(order, send(submit, PROVIDER, standin.url, BLOBS))


def ticket_of(order: Order, standin: Replicate) -> str:
    heard = submitted(order, standin)
    assert isinstance(heard, Taken)
    return heard.ticket


def lost(order: Order, standin: Replicate) -> None:
    """A request whose answer does not come back."""
    submit = PROVIDER.submit(order, ready_of(order, standin), "token-1")
    with pytest.raises((ConnectionError, OSError)):
        send(submit, PROVIDER, standin.url, BLOBS)


def polled(order: Order, ticket: str, standin: Replicate) -> Polled:
    return run(PROVIDER.poll(order, ticket), PROVIDER, standin.url)


def end_of(order: Order, ticket: str, standin: Replicate) -> Polled:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        found = polled(order, ticket, standin)
        if not isinstance(found, Waiting):
            return found
        time.sleep(0.02)
    raise AssertionError("it does not end")


def search(order: Order, standin: Replicate, sent_at: float) -> Searched:
    return run(PROVIDER.find(order, "token-1", sent_at), PROVIDER, standin.url)


def answered(talk: Talk[Any], *replies: Reply) -> Any:
    """What a talk returns when it hears these replies."""
    next(talk)
    try:
        for reply in replies:
            talk.send(reply)
    except StopIteration as end:
        return end.value
    raise AssertionError("the talk wants to go on")


def input_of(model: str, wished: Asked, kind: Any = "clip") -> dict[str, Any]:
    """What is sent to a model of the stand-in for these wishes."""
    found = replicate_schema.read(MODELS[model.partition(":")[0]].schema)
    assert found is not None
    return filled(found, order_of(kind, "replicate", model, wished))


# The request.


def test_the_request_of_a_typical_clip_is_golden(standin: Replicate) -> None:
    order = clip(first=FIRST, last=SECOND, negative="blur", audio=True)
    submit = PROVIDER.submit(order, ready_of(order, standin), "token-1")
    assert submit.call == Call(
        method="POST",
        url="/v1/models/kwaivgi/kling-v3-video/predictions",
        headers={"Cancel-After": "30m"},
        body={
            "input": {
                "prompt": PROMPT,
                "negative_prompt": "blur",
                "start_image": {"$blob": FIRST, "form": "data"},
                "end_image": {"$blob": SECOND, "form": "data"},
                "duration": 5,
                "mode": "standard",
                "aspect_ratio": "16:9",
                "generate_audio": True,
            }
        },
    )
    plain = clip(prompt="A lighthouse at dawn.")
    golden = "5d03f44b94a525368954677387a9266a23ea2ca90fe1fdf3f1dffb301461f390"
    assert plain.fingerprint == golden


def test_a_model_by_version_is_asked_at_the_other_address(standin: Replicate) -> None:
    order = clip(SMALL, seed=7, first=FIRST)
    call = PROVIDER.submit(order, ready_of(order, standin), "token-1").call
    assert call.url == "/v1/predictions"
    assert call.body == {
        "version": NEWEST,
        "input": {
            "prompt": PROMPT,
            "seed": 7,
            "input_image": {"$blob": FIRST, "form": "data"},
            "duration": "5",
            "size": "1280*720",
        },
    }


def test_a_picture_is_asked_for_singly_and_without_loss(standin: Replicate) -> None:
    order = image(ratio="9:16", seed=3)
    call = PROVIDER.submit(order, ready_of(order, standin), "token-1").call
    assert call.headers == {"Cancel-After": "10m"}
    assert call.body == {
        "input": {
            "prompt": PROMPT,
            "seed": 3,
            "aspect_ratio": "9:16",
            "num_outputs": 1,
            "output_format": "png",
        }
    }


@pytest.mark.parametrize(
    "name", ["flux", "a/b/c", "../x", "a/../b", "a/b:latest", "a/b?c", "a b/c", "", "ä/b", "/b"]
)
def test_a_name_that_is_none_is_never_put_into_an_address(name: str) -> None:
    for talk in (PROVIDER.prepare(clip(name)), PROVIDER.find(clip(name), "t", 0.0)):
        with pytest.raises(BadInput, match="no model of Replicate"):
            next(talk)


def test_a_model_that_runs_by_version_only_says_so(standin: Replicate) -> None:
    order = clip("acme/small-video")
    with pytest.raises(BadInput, match="by version only") as error:
        PROVIDER.submit(order, ready_of(order, standin), "t")
    assert f"acme/small-video:{NEWEST}" in error.value.remedy
    assert standin.posts() == 0


def test_a_schema_that_cannot_be_had_is_told_apart(standin: Replicate) -> None:
    for name in ("acme/none", f"acme/small-video:{'0' * 64}"):
        with pytest.raises(BadInput, match="knows no model"):
            ready_of(clip(name), standin)
    standin.faults.add("poll broken")
    with pytest.raises(MachineTrouble, match="HTTP 500"):
        ready_of(clip(), standin)
    for body in (b"", b"[]", b'{"latest_version": null}', b'{"latest_version": {"id": 3}}'):
        with pytest.raises(BadInput, match="no schema"):
            answered(PROVIDER.prepare(clip()), Reply(status=200, body=body))


# Whole lives.


@pytest.mark.parametrize(
    ("order", "usd", "kind"),
    [
        (clip(first=FIRST), 0.84, "video/mp4"),
        (clip(audio=True, height=1080), 1.68, "video/mp4"),
        (clip(SEEDANCE, references=(FIRST, SECOND)), 1.156, "video/mp4"),
        (clip("kwaivgi/kling-v2.5-turbo-pro", height=1080), 0.35, "video/mp4"),
        (clip("minimax/hailuo-02", seconds=6), 0.28, "video/mp4"),
        (clip("minimax/video-01", seconds=6), 0.5, "video/mp4"),
        (clip(SMALL), 0.1, "video/mp4"),
        (clip(f"acme/small-video:{OLDER}"), 0.1, "video/mp4"),
        (image(), 0.003, "image/png"),
    ],
    ids=lambda value: value.model.split("/")[1][:20] if isinstance(value, Order) else str(value),
)
def test_a_whole_life(order: Order, usd: float, kind: str, standin: Replicate) -> None:
    ticket = ticket_of(order, standin)
    task = standin.tasks[ticket]
    task.done_at = float("inf")
    assert isinstance(polled(order, ticket, standin), Waiting)
    task.done_at = task.began
    done = end_of(order, ticket, standin)
    assert isinstance(done, Done)
    assert [one.media_type for one in done.results] == [kind]
    assert httpx.get(done.results[0].url).headers["content-type"] == kind
    assert done.charge is None, "Replicate is silent about cost"
    assert [(one, round(charged, 4)) for one, charged in standin.bill()] == [(ticket, usd)]
    assert standin.posts() == 1


def test_the_same_token_twice_is_a_second_job_and_bill(standin: Replicate) -> None:
    order = clip()
    assert ticket_of(order, standin) != ticket_of(order, standin)
    assert len(standin.bill()) == 2
    assert not PROVIDER.once


@pytest.mark.parametrize("fault", ["moderated", "moderated later"])
@pytest.mark.parametrize("model", [KLING, SEEDANCE])
def test_refused_content_shows_as_a_failed_prediction(
    model: str, fault: Any, standin: Replicate
) -> None:
    standin.faults.add(fault)
    order = clip(model)
    found = end_of(order, ticket_of(order, standin), standin)
    assert isinstance(found, Failed)
    assert (found.reason, found.passing, found.charge) == ("moderated", False, None)


def test_a_failure_tells_its_cause_but_not_its_cost(standin: Replicate) -> None:
    standin.faults.add("fails later")
    order = clip()
    found = end_of(order, ticket_of(order, standin), standin)
    assert found == Failed(cause="something went wrong", reason="broken", charge=None)


def test_faults_at_a_submission(standin: Replicate) -> None:
    order = clip()
    standin.faults.add("limited", seconds=7)
    found = submitted(order, standin)
    assert isinstance(found, Refused)
    assert (found.reason, found.wait, found.passing) == ("limited", 7.0, True)
    standin.faults.add("limited")
    found = submitted(order, standin)
    assert isinstance(found, Refused)
    assert found.wait == 30.0, "as the text says"
    unclear: tuple[FaultKind, ...] = ("broken", "unavailable")
    for fault in unclear:
        standin.faults.add(fault)
        assert isinstance(submitted(order, standin), Unknown)
    assert standin.bill() == []
    standin.faults.add("wrong types")
    assert isinstance(submitted(order, standin), Unknown)
    assert len(standin.bill()) == 1


def test_an_id_of_an_earlier_job_is_handed_on(standin: Replicate) -> None:
    """That it is known already, only the ledger can see."""
    order = clip()
    first = ticket_of(order, standin)
    standin.faults.add("same id")
    assert submitted(order, standin) == Taken(ticket=first)


def test_refusals_are_the_services_own(standin: Replicate) -> None:
    order = clip()
    submit = PROVIDER.submit(order, ready_of(order, standin), "t")
    for body, reason in (
        ({"input": {"duration": 5}}, "invalid"),
        ({"input": {"prompt": "p", "duration": 40}}, "invalid"),
        ({"input": {"prompt": "p", "mode": "cheap"}}, "invalid"),
        ({"input": {"prompt": "p", "start_image": "/etc/passwd"}}, "invalid"),
        ({"input": {"prompt": "p"}, "client_id": "x"}, "invalid"),
        ([], "invalid"),
    ):
        call = submit.call.model_copy(update={"body": body})
        reply = send(submit.model_copy(update={"call": call}), PROVIDER, standin.url)
        assert reply.status == 422
        found = PROVIDER.heard(order, reply)
        assert isinstance(found, Refused)
        assert found.reason == reason
        assert not found.passing
    call = submit.call.model_copy(update={"headers": {"Cancel-After": "3"}})
    assert send(submit.model_copy(update={"call": call}), PROVIDER, standin.url).status == 422
    assert standin.bill() == []


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (401, b'{"detail": "Unauthenticated"}', "denied"),
        (402, b'{"title": "Insufficient credit"}', "unpaid"),
        (403, b"{}", "denied"),
        (404, b"{}", "missing"),
        (422, b'{"detail": "prompt is flagged as sensitive"}', "moderated"),
        (413, b"", "invalid"),
    ],
)
def test_other_refusals(status: int, body: bytes, reason: str) -> None:
    found = PROVIDER.heard(clip(), Reply(status=status, body=body))
    assert isinstance(found, Refused)
    assert found.reason == reason


@pytest.mark.parametrize(
    "ticket", ["", "..", "../account", "a/b", "a?b", "a b", "x" * 101, "é", "-a", "a\n"]
)
def test_hostile_ids_are_never_taken_nor_asked_for(ticket: str) -> None:
    body = json.dumps({"id": ticket, "status": "starting"}).encode()
    assert isinstance(PROVIDER.heard(clip(), Reply(status=201, body=body)), Unknown)
    for talk in (PROVIDER.poll(clip(), ticket), PROVIDER.cancel(clip(), ticket)):
        with pytest.raises(StopIteration) as end:
            next(talk)
        assert isinstance(end.value.value, Gone | TooLate)


def test_a_poll_that_is_no_answer_means_waiting(standin: Replicate) -> None:
    order = clip()
    ticket = ticket_of(order, standin)
    standin.faults.add("poll broken")
    assert polled(order, ticket, standin) == Waiting()
    standin.faults.add("poll gone")
    assert isinstance(polled(order, ticket, standin), Gone)
    assert isinstance(polled(order, "unknown", standin), Gone)
    told = {"id": ticket, "status": "succeeded", "output": "https://x.example/a.mp4"}
    limited = Reply(status=429, headers={"retry-after": "9"})
    assert answered(PROVIDER.poll(order, ticket), limited) == Waiting(wait=9.0)
    for status, body in (
        (200, json.dumps(told | {"id": "another"})),
        (200, json.dumps(told | {"status": 3})),
        (200, json.dumps(told | {"status": "resting"})),
        (200, "<html>"),
        (404, "<html>not found</html>"),
        (404, '{"message": "no route"}'),
        (503, json.dumps(told)),
    ):
        reply = Reply(status=status, body=body.encode())
        assert isinstance(answered(PROVIDER.poll(order, ticket), reply), Waiting)


def test_what_is_never_begun_is_aborted_and_free(standin: Replicate) -> None:
    order = clip()
    standin.faults.add("never ends")
    ticket = ticket_of(order, standin)
    wait = standin.deadlines[ticket] - standin.tasks[ticket].began
    assert wait == pytest.approx(1800), "as the header says"
    assert polled(order, ticket, standin) == Waiting(status="starting")
    standin.deadlines[ticket] = 0.0
    found = polled(order, ticket, standin)
    assert isinstance(found, Failed)
    assert (found.reason, found.charge, found.passing) == ("expired", Money(), True)
    assert standin.bill() == []


def test_a_result_that_was_removed_is_gone(standin: Replicate) -> None:
    order = clip()
    standin.keep = 0.0
    ticket = ticket_of(order, standin)
    found = end_of(order, ticket, standin)
    assert isinstance(found, Gone)
    assert "an hour" in found.cause


def outcome(output: Any) -> Polled:
    body = json.dumps({"id": "a", "status": "succeeded", "output": output}).encode()
    found: Polled = answered(PROVIDER.poll(clip(), "a"), Reply(status=200, body=body))
    return found


@pytest.mark.parametrize(
    ("output", "found"),
    [
        (
            "https://replicate.delivery/x/a.mp4",
            [("https://replicate.delivery/x/a.mp4", "video/mp4")],
        ),
        (["https://d.example/a.PNG?b=c.mp4"], [("https://d.example/a.PNG?b=c.mp4", "image/png")]),
        (
            {"video": "https://d.example/a.webm", "n": 3},
            [("https://d.example/a.webm", "video/webm")],
        ),
        ("https://d.example/a", [("https://d.example/a", "application/octet-stream")]),
        (
            "https://api.replicate.com/v1/files/abc/download?signature=x%2B",
            [("/v1/files/abc/download?signature=x%2B", "application/octet-stream")],
        ),
        ("https://api.replicate.com/v1/account", [("https://api.replicate.com/v1/account", "")]),
        ("https://api.replicate.com/v1/files/../account", [("https://", "")]),
        ("https://api.replicate.com.evil.example/v1/files/a", [("https://api.replicate.com.", "")]),
        ("https://k@api.replicate.com/v1/files/a", [("https://k@", "")]),
        ("https://[::1/a.mp4", [("https://[::1/a.mp4", "video/mp4")]),
    ],
)
def test_results_are_addresses_and_only_the_services_own_get_the_key(
    output: Any, found: list[tuple[str, str]]
) -> None:
    done = outcome(output)
    assert isinstance(done, Done)
    for one, (address, media_type) in zip(done.results, found, strict=True):
        assert one.url.startswith(address)
        assert not media_type or one.media_type == media_type
        assert one.url.startswith("/") == (address[0] == "/")


@pytest.mark.parametrize(
    "output",
    ["file:///etc/passwd", "/v1/account", "//evil.example/a.mp4", "", [], {}, 3, [None],
     "https://a b", "https://a.example/\n", "ftp://a.example/x", "data:video/mp4;base64,AA=="],
)  # fmt: skip
def test_what_is_no_address_on_the_web_is_no_result(output: Any) -> None:
    found = outcome(output)
    assert isinstance(found, Failed)
    assert found.charge is None


def test_addresses_of_a_strange_result_are_left_to_the_guard(standin: Replicate) -> None:
    standin.faults.add("file url")
    order = clip()
    assert isinstance(end_of(order, ticket_of(order, standin), standin), Failed)
    standin.faults.add("inner url")
    found = end_of(order, ticket_of(order, standin), standin)
    assert isinstance(found, Done)
    assert found.results[0].url.startswith("http://169.254.169.254/")


# Looking for lost requests.


@pytest.mark.parametrize("order", [clip(), clip(SMALL), clip(SEEDANCE, audio=True), image()])
def test_a_lost_answer_is_found_and_a_lost_request_is_absent(
    order: Order, standin: Replicate
) -> None:
    sent_at = time.time()
    standin.faults.add("drop before")
    lost(order, standin)
    assert search(order, standin, sent_at) == Absent()
    standin.faults.add("drop after")
    lost(order, standin)
    (ticket,) = standin.tasks
    assert search(order, standin, sent_at) == Found(ticket=ticket)
    assert standin.posts() == 2
    assert isinstance(end_of(order, ticket, standin), Done)
    standin.fills_defaults = True
    assert search(order, standin, sent_at) == Found(ticket=ticket)


@pytest.mark.parametrize("hides", [False, True])
def test_pictures_are_compared_where_the_list_shows_them(hides: bool, standin: Replicate) -> None:
    standin.hides_files = hides
    sent_at = time.time()
    mine, other = clip(first=FIRST), clip(first=SECOND)
    ticket_of(other, standin)
    if not hides:
        assert isinstance(search(mine, standin, sent_at), CannotTell)
    ticket = ticket_of(mine, standin)
    found = search(mine, standin, sent_at)
    assert found == (CannotTell(cause="2 predictions look exactly like this one") if hides else
                     Found(ticket=ticket))  # fmt: skip


def test_a_picture_that_is_not_shown_is_passed_over(standin: Replicate) -> None:
    standin.hides_files = True
    sent_at = time.time()
    ticket = ticket_of(clip(SEEDANCE, references=(FIRST, SECOND)), standin)
    same = clip(SEEDANCE, references=(SECOND, FIRST))
    assert search(same, standin, sent_at) == Found(ticket=ticket)
    fewer = clip(SEEDANCE, references=(FIRST,))
    assert isinstance(search(fewer, standin, sent_at), CannotTell)


def test_a_list_of_many_pages_is_read_to_its_end(
    standin: Replicate, monkeypatch: pytest.MonkeyPatch
) -> None:
    standin.page = 2
    sent_at = time.time()
    ticket = ticket_of(clip(seconds=7), standin)
    for seconds in (3, 4, 5, 6):
        ticket_of(clip(seconds=seconds), standin)
    standin.seen.clear()
    assert search(clip(seconds=7), standin, sent_at) == Found(ticket=ticket)
    assert [path for _, path, _ in standin.seen].count("/v1/predictions") == 3
    assert search(clip(seconds=8), standin, sent_at) == Absent()
    monkeypatch.setattr(replicate_find, "PAGES", 2)
    assert isinstance(search(clip(seconds=7), standin, sent_at), CannotTell)


def test_what_differs_is_not_ours(standin: Replicate) -> None:
    sent_at = time.time()
    ticket_of(clip(SEEDANCE, seed=1), standin)
    for order in (
        clip(SEEDANCE, seed=2),
        clip(SEEDANCE, seed=1, prompt="another"),
        clip(SEEDANCE, seed=1, audio=True),
        clip(KLING),
        clip(SMALL),
    ):
        assert search(order, standin, sent_at) == Absent()
    # A seed that only one of the two has may be a schema that has changed.
    assert isinstance(search(clip(SEEDANCE), standin, sent_at), CannotTell)
    ticket_of(clip(SMALL), standin)
    assert search(clip(f"acme/small-video:{OLDER}"), standin, sent_at) == Absent()


def test_the_time_is_compared(standin: Replicate) -> None:
    now = time.time()
    ticket = ticket_of(clip(), standin)
    assert search(clip(), standin, now) == Found(ticket=ticket)
    assert search(clip(), standin, now - 500) == Found(ticket=ticket)
    assert isinstance(search(clip(), standin, now + 30), CannotTell), "older than the sending"
    assert search(clip(), standin, now + 100) == Absent()
    assert search(clip(), standin, now - 700) == Absent()


def test_two_alike_cannot_be_told_apart_but_an_earlier_take_can(standin: Replicate) -> None:
    now = time.time()
    earlier = ticket_of(clip(), standin)
    standin.tasks[earlier].at = now - 30
    ticket = ticket_of(clip(), standin)
    assert search(clip(take=2), standin, now) == Found(ticket=ticket)
    ticket_of(clip(), standin)
    assert isinstance(search(clip(), standin, now), CannotTell)


def test_inputs_that_were_removed_leave_it_open(standin: Replicate) -> None:
    standin.keep = 0.0
    ticket_of(clip(), standin)
    time.sleep(0.2)
    assert isinstance(search(clip(), standin, time.time()), CannotTell)


def listed(**changes: Any) -> dict[str, Any]:
    row = {
        "id": "abc", "model": KLING, "version": "hidden", "created_at": "2026-10-01T00:00:10Z",
        "input": input_of(KLING, ClipAsked(prompt="p", seconds=5, height=720)), "source": "api",
    }  # fmt: skip
    return row | changes


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ({"results": [listed()]}, Found),
        ({"results": [listed(created_at="2026-10-01T02:00:10.5+02:00")]}, Found),
        ({"results": [listed(source="web")]}, Absent),
        ({"results": [listed(id="../x")]}, CannotTell),
        ({"results": [listed(created_at="yesterday")]}, CannotTell),
        ({"results": [listed(created_at="9999-99-99")]}, CannotTell),
        ({"results": [listed(input=None)]}, CannotTell),
        ({"results": [listed(id=5)]}, CannotTell),
        ({"results": [listed(), listed(id="abd")]}, CannotTell),
        ({"results": None}, CannotTell),
        ({"results": [], "next": "https://evil.example/v1/account?a=b"}, CannotTell),
        ({"results": [], "next": "https://["}, CannotTell),
        ({"results": [], "next": ""}, CannotTell),
        ([], CannotTell),
    ],
)
def test_strange_lists(page: Any, found: type) -> None:
    order = order_of("clip", "replicate", KLING, ClipAsked(prompt="p", seconds=5, height=720))
    model = {"latest_version": {"id": NEWEST, "openapi_schema": MODELS[KLING].schema}}
    replies = [Reply(status=200, body=json.dumps(told).encode()) for told in (model, page)]
    at = 1790812800.0
    assert isinstance(answered(PROVIDER.find(order, "t", at), *replies), found)


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        ("data:image/png;base64,AAAA", CannotTell),
        ("data:image/png;base64,AAA...", CannotTell),
        (None, CannotTell),
        ([], CannotTell),
        ("https://replicate.delivery/a.png", Found),
    ],
)
def test_a_picture_shown_otherwise_never_makes_a_request_absent(shown: Any, found: type) -> None:
    asked = ClipAsked(prompt="p", seconds=5, height=720, first=FIRST)
    order = order_of("clip", "replicate", KLING, asked)
    row = listed(input=input_of(KLING, asked) | {"start_image": shown})
    model = {"latest_version": {"id": NEWEST, "openapi_schema": MODELS[KLING].schema}}
    replies = [
        Reply(status=200, body=json.dumps(told).encode()) for told in (model, {"results": [row]})
    ]
    assert isinstance(answered(PROVIDER.find(order, "t", 1790812800.0), *replies), found)


def test_a_list_that_does_not_come_is_never_absence(standin: Replicate) -> None:
    order = clip()
    for after in (0, 1):
        standin.faults.add("poll broken", after=after)
        assert isinstance(search(order, standin, time.time()), CannotTell)
    model = {"latest_version": {"openapi_schema": MODELS["minimax/video-01"].schema}}
    changed = Reply(status=200, body=json.dumps(model).encode())
    found = answered(PROVIDER.find(clip(last=FIRST), "t", 0.0), changed)
    assert isinstance(found, CannotTell)
    assert "other inputs now" in found.cause


# The rest.


def test_cancelling(standin: Replicate) -> None:
    order = clip()
    standin.faults.add("slow", seconds=60)
    ticket = ticket_of(order, standin)
    found = run(PROVIDER.cancel(order, ticket), PROVIDER, standin.url)
    assert found == Cancelled(charge=None)
    later = polled(order, ticket, standin)
    assert isinstance(later, Failed)
    assert (later.reason, later.charge) == ("cancelled", None)
    done = ticket_of(order, standin)
    end_of(order, done, standin)
    assert isinstance(run(PROVIDER.cancel(order, done), PROVIDER, standin.url), TooLate)
    assert isinstance(run(PROVIDER.cancel(order, "none"), PROVIDER, standin.url), TooLate)
    body = json.dumps({"id": "a", "status": "aborted"}).encode()
    assert answered(PROVIDER.cancel(order, "a"), Reply(status=200, body=body)) == Cancelled()


def test_a_key_is_checked_for_free(standin: Replicate) -> None:
    assert PROVIDER.check is not None
    assert run(PROVIDER.check(), PROVIDER, standin.url) == ""
    reply = Reply(status=401, body=b'{"title": "Unauthenticated"}')
    assert "401" in answered(PROVIDER.check(), reply)
    assert httpx.get(f"{standin.url}/v1/account").status_code == 401
    assert standin.posts() == 0


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["id", "status", "output", "error", "data_removed", "results", "next",
                         "latest_version", "openapi_schema", "components", "schemas", "Input",
                         "properties", "prompt", "duration", "enum", "type", "allOf", "$ref",
                         "model", "input", "created_at", "detail", "default", "minimum"]),
        inner, max_size=6,
    ),
    max_leaves=25,
)  # fmt: skip
BODIES = st.binary(max_size=60) | ANY.map(lambda value: json.dumps(value).encode())
REPLIES = st.builds(Reply, status=st.integers(100, 599), body=BODIES)


@settings(deadline=None)
@given(REPLIES)
def test_no_reply_upsets_us(reply: Reply) -> None:
    assert isinstance(PROVIDER.heard(clip(), reply), Taken | Refused | Unknown)
    assert answered(PROVIDER.poll(clip(), "a"), reply) is not None
    assert answered(PROVIDER.cancel(clip(), "a"), reply) is not None
    assert PROVIDER.check is not None
    assert isinstance(answered(PROVIDER.check(), reply), str)


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 200_000,
        b'{"id":' * 100_000,
        b'{"id": "\\ud800", "status": "succeeded"}',
        b'{"id": "a", "status": "succeeded", "output": ' + b"9" * 5000 + b"}",
        b'{"id": "a", "status": "failed", "error": NaN}',
        b'{"id": "a", "status": "failed", "error": ' + b"[" * 150 + b"]" * 150 + b"}",
        b"\xff\xfe",
        b"",
    ],
    ids=range(8),
)
def test_no_extreme_body_upsets_us(body: bytes) -> None:
    for status in (200, 404, 422):
        reply = Reply(status=status, body=body)
        assert isinstance(PROVIDER.heard(clip(), reply), Taken | Refused | Unknown)
        assert answered(PROVIDER.poll(clip(), "a"), reply) is not None
        assert isinstance(answered(PROVIDER.find(clip(), "t", 0.0), reply), CannotTell)


@settings(deadline=None)
@given(ANY)
def test_no_list_upsets_us(value: Any) -> None:
    model = {"latest_version": {"openapi_schema": MODELS[KLING].schema}}
    page = {"results": [listed(input=value, created_at="1970-01-01T00:00:00Z")]}
    for told in (page, {"results": value}, value):
        replies = [Reply(status=200, body=json.dumps(one).encode()) for one in (model, told)]
        talk = PROVIDER.find(clip(), "t", 0.0)
        next(talk)
        try:
            call = talk.send(replies[0])
            talk.send(replies[1])
        except StopIteration as end:
            assert isinstance(end.value, Absent | CannotTell)
            continue
        assert call.url == "/v1/predictions"


# The vendor's own package, replicate 1.0.7.


@pytest.fixture
def official(standin: Replicate) -> Iterator[Client]:
    """With its repetitions off; it never repeats a POST in any case."""
    assert "POST" not in RetryTransport.RETRYABLE_METHODS
    client = Client(api_token=KEY, base_url=standin.url)
    with client._client as speaker:
        assert isinstance(speaker._transport, RetryTransport)
        speaker._transport.max_attempts = 1
        yield client


def test_the_official_package_makes_a_clip_of_our_request(
    official: Client, standin: Replicate
) -> None:
    order = clip(audio=True)
    body: Any = PROVIDER.submit(order, ready_of(order, standin), "t").call.body
    made = official.models.predictions.create(model=KLING, input=body["input"])
    assert made.status in ("starting", "processing")
    assert made.input == body["input"]
    made.wait()
    ended = official.predictions.get(made.id)
    assert (ended.status, ended.error) == ("succeeded", None)
    assert isinstance(ended.output, str)
    assert httpx.get(ended.output).content[4:8] == b"ftyp"
    assert ended.metrics is not None
    assert standin.posts() == 1
    done = end_of(order, made.id, standin)
    assert isinstance(done, Done)
    assert done.results[0].url == ended.output


def test_the_official_package_reads_models_lists_and_errors(
    official: Client, standin: Replicate
) -> None:
    standin.page = 2
    small = official.models.get("acme/small-video")
    assert small.latest_version is not None
    assert small.latest_version.id == NEWEST
    made = [
        official.predictions.create(version=NEWEST, input={"prompt": str(number)})
        for number in range(3)
    ]
    page = official.predictions.list()
    assert [one.id for one in page] == [made[2].id, made[1].id]
    assert page.next is not None
    assert [one.id for one in official.predictions.list(cursor=page.next)] == [made[0].id]
    standin.faults.add("slow", seconds=60)
    slow = official.predictions.create(version=NEWEST, input={"prompt": "slow"})
    slow.cancel()
    assert slow.status == "canceled"
    assert official.accounts.current().username == "ada"
    with pytest.raises(ReplicateError, match="Input validation failed") as error:
        official.models.predictions.create(model=KLING, input={})
    assert error.value.status == 422


def test_the_official_package_sends_a_request_once_whatever_happens(
    official: Client, standin: Replicate
) -> None:
    faults: tuple[FaultKind, ...] = ("limited", "unavailable", "broken", "drop after")
    for fault in faults:
        standin.faults.add(fault)
        with pytest.raises((ReplicateError, httpx.HTTPError)):
            official.models.predictions.create(model=KLING, input={"prompt": "p"})
    assert standin.posts() == 4
