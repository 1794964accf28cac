"""A wished clip fitted to what a model can make, before anything is spent.

Pure. What can be left out is left out and said so in a note, a sentence for people; what would give
another film than the wished one is refused, with the reason. The words here go into prompts, and so
into the identity of what was paid for: changing them makes clips anew.
"""

import re
from typing import Literal

from pydantic import Field

from reelwright.film.asked import ClipAsked
from reelwright.film.noun import Noun
from reelwright.providers.catalogue import Video
from reelwright.providers.quoting import adapted, nearest_height, ratio

MOTION = {
    "low": "Movement is small and calm.",
    "medium": "Movement is natural and steady.",
    "high": "Movement is fast and strong.",
}
"""How much moves, in words: no service has a field for it."""

LONGER = 1.0
"""Seconds by which a clip may be longer than its shot without a note."""

_SENTENCE = re.compile(r"[.!?…]['\"”’»)\]]*(?=\s|$)|[。！？]")
"""Where a sentence ends."""
_STOPS = ".!?…。！？'\"”’»)]"


class ClipWish(Noun):
    """A clip as the film would have it. `width` and `height` are the house's, `seconds` the length
    that is needed; `first` to `videos` are hashes of stored pictures and clips."""

    prompt: str
    negative: str = ""
    seconds: float = Field(gt=0, le=3600, allow_inf_nan=False)
    width: int = Field(gt=0)
    height: int = Field(gt=0)
    first: str = ""
    last: str = ""
    references: tuple[str, ...] = ()
    videos: tuple[str, ...] = ()
    audio: bool = False
    motion: Literal["low", "medium", "high"] = "low"
    seed: int | None = Field(default=None, ge=0, lt=1 << 32)
    take: int = 1


class Part(Noun):
    """A clip to order. `continues`: it begins where the part before ends, and its `asked.first` is
    to be that one's last frame, which nobody has yet (see `adapt`)."""

    asked: ClipAsked
    notes: tuple[str, ...] = ()
    continues: bool = False

    def begun(self, frame: str) -> ClipAsked:
        """What is asked for once the last frame of the part before is there, by its hash."""
        return self.asked.model_copy(update={"first": frame})


class Refusal(Noun):
    """This model cannot make it. `reason` is a sentence for people."""

    reason: str


def adapt(wish: ClipWish, video: Video, *, chained: bool = False) -> list[Part] | Refusal:
    """The clips that together are the wished one: one, or several when no single one is long
    enough. Together they are not shorter than wished (but for `quoting.SLACK`).

    Only the first part has the first frame. By itself each further part is asked for by its prompt
    alone, which says that it goes on. `chained`: the caller makes them one after the other and
    gives each the last frame of the one before (`Part.begun`); only so can the last part end with
    the wished last frame, for no service takes one without a first.
    """
    chained = chained and video.first_frame
    lengths = adapted(wish.seconds, video.seconds)
    reason = _impossible(wish, video, alone=len(lengths) > 1 and not chained)
    if reason:
        return Refusal(reason=f"{video.service} {video.model} {reason}.")
    return [_Fitting(wish, video, place, lengths, chained).part() for place in range(len(lengths))]


def _impossible(wish: ClipWish, video: Video, *, alone: bool) -> str:
    """What the model does not do, or "". `alone`: there are parts without a first frame."""
    shape = ratio(wish.width, wish.height)
    framed = bool(wish.first) and video.first_frame
    bare = alone or not framed
    why = f", and only the first {video.seconds[-1]} s of this long shot have one" * framed
    reasons = (
        (not wish.prompt.strip(), "needs a prompt, and this shot has none"),
        (shape not in video.ratios, f"makes no {shape}, only {', '.join(video.ratios)}"),
        (bare and video.needs_first, "makes nothing without a first frame" + why),
        (
            bare and shape not in (video.text_ratios or video.ratios),
            f"makes {shape} from a first frame only" + why,
        ),
    )
    return next((reason for holds, reason in reasons if holds), "")


