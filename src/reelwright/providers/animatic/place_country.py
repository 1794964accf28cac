"""The open country."""

from reelwright.providers.animatic.ink import Pen


def exterior(pen: Pen) -> None:
    """Light, ground and sky."""
    w, h = pen.width, pen.height
    pen.fade(-h * 0.2, h * 0.55, pen.palette.sky_top, pen.palette.sky_low)
    pen.wash([(-200, h * 0.5), (w * 0.5, h * 0.48), (w + 200, h * 0.52), (w + 200, h * 1.2),
              (-200, h * 1.2)], 0.5)  # fmt: skip
