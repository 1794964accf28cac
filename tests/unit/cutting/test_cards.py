"""The card with the credits, and the logo in its corner."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from reelwright import cutting
from reelwright.cutting.frames import Picture, black
from reelwright.cutting.lettering.blending import blend
from reelwright.cutting.lettering.card import planes
from reelwright.cutting.lettering.credits import credits_written
from reelwright.cutting.lettering.logos import logo_drawn
from reelwright.cutting.lettering.paper import blank
from reelwright.cutting.lettering.safe import logo_rows, safe
from reelwright.cutting.orders import credits_order
from reelwright.film.errors import BadInput
from reelwright.film.overlay import Corner
from reelwright.film.timeline import House, Item, Logo, Timeline

if TYPE_CHECKING:
    from tests.unit.cutting.conftest import Workshop

HOUSES = [House(width=640, height=360), House(width=360, height=640), House(width=360, height=360)]
ROWS = [
    ("Written by", "A. Writer"),
    ("Pictures", "Kling, Runway"),
    ("Voices", "ElevenLabs"),
    ("Music", "composed by Reelwright"),
    ("Made with", "Reelwright"),
]


@pytest.mark.parametrize("house", HOUSES, ids=str)
@pytest.mark.parametrize("title", ["The Lamp", "", "三十年后", "A very long title " * 9])
def test_credits_stand_inside_the_safe_area(house: House, title: str) -> None:
    area = safe(house)
    paper = blank(house, "calm")
    card = credits_written(paper, title, ROWS, "calm", house)
    off = np.abs(np.asarray(card, int) - np.asarray(paper, int)).sum(axis=2) > 60
    rows, columns = np.nonzero(off)
    assert area.top <= rows.min()
    assert rows.max() <= area.bottom
    assert area.left <= columns.min()
    assert columns.max() <= area.right
    assert off.sum() > 500


def test_a_credits_card_appears_and_darkens(workshop: "Workshop") -> None:
    order = credits_order("The Lamp", ROWS, workshop.house, "grand")
    take = workshop.make(order)
    assert take.facts["frames"] == 5 * 24
    lumas = workshop.lumas(workshop.path(take))
    assert lumas[-1] == pytest.approx(16, abs=1)
    assert lumas[60] > 30
    assert credits_order("Another", ROWS, workshop.house) != order


def mark(tmp_path: Path, size: tuple[int, int] = (300, 100)) -> Path:
    path = tmp_path / "logo.png"
    image = Image.new("RGBA", size, (255, 255, 255, 0))
    image.paste((255, 255, 255, 255), (size[0] // 4, 0, size[0], size[1]))
    image.save(path)
    return path


@pytest.mark.parametrize("corner", ["top-left", "top-right"])
@pytest.mark.parametrize("size", [(300, 100), (40, 400), (900, 20)])
@pytest.mark.parametrize("house", HOUSES, ids=str)
def test_a_logo_keeps_its_shape_in_its_corner(
    tmp_path: Path, house: House, size: tuple[int, int], corner: Corner
) -> None:
    picture = black(house)
    blend(picture, logo_drawn(mark(tmp_path, size), corner, house))
    rows, columns = np.nonzero(picture.y > 100)
    area = safe(house)
    assert rows.min() >= area.top - 2
    assert rows.max() <= area.top + logo_rows(house)
    assert columns.max() < area.right + 2
    near = (
        columns.max() > area.right - 4 if corner == "top-right" else columns.min() < house.width / 2
    )
    assert near
    shown = (columns.max() - columns.min() + 1) / (rows.max() - rows.min() + 1)
    assert shown == pytest.approx(size[0] * 0.75 / size[1], rel=0.35)


def test_what_is_no_picture_is_told(tmp_path: Path) -> None:
    path = tmp_path / "no.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 50)
    with pytest.raises(BadInput, match="cannot be read"):
        logo_drawn(path, "top-left", HOUSES[0])


def test_a_logo_is_seen_in_exactly_its_frames(workshop: "Workshop", tmp_path: Path) -> None:
    image = workshop.put(mark(tmp_path))
    clip = workshop.clip(72, 60)
    plain = Timeline(house=workshop.house, items=(Item(clip=clip, frames=72, scene="1.1"),))
    timeline = plain.model_copy(
        update={"logos": (Logo(image=image, corner="top-left", start=12, end=60),)}
    )
    before, after = (
        workshop.lumas(workshop.path(workshop.run(cutting.cut(one)))) for one in (plain, timeline)
    )
    other = [n for n, (a, b) in enumerate(zip(before, after, strict=True)) if b - a > 0.05]
    assert other == list(range(12, 60))


def test_a_logo_comes_and_goes_softly(workshop: "Workshop", tmp_path: Path) -> None:
    image = workshop.put(mark(tmp_path))
    timeline = Timeline(
        house=workshop.house,
        items=(Item(clip=workshop.clip(96, 60), frames=96, scene="1.1"),),
        logos=(Logo(image=image, corner="top-left", start=12, end=84),),
    )
    path = workshop.path(workshop.run(cutting.cut(timeline)))
    bright = [luma - 60 - frame // 10 for frame, luma in enumerate(workshop.lumas(path))]
    whole = bright[48]
    assert whole > 0.5
    assert np.all(np.diff(bright[11:21]) > -0.05)
    assert 0 < bright[13] < 0.5 * whole
    assert 0 < bright[82] < 0.5 * whole
    assert abs(bright[9]) < 0.1 and abs(bright[86]) < 0.1


def test_clear_parts_of_a_logo_leave_no_edge(tmp_path: Path) -> None:
    """Colours of what cannot be seen do not bleed into what can."""
    path = tmp_path / "logo.png"
    image = Image.new("RGBA", (400, 400), (255, 255, 255, 0))
    image.paste((200, 30, 30, 255), (100, 100, 300, 300))
    image.save(path)
    ground = Picture(*planes(Image.new("RGB", (640, 360), (200, 30, 30))))
    before = ground.y.copy()
    blend(ground, logo_drawn(path, "top-left", HOUSES[0]))
    assert np.abs(ground.y.astype(int) - before).max() <= 3
