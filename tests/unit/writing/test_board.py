"""What every storyboard must hold, on the examples and on small stories."""

import re
from itertools import pairwise

import pytest
from tests.unit.writing.driving import given, prose, script_source, write

from reelwright.film.production import Wish
from reelwright.film.shot import Shot, Storyboard
from reelwright.film.source import Source
from reelwright.writing.rules.people.names_in import Named, names_in

MARKET = """
Anna Bell walked into the market square at noon. The sun shone on the stalls, and Peter Gray
waited beside the fountain with a letter in his hand.

"You are late," said Peter. "I have waited for an hour, and the bread is gone."

"I ran all the way," Anna said, laughing. "Give me the letter."

He gave it to her. She opened it slowly and read it, and her face grew pale.

"What is it?" asked Peter.

"My brother is coming home," she whispered.

The next morning they stood on the quay. Fog lay over the harbour, and a bell rang somewhere in it.

"Listen," said Anna. "That is his ship."

Peter took her hand. A boat came out of the fog with one lantern at its bow.
"""

BARE = (
    ("one word", "Run."),
    ("no persons", "Rain fell on the street. It fell all night. The river rose under the bridge."),
    ("only speech", '"Who is there?"\n\n"Nobody."\n\n"Then come in, nobody, and shut the door."'),
    ("only breaks", "***\n\nA bell rang.\n\n***\n\n***\n\nIt stopped."),
    ("endless", "It went on " + "and on and on " * 60 + "until it ended."),
    ("symbols", "* * * 12 + 3 = 15 % & ©\n\n« Oui », dit-elle.\n\n“”\n\n—\n\n…"),
)


def boards() -> list[tuple[str, Storyboard]]:
    made = [("market", write(prose(MARKET), Wish()))]
    made += [(name, write(prose(text), Wish())) for name, text in BARE]
    prompt = "A girl finds a key on the beach at dawn. She opens an old door."
    for seconds in (5, 12, 15, 30):
        wish = Wish(recipe="storyboard", seconds=seconds)
        made.append((f"storyboard {seconds}", write(given(prompt), wish)))
    for brief in ("A mug that keeps tea warm", "Tired of noise? Hush headphones bring silence."):
        for seconds in (9, 15, 30, 60, 120):
            wish = Wish(recipe="advert", seconds=seconds)
            made.append((f"advert {seconds} {brief[:5]}", write(given(brief), wish)))
    return made


SMALL = boards()


def check(board: Storyboard) -> None:
    """All that must hold for any storyboard."""
    ids = [shot.id for shot in board.shots]
    assert board.shots
    assert len(set(ids)) == len(ids)
    keys = [scene.key for scene in board.screenplay.scenes]
    assert list(dict.fromkeys(shot.scene for shot in board.shots)) == keys
    for before, shot in pairwise(board.shots):
        assert (before.size, before.subject) != (shot.size, shot.subject), (before.id, shot.id)
    for shot in board.shots:
        check_shot(board, shot)


def check_shot(board: Storyboard, shot: Shot) -> None:
    people = [Named(name=c.name, aliases=c.aliases) for c in board.bible.characters]
    known = {person.name for person in people}
    assert set(names_in(shot.text, people)) <= set(shot.characters), shot.id
    assert set(shot.characters) <= known, shot.id
    for line in shot.lines:
        if line.kind == "dialogue" and line.speaker in known and shot.size == "two-shot":
            assert line.speaker in shot.characters, shot.id
    assert shot.seconds >= 1
    assert shot.negative
    words = shot.prompt.split()
    assert 40 <= len(words) <= 120, (len(words), shot.prompt)
    for name in known:
        if len(name.split()) > 1:
            assert name not in shot.prompt
    assert board.bible.style.rstrip(".").lower() in shot.prompt.lower()


@pytest.mark.parametrize(("name", "board"), SMALL, ids=[name for name, _ in SMALL])
def test_every_small_storyboard_holds_the_rules(name: str, board: Storyboard) -> None:
    check(board)


@pytest.mark.parametrize("minutes", [0.5, 2, 6])
def test_the_example_story_holds_the_rules(story: Source, minutes: float) -> None:
    check(write(story, Wish(minutes=minutes)))


