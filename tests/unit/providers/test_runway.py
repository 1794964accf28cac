"""Runway: translation, its stand-in, and the vendor's own package against the same stand-in."""

import hashlib
import json
import urllib.request
from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from runwayml import BadRequestError, NotFoundError, RateLimitError, RunwayML
from runwayml.types import image_to_video_create_params as framed_params
from runwayml.types import text_to_image_create_params as image_params
from runwayml.types import text_to_video_create_params as text_params
from tests.standins import media
from tests.standins.faults import FaultKind
from tests.standins.runway import CLIPS as RULES
from tests.standins.runway import PICTURES as PICTURE_RULES
from tests.standins.runway import RunwayStandin
from tests.standins.talking import KEY, run, send

from reelwright.film.asked import ClipAsked, ImageAsked, order_of
from reelwright.film.errors import BadInput
from reelwright.film.money import Money
from reelwright.film.order import Order
from reelwright.film.talk import (
    Call,
    Cancelled,
    CannotTell,
    Done,
    Failed,
    Gone,
    Heard,
    Polled,
    Ready,
    Refused,
    Reply,
    Submit,
    Taken,
    TooLate,
    Unknown,
    Waiting,
)
from reelwright.providers.runway import PROVIDER
from reelwright.providers.runway_models import CLIPS, PICTURES

PNG, MP4 = media.picture(), media.clip(1)
FIRST, FILM = hashlib.sha256(PNG).hexdigest(), hashlib.sha256(MP4).hexdigest()
BLOBS = {FIRST: (PNG, "image/png"), FILM: (MP4, "video/mp4")}
UUID = "00000000-0000-4000-8000-000000000001"
PAST = 1_790_000_000.0


@pytest.fixture
def standin() -> Iterator[RunwayStandin]:
    """Work is done at once."""
    stands = RunwayStandin(seconds=0)
    with stands:
        yield stands


@pytest.fixture
def slow() -> Iterator[RunwayStandin]:
    """Work takes longer than any test."""
    stands = RunwayStandin(seconds=600)
    with stands:
        yield stands


def clip(model: str = "gen4.5", **given: Any) -> Order:
    wish = {"prompt": "A lighthouse at dusk", "seconds": 5, "height": 720, **given}
    return order_of("clip", "runway", model, ClipAsked.model_validate(wish))


def picture(model: str = "gen4_image", **given: Any) -> Order:
    wish = {"prompt": "A lighthouse at dusk", **given}
    return order_of("image", "runway", model, ImageAsked.model_validate(wish))


def asks(order: Order) -> Submit:
    return PROVIDER.submit(order, Ready(), "token-1")


def hears(standin: RunwayStandin, order: Order) -> Heard:
    return PROVIDER.heard(order, send(asks(order), PROVIDER, standin.url, BLOBS))


def taken(standin: RunwayStandin, order: Order) -> str:
    heard = hears(standin, order)
    assert isinstance(heard, Taken), heard
    return heard.ticket


def polls(standin: RunwayStandin, order: Order, ticket: str) -> Polled:
    return run(PROVIDER.poll(order, ticket), PROVIDER, standin.url)


def answers(order: Order, status: int, body: Any, ticket: str = UUID) -> Polled:
    """What `poll` makes of one reply."""
    talk = PROVIDER.poll(order, ticket)
    next(talk)
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    with pytest.raises(StopIteration) as end:
        talk.send(Reply(status=status, body=content))
    found: Polled = end.value.value
    return found


def test_the_request_is_golden() -> None:
    order = clip(first=FIRST, seed=7)
    call = asks(order).call
    assert (call.method, call.url, call.headers) == (
        "POST", "/v1/image_to_video", {"X-Runway-Version": "2024-11-06"},
    )  # fmt: skip
    assert call.body == {
        "model": "gen4.5",
        "promptText": "A lighthouse at dusk",
        "promptImage": [{"uri": {"$blob": FIRST, "form": "data"}, "position": "first"}],
        "ratio": "1280:720",
        "duration": 5,
        "seed": 7,
    }


