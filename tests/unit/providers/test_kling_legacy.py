"""Kling, older interface: tokens, bodies, tickets with their path, and finding a lost request."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import JsonValue
from tests.standins import media, talking
from tests.standins.faults import FaultKind
from tests.standins.kling_legacy import ACCESS, SECRET, STANDIN, KlingLegacy
from tests.standins.standin import Task
from tests.standins.talking import run, send

from reelwright.film.asked import ClipAsked, order_of
from reelwright.film.errors import BadInput
from reelwright.film.money import Money
from reelwright.film.order import Order
from reelwright.film.talk import (
    Absent,
    Call,
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
    Submit,
    T,
    Taken,
    Talk,
    TooLate,
    Unknown,
    Waiting,
)
from reelwright.providers.kling_legacy import PROVIDER, sign

PICTURE = media.picture()
NAME = hashlib.sha256(PICTURE).hexdigest()
BLOBS = {NAME: (PICTURE, "image/png")}
TOKEN = "rw-0b5f7a52c1"
NOW = 1_790_000_000.0


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talking, "KEY", f"{ACCESS}:{SECRET}")


@pytest.fixture
def service() -> Iterator[KlingLegacy]:
    with STANDIN(seconds=0.0) as standin:
        assert isinstance(standin, KlingLegacy)
        yield standin


def order(model: str = "kling-v2-6", **fields: Any) -> Order:
    wished = {"prompt": "A lighthouse at dusk", "seconds": 5, "height": 720, **fields}
    return order_of("clip", "kling-legacy", model, ClipAsked(**wished))


ORDER = order()
PICTURED = order(first=NAME)


def submitted(service: KlingLegacy, wish: Order = ORDER, token: str = TOKEN) -> Heard:
    submit = PROVIDER.submit(wish, Ready(), token)
    return PROVIDER.heard(wish, send(submit, PROVIDER, service.url, BLOBS))


def ticket(service: KlingLegacy, wish: Order = ORDER, token: str = TOKEN) -> str:
    heard = submitted(service, wish, token)
    assert isinstance(heard, Taken)
    return heard.ticket


def polled(service: KlingLegacy, name: str, wish: Order = ORDER) -> Polled:
    return run(PROVIDER.poll(wish, name), PROVIDER, service.url)


def sought(
    service: KlingLegacy, token: str = TOKEN, wish: Order = ORDER, later: float = 0.0
) -> object:
    return run(PROVIDER.find(wish, token, time.time() + later), PROVIDER, service.url)


def reply(body: Any, status: int = 200, **headers: str) -> Reply:
    return Reply(status=status, headers=headers, body=json.dumps(body).encode())


def answered(talk: Talk[T], *replies: Reply) -> T:
    """What a talk makes of these replies; the last one is given again and again."""
    next(talk)
    for number in range(100):
        try:
            talk.send(replies[min(number, len(replies) - 1)])
        except StopIteration as end:
            found: T = end.value
            return found
    raise AssertionError("the talk does not end")


def dropped(service: KlingLegacy, kind: FaultKind, wish: Order = ORDER) -> None:
    service.faults.add(kind)
    with pytest.raises(ConnectionError):
        submitted(service, wish)


# The token.


def opened(part: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def test_the_key_pair_becomes_a_web_token_of_half_an_hour() -> None:
    headers = sign({"X-Kept": "1"}, "AK:S:K", NOW + 0.7)
    assert headers["X-Kept"] == "1"
    head, claims, seal = headers["Authorization"].removeprefix("Bearer ").split(".")
    assert opened(head) == {"alg": "HS256", "typ": "JWT"}
    assert opened(claims) == {"iss": "AK", "exp": int(NOW) + 1800, "nbf": int(NOW) - 5}
    wanted = hmac.new(b"S:K", f"{head}.{claims}".encode(), hashlib.sha256).digest()
    assert base64.urlsafe_b64decode(seal + "=") == wanted
    assert "S:K" not in headers["Authorization"]


def test_the_token_is_the_one_of_the_standard() -> None:
    """The other one was made with PyJWT 2.15.1 by the vendor's own example."""
    token = sign({}, "abc:0123456789abcdef0123456789abcdef", 1_700_000_000.0)["Authorization"]
    assert token == (
        "Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
        ".eyJpc3MiOiJhYmMiLCJleHAiOjE3MDAwMDE4MDAsIm5iZiI6MTY5OTk5OTk5NX0"
        ".850Fo9maBTwgA_bouVVebNw4he9Aj3Quu7G07rVbDd4"
    )


