"""The places: which drawing shows which kind, and where people stand in it."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from reelwright.providers.animatic.panel.ink import Pen


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
        import_module(f"reelwright.providers.animatic.places.{module}"), name
    )
    return function


_ANY_OUTDOORS = Setting("country:exterior", eye=0.5, feet=0.78)
PLACES: dict[str, Setting] = {
    "sitting-room": Setting("home:sitting_room", edge="curtain"),
    "bedroom": Setting("home:bedroom", edge="curtain"),
    "kitchen": Setting("home:kitchen", edge="wall"),
    "study": Setting("home:study", edge="curtain"),
    "hall": Setting("home:hall", edge="wall"),
    "corridor": Setting("home:corridor"),
    "office": Setting("public:office", edge="wall"),
    "shop": Setting("public:shop", edge="post"),
    "tavern": Setting("public:tavern", edge="post"),
    "church": Setting("public:church", eye=0.56, feet=0.84),
    "cell": Setting("hold:cell", edge="wall"),
    "workshop": Setting("hold:workshop", edge="post"),
    "carriage": Setting("hold:carriage", eye=0.42, feet=0.98),
    "cabin": Setting("hold:cabin", edge="post"),
    "street": Setting("town:street", eye=0.54, feet=0.83),
    "alley": Setting("town:alley", eye=0.55, feet=0.88, edge="wall"),
    "square": Setting("town:square", eye=0.52, feet=0.8, edge="branch"),
    "house-front": Setting("heights:house_front", eye=0.55, feet=0.84, edge="branch"),
    "rooftop": Setting("heights:rooftop", eye=0.5, feet=0.78),
    "city": Setting("heights:city", eye=0.52, feet=0.88),
    "harbour": Setting("harbour:harbour", eye=0.5, feet=0.88, edge="post"),
    "sea": Setting("sea:sea", eye=0.46, feet=0.86),
    "beach": Setting("sea:beach", eye=0.46, feet=0.8, edge="grass"),
    "bridge": Setting("bridge:bridge", eye=0.54, feet=0.9),
    "exterior": Setting("country:exterior", eye=0.5, feet=0.78, edge="grass"),
    "field": Setting("country:field", eye=0.48, feet=0.77, edge="grass"),
    "forest": Setting("wild:forest", eye=0.55, feet=0.83, edge="branch"),
    "mountain": Setting("wild:mountain", eye=0.62, feet=0.84, edge="branch"),
    "road": Setting("country:road", eye=0.53, feet=0.8, edge="branch"),
    "graveyard": Setting("still:graveyard", eye=0.55, feet=0.84, edge="branch"),
    "garden": Setting("country:garden", eye=0.5, feet=0.8, edge="branch"),
    "river": Setting("still:river", eye=0.5, feet=0.8, edge="branch"),
    "interior": Setting("home:interior", edge="wall"),
    "lighthouse": Setting("beacon:lighthouse", eye=0.55, feet=0.86, edge="grass"),
    "lamp-room": Setting("beacon:lamp_room", feet=0.86, edge="post"),
}


def setting_of(kind: str) -> Setting:
    """The setting of a kind; an unknown one falls back to light, ground, sky and mood."""
    return PLACES.get(kind, _ANY_OUTDOORS)
