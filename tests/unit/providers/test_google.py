"""Google: what is asked for a picture, and how the answers are heard."""

import base64
import hashlib
import io
import json
import time
import urllib.error
from collections.abc import Iterator
from typing import Any

import pytest
from google import genai
from google.genai import errors, types
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.standins import media, talking
from tests.standins.google import STANDIN, Google, plain
from tests.standins.talking import KEY, run, send

from reelwright.film.asked import ClipAsked, ImageAsked, order_of
from reelwright.film.errors import BadInput
from reelwright.film.order import Order
from reelwright.film.talk import (
    CannotTell,
    Failed,
    Finished,
    Ready,
    Refused,
    Reply,
    TooLate,
    Unknown,
)
from reelwright.providers import google
from reelwright.providers.google import PROVIDER

MODEL = "gemini-nano-banana-2.1"
PICTURE = media.picture(64, 36)
SHA = hashlib.sha256(PICTURE).hexdigest()
BLOBS = {SHA: (PICTURE, "image/png")}


def image(prompt: str = "A lighthouse at dusk", *, model: str = MODEL, **more: Any) -> Order:
    return order_of("image", "google", model, ImageAsked(prompt=prompt, **more))


@pytest.fixture
def service() -> Iterator[Google]:
    with STANDIN(seconds=0) as standin:
        assert isinstance(standin, Google)
        yield standin


def body(order: Order) -> Any:
    return PROVIDER.submit(order, Ready(), "our-token").call.body


def buy(service: Google, order: Order) -> Any:
    reply = send(PROVIDER.submit(order, Ready(), "our-token"), PROVIDER, service.url, BLOBS)
    return PROVIDER.heard(order, reply)


def answer(status: int, **told: Any) -> Any:
    return PROVIDER.heard(image(), Reply(status=status, body=json.dumps(told).encode()))


# What is asked.


def test_the_request_for_a_picture() -> None:
    submit = PROVIDER.submit(image(seed=7, references=(SHA,)), Ready(), "our-token")
    assert submit.call.method == "POST"
    assert submit.call.url == "/v1beta/models/gemini-nano-banana-2.1:generateContent"
    assert submit.call.body == {
        "contents": [
            {
                "role": "user",
                "parts": [
                    {
                        "inlineData": {
                            "mimeType": "image/png",
                            "data": {"$blob": SHA, "form": "base64"},
                        }
                    },
                    {"text": "A lighthouse at dusk"},
                ],
            }
        ],
        "generationConfig": {
            "responseModalities": ["IMAGE"],
            "imageConfig": {"aspectRatio": "16:9"},
            "seed": 7,
        },
    }


def test_identity_survives_upgrades() -> None:
    order = image(seed=7, references=("ab" * 32,))
    assert order.fingerprint == ("09ec9b05ade038f94f2dcc36f83b8029281be72457ab46e5c674ef45f7ccc2cd")


@pytest.mark.parametrize(
    "order",
    [
        image(""),
        image(ratio="5:1"),
        image(workflow="{}"),
        image(seed=1 << 31),
        image(model="../../v1/files"),
        image(model=".."),
        image(model="a:b"),
        order_of("clip", "google", MODEL, ClipAsked(prompt="p", seconds=4, height=720)),
    ],
    ids=lambda order: f"{order.kind} {order.model} {order.params}"[:60],
)
def test_what_it_cannot_make_is_never_sent(order: Order) -> None:
    with pytest.raises(BadInput):
        PROVIDER.submit(order, Ready(), "t")


def test_a_hostile_prompt_travels_as_one_string(service: Google) -> None:
    prompt = '"}]}],"seed":1,"x":{"$blob":"a\r\nx-goog-api-key: b\x00\u2028'
    assert isinstance(buy(service, image(prompt)), Finished)
    (task,) = service.tasks.values()
    assert task.asked["contents"][0]["parts"] == [{"text": prompt}]


def test_the_key_is_sent_under_its_own_name(service: Google) -> None:
    assert PROVIDER.sign({"a": "b"}, "k", 0.0) == {"a": "b", "x-goog-api-key": "k"}


# The whole life.


