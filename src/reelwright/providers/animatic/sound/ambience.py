"""Ambience takes: what a place sounds like when nobody speaks; no scene is ever dead silent."""

from collections.abc import Mapping
from pathlib import Path
from typing import cast

import numpy as np

from reelwright.film.noun import digest
from reelwright.film.order import Made, Order, Stop, pause
from reelwright.film.story import INTERIORS, PlaceKind, Time, Weather
from reelwright.media.memory import give_back
from reelwright.media.sound import pcm
from reelwright.providers.animatic.sound import ambience_sound, loop

MODEL = "ambience-1"
SECONDS = 16
"""Length of every loop."""

LOUDEST, QUIETEST = -40.0, -50.0
"""RMS of an ambience in dB of full scale: heard as a presence, never as a sound."""

_OPEN_LAND = {"field", "mountain", "road", "rooftop", "graveyard", "exterior", "bridge"}
_GREEN = {"garden", "field", "forest", "graveyard", "house-front", "road", "river"}
_BUSY = {"street": 0.8, "square": 1.0, "city": 0.9, "harbour": 0.5, "shop": 0.4, "bridge": 0.3}
_CLOCK = {"sitting-room": 0.8, "study": 0.9, "hall": 0.6, "bedroom": 0.5, "office": 0.7}
_FIRE = {"sitting-room": 0.5, "tavern": 0.6, "cabin": 0.6, "kitchen": 0.5}
_WATER = {"river": 1.0, "bridge": 0.6}
_SEA = {"sea": 1.0, "beach": 1.0, "harbour": 0.55}
_WET: dict[str, float] = {"rain": 1.0, "storm": 1.4}
_WIND: dict[str, float] = {"storm": 1.3, "snow": 0.7, "rain": 0.4, "fog": 0.25, "overcast": 0.5}


def ambience_order(kind: PlaceKind, weather: Weather, time: Time) -> Order:
    """Order the sound of a place. Those that sound the same are the same Order."""
    layers = layers_of(kind, weather, time)
    return Order(
        kind="sound",
        provider="animatic",
        model=MODEL,
        params={"layers": [[name, gain] for name, gain in layers.items()]},
    )


def layers_of(kind: PlaceKind, weather: Weather, time: Time) -> dict[str, float]:
    """What is heard there, and how loud against the rest (1 is plain)."""
    if kind in INTERIORS:
        return _indoors(kind, weather, time)
    return _outdoors(kind, weather, time)


def _indoors(kind: str, weather: str, time: str) -> dict[str, float]:
    base = {"church": "nave", "carriage": "wheels", "cell": "vault"}.get(kind, "room")
    layers = {base: 1.0}
    if kind in _CLOCK:
        layers["clock"] = _CLOCK[kind]
    if kind in _FIRE and (time in {"dusk", "night"} or kind == "tavern"):
        layers["fire"] = _FIRE[kind]
    if kind == "tavern":
        layers["murmur"] = 1.0
    if kind == "shop" and time in {"day", "golden"}:
        layers["murmur"] = 0.35
    if weather in _WET:
        layers["rain-behind-glass"] = 0.8 * _WET[weather]
    if weather in {"storm", "snow"}:
        layers["draught"] = _WIND[weather]
    return layers


def _outdoors(kind: str, weather: str, time: str) -> dict[str, float]:
    layers = {"air": 1.0}
    wind = _WIND.get(weather, 0.3) * (1.3 if kind in _OPEN_LAND or kind in _SEA else 0.6)
    layers["wind"] = round(wind, 2)
    day = time in {"day", "golden"}
    if kind in _BUSY:
        layers["murmur"] = round(_BUSY[kind] * (1.0 if day else 0.3), 2)
    if kind in _SEA:
        layers["sea"] = _SEA[kind]
    if kind in _WATER:
        layers["water"] = _WATER[kind]
    if kind == "forest":
        layers["leaves"] = 0.8
    calm = weather in {"clear", "overcast", "fog"}
    if kind in _GREEN and calm and time in {"dawn", "day", "golden"}:
        layers["birds"] = 1.0 if time == "dawn" else 0.6
    if kind in _GREEN and weather in {"clear", "overcast"} and time in {"dusk", "night"}:
        layers["crickets"] = 0.8
    if weather in _WET:
        layers["rain"] = _WET[weather]
    return layers


def make_ambience(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Make the loop: stereo WAV, 48 kHz, 16 bit, `SECONDS` long. Facts: `seconds`."""
    del inputs
    try:
        return _ambience(order, scratch, stop)
    finally:
        give_back()


def _ambience(order: Order, scratch: Path, stop: Stop) -> Made:
    wanted = cast(list[list[str | float]], order.params["layers"])
    length = SECONDS * ambience_sound.RATE
    total = np.zeros((2, length), np.float32)
    presence = 0.0
    for name, gain in wanted:
        pause(stop, "sound")
        seed = int(digest(["ambience", name])[:8], 16) % 2**31
        layer, weight = ambience_sound.layer(str(name), length, seed)
        total += layer * np.float32(float(gain) * weight)
        presence = max(presence, float(gain) * weight)
    pause(stop, "sound")
    sound = loop.finished(total, ambience_sound.RATE, room=0.0, tail=0.0)
    aim = QUIETEST + (LOUDEST - QUIETEST) * min(1.0, presence)
    rms = float(np.sqrt(np.mean(sound.astype(np.float64) ** 2)))
    sound *= np.float32(10 ** (aim / 20) / max(rms, 1e-9))
    path = scratch / "ambience.wav"
    pcm.write_wav(path, sound.T, pcm.RATE)
    return Made(path=path, media_type="audio/wav", facts={"seconds": float(SECONDS)})
