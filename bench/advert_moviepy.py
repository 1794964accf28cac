"""`python -m bench.advert_moviepy GIVEN OUT`: the film of `bench.advert_ours` by MoviePy 2.

The encoder has the same settings; the grade is one look-up a sample, the cheapest that there is.
"""

import sys
from pathlib import Path

import numpy as np
from moviepy import AudioFileClip, CompositeVideoClip, TextClip, VideoFileClip, afx, vfx
from numpy.typing import NDArray

from bench.plain import FONTS, settings
from reelwright.film.timeline import House
from reelwright.media import house as house_format

RATE, CROSS = 24, 0.5
WORDS = "Only this week"
STEPS = np.linspace(0, 1, 256)
TABLE = np.stack(
    [np.clip(255 * STEPS**power, 0, 255).astype(np.uint8) for power in (0.92, 1.0, 1.08)]
)


def graded(frame: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Warmer: each channel through a curve of its own."""
    return np.stack([TABLE[channel][frame[:, :, channel]] for channel in range(3)], axis=2)


def main() -> None:
    """Leave the film as `OUT/film.mp4`."""
    given, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir()
    layers, at = [], 0.0
    for number, path in enumerate(sorted(given.glob("clip*.mp4"))):
        clip = VideoFileClip(str(path), audio=False).image_transform(graded).with_start(at)
        layers.append(clip.with_effects([vfx.CrossFadeIn(CROSS)]) if number else clip)
        words = TextClip(
            text=WORDS, font=str(FONTS / "SourceSerifPro-Regular.otf"), font_size=44,
            color="white", stroke_color="black", stroke_width=2, margin=(8, 8),
        )  # fmt: skip
        layers.append(
            words.with_start(at + 0.5).with_duration(2).with_position(("center", 0.85), True)
        )
        at += clip.duration - CROSS
    music = AudioFileClip(str(given / "music.wav"))
    fades = [afx.AudioLoop(duration=at + CROSS), afx.MultiplyVolume(0.3)]
    fades += [afx.AudioFadeIn(0.5), afx.AudioFadeOut(2)]
    film = CompositeVideoClip(layers).with_audio(music.with_effects(fades))
    film.write_videofile(
        str(out / "film.mp4"), fps=RATE, codec="libx264", preset=house_format.PRESET, threads=1,
        ffmpeg_params=settings(House()), audio_codec="aac", audio_bitrate="176k",
        logger=None,
    )  # fmt: skip


if __name__ == "__main__":
    main()
