"""ComfyUI: clips and pictures by the owner's own server and the owner's own workflow, for free.

Source: vendor, Comfy-Org/ComfyUI, read in `server.py` at 002c3fb9, `execution.py` at 04e2a914 and
`comfy_execution/jobs.py` at 172be438 (0.38); docs.comfy.org, "Workflow API format"; tried against a
live server of 0.33.0 without models. A client may name its prompt's id, which must be a UUID in
canonical form; the server does not refuse one that it knows already. Queue and history live in its
memory: after a restart it knows nothing.
"""

import re
import uuid
from collections.abc import Mapping
from urllib.parse import quote

from pydantic import JsonValue

from reelwright.film.asked import ClipAsked
from reelwright.film.errors import MachineTrouble
from reelwright.film.money import Money
from reelwright.film.noun import Noun
from reelwright.film.order import Order
from reelwright.film.provider import Limits, Polling, Provider
from reelwright.film.talk import (
    Absent,
    Call,
    Cancelled,
    CannotTell,
    Found,
    Gone,
    Heard,
    Part,
    Polled,
    Ready,
    Refused,
    Reply,
    Searched,
    Submit,
    Taken,
    Talk,
    TooLate,
    Unknown,
    Waiting,
    Withdrawn,
)
from reelwright.providers.comfyui_said import (
    QUEUED,
    RUNNING,
    History,
    Kind,
    Prompt,
    Queue,
    Ran,
    Rejected,
    SystemStats,
    Uploaded,
    outcome,
)
from reelwright.providers.comfyui_workflow import OUTPUT, filled, named, pictures, values, wished
from reelwright.providers.hearing import by_status

FOLDER = "reelwright"
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://github.com/Comfy-Org/ComfyUI#reelwright")
TICKET = re.compile(r"[\w-]{1,100}", re.ASCII)
"""It makes UUIDs; `..` must never get into an address."""
PLAIN = re.compile(r"[\w][\w. ()-]{0,199}", re.ASCII)
OLDEST = (0, 3, 57)
"""The first release that takes an id of ours (pull request 8189), makes one output of several
(9123) and interrupts by id (9607). Read in the repository's history."""
MUCH = 64_000_000
"""Bytes of a reply: the queue repeats every whole workflow that waits in it."""


class Prompted(Noun):
    """Body of `POST /prompt`."""

    prompt: dict[str, JsonValue]
    client_id: str = FOLDER
    prompt_id: str
    extra_data: dict[str, JsonValue] = {}
    partial_execution_targets: tuple[str, ...] = ()
    """Only this output is made, and a fault in it refuses the whole: without it, the server takes
    a workflow when any one of its outputs is sound."""


def prompt_id(token: str) -> str:
    """The id of the prompt of a token: the token itself where it is a UUID, else one made of it."""
    try:
        return str(uuid.UUID(token))
    except ValueError:
        return str(uuid.uuid5(NAMESPACE, token))


def prepare(order: Order) -> Talk[Ready]:
    """Uploads the pictures; their names by hash. `MachineTrouble` when the server takes none."""
    wish, workflow = wished(order)
    names: dict[str, JsonValue] = {}
    for sha256 in dict.fromkeys(pictures(wish, named(workflow)).values()):
        parts = (
            # Always .png, whatever it is: it is opened by its content.
            Part(name="image", sha256=sha256, filename=f"{sha256}.png"),
            Part(name="overwrite", text="true"),
            Part(name="subfolder", text=FOLDER),
        )
        reply = yield Call(method="POST", url="/upload/image", parts=parts)
        said = reply.read(Uploaded) if reply.status == 200 else None
        if said is None or not all(PLAIN.fullmatch(one) for one in (said.name, said.subfolder)):
            cause = f"ComfyUI took no picture: HTTP {reply.status}: {reply.told}"
            raise MachineTrouble("comfyui", cause, "Look at what ComfyUI itself has logged.")
        names[sha256] = f"{said.subfolder}/{said.name}"
    return Ready(values=names)


def submit(order: Order, ready: Ready, token: str) -> Submit:
    """`BadInput` says what the workflow lacks."""
    wish, workflow = wished(order)
    full = filled(workflow, values(order, wish, workflow, ready))
    output = named(workflow).get(OUTPUT, ())
    body = Prompted(
        prompt={**full}, prompt_id=prompt_id(token), partial_execution_targets=tuple(output)
    )
    # Not by exclude_none: None may be the value of an input of the owner's.
    told = body.model_dump(mode="json", exclude=None if output else {"partial_execution_targets"})
    return Submit(call=Call(method="POST", url="/prompt", body=told))


