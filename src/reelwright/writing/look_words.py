"""What looks are drawn from: tables of colours, clothes and hints, and their words for prompts."""

from typing import Literal

from reelwright.film.story import Look

COLOURS: tuple[tuple[str, str], ...] = (
    ("slate blue", "#44506b"), ("brick red", "#8f3f35"), ("bottle green", "#3c5a48"),
    ("ochre", "#b08338"), ("plum", "#64405f"), ("charcoal grey", "#3d3d42"),
    ("rust orange", "#b2623a"), ("teal", "#2f6770"), ("cream", "#d3c5a4"),
    ("chocolate brown", "#5e4434"), ("lavender grey", "#84809f"), ("olive", "#6b6a3c"),
    ("rose", "#b0707a"), ("midnight navy", "#252f4d"), ("moss green", "#6d8458"),
    ("sand", "#b59a70"),
)  # fmt: skip
ACCENTS: tuple[tuple[str, str], ...] = (
    ("scarlet", "#c2483a"), ("mustard yellow", "#d9a63c"), ("ivory", "#ece3cf"),
    ("sky blue", "#6d9cc2"), ("emerald", "#3f8f68"), ("copper", "#b5713f"), ("lilac", "#a58cc0"),
    ("coral", "#dd7d63"),
)  # fmt: skip
HAIR: tuple[tuple[str, str], ...] = (
    ("dark brown", "#3a2a20"), ("black", "#1f1c1c"), ("chestnut", "#6b4226"),
    ("fair", "#c9a566"), ("auburn", "#8a4325"), ("ash brown", "#6f6154"),
)  # fmt: skip
OLD_HAIR: tuple[tuple[str, str], ...] = (("white", "#e4e0d8"), ("grey", "#a3a09b"))

Garment = Literal["coat", "frock", "dress", "cloak", "jacket", "shawl", "robe", "apron"]
Hat = Literal["none", "top", "bowler", "cap", "bonnet", "wide", "hood", "helmet"]
HairStyle = Literal["short", "long", "bun", "curly", "bald", "bob", "braid"]
Detail = Literal["none", "beard", "moustache", "glasses", "scarf", "cane", "pipe", "tie"]
Build = Literal["slim", "medium", "broad"]

SHAPES: dict[str, tuple[tuple[Garment, Hat, HairStyle], ...]] = {
    "male": (
        ("coat", "bowler", "short"), ("jacket", "none", "curly"), ("frock", "top", "short"),
        ("coat", "none", "long"), ("jacket", "cap", "short"), ("cloak", "wide", "short"),
        ("frock", "none", "bald"), ("jacket", "wide", "short"), ("robe", "none", "long"),
        ("coat", "cap", "curly"), ("jacket", "bowler", "bald"), ("cloak", "hood", "short"),
    ),
    "female": (
        ("dress", "none", "bun"), ("shawl", "bonnet", "long"), ("coat", "wide", "bob"),
        ("dress", "none", "long"), ("cloak", "hood", "long"), ("shawl", "wide", "braid"),
        ("jacket", "none", "bob"), ("dress", "wide", "curly"), ("shawl", "none", "bun"),
        ("coat", "none", "braid"), ("dress", "bonnet", "bun"), ("robe", "none", "curly"),
    ),
    "unknown": (
        ("coat", "cap", "short"), ("cloak", "hood", "short"), ("jacket", "none", "bob"),
        ("robe", "none", "short"), ("coat", "wide", "short"), ("jacket", "cap", "curly"),
        ("jacket", "wide", "short"), ("cloak", "none", "curly"), ("coat", "none", "bob"),
    ),
    "boy": (
        ("jacket", "cap", "short"), ("jacket", "none", "curly"), ("coat", "none", "short"),
        ("jacket", "hood", "curly"), ("cloak", "hood", "short"),
    ),
    "girl": (
        ("dress", "none", "braid"), ("coat", "bonnet", "bob"), ("shawl", "none", "curly"),
        ("cloak", "hood", "braid"), ("dress", "none", "bob"), ("jacket", "cap", "braid"),
    ),
}  # fmt: skip
"""Clothes, hat and hair that make a silhouette, by gender (children apart).

No apron: who wears one has work that the story tells of.
"""

DETAILS: dict[str, tuple[Detail, ...]] = {
    "male": ("none", "moustache", "tie", "glasses", "beard", "scarf", "pipe", "cane"),
    "female": ("none", "scarf", "glasses", "none", "scarf"),
    "unknown": ("none", "scarf", "glasses"),
    "child": ("none", "scarf", "none"),
}

