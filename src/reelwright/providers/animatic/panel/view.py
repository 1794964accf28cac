"""Views: how each shot size stands to the place, and where its people are put.

Lengths are shares of the stage. Compositions keep to the inner 80 %, which every camera move shows.
"""

from dataclasses import dataclass

from reelwright.film.shot import Size
from reelwright.providers.animatic.panel.picture import Figure, Picture
from reelwright.providers.animatic.places.place import Setting


@dataclass(frozen=True)
class View:
    """A part of the place: `zoom` times enlarged round (cx, cy), which is shown at (0.5, eye).

    `detail` is the share of the pixels the place is drawn with, `blur` in those pixels.
    """

    zoom: float
    cx: float
    cy: float
    eye: float
    detail: float
    blur: float


# zoom, where the horizon lies in the frame, detail, blur
_SIZES: dict[Size, tuple[float, float, float, float]] = {
    "wide": (1.0, 0.0, 1.0, 0.0),
    "full": (1.25, 0.36, 0.7, 0.0),
    "two-shot": (1.5, 0.4, 0.54, 0.6),
    "medium": (1.8, 0.42, 0.42, 1.0),
    "over-shoulder": (1.9, 0.42, 0.4, 1.1),
    "close-up": (2.5, 0.46, 0.25, 2.2),
    "insert": (2.3, 0.3, 0.25, 2.2),
}
_STEPS = (-0.035, 0.03, -0.015, 0.045)


def view_of(picture: Picture, setting: Setting) -> View:
    """What of the place is seen: shot and countershot look into different halves of it."""
    zoom, eye, detail, blur = _SIZES[picture.size]
    cx = 0.5 + _STEPS[picture.frame % 4]
    if picture.size == "wide":
        return View(
            1.03, 0.5 + _STEPS[picture.frame % 4] * 0.3, setting.eye, setting.eye, 0.78, 0.0
        )
    if picture.figures and picture.size != "full":
        cx += {"right": 0.13, "left": -0.13}.get(picture.figures[0].facing, 0.0)
    half = 0.5 / zoom
    cx = min(1 - half, max(half, cx))
    low, high = eye - (1 - setting.eye) * zoom + 0.0, setting.eye * zoom
    eye = min(high, max(1 - (1 - setting.eye) * zoom, eye)) if low <= high else eye
    return View(zoom, cx, setting.eye, eye, detail, blur)


@dataclass(frozen=True)
class Spot:
    """Where one figure goes, in stage units.

    (x, y) is the point between its eyes, or (`feet`) the ground it stands on; `scale` is stage
    units for one unit of the drawing (a thousandth of an adult). `head` wishes a height of the head
    instead, whatever the figure's stature.
    """

    x: float
    y: float
    scale: float
    feet: bool = False
    head: float = 0.0


def spots_of(
    picture: Picture, setting: Setting, view: View, stage: tuple[float, float]
) -> list[Spot]:
    """One spot for each figure of the picture, in the same order."""
    spots = []
    for index, figure in enumerate(picture.figures):
        if picture.size in ("wide", "full"):
            spots.append(_standing(picture, figure, index, setting, view, stage))
        else:
            spots.append(_near(picture, figure, index, stage))
    return spots


def _standing(
    picture: Picture, figure: Figure, index: int, setting: Setting, view: View,
    stage: tuple[float, float],
) -> Spot:  # fmt: skip
    """On the ground, as tall as the perspective says: eyes of adults lie on the horizon."""
    width, height = stage
    narrow = width < 1.2 * height
    spread = {"left": -0.16, "centre": 0.0, "right": 0.16}[figure.side]
    spread *= (0.55, 1.0, 1.3, 1.3)[min(len(picture.figures), 4) - 1]
    if picture.size == "full":
        tall = 0.64 * min(height, 1.15 * width)
        ground = 0.5 * height + 0.6 * tall
    else:
        tall = (setting.feet - setting.eye) * height * view.zoom / 0.93
        tall = min(tall, 0.62 * width)
        ground = view.eye * height + 0.93 * tall
    if picture.place == "carriage":
        spread *= 1.6
    spread *= 1.3 if narrow else 1.15 if picture.size == "full" else 1.0
    back = (1.0, 0.9, 0.84, 0.78)[min(index, 3)]
    if index:
        spread += (-0.05, 0.06, -0.09)[min(index, 3) - 1] * (0.3 if narrow else 1.0)
    ground -= 0.93 * tall * (1 - back)
    return Spot(width * 0.5 + spread * min(width, 1.3 * height), ground, tall * back / 1000, True)


def _near(picture: Picture, figure: Figure, index: int, stage: tuple[float, float]) -> Spot:
    """From the waist or the shoulders up, eyes on the upper third, room before the look."""
    width, height = stage
    tall = min(height, 1.2 * width)
    side = {"left": -1.0, "centre": 0.0, "right": 1.0}[figure.side]
    eye = height * (0.38 if width >= height else 0.34)
    if picture.size == "two-shot":
        if side == 0.0:
            side = 1.0 if index else -1.0
        tall = 1.16 * min(height, 0.86 * width)
        apart = 0.165 if width > 1.2 * height else 0.2
        x = width * (0.5 + apart * side)
        if figure.pose == "sit":
            return Spot(x, eye, tall / 1000)
        return Spot(x, eye + 0.935 * tall, tall / 1000, feet=True)
    if picture.size == "over-shoulder":
        if len(picture.figures) > 1 and index == 1:
            away = -_sign(picture.figures[0])
            return Spot(width * (0.5 + 0.31 * away), height * 0.34, 0.0025 * tall, head=0.37 * tall)
        away = _sign(figure)
        return Spot(width * (0.5 + 0.1 * away), eye, 0.0015 * tall, head=0.2 * tall)
    if picture.size == "close-up":
        return Spot(width * (0.5 + 0.055 * side), height * 0.44, 0.0034 * tall, head=0.42 * tall)
    return Spot(width * (0.5 + 0.1 * side), eye, 0.0015 * tall, head=0.205 * tall)


def _sign(figure: Figure) -> float:
    return -1.0 if figure.side == "left" else 1.0