def test_the_fingerprint_is_golden() -> None:
    """A change here makes every user's clips anew: never change it on purpose."""
    order = clip(first="0" * 64, seed=7)
    assert order.fingerprint == "517b59a74c52e48301bdb98651813213323667d841f4eefd71c04ffe88b68bca"


LIVES = [
    (clip(), 60, "/v1/text_to_video"),
    (clip(first=FIRST, ratio="1:1"), 60, "/v1/image_to_video"),
    (clip("gen4_turbo", first=FIRST, seconds=2), 10, "/v1/image_to_video"),
    (clip("veo3.1", seconds=4, audio=True, height=1080), 160, "/v1/text_to_video"),
    (clip("veo3.1_fast", seconds=4, first=FIRST, last=FIRST, negative="fog"), 40,
     "/v1/image_to_video"),
    (clip("seedance2", height=2160, references=(FIRST,)), 750, "/v1/text_to_video"),
    (clip("seedance2_mini", seconds=4, height=480), 64, "/v1/text_to_video"),
    (clip("seedance2_5", seconds=4, videos=(FILM,), seed=1), 120, "/v1/text_to_video"),
    (clip("seedance2_5", seconds=4, height=480, first=FIRST), 80, "/v1/image_to_video"),
    (clip("hailuo3", height=1440, first=FIRST, last=FIRST), 75, "/v1/image_to_video"),
    (clip("gemini_omni_flash", ratio="9:16"), 50, "/v1/text_to_video"),
    (picture(), 5, "/v1/text_to_image"),
    (picture(height=1000, seed=3), 8, "/v1/text_to_image"),
    (picture("gen4_image_turbo", references=(FIRST,)), 2, "/v1/text_to_image"),
    (picture("gemini_2.5_flash", ratio="21:9", height=2000), 5, "/v1/text_to_image"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("order", "credits", "path"), LIVES, ids=lambda one: getattr(one, "model", None)
)
def test_a_whole_life(standin: RunwayStandin, order: Order, credits: int, path: str) -> None:
    cost = Money(micros=credits * 10_000)
    assert hears(standin, order) == Taken(ticket=UUID, most=cost)
    done = polls(standin, order, UUID)
    assert isinstance(done, Done)
    assert done.charge == cost
    assert [(method, seen) for method, seen, _ in standin.seen][:1] == [("POST", path)]
    (result,) = done.results
    assert result.media_type == ("image/png" if order.kind == "image" else "video/mp4")
    with urllib.request.urlopen(result.url, timeout=20) as answer:
        head = answer.read(12)
    assert head[:4] == b"\x89PNG" if order.kind == "image" else head[4:8] == b"ftyp"
    assert standin.bill() == [(UUID, credits / 100)]


def test_every_size_we_know_is_one_the_service_takes(standin: RunwayStandin) -> None:
    for model, can in CLIPS.items():
        for height, ratios in can.sizes.items():
            for ratio in ratios:
                order = clip(model, height=height, ratio=ratio, seconds=6, first=FIRST)
                taken(standin, order)
                if can.text and ratio in can.text_ratios:
                    taken(standin, clip(model, height=height, ratio=ratio, seconds=6))
    for model, paints in PICTURES.items():
        for height, ratios in paints.sizes.items():
            for ratio in ratios:
                taken(standin, picture(model, height=height, ratio=ratio, references=(FIRST,)))


def variants(module: Any) -> dict[str, dict[str, Any]]:
    """Model -> field -> type, as the vendor's package declares the requests of an endpoint."""
    name = next(name for name in dir(module) if name.endswith("CreateParams"))
    found = {}
    for one in get_args(getattr(module, name)):
        hints = get_type_hints(one)
        found[get_args(hints["model"])[0]] = hints
    return found


@pytest.mark.parametrize(
    ("module", "rules"),
    [(framed_params, RULES), (text_params, RULES), (image_params, PICTURE_RULES)],
    ids=["framed", "text", "image"],
)
def test_the_stand_in_knows_the_sizes_that_the_package_knows(module: Any, rules: Any) -> None:
    known = variants(module)
    for model, rule in rules.items():
        if module is text_params and rule.text == "":
            assert model not in known
            continue
        ratios = rule.text if module is text_params and rule.text else rule.ratios
        assert {*ratios.split()} == {*get_args(known[model]["ratio"])} - {"adaptive"}, model


@pytest.mark.parametrize("order", [order for order, _, _ in LIVES], ids=lambda one: one.model)
def test_every_field_we_send_is_one_that_the_package_knows(order: Order) -> None:
    call = asks(order).call
    assert isinstance(call.body, dict)
    modules = {"text_to_image": image_params, "image_to_video": framed_params}
    known = variants(modules.get(call.url.removeprefix("/v1/"), text_params))[order.model]
    assert {snake(name) for name in call.body} <= known.keys()


def snake(name: str) -> str:
    return "".join(f"_{one.lower()}" if one.isupper() else one for one in name)


REFUSED = [
    (clip("gen5"), "no video model"),
    (picture("gen4.5"), "no image model"),
    (clip(prompt=""), "needs a prompt"),
    (clip(prompt="é" * 1001), "at most 1000 characters, this one has 1001"),
    (clip(prompt="🎬" * 501), "this one has 1002"),
    (clip(audio=True), "no sound"),
    (clip(negative="fog"), "no negative prompt"),
    (clip("veo3.1", negative="x" * 1001), "negative prompts of 1000"),
    (clip("veo3.1", seed=1), "takes no seed"),
    (clip(seed=2**32), "seeds from 0"),
    (clip(seed=-1), "seeds from 0"),
    (clip("gen4_turbo"), "needs a first frame"),
    (clip(first=FIRST, last=FIRST), "takes no last frame"),
    (clip("veo3.1", last=FIRST), "beside the last one"),
    (clip(references=(FIRST,)), "takes 0 reference pictures"),
    (clip(videos=(FILM,)), "takes 0 reference clips"),
    (clip("seedance2", references=(FIRST,) * 10), "takes 9 reference pictures"),
    (clip("seedance2", references=(FIRST,), first=FIRST), "not both"),
    (clip(ratio="1:1"), "from a first frame only"),
    (clip(height=1080), "makes no 16:9 at 1080p"),
    (clip("hailuo3", ratio="2:1", first=FIRST), "makes no 2:1"),
    (clip(workflow="{}"), "no workflow"),
    (picture("gen4_image_turbo"), "takes 1 to 3 reference pictures"),
    (picture(references=(FIRST,) * 4), "takes 0 to 3 reference pictures"),
    (picture("gemini_2.5_flash", seed=1), "takes no seed"),
    (picture(workflow="{}"), "no workflow"),
]


@pytest.mark.parametrize(("order", "why"), REFUSED, ids=[why for _, why in REFUSED])
def test_what_a_model_cannot_do_is_refused_before_anything_is_sent(order: Order, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        asks(order)


def test_a_prompt_travels_as_a_string(standin: RunwayStandin) -> None:
    hostile = '"},"model":"veo3.1","x":{"$blob":"../../etc/passwd"}\r\n\u202e\x00</script>'
    taken(standin, clip(prompt=hostile))
    assert standin.tasks[UUID].asked["promptText"] == hostile


def test_sound_is_switched_off_unless_it_is_wanted() -> None:
    """The service's own default is sound, which costs more."""
    for model in ("veo3.1", "veo3.1_fast", "seedance2", "seedance2_5"):
        body = asks(clip(model)).call.body
        assert isinstance(body, dict)
        assert body["audio"] is False


FAULTS: list[tuple[FaultKind, float, Heard]] = [
    ("limited", 0, Refused(reason="limited", cause="")),
    ("limited", 7, Refused(reason="limited", cause="", wait=7)),
    ("broken", 0, Unknown(cause="")),
    ("unavailable", 0, Unknown(cause="")),
    ("wrong types", 0, Unknown(cause="")),
    ("no cost", 0, Taken(ticket=UUID)),
    ("moderated", 0, Taken(ticket=UUID, most=Money.of("0.60"))),
]


@pytest.mark.parametrize(("kind", "seconds", "heard"), FAULTS)
def test_a_fault_at_submission(
    standin: RunwayStandin, kind: FaultKind, seconds: float, heard: Heard
) -> None:
    standin.faults.add(kind, seconds=seconds)
    found = hears(standin, clip())
    if isinstance(found, Refused | Unknown):
        assert found.cause.startswith("HTTP ")
        found = found.model_copy(update={"cause": ""})
    assert found == heard


def test_the_daily_limit_and_an_empty_account_owe_nothing(standin: RunwayStandin) -> None:
    standin.daily = 0
    limited = hears(standin, clip())
    assert isinstance(limited, Refused)
    assert (limited.reason, limited.passing) == ("limited", True)
    standin.daily, standin.balance = 10, 59
    unpaid = hears(standin, clip())
    assert isinstance(unpaid, Refused)
    assert (unpaid.reason, unpaid.passing) == ("unpaid", False)
    assert standin.bill() == []


def test_a_bad_request_is_refused_with_the_reasons_of_the_service(standin: RunwayStandin) -> None:
    call = asks(clip()).call
    assert isinstance(call.body, dict)
    wrong = call.model_copy(update={"body": {**call.body, "duration": 11, "colour": "red"}})
    heard = PROVIDER.heard(clip(), send(Submit(call=wrong), PROVIDER, standin.url))
    assert heard == Refused(
        reason="invalid",
        cause="HTTP 400: Validation of body failed; colour: unrecognized key; "
        "duration: no such length",
    )
    bare = call.model_copy(update={"headers": {}})
    versionless = PROVIDER.heard(clip(), send(Submit(call=bare), PROVIDER, standin.url))
    assert isinstance(versionless, Refused)
    assert standin.bill() == []


@pytest.mark.parametrize("kind", ["moderated", "moderated later"])
def test_a_moderated_task_is_charged_in_full(standin: RunwayStandin, kind: FaultKind) -> None:
    standin.faults.add(kind)
    found = polls(standin, clip(), taken(standin, clip()))
    assert isinstance(found, Failed)
    assert (found.reason, found.charge, found.passing) == ("moderated", Money.of("0.60"), False)
    assert standin.bill() == [(UUID, 0.6)]


def test_a_failed_task_is_refunded(standin: RunwayStandin) -> None:
    standin.faults.add("fails later")
    found = polls(standin, clip(), taken(standin, clip()))
    assert isinstance(found, Failed)
    assert (found.reason, found.charge, found.passing) == ("broken", Money(), True)
    assert "INTERNAL.BAD_OUTPUT.CODE01" in found.cause
    assert standin.bill() == []


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("SAFETY.OUTPUT.VIDEO", "moderated"),
        ("INPUT_PREPROCESSING.SAFETY.TEXT", "moderated"),
        ("INPUT_PREPROCESSING.INTERNAL", "broken"),
        ("ASSET.INVALID", "invalid"),
        ("INTERNAL", "broken"),
        ("THIRD_PARTY.UNAVAILABLE", "broken"),
        ("", "broken"),
        (None, "broken"),
    ],
)
def test_failure_codes(code: str | None, reason: str) -> None:
    body = {"id": UUID, "status": "FAILED", "failure": "so it is", "failureCode": code}
    found = answers(clip(), 200, {name: one for name, one in body.items() if one is not None})
    assert isinstance(found, Failed)
    assert (found.reason, found.charge) == (reason, None)


