"""What plans take for granted of what is not made yet."""

from reelwright import cutting
from reelwright.film.timeline import House, Item
from reelwright.studio.estimate import estimated


def test_a_clip_is_as_long_as_was_asked_for() -> None:
    body = cutting.body_order(Item(clip="a" * 64, frames=48, house=False), House())
    assert estimated(body).facts["frames"] == 48


def test_what_is_joined_is_as_long_as_its_parts() -> None:
    """A shot that is longer than what a service makes: its transitions need to know the length."""
    parts = [cutting.Stretch(clip=clip * 64, start=0, frames=240) for clip in "ab"]
    assert estimated(cutting.scene_order(parts, House())).facts["frames"] == 480
