"""A film laid out as somebody has edited it, also when it has changed since."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import JsonValue

from reelwright.cutting.plan import planned
from reelwright.film.edit import Edit, EditItem, EditSound
from reelwright.film.errors import BadInput
from reelwright.film.noun import digest
from reelwright.film.order import Take
from reelwright.film.production import Wish
from reelwright.film.shot import Shot, Storyboard
from reelwright.film.story import Bible, Line, Place, Scene, Screenplay
from reelwright.film.timeline import Timeline, Transition
from reelwright.studio.assembly import assemble
from reelwright.studio.filming import Footage
from reelwright.studio.pacing import Pace, Spoken
from reelwright.studio.recutting import recut
from reelwright.studio.scoring import Beds

WISH = Wish(title="The Key")
DISSOLVE = Transition(kind="dissolve", frames=24)


def take(name: str, kind: str = "video/mp4", **facts: JsonValue) -> Take:
    return Take(
        fingerprint=digest([name, 1]), sha256=digest(name), media_type=kind, size=1, facts=facts
    )


def line(name: str) -> Line:
    return Line(kind="dialogue", text=f"{name} speaks now.", speaker="Mara")


def spoken(name: str, at: int, frames: int) -> Spoken:
    words: JsonValue = [["speaks", 0.0, 0.4]]
    voice = take(f"voice {name}", "audio/wav", seconds=frames / 24, words=words)
    return Spoken(line=line(name), voice=voice, at=at, frames=frames)


def shot(name: str, scene: str) -> Shot:
    return Shot(id=name, scene=scene, size="wide", lines=(line(name),))


def footage(
    name: str, scene: str, frames: int = 100, lines: Sequence[Spoken] | None = None
) -> Footage:
    told = [spoken(name, 10, 40)] if lines is None else lines
    return Footage(
        shot=shot(name, scene),
        clip=take(f"clip {name} {frames}", frames=frames, house=True),
        pace=Pace(frames=frames, spoken=tuple(told)),
    )


SHOTS = {"a": "1.1", "b": "1.1", "c": "1.2", "d": "1.2"}
FILM = [footage(name, scene) for name, scene in SHOTS.items()]
CARD = take("card", frames=72)


def board(shots: dict[str, str]) -> Storyboard:
    scenes = [
        Scene(chapter=int(key[0]), number=int(key[2]), place=Place(name="hall"))
        for key in sorted(set(shots.values()))
    ]
    return Storyboard(
        bible=Bible(),
        screenplay=Screenplay(title="The Key", scenes=tuple(scenes)),
        shots=tuple(shot(name, scene) for name, scene in shots.items()),
    )


def beds(shots: dict[str, str]) -> Beds:
    music = take("music", "audio/wav", seconds=90.0)
    return {key: (music, take(f"air {key}", "audio/wav", seconds=16.0)) for key in shots.values()}


def cut(
    edit: Edit,
    film: Sequence[Footage] = FILM,
    shots: dict[str, str] = SHOTS,
    card: Take | None = CARD,
) -> Timeline:
    timeline = recut(edit, board(shots), film, WISH, card, beds(shots))
    planned(timeline)  # what is laid out can be cut
    return timeline


def shows(timeline: Timeline) -> list[str]:
    return [item.shot for item in timeline.items]


def edit(*names: str) -> Edit:
    return Edit(items=tuple(EditItem(shot=name) for name in names))


def voices(timeline: Timeline) -> dict[str, list[int]]:
    """Shot -> film frames at which its line begins."""
    names = {digest(f"voice {name}"): name for name in "abcdxy"}
    found: dict[str, list[int]] = {}
    for sound in timeline.sounds:
        if sound.role == "voice":
            found.setdefault(names[sound.clip], []).append(sound.at)
    return found


def test_an_edit_that_changes_nothing_gives_the_film_itself() -> None:
    base = assemble(board(SHOTS), FILM, WISH, CARD, beds(SHOTS))
    items = [
        EditItem(shot=item.shot, card=0 if item.shot else 1, into=item.into) for item in base.items
    ]
    assert cut(Edit(items=tuple(items))) == base


def test_lines_captions_and_chapters_follow_the_picture() -> None:
    timeline = cut(edit("d", "a", "b", "c"))
    assert shows(timeline) == ["d", "a", "b", "c"]
    assert voices(timeline) == {"d": [10], "a": [110], "b": [210], "c": [310]}
    assert [caption.start for caption in timeline.captions] == [10, 110, 210, 310]
    assert [(mark.at, mark.title) for mark in timeline.chapters] == [
        (0, "INT. HALL - DAY"), (100, "INT. HALL - DAY"),
    ]  # fmt: skip
    air = [(s.at, s.frames) for s in timeline.sounds if s.role == "effect"]
    assert air == [(0, 100), (100, 200), (300, 100)]


def test_a_trimmed_shot_keeps_its_line_whole() -> None:
    items = (
        EditItem(shot="a", start=30, frames=60),
        EditItem(shot="b", frames=30),
        EditItem(shot="c", frames=9),
        EditItem(shot="d", start=60),
    )
    timeline = cut(Edit(items=items))
    assert [(i.start, i.frames) for i in timeline.items] == [(30, 60), (0, 30), (0, 9), (60, 40)]
    # a's line began before the part that is shown: it begins with it. b's is moved to the front and
    # runs on. What is shown of c and d has nothing of theirs.
    assert voices(timeline) == {"a": [0], "b": [60]}
    assert [s.frames for s in timeline.sounds if s.role == "voice"] == [40, 40]


def test_nobody_speaks_while_a_line_runs_on() -> None:
    items = (EditItem(shot="a", frames=30), EditItem(shot="b"), EditItem(shot="c", into=DISSOLVE))
    timeline = cut(Edit(items=items, left_out=("d",)))
    assert voices(timeline) == {"a": [0], "b": [40], "c": [116]}


def test_a_shot_that_is_cut_in_two_says_its_line_once() -> None:
    items = (
        EditItem(shot="a", frames=50),
        EditItem(shot="c"),
        EditItem(shot="a", start=50, into=DISSOLVE),
    )
    timeline = cut(Edit(items=items, left_out=("b", "d")))
    assert shows(timeline) == ["a", "c", "a"]
    assert voices(timeline) == {"a": [10], "c": [60]}


def test_a_new_shot_comes_after_the_one_before_it() -> None:
    shots = {"x": "1.1", "a": "1.1", "b": "1.1", "y": "1.2", "c": "1.2", "d": "1.2"}
    film = [footage(name, scene) for name, scene in shots.items()]
    timeline = cut(
        Edit(items=(EditItem(card=1), EditItem(shot="d"), EditItem(shot="b")), left_out=("a", "c")),
        film,
        shots,
    )
    assert shows(timeline) == ["", "x", "d", "b", "y"]


def test_what_is_gone_is_left_out_and_what_is_new_is_shown_whole() -> None:
    shots = {"a": "1.1", "c": "1.2"}
    film = [footage("a", "1.1", 140), footage("c", "1.2", 50)]
    items = (
        EditItem(shot="b"),
        EditItem(shot="c", start=20, frames=60, into=DISSOLVE),
        EditItem(shot="a", start=10, into=Transition(kind="dissolve", frames=40)),
    )
    timeline = cut(Edit(items=items), film, shots)
    assert [(i.shot, i.start, i.frames, i.into.kind) for i in timeline.items] == [
        ("c", 20, 30, "cut"), ("a", 10, 130, "cut"),
    ]  # fmt: skip


def test_nothing_left_is_said() -> None:
    with pytest.raises(BadInput, match=r"nothing is left of what cut\.otio shows"):
        cut(
            Edit(
                file="cut.otio",
                items=(EditItem(shot="gone"), EditItem(card=1)),
                left_out=tuple(SHOTS),
            )
        )


def sound(name: str, item: int, at: int, frames: int | None = 40, role: str = "voice") -> EditSound:
    return EditSound.model_validate(
        {"clip": digest(name), "item": item, "at": at, "frames": frames, "role": role}
    )


def test_moved_sounds_stay_where_they_were_put() -> None:
    moved = Edit(
        items=(EditItem(shot="c"), EditItem(shot="a"), EditItem(shot="b"), EditItem(shot="d")),
        sounds=(
            sound("voice a", 0, 70),
            sound("voice b", 2, 50, 20),
            sound("music", 1, 5, None, "music"),
            sound("air 1.1", 2, 0, 30, "effect"),
        ),
        silent=(digest("voice c"), digest("air 1.2")),
    )
    timeline = cut(moved)
    # d's line is not named: it is laid by rule.
    assert voices(timeline) == {"a": [70], "b": [250], "d": [310]}
    rest = [(s.role, s.at, s.frames) for s in timeline.sounds if s.role != "voice"]
    assert rest == [("music", 105, 295), ("effect", 200, 30)]
    assert [caption.start for caption in timeline.captions] == [70, 250, 310]


def test_moved_sounds_go_along_when_a_shot_before_them_gets_longer() -> None:
    moved = Edit(
        items=tuple(EditItem(shot=name) for name in SHOTS),
        sounds=(sound("voice b", 1, 50), sound("old music", 0, 0, None, "music")),
        silent=(digest("voice c"),),
    )
    film = [footage("a", "1.1", 160), *FILM[1:]]
    timeline = cut(moved, film)
    assert voices(timeline)["b"] == [160 + 50]
    # The music is another one now: it is laid by rule.
    assert [(s.at, s.frames) for s in timeline.sounds if s.role == "music"] == [(0, 460)]


@pytest.mark.parametrize("named", ["air-2", "an older one"])
def test_an_effect_lies_where_the_edit_has_it_and_by_rule_once_it_has_changed(named: str) -> None:
    effects = {name: take(name, "audio/wav", seconds=1.5) for name in ("air-1", "air-2", "air-3")}
    told = edit("a", "b").model_copy(update={"sounds": (sound(named, 0, 30, 36, "effect"),)})
    items = (told.items[0], EditItem(shot="b", into=DISSOLVE))
    told = told.model_copy(update={"items": items})
    timeline = recut(told, board(SHOTS), FILM, WISH, None, beds(SHOTS), effects)
    known = {one.sha256 for one in effects.values()}
    found = [one for one in timeline.sounds if one.clip in known]
    assert len(found) == 1
    middle = timeline.starts()[1] + 12
    assert (found[0].at == 30) == (named == "air-2")
    assert (middle - 20 < found[0].at < middle) == (named != "air-2")


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    items = st.builds(
        EditItem,
        shot=st.sampled_from(["", "a", "b", "c", "d", "gone"]),
        card=st.integers(0, 2),
        start=st.integers(0, 150),
        frames=st.none() | st.integers(1, 150),
        into=st.builds(
            Transition,
            kind=st.sampled_from(["cut", "dissolve", "fade", "white", "wipe-left"]),
            frames=st.integers(0, 90),
        ),
    )
    names = [f"voice {name}" for name in "abcdx"] + ["music", "air 1.1", "old"]
    sounds = st.builds(
        EditSound,
        clip=st.sampled_from([digest(name) for name in names]),
        role=st.sampled_from(["voice", "music", "effect"]),
        item=st.integers(0, 7),
        at=st.integers(0, 200),
        frames=st.none() | st.integers(1, 300),
    )
    return Edit(
        items=(EditItem(shot="a"), *draw(st.lists(items, max_size=6))),
        out=draw(st.sampled_from([Transition(), Transition(kind="fade", frames=40)])),
        left_out=tuple(draw(st.sets(st.sampled_from("bcd")))),
        sounds=draw(st.none() | st.lists(sounds, max_size=5).map(tuple)),
        silent=tuple(digest(f"voice {n}") for n in draw(st.sets(st.sampled_from("abcd")))),
    )


@settings(max_examples=300, deadline=None)
@given(edits())
def test_whatever_an_edit_says_can_be_cut(one: Edit) -> None:
    timeline = cut(one)
    for item in timeline.items:
        assert item.start >= 0
        assert item.start + item.frames <= (100 if item.shot else 72)
    ends = [s.at + s.frames for s in timeline.sounds if s.role != "voice"]
    assert all(end <= timeline.frames or one.sounds is not None for end in ends)
    assert all(sound.at >= 0 and sound.frames > 0 for sound in timeline.sounds)
    if one.sounds is None:
        said = sorted((s.at, s.frames) for s in timeline.sounds if s.role == "voice")
        assert all(at + frames <= then for (at, frames), (then, _) in pairwise(said))
    wanted = set("abcd") - set(one.left_out)
    assert wanted <= set(shows(timeline)) | set(one.left_out)


def test_credits_that_an_edit_does_not_know_come_last() -> None:
    ending = take("credits", frames=120)
    for items in ((EditItem(card=1), EditItem(shot="b")), (EditItem(shot="b"),)):
        found = recut(Edit(items=items), board(SHOTS), FILM, WISH, CARD, beds(SHOTS), ending=ending)
        assert found.items[-1].clip == ending.sha256
        assert sum(item.clip == ending.sha256 for item in found.items) == 1
    known = (EditItem(card=2), EditItem(shot="b"))
    found = recut(Edit(items=known), board(SHOTS), FILM, WISH, CARD, beds(SHOTS), ending=ending)
    assert [item.clip == ending.sha256 for item in found.items].count(True) == 1
    assert found.items[0].clip == ending.sha256


def test_credits_follow_out_of_black() -> None:
    ending = take("credits", frames=120)
    found = assemble(board(SHOTS), FILM, WISH, CARD, beds(SHOTS), ending=ending)
    assert found.items[-1].into == Transition(kind="fade", frames=24)
    planned(found)
    # No sound but music is under them.
    assert all(s.at + s.frames <= found.frames - 120 for s in found.sounds if s.role == "voice")
    assert any(s.at + s.frames == found.frames for s in found.sounds if s.role == "music")
