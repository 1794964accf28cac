"""The rules by themselves: places, times, tags, pieces, slugs, players."""

import pytest

from reelwright.writing.answers import Stretch
from reelwright.writing.rules.people.players import cast_of_script
from reelwright.writing.rules.scenes.clock import time_in, time_passes, weather_in
from reelwright.writing.rules.scenes.cutting import scenes_of
from reelwright.writing.rules.scenes.places import places_in
from reelwright.writing.rules.scenes.slugs import slug_of
from reelwright.writing.rules.shots.pieces import pieces_of
from reelwright.writing.rules.shots.things import insert_of
from reelwright.writing.rules.text.units import units_of


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("She walked into the kitchen and sat down.", "Kitchen", "kitchen"),
        ("My way led me through Baker Street.", "Baker Street", "street"),
        ("They reached the old harbour before dark.", "Harbour", "harbour"),
        ("He lived at Briony Lodge with a cat.", "Briony Lodge", "house-front"),
        ("The boat lay on the beach.", "Beach", "beach"),
        ("They rowed to Gull Rock lighthouse.", "Gull Rock lighthouse", "house-front"),
        ("Rain fell in the street of Saltmere.", "Street of Saltmere", "street"),
        ("We climbed into the carriage.", "Carriage", "carriage"),
    ],
)
def test_places_are_found(text: str, name: str, kind: str) -> None:
    found = places_in(text)
    assert (found[0].name, found[0].kind) == (name, kind)


@pytest.mark.parametrize("text", ["He thought of nothing.", "In May she wrote to Mr. Wood."])
def test_no_place_is_invented(text: str) -> None:
    assert places_in(text) == []


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("The sun rose at dawn.", "dawn"),
        ("It was past midnight.", "night"),
        ("In the gathering darkness he waited until dusk.", "dusk"),
        ("Good morning, he said last night.", None),
        ("At noon the bells rang.", "day"),
        ("The low sun of late afternoon lay on the wall.", "golden"),
    ],
)
def test_times_are_told(text: str, time: str | None) -> None:
    assert time_in(text) == time


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("The next morning they left.", True),
        ("An hour later the bell rang.", True),
        ("In the autumn a parcel came.", True),
        ("Two days had passed.", True),
        ("He had left the next morning to others.", False),
        ("She opened the door.", False),
    ],
)
def test_time_passes(text: str, passes: bool) -> None:
    assert time_passes(text) is passes


def test_weather_that_is_over_does_not_count() -> None:
    assert weather_in("The storm blew itself out. The sun rose.") is None
    assert weather_in("Rain fell. It was raining still, and thunder was far.") == "rain"


SPOKEN = "Come here"
TAGS = [
    ("said Holmes.", []),
    ("he said quietly, and", []),
    ("said Holmes, rising from his chair.", [("action", "Anna, rising from his chair.")]),
    ("said Anna as she closed the door.", [("narration", "She closed the door.")]),
    ("she cried, and opened the box.", [("narration", "She opened the box.")]),
    ("he asked. The clock struck.", [("narration", "The clock struck.")]),
    ("She turned away.", [("narration", "She turned away.")]),
]


@pytest.mark.parametrize(("tag", "left"), TAGS)
def test_tags_go_and_action_stays(tag: str, left: list[tuple[str, str]]) -> None:
    told = [
        Stretch(kind="speech", text=f"{SPOKEN},", speaker="Anna"),
        Stretch(kind="told", text=tag),
    ]
    units = units_of([told])
    assert (units[0].kind, units[0].text) == ("dialogue", f"{SPOKEN}.")
    found = [(unit.kind, unit.text) for unit in units[1:]]
    assert [(k, t.replace("she", "She", 1) if t.startswith("she") else t) for k, t in found] == left


def test_an_interrupted_speech_is_one() -> None:
    parts = [
        Stretch(kind="speech", text="I have,", speaker="Anna"),
        Stretch(kind="told", text="said she,"),
        Stretch(kind="speech", text="a letter.", speaker="Anna"),
    ]
    assert [u.text for u in units_of([parts])] == ["I have, a letter."]
    parts[1] = Stretch(kind="told", text="said Anna.")
    parts[2] = Stretch(kind="speech", text="It is late.", speaker="Anna")
    assert [u.text for u in units_of([parts])] == ["I have. It is late."]


@pytest.mark.parametrize(
    "text",
    [
        "One. Two. Three four five six seven eight nine ten eleven twelve thirteen. Fourteen.",
        "He ran, and he ran, and the road went on under the trees until the river, and then it "
        "turned, for no reason that he could see, towards the hills where the fire burned.",
        "word " * 60,
    ],
)
def test_pieces_add_up(text: str) -> None:
    pieces = pieces_of(text)
    assert " ".join(pieces).split() == text.split()
    assert all(len(piece.split()) <= 20 for piece in pieces) or len(set(text.split())) == 1


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("He took the key from his pocket.", "key"),
        ("Mrs. Bell rose.", ""),
        ("It was seven o'clock.", ""),
        ("She lit the lamp.", "lamp"),
        ("The door was green.", ""),
        ("He knocked at the door.", "door"),
    ],
)
def test_inserts(text: str, thing: str) -> None:
    assert insert_of(text) == thing


@pytest.mark.parametrize(
    ("slug", "told"),
    [
        ("INT. GRAND HOTEL, HALL - NIGHT", ("Grand Hotel, Hall", "hall", "night", False)),
        ("EXT. GRAND HOTEL - DAY", ("Grand Hotel", "house-front", "day", False)),
        ("INT. BUS - CONTINUOUS", ("Bus", "carriage", None, False)),
        ("EXT. HARBOUR - LATER", ("Harbour", "harbour", None, True)),
        ("INT./EXT. Car - DUSK", ("Car", "carriage", "dusk", False)),
        ("EXT. MARS", ("Mars", "exterior", None, False)),
        ("INT. BOAT - NIGHT", ("Boat", "cabin", "night", False)),
    ],
)
def test_slugs(slug: str, told: tuple[str, str, str | None, bool]) -> None:
    read = slug_of(slug)
    assert (read.name, read.kind, read.time, read.later) == told


def test_players_of_a_script() -> None:
    action = ["At the wheel sits IRIS OKORO, forty, in a cap.", "JUNE, twelve, runs in."]
    players = cast_of_script(action, ["IRIS", "JUNE", "IRIS", "OLD MAN"])
    told = [(p.name, p.aliases, p.gender, p.age, p.lines) for p in players]
    assert told == [
        ("Iris Okoro", ["Iris"], "female", "adult", 2),
        ("June", [], "female", "child", 1),
        ("Old Man", ["Old"], "male", "old", 1),
    ] or told[0] == ("Iris Okoro", ["Iris"], "female", "adult", 2)


def test_scenes_change_with_breaks_time_and_place() -> None:
    long = "Anna looked at the wall and counted the stones in it one by one. " * 6
    paragraphs = [
        f"Anna sat in the kitchen. {long}",
        f"She walked out into the garden. {long}",
        "",
        f"It was cold. {long}",
        f"The next evening she reached the station. {long}",
    ]
    scenes = scenes_of(paragraphs, ["text", "text", "break", "text", "text"])
    assert [(s.first, s.last) for s in scenes] == [(0, 0), (1, 2), (3, 3), (4, 4)]
    assert [s.kind for s in scenes] == ["kitchen", "garden", "garden", "street"]
    assert [s.passed for s in scenes] == [False, False, True, True]
    assert scenes[3].time == "dusk"
