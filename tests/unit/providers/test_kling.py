"""Kling, newer interface: bodies, codes, polls, bills, and finding a request by our id."""

import hashlib
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
from tests.standins.kling import STANDIN, WRONG_KEY, Kling
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
from reelwright.providers.kling import PROVIDER, charge

PICTURE = media.picture()
NAME = hashlib.sha256(PICTURE).hexdigest()
BLOBS = {NAME: (PICTURE, "image/png")}
TOKEN = "rw-0b5f7a52c1"
NOW = 1_790_000_000.0


@pytest.fixture
def service() -> Iterator[Kling]:
    with STANDIN(seconds=0.0) as standin:
        assert isinstance(standin, Kling)
        yield standin


def order(model: str = "kling-3.0", **fields: Any) -> Order:
    wished = {"prompt": "A lighthouse at dusk", "seconds": 5, "height": 720, **fields}
    return order_of("clip", "kling", model, ClipAsked(**wished))


ORDER = order()


def submitted(service: Kling, wish: Order = ORDER, token: str = TOKEN) -> Heard:
    submit = PROVIDER.submit(wish, Ready(), token)
    return PROVIDER.heard(wish, send(submit, PROVIDER, service.url, BLOBS))


def ticket(service: Kling, wish: Order = ORDER, token: str = TOKEN) -> str:
    heard = submitted(service, wish, token)
    assert isinstance(heard, Taken)
    return heard.ticket


def polled(service: Kling, name: str) -> Polled:
    return run(PROVIDER.poll(ORDER, name), PROVIDER, service.url)


def sought(service: Kling, token: str = TOKEN, at: float | None = None) -> object:
    sent_at = time.time() if at is None else at
    return run(PROVIDER.find(ORDER, token, sent_at), PROVIDER, service.url)


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


def dropped(service: Kling, kind: FaultKind) -> None:
    service.faults.add(kind)
    with pytest.raises(ConnectionError):
        submitted(service)


# What is sent.


def test_the_body_of_a_typical_order_is_fixed() -> None:
    submit = PROVIDER.submit(order(ratio="9:16", audio=True, seconds=8), Ready(), TOKEN)
    assert submit.call.method == "POST"
    assert submit.call.url == "/text-to-video/kling-3.0"
    assert submit.call.body == {
        "prompt": "A lighthouse at dusk",
        "settings": {
            "resolution": "720p",
            "duration": 8,
            "aspect_ratio": "9:16",
            "audio": "native",
            "multi_shot": False,
        },
        "options": {"external_task_id": TOKEN},
    }


def test_the_fingerprint_of_a_typical_order_is_fixed() -> None:
    assert (
        order(ratio="9:16", audio=True, seconds=8).fingerprint
        == "eb29e5c87098170ed334f83560c0637e6446fa0f1b3f12d2cd069f3baf35909e"
    )


def test_pictures_go_as_plain_base64_and_decide_the_ratio() -> None:
    submit = PROVIDER.submit(order(first=NAME, last=NAME, height=2160), Ready(), TOKEN)
    assert submit.call.url == "/image-to-video/kling-3.0"
    assert submit.call.body == {
        "contents": [
            {"type": "prompt", "text": "A lighthouse at dusk"},
            {"type": "first_frame", "url": {"$blob": NAME, "form": "base64"}},
            {"type": "last_frame", "url": {"$blob": NAME, "form": "base64"}},
        ],
        "settings": {"resolution": "4k", "duration": 5, "audio": "off", "multi_shot": False},
        "options": {"external_task_id": TOKEN},
    }


def test_turbo_has_neither_a_switch_for_sound_nor_one_for_several_shots() -> None:
    body = PROVIDER.submit(order("kling-3.0-turbo"), Ready(), TOKEN).call.body
    assert isinstance(body, dict)
    assert body["settings"] == {"resolution": "720p", "duration": 5, "aspect_ratio": "16:9"}


