"""What a segment must be before it counts as made."""

from pathlib import Path

from reelwright.film.errors import MachineTrouble
from reelwright.film.order import Made
from reelwright.film.timeline import House
from reelwright.media import probe
from reelwright.media.house import time_base

REMEDY = "Run the same command again; if it happens again, run `reelwright doctor`."


def sound_segment(path: Path, frames: int, house: House, stage: str) -> Made:
    """Decode a fresh segment fully, once, and hand it over; raises `MachineTrouble` if it is bad."""
    decoded = probe.decode_all(path, stage)
    if decoded != frames:
        raise MachineTrouble(stage, f"{decoded} frames came out, {frames} were wanted", REMEDY)
    return handed(path, frames, house, stage)


def handed(path: Path, frames: int, house: House, stage: str) -> Made:
    """A segment whose headers and packets fit the house."""
    found = probe.probe(path, stage).video
    if found is None:
        raise MachineTrouble(stage, "the segment has no picture", REMEDY)
    told = (found.width, found.height, found.pix_fmt, found.frames, found.time_base)
    wanted = (house.width, house.height, "yuv420p", frames, time_base(house))
    if told != wanted:
        raise MachineTrouble(stage, f"the segment is {told}, wanted was {wanted}", REMEDY)
    facts = {"frames": frames, "seconds": frames / house.rate, "house": True}
    return Made(path=path, media_type="video/mp4", facts=facts)
