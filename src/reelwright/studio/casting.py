"""Casting: which of a speech service's voices a character gets when the user names none."""

from reelwright.film.noun import digest
from reelwright.film.story import Character

NARRATOR = "JBFqnCBsd6RMkjVDRZzb"
VOICES = {
    "male": ("nPczCjzI2devNBz1zQrb", "onwK4e9ZLuTAKqWW03F9", "pqHfZKP75CvOlQylNhV4"),
    "female": ("EXAVITQu4vr4xnSDxMaL", "XB0fDUnXU5powFXDhCwa", "pFZP5JQG7iQjIQuC4Bku"),
}
"""ElevenLabs' own voices, free to every account; unverified, like all ids (docs/unverified.md)."""


def voice_id(character: Character | None) -> str:
    """The same voice for the same name in every film."""
    if character is None or character.narrator:
        return NARRATOR
    gender = character.look.gender
    every = VOICES.get(gender) or (*VOICES["male"], *VOICES["female"])
    return every[int(digest(character.name)[:8], 16) % len(every)]