class _Fitting:
    """One part while it is fitted; collects the notes."""

    def __init__(
        self, wish: ClipWish, video: Video, place: int, lengths: list[int], chained: bool
    ) -> None:
        self.wish, self.video = wish, video
        self.place, self.lengths = place, lengths
        self.continues = chained and place > 0
        self.notes: list[str] = []

    def part(self) -> Part:
        wish, video = self.wish, self.video
        self._told_length()
        height = self._height()
        first = self._first()
        framed = bool(first) or self.continues
        asked = ClipAsked(
            prompt=self._prompt(),
            seconds=self.lengths[self.place],
            height=height,
            ratio=ratio(wish.width, wish.height),
            negative=self._negative(),
            audio=self._audio(),
            seed=self._seed(),
            first=first,
            last=self._last(height, framed=framed),
            references=self._given("picture", wish.references, video.references, framed=framed),
            videos=self._given("clip", wish.videos, video.reference_videos, framed=framed),
            take=wish.take,
        )
        return Part(asked=asked, notes=tuple(self.notes), continues=self.continues)

    def _note(self, told: str) -> None:
        self.notes.append(f"{told}.")

    def _told_length(self) -> None:
        made, wished = sum(self.lengths), self.wish.seconds
        if len(self.lengths) > 1:
            self._note(
                f"Part {self.place + 1} of {len(self.lengths)}: {self.video.model} makes at most "
                f"{self.video.seconds[-1]} s at once, the shot takes {wished:.1f} s"
            )
        elif made - wished >= LONGER:
            self._note(f"It is made {made} s long, the shot takes {wished:.1f} s")

    def _height(self) -> int:
        wished = min(self.wish.width, self.wish.height)
        height = nearest_height(self.video, wished)
        if height != wished:
            self._note(f"It is made at {height}p and scaled to {wished}p")
        return height

    def _first(self) -> str:
        if self.place or not self.wish.first:
            return ""
        if not self.video.first_frame:
            self._note("The first frame is left out: this model takes none")
            return ""
        return self.wish.first

    def _last(self, height: int, *, framed: bool) -> str:
        if not self.wish.last or self.place + 1 < len(self.lengths):
            return ""
        why = ""
        if not self.video.last_frame:
            why = "this model takes none"
        elif not framed:
            why = "it is possible only beside a first one"
        elif self.video.last_heights and height not in self.video.last_heights:
            why = f"at {height}p this model takes none"
        if why:
            self._note(f"The last frame is left out: {why}")
        return "" if why else self.wish.last

    def _given(
        self, what: str, wished: tuple[str, ...], most: int, *, framed: bool
    ) -> tuple[str, ...]:
        """Reference pictures or clips, as many as there may be."""
        if not wished:
            return ()
        if not most:
            self._note(f"Reference {what}s are left out: this model takes none")
            return ()
        if framed and not self.video.mixed:
            self._note(
                f"Reference {what}s are left out: this model takes none beside a first frame"
            )
            return ()
        if len(wished) > most:
            self._note(f"Only {most} of {len(wished)} reference {what}s are used")
        return wished[:most]

    def _audio(self) -> bool:
        if self.video.audio_always and not self.wish.audio:
            self._note("It comes with sound, which this model always makes")
        elif self.wish.audio and not self.video.audio and not self.video.audio_always:
            self._note("It has no sound: this model makes none")
        return self.wish.audio and self.video.audio

    def _seed(self) -> int | None:
        if self.wish.seed is not None and not self.video.seed:
            self._note("The seed is left out: this model takes none")
        return self.wish.seed if self.video.seed else None

    def _negative(self) -> str:
        if not self.wish.negative:
            return ""
        if not self.video.negative:
            self._note("The negative prompt is left out: this model takes none")
            return ""
        return self._short("The negative prompt", self.wish.negative, self.video.prompt_limit)

    def _prompt(self) -> str:
        """The wished words, how much moves, and whether it goes on from another part."""
        parts = len(self.lengths)
        added = [MOTION[self.wish.motion]]
        if self.place:
            added.append(f"It carries on the shot before without a cut, part {self.place + 1}.")
        elif parts > 1:
            added.append("It is the beginning of a longer shot.")
        tail = " ".join(added)
        limit = self.video.prompt_limit
        told = self._short("The prompt", self.wish.prompt, limit and limit - length(tail) - 2)
        return f"{told}{'' if told[-1] in _STOPS else '.'} {tail}"

    def _short(self, what: str, text: str, limit: int) -> str:
        text = text.strip()
        cut = shortened(text, limit) if limit else text
        if cut != text:
            self._note(f"{what} is cut from {length(text)} to {length(cut)} characters")
        return cut


def length(text: str) -> int:
    """Characters in UTF-16 code units, an emoji as two: the most that any service counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters: whole sentences if they are the greater part of what fits, else
    whole words, else what fits."""
    if length(text) <= limit:
        return text
    fits = text.encode("utf-16-le", "surrogatepass")[: 2 * limit].decode("utf-16-le", "ignore")
    ends = [found.end() for found in _SENTENCE.finditer(text) if found.end() <= len(fits)]
    if ends and ends[-1] > len(fits) // 2:
        return text[: ends[-1]]
    words = fits.rpartition(" ")[0].rstrip()
    return words or fits
