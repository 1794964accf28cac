"""The owner's ComfyUI: workflows are filled, queued under our id, found again, fetched, stopped."""

import json
import re
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.standins import media
from tests.standins.comfyui import ComfyUI
from tests.standins.talking import Blobs, run, send, speak

from reelwright.film.asked import ClipAsked, ImageAsked, order_of
from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.film.money import Money
from reelwright.film.order import Order
from reelwright.film.talk import (
    Absent,
    Call,
    Cancelled,
    CannotTell,
    Done,
    Failed,
    Found,
    Gone,
    Heard,
    Polled,
    Ready,
    Refused,
    Reply,
    Submit,
    Taken,
    Talk,
    TooLate,
    Unknown,
    Waiting,
    Withdrawn,
)
from reelwright.providers.comfyui import PROVIDER, prompt_id
from reelwright.providers.comfyui_workflow import INPUTS, frames, named, read, size

TOKEN = "0f8fad5b-d9cb-469f-a165-70867728950e"
FACE, PLACE, END = "a" * 64, "b" * 64, "c" * 64
BLOBS: Blobs = {one: (media.picture(64, 36), "image/png") for one in (FACE, PLACE, END)}
DOCS = Path(__file__).parents[3] / "docs" / "services" / "comfyui.md"
IMAGE = str(re.findall(r"```json\n(.*?)```", DOCS.read_text(), re.DOTALL)[0])
"""The example of the docs."""


def node(kind: str, title: str = "", **inputs: Any) -> dict[str, Any]:
    return {"class_type": kind, "inputs": inputs, "_meta": {"title": title or kind}}


def clip_workflow(**more: Any) -> dict[str, Any]:
    return {
        "1": node("UNETLoader", unet_name="model.safetensors", weight_dtype="default"),
        "2": node("CLIPLoader", clip_name="model.safetensors", type="wan"),
        "3": node("VAELoader", vae_name="model.safetensors"),
        "4": node("CLIPTextEncode", "reelwright:prompt", text="", clip=["2", 0]),
        "5": node("CLIPTextEncode", "reelwright:negative", text="blurred", clip=["2", 0]),
        "6": node(
            "WanImageToVideo",
            "reelwright:width reelwright:height reelwright:frames",
            positive=["4", 0],
            negative=["5", 0],
            vae=["3", 0],
            width=832,
            height=480,
            length=["7", 0],
            batch_size=1,
            frames=81,
        ),
        "7": node("PrimitiveInt", "Length, reelwright:frames", value=81),
        "8": node(
            "KSampler",
            "reelwright:seed",
            model=["1", 0],
            seed=1,
            steps=4,
            cfg=1.0,
            sampler_name="euler",
            scheduler="simple",
            positive=["6", 0],
            negative=["6", 1],
            latent_image=["6", 2],
            denoise=1.0,
        ),
        "9": node("VAEDecode", samples=["8", 0], vae=["3", 0]),
        "10": node("CreateVideo", images=["9", 0], fps=16),
        "11": node(
            "SaveVideo",
            "reelwright:output",
            video=["10", 0],
            filename_prefix="video/a b&c",
            format="auto",
            codec="auto",
        ),
        **more,
    }


def clip_order(workflow: dict[str, Any] | None = None, **asked: Any) -> Order:
    text = json.dumps(clip_workflow() if workflow is None else workflow)
    wish = {"prompt": "A man runs.", "seconds": 2, "height": 480, "workflow": text, **asked}
    return order_of("clip", "comfyui", "workflow", ClipAsked.model_validate(wish))


def image_order(workflow: str = IMAGE, **asked: Any) -> Order:
    wish = {"prompt": "A house.", "workflow": workflow, **asked}
    return order_of("image", "comfyui", "workflow", ImageAsked.model_validate(wish))


def with_pictures() -> dict[str, Any]:
    return clip_workflow(
        p1=node("LoadImage", "reelwright:first", image="x.png"),
        p2=node("LoadImage", "reelwright:last", image="x.png"),
        p3=node("LoadImage", "reelwright:reference_1", image="x.png"),
        p4=node("LoadImage", "reelwright:reference_2", image="x.png"),
    )


@pytest.fixture
def server() -> Iterator[ComfyUI]:
    with ComfyUI(seconds=0.15) as standin:
        assert isinstance(standin, ComfyUI)
        yield standin


def posted(order: Order, ready: Ready | None = None, token: str = TOKEN) -> Any:
    return PROVIDER.submit(order, ready or Ready(), token).call.body


def ordered(server: ComfyUI, order: Order, token: str = TOKEN) -> Heard:
    ready = run(PROVIDER.prepare(order), PROVIDER, server.url, BLOBS)
    return PROVIDER.heard(order, send(PROVIDER.submit(order, ready, token), PROVIDER, server.url))


def taken(server: ComfyUI, order: Order, token: str = TOKEN) -> str:
    heard = ordered(server, order, token)
    assert isinstance(heard, Taken), heard
    return heard.ticket


