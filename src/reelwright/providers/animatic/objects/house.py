"""Things of a house: doors, windows, bottles, cups, hats, ropes and wheels."""

import math

from reelwright.providers.animatic.figures.pen import Knot, curve, fill
from reelwright.providers.animatic.objects.easel import Easel, arc, blot
from reelwright.providers.animatic.panel.palette import mix

_LAMPLIT = "#ffd98a"
WOOD, DARK, BRASS = "#7d5636", "#18120f", "#c39a45"


def door(e: Easel) -> str:
    """A panelled door standing ajar, light behind it."""
    drawn = e.form("#a08c70", (-360, 490, 1), (-360, -440, 1), (360, -440, 1), (360, 490, 1),
        lit=0.9)  # fmt: skip
    drawn += e.flat(DARK, (-290, 490, 1), (-290, -375, 1), (290, -375, 1), (290, 490, 1), lit=False)
    drawn += e.flat("#ffdf9a", (150, 490, 1), (150, -375, 1), (290, -375, 1), (290, 490, 1),
        opacity=0.9)  # fmt: skip
    drawn += e.form(e.accent, (-290, 490, 1), (-290, -375, 1), (180, -330, 1), (180, 498, 1),
        lit=0.75)  # fmt: skip
    for y0, y1 in ((-290, -40), (40, 400)):
        for x0, x1 in ((-240, -85), (-30, 125)):
            s = 0.09
            drawn += e.form(e.accent, (x0, y0 + (x0 + 290) * s, 1), (x1, y0 + (x1 + 290) * s, 1),
                (x1, y1, 1), (x0, y1, 1), lit=0.3, line=0.6)  # fmt: skip
    drawn += e.form(BRASS, *blot(140, 25, 30, 0.04)) + e.mark((140, 70), (142, 90), (140, 112),
        width=14)  # fmt: skip
    for y in (-250, 330):
        drawn += e.form(BRASS, (-300, y, 1), (-262, y + 4, 1), (-262, y + 76, 1), (-300, y + 72, 1),
            line=0.6)  # fmt: skip
    return drawn


def lit_window(e: Easel) -> str:
    """The same window with the lamps on behind it."""
    return window(e, _LAMPLIT)


def window(e: Easel, glass: str = "") -> str:
    """A sash window with curtains."""
    night = e.light.darkness > 0.45
    glass = glass or ("#33466b" if night else "#bcd0d6")
    drawn = e.form("#d8ccb4", (-330, -440, 1), (330, -440, 1), (330, 420, 1), (-330, 420, 1),
        lit=0.9)  # fmt: skip
    pane: tuple[Knot, ...] = ((-270, -385, 1), (270, -385, 1), (270, 370, 1), (-270, 370, 1))
    if glass == _LAMPLIT:
        drawn += fill(curve(pane, True, 6), glass)
    else:
        drawn += e.flat(glass, *pane)
    if glass != _LAMPLIT:
        drawn += e.flat(mix(glass, "#ffffff", 0.3), (-250, 60, 1), (-40, -360, 1), (60, -360, 1),
            (-190, 120, 1), opacity=0.5)  # fmt: skip
        drawn += e.flat(mix(glass, "#26331f", 0.5), (-270, 370, 1), (-270, 250), (-140, 190),
            (0, 260), (140, 210), (270, 270), (270, 370, 1))  # fmt: skip
    for x in (0,):
        drawn += e.pipe("#e6dcc6", [(x, -385), (x + 2, 0), (x, 370)], 15, 15, 15, line=0.7)
    for y in (-130, 20, 200):
        drawn += e.pipe("#e6dcc6", [(-270, y), (0, y + 2), (270, y)],
            *((22,) * 3 if y == 20 else (12,) * 3), line=0.7)  # fmt: skip
    drawn += e.form("#cfc2a8", (-390, 410, 1), (390, 410, 1), (400, 480, 1), (-400, 480, 1))
    for s in (-1, 1):
        drawn += e.form(e.accent, (s * 430, -470, 1), (s * 120, -470, 1), (s * 150, -250),
            (s * 250, 0), (s * 340, 110), (s * 300, 260), (s * 290, 450, 1), (s * 440, 460, 1),
            lit=0.55)  # fmt: skip
        for t in (0.25, 0.55, 0.8):
            drawn += e.mark((s * (150 + 260 * t), -450), (s * (230 + 180 * t), -120),
                (s * (350 + 40 * t), 105), width=9)  # fmt: skip
            drawn += e.mark((s * (350 + 40 * t), 130), (s * (320 + 90 * t), 260),
                (s * (300 + 120 * t), 440), width=9)  # fmt: skip
        drawn += e.form(BRASS, (s * 325, 95), (s * 425, 85), (s * 425, 125), (s * 325, 135),
            line=0.7)  # fmt: skip
    return drawn + e.pipe(WOOD, [(-470, -470), (0, -474), (470, -470)], 16, 16, 16)