def test_silence_about_cost_is_not_nought(standin: RunwayStandin) -> None:
    standin.faults.add("no cost")
    done = polls(standin, clip(), taken(standin, clip()))
    assert isinstance(done, Done)
    assert done.charge is None


def test_what_is_under_way_waits(slow: RunwayStandin) -> None:
    slow.concurrent = 1
    first, second = taken(slow, clip()), taken(slow, clip())
    assert polls(slow, clip(), first) == Waiting(status="PENDING")
    assert polls(slow, clip(), second) == Waiting(status="THROTTLED")
    slow.tasks[first].began -= 300
    assert polls(slow, clip(), first) == Waiting(status="RUNNING")


def test_a_poll_that_fails_says_nothing(standin: RunwayStandin) -> None:
    ticket = taken(standin, clip())
    standin.faults.add("poll broken")
    assert polls(standin, clip(), ticket) == Waiting(status="HTTP 500")
    assert isinstance(polls(standin, clip(), ticket), Done)
    standin.faults.add("poll gone")
    assert polls(standin, clip(), ticket) == Gone(cause="not found")
    assert isinstance(polls(standin, clip(), UUID[:-1] + "9"), Gone)


def test_a_poll_that_is_limited_waits_as_told() -> None:
    talk = PROVIDER.poll(clip(), UUID)
    next(talk)
    with pytest.raises(StopIteration) as end:
        talk.send(Reply(status=429, headers={"retry-after": "9"}, body=b'{"error": "slower"}'))
    assert end.value.value == Waiting(status="HTTP 429", wait=9)


