"""Makes an MP3 of a film's sound, for people to listen to."""

from collections.abc import Generator, Mapping
from pathlib import Path

from reelwright.cutting.checks import REMEDY
from reelwright.cutting.makers import pause
from reelwright.film.errors import MachineTrouble
from reelwright.film.order import Made, Order, Stop
from reelwright.media.sound import pcm
from reelwright.media.sound.mp3 import MP3_BITS, MP3_FRAME, encode_mp3
from reelwright.media.sound.pcm import RATE, Samples


def mp3_order(track: str) -> Order:
    """The sound track (or the sound of the film) with hash `track`, as MP3."""
    from reelwright.cutting import tools

    return Order(
        kind="sound",
        provider="cutting",
        model="mp3-1",
        params={"bits": MP3_BITS, "tool": tools.sound()},
        inputs=(track,),
    )


def make_mp3(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Transcode, then decode in full: not a sample may be lost."""
    out = scratch / "sound.mp3"
    written = encode_mp3(_heard(inputs[order.inputs[0]], stop), out)
    found = sum(len(block) for block in _heard(out, stop))
    if not 0 <= found - written <= 2 * MP3_FRAME:
        raise MachineTrouble("sound", f"the MP3 has {found} samples, {written} were given", REMEDY)
    facts = {"seconds": written / RATE}
    return Made(path=out, media_type="audio/mpeg", facts={**facts})


def _heard(path: Path, stop: Stop) -> Generator[Samples]:
    for block in pcm.decoded(path):
        pause(stop)
        yield block
