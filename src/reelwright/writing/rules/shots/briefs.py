"""Reading a brief: brand, product, benefits, problem, place. Text stays text."""

import re
from dataclasses import dataclass

from reelwright.film.story import PlaceKind
from reelwright.writing.rules.scenes.place_words import KINDS
from reelwright.writing.rules.shots.things import things_in

_REQUEST = re.compile(
    r"^(?:please\s+)?(?:(?:can|could) you\s+)?(?:(?:create|make|produce|write|generate|design|"
    r"shoot|"
    r"i (?:want|need)|we (?:want|need)|give me|show(?: me)?)\s+)?(?:(?:an?|the|our|my|some)\s+)?"
    r"(?:[\w-]+\s+){0,4}?(?:ad|ads|advert|advertisement|commercial|video|spot|promo|film|clip|"
    r"campaign|trailer)\s+(?:for|about|of|to promote|promoting|showing|that shows|in which|"
    r"where)\s+",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"\b(?:called|named|brand|by)\s+[\"“']?([A-Z][\w&’'-]*(?:\s+[A-Z][\w&’'-]*){0,2})"
)
_CAPITAL = re.compile(r"\b([A-Z][a-z]*[A-Z]\w*|[A-Z][\w&’'-]+(?:\s+[A-Z][\w&’'-]+){0,2})")
_NOT_BRANDS_WORDS = (
    "A An The Our My Your We It This That These With For And But In On At From To New Tired "
    "Imagine Meet Get Buy Try Make Create Show No Stop I You Every When If Before After Are "
    "Is Do Does Why How What Who Stay Feel Keep Turn Never Always Perfect Made Handmade Fresh "
    "Organic Welcome Please Just Only Because They He She Produce Generate"
)
_NOT_BRANDS = frozenset(_NOT_BRANDS_WORDS.split())
_NAMES = re.compile(
    r"\s*(?:,|—|-|:)|\s(?:is|are|keeps?|makes?|teaches|helps?|turns?|gives?|brings?|lets?|can|will|"
    r"has|offers?|delivers?|plans?|finds?|puts?|takes?|cleans?|saves?|does|cools?)\b"
)
"""What stands behind a brand at the beginning of a sentence."""
_PLACED = re.compile(r"\b(?:from|in|at|near|of)\s+$")
_PRODUCT = re.compile(
    r"\b(?:an?|the|our|my|new)\s+((?:[\w’'-]+\s+){0,3}?[\w’'-]+)(?=\s+(?:that|which|who|with|for|"
    r"in|"
    r"from|made|by|to|is|are|on|called|named|of|and)\b|\s*[,.;:!?—]|$)",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"\s*[,.;:!?—]+\s+|\s+(?:that|which|who)\s+|\s+(?:and|with|so)\s+")
_PROBLEM = re.compile(
    r"\b(?:tired|problem\w*|struggl\w*|pains?|painful|stop|no more|never again|stress\w*|worr\w*|"
    r"broken|"
    r"wast\w*|mess|messy|hate\w*|annoy\w*|frustrat\w*|fed up|sick of|difficult|hard to|slow|"
    r"bored|cold|"
    r"lost|late|forget\w*|leak\w*|noisy|dirty|ache\w*|sleepless|hungry)\b",
    re.IGNORECASE,
)
_PROBLEM_STRONG = re.compile(
    r"\b(?:tired of|problem\w*|struggl\w*|pains?|painful|no more|never again|stress\w*|worr\w*|"
    r"hate\w*|"
    r"annoy\w*|frustrat\w*|fed up|sick of|sleepless|suffer\w*|mess|messy|wast\w+)\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:before|after|transform\w*|becom\w*|turn\w* (?:\w+ ){0,4}into|from (?:\w+ ){1,4}to|"
    r"imagine|"
    r"makeover|change\w*|renew\w*|restor\w*|reborn|new life|upgrade\w*|no longer)\b",
    re.IGNORECASE,
)
_DOMAINS: tuple[tuple[PlaceKind, str], ...] = (
    ("kitchen", r"coffee|tea|food|bread|bak\w+|cook\w*|soup|meal\w*|chocolate|snack\w*|juice|"
                r"cake\w*|"
                r"spice\w*|kitchen|pizza|breakfast|recipe\w*|kettle"),
    ("tavern", r"restaurant|beer|wine|bar|café|cafe|diner"),
    ("office", r"app|software|laptop|phone|business|invoice\w*|team\w*|meeting\w*|desk|bank\w*"),
    ("bedroom", r"sleep\w*|mattress\w*|pillow\w*|skin\w*|soap|shampoo|cream|lotion|perfume|alarm"),
    ("street", r"sneakers?|shoes?|bike\w*|bicycle\w*|scooter\w*|jacket\w*|fashion|umbrella\w*|"
               r"bag|bags|"
               r"headphones?|city"),
    ("road", r"cars?|electric car|van|motorbike|tyres?|driv\w+"),
    ("mountain", r"hik\w+|boots?|backpack\w*|tent\w*|outdoor\w*|climb\w*|trail\w*|adventure\w*"),
    ("beach", r"travel\w*|holiday\w*|sun\w*|surf\w*|swim\w*|beach|cruise\w*"),
    ("garden", r"garden\w*|plant\w*|flower\w*|seed\w*|lawn|bees?|honey"),
    ("sitting-room", r"sofa\w*|lamp\w*|famil\w+|toy\w*|game\w*|book\w*|candle\w*|pet|dog\w*|cat|"
                     r"cats|"
                     r"piano|music|clock\w*|tv|home|clean\w*|vacuum\w*"),
    ("workshop", r"tool\w*|drill\w*|handmade|craft\w*|watch\w*|repair\w*|furniture"),
    ("field", r"run|running|runner\w*|sport\w*|bottle|fitness|water|yoga|drink\w*"),
)  # fmt: skip