@pytest.mark.parametrize(
    ("model", "fields", "told"),
    [
        ("kling-9", {}, "not one of"),
        ("../tasks", {}, "not one of"),
        ("kling-3.0", {"negative": "rain"}, "negative prompt"),
        ("kling-3.0", {"seed": 0}, "seed"),
        ("kling-3.0", {"references": (NAME,)}, "reference pictures"),
        ("kling-3.0", {"videos": (NAME,)}, "reference clips"),
        ("kling-3.0", {"workflow": "{}"}, "workflow"),
        ("kling-3.0", {"last": NAME}, "without a first"),
        ("kling-3.0-turbo", {"first": NAME, "last": NAME}, "last frame"),
        ("kling-3.0", {"seconds": 2}, "2 seconds"),
        ("kling-3.0", {"seconds": 16}, "16 seconds"),
        ("kling-2.6", {"seconds": 7}, "7 seconds"),
        ("kling-3.0", {"height": 480}, "480 lines"),
        ("kling-3.0-turbo", {"height": 2160}, "2160 lines"),
        ("kling-2.6", {"audio": True}, "below 1080"),
        ("kling-3.0", {"ratio": "21:9"}, "aspect_ratio"),
        ("kling-3.0", {"prompt": ""}, "prompt"),
        ("kling-3.0", {"prompt": "x" * 3073}, "3072 characters"),
        ("kling-3.0-turbo", {"prompt": "x" * 2501}, "2500 characters"),
    ],
)
def test_what_a_model_cannot_make_is_refused_before_it_is_sent(
    model: str, fields: dict[str, Any], told: str
) -> None:
    with pytest.raises(BadInput, match=told):
        PROVIDER.submit(order(model, **fields), Ready(), TOKEN)


@pytest.mark.parametrize(
    "prompt", ['"}], "settings": {"duration": 15}', "\x00\x1b[31m\u202e", "%s {0} ${HOME} 😀", "'"]
)
def test_a_prompt_is_only_ever_a_text(service: Kling, prompt: str) -> None:
    name = ticket(service, order(prompt=prompt))
    assert service.tasks[name].asked["prompt"] == prompt


# A whole life.


@pytest.mark.parametrize(
    ("wish", "usd"),
    [
        (order(), "0.42"),
        (order(audio=True, height=1080, seconds=3), "0.504"),
        (order(first=NAME, last=NAME, seconds=4, height=2160), "1.68"),
        (order("kling-3.0-turbo", ratio="9:16", seconds=3), "0.336"),
        (order("kling-3.0-turbo", first=NAME, height=1080), "0.70"),
        (order("kling-2.6", audio=True, height=1080), "0.70"),
        (order("kling-2.5-turbo", ratio="1:1"), "0.21"),
    ],
)
def test_a_clip_is_made_and_its_real_cost_is_known(service: Kling, wish: Order, usd: str) -> None:
    name = ticket(service, wish)
    done = polled(service, name)
    assert isinstance(done, Done)
    assert done.charge == Money.of(usd)
    assert service.bill() == [(name, float(usd))]
    clip = talking.speak(Call(url=done.results[0].url), PROVIDER, service.url)
    assert clip.body[4:8] == b"ftyp"
    assert service.posts() == 1


def test_work_under_way_is_waited_for(service: Kling) -> None:
    service.faults.add("never ends")
    assert isinstance(polled(service, ticket(service)), Waiting)


def test_content_refused_later_costs_what_the_bill_says(service: Kling) -> None:
    service.faults.add("moderated later")
    found = polled(service, ticket(service))
    assert isinstance(found, Failed)
    assert (found.reason, found.passing, found.charge) == ("moderated", False, Money())
    assert service.bill() == []


def test_a_failure_may_be_tried_again(service: Kling) -> None:
    service.faults.add("fails later")
    found = polled(service, ticket(service))
    assert isinstance(found, Failed)
    assert (found.reason, found.passing, found.charge) == ("broken", True, Money())


def test_a_missing_bill_is_told_as_such(service: Kling) -> None:
    service.faults.add("no cost")
    found = polled(service, ticket(service))
    assert isinstance(found, Done)
    assert found.charge is None


@pytest.mark.parametrize(("kind", "currency"), [("unit", "USD"), ("cash", "CNY")])
def test_units_and_other_money_are_no_known_cost(service: Kling, kind: str, currency: str) -> None:
    service.charge_type, service.currency = kind, currency
    found = polled(service, ticket(service))
    assert isinstance(found, Done)
    assert found.charge is None


