"""Things that shine: lamps, candles, fires, lanterns and the moon."""

from reelwright.providers.animatic.figures.pen import curve, fill
from reelwright.providers.animatic.objects.easel import Easel, arc, blot
from reelwright.providers.animatic.panel.palette import mix

BRASS, IRON = "#b98f3f", "#4d4a48"
FLAME, HEART = "#ffb648", "#fff1bf"


def _flame(e: Easel, x: float, y: float, size: float) -> str:
    """A flame whose foot is at (x, y)."""

    def at(*points: tuple[float, float]) -> list[tuple[float, float]]:
        return [(x + u * size, y + v * size) for u, v in points]

    outer = curve(at((0.0, 0.04), (0.26, -0.1), (0.3, -0.36), (0.16, -0.62), (0.06, -1.0),
        (-0.12, -0.66), (-0.28, -0.4), (-0.25, -0.1)), True, 6)  # fmt: skip
    inner = curve(at((0.0, 0.0), (0.13, -0.12), (0.12, -0.32), (0.03, -0.58), (-0.1, -0.34),
        (-0.12, -0.1)), True, 6)  # fmt: skip
    return fill(outer, mix(FLAME, e.accent, 0.25)) + fill(inner, HEART)


def candle(e: Easel) -> str:
    """A candle burning down in a holder."""
    drawn = e.shadow(0, 400, 320, 40)
    drawn += e.form(BRASS, (-290, 330), (0, 280), (290, 330), (240, 400), (0, 425), (-240, 400))
    drawn += e.form(BRASS, (270, 330), (350, 270), (410, 320), (370, 390), (280, 380), (330, 350),
        (350, 320), (300, 330), line=0.8)  # fmt: skip
    drawn += e.form("#efe5cf", (-88, -170), (-20, -195), (60, -180), (92, -160), (96, 330, 1),
        (0, 350), (-94, 330, 1), lit=0.6)  # fmt: skip
    drawn += e.form("#f6eedb", (60, -175), (98, -165), (112, -60), (100, 60), (78, 60), (70, -60),
        line=0.7)  # fmt: skip
    drawn += e.form("#f6eedb", (-95, -160), (-60, -165), (-62, -40), (-78, 20), (-100, -30),
        line=0.7)  # fmt: skip
    drawn += e.form(e.accent, (-104, 282, 1), (104, 282, 1), (112, 336, 1), (0, 358),
        (-112, 336, 1), line=0.7)  # fmt: skip
    drawn += e.mark((0, -180), (4, -205), (-2, -240), width=14)
    return drawn + _flame(e, 0, -205, 250)


def lamp(e: Easel) -> str:
    """An oil lamp with a glass chimney and a shade."""
    drawn = e.shadow(0, 440, 260, 34)
    drawn += e.form(BRASS, (-190, 430, 1), (-150, 370), (-50, 340), (-40, 260), (40, 260),
        (50, 340), (150, 370), (190, 430, 1), (0, 450))  # fmt: skip
    drawn += e.form(e.accent, (-60, 280), (-160, 210), (-165, 100), (-70, 60, 1), (70, 60, 1),
        (165, 100), (160, 210), (60, 280), lit=0.55)  # fmt: skip
    drawn += e.form(BRASS, (-80, 62, 1), (-90, 10, 1), (90, 10, 1), (80, 62, 1), line=0.8)
    drawn += e.flat("#fff0c4", (-70, 10, 1), (-110, -90), (-60, -230), (-52, -440, 1),
        (52, -440, 1), (60, -230), (110, -90), (70, 10, 1), opacity=0.55)  # fmt: skip
    drawn += _flame(e, 0, 10, 190)
    drawn += e.mark((-70, 10), (-110, -90), (-60, -230), (-52, -440), width=9) + e.mark((70, 10),
        (110, -90), (60, -230), (52, -440), width=9)  # fmt: skip
    drawn += e.mark((-52, -440), (0, -430), (52, -440), width=10)
    return drawn + e.form("#f3e2b0", (-120, -330, 1), (120, -330, 1), (310, -70, 1), (0, -40),
        (-310, -70, 1), lit=0.8)  # fmt: skip


