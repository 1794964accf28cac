"""Person: what the rules know about one character."""

from dataclasses import dataclass

from reelwright.film.story import Age, Gender


@dataclass(frozen=True, slots=True)
class Person:
    """One character. `name` is the fullest name; `aliases` are all other ways the text names them.

    `mentions` counts namings, `lines` paragraphs spoken; `hints` are look words found in the text
    (lower case, most frequent first), with their colour or kind where told (`white beard`).
    `narrator`: the "I" of a story told in the first person.
    """

    name: str
    aliases: tuple[str, ...] = ()
    gender: Gender = "unknown"
    age: Age = "adult"
    mentions: int = 0
    lines: int = 0
    narrator: bool = False
    hints: tuple[str, ...] = ()
