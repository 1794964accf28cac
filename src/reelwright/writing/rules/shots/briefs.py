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
    """What a brief tells. `brand` may be ""; `benefits` are short phrases in the brief's words."""

    brand: str
    product: str
    benefits: tuple[str, ...]
    problem: str
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
    """At most `most` words of a phrase, not ending on a word that wants another."""
    words = phrase.split()[:most]
    cut = len(phrase.split()) > most
    while len(words) > 1 and (words[-1].lower() in _HANGING or (cut and words[-1].endswith(","))):
        words.pop()
    return " ".join(words).strip(" ,;:—-")


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
        follows = re.match(r"\s*(?:,|—|-|:| is\b| are\b| —)", text[match.end() :])
        if words and (solid or follows) and words[0][0].isupper():
            return " ".join(words)[:40]
    return ""


def _product(text: str, brand: str) -> str:
    for match in _PRODUCT.finditer(text):
        phrase = match.group(1).strip()
        if phrase and phrase != brand and brand not in phrase.split():
            return short(phrase.lower() if not brand else phrase, 4)
    if brand:
        return brand
    head = _CLAUSES.split(text)[0]
    return short(re.sub(r"^(?:an?|the|our|my)\s+", "", head, flags=re.IGNORECASE), 4) or "product"


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
        if len(bare.split()) >= 2:
            found.append(short(bare))
    return tuple(dict.fromkeys(phrase for phrase in found if len(phrase.split()) >= 2))[:4]


def _problem(text: str) -> str:
    for clause in re.split(r"[,.;:!?—]+\s*", text):
        if _PROBLEM.search(clause):
            told = short(clause.strip())
            asks = re.match(
                r"(?:tired|sick|fed up|still|do|does|are|is|no more|ever|why)\b",
                told,
                re.IGNORECASE,
            )
            return f"{told}?" if asks else told
    return ""


def _place(text: str) -> PlaceKind:
    lowered = text.lower()
    for kind, words in _DOMAINS:
        if re.search(rf"\b(?:{words})\b", lowered):
            return kind
    for noun, kind in KINDS.items():
        if re.search(rf"\b{re.escape(noun)}\b", lowered):
            return kind
    return "interior"
