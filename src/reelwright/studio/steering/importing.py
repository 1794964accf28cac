"""`edit`: an edit of our film that comes back from an editing program is taken over by shots."""

import json
import time
from pathlib import Path

from reelwright.film.edit import EDIT
from reelwright.film.errors import BadInput
from reelwright.film.noun import Noun
from reelwright.film.production import Patch, Patches
from reelwright.film.timeline import Timeline
from reelwright.formats import otio_edit
from reelwright.formats.exchange import Told
from reelwright.ledger import lineage, productions, wants
from reelwright.ledger.productions import Production, Revision
from reelwright.providers.registry import PROVIDERS
from reelwright.studio.home import Home, own_home
from reelwright.studio.opening import find_production, plain
from reelwright.studio.pointing import board_of, newest, places
from reelwright.studio.settings import Settings
from reelwright.studio.steering.matching import Known, matched


class Taken(Noun):
    """An edit as it was taken over: the new revision, how many clips it shows, how many shots it
    leaves out, whether it moves sounds, too, and sentences for people."""

    production: str
    revision: int
    clips: int = 0
    left_out: int = 0
    sounds: bool = False
    notes: tuple[str, ...] = ()


def take_over(settings: Settings, name: str, file: Path) -> Taken:
    """Record the edit in `file` as a new revision of a production (named by the file itself when
    `name` is ""). The next run cuts the film by it. Raises `BadInput`; then nothing is recorded."""
    told = otio_edit.read(file)
    with own_home(settings) as home:
        production = find_production(home, name or _named(told, file))
        revision = newest(home, production)
        if told.production and told.production != production.id:
            raise BadInput(
                "edit",
                f"{file.name} is an edit of {told.production}, not of {production.id}",
                f"Use: reelwright edit {told.production} {file.name}",
            )
        if told.timeline.house.rate != revision.wish.house.rate:
            raise BadInput(
                "edit",
                f"{file.name} counts {told.timeline.house.rate} frames a second, the film "
                f"{revision.wish.house.rate}",
                "Set the program's project to the film's rate, and export again.",
            )
        known = _known(home, production, revision, told)
        edit, notes = matched(told, known, plain(file.name))
        made = _revised(home, production, revision, Patch(edit=edit))
    return Taken(
        production=production.id,
        revision=made,
        clips=len(edit.items),
        left_out=len(edit.left_out),
        sounds=edit.sounds is not None,
        notes=(*told.notes, *notes),
    )


def go_back(settings: Settings, name: str) -> Taken:
    """Drop the edit: the film is cut as the story goes again."""
    with own_home(settings) as home:
        production = find_production(home, name)
        revision = newest(home, production)
        if EDIT not in revision.patches:
            raise BadInput(
                "edit",
                f"{production.id} is cut as its story goes: there is no edit to drop",
                "Take one over: reelwright edit PRODUCTION FILE.otio",
            )
        made = _revised(home, production, revision, Patch())
    return Taken(production=production.id, revision=made)


def _named(told: Told, file: Path) -> str:
    if not told.production:
        raise BadInput(
            "edit",
            f"{file.name} does not say which film it is an edit of",
            f"Name it: reelwright edit PRODUCTION {file.name}",
        )
    return told.production


def _revised(home: Home, production: Production, before: Revision, patch: Patch) -> int:
    """Record a revision with this edit (none, if the patch is empty); it wants the paid jobs that
    the one before wanted."""
    patches: Patches = {key: value for key, value in before.patches.items() if key != EDIT}
    if patch.edit is not None:
        patches[EDIT] = patch
    now = time.time()
    with home.database.begin() as connection:
        made = productions.revise(connection, production.id, before.source, before.wish, patches)
        if made.number != before.number:
            jobs = wants.listed(connection, production.id, before.number)
            paid = [one.id for one in jobs if one.provider in PROVIDERS and not one.withdrawn]
            wants.carry(connection, production.id, made.number, paid, now)
            productions.change(connection, production.id, status="pending", error="")
            file = patch.edit.file if patch.edit else ""
            productions.note(connection, production.id, "edit", json.dumps({"file": file}))
    return made.number


def _known(home: Home, production: Production, revision: Revision, told: Told) -> Known:
    """What the production has shown so far. Raises `BadInput` when it has shown nothing."""
    with home.look() as connection:
        cuts = lineage.cuts(connection, production.id)
        timelines = [Timeline.model_validate_json(cut.timeline) for cut in cuts]
        clips = [item.clip for one in (told.timeline, *timelines) for item in one.items]
        origins = lineage.origins(connection, clips)
    if not timelines:
        raise BadInput(
            "edit",
            f"production {production.id} has no finished film yet",
            "Run the command that began it again.",
        )
    shots: dict[str, set[str]] = {}
    cards: dict[str, int] = {}
    roles: dict[str, str] = {}
    for timeline in timelines:
        for item in timeline.items:
            if item.shot:
                shots.setdefault(item.clip, set()).add(item.shot)
        made = dict.fromkeys(item.clip for item in timeline.items if not item.shot)
        cards |= {clip: number for number, clip in enumerate(made, 1) if clip not in cards}
        roles |= {sound.clip: sound.role for sound in timeline.sounds if sound.clip not in roles}
    edit = revision.patches.get(EDIT, Patch()).edit
    heard = {sound.clip for sound in timelines[0].sounds} | set(edit.silent if edit else ())
    return Known(
        places={shot.id: place for place, shot in places(board_of(home, revision)).items()},
        shots={clip: frozenset(ids) for clip, ids in shots.items()},
        cards=cards,
        current={item.shot: item.clip for item in timelines[0].items if item.shot},
        lengths={name: int(str(one.facts.get("frames", 0))) for name, one in origins.items()},
        roles=roles,
        heard=frozenset(heard),
    )
