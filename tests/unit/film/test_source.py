from reelwright.film.source import Chapter, Passage, Source, addressed


def work(*texts: str, number: int = 1) -> Source:
    passages = tuple(Passage(text=text) for text in texts)
    return Source(chapters=(Chapter(number=number, passages=passages),))


def addresses(source: Source) -> list[str]:
    return [p.address for c in source.chapters for p in c.passages]


def test_equal_texts_get_different_addresses() -> None:
    found = addresses(addressed(work("He waited.", "* * *", "He waited.")))
    assert len(set(found)) == 3
    assert all(address.startswith("ch1/") for address in found)


def test_an_edited_passage_keeps_its_address() -> None:
    before = addressed(work("One.", "Two.", "Three."))
    after = addressed(work("One.", "Two, but better.", "Three."), before)
    assert addresses(after) == addresses(before)


def test_an_inserted_passage_leaves_the_others_alone() -> None:
    before = addressed(work("One.", "Two.", "Three."))
    after = addressed(work("One.", "New.", "Two.", "Three."), before)
    assert [addresses(after)[i] for i in (0, 2, 3)] == addresses(before)
    assert addresses(after)[1] not in addresses(before)


def test_a_removed_passage_does_not_hand_on_its_address() -> None:
    before = addressed(work("One.", "Two.", "Three."))
    after = addressed(work("One.", "Three."), before)
    assert addresses(after) == [addresses(before)[0], addresses(before)[2]]


def test_no_address_is_given_twice_when_an_old_text_comes_back() -> None:
    before = addressed(work("One.", "Two."))
    edited = addressed(work("One.", "Changed."), before)
    again = addressed(work("One.", "Changed.", "Two."), edited)
    assert len(set(addresses(again))) == 3
