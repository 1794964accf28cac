"""The workflow of a ComfyUI server's owner, small: a prompt, a size and a length become a clip."""

from typing import Any


def _node(kind: str, title: str = "", **inputs: Any) -> dict[str, Any]:
    return {"class_type": kind, "inputs": inputs, "_meta": {"title": title or kind}}


WORKFLOW: dict[str, dict[str, Any]] = {
    "1": _node("UNETLoader", unet_name="model.safetensors", weight_dtype="default"),
    "2": _node("CLIPLoader", clip_name="model.safetensors", type="wan"),
    "3": _node("VAELoader", vae_name="model.safetensors"),
    "4": _node("CLIPTextEncode", "reelwright:prompt", text="", clip=["2", 0]),
    "5": _node("CLIPTextEncode", "reelwright:negative", text="blurred", clip=["2", 0]),
    "6": _node(
        "WanImageToVideo", "reelwright:width reelwright:height",
        positive=["4", 0], negative=["5", 0], vae=["3", 0], width=832, height=480,
        length=["7", 0], batch_size=1,
    ),
    "7": _node("PrimitiveInt", "reelwright:frames", value=81),
    "8": _node(
        "KSampler", "reelwright:seed",
        model=["1", 0], seed=1, steps=4, cfg=1.0, sampler_name="euler", scheduler="simple",
        positive=["6", 0], negative=["6", 1], latent_image=["6", 2], denoise=1.0,
    ),
    "9": _node("VAEDecode", samples=["8", 0], vae=["3", 0]),
    "10": _node("CreateVideo", images=["9", 0], fps=16),
    "11": _node(
        "SaveVideo", "reelwright:output",
        video=["10", 0], filename_prefix="video/film", format="auto", codec="auto",
    ),
}  # fmt: skip