def heard(_order: Order, reply: Reply) -> Heard:
    """200 with an id is taken, even when some outputs failed validation and are left out."""
    if reply.status == 200:
        said = reply.read(Prompt)
        if said is not None and TICKET.fullmatch(said.prompt_id):
            return Taken(ticket=said.prompt_id, most=Money())
        return Unknown(cause=f"ComfyUI answered with no id: {reply.told}")
    rejected = reply.read(Rejected) if reply.status == 400 else None
    if rejected is not None:
        return Refused(reason="invalid", cause=rejected.told)
    return by_status(reply)


def poll(order: Order, ticket: str) -> Talk[Polled]:
    wish, workflow = wished(order)
    seen = yield from _look(ticket)
    if isinstance(seen, Ran):
        kind: Kind = "clip" if isinstance(wish, ClipAsked) else "image"
        return outcome(seen, kind, next(iter(named(workflow).get(OUTPUT, ())), None))
    if isinstance(seen, Reply):
        return Waiting(status=f"HTTP {seen.status}, not understood", wait=seen.wait)
    if isinstance(seen, Absent):
        return Gone(cause="ComfyUI does not know it any more: it was restarted or cleared")
    return seen


def find(_order: Order, token: str, _sent_at: float) -> Talk[Searched]:
    ticket = prompt_id(token)
    seen = yield from _look(ticket)
    if isinstance(seen, Reply):
        return CannotTell(cause=f"HTTP {seen.status}: {seen.told}")
    return seen if isinstance(seen, Absent) else Found(ticket=ticket)


def _look(ticket: str) -> Talk[Ran | Waiting | Absent | Reply]:
    """Where a prompt is. A `Reply` is one that was not understood.

    History is asked again after the queue: what ended in between is in neither at first.
    """
    seen = yield from _ran(ticket)
    if not isinstance(seen, Absent):
        return seen
    reply = yield Call(url="/queue", most=MUCH)
    queue = reply.read(Queue) if reply.status == 200 else None
    if queue is None:
        return reply
    if place := queue.place(ticket):
        return Waiting(status=place)
    return (yield from _ran(ticket))


def _ran(ticket: str) -> Talk[Ran | Absent | Reply]:
    reply = yield Call(url=f"/history/{quote(ticket, safe='')}", most=MUCH)
    history = reply.read(History) if reply.status == 200 else None
    return reply if history is None else history.entries.get(ticket, Absent())


def cancel(_order: Order, ticket: str) -> Talk[Withdrawn]:
    """Takes it out of the queue, or interrupts it when it runs. Nothing else is ever stopped."""
    asked_for = ""
    for _ in range(4):
        seen = yield from _look(ticket)
        if isinstance(seen, Absent) and asked_for == QUEUED:
            return Cancelled()
        if isinstance(seen, Ran) and seen.failed and asked_for == RUNNING:
            return Cancelled()
        if not isinstance(seen, Waiting):
            break
        if seen.status == asked_for == RUNNING:
            # It stops at the next step that looks for an interruption.
            return Cancelled()
        asked_for = seen.status
        reply = yield _stop(ticket, running=asked_for == RUNNING)
        if not 200 <= reply.status < 300:
            return TooLate(cause=f"HTTP {reply.status}: {reply.told}")
    return TooLate(cause="it is neither queued nor running, or ComfyUI does not say")


def _stop(ticket: str, *, running: bool) -> Call:
    if running:
        return Call(method="POST", url="/interrupt", body={"prompt_id": ticket})
    return Call(method="POST", url="/queue", body={"delete": [ticket]})


def check() -> Talk[str]:
    reply = yield Call(url="/system_stats")
    said = reply.read(SystemStats) if reply.status == 200 else None
    if said is None:
        return f"this is no ComfyUI, or it is not well: HTTP {reply.status}: {reply.told}"
    version = said.system.comfyui_version
    numbers = re.match(r"v?([0-9]{1,4})\.([0-9]{1,4})\.([0-9]{1,4})", version, re.ASCII)
    if numbers and tuple(map(int, numbers.groups())) < OLDEST:
        return f"ComfyUI {version} is too old: 0.3.57 or newer is needed"
    return ""


def unsigned(headers: Mapping[str, str], _secret: str, _now: float) -> dict[str, str]:
    return dict(headers)


PROVIDER = Provider(
    name="comfyui",
    title="ComfyUI on your own machine",
    url="http://127.0.0.1:8188",
    kinds=("clip", "image"),
    submit=submit,
    heard=heard,
    sign=unsigned,
    prepare=prepare,
    poll=poll,
    find=find,
    cancel=cancel,
    check=check,
    find_by="token",
    free=True,
    # It has no limits of its own. Two at once: one runs, one waits, so that it is never idle.
    limits=Limits(minute=60, hour=3600, day=86400, concurrent=2),
    # An hour, since others may wait in front; its memory lasts until it is restarted.
    polling=Polling(first=2.0, floor=2.0, most=3600.0, late=600.0, retention=7 * 86400.0),
)
