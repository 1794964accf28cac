"""ElevenLabs: speech with the time of each character, sound effects, instrumental music.

It answers at once with the sound itself. Sources: the vendor's OpenAPI document (api.elevenlabs.io,
version 1.0, read 2026-11), its help pages on error codes 400, 401 and 429 and its page on errors
(read 2026-10), elevenlabs 2.78.0 for Python. No account was used to try it.
"""

import base64
import re
from collections.abc import Mapping
from typing import Literal
from urllib.parse import quote

from pydantic import JsonValue

from reelwright.film.asked import SoundAsked, SpeechAsked, asked
from reelwright.film.errors import BadInput
from reelwright.film.noun import Noun
from reelwright.film.order import Order
from reelwright.film.provider import Limits, Polling, Provider
from reelwright.film.talk import (
    Call,
    Finished,
    Heard,
    Ready,
    Refused,
    Reply,
    Said,
    Submit,
    Talk,
    Unknown,
)
from reelwright.providers import elevenlabs_reading as reading
from reelwright.providers.elevenlabs_history import MOST, TICKET, find, poll
from reelwright.providers.elevenlabs_reading import ITEM
from reelwright.providers.hearing import by_status

FORMAT = ("output_format", "mp3_44100_128")
"""Every plan may have it, and all three endpoints make it."""

ANSWER = 240.0
"""Seconds that an answer may take: the time-out of the vendor's own package."""

CROWDED = frozenset({"too_many_concurrent_requests", "concurrent_limit_exceeded"})
"""Too many requests of ours at once: one of them will end soon. `system_busy` is a longer pause."""

UNPAID = frozenset({"quota_exceeded", "insufficient_credits", "payment_required"})
"""No credit. `quota_exceeded` comes with status 401."""

MODERATED = re.compile(r"bad_prompt|moderat|policy|prohibited")
"""`bad_prompt` (422) is what music says to names of artists or harm; others are not documented."""


class Speech(Noun):
    """Body of POST /v1/text-to-speech/{voice_id}/with-timestamps."""

    text: str
    model_id: str
    language_code: str | None = None
    seed: int | None = None


class Effect(Noun):
    """Body of POST /v1/sound-generation."""

    text: str
    model_id: str
    duration_seconds: int
    loop: Literal[True] | None = None


class Music(Noun):
    """Body of POST /v1/music."""

    prompt: str
    model_id: str
    music_length_ms: int
    force_instrumental: bool = True


def submit(order: Order, _ready: Ready, _token: str) -> Submit:
    """The service knows no id of ours, so `token` is not sent.

    Raises BadInput for what it cannot make.
    """
    if order.kind == "voice":
        return _speech(order)
    if order.kind == "sound":
        return _effect(order)
    if order.kind == "music":
        return _music(order)
    raise _cannot(f"it makes speech, effects and music, but no {order.kind}")


def _speech(order: Order) -> Submit:
    wished = asked(order, SpeechAsked)
    if not ITEM.fullmatch(wished.voice):
        raise _cannot(f"{wished.voice!r} is not the id of a voice")
    if not wished.text.strip():
        raise _cannot("there is nothing to speak")
    if wished.seed is not None and not 0 <= wished.seed < 1 << 32:
        raise _cannot("a seed is a number from 0 to 4294967295")
    # "This parameter is not supported for multilingual_v2 models": they hear it from the text.
    named = wished.language and not order.model.startswith("eleven_multilingual")
    body = Speech(
        text=wished.text,
        model_id=order.model,
        language_code=re.split("[-_]", wished.language)[0].lower() if named else None,
        seed=wished.seed,
    )
    # Without logging there would be no history to find lost speech in.
    path = f"/v1/text-to-speech/{quote(wished.voice, safe='')}/with-timestamps"
    return _post(path, body, ("enable_logging", "true"))


def _effect(order: Order) -> Submit:
    wished = asked(order, SoundAsked)
    if not 1 <= wished.seconds <= 30:
        raise _cannot(f"an effect lasts from 1 to 30 seconds, not {wished.seconds}")
    body = Effect(
        text=wished.prompt,
        model_id=order.model,
        duration_seconds=wished.seconds,
        loop=True if wished.loop else None,
    )
    return _post("/v1/sound-generation", body)


def _music(order: Order) -> Submit:
    wished = asked(order, SoundAsked)
    if not 3 <= wished.seconds <= 600:
        raise _cannot(f"music lasts from 3 to 600 seconds, not {wished.seconds}")
    if len(wished.prompt) > 4100:
        raise _cannot("a prompt for music has at most 4,100 characters")
    if wished.loop:
        raise _cannot("music cannot be asked to loop")
    body = Music(prompt=wished.prompt, model_id=order.model, music_length_ms=wished.seconds * 1000)
    return _post("/v1/music", body)