SUCCESS = {"id": UUID, "status": "SUCCEEDED", "output": ["https://a/b"], "cost": {"credits": 5}}


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, b"<html>gone</html>"),
        (401, {"error": "no"}),
        (200, b""),
        (200, b"[" * 100_000),
        (200, SUCCESS | {"id": "another"}),
        (200, SUCCESS | {"status": "DONE"}),
        (200, SUCCESS | {"status": None}),
        (200, SUCCESS | {"output": []}),
        (200, SUCCESS | {"output": "https://a/b"}),
        (200, SUCCESS | {"output": ["/v1/organization"]}),
        (200, [SUCCESS]),
    ],
)
def test_what_is_not_understood_is_asked_for_again(status: int, body: Any) -> None:
    assert isinstance(answers(clip(), status, body), Waiting)


@pytest.mark.parametrize(
    "credits", [-1, 10**9, 10**400, True, "5", None, [], {}, 1e308, float("nan"), float("inf")]
)
def test_a_mad_cost_is_no_cost(credits: Any) -> None:
    done = answers(clip(), 200, SUCCESS | {"cost": {"credits": credits}})
    assert isinstance(done, Done)
    assert done.charge is None
    reply = {"id": UUID, "estimatedCost": {"credits": credits}}
    heard = PROVIDER.heard(clip(), Reply(status=200, body=json.dumps(reply).encode()))
    assert heard == Taken(ticket=UUID)


