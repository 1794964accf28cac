"""ElevenLabs: what is asked, how its answers are heard, how lost speech is found."""

import base64
import json
import time
import urllib.error
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from elevenlabs.client import ElevenLabs as Client
from elevenlabs.core.api_error import ApiError
from elevenlabs.core.request_options import RequestOptions
from hypothesis import given
from hypothesis import strategies as st
from tests.standins import media, talking
from tests.standins.elevenlabs import STANDIN, ElevenLabs
from tests.standins.talking import KEY, run, send

from reelwright.film.asked import SoundAsked, SpeechAsked, order_of
from reelwright.film.errors import BadInput
from reelwright.film.money import Money
from reelwright.film.order import Order
from reelwright.film.talk import (
    Absent,
    Call,
    CannotTell,
    Done,
    Finished,
    Found,
    Gone,
    Ready,
    Refused,
    Reply,
    TooLate,
    Unknown,
    Waiting,
)
from reelwright.providers import elevenlabs, elevenlabs_history, elevenlabs_reading
from reelwright.providers.elevenlabs import PROVIDER
from reelwright.providers.quoting import price

TEXT = "Mr. Holmes, I presume?"
VOICE = "21m00Tcm4TlvDq8ikWAM"
MULTILINGUAL, FLASH = "eleven_multilingual_v2", "eleven_flash_v2_5"
OFF = RequestOptions(max_retries=0)


def speech(
    text: str = TEXT, *, voice: str = VOICE, model: str = MULTILINGUAL, **more: Any
) -> Order:
    return order_of("voice", "elevenlabs", model, SpeechAsked(text=text, voice=voice, **more))


def effect(seconds: int = 2, **more: Any) -> Order:
    asked = SoundAsked(prompt="A door slams", seconds=seconds, **more)
    return order_of("sound", "elevenlabs", "eleven_text_to_sound_v2", asked)


def music(seconds: int = 3, **more: Any) -> Order:
    asked = SoundAsked(prompt="Slow strings", seconds=seconds, **more)
    return order_of("music", "elevenlabs", "music_v2", asked)


ORDERS = {"voice": speech(), "sound": effect(), "music": music()}


@pytest.fixture
def service() -> Iterator[ElevenLabs]:
    with STANDIN(seconds=0) as standin:
        assert isinstance(standin, ElevenLabs)
        yield standin


def call(order: Order) -> Call:
    return PROVIDER.submit(order, Ready(), "our-token").call


def buy(service: ElevenLabs, order: Order) -> Any:
    reply = send(PROVIDER.submit(order, Ready(), "our-token"), PROVIDER, service.url)
    return PROVIDER.heard(order, reply)


def lose(service: ElevenLabs, order: Order, fault: Any) -> None:
    service.faults.add(fault)
    with pytest.raises((urllib.error.URLError, ConnectionError)):
        buy(service, order)


def found(service: ElevenLabs, order: Order, sent_at: float | None = None) -> Any:
    at = time.time() if sent_at is None else sent_at
    return run(PROVIDER.find(order, "our-token", at), PROVIDER, service.url)


def polled(service: ElevenLabs, ticket: str, order: Order | None = None) -> Any:
    return run(PROVIDER.poll(order or speech(), ticket), PROVIDER, service.url)


def billed(service: ElevenLabs) -> list[float]:
    return [usd for _, usd in service.bill()]


# What is asked.


def test_the_request_for_speech() -> None:
    asked = call(speech(seed=7, language="de-AT", model=FLASH))
    assert asked.method == "POST"
    assert asked.url == f"/v1/text-to-speech/{VOICE}/with-timestamps"
    assert asked.query == (("output_format", "mp3_44100_128"), ("enable_logging", "true"))
    assert asked.body == {"text": TEXT, "model_id": FLASH, "language_code": "de", "seed": 7}


def test_the_requests_for_sound_and_music() -> None:
    assert call(effect(loop=True)).url == "/v1/sound-generation"
    assert call(effect(loop=True)).body == {
        "text": "A door slams",
        "model_id": "eleven_text_to_sound_v2",
        "duration_seconds": 2,
        "loop": True,
    }
    assert "loop" not in json.dumps(call(effect()).body)
    assert call(music(30)).url == "/v1/music"
    assert call(music(30)).body == {
        "prompt": "Slow strings",
        "model_id": "music_v2",
        "music_length_ms": 30_000,
        "force_instrumental": True,
    }


