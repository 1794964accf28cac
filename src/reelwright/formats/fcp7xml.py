"""Final Cut Pro 7 XML (`xmeml`), out: what Premiere, Resolve and others read. Lossy.

Picture, voices, music and effects on their tracks, chapters and captions as markers. A dissolve is
a cross dissolve; what goes through black is a fade out and a fade in; other transitions become
cross dissolves of the same length. Clips under a transition have -1 for the end that it covers, and
their in and out points reach under it. A stereo sound lies on two linked tracks.
"""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from reelwright.formats.clean import characters
from reelwright.formats.exchange import (
    HOUR,
    Exchange,
    File,
    Heard,
    Media,
    Seen,
    lanes,
    seen,
    told,
)

SAMPLES = 48_000
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE xmeml>\n'
_DISSOLVE = (
    ("name", "Cross Dissolve"),
    ("effectid", "Cross Dissolve"),
    ("effectcategory", "Dissolve"),
    ("effecttype", "transition"),
    ("mediatype", "video"),
)


def write(exchange: Exchange) -> str:
    """The film as an FCP 7 sequence. File urls must be absolute (`file://localhost/…`)."""
    document = _Document(exchange)
    root = document.sequence()
    indent(root, " ")
    return HEAD + tostring(root, encoding="unicode") + "\n"


