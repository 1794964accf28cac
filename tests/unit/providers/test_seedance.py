"""Seedance, spoken to a stand-in: what it takes, what it answers, and what is made of that."""

import json
import time
from collections.abc import Iterator
from decimal import Decimal
from email.utils import formatdate
from hashlib import sha256
from io import BytesIO
from typing import Any, cast

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.standins import media
from tests.standins.faults import FaultKind
from tests.standins.seedance import PLACE, Seedance
from tests.standins.talking import KEY, run, send, speak

from reelwright.film.asked import ClipAsked, order_of
from reelwright.film.errors import BadInput
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
    T,
    Taken,
    Talk,
    TooLate,
    Unknown,
    Waiting,
)
from reelwright.providers.seedance import ARK, PROVIDER, WEEK, cancel, check, find, heard, poll
from reelwright.providers.seedance_models import TOKENS, charge, family

NEWEST = "dreamina-seedance-2-5-260628"
SOUND = "seedance-1-5-pro-251215"
SECOND = "dreamina-seedance-2-0-260128"
FIRST = "seedance-1-0-pro-250528"
TOKEN = "rw-0123456789abcdef0123456789abcdef"
WIDE, TALL = media.picture(640, 360), media.picture(360, 640)
BLOBS = {sha256(one).hexdigest(): (one, "image/png") for one in (WIDE, TALL)}
WIDE_HASH, TALL_HASH = BLOBS


def order(model: str = NEWEST, **fields: Any) -> Order:
    plain = {"prompt": "The tide comes in.", "seconds": 4, "height": 480}
    return order_of("clip", "seedance", model, ClipAsked.model_validate({**plain, **fields}))


@pytest.fixture
def standin() -> Iterator[Seedance]:
    with Seedance(seconds=0.15) as standin:
        yield cast(Seedance, standin)


def tell(standin: Seedance, wish: Order, token: str = TOKEN) -> Heard:
    submit = PROVIDER.submit(wish, Ready(), token)
    return heard(wish, send(submit, PROVIDER, standin.url, BLOBS))


def taken(standin: Seedance, wish: Order, token: str = TOKEN) -> str:
    found = tell(standin, wish, token)
    assert isinstance(found, Taken), found
    return found.ticket


