"""Productions and their immutable revisions."""

import time
from secrets import token_hex

import sqlalchemy as sa
from pydantic import TypeAdapter

from reelwright.film.noun import Noun, canonical, digest
from reelwright.film.production import Patches, Wish
from reelwright.film.source import Source
from reelwright.ledger.tables import LOCAL_OWNER, cut, event, production, revision


class Production(Noun):
    """One film being made, as recorded. `revision` is the newest one; `run` fences its drivers."""

    id: str
    name: str
    recipe: str
    title: str = ""
    status: str = "pending"
    stage: str = ""
    error: str = ""
    revision: int = 0
    run: int = 0
    created_at: float = 0.0
    updated_at: float = 0.0


class Revision(Noun):
    """What a production is made from: the addressed source and the wish, frozen."""

    production: str
    number: int
    source: Source
    wish: Wish
    patches: Patches = {}


def _production(row: sa.Row[tuple[object, ...]] | None) -> Production | None:
    if row is None:
        return None
    fields = row._mapping
    return Production(**{name: fields[name] for name in Production.model_fields})


def find(connection: sa.Connection, name_or_id: str, owner: str = LOCAL_OWNER) -> Production | None:
    """The production of that name, else of that id."""
    query = sa.select(production).where(
        production.c.owner_id == owner, production.c.deleted_at.is_(None)
    )
    named = connection.execute(query.where(production.c.name == name_or_id)).first()
    return _production(
        named or connection.execute(query.where(production.c.id == name_or_id)).first()
    )


def every(connection: sa.Connection, owner: str = LOCAL_OWNER) -> list[Production]:
    """All productions, the newest first."""
    rows = connection.execute(
        sa.select(production)
        .where(production.c.owner_id == owner, production.c.deleted_at.is_(None))
        .order_by(production.c.updated_at.desc(), production.c.id)
    )
    return [found for row in rows if (found := _production(row))]


def create(
    connection: sa.Connection,
    name: str,
    recipe: str,
    *,
    id: str = "",
    owner: str = LOCAL_OWNER,
) -> Production:
    """A new production; its id is random unless the caller chooses one."""
    now = time.time()
    fresh = Production(
        id=id or token_hex(5), name=name, recipe=recipe, created_at=now, updated_at=now
    )
    connection.execute(sa.insert(production).values(owner_id=owner, **fresh.model_dump()))
    return fresh


def newest_revision(connection: sa.Connection, production_id: str) -> Revision | None:
    return read_revision(connection, production_id, None)


def read_revision(
    connection: sa.Connection, production_id: str, number: int | None
) -> Revision | None:
    """One revision, the newest when `number` is None."""
    query = sa.select(revision).where(revision.c.production_id == production_id)
    if number is not None:
        query = query.where(revision.c.number == number)
    row = connection.execute(query.order_by(revision.c.number.desc()).limit(1)).first()
    if row is None:
        return None
    return Revision(
        production=row.production_id,
        number=row.number,
        source=Source.model_validate_json(row.source),
        wish=Wish.model_validate_json(row.wish),
        patches=_PATCHES.validate_json(row.patches),
    )


_PATCHES = TypeAdapter(Patches)


def newest_patches(connection: sa.Connection, production_id: str) -> Patches:
    """The user's decisions about shots in the newest revision, without the rest of it."""
    found = connection.execute(
        sa.select(revision.c.patches)
        .where(revision.c.production_id == production_id)
        .order_by(revision.c.number.desc())
        .limit(1)
    ).scalar_one_or_none()
    return {} if found is None else _PATCHES.validate_json(found)


def revise(
    connection: sa.Connection,
    production_id: str,
    source: Source,
    wish: Wish,
    patches: Patches | None = None,
    owner: str = LOCAL_OWNER,
) -> Revision:
    """Record a revision of this source, wish and patches; an equal newest one is answered as it
    stands. `patches` None keeps those of the newest one: they go by shot ids, not by numbers."""
    newest = newest_revision(connection, production_id)
    if patches is None:
        patches = newest.patches if newest else {}
    made = Revision(
        production=production_id,
        number=newest.number + 1 if newest else 1,
        source=source,
        wish=wish,
        patches=patches,
    )
    if newest is not None and newest.model_copy(update={"number": made.number}) == made:
        return newest
    number = made.number
    told = {shot: patch.model_dump() for shot, patch in patches.items()}
    fingerprint = digest([source.model_dump(), wish.model_dump(), told])
    now = time.time()
    connection.execute(
        sa.insert(revision).values(
            production_id=production_id,
            number=number,
            owner_id=owner,
            digest=fingerprint,
            source=source.model_dump_json(),
            wish=wish.model_dump_json(),
            patches=canonical(told),
            created_at=now,
        )
    )
    connection.execute(
        sa.update(production)
        .where(production.c.id == production_id)
        .values(revision=number, title=wish.title or source.title, updated_at=now)
    )
    return made


def change(connection: sa.Connection, production_id: str, **values: str) -> None:
    """Set status, stage or error of a production."""
    connection.execute(
        sa.update(production)
        .where(production.c.id == production_id)
        .values(updated_at=time.time(), **values)
    )


def begin_run(connection: sa.Connection, production_id: str) -> int:
    """Raise the run number, which makes every earlier driver of this production obsolete."""
    connection.execute(
        sa.update(production)
        .where(production.c.id == production_id)
        .values(run=production.c.run + 1, status="pending", error="", updated_at=time.time())
    )
    found = connection.execute(
        sa.select(production.c.run).where(production.c.id == production_id)
    ).scalar_one()
    return int(found)


def retire_runs(connection: sa.Connection) -> None:
    """Make every driver that a dead process left behind obsolete.

    Only for the owner of the data folder's lock: nobody else drives anything then.
    """
    connection.execute(sa.update(production).values(run=production.c.run + 1))
    connection.execute(
        sa.update(production)
        .where(production.c.status == "rendering")
        .values(status="cancelled", error="the process that made it ended")
    )


class Cut(Noun):
    """A finished film of a revision: the hash of its bytes, its timeline and its storyboard."""

    production: str
    revision: int
    film: str
    timeline: str
    storyboard: str


def record_cut(connection: sa.Connection, done: Cut, owner: str = LOCAL_OWNER) -> None:
    connection.execute(
        sa.delete(cut).where(
            cut.c.production_id == done.production, cut.c.revision == done.revision
        )
    )
    connection.execute(
        sa.insert(cut).values(
            production_id=done.production,
            revision=done.revision,
            owner_id=owner,
            film=done.film,
            timeline=done.timeline,
            storyboard=done.storyboard,
            created_at=time.time(),
        )
    )


def newest_cut(connection: sa.Connection, production_id: str) -> Cut | None:
    """The cut of the newest revision that has one."""
    row = connection.execute(
        sa.select(cut)
        .where(cut.c.production_id == production_id)
        .order_by(cut.c.revision.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    return Cut(
        production=row.production_id,
        revision=row.revision,
        film=row.film,
        timeline=row.timeline,
        storyboard=row.storyboard,
    )


def note(connection: sa.Connection, production_id: str, kind: str, data: str = "{}") -> None:
    """Append an event; `data` is JSON."""
    connection.execute(
        sa.insert(event).values(production_id=production_id, kind=kind, data=data, at=time.time())
    )
