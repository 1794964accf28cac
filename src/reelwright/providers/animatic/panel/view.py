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
    "full": (1.25, 0.36, 0.62, 0.0),
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
    if not picture.figures and picture.size != "insert":
        # Nobody is there to be in focus but the place itself.
        detail, blur = max(detail, 0.6), 0.0
    cx = 0.5 + _STEPS[picture.frame % 4]
    if picture.size == "wide":
        return View(1.03, 0.5 + _STEPS[picture.frame % 4] * 0.3, setting.eye, setting.eye, 0.7, 0.0)
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
    instead, whatever the figure's stature; `lowest` is how low the eyes may lie at most (0: as low
    as they come).
    """

    x: float
    y: float
    scale: float
    feet: bool = False
    head: float = 0.0
    lowest: float = 0.0


def spots_of(
    picture: Picture, setting: Setting, view: View, stage: tuple[float, float]
) -> list[Spot]:
    """One spot for each figure of the picture, in the same order."""
    if picture.size in ("wide", "full"):
        return _standing(picture, setting, view, stage)
    return [_near(picture, figure, index, stage) for index, figure in enumerate(picture.figures)]


_ROWS: dict[int, tuple[float, ...]] = {
    0: (), 2: (-0.17, 0.17), 3: (-0.28, 0.0, 0.27), 4: (-0.39, -0.13, 0.14, 0.38),
}  # fmt: skip
"""Where a row of people stands, in heights of the frame from its middle."""
_BACK = (1.0, 0.9, 0.84, 0.8)
"""How much smaller who is not the subject stands: each a step further away."""


def _standing(
    picture: Picture, setting: Setting, view: View, stage: tuple[float, float]
) -> list[Spot]:
    """On the ground, as tall as the perspective says: eyes of adults lie on the horizon."""
    width, height = stage
    narrow = width < 1.2 * height
    if picture.size == "full":
        tall = 0.64 * min(height, 1.15 * width)
        ground = 0.5 * height + 0.6 * tall
    else:
        tall = (setting.feet - setting.eye) * height * view.zoom / 0.93
        tall = min(tall, 0.62 * width)
        ground = view.eye * height + 0.93 * tall
    reach = min(width, 1.3 * height) * (0.95 if narrow else 0.86)
    if picture.place == "carriage":
        return _benched(picture, tall, stage)
    if picture.size == "full":
        reach *= 1.12
    spots = []
    for index, across in enumerate(_abreast(picture.figures)):
        back = _BACK[min(index, 3)]
        x = width * 0.5 + across * reach
        lifted = 0.93 * tall * (1 - back)
        spots.append(Spot(x, ground - lifted, tall * back / 1000, True))
    return spots


def _benched(picture: Picture, tall: float, stage: tuple[float, float]) -> list[Spot]:
    """Knee to knee on the two benches of a carriage."""
    width, height = stage
    near = picture.size == "full"
    out, low = (0.27, 0.93) if near else (0.31, 0.95)
    spots = []
    for index, figure in enumerate(picture.figures):
        side = {"left": -1.0, "centre": 0.0, "right": 1.0}[figure.side]
        back = 1.0 - 0.12 * (index // 2) - (0.1 if side == 0.0 else 0.0)
        x = width * 0.5 + out * (side or 0.55) * min(width, 1.9 * height) * back
        spots.append(Spot(x, height * low * (0.5 + 0.5 * back), 1.12 * tall * back / 1000, True))
    return spots


def _abreast(figures: tuple[Figure, ...]) -> list[float]:
    """Places across the frame in the order of their sides, with air between people."""
    if len(figures) == 1:
        return [{"left": -0.12, "centre": 0.0, "right": 0.12}[figures[0].side]]
    sides = ("left", "centre", "right")
    order = sorted(range(len(figures)), key=lambda index: (sides.index(figures[index].side), index))
    row = _ROWS[min(len(figures), 4)]
    return [row[min(order.index(index), len(row) - 1)] for index in range(len(figures))]


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
        apart = 0.185 if width > 1.2 * height else 0.2
        x = width * (0.5 + apart * side)
        if figure.pose in ("sit", "perch", "ride"):
            return Spot(x, eye, tall / 1000)
        return Spot(x, eye + 0.935 * tall, tall / 1000, feet=True, lowest=eye + 0.13 * tall)
    if picture.size == "over-shoulder":
        if len(picture.figures) > 1 and index == 1:
            away = -_sign(picture.figures[0])
            return Spot(width * (0.5 + 0.31 * away), height * 0.34, 0.0025 * tall, head=0.37 * tall)
        away = _sign(figure)
        return Spot(width * (0.5 + 0.1 * away), eye, 0.0015 * tall, head=0.2 * tall)
    if picture.size == "close-up":
        return _close(figure, side, stage)
    return Spot(width * (0.5 + 0.1 * side), eye, 0.0015 * tall, head=0.205 * tall)


def _close(figure: Figure, side: float, stage: tuple[float, float]) -> Spot:
    """A face; what somebody holds beside it is in the frame, too."""
    width, height = stage
    upright = width < height
    tall = min(height, 1.2 * width)
    head = (0.3 if upright else 0.42) * tall
    if figure.pose == "hold":
        return Spot(width * (0.5 + 0.09 * side), height * 0.38, 0.002 * tall, head=0.62 * head)
    eye = height * (0.36 if upright else 0.44)
    return Spot(width * (0.5 + 0.055 * side), eye, 0.0034 * tall, head=head)


def _sign(figure: Figure) -> float:
    return -1.0 if figure.side == "left" else 1.0
