"""Acceptance: damaged transfers, bad files, expired addresses, and what each of them costs."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from pydantic import JsonValue
from tests.simulation.damage import DAMAGES
from tests.simulation.film import running, told
from tests.simulation.scene import Scene, scene, stored
from tests.simulation.service import MICROS, Fate, clip, clip_order, order, picture
from tests.standins import media

from reelwright.film.asked import SpeechAsked, order_of
from reelwright.film.errors import MachineTrouble
from reelwright.film.money import Money
from reelwright.film.order import Missing, Order, Take
from reelwright.film.provider import Polling
from reelwright.film.talk import Done, Finished, Result
from reelwright.ledger.attempt import Attempt
from reelwright.providers.overriding import catalogue
from reelwright.providers.quoting import price
from reelwright.studio.spending.accept import FETCHES, accept, accept_content, at_own_price
from reelwright.studio.spending.counter import Again, Arrived, Pending, Step
from reelwright.studio.spending.poll import poll


def arrived(play: Scene, name: str = "a", *, wish: Order | None = None) -> Arrived:
    """Taken, done, and to be fetched."""
    one = play.ticketed(name, wish=wish)
    play.clock.sleep(30)
    step = poll(play.counter, one)
    assert isinstance(step, Arrived)
    return step


def fetched(play: Scene, step: Arrived) -> Step:
    return accept(play.counter, step.attempt, step.done)


def fetched_again(play: Scene, one: Attempt, step: Step) -> Step:
    """Write when to ask next, wait for it, ask, and fetch."""
    play.look_again(one, step)
    play.clock.until(play.now(one).next_poll_at)
    again = poll(play.counter, play.now(one))
    return fetched(play, again) if isinstance(again, Arrived) else again


def test_what_arrives_whole_becomes_a_take(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        step = arrived(play)
        take = fetched(play, step)
        assert isinstance(take, Take)
        assert take.sha256 == sha256(picture("job-0")).hexdigest()
        assert play.home.store.has(take.sha256)
        assert play.state(step.attempt) == ("accepted", "charged")
        assert (take.facts["width"], take.tool) == (64, "replicate/black-forest-labs/flux-schnell")
        assert play.left() == []


@pytest.mark.parametrize("kind", DAMAGES)
def test_every_damage_alone(tmp_path: Path, kind: str) -> None:
    """Met once: some are mended on the spot, an expired address needs a fresh one."""
    with scene(tmp_path) as play:
        step = arrived(play)
        play.service.faults.add(kind)  # type: ignore[arg-type]  # from the list
        answer = fetched(play, step)
        if isinstance(answer, Pending):
            answer = fetched_again(play, step.attempt, answer)
        assert isinstance(answer, Take)
        assert answer.sha256 == sha256(picture("job-0")).hexdigest()
        assert len(play.service.posts_at) == 1


@pytest.mark.parametrize("kind", DAMAGES)
def test_every_damage_without_end(tmp_path: Path, kind: str) -> None:
    """Never accepted, never bought again; after a while the run goes on without it, and in the end
    the user decides. When it is mended before, it is taken in."""
    with scene(tmp_path, polling=Polling(retention=3600)) as play:
        step = arrived(play)
        play.service.faults.add(kind, times=10**6)  # type: ignore[arg-type]  # from the list
        answer = fetched(play, step)
        late = 0
        while isinstance(answer, Pending):
            late += answer.late
            answer = fetched_again(play, step.attempt, answer)
        assert late > 10
        assert isinstance(answer, Missing)
        assert (answer.reason, answer.settled) == ("parked", False)
        assert play.state(step.attempt) == ("ready", "held")
        assert play.clock.since < 3600 + 120
        assert len(play.service.polls_at) < 3600 / 60 + 10, "it is not asked for all the time"
        assert len(play.service.posts_at) == 1
        assert stored(play.home) == set()
        assert play.left() == []


def test_the_run_goes_on_without_a_file_that_does_not_come(tmp_path: Path) -> None:
    with scene(tmp_path, lambda *_: Fate(seconds=5)) as play:
        play.service.faults.add("html", times=3 * (FETCHES + 1))
        with running(play.counter, play.clock) as run:
            answer = run.till.want(play.order("a"))
            run.until(answer)
            missing = answer.result()
            assert isinstance(missing, Missing)
            assert (missing.reason, missing.settled) == ("overdue", False)
            assert play.total().held == MICROS
            run.for_(120)
        (one,) = play.attempts()
        assert (one.work, one.money) == ("accepted", "charged")
        assert len(play.service.posts_at) == 1


@pytest.mark.parametrize(("wish", "content"), [(order, picture), (clip_order, clip)])
def test_the_services_own_bad_file_has_failed_and_is_paid(
    tmp_path: Path, wish: Callable[[str], Order], content: Callable[[str], bytes]
) -> None:
    """The same bytes twice, and no valid file: not the transfer's fault. Its charge stands, and a
    new take is a new attempt with a hold of its own."""
    with scene(tmp_path, lambda *_: Fate(seconds=5)) as play:
        play.service.content = content
        play.service.faults.add("bad file", times=2)
        with running(play.counter, play.clock, retries=1) as run:
            play.wants(wish("a"))
            answer = run.till.want(wish("a"))
            run.until(answer)
        first, second = play.attempts()
        assert (first.work, first.money, first.charged) == ("failed", "charged", MICROS)
        assert "own file is bad" in first.error
        assert second.work == "accepted"
        assert isinstance(answer.result(), Take)
        assert len(play.service.posts_at) == 2
        assert play.left() == []


def test_a_bad_file_is_not_bought_for_ever(tmp_path: Path) -> None:
    with scene(tmp_path, lambda *_: Fate(seconds=5)) as play:
        play.service.faults.add("bad file", times=10**6)
        with running(play.counter, play.clock, retries=2) as run:
            answer = run.till.want(play.order("a"))
            run.until(answer)
        missing = answer.result()
        assert isinstance(missing, Missing)
        assert (missing.reason, missing.settled) == ("failed", True)
        assert play.total().charged == 3 * MICROS
        assert play.total().held == 0


def test_a_bad_file_once_and_a_good_one_then(tmp_path: Path) -> None:
    """One bad fetch proves nothing against the service."""
    with scene(tmp_path) as play:
        step = arrived(play)
        play.service.faults.add("bad file")
        assert isinstance(fetched(play, step), Take)
        assert play.total().charged == MICROS


def test_done_without_a_file(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        play.service.url_of = lambda _url: ""
        step = arrived(play)
        assert isinstance(fetched(play, step), Again)
        assert play.state(step.attempt) == ("failed", "charged")


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "http://169.254.169.254/latest/meta-data", "https://10.0.0.1/", "x"],
)
def test_an_address_that_is_not_one_to_go_to(tmp_path: Path, url: str) -> None:
    """It is paid for and may yet be given a better address: never fetched, never bought again."""
    with scene(tmp_path) as play:
        play.service.url_of = lambda _url: url
        step = arrived(play)
        answer = fetched(play, step)
        assert isinstance(answer, Pending)
        assert "not one to go to" in answer.cause
        assert play.state(step.attempt) == ("ready", "held")
        play.service.url_of = lambda good: good
        assert isinstance(fetched_again(play, step.attempt, answer), Take)


def test_a_service_that_is_silent_about_cost_is_charged_at_the_hold(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        play.service.charge = None
        step = arrived(play)
        fetched(play, step)
        assert play.total().charged == MICROS
        with play.home.look() as connection:
            marked = connection.exec_driver_sql("SELECT unconfirmed FROM attempt").scalar_one()
        assert marked == 1


def test_a_charge_above_the_hold_is_recorded_in_full_and_told(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        play.service.charge = 3 * MICROS
        step = arrived(play)
        assert isinstance(fetched(play, step), Take), "it is paid for, so it is used"
        play.counter.write_told()
        assert play.total().charged == 3 * MICROS
        assert play.cap().closed
        assert any('"alarm"' in event for event in told(play.home))


def test_nothing_is_booked_or_recorded_twice(tmp_path: Path) -> None:
    """Two processes fetch the same result."""
    with scene(tmp_path) as play:
        step = arrived(play)
        assert isinstance(fetched(play, step), Take)
        assert fetched(play, step) == Pending(cause="somebody else accepted it")
        assert play.total().charged == MICROS
        with play.home.look() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM take").scalar_one() == 1


def test_a_disk_that_cannot_be_written_to_ends_the_run_and_loses_nothing(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        step = arrived(play)
        folder = play.home.scratch / f"accept-{step.attempt.id}-{play.counter.sender}"
        folder.mkdir()
        (folder / "file-0").touch()
        with pytest.raises(MachineTrouble):
            fetched(play, step)
        assert play.state(step.attempt) == ("ready", "held")
        assert play.left() == []
        play.clock.until(play.now(step.attempt).next_poll_at)
        again = poll(play.counter, play.now(step.attempt))
        assert isinstance(again, Arrived)
        assert isinstance(fetched(play, again), Take)


def test_a_download_is_given_up_when_the_till_closes(tmp_path: Path) -> None:
    from reelwright.studio.wire import Stopped

    with scene(tmp_path) as play:
        step = arrived(play)
        play.counter.stopping.set()
        with pytest.raises(Stopped):
            fetched(play, step)
        assert play.state(step.attempt) == ("ready", "held")
        assert play.left() == []


@pytest.mark.parametrize(
    ("own", "charged"),
    [("0.05", 1_600), ("0.10", 3_200), ("0.011", 352), ("0", 0), (None, 1_600)],
)
def test_what_was_counted_is_charged_at_the_owners_own_price(
    tmp_path: Path, own: str | None, charged: int
) -> None:
    """0.05 USD for 1,000 characters by the built-in list: 32 were counted."""
    line = SpeechAsked(text="Bring me the key to the lantern.", voice="v")
    wish = order_of("voice", "elevenlabs", "eleven_flash_v2_5", line)
    file = tmp_path / "own.toml"
    row = f'service = "elevenlabs"\nmodel = "eleven_flash_v2_5"\nprice = {own}\n'
    file.write_text(f"[[voice]]\n{row}" if own is not None else "")
    counted = Money(micros=1_600)
    heard = Finished(content=media.tone(2.0), media_type="audio/mpeg", charge=counted)
    with scene(tmp_path) as play:
        play.counter.catalogue = catalogue(file)
        quoted = price(wish, play.counter.catalogue)
        assert quoted is not None
        assert quoted.micros == charged
        stated = at_own_price(play.counter, play.sending("b", wish=clip_order("b")), counted)
        assert stated == counted, "that service says what it charges"
        one = play.sending(wish=wish)
        assert isinstance(accept_content(play.counter, one, heard), Take)
        assert play.now(one).charged == charged


def test_what_the_service_said_is_kept_beside_what_was_measured(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        step = arrived(play)
        done = Done(
            results=(Result(url=step.done.results[0].url, media_type="image/webp"),),
            charge=Money(micros=1), facts={"seed": 7, "width": 9999},
        )  # fmt: skip
        take = accept(play.counter, step.attempt, done)
        assert isinstance(take, Take)
        assert take.facts == {"seed": 7, "width": 64, "height": 36}
        assert take.media_type == "image/webp"


@pytest.mark.parametrize("times", [(), (("Bring", 0.0, 0.5),)])
def test_a_line_has_times_for_its_words(tmp_path: Path, times: tuple[object, ...]) -> None:
    """Those of the service, or else spread over what was measured."""
    asked = SpeechAsked(text="Bring me the key", voice="v")
    wish = order_of("voice", "elevenlabs", "eleven_flash_v2_5", asked)
    facts: dict[str, JsonValue] = {"words": [["Bring", 0.0, 0.5]]} if times else {}
    with scene(tmp_path) as play:
        one = play.sending(wish=wish)
        heard = Finished(content=media.tone(2.0), media_type="audio/mpeg", facts=facts)
        take = accept_content(play.counter, one, heard)
        assert isinstance(take, Take)
        words = take.facts["words"]
        if times:
            assert words == [["Bring", 0.0, 0.5]]
            return
        assert isinstance(words, list)
        told_words, ends = zip(
            *((word[0], word[2]) for word in words if isinstance(word, list)), strict=True
        )
        assert told_words == ("Bring", "me", "the", "key")
        assert ends[-1] == pytest.approx(2.0, abs=0.1)