def test_a_plain_key_is_sent_as_it_is() -> None:
    assert sign({}, " api-key-kling-1 ", NOW) == {"Authorization": "Bearer api-key-kling-1"}


# What is sent.


def test_the_body_of_a_typical_order_is_fixed() -> None:
    wish = order(height=1080, seconds=10, ratio="1:1", negative="rain")
    submit = PROVIDER.submit(wish, Ready(), TOKEN)
    assert submit.call.method == "POST"
    assert submit.call.url == "/v1/videos/text2video"
    assert submit.call.body == {
        "model_name": "kling-v2-6",
        "prompt": "A lighthouse at dusk",
        "negative_prompt": "rain",
        "mode": "pro",
        "duration": "10",
        "aspect_ratio": "1:1",
        "external_task_id": TOKEN,
    }
    assert wish.fingerprint == "b59f2699341269fd6f8df841ab465a4fd8606110499424fee2d403f54f9cfd69"


def test_pictures_go_as_plain_base64_and_decide_the_ratio() -> None:
    submit = PROVIDER.submit(order(first=NAME, last=NAME, height=1080), Ready(), TOKEN)
    assert submit.call.url == "/v1/videos/image2video"
    assert submit.call.body == {
        "model_name": "kling-v2-6",
        "prompt": "A lighthouse at dusk",
        "mode": "pro",
        "duration": "5",
        "image": {"$blob": NAME, "form": "base64"},
        "image_tail": {"$blob": NAME, "form": "base64"},
        "external_task_id": TOKEN,
    }


@pytest.mark.parametrize(
    ("model", "fields", "told"),
    [
        ("../x", {}, "no name of a model"),
        ("kling-v2-6", {"audio": True}, "sound"),
        ("kling-v2-6", {"seed": 0}, "seed"),
        ("kling-v2-6", {"references": (NAME,)}, "reference pictures"),
        ("kling-v2-6", {"videos": (NAME,)}, "reference clips"),
        ("kling-v2-6", {"workflow": "{}"}, "workflow"),
        ("kling-v2-6", {"last": NAME}, "without a first"),
        ("kling-v2-6", {"height": 2160}, "2160 lines"),
        ("kling-v2-6", {"seconds": 7}, "duration"),
        ("kling-v2-6", {"ratio": "21:9"}, "aspect_ratio"),
        ("kling-v2-6", {"prompt": ""}, "prompt"),
        ("kling-v2-6", {"prompt": "x" * 2501}, "prompt"),
        ("kling-v2-6", {"negative": "x" * 2501}, "negative_prompt"),
    ],
)
def test_what_cannot_be_made_is_refused_before_it_is_sent(
    model: str, fields: dict[str, Any], told: str
) -> None:
    with pytest.raises(BadInput, match=told):
        PROVIDER.submit(order(model, **fields), Ready(), TOKEN)


# A whole life.


@pytest.mark.parametrize(
    ("wish", "path", "usd"),
    [
        (order(), "text2video", 0.21),
        (order(height=1080, seconds=10, ratio="9:16"), "text2video", 0.70),
        (order("kling-v2-5-turbo", first=NAME), "image2video", 0.21),
        (order(first=NAME, last=NAME, height=1080), "image2video", 0.35),
    ],
)
@pytest.mark.parametrize("cash", [False, True])
def test_a_clip_is_made_and_its_cost_stays_unknown(
    service: KlingLegacy, wish: Order, path: str, usd: float, cash: bool
) -> None:
    service.cash = cash
    name = ticket(service, wish)
    assert name.startswith(f"{path}/")
    done = polled(service, name, wish)
    assert isinstance(done, Done)
    assert done.charge is None
    assert [cost for _, cost in service.bill()] == [usd]
    clip = talking.speak(Call(url=done.results[0].url), PROVIDER, service.url)
    assert clip.body[4:8] == b"ftyp"
    assert service.posts() == 1


def test_a_ticket_without_a_path_is_looked_for_where_its_order_belongs(
    service: KlingLegacy,
) -> None:
    bare = ticket(service, PICTURED).removeprefix("image2video/")
    assert isinstance(polled(service, bare, PICTURED), Done)
    assert isinstance(polled(service, bare, ORDER), Gone)


def test_work_under_way_is_waited_for(service: KlingLegacy) -> None:
    service.faults.add("never ends")
    assert isinstance(polled(service, ticket(service)), Waiting)


