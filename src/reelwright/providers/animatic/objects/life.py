"""Living things and boats: a hand, a bird, a flower."""

from reelwright.providers.animatic.objects import paper as sheets
from reelwright.providers.animatic.objects.easel import Easel, blot
from reelwright.providers.animatic.panel.palette import mix

SKIN = "#e5bd98"


def _sleeve(e: Easel) -> str:
    drawn = e.form("#ece3d0", (150, 190, 1), (330, 60, 1), (390, 140, 1), (220, 300, 1), lit=0.6)
    return drawn + e.form(e.accent, (205, 250, 1), (370, 105, 1), (660, 450, 1), (660, 690, 1),
        (470, 690, 1), lit=0.5)  # fmt: skip


def hand(e: Easel) -> str:
    """An open hand, reaching in from below."""
    drawn = _sleeve(e)
    drawn += e.form(SKIN, (190, 230), (110, 235), (20, 190), (-70, 200), (-200, 230), (-300, 225),
        (-310, 185), (-200, 165), (-110, 110), (-240, 70), (-400, 40), (-420, 0), (-370, -20),
        (-220, 5), (-110, 10), (-240, -80), (-370, -160), (-375, -205), (-330, -215), (-180, -130),
        (-70, -70), (-160, -190), (-230, -300), (-220, -345), (-175, -345), (-80, -220), (10, -110),
        (60, -90), (60, -180), (30, -280), (55, -330), (100, -310), (150, -180), (200, -50),
        (300, 90), lit=0.62)  # fmt: skip
    for knots in (
        ((-110, 10), (-40, 30), (20, 20)),
        ((-70, -70), (-10, -30), (40, -30)),
        ((60, -90), (70, -30), (40, 60)),
        ((-60, 150), (20, 120), (70, 60)),
    ):
        drawn += e.mark(*knots, width=9, opacity=0.75)
    return drawn


def holding(e: Easel) -> str:
    """A hand that holds a small folded paper: stands for whatever a story names and nobody drew."""
    drawn = _sleeve(e)
    drawn += e.form(SKIN, (330, 150), (250, 260), (130, 250), (10, 190), (-90, 90), (-120, -20),
        (-40, -60), (120, -40), (260, 40))  # fmt: skip
    drawn += sheets.paper(e)
    fingers = ((-150, -40, 60, 0), (-128, 42, 76, 60), (-86, 116, 104, 118), (-30, 182, 132, 172))
    for x0, y0, x1, y1 in fingers:
        drawn += e.pipe(SKIN, [(x1, y1), ((x0 + x1) / 2, (y0 + y1) / 2 - 22), (x0, y0)], 36, 37, 28,
            line=0.85)  # fmt: skip
        drawn += e.mark((x0 + 8, y0 - 20), (x0 - 12, y0 - 2), (x0 + 4, y0 + 20), width=7,
            opacity=0.5)  # fmt: skip
    drawn += e.form(SKIN, (300, 130), (250, 40), (214, -40), (150, -110), (92, -136), (66, -108),
        (104, -58), (136, 10), (150, 90), (160, 190), (230, 240))  # fmt: skip
    return drawn + e.mark((88, -128), (104, -106), (124, -94), width=7, opacity=0.5)