@pytest.mark.parametrize(
    "ticket",
    ["", "..", "../organization", "a b", "a/b", "a\n", "a?b", "a" * 201, 7, None, ["a"], "é", "-a"],
)
def test_a_hostile_id_is_no_ticket(ticket: Any) -> None:
    body = json.dumps({"id": ticket, "estimatedCost": {"credits": 60}}).encode()
    assert isinstance(PROVIDER.heard(clip(), Reply(status=200, body=body)), Unknown)


def test_a_ticket_given_by_hand_stays_one_part_of_the_address() -> None:
    call = next(PROVIDER.poll(clip(), "../organization?a=b"))
    assert call.url == "/v1/tasks/..%2Forganization%3Fa%3Db"


@pytest.mark.parametrize("kind", ["file url", "inner url"])
def test_a_result_elsewhere_is_handed_on_as_a_stranger(
    standin: RunwayStandin, kind: FaultKind
) -> None:
    """Its address is absolute, so the sender guards it and adds no key."""
    standin.faults.add(kind)
    done = polls(standin, clip(), taken(standin, clip()))
    assert isinstance(done, Done)
    assert not done.results[0].url.startswith("/")


@pytest.mark.parametrize("kind", ["drop before", "drop after"])
def test_a_lost_submission_cannot_be_found(standin: RunwayStandin, kind: FaultKind) -> None:
    standin.faults.add(kind)
    with pytest.raises(OSError, match="closed"):
        hears(standin, clip())
    found = run(PROVIDER.find(clip(), "token-1", PAST), PROVIDER, standin.url)
    assert isinstance(found, CannotTell)
    assert PROVIDER.find_by == "nothing"
    assert not PROVIDER.once
    assert len(standin.bill()) == (kind == "drop after")


