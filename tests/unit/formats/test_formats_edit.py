"""Edits that come back: what is taken over, what is told, and what is refused."""

import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest
from opentimelineio.opentime import RationalTime, TimeRange
from tests.unit.formats.timelines import CLIPS, SOUNDS, exchange

from reelwright.film.errors import BadInput
from reelwright.film.timeline import Caption, Item, Sound, Timeline, Transition
from reelwright.formats import otio as otio_format
from reelwright.formats import otio_edit, otio_tree
from reelwright.formats.exchange import Told

TIMELINE = Timeline(
    title="The Key",
    items=(
        Item(clip=CLIPS[0], frames=72),
        Item(
            clip=CLIPS[1], frames=96, scene="1.1", shot="a",
            into=Transition(kind="fade", frames=24),
        ),
        Item(clip=CLIPS[2], frames=80, scene="1.1", shot="b"),
        Item(
            clip=CLIPS[3], frames=90, scene="1.1", shot="c",
            into=Transition(kind="dissolve", frames=24),
        ),
    ),
    sounds=(
        Sound(clip=SOUNDS[1], at=80, frames=60),
        Sound(clip=SOUNDS[0], at=0, frames=300, role="music"),
    ),
    captions=(Caption(start=80, end=120, lines=("one", "two")),),
)  # fmt: skip
TEXT = otio_format.write(exchange(TIMELINE))

Change = Callable[[Any], None]


def edited(change: Change) -> str:
    """The exported film as a program would write it after a change."""
    tree = otio.adapters.read_from_string(TEXT, "otio_json")
    change(tree)
    return str(tree.to_json_string())


def told(change: Change, folder: Path) -> Told:
    path = folder / "edit.otio"
    path.write_text(edited(change))
    return otio_tree.read(path)


def refused(content: str | bytes, folder: Path) -> str:
    """What the user is told about a file that cannot be used, read as they would read it."""
    path = folder / "edit.otio"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BadInput) as error:
        otio_edit.read(path)
    assert error.value.exit_code == 2
    assert error.value.remedy
    assert error.value.cause.isprintable()
    assert len(error.value.cause) < 250
    return error.value.cause


def frames(start: int, count: int, rate: float = 24) -> Any:
    return TimeRange(RationalTime(start, rate), RationalTime(count, rate))


def stripped(tree: Any) -> None:
    """As programs do that keep no metadata of others."""
    tree.metadata.clear()
    for thing in (*tree.find_children(), *tree.tracks, *tree.tracks.markers):
        thing.metadata.clear()


def test_an_edit_is_read_in_a_process_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "edit.otio"
    path.write_text(TEXT)
    found = otio_edit.read(path)
    assert found.timeline.items == TIMELINE.items
    assert found.picture_only
    with zipfile.ZipFile(tmp_path / "edit.otioz", "w") as archive:
        archive.writestr("content.otio", TEXT)
    assert otio_edit.read(tmp_path / "edit.otioz") == found


def test_a_trimmed_and_reordered_picture(tmp_path: Path) -> None:
    def change(tree: Any) -> None:
        track = tree.tracks[0]
        clip = track.pop(3)
        clip.source_range = frames(12, 40)
        track.insert(2, clip)

    found = told(change, tmp_path)
    assert [(i.shot, i.start, i.frames, i.into.kind) for i in found.timeline.items] == [
        ("", 0, 72, "cut"), ("b", 12, 40, "fade"), ("a", 0, 108, "cut"), ("c", 0, 90, "dissolve"),
    ]  # fmt: skip
    assert found.picture_only
    assert found.names == ("title card", "1.1/2", "1.1/1", "1.1/3")


def test_clips_are_known_by_their_files_where_metadata_is_lost(tmp_path: Path) -> None:
    found = told(stripped, tmp_path)
    assert [item.clip for item in found.timeline.items] == [
        item.clip[:12] for item in TIMELINE.items
    ]
    assert [item.frames for item in found.timeline.items] == [72, 96, 80, 90]
    assert [item.into.kind for item in found.timeline.items] == [
        "cut",
        "fade",
        "cut",
        "dissolve",
    ]
    assert found.notes == ()
    assert not found.picture_only
    assert found.timeline.house.rate == 24
    assert found.production == ""


def test_repeated_music_is_one_sound_again(tmp_path: Path) -> None:
    def renamed(tree: Any) -> None:
        for clip in tree.tracks[2].find_clips():
            clip.media_reference.target_url = f"media/music_{SOUNDS[0][:12]}.wav"
            clip.metadata.clear()

    found = told(renamed, tmp_path)
    assert len(list(otio.adapters.read_from_string(TEXT, "otio_json").tracks[2])) == 8
    assert found.timeline.sounds[1] == Sound(clip=SOUNDS[0][:12], at=0, frames=300, role="music")


