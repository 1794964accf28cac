"""A stand-in for a ComfyUI server: one worker, a queue and a history in memory, uploads and files.

Source: vendor, Comfy-Org/ComfyUI, `server.py` at 002c3fb9, `execution.py` at 04e2a914 and
`comfy_execution/jobs.py` at 172be438. It knows the stock nodes listed in `NODES`; fields of a
submission that the server does not know are refused here, though the real one ignores them.
"""

import hashlib
import time
import uuid
from collections.abc import Mapping
from email import message_from_bytes
from email.message import Message
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.standins import media
from tests.standins.standin import Answer, Asked, Standin, Task

VERSION = "0.38.1"
FIELDS = {
    "prompt", "prompt_id", "client_id", "extra_data", "front", "number",
    "partial_execution_targets",
}  # fmt: skip
NODES: dict[str, tuple[str, ...]] = {
    "CheckpointLoaderSimple": ("ckpt_name",),
    "UNETLoader": ("unet_name", "weight_dtype"),
    "CLIPLoader": ("clip_name", "type"),
    "VAELoader": ("vae_name",),
    "CLIPTextEncode": ("text", "clip"),
    "EmptyLatentImage": ("width", "height", "batch_size"),
    "WanImageToVideo": ("positive", "negative", "vae", "width", "height", "length", "batch_size"),
    "KSampler": (
        "model", "seed", "steps", "cfg", "sampler_name", "scheduler", "positive", "negative",
        "latent_image", "denoise",
    ),
    "VAEDecode": ("samples", "vae"),
    "LoadImage": ("image",),
    "ImageBatch": ("image1", "image2"),
    "PrimitiveInt": ("value",),
    "PrimitiveFloat": ("value",),
    "PrimitiveString": ("value",),
    "CreateVideo": ("images", "fps"),
    "SaveImage": ("images", "filename_prefix"),
    "PreviewImage": ("images",),
    "SaveVideo": ("video", "filename_prefix", "format", "codec"),
}  # fmt: skip
"""Class -> inputs that it must have."""
OUTPUTS = ("SaveImage", "PreviewImage", "SaveVideo")
MODELS = ("model.safetensors",)
LONGER = 320
"""Pixels of the longer side of what is handed out, however large it was ordered."""


