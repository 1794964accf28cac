"""Wished clips fitted to models: by hand, for everything, and as the services' own code sees it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.standins import replicate_models

from reelwright.film.asked import ClipAsked, order_of
from reelwright.film.talk import Ready
from reelwright.providers import registry, replicate_schema
from reelwright.providers.adapting import (
    ClipWish,
    Part,
    Refusal,
    adapt,
    length,
    shortened,
)
from reelwright.providers.catalogue import VIDEOS, Video
from reelwright.providers.quoting import SLACK, adapted, ratio

FIRST, LAST, PICTURE, CLIP = ("1" * 64, "2" * 64, "3" * 64, "4" * 64)


def wished(seconds: float = 5.0, **more: Any) -> ClipWish:
    told = {"prompt": "A lighthouse at dusk.", "width": 1280, "height": 720, **more}
    return ClipWish.model_validate({"seconds": seconds, **told})


def row(name: str) -> Video:
    service, _, model = name.partition(" ")
    return registry.video(service, model)


def fitted(name: str, wish: ClipWish, *, chained: bool = False) -> list[Part]:
    parts = adapt(wish, row(name), chained=chained)
    assert not isinstance(parts, Refusal), parts.reason
    return parts


def only(name: str, wish: ClipWish) -> Part:
    (part,) = fitted(name, wish)
    return part


# By hand.


def test_what_fits_is_asked_for_as_it_is() -> None:
    wish = wished(audio=True, first=FIRST, last=LAST)
    assert only("kling kling-3.0", wish) == Part(
        asked=ClipAsked(
            prompt="A lighthouse at dusk. Movement is small and calm.",
            seconds=5,
            height=720,
            audio=True,
            first=FIRST,
            last=LAST,
        )
    )


def test_everything_that_does_not_fit_is_left_out_and_said() -> None:
    wish = wished(
        3.2, width=1920, height=1080, negative="blur", seed=7, first=FIRST, last=LAST,
        references=(PICTURE,), videos=(CLIP,), audio=True, motion="high", take=2,
    )  # fmt: skip
    assert only("replicate minimax/video-01", wish) == Part(
        asked=ClipAsked(
            prompt="A lighthouse at dusk. Movement is fast and strong.",
            seconds=6,
            height=720,
            first=FIRST,
            take=2,
        ),
        notes=(
            "It is made 6 s long, the shot takes 3.2 s.",
            "It is made at 720p and scaled to 1080p.",
            "The negative prompt is left out: this model takes none.",
            "It has no sound: this model makes none.",
            "The seed is left out: this model takes none.",
            "The last frame is left out: this model takes none.",
            "Reference pictures are left out: this model takes none beside a first frame.",
            "Reference clips are left out: this model takes none.",
        ),
    )


def test_long_shots_are_made_in_parts() -> None:
    wish = wished(25.0, first=FIRST, last=LAST, seed=7)
    told = "Part {} of 3: gen4.5 makes at most 10 s at once, the shot takes 25.0 s."
    assert fitted("runway gen4.5", wish) == [
        Part(
            asked=ClipAsked(
                prompt="A lighthouse at dusk. Movement is small and calm. "
                "It is the beginning of a longer shot.",
                seconds=9,
                height=720,
                seed=7,
                first=FIRST,
            ),
            notes=(told.format(1),),
        ),
        Part(
            asked=ClipAsked(
                prompt="A lighthouse at dusk. Movement is small and calm. "
                "It carries on the shot before without a cut, part 2.",
                seconds=8,
                height=720,
                seed=7,
            ),
            notes=(told.format(2),),
        ),
        Part(
            asked=ClipAsked(
                prompt="A lighthouse at dusk. Movement is small and calm. "
                "It carries on the shot before without a cut, part 3.",
                seconds=8,
                height=720,
                seed=7,
            ),
            notes=(told.format(3), "The last frame is left out: this model takes none."),
        ),
    ]


def test_parts_by_themselves_have_no_frames_but_the_first_one() -> None:
    first, second = fitted("kling kling-3.0", wished(20, first=FIRST, last=LAST))
    assert (first.asked.first, first.asked.last) == (FIRST, "")
    assert (second.asked.first, second.asked.last, second.continues) == ("", "", False)
    assert second.notes[-1] == (
        "The last frame is left out: it is possible only beside a first one."
    )


def test_chained_parts_begin_where_the_one_before_ends() -> None:
    parts = fitted("kling kling-3.0", wished(40, first=FIRST, last=LAST), chained=True)
    assert [part.continues for part in parts] == [False, True, True]
    assert [part.asked.last for part in parts] == ["", "", LAST]
    assert [part.asked.first for part in parts] == [FIRST, "", ""]
    assert parts[2].begun(PICTURE).first == PICTURE
    assert not any("frame" in note for part in parts for note in part.notes)


def test_frames_and_references_exclude_each_other() -> None:
    wish = wished(references=(PICTURE,) * 12, videos=(CLIP,) * 4)
    part = only("runway seedance2", wish)
    assert (len(part.asked.references), len(part.asked.videos)) == (9, 3)
    assert part.notes == (
        "Only 9 of 12 reference pictures are used.",
        "Only 3 of 4 reference clips are used.",
    )
    framed = only("runway seedance2", wish.model_copy(update={"first": FIRST}))
    assert (framed.asked.references, framed.asked.videos) == ((), ())
    mixed = row("runway seedance2").model_copy(update={"mixed": True})
    both = adapt(wish.model_copy(update={"first": FIRST}), mixed)
    assert not isinstance(both, Refusal)
    assert (len(both[0].asked.references), both[0].asked.first) == (9, FIRST)


def test_a_last_frame_needs_a_first_one_and_the_right_height() -> None:
    assert only("kling kling-2.6", wished(first=FIRST, last=LAST)).notes == (
        "The last frame is left out: at 720p this model takes none.",
    )
    sharp = wished(first=FIRST, last=LAST, width=1920, height=1080)
    assert only("kling kling-2.6", sharp).asked.last == LAST
    alone = only("kling kling-3.0", wished(last=LAST))
    assert alone.asked.last == ""
    assert "beside a first one" in alone.notes[0]


def test_sound_that_is_always_there_is_told() -> None:
    silent, loud = (only("kling kling-3.0-turbo", wished(audio=audio)) for audio in (False, True))
    assert silent.notes == ("It comes with sound, which this model always makes.",)
    assert loud.notes == ()
    assert silent.asked == loud.asked


def test_a_negative_prompt_is_never_put_into_the_prompt() -> None:
    wish = wished(negative="zebra")
    assert only("runway veo3.1", wish).asked.negative == "zebra"
    assert "zebra" not in only("kling kling-3.0", wish).asked.model_dump_json()


@pytest.mark.parametrize(
    ("name", "more", "reason"),
    [
        ("kling kling-3.0", {"prompt": " \n"}, "needs a prompt, and this shot has none."),
        ("kling kling-3.0", {"width": 1680}, "makes no 21:9, only 16:9, 9:16, 1:1."),
        ("runway gen4_turbo", {}, "makes nothing without a first frame."),
        (
            "runway gen4_turbo",
            {"seconds": 25, "first": FIRST},
            "makes nothing without a first frame, and only the first 10 s of this long shot have "
            "one.",
        ),
        ("runway gen4.5", {"width": 720}, "makes 1:1 from a first frame only."),
        (
            "runway gen4.5",
            {"width": 720, "seconds": 25, "first": FIRST},
            "makes 1:1 from a first frame only, and only the first 10 s of this long shot have "
            "one.",
        ),
    ],
)  # fmt: skip
def test_what_would_be_another_film_is_refused(
    name: str, more: dict[str, Any], reason: str
) -> None:
    assert adapt(wished(**more), row(name)) == Refusal(reason=f"{name} {reason}")


def test_with_frames_from_part_to_part_more_is_possible() -> None:
    for name, more in (
        ("runway gen4_turbo", {}),
        ("runway gen4.5", {"width": 720}),
    ):
        parts = fitted(name, wished(25, first=FIRST, **more), chained=True)
        assert [part.continues for part in parts] == [False, True, True]


def test_prompts_are_cut_at_a_sentence() -> None:
    sentences = "The sea is grey and wide. " * 60
    part = only("runway gen4.5", wished(prompt=sentences))
    assert length(part.asked.prompt) <= 1000
    assert part.asked.prompt.endswith("The sea is grey and wide. Movement is small and calm.")
    assert part.notes == ("The prompt is cut from 1559 to 961 characters.",)


def test_prompts_that_just_fit_stay_whole() -> None:
    tail = " Movement is small and calm."
    for prompt in ("a" * (1000 - len(tail) - 1), "é😀" * 323):
        part = only("runway gen4.5", wished(prompt=prompt))
        assert part.notes == ()
        assert length(part.asked.prompt) <= 1000
        assert part.asked.prompt == f"{prompt}.{tail}"


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("One. Two. Three.", 16, "One. Two. Three."),
        ("One. Two. Three.", 10, "One. Two."),
        ('He said "No." Then he left the house.', 20, 'He said "No."'),
        ("Version 3.5 is out and about here", 20, "Version 3.5 is out"),
        ("No. " + "a" * 10 + " " + "b" * 30, 20, "No. aaaaaaaaaa"),
        ("一二三。四五六。七八九。", 9, "一二三。四五六。"),
        ("x" * 30, 7, "x" * 7),
        ("😀" * 30, 7, "😀" * 3),
    ],
)
def test_shortened(text: str, limit: int, cut: str) -> None:
    assert shortened(text, limit) == cut


@given(text=st.text(max_size=200), limit=st.integers(1, 100))
def test_what_is_shortened_fits_and_begins_the_same(text: str, limit: int) -> None:
    cut = shortened(text, limit)
    assert length(cut) <= limit
    assert text.startswith(cut)


def test_identity_survives_upgrades() -> None:
    """The words that are added to prompts are a part of what was paid for."""
    wish = wished(25.0, first=FIRST, motion="medium", seed=3)
    orders = [
        order_of("clip", "runway", "gen4.5", part.asked) for part in fitted("runway gen4.5", wish)
    ]
    assert [order.fingerprint[:16] for order in orders] == [
        "b58781abfe9c39af",
        "82e0df673dca0a9e",
        "78f7e302d5be2640",
    ]


# For everything.

HASHES = st.sampled_from(["", FIRST, LAST])
SIZES = st.sampled_from(
    [
        (1280, 720), (1920, 1080), (720, 1280), (1080, 1080), (1440, 1080), (1080, 1440),
        (1680, 720), (854, 480), (3840, 2160), (640, 360),
    ]
)  # fmt: skip


@st.composite
def wishes(draw: st.DrawFn) -> ClipWish:
    width, height = draw(SIZES)
    return ClipWish(
        prompt=draw(st.text(max_size=60) | st.text(min_size=1, max_size=20).map(lambda t: t * 800)),
        negative=draw(st.sampled_from(["", "blur, text", "no words. " * 400])),
        seconds=draw(st.floats(0.01, 100)),
        width=width,
        height=height,
        first=draw(HASHES),
        last=draw(HASHES),
        references=(PICTURE,) * draw(st.integers(0, 40)),
        videos=(CLIP,) * draw(st.integers(0, 12)),
        audio=draw(st.booleans()),
        motion=draw(st.sampled_from(["low", "medium", "high"])),
        seed=draw(st.none() | st.integers(0, 2**32 - 1)),
        take=draw(st.integers(1, 3)),
    )


@st.composite
def rows(draw: st.DrawFn) -> Video:
    heights = draw(st.lists(st.sampled_from([480, 720, 768, 1080]), min_size=1, unique=True))
    ratios = draw(
        st.lists(st.sampled_from(["16:9", "9:16", "1:1", "4:3", "21:9"]), min_size=1, unique=True)
    )
    switch = st.booleans()
    audio, framed = draw(switch), draw(switch)
    return Video.model_validate(
        {
            "service": "kling",
            "model": "own",
            "seconds": tuple(sorted(draw(st.sets(st.integers(1, 20), min_size=1)))),
            "prices": dict.fromkeys(heights, 1),
            "ratios": ratios,
            "text_ratios": ratios[: draw(st.integers(0, len(ratios)))],
            "prompt_limit": draw(st.sampled_from([0, 200, 1000])),
            "references": draw(st.integers(0, 4)),
            "reference_videos": draw(st.integers(0, 2)),
            "first_frame": framed,
            "needs_first": framed and draw(switch),
            "last_frame": draw(switch),
            "last_heights": heights[: draw(st.integers(0, len(heights)))],
            "mixed": draw(switch),
            "negative": draw(switch),
            "seed": draw(switch),
            "audio": audio,
            "audio_always": not audio and draw(switch),
        }
    )


def misfits(part: Part, video: Video) -> list[str]:
    """Every way in which a clip is not what the row says can be made."""
    asked = part.asked
    framed = bool(asked.first) or part.continues
    limit = video.prompt_limit or 10**9
    wrong = {
        "seconds": asked.seconds not in video.seconds,
        "height": asked.height not in video.prices,
        "ratio": asked.ratio not in video.ratios,
        "text ratio": not framed and asked.ratio not in (video.text_ratios or video.ratios),
        "needs first": video.needs_first and not framed,
        "first": framed and not video.first_frame,
        "last": bool(asked.last) and not (video.last_frame and framed),
        "last height": bool(asked.last and video.last_heights)
        and asked.height not in video.last_heights,
        "prompt": not asked.prompt.strip() or length(asked.prompt) > limit,
        "negative": bool(asked.negative) and not video.negative,
        "long negative": length(asked.negative) > limit,
        "references": len(asked.references) > video.references,
        "videos": len(asked.videos) > video.reference_videos,
        "mixed": framed and not video.mixed and bool(asked.references or asked.videos),
        "seed": asked.seed is not None and not video.seed,
        "audio": asked.audio and not video.audio,
    }
    return [name for name, holds in wrong.items() if holds]


def impossible(wish: ClipWish, video: Video, chained: bool) -> bool:
    several = len(adapted(wish.seconds, video.seconds)) > 1
    bare = not (wish.first and video.first_frame) or (several and not chained)
    shape = ratio(wish.width, wish.height)
    return (
        not wish.prompt.strip()
        or shape not in video.ratios
        or (bare and (video.needs_first or shape not in (video.text_ratios or video.ratios)))
    )


@given(wish=wishes(), video=st.sampled_from(VIDEOS) | rows(), chained=st.booleans())
def test_every_part_can_be_made_and_together_they_are_long_enough(
    wish: ClipWish, video: Video, chained: bool
) -> None:
    parts = adapt(wish, video, chained=chained)
    assert isinstance(parts, Refusal) == impossible(wish, video, chained)
    if isinstance(parts, Refusal):
        assert parts.reason.endswith(".")
        return
    assert [misfits(part, video) for part in parts] == [[]] * len(parts)
    assert sum(part.asked.seconds for part in parts) >= wish.seconds - SLACK - 1e-6
    assert len(parts) == 1 or wish.seconds > video.seconds[-1]
    assert not any(part.asked.first for part in parts[1:])
    assert not any(part.asked.last for part in parts[:-1])
    assert len({part.asked for part in parts}) == len(parts)
    assert all(part.asked.take == wish.take for part in parts)
    for part in parts:
        for note in part.notes:
            assert note.endswith(".")
            assert "\n" not in note
            assert len(note) < 140


READY = {
    name: Ready(values={"model": told.model_dump(mode="json")})
    for name, model in replicate_models.MODELS.items()
    if (told := replicate_schema.read(model.schema)) is not None
}


@settings(max_examples=400, deadline=None)
@given(wish=wishes(), video=st.sampled_from(VIDEOS), chained=st.booleans())
def test_the_services_own_code_takes_every_part(
    wish: ClipWish, video: Video, chained: bool
) -> None:
    """No `BadInput`: rows and translations agree about what can be made."""
    parts = adapt(wish, video, chained=chained)
    if isinstance(parts, Refusal):
        return
    for part in parts:
        asked = part.begun(PICTURE) if part.continues else part.asked
        order = order_of("clip", video.service, video.model, asked)
        ready = READY.get(video.model, Ready())
        registry.provider(video.service).submit(order, ready, "token")
