from hypothesis import given
from hypothesis import strategies as st

from reelwright.film.order import Take
from reelwright.film.shot import Shot
from reelwright.film.story import Line
from reelwright.film.timeline import House, Transition
from reelwright.studio.pacing import exact, pace, transition

HOUSE = House()


def shot(seconds: float = 4.0, into: str = "cut") -> Shot:
    return Shot.model_validate(
        {"id": "a.0", "scene": "1.1", "size": "wide", "seconds": seconds, "into": into}
    )


def voice(seconds: float) -> tuple[Line, Take]:
    take = Take(
        fingerprint="f", sha256="0" * 64, media_type="audio/wav", size=1, facts={"seconds": seconds}
    )
    return Line(kind="dialogue", text="Hello."), take


@given(
    st.lists(st.floats(min_value=0.1, max_value=20), min_size=1, max_size=4),
    st.sampled_from(["cut", "dissolve", "fade"]),
    st.sampled_from(["cut", "dissolve", "fade"]),
)
def test_no_line_is_cut_off_or_spoken_over_another(
    seconds: list[float], into: str, out: str
) -> None:
    before, after = transition(shot(into=into), HOUSE), transition(shot(into=out), HOUSE)
    paced = pace(shot(), [voice(s) for s in seconds], before, after, HOUSE)
    at = before.overlap
    for spoken in paced.spoken:
        assert spoken.at > at
        at = spoken.at + spoken.frames
    hidden = after.overlap if after.kind == "dissolve" else after.frames // 2
    assert at + 6 <= paced.frames - hidden


def test_a_silent_shot_lasts_as_long_as_wished() -> None:
    assert pace(shot(3.5), [], Transition(), Transition(), HOUSE).frames == 84


def test_transitions_begin_on_key_frames() -> None:
    for rate in (24, 25, 30):
        house = House(rate=rate)
        for kind in ("dissolve", "fade"):
            found = transition(shot(into=kind), house)
            assert found.frames % house.gop == 0
            assert found.frames // 2 % house.gop == 0


@given(
    st.lists(st.floats(min_value=0.5, max_value=7), min_size=1, max_size=12),
    st.sampled_from([15, 30, 60]),
    st.sampled_from([24, 25, 30]),
)
def test_exact_lengths_add_up(seconds: list[float], total: int, rate: int) -> None:
    lengths = exact([shot(s) for s in seconds], total, House(rate=rate))
    assert sum(lengths) == total * rate
    assert min(lengths) >= 0
