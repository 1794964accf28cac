"""What ElevenLabs' replies say: error codes, what was billed, when each word is heard."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated

from pydantic import Field, JsonValue

from reelwright.film.asked import SpeechAsked, asked
from reelwright.film.money import Money
from reelwright.film.order import Order
from reelwright.film.talk import Reply, Said
from reelwright.providers.catalogue import VOICES

PRICES = {voice.model: voice.price for voice in VOICES if voice.service == "elevenlabs"}
"""USD for 1,000 characters."""

ITEM = re.compile(r"[A-Za-z0-9_-]{1,100}", re.ASCII)
"""Ids of voices and of history items; unlike `hearing.ID` without dots, for they go into paths."""

BYTES_A_SECOND = 16_000
"""Of mp3_44100_128, which has a constant bit rate."""

RUN = 20
"""Characters after which a run without spaces (Chinese, Japanese) is cut, as captions cut it."""

_AMOUNT = re.compile(r"\d{1,9}(\.\d{1,6})?", re.ASCII)
_Seconds = Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)]


class _Detail(Said):
    type: str | None = None
    code: str | None = None
    status: str | None = None


class _Trouble(Said):
    detail: _Detail


class _Alignment(Said):
    characters: list[str]
    character_start_times_seconds: list[_Seconds]
    character_end_times_seconds: list[_Seconds]


def codes(reply: Reply) -> frozenset[str]:
    """What an error is called. Both generations of names are sent: `code` is today's, `status` the
    older one, and the two may differ ("concurrent_limit_exceeded", "too_many_concurrent_requests").
    """
    said = reply.read(_Trouble)
    if said is None:
        return frozenset()
    return frozenset(filter(None, (said.detail.type, said.detail.code, said.detail.status)))


def amount(told: str) -> Decimal | None:
    """The header `character-cost` as a number, or None when it is none."""
    return Decimal(told) if _AMOUNT.fullmatch(told) else None


def charge(order: Order, billed: Decimal | None) -> Money | None:
    """USD for `billed` characters; None where the service or our price list is silent.

    Models at half price (Flash) may be billed as half as many characters, which are credits then,
    or as all of them at half the price: that is documented nowhere. The price is per character of
    the text, so never fewer than those are counted, unless nothing is billed at all.
    """
    price = PRICES.get(order.model)
    if billed is None or price is None:
        return None
    if billed and order.kind == "voice":
        billed = max(billed, Decimal(len(asked(order, SpeechAsked).text)))
    return Money.of(price * billed / 1000)


def words(told: JsonValue) -> list[JsonValue]:
    """[[word as written, start, end], …] in seconds, rising, from the times of each character.

    Empty when `told` is no alignment: speech without it is still good speech.
    """
    try:
        alignment = _Alignment.model_validate(told)
        marks = list(
            zip(
                alignment.characters,
                alignment.character_start_times_seconds,
                alignment.character_end_times_seconds,
                strict=True,
            )
        )
    except ValueError:  # a ValidationError is one, too
        return []
    times: list[JsonValue] = []
    now = 0.0
    for part in _parts(marks):
        start = max(now, part[0][1])
        now = max(start, part[-1][2])
        times.append(["".join(mark[0] for mark in part), round(start, 3), round(now, 3)])
    return times


_Mark = tuple[str, float, float]


def _parts(marks: Sequence[_Mark]) -> list[list[_Mark]]:
    """The characters of each word; a long run without spaces in pieces."""
    parts: list[list[_Mark]] = []
    word: list[_Mark] = []
    for mark in [*marks, (" ", 0.0, 0.0)]:
        if mark[0].strip():
            word.append(mark)
            continue
        size = RUN if len(word) > 2 * RUN else len(word)
        parts += [word[at : at + size] for at in range(0, len(word), size or 1)]
        word = []
    return parts


def is_mp3(content: bytes) -> bool:
    """Whether it begins as MP3 does: with an ID3 tag, or with the header of a layer III frame."""
    return content[:3] == b"ID3" or (
        len(content) > 1 and content[0] == 0xFF and content[1] & 0xE6 == 0xE2
    )


def seconds(content: bytes, told: list[JsonValue]) -> float:
    """About how long the sound is, by its size and by its last word. Who accepts it measures it."""
    last = told[-1] if told else None
    end = last[2] if isinstance(last, list) else 0.0
    heard = float(end) if isinstance(end, int | float) else 0.0
    return round(max(heard, len(content) / BYTES_A_SECOND), 3)