class _Document:
    """One sequence being written; a file is described where it is first used."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self.house = exchange.timeline.house
        self.described: dict[str, str] = {}
        self.count = 0

    def sequence(self) -> Element:
        root = Element("xmeml", version="4")
        sequence = SubElement(root, "sequence", id="sequence-1")
        _put(sequence, "name", self.exchange.title)
        _put(sequence, "duration", self.exchange.timeline.frames)
        self._rate(sequence)
        self._timecode(sequence, HOUR * self.house.rate)
        media = SubElement(sequence, "media")
        self._video(SubElement(media, "video"))
        self._audio(SubElement(media, "audio"))
        self._markers(sequence)
        return root

    def _video(self, video: Element) -> None:
        self._picture(SubElement(video, "format"))
        track = SubElement(video, "track")
        cuts = seen(self.exchange.timeline)
        for one, following in zip(cuts, [*cuts[1:], None], strict=True):
            self._transitions(track, one)
            self._shot(track, one, following)
        if out := self.exchange.timeline.out.before:
            end = self.exchange.timeline.frames
            self._transition(track, end - out, end, "end-black")

    def _picture(self, parent: Element) -> None:
        facts = SubElement(parent, "samplecharacteristics")
        _put(facts, "width", self.house.width)
        _put(facts, "height", self.house.height)
        _put(facts, "pixelaspectratio", "square")
        _put(facts, "fielddominance", "none")
        self._rate(facts)

    def _transitions(self, track: Element, one: Seen) -> None:
        if one.item.into.overlap:
            self._transition(track, one.at - one.before, one.at + one.after, "center")
            return
        if one.before:
            self._transition(track, one.at - one.before, one.at, "end-black")
        if one.after:
            self._transition(track, one.at, one.at + one.after, "start-black")

    def _transition(self, track: Element, start: int, end: int, alignment: str) -> None:
        made = SubElement(track, "transitionitem")
        _put(made, "start", start)
        _put(made, "end", end)
        _put(made, "alignment", alignment)
        self._rate(made)
        effect = SubElement(made, "effect")
        for key, value in _DISSOLVE:
            _put(effect, key, value)

    def _shot(self, track: Element, one: Seen, following: Seen | None) -> None:
        """A clip from cut to cut, with the handles that its transitions need."""
        into = one.before + one.after
        ending = self.exchange.timeline.out.before
        out = following.before + following.after if following else ending
        head = one.before if one.item.into.overlap else 0
        tail = following.after if following and following.item.into.overlap else 0
        clip = self._clip(track, self.exchange.name(one.item), self._length(one))
        _put(clip, "start", -1 if into else one.at)
        _put(clip, "end", -1 if out else one.end)
        _put(clip, "in", one.source - head)
        _put(clip, "out", one.source + one.frames + tail)
        self._file(clip, self.exchange.media.get(one.item.clip), one.item.clip, sound=False)
        if one.item.shot:
            _put(SubElement(clip, "comments"), "mastercomment1", one.item.shot)

    def _length(self, one: Seen) -> int:
        media = self.exchange.media.get(one.item.clip)
        return (media.frames if media else 0) or one.item.start + one.item.frames

    def _clip(self, track: Element, name: str, frames: int) -> Element:
        self.count += 1
        clip = SubElement(track, "clipitem", id=f"clipitem-{self.count}")
        _put(clip, "name", name)
        _put(clip, "duration", frames)
        self._rate(clip)
        return clip

    def _audio(self, audio: Element) -> None:
        _put(audio, "numOutputChannels", 2)
        facts = SubElement(SubElement(audio, "format"), "samplecharacteristics")
        _put(facts, "depth", 16)
        _put(facts, "samplerate", SAMPLES)
        number = 0
        for _, heard in lanes(self.exchange.timeline, self.exchange.media):
            channels = min(2, max(self._channels(one) for one in heard))
            first = self.count + 1
            for channel in range(channels):
                number += 1
                track = SubElement(audio, "track", _exploded(channel, channels))
                for place, one in enumerate(heard):
                    clip = self._sound(track, one, min(channel, self._channels(one) - 1))
                    ids = [first + place + n * len(heard) for n in range(channels)]
                    _link(clip, ids if channels > 1 else [], number - channel, place + 1)

    def _channels(self, one: Heard) -> int:
        media = self.exchange.media.get(one.sound.clip)
        return max(1, media.channels) if media else 1

    def _sound(self, track: Element, one: Heard, channel: int) -> Element:
        media = self.exchange.media.get(one.sound.clip)
        clip = self._clip(track, one.sound.role, (media.frames if media else 0) or one.frames)
        _put(clip, "start", one.at)
        _put(clip, "end", one.at + one.frames)
        _put(clip, "in", 0)
        _put(clip, "out", one.frames)
        self._file(clip, media, one.sound.clip, sound=True)
        source = SubElement(clip, "sourcetrack")
        _put(source, "mediatype", "audio")
        _put(source, "trackindex", channel + 1)
        return clip

    def _file(self, clip: Element, media: Media | None, sha256: str, *, sound: bool) -> None:
        known = sha256 in self.described
        name = self.described.setdefault(sha256, f"file-{len(self.described) + 1}")
        file = SubElement(clip, "file", id=name)
        if known:
            return
        found: File = media or File(name=sha256, url="")
        _put(file, "name", found.name)
        if found.url:
            _put(file, "pathurl", found.url)
        self._rate(file)
        if found.frames:
            _put(file, "duration", found.frames)
        self._timecode(file, 0)
        facts = SubElement(file, "media")
        if sound:
            audio = SubElement(facts, "audio")
            _put(SubElement(audio, "samplecharacteristics"), "samplerate", SAMPLES)
            _put(audio, "channelcount", media.channels if media else 1)
        else:
            self._picture(SubElement(facts, "video"))

    def _markers(self, sequence: Element) -> None:
        timeline = self.exchange.timeline
        for chapter in timeline.chapters:
            self._marker(sequence, told(chapter.title), "chapter", chapter.at, -1)
        for caption in timeline.captions:
            words = told(" ".join(caption.lines))
            self._marker(sequence, words, "caption", caption.start, caption.end)

    def _marker(self, sequence: Element, name: str, comment: str, begin: int, end: int) -> None:
        marker = SubElement(sequence, "marker")
        _put(marker, "comment", comment)
        _put(marker, "name", name)
        _put(marker, "in", begin)
        _put(marker, "out", end)

    def _rate(self, parent: Element) -> None:
        rate = SubElement(parent, "rate")
        _put(rate, "timebase", self.house.rate)
        _put(rate, "ntsc", "FALSE")

    def _timecode(self, parent: Element, frame: int) -> None:
        seconds = frame // self.house.rate
        timecode = SubElement(parent, "timecode")
        self._rate(timecode)
        _put(timecode, "string", f"{seconds // HOUR:02d}:00:00:00")
        _put(timecode, "frame", frame)
        _put(timecode, "displayformat", "NDF")


def _exploded(channel: int, channels: int) -> dict[str, str]:
    """Premiere's mark of tracks that belong together; to others they are two tracks."""
    if channels == 1:
        return {}
    return {
        "currentExplodedTrackIndex": str(channel),
        "totalExplodedTrackCount": str(channels),
        "premiereTrackType": "Stereo",
    }


def _link(clip: Element, ids: list[int], track: int, place: int) -> None:
    """Name the clips that are moved together: the channels of one sound."""
    for channel, one in enumerate(ids):
        link = SubElement(clip, "link")
        _put(link, "linkclipref", f"clipitem-{one}")
        _put(link, "mediatype", "audio")
        _put(link, "trackindex", track + channel)
        _put(link, "clipindex", place)


def _put(parent: Element, tag: str, value: str | int) -> None:
    SubElement(parent, tag).text = _allowed(str(value))


def _allowed(text: str) -> str:
    """Only characters that XML has; markup is escaped by the library."""
    return characters(text.encode("utf-8", "replace").decode())