class ComfyUI(Standin):
    NAME = "comfyui"
    ROUTES = (
        ("POST", "/prompt", "queue_prompt", True),
        ("GET", "/history", "list_history", False),
        ("GET", "/history/([^/]+)", "get_history", False),
        ("GET", "/queue", "get_queue", False),
        ("POST", "/queue", "edit_queue", False),
        ("POST", "/interrupt", "interrupt", False),
        ("POST", "/upload/image", "upload", False),
        ("GET", "/system_stats", "stats", False),
    )

    def __init__(self, *, seconds: float = 0.3) -> None:
        super().__init__(seconds=seconds)
        self.uploads: dict[str, bytes] = {}
        """What was uploaded, by the name that a LoadImage node uses for it."""
        self.gone: set[str] = set()
        """Tasks taken out of the queue, or forgotten by a restart."""

    def start(self, port: int = 0) -> "ComfyUI":
        """As every stand-in; but files lie at /view, with the faults of all other downloads."""
        super().start(port)
        speaker: Any = self._server.RequestHandlerClass

        def get(web: Any) -> None:
            web.path = self.place(web.path)
            speaker.do_GET(web)

        self._server.RequestHandlerClass = type("View", (speaker,), {"do_GET": get})
        return self

    def place(self, path: str) -> str:
        parts = urlsplit(path)
        if parts.path != "/view":
            return path
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if ".." in asked.get("filename", ".."):
            return "/_files/refused"
        folder, kind = asked.get("subfolder", ""), asked.get("type", "output")
        return "/_files/" + _name(kind, folder, asked["filename"])

    def restart(self) -> None:
        """Queue and history are lost; files stay."""
        with self.lock:
            self.gone |= set(self.tasks)

    def trouble(self, kind: str) -> Any:
        return b"500 Internal Server Error\n\nServer got itself in trouble"

    # Submission.

    def queue_prompt(self, asked: Asked) -> Answer:
        data = asked.data
        with self.lock:
            wrong = self._wrong(data) if isinstance(data, dict) else _error("no_prompt", "No JSON")
            if wrong is None and asked.fault and asked.fault.kind == "moderated":
                wrong = _error("custom_validation_failed", "Custom validation failed for node")
            if wrong is not None:
                return wrong
            earlier = next(iter(self.tasks.values()), None)
            task = self.take(asked, 0.0, token=data.get("prompt_id") or str(uuid.uuid4()))
            self._line_up(task)
        kind = asked.fault.kind if asked.fault else ""
        if kind == "wrong types":
            return Answer(200, {"prompt_id": 7, "number": [], "node_errors": None})
        told = earlier.token if kind == "same id" and earlier else task.token
        errors = _by_node(data, self._errors(data))
        return Answer(200, {"prompt_id": told, "number": self._number(task), "node_errors": errors})

    def _line_up(self, task: Task) -> None:
        """One worker: it begins when the last one ahead of it has ended."""
        ahead = [
            one.done_at
            for one in self.tasks.values()
            if one is not task and one.id not in self.gone and one.done_at < float("inf")
        ]
        lasts = task.done_at - task.began
        never = task.done_at == float("inf")
        task.began = float("inf") if never else max([task.began, *ahead])
        task.done_at = task.began + lasts

    def _wrong(self, data: dict[str, Any]) -> Answer | None:
        if unknown := set(data) - FIELDS:
            return _error("unknown_fields", f"the server knows no {sorted(unknown)}")
        prompt = data.get("prompt")
        if not isinstance(prompt, dict):
            return _error("no_prompt", "No prompt provided", "No prompt provided")
        if not _canonical(data.get("prompt_id")):
            return _error(
                "invalid_prompt_id",
                "prompt_id must be a valid UUID",
                "prompt_id must be a UUID string in canonical lowercase hyphenated form",
            )
        for node, value in prompt.items():
            if value.get("class_type") not in NODES:
                title = value.get("_meta", {}).get("title", value.get("class_type"))
                what = f"Node '{title}' not found. The custom node may not be installed."
                return _error("missing_node_type", what, f"Node ID '#{node}'")
        if not _wanted(data):
            return _error("prompt_no_outputs", "Prompt has no outputs")
        errors = self._errors(data)
        return None if _sound(data, errors) else _invalid(data, errors)

    def _errors(self, data: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
        """Node -> what is wrong with it, of the nodes that the wanted outputs need."""
        prompt = data["prompt"]
        needed = set().union(*(_needs(prompt, output) for output in _wanted(data)))
        return {
            node: found
            for node in prompt
            if node in needed and (found := self._complaints(prompt, node))
        }

    def _complaints(self, prompt: dict[str, Any], node: str) -> list[dict[str, Any]]:
        kind, inputs = prompt[node]["class_type"], prompt[node]["inputs"]
        found = [
            _complaint("required_input_missing", "Required input is missing", name)
            for name in NODES[kind]
            if name not in inputs
        ]
        for name, value in inputs.items():
            if isinstance(value, list) and (len(value) != 2 or value[0] not in prompt):
                found.append(_complaint("bad_linked_input", "Bad linked input", name))
            if name.endswith("_name") and name != "sampler_name" and value not in MODELS:
                why = f"{name}: {value!r} not in {list(MODELS)}"
                found.append(_complaint("value_not_in_list", "Value not in list", why))
            if name in ("width", "height", "length", "seed") and not isinstance(value, int | list):
                found.append(_complaint("invalid_input_type", "Failed to convert", name))
        if kind == "LoadImage" and inputs.get("image") not in self.uploads:
            why = f"image - Invalid image file: {inputs.get('image')}"
            told = "Custom validation failed for node"
            found.append(_complaint("custom_validation_failed", told, why))
        return found

    # Queue and history.

    def state(self, task: Task) -> str:
        if task.id in self.gone:
            return "gone"
        now = time.monotonic()
        if task.finished(now):
            return "ended"
        return "running" if now >= task.began else "pending"

    def get_queue(self, _asked: Asked) -> Answer:
        with self.lock:
            places: dict[str, list[Any]] = {"running": [], "pending": []}
            for task in self.tasks.values():
                places.get(self.state(task), []).append(self._entry(task))
        return Answer(200, {"queue_running": places["running"], "queue_pending": places["pending"]})

    def edit_queue(self, asked: Asked) -> Answer:
        with self.lock:
            for task in self.tasks.values():
                if task.token in asked.data.get("delete", ()) and self.state(task) == "pending":
                    task.cancelled = True
                    self.gone.add(task.id)
        return Answer(200, b"")

    def interrupt(self, asked: Asked) -> Answer:
        with self.lock:
            for task in self.tasks.values():
                if self.state(task) == "running" and asked.data.get("prompt_id") == task.token:
                    task.cancelled = True
                    task.done_at = time.monotonic()
        return Answer(200, b"")

    def list_history(self, _asked: Asked) -> Answer:
        with self.lock:
            ended = [task for task in self.tasks.values() if self.state(task) == "ended"]
            return Answer(200, {task.token: self._history(task) for task in ended})

    def get_history(self, asked: Asked) -> Answer:
        with self.lock:
            # Of two with one id the later replaces the earlier, as in the server's dictionary.
            ended = {
                task.token: task for task in self.tasks.values() if self.state(task) == "ended"
            }
            task = ended.get(asked.match[1])
            return Answer(200, {task.token: self._history(task)} if task else {})

    def _number(self, task: Task) -> int:
        return list(self.tasks).index(task.id)

    def _entry(self, task: Task) -> list[Any]:
        prompt = task.asked["prompt"]
        extra = {
            **task.asked.get("extra_data", {}),
            "client_id": task.asked.get("client_id"),
            "create_time": int(task.at * 1000),
        }
        outputs = _sound(task.asked, self._errors(task.asked))
        return [self._number(task), task.token, prompt, extra, outputs]

    def _history(self, task: Task) -> dict[str, Any]:
        entry = self._entry(task)
        node = entry[4][0]
        where = {
            "prompt_id": task.token,
            "node_id": node,
            "node_type": entry[2][node]["class_type"],
            "executed": [],
        }
        messages: list[Any] = [["execution_start", {"prompt_id": task.token}]]
        why = task.fails or ("unsafe content" if task.moderated else "")
        if task.cancelled:
            messages.append(["execution_interrupted", where])
        elif why:
            error = {"exception_message": f"{why}\n", "exception_type": "RuntimeError"}
            messages.append(["execution_error", {**where, **error, "traceback": []}])
        else:
            messages.append(["execution_success", {"prompt_id": task.token}])
        good = task.billed
        return {
            "prompt": entry,
            "outputs": {one: self._made(task, one) for one in entry[4]} if good else {},
            "status": {
                "status_str": "success" if good else "error",
                "completed": good,
                "messages": messages,
            },
            "meta": {},
        }

    # What it makes.

    def _made(self, task: Task, node: str) -> dict[str, Any]:
        prompt = task.asked["prompt"]
        kind = prompt[node]["class_type"]
        prefix = str(_value(prompt, prompt[node]["inputs"].get("filename_prefix", "preview")))
        folder, _, stem = prefix.rpartition("/")
        width, height = _shape(prompt)
        clip = kind == "SaveVideo"
        name = task.result_url or f"{stem}_{self._number(task) + 1:05}_.{'mp4' if clip else 'png'}"
        place = "temp" if kind == "PreviewImage" else "output"
        content = (
            media.clip(_seconds(prompt), width, height, words=self.words(task))
            if clip
            else media.picture(width, height, words=self.words(task))
        )
        if not task.result_url:
            media_type = "video/mp4" if clip else "image/png"
            self.file(_name(place, folder, name), content, media_type)
        listed = [{"filename": name, "subfolder": folder, "type": place}]
        return {"images": listed, "animated": [True]} if clip else {"images": listed}

    # The rest.

    def upload(self, asked: Asked) -> Answer:
        fields = _form(asked)
        image = fields.get("image")
        name = image.get_filename() if image else None
        if image is None or not name:
            return Answer(400, b"")
        folder = _text(fields.get("subfolder"))
        if ".." in f"{folder}/{name}" or _text(fields.get("type")) not in ("", "input"):
            return Answer(400, b"")
        if f"{folder}/{name}" in self.uploads and _text(fields.get("overwrite")) != "true":
            stem, _, ending = name.rpartition(".")
            name = f"{stem} (1).{ending}"
        content = image.get_payload(decode=True)
        with self.lock:
            self.uploads[f"{folder}/{name}" if folder else name] = bytes(content or b"")
        return Answer(200, {"name": name, "subfolder": folder, "type": "input"})

    def stats(self, _asked: Asked) -> Answer:
        system = {"os": "linux", "comfyui_version": VERSION, "python_version": "3.12", "argv": []}
        return Answer(200, {"system": system, "devices": [{"name": "cpu", "type": "cpu"}]})


STANDIN = ComfyUI


def _name(kind: str, folder: str, name: str) -> str:
    """A file's name for the chassis, whatever characters its own has."""
    return hashlib.sha256(f"{kind}\n{folder}\n{name}".encode()).hexdigest()


def _canonical(told: Any) -> bool:
    if told is None:
        return True
    try:
        return isinstance(told, str) and str(uuid.UUID(told)) == told
    except ValueError:
        return False


def _complaint(kind: str, message: str, details: str) -> dict[str, Any]:
    return {"type": kind, "message": message, "details": details, "extra_info": {}}


def _error(kind: str, message: str, details: str = "") -> Answer:
    return Answer(400, {"error": _complaint(kind, message, details), "node_errors": {}})


def _wanted(data: dict[str, Any]) -> list[str]:
    """The outputs of a workflow, or those of them that the request is limited to."""
    targets = data.get("partial_execution_targets")
    return [
        node
        for node, value in data["prompt"].items()
        if value["class_type"] in OUTPUTS and (targets is None or node in targets)
    ]


def _needs(prompt: dict[str, Any], node: str) -> set[str]:
    """A node and all that it is linked to, however far."""
    found: set[str] = set()
    open_ = [node]
    while open_:
        one = open_.pop()
        if one in prompt and one not in found:
            found.add(one)
            links = prompt[one]["inputs"].values()
            open_ += [link[0] for link in links if isinstance(link, list) and link]
    return found


def _sound(data: dict[str, Any], errors: Mapping[str, Any]) -> list[str]:
    """The wanted outputs that can be made: one is enough for the whole to be taken."""
    return [one for one in _wanted(data) if not _needs(data["prompt"], one) & set(errors)]


def _by_node(data: dict[str, Any], errors: Mapping[str, Any]) -> dict[str, Any]:
    prompt = data["prompt"]
    return {
        node: {
            "errors": found,
            "dependent_outputs": [one for one in _wanted(data) if node in _needs(prompt, one)],
            "class_type": prompt[node]["class_type"],
        }
        for node, found in errors.items()
    }


def _invalid(data: dict[str, Any], errors: Mapping[str, Any]) -> Answer:
    told = [f"{one['message']}: {one['details']}" for found in errors.values() for one in found]
    whole = _complaint(
        "prompt_outputs_failed_validation", "Prompt outputs failed validation", "\n".join(told)
    )
    return Answer(400, {"error": whole, "node_errors": _by_node(data, errors)})


def _value(prompt: dict[str, Any], value: Any) -> Any:
    """An input's value, followed through links to the node that holds it."""
    while isinstance(value, list):
        value = prompt[value[0]]["inputs"].get("value")
    return value


def _input(prompt: dict[str, Any], name: str, otherwise: float) -> float:
    for node in prompt.values():
        if name in node["inputs"]:
            return float(_value(prompt, node["inputs"][name]))
    return otherwise


def _shape(prompt: dict[str, Any]) -> tuple[int, int]:
    width, height = _input(prompt, "width", 640), _input(prompt, "height", 360)
    scale = LONGER / max(width, height)
    return round(width * scale / 2) * 2, round(height * scale / 2) * 2


def _seconds(prompt: dict[str, Any]) -> int:
    frames = int(_input(prompt, "length", 49))
    return max(1, round(frames / _input(prompt, "fps", 24)))


def _form(asked: Asked) -> dict[str, Message]:
    kind = asked.headers.get("Content-Type", "")
    whole = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + asked.body)
    parts = whole.get_payload()
    found = {}
    for part in parts if isinstance(parts, list) else ():
        if isinstance(part, Message):
            found[str(part.get_param("name", header="content-disposition"))] = part
    return found


def _text(part: Message | None) -> str:
    content = part.get_payload() if part else ""
    return content.strip() if isinstance(content, str) else ""