def test_a_second_submission_is_a_second_bill(standin: RunwayStandin) -> None:
    assert taken(standin, clip()) != taken(standin, clip())
    assert [usd for _, usd in standin.bill()] == [0.6, 0.6]


def test_an_id_that_was_given_before_is_handed_on(standin: RunwayStandin) -> None:
    """That it is known already is for the ledger to see."""
    standin.faults.add("same id", after=1)
    assert taken(standin, clip()) == taken(standin, clip())
    assert len(standin.bill()) == 2


@pytest.mark.parametrize(("shown", "charge"), [(True, Money()), (False, None)])
def test_cancelling(slow: RunwayStandin, shown: bool, charge: Money | None) -> None:
    slow.shows_cancelled = shown
    ticket = taken(slow, clip())
    stopped = run(PROVIDER.cancel(clip(), ticket), PROVIDER, slow.url)
    assert stopped == Cancelled(charge=charge)
    assert slow.tasks[ticket].cancelled
    later = polls(slow, clip(), ticket)
    assert isinstance(later, Failed if shown else Gone)
    assert not isinstance(later, Failed) or later.reason == "cancelled"
    assert isinstance(run(PROVIDER.cancel(clip(), ticket), PROVIDER, slow.url), TooLate)


def test_cancelling_never_destroys_a_finished_clip(standin: RunwayStandin) -> None:
    ticket = taken(standin, clip())
    late = run(PROVIDER.cancel(clip(), ticket), PROVIDER, standin.url)
    assert late == TooLate(cause="the task is not known to be under way: done")
    assert "DELETE" not in [method for method, _, _ in standin.seen]
    standin.faults.add("poll broken")
    assert isinstance(run(PROVIDER.cancel(clip(), ticket), PROVIDER, standin.url), TooLate)
    assert "DELETE" not in [method for method, _, _ in standin.seen]


def test_cancelling_that_is_refused_or_overtaken() -> None:
    running = Reply(status=200, body=json.dumps({"id": UUID, "status": "RUNNING"}).encode())
    finished = Reply(status=200, body=json.dumps(SUCCESS).encode())

    def ends(*replies: Reply) -> object:
        talk = PROVIDER.cancel(clip(), UUID)
        calls = [next(talk)]
        with pytest.raises(StopIteration) as end:
            calls += [talk.send(reply) for reply in replies]
        assert all(isinstance(call, Call) for call in calls)
        return end.value.value

    assert isinstance(ends(running, Reply(status=500)), TooLate)
    assert ends(running, Reply(status=204), finished) == TooLate(cause="it was finished first")
    assert ends(running, Reply(status=404), Reply(status=500)) == Cancelled(charge=None)


def test_a_stop_is_never_repeated_by_itself() -> None:
    running = Reply(status=200, body=json.dumps({"id": UUID, "status": "RUNNING"}).encode())
    talk = PROVIDER.cancel(clip(), UUID)
    look, stop = next(talk), talk.send(running)
    assert (look.method, look.once) == ("GET", False)
    assert (stop.method, stop.once) == ("DELETE", True)


def test_the_check(standin: RunwayStandin) -> None:
    assert PROVIDER.check is not None
    assert run(PROVIDER.check(), PROVIDER, standin.url) == ""
    standin.balance = 0
    assert "no credits" in run(PROVIDER.check(), PROVIDER, standin.url)
    standin.faults.add("poll broken")
    assert run(PROVIDER.check(), PROVIDER, standin.url).startswith("HTTP 500")
    talk = PROVIDER.check()
    next(talk)
    with pytest.raises(StopIteration) as end:
        talk.send(Reply(status=401, body=b"{}"))
    assert "does not accept the key" in end.value.value
    assert standin.bill() == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["id", "status", "output", "cost", "credits", "estimatedCost", "error", "issues"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)
