"""The folder for results is looked at before the work, not after it."""

import os
from pathlib import Path


def require_place(out: Path) -> Path:
    """`out`, if results can be written there or it can be made. Raises `MachineTrouble`."""
    from reelwright.film.errors import MachineTrouble

    place = out.expanduser()
    there = place.absolute()
    while not os.path.lexists(there) and there != there.parent:
        there = there.parent
    if not there.is_dir():
        cause = f"{there} is not a folder"
    elif not os.access(there, os.W_OK | os.X_OK):
        cause = f"{there} does not let you write"
    else:
        return place
    raise MachineTrouble("out", f"{out} cannot be written: {cause}", "Name another with --out.")