NO_AMOUNTS = ("-1", "NaN", "1e9", "", " 1", "١", "1.", True, None, "9" * 30)


@pytest.mark.parametrize(
    ("billing", "usd"),
    [
        ([{"charge_type": "cash", "amount": "0.42", "currency": "USD"}], "0.42"),
        ([{"charge_type": "cash", "amount": 0.42, "currency": "USD"}], "0.42"),
        ([{"charge_type": "cash", "amount": "0.1", "currency": "USD"}] * 3, "0.3"),
        ([], None),
        (None, None),
        ("0.42", None),
        (["0.42"], None),
        ([{"charge_type": "cash", "amount": "0.42"}], None),
        ([{"charge_type": "unit", "amount": "3", "package_type": "video"}], None),
        (
            [
                {"charge_type": "cash", "amount": "0.42", "currency": "USD"},
                {"charge_type": "unit", "amount": "1"},
            ],
            None,
        ),
        *(
            ([{"charge_type": "cash", "amount": amount, "currency": "USD"}], None)
            for amount in NO_AMOUNTS
        ),
    ],
)
def test_only_plain_dollars_count_as_a_charge(billing: JsonValue, usd: str | None) -> None:
    assert charge(billing) == (None if usd is None else Money.of(usd))


@pytest.mark.parametrize("kind", ["file url", "inner url"])
def test_addresses_are_handed_on_as_they_are(service: Kling, kind: FaultKind) -> None:
    service.faults.add(kind)
    found = polled(service, ticket(service))
    assert isinstance(found, Done)
    assert not found.results[0].url.startswith("/")


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
    service: Kling, kind: FaultKind, seconds: float, expected: Heard
) -> None:
    service.faults.add(kind, seconds=seconds)
    heard = submitted(service)
    assert isinstance(heard, Refused | Unknown)
    assert heard.model_copy(update={"cause": ""}) == expected
    assert heard.cause


CODES = [
    (401, 1000, "denied"), (401, 1001, "denied"), (401, 1002, "denied"), (401, 1003, "denied"),
    (401, 1004, "denied"), (429, 1100, "denied"), (429, 1101, "unpaid"), (429, 1102, "unpaid"),
    (403, 1103, "denied"), (400, 1200, "invalid"), (400, 1201, "invalid"), (404, 1202, "missing"),
    (404, 1203, "missing"), (400, 1300, "moderated"), (400, 1301, "moderated"),
    (429, 1302, "limited"), (429, 1303, "limited"), (429, 1304, "denied"),
    (500, 5000, ""), (503, 5001, ""), (504, 5002, ""),
]  # fmt: skip


@pytest.mark.parametrize(("status", "code", "reason"), CODES)
@pytest.mark.parametrize("plain", [False, True], ids=["as in the table", "under HTTP 200"])
def test_each_code_of_the_table_is_understood(
    status: int, code: int, reason: str, plain: bool
) -> None:
    said = reply({"code": code, "message": "no", "request_id": "x"}, 200 if plain else status)
    heard = PROVIDER.heard(ORDER, said)
    assert (heard.reason if isinstance(heard, Refused) else "") == reason
    assert reason or isinstance(heard, Unknown)


@pytest.mark.parametrize(
    "said",
    [
        reply({"code": 0, "message": "ok"}),
        reply({"code": 0, "data": {"id": "1"}}, 500),
        reply({"code": 0, "data": {"id": "1"}}, 400),
        reply({"code": 0, "data": [{"id": "1"}]}),
        reply({"code": "0", "data": {"id": "1"}}),
        reply({"code": 1301, "data": {"id": "1"}}, 400),
        reply({"code": 1301, "message": "no"}, 409),
        reply({"code": 1301, "message": "no"}, 502),
        reply({"code": 5000, "message": "no"}, 429),
        reply({"code": 1201, "message": "external_task_id x already exists"}, 400),
        reply({"code": 7777, "message": "no"}),
        reply({"code": 1301, "message": "no"}, 302),
        Reply(status=200, body=b"<html>"),
        Reply(status=200, body=b"[" * 100_000),
        Reply(status=204),
        Reply(status=408, body=b"{}"),
    ],
    ids=lambda said: f"{said.status} {said.told[:40]}",
)
def test_what_does_not_say_it_plainly_is_unknown(said: Reply) -> None:
    assert isinstance(PROVIDER.heard(ORDER, said), Unknown)


