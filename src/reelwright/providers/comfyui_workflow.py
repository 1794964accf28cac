"""A ComfyUI workflow in API format: which of its inputs are ours, and the values put into them.

The owner titles nodes `reelwright:prompt`, `reelwright:seed` and so on. A title may hold several
names, and several nodes may bear the same name: each gets the value. A named input for which an
Order says nothing keeps what the workflow says, but a picture is never left to chance.
"""

import json
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import ceil
from typing import Any

from pydantic import JsonValue, TypeAdapter, ValidationError

from reelwright.film.asked import ClipAsked, ImageAsked, asked
from reelwright.film.errors import BadInput
from reelwright.film.order import Order
from reelwright.film.talk import BLOB, Ready

Workflow = dict[str, dict[str, JsonValue]]
"""Node id -> {"class_type", "inputs", "_meta": {"title"}}."""

INPUTS: dict[str, tuple[str, ...]] = {
    "prompt": ("prompt", "text", "string", "value"),
    "negative": ("negative_prompt", "negative", "text", "string", "value", "prompt"),
    "seconds": ("seconds", "duration", "value", "int", "float", "number"),
    "frames": ("frames", "length", "num_frames", "frames_number", "value", "int", "number"),
    "fps": ("fps", "frame_rate", "value", "float", "int", "number"),
    "width": ("width", "value", "int", "number"),
    "height": ("height", "value", "int", "number"),
    "seed": ("seed", "noise_seed", "value", "int", "number"),
    "first": ("image",),
    "last": ("image",),
    "reference": ("image",),
}
"""Where a value goes: the first of these inputs that the node has and that is no link."""

OUTPUT = "output"
KNOWN = frozenset(INPUTS) - {"reference"} | {OUTPUT}
TITLE = re.compile(r"reelwright:([a-z0-9_]+)")
PICTURE = re.compile(r"first|last|reference_[1-9][0-9]?")
RATES = ("fps", "frame_rate")
STEP = 8
"""Sizes are multiples of 8 pixels and lengths a multiple of 8 frames and one: what the latents of
the stock image and video nodes can hold (ComfyUI, `nodes.py`, `comfy_extras/nodes_wan.py`,
`nodes_lt.py`)."""

NODES = TypeAdapter(dict[str, JsonValue])


Wish = ClipAsked | ImageAsked


def wished(order: Order) -> tuple[Wish, Workflow]:
    """What an Order asks for, and its workflow."""
    wish = _wish(order)
    return wish, read(wish.workflow)


def _wish(order: Order) -> Wish:
    if order.kind == "image":
        return asked(order, ImageAsked)
    clip = asked(order, ClipAsked)
    if clip.videos:
        raise _bad("a workflow can be given pictures, but no clips")
    return clip


def read(text: str) -> Workflow:
    """The workflow in this text; `BadInput` says what is wrong with it."""
    if not text.strip():
        raise _bad("an Order for ComfyUI needs a workflow", "Export one from ComfyUI.")
    try:
        found = NODES.validate_json(text)
    except ValidationError as error:
        raise _bad("the workflow is no JSON object", "Export it from ComfyUI again.") from error
    if isinstance(found.get("nodes"), list):
        raise _bad("the workflow is in the editor's own format", "Use File, Export Workflow (API).")
    if f'"{BLOB}":' in json.dumps(found):
        raise _bad(f"the workflow has a field {BLOB}, which is ours")
    return {node: _node(node, value) for node, value in found.items()}


def named(workflow: Workflow) -> dict[str, list[str]]:
    """Our names in it -> ids of the nodes that bear them; `BadInput` for one that is none."""
    names: dict[str, list[str]] = {}
    for node, value in workflow.items():
        for name in TITLE.findall(_title(value).lower()):
            if name not in KNOWN and not PICTURE.fullmatch(name):
                known = ", ".join([*sorted(KNOWN), "reference_1, reference_2"])
                raise _bad(f"node {node} is titled reelwright:{name}; there are: {known}")
            names.setdefault(name, []).append(node)
    if "prompt" not in names:
        raise _bad(
            "the workflow has no node titled reelwright:prompt, so the prompt has nowhere to go",
            "Title the node that holds the prompt and export the workflow again.",
        )
    if len(names.get(OUTPUT, ())) > 1:
        raise _bad("more than one node of the workflow is titled reelwright:output")
    return names


def pictures(wish: Wish, names: Mapping[str, Any]) -> dict[str, str]:
    """Which stored picture goes to which name. More references in the workflow than in the Order
    repeat the last one; any other mismatch is `BadInput`, or a stranger's picture would be used."""
    given = {f"reference_{at}": one for at, one in enumerate(wish.references, 1)}
    if isinstance(wish, ClipAsked):
        given |= {name: one for name in ("first", "last") if (one := getattr(wish, name))}
    for name in given:
        if name not in names:
            raise _bad(f"the workflow has no node titled reelwright:{name} for this shot's picture")
    for name in filter(PICTURE.fullmatch, names):
        if name not in given and not (name.startswith("reference_") and wish.references):
            raise _bad(f"the workflow wants a picture (reelwright:{name}) that this shot has not")
        given.setdefault(name, wish.references[-1] if wish.references else "")
    return given


