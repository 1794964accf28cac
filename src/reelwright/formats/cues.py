"""Frames as times of subtitle files."""

from reelwright.film.timeline import Caption


def clock(frame: int, rate: int, mark: str) -> str:
    """`00:01:02,500`: hours, minutes, seconds, and milliseconds after `mark`."""
    milliseconds = (frame * 1000 + rate // 2) // rate
    seconds, milliseconds = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{mark}{milliseconds:03}"


def lines_of(caption: Caption) -> list[str]:
    """The lines of a caption that show something, safe where empty lines end cues."""
    flat = (" ".join(line.split()) for line in caption.lines)
    return [line.replace("-->", "→") for line in flat if line]
