"""Timelines handed to editing programs, read back by our reader and by the libraries' own."""

import re
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import opentimelineio as otio
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.formats.timelines import CLIPS, exchange, timelines

from reelwright.film.timeline import Item, Sound, Timeline, Transition
from reelwright.formats import edl, fcp7xml, otio_tree, otioz
from reelwright.formats import otio as otio_format
from reelwright.formats.exchange import Exchange, Media, lanes, seen

HOUR = 3600
many = settings(max_examples=150, deadline=None)


def read_back(text: str) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "film.otio")
        path.write_text(text, encoding="utf-8")
        return otio_tree.read(path)


@many
@given(timelines())
def test_otio_comes_back_as_it_went_out(timeline: Timeline) -> None:
    handed = exchange(timeline)
    told = read_back(otio_format.write(handed))
    key = Sound.model_dump_json
    assert sorted(told.timeline.sounds, key=key) == sorted(timeline.sounds, key=key)
    assert told.timeline.model_copy(update={"sounds": timeline.sounds}) == timeline
    assert told.picture_only
    assert told.production == "a-film-1f0c9a"
    assert told.shots == tuple(handed.names)
    assert told.notes == ()


def ranges(track: Any) -> Iterator[tuple[Any, int, int]]:
    """(clip, frame at which its track shows it, frames) of every clip of a track."""
    for child in track:
        if isinstance(child, otio.schema.Clip):
            found = child.range_in_parent()
            yield child, round(found.start_time.value), round(found.duration.value)


@many
@given(timelines())
def test_the_library_sees_in_otio_what_the_timeline_says(timeline: Timeline) -> None:
    handed = exchange(timeline)
    tree = otio.adapters.read_from_string(otio_format.write(handed), "otio_json")
    rate = timeline.house.rate
    assert tree.global_start_time == otio.opentime.RationalTime(HOUR * rate, rate)
    assert tree.duration().value == max(
        [timeline.frames, *(s.at + shown(s, handed) for s in timeline.sounds)]
    )
    cuts = seen(timeline)
    found = list(ranges(tree.tracks[0]))
    assert [(at, frames) for _, at, frames in found] == [(c.at, c.frames) for c in cuts]
    assert [clip.source_range.start_time.value for clip, _, _ in found] == [c.source for c in cuts]
    for (clip, _, _), one in zip(found, cuts, strict=True):
        shows, there = clip.source_range, clip.available_range()
        handles = one.before if one.item.into.overlap else 0
        assert shows.start_time.value - handles == one.item.start
        assert shows.end_time_exclusive().value <= there.end_time_exclusive().value
    for name, track in zip(
        (name for name, _ in lanes(timeline, handed.media)), tree.tracks[1:], strict=True
    ):
        assert track.kind == "Audio"
        assert track.name == name


def shown(sound: Sound, handed: Exchange) -> int:
    """Frames of a sound that are heard: voices and short effects are not repeated."""
    length = handed.media[sound.clip].frames
    once = sound.role == "voice" or length < 8 * handed.timeline.house.rate
    if length and sound.role != "music" and once:
        return min(length, sound.frames)
    return sound.frames


@many
@given(timelines())
def test_the_fcp_reader_sees_every_cut_transition_and_sound(timeline: Timeline) -> None:
    handed = exchange(timeline)
    tree = otio.adapters.read_from_string(fcp7xml.write(handed), "fcp_xml")
    rate = timeline.house.rate
    assert tree.global_start_time == otio.opentime.RationalTime(HOUR * rate, rate)
    cuts = seen(timeline)
    picture = tree.tracks[0]
    found = list(ranges(picture))
    assert [(at, frames) for _, at, frames in found] == [(c.at, c.frames) for c in cuts]
    for (clip, _, _), one in zip(found, cuts, strict=True):
        assert clip.source_range.start_time.value == one.source
        assert clip.media_reference.target_url == handed.media[one.item.clip].url
        assert clip.name == handed.name(one.item)
    made = [
        (round(child.in_offset.value), round(child.out_offset.value))
        for child in picture
        if isinstance(child, otio.schema.Transition)
    ]
    assert made == list(offsets(timeline))
    heard = [
        [(at, frames) for _, at, frames in ranges(track)]
        for track in tree.tracks
        if track.kind == "Audio"
    ]
    assert heard == [
        [(one.at, one.frames) for one in track] for _, track in lanes(timeline, handed.media)
    ]
    marks = [round(mark.marked_range.start_time.value) for mark in tree.tracks.markers]
    assert marks == [m.at for m in timeline.chapters] + [c.start for c in timeline.captions]