def polled(server: ComfyUI, order: Order, ticket: str) -> Polled:
    return run(PROVIDER.poll(order, ticket), PROVIDER, server.url)


def ended(server: ComfyUI, order: Order, ticket: str) -> Polled:
    until = time.monotonic() + 20
    while isinstance(found := polled(server, order, ticket), Waiting):
        assert time.monotonic() < until
        time.sleep(0.02)
    return found


def cancelled(server: ComfyUI, order: Order, ticket: str) -> Withdrawn:
    return run(PROVIDER.cancel(order, ticket), PROVIDER, server.url)


# The whole life.


def test_a_clip_is_queued_run_and_fetched(server: ComfyUI) -> None:
    order = clip_order(seconds=2)
    ticket = taken(server, order)
    assert ticket == TOKEN
    first = polled(server, order, ticket)
    assert isinstance(first, Waiting)
    assert first.status in ("running", "queued")
    done = ended(server, order, ticket)
    assert isinstance(done, Done)
    assert done.charge == Money()
    (result,) = done.results
    assert result.media_type == "video/mp4"
    parts = urlsplit(result.url)
    assert (parts.path, parts.netloc) == ("/view", "")
    assert parse_qs(parts.query, strict_parsing=True) == {
        "filename": ["a b&c_00001_.mp4"],
        "subfolder": ["video"],
        "type": ["output"],
    }
    # 856x480 of two seconds, made small.
    assert speak(Call(url=result.url), PROVIDER, server.url).body == media.clip(2, 320, 180)
    server.faults.add("expired")
    assert speak(Call(url=result.url), PROVIDER, server.url).status == 403
    missing = result.url.replace("video", "..")
    assert speak(Call(url=missing), PROVIDER, server.url).status == 404


def test_a_picture_of_the_example_in_the_docs(server: ComfyUI) -> None:
    order = image_order()
    done = ended(server, order, taken(server, order))
    assert isinstance(done, Done)
    (result,) = done.results
    assert result.media_type == "image/png"
    assert speak(Call(url=result.url), PROVIDER, server.url).body == media.picture(320, 180)


def test_pictures_are_uploaded_once_each_and_named_in_the_workflow(server: ComfyUI) -> None:
    order = clip_order(with_pictures(), first=FACE, last=END, references=(FACE, PLACE))
    ready = run(PROVIDER.prepare(order), PROVIDER, server.url, BLOBS)
    assert ready.values == {one: f"reelwright/{one}.png" for one in (FACE, PLACE, END)}
    assert server.uploads == {f"reelwright/{one}.png": BLOBS[one][0] for one in (FACE, PLACE, END)}
    assert [path for _, path, _ in server.seen] == ["/upload/image"] * 3
    prompt = posted(order, ready)["prompt"]
    images = [prompt[at]["inputs"]["image"] for at in ("p1", "p2", "p3", "p4")]
    assert images == [f"reelwright/{one}.png" for one in (FACE, END, FACE, PLACE)]
    assert isinstance(ended(server, order, taken(server, order)), Done)
    assert len(server.uploads) == 3


def test_too_few_references_repeat_the_last(server: ComfyUI) -> None:
    order = clip_order(with_pictures(), first=FACE, last=END, references=(PLACE,))
    ready = run(PROVIDER.prepare(order), PROVIDER, server.url, BLOBS)
    prompt = posted(order, ready)["prompt"]
    assert prompt["p3"]["inputs"] == prompt["p4"]["inputs"] == {"image": f"reelwright/{PLACE}.png"}


def test_an_upload_that_fails_is_no_empty_picture(server: ComfyUI) -> None:
    order = clip_order(with_pictures(), first=FACE, last=END, references=(PLACE,))
    server.faults.add("poll broken")
    with pytest.raises(MachineTrouble, match="HTTP 500"):
        run(PROVIDER.prepare(order), PROVIDER, server.url, BLOBS)
    with pytest.raises(BadInput, match="reelwright:reference_1 was not uploaded"):
        PROVIDER.submit(order, Ready(), TOKEN)


@pytest.mark.parametrize("name", ["../../x.png", "/etc/x", "", "a\u202eb.png", "a\nb"])
def test_a_name_of_an_upload_that_is_none_is_refused(name: str) -> None:
    order = clip_order(clip_workflow(p=node("LoadImage", "reelwright:first", image="")), first=FACE)
    talk = PROVIDER.prepare(order)
    next(talk)
    told = json.dumps({"name": name, "subfolder": "reelwright"}).encode()
    with pytest.raises(MachineTrouble):
        talk.send(Reply(status=200, body=told))


# The request.