@pytest.mark.parametrize("ratio", sorted(google.RATIOS))
def test_a_picture_is_finished_at_once(service: Google, ratio: str) -> None:
    got = buy(service, image(ratio=ratio, references=(SHA,)))
    assert isinstance(got, Finished)
    assert got.media_type == "image/png"
    across, down = map(int, ratio.split(":"))
    with Image.open(io.BytesIO(got.content)) as picture:
        assert picture.width / picture.height == pytest.approx(across / down, rel=0.02)
    assert got.charge is None  # tokens are told, money is not
    assert service.bill() == [("google-000001", 0.0336)]


def test_the_same_request_again_is_a_second_bill(service: Google) -> None:
    assert not PROVIDER.once
    buy(service, image())
    buy(service, image())
    assert service.posts() == len(service.bill()) == 2


@pytest.mark.parametrize("fault", ["drop before", "drop after", "never ends"])
def test_a_lost_picture_cannot_be_found(service: Google, fault: Any) -> None:
    service.faults.add(fault)
    with pytest.raises((urllib.error.URLError, ConnectionError)):
        buy(service, image())
    got = run(PROVIDER.find(image(), "our-token", time.time()), PROVIDER, service.url)
    assert isinstance(got, CannotTell)
    assert PROVIDER.find_by == "nothing"
    assert len(service.bill()) == (fault != "drop before")


def test_it_cannot_be_stopped(service: Google) -> None:
    assert isinstance(run(PROVIDER.cancel(image(), "x"), PROVIDER, service.url), TooLate)


# Faults.


@pytest.mark.parametrize(
    ("fault", "heard", "bill"),
    [
        ("moderated", Refused, 0),
        ("moderated later", Failed, 0),
        ("limited", Refused, 0),
        ("broken", Refused, 0),
        ("unavailable", Refused, 0),
        ("fails later", Failed, 0),
        ("wrong types", Unknown, 1),
        ("no cost", Finished, 1),
        ("same id", Finished, 1),
    ],
)
def test_faults_are_heard(service: Google, fault: Any, heard: Any, bill: int) -> None:
    service.faults.add(fault)
    got: Any = buy(service, image())
    assert isinstance(got, heard)
    assert len(service.bill()) == bill
    if fault in ("broken", "unavailable"):
        assert (got.reason, got.passing) == ("unavailable", True)
    if isinstance(got, Failed):
        assert got.charge is None
        assert got.passing == (fault == "fails later")
    if "moderated" in fault:
        assert (got.reason, got.passing) == ("moderated", False)


def test_a_429_is_waited_for_as_told(service: Google) -> None:
    service.faults.add("limited")
    got = buy(service, image())
    assert (got.reason, got.wait) == ("limited", 22.0)
    retry = [{"retryDelay": "3.5s"}, {"retryDelay": "soon"}, {}]
    error = {"status": "RESOURCE_EXHAUSTED", "details": retry}
    assert answer(429, error=error).wait == 3.5
    assert answer(429, error={"details": ["?"]}).wait is None
    by_header = PROVIDER.heard(image(), Reply(status=429, headers={"retry-after": "9"}))
    assert isinstance(by_header, Refused)
    assert by_header.wait == 9


@pytest.mark.parametrize("status", [302, 408, 409, 425, 499, 500, 502, 503, 504])
def test_what_may_have_been_taken_is_unknown(status: int) -> None:
    assert isinstance(answer(status, error={"status": "UNAVAILABLE"}), Unknown)
    assert isinstance(PROVIDER.heard(image(), Reply(status=status, body=b"<html>")), Unknown)
    if status not in (500, 503):
        said = {"code": status, "status": "UNAVAILABLE"}
        assert isinstance(answer(status, error=said), Unknown)


@pytest.mark.parametrize("status", [500, 503])
def test_an_error_of_the_services_own_costs_nothing(status: int) -> None:
    got = answer(status, error={"code": status, "status": "INTERNAL", "message": "m"})
    assert (got.reason, got.passing) == ("unavailable", True)
    retry = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "7s"}
    assert answer(status, error={"code": status, "status": "X", "details": [retry]}).wait == 7
    assert isinstance(answer(status, error={"code": 429, "status": "INTERNAL"}), Unknown)
    assert isinstance(answer(status, error={"code": status}), Unknown)


