"""The cut against one plain ffmpeg command that makes the same film from the same clips.

The plain command decodes every clip, joins them in one graph with the same transitions, mixes the
same sounds with the music ducked, levels the loudness, and encodes once with the same encoder
settings. The clips and sounds are made beforehand; all that turns them into a film is counted, on
both sides, by the kernel.
"""

import os
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from bench.row import Row, cost, made
from bench.stories import script
from reelwright.film.timeline import House, Item, Timeline
from reelwright.formats import srt
from reelwright.ledger.store import Store
from reelwright.media import ffmpeg, house
from reelwright.media.letters import fonts

GROUP = "film"
COPIED = "the cut, copied: CPU against one plain ffmpeg command"
DRAWN = "the cut, title and subtitles drawn in: CPU against one plain ffmpeg command"

FONTS = Path(fonts.__file__).parent / "fontfiles"
STYLE = (
    "FontName=Source Sans Pro,FontSize=16,PrimaryColour=&HFFFFFF&,OutlineColour=&H101010&,"
    "BackColour=&H80000000&,Outline=1,Shadow=0.5,MarginV=14"
)
"""In libass's own units (a picture of 288 lines): the same size as ours."""


def ratios(
    home: Path, production: str, folder: Path, group: str = GROUP, limit: float = 0.15
) -> Iterator[Row]:
    """CPU of the cut of a film that is there, subtitles as a track, over that of plain."""
    yield _ratio(home, production, folder, Row(group, COPIED, 0, "×", limit))


def drawn(folder: Path, group: str = GROUP, limit: float = 1.1, shots: int = 24) -> tuple[str, Row]:
    """The same with title and subtitles in the picture, on a film where all shots are spoken: a
    production in the data folder `folder/drawn`."""
    source, home = folder / "drawn.fountain", folder / "drawn"
    source.write_text(script(shots, spoken=1))
    _, told = made(home, source, "--out", folder / "drawn-out", "--burned")
    production = str(told["production"])
    return production, _ratio(home, production, folder, Row(group, DRAWN, 0, "×", limit))


def _ratio(home: Path, production: str, folder: Path, row: Row) -> Row:
    timeline = timeline_of(home, production)
    plain = cost(command(timeline, Store(home / "store"), folder), os.environ, folder)
    ours = cost(
        [sys.executable, "-m", "bench.cutting", str(home), production, str(folder / "cut")],
        os.environ,
        Path(__file__).parents[1],
    )
    print(
        f"      ({timeline.frames} frames, {sum(c.end - c.start for c in timeline.captions)} under "
        f"captions: plain {plain.cpu:.1f} s CPU, ours {ours.cpu:.1f}: {ours.output.strip()})"
    )
    return replace(row, value=ours.cpu / plain.cpu)


def timeline_of(home: Path, production: str) -> Timeline:
    """The newest timeline of a production."""
    with sqlite3.connect(home / "reelwright.db") as ledger:
        (found,) = ledger.execute(
            "SELECT timeline FROM cut WHERE production_id = ? ORDER BY revision DESC", (production,)
        ).fetchone()
    return Timeline.model_validate_json(found)


def settings(picture: House) -> list[str]:
    """How ffmpeg is told to encode as we do, beside the preset."""
    return ["-crf", str(house.CRF), "-x264-params", house.x264_params(picture)]


def command(timeline: Timeline, store: Store, folder: Path) -> list[str]:
    """The whole film in one graph; subtitles as a track, or drawn in when they are `burned`.

    Then the title card is drawn, too, in place of the clip of it.
    """
    clips = [["-i", str(store.path(item.clip))] for item in timeline.items]
    if timeline.burned:
        clips[0] = ["-f", "lavfi", "-i", _paper(timeline)]
    sounds = [str(store.path(sound.clip)) for sound in timeline.sounds]
    looped = [sound.role != "voice" for sound in timeline.sounds]
    inputs = [word for clip in clips for word in clip]
    for sound, loop in zip(sounds, looped, strict=True):
        inputs += [*(["-stream_loop", "-1"] if loop else []), "-i", sound]
    captions = folder / "plain.srt"
    captions.write_text(srt.write(timeline.captions, timeline.house.rate))
    graph = folder / "plain.graph"
    title = folder / "plain.title"
    title.write_text(timeline.title)
    graph.write_text(
        ";\n".join([*_picture(timeline, captions, title), *_sound(timeline, len(clips))])
    )
    track: list[str] = []
    if not timeline.burned:
        inputs += ["-i", str(captions)]
        track = ["-map", f"{len(clips) + len(sounds)}:s", "-c:s", "mov_text"]
    length = timeline.frames / timeline.house.rate
    # What the house format says about other tracks is meant for segments, which have none.
    encoding = [word for word in house.arguments(timeline.house) if word not in ("-an", "-sn")]
    return [
        str(ffmpeg.binary()), "-nostdin", "-y", "-loglevel", "error", *inputs,
        "-/filter_complex", str(graph), "-map", "[picture]", "-map", "[sound]", *track,
        *encoding, "-c:a", "aac", "-aac_coder", "fast", "-b:a", "176k", "-ar", "48000",
        "-t", f"{length:.6f}", "-movflags", "+faststart", str(folder / "plain.mp4"),
    ]  # fmt: skip


def _paper(timeline: Timeline) -> str:
    size = f"{timeline.house.width}x{timeline.house.height}"
    seconds = timeline.items[0].frames / timeline.house.rate
    return f"color=c=#e2ddcd:s={size}:r={timeline.house.rate}:d={seconds}"


def _picture(timeline: Timeline, captions: Path, title: Path) -> Iterator[str]:
    """Runs of cuts are concatenated; runs are crossed or faded into each other."""
    first = "[0:v]"
    if timeline.burned:
        first = "[titled]"
        # Without its colours named, the graph would convert every frame of all other clips.
        yield (
            f"[0:v]drawtext=fontfile={FONTS / 'SourceSerifPro-Regular.otf'}:textfile={title}:"
            "fontsize=h/8:fontcolor=#26303e:x=(w-tw)/2:y=(h-th)/2:alpha='min(1,max(0,t-0.35))',"
            "fade=in:0:14,format=yuv420p,setsar=0,setparams=range=tv:color_primaries=bt709:"
            "color_trc=bt709:colorspace=bt709[titled]"
        )
    runs: list[list[int]] = [[]]
    for index, item in enumerate(timeline.items):
        if index and item.into.kind != "cut":
            runs.append([])
        runs[-1].append(index)
    for number, run in enumerate(runs):
        joined = "".join(f"[{index}:v]" if index else first for index in run)
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
            yield f"[{last}][r{number}]concat=n=2:v=1:a=0,settb=1/{timeline.house.rate}[{name}]"
        length += _frames(timeline.items, run)
        last = name
    words = f"subtitles=filename={captions}:fontsdir={FONTS}:force_style='{STYLE}'"
    yield f"[{last}]{words if timeline.burned else 'null'}[picture]"


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
    whole = f"apad=whole_dur={timeline.frames / rate:.6f}"
    yield f"{''.join(voices)}amix={len(voices)}:normalize=0,{whole},asplit[voices][key]"
    yield f"{''.join(beds)}amix={len(beds)}:normalize=0[beds]"
    yield "[beds][key]sidechaincompress=ratio=8:attack=200:release=800[ducked]"
    yield "[voices][ducked]amix=2:normalize=0,loudnorm=I=-14:TP=-1.5:LRA=11[sound]"
