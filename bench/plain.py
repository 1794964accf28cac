"""The cut against one plain ffmpeg command that makes the same film from the same clips.

The plain command decodes every clip, joins them in one graph with the same transitions, mixes the
same sounds with the music ducked, levels the loudness, and encodes once with the same encoder
settings.
"""

import sqlite3
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from bench.row import Row, cost, reelwright
from reelwright.film.timeline import Item, Timeline
from reelwright.formats import srt
from reelwright.ledger.store import Store
from reelwright.media import ffmpeg, house

CUT_KINDS = ("join", "scene", "track", "film", "body")


def ratios(home: Path, production: str, folder: Path) -> Iterator[Row]:
    """CPU of our cut, copied, over CPU of the plain command."""
    timeline = _timeline(home, production)
    plain = cost(command(timeline, Store(home / "store"), folder), {}, folder)
    ours = _cut_cpu(home, production, folder)
    print(f"      (plain {plain.cpu:.1f} s CPU, our cut {ours:.1f} s)")
    yield Row(
        "film", "the cut, copied: CPU against one plain ffmpeg command", ours / plain.cpu, "×", 0.15
    )


def _cut_cpu(home: Path, production: str, folder: Path) -> float:
    """CPU of cutting alone: with the cut's Takes forgotten, less that of the command itself."""
    with sqlite3.connect(home / "reelwright.db") as ledger:
        marks = ",".join("?" * len(CUT_KINDS))
        ledger.execute(
            f"DELETE FROM take WHERE job_id IN (SELECT id FROM job WHERE kind IN ({marks}))",
            CUT_KINDS,
        )
    out = folder / "plain-out"
    arguments = ("cut", production, "--out", out)
    cold = reelwright(home, *arguments)
    warm = reelwright(home, *arguments)
    return cold.cpu - warm.cpu


def _timeline(home: Path, production: str) -> Timeline:
    with sqlite3.connect(home / "reelwright.db") as ledger:
        (found,) = ledger.execute(
            "SELECT timeline FROM cut WHERE production_id = ? ORDER BY revision DESC", (production,)
        ).fetchone()
    return Timeline.model_validate_json(found)


def command(timeline: Timeline, store: Store, folder: Path) -> list[str]:
    """The whole film in one graph."""
    clips = [str(store.path(item.clip)) for item in timeline.items]
    sounds = [str(store.path(sound.clip)) for sound in timeline.sounds]
    looped = [sound.role != "voice" for sound in timeline.sounds]
    inputs: list[str] = []
    for clip in clips:
        inputs += ["-i", clip]
    for sound, loop in zip(sounds, looped, strict=True):
        inputs += [*(["-stream_loop", "-1"] if loop else []), "-i", sound]
    captions = folder / "plain.srt"
    captions.write_text(srt.write(timeline.captions, timeline.house.rate))
    graph = folder / "plain.graph"
    graph.write_text(";\n".join([*_picture(timeline), *_sound(timeline, len(clips))]))
    length = timeline.frames / timeline.house.rate
    return [
        str(ffmpeg.binary()), "-y", "-loglevel", "error", *inputs, "-i", str(captions),
        "-filter_complex_script", str(graph), "-map", "[picture]", "-map", "[sound]",
        "-map", f"{len(clips) + len(sounds)}:s", "-c:s", "mov_text",
        *house.arguments(timeline.house), "-c:a", "aac", "-b:a", "192k", "-ar", "48000",
        "-t", f"{length:.6f}", "-movflags", "+faststart", str(folder / "plain.mp4"),
    ]  # fmt: skip


def _picture(timeline: Timeline) -> Iterator[str]:
    """Runs of cuts are concatenated; runs are crossed or faded into each other."""
    runs: list[list[int]] = [[]]
    for index, item in enumerate(timeline.items):
        if index and item.into.kind != "cut":
            runs.append([])
        runs[-1].append(index)
    for number, run in enumerate(runs):
        joined = "".join(f"[{index}:v]" for index in run)
        fades = _fades(timeline.items, run)
        yield f"{joined}concat=n={len(run)}:v=1:a=0,settb=1/{timeline.house.rate}{fades}[r{number}]"
    last, length = "r0", _frames(timeline.items, runs[0])
    for number, (_, run) in enumerate(pairwise(runs), 1):
        into = timeline.items[run[0]].into
        name = f"j{number}"
        if into.kind == "dissolve":
            length -= into.frames
            rate = timeline.house.rate
            yield (
                f"[{last}][r{number}]xfade=duration={into.frames / rate}:offset={length / rate}"
                f"[{name}]"
            )
        else:
            yield f"[{last}][r{number}]concat=n=2:v=1:a=0[{name}]"
        length += _frames(timeline.items, run)
        last = name
    yield f"[{last}]null[picture]"


def _frames(items: tuple[Item, ...], run: list[int]) -> int:
    return sum(items[index].frames for index in run)


def _fades(items: tuple[Item, ...], run: list[int]) -> str:
    found = ""
    if items[run[0]].into.kind == "fade":
        found += f",fade=in:0:{items[run[0]].into.frames // 2}"
    following = run[-1] + 1
    if following < len(items) and items[following].into.kind == "fade":
        half = items[following].into.frames // 2
        found += f",fade=out:{_frames(items, run) - half}:{half}"
    return found


def _sound(timeline: Timeline, first: int) -> Iterator[str]:
    """Voices over ducked beds, levelled to -14 LUFS."""
    voices: list[str] = []
    beds: list[str] = []
    rate = timeline.house.rate
    for number, sound in enumerate(timeline.sounds):
        delay = round(sound.at / rate * 1000)
        length = sound.frames / rate
        name = f"s{number}"
        (voices if sound.role == "voice" else beds).append(f"[{name}]")
        yield (
            f"[{first + number}:a]atrim=0:{length},aformat=channel_layouts=stereo,"
            f"adelay={delay}:all=1[{name}]"
        )
    yield f"{''.join(voices)}amix={len(voices)}:normalize=0,asplit[voices][key]"
    yield f"{''.join(beds)}amix={len(beds)}:normalize=0[beds]"
    yield "[beds][key]sidechaincompress=ratio=8:attack=200:release=800[ducked]"
    yield "[voices][ducked]amix=2:normalize=0,loudnorm=I=-14:TP=-1.5:LRA=11[sound]"