def test_a_clip_that_plays_another_file_is_a_stranger(tmp_path: Path) -> None:
    def relinked(tree: Any) -> None:
        tree.tracks[0][2].media_reference.target_url = "/home/me/holiday.mp4"

    def replaced(tree: Any) -> None:
        tree.tracks[0][2].media_reference.target_url = f"media/shot_{CLIPS[5][:12]}.mp4"

    def foreign(tree: Any) -> None:
        clip = otio.schema.Clip("own", otio.schema.ExternalReference("own.mp4"), frames(0, 9))
        tree.tracks[0].append(clip)

    assert told(relinked, tmp_path).timeline.items[1].clip == ""
    assert told(replaced, tmp_path).timeline.items[1].clip == ""
    found = told(foreign, tmp_path)
    assert (found.timeline.items[4].clip, found.names[4]) == ("", "own")


def test_moved_sounds_are_noticed(tmp_path: Path) -> None:
    def moved(tree: Any) -> None:
        tree.tracks[1][0].source_range = frames(0, 90)

    def cut(tree: Any) -> None:
        tree.tracks[1][1].source_range = frames(10, 30)

    def silent(tree: Any) -> None:
        del tree.tracks[1:]

    found = told(moved, tmp_path)
    assert not found.picture_only
    assert found.timeline.sounds == (
        Sound(clip=SOUNDS[1], at=90, frames=60),
        Sound(clip=SOUNDS[0], at=0, frames=300, role="music"),
    )
    found = told(cut, tmp_path)
    assert found.timeline.sounds[0] == Sound(clip=SOUNDS[1], at=70, frames=30)
    assert "from their beginning" in found.notes[0]
    assert told(silent, tmp_path).picture_only


def test_times_at_another_rate_are_converted(tmp_path: Path) -> None:
    def change(tree: Any) -> None:
        clip = tree.tracks[0][3]
        clip.source_range = frames(30, 90, 60)
        clip.media_reference.available_range = frames(0, 600, 60)

    item = told(change, tmp_path).timeline.items[2]
    assert (item.start, item.frames) == (12, 48)


def test_source_timecode_of_a_file_is_taken_off(tmp_path: Path) -> None:
    def change(tree: Any) -> None:
        clip = tree.tracks[0][3]
        clip.source_range = frames(86_400, 80)
        clip.media_reference.available_range = frames(86_400, 500)

    item = told(change, tmp_path).timeline.items[2]
    assert (item.start, item.frames) == (0, 92)


def test_an_unknown_transition_becomes_a_dissolve(tmp_path: Path) -> None:
    def change(tree: Any) -> None:
        stripped(tree)
        tree.tracks[0][1].name = "Star\nWipe"

    found = told(change, tmp_path)
    assert found.timeline.items[1].into == Transition(kind="dissolve", frames=24)
    assert found.notes == ("a transition that is not known here, 'Star Wipe', is a dissolve now",)


def test_effects_are_told(tmp_path: Path) -> None:
    def change(tree: Any) -> None:
        tree.tracks[0][3].effects.append(otio.schema.Effect("blur"))

    assert told(change, tmp_path).notes == ("effects on clips are not taken over",)


def gap(tree: Any) -> None:
    tree.tracks[0].insert(3, otio.schema.Gap(source_range=frames(0, 9)))


def slow(tree: Any) -> None:
    tree.tracks[0][3].effects.append(otio.schema.LinearTimeWarp(time_scalar=0.5))


def nested(tree: Any) -> None:
    tree.tracks[0].append(otio.schema.Stack("inner"))


def upper(tree: Any) -> None:
    tree.tracks.append(tree.tracks[0].deepcopy())


def off(tree: Any) -> None:
    tree.tracks[0][3].enabled = False


def nothing(tree: Any) -> None:
    tree.tracks[0][3].source_range = frames(5, 0)


def backwards(tree: Any) -> None:
    tree.tracks[0][3].source_range = frames(5, -9)


def endless(tree: Any) -> None:
    tree.tracks[0][3].source_range = TimeRange(RationalTime(0, 24), RationalTime(float("inf"), 24))


def vague(tree: Any) -> None:
    tree.tracks[0][3].source_range = frames(0, 5, float("nan"))


def huge(tree: Any) -> None:
    tree.tracks[0][3].source_range = frames(0, 10**15)


def empty(tree: Any) -> None:
    del tree.tracks[0][:]


def spoilt(tree: Any) -> None:
    tree.metadata["reelwright"]["timeline"]["house"] = {"rate": 0}


