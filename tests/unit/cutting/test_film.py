import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import av
import pytest

from reelwright import cutting
from reelwright.film.errors import BadInput, Interrupted, MachineTrouble
from reelwright.film.order import Missing, Order, Take
from reelwright.film.timeline import Caption, Item, Marker, Sound, Timeline, Transition
from reelwright.media import probe

if TYPE_CHECKING:
    from tests.unit.cutting.conftest import Workshop

DISSOLVE, FADE = Transition(kind="dissolve", frames=12), Transition(kind="fade", frames=24)


def small(workshop: "Workshop", last: int = 110) -> Timeline:
    """Card, a scene of three shots, two more scenes: 72 + 48 + 36 + 24 + 48 + 36 frames."""
    card = workshop.make(cutting.card_order("A Test", "N. N.", workshop.house))
    clips = [workshop.clip(48, luma) for luma in (60, 100, 140, 180)]
    return Timeline(
        house=workshop.house,
        title="A Test",
        author="N. N.",
        comment="made for a test",
        items=(
            Item(clip=card.sha256, frames=72),
            Item(clip=clips[0], frames=48, scene="1.1", into=FADE),
            Item(clip=clips[1], frames=48, scene="1.1", into=DISSOLVE),
            Item(clip=clips[2], frames=24, start=12, scene="1.1"),
            Item(clip=clips[3], frames=48, scene="1.2"),
            Item(clip=workshop.clip(48, last), frames=48, scene="2.1", into=DISSOLVE),
        ),
        sounds=(Sound(clip=workshop.voice(1.0), at=84, frames=24),),
        captions=(
            Caption(start=84, end=108, lines=("Hello there,", "friend.")),
            Caption(start=150, end=190, lines=("Good day.",)),
        ),
        chapters=(
            Marker(at=0, title="Title"),
            Marker(at=72, title="One"),
            Marker(at=214, title="Two"),
        ),
    )


def test_a_film_is_frame_exact_and_complete(workshop: "Workshop") -> None:
    timeline = small(workshop)
    film = workshop.run(cutting.cut(timeline))
    path = workshop.path(film)
    assert film.facts["frames"] == timeline.frames == 72 + 48 + 36 + 24 + 48 + 36
    luma = workshop.lumas(path)
    assert len(luma) == timeline.frames
    at = timeline.starts()
    # (frame, luma): through the fade, the dissolve (60 → 100), the cut, the join between scenes.
    expected = [
        (at[1] - 1, 16), (at[1], 16), (at[1] + 13, 61), (at[2] - 1, 63), (at[2] + 5, 82),
        (at[2] + 12, 101), (at[3] - 1, 104), (at[3], 141), (at[4] - 1, 143), (at[4], 180),
        (at[5] - 1, 183), (at[5] + 6, 147), (at[5] + 12, 111), (timeline.frames - 1, 114),
    ]  # fmt: skip
    assert [frame for frame, value in expected if abs(luma[frame] - value) > 4] == []
    facts = probe.probe(path)
    assert (facts.subtitles, facts.chapters) == (1, 3)
    assert facts.audio is not None
    assert abs(facts.audio.seconds - timeline.frames / 24) <= 1024 / 48000
    with av.open(str(path)) as container:
        assert container.metadata["title"] == "A Test"
        assert container.metadata["artist"] == "N. N."
        assert container.metadata["comment"] == "made for a test"
        names = [c["metadata"]["title"] for c in container.chapters()]
        assert names == ["Title", "One", "Two"]
        steps = [p.pts for p in container.demux(container.streams.video[0]) if p.pts is not None]
    assert steps == [index * 1000 for index in range(timeline.frames)]
    head = path.read_bytes()[:200_000]
    assert head.index(b"moov") < head.index(b"mdat")


def test_the_sound_comes_first_then_joins_scenes_and_the_film(workshop: "Workshop") -> None:
    recipe = cutting.cut(small(workshop))
    track, pictures = next(recipe)
    assert isinstance(track, Order) and track.kind == "track"
    waves = []
    with pytest.raises(StopIteration) as end:
        wanted = next(pictures)
        while True:
            waves.append(Counter(order.kind for order in wanted))
            wanted = pictures.send([workshop.make(order) for order in wanted])
    assert waves == [{"join": 3}, {"scene": 3}]
    (film,) = recipe.send([workshop.make(track), end.value.value])
    assert film.kind == "film"


def test_two_runs_give_the_same_bytes(workshop: "Workshop", tmp_path: Path) -> None:
    other = type(workshop)(tmp_path / "other")
    other.root.mkdir()
    takes = [w.run(cutting.cut(small(w))) for w in (workshop, other)]
    assert takes[0].sha256 == takes[1].sha256


def test_only_touched_orders_are_made_again(workshop: "Workshop") -> None:
    workshop.run(cutting.cut(small(workshop)))
    workshop.made.clear()
    workshop.run(cutting.cut(small(workshop)))
    assert workshop.made == []
    workshop.run(cutting.cut(small(workshop, last=90)))
    assert Counter(order.kind for order in workshop.made) == {"join": 1, "scene": 1, "film": 1}