def test_the_example_script_holds_the_rules(script_board: Storyboard) -> None:
    check(script_board)


def test_scenes_begin_with_an_establishing_shot(
    story_board: Storyboard, script_board: Storyboard
) -> None:
    for board in (story_board, script_board):
        places = {scene.key: scene.place.name for scene in board.screenplay.scenes}
        seen: set[str] = set()
        for shot in board.shots:
            if shot.scene not in seen:
                assert (shot.size, shot.subject) == ("wide", places[shot.scene]), shot.id
            seen.add(shot.scene)


def test_shots_have_the_rhythm_of_a_film(story_board: Storyboard) -> None:
    lengths = [shot.seconds for shot in story_board.shots]
    assert 3.5 <= sum(lengths) / len(lengths) <= 6
    assert max(lengths) <= 9.5
    assert sum(1 for length in lengths if 2 <= length <= 7.5) / len(lengths) >= 0.95
    sizes = {shot.size for shot in story_board.shots}
    assert {"wide", "medium", "close-up", "insert", "two-shot", "over-shoulder"} <= sizes
    assert len({shot.move for shot in story_board.shots}) >= 4


def test_transitions_mean_something(story_board: Storyboard) -> None:
    chapter = None
    for before, shot in pairwise(story_board.shots):
        if before.scene == shot.scene:
            assert shot.into == "cut"
        chapter = shot.scene.partition(".")[0]
        opens = chapter != before.scene.partition(".")[0]
        assert (shot.into == "fade") == opens
    market = dict(SMALL)["market"]
    first: dict[str, str] = {}
    for shot in market.shots:
        first.setdefault(shot.scene, shot.into)
    assert list(first.values()) == ["fade", "dissolve"]


def test_the_market_is_understood() -> None:
    board = dict(SMALL)["market"]
    one, two = board.screenplay.scenes
    assert (one.place.kind, one.time) == ("square", "day")
    assert (two.place.kind, two.weather) == ("harbour", "fog")
    spoken = [(n.speaker, n.text) for n in one.lines if n.kind == "dialogue"]
    assert ("Peter Gray", "What is it?") in spoken
    told = " ".join(line.text for scene in (one, two) for line in scene.lines)
    assert not re.search(r"\b(?:said|asked|whispered) (?:Peter|Anna|she|he)\b|\bAnna said", told)
    assert any(shot.size == "insert" and shot.subject == "bell" for shot in board.shots)
    entrance = next(shot for shot in board.shots if "Peter Gray" in shot.characters)
    assert entrance.size != "insert"
    assert one.slug == f"EXT. {one.place.name.upper()} - DAY"


def test_a_script_keeps_every_word(script_board: Storyboard) -> None:
    source = script_source()
    given_words = [
        word
        for passage in source.chapters[0].passages
        if passage.kind in {"action", "dialogue"}
        for word in passage.text.split()
    ]
    shown = [word for shot in script_board.shots for word in shot.text.split()]
    assert shown == given_words
    assert all(
        line.kind in {"action", "dialogue"} for shot in script_board.shots for line in shot.lines
    )
    names = {c.name: c for c in script_board.bible.characters}
    assert {"Iris Okoro", "Leopold Hart", "June"} <= set(names)
    assert names["Leopold Hart"].look.age == "old"
    assert names["June"].look.age == "child"


def test_shots_tell_all_lines_of_their_scene_in_order(story_board: Storyboard) -> None:
    for scene in story_board.screenplay.scenes:
        shown = [shot for shot in story_board.shots if shot.scene == scene.key]
        told = " ".join(shot.text for shot in shown if shot.text)
        assert told.split() == " ".join(line.text for line in scene.lines).split()


def test_looks_are_told_apart(story_board: Storyboard) -> None:
    looks = [c.look for c in story_board.bible.characters]
    assert len({(x.garment, x.hat, x.hair, x.build, x.detail) for x in looks}) == len(looks)
    assert len({x.colour for x in looks}) == len(looks)
    assert len({c.look_words for c in story_board.bible.characters}) == len(looks)
