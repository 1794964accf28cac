"""Verifying: whether a file has content credentials, whose they are, and what they say."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from reelwright.cutting.provenance import PROMPTS
from reelwright.film.errors import BadInput
from reelwright.film.noun import Noun
from reelwright.media import credentials

STAGE = "verify"
State = Literal["trusted", "valid", "altered", "broken", "elsewhere", "none"]

MOST = 2000
"""Makers and problems that are told of one file; a stranger may have written more."""
LONGEST = 1000
"""Characters of anything that a file says of itself."""

ALTERED = ("mismatch", "missing", "malformed")
"""What the codes of failed checks have in their names when the bytes are not those signed."""


class Part(Noun):
    """One thing that was done: with what, from what kind of source, and where in the film it is
    seen (`places`, each with its seconds)."""

    action: str
    told: str = ""
    agent: str = ""
    source: str = ""
    places: tuple[str, ...] = ()


class Credentials(Noun):
    """What a file says of itself, and whether it may be believed.

    `state`: trusted (signed by somebody named with `trust`, and as it was signed), valid (as it was
    signed, by whoever that is), altered (not as it was signed, or signed by another than it says),
    broken (they cannot be read), elsewhere (they are said to lie at an address, where nobody has
    looked), none. `problems` are C2PA's codes. `prompts` by place, when they are in it.
    """

    file: str
    state: State
    signer: str = ""
    program: str = ""
    title: str = ""
    author: str = ""
    parts: tuple[Part, ...] = ()
    prompts: dict[str, tuple[str, ...]] = {}
    problems: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        return self.state in ("trusted", "valid")


def verify(file: Path, trust: Path | None = None) -> Credentials:
    """Read and check the credentials of a file; `trust` is a PEM file of certificates whose word
    counts. Nothing is asked of the network. Raises `BadInput` for what is no readable media."""
    path = file.expanduser()
    if not path.is_file():
        raise BadInput(STAGE, f"there is no file {file}", "Name a film, a picture or a sound.")
    try:
        with path.open("rb"):
            pass
    except OSError as error:
        raise BadInput(STAGE, f"{file} cannot be read: {error.strerror}", "") from None
    anchors = "" if trust is None else credentials.certificates(trust.expanduser(), STAGE)
    found = credentials.read(path, anchors, stage=STAGE)
    if found.fault == "unreadable":
        raise BadInput(
            STAGE, f"{file} cannot be read: {_line(found.told)}",
            "Get it again from where it came from.",
        )  # fmt: skip
    if found.fault:
        told = () if found.fault == "none" else (_line(found.told),)
        return Credentials(file=str(file), state=found.fault, problems=told)
    return _read(str(file), found.report)


def _read(file: str, report: Mapping[str, Any]) -> Credentials:
    """The library's report in our words. What a stranger wrote into it may have any shape."""
    active = _map(_map(report.get("manifests")).get(str(report.get("active_manifest"))))
    assertions = [_map(one) for one in _list(active.get("assertions"))]
    data = {str(one.get("label")): _map(one.get("data")) for one in assertions}
    metadata = data.get("cawg.metadata", {})
    signature = _map(active.get("signature_info"))
    problems = tuple(_problems(report))
    return Credentials(
        file=file,
        state=_state(str(report.get("validation_state")), problems),
        signer=_line(" / ".join(filter(None, map(_line, (
            signature.get("common_name"), signature.get("issuer"),
        ))))),
        program=_program(active),
        title=_line(active.get("title")) or _line(metadata.get("dc:title")),
        author=", ".join(map(_line, _list(metadata.get("dc:creator"))[:9])),
        parts=tuple(_parts(data))[:MOST],
        prompts={
            _line(place): tuple(map(_line, _list(told)[:MOST]))
            for place, told in list(_map(data.get(PROMPTS, {}).get("prompts")).items())[:MOST]
        },
        problems=problems,
    )  # fmt: skip


def _state(told: str, problems: tuple[str, ...]) -> State:
    if told == "Trusted":
        return "trusted"
    if told == "Valid" and not any(sign in one for one in problems for sign in ALTERED):
        return "valid"
    return "altered"


def _problems(report: Mapping[str, Any]) -> Iterator[str]:
    for one in _list(report.get("validation_status"))[:MOST]:
        code = _line(_map(one).get("code"))
        if code and code != "signingCredential.untrusted":  # told by the state
            yield code


def _program(active: Mapping[str, Any]) -> str:
    made = _map(next(iter(_list(active.get("claim_generator_info"))), None))
    return f"{_line(made.get('name'))} {_line(made.get('version'))}".strip()


def _parts(data: Mapping[str, Mapping[str, Any]]) -> Iterator[Part]:
    for label, value in data.items():
        if not label.startswith("c2pa.actions"):
            continue
        for one in map(_map, _list(value.get("actions"))):
            agent = one.get("softwareAgent")
            named = _map(agent).get("name") if isinstance(agent, dict) else agent
            yield Part(
                action=_line(one.get("action")),
                told=_line(one.get("description")),
                agent=_line(named),
                source=_line(one.get("digitalSourceType")).rpartition("/")[2],
                places=tuple(_places(one))[:MOST],
            )


def _places(action: Mapping[str, Any]) -> Iterator[str]:
    for change in map(_map, _list(action.get("changes"))):
        for region in map(_map, _list(change.get("region"))):
            time = _map(region.get("time"))
            when = f"{_line(time.get('start'))}–{_line(time.get('end'))} s"
            yield f"{_line(change.get('name'))} {when}".strip()


def _map(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _line(value: object) -> str:
    """A text of one line, and not too long; anything else counts as none."""
    return " ".join(value.split())[:LONGEST] if isinstance(value, str) else ""
