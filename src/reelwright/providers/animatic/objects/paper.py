"""Things of paper and card: letters, books, photographs, maps, boxes and packages."""

from reelwright.providers.animatic.objects.easel import Easel, blot
from reelwright.providers.animatic.panel.palette import mix

PAPER = "#efe4c8"


def letter(e: Easel) -> str:
    """An opened envelope, its letter half out, and a broken seal."""
    drawn = e.shadow(10, 330, 400, 40)
    drawn += e.form("#d9c79c", (-395, -10, 1), (385, -70, 1), (420, 300, 1), (-360, 350, 1),
        lit=0.8)  # fmt: skip
    drawn += e.form(PAPER, (-330, -360, 1), (310, -420, 1), (345, 130, 1), (-300, 190, 1), lit=0.82)
    for row in range(7):
        y = -300 + row * 62
        short = 120 if row in (3, 6) else 0
        drawn += e.mark((-260 + row * 4, y), (-60, y - 22), (80, y - 20),
            (255 - short + row * 4, y - 46), width=8, opacity=0.65)  # fmt: skip
    drawn += e.form("#e2d1a8", (-395, -10, 1), (0, 200), (385, -70, 1), (420, 300, 1),
        (-360, 350, 1), lit=0.72)  # fmt: skip
    drawn += e.mark((-360, 345), (-180, 180), (-20, 150), width=8)
    drawn += e.mark((415, 295), (210, 140), (40, 145), width=8)
    drawn += e.form(e.accent, *blot(12, 172, 66, 0.07), lit=0.55)
    return drawn + e.mark((-20, 165), (10, 190), (42, 160), width=8)


def book(e: Easel) -> str:
    """An open book with a ribbon."""
    drawn = e.shadow(0, 250, 470, 50)
    drawn += e.form(e.accent, (-480, 190, 1), (-430, -190, 1), (0, -130), (430, -190, 1),
        (480, 190, 1), (0, 260), lit=0.75)  # fmt: skip
    for side in (-1, 1):
        drawn += e.form(PAPER, (0, 215, 1), (side * 130, 160), (side * 300, 150),
            (side * 450, 175, 1), (side * 405, -215, 1), (side * 270, -245), (side * 110, -225),
            (0, -165, 1), lit=0.9 if side * e.pen.shaded < 0 else 0.35)  # fmt: skip
        for row in range(8):
            y = -165 + row * 40
            start, end = 55 + row, 350 + row * 5
            drawn += e.mark((side * start, y + 6), (side * 170, y - 24), (side * end, y - 12),
                width=7, opacity=0.55)  # fmt: skip
    drawn += e.mark((0, -165), (-6, 30), (0, 215), width=16)
    return drawn + e.pipe(mix(e.accent, "#5a1010", 0.3), [(20, -160), (60, 60), (40, 230),
        (70, 330)], 12, 12, 12, 12, line=0.7)  # fmt: skip


def photograph(e: Easel) -> str:
    """An old portrait on card with a bent corner."""
    drawn = e.shadow(0, 420, 320, 30)
    drawn += e.form(PAPER, (-330, -410, 1), (300, -450, 1), (345, 380, 1), (290, 428, 1),
        (-300, 430, 1), lit=0.85)  # fmt: skip
    drawn += e.flat("#b9a37c", (-260, -335, 1), (242, -368, 1), (270, 250, 1), (-236, 275, 1))
    drawn += e.flat("#6d5a43", (-236, 275, 1), (-215, 130), (-110, 60), (0, 30), (110, 55),
        (235, 120), (270, 250, 1))  # fmt: skip
    drawn += e.flat("#4d3f33", (-236, 275, 1), (-160, 150), (-40, 110), (30, 200), (60, 262, 1))
    drawn += e.flat("#e3cba4", *blot(5, -95, 105, 0.04, 0.2, 1.25))
    drawn += e.flat("#4a3a2c", (-115, -90), (-125, -190), (-40, -260), (70, -250), (128, -170),
        (112, -80), (85, -160), (0, -190), (-80, -150))  # fmt: skip
    drawn += e.flat("#8d7153", (20, -190), (95, -140), (100, -50), (60, 15), (15, 32), (40, -60),
        (24, -120), opacity=0.7)  # fmt: skip
    drawn += e.mark((-55, -95), (-35, -104), (-15, -95), width=10) + e.mark((30, -98), (50, -107),
        (70, -98), width=10)  # fmt: skip
    drawn += e.mark((-22, -22), (8, -14), (38, -24), width=9)
    drawn += e.mark((-170, 345), (-30, 325), (60, 348), (190, 322), width=8, opacity=0.6)
    drawn += e.flat(e.accent, *blot(-118, 150, 30, 0.12, 0.3))
    return drawn + e.form("#cdbb93", (345, 380, 1), (290, 428, 1), (288, 372), lit=0.3, line=0.7)