@pytest.mark.parametrize(
    ("kind", "reason"), [("moderated later", "moderated"), ("fails later", "broken")]
)
@pytest.mark.parametrize("cash", [False, True])
def test_a_failure_costs_what_it_says(
    service: KlingLegacy, kind: FaultKind, reason: str, cash: bool
) -> None:
    service.cash = cash
    service.faults.add(kind)
    found = polled(service, ticket(service))
    assert isinstance(found, Failed)
    assert (found.reason, found.charge) == (reason, Money())


@pytest.mark.parametrize(
    "extra",
    [
        {},
        {"final_unit_deduction": ""},
        {"final_unit_deduction": "1.5"},
        {"final_unit_deduction": "none"},
        {"final_unit_deduction": "0", "final_balance_deduction": {"quota": "0.2"}},
        {"final_balance_deduction": {"quota": []}},
        {"final_balance_deduction": "0"},
    ],
)
def test_a_failure_that_does_not_say_that_it_was_free_is_not_taken_for_free(
    extra: dict[str, JsonValue],
) -> None:
    task = {"task_id": "1", "task_status": "failed", "task_status_msg": "x", **extra}
    found = answered(PROVIDER.poll(ORDER, "text2video/1"), reply({"code": 0, "data": task}))
    assert isinstance(found, Failed)
    assert found.charge is None


# How answers are heard.


@pytest.mark.parametrize(
    ("kind", "seconds", "expected"),
    [
        ("moderated", 0.0, Refused(reason="moderated", cause="", wait=None)),
        ("limited", 7.0, Refused(reason="limited", cause="", wait=7.0)),
        ("limited", 0.0, Refused(reason="limited", cause="", wait=None)),
        ("broken", 0.0, Unknown(cause="")),
        ("unavailable", 0.0, Unknown(cause="")),
        ("wrong types", 0.0, Unknown(cause="")),
    ],
)
def test_faults_are_heard_as_what_they_are(
    service: KlingLegacy, kind: FaultKind, seconds: float, expected: Heard
) -> None:
    service.faults.add(kind, seconds=seconds)
    heard = submitted(service)
    assert isinstance(heard, Refused | Unknown)
    assert heard.model_copy(update={"cause": ""}) == expected


@pytest.mark.parametrize("name", ["", "..", "a" * 190, "a b", "é", "a\n", "?x", 7, None, []])
def test_odd_ids_are_no_tickets(name: JsonValue) -> None:
    said = reply({"code": 0, "message": "ok", "data": {"task_id": name}})
    assert isinstance(PROVIDER.heard(ORDER, said), Unknown)


def test_an_id_cannot_leave_its_place_in_the_path() -> None:
    said = reply({"code": 0, "data": {"task_id": "../../account/costs"}})
    heard = PROVIDER.heard(ORDER, said)
    assert isinstance(heard, Taken)
    call = next(PROVIDER.poll(ORDER, heard.ticket))
    assert call.url == "/v1/videos/text2video/..%2F..%2Faccount%2Fcosts"


def test_a_ticket_that_is_known_already_is_handed_on(service: KlingLegacy) -> None:
    first = ticket(service, token="one")
    service.faults.add("same id")
    assert ticket(service, token="two") == first
    assert len(service.bill()) == 2


# Polls.


@pytest.mark.parametrize(
    "said",
    [
        reply({"code": 0, "data": None}),
        reply({"code": 0, "data": {"task_id": "2", "task_status": "failed"}}),
        reply({"code": 0, "data": {"task_id": "1", "task_status": "succeed"}}),
        reply({"code": 0, "data": {"task_id": "1", "task_status": "succeeded"}}),
        reply({"code": 0, "data": {"task_id": "1", "task_status": "failed"}}, 500),
        reply({"code": 5002, "data": {"task_id": "1", "task_status": "failed"}}),
        reply({"error": "not found"}, 404),
        reply({"code": 1201, "message": "something else"}, 400),
        Reply(status=200, body=b"\xff"),
    ],
    ids=lambda said: f"{said.status} {said.told[:60]}",
)
def test_a_poll_that_tells_nothing_is_repeated(said: Reply) -> None:
    assert isinstance(answered(PROVIDER.poll(ORDER, "text2video/1"), said), Waiting)


def test_a_poll_waits_as_long_as_it_is_told() -> None:
    said = reply({"code": 1302, "message": "slow down"}, 429, **{"retry-after": "33"})
    assert answered(PROVIDER.poll(ORDER, "text2video/1"), said) == Waiting(wait=33.0)


