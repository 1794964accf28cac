"""Provenance: who made what of a film, as words for its metadata and as a C2PA manifest.

Pure. C2PA 2.2 (actions v2, regions of interest) and the IPTC's digital source types.
"""

from collections.abc import Iterable
from typing import Any, Literal

from reelwright.film.noun import Noun

Source = Literal["trained", "algorithmic", "own", "mixed", "trained mixed"]
"""How something came about: by a trained model, by a program that draws and speaks by rules, given
by the user (nobody here knows how it was made), or of several of these; with a model's among
them."""

_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
TYPES: dict[Source, str] = {
    "trained": f"{_TYPES}trainedAlgorithmicMedia",
    "algorithmic": f"{_TYPES}algorithmicMedia",
    "own": "",
    "mixed": f"{_TYPES}composite",
    "trained mixed": f"{_TYPES}compositeWithTrainedAlgorithmicMedia",
}
WORDS: dict[Source, str] = {
    "trained": "made by a trained model",
    "algorithmic": "made by a program, by rules",
    "own": "given by the user",
    "mixed": "made by a program from what the user gave",
    "trained mixed": "made by a program from what a trained model made",
}

What = Literal["picture", "voice", "music", "effect"]
NAMES: dict[What, tuple[str, str]] = {
    "picture": ("shot", "shots"),
    "voice": ("line", "lines"),
    "music": ("piece of music", "pieces of music"),
    "effect": ("sound", "sounds"),
}


class Span(Noun):
    """A stretch of the film in seconds; `name` is its place, such as `1.1/2`."""

    name: str
    start: float
    end: float


class Credit(Noun):
    """One maker of one kind of thing: `service` and `model` ("" for what the user gave), how many
    there are, and where its pictures are seen."""

    what: What
    service: str
    model: str
    source: Source
    count: int = 0
    spans: tuple[Span, ...] = ()

    @property
    def agent(self) -> str:
        """`kling kling-3.0`."""
        return f"{self.service} {self.model}".strip()


class Credits(Noun):
    """All makers of a film. `prompts` are the words that services were given, by place (a long shot
    has several): private, and empty unless the user wants them told."""

    title: str
    author: str = ""
    makers: tuple[Credit, ...] = ()
    prompts: dict[str, tuple[str, ...]] = {}

    @property
    def source(self) -> Source:
        """What the film is as a whole."""
        return together(one.source for one in self.makers)


def together(sources: Iterable[Source]) -> Source:
    """What a thing is that is put together from things of these sources."""
    found = set(sources)
    if len(found) == 1:
        return found.pop()
    return "trained mixed" if found & {"trained", "trained mixed"} else "mixed"


def manifest(film: Credits, program: str) -> dict[str, Any]:
    """The C2PA manifest of a film: that it was generated, by whom which stretch. `program` is our
    version. What the user gave is named as that, without a source type: nobody here knows it."""
    created = {
        "action": "c2pa.created",
        "softwareAgent": {"name": "Reelwright", "version": program},
        "description": "Made by a program.",
        **_type(film.source),
    }
    assertions: list[dict[str, Any]] = [
        {
            "label": "c2pa.actions.v2",
            "data": {"actions": [created, *(_action(one) for one in film.makers)]},
        },
        {"label": "cawg.metadata", "data": _metadata(film)},
    ]
    if film.prompts:
        data = {"prompts": {place: list(told) for place, told in sorted(film.prompts.items())}}
        assertions.append({"label": PROMPTS, "data": data})
    return {
        "claim_generator_info": [{"name": "Reelwright", "version": program}],
        "title": film.title,
        "assertions": assertions,
    }


PROMPTS = "org.reelwright.prompts"


def _action(one: Credit) -> dict[str, Any]:
    told = f"{counted(one)} {WORDS[one.source]}"
    action: dict[str, Any] = {
        "action": "c2pa.edited",
        "description": f"{told}: {one.agent}" if one.agent else told,
        **({"softwareAgent": {"name": one.agent}} if one.agent else {}),
        **_type(one.source),
    }
    if one.spans:
        action["changes"] = [_region(span) for span in one.spans]
    return action


def counted(one: Credit) -> str:
    """`1 shot`, `12 lines`."""
    return f"{one.count} {NAMES[one.what][one.count != 1]}"


def _type(source: Source) -> dict[str, str]:
    return {"digitalSourceType": TYPES[source]} if TYPES[source] else {}


def _region(span: Span) -> dict[str, Any]:
    time = {"type": "npt", "start": f"{span.start:.3f}", "end": f"{span.end:.3f}"}
    return {"name": span.name, "region": [{"type": "temporal", "time": time}]}


def _metadata(film: Credits) -> dict[str, Any]:
    return {
        "@context": {"dc": "http://purl.org/dc/elements/1.1/"},
        "dc:title": film.title,
        **({"dc:creator": [film.author]} if film.author else {}),
    }


def comment(pictures: Iterable[str], voices: Iterable[str], *, others: bool) -> str:
    """For the film's metadata: which services and models (`kling kling-3.0`) made its pictures and
    voices, so that nobody takes them for recorded ones. `others`: there are pictures by somebody
    else. "" when no service had a part in it."""
    seen, heard = (", ".join(dict.fromkeys(agents)) for agents in (pictures, voices))
    told = [f"pictures by {seen}"] if seen else []
    told += [f"voices by {heard}"] if heard else []
    if not told:
        return ""
    rest = "; other pictures are drawn by a program or given" if seen and others else ""
    return f"Generated: {', '.join(told)}{rest}. Made by a program, Reelwright."