def bird(e: Easel) -> str:
    """A raven on a branch."""
    coat = "#2d2f38"
    drawn = e.pipe("#5b4636", [(-1500, 400), (-700, 350), (-200, 300), (100, 320), (500, 250),
        (1000, 150), (1500, 120)], 48, 40, 32, 32, 28, 22, 14)  # fmt: skip
    drawn += e.pipe("#5b4636", [(120, 318), (220, 400), (260, 480)], 18, 14, 8)
    drawn += e.form(coat, (120, 150), (300, 300), (420, 420), (360, 440), (200, 340), (60, 250),
        lit=0.5)  # fmt: skip
    drawn += e.form(coat, (-330, -190), (-250, -290), (-130, -300), (-50, -230), (60, -120),
        (180, 20), (200, 160), (130, 260), (-20, 290), (-160, 240), (-230, 100), (-230, -40),
        (-270, -120), lit=0.5)  # fmt: skip
    drawn += e.form("#6b6459", (-320, -215, 1), (-420, -185), (-480, -130, 1), (-390, -140),
        (-280, -150, 1))  # fmt: skip
    drawn += e.form(mix(coat, "#12131a", 0.5), (-90, -60), (40, -30), (180, 120), (320, 330),
        (230, 310), (60, 220), (-60, 110), lit=0.45)  # fmt: skip
    for k in (0, 1, 2):
        drawn += e.paint(e.tones(mix(coat, "#8b93a8", 0.5)).lit, (-20 + k * 40, 10 + k * 40),
            (80 + k * 30, 110 + k * 30), (170 + k * 35, 250 + k * 20), width=9)  # fmt: skip
    drawn += e.form(e.accent, *blot(-215, -215, 24, 0.04), line=0.7) + e.flat("#0c0a0c",
        *blot(-218, -215, 11, 0.04))  # fmt: skip
    for x in (-60, 20):
        drawn += e.mark((x, 270), (x - 6, 300), (x - 34, 326), width=16) + e.mark((x - 4, 296),
            (x + 16, 312), (x + 34, 322), width=14)  # fmt: skip
    return drawn


def flower(e: Easel) -> str:
    """A rose with two leaves."""
    leaf = "#5d7a48"
    drawn = e.pipe(leaf, [(20, -40), (40, 160), (0, 330), (30, 490)], 14, 14, 15, 16)
    drawn += e.form(leaf, (20, 250), (-90, 130), (-260, 110), (-330, 160), (-240, 260), (-90, 290),
        lit=0.5)  # fmt: skip
    drawn += e.mark((0, 250), (-150, 195), (-300, 165), width=9)
    drawn += e.form(leaf, (20, 330), (130, 220), (290, 220), (350, 280), (250, 360), (120, 370),
        lit=0.5)  # fmt: skip
    drawn += e.mark((40, 330), (170, 290), (320, 280), width=9)
    petals = (
        ((0, -40), (-180, -10), (-290, -130), (-280, -290), (-160, -330), (-60, -180)),
        ((0, -40), (190, -10), (300, -140), (280, -300), (160, -340), (60, -180)),
        ((-180, -280), (-110, -440), (40, -480), (180, -420), (210, -260), (20, -140)),
        ((-150, -80), (-210, -230), (-110, -360), (40, -300), (90, -120), (0, -20)),
        ((150, -80), (210, -230), (120, -370), (-20, -300), (-60, -140), (20, -20)),
        ((-60, -150), (-80, -270), (10, -340), (100, -270), (70, -150), (0, -110)),
    )
    for petal in petals:
        drawn += e.form(e.accent, *petal, lit=0.6)
    return drawn + e.mark((-20, -230), (10, -290), (50, -240), (20, -190), width=10)


def boat(e: Easel) -> str:
    """A small boat under sail."""
    water = mix("#6f8c96", e.light.shade, 0.2)
    drawn = e.pipe("#6b4a2e", [(20, 230), (10, -100), (14, -470)], 13, 12, 8)
    drawn += e.form("#eadfc4", (30, -450, 1), (170, -250), (260, 0), (280, 150, 1), (150, 165),
        (34, 150, 1), lit=0.55)  # fmt: skip
    drawn += e.form(e.accent, (-8, -400, 1), (-110, -180), (-250, 130, 1), (-130, 150),
        (-6, 140, 1), lit=0.55)  # fmt: skip
    drawn += e.form("#7a5232", (-390, 190, 1), (-200, 225), (60, 232), (270, 215), (430, 150, 1),
        (340, 330), (200, 400), (-220, 400), (-330, 320), lit=0.55)  # fmt: skip
    drawn += e.mark((-350, 255), (-100, 290), (150, 290), (370, 235), width=10)
    drawn += e.flat(water, (-500, 400), (-330, 350), (-180, 385), (0, 350), (180, 390), (330, 345),
        (500, 395), (500, 480), (0, 490), (-500, 480))  # fmt: skip
    for x, y in ((-280, 430), (60, 445), (300, 425), (-60, 400)):
        drawn += e.paint(e.light.rim, (x - 70, y), (x, y - 12), (x + 80, y + 2), width=10)
    return drawn