def test_golden_request_and_fingerprint() -> None:
    order = image_order(ratio="9:16", height=720, seed=7)
    example = json.loads(IMAGE)
    example["2"]["inputs"]["text"] = "A house."
    example["4"]["inputs"] |= {"width": 720, "height": 1280}
    example["5"]["inputs"]["seed"] = 7
    assert PROVIDER.submit(order, Ready(), TOKEN) == Submit(
        call=Call(
            method="POST",
            url="/prompt",
            body={
                "prompt": example,
                "client_id": "reelwright",
                "prompt_id": TOKEN,
                "extra_data": {},
                "partial_execution_targets": ["7"],
            },
        )
    )
    small = image_order('{"1": {"class_type": "A", "inputs": {}}}')
    assert small.fingerprint == "be29d854d2e3bee864460dca9fccd5e296131d22698e3fb6c4a6e0e84b1fc50b"


def test_the_request_of_a_clip() -> None:
    order = clip_order(seconds=5, height=720, negative="red", seed=3)
    prompt = posted(order)["prompt"]
    assert prompt["4"]["inputs"] == {"text": "A man runs.", "clip": ["2", 0]}
    assert prompt["5"]["inputs"]["text"] == "red"
    assert prompt["7"]["inputs"] == {"value": 81}
    # A linked input stays linked; the one beside it is set.
    assert prompt["6"]["inputs"]["length"] == ["7", 0]
    assert [prompt["6"]["inputs"][name] for name in ("width", "height", "frames")] == [
        1280,
        720,
        81,
    ]
    assert prompt["8"]["inputs"]["seed"] == 3
    untouched = clip_workflow()
    assert {at: prompt[at] for at in "1239"} == {at: untouched[at] for at in "1239"}


def test_what_an_order_does_not_say_stays_as_the_owner_wrote_it() -> None:
    prompt = posted(clip_order())["prompt"]
    assert prompt["5"]["inputs"]["text"] == "blurred"
    plain = {"1": node("CLIPTextEncode", "reelwright:prompt", text="", other=None)}
    assert posted(clip_order(plain))["prompt"]["1"]["inputs"] == {
        "text": "A man runs.",
        "other": None,
    }


def test_a_fault_in_the_titled_output_refuses_the_whole(server: ComfyUI) -> None:
    workflow = {
        **json.loads(IMAGE.replace("model.safetensors", "other.safetensors")),
        "8": node("LoadImage", "reelwright:reference_1", image=""),
        "9": node("SaveImage", images=["8", 0], filename_prefix="copy"),
    }
    order = image_order(json.dumps(workflow), references=(FACE,))
    assert isinstance(ordered(server, order), Refused)
    # Without a title the server takes the sound half of it.
    workflow["7"]["_meta"] = {}
    order = image_order(json.dumps(workflow), references=(FACE,))
    assert "partial_execution_targets" not in posted(order, Ready(values={FACE: "x"}))
    done = ended(server, order, taken(server, order))
    assert isinstance(done, Done)
    assert "copy" in done.results[0].url


def test_a_title_on_a_node_that_saves_nothing_is_refused(server: ComfyUI) -> None:
    workflow = json.loads(IMAGE)
    workflow["7"]["_meta"] = {}
    workflow["6"]["_meta"] = {"title": "reelwright:output"}
    heard = ordered(server, image_order(json.dumps(workflow)))
    assert heard == Refused(reason="invalid", cause="Prompt has no outputs")


def test_a_prompt_is_only_ever_a_string(server: ComfyUI) -> None:
    hostile = '"}, "2": {"class_type": "Evil"}} ["8", 0] reelwright:output $blob \u0000 {{x}}'
    order = image_order(prompt=hostile)
    prompt = posted(order)["prompt"]
    assert prompt["2"]["inputs"]["text"] == hostile
    assert list(prompt) == list(json.loads(IMAGE))
    assert isinstance(ended(server, order, taken(server, order)), Done)


def test_a_seed_that_is_not_given_is_the_orders_own() -> None:
    seeds = [posted(image_order(take=take))["prompt"]["5"]["inputs"]["seed"] for take in (1, 1, 2)]
    assert seeds[0] == seeds[1] != seeds[2]
    assert all(0 <= seed < 2**31 for seed in seeds)


@pytest.mark.parametrize("token", ["t1", "run:7/shot 3", "0" * 32, TOKEN.upper(), "ü", ""])
def test_every_token_becomes_a_canonical_uuid(token: str) -> None:
    told = prompt_id(token)
    assert (
        str(uuid.UUID(told))
        == told
        == prompt_id(token)
        == posted(image_order(), token=token)["prompt_id"]
    )


def test_tokens_that_are_no_uuids_keep_their_id_for_ever() -> None:
    assert prompt_id("t1") == "0c491a44-ceae-5e4f-abec-9c6d5a3cab96"
    assert prompt_id("t1") != prompt_id("t2")
    assert prompt_id(TOKEN) == TOKEN


