"""People: names, aliases, narrators, looks; and what is no person."""

import json

import pytest

from reelwright.writing.rules.people.finding import Person, find_people, merge_people, people_of

VISITOR = [
    "I was reading when my friend Hugo Marsh came in. He was a tall, thin man with a grey beard.",
    "“Wake up, Burton,” said Marsh. “We have a visitor.”",
    "“So early?” I asked.",
    "A stout lady in a black bonnet entered.",
    "“My name is Clara Finch,” she said. “Mr. Marsh, I need your help.”",
    "“Pray sit down, Miss Finch,” answered Marsh.",
    "Miss Finch sat down. On Monday, the third of March, she had come from London by way of Paris.",
    "“Good heavens!” I cried. “Alone, through France?”",
    "“Quite alone, Dr. Burton,” said Miss Finch.",
]


def named(people: list[Person], name: str) -> Person:
    return next(p for p in people if name in (p.name, *p.aliases))


def test_names_of_one_person_are_joined() -> None:
    people = find_people([VISITOR])
    assert {p.name for p in people} == {"Hugo Marsh", "Clara Finch", "Dr. Burton"}
    assert {"Marsh", "Mr. Marsh"} <= set(named(people, "Hugo Marsh").aliases)
    assert "Miss Finch" in named(people, "Clara Finch").aliases


def test_the_narrator_is_whom_others_address() -> None:
    people = find_people([VISITOR])
    assert [p.name for p in people if p.narrator] == ["Dr. Burton"]


def test_a_nameless_narrator_is_still_one_of_the_cast() -> None:
    people = find_people([["I went home.", "It was late when I came in, and I slept."]])
    assert [(p.name, p.narrator) for p in people] == [("Narrator", True)]


def test_a_chapter_that_does_not_name_the_narrator_still_counts_for_him() -> None:
    unnamed = ["I woke late, and I was hungry.", "“Is it noon?” I asked.", "“It is,” said Marsh."]
    before = named(find_people([VISITOR]), "Dr. Burton")
    after = named(find_people([VISITOR, unnamed]), "Dr. Burton")
    assert after.narrator
    assert after.lines == before.lines + 1


def test_gender_age_and_looks() -> None:
    people = find_people([VISITOR])
    marsh, finch = named(people, "Marsh"), named(people, "Clara Finch")
    assert (marsh.gender, finch.gender) == ("male", "female")
    assert {"tall", "thin", "grey beard"} <= set(marsh.hints)
    assert {"stout", "black bonnet"} <= set(finch.hints)


def test_lines_and_mentions_are_counted() -> None:
    marsh = named(find_people([VISITOR]), "Marsh")
    assert (marsh.lines, marsh.mentions) == (2, 4)


@pytest.mark.parametrize(
    ("told", "age"),
    [
        ("Anna Reed was seventy-one years old.", "old"),
        ("Old Anna Reed sat there.", "old"),
        ("Anna Reed was a girl of nine.", "child"),
        ("Anna Reed, aged 22, sat there.", "young"),
        ("Anna Reed was forty years old.", "adult"),
        ("Nobody knew how old Anna Reed was.", "adult"),
    ],
)
def test_ages(told: str, age: str) -> None:
    people = find_people([[told, "“Yes,” said Anna Reed."]])
    assert [p.age for p in people] == [age]


def test_a_visitor_who_unmasks_is_one_person() -> None:
    chapter = [
        "“Call me Count Orlo,” said the stranger. The Count bowed low.",
        "“You are mistaken,” said Lena. Lena smiled.",
        "“You are right,” he cried. “I am the Prince.”",
        "The Prince took off his hat. “Forgive me,” said the Prince.",
    ]
    assert named(find_people([chapter]), "the Prince") == named(
        find_people([chapter]), "Count Orlo"
    )


def test_two_visitors_who_both_act_stay_two() -> None:
    chapter = [
        "“My name is Otto Lang,” said the first.",
        "“My name is Emil Kern,” said the second.",
        "Otto Lang laughed. Emil Kern laughed too.",
    ]
    assert {p.name for p in find_people([chapter])} == {"Otto Lang", "Emil Kern"}


def test_who_speaks_under_a_role_only_is_found() -> None:
    chapter = [
        "“Who knocks?” asked the miller.",
        "“A traveller,” said Hans.",
        "“Come in,” said the miller.",
    ]
    miller = named(find_people([chapter]), "the miller")
    assert (miller.gender, miller.lines) == ("male", 2)


def test_husband_and_wife_are_two() -> None:
    chapter = ["Mr. Gray rose. Mrs. Gray sat down.", "“Well,” said Mr. Gray.", "Mrs. Gray laughed."]
    assert {p.name for p in find_people([chapter])} == {"Mr. Gray", "Mrs. Gray"}


@pytest.mark.parametrize(
    "sentence",
    [
        "They went to Vienna in March and came back from Italy on Friday.",
        "“Heavens! Good Lord! Hullo! By Jove!” said the man.",
        "The French drank, the Germans sang, and an Englishman paid.",
        "He walked down Baker Street to Charing Cross Station and the Red Lion Inn.",
        "She read the Morning Post and the Daily Chronicle at Christmas.",
        "St. Paul’s rose over Ludgate Hill, and the Thames was grey.",
        "Suddenly it rained. Perhaps nobody came. Nothing moved. Why?",
        "The Constance left the harbour. The crew of the Constance waved.",
    ],
)
def test_no_place_day_nation_paper_or_cry_is_a_person(sentence: str) -> None:
    assert find_people([[sentence, "It was late."]]) == []


def test_findings_are_json_and_merge_in_parts() -> None:
    halves = [VISITOR[:5], VISITOR[5:]]
    findings = [people_of(half) for half in halves]
    assert json.loads(json.dumps(findings)) == findings
    merged = merge_people(json.loads(json.dumps(findings)))
    assert merged == find_people(halves)
    assert "Hugo Marsh" in {p.name for p in merged}


def test_names_are_unique_and_order_is_stable() -> None:
    people = find_people([VISITOR, VISITOR])
    assert len({p.name for p in people}) == len(people)
    assert people == find_people([VISITOR, VISITOR])


CREW = [
    "Old Anna Reed sat at the bench. “Good evening,” said Mr. Lang.",
    "“You are late,” said Anna. Anna smiled. “Sit down, Mr. Lang. Captain Bray is here.”",
    "Captain Bray rose. “Miss Reed,” said the Captain, “I must go.”",
    "“So soon?” asked Otto Lang.",
]


@pytest.mark.parametrize(
    "more",
    [
        "In the spring Anna Reed opened the door.",
        "The next day Otto Lang came.",
        "Near Anna Reed and at Otto Lang’s they stopped.",
        "Nobody knew the Anna Reed of old.",
        "Reed sat down. Lang did not.",
        "There was in Lang a sadness, and in Bray a storm.",
        "The old Bray laughed at Mrs. Bray.",
        "Mr. Reed had died young.",
        "Captain Reed had drowned.",
    ],
)
def test_a_sentence_more_takes_no_name_from_anybody(more: str) -> None:
    before, after = find_people([CREW]), find_people([CREW, [more]])
    assert {p.name for p in before} == {"Anna Reed", "Otto Lang", "Captain Bray"}
    for person in before:
        assert set(person.aliases) <= set(named(after, person.name).aliases)


def test_a_narrator_with_a_wife_is_a_man() -> None:
    told = "I went home to my wife."
    assert [p.gender for p in find_people([VISITOR, [told]]) if p.narrator] == ["male"]


def test_nothing_gives_nobody() -> None:
    assert merge_people([]) == []
    assert find_people([[], [""]]) == []
