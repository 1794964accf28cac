"""From what the user gave (a file, a prompt, a brief) to a production and its newest revision."""

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from reelwright import formats, writing
from reelwright.film.errors import BadInput
from reelwright.film.noun import digest
from reelwright.film.production import Wish
from reelwright.film.source import Chapter, Passage, Source, addressed
from reelwright.ledger import productions
from reelwright.ledger.productions import Production, Revision
from reelwright.ledger.tables import LOCAL_OWNER
from reelwright.studio import ownlogo, ownlut, ownmusic
from reelwright.studio.home import Home

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
"""What a production's id looks like: it names folders."""


LONGEST_SLUG = 80
"""Characters; file systems allow 255 bytes for a name with all that is put around it."""


CARDLESS = "Give --title and --author in other letters, or leave the card out: --no-title-card"
UNBURNED = "Leave --burned and --captions away: players have more fonts for a subtitle track."


@dataclass(frozen=True)
class Given:
    """What a command was given. Exactly one of `source`, `prompt` and `brief` is set.

    `recipe` "" means: by the kind of source. `name` "" means: the source's absolute path (or text)
    and the recipe. `id` lets a caller choose a new production's id. `lut` is the user's own .cube
    file, `music` their piece for the whole film, `logo` their picture for a corner.
    """

    source: Path | None = None
    prompt: str = ""
    brief: str = ""
    recipe: str = ""
    name: str = ""
    id: str = ""
    wish: Wish = field(default_factory=Wish)
    lut: Path | None = None
    music: Path | None = None
    logo: Path | None = None


def read(given: Given) -> tuple[Source, Wish, str]:
    """The source, the completed wish and the production's name."""
    if given.source is not None:
        source = formats.read(given.source, given.wish.chapters)
        recipe = given.recipe or ("script" if source.form == "script" else "novel")
        if source.language in ("", "en"):  # what readers say when the file tells nothing
            language = guessed_language(source) or source.language
            source = source.model_copy(update={"language": language})
        place = plain(str(given.source.expanduser().absolute()))
        if not source.title:
            source = source.model_copy(update={"title": plain(given.source.stem)})
    elif given.prompt.strip() or given.brief.strip():
        text = plain(given.prompt.strip() or given.brief.strip())
        recipe = "storyboard" if given.prompt.strip() else "advert"
        place = f"{recipe}: {text[:60]} {digest(text)[:8]}"
        source = Source(chapters=(Chapter(number=1, passages=(Passage(text=text),)),))
    else:
        raise BadInput(
            "source",
            "nothing was given to make a film from",
            "Name a file, or use --prompt TEXT or --brief TEXT.",
        )
    if (recipe == "script") != (source.form == "script"):
        raise BadInput(
            "source",
            f"the recipe {recipe!r} does not fit a {source.form} source",
            "Leave --recipe away, or name the one that fits.",
        )
    wish = given.wish.model_copy(update={"recipe": recipe})
    if given.lut is not None:
        wish = wish.model_copy(update={"lut": ownlut.checked(given.lut)})
    if given.logo is not None:
        logo = ownlogo.named(ownlogo.checked(given.logo))
        wish = wish.model_copy(update={"logo": logo})
    require_makeable(source, wish)
    # The voices go by the wish; only a wish of the user's own must have a voice.
    wish = wish.model_copy(update={"language": wish.language or source.language})
    return source, wish, given.name or f"{place} [{recipe}]"


def guessed_language(source: Source) -> str:
    """The language of a work that does not tell, by its letters, then by its small words.

    "" when it is English or not clear. Only the first `GUESS_FROM` characters are looked at.
    """
    told = (one.text for chapter in source.chapters for one in chapter.passages)
    text = "".join(islice((c for one in told for c in f"{one} "), GUESS_FROM)).lower()
    letters = [c for c in text if c.isalpha()]
    for language, first, last, share in _SCRIPTS:
        if sum(first <= c <= last for c in letters) > share * len(letters):
            return language
    words = re.findall(r"[^\W\d_]+", text)
    counts = {
        language: sum(word in small for word in words) for language, small in _SMALL_WORDS.items()
    }
    best, second = sorted(counts, key=lambda one: (-counts[one], one))[:2]
    clear = counts[best] >= max(3, 0.1 * len(words)) and counts[best] > 1.3 * counts[second]
    return best if clear and best != "en" else ""


GUESS_FROM = 20_000

_SCRIPTS = (
    ("ja", "\u3040", "\u30ff", 0.2),
    ("ko", "\uac00", "\ud7a3", 0.5),
    ("zh", "\u4e00", "\u9fff", 0.5),
    ("ru", "\u0400", "\u04ff", 0.5),
    ("el", "\u0370", "\u03ff", 0.5),
    ("he", "\u0590", "\u05ff", 0.5),
    ("ar", "\u0600", "\u06ff", 0.5),
    ("hi", "\u0900", "\u097f", 0.5),
)
"""(language, first letter, last letter, share of all letters above which it is this one). Of the
languages of one script the one with most readers is taken; others are told by --language."""