@pytest.mark.parametrize(
    ("height", "ratio", "pixels"),
    [
        (720, "16:9", (1280, 720)),
        (1080, "16:9", (1920, 1080)),
        (480, "16:9", (856, 480)),
        (720, "9:16", (720, 1280)),
        (512, "1:1", (512, 512)),
        (480, "4:3", (640, 480)),
        (720, "21:9", (1680, 720)),
        (1, "1:1", (8, 8)),
    ],
)
def test_sizes_are_multiples_of_eight(height: int, ratio: str, pixels: tuple[int, int]) -> None:
    assert size(height, ratio) == pixels


@pytest.mark.parametrize(
    ("fps", "seconds", "number"),
    [(16, 5, 81), (24, 4, 97), (25, 5, 129), (30, 5, 153), (23.976, 4, 97), (8, 1, 9)],
)
def test_frames_last_at_least_as_long_as_asked(fps: float, seconds: int, number: int) -> None:
    workflow = read(
        json.dumps({"1": node("A", "reelwright:prompt", text=""), "2": node("B", frame_rate=fps)})
    )
    assert frames(workflow, seconds) == number
    assert (number - 1) % 8 == 0
    assert (number - 1) / fps >= seconds or number / fps > seconds


def test_the_rate_that_is_titled_counts_before_all_others() -> None:
    workflow = clip_workflow(r=node("PrimitiveFloat", "reelwright:fps", value=8.0))
    assert posted(clip_order(workflow, seconds=5))["prompt"]["7"]["inputs"]["value"] == 41
    assert posted(clip_order(workflow))["prompt"]["r"]["inputs"]["value"] == 8.0


# Workflows that cannot be used.

