"""`python -m bench.cutting HOME PRODUCTION OUT`: cut a film whose clips are there.

The same recipe and makers as in `reelwright make`; no Take of the cut is known beforehand. Scenes
as files of their own are left out: the plain command makes none either. Where words are drawn into
the picture, the title card is made, too.
"""

import shutil
import sys
from pathlib import Path

from reelwright.cli import light


def main() -> None:
    """Leave the film as `OUT/cut.mp4`, and say what each kind of Order took."""
    home, production, out = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    with light():
        _cut(home, production, out)


def _cut(home: Path, production: str, out: Path) -> None:
    from bench.floor import Floor
    from bench.plain import timeline_of
    from reelwright import cutting
    from reelwright.ledger.store import Store

    floor = Floor(Store(home / "store"), out)
    timeline = timeline_of(home, production)
    if timeline.burned:
        floor.take(cutting.card_order(timeline.title, timeline.author, timeline.house))
    film = floor.run(cutting.cut(timeline))
    floor.made[film.sha256].replace(out / "cut.mp4")
    print(", ".join(f"{kind} {cpu:.1f}" for kind, cpu in floor.cpu.items()))


if __name__ == "__main__":
    main()
