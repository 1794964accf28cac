"""Who made what, as a manifest and as words: nothing claimed that nobody knows."""

import pytest

from reelwright.cutting.provenance import (
    PROMPTS,
    TYPES,
    Credit,
    Credits,
    Source,
    Span,
    comment,
    manifest,
    together,
)

SHOTS = (Span(name="1.1/1", start=0, end=4.5), Span(name="1.1/2", start=4.5, end=9))
KLING = Credit(
    what="picture", service="kling", model="kling-3.0", source="trained", count=2, spans=SHOTS
)
DRAWN = Credit(
    what="picture", service="Reelwright", model="animatic", source="algorithmic", count=1
)
OWN = Credit(what="picture", service="", model="", source="own", count=1)
VOICE = Credit(what="voice", service="elevenlabs", model="v3", source="trained", count=12)


def actions(*makers: Credit) -> list[dict[str, object]]:
    told = manifest(Credits(title="The Key", author="A. Tester", makers=makers), "1.0")
    by_label = {one["label"]: one["data"] for one in told["assertions"]}
    found: list[dict[str, object]] = by_label["c2pa.actions.v2"]["actions"]
    return found


def test_the_film_was_created_and_the_first_action_says_of_what() -> None:
    created, *rest = actions(KLING, VOICE)
    assert created["action"] == "c2pa.created"
    assert created["digitalSourceType"] == TYPES["trained"]
    assert [one["action"] for one in rest] == ["c2pa.edited"] * 2


def test_each_maker_is_named_with_its_stretches() -> None:
    _, pictures, voices = actions(KLING, VOICE)
    assert pictures["softwareAgent"] == {"name": "kling kling-3.0"}
    assert pictures["digitalSourceType"] == TYPES["trained"]
    assert pictures["description"] == "2 shots made by a trained model: kling kling-3.0"
    assert pictures["changes"] == [
        {
            "name": "1.1/1",
            "region": [
                {"type": "temporal", "time": {"type": "npt", "start": "0.000", "end": "4.500"}}
            ],
        },
        {
            "name": "1.1/2",
            "region": [
                {"type": "temporal", "time": {"type": "npt", "start": "4.500", "end": "9.000"}}
            ],
        },
    ]
    assert "changes" not in voices
    assert str(voices["description"]).startswith("12 lines")


def test_of_what_the_user_gave_no_source_is_claimed() -> None:
    created, own = actions(OWN)
    assert "digitalSourceType" not in own
    assert "softwareAgent" not in own
    assert own["description"] == "1 shot given by the user"
    assert "digitalSourceType" not in created


@pytest.mark.parametrize(
    ("makers", "source"),
    [
        ([KLING, VOICE], "trained"),
        ([DRAWN], "algorithmic"),
        ([KLING, DRAWN], "trained mixed"),
        ([DRAWN, VOICE], "trained mixed"),
        ([DRAWN, OWN], "mixed"),
        ([OWN], "own"),
        ([OWN, KLING, DRAWN], "trained mixed"),
    ],
)
def test_the_whole_is_what_its_parts_are(makers: list[Credit], source: Source) -> None:
    assert together(one.source for one in makers) == source
    assert Credits(title="x", makers=tuple(makers)).source == source


def test_every_type_is_one_of_the_iptc_s() -> None:
    known = {"trainedAlgorithmicMedia", "algorithmicMedia", "composite",
             "compositeWithTrainedAlgorithmicMedia"}  # fmt: skip
    assert {url.rpartition("/")[2] for url in TYPES.values() if url} == known


def test_prompts_are_in_it_only_when_they_are_given() -> None:
    plain = manifest(Credits(title="The Key", makers=(KLING,)), "1.0")
    assert PROMPTS not in str(plain)
    told = manifest(Credits(title="The Key", makers=(KLING,), prompts={"1.1/1": ("a fox",)}), "1.0")
    (found,) = [one["data"] for one in told["assertions"] if one["label"] == PROMPTS]
    assert found == {"prompts": {"1.1/1": ["a fox"]}}


def test_title_and_author_are_the_films() -> None:
    told = manifest(Credits(title="The Key", author="A. Tester"), "1.0")
    (metadata,) = [one["data"] for one in told["assertions"] if one["label"] == "cawg.metadata"]
    assert metadata["dc:title"] == told["title"] == "The Key"
    assert metadata["dc:creator"] == ["A. Tester"]
    assert told["claim_generator_info"] == [{"name": "Reelwright", "version": "1.0"}]


def test_the_comment_names_the_models_and_says_that_it_is_generated() -> None:
    assert comment(["kling kling-3.0", "kling kling-3.0", "runway gen4"], [], others=False) == (
        "Generated: pictures by kling kling-3.0, runway gen4. Made by a program, Reelwright."
    )
    mixed = comment(["kling kling-3.0"], ["elevenlabs v3"], others=True)
    assert mixed.startswith(
        "Generated: pictures by kling kling-3.0, voices by elevenlabs v3; other"
    )
    assert comment([], ["elevenlabs v3"], others=True) == (
        "Generated: voices by elevenlabs v3. Made by a program, Reelwright."
    )
    assert comment([], [], others=True) == ""
