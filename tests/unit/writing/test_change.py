"""An edit changes what depends on it and nothing else: text Orders and shots are counted."""

import pytest
from tests.unit.writing.driving import given, write

from reelwright.film.order import Order
from reelwright.film.production import Wish
from reelwright.film.shot import Storyboard
from reelwright.film.source import Chapter, Passage, Source, addressed

Fingerprints = dict[str, str]


def written(source: Source, wish: Wish) -> tuple[Storyboard, Fingerprints]:
    seen: list[Order] = []
    board = write(source, wish, seen)
    return board, {order.fingerprint: str(order.params["task"]) for order in seen}


def edited(source: Source, chapter: int, index: int, text: str) -> Source:
    """`source` with one passage of one chapter (both from 0) replaced."""
    chapters = list(source.chapters)
    passages = list(chapters[chapter].passages)
    passages[index] = passages[index].model_copy(update={"text": text})
    chapters[chapter] = chapters[chapter].model_copy(update={"passages": tuple(passages)})
    return addressed(source.model_copy(update={"chapters": tuple(chapters)}), source)


def content(board: Storyboard) -> dict[str, tuple[object, ...]]:
    """What is made of each shot, by its id (the scene's number is not)."""
    return {
        s.id: (s.size, s.move, s.subject, s.characters, s.text, s.seconds, s.prompt, s.into)
        for s in board.shots
    }


def differing(one: Storyboard, other: Storyboard) -> set[str]:
    before, after = content(one), content(other)
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def test_writing_twice_is_the_same(story: Source) -> None:
    one, two = written(story, Wish()), written(story, Wish())
    assert one == two


@pytest.mark.parametrize("minutes", [2.0, 20.0])
@pytest.mark.parametrize("chapter", range(5))
def test_a_changed_sentence_changes_little(story: Source, chapter: int, minutes: float) -> None:
    wish = Wish(minutes=minutes)
    board, orders = written(story, wish)
    passages = story.chapters[chapter].passages
    for index in range(1, len(passages), 4):
        old = passages[index]
        if old.kind == "break":
            continue
        text = old.text.replace(" the ", " that same ", 1)
        if text == old.text:
            continue
        new_board, new_orders = written(edited(story, chapter, index, text), wish)
        fresh = [task for key, task in new_orders.items() if key not in orders]
        assert fresh.count("people") == fresh.count("speech") == fresh.count("scenes") == 1
        assert len(fresh) <= 7, fresh
        changed = differing(board, new_board)
        assert all(key.startswith(f"ch{chapter + 1}/") for key in changed), changed
        assert len(changed) <= 8, (old.text, sorted(changed))


def test_a_changed_sentence_mostly_changes_one_or_two_shots(story: Source) -> None:
    wish = Wish(minutes=20)
    board, _ = written(story, wish)
    counts = []
    for chapter in range(5):
        for index in range(2, len(story.chapters[chapter].passages), 3):
            passage = story.chapters[chapter].passages[index]
            text = passage.text.replace(" the ", " the same ", 1)
            if passage.kind == "break" or text == passage.text:
                continue
            new_board, _ = written(edited(story, chapter, index, text), wish)
            counts.append(len(differing(board, new_board)))
    assert len(counts) >= 10
    assert sum(counts) / len(counts) <= 3, counts


def test_other_chapters_are_left_alone_by_a_new_chapter(story: Source) -> None:
    """A chapter more at the end leaves the Orders of all the others as they are."""
    board, orders = written(story, Wish())
    more = Chapter(
        number=6,
        title="More",
        passages=(
            Passage(text="In the spring Tobias opened the door of the shop."),
            Passage(text='"Good morning, Finch," said Tobias.'),
        ),
    )
    longer = addressed(story.model_copy(update={"chapters": (*story.chapters, more)}), story)
    new_board, new_orders = written(longer, Wish())
    assert set(orders) <= set(new_orders)
    old = {key for key in differing(board, new_board) if not key.startswith("ch6/")}
    assert not old


def test_somebody_new_changes_no_look(story: Source) -> None:
    board, _ = written(story, Wish())
    text = story.chapters[3].passages[1].text
    new = '"Hold fast!" cried Barnaby Cole. Barnaby Cole was a stout man with a black beard.'
    with_him, _ = written(edited(story, 3, 1, f"{text} {new}"), Wish())
    looks = {c.name: c.look for c in with_him.bible.characters}
    for character in board.bible.characters:
        assert looks[character.name] == character.look


def test_no_address_or_count_gets_into_an_order(story: Source) -> None:
    seen: list[Order] = []
    write(story, Wish(), seen)
    for order in seen:
        text = order.model_dump_json()
        assert "ch1/" not in text
        assert '"mentions"' not in text
        assert '"number"' not in text


def test_an_edited_brief_is_another_order() -> None:
    one = written(given("A mug that keeps tea warm all day"), Wish(recipe="advert"))[1]
    two = written(given("A mug that keeps tea warm all night"), Wish(recipe="advert"))[1]
    assert not set(one) & set(two)