TASKS = st.builds(
    lambda status, rest: {**rest, "id": UUID, "status": status},
    st.sampled_from(["SUCCEEDED", "FAILED", "CANCELLED", "RUNNING", "PENDING"]),
    st.dictionaries(
        st.sampled_from(["output", "cost", "failure", "failureCode", "createdAt"]), JSON, max_size=5
    ),
)
BODIES = (JSON | TASKS).map(lambda value: json.dumps(value).encode()) | st.binary(max_size=40)


@settings(deadline=None)
@given(st.integers(min_value=100, max_value=599), BODIES)
def test_no_reply_makes_it_stumble(status: int, body: bytes) -> None:
    reply = Reply(status=status, body=body)
    heard = PROVIDER.heard(clip(), reply)
    assert isinstance(heard, Taken | Refused | Unknown)
    assert not isinstance(heard, Taken) or 200 <= status < 300
    assert not isinstance(heard, Refused) or 400 <= status < 500
    polled = answers(clip(), status, body)
    assert isinstance(polled, Waiting | Done | Failed | Gone)
    assert isinstance(polled, Waiting) or status in (200, 404)
    assert PROVIDER.check is not None
    for talk in (PROVIDER.cancel(clip(), UUID), PROVIDER.check()):
        next(talk)
        with pytest.raises(StopIteration):
            while True:
                talk.send(reply)


@pytest.mark.parametrize("status", [408, 409, 425, 499, 500, 502, 503, 504, 302, 100])
def test_what_may_have_been_taken_is_unknown(status: int) -> None:
    body = b'{"error": "Something went wrong."}'
    assert isinstance(PROVIDER.heard(clip(), Reply(status=status, body=body)), Unknown)


@pytest.fixture
def vendor(standin: RunwayStandin) -> Iterator[RunwayML]:
    """The vendor's own client: it repeats nothing, and refuses replies that do not fit."""
    with RunwayML(
        api_key=KEY, base_url=standin.url, max_retries=0, _strict_response_validation=True
    ) as client:
        yield client


def test_the_vendors_package_works_with_the_stand_in(
    standin: RunwayStandin, vendor: RunwayML
) -> None:
    begun = vendor.image_to_video.create(
        model="gen4.5",
        prompt_text="A lighthouse at dusk",
        prompt_image="data:image/png;base64,iVBORw0KGgo=",
        ratio="1280:720",
        duration=5,
    )
    assert (begun.id, begun.model_dump()["estimated_cost"]) == (UUID, {"credits": 60})
    task = vendor.tasks.retrieve(begun.id)
    assert task.status == "SUCCEEDED"
    assert task.cost.credits == 60
    with urllib.request.urlopen(task.output[0], timeout=20) as answer:
        assert answer.read() == media.clip(5, 320, 180)
    assert vendor.organization.retrieve().credit_balance == standin.balance
    vendor.tasks.delete(begun.id)
    with pytest.raises(NotFoundError):
        vendor.tasks.retrieve(begun.id)
    assert standin.posts() == 1


@pytest.mark.parametrize(
    ("kind", "status"), [("moderated", "FAILED"), ("fails later", "FAILED"), ("slow", "PENDING")]
)
def test_the_vendors_package_reads_every_state(
    standin: RunwayStandin, vendor: RunwayML, kind: FaultKind, status: str
) -> None:
    standin.faults.add(kind, seconds=60)
    begun = vendor.text_to_video.create(
        model="veo3.1_fast", prompt_text="A lighthouse", ratio="1280:720", duration=4
    )
    assert begun.model_dump()["estimated_cost"] == {"credits": 60}
    if status == "PENDING":
        standin.seconds = 600
    assert vendor.tasks.retrieve(begun.id).status == status


def test_the_vendors_package_reads_the_refusals(standin: RunwayStandin, vendor: RunwayML) -> None:
    with pytest.raises(BadRequestError, match="Validation of body failed"):
        vendor.text_to_image.create(model="gen4_image", prompt_text="", ratio="1280:720")
    standin.daily = 0
    with pytest.raises(RateLimitError):
        vendor.text_to_image.create(model="gen4_image", prompt_text="A hill", ratio="1280:720")
    assert standin.posts() == 2
    assert standin.bill() == []