def test_a_task_is_gone_when_the_service_says_so(service: KlingLegacy) -> None:
    assert isinstance(polled(service, "text2video/99"), Gone)


@pytest.mark.parametrize("kind", ["poll broken", "poll gone"])
def test_a_bad_poll_loses_nothing(service: KlingLegacy, kind: FaultKind) -> None:
    name = ticket(service)
    service.faults.add(kind)
    assert isinstance(polled(service, name), Waiting)
    assert isinstance(polled(service, name), Done)


def test_it_cannot_be_stopped(service: KlingLegacy) -> None:
    name = ticket(service)
    assert isinstance(run(PROVIDER.cancel(ORDER, name), PROVIDER, service.url), TooLate)


# Looking for a request whose answer was lost.


@pytest.mark.parametrize("wish", [ORDER, PICTURED], ids=["text", "picture"])
@pytest.mark.parametrize("looks_up", [True, False])
def test_a_lost_answer_is_found_by_our_id(
    service: KlingLegacy, wish: Order, looks_up: bool
) -> None:
    service.looks_up = looks_up
    ticket(service, wish, "another")
    dropped(service, "drop after", wish)
    found = sought(service, wish=wish)
    assert isinstance(found, Found)
    assert service.tasks[found.ticket.partition("/")[2]].token == TOKEN
    assert isinstance(polled(service, found.ticket, wish), Done)


def test_a_request_that_never_arrived_is_absent(service: KlingLegacy) -> None:
    ticket(service, token="another")
    dropped(service, "drop before")
    assert sought(service) == Absent()
    assert len(service.bill()) == 1


def test_two_jobs_with_one_id_are_not_guessed_between(service: KlingLegacy) -> None:
    service.looks_up = False
    assert ticket(service) != ticket(service)
    assert len(service.bill()) == 2
    assert isinstance(sought(service), CannotTell)
    assert not PROVIDER.once


def test_where_a_repeated_id_is_refused_the_first_job_is_found(service: KlingLegacy) -> None:
    service.refuses_repeats = True
    name = ticket(service)
    assert isinstance(submitted(service), Unknown)
    assert sought(service) == Found(ticket=name)
    assert len(service.bill()) == 1


def test_the_list_is_read_to_its_end(service: KlingLegacy) -> None:
    service.looks_up = False
    name = ticket(service)
    for number in range(1200):
        old, asked = f"old-{number}", {"kind": "text2video", "duration": "5"}
        task = Task(old, asked, f"token-{number}", 0.0, float("inf"), 0.0, at=time.time() + 5)
        service.tasks[old] = task
    service.seen.clear()
    assert sought(service) == Found(ticket=name)
    assert len(service.seen) == 1 + 3
    assert sought(service, "nobody") == Absent()


def test_a_list_without_our_ids_tells_nothing_about_that_time(service: KlingLegacy) -> None:
    service.looks_up = service.names_in_lists = False
    ticket(service)
    assert isinstance(sought(service), CannotTell)
    assert sought(service, later=3000) == Absent()


def test_a_list_without_end_is_given_up() -> None:
    nothing = reply({"code": 1201, "message": "Task not found by id/external id"}, 400)
    task = {"task_id": "1", "task_status": "failed", "task_info": {"external_task_id": "x"}}
    full = reply({"code": 0, "data": [task] * 500})
    assert isinstance(answered(PROVIDER.find(ORDER, TOKEN, NOW), nothing, full), CannotTell)
    ours = {**task, "task_info": {"external_task_id": TOKEN}}
    listed = reply({"code": 0, "data": [ours] * 500})
    found = answered(PROVIDER.find(ORDER, TOKEN, NOW), nothing, listed)
    assert found == Found(ticket="text2video/1")


@pytest.mark.parametrize(
    "said",
    [
        reply({"code": 5000, "message": "no"}, 500),
        reply({"code": 1302, "message": "no"}, 429),
        reply({"code": 1002, "message": "no"}, 401),
        reply({"error": "not found"}, 404),
        reply({"code": 0, "data": None}),
        reply({"code": 0, "data": []}),
        Reply(status=200, body=b"[]"),
    ],
    ids=lambda said: f"{said.status} {said.told[:40]}",
)
def test_a_search_without_a_plain_answer_proves_no_absence(said: Reply) -> None:
    nothing = reply({"code": 1203, "message": "no such task"}, 404)
    assert isinstance(answered(PROVIDER.find(ORDER, TOKEN, NOW), said), CannotTell)
    if said.told != '{"code": 0, "data": []}':
        found = answered(PROVIDER.find(ORDER, TOKEN, NOW), nothing, said)
        assert isinstance(found, CannotTell)


