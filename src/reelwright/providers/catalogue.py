"""What the paid services can do and what they charge, as data.

Figures were read from the vendors' pages, SDKs or third-party notes on the date given; what only a
live account can show is marked `verified=False`. An unknown price blocks spending. Where sources
disagree, the higher price stands.
Sources: `vendor` = the vendor's own page or OpenAPI document, `sdk` = read in the vendor's package,
`notes` = third-party notes that quote the vendor's pages.
"""

from reelwright.film.noun import Noun
from reelwright.providers.catalogue_rows.images import IMAGES
from reelwright.providers.catalogue_rows.kinds import Image, Row, Sound, Video, Voice
from reelwright.providers.catalogue_rows.sounds import SOUNDS, VOICES
from reelwright.providers.catalogue_rows.videos import VIDEOS

__all__ = [
    "BUILT_IN", "IMAGES", "SOUNDS", "VIDEOS", "VOICES", "Catalogue", "Image", "Row", "Sound",
    "Video", "Voice",
]  # fmt: skip


class Catalogue(Noun):
    """All rows that hold: the built-in ones, or with a user's own figures put in."""

    videos: tuple[Video, ...]
    images: tuple[Image, ...]
    voices: tuple[Voice, ...]
    sounds: tuple[Sound, ...]


BUILT_IN = Catalogue(videos=VIDEOS, images=IMAGES, voices=VOICES, sounds=SOUNDS)