@dataclass(frozen=True)
class Brief:
    """What a brief tells, in its own words. `brand`, `problem` and the rest may be "".

    `object` is what the problem is (`cold coffee`), `change` what turns into what, `clauses` the
    whole brief in parts that an overlay can carry.
    """

    brand: str
    product: str
    benefits: tuple[str, ...]
    problem: str
    object: str
    change: tuple[str, str]
    clauses: tuple[str, ...]
    place: PlaceKind
    thing: str
    framework: str


def read_brief(text: str) -> Brief:
    """Everything the rules can tell from a brief of 10 to 500 characters."""
    told = " ".join(text.split())
    matter = _REQUEST.sub("", told, count=1)
    brand = _brand(matter)
    product = _product(matter, brand)
    return Brief(
        brand=brand,
        product=product,
        benefits=_benefits(matter, brand, product),
        problem=_problem(matter),
        object=_object(matter),
        change=_change(matter),
        clauses=_parts(matter),
        place=_place(matter),
        thing=next(iter(things_in(matter.lower())), "box"),
        framework=framework_of(told),
    )


def framework_of(text: str) -> str:
    """PAS for a felt problem, BAB for a change, else AIDA."""
    if _PROBLEM_STRONG.search(text):
        return "PAS"
    return "BAB" if _CHANGE.search(text) else "AIDA"


def short(phrase: str, most: int = 6) -> str:
    """At most `most` words of a phrase, not ending on a word that wants another, nor soon after one
    that begins something which would be cut in its middle."""
    words = phrase.split()
    if len(words) == most + 1 and words[0].lower() in _OPENING:
        words.pop(0)
    cut = len(words) > most
    words = words[:most]
    begun = [at for at in range(3, len(words)) if words[at].lower() in _HANGING]
    if cut and begun and begun[-1] >= most - 3:
        words = words[: begun[-1]]
    while len(words) > 1 and (words[-1].lower() in _HANGING or (cut and words[-1].endswith(","))):
        words.pop()
    return " ".join(words).strip(" ,;:—-")


_OPENING = frozenset(["a", "an", "the", "every", "each", "our", "your", "my", "this"])
"""Words without which a phrase can begin."""

_HANGING_WORDS = (
    "a an the of for in on at to and or with that which your our my is are so by from as than "
    "not can will it its when while until before after into if has have"
)
_HANGING = frozenset(_HANGING_WORDS.split())


def _brand(text: str) -> str:
    called = _CALLED.search(text)
    if called:
        return short(called.group(1), 3)
    for match in _CAPITAL.finditer(text):
        words = [word for word in match.group().split() if word not in _NOT_BRANDS]
        start = match.start()
        opens = start == 0 or text[:start].rstrip()[-1:] in ".!?"
        solid = bool(re.search(r"[a-z][A-Z]|[&\d]", match.group())) or not opens
        follows = _NAMES.match(text[match.end() :])
        if _PLACED.search(text[:start]):
            continue
        if words and (solid or follows) and words[0][0].isupper():
            return " ".join(words)[:40]
    return ""


_NO_PRODUCTS_WORDS = (
    "day hour minute minutes second week month year night morning evening lifetime house home "
    "world time moment life way new last first end start range sip drop touch"
)
_NO_PRODUCTS = frozenset(_NO_PRODUCTS_WORDS.split())
_SOLD = re.compile(
    r"\b(?:we sell|we make|we offer|selling|buy|try|introducing|discover)\s+((?:[\w’'-]+\s+){0,3}?"
    r"[\w’'-]+)(?=\s+(?:that|which|with|for|in|from|made|by|to)\b|\s*[,.;:!?]|$)",
    re.IGNORECASE,
)


def _product(text: str, brand: str) -> str:
    for match in _PRODUCT.finditer(text):
        phrase = re.sub(r"^(?:new|our|your)\s+", "", match.group(1).strip())
        if phrase.split()[-1].lower() in _NO_PRODUCTS:
            continue
        if phrase and phrase != brand and brand not in phrase.split():
            return short(phrase.lower() if not brand else phrase, 4)
    sold = _SOLD.search(text)
    if sold:
        return short(sold[1], 4)
    if brand:
        return brand
    opening = _CLAUSES.split(text)[0]
    opening = re.sub(r"^(?:an?|the|our|my)\s+", "", opening, flags=re.IGNORECASE)
    return short(opening, 4) or "product"