_SMALL_WORDS = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the and of to in was he she it that his her with as had for on at by not you is",
        "de": "der die das und ist war nicht sie er ich ein eine in zu den dem mit auf es sich am",
        "fr": "le la les et de un une il elle dans que qui ne pas je des du est au près se sur",
        "es": "el la los las y de un una que en no se su con por para era del lo al está como",
        "it": "il la gli e di un una che in non si suo con per era del della lo al è come le",
        "pt": "o a os as e de um uma que em não se seu com por para era do da ao ele ela no na",
        "nl": "de het een en van is was niet hij zij ze ik in te dat op met zijn haar aan er",
        "sv": "och det att i en ett som på är var inte han hon den med för av till jag om sig",
        "pl": "i w nie na się z że do to jest był była on ona jak po co ale tak od za",
    }.items()
}
"""The small words that make up a third of any text in these languages."""


def require_makeable(source: Source, wish: Wish) -> None:
    """Refuse before anything is recorded or made what is known to fail later. Raises `BadInput`."""
    from reelwright.providers.animatic.sound.voices import LANGUAGES, language_of

    if wish.language and language_of(wish.language) not in _codes(wish.language):
        raise BadInput(
            "options",
            f"no voice speaks {wish.language!r}",
            f"Use --language with one of {', '.join(sorted(LANGUAGES))}.",
        )
    if wish.recipe in ("storyboard", "advert"):
        # A recipe looks at what it was given before it asks for its first Orders.
        next(writing.load(wish.recipe)(source, wish))
    elif wish.title_card or wish.credits:
        for text in (wish.title or source.title, wish.author or source.author):
            _require_letters(text, "the title card", CARDLESS)
    if wish.subtitles in ("burned", "words"):
        passages = (one.text for chapter in source.chapters for one in chapter.passages)
        for text in passages:
            _require_letters(text, "the subtitles", UNBURNED)


def _codes(language: str) -> tuple[str, ...]:
    """What the language of a wish may come out as; anything else is the fallback."""
    code = re.split(r"[-_]", language.strip().lower())[0]
    return (code, {"cmn": "zh", "nn": "no"}.get(code, code))


def _require_letters(text: str, where: str, remedy: str) -> None:
    """Raise `BadInput` when a character of `text` cannot be drawn."""
    if text.isascii():
        return
    from reelwright.media.letters.text import check

    try:
        check(text)
    except BadInput as error:
        raise BadInput("fonts", f"{where}: {error.cause}", remedy) from None


def open_production(home: Home, given: Given) -> tuple[Production, Revision]:
    """The production of what was given, made if new, with a revision that records it."""
    source, wish, name = read(given)
    if given.lut is not None:
        ownlut.keep(home, given.lut, wish.lut)
    if given.logo is not None:
        ownlogo.keep(home, ownlogo.checked(given.logo), wish.logo)
    with home.look() as connection:
        known = productions.find(connection, name)
        before = productions.newest_revision(connection, known.id) if known else None
    source = addressed(source, before.source if before else None)
    wish, pieces = ownmusic.scored(home, wish, given.music, name, before.wish if before else None)
    ownmusic.keep(home, pieces)
    with home.database.begin() as connection:
        production = productions.find(connection, name)
        if production is None:
            fresh = given.id or production_id(source, given, name)
            if not ID.fullmatch(fresh):
                raise BadInput(
                    "production", f"{fresh!r} is no id", "Use small letters, digits and hyphens."
                )
            if productions.find(connection, fresh) is not None:
                raise BadInput(
                    "production", f"the id {fresh!r} is taken", "Choose another id or name."
                )
            production = productions.create(connection, name, wish.recipe, id=fresh)
        revision = productions.revise(connection, production.id, source, wish)
        found = productions.find(connection, production.id)
    assert found is not None
    return found, revision


def production_id(source: Source, given: Given, name: str) -> str:
    """`the-lamp-1f0c9a`: readable, and the same for the same name."""
    stem = given.source.stem if given.source else (source.title or given.prompt or given.brief)
    return f"{slug(stem)[:40].strip('-')}-{digest([LOCAL_OWNER, name])[:6]}"


def plain(text: str) -> str:
    """Text that can be stored and shown: what is no Unicode (a file name in another encoding, say)
    becomes a question mark."""
    return text.encode("utf-8", "replace").decode()


def slug(text: str, otherwise: str = "film") -> str:
    """An ASCII name that is safe in every file system: `Émile's lamp` -> `emile-s-lamp`.

    A text with nothing to write in ASCII is called `otherwise`.
    """
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")
    return words[:LONGEST_SLUG].strip("-") or otherwise


def find_production(home: Home, name: str) -> Production:
    """A production by id, name, or the path of its source. Raises `BadInput` when there is none."""
    with home.look() as connection:
        found = productions.find(connection, name)
        if found is None:
            path = str(Path(name).expanduser().absolute())
            every = productions.every(connection)
            found = next((one for one in every if one.name.startswith(f"{path} [")), None)
    if found is None:
        raise BadInput(
            "production", f"there is no production {name!r}", "See them all: reelwright status"
        )
    return found