def bottle(e: Easel) -> str:
    """A stoppered bottle, half full."""
    glass = mix("#4a6b54", e.accent, 0.2)
    drawn = e.shadow(0, 440, 240, 36)
    drawn += e.form("#9a7448", (-42, -400, 1), (-50, -480, 1), (50, -480, 1), (42, -400, 1),
        line=0.8)  # fmt: skip
    drawn += e.form(glass, (-60, -400, 1), (60, -400, 1), (58, -200), (90, -120), (180, -30),
        (190, 100), (184, 420), (150, 445), (-150, 445), (-184, 420), (-190, 100), (-180, -30),
        (-90, -120), (-58, -200), lit=0.55)  # fmt: skip
    drawn += e.flat(mix(glass, "#140f10", 0.55), (-176, 60), (0, 74), (176, 60), (172, 415),
        (140, 430), (-140, 430), (-172, 415), opacity=0.75)  # fmt: skip
    drawn += e.form("#e9dcb9", (-150, 150, 1), (0, 166), (150, 150, 1), (148, 350, 1), (0, 366),
        (-148, 350, 1), lit=0.7, line=0.7)  # fmt: skip
    drawn += e.form(e.accent, (-110, 205, 1), (0, 216), (110, 205, 1), (108, 250, 1), (0, 262),
        (-108, 250, 1), line=0.4)  # fmt: skip
    drawn += e.mark((-60, -345), (0, -335), (60, -345), width=10)
    return drawn + e.paint(e.light.rim, (-e.pen.shaded * 150, -10), (-e.pen.shaded * 162, 60),
        (-e.pen.shaded * 160, 130), width=16)  # fmt: skip


def cup(e: Easel) -> str:
    """A steaming cup on its saucer."""
    china = "#ece4d2"
    drawn = e.shadow(0, 380, 430, 40)
    drawn += e.form(china, (-400, 300), (0, 255), (400, 300), (300, 370), (0, 400), (-300, 370),
        lit=0.65)  # fmt: skip
    handle = [(235, -60), (360, -90), (400, 20), (330, 120), (190, 150)]
    drawn += e.pipe(china, handle, 26, 26, 26, 26, 24)
    drawn += e.form(china, (-280, -130, 1), (280, -130, 1), (262, 60), (180, 240), (90, 310),
        (-90, 310), (-180, 240), (-262, 60), lit=0.58)  # fmt: skip
    drawn += e.form(mix(china, "#ffffff", 0.4), *blot(0, -130, 282, 0.005, 0, 0.2), lit=1)
    drawn += e.flat("#4a2a17", *blot(0, -118, 246, 0.01, 0, 0.15))
    drawn += e.form(e.accent, (-268, 20, 1), (0, 52), (268, 20, 1), (254, 74, 1), (0, 110),
        (-254, 74, 1), line=0.35)  # fmt: skip
    steam = mix(e.light.rim, "#ffffff", 0.4)
    for x in (-80, 30):
        drawn += e.paint(steam, (x, -200), (x + 60, -280), (x - 20, -360), (x + 50, -450), width=20)
    return drawn


def hat(e: Easel) -> str:
    """A soft hat lying on its brim."""
    felt = "#4a4038"
    drawn = e.shadow(0, 250, 470, 48)
    drawn += e.form(felt, (-480, 170), (-300, 90), (0, 70), (300, 90), (480, 150), (380, 235),
        (0, 275), (-380, 250), lit=0.6)  # fmt: skip
    drawn += e.form(felt, (-270, 150), (-260, -60), (-220, -220), (-120, -290), (-20, -240),
        (80, -300), (200, -240), (255, -60), (275, 150), (0, 205), lit=0.55)  # fmt: skip
    drawn += e.mark((-90, -270), (0, -180), (40, -80), width=12)
    return drawn + e.form(e.accent, (-272, 40), (0, 96), (270, 40), (276, 140), (0, 198),
        (-272, 140), line=0.5)  # fmt: skip


def rope(e: Easel) -> str:
    """A coil of rope with a loose end."""
    hemp = "#b4935c"
    drawn = e.shadow(0, 300, 420, 46)
    for index in range(4):
        y = 220 - index * 92
        rx = 360 - index * 14
        loop = arc(0, y, rx, 120, 0, 360, 17)
        drawn += e.pipe(hemp if index != 3 else mix(hemp, e.accent, 0.2), loop, *(46,) * 17)
        for k in range(4, 32, 2):
            a = math.radians(k * 11.25)
            if math.sin(a) < -0.1 and index != 3:
                continue
            x, yy = rx * math.cos(a), y + 120 * math.sin(a)
            drawn += e.mark((x - 18, yy + 36), (x, yy), (x + 26, yy - 34), width=9, opacity=0.75)
    drawn += e.pipe(hemp, [(330, -70), (400, 80), (380, 260), (450, 400)], 42, 42, 42, 38)
    for y in (0, 70, 140, 210, 280, 340):
        drawn += e.mark((362, y + 24), (398, y), (420, y - 26), width=9, opacity=0.75)
    return drawn + e.form(e.accent, (408, 320), (470, 305), (482, 345), (420, 362), line=0.7)


def wheel(e: Easel) -> str:
    """A cart's wheel."""
    drawn = e.shadow(0, 455, 380, 30)
    ring_outer, ring_inner = blot(0, 0, 440, 0.004), blot(0, 0, 352, 0.005)
    drawn += e.form(WOOD, *ring_outer, lit=0.55)
    drawn += e.flat(mix(e.light.shade, e.light.ink, 0.4), *ring_inner, lit=False)
    drawn += e.mark(*arc(0, 0, 353, 353, 0, 350, 18), width=14)
    drawn += e.mark(*arc(0, 0, 418, 418, 0, 350, 18), width=9, opacity=0.6)
    for index in range(10):
        a = math.radians(index * 36 + 9)
        drawn += e.pipe(WOOD, [(math.cos(a) * r, math.sin(a) * r) for r in (70, 220, 362)], 30, 20,
            26)  # fmt: skip
    return drawn + e.form(WOOD, *blot(0, 0, 108, 0.02)) + e.form(e.accent, *blot(0, 0, 56, 0.03),
        line=0.8)  # fmt: skip