PROMPT = node("CLIPTextEncode", "reelwright:prompt", text="")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "needs a workflow"),
        ("{", "no JSON object"),
        ("[1]", "no JSON object"),
        ("[" * 100_000, "no JSON object"),
        ('{"a": ' * 5000 + "1" + "}" * 5000, "no JSON object"),
        ('{"nodes": [], "links": []}', "editor's own format"),
        ("{}", "no node titled reelwright:prompt"),
        ('{"1": 5}', "node 1 of the workflow has no class_type"),
        ('{"1": {"class_type": "A"}}', "node 1 of the workflow has no inputs"),
        ('{"1": {"class_type": "A", "inputs": {}}}', "no node titled reelwright:prompt"),
        ('{"1": {"class_type": "A", "inputs": {}, "_meta": 5}}', "no node titled"),
        ('{"1": {"class_type": "A", "inputs": {}, "_meta": {"title": 5}}}', "no node titled"),
        (json.dumps({"1": PROMPT, "2": node("A", "reelwright:promt")}), "reelwright:promt; there"),
        (json.dumps({"1": PROMPT, "2": node("A", "reelwright:reference")}), "reelwright:reference"),
        (
            json.dumps({"1": PROMPT, "2": node("A", x={"$blob": FACE, "form": "data"})}),
            r"a field \$blob, which is ours",
        ),
        (
            json.dumps({"1": PROMPT, **{at: node("A", "reelwright:output") for at in "23"}}),
            "more than one node",
        ),
        (
            json.dumps({"1": node("A", "reelwright:prompt", text=["2", 0])}),
            "no input of its own named prompt or text or string or value",
        ),
    ],
)  # fmt: skip
def test_a_workflow_that_cannot_be_used_says_why(text: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        PROVIDER.submit(image_order(text), Ready(), TOKEN)


@pytest.mark.parametrize(
    ("order", "why"),
    [
        (clip_order(first=FACE), "no node titled reelwright:first"),
        (clip_order(last=FACE), "no node titled reelwright:last"),
        (clip_order(references=(FACE,)), "no node titled reelwright:reference_1"),
        (clip_order(with_pictures(), first=FACE, last=FACE), "wants a picture"),
        (clip_order(with_pictures(), references=(FACE,)), "wants a picture"),
        (
            clip_order(with_pictures(), first=FACE, last=FACE, references=(FACE, END, PLACE)),
            "no node titled reelwright:reference_3",
        ),
        (image_order(json.dumps(with_pictures())), "wants a picture"),
        (clip_order(videos=(FACE,)), "no clips"),
        (clip_order({"1": PROMPT}, negative="red"), "no node titled reelwright:negative"),
        (clip_order(ratio="wide"), "no ratio"),
        (clip_order({"1": PROMPT, "2": node("A", "reelwright:frames", value=1)}), "no frame rate"),
        (clip_order(clip_workflow(x=node("B", fps=24))), "several frame rates"),
    ],
)
def test_what_a_workflow_cannot_express_is_said(order: Order, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        PROVIDER.submit(order, Ready(values={FACE: "a", END: "b", PLACE: "c"}), TOKEN)


def test_prepare_uploads_nothing_for_a_workflow_that_cannot_be_used() -> None:
    with pytest.raises(BadInput):
        next(PROVIDER.prepare(clip_order(first=FACE)))


@pytest.mark.parametrize("name", ["prompt", "negative", "seconds", "frames", "fps", "seed"])
def test_the_docs_tell_where_each_value_goes(name: str) -> None:
    (row,) = [
        line for line in DOCS.read_text().splitlines() if line.startswith(f"| `reelwright:{name}`")
    ]
    assert f"{', '.join(INPUTS[name])} |" in row


def test_names_tell_what_a_workflow_can_be_given() -> None:
    assert named(read(json.dumps(with_pictures()))).keys() == {
        "prompt", "negative", "width", "height", "frames", "seed", "output", "first", "last",
        "reference_1", "reference_2",
    }  # fmt: skip


# How the answer is heard.


def test_a_workflow_that_the_server_refuses_is_invalid_and_names_the_node(server: ComfyUI) -> None:
    wrong = IMAGE.replace("model.safetensors", "other.safetensors")
    heard = ordered(server, image_order(wrong))
    assert heard == Refused(
        reason="invalid",
        cause="node 1 (CheckpointLoaderSimple): Value not in list: "
        "ckpt_name: 'other.safetensors' not in ['model.safetensors']",
    )
    assert server.bill() == []


@pytest.mark.parametrize(
    ("workflow", "why"),
    [
        ({"1": PROMPT, "2": node("Custom")}, "Node 'Custom' not found"),
        ({"1": {**PROMPT, "class_type": "PrimitiveString", "inputs": {"value": ""}}}, "no outputs"),
    ],
)
def test_a_workflow_refused_as_a_whole(server: ComfyUI, workflow: dict[str, Any], why: str) -> None:
    heard = ordered(server, image_order(json.dumps(workflow)))
    assert isinstance(heard, Refused)
    assert heard.reason == "invalid"
    assert why in heard.cause


def test_the_stand_in_takes_only_what_the_server_takes(server: ComfyUI) -> None:
    body = posted(image_order())
    for change in (
        {"prompt_id": TOKEN.replace("-", "")},
        {"prompt_id": TOKEN.upper()},
        {"prompt_id": 5},
        {"token": 1},
        {"prompt": None},
    ):
        reply = speak(
            Call(method="POST", url="/prompt", body={**body, **change}), PROVIDER, server.url
        )
        assert reply.status == 400
        assert isinstance(PROVIDER.heard(image_order(), reply), Refused)
    assert server.tasks == {}


@pytest.mark.parametrize(
    ("fault", "seconds", "heard"),
    [
        ("limited", 7, ("limited", 7.0)),
        ("limited", 0, ("limited", None)),
        ("moderated", 0, ("invalid", None)),
    ],
)
def test_refusals(
    server: ComfyUI, fault: Any, seconds: float, heard: tuple[str, float | None]
) -> None:
    server.faults.add(fault, seconds=seconds)
    refused = ordered(server, image_order())
    assert isinstance(refused, Refused)
    assert (refused.reason, refused.wait) == heard
    assert server.tasks == {}


@pytest.mark.parametrize("fault", ["broken", "unavailable", "wrong types"])
def test_what_is_not_said_clearly_is_unknown(server: ComfyUI, fault: Any) -> None:
    server.faults.add(fault)
    assert isinstance(ordered(server, image_order()), Unknown)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b"{}",
        b'{"prompt_id": null}',
        b'{"prompt_id": ""}',
        b'{"prompt_id": ".."}',
        b'{"prompt_id": "../../queue"}',
        b'{"prompt_id": "a\\n"}',
        b'{"prompt_id": "\\u0665"}',
        b'{"prompt_id": "' + b"a" * 101 + b'"}',
    ],
)
def test_an_odd_id_is_unknown(body: bytes) -> None:
    assert isinstance(PROVIDER.heard(image_order(), Reply(status=200, body=body)), Unknown)


def test_a_job_is_taken_even_when_some_outputs_are_left_out() -> None:
    body = json.dumps({"prompt_id": TOKEN, "number": 3, "node_errors": {"9": {"errors": []}}})
    heard = PROVIDER.heard(image_order(), Reply(status=200, body=body.encode()))
    assert heard == Taken(ticket=TOKEN, most=Money())


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        (b'{"error": "bad", "node_errors": []}', "bad"),
        (b'{"error": {"message": "no", "details": "x\\n y"}, "node_errors": {}}', "no: x y"),
        (b"<h1>Bad Request</h1>", "HTTP 400: <h1>Bad Request</h1>"),
    ],
)
def test_other_forms_of_a_400(body: bytes, cause: str) -> None:
    heard = PROVIDER.heard(image_order(), Reply(status=400, body=body))
    assert heard == Refused(reason="invalid", cause=cause)


# What became of it.