def test_the_multilingual_model_is_not_told_the_language() -> None:
    assert call(speech(language="de")).body == {"text": TEXT, "model_id": MULTILINGUAL}


def test_identity_survives_upgrades() -> None:
    assert speech().fingerprint == (
        "769f7328ded7bfe1e0f166c8dedd67707ff262341093fa85a6a0dee5503b90ea"
    )
    assert music().fingerprint == (
        "60188f12dedb181e60bb6ed5eed0b73bb6b64be429b780d940ff9f03f1787775"
    )


@pytest.mark.parametrize(
    "order",
    [
        speech(voice="../../v1/user"),
        speech(voice=".."),
        speech(voice=""),
        speech("  "),
        speech(seed=-1),
        speech(seed=1 << 32),
        effect(0),
        effect(31),
        music(2),
        music(601),
        music(loop=True),
        order_of("clip", "elevenlabs", "x", SoundAsked(prompt="p", seconds=3)),
        order_of("music", "elevenlabs", "music_v2", SoundAsked(prompt="p" * 4101, seconds=3)),
    ],
    ids=lambda order: f"{order.kind} {order.params}"[:60],
)
def test_what_it_cannot_make_is_never_sent(order: Order) -> None:
    with pytest.raises(BadInput):
        PROVIDER.submit(order, Ready(), "t")


def test_a_hostile_text_travels_as_one_string(service: ElevenLabs) -> None:
    text = '"},"seed":1,"x":{"$blob":"a\r\nxi-api-key: b\x00\u2028</speak>'
    assert isinstance(buy(service, speech(text)), Finished)
    assert service.items["item0000000000000001"]["text"] == text


def test_the_key_is_sent_under_its_own_name(service: ElevenLabs) -> None:
    assert PROVIDER.sign({"a": "b"}, "k", 0.0) == {"a": "b", "xi-api-key": "k"}
    assert run(elevenlabs.check(), PROVIDER, service.url) == ""


# The whole life.


def test_speech_is_finished_at_once_with_its_words(service: ElevenLabs) -> None:
    got = buy(service, speech())
    assert isinstance(got, Finished)
    assert got.media_type == "audio/mpeg"
    assert got.content == media.tone(1.5)
    assert got.charge == Money.of("0.0022")
    assert sum(billed(service)) == pytest.approx(float(got.charge.amount))
    words = got.facts["words"]
    assert isinstance(words, list)
    assert [word[0] for word in words if isinstance(word, list)] == TEXT.split()
    assert words[0] == ["Mr.", 0.0, 0.204]
    assert words[-1] == ["presume?", pytest.approx(0.955, abs=0.002), 1.5]
    assert got.facts["text"] == TEXT
    assert got.facts["seconds"] == pytest.approx(1.5, abs=0.1)
    assert got.facts["ticket"] == "history/item0000000000000001"


def test_a_model_of_half_price_is_charged_by_the_character_of_the_text(service: ElevenLabs) -> None:
    got = buy(service, speech(model=FLASH))
    assert got.charge == Money.of("0.0011")
    assert sum(billed(service)) == pytest.approx(0.0011)


@pytest.mark.parametrize("kind", ["sound", "music"])
def test_sound_and_music_are_finished_at_once(service: ElevenLabs, kind: str) -> None:
    got = buy(service, ORDERS[kind])
    assert isinstance(got, Finished)
    assert got.content == media.tone(2.0 if kind == "sound" else 3.0)
    assert got.facts == {"seconds": pytest.approx(2 if kind == "sound" else 3, abs=0.1)}
    assert got.charge is None  # priced by the piece or the minute: the quote stands
    quoted = price(ORDERS[kind])
    assert quoted is not None
    assert billed(service) == [pytest.approx(float(quoted.money.amount))]


def test_the_same_request_again_is_a_second_bill(service: ElevenLabs) -> None:
    assert not PROVIDER.once
    buy(service, speech())
    buy(service, speech())
    assert service.posts() == len(service.bill()) == 2


# Faults.


