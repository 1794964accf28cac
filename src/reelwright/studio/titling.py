"""Titling: overlays and the logo are put on the timeline, in whole frames."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reelwright.cutting.lettering.safe import logo_rows, safe, subtitle_rows, unit
from reelwright.film.errors import BadInput
from reelwright.film.overlay import Overlay, Placed
from reelwright.film.production import Wish
from reelwright.film.shot import THROUGH, Shot, Storyboard
from reelwright.film.timeline import Caption, House, Item, Logo, Timeline, Title

READ, EACH_WORD = 1.5, 0.3
"""Seconds that reading an overlay takes, and each of its words more."""

LONGEST = 6.0
"""Seconds after which the overlay of a scene has been read; the last one stays to the end."""

STAYS = 1.0
"""Seconds for which the last words of a film stay at least, once a subtitle has shown them."""

_LOW = ("bottom", "lower-third")


class Shown(NamedTuple):
    """A shot in the film: its item, the film frame at which that begins, and the one from which the
    transition behind it takes it away."""

    shot: Shot
    item: Item
    start: int
    end: int


def shown_of(shots: Sequence[Shot | None], timeline: Timeline) -> list[Shown]:
    """The shots of a timeline, `shots` being what each of its items shows (None: a card)."""
    following = [*(item.into for item in timeline.items[1:]), timeline.out]
    rows = zip(shots, timeline.items, timeline.starts(), following, strict=True)
    return [
        Shown(shot, item, start, start + item.frames - into.before)
        for shot, item, start, into in rows
        if shot is not None
    ]


def titled(
    board: Storyboard, wish: Wish, shown: Sequence[Shown], timeline: Timeline
) -> tuple[Title, ...]:
    """The titles of a film: the recipe's, and the user's own in their place where both would be
    seen at once."""
    placed = [_spaced(one, timeline.captions, wish) for one in _own(board, wish, shown, timeline)]
    own = sorted(placed, key=lambda one: one.start)
    told = (_spaced(one, timeline.captions, wish) for one in _told(board, wish, shown, timeline))
    found = [title for title in told if not any(_meet(title, one, wish.house) for one in own)]
    for index, title in enumerate(own):
        after = [one.start for one in own[index + 1 :] if _meet(title, one, wish.house)]
        found.append(title.model_copy(update={"end": min([title.end, *after])}))
    ordered = sorted(found, key=lambda one: one.start)
    return tuple(title for title in ordered if title.start < title.end)


def logos(wish: Wish, shown: Sequence[Shown]) -> tuple[Logo, ...]:
    """The user's logo over the whole film but its cards and the dark at its ends."""
    if not wish.logo or not shown:
        return ()
    start = shown[0].start + shown[0].item.into.after
    end = max(shown[-1].end, start + 1)
    return (Logo(image=wish.logo, corner=wish.logo_corner, start=start, end=end),)


def require_titles(board: Storyboard, wish: Wish) -> None:
    """Refuse before anything is made overlays that cannot be shown. Raises `BadInput`."""
    told = [shot.overlay for shot in board.shots if shot.overlay and shot.overlay.text.strip()]
    overlays = [
        *(wish.brand.dressed(overlay) for overlay in told),
        *(one.overlay for one in wish.overlays),
    ]
    if overlays:
        from reelwright.cutting.lettering.titles import setting

        for overlay in overlays:
            setting(overlay, wish.house, _free(overlay, wish))
    places = _places(board)
    for one in wish.overlays:
        if one.shot and one.shot not in places:
            raise BadInput(
                "overlays",
                f"there is no shot {one.shot!r} for {one.overlay.text[:40]!r}",
                "Shots are named by scene and number, as the slate shows them: 1.1/2.",
            )


def _places(board: Storyboard) -> dict[str, str]:
    """Place, as the slate names it -> the shot's id."""
    counts: dict[str, int] = {}
    found = {}
    for shot in board.shots:
        counts[shot.scene] = counts.get(shot.scene, 0) + 1
        found[f"{shot.scene}/{counts[shot.scene]}"] = shot.id
    return found


def _told(
    board: Storyboard, wish: Wish, shown: Sequence[Shown], timeline: Timeline
) -> Iterator[Title]:
    """The recipe's overlays: each over its shot and those after it in its scene that have none."""
    rate = timeline.house.rate
    last = board.shots[-1].scene if board.shots else ""
    for index, one in enumerate(shown):
        if one.shot.overlay is None or not one.shot.overlay.text.strip():
            continue
        overlay = wish.brand.dressed(one.shot.overlay)
        run = index
        while run + 1 < len(shown) and _goes_on(shown[run + 1], one.shot.scene):
            run += 1
        start, end = one.start + one.item.into.after, shown[run].end
        need = _need(overlay, rate)
        if one.shot.scene != last:
            end = min(end, start + max(need, round(LONGEST * rate)))
        dark = one.item.into.after if one.item.into.kind in THROUGH else 0
        first = one.start + dark
        title = Title(overlay=overlay, start=max(first, min(start, end - need)), end=end)
        if timeline.burned:
            # What a film ends with has just been read, and is only to stay.
            least = round(STAYS * rate) if one.shot.scene == last else need
            title = _unsaid(title, timeline.captions, least)
        if title.start < end:
            yield title


