"""Who sounds how: one voice for the narrator, one for every character.

A voice is a language, a variant of the synthesiser, a pitch, a pace and a length of the vocal tract
(`tract`: above 1 is a smaller head, so children and small people sound it). What gender and age
leave open is decided by a hash of the name, so a character keeps its voice in every film.
"""

import hashlib

from reelwright.film.noun import Noun
from reelwright.film.story import Character

# eSpeak's voice files by language; several accents where they are easily told apart.
LANGUAGES: dict[str, tuple[str, ...]] = {
    "en": ("gmw/en-GB-x-rp", "gmw/en", "gmw/en-US"),
    "de": ("gmw/de",),
    "fr": ("roa/fr", "roa/fr-CH"),
    "es": ("roa/es", "roa/es-419"),
    "it": ("roa/it",),
    "pt": ("roa/pt", "roa/pt-BR"),
    "nl": ("gmw/nl",),
    "da": ("gmq/da",),
    "sv": ("gmq/sv",),
    "no": ("gmq/nb",),
    "nb": ("gmq/nb",),
    "fi": ("urj/fi",),
    "hu": ("urj/hu",),
    "pl": ("zlw/pl",),
    "cs": ("zlw/cs",),
    "sk": ("zlw/sk",),
    "ru": ("zle/ru",),
    "uk": ("zle/uk",),
    "bg": ("zls/bg",),
    "hr": ("zls/hr",),
    "sr": ("zls/sr",),
    "sl": ("zls/sl",),
    "ro": ("roa/ro",),
    "ca": ("roa/ca",),
    "el": ("grk/el",),
    "la": ("itc/la",),
    "tr": ("trk/tr",),
    "ar": ("sem/ar",),
    "he": ("sem/he",),
    "fa": ("ira/fa",),
    "hi": ("inc/hi",),
    "bn": ("inc/bn",),
    "ja": ("jpx/ja",),
    "ko": ("ko",),
    "vi": ("aav/vi",),
    "id": ("poz/id",),
    "zh": ("sit/cmn",),
}
FALLBACK = "en"

MEN = ("m1", "m2", "m3", "m4", "m6", "m7", "m8", "Andy")
CHILDREN = ("f2", "f4")
WOMEN = ("f1", "f2", "f3", "f4", "f5", "Annie")
NARRATOR = "m3"


class Voice(Noun):
    """How one speaker sounds. Units as in `media.speech.Manner`; `tract` is a factor near 1."""

    voice: str
    rate: int
    pitch: int
    range: int
    gap: int = 0
    tract: float = 1.0


def language_of(wished: str) -> str:
    """The spoken language for a wish such as `en`, `de-AT` or `zh_CN`: English if there is none."""
    code = wished.strip().lower().replace("_", "-").split("-")[0]
    code = {"cmn": "zh", "nn": "no"}.get(code, code)
    return code if code in LANGUAGES else FALLBACK


def narrator(language: str) -> Voice:
    """The one who tells: calm, low, a little slower than dialogue."""
    voice = f"{LANGUAGES[language_of(language)][0]}+{NARRATOR}"
    return Voice(voice=voice, rate=129, pitch=46, range=50, tract=0.97)


def voice_of(character: Character | None, language: str) -> Voice:
    """The voice of a character; of the narrator for None and for a character who narrates."""
    if character is None or character.narrator:
        return narrator(language)
    look = character.look
    draw = _Draw(character.name)
    woman = look.gender == "female" or (look.gender == "unknown" and draw.below(2) == 1)
    accents = LANGUAGES[language_of(language)]
    accent = accents[draw.below(len(accents))]
    if look.age == "child":
        size = draw.below(4)
        return Voice(
            voice=f"{accent}+{CHILDREN[draw.below(2)]}",
            rate=130 + draw.below(3) * 6,
            pitch=58 + size * 6 + (4 if woman else 0),
            range=62,
            tract=round(1.12 + size * 0.025, 3),
        )
    variants = WOMEN if woman else MEN
    variant = variants[draw.below(len(variants))]
    # Small people speak higher: size moves pitch and vocal tract together, as it does in life.
    size = draw.below(5) - (1 if look.build == "broad" else 0)
    pitch = 30 + 8 * size + 4 * draw.below(3) if woman else 24 + 11 * size + 5 * draw.below(3)
    tract = 0.935 + 0.032 * size + (0.02 if look.age == "young" else 0.0)
    slower = {"old": 16, "young": -4}.get(look.age, 0)
    lower = {"old": 8, "young": -6}.get(look.age, 0)
    return Voice(
        voice=f"{accent}+{variant}",
        rate=124 + 4 * draw.below(4) - slower,
        pitch=max(8, pitch - lower),
        range=46 + draw.below(4) * 5,
        tract=round(tract, 3),
    )


class _Draw:
    """Numbers drawn from a name: the same ones everywhere and always."""

    def __init__(self, name: str) -> None:
        folded = " ".join(name.casefold().split())
        self._left = int.from_bytes(hashlib.sha256(f"voice:{folded}".encode()).digest(), "big")

    def below(self, count: int) -> int:
        self._left, value = divmod(self._left, count)
        return value