@pytest.mark.parametrize("kind", sorted(ORDERS))
@pytest.mark.parametrize(
    ("fault", "heard"),
    [
        ("moderated", Refused),
        ("moderated later", Refused),
        ("limited", Refused),
        ("broken", Unknown),
        ("unavailable", Unknown),
        ("fails later", Unknown),
        ("wrong types", Unknown),
    ],
)
def test_faults_are_heard(service: ElevenLabs, kind: str, fault: Any, heard: Any) -> None:
    service.faults.add(fault)
    got: Any = buy(service, ORDERS[kind])
    assert isinstance(got, heard)
    assert (fault == "wrong types") == bool(service.bill())
    if "moderated" in fault:
        assert (got.reason, got.passing) == ("moderated", False)


def test_a_full_house_is_waited_for_shortly_or_as_told(service: ElevenLabs) -> None:
    service.faults.add("limited")
    service.faults.add("limited", seconds=7)
    short, told = buy(service, speech()), buy(service, speech())
    assert (short.reason, short.wait) == ("limited", 1.0)
    assert (told.reason, told.wait) == ("limited", 7.0)


def refusal(status: int, code: str, **headers: str) -> Any:
    body = json.dumps({"detail": {"status": code, "message": "m"}}).encode()
    return PROVIDER.heard(speech(), Reply(status=status, headers=headers, body=body))


@pytest.mark.parametrize(
    ("status", "code", "reason"),
    [
        (400, "max_character_limit_exceeded", "invalid"),
        (401, "invalid_api_key", "denied"),
        (401, "quota_exceeded", "unpaid"),
        (402, "insufficient_credits", "unpaid"),
        (403, "forbidden", "denied"),
        (404, "voice_not_found", "missing"),
        (422, "bad_prompt", "moderated"),
        (429, "system_busy", "limited"),
        (429, "quota_exceeded", "unpaid"),
    ],
)
def test_the_older_names_of_errors(status: int, code: str, reason: str) -> None:
    got = refusal(status, code)
    assert isinstance(got, Refused)
    assert (got.reason, got.wait) == (reason, None)
    assert code in got.cause


@pytest.mark.parametrize("status", [302, 408, 409, 425, 499, 500, 502, 503, 504, 529])
def test_what_may_have_been_taken_is_unknown(status: int) -> None:
    assert isinstance(refusal(status, "quota_exceeded"), Unknown)


def test_a_silent_bill_is_no_charge(service: ElevenLabs) -> None:
    service.faults.add("no cost")
    assert buy(service, speech()).charge is None
    nothing = Reply(
        status=200,
        headers={"character-cost": "0"},
        body=json.dumps({"audio_base64": base64.b64encode(media.tone(0.5)).decode()}).encode(),
    )
    got = PROVIDER.heard(speech(), nothing)
    assert isinstance(got, Finished)
    assert got.charge == Money()
    assert "words" not in got.facts


@pytest.mark.parametrize("told", ["-3", "NaN", "1e9", "", "4.5.6", "9" * 30, "٣"])
def test_a_hostile_bill_is_no_charge(told: str) -> None:
    assert elevenlabs_reading.amount(told) is None


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"\x89PNG\r\n\x1a\n", b"RIFF....WAVE", b"\xff\xd8\xff\xe0"]
)
def test_what_is_no_mp3_is_unknown(content: bytes) -> None:
    body = json.dumps({"audio_base64": base64.b64encode(content).decode()}).encode()
    assert isinstance(PROVIDER.heard(speech(), Reply(status=200, body=body)), Unknown)
    assert isinstance(PROVIDER.heard(effect(), Reply(status=200, body=content)), Unknown)


def test_an_mp3_without_a_tag_is_one() -> None:
    assert elevenlabs_reading.is_mp3(b"\xff\xfb\x90\x64rest")


# Words.


def test_a_damaged_alignment_costs_the_words_only(service: ElevenLabs) -> None:
    audio = base64.b64encode(media.tone(0.5)).decode()
    for alignment in (
        None,
        "x",
        {"characters": ["a"], "character_start_times_seconds": [0.0]},
        {
            "characters": ["a", "b"],
            "character_start_times_seconds": [0.0],
            "character_end_times_seconds": [0.1],
        },
        {
            "characters": ["a"],
            "character_start_times_seconds": [-1],
            "character_end_times_seconds": [1e99],
        },
    ):
        body = json.dumps({"audio_base64": audio, "alignment": alignment}).encode()
        got = PROVIDER.heard(speech(), Reply(status=200, body=body))
        assert isinstance(got, Finished)
        assert got.content == media.tone(0.5)
        assert "words" not in got.facts