def map_(e: Easel) -> str:
    """A folded map with a coast, a route and a cross."""
    drawn = e.shadow(0, 340, 440, 45)
    left, right = "#e9d9ae", "#d8c490"
    for index, x in enumerate((-450, -150, 150)):
        up, down = ((0, -35), (-35, 0), (0, -35))[index]
        drawn += e.form(left if index != 1 else right, (x, -310 + up, 1), (x + 300, -310 + down, 1),
            (x + 300, 330 + down, 1), (x, 330 + up, 1), lit=1)  # fmt: skip
    drawn += e.flat("#9fb3a4", (-448, -180, 1), (-330, -190), (-240, -90), (-290, 40), (-200, 130),
        (-230, 250), (-330, 300, 1), (-448, 320, 1), opacity=0.75)  # fmt: skip
    drawn += e.mark((-448, -180), (-330, -190), (-240, -90), (-290, 40), (-200, 130), (-230, 250),
        (-320, 300), width=10)  # fmt: skip
    drawn += e.mark((-60, -310), (0, -150), (60, -60), (40, 90), (140, 240), (120, 320), width=9,
        opacity=0.6)  # fmt: skip
    for x, y in ((60, -220), (110, -200), (160, -228), (300, -180)):
        drawn += e.mark((x - 30, y + 30), (x, y - 20), (x + 30, y + 30), width=9)
    tones = e.tones(e.accent).lit
    for x, y in ((-150, 170), (-80, 120), (-10, 90), (70, 40), (140, 30), (200, 60)):
        drawn += e.paint(tones, (x, y), (x + 18, y - 6), (x + 36, y - 14), width=16)
    drawn += e.paint(tones, (250, 60), (285, 95), (320, 135), width=24)
    return drawn + e.paint(tones, (322, 58), (285, 98), (248, 132), width=24)


def box(e: Easel) -> str:
    """A small wooden chest with its lid ajar."""
    wood = "#8a6238"
    drawn = e.shadow(0, 330, 430, 45)
    drawn += e.form("#2a1d14", (-340, -60, 1), (330, -60, 1), (360, 30, 1), (-370, 30, 1), lit=0.4)
    drawn += e.form(wood, (-370, -80, 1), (-340, -290), (-250, -370, 1), (250, -370, 1),
        (350, -290), (370, -80, 1), lit=0.66)  # fmt: skip
    drawn += e.form(wood, (-370, 10, 1), (370, 10, 1), (350, 340, 1), (-350, 340, 1), lit=0.62)
    for y in (120, 230):
        drawn += e.mark((-355, y), (-100, y + 6), (130, y - 4), (352, y + 2), width=8, opacity=0.6)
    for x in (-250, 250):
        drawn += e.form("#b8923f", (x - 34, 6, 1), (x + 34, 6, 1), (x + 32, 342, 1),
            (x - 32, 342, 1), line=0.7)  # fmt: skip
        drawn += e.form("#b8923f", (x - 34, -82, 1), (x + 34, -82, 1), (x + 26, -372, 1),
            (x - 26, -372, 1), line=0.7)  # fmt: skip
    drawn += e.form(e.accent, (-62, -10, 1), (62, -10, 1), (54, 120), (0, 150), (-54, 120),
        line=0.8)  # fmt: skip
    return drawn + e.flat("#1a1210", *blot(0, 56, 18, 0.05)) + e.mark((0, 60), (0, 80), (0, 104),
        width=16)  # fmt: skip


def product(e: Easel) -> str:
    """A plain package with a band in the accent colour and a blank label."""
    drawn = e.shadow(0, 420, 330, 42)
    side = 1 if e.pen.shaded > 0 else -1
    drawn += e.form("#f1ece0", (-side * 250, -360, 1), (side * 120, -330, 1), (side * 120, 430, 1),
        (-side * 250, 400, 1), lit=1)  # fmt: skip
    drawn += e.form("#b9b2a2", (side * 120, -330, 1), (side * 270, -370, 1), (side * 270, 385, 1),
        (side * 120, 430, 1), lit=0)  # fmt: skip
    drawn += e.form("#fffaf0", (-side * 250, -360, 1), (-side * 90, -405, 1), (side * 270, -370, 1),
        (side * 120, -330, 1), lit=1)  # fmt: skip
    drawn += e.form(e.accent, (-side * 250, -150, 1), (side * 120, -125, 1), (side * 120, 150, 1),
        (-side * 250, 130, 1), lit=1, line=0.5)  # fmt: skip
    drawn += e.form(e.accent, (side * 120, -125, 1), (side * 270, -158, 1), (side * 270, 112, 1),
        (side * 120, 150, 1), lit=0, line=0.5)  # fmt: skip
    drawn += e.flat("#fffaf0", *blot(-side * 66, 0, 78, 0.02), opacity=0.95)
    drawn += e.flat(e.accent, *blot(-side * 66, 0, 40, 0.03))
    return drawn + e.mark((-side * 215, 250), (-side * 60, 262), (side * 80, 270), width=9,
        opacity=0.5)  # fmt: skip


def paper(e: Easel) -> str:
    """A small folded paper, as a hand holds it."""
    drawn = e.form(PAPER, (-150, -330, 1), (190, -390, 1), (235, 20, 1), (-110, 80, 1), lit=0.8)
    drawn += e.form("#dccba0", (-150, -330, 1), (190, -390, 1), (215, -180, 1), (30, -130),
        (-125, -120, 1), lit=0.85)  # fmt: skip
    return drawn + e.flat(e.accent, *blot(48, -132, 32, 0.06))