@pytest.mark.parametrize(
    "name",
    ["", "a" * 201, "a b", "a\n", "..", ".", "../x?y", "é", "a,b", 'x"', "\x00", 12, None, {}],
)
def test_odd_ids_are_no_tickets(name: JsonValue) -> None:
    said = reply({"code": 0, "message": "ok", "data": {"id": name}})
    assert isinstance(PROVIDER.heard(ORDER, said), Unknown)


def test_a_ticket_that_is_known_already_is_handed_on(service: Kling) -> None:
    first = ticket(service, token="one")
    service.faults.add("same id")
    assert ticket(service, token="two") == first
    assert len(service.bill()) == 2


def test_a_code_that_is_not_in_the_table_is_understood_by_its_status() -> None:
    heard = PROVIDER.heard(ORDER, reply({"code": 1400, "message": "no"}, 403))
    assert isinstance(heard, Refused)
    assert heard.reason == "denied"


def test_messages_of_the_service_fit_in_a_line() -> None:
    heard = PROVIDER.heard(ORDER, reply({"code": 1301, "message": "a\nb\x1b[2J" + "x" * 999}, 400))
    assert isinstance(heard, Refused)
    assert heard.cause.isprintable()
    assert len(heard.cause) < 400


# Polls.


def test_a_task_is_known_by_its_id_and_not_by_its_place() -> None:
    video = {"type": "video", "url": "https://x/2.mp4"}
    tasks = [
        {"id": "1", "status": "failed"},
        {"id": "2", "status": "succeeded", "outputs": [{"type": "image", "url": "u"}, video]},
    ]
    found = answered(PROVIDER.poll(ORDER, "2"), reply({"code": 0, "data": tasks}))
    assert isinstance(found, Done)
    assert found.results[0].url == "https://x/2.mp4"
    assert isinstance(
        answered(PROVIDER.poll(ORDER, "3"), reply({"code": 0, "data": tasks})), Waiting
    )


@pytest.mark.parametrize(
    "said",
    [
        reply({"code": 0, "data": []}),
        reply({"code": 0, "data": None}),
        reply({"code": 0, "data": [{"id": "1", "status": "succeeded"}]}),
        reply({"code": 0, "data": [{"id": "1", "status": "succeeded", "outputs": [{}]}]}),
        reply({"code": 0, "data": [{"id": "1", "status": "paused"}]}),
        reply({"code": 0, "data": [{"id": "1", "status": "failed"}]}, 500),
        reply({"code": 1303, "data": [{"id": "1", "status": "failed"}]}),
        reply({"error": "not found"}, 404),
        reply({"code": 1202, "message": "no"}, 404),
        Reply(status=200, body=b"\xff"),
    ],
    ids=lambda said: f"{said.status} {said.told[:60]}",
)
def test_a_poll_that_tells_nothing_is_repeated(said: Reply) -> None:
    assert isinstance(answered(PROVIDER.poll(ORDER, "1"), said), Waiting)


def test_a_poll_waits_as_long_as_it_is_told() -> None:
    said = reply({"code": 1302, "message": "slow down"}, 429, **{"retry-after": "33"})
    assert answered(PROVIDER.poll(ORDER, "1"), said) == Waiting(wait=33.0)


def test_a_task_is_gone_when_the_service_says_so() -> None:
    said = reply({"code": 1203, "message": "the task does not exist"}, 404)
    assert isinstance(answered(PROVIDER.poll(ORDER, "1"), said), Gone)


@pytest.mark.parametrize("kind", ["poll broken", "poll gone"])
def test_a_bad_poll_loses_nothing(service: Kling, kind: FaultKind) -> None:
    name = ticket(service)
    service.faults.add(kind)
    assert isinstance(polled(service, name), Waiting)
    assert isinstance(polled(service, name), Done)


