"""Nothing is bought that what may still come would make other than it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from reelwright.film.order import Answer, Missing, MissingReason, Order
from reelwright.film.production import Wish
from reelwright.film.source import Chapter, Passage, Source
from reelwright.film.timeline import House
from reelwright.providers.catalogue import BUILT_IN
from reelwright.providers.registry import PROVIDERS
from reelwright.studio.desk import PlanningDesk
from reelwright.studio.drive import drive
from reelwright.studio.estimate import estimated
from reelwright.studio.filming import Filmed, film
from reelwright.studio.home import open_home
from reelwright.studio.settings import Settings

TOLD = """Anna stood at the window of the old house. "He is late," said Anna.
Tom came up the stairs. "I am here," said Tom. The rain fell on the roof."""


@dataclass
class Awaiting(PlanningDesk):
    """Of what is bought, one kind is missing for a reason."""

    kind: str = "voice"
    reason: MissingReason = "parked"
    asked: dict[str, Order] = field(default_factory=dict)

    def known(self, orders: Sequence[Order]) -> Mapping[str, Answer]:
        paid = {one.fingerprint: one for one in orders if one.provider in PROVIDERS}
        self.asked |= paid
        lacking = {
            name: Missing(fingerprint=name, stage=one.kind, cause="it was cut off",
                          reason=self.reason)
            for name, one in paid.items()
            if one.kind == self.kind
        }  # fmt: skip
        return {**super().known(orders), **lacking}

    def ordered(self, kind: str) -> list[Order]:
        return [one for one in self.asked.values() if one.kind == kind]


def filmed(folder: Path, kind: str, reason: MissingReason, **wish: Any) -> tuple[Filmed, Awaiting]:
    source = Source(chapters=(Chapter(number=1, passages=(Passage(text=TOLD),)),))
    wished = Wish(video=("kling",), house=House(width=256, height=144), **wish)
    with open_home(Settings(home=folder / "home", min_free_mb=1)) as home:
        desk = Awaiting(home, estimated, kind=kind, reason=reason)
        made = drive(film(source, wished, "clips", catalogue=BUILT_IN), desk, 1, lambda: False)
    return made, desk


@pytest.mark.parametrize("reason", ["parked", "overdue", "over cap"])
def test_no_clip_is_bought_as_long_as_a_voice_gives_it_another_length(
    tmp_path: Path, reason: MissingReason
) -> None:
    made, desk = filmed(tmp_path, "voice", reason, voices="elevenlabs")
    assert desk.ordered("voice")
    for one in made.footage:
        told = any(line.kind != "action" for line in one.shot.lines)
        assert (one.clip is None) == told
        assert bool(one.failed) == told
    silent = [one for one in made.footage if one.clip]
    assert len(desk.ordered("clip")) == len(silent)


@pytest.mark.parametrize("reason", ["failed", "skipped"])
def test_a_voice_that_will_never_come_costs_its_line_alone(
    tmp_path: Path, reason: MissingReason
) -> None:
    made, desk = filmed(tmp_path, "voice", reason, voices="elevenlabs")
    assert all(one.clip for one in made.footage)
    assert desk.ordered("clip")


@pytest.mark.parametrize(("reason", "waits"), [("parked", True), ("moderated", False)])
def test_no_picture_is_bought_as_long_as_a_sheet_may_come(
    tmp_path: Path, reason: MissingReason, waits: bool
) -> None:
    made, desk = filmed(tmp_path, "image", reason, images="google")
    people = {name for one in made.footage for name in one.shot.characters}
    assert people
    sheets = [one for one in desk.ordered("image") if "reference picture" in str(one.params)]
    assert sheets
    frames = [one for one in desk.ordered("image") if one not in sheets]
    empty = [one for one in made.footage if not one.shot.characters]
    assert (len(frames) == len(empty)) == waits


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ((), ["1.1", "1.2", "1.3"]), (("first 2",), ["1.1", "1.2"]),
        (("first 99",), ["1.1", "1.2", "1.3"]),
        (("first 1", "1.3"), ["1.1", "1.3"]), (("1.2",), ["1.2"]),
    ],
)  # fmt: skip
def test_some_scenes_alone(tmp_path: Path, asked: tuple[str, ...], shown: list[str]) -> None:
    wish = Wish(recipe="storyboard", seconds=15, house=House(width=256, height=144))
    source = Source(chapters=(Chapter(number=1, passages=(Passage(text="A fox. A hare."),)),))
    with open_home(Settings(home=tmp_path / "home", min_free_mb=1)) as home:
        desk = PlanningDesk(home, estimated)
        made = drive(film(source, wish, "clips", scenes=asked), desk, 1, lambda: False)
    assert [one.key for one in made.storyboard.screenplay.scenes] == shown
    assert {one.shot.scene for one in made.footage} == set(shown)