def _unsaid(title: Title, captions: Sequence[Caption], need: int) -> Title:
    """Words that captions in the picture show at the same time are seen when those are gone, if
    there is time to read them then; else the title has no frames left."""
    met = [one for one in captions if max(title.start, one.start) < min(title.end, one.end)]
    said = _plain(" ".join(line for one in met for line in one.lines))
    if _plain(title.overlay.text) not in said:
        return title
    start = max(one.end for one in met)
    return title.model_copy(update={"start": start if title.end - start >= need else title.end})


def _plain(text: str) -> str:
    """Words alone, so that what is said is found in what is shown."""
    return "".join(re.findall(r"\w", text.casefold()))


def _goes_on(one: Shown, scene: str) -> bool:
    return one.shot.scene == scene and one.shot.overlay is None


def _own(
    board: Storyboard, wish: Wish, shown: Sequence[Shown], timeline: Timeline
) -> Iterator[Title]:
    """The user's overlays. One of a shot that could not be made is left out with it."""
    places = _places(board)
    for placed in wish.overlays:
        overlay = placed.overlay
        if not placed.shot:
            yield _title(overlay, placed, 0, None, timeline)
            continue
        for one in shown:
            if one.shot.id == places.get(placed.shot):
                begin = one.start + (0 if placed.after else one.item.into.after)
                yield _title(overlay, placed, begin, one.end, timeline)


def _title(
    overlay: Overlay, placed: Placed, begin: int, shot_end: int | None, timeline: Timeline
) -> Title:
    rate = timeline.house.rate
    start = begin + round(placed.after * rate)
    need = _need(overlay, rate)
    if placed.seconds:
        end = start + max(1, round(placed.seconds * rate))
    else:
        end = max(start + need, shot_end or 0)
    return Title(overlay=overlay, start=min(start, timeline.frames), end=min(end, timeline.frames))


def _need(overlay: Overlay, rate: int) -> int:
    """Frames that reading takes; two characters of Chinese or Japanese count as a word."""
    wide = sum(unicodedata.east_asian_width(one) in "WF" for one in overlay.text)
    words = max(len(overlay.text.split()), wide / 2)
    return round((READ + EACH_WORD * words) * rate)


def _meet(one: Title, other: Title, house: House) -> bool:
    """Whether two are seen at once in one place."""
    if max(one.start, other.start) >= min(one.end, other.end):
        return False
    if one.overlay.position == other.overlay.position:
        return True
    from reelwright.cutting.lettering.titles import setting

    first, second = (setting(title.overlay, house, title.free) for title in (one, other))
    return max(first.top, second.top) < min(first.top + first.height, second.top + second.height)


def _spaced(title: Title, captions: Sequence[Caption], wish: Wish) -> Title:
    """Low words make room for subtitles that are seen with them, whoever draws those, and high ones
    for the logo. What has been read when the next subtitle comes goes before it."""
    if title.overlay.position in _LOW:
        meet = [c.start for c in captions if max(title.start, c.start) < min(title.end, c.end)]
        read = title.start + _need(title.overlay, wish.house.rate)
        if not meet or min(meet) >= read:
            free = _slate_rows(wish)
            return title.model_copy(update={"free": free, "end": min([title.end, *meet])})
    free = _free(title.overlay, wish)
    if free and title.overlay.position in _LOW and title.overlay.entrance == "slide":
        # It would rise through the words of the subtitle.
        fading = title.overlay.model_copy(update={"entrance": "fade"})
        return title.model_copy(update={"free": free, "overlay": fading})
    return title.model_copy(update={"free": free})


def _free(overlay: Overlay, wish: Wish) -> int:
    """Pixels of the safe area that are left free for what else is seen there."""
    if overlay.position in _LOW:
        return subtitle_rows(wish.house, words=wish.subtitles == "words")
    return logo_rows(wish.house) if wish.logo and overlay.position == "top" else 0


def _slate_rows(wish: Wish) -> int:
    """Pixels at the foot of the safe area that the slate of a drawn clip takes."""
    if not wish.slate or wish.video:
        return 0
    from reelwright.providers.animatic.camera.slate import plates

    _, _, top = plates("1", wish.house)[-1]
    return max(0, safe(wish.house).bottom - top + round(6 * unit(wish.house)))