def garbled(tree: Any) -> None:
    tree.tracks[0][3].metadata["reelwright"]["scene"] = {"a": [1]}


def crowded(tree: Any) -> None:
    clip = otio.schema.Clip("x", source_range=frames(0, 1))
    tree.tracks[0].extend([clip.deepcopy() for _ in range(otio_tree.MOST)])


@pytest.mark.parametrize(
    ("change", "told_by"),
    [
        (gap, "shows nothing before '1.1/2'"),
        (slow, "changes the speed of '1.1/2'"),
        (nested, "nested sequence"),
        (upper, "has 2 picture tracks"),
        (off, "switched off"),
        (nothing, "shows nothing of '1.1/2'"),
        (backwards, "shows nothing of '1.1/2'"),
        (endless, "no number"),
        (vague, "no number"),
        (huge, "longer than any film"),
        (empty, "has 0 picture tracks"),
        (spoilt, "is damaged"),
        (garbled, "is damaged"),
        (crowded, "more than 20000 clips"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_what_cannot_be_taken_over_is_refused(change: Change, told_by: str, tmp_path: Path) -> None:
    assert told_by in refused(edited(change), tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\xff\xfe\x00", b"null", b"[]", b"{}", b'{"OTIO_SCHEMA": "Clip.2"}', b"PK\x03\x04",
        b'{"OTIO_SCHEMA": "Timeline.99"}', b'{"OTIO_SCHEMA": "Stranger.1"}', b'"' * 9999,
        b'{"OTIO_SCHEMA": "Timeline.1", "tracks": 5}', b"\\" * 9999, TEXT[:2000].encode(),
        b'{"OTIO_SCHEMA": "Timeline.1", "tracks": {"OTIO_SCHEMA": "Stack.1", "children": [7]}}',
    ],
)  # fmt: skip
def test_what_is_no_edit_is_refused(content: bytes, tmp_path: Path) -> None:
    refused(content, tmp_path)


@pytest.mark.parametrize("opening", ['{"a":', "[", '{"metadata":[', '{"OTIO_SCHEMA":"Gap.1","a":['])
def test_depth_does_not_crash_the_reader(opening: str, tmp_path: Path) -> None:
    assert "nested too deeply" in refused(opening * 100_000, tmp_path)
    assert "nested too deeply" in refused(f'{{"x\\"": "[[", "b": {opening * 300}', tmp_path)


def test_brackets_in_texts_are_no_depth(tmp_path: Path) -> None:
    found = told(lambda tree: setattr(tree, "name", '[{"' * 500), tmp_path)
    assert len(found.timeline.items) == 4


@pytest.mark.parametrize("seed", range(12))
def test_damaged_edits_are_read_or_refused(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    data = bytearray(TEXT.encode())
    for _ in range(dice.choice([1, 5, 60])):
        data[dice.randrange(len(data))] = dice.randrange(256)
    path = tmp_path / "edit.otio"
    path.write_bytes(data)
    try:
        otio_edit.read(path)
    except BadInput as error:
        assert error.cause.isprintable()


@pytest.mark.parametrize("seed", range(40))
def test_edits_with_strange_values_are_read_or_refused(seed: int, tmp_path: Path) -> None:
    """Valid JSON in which some values are of another kind."""
    dice = random.Random(seed)
    tree = json.loads(TEXT)
    places: list[tuple[Any, Any]] = []

    def walk(value: Any) -> None:
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, one in pairs:
            places.append((value, key))
            if isinstance(one, dict | list):
                walk(one)

    walk(tree)
    for _ in range(dice.choice([1, 1, 3])):
        holder, key = dice.choice(places)
        holder[key] = dice.choice([None, -1, 1e308, "x", [], {}, True, 2**70, "Clip.2", [[{}]]])
    path = tmp_path / "edit.otio"
    path.write_text(json.dumps(tree))
    assert otio_tree.main(path)[:1] in (b"{", b"!")


def test_sizes_are_limited(tmp_path: Path) -> None:
    path = tmp_path / "edit.otio"
    with path.open("wb") as file:
        file.truncate(otio_edit.FILE_BYTES + 1)
    with pytest.raises(BadInput, match="larger than 50 MB"):
        otio_edit.read(path)
    bomb = tmp_path / "bomb.otioz"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.otio", b" " * (otio_edit.FILE_BYTES + 1))
    with pytest.raises(BadInput, match="more than 50 MB"):
        otio_edit.read(bomb)


@pytest.mark.parametrize("name", ["none.otio", "folder", "a\nb\x1b.otio"])
def test_what_is_no_file_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(BadInput) as error:
        otio_edit.read(tmp_path / name)
    assert error.value.cause.isprintable()
