"""Makers are found through all that the cut makes of what they made."""

import json
from pathlib import Path

import sqlalchemy as sa
from tests.unit.studio.booth import Booth, booth

from reelwright.film.order import Order, Take
from reelwright.film.shot import Shot, Storyboard
from reelwright.film.story import Bible, Screenplay
from reelwright.film.timeline import Item, Sound, Timeline
from reelwright.ledger import jobs
from reelwright.ledger.tables import take
from reelwright.studio.provenance import credits_of

BOARD = Storyboard(
    bible=Bible(),
    screenplay=Screenplay(),
    shots=tuple(Shot(id=f"s{n}", scene="1.1", size="wide") for n in (1, 2, 3, 4)),
)


def made(b: Booth, kind: str, provider: str, *inputs: str, **params: str) -> str:
    """A Take of such an Order; its hash is that of its Order."""
    order = Order.model_validate(
        {"kind": kind, "provider": provider, "model": "m-1", "params": params, "inputs": inputs}
    )
    name = order.fingerprint
    with b.home.database.begin() as connection:
        jobs.add_wants(connection, b.production.id, b.revision.number, [order])
        job = jobs.wanted(connection, b.production.id, b.revision.number)[-1]
        one = Take(fingerprint=name, sha256=name, media_type="video/mp4", size=1)
        connection.execute(
            sa.insert(take).values(
                job_id=job.id, created_at=0.0, facts=json.dumps({}),
                **one.model_dump(exclude={"fingerprint", "facts"}),
            )
        )  # fmt: skip
    return name


def item(clip: str, shot: str) -> Item:
    return Item(clip=clip, frames=48, scene="1.1", shot=shot)


def test_makers_are_found_behind_bodies_joins_panels_and_the_users_own(tmp_path: Path) -> None:
    own, picture, lut = "a" * 64, "b" * 64, "c" * 64
    with booth(tmp_path) as b:
        parts = [made(b, "clip", "kling", prompt=word) for word in ("a fox", "a fox runs")]
        bodies = [made(b, "body", "cutting", part, lut) for part in parts]
        joined = made(b, "scene", "cutting", *bodies)
        given = made(b, "body", "cutting", own, lut)
        drawn = made(b, "clip", "animatic", made(b, "panel", "animatic"), lut)
        over = made(b, "clip", "animatic", made(b, "panel", "animatic", picture), lut)
        timeline = Timeline(
            title="The Key",
            items=(
                Item(clip=made(b, "card", "cutting"), frames=24), item(joined, "s1"),
                item(given, "s2"), item(drawn, "s3"), item(over, "s4"), item(drawn, "s3"),
            ),
            sounds=(
                Sound(clip=made(b, "voice", "elevenlabs", text="x"), at=0, frames=5),
                Sound(clip=made(b, "voice", "animatic", text="y"), at=0, frames=5),
                Sound(clip=made(b, "music", "animatic"), at=0, frames=5, role="music"),
                Sound(clip="d" * 64, at=9, frames=5, role="music"),
            ),
        )  # fmt: skip
        film = credits_of(b.home, timeline, BOARD)
        told = [(one.what, one.agent, one.source, one.count) for one in film.makers]
        assert told == [
            ("picture", "kling m-1", "trained", 1),
            ("picture", "", "own", 1),
            ("picture", "Reelwright animatic", "algorithmic", 1),
            ("picture", "Reelwright animatic", "mixed", 1),
            ("voice", "elevenlabs m-1", "trained", 1),
            ("voice", "Reelwright animatic", "algorithmic", 1),
            ("music", "Reelwright animatic", "algorithmic", 1),
            ("music", "", "own", 1),
        ]
        kling, _, twice, *_ = film.makers
        assert [(one.name, one.start, one.end) for one in kling.spans] == [("1.1/1", 1.0, 3.0)]
        assert [(one.name, one.start) for one in twice.spans] == [("1.1/3", 5.0), ("1.1/3", 9.0)]
        assert film.source == "trained mixed"
        assert film.prompts == {}
        asked = credits_of(b.home, timeline, BOARD, prompts=True)
        assert asked.prompts == {"1.1/1": ("a fox", "a fox runs")}