_HELPS = re.compile(
    r"helps?\s+(?:\w+\s+){1,2}?(?:to\s+)?((?!parents|people)\w+(?:\s+[\w’'-]+){2,})$"
)
_ASIDE = re.compile(r"(?:for|from|in|of|at)\s", re.IGNORECASE)
"""How a phrase begins that tells for whom or whence: a benefit only when there is no other."""
_OVERLAY, _SAID = 6, 10
"""Words of an overlay, and of what one shot of 4 seconds can say."""


def _benefits(text: str, brand: str, product: str) -> tuple[str, ...]:
    found = []
    for clause in _CLAUSES.split(text):
        phrase = clause.strip(' .,;:!?"“”')
        bare = re.sub(r"^(?:an?|the|our|my)\s+", "", phrase, flags=re.IGNORECASE)
        if not bare or bare in {brand, product} or bare.lower() == f"{product} {brand}".lower():
            continue
        if product in bare or (brand and brand in bare):
            bare = bare.split(product)[-1] if product in bare else bare.split(brand)[-1]
            bare = bare.strip(" ,:—-")
        bare = re.sub(r"^(?:it|they)\s+(?=\w+s?\b)", "", bare, flags=re.IGNORECASE)
        helped = _HELPS.match(bare)
        told = helped[1] if helped and len(bare.split()) > _OVERLAY else bare
        turned = _TURNED.search(told) or _PROBLEM_STRONG.search(told)
        if len(told.split()) >= 2 and not turned:
            found.append(told if len(told.split()) <= _SAID else short(told, _SAID))
    found.sort(key=lambda told: bool(_ASIDE.match(told)))
    return tuple(dict.fromkeys(found))[:4]


def _problem(text: str) -> str:
    """The problem as a question that fits an overlay: `Hate being wet?`"""
    for clause in re.split(r"[,.;:!?—]+\s*", text):
        if _PROBLEM.search(clause):
            felt = _FELT.search(clause)
            told = short(clause[felt.start() :] if felt else clause.strip())
            return f"{told[:1].upper()}{told[1:]}?"
    return ""


_FELT = re.compile(
    r"\b(?:tired of|hat(?:e|es)|sick of|fed up with|struggl\w+ (?:to|with)|worr\w+ about|no more|"
    r"suffer\w* from|bored (?:of|with)|stress\w* (?:by|about))\s+(?P<object>.*)",
    re.IGNORECASE,
)


def _object(text: str) -> str:
    """What the problem is, for saying it again: `Cold coffee`; "" when it is something to do."""
    for clause in re.split(r"[,.;:!?—]+\s*", text):
        felt = _FELT.search(clause)
        if felt and not felt[0].lower().startswith("struggl"):
            return short(felt["object"], 4).capitalize()
        if not felt and _PROBLEM_STRONG.search(clause) and len(clause.split()) <= _OBJECT:
            return short(clause, 4).capitalize()
    return ""


_OBJECT = 3
_TURNED = re.compile(
    r"\bfrom\s+((?:[\w’'-]+\s+){0,3}?[\w’'-]+)\s+to\s+((?:[\w’'-]+\s+){0,3}?[\w’'-]+)\s*(?:[,.;:!?—]|$)",
    re.IGNORECASE,
)


def _change(text: str) -> tuple[str, str]:
    """What it was and what it becomes: (`grey walls`, `glowing rooms`); empty when not told."""
    turned = _TURNED.search(text)
    return (turned[1], turned[2]) if turned else ("", "")


def _parts(text: str) -> tuple[str, ...]:
    """Clauses of at most an overlay's words, and of few enough letters where words are unspaced."""
    clauses = [c.strip() for c in re.split(r"[,.;:!?—、，。；：！？،؛؟]+", text) if c.strip()]
    return tuple(short(clause)[:_LETTERS] for clause in clauses) or (text[:_LETTERS],)


_LETTERS = 40


def worded(text: str) -> bool:
    """Whether a brief is written in Latin letters, so that the rules can turn its sentences."""
    letters = [c for c in text if c.isalpha()]
    return not letters or sum(c < "\u0250" for c in letters) * 2 > len(letters)


def head(phrase: str, most: int) -> str:
    """The last words of a phrase: its noun and what stands closest to it."""
    return " ".join(phrase.split()[-most:])


def _place(text: str) -> PlaceKind:
    lowered = text.lower()
    for kind, words in _DOMAINS:
        if re.search(rf"\b(?:{words})\b", lowered):
            return kind
    for noun, kind in KINDS.items():
        if re.search(rf"\b{re.escape(noun)}\b", lowered):
            return kind
    return "interior"
