"""How shots follow one another: chosen by what the work tells, or by the user."""

from typing import get_args

import pytest
from tests.unit.writing.driving import given, prose, script_source, write

from reelwright.film.production import Wish
from reelwright.film.shot import Storyboard, TransitionKind
from reelwright.film.source import Chapter, Passage, Source, addressed
from reelwright.writing.rules.scenes.clock import remembers
from reelwright.writing.rules.scenes.slugs import slug_of, told_transition

MEMORY = """
Anna Bell stood in the kitchen and looked at the letter. The rain ran down the window, and she did
not open it. Her tea grew cold beside her on the table while she thought about the hand that had
written her name so long ago in the same blue ink.

***

Ten years earlier she had run along the beach with her brother. The sun shone, and the gulls cried
over the sea. "Catch me, Anna!" he had called.

***

She put the letter into the fire in the kitchen and watched it burn until nothing was left of it.
"""


def entries(board: Storyboard) -> list[str]:
    """How each scene follows."""
    seen: dict[str, str] = {}
    for shot in board.shots:
        seen.setdefault(shot.scene, shot.into)
    return list(seen.values())


def inner(board: Storyboard) -> set[str]:
    """How shots follow one another within scenes."""
    scenes = [shot.scene for shot in board.shots]
    return {shot.into for i, shot in enumerate(board.shots) if i and scenes[i] == scenes[i - 1]}


def play(*passages: tuple[str, str]) -> Source:
    made = [Passage.model_validate({"kind": kind, "text": text}) for kind, text in passages]
    chapter = Chapter(number=1, passages=tuple(made))
    return addressed(Source(title="Played", form="script", chapters=(chapter,)))


def test_a_memory_is_entered_and_left_through_white() -> None:
    assert entries(write(prose(MEMORY), Wish())) == ["fade", "white", "white"]


@pytest.mark.parametrize(
    ("sentence", "memory"),
    [
        ("Ten years earlier she had run along the beach.", True),
        ("Years ago there was a mill here.", True),
        ("Long ago, before the war, the house was full.", True),
        ("When she was a little girl the sea came up to the door.", True),
        ("When Anna was seven years old they moved.", True),
        ("In her dream the door stood open.", True),
        ("That night he dreamt of the harbour.", True),
        ("He remembered the day they had met.", True),
        ("Anna Bell remembered how the bells had rung.", True),
        ("He remembered his hat and went back for it.", False),
        ("Ten years later she came home.", False),
        ("When she was ready they left.", False),
        ("The dream was over.", False),
        ("It was a house of dreams.", False),
        ("She had seen him long ago, and she said so.", False),
        ("Two minutes before, the train had left.", False),
    ],
)
def test_memories_are_told_by_their_first_words(sentence: str, memory: bool) -> None:
    assert remembers(sentence) is memory


@pytest.mark.parametrize(
    ("slug", "memory"),
    [
        ("INT. HALL - NIGHT (FLASHBACK)", True),
        ("INT. HALL - FLASHBACK", True),
        ("EXT. BEACH - DAY (ANNA'S DREAM)", True),
        ("EXT. BEACH - DREAM SEQUENCE - DAY", True),
        ("INT. DREAM HOUSE - NIGHT", False),
        ("INT. THE MEMORY SHOP - DAY", False),
        ("INT. HALL - NIGHT", False),
    ],
)
def test_slugs_tell_memories(slug: str, memory: bool) -> None:
    assert slug_of(slug).memory is memory


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("DISSOLVE TO:", "dissolve"), ("CROSSFADE TO:", "dissolve"), ("LATER", "dissolve"),
        ("FADE OUT.", "fade"), ("SLOW FADE TO BLACK:", "fade"), ("FADE IN:", "fade"),
        ("FADE TO WHITE.", "white"), ("FLASHBACK TO:", "white"), ("WIPE TO:", "wipe-left"),
        ("CUT TO:", None), ("SMASH CUT TO:", None), ("THE END", None),
    ],
)  # fmt: skip
def test_transitions_of_scripts_are_understood(told: str, kind: str | None) -> None:
    assert told_transition(told) == kind


def test_the_script_has_the_last_word() -> None:
    board = write(
        play(
            ("slug", "INT. HALL - DAY"), ("action", "A clock ticks. Mara waits beside it."),
            ("transition", "WIPE TO:"),
            ("slug", "EXT. STREET - DAY"), ("action", "Mara runs through the rain."),
            ("transition", "CUT TO:"),
            ("slug", "EXT. BEACH - DAY (FLASHBACK)"), ("action", "A girl with a red kite."),
            ("slug", "EXT. STREET - NIGHT"), ("action", "Mara stops under a lamp."),
            ("transition", "FADE TO BLACK."),
            ("slug", "INT. ROOM - NIGHT"), ("action", "Mara sleeps."),
        ),
        Wish(recipe="script"),
    )  # fmt: skip
    assert entries(board) == ["fade", "wipe-left", "white", "white", "fade"]
    assert inner(board) <= {"cut"}


def test_stories_know_no_wipes_and_slides() -> None:
    known = {"cut", "dissolve", "fade", "white"}
    for board in (write(script_source(), Wish(recipe="script")), write(prose(MEMORY), Wish())):
        assert {shot.into for shot in board.shots} <= known


@pytest.mark.parametrize("seconds", [15, 30, 60])
def test_the_shots_of_an_advertisement_dissolve(seconds: int) -> None:
    wish = Wish(recipe="advert", seconds=seconds)
    board = write(given("A mug that keeps tea warm"), wish)
    assert [shot.into for shot in board.shots] == ["cut"] + ["dissolve"] * (len(board.shots) - 1)


@pytest.mark.parametrize(
    ("brief", "kind"),
    [
        ("Tired of noise? Hush headphones bring silence.", "push-left"),
        ("From grey walls to glowing rooms: Lumen paint turns any house into a home", "wipe-right"),
    ],
)
def test_where_an_advertisement_turns_to_the_good_it_moves(brief: str, kind: str) -> None:
    board = write(given(brief), Wish(recipe="advert", seconds=30))
    joins: list[str] = [shot.into for shot in board.shots]
    assert joins.count(kind) == 1
    assert set(joins[1:]) == {"dissolve", kind}


@pytest.mark.parametrize("kind", get_args(TransitionKind))
def test_the_user_chooses_between_scenes_of_a_story(kind: TransitionKind) -> None:
    board = write(prose(MEMORY), Wish(transition=kind))
    first = "fade" if kind == "fade" else "cut"
    assert entries(board) == [first, kind, kind]
    assert inner(board) <= {"cut"}


@pytest.mark.parametrize("kind", ["cut", "slide-up"])
def test_the_user_chooses_between_all_shots_of_an_advertisement(kind: TransitionKind) -> None:
    wish = Wish(recipe="advert", seconds=30, transition=kind)
    board = write(given("Tired of noise? Hush headphones bring silence."), wish)
    assert [shot.into for shot in board.shots[1:]] == [kind] * (len(board.shots) - 1)


def test_choosing_changes_nothing_else() -> None:
    plain, chosen = (write(prose(MEMORY), Wish(transition=kind)) for kind in ("", "push-left"))
    assert [s.model_copy(update={"into": "cut"}) for s in plain.shots] == [
        s.model_copy(update={"into": "cut"}) for s in chosen.shots
    ]
