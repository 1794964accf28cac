"""Assemblies: what was rendered, joined and mixed on this machine, each with how it was done."""

import json
import shlex
from collections.abc import Iterable

from reelwright.cutting.rendering import graph
from reelwright.film.noun import Noun
from reelwright.film.timeline import House
from reelwright.ledger.history import Local
from reelwright.media.house import arguments

KINDS = ("body", "join", "scene", "track", "card", "film")


class Assembly(Noun):
    """One assembly. `command` is the ffmpeg command line, where the program ffmpeg made it; else
    the tool of ours, which works in this process. `at` is UTC seconds since 1970."""

    job: int
    kind: str
    state: str
    at: float
    seconds: float
    command: str
    error: str = ""


def assemblies(rows: Iterable[Local]) -> tuple[Assembly, ...]:
    return tuple(
        Assembly(
            job=one.job,
            kind=one.kind,
            state=one.work,
            at=one.started_at,
            seconds=round(max(0.0, one.ended_at - one.started_at), 3),
            command=command(one),
            error=one.error,
        )
        for one in rows
    )


def command(one: Local) -> str:
    """How it was made. An Order holds what its command line depends on, so the line is not recorded
    but written out again, with hashes for paths. What depends on the clip itself (how its colours
    are coded, the form of a colour table) is found while it is made and is not in it.
    """
    if not one.model.startswith("body-"):
        return f"in process: {one.provider} {one.model}"
    order = json.loads(one.body)
    params, (clip, *tables) = order["params"], order["inputs"]
    house = House.model_validate(params["house"])
    grade = {"grade": f"lut3d=file={tables[0]}"} if tables else {}
    filters = graph(house, int(params["start"]), int(params["frames"]), params["fit"], **grade)
    line = [
        "ffmpeg", "-i", f"file:{clip}", "-filter_complex", f"[0:v:0]{filters}[v]",
        "-map", "[v]", *arguments(house), "file:body.mp4",
    ]  # fmt: skip
    return shlex.join(line)
