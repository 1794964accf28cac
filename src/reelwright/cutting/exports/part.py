"""Makes parts of exports, and proxies: stretches of clips encoded anew by the ffmpeg program."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import JsonValue

from reelwright.cutting.checks import REMEDY, told_by
from reelwright.film.errors import MachineTrouble
from reelwright.film.order import Made, Order, Stop
from reelwright.film.timeline import House
from reelwright.media import delivery, ffmpeg, probe, verify
from reelwright.media.encoder import ENCODERS

SCALER = "flags=lanczos+bitexact+accurate_rnd+full_chroma_int"

PROXY_CRF = 27


def make_part(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """One decode, one scaling, one encode, on one thread; decoded in full before it counts."""
    params: Mapping[str, Any] = order.params
    house = House.model_validate(params["house"])
    encoder = ENCODERS[params.get("encoder", "x264")]
    vp9 = order.model.startswith("vp9-")
    filters = "format=yuv420p" if vp9 else encoder.filters
    options = delivery.vp9(house) if vp9 else encoder.options(house)
    out = scratch / "part.mp4"
    _encode(order, inputs, out, (filters, options), encoder.memory_mb, stop)
    frames, decoded = int(params["frames"]), None
    if not vp9:
        with told_by("export"):
            verify.segment(out, house, frames)
        decoded = frames  # or it would not be one
    return proved(out, frames, house, decoded)


def make_proxy(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Small, without sound, and quick to jump in: groups of a quarter of a second."""
    house = House.model_validate(order.params["house"])
    keys = max(1, house.rate // 4)
    out = scratch / "proxy.mp4"
    options = (
        "-c:v", "libx264", "-preset", "veryfast", "-crf", str(PROXY_CRF), "-pix_fmt", "yuv420p",
        "-x264-params",
        f"keyint={keys}:min-keyint={keys}:scenecut=0:open-gop=0:bframes=0:threads=1",
        "-threads:v", "1", "-movflags", "+faststart",
    )  # fmt: skip
    _encode(order, inputs, out, ("format=yuv420p", options), ffmpeg.Limits().memory_mb, stop)
    return proved(out, int(str(order.params["frames"])), house)


def _encode(
    order: Order,
    inputs: Mapping[str, Path],
    out: Path,
    coding: tuple[str, Sequence[str]],
    memory_mb: int,
    stop: Stop,
) -> None:
    """Encode the frames that an Order names, by these last filters and options."""
    params: Mapping[str, Any] = order.params
    house = House.model_validate(params["house"])
    start, frames = int(params["start"]), int(params["frames"])
    # Half a frame early, so that rounding does not lose the frame that is meant.
    sought = ("-ss", f"{(start - 0.5) / house.rate:.6f}") if start else ()
    graph = (
        f"[0:v:0]trim=end_frame={frames},setpts=N/({house.rate}*TB),"
        f"scale={house.width}:{house.height}:in_color_matrix=bt709:out_color_matrix=bt709"
        f":in_range=tv:out_range=tv:{SCALER},setsar=1,{delivery.TAGGED},{coding[0]}[v]"
    )
    ffmpeg.run(
        [ffmpeg.Input(inputs[order.inputs[0]], sought)],
        [ffmpeg.Output(out, ("-map", "[v]", *coding[1], *delivery.written(house)))],
        graph=graph,
        limits=ffmpeg.Limits(memory_mb=memory_mb),
        stop=stop,
        stage="export",
    )


def proved(out: Path, frames: int, house: House, decoded: int | None = None) -> Made:
    """It has these frames, this size, eight bits and the colours of BT.709. `decoded`: how many
    frames it was decoded to already."""
    found = probe.probe(out, "export").video
    if decoded is None:
        decoded = probe.decode_all(out, "export")
    meant = (house.width, house.height, "yuv420p", frames, probe.BT709)
    seen = found and (found.width, found.height, found.pix_fmt, decoded, found.colours)
    if seen != meant:
        raise MachineTrouble("export", f"an export came out as {seen}, not as {meant}", REMEDY)
    facts: dict[str, JsonValue] = {
        "frames": frames, "seconds": frames / house.rate, "width": house.width,
        "height": house.height,
    }  # fmt: skip
    return Made(path=out, media_type="video/mp4", facts=facts)