def test_words_rise_even_where_their_times_do_not() -> None:
    told: Any = {
        "characters": list("ab  c "),
        "character_start_times_seconds": [0, 0.1, 0.2, 0.3, 0.15, 0.5],
        "character_end_times_seconds": [0.1, 0.2, 0.3, 0.4, 0.1, 0.6],
    }
    assert elevenlabs_reading.words(told) == [["ab", 0, 0.2], ["c", 0.2, 0.2]]
    assert elevenlabs_reading.words({name: [] for name in told}) == []


def test_a_long_run_without_spaces_is_cut_as_captions_cut_it() -> None:
    text = "吾輩は猫である。" * 6 + " 名前はまだ無い。"
    step = [0.1 * n for n in range(len(text))]
    told: Any = {
        "characters": list(text),
        "character_start_times_seconds": step,
        "character_end_times_seconds": [at + 0.1 for at in step],
    }
    words = elevenlabs_reading.words(told)
    assert [len(str(word[0])) for word in words if isinstance(word, list)] == [20, 20, 8, 8]
    assert words[1] == [text[20:40], 2.0, 4.0]


# Lost speech.


def test_speech_that_was_taken_is_found_and_fetched(service: ElevenLabs) -> None:
    buy(service, speech("Another line."))
    lose(service, speech(), "drop after")
    assert service.posts() == 2
    got = found(service, speech())
    assert got == Found(ticket="history/item0000000000000002")
    done = polled(service, got.ticket)
    assert isinstance(done, Done)
    assert done.charge == Money.of("0.0022")
    assert done.facts == {"text": TEXT, "ticket": got.ticket}  # no times of words
    (result,) = done.results
    assert result.media_type == "audio/mpeg"
    reply = talking.speak(Call(url=result.url), PROVIDER, service.url)
    assert reply.body == media.tone(1.5)
    assert service.posts() == 2


def test_an_item_with_an_alignment_has_its_words(service: ElevenLabs) -> None:
    service.aligned = True
    bought = buy(service, speech())
    done = polled(service, "history/item0000000000000001")
    assert done.facts["words"] == bought.facts["words"]


def test_speech_that_never_arrived_is_absent(service: ElevenLabs) -> None:
    buy(service, speech("Another line."))
    lose(service, speech(), "drop before")
    assert found(service, speech()) == Absent()


def test_speech_that_failed_at_the_service_is_absent(service: ElevenLabs) -> None:
    service.faults.add("fails later")
    assert isinstance(buy(service, speech()), Unknown)
    assert found(service, speech()) == Absent()


def test_speech_that_never_ends_is_waited_for(service: ElevenLabs) -> None:
    lose(service, speech(), "never ends")
    ticket = found(service, speech()).ticket
    assert polled(service, ticket) == Waiting(status="processing")
    service.items["item0000000000000001"]["state"] = "deleted"
    assert isinstance(polled(service, ticket), Gone)


def test_two_that_fit_equally_are_left_to_the_user(service: ElevenLabs) -> None:
    buy(service, speech())
    buy(service, speech(take=2))
    assert isinstance(found(service, speech()), CannotTell)


@pytest.mark.parametrize("other", [speech(voice="somebody_else"), speech(model=FLASH)])
def test_the_same_words_under_another_name_prove_nothing(service: ElevenLabs, other: Order) -> None:
    buy(service, other)
    assert isinstance(found(service, speech()), CannotTell)
    buy(service, speech(f" {TEXT.replace(' ', '  ')}"))
    assert found(service, speech()) == Found(ticket="history/item0000000000000002")


@pytest.mark.parametrize(
    ("off", "is_found"), [(-61, False), (-59, True), (599, True), (602, False)]
)
def test_only_the_time_around_the_sending_counts(
    service: ElevenLabs, off: int, is_found: bool
) -> None:
    buy(service, speech())
    sent_at = 1_700_000_000.0
    service.items["item0000000000000001"]["date_unix"] = int(sent_at) + off
    assert isinstance(found(service, speech(), sent_at), Found) == is_found


def test_the_history_is_read_to_its_end(
    service: ElevenLabs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elevenlabs_history, "PAGE", 3)
    buy(service, speech())
    for number in range(9):
        buy(service, speech(f"Line {number}."))
    assert found(service, speech()) == Found(ticket="history/item0000000000000001")
    assert sum(path == "/v1/history" for _, path, _ in service.seen) == 4
    assert found(service, speech("Never said.")) == Absent()
    monkeypatch.setattr(elevenlabs_history, "PAGES", 3)
    assert isinstance(found(service, speech()), CannotTell)
    assert isinstance(found(service, speech("Never said.")), CannotTell)


