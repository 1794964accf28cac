"""The places: which drawing shows which kind, and where people stand in it."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from reelwright.providers.animatic.ink import Pen


@dataclass(frozen=True)
class Setting:
    """One kind of place. Heights are shares of the stage from its top.

    `draw` is "module:function" (Pen -> None); `eye` is the horizon, the height of a standing
    adult's eyes; `feet` is where people of a wide shot stand; `edge` names what frames the view.
    """

    draw: str
    eye: float = 0.47
    feet: float = 0.82
    edge: str = ""


def drawing(setting: Setting) -> Callable[[Pen], None]:
    """The function that draws a setting; its module is loaded when first needed."""
    module, name = setting.draw.split(":")
    function: Callable[[Pen], None] = getattr(
        import_module(f"reelwright.providers.animatic.{module}"), name
    )
    return function


_ANY_OUTDOORS = Setting("place_country:exterior", eye=0.5, feet=0.78)
PLACES: dict[str, Setting] = {
    "sitting-room": Setting("place_home:sitting_room", edge="curtain"),
    "bedroom": Setting("place_home:bedroom", edge="curtain"),
    "kitchen": Setting("place_home:kitchen", edge="wall"),
    "study": Setting("place_home:study", edge="curtain"),
    "hall": Setting("place_home:hall", edge="wall"),
    "corridor": Setting("place_home:corridor"),
    "office": Setting("place_public:office", edge="wall"),
    "shop": Setting("place_public:shop", edge="post"),
    "tavern": Setting("place_public:tavern", edge="post"),
    "church": Setting("place_public:church", eye=0.56, feet=0.84),
    "cell": Setting("place_hold:cell", edge="wall"),
    "workshop": Setting("place_hold:workshop", edge="post"),
    "carriage": Setting("place_hold:carriage", eye=0.42, feet=0.98),
    "cabin": Setting("place_hold:cabin", edge="post"),
    "street": Setting("place_town:street", eye=0.54, feet=0.83),
    "alley": Setting("place_town:alley", eye=0.55, feet=0.88, edge="wall"),
    "square": Setting("place_town:square", eye=0.52, feet=0.8, edge="branch"),
    "house-front": Setting("place_heights:house_front", eye=0.55, feet=0.84, edge="branch"),
    "rooftop": Setting("place_heights:rooftop", eye=0.5, feet=0.78),
    "city": Setting("place_heights:city", eye=0.52, feet=0.88),
    "harbour": Setting("place_harbour:harbour", eye=0.5, feet=0.88, edge="post"),
    "sea": Setting("place_sea:sea", eye=0.46, feet=0.86),
    "beach": Setting("place_sea:beach", eye=0.46, feet=0.8, edge="grass"),
    "bridge": Setting("place_bridge:bridge", eye=0.54, feet=0.9),
    "exterior": Setting("place_country:exterior", eye=0.5, feet=0.78, edge="grass"),
    "field": Setting("place_country:field", eye=0.48, feet=0.77, edge="grass"),
    "forest": Setting("place_wild:forest", eye=0.55, feet=0.83, edge="branch"),
    "mountain": Setting("place_wild:mountain", eye=0.62, feet=0.84, edge="branch"),
    "road": Setting("place_country:road", eye=0.53, feet=0.8, edge="branch"),
    "graveyard": Setting("place_still:graveyard", eye=0.55, feet=0.84, edge="branch"),
    "garden": Setting("place_country:garden", eye=0.5, feet=0.8, edge="branch"),
    "river": Setting("place_still:river", eye=0.5, feet=0.8, edge="branch"),
    "interior": Setting("place_home:interior", edge="wall"),
}


def setting_of(kind: str) -> Setting:
    """The setting of a kind; an unknown one falls back to light, ground, sky and mood."""
    return PLACES.get(kind, _ANY_OUTDOORS)
