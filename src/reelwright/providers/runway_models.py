"""What each model of Runway takes, and the words it has for sizes.

Source: vendor, OpenAPI document 2024-11-06, and the newer request types of runwayml 5.24 (1080p and
seeds of the Seedance models). A size is keyed by the nominal height of the catalogue, which is what
the price goes by: other ratios than 16:9 and 9:16 have about as many pixels, not that shorter side.
"""

from reelwright.film.noun import Noun

Sizes = dict[int, dict[str, str]]
"""Nominal height -> ratio -> the service's word for it."""

LANDSCAPE = ("16:9", "9:16")
SIX = ("21:9", "16:9", "4:3", "1:1", "3:4", "9:16")


def _six(words: str) -> dict[str, str]:
    return dict(zip(SIX, words.split(), strict=True))


class Clips(Noun):
    """A video model. `prompt` is the most characters in UTF-16 code units; `text` whether it works
    without a first frame, then in `text_ratios` only; `references` and `videos` how many it takes;
    `audio` whether sound can be switched on and off."""

    sizes: Sizes
    prompt: int = 1000
    text: bool = True
    text_ratios: tuple[str, ...] = SIX
    resolutions: dict[int, str] = {}
    last: bool = False
    references: int = 0
    videos: int = 0
    audio: bool = False
    negative: bool = False
    seed: bool = False


class Pictures(Noun):
    """An image model. `least` and `most` bound the number of its reference pictures."""

    sizes: Sizes
    prompt: int = 1000
    least: int = 0
    most: int = 3
    seed: bool = False


GEN4 = {720: _six("1584:672 1280:720 1104:832 960:960 832:1104 720:1280")}
HD = {"16:9": "1280:720", "9:16": "720:1280"}
VEO = {720: HD, 1080: {"16:9": "1920:1080", "9:16": "1080:1920"}}
SEEDANCE = {
    480: _six("992:432 864:496 752:560 640:640 560:752 496:864"),
    720: _six("1470:630 1280:720 1112:834 960:960 834:1112 720:1280"),
}
SEEDANCE_1080 = _six("2206:946 1920:1080 1664:1248 1440:1440 1248:1664 1080:1920")
SEEDANCE_2160 = _six("3840:1646 3840:2160 3840:2880 3840:3840 2880:3840 2160:3840")
SEEDANCE_25 = {
    480: _six("992:432 854:480 752:560 640:640 560:752 480:854"),
    720: SEEDANCE[720],
    1080: SEEDANCE_1080,
}
GEN4_IMAGE = {
    720: _six("1680:720 1280:720 960:720 720:720 720:960 720:1280"),
    1080: _six("2112:912 1920:1080 1440:1080 1080:1080 1080:1440 1080:1920"),
}
GEMINI_IMAGE = {768: _six("1536:672 1344:768 1184:864 1024:1024 864:1184 768:1344")}

VEO_CLIPS = Clips(sizes=VEO, text_ratios=LANDSCAPE, last=True, audio=True, negative=True)
SEEDANCE_CLIPS = Clips(
    sizes=SEEDANCE, prompt=3500, last=True, references=9, videos=3, audio=True, seed=True
)

CLIPS = {
    "gen4.5": Clips(sizes=GEN4, text_ratios=LANDSCAPE, seed=True),
    "gen4_turbo": Clips(sizes=GEN4, text=False, seed=True),
    "veo3.1": VEO_CLIPS,
    "veo3.1_fast": VEO_CLIPS,
    "seedance2": Clips(
        sizes={**SEEDANCE, 1080: SEEDANCE_1080, 2160: SEEDANCE_2160},
        prompt=3500,
        last=True,
        references=9,
        videos=3,
        audio=True,
        seed=True,
    ),
    "seedance2_fast": SEEDANCE_CLIPS,
    "seedance2_mini": SEEDANCE_CLIPS,
    "seedance2_5": Clips(
        sizes=SEEDANCE_25,
        prompt=15000,
        last=True,
        references=30,
        videos=10,
        audio=True,
        seed=True,
    ),
    # Its two sizes are words, its ratios are as they are; that "2K" has 1440 lines is unverified.
    # The document has the words in capitals only; the package calls that spelling deprecated.
    "hailuo3": Clips(
        sizes={height: _six(" ".join(SIX)) for height in (768, 1440)},
        resolutions={768: "768P", 1440: "2K"},
        prompt=6000,
        last=True,
        references=9,
        videos=3,
    ),
    "gemini_omni_flash": Clips(sizes={720: HD}, prompt=4000, text_ratios=LANDSCAPE),
}

PICTURES = {
    "gen4_image": Pictures(sizes=GEN4_IMAGE, seed=True),
    "gen4_image_turbo": Pictures(sizes=GEN4_IMAGE, least=1, seed=True),
    "gemini_2.5_flash": Pictures(sizes=GEMINI_IMAGE, prompt=5500),
}
