"""`python -m bench.advert_ours GIVEN OUT`: an advertisement of foreign clips, cut by us.

Each clip is decoded once, graded and encoded once; words, crossfades and music as in
`bench.advert_moviepy`.
"""

import shutil
import sys
from pathlib import Path

from bench.floor import Floor
from reelwright import cutting
from reelwright.cutting import grading
from reelwright.film.order import Take
from reelwright.film.timeline import Caption, House, Item, Sound, Timeline, Transition
from reelwright.ledger.store import Store
from reelwright.media import probe

HOUSE = House()
CROSS = HOUSE.gop
WORDS = "Only this week"
WORDS_FROM, WORDS_TO = 0.5, 2.5
"""Seconds of each clip in which its words are seen."""


def main() -> None:
    """Leave the film as `OUT/film.mp4`."""
    given, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir()
    floor = Floor(Store(given), out)
    clips = _stored(floor, sorted(given.glob("clip*.mp4")), "clip")
    (music,) = _stored(floor, [given / "music.wav"], "music")
    order = grading.grade_order("warm")
    assert order is not None
    table = floor.take(order)
    items = []
    for number, clip in enumerate(clips):
        facts = probe.probe(floor.made[clip.sha256]).video
        assert facts is not None
        whole = Item(clip=clip.sha256, frames=facts.frames, house=False)
        body = floor.take(cutting.body_order(whole, HOUSE, lut=table.sha256))
        into = Transition(kind="dissolve", frames=CROSS) if number else Transition()
        items.append(Item(clip=body.sha256, frames=facts.frames, scene="1.1", into=into))
    picture = Timeline(house=HOUSE, items=tuple(items), burned=True)
    captions = [
        Caption(
            start=at + round(WORDS_FROM * HOUSE.rate), end=at + round(WORDS_TO * HOUSE.rate),
            lines=(WORDS,),
        )
        for at in picture.starts()
    ]  # fmt: skip
    bed = Sound(clip=music.sha256, at=0, frames=picture.frames, role="music")
    timeline = picture.model_copy(update={"captions": tuple(captions), "sounds": (bed,)})
    film = floor.run(cutting.cut(timeline))
    floor.made[film.sha256].replace(out / "film.mp4")
    print(", ".join(f"{kind} {cpu:.1f}" for kind, cpu in floor.cpu.items()))


def _stored(floor: Floor, files: list[Path], kind: str) -> list[Take]:
    """Files given from outside, under names as the store gives them."""
    takes = []
    for file in files:
        copy = floor.folder / file.name
        shutil.copyfile(file, copy)
        takes.append(floor.given(copy, kind))
    return takes


if __name__ == "__main__":
    main()