@pytest.mark.parametrize("kind", ["sound", "music"])
def test_lost_sound_and_music_cannot_be_found(service: ElevenLabs, kind: str) -> None:
    lose(service, ORDERS[kind], "drop after")
    assert isinstance(found(service, ORDERS[kind]), CannotTell)
    assert len(service.bill()) == 1


def test_a_history_that_is_not_shown_is_no_absence(service: ElevenLabs) -> None:
    service.faults.add("poll broken")
    service.faults.add("poll gone")
    assert isinstance(found(service, speech()), CannotTell)
    assert isinstance(found(service, speech()), CannotTell)
    page = {"history": [], "has_more": True, "last_history_item_id": None}
    for body in (b"", b"[]", b'{"history": 1}', json.dumps(page).encode()):
        talk = PROVIDER.find(speech(), "t", 0.0)
        next(talk)
        with pytest.raises(StopIteration) as end:
            talk.send(Reply(status=200, body=body))
        assert isinstance(end.value.value, CannotTell)


# Polls.


def test_polls_that_tell_nothing_are_repeated(service: ElevenLabs) -> None:
    buy(service, speech())
    ticket = "history/item0000000000000001"
    service.faults.add("poll broken")
    service.faults.add("poll gone")  # a 404 that is not the service's own
    assert isinstance(polled(service, ticket), Waiting)
    assert isinstance(polled(service, ticket), Waiting)
    assert isinstance(polled(service, ticket), Done)
    assert isinstance(polled(service, "history/item0000000000000009"), Gone)


def answered(ticket: str, status: int, body: bytes, **headers: str) -> Any:
    talk = PROVIDER.poll(speech(), ticket)
    next(talk)
    with pytest.raises(StopIteration) as end:
        talk.send(Reply(status=status, body=body, headers=headers))
    return end.value.value


def test_hostile_polls() -> None:
    item = {"history_item_id": "other", "date_unix": 1, "state": "created"}
    assert isinstance(answered("history/mine", 200, json.dumps(item).encode()), Waiting)
    assert isinstance(answered("history/other", 200, json.dumps(item).encode()), Done)
    assert answered("history/other", 429, b"", **{"retry-after": "9"}).wait == 9
    account = {"detail": {"type": "not_found", "code": "workspace_not_found", "status": "x"}}
    assert isinstance(answered("history/other", 404, json.dumps(account).encode()), Waiting)
    for change in ((5, 5), (9, 2), (0, 10**12)):
        odd = {
            **item,
            "character_count_change_from": change[0],
            "character_count_change_to": change[1],
        }
        assert answered("history/other", 200, json.dumps(odd).encode()).charge is None


@pytest.mark.parametrize("ticket", ["", "history/", "history/..", "history/a/b", "a?b", "x" * 101])
def test_a_ticket_that_is_none_is_not_asked_for(ticket: str) -> None:
    with pytest.raises(StopIteration) as end:
        next(PROVIDER.poll(speech(), ticket))
    assert isinstance(end.value.value, Waiting)


def test_it_cannot_be_stopped(service: ElevenLabs) -> None:
    assert isinstance(run(PROVIDER.cancel(speech(), "x"), PROVIDER, service.url), TooLate)


# The check.


def test_the_check_tells_what_is_wrong(
    service: ElevenLabs, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.limit = service.used
    assert "used up" in run(elevenlabs.check(), PROVIDER, service.url)
    assert buy(service, speech()).reason == "unpaid"
    service.faults.add("poll broken")
    assert run(elevenlabs.check(), PROVIDER, service.url).startswith("HTTP 500")
    monkeypatch.setattr(talking, "KEY", "a-wrong-key")
    assert "invalid_api_key" in run(elevenlabs.check(), PROVIDER, service.url)
    assert buy(service, speech()).reason == "denied"
    assert service.bill() == []


# Anything at all.

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "detail", "status", "code", "audio_base64", "alignment", "characters",
                    "history_item_id", "date_unix", "state", "text", "alignments", "history",
                    "has_more", "character_start_times_seconds", "character_end_times_seconds",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)  # fmt: skip
