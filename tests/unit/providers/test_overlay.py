"""Overlays: words over a clip that are readable, inside the safe area, and fade in."""

from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from reelwright.film.order import Take
from reelwright.film.shot import Overlay
from reelwright.film.timeline import House
from reelwright.providers.animatic.camera import words
from reelwright.providers.animatic.camera.clip import clip_order, make_clip

TALL, WIDE = House(width=720, height=1280), House()
PANEL = Take(fingerprint="p", sha256="aa", media_type="image/png", size=1)
POSITIONS = ("top", "centre", "bottom", "lower-third")
LONG = "Wake up before the alarm and find the kettle already whistling for you"


def _overlay(text: str, position: str = "bottom") -> Overlay:
    return Overlay.model_validate({"text": text, "position": position})


@pytest.mark.parametrize("text", ["Try it", "Your bedside lamp dims by itself", LONG, "W" * 60])
@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("house", [TALL, WIDE, House(width=360, height=640)])
def test_words_stay_in_the_safe_area(text: str, position: str, house: House) -> None:
    placed = words.plate(_overlay(text, position), house)
    assert placed is not None
    image, left, top = placed
    right, bottom = left + image.width, top + image.height
    assert left >= 0.05 * house.width
    assert top >= 0.05 * house.height
    upright = house.height > house.width
    assert right <= house.width * (0.885 if upright else 0.95)
    assert bottom <= house.height * (0.8 if upright else 0.9)
    assert left % 2 == top % 2 == image.width % 2 == image.height % 2 == 0


def _luminance(pixels: np.ndarray) -> np.ndarray:
    coded = pixels[..., :3] / 255
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]))


@pytest.mark.parametrize("behind", ["#ffffff", "#000000", "#f2c94c"])
def test_words_are_readable_on_whatever_lies_behind(behind: str) -> None:
    placed = words.plate(_overlay("Sleep well"), TALL)
    assert placed is not None
    ground = Image.new("RGBA", placed[0].size, behind)
    ground.alpha_composite(placed[0])
    inner = _luminance(np.asarray(ground))[14:-14, 14:-14]
    light, dark = np.percentile(inner, (99.5, 5))
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_short_words_are_large_and_long_ones_smaller() -> None:
    short, long = (words.plate(_overlay(text), TALL) for text in ("Try it", LONG))
    assert short is not None
    assert long is not None
    assert short[0].height >= 0.05 * TALL.height
    assert long[0].height <= 0.35 * TALL.height


@pytest.mark.parametrize("text", ["", "  ", "\U000f0000"])
def test_nothing_that_can_be_written_is_no_overlay(text: str) -> None:
    assert words.plate(_overlay(text), TALL) is None


def test_characters_without_a_drawing_are_left_out() -> None:
    plain, odd = (words.plate(_overlay(t), TALL) for t in ("Try it", "Try \U000f0000it"))
    assert plain is not None
    assert odd is not None
    assert plain[0].tobytes() == odd[0].tobytes()


def test_an_order_without_words_is_the_order_it_always_was() -> None:
    plain = clip_order(PANEL, "static", 24, TALL, "", 1)
    assert plain == clip_order(PANEL, "static", 24, TALL, "", 1, None)
    assert plain == clip_order(PANEL, "static", 24, TALL, "", 1, _overlay("  "))
    assert "overlay" not in plain.params
    spoken = clip_order(PANEL, "static", 24, TALL, "", 1, _overlay("Try it"))
    assert spoken.fingerprint != plain.fingerprint


def test_the_words_come_up_in_the_clip(tmp_path: Path) -> None:
    house = House(width=180, height=320)
    sheet = Image.new("RGBA", (226, 800), "#ffffff")
    sheet.paste((0, 0, 0, 0), (0, 400, 226, 800))
    sheet.save(tmp_path / "sheet.png")
    order = clip_order(PANEL, "static", 12, house, "", 1, _overlay("Try it", "centre"))
    made = make_clip(order, {"aa": tmp_path / "sheet.png"}, tmp_path, lambda: False)
    with av.open(str(made.path)) as film:
        frames = [frame.to_ndarray(format="gray") for frame in film.decode(video=0)]
    assert len(frames) == 12
    darkest = [int(np.percentile(frame[140:180, 60:120], 10)) for frame in frames]
    assert darkest[0] > darkest[3] > darkest[8]
    assert darkest[8] < 90
    assert abs(darkest[8] - darkest[11]) < 8