@pytest.mark.parametrize(
    "reason",
    [
        "SAFETY", "PROHIBITED_CONTENT", "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT",
        "IMAGE_RECITATION", "SPII", "BLOCKLIST",
    ],
)  # fmt: skip
def test_blocked_for_its_content(reason: str) -> None:
    """A blocked prompt was not worked on; a blocked picture was, and that may cost something."""
    got = answer(200, candidates=[{"finishReason": reason, "content": {"role": "model"}}])
    assert isinstance(got, Failed)
    assert (got.reason, got.charge, got.passing) == ("moderated", None, False)
    assert reason in got.cause
    prompt = answer(200, promptFeedback={"blockReason": reason})
    assert isinstance(prompt, Refused)
    assert (prompt.reason, prompt.passing) == ("moderated", False)
    both = {"promptFeedback": {"blockReason": reason}, "candidates": [{"finishReason": reason}]}
    assert isinstance(answer(200, **both), Failed)


@pytest.mark.parametrize(
    "told",
    [
        {"finishReason": "NO_IMAGE"},
        {"finishReason": "STOP", "content": {"parts": [{"text": "Sorry."}]}},
        {"content": {"parts": [{"text": "Sorry."}]}},
        {"finishReason": "MAX_TOKENS", "content": {}},
    ],
)
def test_an_answer_in_words_has_failed_and_may_cost(told: Any) -> None:
    got = answer(200, candidates=[told])
    assert isinstance(got, Failed)
    assert (got.reason, got.charge, got.passing) == ("broken", None, True)


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"candidates": []},
        {"candidates": [{}]},
        {"candidates": [{"content": {"parts": []}}]},
        {"candidates": [{"finishReason": 5}]},
        {"promptFeedback": {}},
        {"promptFeedback": {"blockReason": ""}},
    ],
)
def test_an_answer_with_neither_picture_nor_reason_is_unknown(told: Any) -> None:
    assert isinstance(answer(200, **told), Unknown)


def candidate(*contents: bytes, end: str = "STOP", **more: Any) -> Any:
    parts = [
        {"inlineData": {"mimeType": "image/png", "data": base64.b64encode(c).decode()}, **more}
        for c in contents
    ]
    return {"finishReason": end, "content": {"parts": parts}}


def test_what_is_no_picture_is_unknown() -> None:
    for content in (b"", b"<html>", b"RIFF....WAVE", media.tone(0.5)):
        assert isinstance(answer(200, candidates=[candidate(content)]), Unknown)
    assert isinstance(answer(200, candidates=[candidate(b"x", end="IMAGE_SAFETY")]), Unknown)
    odd = {"content": {"parts": [{"inlineData": {"data": "?*"}}]}}
    assert isinstance(answer(200, candidates=[odd]), Unknown)


def test_the_type_of_a_picture_is_seen_not_believed() -> None:
    for start, media_type in (
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"RIFF\x0a\x00\x00\x00WEBPVP8 ", "image/webp"),
    ):
        assert answer(200, candidates=[candidate(start)]).media_type == media_type


def test_both_alphabets_of_base64_are_read() -> None:
    content = PICTURE + b"\xff\xef\xfe\xfb\xff\xbf"
    told = candidate(content)
    inline = told["content"]["parts"][0]["inlineData"]
    inline["data"] = base64.urlsafe_b64encode(content).decode()
    assert {"-", "_"} <= set(inline["data"])
    assert answer(200, candidates=[told]).content == content


def test_a_sketch_made_while_thinking_is_not_the_picture() -> None:
    sketch, picture = candidate(media.picture(8, 8), thought=True), candidate(PICTURE)
    assert answer(200, candidates=[sketch, picture]).content == PICTURE
    assert isinstance(answer(200, candidates=[sketch]), Failed)


@pytest.mark.parametrize(
    ("status", "name", "reason"),
    [
        (400, "INVALID_ARGUMENT", "invalid"),
        (400, "FAILED_PRECONDITION", "unpaid"),
        (402, "RESOURCE_EXHAUSTED", "unpaid"),
        (403, "PERMISSION_DENIED", "denied"),
        (404, "NOT_FOUND", "missing"),
        (413, "", "invalid"),
    ],
)
def test_names_of_errors(status: int, name: str, reason: str) -> None:
    assert answer(status, error={"code": status, "status": name}).reason == reason