def test_it_cannot_be_stopped(service: Kling) -> None:
    name = ticket(service)
    assert isinstance(run(PROVIDER.cancel(ORDER, name), PROVIDER, service.url), TooLate)


# Looking for a request whose answer was lost.


def test_a_lost_answer_is_found_by_our_id(service: Kling) -> None:
    ticket(service, token="another")
    dropped(service, "drop after")
    found = sought(service)
    assert isinstance(found, Found)
    assert service.tasks[found.ticket].token == TOKEN
    assert isinstance(polled(service, found.ticket), Done)


@pytest.mark.parametrize("tells_unknown", [False, True])
def test_a_request_that_never_arrived_is_absent(service: Kling, tells_unknown: bool) -> None:
    service.tells_unknown = tells_unknown
    ticket(service, token="another")
    dropped(service, "drop before")
    assert sought(service) == Absent()
    assert len(service.bill()) == 1


def test_an_answer_of_wrong_types_hides_a_job_that_is_found(service: Kling) -> None:
    service.faults.add("wrong types")
    assert isinstance(submitted(service), Unknown)
    assert isinstance(sought(service), Found)


def test_two_jobs_with_one_id_are_not_guessed_between(service: Kling) -> None:
    assert ticket(service) != ticket(service)
    assert len(service.bill()) == 2
    assert isinstance(sought(service), CannotTell)
    assert not PROVIDER.once


def test_where_a_repeated_id_is_refused_the_first_job_is_found(service: Kling) -> None:
    service.refuses_repeats = True
    name = ticket(service)
    assert isinstance(submitted(service), Unknown)
    assert sought(service) == Found(ticket=name)
    assert len(service.bill()) == 1


def fill(service: Kling, count: int, at: float) -> None:
    for number in range(count):
        name = f"old-{number}"
        asked = {"model": "kling-3.0", "ratio": "16:9", "cost": 0}
        service.tasks[name] = Task(name, asked, f"token-{number}", 0.0, float("inf"), 0.0, at=at)


def test_the_list_is_read_to_its_end_when_the_id_is_not_answered(service: Kling) -> None:
    service.looks_up, service.tells_unknown = False, True
    name = ticket(service)
    fill(service, 1200, time.time() + 5)
    service.seen.clear()
    assert sought(service) == Found(ticket=name)
    assert sought(service, "nobody") == Absent()
    assert [method for method, _, _ in service.seen].count("POST") == 6
    assert sought(service, "token-7", time.time() + 9e6) == Absent()


def test_a_list_without_our_ids_tells_nothing_about_that_time(service: Kling) -> None:
    service.looks_up, service.tells_unknown = False, True
    ticket(service)
    service.names_in_lists = False
    assert isinstance(sought(service), CannotTell)
    assert sought(service, at=time.time() + 3000) == Absent()


def test_a_list_without_end_is_given_up() -> None:
    nothing = reply({"code": 1203, "message": "no"}, 404)
    page: dict[str, Any] = {"result": [], "has_more": True, "next_cursor": "again"}
    talk = PROVIDER.find(ORDER, TOKEN, NOW)
    assert isinstance(answered(talk, nothing, reply({"code": 0, "data": page})), CannotTell)
    task = {"id": "1", "status": "submitted", "external_id": TOKEN}
    listed = reply({"code": 0, "data": {**page, "result": [task]}})
    assert answered(PROVIDER.find(ORDER, TOKEN, NOW), nothing, listed) == Found(ticket="1")


@pytest.mark.parametrize(
    "said",
    [
        reply({"code": 5000, "message": "no"}, 500),
        reply({"code": 1302, "message": "no"}, 429),
        reply({"code": 1002, "message": "no"}, 401),
        reply({"error": "not found"}, 404),
        reply({"code": 0, "data": None}),
        reply({"code": 0, "data": []}, 502),
        reply({"code": 1201, "data": []}),
        reply({"code": 0, "data": [{"id": "..", "status": "x", "external_id": TOKEN}]}),
        Reply(status=200, body=b"[]"),
    ],
    ids=lambda said: f"{said.status} {said.told[:40]}",
)
def test_a_search_without_a_plain_answer_proves_no_absence(said: Reply) -> None:
    assert isinstance(answered(PROVIDER.find(ORDER, TOKEN, NOW), said), CannotTell)