def test_one_runs_and_the_next_waits(server: ComfyUI) -> None:
    server.seconds = 5
    order = image_order()
    first, second = taken(server, order), taken(server, order, "t2")
    assert polled(server, order, first) == Waiting(status="running")
    assert polled(server, order, second) == Waiting(status="queued")


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        ("fails later", "node 7 (SaveImage): something went wrong"),
        ("moderated later", "node 7 (SaveImage): unsafe content"),
    ],
)
def test_a_run_that_fails_names_the_node(server: ComfyUI, fault: Any, cause: str) -> None:
    server.faults.add(fault)
    order = image_order()
    assert ended(server, order, taken(server, order)) == Failed(cause=cause, charge=Money())


def test_a_result_elsewhere_is_never_fetched_from_there(server: ComfyUI) -> None:
    for fault in ("file url", "inner url"):
        server.faults.add(fault)
        order = image_order()
        failed = ended(server, order, taken(server, order, fault))
        assert isinstance(failed, Failed)
        assert "saved picture" in failed.cause


def test_no_cost_is_the_usual_case(server: ComfyUI) -> None:
    server.faults.add("no cost")
    order = image_order()
    done = ended(server, order, taken(server, order))
    assert isinstance(done, Done)
    assert done.charge == Money()


def test_an_id_of_an_earlier_job_is_heard_as_that(server: ComfyUI) -> None:
    order = image_order()
    first = taken(server, order)
    server.faults.add("same id")
    assert taken(server, order, "t2") == first


def test_broken_answers_to_a_poll_mean_nothing(server: ComfyUI) -> None:
    order = image_order()
    ticket = taken(server, order)
    for fault in ("poll broken", "poll gone"):
        server.faults.add(fault)
        assert isinstance(polled(server, order, ticket), Waiting)
    assert isinstance(ended(server, order, ticket), Done)


def test_a_server_that_was_restarted_says_so(server: ComfyUI) -> None:
    order = image_order()
    ticket = taken(server, order)
    server.restart()
    assert isinstance(polled(server, order, ticket), Gone)
    assert isinstance(run(PROVIDER.find(order, TOKEN, 0.0), PROVIDER, server.url), Absent)


def test_what_ends_between_history_and_queue_is_not_gone() -> None:
    talk = PROVIDER.poll(image_order(), TOKEN)
    assert next(talk).url == f"/history/{TOKEN}"
    assert talk.send(Reply(status=200, body=b"{}")).url == "/queue"
    empty = Reply(status=200, body=b'{"queue_running": [], "queue_pending": []}')
    assert talk.send(empty).url == f"/history/{TOKEN}"
    assert isinstance(_end(talk, history("7", "a.png")), Done)


def test_a_ticket_is_quoted() -> None:
    assert next(PROVIDER.poll(image_order(), "a/../b?c")).url == "/history/a%2F..%2Fb%3Fc"


def test_only_the_entry_of_the_id_counts() -> None:
    talk = PROVIDER.poll(image_order(), TOKEN)
    next(talk)
    other = history("7", "a.png").body.replace(TOKEN.encode(), b"other")
    assert talk.send(Reply(status=200, body=other)).url == "/queue"


def history(node: str, *names: str, kind: str = "output", listed: str = "images") -> Reply:
    files = [{"filename": name, "subfolder": "s", "type": kind} for name in names]
    return _history({node: {listed: files}})


def _history(outputs: Any, status: Any = None) -> Reply:
    body = {TOKEN: {"prompt": [], "outputs": outputs, "status": status}}
    return Reply(status=200, body=json.dumps(body).encode())


def _end(talk: Talk[Any], reply: Reply) -> Any:
    with pytest.raises(StopIteration) as end:
        talk.send(reply)
    return end.value.value


def told(order: Order, reply: Reply) -> Any:
    talk = PROVIDER.poll(order, TOKEN)
    next(talk)
    return _end(talk, reply)


@pytest.mark.parametrize("listed", ["images", "gifs", "videos", "video"])
def test_files_under_every_name_that_nodes_use(listed: str) -> None:
    done = told(clip_order(), history("11", "a.MP4", "b.mp4", listed=listed))
    assert [one.url for one in done.results] == ["/view?filename=a.MP4&subfolder=s&type=output"]


@pytest.mark.parametrize(
    ("name", "quoted"),
    [
        ("a/../b.png", "a%2F..%2Fb.png"),
        ("x&type=input.png", "x%26type%3Dinput.png"),
        ("//evil.example/é #?.png", "%2F%2Fevil.example%2F%C3%A9%20%23%3F.png"),
        ("\r\nHost: x.png", "%0D%0AHost%3A%20x.png"),
    ],
)
def test_a_files_name_is_quoted(name: str, quoted: str) -> None:
    done = told(image_order(), history("7", name))
    assert done.results[0].url == f"/view?filename={quoted}&subfolder=s&type=output"


