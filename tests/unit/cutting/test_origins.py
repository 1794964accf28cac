"""What is crossed or has words over it comes from the clip itself, not from what was made of it."""

from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from reelwright import cutting
from reelwright.cutting import grading
from reelwright.cutting.rendering import graph
from reelwright.film.order import Order
from reelwright.film.timeline import Caption, House, Item, Origin, Timeline, Transition
from reelwright.media import ffmpeg

if TYPE_CHECKING:
    from tests.unit.cutting.conftest import Workshop

HOUSE = House(width=320, height=180, rate=24)
FRAMES = 48
OFF = 18
"""Frames between the moments at which the two clips show the same picture of their source."""


@pytest.fixture
def clips(workshop: "Workshop", tmp_path: Path) -> list[str]:
    """Two clips as services send them: of another size and rate, full of detail."""
    found = []
    for number, hue in enumerate((0, 90)):
        path = tmp_path / f"service{number}.mp4"
        source = f"testsrc2=size=480x270:rate=30:duration=4,hue=h={hue},noise=alls=40:all_seed=1"
        ffmpeg.run(
            [],
            [ffmpeg.Output(path, ("-map", "[v]", "-c:v", "libx264", "-qp", "4", "-f", "mp4"))],
            graph=f"{source},format=yuv420p[v]",
        )
        found.append(workshop.put(path))
    return found


def items(workshop: "Workshop", clips: list[str], lut: str = "", *, known: bool) -> list[Item]:
    """The bodies of clips; `known` says whether it is told what they were rendered from."""
    found = []
    for clip in clips:
        whole = Item(clip=clip, frames=FRAMES, house=False)
        body = workshop.make(cutting.body_order(whole, HOUSE, lut=lut))
        origin = Origin(clip=clip, lut=lut) if known else None
        found.append(Item(clip=body.sha256, frames=FRAMES, scene="1.1", origin=origin))
    dissolve = Transition(kind="dissolve", frames=12)
    return [found[0], found[1].model_copy(update={"into": dissolve})]


def lumas(path: Path) -> list[NDArray[np.float64]]:
    with av.open(str(path)) as container:
        return [
            frame.to_ndarray()[: frame.height].astype(np.float64)
            for frame in container.decode(container.streams.video[0])
        ]


def exact(workshop: "Workshop", clip: str, folder: Path) -> list[NDArray[np.float64]]:
    """The same frames without loss."""
    path = folder / "exact.mp4"
    ffmpeg.run(
        [ffmpeg.Input(workshop.root / clip)],
        [ffmpeg.Output(path, ("-map", "[v]", "-c:v", "libx264", "-qp", "0", "-f", "mp4"))],
        graph=f"[0:v:0]{graph(HOUSE, 0, FRAMES, 'pad')}[v]",
    )
    return lumas(path)


def error(shown: list[NDArray[np.float64]], meant: list[NDArray[np.float64]]) -> float:
    return float(np.mean([np.square(a - b).mean() for a, b in zip(shown, meant, strict=True)]))


def of_kind(workshop: "Workshop", kind: str) -> Order:
    (found,) = [order for order in workshop.made if order.kind == kind]
    return found


def test_a_join_is_encoded_once(workshop: "Workshop", clips: list[str], tmp_path: Path) -> None:
    first, second = (exact(workshop, clip, tmp_path) for clip in clips)
    meant = [
        old + (new - old) * (at + 1) / 13
        for at, (old, new) in enumerate(zip(first[-12:], second[:12], strict=True))
    ]
    errors = {}
    for known in (False, True):
        timeline = Timeline(house=HOUSE, items=tuple(items(workshop, clips, known=known)))
        film = lumas(workshop.path(workshop.run(cutting.cut(timeline))))
        assert len(film) == timeline.frames
        errors[known] = error(film[FRAMES - 12 : FRAMES], meant)
    join = next(
        order for order in workshop.made if order.kind == "join" and "program" in order.params
    )
    assert set(join.inputs) == set(clips)
    assert errors[True] < 0.8 * errors[False]


def test_words_are_drawn_into_the_clip_itself(
    workshop: "Workshop", clips: list[str], tmp_path: Path
) -> None:
    meant = exact(workshop, clips[0], tmp_path)
    errors = {}
    for known in (False, True):
        shown = items(workshop, clips, known=known)[:1]
        words = Caption(start=0, end=FRAMES, lines=("Only now",))
        timeline = Timeline(house=HOUSE, items=tuple(shown), captions=(words,), burned=True)
        film = lumas(workshop.path(workshop.run(cutting.cut(timeline))))
        above = [one[:90] for one in film]  # the words are below
        errors[known] = error(above, [one[:90] for one in meant])
    assert errors[True] < 0.9 * errors[False]


def test_it_is_graded_and_begins_where_the_body_does(
    workshop: "Workshop", clips: list[str]
) -> None:
    order = grading.grade_order("noir")
    assert order is not None
    lut = workshop.make(order).sha256
    shown = items(workshop, clips, lut, known=True)
    late = shown[0].model_copy(update={"start": 24, "frames": 24})
    timeline = Timeline(house=HOUSE, items=(late, shown[1]))
    film = lumas(workshop.path(workshop.run(cutting.cut(timeline))))
    body = lumas(workshop.root / shown[0].clip)
    other = lumas(workshop.root / shown[1].clip)
    for at in range(12):
        meant = body[36 + at] + (other[at] - body[36 + at]) * (at + 1) / 13
        assert np.square(film[12 + at] - meant).mean() < 40
    assert set(of_kind(workshop, "join").inputs) == {*clips, lut}


def test_a_trimmed_body_is_rendered_from_the_clip_again(
    workshop: "Workshop", clips: list[str]
) -> None:
    (first, _) = items(workshop, clips, known=True)
    trimmed = first.model_copy(update={"start": 7, "frames": 30})
    workshop.run(cutting.cut(Timeline(house=HOUSE, items=(trimmed,))))
    last = [order for order in workshop.made if order.kind == "body"][-1]
    assert last.inputs == (clips[0],)
    assert (last.params["start"], last.params["frames"]) == (7, 30)