def test_a_changed_sound_leaves_the_picture_alone(workshop: "Workshop") -> None:
    timeline = small(workshop)
    workshop.run(cutting.cut(timeline))
    workshop.made.clear()
    moved = timeline.sounds[0].model_copy(update={"at": 100})
    workshop.run(cutting.cut(timeline.model_copy(update={"sounds": (moved,)})))
    assert [order.kind for order in workshop.made] == ["track", "film"]


def test_a_scene_file_has_its_own_sound_and_the_films_picture(workshop: "Workshop") -> None:
    timeline = small(workshop)
    workshop.run(cutting.cut(timeline))
    workshop.made.clear()
    scene = workshop.run(cutting.cut_scenes(timeline))["1.1"].film
    assert {order.kind for order in workshop.made} == {"track", "film", "sound"}
    # The fade into the scene (12 of its own frames) and nothing else is left out.
    assert scene.facts["frames"] == 48 + 36 + 24 - 12
    sound = workshop.heard(workshop.path(scene))
    # The voice begins at film frame 84, which is the first of the scene's file.
    assert workshop.decibels(sound[2000:40000]) > -25
    assert workshop.decibels(sound[60000:]) < -40


def test_foreign_clips_are_rendered_once(workshop: "Workshop") -> None:
    foreign = workshop.root / "foreign.mp4"
    _foreign(foreign)
    name = workshop.put(foreign)
    timeline = Timeline(
        house=workshop.house,
        items=(
            Item(clip=workshop.clip(48, 60), frames=48, scene="1.1"),
            Item(clip=name, frames=36, start=5, scene="1.1", into=DISSOLVE, house=False),
        ),
    )
    film = workshop.run(cutting.cut(timeline))
    assert Counter(o.kind for o in workshop.made)["body"] == 1
    luma = workshop.lumas(workshop.path(film))
    assert len(luma) == timeline.frames
    # The clip is 4:3: three quarters of the picture show it, the rest is black.
    assert abs(luma[-1] - (0.75 * 150 + 0.25 * 16)) < 5


def _foreign(path: Path) -> None:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=30, options={"b": "2000000"})
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for _ in range(60):
            frame = av.VideoFrame(320, 240, "yuv420p")
            for plane, value in zip(frame.planes, (150, 128, 128), strict=True):
                plane.update(bytes([value]) * plane.buffer_size)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


@pytest.mark.parametrize("damage", ["foreign", "short", "off key", "other size", "cut off"])
def test_bad_clips_are_refused(workshop: "Workshop", damage: str) -> None:
    good = workshop.clip(48, 60)
    bad, start = workshop.clip(24 if damage == "short" else 48, 90), 0
    if damage == "foreign":
        _foreign(workshop.root / "f.mp4")
        bad = workshop.put(workshop.root / "f.mp4")
    if damage == "other size":
        house = workshop.house.model_copy(update={"width": 176})
        bad = workshop.clip(48, 60, house=house)
    if damage == "cut off":
        whole = (workshop.root / bad).read_bytes()
        (workshop.root / "cut.mp4").write_bytes(whole[: len(whole) // 2])
        bad = workshop.put(workshop.root / "cut.mp4")
    if damage == "off key":
        start = 5
    order = Order(
        kind="scene",
        provider="cutting",
        model="packets-1",
        params={
            "house": workshop.house.model_dump(),
            "parts": [[0, 0, 48], [1, start, 48 - start]],
        },
        inputs=(good, bad),
    )
    with pytest.raises((MachineTrouble, BadInput)):
        workshop.make(order)
    assert list((workshop.root / "scratch").glob("*.mp4")) == []


@pytest.mark.parametrize("kind", ["join", "scene", "track", "film"])
def test_a_failed_order_stops_the_cut_and_is_named(
    workshop: "Workshop", kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = workshop.make

    def failing(order: Order) -> Take | Missing:
        if order.kind == kind:
            return Missing(fingerprint=order.fingerprint, stage=kind, cause="no luck")
        return make(order)

    monkeypatch.setattr(workshop, "make", failing)
    with pytest.raises(MachineTrouble, match="no luck"):
        workshop.run(cutting.cut(small(workshop)))


def test_making_stops_at_once(workshop: "Workshop") -> None:
    scratch = workshop.root / "scratch"
    order = cutting.card_order("A Test", "", workshop.house)
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > 5

    scratch.mkdir()
    with pytest.raises(Interrupted):
        cutting.make(order, {}, scratch, stop)
    assert list(scratch.iterdir()) == []
    shutil.rmtree(scratch)


def test_a_card_lights_up_and_a_closing_one_darkens(workshop: "Workshop") -> None:
    opening = workshop.make(cutting.card_order("A Test", "N. N.", workshop.house))
    closing = workshop.make(cutting.card_order("The End", "", workshop.house, closing=True))
    up, down = (workshop.lumas(workshop.path(take)) for take in (opening, closing))
    assert len(up) == len(down) == 72
    assert max(up[0], down[-1]) < 20
    assert min(up[30], down[30]) > 150