def values(order: Order, wish: Wish, workflow: Workflow, ready: Ready) -> dict[str, JsonValue]:
    """Name -> what this Order says for it."""
    names = named(workflow)
    width, height = size(wish.height, wish.ratio)
    # Each Order its own seed, or every retake would be answered from the server's cache.
    seed = int(order.fingerprint[:8], 16) >> 1 if wish.seed is None else wish.seed
    said: dict[str, JsonValue] = {
        "prompt": wish.prompt,
        "width": width,
        "height": height,
        "seed": seed,
    }
    if isinstance(wish, ClipAsked):
        said["seconds"] = wish.seconds
        if "frames" in names:
            said["frames"] = frames(workflow, wish.seconds)
        if wish.negative and "negative" not in names:
            raise _bad("the workflow has no node titled reelwright:negative")
        if wish.negative:
            said["negative"] = wish.negative
    for name, sha256 in pictures(wish, names).items():
        if sha256 not in ready.values:
            raise _bad(f"the picture for reelwright:{name} was not uploaded")
        said[name] = ready.values[sha256]
    return said


def filled(workflow: Workflow, values: Mapping[str, JsonValue]) -> Workflow:
    """The workflow with these values in the inputs of these names."""
    full = {node: {**value, "inputs": _inputs(value)} for node, value in workflow.items()}
    for name, nodes in named(workflow).items():
        for node in nodes if name in values else ():
            inputs = _inputs(full[node])
            inputs[_slot(name, node, inputs)] = values[name]
            full[node]["inputs"] = inputs
    return full


def frames(workflow: Workflow, seconds: int) -> int:
    """Frames that last at least this long at the workflow's own rate."""
    rates = set(_rates(workflow))
    if len(rates) != 1:
        found = "several frame rates" if rates else "no frame rate"
        raise _bad(
            f"the workflow says {found}, so seconds cannot be turned into frames",
            "Title the node that holds the right one reelwright:fps.",
        )
    return STEP * ceil(seconds * rates.pop() / STEP) + 1


def size(height: int, ratio: str) -> tuple[int, int]:
    """Width and height in pixels; `height` is the shorter side."""
    found = re.fullmatch(r"([1-9][0-9]{0,3}):([1-9][0-9]{0,3})", ratio)
    if not found:
        raise _bad(f"{ratio!r} is no ratio of a picture")
    wide, high = int(found[1]), int(found[2])
    shorter = min(wide, high)
    return _stepped(height * wide, shorter), _stepped(height * high, shorter)


def _stepped(times: int, shorter: int) -> int:
    return max(STEP, (2 * times + STEP * shorter) // (2 * STEP * shorter) * STEP)


def _node(node: str, value: JsonValue) -> dict[str, JsonValue]:
    if not isinstance(value, dict) or not isinstance(value.get("class_type"), str):
        raise _bad(f"node {node} of the workflow has no class_type", "Export it in API format.")
    if not isinstance(value.get("inputs"), dict):
        raise _bad(f"node {node} of the workflow has no inputs", "Export it in API format.")
    return value


def _title(value: Mapping[str, JsonValue]) -> str:
    meta = value.get("_meta")
    title = meta.get("title") if isinstance(meta, dict) else ""
    return title if isinstance(title, str) else ""


def _inputs(value: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    inputs = value["inputs"]
    return dict(inputs) if isinstance(inputs, dict) else {}


def _slot(name: str, node: str, inputs: Mapping[str, JsonValue]) -> str:
    """The input of this node that the value of this name goes into."""
    wanted = INPUTS["reference" if name.startswith("reference_") else name]
    for slot in wanted:
        if slot in inputs and not isinstance(inputs[slot], list):
            return slot
    raise _bad(
        f"node {node} is titled reelwright:{name} but has no input of its own named "
        + " or ".join(wanted),
        "Title the node where the value is typed in, not one that it is linked to.",
    )


def _rates(workflow: Workflow) -> Iterator[Fraction]:
    """The rate of the node titled reelwright:fps, or else every rate that any node says."""
    marked = named(workflow).get("fps", ())
    for node in marked or workflow:
        inputs = _inputs(workflow[node])
        for slot in [_slot("fps", node, inputs)] if marked else RATES:
            rate = inputs.get(slot)
            if isinstance(rate, int | float) and not isinstance(rate, bool) and 0 < rate <= 1000:
                yield Fraction(str(rate))


def _bad(cause: str, remedy: str = "") -> BadInput:
    return BadInput("comfyui", cause, remedy)