def test_an_answer_about_others_is_not_taken_for_ours() -> None:
    others = reply({"code": 0, "data": [{"id": "1", "status": "submitted", "external_id": "x"}]})
    broken = reply({"code": 5000, "message": "no"}, 500)
    assert isinstance(answered(PROVIDER.find(ORDER, TOKEN, NOW), others, broken), CannotTell)


# The key.


def test_a_good_key_is_found_good_without_paying(
    service: Kling, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert PROVIDER.check is not None
    assert run(PROVIDER.check(), PROVIDER, service.url) == ""
    assert service.posts() == 0
    monkeypatch.setattr(talking, "KEY", WRONG_KEY)
    assert "1002" in run(PROVIDER.check(), PROVIDER, service.url)
    assert isinstance(submitted(service), Refused)
    unsigned = replace(PROVIDER, sign=lambda headers, secret, now: dict(headers))
    assert "1001" in run(PROVIDER.check(), unsigned, service.url)
    service.faults.add("poll broken")
    assert "HTTP 500" in run(PROVIDER.check(), PROVIDER, service.url)


def test_a_complaint_about_the_question_does_not_blame_the_key() -> None:
    assert PROVIDER.check is not None
    said = reply({"code": 1201, "message": "task id is invalid"}, 400)
    assert answered(PROVIDER.check(), said) == ""


# The stand-in itself.


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/text-to-video/kling-3.0", {"prompt": "x", "seed": 1}),
        ("/text-to-video/kling-3.0", {"prompt": "x", "settings": {"duration": "5"}}),
        ("/text-to-video/kling-3.0", {"prompt": "x", "settings": {"duration": 20}}),
        ("/text-to-video/kling-3.0", {"settings": {}}),
        ("/text-to-video/kling-3.0-turbo", {"prompt": "x", "settings": {"audio": "off"}}),
        ("/text-to-video/kling-3.0-turbo", {"prompt": "x", "settings": {"resolution": "4k"}}),
        ("/image-to-video/kling-3.0", {"contents": [{"type": "prompt", "text": "x"}]}),
        ("/image-to-video/kling-3.0", {"prompt": "x"}),
        ("/text-to-video/kling-1", {"prompt": "x"}),
    ],
)
def test_the_stand_in_refuses_what_the_pages_do_not_know(
    service: Kling, path: str, body: JsonValue
) -> None:
    submit = Submit(call=Call(method="POST", url=path, body=body))
    heard = PROVIDER.heard(ORDER, send(submit, PROVIDER, service.url))
    assert isinstance(heard, Refused)
    assert service.bill() == []


# Whatever it answers, nothing breaks.

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ("id", "status", "message", "external_id", "create_time", "outputs", "billing",
                 "result", "has_more", "next_cursor", "type", "url", "amount", "charge_type")
            ),
            inner,
        )
    ),
    max_leaves=12,
)  # fmt: skip
TASKS = st.fixed_dictionaries(
    {"id": st.just("1"), "status": st.sampled_from(("failed", "succeeded", "x"))},
    optional={
        "message": VALUES, "external_id": st.just(TOKEN) | st.none(), "outputs": VALUES,
        "billing": VALUES, "create_time": st.integers() | st.just(10**400),
    },
)  # fmt: skip
BODIES = VALUES | st.fixed_dictionaries(
    {"code": st.sampled_from((0, 1201, 1203, 5000)) | VALUES},
    optional={
        "message": VALUES,
        "data": VALUES | st.lists(TASKS, max_size=3) | st.fixed_dictionaries(
            {"result": st.lists(TASKS, max_size=3), "has_more": st.booleans()}
        ),
    },
)  # fmt: skip
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
    assert isinstance(answered(PROVIDER.poll(ORDER, "1"), first), Waiting | Done | Failed | Gone)
    found = answered(PROVIDER.find(ORDER, TOKEN, NOW), first, then)
    assert isinstance(found, Found | Absent | CannotTell)
    if isinstance(found, Absent):
        assert {first.status, then.status} & {200, 201}
    assert PROVIDER.check is not None
    assert "\n" not in answered(PROVIDER.check(), first)
