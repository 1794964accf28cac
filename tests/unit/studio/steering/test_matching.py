"""Clips of somebody's edit are told apart from strangers."""

import pytest

from reelwright.film.edit import EditItem, EditSound
from reelwright.film.errors import BadInput
from reelwright.film.noun import digest
from reelwright.film.timeline import Item, Sound, Timeline, Transition
from reelwright.formats.exchange import Told
from reelwright.studio.steering.matching import Known, matched

A, B, B2, CARD, VOICE, MUSIC = (digest(name) for name in ("a", "b", "b2", "card", "voice", "music"))
DISSOLVE = Transition(kind="dissolve", frames=24)
KNOWN = Known(
    places={"a": "1.1/1", "b": "1.1/2", "c": "1.1/3"},
    shots={A: frozenset("a"), B: frozenset("b"), B2: frozenset("b"), digest("old"): frozenset("x")},
    cards={CARD: 1},
    current={"a": A, "b": B2},
    lengths={A: 100, B: 100, B2: 120, CARD: 72, digest("old"): 50},
    roles={VOICE: "voice", MUSIC: "music"},
    heard=frozenset({VOICE, MUSIC}),
)


def told(
    *items: Item, sounds: tuple[Sound, ...] | None = None, out: Transition | None = None
) -> Told:
    timeline = Timeline(items=items, sounds=sounds or (), out=out or Transition())
    return Told(
        timeline=timeline,
        names=tuple(f"clip {n}" for n in range(len(items))),
        heard=tuple(f"sound {n}" for n in range(len(timeline.sounds))),
        picture_only=sounds is None,
        shots=("a", "b"),
    )


CUT = Transition()


def item(
    clip: str, frames: int = 100, start: int = 0, shot: str = "", into: Transition = CUT
) -> Item:
    return Item(clip=clip, frames=frames, start=start, shot=shot, into=into)


def refusal(one: Told) -> str:
    with pytest.raises(BadInput) as error:
        matched(one, KNOWN, "cut.otio")
    assert error.value.remedy
    return error.value.cause


def test_shots_and_cards_are_told_by_hash_or_by_its_first_digits() -> None:
    edit, notes = matched(
        told(item(CARD[:12], 72), item(A, 40, 10, "a", into=DISSOLVE), item(A[:12])),
        KNOWN,
        "cut.otio",
    )
    assert edit.items == (
        EditItem(card=1),
        EditItem(shot="a", start=10, frames=40, into=DISSOLVE),
        EditItem(shot="a"),
    )
    assert edit.left_out == ("b",)  # c has come since
    assert edit.file == "cut.otio"
    assert edit.sounds is None
    assert notes == ("sound follows the picture: every line stays with its shot",)


def test_an_older_take_is_told() -> None:
    edit, notes = matched(told(item(B, 60, shot="b")), KNOWN, "cut.otio")
    assert edit.items == (EditItem(shot="b", frames=60),)
    assert "shot 1.1/2 has been made again since: it is shown as it is now" in notes


@pytest.mark.parametrize(
    "stranger",
    [
        item(""), item("0" * 64), item("0" * 12), item(A[:5]), item(digest("old"), 50, shot="x"),
        item(A, shot="b"), item(A, shot="nobody"), item(VOICE),
    ],
)  # fmt: skip
def test_strangers_are_named(stranger: Item) -> None:
    assert refusal(told(item(A), stranger)) == (
        "not of this film, or of an older version of it: 'clip 1'"
    )


def test_many_strangers_are_counted() -> None:
    assert refusal(told(item(A), *[item("")] * 8)).endswith("'clip 5' and 3 more")


def test_clips_must_have_what_is_shown_of_them() -> None:
    edit, _ = matched(told(item(A, 102, -1)), KNOWN, "cut.otio")  # others round
    assert edit.items == (EditItem(shot="a"),)
    assert refusal(told(item(A, 50, -12))) == "'clip 0' shows 12 frames before its beginning"
    assert refusal(told(item(A, 50, 62))) == "'clip 0' shows 12 frames after its end"
    fade = Transition(kind="fade", frames=40)
    assert "its transitions take 44" in refusal(told(item(A), item(A, 30, into=DISSOLVE), out=fade))


def test_an_edit_of_cards_alone_is_none() -> None:
    assert "shows no shot" in refusal(told(item(CARD, 72)))


def test_moved_sounds_are_tied_to_the_items_they_begin_in() -> None:
    sounds = (Sound(clip=VOICE[:12], at=130, frames=20), Sound(clip=A, at=0, frames=9))
    edit, notes = matched(told(item(A), item(B2, 120), sounds=sounds), KNOWN, "cut.otio")
    assert edit.sounds == (EditSound(clip=VOICE, item=1, at=30, frames=20),)
    assert edit.silent == (MUSIC,)
    assert "the sound of clips is not taken over" in notes
    music = (Sound(clip=MUSIC, at=20, frames=200),)
    edit, _ = matched(told(item(A), item(B2, 120), sounds=music), KNOWN, "cut.otio")
    assert edit.sounds == (EditSound(clip=MUSIC, role="music", item=0, at=20),)
    stranger = (Sound(clip="", at=0, frames=9),)
    assert "'sound 0'" in refusal(told(item(A), sounds=stranger))
