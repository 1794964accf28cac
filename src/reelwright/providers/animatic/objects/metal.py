"""Things of metal: keys, weapons, coins, clocks, bells and rings."""

import math

from reelwright.providers.animatic.figures.pen import Knot
from reelwright.providers.animatic.objects.easel import Easel, arc, blot
from reelwright.providers.animatic.panel.palette import mix

BRASS, STEEL, IRON, WOOD = "#c39a45", "#a9b0b4", "#5c5f63", "#7a4f2c"


def key(e: Easel) -> str:
    """An old key with a bow of three loops."""
    drawn = e.shadow(20, 250, 420, 30)
    drawn += e.form(BRASS, (-60, -42, 1), (400, -36, 1), (428, 0), (400, 36, 1), (-60, 42, 1),
        lit=0.5)  # fmt: skip
    drawn += e.form(BRASS, (250, 30, 1), (252, 190, 1), (296, 190, 1), (298, 120, 1), (330, 120, 1),
        (332, 176, 1), (380, 176, 1), (382, 30, 1))  # fmt: skip
    drawn += e.form(BRASS, (-70, -70, 1), (-28, -70, 1), (-28, 70, 1), (-70, 70, 1), line=0.8)
    for x, y in ((-190, -118), (-190, 118), (-315, 0)):
        drawn += e.pipe(BRASS, arc(x, y, 104, 104, 0, 360, 15), *(30,) * 15)
    drawn += e.form(e.accent, (-330, -40), (-420, -190), (-400, -330), (-370, -330), (-385, -200),
        (-300, -60), line=0.7)  # fmt: skip
    return drawn + e.mark((0, -18), (150, -20), (330, -16), width=8, opacity=0.5)


def pistol(e: Easel) -> str:
    """A revolver in profile."""
    drawn = e.shadow(30, 330, 380, 26)
    drawn += e.form(WOOD, (190, -90, 1), (330, -70), (345, 40), (430, 330), (380, 375), (270, 370),
        (225, 200), (150, 60, 1), lit=0.55)  # fmt: skip
    drawn += e.form(IRON, (-460, -205, 1), (120, -215, 1), (250, -180), (345, -70, 1), (170, 70, 1),
        (40, 60), (-60, -40), (-460, -95, 1), lit=0.5)  # fmt: skip
    drawn += e.form(STEEL, (-40, -195), (95, -195), (120, -120), (100, -30), (-30, -25),
        (-60, -110), lit=0.6)  # fmt: skip
    for y in (-150, -105, -60):
        drawn += e.mark((-40, y), (20, y + 4), (100, y), width=10, opacity=0.7)
    drawn += e.form(IRON, (225, -175, 1), (270, -260), (315, -255), (300, -190), (275, -150, 1),
        line=0.8)  # fmt: skip
    drawn += e.mark((20, 60), (-10, 150), (70, 190), (150, 150), (160, 70), width=24)
    drawn += e.mark((70, 60), (72, 100), (95, 130), width=18)
    drawn += e.form(IRON, (-455, -205, 1), (-440, -240, 1), (-400, -205, 1), line=0.7)
    drawn += e.mark((-440, -185), (-250, -188), (-70, -186), width=7, opacity=0.6)
    return drawn + e.form(e.accent, *blot(330, 130, 26, 0.04), line=0.7)


def knife(e: Easel) -> str:
    """A dagger lying aslant."""

    c, s = math.cos(-0.55), math.sin(-0.55)

    def t(*points: Knot) -> list[Knot]:
        turned = ((p[0] * c - p[1] * s, p[0] * s + p[1] * c) for p in points)
        return [(*at, 1) if len(p) == 3 else at for at, p in zip(turned, points, strict=True)]

    drawn = e.shadow(10, 190, 330, 26)
    drawn += e.form("#d3d8da", *t((-100, -55, 1), (200, -62), (400, -30), (500, 12, 1), (380, 40),
        (200, 55), (-100, 55, 1)), lit=0.5)  # fmt: skip
    drawn += e.mark(*t((-90, 0), (150, 0), (440, 10)), width=9)
    drawn += e.form(BRASS, *t((-135, -130), (-95, -130), (-85, 0), (-95, 130), (-135, 130),
        (-125, 0)))  # fmt: skip
    drawn += e.form(e.accent, *t((-430, -48), (-280, -40), (-130, -46, 1), (-130, 46, 1),
        (-280, 42), (-430, 48)), lit=0.5)  # fmt: skip
    for x in (-370, -310, -250, -190):
        drawn += e.mark(*t((x, -40), (x + 14, 0), (x, 42)), width=9)
    return drawn + e.form(BRASS, *t((-430, -50), (-490, -40), (-505, 0), (-490, 40), (-430, 50)))


