"""Lineage: which Order bytes came from, what it cost, and what else was made in their place."""

import json
from collections.abc import Iterable

import sqlalchemy as sa
from pydantic import JsonValue

from reelwright.film.noun import Noun
from reelwright.film.order import Order
from reelwright.ledger.jobs import BATCH
from reelwright.ledger.productions import Cut
from reelwright.ledger.tables import LOCAL_OWNER, attempt, cut, job, take, want


class Origin(Noun):
    """Stored bytes with the Order that they answer. `charged` is what its attempts cost in all, in
    micro-units."""

    sha256: str
    media_type: str
    facts: dict[str, JsonValue]
    order: Order
    charged: int = 0


def origins(
    connection: sa.Connection, hashes: Iterable[str], owner: str = LOCAL_OWNER
) -> dict[str, Origin]:
    """The origin of each of these bytes, as far as it is recorded."""
    wanted = list(dict.fromkeys(hashes))
    found: dict[str, Origin] = {}
    for start in range(0, len(wanted), BATCH):
        query = _query(owner).where(take.c.sha256.in_(wanted[start : start + BATCH]))
        for one in _read(connection, query):
            found.setdefault(one.sha256, one)
    return found


def clips(
    connection: sa.Connection,
    production_id: str,
    providers: Iterable[str],
    owner: str = LOCAL_OWNER,
) -> list[Origin]:
    """Every clip by these providers that a revision of a production ever wanted, oldest first."""
    theirs = sa.select(want.c.job_id).where(want.c.production_id == production_id)
    query = _query(owner).where(
        job.c.kind == "clip", job.c.provider.in_(list(providers)), job.c.id.in_(theirs)
    )
    return _read(connection, query)


def cuts(connection: sa.Connection, production_id: str) -> list[Cut]:
    """Every recorded cut of a production, the newest first."""
    rows = connection.execute(
        sa.select(cut).where(cut.c.production_id == production_id).order_by(cut.c.revision.desc())
    )
    return [
        Cut(
            production=row.production_id,
            revision=row.revision,
            film=row.film,
            timeline=row.timeline,
            storyboard=row.storyboard,
        )
        for row in rows
    ]


def _query(owner: str) -> sa.Select[tuple[object, ...]]:
    charged = (
        sa.select(sa.func.coalesce(sa.func.sum(attempt.c.charged_micros), 0))
        .where(attempt.c.job_id == job.c.id)
        .scalar_subquery()
    )
    return (
        sa.select(take.c.sha256, take.c.media_type, take.c.facts, job.c.body, charged.label("paid"))
        .join(job, take.c.job_id == job.c.id)
        .where(take.c.owner_id == owner)
        .order_by(take.c.id)
    )


def _read(connection: sa.Connection, query: sa.Select[tuple[object, ...]]) -> list[Origin]:
    return [
        Origin(
            sha256=row.sha256,
            media_type=row.media_type,
            facts=json.loads(row.facts),
            order=Order.model_validate_json(row.body),
            charged=int(row.paid),
        )
        for row in connection.execute(query)
    ]