def lantern(e: Easel) -> str:
    """A carried lantern with a wire handle."""
    drawn = e.shadow(0, 455, 250, 34)
    drawn += e.mark(*arc(0, -250, 190, 210, 180, 360, 9), width=20)
    drawn += e.form(IRON, (-70, -260, 1), (-50, -320), (50, -320), (70, -260, 1)) + e.form(IRON,
        (-90, -260, 1), (90, -260, 1), (215, -140, 1), (-215, -140, 1))  # fmt: skip
    drawn += e.flat("#ffe6a3", (-180, -140, 1), (180, -140, 1), (195, 330, 1), (-195, 330, 1),
        opacity=0.85)  # fmt: skip
    drawn += e.form("#e6dbc3", (-50, 160, 1), (50, 160, 1), (54, 330, 1), (-54, 330, 1),
        line=0.8) + _flame(e, 0, 160, 230)  # fmt: skip
    for x in (-190, -62, 62, 190):
        drawn += e.pipe(IRON, [(x * 0.95, -140), (x, 100), (x * 1.05, 330)], 11, 11, 11, line=0.7)
    drawn += e.form(IRON, (-235, 325, 1), (235, 325, 1), (255, 440, 1), (0, 455), (-255, 440, 1))
    return drawn + e.form(e.accent, (-240, 360, 1), (0, 372), (240, 360, 1), (246, 392, 1),
        (0, 404), (-246, 392, 1), line=0.4)  # fmt: skip


def fire(e: Easel) -> str:
    """A wood fire."""
    drawn = e.shadow(0, 380, 440, 46)
    for a, b in (((-380, 330), (300, 230)), ((380, 340), (-280, 220)), ((-150, 380), (190, 370))):
        drawn += e.pipe("#5a3b26", [a, ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2 - 10), b], 48, 52, 46)
    tongues = ((mix("#e8612c", e.accent, 0.3), 1.0, ((-300, 300), (-330, 120), (-230, 0),
        (-240, -140), (-130, -40), (-90, -260), (-10, -420), (50, -230), (120, -110), (190, -250),
        (230, -60), (320, 90), (300, 290), (0, 350))), (FLAME, 1.0, ((-200, 300), (-220, 150),
        (-140, 60), (-120, -20), (-40, -80), (0, -240), (60, -70), (130, 0), (170, -60), (200, 120),
        (190, 300), (0, 340))), (HEART, 1.0, ((-100, 310), (-110, 200), (-40, 110), (0, 0),
        (50, 110), (110, 210), (90, 310), (0, 335))),)  # fmt: skip
    for colour, opacity, knots in tongues:
        drawn += fill(curve(knots, True, 6), colour, opacity)
    for x, y in ((-180, -280), (150, -380), (240, -320), (-60, -470)):
        drawn += e.paint(FLAME, (x, y), (x + 6, y - 12), (x + 2, y - 26), width=14)
    return drawn + e.pipe("#4a2f20", [(-330, 380), (0, 340), (330, 385)], 44, 50, 44)


def moon(e: Easel) -> str:
    """A waning moon between clouds."""
    pale = mix("#f4ecd0", e.light.rim, 0.25)
    drawn = fill(curve(blot(0, -40, 290, 0.006), True, 6), pale)
    drawn += fill(curve([(60, -326), (220, -260), (298, -60), (240, 140), (70, 246), (150, 90),
        (160, -150)], True, 6), mix(pale, e.light.ink, 0.35))  # fmt: skip
    for x, y, r in ((-90, -130, 60), (-20, 40, 80), (-140, 70, 38), (60, -60, 34)):
        drawn += fill(curve(blot(x, y, r, 0.12, x), True, 5), mix(pale, e.light.ink, 0.14))
    for x, y, w in ((-180, 190, 300), (210, 90, 260), (60, 290, 380)):
        drawn += e.flat(mix("#8c97ab", e.accent, 0.08), (x - w, y + 10), (x - w * 0.5, y - 40),
            (x - w * 0.1, y - 30), (x + w * 0.3, y - 62), (x + w * 0.7, y - 18), (x + w, y + 12),
            (x + w * 0.4, y + 40), (x - w * 0.4, y + 36), opacity=0.92)  # fmt: skip
    return drawn
