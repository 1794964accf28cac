"""Weather as layers of its own: some of it behind the people, some before them."""

import math

from reelwright.providers.animatic.panel.ink import Pen, Point
from reelwright.providers.animatic.panel.palette import Palette, mix
from reelwright.providers.animatic.panel.paper import Piece


def behind(pen: Pen, horizon: float) -> None:
    """What the weather puts between the camera and the far planes (`horizon` in stage units)."""
    weather = pen.palette.weather
    if weather == "fog":
        _banks(pen, horizon, 4, 0.5)
    elif weather in ("rain", "storm"):
        _streaks(pen, 110, 46, 0.3)
        _splashes(pen, horizon)
    elif weather == "snow":
        _flakes(pen, 120, 2.6, 0.75)
    if weather == "storm" and pen.chance(0.5):
        _lightning(pen, horizon)


def before(palette: Palette, seed: int, stage: tuple[float, float]) -> list[Piece]:
    """What falls or drifts between the camera and the people."""
    pen = Pen(palette, seed + 11, *stage)
    top = 0.0
    if palette.weather == "fog":
        _near_bank(pen)
        top = 0.66
    elif palette.weather in ("rain", "storm"):
        _streaks(pen, 60 if palette.weather == "rain" else 90, 110, 0.34)
    elif palette.weather == "snow":
        _flakes(pen, 60, 5.5, 0.9)
    return [Piece(pen.svg(), 0.0, top * stage[1], *stage, 0.5)] if pen.parts else []


def _streaks(pen: Pen, count: int, length: float, opacity: float) -> None:
    lean = (0.34 if pen.palette.weather == "storm" else 0.16) * (
        1 if pen.palette.light.side == "left" else -1
    )
    data = []
    for _ in range(count):
        x, y = pen.pick(-0.1, 1.1) * pen.width, pen.pick(-0.1, 1.0) * pen.height
        fall = length * pen.pick(0.5, 1.3)
        dx = lean * fall
        data.append(f"M{x:.0f} {y:.0f}l{-dx:.0f} {fall:.0f} 2.2 0z")
    colour = mix(pen.palette.ramp[4], "#ffffff", 0.3)
    pen.parts.append(f'<path fill="{colour}" fill-opacity="{opacity}" d="{"".join(data)}"/>')


def _splashes(pen: Pen, horizon: float) -> None:
    """Rings and drops where rain meets the ground."""
    lines: list[list[Point]] = []
    for _ in range(34):
        k = pen.pick(0.1, 1) ** 0.8
        x, y = pen.pick(0, 1) * pen.width, horizon + (pen.height - horizon) * k
        r = 4 + 11 * k
        lines.append(
            [(x - r, y), (x - r * 0.4, y + r * 0.22), (x + r * 0.4, y + r * 0.22), (x + r, y)]
        )
        lines.append([(x, y - r * 0.2), (x + r * 0.2, y - r * 0.9)])
    pen.inks(lines, 2.4, colour=mix(pen.palette.ramp[4], "#ffffff", 0.3), opacity=0.55)


def _flakes(pen: Pen, count: int, size: float, opacity: float) -> None:
    data = []
    for _ in range(count):
        x, y = pen.pick(0, 1) * pen.width, pen.pick(0, 1) * pen.height
        r = size * pen.pick(0.5, 1.3)
        start = f"M{x - r:.1f} {y:.1f}q{r * 0.2:.1f} {-r:.1f} {r:.1f} {-r:.1f}"
        data.append(f"{start}t{r * 0.9:.1f} {r:.1f} {-r * 0.9:.1f} {r * 0.9:.1f}z")
    pen.parts.append(f'<path fill="#f8fafc" fill-opacity="{opacity}" d="{"".join(data)}"/>')


def _banks(pen: Pen, horizon: float, count: int, opacity: float) -> None:
    """Fog lying in bands round the horizon, thinner upwards."""
    white = mix(pen.palette.air, pen.palette.ramp[4], 0.35)
    for index in range(count):
        y = horizon + pen.height * (-0.22 + 0.17 * index)
        _bank(pen, y, pen.height * pen.pick(0.1, 0.16), white, opacity * pen.pick(0.55, 0.9))


def _bank(pen: Pen, y: float, deep: float, colour: str, opacity: float) -> None:
    w, count = pen.width, 7
    phase = pen.pick(0, 6.3)
    top = [
        (-120 + (w + 240) * k / count, y - deep * (0.6 + 0.4 * math.sin(phase + 1.7 * k)))
        for k in range(count + 1)
    ]
    low = [
        (-120 + (w + 240) * k / count, y + deep * (0.7 + 0.3 * math.cos(phase + 1.3 * k)))
        for k in range(count, -1, -1)
    ]
    for grow, share in ((1.0, 0.45), (0.62, 0.55), (0.3, 0.5)):
        ring = [(x, y + (py - y) * grow) for x, py in (*top, *low)]
        pen.fill(ring, colour, 4.0, opacity * share, smooth=True)


def _near_bank(pen: Pen) -> None:
    white = mix(pen.palette.air, pen.palette.ramp[4], 0.4)
    _bank(pen, pen.height * 0.96, pen.height * 0.2, white, 0.6)


def _lightning(pen: Pen, horizon: float) -> None:
    x, y = pen.width * pen.pick(0.2, 0.8), -10.0
    bolt = [(x, y)]
    while y < horizon * 0.9:
        x, y = x + pen.sway(34), y + pen.pick(40, 80)
        bolt.append((x, y))
    pen.glow(bolt[len(bolt) // 2][0], horizon * 0.4, pen.height * 0.6, 0.5, "#e6ecff")
    pen.ink(bolt, 7, colour="#f6f8ff")
    branch = bolt[len(bolt) // 2]
    pen.ink(
        [branch, (branch[0] + 50, branch[1] + 50), (branch[0] + 70, branch[1] + 120)],
        4,
        colour="#f6f8ff",
    )
