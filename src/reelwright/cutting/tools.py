"""Which builds of which tools decide about the bytes of a segment: parts of its Order."""

from functools import cache

import av
import PIL

from reelwright.film.noun import digest
from reelwright.film.timeline import House
from reelwright.media import ffmpeg
from reelwright.media import house as house_format
from reelwright.media.letters import fonts


@cache
def libav() -> str:
    """PyAV and the libav build it carries, as one short text."""
    versions = {name: list(numbers) for name, numbers in av.library_versions.items()}
    return f"av {av.__version__} {digest(versions)[:8]}"


@cache
def encoder(house: House) -> str:
    """For segments encoded in this process."""
    return f"{libav()} x264 {digest(house_format.arguments(house))[:8]}"


@cache
def program(house: House) -> str:
    """For segments rendered by the ffmpeg program."""
    return f"{ffmpeg.version()} x264 {digest(house_format.arguments(house))[:8]}"


@cache
def lettering(house: House) -> str:
    """For segments with words drawn into them."""
    return f"{encoder(house)} PIL {PIL.__version__} fonts {fonts.version()[:8]}"


@cache
def sound() -> str:
    """For the sound track."""
    return libav()
