"""Which bytes may go: what can be made again, and nothing that was paid for or that hangs on it."""

from hypothesis import given
from hypothesis import strategies as st

from reelwright.ledger.holdings import Holding, Holdings
from reelwright.studio.keeping import STRAY, going

LAMP, KEY = "the-lamp-1f0c9a", "the-key-7e21bb"


def held(
    sha256: str, kind: str = "clip", provider: str = "animatic", *inputs: str,
    kept: bool = False, charged: int = 0, wanted: tuple[str, ...] = (LAMP,),
    live: tuple[str, ...] | None = None, job: int = 0,
) -> Holding:  # fmt: skip
    local = provider in ("rules", "animatic", "cutting")
    return Holding(
        sha256=sha256, job=job, kind=kind, provider=provider, kept=kept, paid=not local,
        charged=charged, inputs=inputs, wanted=frozenset(wanted),
        live=frozenset(wanted if live is None else live),
    )  # fmt: skip


def free(known: Holdings, production: str = "", here: set[str] | None = None) -> set[str]:
    there = {one.sha256 for one in known.takes} if here is None else here
    return set(going(known, there, production).free)


FILM = (
    held("panel", "panel"),
    held("drawn", "clip", "animatic", "panel"),
    held("bought", "clip", "kling", "first", charged=500_000, job=7),
    held("first", "panel", kept=True),
    held("last", "image", "cutting", "bought"),
    held("body", "body", "cutting", "bought"),
    held("scene", "scene", "cutting", "body", "drawn"),
    held("film", "film", "cutting", "scene"),
    held("old film", "film", "cutting", "scene"),
    held("words", "text", "rules"),
)


def test_what_can_be_made_again_goes_and_all_else_stays() -> None:
    known = Holdings(takes=FILM, films=frozenset({"film"}))
    assert free(known) == {"panel", "drawn", "last", "body", "scene", "old film"}


def test_what_a_paid_order_begins_with_stays_though_nothing_was_accepted_yet() -> None:
    known = Holdings(takes=FILM, films=frozenset({"film"}), asked=frozenset({"panel", "last"}))
    assert free(known) == {"drawn", "body", "scene", "old film"}


def test_a_files_last_copy_stays_when_what_it_was_made_from_is_gone() -> None:
    here = {one.sha256 for one in FILM} - {"bought"}
    known = Holdings(takes=FILM, films=frozenset({"film"}))
    assert free(known, here=here) == {"panel", "drawn", "scene", "old film"}


def test_what_was_made_from_gone_but_free_bytes_can_be_made_again() -> None:
    known = Holdings(takes=FILM)
    assert free(known, here={"drawn", "scene", "bought", "first"}) == {"drawn", "scene"}


def test_bytes_that_are_also_something_paid_for_stay() -> None:
    known = Holdings(takes=(*FILM, held("panel", "image", "google", charged=1)))
    assert "panel" not in free(known)


def test_one_production_leaves_to_others_what_they_show() -> None:
    takes = (
        held("own", wanted=(LAMP,)),
        held("shared", wanted=(LAMP, KEY)),
        held("once shared", wanted=(LAMP, KEY), live=(LAMP,)),
        held("theirs", wanted=(KEY,)),
    )
    known = Holdings(takes=takes)
    assert free(known, LAMP) == {"own", "once shared"}
    assert free(known, KEY) == {"theirs"}
    assert free(known) == {"own", "shared", "once shared", "theirs"}


def test_bytes_that_nobody_speaks_of_go_unless_something_is_under_way() -> None:
    here = {"panel", "left over", "own clip"}
    known = Holdings(takes=FILM, given=frozenset({"own clip"}))
    assert going(known, here).free == {"panel": "panel", "left over": STRAY}
    assert "left over" not in going(known, here, LAMP).free
    waits = Holdings(takes=FILM, given=frozenset({"own clip"}), under_way=True)
    assert going(waits, here).free == {"panel": "panel"}


def test_originals_are_the_paid_clips_of_one_production_and_what_was_made_from_them() -> None:
    known = Holdings(
        takes=(*FILM, held("picture", "image", "google", charged=90_000)),
        films=frozenset({"film"}), asked=frozenset({"first"}),
    )  # fmt: skip
    found = going(known, {one.sha256 for one in known.takes}, LAMP, originals=True)
    assert found.originals == {"bought": 500_000}
    assert "body" in found.free
    assert "picture" not in found.free


def test_originals_that_another_film_shows_or_continues_stay() -> None:
    takes = (
        held("bought", "clip", "kling", charged=5, wanted=(LAMP, KEY)),
        held("left", "clip", "kling", charged=6, wanted=(LAMP, KEY), live=(LAMP,)),
        held("begun with", "clip", "kling", charged=7),
        held("a still too", "clip", "kling", charged=8),
        held("a still too", "image", "cutting"),
    )
    known = Holdings(takes=takes, asked=frozenset({"begun with"}))
    found = going(known, {one.sha256 for one in takes}, LAMP, originals=True)
    assert found.originals == {"left": 6}
    assert found.shared == {"bought"}


def test_a_long_chain_and_a_circle_do_not_hurt() -> None:
    chain = tuple(held(f"{n}", "clip", "cutting", f"{n - 1}") for n in range(1, 5000))
    known = Holdings(takes=(held("0"), *chain))
    assert free(known, here={"4999"}) == {"4999"}
    circle = Holdings(takes=(held("a", "body", "cutting", "b"), held("b", "body", "cutting", "a")))
    assert free(circle, here=set()) == set()


NAMES = [f"{n}" for n in range(8)]


@st.composite
def ledgers(draw: st.DrawFn) -> tuple[Holdings, set[str]]:
    takes = [
        held(
            name, draw(st.sampled_from(["clip", "body", "panel", "text"])),
            draw(st.sampled_from(["animatic", "cutting", "kling"])),
            *draw(st.lists(st.sampled_from(NAMES[:at] or ["lost"]), max_size=2)),
            kept=draw(st.booleans()), charged=draw(st.integers(0, 9)),
            wanted=draw(st.sampled_from([(LAMP,), (KEY,), (LAMP, KEY)])),
        )
        for at, name in enumerate(NAMES)
    ]  # fmt: skip
    some = st.sets(st.sampled_from(NAMES), max_size=3)
    asked = {i for one in takes if one.paid for i in one.inputs}
    known = Holdings(
        takes=tuple(takes), films=frozenset(draw(some)), given=frozenset(draw(some)),
        asked=frozenset(asked),
    )  # fmt: skip
    return known, set(draw(st.sets(st.sampled_from([*NAMES, "x"]))))


@given(ledgers(), st.sampled_from(["", LAMP]))
def test_whatever_is_recorded_nothing_is_lost(found: tuple[Holdings, set[str]], who: str) -> None:
    """After any cleaning, all that was there or could be made is there or can be made."""
    known, here = found

    def within_reach(there: set[str]) -> set[str]:
        reach = set(there)
        for one in known.takes:  # names are drawn so that inputs come first
            if not one.paid and set(one.inputs) <= reach:
                reach.add(one.sha256)
        return reach

    gone = set(going(known, here, who).free)
    assert gone <= here
    left = here - gone
    assert within_reach(here) - {"x"} <= within_reach(left)
    for one in known.takes:
        protected = one.paid or one.kept or one.sha256 in known.films | known.given | known.asked
        assert not (protected and one.sha256 in gone)