@many
@given(timelines())
def test_an_edit_comes_back_by_way_of_fcp_xml(timeline: Timeline) -> None:
    """As from a program that has read our XML, writes OTIO and keeps nothing else of ours."""
    handed = exchange(timeline)
    tree = otio.adapters.read_from_string(fcp7xml.write(handed), "fcp_xml")
    found = read_back(tree.to_json_string()).timeline
    assert [(i.clip, i.start, i.frames) for i in found.items] == [
        (i.clip[:12], i.start, i.frames) for i in timeline.items
    ]
    assert [(i.into.kind, i.into.after) for i in found.items] == [
        (kind_in_xml(i.into), i.into.after) for i in timeline.items
    ]
    assert [i.into.frames for i in found.items[1:]] == [i.into.frames for i in timeline.items[1:]]
    assert (found.out.kind, found.out.before) == (kind_in_xml(timeline.out), timeline.out.before)


def kind_in_xml(into: Transition) -> str:
    return "cut" if into.kind == "cut" else "dissolve" if into.overlap else "fade"


def offsets(timeline: Timeline) -> Iterator[tuple[int, int]]:
    """What FCP 7 XML has of the transitions: through black they are two."""
    for one in seen(timeline):
        if one.item.into.overlap:
            yield one.before, one.after
        else:
            if one.before:
                yield one.before, 0
            if one.after:
                yield 0, one.after
    if timeline.out.before:
        yield timeline.out.before, 0


EVENT = re.compile(
    r"\d{3,}  (\S{1,8}) +V     (?:C|D    (\d{3}))\s+"
    r"([\d:]{11}) ([\d:]{11}) ([\d:]{11}) ([\d:]{11})"
)


class Event(NamedTuple):
    """One line of an EDL, in frames."""

    reel: str
    dissolve: int
    source: int
    source_end: int
    record: int
    record_end: int


def events(text: str, rate: int) -> list[Event]:
    found = []
    for line in text.splitlines():
        if line[:1].isdigit():
            match = EVENT.fullmatch(line)
            assert match, line
            times = (frame(match[n], rate) for n in (3, 4, 5, 6))
            found.append(Event(match[1], int(match[2] or 0), *times))
    return found


def frame(timecode: str, rate: int) -> int:
    hours, minutes, seconds, frames = map(int, timecode.split(":"))
    return ((hours * 60 + minutes) * 60 + seconds) * rate + frames


@many
@given(timelines())
def test_an_edl_has_right_times_reels_and_dissolves(timeline: Timeline) -> None:
    rate = timeline.house.rate
    text = edl.write(exchange(timeline))
    assert text.isascii()
    every = events(text, rate)
    assert all(
        one.source_end - one.source == one.record_end - one.record >= one.dissolve for one in every
    )
    lasting = [one for one in every if one.record_end > one.record]
    assert lasting[0].record == HOUR * rate
    assert lasting[-1].record_end == HOUR * rate + timeline.frames
    assert all(one.record_end == following.record for one, following in pairwise(lasting))
    reels = edl.named(timeline)
    starts = timeline.starts()
    assert [
        (one.reel, one.source, one.record - HOUR * rate, one.dissolve)
        for one in lasting
        if one.reel != "BL"
    ] == [
        (reels[item.clip], item.start + dark, start + dark, item.into.after - dark)
        for item, start, dark in zip(timeline.items, starts, darks(timeline), strict=True)
    ]


def darks(timeline: Timeline) -> list[int]:
    """Frames of each item that are not there, as the film's first frame is black: readers take no
    list that begins with a dissolve."""
    first, *others = timeline.items
    return [int(first.into.after > 0), *(0 for _ in others)]


