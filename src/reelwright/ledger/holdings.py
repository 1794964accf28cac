"""Holdings: all stored bytes that the ledger speaks of, and what each of them is to whom."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from reelwright.ledger.jobs import BATCH
from reelwright.ledger.tables import (
    LOCAL_OWNER,
    attempt,
    cut,
    job,
    production,
    revision,
    take,
    want,
)

_HASH = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


@dataclass(frozen=True)
class Holding:
    """A Take. `charged` is what all attempts at its job cost, in micro-units; `paid` whether one of
    them was paid for. `inputs` are the hashes that it was made from. `wanted` are the productions
    of which any revision wanted it, `live` those of which the newest one does."""

    sha256: str
    job: int
    kind: str
    provider: str
    kept: bool
    paid: bool
    charged: int
    inputs: tuple[str, ...] = ()
    wanted: frozenset[str] = frozenset()
    live: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Holdings:
    """Everything. `films` are the newest finished film of each production, `given` the user's own
    files, `asked` what Orders at services were made with."""

    takes: tuple[Holding, ...]
    films: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    under_way: bool = False
    """Whether something is at a service now, of which nobody knows what bytes it will be."""
    _by: dict[str, list[Holding]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def by_hash(self) -> dict[str, list[Holding]]:
        """The same bytes may be the Take of several Orders."""
        if not self._by:
            for one in self.takes:
                self._by.setdefault(one.sha256, []).append(one)
        return self._by


def holdings(connection: sa.Connection, local: Sequence[str], owner: str = LOCAL_OWNER) -> Holdings:
    """All that is recorded. `local` are the providers whose Orders are made here, for free."""
    wanted, live = _wants(connection)
    paid = _paid(connection)
    rows = connection.execute(
        sa.select(
            take.c.sha256, take.c.kept, take.c.attempt_id, job.c.id, job.c.kind,
            job.c.provider, job.c.body,
        )
        .join(job, job.c.id == take.c.job_id)
        .where(take.c.owner_id == owner)
        .order_by(take.c.id)
    )  # fmt: skip
    found = [
        Holding(
            sha256=row.sha256, job=row.id, kind=row.kind, provider=row.provider,
            kept=bool(row.kept), paid=row.id in paid or row.provider not in local,
            charged=paid.get(row.id, 0), inputs=_inputs(row.body),
            wanted=frozenset(wanted.get(row.id, ())), live=frozenset(live.get(row.id, ())),
        )
        for row in rows
    ]  # fmt: skip
    return Holdings(
        takes=tuple(found),
        films=frozenset(_films(connection)),
        given=frozenset(_given(connection)),
        asked=frozenset(_asked(connection, local)),
        under_way=_under_way(connection),
    )


def costs(connection: sa.Connection, hashes: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Content hash -> (number of the job, what its attempts cost in micro-units)."""
    names = sorted(set(hashes))
    found: dict[str, tuple[int, int]] = {}
    for start in range(0, len(names), BATCH):
        rows = connection.execute(
            sa.select(take.c.sha256, take.c.job_id, sa.func.sum(attempt.c.charged_micros))
            .join(attempt, attempt.c.job_id == take.c.job_id)
            .where(take.c.sha256.in_(names[start : start + BATCH]))
            .group_by(take.c.sha256, take.c.job_id)
        )
        found |= {str(row[0]): (int(row[1]), int(row[2] or 0)) for row in rows}
    return found


def _inputs(body: str) -> tuple[str, ...]:
    return tuple(json.loads(body).get("inputs", ()))


def _wants(connection: sa.Connection) -> tuple[dict[int, set[str]], dict[int, set[str]]]:
    """Job -> productions that ever wanted it, and those whose newest revision does."""
    newest = sa.and_(
        production.c.id == want.c.production_id,
        production.c.revision == want.c.revision,
        production.c.deleted_at.is_(None),
        want.c.withdrawn_at.is_(None),
    )
    rows = connection.execute(
        sa.select(want.c.job_id, want.c.production_id, production.c.id).outerjoin(
            production, newest
        )
    )
    ever: dict[int, set[str]] = {}
    now: dict[int, set[str]] = {}
    for job_id, name, current in rows:
        ever.setdefault(job_id, set()).add(name)
        if current is not None:
            now.setdefault(job_id, set()).add(name)
    return ever, now


def _paid(connection: sa.Connection) -> dict[int, int]:
    """Job -> what was charged for it, of every job that was ever held money for."""
    rows = connection.execute(
        sa.select(attempt.c.job_id, sa.func.sum(attempt.c.charged_micros))
        .where(attempt.c.token.is_not(None))
        .group_by(attempt.c.job_id)
    )
    return {int(row[0]): int(row[1] or 0) for row in rows}


def _films(connection: sa.Connection) -> set[str]:
    """The newest film of each production."""
    rows = connection.execute(
        sa.select(cut.c.production_id, cut.c.film).order_by(cut.c.revision)
    ).all()
    return set({str(row[0]): str(row[1]) for row in rows}.values())


def _given(connection: sa.Connection) -> set[str]:
    """The user's own files, wherever a revision names them: nobody can make them again."""
    found: set[str] = set()
    for wish, patches in connection.execute(sa.select(revision.c.wish, revision.c.patches)):
        found.update(_HASH.findall(wish))
        found.update(_HASH.findall(patches))
    return found


def _asked(connection: sa.Connection, local: Sequence[str]) -> set[str]:
    """What Orders that services make begin with: without it they could not be told apart."""
    paid = sa.select(attempt.c.job_id).where(attempt.c.token.is_not(None))
    theirs = sa.or_(job.c.provider.not_in(list(local)), job.c.id.in_(paid))
    bodies = connection.execute(sa.select(job.c.body).where(theirs)).scalars()
    return {name for body in bodies for name in _inputs(body)}


def _under_way(connection: sa.Connection) -> bool:
    query = sa.select(attempt.c.id).where(attempt.c.money == "held").limit(1)
    return connection.execute(query).first() is not None