# The key.


def test_a_good_key_is_found_good_without_paying(
    service: KlingLegacy, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert PROVIDER.check is not None
    assert run(PROVIDER.check(), PROVIDER, service.url) == ""
    assert service.posts() == 0
    for bad in (f"{ACCESS}:other", f"other:{SECRET}", ":", "a:b:c"):
        monkeypatch.setattr(talking, "KEY", bad)
        assert "1002" in run(PROVIDER.check(), PROVIDER, service.url)
        assert isinstance(submitted(service), Refused)
    monkeypatch.setattr(talking, "KEY", "api-key-kling-1")
    assert run(PROVIDER.check(), PROVIDER, service.url) == ""


def test_an_old_token_is_refused(service: KlingLegacy) -> None:
    stale = sign({}, f"{ACCESS}:{SECRET}", time.time() - 4000)
    call = Call(url="/v1/videos/text2video", headers=stale)
    unsigned = replace(PROVIDER, sign=lambda headers, secret, now: dict(headers))
    assert "1004" in talking.speak(call, unsigned, service.url).told


# The stand-in itself.


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text2video", {"model_name": "kling-v2-6", "prompt": "x", "seed": 1}),
        ("text2video", {"model_name": "kling-v2-6", "prompt": "x", "duration": 5}),
        ("text2video", {"model_name": "kling-v2-6", "prompt": "x", "duration": "7"}),
        ("text2video", {"model_name": "kling-v2-6"}),
        ("text2video", {"model_name": "kling-v9", "prompt": "x"}),
        ("text2video", {"model_name": "kling-v2-6", "prompt": "x", "image": "x"}),
        ("image2video", {"model_name": "kling-v2-6", "prompt": "x"}),
        ("image2video", {"model_name": "kling-v2-6", "prompt": "x", "image": "data:image/png;"}),
    ],
)
def test_the_stand_in_refuses_what_the_pages_do_not_know(
    service: KlingLegacy, kind: str, body: JsonValue
) -> None:
    submit = Submit(call=Call(method="POST", url=f"/v1/videos/{kind}", body=body))
    heard = PROVIDER.heard(ORDER, send(submit, PROVIDER, service.url))
    assert isinstance(heard, Refused)
    assert service.bill() == []


# Whatever it answers, nothing breaks.

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(("task_id", "task_status", "videos", "url", "quota", "task_info")),
            inner,
        )
    ),
    max_leaves=12,
)
TASKS = st.fixed_dictionaries(
    {"task_id": st.just("1"), "task_status": st.sampled_from(("failed", "succeed", "x"))},
    optional={
        "task_status_msg": VALUES,
        "task_info": VALUES | st.just({"external_task_id": TOKEN}),
        "task_result": VALUES,
        "final_unit_deduction": VALUES,
        "final_balance_deduction": VALUES,
        "created_at": st.integers() | st.just(10**400),
    },
)
BODIES = VALUES | st.fixed_dictionaries(
    {"code": st.sampled_from((0, 1201, 1203, 5000)) | VALUES},
    optional={
        "message": VALUES | st.just("Task not found"),
        "data": VALUES | TASKS | st.lists(TASKS, max_size=3),
    },
)
REPLIES = st.builds(
    Reply,
    status=st.sampled_from((200, 201, 204, 302, 400, 401, 404, 408, 409, 429, 500, 503)),
    headers=st.dictionaries(st.just("retry-after"), st.text(max_size=8)),
    body=BODIES.map(lambda body: json.dumps(body).encode()) | st.binary(max_size=40),
)


@settings(deadline=None)
@given(REPLIES, REPLIES)
def test_no_answer_breaks_anything(first: Reply, then: Reply) -> None:
    heard = PROVIDER.heard(ORDER, first)
    assert isinstance(heard, Taken | Refused | Unknown)
    if isinstance(heard, Taken):
        assert 200 <= first.status < 300
    if isinstance(heard, Refused):
        assert first.status < 500
    polled = answered(PROVIDER.poll(ORDER, "text2video/1"), first)
    assert isinstance(polled, Waiting | Done | Failed | Gone)
    found = answered(PROVIDER.find(ORDER, TOKEN, NOW), first, then)
    assert isinstance(found, Found | Absent | CannotTell)
    if isinstance(found, Absent):
        assert then.status in (200, 201)