def _post(path: str, body: Noun, *query: tuple[str, str]) -> Submit:
    sent = body.model_dump(mode="json", exclude_none=True)
    call = Call(method="POST", url=path, query=(FORMAT, *query), body=sent, most=MOST)
    return Submit(call=call, seconds=ANSWER)


def _cannot(cause: str) -> BadInput:
    return BadInput("elevenlabs", cause)


class _Spoken(Said):
    audio_base64: str
    alignment: JsonValue = None


def heard(order: Order, reply: Reply) -> Heard:
    """2xx: the sound, if it is one. 429: limited; when it is our own crowd, for a second."""
    if 200 <= reply.status < 300:
        return _spoken(order, reply) if order.kind == "voice" else _sounding(order, reply)
    found = by_status(reply)
    if not isinstance(found, Refused):
        return found
    said = reading.codes(reply)
    if said & UNPAID:
        return found.model_copy(update={"reason": "unpaid"})
    if reply.status == 429:
        wait = 1.0 if found.wait is None and said & CROWDED else found.wait
        return found.model_copy(update={"wait": wait})
    if any(MODERATED.search(code) for code in said):
        return found.model_copy(update={"reason": "moderated"})
    return found


def _spoken(order: Order, reply: Reply) -> Heard:
    """Facts: `text`, `seconds`, `words` where the reply times them, and `ticket`, the history item
    where the reply names it (the header is seen in practice, the OpenAPI document is silent)."""
    said = reply.read(_Spoken)
    try:
        content = base64.b64decode(said.audio_base64, validate=True) if said else b""
    except ValueError:
        content = b""
    if said is None or not reading.is_mp3(content):
        return Unknown(cause=f"HTTP {reply.status} without speech: {reply.told}")
    times = reading.words(said.alignment)
    facts: dict[str, JsonValue] = {"text": asked(order, SpeechAsked).text}
    facts["seconds"] = reading.seconds(content, times)
    if times:
        facts["words"] = times
    item = reply.headers.get("history-item-id", "")
    if ITEM.fullmatch(item):
        facts["ticket"] = TICKET + item
    return _finished(order, reply, content, facts)


def _sounding(order: Order, reply: Reply) -> Heard:
    if not reading.is_mp3(reply.body):
        return Unknown(cause=f"HTTP {reply.status} without sound: {reply.told}")
    return _finished(order, reply, reply.body, {"seconds": reading.seconds(reply.body, [])})


def _finished(order: Order, reply: Reply, content: bytes, facts: dict[str, JsonValue]) -> Finished:
    billed = reading.amount(reply.headers.get("character-cost", "").strip())
    return Finished(
        content=content, media_type="audio/mpeg", facts=facts, charge=reading.charge(order, billed)
    )


class _Subscription(Said):
    character_count: int
    character_limit: int
    can_extend_character_limit: bool


def check() -> Talk[str]:
    """The subscription: whether the key is good and characters are left."""
    reply = yield Call(url="/v1/user/subscription")
    if reply.status != 200:
        return f"HTTP {reply.status}: {reply.told}"
    plan = reply.read(_Subscription)
    if plan is None:
        return f"the subscription was not shown: {reply.told}"
    if plan.character_count >= plan.character_limit and not plan.can_extend_character_limit:
        return f"all {plan.character_limit} characters of this period are used up"
    return ""


def sign(headers: Mapping[str, str], secret: str, _now: float) -> dict[str, str]:
    return {**headers, "xi-api-key": secret}


PROVIDER = Provider(
    name="elevenlabs",
    title="ElevenLabs",
    url="https://api.elevenlabs.io",
    kinds=("voice", "sound", "music"),
    submit=submit,
    heard=heard,
    keys=("REELWRIGHT_ELEVENLABS_KEY", "ELEVENLABS_API_KEY"),
    sign=sign,
    poll=poll,
    find=find,
    check=check,
    find_by="list",
    by_list=True,
    # At once: Free 2, Starter 3 (commercial use begins there), Creator 5, Pro 10, Scale and
    # Business 15 (help page "API - Error Code 429").
    limits=Limits(concurrent=3),
    # Only found speech is polled, and it is made already. How long items stay is not documented.
    polling=Polling(first=1.0, floor=2.0, most=60.0, late=600.0, retention=30 * 86400.0),
)
