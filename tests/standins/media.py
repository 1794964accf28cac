"""Small real media for stand-ins to hand out, made once per process and kept in memory."""

import io
import textwrap
from collections.abc import Iterator
from functools import cache
from typing import Any

import av
import numpy as np


@cache
def clip(
    seconds: int, width: int = 320, height: int = 180, *, sound: bool = False, words: str = ""
) -> bytes:
    """An H.264 MP4 at 24 frames a second of a moving pattern, with a tone when `sound`; `words` are
    written on it, for people."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4") as out:
        video = out.add_stream("libx264", rate=24, options={"preset": "ultrafast", "crf": "30"})
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        audio = out.add_stream("aac", rate=48000) if sound else None
        across = np.linspace(0, 255, width)
        written = _written(words, width, height)
        for index in range(seconds * 24):
            grey = np.tile((across + 5 * index) % 256, (height, 1)).astype(np.uint8)
            colours = np.dstack([grey, 255 - grey, grey // 2 + 60])
            frame = av.VideoFrame.from_ndarray(np.where(written, written, colours))
            out.mux(video.encode(frame))
        out.mux(video.encode())
        if audio is not None:
            tone = (0.1 * np.sin(np.arange(seconds * 48000) * 2 * np.pi * 440 / 48000)).astype("f4")
            for start in range(0, len(tone), 1024):
                part = av.AudioFrame.from_ndarray(tone[None, start : start + 1024], "fltp", "mono")
                part.sample_rate, part.pts = 48000, start
                out.mux(audio.encode(part))
            out.mux(audio.encode())
    return buffer.getvalue()


@cache
def tone(seconds: float, codec: str = "mp3") -> bytes:
    """A tone as MP3 at 44.1 kHz, mono."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=codec) as out:
        audio = out.add_stream("libmp3lame", rate=44100)
        wave = 0.2 * np.sin(np.arange(int(seconds * 44100)) * 2 * np.pi * 330 / 44100)
        for start in range(0, len(wave), 1152):
            samples = wave[None, start : start + 1152].astype("f4")
            frame = av.AudioFrame.from_ndarray(samples, "fltp", "mono")
            frame.sample_rate, frame.pts = 44100, start
            out.mux(audio.encode(frame))
        out.mux(audio.encode())
    return buffer.getvalue()


@cache
def picture(width: int = 640, height: int = 360, *, words: str = "") -> bytes:
    """A PNG with a gradient, and `words` on it."""
    from PIL import Image

    across = np.tile(np.linspace(0, 255, width), (height, 1)).astype(np.uint8)
    colours, written = (
        np.dstack([across, across // 2, 255 - across]),
        _written(words, width, height),
    )
    buffer = io.BytesIO()
    Image.fromarray(np.where(written, written, colours)).save(buffer, "PNG")
    return buffer.getvalue()


def _written(words: str, width: int, height: int) -> "np.ndarray[Any, np.dtype[np.uint8]]":
    """White letters on black, 0 where the pattern shall show."""
    from PIL import Image, ImageDraw

    page = Image.new("RGB", (width, height))
    if words:
        lines = "\n".join(textwrap.wrap(words, width // 8)[: height // 16])
        pen, size = ImageDraw.Draw(page), height // 16
        pen.rectangle(pen.multiline_textbbox((6, 6), lines, font_size=size), fill=(1, 1, 1))
        pen.multiline_text((6, 6), lines, fill=(255, 255, 255), font_size=size)
    return np.asarray(page)


def said(asked: Any) -> str:
    """The prompt of a request, wherever a service wants it: its longest sentence."""
    return max(_strings(asked), key=len, default="")


def _strings(asked: Any) -> Iterator[str]:
    if isinstance(asked, dict | list):
        for one in asked.values() if isinstance(asked, dict) else asked:
            yield from _strings(one)
    elif isinstance(asked, str) and " " in asked.strip():
        yield asked