def test_which_node_is_the_result() -> None:
    two = {
        "20": {"images": [{"filename": "a.mp4", "subfolder": "", "type": "output"}]},
        "11": {"gifs": [{"filename": "b.webm", "subfolder": "", "type": "output"}]},
        "12": {"text": ["x"], "images": 5},
        "13": None,
        "14": {"images": [None, {"filename": 5}, {"filename": "c.png"}]},
    }
    done = told(clip_order(), _history(two))
    assert done.results[0].media_type == "video/webm"
    untitled = clip_workflow()
    del untitled["11"]["_meta"]
    several = told(clip_order(untitled), _history(two))
    assert several.reason == "invalid"
    assert "nodes 20, 11 all made a result" in several.cause
    del two["20"]
    assert told(clip_order(untitled), _history(two)) == done


@pytest.mark.parametrize(
    ("order", "reply"),
    [
        (clip_order(), history("11", "a.png")),
        (clip_order(), history("11")),
        (clip_order(), history("20", "a.mp4")),
        (clip_order(), history("11", "a.mp4", kind="input")),
        (image_order(), history("7", "a.mp4")),
        (image_order(), history("7", "png")),
        (image_order(), _history({})),
    ],
)
def test_a_run_without_a_result_of_the_kind_fails(order: Order, reply: Reply) -> None:
    failed = told(order, reply)
    assert isinstance(failed, Failed)
    assert (failed.reason, failed.charge) == ("invalid", Money())


def test_a_preview_counts_only_when_it_is_titled() -> None:
    assert isinstance(told(image_order(), history("7", "a.png", kind="temp")), Done)
    untitled = image_order(IMAGE.replace("reelwright:output", "Save"))
    assert isinstance(told(untitled, history("7", "a.png", kind="temp")), Failed)


def test_an_interruption_by_the_owner_is_no_failure_of_ours() -> None:
    status = {
        "status_str": "error",
        "completed": False,
        "messages": [["execution_start", {}], 5, ["execution_interrupted", {"node_id": "1"}]],
    }
    assert told(image_order(), _history({}, status)).reason == "cancelled"


@pytest.mark.parametrize("messages", [[], [["execution_error", 5]], [["execution_error", {}]]])
def test_an_error_without_details_is_still_one(messages: list[Any]) -> None:
    status = {"status_str": "error", "completed": False, "messages": messages}
    assert told(image_order(), _history({}, status)).cause == "it failed without saying why"


# Lost, found and stopped.


def found(server: ComfyUI, token: str = TOKEN) -> Any:
    return run(PROVIDER.find(image_order(), token, time.time()), PROVIDER, server.url)


def test_a_lost_answer_is_found_by_our_token(server: ComfyUI) -> None:
    server.faults.add("drop after")
    order = image_order()
    with pytest.raises((ConnectionError, OSError)):
        ordered(server, order, "t9")
    assert found(server, "t9") == Found(ticket=prompt_id("t9"))
    assert isinstance(ended(server, order, prompt_id("t9")), Done)
    assert found(server, "t9") == Found(ticket=prompt_id("t9"))
    assert found(server, "t8") == Absent()
    assert server.posts() == 1


def test_a_request_that_never_arrived_is_absent(server: ComfyUI) -> None:
    server.faults.add("drop before")
    with pytest.raises((ConnectionError, OSError)):
        ordered(server, image_order())
    assert found(server) == Absent()


def test_looking_while_it_waits_behind_others(server: ComfyUI) -> None:
    server.seconds = 5
    for token in ("t1", "t2", "t3"):
        taken(server, image_order(), token)
    assert found(server, "t3") == Found(ticket=prompt_id("t3"))


def test_an_unclear_answer_never_means_absent(server: ComfyUI) -> None:
    for fault in ("poll broken", "poll gone"):
        server.faults.add(fault)
        assert isinstance(found(server), CannotTell)
        server.faults.add(fault, after=1)
        assert isinstance(found(server), CannotTell)
        server.faults.add(fault, after=2)
        assert isinstance(found(server), CannotTell)


def test_a_second_token_is_a_second_job(server: ComfyUI) -> None:
    order = image_order()
    assert taken(server, order, "t1") != taken(server, order, "t2")
    assert taken(server, order, "t2") == prompt_id("t2")
    assert len(server.bill()) == 3  # It does not refuse an id that it knows.
    assert sum(usd for _, usd in server.bill()) == 0


def test_cancel_while_it_waits(server: ComfyUI) -> None:
    server.seconds = 5
    order = image_order()
    taken(server, order, "t1")
    ticket = taken(server, order, "t2")
    assert cancelled(server, order, ticket) == Cancelled()
    assert isinstance(polled(server, order, ticket), Gone)
    assert isinstance(polled(server, order, prompt_id("t1")), Waiting)
    assert ("POST", "/interrupt") not in [(method, path) for method, path, _ in server.seen]


def test_cancel_while_it_runs_stops_nothing_else(server: ComfyUI) -> None:
    server.seconds = 5
    order = image_order()
    ticket, other = taken(server, order), taken(server, order, "t2")
    assert cancelled(server, order, ticket) == Cancelled()
    failed = polled(server, order, ticket)
    assert isinstance(failed, Failed)
    assert failed.reason == "cancelled"
    assert isinstance(polled(server, order, other), Waiting)