BODIES = JSON.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=40)
STATUS = st.sampled_from([200, 201, 204, 301, 400, 401, 404, 408, 409, 422, 429, 500, 503, 999])


@given(status=STATUS, body=BODIES, cost=st.text(max_size=6), kind=st.sampled_from(sorted(ORDERS)))
def test_nothing_that_is_answered_raises(status: int, body: bytes, cost: str, kind: str) -> None:
    headers = {"character-cost": cost, "history-item-id": cost, "retry-after": cost}
    reply = Reply(status=status, body=body, headers=headers)
    got = PROVIDER.heard(ORDERS[kind], reply)
    assert isinstance(got, Refused if 400 <= status < 500 and status not in (408, 409) else Unknown)
    assert isinstance(answered("history/x", status, body), Waiting | Gone | Done)
    talk = PROVIDER.find(speech(), "t", 0.0)
    next(talk)
    with pytest.raises(StopIteration) as end:
        talk.send(reply)
    assert isinstance(end.value.value, Absent | CannotTell)


# The vendor's own package, against the same stand-in.


@pytest.fixture
def client(service: ElevenLabs) -> Iterator[Client]:
    with httpx2.Client() as opened:
        web: Any = opened  # the package's own types still name the older httpx
        yield Client(api_key=KEY, base_url=service.url, httpx_client=web)


def test_the_package_asks_for_speech_as_we_do(service: ElevenLabs, client: Client) -> None:
    said = client.text_to_speech.convert_with_timestamps(
        VOICE,
        text=TEXT,
        model_id=FLASH,
        language_code="de",
        seed=7,
        output_format="mp3_44100_128",
        enable_logging=True,
        request_options=OFF,
    )
    ours = call(speech(seed=7, language="de-AT", model=FLASH))
    (task,) = service.tasks.values()
    assert task.asked == ours.body
    assert service.seen[0][:2] == ("POST", ours.url)
    assert base64.b64decode(said.audio_base_64) == media.tone(1.5)
    assert said.alignment is not None
    told = said.alignment.model_dump()
    assert elevenlabs_reading.words(told) == buy(service, speech(model=FLASH)).facts["words"]


def test_the_package_asks_for_sound_and_music_as_we_do(service: ElevenLabs, client: Client) -> None:
    heard = client.text_to_sound_effects.convert(
        text="A door slams",
        duration_seconds=2,
        loop=True,
        model_id="eleven_text_to_sound_v2",
        output_format="mp3_44100_128",
        request_options=OFF,
    )
    assert b"".join(heard) == media.tone(2.0)
    played = client.music.compose(
        prompt="Slow strings",
        music_length_ms=3000,
        model_id="music_v2",
        force_instrumental=True,
        output_format="mp3_44100_128",
        request_options=OFF,
    )
    assert b"".join(played) == media.tone(3.0)
    assert [task.asked for task in service.tasks.values()] == [
        call(effect(loop=True)).body,
        call(music()).body,
    ]


def test_the_package_reads_the_history(service: ElevenLabs, client: Client) -> None:
    service.aligned = True
    buy(service, speech())
    buy(service, speech("Another line."))
    page = client.history.list(page_size=1, voice_id=VOICE, request_options=OFF)
    assert page.has_more
    (item,) = page.history
    assert item.text == "Another line."
    rest = client.history.list(
        start_after_history_item_id=item.history_item_id, request_options=OFF
    )
    assert [one.text for one in rest.history] == [TEXT]
    one = client.history.get(rest.history[0].history_item_id, request_options=OFF)
    assert one.alignments is not None
    assert "".join(one.alignments.alignment.characters) == TEXT
    sound = client.history.get_audio(one.history_item_id, request_options=OFF)
    assert b"".join(sound) == media.tone(1.5)
    assert client.user.subscription.get(request_options=OFF).tier == "starter"


def test_the_package_hears_the_same_refusals(service: ElevenLabs, client: Client) -> None:
    service.faults.add("limited")
    with pytest.raises(ApiError) as error:
        client.text_to_speech.convert_with_timestamps(VOICE, text=TEXT, request_options=OFF)
    assert error.value.status_code == 429
    with pytest.raises(ApiError) as error:
        client.text_to_speech.convert_with_timestamps("nobody", text=TEXT, request_options=OFF)
    assert error.value.status_code == 404
    assert service.bill() == []
    assert service.posts() == 2