def settle(standin: Seedance, wish: Order, ticket: str) -> Polled:
    """Poll until there is more to say than `Waiting`."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        found = run(poll(wish, ticket), PROVIDER, standin.url)
        if not isinstance(found, Waiting):
            return found
        time.sleep(0.02)
    raise AssertionError("it does not end")


def answer(talk: Talk[T], *replies: Reply) -> T:
    """What a talk makes of these replies."""
    try:
        next(talk)
        for reply in replies:
            talk.send(reply)
    except StopIteration as end:
        return cast(T, end.value)
    raise AssertionError("it asks for more")


def said(status: int, body: Any, **headers: str) -> Reply:
    return Reply(status=status, headers=headers, body=json.dumps(body).encode())


def body_of(wish: Order, token: str = TOKEN) -> Any:
    return PROVIDER.submit(wish, Ready(), token).call.body


# What is sent.


def test_the_request_of_a_typical_order() -> None:
    wish = order(seconds=6, height=720, audio=True, seed=7, first=WIDE_HASH, last=TALL_HASH)
    submit = PROVIDER.submit(wish, Ready(), TOKEN)
    assert (submit.call.method, submit.call.url) == ("POST", "/api/v3/contents/generations/tasks")
    assert submit.call.body == {
        "model": "dreamina-seedance-2-5-260628",
        "content": [
            {"type": "text", "text": "The tide comes in."},
            {
                "type": "image_url",
                "image_url": {"url": {"$blob": WIDE_HASH, "form": "data"}},
                "role": "first_frame",
            },
            {
                "type": "image_url",
                "image_url": {"url": {"$blob": TALL_HASH, "form": "data"}},
                "role": "last_frame",
            },
        ],
        "safety_identifier": TOKEN,
        "generate_audio": True,
        "watermark": False,
        "seed": 7,
        "resolution": "720p",
        "ratio": "adaptive",
        "duration": 6,
    }


def test_the_fingerprint_of_a_typical_order() -> None:
    wish = order(seconds=6, height=720, audio=True, seed=7, references=("ab" * 32,))
    assert wish.fingerprint == "d13c95b464b72d593270fb1e766cbcec42f7ab3fab402716ab3efebde4d00f1f"


def test_sound_is_always_said_where_there_is_any() -> None:
    assert body_of(order())["generate_audio"] is False
    assert "generate_audio" not in body_of(order(FIRST))


def test_the_ratio_is_left_to_the_service_only_where_it_must_be() -> None:
    assert body_of(order(first=WIDE_HASH))["ratio"] == "adaptive"
    assert body_of(order(references=(WIDE_HASH,)))["ratio"] == "16:9"
    assert body_of(order(SECOND, first=WIDE_HASH, ratio="9:16"))["ratio"] == "9:16"


@pytest.mark.parametrize(
    ("prompt", "sent"),
    [
        ("A dog --dur 30 --rs 4k", "A dog —dur 30 —rs 4k"),
        ("he stood--alone", "he stood—alone"),
        ("a -- b - c", "a -- b - c"),
        ('"}], "duration": 30, "x": [{"', '"}], "duration": 30, "x": [{"'),
    ],
)
def test_a_prompt_sets_no_parameters(prompt: str, sent: str) -> None:
    body = body_of(order(prompt=prompt))
    assert body["content"] == [{"type": "text", "text": sent}]
    assert body["duration"] == 4


@pytest.mark.parametrize(
    ("wish", "cause"),
    [
        (order(seconds=31), "4 to 30 s, not 31"),
        (order(seconds=-1), "not -1"),
        (order(SOUND, seconds=13), "4 to 12"),
        (order(height=2160), "height of 2160"),
        (order("dreamina-seedance-2-0-fast-260128", height=1080), "height of 1080"),
        (order(ratio="adaptive"), "ratio of adaptive"),
        (order(negative="rain"), "negative"),
        (order(FIRST, audio=True), "sound"),
        (order(SECOND, seed=1), "seed"),
        (order(seed=-1), "seed"),
        (order(videos=("ab" * 32,)), "public address"),
        (order(last=TALL_HASH), "beside a first"),
        (order("seedance-1-0-pro-fast-251015", first=WIDE_HASH, last=TALL_HASH), "no last"),
        (order(first=WIDE_HASH, references=(TALL_HASH,)), "not both"),
        (order(SOUND, references=(WIDE_HASH,)), "0 references"),
        (order(SECOND, references=("ab" * 32,) * 10), "9 references, not 10"),
        (order("seedance-9-0-300101"), "not a Seedance model"),
        (order("seedance"), "not a Seedance model"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_reason(wish: Order, cause: str) -> None:
    with pytest.raises(BadInput, match=cause):
        PROVIDER.submit(wish, Ready(), TOKEN)


@pytest.mark.parametrize("token", ["", "x" * 65, "über", "a b", "a\nb"])
def test_a_token_that_would_not_travel_unchanged_is_a_bug(token: str) -> None:
    with pytest.raises(ValueError, match="safety_identifier"):
        PROVIDER.submit(order(), Ready(), token)


def test_families_are_known_under_all_their_names() -> None:
    names = (NEWEST, "doubao-seedance-2-5-260628", "seedance-2-5-270101", SECOND + "-0818")
    assert all(family(name) for name in names)
    assert family("doubao-seedance-2-0-fast-260128") != family(SECOND)
    assert all(family(name) for name in TOKENS)


def test_both_addresses_share_all_but_address_and_keys() -> None:
    assert (PROVIDER.name, ARK.name) == ("seedance", "seedance-ark")
    assert PROVIDER.url == "https://ark.ap-southeast.bytepluses.com"
    assert ARK.url == "https://ark.cn-beijing.volces.com"
    assert PROVIDER.keys == ("REELWRIGHT_SEEDANCE_KEY", "SEEDANCE_API_KEY", "ARK_API_KEY")
    assert ARK.submit is PROVIDER.submit and ARK.find is PROVIDER.find
    assert not PROVIDER.once and PROVIDER.find_by == "token"


# A whole life.


def test_from_order_to_clip(standin: Seedance) -> None:
    wish = order(seconds=5, height=720, audio=True)
    ticket = taken(standin, wish)
    assert isinstance(run(poll(wish, ticket), PROVIDER, standin.url), Waiting)
    done = settle(standin, wish, ticket)
    assert isinstance(done, Done)
    assert done.charge == Money.of("1.1556")
    assert done.facts == {"tokens": 108000}
    [(billed, usd)] = standin.bill()
    assert billed == ticket
    assert usd == pytest.approx(1.1556)
    [result] = done.results
    clip = speak(Call(url=result.url), PROVIDER, standin.url)
    with av.open(BytesIO(clip.body), "r") as opened:
        assert opened.duration == pytest.approx(5_000_000, abs=100_000)
        assert opened.streams.audio


@pytest.mark.parametrize(
    ("wish", "usd"),
    [
        (order(SOUND, height=720, audio=True), "0.20736"),
        (order(SOUND, height=720), "0.10368"),
        (order(height=1080, ratio="9:16"), "2.27448"),
        (order(height=720, ratio="4:3"), "0.930301"),
        (order(references=(WIDE_HASH, TALL_HASH)), "0.429883"),
    ],
)
def test_the_charge_is_what_the_bill_says(standin: Seedance, wish: Order, usd: str) -> None:
    done = settle(standin, wish, taken(standin, wish))
    assert isinstance(done, Done)
    assert done.charge == Money.of(usd)
    assert standin.bill()[0][1] == pytest.approx(float(usd), abs=1e-6)


def test_a_first_picture_sets_the_shape(standin: Seedance) -> None:
    wish = order(first=TALL_HASH, last=WIDE_HASH, height=720)
    done = settle(standin, wish, taken(standin, wish))
    assert isinstance(done, Done)
    with av.open(BytesIO(speak(Call(url=done.results[0].url), PROVIDER, standin.url).body)) as clip:
        assert (clip.streams.video[0].width, clip.streams.video[0].height) == (180, 320)


def test_china_makes_the_clip_and_leaves_the_charge_open(standin: Seedance) -> None:
    wish = order("doubao-seedance-2-5-260628")
    done = settle(standin, wish, taken(standin, wish))
    assert isinstance(done, Done)
    assert done.charge is None
    assert done.facts["tokens"] == 40176


def test_a_second_submission_is_a_second_job(standin: Seedance) -> None:
    first, second = taken(standin, order()), taken(standin, order())
    assert first != second
    assert len(standin.bill()) == 2
    assert isinstance(run(find(order(), TOKEN, time.time()), PROVIDER, standin.url), CannotTell)


# Faults at a submission.


@pytest.mark.parametrize(("kind", "reason"), [("moderated", "moderated"), ("limited", "limited")])
def test_refusals(standin: Seedance, kind: FaultKind, reason: str) -> None:
    standin.faults.add(kind)
    found = tell(standin, order())
    assert isinstance(found, Refused)
    assert (found.reason, found.wait) == (reason, None)
    assert found.passing is (reason == "limited")
    assert standin.bill() == []


def test_a_limit_tells_how_long(standin: Seedance) -> None:
    standin.faults.add("limited", seconds=17)
    found = tell(standin, order())
    assert isinstance(found, Refused)
    assert found.wait == 17


@pytest.mark.parametrize("kind", ["broken", "unavailable"])
def test_an_error_of_the_server_says_nothing(standin: Seedance, kind: FaultKind) -> None:
    standin.faults.add(kind)
    assert isinstance(tell(standin, order()), Unknown)
    assert isinstance(run(find(order(), TOKEN, time.time()), PROVIDER, standin.url), Absent)


def test_an_answer_of_wrong_types_is_unknown_and_the_task_is_found(standin: Seedance) -> None:
    standin.faults.add("wrong types")
    assert isinstance(tell(standin, order()), Unknown)
    found = run(find(order(), TOKEN, time.time()), PROVIDER, standin.url)
    assert found == Found(ticket=next(iter(standin.tasks)))


def test_the_id_of_an_earlier_job_is_passed_on_as_it_is(standin: Seedance) -> None:
    first = taken(standin, order())
    standin.faults.add("same id")
    assert taken(standin, order(), "another-token") == first
    assert len(standin.bill()) == 2


@pytest.mark.parametrize(
    ("status", "code", "reason"),
    [
        (400, "InvalidParameter.duration", "invalid"),
        (400, "InputImageSensitiveContentDetected.PrivacyInformation", "moderated"),
        (401, "AuthenticationError", "denied"),
        (403, "AccountOverdueError", "unpaid"),
        (403, "AccessDenied", "denied"),
        (404, "ModelNotOpen", "missing"),
        (429, "ServerOverloaded", "limited"),
        (429, "QuotaExceeded", "limited"),
    ],
)
def test_the_table_of_errors(status: int, code: str, reason: str) -> None:
    found = heard(order(), said(status, {"error": {"code": code, "message": "no\nmore"}}))
    assert isinstance(found, Refused)
    assert found.reason == reason
    assert code in found.cause and "\n" not in found.cause


@pytest.mark.parametrize(
    "reply",
    [
        said(408, {}),
        said(409, {"error": {"code": "AccountOverdueError"}}),
        said(500, {"error": {"code": "InputTextSensitiveContentDetected"}}),
        said(503, {"error": {"code": "ServerOverloaded"}}),
        said(302, {}),
        said(200, {}),
        said(200, {"id": ""}),
        said(200, {"id": ".."}),
        said(200, {"id": "a b"}),
        said(200, {"id": "x" * 201}),
        said(200, {"id": "cgt-1\n"}),
        said(200, {"id": 5}),
        said(200, [{"id": "cgt-1"}]),
        Reply(status=200, body=b'{"id": "cgt-1"'),
        Reply(status=200, body=b"<html>cgt-1</html>"),
    ],
)
def test_what_is_not_clear_is_unknown(reply: Reply) -> None:
    assert isinstance(heard(order(), reply), Unknown)


def test_what_the_service_refuses_is_not_billed(standin: Seedance) -> None:
    spoilt_ones: list[dict[str, Any]] = [
        {"duration": -1},
        {"ratio": "2:1"},
        {"unheard_of": 1},
        {"content": []},
        {"model": "seedance-9-0-300101"},
        {"resolution": "4k"},
        {"safety_identifier": "x" * 65},
    ]
    for spoilt in spoilt_ones:
        submit = PROVIDER.submit(order(), Ready(), TOKEN)
        call = submit.call.model_copy(update={"body": {**body_of(order()), **spoilt}})
        found = heard(order(), speak(call, PROVIDER, standin.url))
        assert isinstance(found, Refused)
        assert found.reason in ("invalid", "missing")
    assert standin.bill() == []


def test_a_picture_that_is_none_is_refused(standin: Seedance) -> None:
    blobs = {WIDE_HASH: (b"no picture", "image/png")}
    wish = order(first=WIDE_HASH)
    reply = send(PROVIDER.submit(wish, Ready(), TOKEN), PROVIDER, standin.url, blobs)
    assert isinstance(heard(wish, reply), Refused)
    assert standin.bill() == []


# What becomes of a task.


@pytest.mark.parametrize(
    ("kind", "reason"), [("moderated later", "moderated"), ("fails later", "broken")]
)
def test_a_task_that_fails_costs_nothing(standin: Seedance, kind: FaultKind, reason: str) -> None:
    standin.faults.add(kind)
    failed = settle(standin, order(), taken(standin, order()))
    assert isinstance(failed, Failed)
    assert (failed.reason, failed.charge) == (reason, Money())
    assert standin.bill() == []


def test_a_silent_service_leaves_the_charge_open(standin: Seedance) -> None:
    standin.faults.add("no cost")
    done = settle(standin, order(), taken(standin, order()))
    assert isinstance(done, Done)
    assert (done.charge, done.facts) == (None, {})


@pytest.mark.parametrize("kind", ["file url", "inner url"])
def test_odd_addresses_of_results_are_left_to_the_guard(standin: Seedance, kind: FaultKind) -> None:
    standin.faults.add(kind)
    done = settle(standin, order(), taken(standin, order()))
    assert isinstance(done, Done)
    assert not done.results[0].url.startswith("/")


def test_what_never_ends_waits(standin: Seedance) -> None:
    standin.faults.add("never ends")
    waiting = run(poll(order(), taken(standin, order())), PROVIDER, standin.url)
    assert waiting == Waiting(status="queued")


@pytest.mark.parametrize("kind", ["poll broken", "poll gone"])
def test_a_poll_that_fails_is_no_end(standin: Seedance, kind: FaultKind) -> None:
    ticket = taken(standin, order())
    standin.faults.add(kind)
    assert isinstance(run(poll(order(), ticket), PROVIDER, standin.url), Waiting)
    assert isinstance(settle(standin, order(), ticket), Done)


def test_only_the_service_itself_says_that_a_task_is_gone(standin: Seedance) -> None:
    assert isinstance(run(poll(order(), "cgt-of-another"), PROVIDER, standin.url), Gone)
    for code in ("InvalidEndpoint.NotFound", "ModelNotOpen"):
        reply = said(404, {"error": {"code": code, "message": ""}})
        assert isinstance(answer(poll(order(), "cgt-1"), reply), Waiting)


MADE = {
    "id": "cgt-1",
    "status": "succeeded",
    "content": {"video_url": "https://files.example/a.mp4?sign=1"},
    "usage": {"completion_tokens": 1_000_000},
}


@pytest.mark.parametrize(
    ("more", "usd"),
    [
        ({}, "10.7"),
        ({"resolution": "1080p"}, "11.7"),
        ({"resolution": "9999p"}, None),
        ({"resolution": 720}, None),
        ({"usage": None}, None),
        ({"usage": {"completion_tokens": 0}}, None),
        ({"usage": {"completion_tokens": -5}}, None),
        ({"usage": {"completion_tokens": 10**30}}, None),
        ({"usage": {"completion_tokens": "1000000"}}, None),
        ({"usage": {"completion_tokens": 1.5}}, None),
    ],
)
def test_charges_are_told_or_left_open(more: dict[str, Any], usd: str | None) -> None:
    done = answer(poll(order(), "cgt-1"), said(200, {**MADE, **more}))
    assert isinstance(done, Done)
    assert done.charge == (Money.of(usd) if usd else None)


def test_the_charge_follows_what_was_made() -> None:
    silent = order(SOUND)
    for made, usd in ((True, "2.4"), (False, "1.2")):
        done = answer(poll(silent, "cgt-1"), said(200, {**MADE, "generate_audio": made}))
        assert isinstance(done, Done)
        assert done.charge == Money.of(usd)
    assert charge(NEWEST, "4k", True, 5) is None
    assert charge(NEWEST, "720p", False, 1) == Money.of(Decimal("0.000011"))


@pytest.mark.parametrize(
    "reply",
    [
        said(200, {**MADE, "id": "cgt-2"}),
        said(200, {**MADE, "content": None}),
        said(200, {**MADE, "content": {"video_url": "/api/v3/secret"}}),
        said(200, {**MADE, "content": {"video_url": "https://a b"}}),
        said(200, {**MADE, "status": "SUCCEEDED AT LAST"}),
        said(200, {**MADE, "status": 1}),
        said(200, [MADE]),
        said(401, {"error": {"code": "AuthenticationError", "message": ""}}),
        said(503, MADE),
        said(302, MADE),
        said(404, MADE),
    ],
)
def test_what_does_not_parse_waits(reply: Reply) -> None:
    assert isinstance(answer(poll(order(), "cgt-1"), reply), Waiting)


def test_a_poll_that_comes_too_often_is_told_when() -> None:
    reply = Reply(status=429, headers={"retry-after": "30"}, body=b"{}")
    assert answer(poll(order(), "cgt-1"), reply) == Waiting(wait=30)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"status": "expired"}, "expired"),
        ({"status": "cancelled"}, "cancelled"),
        ({"status": "failed"}, "broken"),
        ({"status": "failed", "error": "oops"}, "broken"),
        ({"status": "failed", "error": {"code": "InvalidParameter.x", "message": ""}}, "invalid"),
        (
            {"status": "failed", "error": {"code": "OutputAudioSensitiveContentDetected.Y"}},
            "moderated",
        ),
    ],
)
def test_ends_that_cost_nothing(more: dict[str, Any], reason: str) -> None:
    failed = answer(poll(order(), "cgt-1"), said(200, {"id": "cgt-1", **more}))
    assert isinstance(failed, Failed)
    assert (failed.reason, failed.charge) == (reason, Money())
    assert failed.cause


def test_a_hostile_ticket_stays_one_part_of_the_address() -> None:
    assert next(poll(order(), "../x?y#z")).url == f"{PLACE}/..%2Fx%3Fy%23z"


# Looking for a lost request.


def test_a_request_whose_answer_was_lost_is_found(standin: Seedance) -> None:
    taken(standin, order(), "another-token")
    standin.faults.add("drop after")
    with pytest.raises(OSError, match="closed"):
        tell(standin, order())
    found = run(find(order(), TOKEN, time.time()), PROVIDER, standin.url)
    assert isinstance(found, Found)
    assert isinstance(settle(standin, order(), found.ticket), Done)
    assert len(standin.bill()) == 2


def test_a_request_that_never_arrived_is_absent(standin: Seedance) -> None:
    taken(standin, order(), "another-token")
    standin.faults.add("drop before")
    with pytest.raises(OSError, match="closed"):
        tell(standin, order())
    assert isinstance(run(find(order(), TOKEN, time.time()), PROVIDER, standin.url), Absent)
    assert len(standin.bill()) == 1


def test_pages_are_turned(standin: Seedance) -> None:
    lost = taken(standin, order())
    for number in range(250):
        taken(standin, order(), f"other-{number}")
    asked = len(standin.seen)
    assert run(find(order(), TOKEN, time.time()), PROVIDER, standin.url) == Found(ticket=lost)
    assert len(standin.seen) - asked == 3
    assert isinstance(run(find(order(), "nobody", time.time()), PROVIDER, standin.url), Absent)


def test_a_token_is_compared_whole(standin: Seedance) -> None:
    taken(standin, order(), TOKEN + "0")
    taken(standin, order(), TOKEN.upper())
    assert isinstance(run(find(order(), TOKEN, time.time()), PROVIDER, standin.url), Absent)


def test_what_was_sent_too_long_ago_is_not_absent(standin: Seedance) -> None:
    old = time.time() - WEEK
    assert isinstance(run(find(order(), TOKEN, old), PROVIDER, standin.url), CannotTell)
    late = time.time() - WEEK + 7200
    assert isinstance(run(find(order(), TOKEN, late), PROVIDER, standin.url), Absent)


def test_a_list_that_cannot_be_read_proves_nothing(standin: Seedance) -> None:
    standin.faults.add("poll broken")
    assert isinstance(run(find(order(), TOKEN, time.time()), PROVIDER, standin.url), CannotTell)


def page(total: Any, *ids: Any, token: str = TOKEN, **headers: str) -> Reply:
    items = [{"id": one, "safety_identifier": token} for one in ids]
    return said(
        200, {"total": total, "items": items}, **{"date": formatdate(usegmt=True), **headers}
    )


@pytest.mark.parametrize(
    "replies",
    [
        [page(1)],
        [page(2, "a", token="other"), page(2)],
        [page(3, "a", "b", token="x"), page(2, "b", token="x"), page(2)],
        [page(0, date="yesterday")],
        [page(0, date="")],
        [page(0, date="Mon, 1 Jan 0001 00:00:00 -0000")],
        [page("0")],
        [page(1, 5)],
        [page(1, "..")],
        [page(2, "a", "b")],
        [page(1, "a", token="x").model_copy(update={"status": 429})],
        [said(200, {"items": []})],
        [said(200, [])],
        [Reply(status=200, body=b"")],
    ],
)
def test_a_list_that_is_not_whole_proves_nothing(replies: list[Reply]) -> None:
    assert isinstance(answer(find(order(), TOKEN, time.time()), *replies), CannotTell)


def test_no_tasks_at_all_may_be_told_as_null() -> None:
    reply = said(200, {"total": 0, "items": None}, date=formatdate(usegmt=True))
    assert isinstance(answer(find(order(), TOKEN, time.time()), reply), Absent)


def test_an_endless_list_ends() -> None:
    talk = find(order(), TOKEN, time.time())
    next(talk)
    with pytest.raises(StopIteration) as end:
        for number in range(1000):
            talk.send(page(10**9, f"task-{number}", token="x"))
    assert isinstance(end.value.value, CannotTell)


# Cancelling.


def deletes(standin: Seedance) -> int:
    return sum(method == "DELETE" for method, _, _ in standin.seen)


def test_a_queued_task_is_cancelled_and_not_billed(standin: Seedance) -> None:
    standin.faults.add("never ends")
    ticket = taken(standin, order())
    assert run(cancel(order(), ticket), PROVIDER, standin.url) == Cancelled()
    assert standin.bill() == []
    assert run(cancel(order(), ticket), PROVIDER, standin.url) == Cancelled()
    assert deletes(standin) == 1
    failed = settle(standin, order(), ticket)
    assert isinstance(failed, Failed)
    assert failed.reason == "cancelled"


def test_a_stop_is_never_repeated_by_itself() -> None:
    talk = cancel(order(), "cgt-1")
    look, stop = next(talk), talk.send(said(200, {"id": "cgt-1", "status": "queued"}))
    assert (look.method, look.once) == ("GET", False)
    assert (stop.method, stop.once) == ("DELETE", True)


def test_a_running_task_is_left_alone() -> None:
    with Seedance(seconds=0.3) as running:
        standin = cast(Seedance, running)
        standin.faults.add("slow", seconds=20)
        ticket = taken(standin, order())
        standin.tasks[ticket].began -= 20
        assert isinstance(run(cancel(order(), ticket), PROVIDER, standin.url), TooLate)
        assert deletes(standin) == 0


def test_the_record_of_a_made_clip_is_never_wiped(standin: Seedance) -> None:
    ticket = taken(standin, order())
    assert isinstance(settle(standin, order(), ticket), Done)
    assert isinstance(run(cancel(order(), ticket), PROVIDER, standin.url), TooLate)
    assert deletes(standin) == 0
    assert isinstance(settle(standin, order(), ticket), Done)


QUEUED = said(200, {"id": "cgt-1", "status": "queued"})
REFUSED = said(400, {"error": {"code": "InvalidParameter", "message": "it is running"}})
WIPED = said(404, {"error": {"code": "NotFound.id", "message": ""}})


@pytest.mark.parametrize(
    ("replies", "found"),
    [
        ([said(500, {})], TooLate),
        ([WIPED], TooLate),
        ([said(200, {"id": "cgt-2", "status": "queued"})], TooLate),
        ([QUEUED, REFUSED], TooLate),
        ([QUEUED, said(200, {}), said(200, {"id": "cgt-1", "status": "running"})], TooLate),
        ([QUEUED, said(200, {}), said(500, {})], TooLate),
        ([QUEUED, said(200, {}), said(200, {"id": "cgt-1", "status": "cancelled"})], Cancelled),
    ],
)
def test_cancelling_believes_only_what_is_said(replies: list[Reply], found: type) -> None:
    assert isinstance(answer(cancel(order(), "cgt-1"), *replies), found)


def test_a_record_that_went_while_cancelling_may_have_cost_the_most() -> None:
    gone = answer(cancel(order(), "cgt-1"), QUEUED, said(200, {}), WIPED)
    assert gone == Cancelled(charge=None)


# The key.


def test_a_good_key_and_a_bad_one(standin: Seedance) -> None:
    assert run(check(), PROVIDER, standin.url) == ""
    bad = {"error": {"code": "AuthenticationError", "message": "The key\nis invalid."}}
    assert answer(check(), said(401, bad)) == "HTTP 401: AuthenticationError: The key is invalid."
    assert answer(check(), said(200, {"hello": 1})).startswith("HTTP 200")
    assert standin.posts() == 0


def test_the_service_wants_a_key(standin: Seedance) -> None:
    keyless = speak(Call(url=standin.url + PLACE), PROVIDER, standin.url)
    assert keyless.status == 401


# Hostile replies.

WORDS = st.sampled_from(
    ["cgt-1", "queued", "running", "succeeded", "failed", "expired", "cancelled", "", "..", TOKEN]
) | st.text(max_size=20)
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | WORDS
TOP = ("content", "usage", "error", "resolution", "generate_audio", "total", "items")
INNER = ("id", "code", "message", "video_url", "completion_tokens", "safety_identifier")
FIELDS = st.sampled_from((*TOP, *INNER)) | st.text(max_size=5)
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(FIELDS, inner, max_size=6)
)
LIKELY = st.fixed_dictionaries(
    {"id": st.just("cgt-1"), "status": WORDS},
    optional=dict.fromkeys(TOP, VALUES),
)
BODIES = st.binary(max_size=60) | (VALUES | LIKELY).map(lambda value: json.dumps(value).encode())
REPLIES = st.builds(
    Reply,
    status=st.integers(100, 599) | st.sampled_from([200, 200, 400, 404, 429]),
    headers=st.dictionaries(
        st.sampled_from(["retry-after", "date"]), st.text(max_size=30), max_size=2
    ),
    body=BODIES,
)


@given(REPLIES)
def test_no_reply_to_a_submission_breaks_anything(reply: Reply) -> None:
    found = heard(order(), reply)
    assert isinstance(found, Taken | Refused | Unknown)
    if isinstance(found, Refused):
        assert 400 <= reply.status < 500
    if isinstance(found, Taken):
        assert 200 <= reply.status < 300


@given(REPLIES)
def test_no_reply_to_a_poll_breaks_anything(reply: Reply) -> None:
    found = answer(poll(order(SOUND), "cgt-1"), reply)
    assert isinstance(found, Waiting | Done | Failed | Gone)
    if isinstance(found, Done):
        assert found.charge is None or found.charge.micros >= 0


@given(st.lists(REPLIES, min_size=1, max_size=4))
def test_no_list_breaks_anything(replies: list[Reply]) -> None:
    talk = find(order(), TOKEN, 1.8e9)
    try:
        next(talk)
        for reply in replies:
            talk.send(reply)
    except StopIteration as end:
        assert isinstance(end.value, Found | Absent | CannotTell)


# The vendor's own package.


def test_the_official_package_and_the_stand_in_understand_each_other(standin: Seedance) -> None:
    sdk = pytest.importorskip("volcenginesdkarkruntime")
    with sdk.Ark(api_key=KEY, base_url=f"{standin.url}/api/v3", max_retries=0) as client:
        tasks = client.content_generation.tasks
        made = tasks.create(
            model=NEWEST,
            content=[{"type": "text", "text": "The tide comes in."}],
            safety_identifier=TOKEN,
            generate_audio=False,
            watermark=False,
            resolution="480p",
            ratio="16:9",
            duration=4,
        )
        assert made.safety_identifier == TOKEN
        done = settle(standin, order(), made.id)
        told = tasks.get(task_id=made.id)
        assert (told.status, told.resolution, told.duration) == ("succeeded", "480p", 4)
        assert isinstance(done, Done)
        assert told.content.video_url == done.results[0].url
        assert told.usage.completion_tokens == done.facts["tokens"]
        listed = tasks.list(page_num=1, page_size=10, task_ids=[made.id])
        assert [one.safety_identifier for one in listed.items] == [TOKEN]
        assert listed.total == 1


def test_the_official_package_sends_once_and_cancels(standin: Seedance) -> None:
    sdk = pytest.importorskip("volcenginesdkarkruntime")
    body = body_of(order(seed=1))
    with sdk.Ark(api_key=KEY, base_url=f"{standin.url}/api/v3", max_retries=0) as client:
        standin.faults.add("broken")
        with pytest.raises(sdk._exceptions.ArkInternalServerError):
            client.content_generation.tasks.create(**body)
        assert standin.posts() == 1
        standin.faults.add("never ends")
        made = client.content_generation.tasks.create(**body)
        client.content_generation.tasks.delete(task_id=made.id)
        assert client.content_generation.tasks.get(task_id=made.id).status == "cancelled"