def coin(e: Easel) -> str:
    """Three gold coins, one standing."""
    drawn = e.shadow(0, 330, 420, 45)
    for x, y in ((-120, 300), (-60, 216), (-150, 132)):
        drawn += e.form(BRASS, (x - 290, y - 20), (x - 150, y - 74), (x + 150, y - 74),
            (x + 290, y - 20), (x + 290, y + 34), (x + 150, y + 92), (x - 150, y + 92),
            (x - 290, y + 34))  # fmt: skip
        drawn += e.mark((x - 285, y), (x - 140, y + 50), (x + 140, y + 50), (x + 285, y), width=9)
        for k in (-200, -110, 0, 110, 200):
            drawn += e.mark((x + k, y + 56 - abs(k) * 0.1), (x + k, y + 68 - abs(k) * 0.1),
                (x + k, y + 82 - abs(k) * 0.1), width=9)  # fmt: skip
    drawn += e.form(mix(BRASS, "#5a3f10", 0.4), *blot(216, -130, 282, 0.01), lit=0.4)
    drawn += e.form(BRASS, *blot(180, -136, 278, 0.01), lit=0.6)
    drawn += e.mark(*arc(180, -136, 228, 228, -200, 150, 14), width=9)
    face = ((80, 20, 1), (120, -40), (96, -110), (84, -190), (130, -270), (210, -290), (270, -250),
        (282, -190), (314, -140), (284, -122), (284, -84), (262, -62), (224, -60), (236, -10),
        (260, 20, 1))  # fmt: skip
    drawn += e.form("#a67c2c", *face, lit=0.5, line=0.6)
    drawn += e.mark((230, -180), (246, -188), (264, -180), width=10)
    return drawn + e.mark((100, -230), (170, -262), (262, -240), width=14) + e.flat(e.accent,
        *blot(-150, 100, 20, 0.05))  # fmt: skip


def clock(e: Easel) -> str:
    """A pocket watch, open, at five minutes to twelve."""
    drawn = e.shadow(0, 430, 330, 34)
    drawn += e.pipe(BRASS, [(0, -350), (60, -440), (180, -450), (300, -380), (420, -400),
        (490, -330)], 14, 14, 14, 14, 14, 14)  # fmt: skip
    drawn += e.form(BRASS, (-40, -300, 1), (-44, -370), (0, -395), (44, -370), (40, -300, 1))
    drawn += e.form(BRASS, *blot(0, 65, 362, 0.008), lit=0.6)
    drawn += e.form("#f3ead2", *blot(0, 65, 300, 0.008), lit=0.78, line=0.7)
    for hour in range(12):
        a = math.radians(hour * 30)
        r, inner = 268, 214 if hour % 3 == 0 else 238
        drawn += e.mark(*((r_ * math.sin(a), 65 - r_ * math.cos(a)) for r_ in (r,
            (r + inner) / 2, inner)), width=20 if hour % 3 == 0 else 11)  # fmt: skip
    drawn += e.mark((12, 90), (-6, 0), (-22, -90), width=30) + e.mark((30, 110), (-50, -30),
        (-108, -150), width=20)  # fmt: skip
    return drawn + e.form(e.accent, *blot(0, 65, 24, 0.03), line=0.7)


def bell(e: Easel) -> str:
    """A hand bell that rings."""
    drawn = e.shadow(0, 380, 330, 34)
    drawn += e.form(WOOD, (-38, -220, 1), (-52, -330), (-30, -440), (0, -470), (30, -440),
        (52, -330), (38, -220, 1))  # fmt: skip
    drawn += e.form(e.accent, (-50, -250, 1), (50, -250, 1), (58, -205, 1), (-58, -205, 1),
        line=0.7)  # fmt: skip
    drawn += e.form(IRON, *blot(20, 345, 52, 0.03))
    drawn += e.form(BRASS, (-60, -205, 1), (60, -205, 1), (150, -130), (190, 60), (240, 220),
        (320, 300, 1), (200, 338), (0, 350), (-200, 338), (-320, 300, 1), (-240, 220), (-190, 60),
        (-150, -130), lit=0.58)  # fmt: skip
    drawn += e.mark((-225, 240), (0, 280), (225, 240), width=10)
    for side in (-1, 1):
        for r in (400, 460):
            drawn += e.mark(*arc(0, 60, r, r, 90 - side * 60 - 18, 90 - side * 60 + 18, 5),
                width=10, opacity=0.55)  # fmt: skip
            drawn += e.mark(*arc(0, -20, r, r, 90 - side * 96 - 12, 90 - side * 96 + 12, 5),
                width=10, opacity=0.55)  # fmt: skip
    return drawn


def ring(e: Easel) -> str:
    """A ring with a cut stone."""
    drawn = e.shadow(0, 410, 290, 34)
    drawn += e.pipe(mix(BRASS, "#4a3208", 0.4), arc(10, 132, 248, 250, -90, 270, 17), *(36,) * 17)
    drawn += e.pipe(BRASS, arc(-8, 122, 248, 248, -90, 270, 17), *(32,) * 17)
    drawn += e.form(BRASS, (-130, -190, 1), (130, -190, 1), (90, -110), (0, -90), (-90, -110))
    drawn += e.form(e.accent, (-175, -290, 1), (-95, -385, 1), (95, -385, 1), (175, -290, 1),
        (0, -140, 1), lit=0.5)  # fmt: skip
    drawn += e.mark((-170, -290), (0, -280), (170, -290), width=9)
    for x in (-95, 95):
        drawn += e.mark((x, -380), (x * 0.55, -284), (0, -150), width=8)
    for a in (-150, -90, -30):
        r = math.radians(a)
        drawn += e.paint(e.light.rim,
            *((math.cos(r) * d, -290 + math.sin(r) * d) for d in (170, 200, 225)),
            width=12)  # fmt: skip
    return drawn