def test_cancel_too_late(server: ComfyUI) -> None:
    order = image_order()
    ticket = taken(server, order)
    assert isinstance(ended(server, order, ticket), Done)
    assert isinstance(cancelled(server, order, ticket), TooLate)
    server.restart()
    assert isinstance(cancelled(server, order, ticket), TooLate)
    server.faults.add("poll broken")
    assert isinstance(cancelled(server, order, ticket), TooLate)


def test_cancel_of_what_starts_to_run_meanwhile() -> None:
    empty, ok = Reply(status=200, body=b"{}"), Reply(status=200)
    entry = json.dumps([[0, TOKEN, {}, {}, []]])
    queued = Reply(status=200, body=f'{{"queue_running": [], "queue_pending": {entry}}}'.encode())
    running = Reply(status=200, body=f'{{"queue_running": {entry}, "queue_pending": []}}'.encode())
    talk = PROVIDER.cancel(image_order(), TOKEN)
    next(talk)
    talk.send(empty)
    assert talk.send(queued).body == {"delete": [TOKEN]}
    talk.send(ok)
    talk.send(empty)
    interrupt = talk.send(running)
    assert (interrupt.url, interrupt.body) == ("/interrupt", {"prompt_id": TOKEN})
    talk.send(ok)
    # It ended well before it was interrupted: what it made is good.
    assert isinstance(_end(talk, history("7", "a.png")), TooLate)


def test_cancel_gives_up_on_what_stays_in_the_queue() -> None:
    empty, ok = Reply(status=200, body=b"{}"), Reply(status=200)
    entry = json.dumps([[0, TOKEN, {}, {}, []]])
    queued = Reply(status=200, body=f'{{"queue_running": [], "queue_pending": {entry}}}'.encode())
    talk = PROVIDER.cancel(image_order(), TOKEN)
    next(talk)
    for _ in range(3):
        talk.send(empty)
        talk.send(queued)
        talk.send(ok)
    talk.send(empty)
    talk.send(queued)
    assert isinstance(_end(talk, ok), TooLate)


def test_cancel_refused(server: ComfyUI) -> None:
    server.seconds = 5
    order = image_order()
    ticket = taken(server, order)
    server.faults.add("poll broken", after=2)
    assert cancelled(server, order, ticket) == TooLate(cause="HTTP 500: " + '{"error": "broken"}')


def test_check(server: ComfyUI) -> None:
    assert PROVIDER.check is not None
    assert run(PROVIDER.check(), PROVIDER, server.url) == ""
    server.faults.add("poll broken")
    assert "HTTP 500" in run(PROVIDER.check(), PROVIDER, server.url)


@pytest.mark.parametrize(
    ("version", "good"), [("0.3.56", False), ("0.3.57", True), ("v1.0.0", True), ("unknown", True)]
)
def test_check_wants_a_server_that_keeps_our_ids(version: str, good: bool) -> None:
    assert PROVIDER.check is not None
    talk = PROVIDER.check()
    next(talk)
    body = json.dumps({"system": {"comfyui_version": version}, "devices": []}).encode()
    assert (_end(talk, Reply(status=200, body=body)) == "") is good


def test_no_key_is_ever_sent() -> None:
    assert PROVIDER.keys == ()
    assert PROVIDER.free
    assert PROVIDER.sign({"a": "b"}, "secret", 0.0) == {"a": "b"}


# Whatever comes back.

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            [TOKEN, "outputs", "status", "status_str", "messages", "images", "filename", "type",
             "queue_running", "queue_pending", "error", "node_errors", "prompt_id", "7"]
        ),
        inner,
        max_size=4,
    ),
    max_leaves=20,
)  # fmt: skip
REPLIES = st.builds(
    Reply,
    status=st.sampled_from([200, 201, 204, 302, 400, 401, 403, 404, 409, 413, 429, 500, 502, 503]),
    body=JSON.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=40),
    headers=st.just({}) | st.just({"retry-after": "3"}),
)


@settings(deadline=None)
@given(REPLIES)
def test_heard_never_raises(reply: Reply) -> None:
    heard = PROVIDER.heard(image_order(), reply)
    if isinstance(heard, Refused):
        assert 400 <= reply.status < 500
    if isinstance(heard, Taken):
        assert reply.status == 200


@settings(deadline=None)
@given(st.lists(REPLIES, min_size=30, max_size=30))
def test_talks_never_raise_and_end(replies: list[Reply]) -> None:
    talks: list[Talk[Any]] = [
        PROVIDER.poll(image_order(), TOKEN),
        PROVIDER.find(image_order(), TOKEN, 0.0),
        PROVIDER.cancel(image_order(), TOKEN),
    ]
    for talk in talks:
        calls, left = 0, iter(replies)
        try:
            next(talk)
            while True:
                calls += 1
                talk.send(next(left))
        except StopIteration:
            assert calls < 20
