"""What ComfyUI says: of a prompt in `/history` and `/queue`, of one it refuses, of itself.

Source: vendor, Comfy-Org/ComfyUI, `server.py` at 002c3fb9 and `execution.py` at 04e2a914.
"""

from typing import Literal
from urllib.parse import quote, urlencode

from pydantic import JsonValue, ValidationError, model_validator

from reelwright.film.money import Money
from reelwright.film.talk import Done, Failed, Result, Said

Kind = Literal["clip", "image"]
FORMATS: dict[Kind, dict[str, str]] = {
    "clip": {
        "mp4": "video/mp4",
        "m4v": "video/mp4",
        "webm": "video/webm",
        "mov": "video/quicktime",
        "mkv": "video/x-matroska",
    },
    "image": {
        "png": "image/png",
        "jpg": "image/jpeg",
        "jpeg": "image/jpeg",
        "webp": "image/webp",
    },
}
"""Endings of file names: history gives no other hint, the core lists its videos as `images`."""

LISTS = ("videos", "video", "gifs", "images")
"""Where nodes list their files: core nodes under `images`, VHS_VideoCombine under `gifs`."""


RUNNING = "running"
QUEUED = "queued"


class Prompt(Said):
    prompt_id: str


class Uploaded(Said):
    name: str
    subfolder: str = ""


class System(Said):
    comfyui_version: str = ""


class SystemStats(Said):
    system: System


class Status(Said):
    status_str: str = ""
    messages: list[JsonValue] = []


class Ran(Said):
    """An entry of the history: node id -> what that node shows."""

    outputs: dict[str, JsonValue]
    status: Status | None = None

    @property
    def failed(self) -> bool:
        """Whether it ended with an error, or by being interrupted."""
        return self.status is not None and self.status.status_str == "error"


class History(Said):
    """Prompt id -> entry; empty when it is not known, or not yet."""

    entries: dict[str, Ran]

    @model_validator(mode="before")
    @classmethod
    def _wrapped(cls, told: JsonValue) -> JsonValue:
        return {"entries": told}


class Queue(Said):
    """Entries are [number, prompt id, workflow, extra data, ids of output nodes]."""

    queue_running: list[list[JsonValue]]
    queue_pending: list[list[JsonValue]]

    def place(self, ticket: str) -> str:
        """`RUNNING`, `QUEUED`, or "" when it is in neither list."""
        if any(entry[1:2] == [ticket] for entry in self.queue_running):
            return RUNNING
        return QUEUED if any(entry[1:2] == [ticket] for entry in self.queue_pending) else ""


class File(Said):
    filename: str
    subfolder: str = ""
    type: str = "output"

    @property
    def ending(self) -> str:
        _, dot, ending = self.filename.rpartition(".")
        return ending.lower() if dot else ""

    @property
    def url(self) -> str:
        asked = {"filename": self.filename, "subfolder": self.subfolder, "type": self.type}
        return "/view?" + urlencode(asked, quote_via=quote, safe="")


class Complaint(Said):
    message: str = ""
    details: str = ""

    @property
    def told(self) -> str:
        return ": ".join(filter(None, (self.message, self.details)))


class NodeErrors(Said):
    errors: list[Complaint] = []
    class_type: str = ""


class Rejected(Said):
    """Of a 400: why the workflow was not taken, as a whole and by node."""

    error: Complaint | str
    node_errors: dict[str, NodeErrors] | list[JsonValue] = {}

    @property
    def told(self) -> str:
        whole = self.error if isinstance(self.error, str) else self.error.told
        by_node = self.node_errors if isinstance(self.node_errors, dict) else {}
        parts = [
            f"node {node} ({one.class_type}): {complaint.told}"
            for node, one in by_node.items()
            for complaint in one.errors
        ]
        return " ".join("; ".join(parts or [whole]).split())[:500]


def outcome(ran: Ran, kind: Kind, node: str | None) -> Done | Failed:
    """What became of a prompt. `node` is the one titled as output; nothing is ever charged."""
    if ran.status is not None and ran.failed:
        return _failure(ran.status)
    files = {
        one: found
        for one, shown in ran.outputs.items()
        if (found := _files(shown, kind, one == node))
    }
    chosen = [node] if node is not None else list(files)
    if len(chosen) == 1 and chosen[0] in files:
        file = files[chosen[0]][0]
        result = Result(url=file.url, media_type=FORMATS[kind][file.ending])
        return Done(results=(result,), charge=Money())
    if len(chosen) > 1:
        several = ", ".join(chosen)[:100]
        cause = f"nodes {several} all made a result: title the right one reelwright:output"
    else:
        what = "video (mp4, webm, mov, mkv)" if kind == "clip" else "picture (png, jpeg, webp)"
        where = "the workflow" if node is None else f"node {node} (reelwright:output)"
        cause = f"{where} ended without a saved {what}"
    return Failed(cause=cause, reason="invalid")


def _files(shown: JsonValue, kind: Kind, titled: bool) -> list[File]:
    """The files of the wanted kind that a node saved; a previewed one only when it was titled."""
    places = ("output", "temp") if titled else ("output",)
    found = []
    for name in LISTS if isinstance(shown, dict) else ():
        listed = shown[name] if isinstance(shown, dict) and name in shown else []
        for one in listed if isinstance(listed, list) else ():
            try:
                file = File.model_validate(one)
            except ValidationError:
                continue
            if file.type in places and file.ending in FORMATS[kind]:
                found.append(file)
    return found


def _failure(status: Status) -> Failed:
    events: dict[str, JsonValue] = {}
    for message in status.messages:
        if isinstance(message, list) and len(message) == 2 and isinstance(message[0], str):
            events[message[0]] = message[1]
    if "execution_interrupted" in events:
        return Failed(cause="it was interrupted in ComfyUI", reason="cancelled")
    error = events.get("execution_error")
    told = error if isinstance(error, dict) else {}
    where = f"node {told.get('node_id')} ({told.get('node_type')}): " if told else ""
    cause = f"{where}{told.get('exception_message', 'it failed without saying why')}"
    return Failed(cause=" ".join(cause.split())[:500])
