"""Soft subtitles in MP4: a track of `mov_text` samples (3GPP timed text)."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, Literal

import av
from av.container import OutputContainer
from av.stream import Stream

from reelwright.film.timeline import Caption, House
from reelwright.media import house as house_format

_STYLE = (
    "[Script Info]\r\nScriptType: v4.00+\r\nPlayResX: 384\r\nPlayResY: 288\r\n\r\n"
    "[V4+ Styles]\r\n"
    "Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, "
    "Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, "
    "Shadow, Alignment, MarginL, MarginR, MarginV, Encoding\r\n"
    "Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,1\r\n"
    "\r\n[Events]\r\n"
    "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\r\n"
)
"""What the track's header is made from; players draw subtitles in their own style."""

_ISO_639_2 = {
    "ar": "ara", "bg": "bul", "ca": "cat", "cs": "ces", "da": "dan", "de": "deu", "el": "ell",
    "en": "eng", "es": "spa", "et": "est", "fa": "fas", "fi": "fin", "fr": "fra", "he": "heb",
    "hi": "hin", "hr": "hrv", "hu": "hun", "id": "ind", "it": "ita", "ja": "jpn", "ko": "kor",
    "la": "lat", "lt": "lit", "lv": "lav", "nl": "nld", "no": "nor", "pl": "pol", "pt": "por",
    "ro": "ron", "ru": "rus", "sk": "slk", "sl": "slv", "sr": "srp", "sv": "swe", "th": "tha",
    "tr": "tur", "uk": "ukr", "vi": "vie", "zh": "zho",
}  # fmt: skip


def iso639(language: str) -> str:
    """The three-letter code MP4 wants, of `en`, `en-GB` or `eng`; `und` if it is not known."""
    short = language.replace("_", "-").split("-", maxsplit=1)[0].lower()
    return short if len(short) == 3 and short.isalpha() else _ISO_639_2.get(short, "und")


def add_track(target: OutputContainer, house: House, language: str) -> Stream:
    """Add an empty subtitle track."""
    return empty_track(target, "mov_text", house_format.time_base(house), language)


def empty_track(
    target: OutputContainer,
    codec_name: Literal["mov_text", "webvtt"],
    tick: Fraction,
    language: str,
) -> Stream:
    """Add a subtitle track of this kind whose times are counted in ticks."""
    stream = target.add_stream(codec_name)
    codec: Any = stream.codec_context
    stream.time_base = codec.time_base = tick
    codec.subtitle_header = _STYLE.encode()
    stream.metadata["language"] = iso639(language)
    return stream


def packets(
    stream: Stream, captions: Sequence[Caption], frames: int, house: House
) -> Iterator["av.Packet[Stream]"]:
    """The samples of the whole track: words, and emptiness where there are none.

    Captions that overlap their successor end where it starts; what lies beyond the film is cut.
    """
    at = 0
    ordered = sorted(captions, key=lambda caption: caption.start)
    starts = [*(caption.start for caption in ordered[1:]), frames]
    for caption, following in zip(ordered, starts, strict=True):
        start, end = max(caption.start, at), min(caption.end, following, frames)
        if end <= start:
            continue
        if start > at:
            yield _sample(stream, "", at, start, house)
        yield _sample(stream, "\n".join(caption.lines), start, end, house)
        at = end
    if at < frames:
        yield _sample(stream, "", at, frames, house)


def _sample(stream: Stream, text: str, start: int, end: int, house: House) -> "av.Packet[Stream]":
    words = text.encode()
    packet = av.Packet(len(words).to_bytes(2, "big") + words)
    packet.pts = packet.dts = start * house_format.TICKS
    packet.duration = (end - start) * house_format.TICKS
    packet.time_base = house_format.time_base(house)
    packet.is_keyframe = True
    packet.stream = stream
    return packet