HINTS: tuple[tuple[str, str, str], ...] = (
    ("build", "slim", r"thin|slim|slender|lean|gaunt|wiry|bony|lanky|spare"),
    ("build", "broad", r"broad|stout|fat|burly|heavy|massive|big|portly|thickset|huge|square"),
    ("hair", "bald", r"bald"),
    ("hair", "curly", r"curly|curls|curled"),
    ("hair", "braid", r"braids?|braided|plaits?|pigtails?"),
    ("hair", "bun", r"bun|chignon"),
    ("hair", "long", r"long[- ]haired|long hair"),
    ("hat", "top", r"top[- ]hat|silk hat"),
    ("hat", "bowler", r"bowler|derby"),
    ("hat", "cap", r"cap|peaked cap"),
    ("hat", "bonnet", r"bonnet"),
    ("hat", "wide", r"broad-brimmed|wide-brimmed|straw hat|sou'?wester"),
    ("hat", "hood", r"hood|hooded|cowl"),
    ("hat", "helmet", r"helmet"),
    ("garment", "coat", r"coat|overcoat|greatcoat|oilskins?|ulster|mackintosh"),
    ("garment", "frock", r"frock[- ]coat|tail-?coat|waistcoat"),
    ("garment", "dress", r"dress|gown|skirts?"),
    ("garment", "cloak", r"cloak|cape|mantle"),
    ("garment", "jacket", r"jacket|jersey|uniform"),
    ("garment", "shawl", r"shawl"),
    ("garment", "robe", r"robes?|cassock|dressing-gown|habit"),
    ("garment", "apron", r"apron|smock|overalls"),
    ("detail", "beard", r"beard|bearded"),
    ("detail", "moustache", r"moustaches?|mustache|whiskers"),
    ("detail", "glasses", r"glasses|spectacles|pince-nez|monocle"),
    ("detail", "scarf", r"scarf|muffler|neckerchief"),
    ("detail", "cane", r"cane|walking-stick|walking stick|crutch|stick"),
    ("detail", "pipe", r"pipe"),
    ("detail", "tie", r"tie|cravat|necktie"),
)  # fmt: skip
"""(field of the look, value, words of the story that ask for it)."""

HAIR_HINTS: tuple[tuple[str, str], ...] = (
    ("white|white-haired|silver", "#e4e0d8"), ("gr[ea]y|gr[ea]y-haired|grizzled", "#a3a09b"),
    ("black|dark|dark-haired", "#1f1c1c"), ("red|red-haired|red-headed|ginger|fiery", "#a5451f"),
    ("fair|blond|blonde|golden|yellow", "#c9a566"), ("brown", "#3a2a20"),
)  # fmt: skip
_GARMENTS = {
    "coat": "a long {c} coat", "frock": "a {c} frock coat", "dress": "a {c} dress",
    "cloak": "a heavy {c} cloak", "jacket": "a short {c} jacket",
    "shawl": "a plain skirt and a {c} shawl", "robe": "a {c} robe",
    "apron": "a {c} shirt under a work apron",
}  # fmt: skip
_HATS = {
    "top": "a {a} banded top hat", "bowler": "a bowler hat", "cap": "a {a} flat cap",
    "bonnet": "a {a} bonnet", "wide": "a wide-brimmed hat", "hood": "the hood up",
    "helmet": "a helmet",
}  # fmt: skip
_DETAILS = {
    "beard": "a full beard", "moustache": "a moustache", "glasses": "round glasses",
    "scarf": "a {a} scarf", "cane": "a walking cane in hand", "pipe": "a pipe", "tie": "a {a} tie",
}  # fmt: skip
_PEOPLE = {
    ("male", "child"): "boy of about ten", ("female", "child"): "girl of about ten",
    ("male", "young"): "young man", ("female", "young"): "young woman",
    ("male", "adult"): "man of about forty", ("female", "adult"): "woman of about thirty-five",
    ("male", "old"): "old man", ("female", "old"): "old woman",
    ("unknown", "child"): "child of about ten", ("unknown", "young"): "young person",
    ("unknown", "adult"): "person of middle age", ("unknown", "old"): "old person",
}  # fmt: skip
_NAMES = {code: name for table in (COLOURS, ACCENTS, HAIR, OLD_HAIR) for name, code in table}
_NAMES["#a5451f"] = "red"


def words_of(look: Look) -> str:
    """A look in words for image and video services, the same for the same look (15–35 words)."""
    colour, accent = _NAMES.get(look.colour, "dark"), _NAMES.get(look.accent, "bright")
    tall = "tall " if look.height > 1.05 else "short " if look.height < 0.95 else ""
    build = {"slim": "slim ", "medium": "", "broad": "broad-shouldered "}[look.build]
    tall = "" if look.age == "child" else tall
    who = f"a {tall}{build}{_PEOPLE[look.gender, look.age]}"
    who = who.replace("a old", "an old")
    if look.hair == "bald":
        head = "with a bald head"
    else:
        style = {"bun": "hair in a bun", "braid": "braided hair", "bob": "hair in a bob"}
        manner = style.get(look.hair, f"{look.hair} hair")
        head = f"with {_NAMES.get(look.hair_colour, 'dark')} {manner}"
    parts = [_GARMENTS[look.garment].format(c=colour)]
    if look.hat != "none":
        parts.append(_HATS[look.hat].format(a=accent))
    if look.detail != "none":
        parts.append(_DETAILS[look.detail].format(a=accent))
    worn = parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]
    return f"{who} {head}, wearing {worn}"
