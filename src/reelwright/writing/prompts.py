"""Prompts for image and video services, in the order that works (facts of the trade):

subject with its fixed look, one action, place and time, size and move, light and colour, style.
No names, no negations, 40 to 120 words.
"""

from collections.abc import Sequence

from reelwright.film.shot import Move, Size
from reelwright.film.story import Character, Mood, PlaceKind, Scene, Time, Weather

STYLE = (
    "cinematic still from a period drama, painterly realism, fine film grain, "
    "muted colours with one warm accent"
)
"""The style of a film whose wish names none; the same words in every shot."""
NEGATIVE = (
    "text, letters, captions, watermark, logo, frame, split screen, extra limbs, deformed hands, "
    "distorted face, duplicate person, blur, flicker"
)
MOST_WORDS = 120
_PLACES: dict[PlaceKind, str] = {
    "sitting-room": "a lived-in sitting room with armchairs, a fireplace and a tall window",
    "bedroom": "a plain bedroom with a bed, a washstand and a curtained window",
    "kitchen": "a warm kitchen with an iron stove, copper pans and a scrubbed table",
    "study": "a study lined with books, a heavy desk under a lamp",
    "hall": "a high hall with a staircase, a chandelier and a stone floor",
    "corridor": "a narrow corridor with doors on both sides and one lamp",
    "office": "an office with desks, ledgers and a glass-panelled door",
    "shop": "a small shop with a counter, crowded shelves and a display window",
    "tavern": "a low-beamed tavern with benches, barrels and a glowing hearth",
    "church": "a church with tall arches, candles and a coloured window",
    "cell": "a bare stone cell with a barred window and a heavy door",
    "workshop": "a workshop with a long bench, hanging tools and wood shavings",
    "carriage": "the inside of a moving carriage with leather seats and a passing window",
    "cabin": "a small wooden cabin with a bunk, a stove and a round window",
    "interior": "a simple room with one window, a table and a door",
    "street": "a street of tall old houses with lamp posts and wet cobbles",
    "alley": "a narrow alley between brick walls with washing lines above",
    "square": "an open town square with a fountain and shuttered fronts",
    "house-front": "the front of a house with stone steps, a door and lit windows",
    "garden": "a walled garden with gravel paths, hedges and an old tree",
    "field": "open fields under a wide sky with a low stone wall",
    "forest": "a deep forest with tall trunks, ferns and slanting light",
    "mountain": "a rocky hillside with a steep path and far ridges",
    "road": "a country road running between hedges to the horizon",
    "river": "a slow river with reeds, willows and reflections",
    "harbour": "a small harbour with moored boats, bollards and stacked nets",
    "sea": "the open sea with long waves and a far horizon",
    "beach": "a wide beach with dunes, wet sand and breaking waves",
    "bridge": "an old stone bridge over dark water",
    "graveyard": "a graveyard with leaning stones, yews and an iron gate",
    "rooftop": "a rooftop with chimneys above a sea of roofs",
    "city": "a city of roofs and spires seen from above",
    "exterior": "an open landscape with a low horizon and a few trees",
}
_TIMES: dict[Time, tuple[str, str]] = {
    "dawn": ("at dawn", "cool blue light turning pink, long soft shadows"),
    "day": ("by day", "clear neutral daylight, soft shadows"),
    "golden": ("shortly before sunset", "low warm sun, golden edges, long shadows"),
    "dusk": ("at dusk", "blue evening light, warm glow from windows"),
    "night": ("at night", "deep blue darkness, one small warm source, rim light on figures"),
}
_WEATHERS: dict[Weather, str] = {
    "clear": "", "overcast": "under a grey sky", "rain": "in steady rain",
    "fog": "in drifting fog", "snow": "in falling snow", "storm": "in a storm with driving rain",
}  # fmt: skip
_MOODS: dict[Mood, str] = {
    "calm": "quiet and balanced", "warm": "warm and tender", "tense": "tense, hard contrast",
    "sad": "still and melancholy", "joyful": "bright and lively",
    "mysterious": "mysterious, half in shadow", "dark": "dark and oppressive",
    "grand": "grand and solemn",
}  # fmt: skip
_SIZES: dict[Size, str] = {
    "wide": "Wide establishing shot, the figures small in the space",
    "full": "Full shot from head to feet",
    "medium": "Medium shot from the waist up, eyes on the upper third",
    "two-shot": "Two-shot, both figures from the waist up, facing each other",
    "over-shoulder": "Over-the-shoulder shot, the nearer figure soft in the foreground",
    "close-up": "Close-up of the face, shallow depth of field",
    "insert": "Extreme close detail filling the frame, shallow depth of field",
}
_MOVES: dict[Move, str] = {
    "static": "the camera stands still", "push-in": "the camera pushes in slowly",
    "pull-out": "the camera pulls back slowly", "pan-left": "the camera pans slowly to the left",
    "pan-right": "the camera pans slowly to the right", "tilt-up": "the camera tilts up slowly",
    "tilt-down": "the camera tilts down slowly",
    "handheld": "the handheld camera follows restlessly",
}  # fmt: skip


def prompt_of(
    *,
    scene: Scene,
    size: Size,
    move: Move,
    subject: str,
    cast: Sequence[Character],
    action: str,
    props: Sequence[str],
    style: str,
) -> str:
    """The prompt of one shot. `cast` is who is in frame, `props` what the scene has shown."""
    when, light = _TIMES[scene.time]
    weather = _WEATHERS[scene.weather] if not scene.place.interior else ""
    where = " ".join(filter(None, [_PLACES[scene.place.kind], when, weather]))
    tail = [
        f"{_SIZES[size]}, {_MOVES[move]}.",
        f"{light.capitalize()}, {_MOODS[scene.mood]}.",
        f"{style_of(style).rstrip('.').capitalize()}.",
    ]
    for crowd, things in ((2, _things(size, subject, props)), (2, ""), (1, "")):
        place = f"In {where}{things}." if size != "insert" else f"Behind it, soft, {where}."
        told = f"{_subject(size, subject, cast, action, crowd)}."
        prompt = " ".join([told, place, *tail])
        if len(prompt.split()) <= MOST_WORDS:
            break
    return prompt


def _subject(size: Size, subject: str, cast: Sequence[Character], action: str, crowd: int) -> str:
    if size == "insert":
        held = f", near the hand of {cast[0].look_words}" if cast else ""
        detail = action if action.startswith(("a ", "an ")) else f"a single {subject}"
        return f"{detail[:1].upper()}{detail[1:]}{held}, seen in every detail"
    if not cast:
        return "The place alone, quiet, waiting" if size == "wide" else "A corner of the place"
    first = next((c for c in cast if c.name == subject), cast[0])
    others = [c for c in cast if c.name != first.name]
    told = f"{first.look_words[:1].upper()}{first.look_words[1:]}, {action}"
    if others and crowd > 1:
        told += f", beside {others[0].look_words}"
    elif others:
        told += ", beside another figure"
    if len(others) > 1:
        told += f", {len(others) - 1} more behind"
    return told


def _things(size: Size, subject: str, props: Sequence[str]) -> str:
    shown = [thing for thing in props if thing != subject][:2]
    if size not in {"wide", "full", "two-shot"} or not shown:
        return ""
    return ", with " + " and ".join(f"a {thing}" for thing in shown) + " in view"


def style_of(wish: str) -> str:
    """The one phrase of style that a whole film keeps."""
    return " ".join(wish.split()) or STYLE