@many
@given(timelines())
def test_the_edl_reader_sees_every_event(timeline: Timeline) -> None:
    text = edl.write(exchange(timeline))
    rate = timeline.house.rate
    tree = otio.adapters.read_from_string(text, "cmx_3600", rate=rate)
    assert len(tree.tracks) == 1
    found = [
        (clip.metadata["cmx_3600"]["reel"], clip.source_range.start_time.value, at, frames)
        for clip, at, frames in ranges(tree.tracks[0])
        if clip.metadata["cmx_3600"]["reel"] != "BL"
    ]
    reels = edl.named(timeline)
    cuts = seen(timeline)
    ends = [*(one.at - one.before for one in cuts[1:]), timeline.frames - timeline.out.before]
    assert found == [
        (reels[item.clip], item.start + dark, start + dark, end - start - dark)
        for item, start, end, dark in zip(
            timeline.items, timeline.starts(), ends, darks(timeline), strict=True
        )
    ]
    made = [
        round(child.out_offset.value)
        for child in tree.tracks[0]
        if isinstance(child, otio.schema.Transition)
    ]
    assert made == list(dissolves(timeline))


def dissolves(timeline: Timeline) -> Iterator[int]:
    """What an EDL has of the transitions: through black they are two, the first begins later."""
    dark = darks(timeline)[0]
    for at, (before, after) in enumerate(offsets(timeline)):
        if length := before + after - (0 if at else dark):
            yield length


@given(st.lists(st.text("0123456789abcdef", min_size=64, max_size=64), max_size=20))
def test_reels_are_never_the_same(hashes: list[str]) -> None:
    alike = [*hashes, *(clip[:8] + clip[:-8] for clip in hashes), "0" * 64, "0" * 63 + "1"]
    timeline = Timeline(items=tuple(Item(clip=clip, frames=10) for clip in alike))
    reels = edl.named(timeline)
    assert set(reels) == set(alike)
    assert len(set(reels.values())) == len(set(alike))
    assert all(len(reel) == 8 for reel in reels.values())


def test_timecode_counts_frames_without_dropping_any() -> None:
    assert edl.timecode(HOUR * 30 + 59 * 30 + 29, 30) == "01:00:59:29"
    assert edl.timecode(HOUR * 30 + 60 * 30, 30) == "01:01:00:00"
    assert edl.timecode(24 * HOUR * 25, 25) == "00:00:00:00"


def test_strangers_text_makes_no_event_and_no_markup() -> None:
    evil = 'X"><evil/>\r\n003  EVIL     V     C        00:00:00:00\u2028\x01&amp;é漢'
    timeline = Timeline(
        title=evil,
        items=(Item(clip=CLIPS[0], frames=50), Item(clip=CLIPS[1], frames=50, shot=evil)),
    )
    handed = exchange(timeline).model_copy(update={"names": {evil: evil}})
    lines = edl.write(handed).splitlines()
    assert [line[:3] for line in lines if line[:1].isdigit()] == ["001", "002"]
    assert all(len(line) <= 90 and line.isprintable() for line in lines)
    tree = otio.adapters.read_from_string(fcp7xml.write(handed), "fcp_xml")
    assert len(list(ranges(tree.tracks[0]))) == 2
    assert tree.name.startswith('X"><evil/> 003 EVIL')
    told = read_back(otio_format.write(handed))
    assert told.timeline.title == evil


def test_a_stereo_sound_lies_on_two_linked_tracks() -> None:
    music = Sound(clip="ab" * 32, at=0, frames=200, role="music")
    timeline = Timeline(items=(Item(clip=CLIPS[0], frames=200),), sounds=(music,))
    media = {music.clip: Media(name="m.wav", url="file://localhost/m.wav", frames=90, channels=2)}
    text = fcp7xml.write(exchange(timeline).model_copy(update={"media": media}))
    assert text.count("<track ") == 2
    assert text.count("<linkclipref>") == 2 * 3 * 2
    clips = re.findall(r'<clipitem id="([^"]+)"', text)
    assert set(re.findall(r"<linkclipref>([^<]+)<", text)) == set(clips[1:])


def test_the_same_film_gives_the_same_files(tmp_path: Path) -> None:
    timeline = Timeline(items=(Item(clip=CLIPS[0], frames=50),))
    handed = exchange(timeline)
    files = {one.name: tmp_path / one.name for one in handed.files()}
    for path in files.values():
        path.write_bytes(path.name.encode())
    for name in ("one.otioz", "two.otioz"):
        otioz.write(handed, files, tmp_path / name)
    assert (tmp_path / "one.otioz").read_bytes() == (tmp_path / "two.otioz").read_bytes()
    tree = otio.adapters.read_from_file(
        str(tmp_path / "one.otioz"), extract_to_directory=str(tmp_path)
    )
    clip = next(iter(tree.find_clips()))
    assert (tmp_path / clip.media_reference.target_url).read_bytes()
