"""`reelwright verify`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reelwright.cli import giving
from reelwright.cli.saying import say, say_json, tell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reelwright.studio.verifying import Credentials, Part

File = Annotated[Path, typer.Argument(help="A film, a picture or a sound.")]
Trust = Annotated[
    str, typer.Option("--trust", help="PEM file of certificates: only these may have signed it.")
]
Long = Annotated[bool, typer.Option("--all", help="Show every place and prompt, not a few.")]

FEW = 6


def verify(file: File, trust: Trust = "", every: Long = False, json: giving.Json = False) -> int:
    """Show who made a film with what, and check that nobody has changed it since it was signed."""
    from reelwright.studio.verifying import verify as verify_file

    found = verify_file(file, Path(trust) if trust else None)
    good = found.good and (not trust or found.state == "trusted")
    if json:
        say_json(found.model_dump() | {"good": good})
        return 0 if good else 4
    for line in _told(found, 10**9 if every else FEW):
        say(line)
    if trust and found.state == "valid":
        tell(f"It was not signed by anybody that {trust} names.")
    return 0 if good else 4


def _told(found: "Credentials", most: int) -> "Iterator[str]":
    yield f"{found.file}: {_state(found)}"
    yield from (f"  {problem}" for problem in found.problems[:most])
    if found.signer:
        yield f"signed by  {found.signer}"
    if found.program:
        yield f"made with  {found.program}"
    if found.title:
        yield f"title      {found.title}" + (f", by {found.author}" if found.author else "")
    for part in found.parts:
        yield from _part(part, most)
    for place, prompts in list(found.prompts.items())[:most]:
        yield from (f"  prompt of {place}: {prompt}" for prompt in prompts)


def _state(found: "Credentials") -> str:
    return {
        "trusted": "its credentials are good, and signed by somebody you trust",
        "valid": "its credentials are good; whether its signer is who the name says, nobody here "
        "knows (--trust)",
        "altered": "IT WAS CHANGED after it was signed, or its credentials are not its own",
        "broken": "it has content credentials, but they are damaged",
        "elsewhere": "its credentials are said to lie on the network; nothing is fetched",
        "none": "it has no content credentials",
    }[found.state]


def _part(part: "Part", most: int) -> "Iterator[str]":
    source = f"  [{part.source}]" if part.source else ""
    yield f"{part.action.removeprefix('c2pa.'):<10} {part.told or part.agent}{source}"
    if part.places:
        more = len(part.places) - most
        told = ", ".join(part.places[:most]) + (f" … and {more} more (--all)" if more > 0 else "")
        yield f"           {told}"