def test_what_does_not_fit_is_refused_and_costs_nothing(
    service: Google, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(google.check(), PROVIDER, service.url) == ""
    assert buy(service, image(model="gemini-0")).reason == "missing"
    service.faults.add("poll broken")
    assert run(google.check(), PROVIDER, service.url).startswith("HTTP 500")
    monkeypatch.setattr(talking, "KEY", "a-wrong-key")
    assert buy(service, image()).reason == "denied"
    assert "API key not valid" in run(google.check(), PROVIDER, service.url)
    assert service.bill() == []


def test_a_reference_of_another_type_is_the_services_to_refuse(service: Google) -> None:
    submit = PROVIDER.submit(image(references=(SHA,)), Ready(), "t")
    reply = send(submit, PROVIDER, service.url, {SHA: (b"GIF89a", "image/gif")})
    got = PROVIDER.heard(image(), reply)
    assert isinstance(got, Refused)
    assert got.reason == "invalid"


# Anything at all.

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "candidates", "content", "parts", "inlineData", "data", "finishReason", "text",
                    "promptFeedback", "thought", "error", "status", "code", "details", "retryDelay",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)  # fmt: skip
BODIES = JSON.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=40)
STATUS = st.sampled_from([200, 201, 204, 301, 400, 401, 404, 408, 409, 429, 500, 503, 999])


@given(status=STATUS, body=BODIES, header=st.text(max_size=6))
def test_nothing_that_is_answered_raises(status: int, body: bytes, header: str) -> None:
    got = PROVIDER.heard(image(), Reply(status=status, body=body, headers={"retry-after": header}))
    if 400 <= status < 500 and status not in (408, 409):
        assert isinstance(got, Refused)
    elif status in (500, 503):
        assert isinstance(got, Refused | Unknown)
    else:
        assert isinstance(got, Failed | Unknown if status < 300 else Unknown)


# The vendor's own package, against the same stand-in.


@pytest.fixture
def client(service: Google) -> Iterator[genai.Client]:
    options = types.HttpOptions(
        base_url=service.url,
        api_version="v1beta",  # the package's own default is v1; the vendor's pages show v1beta
        retry_options=types.HttpRetryOptions(attempts=1),
    )
    with genai.Client(api_key=KEY, http_options=options) as opened:
        yield opened


def asked_by(client: genai.Client) -> types.GenerateContentResponse:
    return client.models.generate_content(
        model=MODEL,
        contents=[
            types.Content(
                role="user",
                parts=[
                    types.Part.from_bytes(data=PICTURE, mime_type="image/png"),
                    types.Part.from_text(text="A lighthouse at dusk"),
                ],
            )
        ],
        config=types.GenerateContentConfig(
            response_modalities=["IMAGE"],
            image_config=types.ImageConfig(aspect_ratio="16:9"),
            seed=7,
        ),
    )


def test_the_package_asks_for_a_picture_as_we_do(service: Google, client: genai.Client) -> None:
    theirs = asked_by(client)
    ours = buy(service, image(seed=7, references=(SHA,)))
    first, second = service.tasks.values()
    assert plain(first.asked) == second.asked
    assert service.seen[0][1] == service.seen[1][1]
    assert theirs.parts is not None
    inline = theirs.parts[0].inline_data
    assert inline is not None
    assert (inline.data, inline.mime_type) == (ours.content, ours.media_type)


def test_the_package_hears_the_same_refusals(service: Google, client: genai.Client) -> None:
    service.faults.add("moderated")
    service.faults.add("moderated later")
    service.faults.add("limited")
    blocked = asked_by(client).prompt_feedback
    assert blocked is not None
    assert blocked.block_reason is types.BlockedReason.PROHIBITED_CONTENT
    candidates = asked_by(client).candidates
    assert candidates is not None
    assert candidates[0].finish_reason is types.FinishReason.IMAGE_SAFETY
    with pytest.raises(errors.ClientError) as error:
        asked_by(client)
    assert (error.value.code, error.value.status) == (429, "RESOURCE_EXHAUSTED")
    assert service.posts() == 3
    assert service.bill() == []
    assert [model.name for model in client.models.list(config={"page_size": 1})][:1] == [
        f"models/{MODEL}"
    ]
