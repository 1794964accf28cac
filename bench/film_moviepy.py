"""`python -m bench.film_moviepy HOME PRODUCTION OUT`: the film of a production by MoviePy 2.

From the same clips and sounds as `bench.plain`, with the same encoder settings. What MoviePy does
not do is left out, in its favour: music is not ducked, loudness not levelled, nothing verified, and
there is no subtitle track. Captions are drawn where the film has them `burned`.
"""

import sys
from pathlib import Path
from typing import Any

from moviepy import (
    AudioFileClip,
    ColorClip,
    CompositeAudioClip,
    CompositeVideoClip,
    TextClip,
    VideoFileClip,
    afx,
    vfx,
)

from bench.plain import FONTS, settings, timeline_of
from reelwright.film.timeline import Timeline
from reelwright.ledger.store import Store
from reelwright.media import house as house_format

PAPER, INK = (226, 221, 205), "#26303e"


def main() -> None:
    """Leave the film as `OUT/film.mp4`."""
    home, production, out = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    out.mkdir()
    timeline, store = timeline_of(home, production), Store(home / "store")
    layers = [*_pictures(timeline, store), *(_captions(timeline) if timeline.burned else [])]
    size = (timeline.house.width, timeline.house.height)
    film = CompositeVideoClip(layers, size=size).with_audio(_sound(timeline, store))
    film = film.with_duration(timeline.frames / timeline.house.rate)
    film.write_videofile(
        str(out / "film.mp4"), fps=timeline.house.rate, codec="libx264",
        preset=house_format.PRESET, threads=1, ffmpeg_params=settings(timeline.house),
        audio_codec="aac", audio_bitrate="176k", logger=None,
    )  # fmt: skip


def _pictures(timeline: Timeline, store: Store) -> list[Any]:
    rate = timeline.house.rate
    following = [*(item.into for item in timeline.items[1:]), timeline.out]
    found: list[Any] = []
    for item, start, out in zip(timeline.items, timeline.starts(), following, strict=True):
        if timeline.burned and not found:
            clip = _card(timeline)
        else:
            clip = VideoFileClip(str(store.path(item.clip)), audio=False)
        clip = clip.with_duration(item.frames / rate)
        effects = []
        if item.into.kind == "dissolve":
            effects.append(vfx.CrossFadeIn(item.into.frames / rate))
        if item.into.kind == "fade":
            effects.append(vfx.FadeIn(item.into.after / rate))
        if out.kind == "fade":
            effects.append(vfx.FadeOut(out.before / rate))
        found.append((clip.with_effects(effects) if effects else clip).with_start(start / rate))
    return found


def _card(timeline: Timeline) -> Any:
    size = (timeline.house.width, timeline.house.height)
    words = TextClip(
        text=timeline.title, font=str(FONTS / "SourceSerifPro-Regular.otf"),
        font_size=timeline.house.height // 8, color=INK, margin=(8, 8),
    )  # fmt: skip
    seconds = timeline.items[0].frames / timeline.house.rate
    paper = ColorClip(size, PAPER).with_duration(seconds)
    words = words.with_duration(seconds).with_position("center")
    return CompositeVideoClip([paper, words.with_effects([vfx.CrossFadeIn(1)])])


def _captions(timeline: Timeline) -> list[Any]:
    rate = timeline.house.rate
    return [
        TextClip(
            text="\n".join(caption.lines), font=str(FONTS / "SourceSansPro-Regular.otf"),
            font_size=44, color="white", stroke_color="black", stroke_width=2, margin=(8, 8),
        )
        .with_start(caption.start / rate)
        .with_duration((caption.end - caption.start) / rate)
        .with_position(("center", 0.85), True)
        for caption in timeline.captions
    ]  # fmt: skip


def _sound(timeline: Timeline, store: Store) -> Any:
    rate = timeline.house.rate
    found = []
    for sound in timeline.sounds:
        clip = AudioFileClip(str(store.path(sound.clip)))
        length = sound.frames / rate
        if sound.role == "voice":
            clip = clip.with_duration(min(length, clip.duration))
        else:
            looped = [afx.AudioLoop(duration=length), afx.MultiplyVolume(0.3)]
            clip = clip.with_effects(looped)
        found.append(clip.with_start(sound.at / rate))
    return CompositeAudioClip(found)


if __name__ == "__main__":
    main()
